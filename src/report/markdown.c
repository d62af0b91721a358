/* Text for a ticket: what happened, what to do, the ladder as a text block. */
#include "config.h"

#include "report/markdown.h"

#include <glib/gi18n-lib.h>

#include "base/limits.h"
#include "calls/words.h"
#include "diagnosis/verdicts.h"
#include "knowledge/words.h"
#include "ladder/plain.h"
#include "report/ahead.h"
#include "report/health.h"
#include "report/markdown-private.h"
#include "report/markup.h"
#include "report/pattern.h"
#include "report/summary.h"

#define LADDER_COLUMNS 100
#define MAX_DIAGNOSTICS 50

/* Text of a log: characters that Markdown or the HTML in it would act on are escaped. */
static void
append_text (GString *out, const char *tainted)
{
  g_autofree char *plain = rungs_plain_line (rungs_span_of (tainted), 0);

  for (const char *p = plain; *p != '\0'; p++)
    {
      if (*p == '<')
        g_string_append (out, "&lt;");
      else if (*p == '&')
        g_string_append (out, "&amp;");
      else
        {
          if (strchr ("\\`*_[]|#~!", *p) != NULL)
            g_string_append_c (out, '\\');
          g_string_append_c (out, *p);
        }
    }
}

/* Our own prose, whose backticks are Markdown already. */
static void
append_prose (GString *out, const char *text)
{
  g_autofree char *plain = rungs_plain_line (rungs_span_of (text), 0);
  g_auto (GStrv) parts = g_strsplit (plain, "`", -1);
  guint n = g_strv_length (parts);

  for (guint i = 0; i < n; i++)
    if (i % 2 == 1 && i + 1 < n)
      g_string_append_printf (out, "`%s`", parts[i]);
    else
      append_text (out, parts[i]);
}

static void
append_fact (GString *out, const char *name, const char *value)
{
  if (value == NULL || value[0] == '\0')
    return;
  g_string_append_printf (out, "- %s: ", name);
  append_text (out, value);
  g_string_append_c (out, '\n');
}

static void
append_facts (const RungsSummary *summary,
              const RungsCall *call,
              const RungsVerdict *verdict,
              GString *out)
{
  g_autofree char *start = rungs_summary_start (summary, call);
  g_autofree char *duration = rungs_summary_duration (summary, call);
  g_autofree char *result = rungs_summary_result (summary, call);
  g_autofree char *reason = rungs_redact_text (summary->redact, verdict->reason_text);

  append_fact (out, _ ("State"), rungs_call_state_title (call));
  append_fact (out, _ ("Result"), result);
  if (verdict->microsoft_code >= 0)
    g_string_append_printf (out, "- %s: %d\n", _ ("Microsoft code"), verdict->microsoft_code);
  if (verdict->q850 > 0)
    g_string_append_printf (out, "- %s: %u\n", _ ("Q.850 cause"), verdict->q850);
  append_fact (out, _ ("Reason"), reason);
  append_fact (out, _ ("Start"), start);
  append_fact (out, _ ("Duration"), duration);
  append_fact (out, _ ("Direction"), rungs_call_direction_title (call));
  for (guint i = 0; i < call->n_legs; i++)
    {
      const RungsLeg *leg = rungs_trace_get_leg (summary->trace, call, i);
      g_autofree char *id =
        rungs_redact_call_id (summary->redact, rungs_trace_string (summary->trace, leg->call_id));
      append_fact (out, "Call-ID", id);
    }
}

void
rungs_markdown_append_finding (const RungsSummary *summary,
                               const RungsFinding *finding,
                               GString *out)
{
  g_autofree char *text = rungs_redact_text (summary->redact, finding->text);

  g_string_append (out, "- ");
  append_prose (out, text);
  for (guint i = 0; i < finding->lines->len; i++)
    {
      const RungsFindingLine *line = &g_array_index (finding->lines, RungsFindingLine, i);
      g_autofree char *place = rungs_summary_place (summary, line->input, line->line);

      g_string_append (out, i == 0 ? " (" : ", ");
      append_text (out, place);
    }
  g_string_append (out, finding->lines->len > 0 ? ")\n" : "\n");
}

static void
append_entry (const RungsEntry *entry, const RungsVendor *vendor, GString *out)
{
  g_autofree char *yours = rungs_entry_yours (entry);

  g_string_append_printf (out, "\n### %s\n\n", _ ("What it means"));
  if (yours != NULL)
    {
      append_text (out, yours);
      g_string_append (out, "\n\n");
    }
  append_prose (out, entry->meaning);
  g_string_append_c (out, '\n');
  if (entry->steps != NULL && entry->steps[0] != NULL)
    {
      g_string_append_printf (out, "\n### %s (", _ ("Do this"));
      g_string_append_printf (out, _ ("for %s"), rungs_entry_who_acts (entry));
      g_string_append (out, ")\n\n");
    }
  for (guint i = 0; entry->steps != NULL && entry->steps[i] != NULL; i++)
    {
      g_autofree char *terms = rungs_vendor_sentence (vendor, entry->steps[i]);

      g_string_append_printf (out, "%u. ", i + 1);
      append_prose (out, entry->steps[i]);
      if (terms != NULL)
        {
          g_string_append_c (out, ' ');
          append_prose (out, terms);
        }
      g_string_append_c (out, '\n');
    }
}

static void
append_verdict (const RungsSummary *summary, const RungsVerdict *verdict, GString *out)
{
  g_autofree char *sentence = rungs_redact_text (summary->redact, verdict->sentence);
  g_autofree char *why = rungs_redact_text (summary->redact, verdict->produced_why);

  g_string_append_c (out, '\n');
  if (verdict->is_fault && verdict->entry != NULL)
    {
      g_string_append (out, "**");
      append_prose (out, verdict->entry->title);
      g_string_append (out, "** ");
    }
  append_prose (out, sentence);
  g_string_append_c (out, '\n');
  if (!verdict->is_fault)
    return;
  g_string_append_printf (out, "\n- %s: %s", _ ("Produced by"),
                          rungs_party_title (verdict->produced_by));
  if (why[0] != '\0')
    {
      g_string_append (out, " (");
      append_text (out, why);
      g_string_append_c (out, ')');
    }
  g_string_append_printf (out, "\n- %s: %s. %s\n", _ ("How sure"),
                          rungs_basis_title (verdict->basis), rungs_basis_reason (verdict->basis));
  if (verdict->entry != NULL)
    append_entry (verdict->entry, verdict->vendor, out);
}

static void
append_notes (const RungsSummary *summary,
              const RungsCall *call,
              const RungsLadder *ladder,
              GString *out)
{
  g_autofree char *whole = rungs_summary_note (summary, call, RUNGS_NONE);
  gboolean begun = whole != NULL;

  if (whole != NULL)
    {
      g_string_append_printf (out, "\n### %s\n\n- ", _ ("Notes"));
      append_text (out, whole);
      g_string_append_c (out, '\n');
    }
  for (guint i = 0; summary->report->notes != NULL && i < ladder->rows->len; i++)
    {
      const RungsRow *row = g_ptr_array_index (ladder->rows, i);
      g_autofree char *note =
        row->kind == RUNGS_ROW_ARROW ? rungs_summary_note (summary, call, row->message) : NULL;
      g_autofree char *clock = NULL;

      if (note == NULL)
        continue;
      if (!begun)
        g_string_append_printf (out, "\n### %s\n\n", _ ("Notes"));
      begun = TRUE;
      clock = rungs_stamp_to_clock_as (row->time, row->facts);
      g_string_append_printf (out, "- %s ", clock != NULL ? clock : "");
      append_text (out, row->label);
      g_string_append (out, ": ");
      append_text (out, note);
      g_string_append_c (out, '\n');
    }
}

/* The fence is longer than any run of backticks in the text, so the text cannot end it. */
void
rungs_markdown_append_block (GString *out, const char *language, const char *text)
{
  guint run = 0, longest = 2;

  for (const char *p = text; *p != '\0'; p++)
    {
      run = *p == '`' ? run + 1 : 0;
      longest = MAX (longest, run);
    }
  for (guint i = 0; i <= longest; i++)
    g_string_append_c (out, '`');
  g_string_append_printf (out, "%s\n%s", language, text);
  for (guint i = 0; i <= longest; i++)
    g_string_append_c (out, '`');
  g_string_append_c (out, '\n');
}

/* Of a call, or of the inputs. */
static void
append_health (const RungsSummary *summary, const RungsCall *call, GString *out)
{
  g_autoptr (GPtrArray) texts = rungs_summary_health (summary, call);

  if (texts->len > 0)
    g_string_append_printf (out, call != NULL ? "\n### %s\n\n" : "## %s\n\n",
                            _ ("What the log is missing"));
  for (guint i = 0; i < MIN (texts->len, MAX_DIAGNOSTICS); i++)
    {
      g_string_append (out, "- ");
      append_text (out, texts->pdata[i]);
      g_string_append_c (out, '\n');
    }
  if (texts->len > 0 && call == NULL)
    g_string_append_c (out, '\n');
}

static void
append_call (const RungsSummary *summary, const RungsCall *call, GString *out)
{
  g_autoptr (RungsVerdict) verdict =
    rungs_verdicts_get (summary->trace, summary->report->knowledge, call, NULL);
  g_autoptr (RungsLadder) ladder = rungs_summary_ladder (summary, call);
  g_autofree char *parties = rungs_summary_parties (summary, call);
  g_autofree char *text = rungs_ladder_to_text (ladder, LADDER_COLUMNS);

  g_string_append (out, "## ");
  append_text (out, parties);
  g_string_append (out, "\n\n");
  append_facts (summary, call, verdict, out);
  append_verdict (summary, verdict, out);
  if (verdict->findings->len > 0)
    g_string_append_printf (out, "\n### %s\n\n", _ ("Seen in this call"));
  for (guint i = 0; i < verdict->findings->len; i++)
    rungs_markdown_append_finding (summary, g_ptr_array_index (verdict->findings, i), out);
  if (verdict->is_fault)
    rungs_markdown_append_changes (summary, call, out);
  append_health (summary, call, out);
  append_notes (summary, call, ladder, out);
  g_string_append_printf (out, "\n### %s\n\n", _ ("Ladder"));
  rungs_markdown_append_block (out, "text", text);
  g_string_append_c (out, '\n');
}

static void
append_patterns (const RungsSummary *summary, GString *out)
{
  g_autoptr (RungsPatternFinder) finder = rungs_pattern_finder_new (summary->trace);
  g_autoptr (GPtrArray) patterns = rungs_report_patterns (
    summary->report, finder, RUNGS_MAX_PATTERN_VERDICTS, summary->cancellable);

  if (patterns->len == 0)
    return;
  g_string_append_printf (out, "## %s\n\n", _ ("Patterns"));
  for (guint i = 0; i < patterns->len; i++)
    {
      const RungsPattern *pattern = g_ptr_array_index (patterns, i);
      g_autofree char *text = rungs_report_pattern_text (summary->redact, pattern);

      g_string_append (out, "- ");
      append_text (out, text);
      if (pattern->entry != NULL)
        {
          g_string_append_c (out, ' ');
          append_prose (out, pattern->entry->title);
          g_string_append_c (out, '.');
        }
      g_string_append_c (out, '\n');
    }
  g_string_append_c (out, '\n');
}

static void
append_diagnostics (const RungsSummary *summary, GString *out)
{
  guint n = rungs_trace_get_n_diagnostics (summary->trace);

  if (n == 0)
    return;
  g_string_append_printf (out, "## %s\n\n", _ ("What was not readable"));
  for (guint i = 0; i < MIN (n, MAX_DIAGNOSTICS); i++)
    {
      const RungsDiagnostic *diagnostic = rungs_trace_get_diagnostic (summary->trace, i);
      g_autofree char *place = rungs_summary_place (summary, diagnostic->input, diagnostic->line);
      g_autofree char *text = rungs_redact_text (summary->redact, diagnostic->text);

      g_string_append (out, "- ");
      append_text (out, place);
      g_string_append (out, ": ");
      append_text (out, text);
      g_string_append_c (out, '\n');
    }
  if (n > MAX_DIAGNOSTICS)
    {
      g_string_append (out, "- ");
      g_string_append_printf (out, _ ("and %u more"), n - MAX_DIAGNOSTICS);
      g_string_append_c (out, '\n');
    }
}

static void
append_paragraph (GString *out, const char *text)
{
  if (text == NULL)
    return;
  append_text (out, text);
  g_string_append (out, "\n\n");
}

/* What a reader must know first: that there is more than was read, and why there is nothing. */
static void
append_basis (const RungsSummary *summary, GString *out)
{
  g_autofree char *partial = rungs_summary_partial (summary);
  g_autofree char *empty = rungs_summary_empty (summary);

  append_paragraph (out, partial);
  append_paragraph (out, empty);
}

static void
append_coverage (const RungsSummary *summary, GString *out)
{
  g_autofree char *coverage = rungs_summary_coverage (summary);

  g_string_append_c (out, '\n');
  append_text (out, coverage);
  g_string_append_c (out, '\n');
}

gboolean
rungs_report_write_markdown (const RungsReport *report,
                             GOutputStream *stream,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (RungsRedact) redact = rungs_redact_new (report);
  g_autoptr (GString) out = g_string_new (NULL);
  G_GNUC_UNUSED g_autoptr (RungsVerdictPool) ahead = rungs_report_ahead (report, TRUE);
  RungsSummary summary = { report, report->trace, redact, cancellable };

  g_string_append_printf (out, "# %s\n\n", _ ("Call report"));
  if (report->redact)
    g_string_append_printf (
      out, "%s\n\n",
      _ ("Numbers, names, hosts and addresses are pseudonyms: the same one is always the same."));
  append_basis (&summary, out);
  if (report->n_calls == 0 && rungs_trace_get_n_calls (report->trace) > 0)
    g_string_append_printf (out, "%s\n\n", rungs_report_empty_sentence (report->only_failed));
  if (report->n_calls > 1)
    append_patterns (&summary, out);
  for (guint i = 0; i < report->n_calls; i++)
    {
      append_call (&summary, rungs_trace_get_call (report->trace, report->calls[i]), out);
      if (!rungs_markup_flush (out, FALSE, stream, cancellable, error))
        return FALSE;
    }
  append_health (&summary, NULL, out);
  append_diagnostics (&summary, out);
  append_coverage (&summary, out);
  return rungs_markup_flush (out, TRUE, stream, cancellable, error);
}
