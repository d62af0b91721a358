#include "formats/vendors/ribbon.h"

#define FUZZ_FORMAT rungs_format_ribbon_core
#include "fuzz-format.h"
