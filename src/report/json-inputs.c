/* The inputs and their clocks as JSON. */
#include "config.h"

#include "base/limits.h"
#include "calls/fault.h"
#include "clocks/clocks.h"
#include "report/health.h"
#include "report/json-private.h"

/* Rounded to milliseconds, as stamps are shown. */
static gint64
milliseconds (gint64 usec)
{
  return (usec + (usec < 0 ? -500 : 500)) / 1000;
}

static void
write_health (RungsJsonWriter *writer,
              guint input,
              const RungsCall *call,
              const RungsHealth *health)
{
  RungsJson *json = writer->json;
  g_autofree char *text = rungs_report_health_text (writer->trace, writer->redact, input, health);

  rungs_json_begin_object (json);
  rungs_json_key_string (json, "kind", rungs_health_name (health->kind));
  rungs_json_key_string (json, "text", text);
  rungs_json_key (json, "lines");
  rungs_json_begin_array (json);
  for (guint i = 0; i < health->lines->len; i++)
    {
      const RungsHealthLine *line = &g_array_index (health->lines, RungsHealthLine, i);
      guint32 row = call != NULL && line->message != RUNGS_NONE
                      ? rungs_trace_row_of_message (writer->trace, call, line->message)
                      : RUNGS_NONE;

      rungs_json_begin_object (json);
      rungs_json_key_int (json, "input", line->input);
      rungs_json_key_int (json, "line", line->line);
      rungs_json_key_int_or_null (json, "message", row, row != RUNGS_NONE);
      rungs_json_end_object (json);
    }
  rungs_json_end_array (json);
  rungs_json_end_object (json);
}

/* The parser is asked about calls that went wrong, and not about thousands of them: each of their
 * messages is read. */
static gboolean
is_worth_reading (RungsJsonWriter *writer, const RungsCall *call)
{
  return rungs_call_is_fault (call) && writer->n_deep++ < RUNGS_MAX_DEEP_CALLS;
}

void
rungs_json_append_health (RungsJsonWriter *writer, guint input, const RungsCall *call)
{
  g_autoptr (GPtrArray) list =
    call != NULL ? rungs_trace_call_health (writer->trace, call, is_worth_reading (writer, call))
                 : rungs_trace_input_health (writer->trace, input);

  rungs_json_key (writer->json, "health");
  rungs_json_begin_array (writer->json);
  for (guint i = 0; i < list->len; i++)
    write_health (writer, input, call, list->pdata[i]);
  rungs_json_end_array (writer->json);
}

/* Those of one side. */
static void
write_covers (RungsJson *json, const RungsCoverage *coverage, gboolean unreadable)
{
  rungs_json_key (json, unreadable ? "unreadable" : "passed_over");
  rungs_json_begin_array (json);
  for (guint i = 0; i < coverage->n; i++)
    {
      const RungsCover *cover = &coverage->items[i];
      g_autofree char *what = NULL;

      if (rungs_cover_is_unreadable (cover) != unreadable)
        continue;
      what = rungs_cover_what (cover);
      rungs_json_begin_object (json);
      rungs_json_key_string (json, "what", what);
      if (rungs_cover_name (cover) != NULL)
        rungs_json_key_string (json, "name", rungs_cover_name (cover));
      rungs_json_key_int (json, "count", (gint64) cover->count);
      rungs_json_key_bool (json, "may_hide_sip", rungs_cover_may_hide_sip (cover));
      rungs_json_end_object (json);
    }
  rungs_json_end_array (json);
}

void
rungs_json_append_coverage (RungsJsonWriter *writer)
{
  RungsJson *json = writer->json;
  RungsCoverage coverage;

  rungs_trace_get_coverage (writer->trace, RUNGS_NONE, &coverage);
  rungs_json_key_bool (json, "partial", rungs_trace_is_partial (writer->trace));
  rungs_json_key (json, "coverage");
  rungs_json_begin_object (json);
  rungs_json_key_int (json, "bytes", (gint64) rungs_trace_get_n_bytes (writer->trace));
  rungs_json_key_int (json, "messages", rungs_trace_get_n_messages (writer->trace));
  rungs_json_key_int (json, "records", rungs_trace_get_n_records (writer->trace));
  write_covers (json, &coverage, FALSE);
  write_covers (json, &coverage, TRUE);
  rungs_json_end_object (json);
}

void
rungs_json_append_inputs (RungsJsonWriter *writer)
{
  RungsJson *json = writer->json;

  rungs_json_key (json, "inputs");
  rungs_json_begin_array (json);
  for (guint i = 0; i < rungs_trace_get_n_inputs (writer->trace); i++)
    {
      const RungsTraceInput *input = rungs_trace_get_input (writer->trace, i);

      rungs_json_break (json);
      rungs_json_begin_object (json);
      rungs_json_key_filtered (writer, "name", rungs_redact_file,
                               rungs_input_get_name (input->input));
      rungs_json_key_string (json, "format", input->format != NULL ? input->format->id : NULL);
      rungs_json_key_int (json, "bytes", (gint64) rungs_input_get_size (input->input));
      rungs_json_key_int (json, "messages", input->n_messages);
      if (input->n_records > 0)
        rungs_json_key_int (json, "records", input->n_records);
      rungs_json_key_bool (json, "partial", input->is_partial);
      rungs_json_key_string (json, "zone", input->utc ? "utc" : "local");
      if (input->n_stamped > 0)
        {
          rungs_json_key_bool (json, "date_known", (input->facts & RUNGS_TIME_DATE_GUESSED) == 0);
          rungs_json_key_bool (json, "year_known", (input->facts & RUNGS_TIME_GUESSED) == 0);
        }
      rungs_json_key_int (json, "shift_ms", milliseconds (input->moved));
      rungs_json_append_health (writer, i, NULL);
      rungs_json_end_object (json);
    }
  rungs_json_break (json);
  rungs_json_end_array (json);
}

static char *
name_of (RungsJsonWriter *writer, guint32 input)
{
  const RungsTraceInput *entry = rungs_trace_get_input (writer->trace, input);

  return rungs_redact_file (writer->redact, rungs_input_get_name (entry->input));
}

static void
write_clock (RungsJsonWriter *writer, const RungsClock *clock)
{
  RungsJson *json = writer->json;
  g_autofree char *input = name_of (writer, clock->input);
  g_autofree char *reference = name_of (writer, clock->reference);
  g_autofree char *text = rungs_clock_describe (clock, input, reference);

  rungs_json_break (json);
  rungs_json_begin_object (json);
  rungs_json_key_int (json, "input", clock->input);
  rungs_json_key_int (json, "reference", clock->reference);
  rungs_json_key_int (json, "offset_ms", milliseconds (clock->offset));
  rungs_json_key_int (json, "pairs", clock->n_pairs);
  rungs_json_key_int (json, "spread_ms", milliseconds (clock->spread));
  rungs_json_key_int_or_null (json, "zone_minutes", clock->zone, clock->zone != 0);
  rungs_json_key_bool (json, "steady", clock->is_steady);
  rungs_json_key_bool (json, "applied", clock->is_applied);
  rungs_json_key_string (json, "text", text);
  rungs_json_end_object (json);
}

void
rungs_json_append_clocks (RungsJsonWriter *writer)
{
  guint n = rungs_trace_get_n_clocks (writer->trace);

  rungs_json_key (writer->json, "clocks");
  rungs_json_begin_array (writer->json);
  for (guint i = 0; i < n; i++)
    write_clock (writer, rungs_trace_get_clock (writer->trace, i));
  if (n > 0)
    rungs_json_break (writer->json);
  rungs_json_end_array (writer->json);
}
