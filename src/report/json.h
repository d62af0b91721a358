/* The JSON of the command line. It streams: one call is in memory at a time. */
#pragma once

#include "report/report.h"

G_BEGIN_DECLS

/* "rungs.calls/1". @diagnostics: with what was wrong with the inputs. */
gboolean rungs_json_write_calls (const RungsReport *report,
                                 gboolean diagnostics,
                                 GOutputStream *out,
                                 GCancellable *cancellable,
                                 GError **error);

/* One object a line for each message of the report's calls, in ladder order. */
gboolean rungs_json_write_messages (const RungsReport *report,
                                    GOutputStream *out,
                                    GCancellable *cancellable,
                                    GError **error);

/* "rungs.ladder/1" of the report's first call. */
gboolean rungs_json_write_ladder (const RungsReport *report,
                                  GOutputStream *out,
                                  GCancellable *cancellable,
                                  GError **error);

/* "rungs.compare/1": the report's first call beside @with (an index), or beside the most similar
 * good one (RUNGS_NONE). */
gboolean rungs_json_write_comparison (const RungsReport *report,
                                      guint32 with,
                                      GOutputStream *out,
                                      GCancellable *cancellable,
                                      GError **error);

/* "rungs.explain/1". @vendor: whose words the steps are shown in as well; NULL. */
gboolean rungs_json_write_explain (const RungsKnowledge *knowledge,
                                   const char *query,
                                   const RungsVendor *vendor,
                                   GOutputStream *out,
                                   GCancellable *cancellable,
                                   GError **error);

/* The report kind: "rungs.calls/1" whose calls also carry their "ladder" and their messages
 * ("trace"). */
gboolean rungs_report_write_json (const RungsReport *report,
                                  GOutputStream *out,
                                  GCancellable *cancellable,
                                  GError **error);

G_END_DECLS
