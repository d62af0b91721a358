/* A call beside a good one, as JSON. */
#include "config.h"

#include "diagnosis/compare.h"
#include "report/json-private.h"
#include "report/json.h"

static void
key_id (RungsJsonWriter *writer, const char *key, guint32 call)
{
  g_autofree char *id = call != RUNGS_NONE
                          ? g_strdup_printf ("%u", rungs_trace_get_call (writer->trace, call)->id)
                          : NULL;

  rungs_json_key_string (writer->json, key, id);
}

/* Lines may be of either call, so each says whose it is. */
static void
write_point (RungsJsonWriter *writer, const RungsFinding *finding)
{
  RungsJson *json = writer->json;

  rungs_json_break (json);
  rungs_json_begin_object (json);
  rungs_json_key_string (json, "id", rungs_finding_kind (finding->id)->name);
  rungs_json_key_shown (writer, "text", finding->text);
  rungs_json_key (json, "lines");
  rungs_json_begin_array (json);
  for (guint i = 0; i < finding->lines->len; i++)
    {
      const RungsFindingLine *line = &g_array_index (finding->lines, RungsFindingLine, i);

      rungs_json_begin_object (json);
      key_id (writer, "call", rungs_trace_call_of_message (writer->trace, line->message));
      rungs_json_key_int (json, "input", line->input);
      rungs_json_key_int (json, "line", line->line);
      rungs_json_end_object (json);
    }
  rungs_json_end_array (json);
  rungs_json_end_object (json);
}

gboolean
rungs_json_write_comparison (const RungsReport *report,
                             guint32 with,
                             GOutputStream *out,
                             GCancellable *cancellable,
                             GError **error)
{
  RungsJsonWriter writer;
  g_autoptr (RungsComparison) comparison = NULL;

  g_return_val_if_fail (report->n_calls > 0, FALSE);

  comparison = rungs_comparison_new (report->trace,
                                     rungs_trace_get_call (report->trace, report->calls[0]), with);
  writer = rungs_json_writer_begin (report, out, cancellable);
  rungs_json_begin_object (writer.json);
  rungs_json_key_string (writer.json, "schema", "rungs.compare/1");
  key_id (&writer, "call", report->calls[0]);
  key_id (&writer, "with", comparison->with);
  rungs_json_key_bool (writer.json, "chosen", with == RUNGS_NONE);
  rungs_json_key_shown (&writer, "why", comparison->why);
  rungs_json_key (writer.json, "points");
  rungs_json_begin_array (writer.json);
  for (guint i = 0; i < comparison->points->len; i++)
    write_point (&writer, g_ptr_array_index (comparison->points, i));
  rungs_json_end_array (writer.json);
  rungs_json_key (writer.json, "messages");
  rungs_json_begin_array (writer.json);
  for (guint i = 0; i < comparison->pairs->len; i++)
    rungs_json_append_pair (&writer, g_ptr_array_index (comparison->pairs, i), "here", "there");
  rungs_json_end_array (writer.json);
  rungs_json_append_coverage (&writer);
  rungs_json_end_object (writer.json);
  return rungs_json_writer_finish (&writer, error);
}
