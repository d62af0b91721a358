/* Messages and ladders as JSON. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "report/json-private.h"
#include "sip/message.h"

void
rungs_json_key_filtered (RungsJsonWriter *writer,
                         const char *key,
                         RungsJsonFilter filter,
                         const char *text)
{
  g_autofree char *shown = filter (writer->redact, text);

  rungs_json_key_text (writer->json, key, shown);
}

void
rungs_json_key_shown (RungsJsonWriter *writer, const char *key, const char *text)
{
  rungs_json_key_filtered (writer, key, rungs_redact_text, text);
}

const char *
rungs_json_string_of (RungsJsonWriter *writer, RungsString string)
{
  return rungs_trace_string (writer->trace, string);
}

void
rungs_json_key_time (RungsJsonWriter *writer, const char *key, RungsStamp time, gboolean utc)
{
  g_autofree char *iso = rungs_stamp_to_iso (time, utc);

  rungs_json_key_string (writer->json, key, iso);
}

/* ---- messages ---- */

static guint32
row_of_original (RungsJsonWriter *writer, const RungsCall *call, const RungsMessage *message)
{
  if (message->duplicate_of == RUNGS_NONE)
    return RUNGS_NONE;
  return rungs_trace_row_of_message (writer->trace, call, message->duplicate_of);
}

/* What only the bytes themselves can tell. */
static void
write_reading (RungsJsonWriter *writer, guint32 number, const RungsMessage *message)
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
  rungs_json_key_shown (writer, "branch", branch);
  rungs_json_key_int (json, "bytes", message->size);
  rungs_json_key_bool (json, "sdp", (message->flags & RUNGS_MESSAGE_SDP) != 0);
  rungs_json_key_bool (json, "intact", !damaged);
  rungs_json_key (json, "remarks");
  rungs_json_begin_array (json);
  if (damaged)
    rungs_json_string (json, _ ("The log lost a part of this message."));
  if ((message->flags & RUNGS_MESSAGE_LINE_ENDS) != 0)
    rungs_json_string (json, _ ("The log lost the line endings of this message."));
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

void
rungs_json_append_message (RungsJsonWriter *writer,
                           const RungsCall *call,
                           guint index,
                           gboolean utc)
{
  RungsJson *json = writer->json;
  guint32 number = rungs_trace_get_row (writer->trace, call, index);
  const RungsMessage *message = rungs_trace_get_message (writer->trace, number);
  guint32 original = row_of_original (writer, call, message);
  g_autofree char *id = g_strdup_printf ("%u", call->id);

  rungs_json_begin_object (json);
  rungs_json_key_string (json, "call", id);
  rungs_json_key_int (json, "index", index);
  rungs_json_key_time (writer, "time", message->time, utc);
  if ((message->facts & RUNGS_TIME_DATE_GUESSED) != 0)
    rungs_json_key_bool (writer->json, "date_known", FALSE);
  rungs_json_key_int (json, "input", message->input);
  rungs_json_key_int (json, "line", message->line);
  rungs_json_key_filtered (writer, "from", rungs_redact_name,
                           rungs_trace_endpoint_text (writer->trace, message->src));
  rungs_json_key_filtered (writer, "to", rungs_redact_name,
                           rungs_trace_endpoint_text (writer->trace, message->dst));
  rungs_json_key_filtered (writer, "from_device", rungs_redact_name,
                           rungs_trace_device_name (writer->trace, message->src));
  rungs_json_key_filtered (writer, "to_device", rungs_redact_name,
                           rungs_trace_device_name (writer->trace, message->dst));
  rungs_json_key_text (json, "transport", rungs_transport_name (message->transport));
  rungs_json_key_text (json, "method", rungs_json_string_of (writer, message->method));
  rungs_json_key_int_or_null (json, "code", message->code, message->code != 0);
  if (message->code != 0)
    rungs_json_key_shown (writer, "phrase", rungs_json_string_of (writer, message->phrase));
  else
    rungs_json_key_null (json, "phrase");
  rungs_json_key_int (json, "cseq", message->cseq);
  rungs_json_key_filtered (writer, "call_id", rungs_redact_call_id,
                           rungs_json_string_of (writer, message->call_id));
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
write_lanes (RungsJsonWriter *writer, const RungsLadder *ladder)
{
  RungsJson *json = writer->json;

  rungs_json_key (json, "lanes");
  rungs_json_begin_array (json);
  for (guint i = 0; i < ladder->lanes->len; i++)
    {
      const RungsLane *lane = g_ptr_array_index (ladder->lanes, i);

      rungs_json_break (json);
      rungs_json_begin_object (json);
      if (lane->kind == RUNGS_DEVICE_RECORD)
        rungs_json_key_string (writer->json, "name", lane->name);
      else
        rungs_json_key_filtered (writer, "name", rungs_redact_name, lane->name);
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

/* Who saw it, when more than one did: the first is the one whose time and line the arrow has. */
static void
write_witnesses (RungsJsonWriter *writer, const RungsRow *row)
{
  RungsJson *json = writer->json;

  rungs_json_key (json, "witnesses");
  rungs_json_begin_array (json);
  for (guint i = 0; row->witnesses != NULL && i < row->witnesses->len; i++)
    {
      const RungsWitness *witness = g_ptr_array_index (row->witnesses, i);

      rungs_json_begin_object (json);
      rungs_json_key_filtered (
        writer, "name", witness->is_file ? rungs_redact_file : rungs_redact_text, witness->name);
      rungs_json_key_int (json, "input", witness->input);
      rungs_json_key_int (json, "line", witness->line);
      rungs_json_key_time (writer, "time", witness->time,
                           rungs_trace_get_input (writer->trace, witness->input)->utc);
      rungs_json_end_object (json);
    }
  rungs_json_end_array (json);
}

static void
write_arrow (RungsJsonWriter *writer, const RungsRow *row, gboolean utc)
{
  RungsJson *json = writer->json;

  rungs_json_break (json);
  rungs_json_begin_object (json);
  rungs_json_key_int (json, "from", row->from);
  rungs_json_key_int (json, "to", row->to);
  rungs_json_key_time (writer, "time", row->time, utc);
  rungs_json_key_text (json, "label", row->label);
  rungs_json_key_shown (writer, "detail", row->detail);
  rungs_json_key_int (json, "message", row->index);
  rungs_json_key_bool (json, "sdp", row->has_sdp);
  rungs_json_key_bool (json, "failing", row->failing);
  rungs_json_key_bool (json, "deciding", row->deciding);
  rungs_json_key_bool (json, "retransmission", row->retransmission);
  rungs_json_key_int (json, "copies", row->copies);
  write_witnesses (writer, row);
  rungs_json_key_bool (json, "intact", !row->damaged);
  rungs_json_end_object (json);
}

static void
write_event (RungsJsonWriter *writer, const RungsRow *row, gboolean utc)
{
  RungsJson *json = writer->json;

  rungs_json_break (json);
  rungs_json_begin_object (json);
  rungs_json_key_int (json, "lane", row->from);
  rungs_json_key_time (writer, "time", row->time, utc);
  rungs_json_key_shown (writer, "text", row->label);
  rungs_json_key_int (json, "input", row->input);
  rungs_json_key_int (json, "line", row->line);
  rungs_json_end_object (json);
}

static void
write_rows (RungsJsonWriter *writer, const RungsLadder *ladder, RungsRowKind kind, gboolean utc)
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
write_note (RungsJsonWriter *writer, const RungsCall *call, guint32 message, guint32 index)
{
  RungsNotes *notes = writer->report->notes;
  const char *text = rungs_notes_get (notes, writer->trace, call, message);

  if (text == NULL)
    return;
  rungs_json_break (writer->json);
  rungs_json_begin_object (writer->json);
  rungs_json_key_int_or_null (writer->json, "message", index, index != RUNGS_NONE);
  rungs_json_key_shown (writer, "text", text);
  rungs_json_end_object (writer->json);
}

static void
write_notes (RungsJsonWriter *writer, const RungsCall *call)
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

void
rungs_json_append_ladder (RungsJsonWriter *writer, const RungsCall *call, gboolean is_document)
{
  g_autoptr (GPtrArray) events =
    rungs_trace_read_events (writer->trace, call, writer->cancellable, NULL);
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
  rungs_json_append_changes (writer, call, TRUE);
  if (is_document)
    rungs_json_append_coverage (writer);
  rungs_json_end_object (writer->json);
}
