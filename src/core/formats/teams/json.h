/* Objects out of JSON of any size: the text is cut into single rows, and each row alone becomes a
 * tree, so that an export of 200 MB needs no more memory than its longest row.
 *
 * Rows are found in all shapes in which pages are kept: one object, { "value": [ rows ] } as Graph
 * answers, a bare array, an object a line, and any number of those behind each other, with commas
 * or text between them or not. */
#pragma once

#include <json-glib/json-glib.h>

#include "formats/format.h"

G_BEGIN_DECLS

/* @row is valid during the call; [@offset, @offset + @span) are its bytes in the input. */
typedef void (
  *RungsJsonRow) (gpointer user_data, JsonObject *row, guint64 offset, guint64 span, guint32 line);

/* What is no JSON, too long or too deep becomes a diagnostic, and the rows behind it are found
 * again. */
gboolean rungs_json_each_row (RungsReader *reader,
                              RungsSink *sink,
                              RungsJsonRow func,
                              gpointer user_data,
                              GCancellable *cancellable,
                              GError **error);

/* TRUE when the first thing in @text is an object or an array. */
gboolean rungs_json_is_likely (RungsSpan text);

/* One row as a tree, which belongs to @parser. NULL when it is no JSON object. */
JsonObject *rungs_json_parse (JsonParser *parser, RungsSpan row);

/* One row, indented. NULL when it is no JSON. (transfer full) */
char *rungs_json_show (RungsSpan row) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
