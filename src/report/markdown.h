/* Text for a ticket, in Markdown that also reads well as it is. */
#pragma once

#include "report/report.h"

G_BEGIN_DECLS

gboolean rungs_report_write_markdown (const RungsReport *report,
                                      GOutputStream *out,
                                      GCancellable *cancellable,
                                      GError **error);

G_END_DECLS
