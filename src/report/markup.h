/* Text of a log inside HTML, SVG and XML: nothing in it is markup, and no control or direction
 * character survives. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One line; NULL appends nothing. Quotes are escaped too, so it may stand in an attribute. */
void rungs_markup_append (GString *out, const char *tainted);

/* Keeps line ends and tabs. */
void rungs_markup_append_block (GString *out, const char *tainted);

/* Our own text of the knowledge: what stands between backticks is <code>. */
void rungs_markup_append_prose (GString *out, const char *text);

/* A printf whose %s arguments are escaped as by rungs_markup_append(). Only %s, %u, %d, %.1f and %%
 * are used. */
void rungs_markup_printf (GString *out, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Writes and empties @out when it has grown, or always with @now. */
gboolean rungs_markup_flush (GString *out,
                             gboolean now,
                             GOutputStream *stream,
                             GCancellable *cancellable,
                             GError **error);

/* A style sheet of ours, by name: "report.css". */
void rungs_markup_append_style (GString *out, const char *name);

G_END_DECLS
