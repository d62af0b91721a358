#include "formats/vendors/cube.h"

#define FUZZ_FORMAT rungs_format_cube
#include "fuzz-format.h"
