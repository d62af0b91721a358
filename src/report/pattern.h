/* Which patterns of a log a report tells, and how. */
#pragma once

#include "diagnosis/patterns.h"
#include "report/redact.h"

G_BEGIN_DECLS

/* RungsPattern*: those that hold of one of the report's calls at least; none for a report of one
 * call. @finder has the verdicts that were made already. (transfer full) */
GPtrArray *rungs_report_patterns (const RungsReport *report,
                                  RungsPatternFinder *finder,
                                  guint max_verdicts,
                                  GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

/* Behind the redaction: a whole number has its pseudonym; of what several begin with, the country
 * stays. (transfer full) */
char *rungs_report_pattern_text (RungsRedact *redact,
                                 const RungsPattern *pattern) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
