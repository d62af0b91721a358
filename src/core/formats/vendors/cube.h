/* Cisco CUBE and IOS voice gateways; see cube.c. */
#pragma once

#include "formats/format.h"

G_BEGIN_DECLS

extern const RungsFormat rungs_format_cube;

G_END_DECLS
