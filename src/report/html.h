/* One self-contained web page: no script, nothing loaded, everything from the log escaped. */
#pragma once

#include "report/summary.h"

G_BEGIN_DECLS

gboolean rungs_report_write_html (const RungsReport *report,
                                  GOutputStream *out,
                                  GCancellable *cancellable,
                                  GError **error);

/* html-call.c: the part of one call; flushes as it grows. */
gboolean rungs_html_write_call (const RungsSummary *summary,
                                const RungsCall *call,
                                const RungsVerdict *verdict,
                                GString *out,
                                GOutputStream *stream,
                                GError **error);

/* TRUE when a finding of the verdict rests on this row's message. */
gboolean rungs_html_has_finding (const RungsVerdict *verdict, const RungsRow *row);

/* html-message.c: one message of it, with the lines that findings rest on marked. */
void rungs_html_append_message (const RungsSummary *summary,
                                const RungsCall *call,
                                const RungsVerdict *verdict,
                                const RungsLadder *ladder,
                                const RungsRow *row,
                                GString *out);

/* A finding as an item of a list, with links to its messages. */
void rungs_html_append_finding (const RungsSummary *summary,
                                const RungsCall *call,
                                const RungsFinding *finding,
                                GString *out);
/* What the SBC changed; nothing when both legs are not in the log or nothing differs. */
void rungs_html_append_changes (const RungsSummary *summary, const RungsCall *call, GString *out);

G_END_DECLS
