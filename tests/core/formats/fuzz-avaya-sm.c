#include "formats/vendors/avaya.h"

#define FUZZ_FORMAT rungs_format_avaya_sm
#include "fuzz-format.h"
