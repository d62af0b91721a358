/* The JSON of the command line: the contract of `rungs-cli --json`. Fields may be added, never
 * renamed or dropped; what is not there is null. */
#include "config.h"

#include "report/json.h"

#include "base/limits.h"
#include "calls/fault.h"
#include "diagnosis/verdicts.h"
#include "report/ahead.h"
#include "report/json-private.h"
#include "report/pattern.h"

/* ---- calls ---- */

static void
write_join (RungsJsonWriter *writer, const RungsLeg *leg)
{
  RungsJson *json = writer->json;
  g_autofree char *text = rungs_trace_describe_join (writer->trace, leg);

  rungs_json_key_string (json, "joined_by", text);
  rungs_json_key (json, "join");
  rungs_json_begin_object (json);
  rungs_json_key_string (json, "reason", rungs_join_name (leg->join));
  rungs_json_key_string (json, "strength", rungs_join_strength (leg->join));
  rungs_json_key_text (json, "header", rungs_json_string_of (writer, leg->by));
  rungs_json_end_object (json);
}

static void
write_legs (RungsJsonWriter *writer, const RungsCall *call)
{
  RungsJson *json = writer->json;

  rungs_json_key (json, "legs");
  rungs_json_begin_array (json);
  for (guint i = 0; i < call->n_legs; i++)
    {
      const RungsLeg *leg = rungs_trace_get_leg (writer->trace, call, i);
      const guint32 ends[] = { leg->src, leg->dst };

      rungs_json_begin_object (json);
      rungs_json_key_filtered (writer, "call_id", rungs_redact_call_id,
                               rungs_json_string_of (writer, leg->call_id));
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
      write_join (writer, leg);
      rungs_json_end_object (json);
    }
  rungs_json_end_array (json);
}

static void
write_final (RungsJsonWriter *writer, const RungsCall *call, const RungsVerdict *verdict)
{
  RungsJson *json = writer->json;
  guint code = rungs_trace_call_code (writer->trace, call);
  gboolean is_record = call->n_rows == 0 && call->n_records > 0;

  rungs_json_key (json, "final");
  if (call->final == RUNGS_NONE && (!is_record || verdict->microsoft_code < 0) && code == 0)
    {
      rungs_json_null (json);
      return;
    }
  rungs_json_begin_object (json);
  rungs_json_key_int_or_null (json, "code", code, code != 0 || is_record);
  rungs_json_key_shown (writer, "phrase", rungs_trace_call_phrase (writer->trace, call));
  rungs_json_key_int_or_null (json, "q850", verdict != NULL ? verdict->q850 : 0,
                              verdict != NULL && verdict->q850 > 0);
  rungs_json_key_shown (writer, "text", verdict != NULL ? verdict->reason_text : NULL);
  rungs_json_key_int_or_null (json, "microsoft_code",
                              verdict != NULL ? verdict->microsoft_code : -1,
                              verdict != NULL && verdict->microsoft_code >= 0);
  rungs_json_key_string (json, "microsoft_code_from",
                         verdict != NULL ? verdict->microsoft_code_from : NULL);
  rungs_json_end_object (json);
}

static void
write_failing (RungsJsonWriter *writer, const RungsCall *call)
{
  RungsJson *json = writer->json;
  guint32 either =
    call->failing_request != RUNGS_NONE ? call->failing_request : call->failing_response;
  const RungsMessage *message;

  rungs_json_key (json, "failing");
  if (!rungs_call_is_fault (call) || either == RUNGS_NONE)
    {
      rungs_json_null (json);
      return;
    }
  message = rungs_trace_get_message (writer->trace, either);
  rungs_json_begin_object (json);
  rungs_json_key_text (json, "method", rungs_json_string_of (writer, message->method));
  rungs_json_key_int (json, "cseq", message->cseq);
  rungs_json_key_filtered (writer, "call_id", rungs_redact_call_id,
                           rungs_json_string_of (writer, message->call_id));
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

/* The terms of the entry's steps in the words of the SBC's vendor: which step, and whether they
 * were verified. */
void
rungs_json_append_vendor_steps (RungsJson *json, const RungsVendor *vendor, const RungsEntry *entry)
{
  rungs_json_key (json, "vendor_steps");
  rungs_json_begin_array (json);
  for (guint i = 0; entry != NULL && entry->steps != NULL && entry->steps[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) terms = rungs_vendor_terms (vendor, entry->steps[i]);

      for (guint t = 0; t < terms->len; t++)
        {
          const RungsVendorTerm *term = g_ptr_array_index (terms, t);

          rungs_json_begin_object (json);
          rungs_json_key_int (json, "step", i);
          rungs_json_key_string (json, "text", term->text);
          rungs_json_key_bool (json, "verified", term->verified);
          rungs_json_end_object (json);
        }
    }
  rungs_json_end_array (json);
}

static gboolean
has_warning (const RungsVerdict *verdict)
{
  for (guint i = 0; i < verdict->findings->len; i++)
    if (rungs_finding_is_warning (g_ptr_array_index (verdict->findings, i)))
      return TRUE;
  return FALSE;
}

/* A call that ended well has one when there is something to know about it: no entry, and its
 * findings. */
static void
write_verdict (RungsJsonWriter *writer, const RungsCall *call, const RungsVerdict *verdict)
{
  RungsJson *json = writer->json;

  rungs_json_key (json, "verdict");
  if (verdict == NULL || (!verdict->is_fault && !has_warning (verdict)))
    {
      rungs_json_null (json);
      return;
    }
  rungs_json_begin_object (json);
  rungs_json_key_string (json, "entry", verdict->entry != NULL ? verdict->entry->id : NULL);
  if (verdict->entry != NULL)
    rungs_json_key_string (json, "title", verdict->entry->title);
  else
    rungs_json_key_shown (writer, "title", verdict->sentence);
  rungs_json_key_bool (json, "yours", verdict->entry != NULL && verdict->entry->file != NULL);
  rungs_json_key_string (json, "basis", rungs_basis_name (verdict->basis));
  rungs_json_key_string (json, "produced_by", rungs_party_name (verdict->produced_by));
  rungs_json_key_shown (writer, "produced_why", verdict->produced_why);
  rungs_json_key_shown (writer, "sentence", verdict->sentence);
  rungs_json_key_string (json, "vendor", verdict->vendor != NULL ? verdict->vendor->id : NULL);
  rungs_json_append_vendor_steps (json, verdict->vendor, verdict->entry);
  rungs_json_key (json, "candidates");
  rungs_json_begin_array (json);
  for (guint i = 0; verdict->candidates != NULL && i < verdict->candidates->len; i++)
    rungs_json_string (json, ((const RungsEntry *) g_ptr_array_index (verdict->candidates, i))->id);
  rungs_json_end_array (json);
  rungs_json_key (json, "findings");
  rungs_json_begin_array (json);
  for (guint i = 0; i < verdict->findings->len; i++)
    {
      rungs_json_begin_object (json);
      rungs_json_append_finding (writer, call, g_ptr_array_index (verdict->findings, i));
      rungs_json_end_object (json);
    }
  rungs_json_end_array (json);
  rungs_json_end_object (json);
}

static void
write_pattern (RungsJsonWriter *writer, const RungsPattern *pattern)
{
  RungsJson *json = writer->json;
  g_autofree char *text = rungs_report_pattern_text (writer->redact, pattern);

  rungs_json_break (json);
  rungs_json_begin_object (json);
  rungs_json_key_string (json, "text", text);
  rungs_json_key_string (json, "by", rungs_pattern_kind_name (pattern->by));
  rungs_json_key_int (json, "failed", pattern->calls->len);
  rungs_json_key_int (json, "of", pattern->of);
  rungs_json_key_int (json, "others_failed", pattern->others_failed);
  rungs_json_key_int (json, "others", pattern->others);
  rungs_json_key_string (json, "cause", pattern->code);
  rungs_json_key_string (json, "entry", pattern->entry != NULL ? pattern->entry->id : NULL);
  rungs_json_key_string (json, "title", pattern->entry != NULL ? pattern->entry->title : NULL);
  rungs_json_key (json, "calls");
  rungs_json_begin_array (json);
  for (guint i = 0; i < pattern->calls->len; i++)
    {
      guint32 call = g_array_index (pattern->calls, guint32, i);
      g_autofree char *id = g_strdup_printf ("%u", rungs_trace_get_call (writer->trace, call)->id);

      rungs_json_string (json, id);
    }
  rungs_json_end_array (json);
  rungs_json_end_object (json);
}

static void
write_patterns (RungsJsonWriter *writer, RungsPatternFinder *finder)
{
  g_autoptr (GPtrArray) patterns =
    rungs_report_patterns (writer->report, finder, RUNGS_MAX_PATTERN_VERDICTS, writer->cancellable);

  rungs_json_key (writer->json, "patterns");
  rungs_json_begin_array (writer->json);
  for (guint i = 0; i < patterns->len; i++)
    write_pattern (writer, g_ptr_array_index (patterns, i));
  if (patterns->len > 0)
    rungs_json_break (writer->json);
  rungs_json_end_array (writer->json);
}

/* The fields of a call, inside an object that the caller begins and ends. */
/* A call that ended well has no verdict unless it warns, but records of it say something: figures,
 * networks. */
static void
write_good_findings (RungsJsonWriter *writer, const RungsCall *call, const RungsVerdict *verdict)
{
  RungsJson *json = writer->json;

  if (verdict == NULL || verdict->is_fault || has_warning (verdict) || verdict->findings->len == 0)
    return;
  rungs_json_key (json, "findings");
  rungs_json_begin_array (json);
  for (guint i = 0; i < verdict->findings->len; i++)
    {
      rungs_json_begin_object (json);
      rungs_json_append_finding (writer, call, g_ptr_array_index (verdict->findings, i));
      rungs_json_end_object (json);
    }
  rungs_json_end_array (json);
}

static void
write_call_fields (RungsJsonWriter *writer, const RungsCall *call, RungsPatternFinder *finder)
{
  RungsJson *json = writer->json;
  gboolean utc = rungs_trace_call_is_utc (writer->trace, call);
  g_autoptr (RungsVerdict) verdict = NULL;
  g_autofree char *id = g_strdup_printf ("%u", call->id);

  /* A verdict reads messages from the files: of a large log, good calls, nearly all of it, do
   * without. */
  if (rungs_call_is_fault (call) || call->n_records > 0
      || rungs_trace_call_code (writer->trace, call) >= 300)
    verdict = rungs_verdicts_get (writer->trace, writer->report->knowledge, call, NULL);
  if (verdict != NULL)
    rungs_pattern_finder_note (finder, call, verdict);

  rungs_json_key_string (json, "id", id);
  rungs_json_key_string (json, "kind", rungs_kind_name (call->kind));
  rungs_json_key_time (writer, "start", call->start, utc);
  rungs_json_key_string (json, "zone", utc ? "utc" : "local");
  rungs_json_key_time (writer, "start_utc", utc ? call->start : RUNGS_STAMP_NONE, TRUE);
  rungs_json_key_bool (json, "date_known", rungs_trace_call_date_known (writer->trace, call));
  rungs_json_key_bool (json, "year_known",
                       call->start != RUNGS_STAMP_NONE
                         && (rungs_trace_call_facts (writer->trace, call) & RUNGS_TIME_GUESSED)
                              == 0);
  rungs_json_key_int_or_null (json, "duration_ms", call->duration, call->duration >= 0);
  rungs_json_key_filtered (writer, "from", rungs_redact_user,
                           rungs_json_string_of (writer, call->from));
  rungs_json_key_filtered (writer, "to", rungs_redact_user,
                           rungs_json_string_of (writer, call->to));
  rungs_json_key_string (json, "direction", rungs_direction_name (call->direction));
  rungs_json_key_string (json, "state", rungs_state_name (call->state));
  rungs_json_key_bool (json, "incomplete", call->is_incomplete);
  rungs_json_append_health (writer, 0, call);
  write_legs (writer, call);
  rungs_json_append_records (writer, call);
  rungs_json_key_int (json, "messages", call->n_messages);
  rungs_json_key_int (json, "retransmissions", call->n_retransmissions);
  write_final (writer, call, verdict);
  write_failing (writer, call);
  if (verdict == NULL && call->kind == RUNGS_KIND_INVITE
      && rungs_trace_get_n_calls (writer->trace) <= RUNGS_MAX_GOOD_VERDICTS)
    verdict = rungs_verdicts_get (writer->trace, writer->report->knowledge, call, NULL);
  write_verdict (writer, call, verdict);
  write_good_findings (writer, call, verdict);
  if (rungs_call_is_fault (call))
    rungs_json_append_changes (writer, call, FALSE);
  else
    rungs_json_key_null (json, "changes");
  rungs_json_key_int (json, "notes",
                      writer->report->notes != NULL
                        ? rungs_notes_count (writer->report->notes, writer->trace, call)
                        : 0);
}

static void
write_diagnostics (RungsJsonWriter *writer, gboolean wanted)
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
      rungs_json_key_shown (writer, "text", diagnostic->text);
      rungs_json_end_object (json);
    }
  if (n > 0)
    rungs_json_break (json);
  rungs_json_end_array (json);
}

/* ---- documents ---- */

gboolean
rungs_json_writer_finish (RungsJsonWriter *writer, GError **error)
{
  gboolean ok = rungs_json_finish (writer->json, error);

  rungs_json_free (writer->json);
  rungs_redact_free (writer->redact);
  return ok;
}

RungsJsonWriter
rungs_json_writer_begin (const RungsReport *report, GOutputStream *out, GCancellable *cancellable)
{
  RungsJsonWriter writer = { report, report->trace, rungs_redact_new (report),
                             rungs_json_new (out, cancellable), cancellable };

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
  RungsJsonWriter writer = rungs_json_writer_begin (report, out, cancellable);
  RungsJson *json = writer.json;
  g_autoptr (RungsPatternFinder) finder = rungs_pattern_finder_new (report->trace);
  G_GNUC_UNUSED g_autoptr (RungsVerdictPool) ahead =
    rungs_report_ahead (report, rungs_trace_get_n_calls (report->trace) <= RUNGS_MAX_GOOD_VERDICTS);

  rungs_json_begin_object (json);
  rungs_json_key_string (json, "schema", "rungs.calls/1");
  rungs_json_append_inputs (&writer);
  rungs_json_append_clocks (&writer);
  rungs_json_key (json, "calls");
  rungs_json_begin_array (json);
  for (guint i = 0; i < report->n_calls && !rungs_json_has_failed (json); i++)
    {
      const RungsCall *call = rungs_trace_get_call (report->trace, report->calls[i]);

      rungs_json_break (json);
      rungs_json_begin_object (json);
      write_call_fields (&writer, call, finder);
      if (whole)
        {
          gboolean utc = rungs_trace_call_is_utc (report->trace, call);

          rungs_json_key (json, "ladder");
          rungs_json_append_ladder (&writer, call, FALSE);
          rungs_json_key (json, "trace");
          rungs_json_begin_array (json);
          for (guint r = 0; r < call->n_rows && !rungs_json_has_failed (json); r++)
            {
              rungs_json_break (json);
              rungs_json_append_message (&writer, call, r, utc);
            }
          rungs_json_end_array (json);
        }
      rungs_json_end_object (json);
    }
  rungs_json_break (json);
  rungs_json_end_array (json);
  if (whole && report->n_calls == 0)
    rungs_json_key_string (json, "remark",
                           rungs_report_empty_sentence (
                             report->only_failed && rungs_trace_get_n_calls (report->trace) > 0));
  write_patterns (&writer, finder);
  write_diagnostics (&writer, diagnostics);
  rungs_json_append_coverage (&writer);
  rungs_json_end_object (json);
  return rungs_json_writer_finish (&writer, error);
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
  RungsJsonWriter writer = rungs_json_writer_begin (report, out, cancellable);

  for (guint i = 0; i < report->n_calls; i++)
    {
      const RungsCall *call = rungs_trace_get_call (report->trace, report->calls[i]);
      gboolean utc = rungs_trace_call_is_utc (report->trace, call);

      for (guint r = 0; r < call->n_rows && !rungs_json_has_failed (writer.json); r++)
        {
          rungs_json_break (writer.json);
          rungs_json_append_message (&writer, call, r, utc);
        }
    }
  return rungs_json_writer_finish (&writer, error);
}

gboolean
rungs_json_write_ladder (const RungsReport *report,
                         GOutputStream *out,
                         GCancellable *cancellable,
                         GError **error)
{
  RungsJsonWriter writer;

  g_return_val_if_fail (report->n_calls > 0, FALSE);

  writer = rungs_json_writer_begin (report, out, cancellable);
  rungs_json_append_ladder (&writer, rungs_trace_get_call (report->trace, report->calls[0]), TRUE);
  return rungs_json_writer_finish (&writer, error);
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
write_entry (RungsJson *json, const RungsEntry *entry, const RungsVendor *vendor)
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
  rungs_json_append_vendor_steps (json, vendor, entry);
  rungs_json_key_string (json, "who_acts", entry->who_acts);
  rungs_json_key_string (json, "produced_by", entry->produced_by);
  rungs_json_key (json, "retry_helps");
  if (entry->retry_helps < 0)
    rungs_json_null (json);
  else
    rungs_json_bool (json, entry->retry_helps != 0);
  rungs_json_key_string (json, "source_basis", entry->source_basis);
  rungs_json_key_bool (json, "yours", entry->file != NULL);
  rungs_json_key_string (json, "file", entry->file);
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
                          const RungsVendor *vendor,
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
      write_entry (json, g_ptr_array_index (entries, i), vendor);
    }
  rungs_json_end_array (json);
  rungs_json_end_object (json);
  return rungs_json_finish (json, error);
}
