#include "config.h"

#include "report/health.h"

#include <glib/gi18n-lib.h>

#include "clocks/clocks.h"

/* Places named behind a sentence. */
#define MAX_PLACES 3

static char *
file_name (RungsTrace *trace, RungsRedact *redact, guint input)
{
  RungsInput *entry = rungs_trace_get_input (trace, input)->input;

  if (rungs_redact_is_active (redact))
    return rungs_redact_file (redact, rungs_input_get_name (entry));
  return g_strdup (rungs_input_get_basename (entry));
}

/* It names files. */
static char *
clock_text (RungsTrace *trace, RungsRedact *redact, guint input)
{
  for (guint i = 0; i < rungs_trace_get_n_clocks (trace); i++)
    {
      const RungsClock *clock = rungs_trace_get_clock (trace, i);
      g_autofree char *name = NULL;
      g_autofree char *reference = NULL;

      if (clock->input != input)
        continue;
      name = file_name (trace, redact, clock->input);
      reference = file_name (trace, redact, clock->reference);
      return rungs_clock_describe (clock, name, reference);
    }
  return g_strdup ("");
}

char *
rungs_report_health_text (RungsTrace *trace,
                          RungsRedact *redact,
                          guint input,
                          const RungsHealth *health)
{
  return health->kind == RUNGS_HEALTH_CLOCKS ? clock_text (trace, redact, input)
                                             : rungs_redact_text (redact, health->text);
}

/* "Records are missing … (line 77 of sbc.log, line 90 of sbc.log, …)" */
static char *
with_places (const RungsSummary *summary, guint input, const RungsHealth *health)
{
  g_autofree char *text = rungs_report_health_text (summary->trace, summary->redact, input, health);
  GString *out = g_string_new (text);
  guint n = MIN (health->lines->len, MAX_PLACES);

  for (guint i = 0; i < n; i++)
    {
      const RungsHealthLine *line = &g_array_index (health->lines, RungsHealthLine, i);
      g_autofree char *place = rungs_summary_place (summary, line->input, line->line);

      g_string_append_printf (out, i == 0 ? " (%s" : ", %s", place);
    }
  if (n > 0)
    g_string_append (out, health->n > n ? ", …)" : ")");
  return g_string_free (out, FALSE);
}

static void
add_input (const RungsSummary *summary, guint input, GPtrArray *texts)
{
  const RungsTraceInput *entry = rungs_trace_get_input (summary->trace, input);
  g_autoptr (GPtrArray) list = rungs_trace_input_health (summary->trace, input);
  g_autofree char *name = rungs_summary_input (summary, input);
  gboolean is_one = rungs_trace_get_n_inputs (summary->trace) == 1;

  if (entry->moved != 0)
    g_ptr_array_add (texts, g_strdup_printf (_ ("Times in %s are shifted by %+.3f s."), name,
                                             (double) entry->moved / RUNGS_STAMP_SECOND));
  for (guint i = 0; i < list->len; i++)
    {
      const RungsHealth *health = list->pdata[i];
      g_autofree char *text = with_places (summary, input, health);

      /* A sentence with places, or about clocks, names the file. */
      if (is_one || health->lines->len > 0 || health->kind == RUNGS_HEALTH_CLOCKS)
        g_ptr_array_add (texts, g_steal_pointer (&text));
      else
        g_ptr_array_add (texts, g_strdup_printf ("%s: %s", name, text));
    }
}

GPtrArray *
rungs_summary_health (const RungsSummary *summary, const RungsCall *call)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) list = NULL;

  if (call == NULL)
    {
      for (guint i = 0; i < rungs_trace_get_n_inputs (summary->trace); i++)
        add_input (summary, i, texts);
      list = rungs_trace_run_health (summary->trace);
      for (guint i = 0; i < list->len; i++)
        g_ptr_array_add (texts, rungs_report_health_text (summary->trace, summary->redact,
                                                          RUNGS_NONE, list->pdata[i]));
      return texts;
    }
  list = rungs_trace_call_health (summary->trace, call, TRUE);
  for (guint i = 0; i < list->len; i++)
    g_ptr_array_add (texts, with_places (summary, 0, list->pdata[i]));
  return texts;
}

char *
rungs_summary_coverage (const RungsSummary *summary)
{
  g_autofree char *coverage = rungs_trace_describe_coverage (summary->trace);

  return g_strdup_printf (_ ("Read: %s."), coverage);
}

char *
rungs_summary_partial (const RungsSummary *summary)
{
  g_autofree char *why = rungs_trace_describe_partial (summary->trace);
  g_autofree char *shown = NULL;

  if (!rungs_trace_is_partial (summary->trace))
    return NULL;
  shown = rungs_redact_text (summary->redact, why != NULL ? why : _ ("It is still being read."));
  return g_strdup_printf (_ ("Not all of the input was read. %s"), shown);
}

char *
rungs_summary_empty (const RungsSummary *summary)
{
  g_autofree char *why = rungs_trace_describe_empty (summary->trace);

  return why != NULL ? rungs_redact_text (summary->redact, why) : NULL;
}
