/* What the log is missing, in the words of a report. */
#pragma once

#include "calls/health.h"
#include "report/summary.h"

G_BEGIN_DECLS

/* The sentence behind the redaction. (transfer full) */
char *rungs_report_health_text (RungsTrace *trace,
                                RungsRedact *redact,
                                guint input,
                                const RungsHealth *health) G_GNUC_WARN_UNUSED_RESULT;

/* Sentences with their places, char*: of @call, or of all inputs when it is NULL (then also by how
 * much times were moved). Reads the messages of a call. (transfer full) */
GPtrArray *rungs_summary_health (const RungsSummary *summary,
                                 const RungsCall *call) G_GNUC_WARN_UNUSED_RESULT;

/* What the report rests on. Translated, and free of what redaction hides. (transfer full) */
/* "Read: 1.1 GB, 216,727 messages; …" */
char *rungs_summary_coverage (const RungsSummary *summary) G_GNUC_WARN_UNUSED_RESULT;
/* "Not all of the input was read. …"; NULL: it was. */
char *rungs_summary_partial (const RungsSummary *summary) G_GNUC_WARN_UNUSED_RESULT;
/* Why there is no call at all; NULL: there are calls in the input. */
char *rungs_summary_empty (const RungsSummary *summary) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
