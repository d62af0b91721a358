/* The JSON of the command line: the contract of `rungs-cli --json`. Fields may be added, never renamed or dropped; what is not
 * there is null. */
#include "config.h"

#include "report/json.h"

#include <glib/gi18n-lib.h>

#include "report/json-writer.h"
#include "report/redact.h"
#include "sip/message.h"

typedef struct
{
  const RungsReport *report;
  RungsTrace *trace;
  RungsRedact *redact;
  RungsJson *json;
} Writer;

typedef char *(*Filter) (RungsRedact *redact, const char *text);

/* Text of the log behind the filter of the report; "" is null. */
static void
key_filtered (Writer *writer, const char *key, Filter filter, const char *text)
{
  g_autofree char *shown = filter (writer->redact, text);

  rungs_json_key_text (writer->json, key, shown);
}

static void
key_text (Writer *writer, const char *key, const char *text)
{
  key_filtered (writer, key, rungs_redact_text, text);
}

static const char *
string_of (Writer *writer, RungsString string)
{
  return rungs_trace_string (writer->trace, string);
}

static void
key_time (Writer *writer, const char *key, RungsStamp time, gboolean utc)
{
  g_autofree char *iso = rungs_stamp_to_iso (time, utc);

  rungs_json_key_string (writer->json, key, iso);
}

/* ---- calls ---- */

static void
write_inputs (Writer *writer)
{
  RungsJson *json = writer->json;

  rungs_json_key (json, "inputs");
  rungs_json_begin_array (json);
  for (guint i = 0; i < rungs_trace_get_n_inputs (writer->trace); i++)
    {
      const RungsTraceInput *input = rungs_trace_get_input (writer->trace, i);

      rungs_json_break (json);
      rungs_json_begin_object (json);
      key_filtered (writer, "name", rungs_redact_file, rungs_input_get_name (input->input));
      rungs_json_key_string (json, "format", input->format != NULL ? input->format->id : NULL);
      rungs_json_key_int (json, "bytes", (gint64) rungs_input_get_size (input->input));
      rungs_json_key_int (json, "messages", input->n_messages);
      rungs_json_end_object (json);
    }
  rungs_json_break (json);
  rungs_json_end_array (json);
}

static void
write_legs (Writer *writer, const RungsCall *call)
{
  RungsJson *json = writer->json;

  rungs_json_key (json, "legs");
  rungs_json_begin_array (json);
  for (guint i = 0; i < call->n_legs; i++)
    {
      const RungsLeg *leg = rungs_trace_get_leg (writer->trace, call, i);
      const guint32 ends[] = { leg->src, leg->dst };

      rungs_json_begin_object (json);
      key_filtered (writer, "call_id", rungs_redact_call_id, string_of (writer, leg->call_id));
      rungs_json_key_int (json, "messages", leg->n_messages);
      rungs_json_key (json, "peers");
      rungs_json_begin_array (json);
      for (guint e = 0; e < G_N_ELEMENTS (ends); e++)
        {
          g_autofree char *peer =
            rungs_redact_name (writer->redact, rungs_trace_endpoint_text (writer->trace, ends[e]));
          rungs_json_string (json, peer[0] != '\0' ? peer : NULL);
        }
      rungs_json_end_array (json);
      rungs_json_key_string (json, "joined_by", rungs_join_name (leg->join));
      rungs_json_end_object (json);
    }
  rungs_json_end_array (json);
}

static void
write_final (Writer *writer, const RungsCall *call, const RungsVerdict *verdict)
{
  RungsJson *json = writer->json;
  const RungsMessage *final;

  rungs_json_key (json, "final");
  if (call->final == RUNGS_NONE)
    {
      rungs_json_null (json);
      return;
    }
  final = rungs_trace_get_message (writer->trace, call->final);
  rungs_json_begin_object (json);
  rungs_json_key_int_or_null (json, "code", final->code, final->code != 0);
  key_text (writer, "phrase", string_of (writer, final->phrase));
  rungs_json_key_int_or_null (json, "q850", verdict != NULL ? verdict->q850 : 0,
                              verdict != NULL && verdict->q850 > 0);
  key_text (writer, "text", verdict != NULL ? verdict->reason_text : NULL);
  rungs_json_key_int_or_null (json, "microsoft_code",
                              verdict != NULL ? verdict->microsoft_code : -1,
                              verdict != NULL && verdict->microsoft_code >= 0);
  rungs_json_key_string (json, "microsoft_code_from",
                         verdict != NULL ? verdict->microsoft_code_from : NULL);
  rungs_json_end_object (json);
}

static gboolean
is_fault (const RungsCall *call)
{
  return call->state == RUNGS_STATE_FAILED || call->state == RUNGS_STATE_DROPPED;
}

static void
write_failing (Writer *writer, const RungsCall *call)
{
  RungsJson *json = writer->json;
  guint32 either =
    call->failing_request != RUNGS_NONE ? call->failing_request : call->failing_response;
  const RungsMessage *message;

  rungs_json_key (json, "failing");
  if (!is_fault (call) || either == RUNGS_NONE)
    {
      rungs_json_null (json);
      return;
    }
  message = rungs_trace_get_message (writer->trace, either);
  rungs_json_begin_object (json);
  rungs_json_key_text (json, "method", string_of (writer, message->method));
  rungs_json_key_int (json, "cseq", message->cseq);
  key_filtered (writer, "call_id", rungs_redact_call_id, string_of (writer, message->call_id));
  rungs_json_key_int_or_null (
    json, "request_line",
    call->failing_request != RUNGS_NONE
      ? rungs_trace_get_message (writer->trace, call->failing_request)->line
      : 0,
    call->failing_request != RUNGS_NONE);
  rungs_json_key_int_or_null (
    json, "response_line",
    call->failing_response != RUNGS_NONE
      ? rungs_trace_get_message (writer->trace, call->failing_response)->line
      : 0,
    call->failing_response != RUNGS_NONE);
  rungs_json_key_int (json, "input", message->input);
  rungs_json_end_object (json);
}

static void
write_finding (Writer *writer, const RungsCall *call, const RungsFinding *finding)
{
  RungsJson *json = writer->json;

  rungs_json_begin_object (json);
  rungs_json_key_string (json, "id", finding->id);
  key_text (writer, "text", finding->text);
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
  rungs_json_end_object (json);
}

static void
write_verdict (Writer *writer, const RungsCall *call, const RungsVerdict *verdict)
{
  RungsJson *json = writer->json;

  rungs_json_key (json, "verdict");
  if (verdict == NULL || !verdict->is_fault)
    {
      rungs_json_null (json);
      return;
    }
  rungs_json_begin_object (json);
  rungs_json_key_string (json, "entry", verdict->entry != NULL ? verdict->entry->id : NULL);
  if (verdict->entry != NULL)
    rungs_json_key_string (json, "title", verdict->entry->title);
  else
    key_text (writer, "title", verdict->sentence);
  rungs_json_key_string (json, "basis", rungs_basis_name (verdict->basis));
  rungs_json_key_string (json, "produced_by", rungs_party_name (verdict->produced_by));
  key_text (writer, "produced_why", verdict->produced_why);
  key_text (writer, "sentence", verdict->sentence);
  rungs_json_key (json, "candidates");
  rungs_json_begin_array (json);
  for (guint i = 0; verdict->candidates != NULL && i < verdict->candidates->len; i++)
    rungs_json_string (json, ((const RungsEntry *) g_ptr_array_index (verdict->candidates, i))->id);
  rungs_json_end_array (json);
  rungs_json_key (json, "findings");
  rungs_json_begin_array (json);
  for (guint i = 0; i < verdict->findings->len; i++)
    write_finding (writer, call, g_ptr_array_index (verdict->findings, i));
  rungs_json_end_array (json);
  rungs_json_end_object (json);
}

/* The fields of a call, inside an object that the caller begins and ends. */
static void
write_call_fields (Writer *writer, const RungsCall *call)
{
  RungsJson *json = writer->json;
  gboolean utc = rungs_trace_call_is_utc (writer->trace, call);
  g_autoptr (RungsVerdict) verdict = NULL;
  g_autofree char *id = g_strdup_printf ("%u", call->id);

  /* A verdict reads messages from the files: good calls, nearly all of a log, do without. */
  if (is_fault (call)
      || (call->final != RUNGS_NONE
          && rungs_trace_get_message (writer->trace, call->final)->code >= 300))
    verdict = rungs_verdict_new (writer->trace, writer->report->knowledge, call);

  rungs_json_key_string (json, "id", id);
  rungs_json_key_string (json, "kind", rungs_kind_name (call->kind));
  key_time (writer, "start", call->start, utc);
  rungs_json_key_string (json, "zone", utc ? "utc" : "local");
  rungs_json_key_int_or_null (json, "duration_ms", call->duration, call->duration >= 0);
  key_filtered (writer, "from", rungs_redact_user, string_of (writer, call->from));
  key_filtered (writer, "to", rungs_redact_user, string_of (writer, call->to));
  rungs_json_key_string (json, "direction", rungs_direction_name (call->direction));
  rungs_json_key_string (json, "state", rungs_state_name (call->state));
  rungs_json_key_bool (json, "incomplete", call->is_incomplete);
  write_legs (writer, call);
  rungs_json_key_int (json, "messages", call->n_messages);
  rungs_json_key_int (json, "retransmissions", call->n_retransmissions);
  write_final (writer, call, verdict);
  write_failing (writer, call);
  write_verdict (writer, call, verdict);
  rungs_json_key_int (json, "notes",
                      writer->report->notes != NULL
                        ? rungs_notes_count (writer->report->notes, writer->trace, call)
                        : 0);
}

static void
write_diagnostics (Writer *writer, gboolean wanted)
{
  RungsJson *json = writer->json;
  guint n = wanted ? rungs_trace_get_n_diagnostics (writer->trace) : 0;

  rungs_json_key (json, "diagnostics");
  rungs_json_begin_array (json);
  for (guint i = 0; i < n; i++)
    {
      const RungsDiagnostic *diagnostic = rungs_trace_get_diagnostic (writer->trace, i);

      rungs_json_break (json);
      rungs_json_begin_object (json);
      rungs_json_key_int_or_null (json, "input", diagnostic->input,
                                  diagnostic->input < rungs_trace_get_n_inputs (writer->trace));
      rungs_json_key_int_or_null (json, "line", diagnostic->line, diagnostic->line > 0);
      rungs_json_key_string (json, "kind", rungs_diagnostic_kind_name (diagnostic->kind));
      key_text (writer, "text", diagnostic->text);
      rungs_json_end_object (json);
    }
  if (n > 0)
    rungs_json_break (json);
  rungs_json_end_array (json);
}

/* ---- messages ---- */

static guint32
row_of_original (Writer *writer, const RungsCall *call, const RungsMessage *message)
{
  if (message->duplicate_of == RUNGS_NONE)
    return RUNGS_NONE;
  return rungs_trace_row_of_message (writer->trace, call, message->duplicate_of);
}

/* What only the bytes themselves can tell. */
static void
write_reading (Writer *writer, guint32 number, const RungsMessage *message)
{
  RungsJson *json = writer->json;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = rungs_trace_read_message (writer->trace, number, &error);
  gboolean damaged = (message->flags & RUNGS_MESSAGE_DAMAGED) != 0;
  RungsSipIndex index = { 0 };
  g_autofree char *branch = NULL;

  if (bytes != NULL)
    {
      gsize len;
      const char *data = g_bytes_get_data (bytes, &len);

      rungs_sip_index (rungs_span (data, len), &index);
      branch = rungs_span_dup_utf8 (index.branch);
    }
  key_text (writer, "branch", branch);
  rungs_json_key_int (json, "bytes", message->size);
  rungs_json_key_bool (json, "sdp", (message->flags & RUNGS_MESSAGE_SDP) != 0);
  rungs_json_key_bool (json, "intact", !damaged);
  rungs_json_key (json, "remarks");
  rungs_json_begin_array (json);
  if (damaged)
    rungs_json_string (json, _ ("The log lost a part of this message."));
  if (bytes == NULL)
    {
      g_autofree char *shown = rungs_redact_text (writer->redact, error->message);
      rungs_json_string (json, shown);
    }
  else
    {
      gsize len;
      const char *data = g_bytes_get_data (bytes, &len);
      g_autoptr (RungsSipMessage) parsed = rungs_sip_message_new (rungs_span (data, len));

      for (guint i = 0; i < parsed->remarks->len; i++)
        {
          g_autofree char *shown =
            rungs_redact_text (writer->redact, g_ptr_array_index (parsed->remarks, i));
          rungs_json_string (json, shown);
        }
    }
  rungs_json_end_array (json);
}

static void
write_message (Writer *writer, const RungsCall *call, guint index, gboolean utc)
{
  RungsJson *json = writer->json;
  guint32 number = rungs_trace_get_row (writer->trace, call, index);
  const RungsMessage *message = rungs_trace_get_message (writer->trace, number);
  guint32 original = row_of_original (writer, call, message);
  g_autofree char *id = g_strdup_printf ("%u", call->id);

  rungs_json_begin_object (json);
  rungs_json_key_string (json, "call", id);
  rungs_json_key_int (json, "index", index);
  key_time (writer, "time", message->time, utc);
  rungs_json_key_int (json, "input", message->input);
  rungs_json_key_int (json, "line", message->line);
  key_filtered (writer, "from", rungs_redact_name,
                rungs_trace_endpoint_text (writer->trace, message->src));
  key_filtered (writer, "to", rungs_redact_name,
                rungs_trace_endpoint_text (writer->trace, message->dst));
  key_filtered (writer, "from_device", rungs_redact_name,
                rungs_trace_device_name (writer->trace, message->src));
  key_filtered (writer, "to_device", rungs_redact_name,
                rungs_trace_device_name (writer->trace, message->dst));
  rungs_json_key_text (json, "transport", rungs_transport_name (message->transport));
  rungs_json_key_text (json, "method", string_of (writer, message->method));
  rungs_json_key_int_or_null (json, "code", message->code, message->code != 0);
  if (message->code != 0)
    key_text (writer, "phrase", string_of (writer, message->phrase));
  else
    rungs_json_key_null (json, "phrase");
  rungs_json_key_int (json, "cseq", message->cseq);
  key_filtered (writer, "call_id", rungs_redact_call_id, string_of (writer, message->call_id));
  rungs_json_key_bool (json, "retransmission",
                       (message->flags & RUNGS_MESSAGE_RETRANSMISSION) != 0);
  rungs_json_key_int_or_null (json, "duplicate_of", original, original != RUNGS_NONE);
  rungs_json_key_bool (json, "failing", (message->flags & RUNGS_MESSAGE_FAILING) != 0);
  rungs_json_key_bool (json, "deciding", (message->flags & RUNGS_MESSAGE_DECIDING) != 0);
  write_reading (writer, number, message);
  rungs_json_end_object (json);
}

/* ---- ladder ---- */

static void
write_lanes (Writer *writer, const RungsLadder *ladder)
{
  RungsJson *json = writer->json;

  rungs_json_key (json, "lanes");
  rungs_json_begin_array (json);
  for (guint i = 0; i < ladder->lanes->len; i++)
    {
      const RungsLane *lane = g_ptr_array_index (ladder->lanes, i);

      rungs_json_break (json);
      rungs_json_begin_object (json);
      key_filtered (writer, "name", rungs_redact_name, lane->name);
      rungs_json_key (json, "addresses");
      rungs_json_begin_array (json);
      for (guint a = 0; a < lane->addresses->len; a++)
        {
          g_autofree char *shown =
            rungs_redact_name (writer->redact, g_ptr_array_index (lane->addresses, a));
          rungs_json_string (json, shown);
        }
      rungs_json_end_array (json);
      rungs_json_end_object (json);
    }
  rungs_json_break (json);
  rungs_json_end_array (json);
}

static void
write_arrow (Writer *writer, const RungsRow *row, gboolean utc)
{
  RungsJson *json = writer->json;

  rungs_json_break (json);
  rungs_json_begin_object (json);
  rungs_json_key_int (json, "from", row->from);
  rungs_json_key_int (json, "to", row->to);
  key_time (writer, "time", row->time, utc);
  rungs_json_key_text (json, "label", row->label);
  key_text (writer, "detail", row->detail);
  rungs_json_key_int (json, "message", row->index);
  rungs_json_key_bool (json, "sdp", row->has_sdp);
  rungs_json_key_bool (json, "failing", row->failing);
  rungs_json_key_bool (json, "deciding", row->deciding);
  rungs_json_key_bool (json, "retransmission", row->retransmission);
  rungs_json_key_int (json, "copies", row->copies);
  rungs_json_key_bool (json, "intact", !row->damaged);
  rungs_json_end_object (json);
}

static void
write_event (Writer *writer, const RungsRow *row, gboolean utc)
{
  RungsJson *json = writer->json;

  rungs_json_break (json);
  rungs_json_begin_object (json);
  rungs_json_key_int (json, "lane", row->from);
  key_time (writer, "time", row->time, utc);
  key_text (writer, "text", row->label);
  rungs_json_key_int (json, "input", row->input);
  rungs_json_key_int (json, "line", row->line);
  rungs_json_end_object (json);
}

static void
write_rows (Writer *writer, const RungsLadder *ladder, RungsRowKind kind, gboolean utc)
{
  rungs_json_key (writer->json, kind == RUNGS_ROW_ARROW ? "arrows" : "events");
  rungs_json_begin_array (writer->json);
  for (guint i = 0; i < ladder->rows->len; i++)
    {
      const RungsRow *row = g_ptr_array_index (ladder->rows, i);

      if (row->kind != kind)
        continue;
      if (kind == RUNGS_ROW_ARROW)
        write_arrow (writer, row, utc);
      else
        write_event (writer, row, utc);
    }
  rungs_json_break (writer->json);
  rungs_json_end_array (writer->json);
}

static void
write_note (Writer *writer, const RungsCall *call, guint32 message, guint32 index)
{
  RungsNotes *notes = writer->report->notes;
  const char *text = rungs_notes_get (notes, writer->trace, call, message);

  if (text == NULL)
    return;
  rungs_json_break (writer->json);
  rungs_json_begin_object (writer->json);
  rungs_json_key_int_or_null (writer->json, "message", index, index != RUNGS_NONE);
  key_text (writer, "text", text);
  rungs_json_end_object (writer->json);
}

static void
write_notes (Writer *writer, const RungsCall *call)
{
  rungs_json_key (writer->json, "notes");
  rungs_json_begin_array (writer->json);
  if (writer->report->notes != NULL
      && rungs_notes_count (writer->report->notes, writer->trace, call) > 0)
    {
      write_note (writer, call, RUNGS_NONE, RUNGS_NONE);
      for (guint i = 0; i < call->n_rows; i++)
        write_note (writer, call, rungs_trace_get_row (writer->trace, call, i), i);
    }
  rungs_json_end_array (writer->json);
}

static void
write_ladder (Writer *writer, const RungsCall *call)
{
  g_autoptr (GPtrArray) events = rungs_trace_read_events (writer->trace, call, NULL, NULL);
  g_autoptr (RungsLadder) ladder = rungs_ladder_new (writer->trace, call, events);
  gboolean utc = rungs_trace_call_is_utc (writer->trace, call);
  g_autofree char *id = g_strdup_printf ("%u", call->id);

  rungs_json_begin_object (writer->json);
  rungs_json_key_string (writer->json, "schema", "rungs.ladder/1");
  rungs_json_key_string (writer->json, "call", id);
  write_lanes (writer, ladder);
  write_rows (writer, ladder, RUNGS_ROW_ARROW, utc);
  write_rows (writer, ladder, RUNGS_ROW_EVENT, utc);
  write_notes (writer, call);
  rungs_json_end_object (writer->json);
}

/* ---- documents ---- */

static gboolean
finish (Writer *writer, GError **error)
{
  gboolean ok = rungs_json_finish (writer->json, error);

  rungs_json_free (writer->json);
  rungs_redact_free (writer->redact);
  return ok;
}

static Writer
begin (const RungsReport *report, GOutputStream *out, GCancellable *cancellable)
{
  Writer writer = { report, report->trace, rungs_redact_new (report),
                    rungs_json_new (out, cancellable) };

  return writer;
}

static gboolean
write_calls (const RungsReport *report,
             gboolean diagnostics,
             gboolean whole,
             GOutputStream *out,
             GCancellable *cancellable,
             GError **error)
{
  Writer writer = begin (report, out, cancellable);
  RungsJson *json = writer.json;

  rungs_json_begin_object (json);
  rungs_json_key_string (json, "schema", "rungs.calls/1");
  write_inputs (&writer);
  rungs_json_key (json, "calls");
  rungs_json_begin_array (json);
  for (guint i = 0; i < report->n_calls && !rungs_json_has_failed (json); i++)
    {
      const RungsCall *call = rungs_trace_get_call (report->trace, report->calls[i]);

      rungs_json_break (json);
      rungs_json_begin_object (json);
      write_call_fields (&writer, call);
      if (whole)
        {
          gboolean utc = rungs_trace_call_is_utc (report->trace, call);

          rungs_json_key (json, "ladder");
          write_ladder (&writer, call);
          rungs_json_key (json, "trace");
          rungs_json_begin_array (json);
          for (guint r = 0; r < call->n_rows && !rungs_json_has_failed (json); r++)
            {
              rungs_json_break (json);
              write_message (&writer, call, r, utc);
            }
          rungs_json_end_array (json);
        }
      rungs_json_end_object (json);
    }
  rungs_json_break (json);
  rungs_json_end_array (json);
  write_diagnostics (&writer, diagnostics);
  rungs_json_end_object (json);
  return finish (&writer, error);
}

gboolean
rungs_json_write_calls (const RungsReport *report,
                        gboolean diagnostics,
                        GOutputStream *out,
                        GCancellable *cancellable,
                        GError **error)
{
  return write_calls (report, diagnostics, FALSE, out, cancellable, error);
}

gboolean
rungs_report_write_json (const RungsReport *report,
                         GOutputStream *out,
                         GCancellable *cancellable,
                         GError **error)
{
  return write_calls (report, TRUE, TRUE, out, cancellable, error);
}

gboolean
rungs_json_write_messages (const RungsReport *report,
                           GOutputStream *out,
                           GCancellable *cancellable,
                           GError **error)
{
  Writer writer = begin (report, out, cancellable);

  for (guint i = 0; i < report->n_calls; i++)
    {
      const RungsCall *call = rungs_trace_get_call (report->trace, report->calls[i]);
      gboolean utc = rungs_trace_call_is_utc (report->trace, call);

      for (guint r = 0; r < call->n_rows && !rungs_json_has_failed (writer.json); r++)
        {
          rungs_json_break (writer.json);
          write_message (&writer, call, r, utc);
        }
    }
  return finish (&writer, error);
}

gboolean
rungs_json_write_ladder (const RungsReport *report,
                         GOutputStream *out,
                         GCancellable *cancellable,
                         GError **error)
{
  Writer writer;

  g_return_val_if_fail (report->n_calls > 0, FALSE);

  writer = begin (report, out, cancellable);
  write_ladder (&writer, rungs_trace_get_call (report->trace, report->calls[0]));
  return finish (&writer, error);
}

/* ---- explain ---- */

static void
key_strings (RungsJson *json, const char *key, char **strings)
{
  rungs_json_key (json, key);
  rungs_json_begin_array (json);
  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    rungs_json_string (json, strings[i]);
  rungs_json_end_array (json);
}

static void
write_entry (RungsJson *json, const RungsEntry *entry)
{
  rungs_json_begin_object (json);
  rungs_json_key_string (json, "id", entry->id);
  rungs_json_key_string (json, "title", entry->title);
  rungs_json_key_int_or_null (json, "sip", entry->sip, entry->sip >= 0);
  rungs_json_key_int_or_null (json, "microsoft_code", entry->microsoft_code,
                              entry->microsoft_code >= 0);
  rungs_json_key_int_or_null (json, "q850", entry->q850, entry->q850 >= 0);
  rungs_json_key_text (json, "aadsts", entry->aadsts);
  rungs_json_key_text (json, "domain", entry->domain);
  rungs_json_key_text (json, "phrase", entry->phrase);
  rungs_json_key_string (json, "meaning", entry->meaning);
  key_strings (json, "evidence", entry->evidence);
  key_strings (json, "steps", entry->steps);
  rungs_json_key_string (json, "who_acts", entry->who_acts);
  rungs_json_key_string (json, "produced_by", entry->produced_by);
  rungs_json_key (json, "retry_helps");
  if (entry->retry_helps < 0)
    rungs_json_null (json);
  else
    rungs_json_bool (json, entry->retry_helps != 0);
  rungs_json_key_string (json, "source_basis", entry->source_basis);
  rungs_json_key (json, "sources");
  rungs_json_begin_array (json);
  for (guint i = 0; entry->sources != NULL && i < entry->sources->len; i++)
    {
      const RungsSource *source = g_ptr_array_index (entry->sources, i);

      rungs_json_begin_object (json);
      rungs_json_key_string (json, "title", source->title);
      rungs_json_key_string (json, "url", source->url);
      rungs_json_end_object (json);
    }
  rungs_json_end_array (json);
  rungs_json_end_object (json);
}

gboolean
rungs_json_write_explain (const RungsKnowledge *knowledge,
                          const char *query,
                          GOutputStream *out,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (RungsJson) json = rungs_json_new (out, cancellable);
  gboolean known = FALSE;
  g_autoptr (GPtrArray) entries = rungs_knowledge_explain (knowledge, query, &known);

  rungs_json_begin_object (json);
  rungs_json_key_string (json, "schema", "rungs.explain/1");
  rungs_json_key_string (json, "query", query);
  rungs_json_key_bool (json, "known", known);
  rungs_json_key (json, "entries");
  rungs_json_begin_array (json);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      rungs_json_break (json);
      write_entry (json, g_ptr_array_index (entries, i));
    }
  rungs_json_end_array (json);
  rungs_json_end_object (json);
  return rungs_json_finish (json, error);
}
