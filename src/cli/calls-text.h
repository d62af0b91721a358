#pragma once

#include "report/report.h"

G_BEGIN_DECLS

/* The list for a terminal. @all_kinds: OPTIONS and REGISTER rows without fault too. @verdicts: a
 * second line a call. (transfer full) */
char *rungs_cli_calls_text (const RungsReport *report,
                            gboolean all_kinds,
                            gboolean verdicts) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
