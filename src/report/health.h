/* What the log is missing, in the words of a report. */
#pragma once

#include "report/summary.h"
#include "trace/health.h"

G_BEGIN_DECLS

/* The sentence behind the redaction. (transfer full) */
char *rungs_report_health_text (RungsTrace *trace,
                                RungsRedact *redact,
                                guint input,
                                const RungsHealth *health) G_GNUC_WARN_UNUSED_RESULT;

/* Sentences with their places, char*: of @call, or of all inputs when it is NULL (then also by how much times were moved).
 * Reads the messages of a call. (transfer full) */
GPtrArray *rungs_summary_health (const RungsSummary *summary,
                                 const RungsCall *call) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
