/* What Microsoft noted about a call, as JSON. */
#include "config.h"

#include "report/json-private.h"

static const char *
kind_name (const RungsRecord *record)
{
  switch ((RungsRecordKind) record->kind)
    {
    case RUNGS_RECORD_PSTN:
      return "pstn";
    case RUNGS_RECORD_CLIENT:
      return "client";
    case RUNGS_RECORD_MEDIA:
      return "call-record";
    case RUNGS_RECORD_SIGN_IN:
      return "sign-in";
    case RUNGS_RECORD_NUMBER:
      return "number-management";
    case RUNGS_RECORD_CALL:
    default:
      return "direct-routing";
    }
}

static const char *
text_of (RungsJsonWriter *writer, const RungsRecord *record, RungsRecordText text)
{
  return rungs_json_string_of (writer, record->texts[text]);
}

/* Only what the record has. */
static void
key_text (RungsJsonWriter *writer,
          const char *key,
          const RungsRecord *record,
          RungsRecordText text,
          RungsJsonFilter filter)
{
  if (record->texts[text] != 0)
    rungs_json_key_filtered (writer, key, filter, text_of (writer, record, text));
}

static const char *const matches[] = { "guid",      "sbc",  "time",       "caller", "callee",
                                       "direction", "code", "other-code", "user",   "record" };
static const char *const strengths[] = { "weak", "likely", "strong", "certain" };

/* Why the record is of this call, and how far the call's log is ahead of Microsoft's clock. */
static void
write_match (RungsJsonWriter *writer, const RungsRecord *record)
{
  RungsJson *json = writer->json;

  rungs_json_key (json, "match");
  if (record->why == 0)
    {
      rungs_json_null (json);
      return;
    }
  rungs_json_begin_object (json);
  rungs_json_key (json, "reasons");
  rungs_json_begin_array (json);
  for (guint i = 0; i < G_N_ELEMENTS (matches); i++)
    if (record->why & (1u << i))
      rungs_json_string (json, matches[i]);
  rungs_json_end_array (json);
  rungs_json_key_string (json, "strength", strengths[record->strength]);
  if (record->leg != RUNGS_NONE)
    {
      rungs_json_key_int (json, "ahead_ms", record->ahead / 1000);
      rungs_json_key_bool (json, "clock_measured", record->is_clock_known);
    }
  rungs_json_end_object (json);
}

static void
write_record (RungsJsonWriter *writer, guint32 number)
{
  const RungsRecord *record = rungs_trace_get_record (writer->trace, number);
  RungsJson *json = writer->json;
  gboolean utc = !record->is_local;

  rungs_json_begin_object (json);
  rungs_json_key_string (json, "kind", kind_name (record));
  rungs_json_key_int (json, "input", record->input);
  rungs_json_key_int (json, "line", record->line);
  rungs_json_key_time (writer, "start", record->start, utc);
  if (record->kind == RUNGS_RECORD_CLIENT)
    rungs_json_key_time (writer, "ring", record->ring, utc);
  rungs_json_key_time (writer, "answer", record->answer, utc);
  rungs_json_key_time (writer, "end", record->end, utc);
  key_text (writer, "from", record, RUNGS_RECORD_TEXT_FROM, rungs_redact_user);
  key_text (writer, "to", record, RUNGS_RECORD_TEXT_TO, rungs_redact_user);
  key_text (writer, "user", record, RUNGS_RECORD_TEXT_USER, rungs_redact_user);
  key_text (writer, "name", record, RUNGS_RECORD_TEXT_NAME, rungs_redact_text);
  key_text (writer, "sbc", record, RUNGS_RECORD_TEXT_SBC, rungs_redact_name);
  key_text (writer, "type", record, RUNGS_RECORD_TEXT_TYPE, rungs_redact_text);
  rungs_json_key_int_or_null (json, "code", record->code, record->code >= 0);
  rungs_json_key_int_or_null (json, "microsoft_code", record->microsoft_code,
                              record->microsoft_code >= 0);
  key_text (writer, "phrase", record, RUNGS_RECORD_TEXT_PHRASE, rungs_redact_text);
  if (record->aadsts != 0)
    {
      g_autofree char *label = g_strdup_printf ("AADSTS%u", record->aadsts);
      rungs_json_key_string (json, "aadsts", label);
    }
  key_text (writer, "app", record, RUNGS_RECORD_TEXT_APP, rungs_redact_text);
  key_text (writer, "resource", record, RUNGS_RECORD_TEXT_RESOURCE, rungs_redact_text);
  key_text (writer, "device", record, RUNGS_RECORD_TEXT_DEVICE, rungs_redact_name);
  key_text (writer, "system", record, RUNGS_RECORD_TEXT_SYSTEM, rungs_redact_text);
  key_text (writer, "policy", record, RUNGS_RECORD_TEXT_POLICY, rungs_redact_text);
  key_text (writer, "address", record, RUNGS_RECORD_TEXT_ADDRESS, rungs_redact_name);
  key_text (writer, "correlation_id", record, RUNGS_RECORD_TEXT_CORRELATION, rungs_redact_call_id);
  key_text (writer, "shared_id", record, RUNGS_RECORD_TEXT_SHARED, rungs_redact_call_id);
  write_match (writer, record);
  if (record->kind == RUNGS_RECORD_MEDIA)
    rungs_json_append_sessions (writer, number);
  rungs_json_end_object (json);
}

void
rungs_json_append_records (RungsJsonWriter *writer, const RungsCall *call)
{
  if (call->n_records == 0)
    return;
  rungs_json_key (writer->json, "records");
  rungs_json_begin_array (writer->json);
  for (guint i = 0; i < call->n_records; i++)
    write_record (writer, rungs_trace_get_call_record (writer->trace, call, i));
  rungs_json_end_array (writer->json);
}
