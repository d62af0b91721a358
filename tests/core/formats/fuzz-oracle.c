#include "formats/vendors/oracle.h"

#define FUZZ_FORMAT rungs_format_oracle
#include "fuzz-format.h"
