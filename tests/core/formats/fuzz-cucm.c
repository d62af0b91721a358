#include "formats/vendors/cucm.h"

#define FUZZ_FORMAT rungs_format_cucm
#include "fuzz-format.h"
