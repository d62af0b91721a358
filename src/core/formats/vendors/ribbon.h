/* Ribbon (Sonus) logs; see ribbon.c. */
#pragma once

#include "formats/format.h"

G_BEGIN_DECLS

extern const RungsFormat rungs_format_ribbon_core;

G_END_DECLS
