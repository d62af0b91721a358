#include "formats/vendors/wireshark.h"

#define FUZZ_FORMAT rungs_format_wireshark
#include "fuzz-format.h"
