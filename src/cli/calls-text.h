#pragma once

#include "trace/trace.h"

G_BEGIN_DECLS

/* The list for a terminal. @all_kinds: OPTIONS and REGISTER rows without fault too. @verdicts: a second line a call. (transfer full) */
char *rungs_cli_calls_text (RungsTrace *trace,
                            const guint32 *calls,
                            guint n_calls,
                            gboolean all_kinds,
                            gboolean verdicts) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
