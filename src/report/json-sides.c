/* What the SBC changed, as JSON. */
#include "config.h"

#include "report/json-private.h"
#include "report/sides.h"

void
rungs_json_append_finding (RungsJsonWriter *writer,
                           const RungsCall *call,
                           const RungsFinding *finding)
{
  RungsJson *json = writer->json;

  rungs_json_key_string (json, "id", rungs_finding_kind (finding->id)->name);
  rungs_json_key_shown (writer, "text", finding->text);
  rungs_json_key (json, "lines");
  rungs_json_begin_array (json);
  for (guint i = 0; i < finding->lines->len; i++)
    {
      const RungsFindingLine *line = &g_array_index (finding->lines, RungsFindingLine, i);
      guint32 row = line->message != RUNGS_NONE
                      ? rungs_trace_row_of_message (writer->trace, call, line->message)
                      : RUNGS_NONE;

      rungs_json_begin_object (json);
      rungs_json_key_int (json, "input", line->input);
      rungs_json_key_int (json, "line", line->line);
      rungs_json_key_int_or_null (json, "message", row, row != RUNGS_NONE);
      rungs_json_end_object (json);
    }
  rungs_json_end_array (json);
}

static void
write_points (RungsJsonWriter *writer, const RungsCall *call, const RungsChanges *changes)
{
  RungsJson *json = writer->json;

  rungs_json_begin_array (json);
  for (guint i = 0; i < changes->points->len; i++)
    {
      const RungsFinding *change = g_ptr_array_index (changes->points, i);

      rungs_json_begin_object (json);
      rungs_json_append_finding (writer, call, change);
      rungs_json_key_bool (json, "explains", change->explains);
      rungs_json_end_object (json);
    }
  rungs_json_end_array (json);
}

static void
key_row_of (RungsJsonWriter *writer, const char *key, guint32 message)
{
  guint32 call = rungs_trace_call_of_message (writer->trace, message);

  rungs_json_key_int (writer->json, key,
                      rungs_trace_row_of_message (
                        writer->trace, rungs_trace_get_call (writer->trace, call), message));
}

void
rungs_json_append_pair (RungsJsonWriter *writer,
                        const RungsSidesPair *pair,
                        const char *left_key,
                        const char *right_key)
{
  RungsJson *json = writer->json;
  const GPtrArray *rows = pair->rows;
  RungsShownSides shown;

  rungs_json_break (json);
  rungs_json_begin_object (json);
  key_row_of (writer, left_key, pair->left);
  key_row_of (writer, right_key, pair->right);
  rungs_shown_sides_init (&shown, writer->trace, writer->redact, pair);
  rungs_json_key (json, "rows");
  rungs_json_begin_array (json);
  for (guint i = 0; i < rows->len; i++)
    {
      const RungsSidesRow *row = g_ptr_array_index (rows, i);
      g_autofree char *left_text = rungs_shown_sides_text (shown.left, &row->left);
      g_autofree char *right_text = rungs_shown_sides_text (shown.right, &row->right);

      rungs_json_break (json);
      rungs_json_begin_object (json);
      rungs_json_key_string (json, "kind", rungs_sides_kind_name (row->kind));
      rungs_json_key_string (json, left_key, left_text);
      rungs_json_key_string (json, right_key, right_text);
      rungs_json_key_int_or_null (json, "point", (gint64) row->point - 1, row->point > 0);
      rungs_json_end_object (json);
    }
  if (rows->len > 0)
    rungs_json_break (json);
  rungs_json_end_array (json);
  rungs_json_end_object (json);
  rungs_shown_sides_clear (&shown);
}

void
rungs_json_append_changes (RungsJsonWriter *writer, const RungsCall *call, gboolean whole)
{
  RungsJson *json = writer->json;
  g_autoptr (RungsChanges) changes = rungs_changes_new (writer->trace, call);

  rungs_json_key (json, "changes");
  if (!whole)
    {
      write_points (writer, call, changes);
      return;
    }
  rungs_json_begin_object (json);
  rungs_json_key (json, "points");
  write_points (writer, call, changes);
  rungs_json_key (json, "messages");
  rungs_json_begin_array (json);
  for (guint i = 0; i < changes->pairs->len; i++)
    rungs_json_append_pair (writer, g_ptr_array_index (changes->pairs, i), "before", "after");
  if (changes->pairs->len > 0)
    rungs_json_break (json);
  rungs_json_end_array (json);
  rungs_json_end_object (json);
}
