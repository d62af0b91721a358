/* Cisco Unified Communications Manager; see cucm.c. */
#pragma once

#include "formats/format.h"

G_BEGIN_DECLS

extern const RungsFormat rungs_format_cucm;

G_END_DECLS
