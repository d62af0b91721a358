/* Oracle (Acme Packet) logs; see oracle.c. */
#pragma once

#include "formats/format.h"

G_BEGIN_DECLS

extern const RungsFormat rungs_format_oracle;

G_END_DECLS
