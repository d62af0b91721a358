/* The page around the calls: head, contents, what was not readable. */
#include "config.h"

#include "report/health.h"
#include "report/html.h"

#include <glib/gi18n-lib.h>

#include "base/limits.h"
#include "calls/words.h"
#include "diagnosis/verdicts.h"
#include "report/ahead.h"
#include "report/markup.h"
#include "report/pattern.h"

/* Diagnostics that the page lists; a log with a gap at every record has a thousand. */
#define MAX_DIAGNOSTICS 200
/* Links to the calls of one pattern. */
#define MAX_LINKS 20

static char *
page_title (const RungsSummary *summary)
{
  const RungsReport *report = summary->report;
  g_autofree char *parties = NULL;

  if (report->n_calls != 1)
    return g_strdup_printf (ngettext ("%u call", "%u calls", report->n_calls), report->n_calls);
  parties =
    rungs_summary_parties (summary, rungs_trace_get_call (summary->trace, report->calls[0]));
  return g_strdup_printf (_ ("Call %s"), parties);
}

static void
append_inputs (const RungsSummary *summary, GString *out)
{
  guint n = rungs_trace_get_n_inputs (summary->trace);

  rungs_markup_append (out, _ ("From "));
  for (guint i = 0; i < MIN (n, 8); i++)
    {
      const RungsTraceInput *input = rungs_trace_get_input (summary->trace, i);
      g_autofree char *name = rungs_summary_input (summary, i);

      rungs_markup_printf (out, i > 0 ? ", %s" : "%s", name);
      if (input->format != NULL)
        rungs_markup_printf (out, " (%s)", input->format->title);
    }
  if (n > 8)
    rungs_markup_printf (out, _ (" and %u more"), n - 8);
}

static void
append_head (const RungsSummary *summary, GString *out)
{
  g_autofree char *title = page_title (summary);
  g_autofree char *partial = rungs_summary_partial (summary);
  g_autofree char *empty = rungs_summary_empty (summary);

  /* Translators: the code of your language ("de"), for readers and screen readers of the page. */
  rungs_markup_printf (out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n",
                       C_ ("language code", "en"));
  g_string_append (out,
                   "<meta charset=\"utf-8\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                   "style-src 'unsafe-inline'; img-src data:\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"referrer\" content=\"no-referrer\">\n");
  rungs_markup_printf (out, "<meta name=\"generator\" content=\"Rungs %s\">\n", RUNGS_VERSION);
  rungs_markup_printf (out, "<title>%s</title>\n<style>\n", title);
  rungs_markup_append_style (out, "report.css");
  rungs_markup_append_style (out, "ladder.css");
  g_string_append (out, "</style>\n</head>\n<body>\n<div class=\"column\">\n");
  rungs_markup_printf (out, "<header class=\"page-head\"><h1>%s</h1>\n<p>",
                       summary->report->n_calls == 1 ? _ ("Call report") : title);
  append_inputs (summary, out);
  g_string_append (out, "</p>\n");
  if (summary->report->redact)
    rungs_markup_printf (
      out, "<p>%s</p>\n",
      _ ("Numbers, names, hosts and addresses are pseudonyms: the same one is always the same."));
  if (partial != NULL)
    rungs_markup_printf (out, "<p class=\"note\">%s</p>\n", partial);
  if (empty != NULL)
    rungs_markup_printf (out, "<p class=\"note\">%s</p>\n", empty);
  g_string_append (out, "</header>\n");
}

static void
append_contents_row (const RungsSummary *summary,
                     const RungsCall *call,
                     const RungsVerdict *verdict,
                     GString *out)
{
  g_autofree char *parties = rungs_summary_parties (summary, call);
  g_autofree char *result = rungs_summary_result (summary, call);
  g_autofree char *clock =
    rungs_stamp_to_clock_as (call->start, rungs_trace_call_facts (summary->trace, call));

  rungs_markup_printf (
    out, "<tr><td>%s</td><td><a href=\"#c%u\">%s</a></td><td>%s</td><td>%s</td><td>",
    clock != NULL ? clock : "", call->id, parties, rungs_call_state_title (call), result);
  if (verdict->is_explained && verdict->entry != NULL)
    rungs_markup_append_prose (out, verdict->entry->title);
  g_string_append (out, "</td></tr>\n");
}

/* "Time (UTC)": the zone of all times of the table, where they have one. */
static char *
time_heading (const RungsSummary *summary)
{
  const RungsReport *report = summary->report;
  const char *zone = NULL;

  for (guint i = 0; i < report->n_calls; i++)
    {
      const RungsCall *call = rungs_trace_get_call (summary->trace, report->calls[i]);
      const char *own = rungs_ladder_zone_word (summary->trace, call);

      if (call->start == RUNGS_STAMP_NONE)
        continue;
      if (zone != NULL && !g_str_equal (zone, own))
        return g_strdup_printf (_ ("Time (%s)"), _ ("mixed zones"));
      zone = own;
    }
  /* Translators: heading of a column; "UTC", "local time" */
  return zone != NULL ? g_strdup_printf (_ ("Time (%s)"), zone) : g_strdup (_ ("Time"));
}

static void
append_contents (const RungsSummary *summary, GPtrArray *verdicts, GString *out)
{
  g_autofree char *heading = time_heading (summary);

  rungs_markup_printf (
    out, "<nav class=\"card\" aria-label=\"%s\"><h2>%s</h2>\n<table class=\"toc\"><thead><tr>",
    _ ("Contents"), _ ("Contents"));
  rungs_markup_printf (
    out, "<th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th>", heading,
    _ ("Call"), _ ("State"));
  rungs_markup_printf (out,
                       "<th scope=\"col\">%s</th><th scope=\"col\">%s</th></tr></thead><tbody>\n",
                       _ ("Result"), _ ("Cause"));
  for (guint i = 0; i < summary->report->n_calls; i++)
    append_contents_row (summary, rungs_trace_get_call (summary->trace, summary->report->calls[i]),
                         g_ptr_array_index (verdicts, i), out);
  g_string_append (out, "</tbody></table></nav>\n");
}

/* Links to those calls of a pattern that are in this page. */
static void
append_pattern_calls (const RungsSummary *summary, const RungsPattern *pattern, GString *out)
{
  const RungsReport *report = summary->report;
  guint n = 0;

  for (guint i = 0; i < report->n_calls && n < MAX_LINKS; i++)
    {
      const RungsCall *call = rungs_trace_get_call (summary->trace, report->calls[i]);
      g_autofree char *clock = NULL;

      if (!rungs_pattern_has_call (pattern, report->calls[i]))
        continue;
      clock = rungs_stamp_to_clock_as (call->start, rungs_trace_call_facts (summary->trace, call));
      rungs_markup_printf (out, " <a class=\"where\" href=\"#c%u\">", call->id);
      if (clock != NULL)
        rungs_markup_append (out, clock);
      else
        rungs_markup_printf (out, "%u", call->id);
      g_string_append (out, "</a>");
      n++;
    }
}

static void
append_patterns (const RungsSummary *summary, GPtrArray *verdicts, GString *out)
{
  const RungsReport *report = summary->report;
  g_autoptr (RungsPatternFinder) finder = NULL;
  g_autoptr (GPtrArray) patterns = NULL;

  finder = rungs_pattern_finder_new (summary->trace);
  for (guint i = 0; i < report->n_calls; i++)
    rungs_pattern_finder_note (finder, rungs_trace_get_call (summary->trace, report->calls[i]),
                               g_ptr_array_index (verdicts, i));
  patterns =
    rungs_report_patterns (report, finder, RUNGS_MAX_PATTERN_VERDICTS, summary->cancellable);
  if (patterns->len == 0)
    return;
  rungs_markup_printf (out, "<section class=\"card\"><h2>%s</h2>\n<ul class=\"plain\">\n",
                       _ ("Patterns"));
  for (guint i = 0; i < patterns->len; i++)
    {
      const RungsPattern *pattern = g_ptr_array_index (patterns, i);
      g_autofree char *text = rungs_report_pattern_text (summary->redact, pattern);

      rungs_markup_printf (out, "<li>%s", text);
      if (pattern->entry != NULL)
        {
          g_string_append (out, " <span class=\"dim\">");
          rungs_markup_append_prose (out, pattern->entry->title);
          g_string_append (out, ".</span>");
        }
      append_pattern_calls (summary, pattern, out);
      g_string_append (out, "</li>\n");
    }
  g_string_append (out, "</ul></section>\n");
}

static void
append_health (const RungsSummary *summary, GString *out)
{
  g_autoptr (GPtrArray) texts = rungs_summary_health (summary, NULL);

  if (texts->len == 0)
    return;
  rungs_markup_printf (out, "<section class=\"card\"><h2>%s</h2>\n<ul class=\"plain\">\n",
                       _ ("What the log is missing"));
  for (guint i = 0; i < MIN (texts->len, MAX_DIAGNOSTICS); i++)
    rungs_markup_printf (out, "<li>%s</li>\n", (const char *) texts->pdata[i]);
  g_string_append (out, "</ul></section>\n");
}

static void
append_diagnostics (const RungsSummary *summary, GString *out)
{
  guint n = rungs_trace_get_n_diagnostics (summary->trace);
  RungsCoverage coverage;

  rungs_trace_get_coverage (summary->trace, RUNGS_NONE, &coverage);
  if (n == 0 && coverage.n > 0) /* the foot of the page names it */
    return;
  rungs_markup_printf (out, "<section class=\"card\"><h2>%s</h2>\n", _ ("What was not readable"));
  if (n == 0)
    {
      rungs_markup_printf (out, "<p>%s</p></section>\n",
                           _ ("Nothing: every record of the input was understood."));
      return;
    }
  g_string_append (out, "<ul class=\"plain\">\n");
  for (guint i = 0; i < MIN (n, MAX_DIAGNOSTICS); i++)
    {
      const RungsDiagnostic *diagnostic = rungs_trace_get_diagnostic (summary->trace, i);
      g_autofree char *place = rungs_summary_place (summary, diagnostic->input, diagnostic->line);
      g_autofree char *text = rungs_redact_text (summary->redact, diagnostic->text);

      rungs_markup_printf (out, "<li>%s <span class=\"dim where\">%s</span></li>\n", text, place);
    }
  if (n > MAX_DIAGNOSTICS)
    {
      g_autofree char *more = g_strdup_printf (_ ("and %u more"), n - MAX_DIAGNOSTICS);
      rungs_markup_printf (out, "<li>%s</li>\n", more);
    }
  g_string_append (out, "</ul></section>\n");
}

static gboolean
write_page (const RungsSummary *summary, GPtrArray *verdicts, GOutputStream *stream, GError **error)
{
  const RungsReport *report = summary->report;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *coverage = rungs_summary_coverage (summary);

  append_head (summary, out);
  if (report->n_calls > 1)
    {
      append_patterns (summary, verdicts, out);
      append_contents (summary, verdicts, out);
    }
  g_string_append (out, "<main>\n");
  if (report->n_calls == 0 && rungs_trace_get_n_calls (summary->trace) > 0)
    rungs_markup_printf (out, "<p>%s</p>\n", rungs_report_empty_sentence (report->only_failed));
  for (guint i = 0; i < report->n_calls; i++)
    if (!rungs_html_write_call (summary, rungs_trace_get_call (summary->trace, report->calls[i]),
                                g_ptr_array_index (verdicts, i), out, stream, error))
      return FALSE;
  append_health (summary, out);
  append_diagnostics (summary, out);
  rungs_markup_printf (
    out, "</main>\n<footer><p>%s</p><p>%s</p></footer>\n</div>\n</body>\n</html>\n", coverage,
    _ ("Made by Rungs from the files named above. Nothing in this page is loaded from elsewhere."));
  return rungs_markup_flush (out, TRUE, stream, summary->cancellable, error);
}

gboolean
rungs_report_write_html (const RungsReport *report,
                         GOutputStream *out,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (RungsRedact) redact = rungs_redact_new (report);
  g_autoptr (GPtrArray) verdicts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_verdict_unref);
  G_GNUC_UNUSED g_autoptr (RungsVerdictPool) ahead = rungs_report_ahead (report, TRUE);
  RungsSummary summary = { report, report->trace, redact, cancellable };

  for (guint i = 0; i < report->n_calls; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      g_ptr_array_add (verdicts, rungs_verdicts_get (
                                   report->trace, report->knowledge,
                                   rungs_trace_get_call (report->trace, report->calls[i]), NULL));
    }
  return write_page (&summary, verdicts, out, error);
}
