/* How deep JSON is nested, before json-glib reads it: it calls itself for each level. */
#pragma once

#include "base/span.h"

G_BEGIN_DECLS

/* TRUE when more than @max braces and brackets, outside of strings, are open at a time. */
gboolean rungs_json_is_deeper (RungsSpan text, guint max);

G_END_DECLS
