/* The call list as CSV. */
#include "config.h"

#include "report/csv.h"

#include "calls/fault.h"
#include "diagnosis/verdicts.h"
#include "ladder/plain.h"
#include "report/ahead.h"
#include "report/markup.h"
#include "report/summary.h"

static const char header[] =
  "id,kind,start,zone,duration_ms,from,to,direction,state,code,phrase,q850,reason,"
  "microsoft_code,verdict,title,basis,produced_by,messages,retransmissions,peers,call_ids,"
  "start_utc,date_known,partial\r\n";

/* "+15550100": the one thing with a sign in front that people want to read. */
static gboolean
is_number (const char *text)
{
  if (text[0] != '+' || text[1] == '\0')
    return FALSE;
  for (const char *p = text + 1; *p != '\0'; p++)
    if (!g_ascii_isdigit (*p))
      return FALSE;
  return TRUE;
}

static void
append_cell (GString *out, const char *tainted)
{
  g_autofree char *text = rungs_plain_line (rungs_span_of (tainted), 0);
  gboolean guard = text[0] != '\0' && strchr ("=+-@", text[0]) != NULL && !is_number (text);
  gboolean quote = strpbrk (text, ",\"\r\n; ") != NULL;

  if (out->len > 0 && out->str[out->len - 1] != '\n')
    g_string_append_c (out, ',');
  if (guard)
    quote = TRUE;
  if (quote)
    g_string_append_c (out, '"');
  if (guard)
    g_string_append_c (out, '\'');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *p);
    }
  if (quote)
    g_string_append_c (out, '"');
}

static void
append_number (GString *out, gint64 value, gboolean is_there)
{
  g_autofree char *text = is_there ? g_strdup_printf ("%" G_GINT64_FORMAT, value) : NULL;

  append_cell (out, text);
}

static void
append_who (const RungsSummary *summary, const RungsCall *call, GString *out)
{
  gboolean utc = rungs_trace_call_is_utc (summary->trace, call);
  g_autofree char *start = rungs_stamp_to_iso (call->start, utc);
  g_autofree char *from =
    rungs_redact_user (summary->redact, rungs_trace_string (summary->trace, call->from));
  g_autofree char *to =
    rungs_redact_user (summary->redact, rungs_trace_string (summary->trace, call->to));

  /* The first cell of a row has no comma before it: a row begins after a line end. */
  g_string_append_printf (out, "%u", call->id);
  append_cell (out, rungs_kind_name (call->kind));
  append_cell (out, start);
  append_cell (out, utc ? "utc" : "local");
  append_number (out, call->duration, call->duration >= 0);
  append_cell (out, from);
  append_cell (out, to);
  append_cell (out, rungs_direction_name (call->direction));
  append_cell (out, rungs_state_name (call->state));
}

/* A spreadsheet can sort by these. */
static void
append_when (const RungsSummary *summary, const RungsCall *call, GString *out)
{
  gboolean utc = rungs_trace_call_is_utc (summary->trace, call);
  g_autofree char *start = utc ? rungs_stamp_to_iso (call->start, TRUE) : NULL;

  append_cell (out, start);
  append_cell (out, rungs_trace_call_date_known (summary->trace, call) ? "true" : "false");
}

static void
append_verdict (const RungsSummary *summary, const RungsCall *call, GString *out)
{
  guint code = rungs_trace_call_code (summary->trace, call);
  g_autoptr (RungsVerdict) verdict = NULL;
  g_autofree char *phrase = NULL;
  g_autofree char *reason = NULL;
  gboolean fault;

  if (rungs_call_is_fault (call) || call->n_records > 0 || code >= 300)
    verdict = rungs_verdicts_get (summary->trace, summary->report->knowledge, call, NULL);
  phrase = rungs_redact_text (summary->redact, rungs_trace_call_phrase (summary->trace, call));
  if (verdict != NULL)
    reason = rungs_redact_text (summary->redact, verdict->reason_text);
  fault = verdict != NULL && verdict->is_fault;
  append_number (out, code, code > 0);
  append_cell (out, phrase);
  append_number (out, verdict != NULL ? verdict->q850 : 0, verdict != NULL && verdict->q850 > 0);
  append_cell (out, reason);
  append_number (out, verdict != NULL ? verdict->microsoft_code : 0,
                 verdict != NULL && verdict->microsoft_code >= 0);
  append_cell (out, fault && verdict->entry != NULL ? verdict->entry->id : NULL);
  append_cell (out, fault && verdict->entry != NULL ? verdict->entry->title : NULL);
  append_cell (out, fault ? rungs_basis_name (verdict->basis) : NULL);
  append_cell (out, fault ? rungs_party_name (verdict->produced_by) : NULL);
}

static void
append_legs (const RungsSummary *summary, const RungsCall *call, GString *out)
{
  g_autoptr (GString) peers = g_string_new (NULL);
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < call->n_legs; i++)
    {
      const RungsLeg *leg = rungs_trace_get_leg (summary->trace, call, i);
      g_autofree char *src =
        rungs_redact_name (summary->redact, rungs_trace_endpoint_text (summary->trace, leg->src));
      g_autofree char *dst =
        rungs_redact_name (summary->redact, rungs_trace_endpoint_text (summary->trace, leg->dst));
      g_autofree char *id =
        rungs_redact_call_id (summary->redact, rungs_trace_string (summary->trace, leg->call_id));

      g_string_append_printf (peers, "%s%s > %s", i > 0 ? "; " : "", src, dst);
      g_string_append_printf (ids, "%s%s", i > 0 ? "; " : "", id);
    }
  append_cell (out, peers->str);
  append_cell (out, ids->str);
}

gboolean
rungs_report_write_csv (const RungsReport *report,
                        GOutputStream *stream,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (RungsRedact) redact = rungs_redact_new (report);
  g_autoptr (GString) out = g_string_new (header);
  G_GNUC_UNUSED g_autoptr (RungsVerdictPool) ahead = rungs_report_ahead (report, FALSE);
  RungsSummary summary = { report, report->trace, redact, cancellable };
  gboolean is_partial = rungs_trace_is_partial (report->trace);

  for (guint i = 0; i < report->n_calls; i++)
    {
      const RungsCall *call = rungs_trace_get_call (report->trace, report->calls[i]);

      append_who (&summary, call, out);
      append_verdict (&summary, call, out);
      append_number (out, call->n_messages, TRUE);
      append_number (out, call->n_retransmissions, TRUE);
      append_legs (&summary, call, out);
      append_when (&summary, call, out);
      append_cell (out, is_partial ? "true" : "false");
      g_string_append (out, "\r\n");
      if (!rungs_markup_flush (out, FALSE, stream, cancellable, error))
        return FALSE;
    }
  return rungs_markup_flush (out, TRUE, stream, cancellable, error);
}
