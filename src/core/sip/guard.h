/* What may be handed to libosip2. Nobody outside this folder includes it. */
#pragma once

#include "sip/index.h"

G_BEGIN_DECLS

/* FALSE, with a sentence in @remarks, when a limit of limits.h is reached. */
gboolean rungs_guard_head (RungsSpan bytes, GPtrArray *remarks);
gboolean rungs_guard_sdp (RungsSpan sdp, GPtrArray *remarks);

G_END_DECLS
