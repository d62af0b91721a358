/* Tables as text: RFC 4180, with the separators that spreadsheets put in place of the comma. */
#pragma once

#include "formats/format.h"

G_BEGIN_DECLS

/* Takes the next cell off the front of @rest, quotes and blanks around it gone; @rest is one whole
 * row. Inner quotes stay doubled: see rungs_csv_unquote(). FALSE when the row is used up. */
gboolean rungs_csv_take_cell (RungsSpan *rest, char separator, RungsSpan *cell);

/* Bytes of the row at the front of @text, its line end included; 0 when a quote is still open at
 * the end of @text. A row that ends without a line end is whole. */
gsize rungs_csv_row (RungsSpan text, char separator);

/* @cell with "" as ": itself when it has none, else from @buffer, which is written over. */
RungsSpan rungs_csv_unquote (RungsSpan cell, GString *buffer);

/* One row; valid during the call. @is_whole: a line end stands behind it, so that the file does not
 * end within it. */
typedef void (*RungsCsvRow) (gpointer user_data,
                             RungsSpan row,
                             guint64 offset,
                             guint64 span,
                             guint32 line,
                             gboolean is_whole);

/* Hands out the rows of @reader one by one, the header too, empty ones not. Rows whose quotes do
 * not end become a diagnostic. */
gboolean rungs_csv_each_row (RungsReader *reader,
                             RungsSink *sink,
                             char separator,
                             RungsCsvRow func,
                             gpointer user_data,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
