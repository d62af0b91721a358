/* What a record of a call has beyond its row, as JSON: sessions, segments, media, streams. Only
 * what the record has is written; who and where go through the filter. */
#include "config.h"

#include <math.h>

#include "report/json-private.h"

static void
key_said (RungsJsonWriter *writer, const char *key, const char *text)
{
  if (*text != '\0')
    rungs_json_key_filtered (writer, key, rungs_redact_text, text);
}

static void
key_who (RungsJsonWriter *writer, const char *key, RungsJsonFilter filter, const char *text)
{
  if (*text != '\0')
    rungs_json_key_filtered (writer, key, filter, text);
}

static void
key_number (RungsJsonWriter *writer, const char *key, gint64 value)
{
  if (value >= 0)
    rungs_json_key_int (writer->json, key, value);
}

static void
write_end (RungsJsonWriter *writer, const char *key, const RungsCallEnd *end)
{
  rungs_json_key (writer->json, key);
  rungs_json_begin_object (writer->json);
  key_who (writer, "number", rungs_redact_user, end->number);
  key_who (writer, "user", rungs_redact_user, end->user);
  key_who (writer, "name", rungs_redact_text, end->name);
  key_who (writer, "id", rungs_redact_call_id, end->id);
  key_said (writer, "role", end->role);
  key_said (writer, "platform", end->platform);
  key_said (writer, "product", end->product);
  key_said (writer, "user_agent", end->agent);
  key_said (writer, "version", end->version);
  key_who (writer, "machine", rungs_redact_name, end->machine);
  key_said (writer, "processor", end->processor);
  key_said (writer, "rating", end->rating);
  key_said (writer, "feedback", end->feedback);
  rungs_json_end_object (writer->json);
}

static void
write_failure (RungsJsonWriter *writer, const RungsCallFailure *failure)
{
  static const char *const stages[] = { "", "unknown", "setup", "midcall" };

  rungs_json_key (writer->json, "failure");
  if (failure->stage == RUNGS_STAGE_NONE)
    {
      rungs_json_null (writer->json);
      return;
    }
  rungs_json_begin_object (writer->json);
  rungs_json_key_string (writer->json, "stage", stages[failure->stage]);
  key_said (writer, "reason", failure->reason);
  rungs_json_end_object (writer->json);
}

static void
write_network (RungsJsonWriter *writer, const char *key, const RungsCallNetwork *network)
{
  rungs_json_key (writer->json, key);
  rungs_json_begin_object (writer->json);
  key_said (writer, "connection", network->connection);
  key_said (writer, "transport", network->transport);
  key_who (writer, "address", rungs_redact_name, network->address);
  key_number (writer, "port", network->port);
  key_who (writer, "subnet", rungs_redact_name, network->subnet);
  key_who (writer, "reflexive_address", rungs_redact_name, network->reflexive);
  key_who (writer, "relay_address", rungs_redact_name, network->relay);
  key_number (writer, "relay_port", network->relay_port);
  key_number (writer, "link_speed", network->link_speed);
  key_who (writer, "mac", rungs_redact_name, network->mac);
  key_who (writer, "dns_suffix", rungs_redact_name, network->dns_suffix);
  key_who (writer, "bssid", rungs_redact_name, network->bssid);
  key_said (writer, "wifi_band", network->wifi_band);
  key_said (writer, "wifi_radio", network->wifi_radio);
  key_number (writer, "wifi_channel", network->wifi_channel);
  key_number (writer, "wifi_signal_percent", network->wifi_signal);
  rungs_json_end_object (writer->json);
}

static void
write_number (RungsJson *json, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  /* A microsecond of a millisecond says nothing. */
  g_ascii_formatd (text, sizeof text, "%.3f", value);
  for (gsize n = strlen (text); n > 0 && (text[n - 1] == '0' || text[n - 1] == '.'); n--)
    {
      gboolean is_point = text[n - 1] == '.';

      text[n - 1] = '\0';
      if (is_point)
        break;
    }
  rungs_json_number (json, text);
}

/* "jitter_ms": { "value": 35, "limit": 30, "exceeded": true } */
static void
write_figures (RungsJsonWriter *writer, const RungsCallStream *stream)
{
  RungsJson *json = writer->json;

  rungs_json_key (json, "figures");
  rungs_json_begin_object (json);
  for (guint i = 0; i < RUNGS_N_FIGURES; i++)
    {
      if (!isfinite (stream->values[i]))
        continue;
      rungs_json_key (json, rungs_figures[i].key);
      rungs_json_begin_object (json);
      rungs_json_key (json, "value");
      write_number (json, stream->values[i]);
      if (rungs_figures[i].limit > 0)
        {
          rungs_json_key (json, "limit");
          write_number (json, rungs_figures[i].limit);
          rungs_json_key_bool (json, "exceeded", (stream->marked & (1u << i)) != 0);
          if (stream->marked & (1u << i))
            rungs_json_key_string (json, "limit_source", rungs_figures[i].source->url);
        }
      rungs_json_end_object (json);
    }
  rungs_json_end_object (json);
}

static void
write_stream (RungsJsonWriter *writer, const RungsCallStream *stream)
{
  static const char *const ways[] = { "unknown", "caller-to-callee", "callee-to-caller" };
  RungsJson *json = writer->json;

  rungs_json_begin_object (json);
  rungs_json_key_string (json, "direction", ways[stream->direction]);
  key_said (writer, "id", stream->id);
  key_said (writer, "codec", stream->codec);
  if (stream->is_bypassed != RUNGS_SAID_NOT)
    rungs_json_key_bool (json, "media_bypass", stream->is_bypassed == RUNGS_SAID_YES);
  rungs_json_key_time (writer, "start", stream->start, TRUE);
  rungs_json_key_time (writer, "end", stream->end, TRUE);
  rungs_json_key_bool (json, "out_of_bounds", stream->marked != 0);
  write_figures (writer, stream);
  rungs_json_end_object (json);
}

static void
write_media (RungsJsonWriter *writer, const RungsCallMedia *media)
{
  RungsJson *json = writer->json;

  rungs_json_begin_object (json);
  key_said (writer, "label", media->label);
  write_network (writer, "caller_network", &media->caller);
  write_network (writer, "callee_network", &media->callee);
  key_who (writer, "caller_capture_device", rungs_redact_name, media->caller_capture);
  key_who (writer, "caller_render_device", rungs_redact_name, media->caller_render);
  key_who (writer, "callee_capture_device", rungs_redact_name, media->callee_capture);
  key_who (writer, "callee_render_device", rungs_redact_name, media->callee_render);
  rungs_json_key (json, "streams");
  rungs_json_begin_array (json);
  for (guint i = 0; i < media->streams->len; i++)
    write_stream (writer, &g_array_index (media->streams, RungsCallStream, i));
  rungs_json_end_array (json);
  rungs_json_end_object (json);
}

static void
write_segment (RungsJsonWriter *writer, const RungsCallSegment *segment)
{
  RungsJson *json = writer->json;

  rungs_json_begin_object (json);
  key_who (writer, "id", rungs_redact_call_id, segment->id);
  rungs_json_key_time (writer, "start", segment->start, TRUE);
  rungs_json_key_time (writer, "end", segment->end, TRUE);
  write_end (writer, "caller", &segment->caller);
  write_end (writer, "callee", &segment->callee);
  write_failure (writer, &segment->failure);
  rungs_json_key (json, "media");
  rungs_json_begin_array (json);
  for (guint i = 0; i < segment->media->len; i++)
    write_media (writer, g_ptr_array_index (segment->media, i));
  rungs_json_end_array (json);
  rungs_json_end_object (json);
}

static void
write_session (RungsJsonWriter *writer, const RungsCallSession *session)
{
  RungsJson *json = writer->json;

  rungs_json_begin_object (json);
  key_who (writer, "id", rungs_redact_call_id, session->id);
  key_said (writer, "modalities", session->modalities);
  rungs_json_key_time (writer, "start", session->start, TRUE);
  rungs_json_key_time (writer, "end", session->end, TRUE);
  write_end (writer, "caller", &session->caller);
  write_end (writer, "callee", &session->callee);
  write_failure (writer, &session->failure);
  if (session->is_test)
    rungs_json_key_bool (json, "test", TRUE);
  rungs_json_key_bool (json, "complete", !session->lacks_segments);
  rungs_json_key (json, "segments");
  rungs_json_begin_array (json);
  for (guint i = 0; i < session->segments->len; i++)
    write_segment (writer, g_ptr_array_index (session->segments, i));
  rungs_json_end_array (json);
  rungs_json_end_object (json);
}

void
rungs_json_append_sessions (RungsJsonWriter *writer, guint32 number)
{
  RungsJson *json = writer->json;
  const RungsRecord *record = rungs_trace_get_record (writer->trace, number);
  g_autoptr (RungsCallDetails) details =
    rungs_trace_read_call_details (writer->trace, number, NULL);

  rungs_json_key_int (json, "version", record->version);
  rungs_json_key_bool (json, "complete", !record->is_incomplete);
  rungs_json_key_int (json, "streams_out_of_bounds", record->n_marked);
  if (details == NULL)
    return;
  key_said (writer, "modalities", details->modalities);
  write_end (writer, "organizer", &details->organizer);
  rungs_json_key (json, "participants");
  rungs_json_begin_array (json);
  for (guint i = 0; i < details->participants->len; i++)
    {
      const RungsCallEnd *end = &g_array_index (details->participants, RungsCallEnd, i);

      rungs_json_begin_object (json);
      key_who (writer, "number", rungs_redact_user, end->number);
      key_who (writer, "user", rungs_redact_user, end->user);
      key_who (writer, "name", rungs_redact_text, end->name);
      key_who (writer, "id", rungs_redact_call_id, end->id);
      rungs_json_end_object (json);
    }
  rungs_json_end_array (json);
  rungs_json_key (json, "sessions");
  rungs_json_begin_array (json);
  for (guint i = 0; i < details->sessions->len; i++)
    write_session (writer, g_ptr_array_index (details->sessions, i));
  rungs_json_end_array (json);
}
