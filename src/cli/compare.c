/* `rungs-cli compare`: a call beside one that succeeded. */
#include "config.h"

#include <glib/gi18n.h>

#include "cli.h"
#include "diagnosis/compare.h"
#include "diagnosis/verdicts.h"
#include "ladder/plain.h"
#include "report/json.h"
#include "report/sides.h"

static void
append_call (GString *text, const RungsReport *report, const char *title, guint32 index)
{
  const RungsCall *call = rungs_trace_get_call (report->trace, index);
  g_autoptr (RungsVerdict) verdict =
    rungs_verdicts_get (report->trace, report->knowledge, call, NULL);
  g_autofree char *clock =
    rungs_stamp_to_clock_as (call->start, rungs_trace_call_facts (report->trace, call));

  g_string_append_printf (text, "%s %u  %s  %s → %s\n  %s\n", title, call->id,
                          clock != NULL ? clock : "—",
                          rungs_trace_string (report->trace, call->from),
                          rungs_trace_string (report->trace, call->to), verdict->sentence);
}

/* "line 12 of sbc.log, call 3" */
static void
append_line (GString *text, RungsTrace *trace, const RungsFindingLine *line)
{
  const RungsTraceInput *input = rungs_trace_get_input (trace, line->input);
  guint32 call = rungs_trace_call_of_message (trace, line->message);
  g_autofree char *name =
    rungs_plain_line (rungs_span_of (rungs_input_get_basename (input->input)), 0);

  g_string_append_printf (text,
                          input->format != NULL && input->format->frames ? _ ("frame %u of %s")
                                                                         : _ ("line %u of %s"),
                          line->line, name);
  g_string_append (text, ", ");
  g_string_append_printf (text, _ ("call %u"), rungs_trace_get_call (trace, call)->id);
}

static void
append_points (GString *text, RungsTrace *trace, const RungsComparison *comparison)
{
  for (guint i = 0; i < comparison->points->len; i++)
    {
      const RungsFinding *finding = g_ptr_array_index (comparison->points, i);

      g_string_append_printf (text, "  - %s (", finding->text);
      for (guint l = 0; l < finding->lines->len; l++)
        {
          g_string_append (text, l > 0 ? "; " : "");
          append_line (text, trace, &g_array_index (finding->lines, RungsFindingLine, l));
        }
      g_string_append (text, ")\n");
    }
}

/* The lines that differ, as a diff from the good call to this one. */
static void
append_rows (GString *text,
             const RungsReport *report,
             RungsRedact *redact,
             const RungsSidesPair *pair)
{
  const RungsMessage *row = rungs_trace_get_message (report->trace, pair->left);
  RungsShownSides shown;

  if (rungs_sides_pair_n_changed (pair) == 0)
    return;
  rungs_shown_sides_init (&shown, report->trace, redact, pair);
  g_string_append_printf (text, "\nINVITE %s → %s\n",
                          rungs_trace_device_name (report->trace, row->src),
                          rungs_trace_device_name (report->trace, row->dst));
  for (guint i = 0; i < pair->rows->len; i++)
    {
      const RungsSidesRow *side = g_ptr_array_index (pair->rows, i);
      g_autofree char *here = rungs_shown_sides_text (shown.left, &side->left);
      g_autofree char *there = rungs_shown_sides_text (shown.right, &side->right);

      if (side->kind < RUNGS_SIDES_CHANGED)
        continue;
      if (there != NULL)
        g_string_append_printf (text, "- %s\n", there);
      if (here != NULL)
        g_string_append_printf (text, "+ %s\n", here);
    }
  rungs_shown_sides_clear (&shown);
}

static char *
comparison_text (const RungsReport *report, guint32 with)
{
  g_autoptr (RungsRedact) redact = rungs_redact_new (report);
  g_autoptr (RungsComparison) comparison = rungs_comparison_new (
    report->trace, rungs_trace_get_call (report->trace, report->calls[0]), with);
  GString *text = g_string_new (NULL);

  append_call (text, report, _ ("Call"), report->calls[0]);
  if (comparison->with == RUNGS_NONE)
    {
      g_string_append_printf (text, "%s\n", _ ("No call of this direction succeeded in this log."));
      return g_string_free (text, FALSE);
    }
  append_call (text, report, _ ("Good call"), comparison->with);
  if (*comparison->why != '\0')
    g_string_append_printf (text, "  (%s)\n", comparison->why);
  g_string_append_printf (text, "\n%s\n", _ ("What differs"));
  append_points (text, report->trace, comparison);
  if (comparison->points->len == 0)
    g_string_append_printf (text, "  %s\n",
                            _ ("The first INVITEs differ only in per-call values."));
  for (guint i = 0; i < comparison->pairs->len; i++)
    append_rows (text, report, redact, g_ptr_array_index (comparison->pairs, i));
  return g_string_free (text, FALSE);
}

int
rungs_cli_compare (int argc, char **argv)
{
  gboolean json = FALSE, written;
  g_autofree char *id = NULL;
  g_autofree char *with_id = NULL;
  g_auto (RungsCliFiles) files = { 0 };
  g_autoptr (RungsTrace) trace = NULL;
  g_autoptr (RungsNotes) notes = rungs_notes_new (NULL);
  g_autoptr (GArray) calls = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GOutputStream) out = NULL;
  g_autoptr (GError) error = NULL;
  RungsReport report;
  RungsCliStatus status, closed;
  guint32 index = 0, with = RUNGS_NONE;
  const GOptionEntry options[] = {
    { "call", 0, 0, G_OPTION_ARG_STRING, &id, N_ ("This call; default: the first failed one"),
      N_ ("ID") },
    { "with", 0, 0, G_OPTION_ARG_STRING, &with_id,
      N_ ("With this call; default: the most similar one that succeeded"), N_ ("ID") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
    { NULL },
  };

  status = rungs_cli_parse ("compare", options, &files, argc, argv);
  if (status != RUNGS_CLI_DONE)
    return status;
  trace = rungs_cli_load (&files, &status);
  if (trace == NULL)
    return status;
  if (!rungs_cli_pick_call (trace, id, &index, &status)
      || (with_id != NULL && !rungs_cli_pick_call (trace, with_id, &with, &status)))
    return status;

  out = rungs_cli_stdout ();
  g_array_append_val (calls, index);
  report = rungs_cli_report_of (trace, notes, calls);
  if (json)
    {
      written = rungs_json_write_comparison (&report, with, out, NULL, &error);
    }
  else
    {
      g_autofree char *text = comparison_text (&report, with);
      written = rungs_cli_print (out, text, &error);
    }
  closed = rungs_cli_close (out, written, error);
  return rungs_cli_conclude (trace, status, closed, !json);
}
