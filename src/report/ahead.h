/* Verdicts that a report is going to need, made while it is written. */
#pragma once

#include "diagnosis/verdicts.h"
#include "report/report.h"

G_BEGIN_DECLS

/* Of the calls that failed, and of the others too with @of_good. */
RungsVerdictPool *rungs_report_ahead (const RungsReport *report,
                                      gboolean of_good) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
