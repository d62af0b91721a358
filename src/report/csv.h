/* The call list as CSV (RFC 4180), for spreadsheets. */
#pragma once

#include "report/report.h"

G_BEGIN_DECLS

/* One row a call. Cells that a spreadsheet would take for a formula (beginning with = + - @, tab or
 * CR) get an apostrophe in front: "=HYPERLINK(…)" in a display name must not run on somebody's
 * desk. Only a plain telephone number, a '+' and digits, stays as it is: there is nothing in it to
 * run. */
gboolean rungs_report_write_csv (const RungsReport *report,
                                 GOutputStream *out,
                                 GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
