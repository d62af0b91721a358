/* What a result rests on, and what the program ends with: the same in every subcommand. */
#include "config.h"

#include <glib/gi18n.h>

#include "cli.h"

/* Inputs of which it is said that there is nothing in them. */
#define MAX_EMPTY_INPUTS 5

/* "sbc.log: " where there is one file; of several the sentence names them. "": none. */
static char *
name_of_only (RungsTrace *trace)
{
  if (rungs_trace_get_n_inputs (trace) != 1)
    return g_strdup ("");
  return g_strdup_printf ("%s: ", rungs_input_get_name (rungs_trace_get_input (trace, 0)->input));
}

/* TRUE when all inputs are exports of calls that hold no row: nothing went wrong, there were no
 * calls. */
static gboolean
is_empty_export (RungsTrace *trace)
{
  guint n = rungs_trace_get_n_inputs (trace);

  for (guint i = 0; i < n; i++)
    {
      const RungsTraceInput *input = rungs_trace_get_input (trace, i);

      if (input->format == NULL || !input->format->is_export || input->is_partial)
        return FALSE;
    }
  return n > 0 && !rungs_trace_is_partial (trace);
}

/* Why input @i of several has no row: the first diagnostic that explains it. */
static const char *
why_empty (RungsTrace *trace, guint i)
{
  for (guint d = 0; d < rungs_trace_get_n_diagnostics (trace); d++)
    {
      const RungsDiagnostic *diagnostic = rungs_trace_get_diagnostic (trace, d);

      if (diagnostic->input == i
          && (diagnostic->kind == RUNGS_DIAGNOSTIC_NOTE
              || diagnostic->kind == RUNGS_DIAGNOSTIC_ENCRYPTED))
        return diagnostic->text;
    }
  return _ ("There is no SIP message and no call record in it.");
}

/* Inputs that were read and gave nothing, beside others that did. */
static void
tell_empty_inputs (RungsTrace *trace)
{
  guint n = 0;

  for (guint i = 0; i < rungs_trace_get_n_inputs (trace); i++)
    {
      const RungsTraceInput *input = rungs_trace_get_input (trace, i);

      if (input->format == NULL || input->is_partial || input->n_messages + input->n_records > 0)
        continue;
      if (n++ < MAX_EMPTY_INPUTS)
        rungs_cli_complain ("%s: %s", rungs_input_get_name (input->input), why_empty (trace, i));
    }
  if (n > MAX_EMPTY_INPUTS)
    rungs_cli_complain (g_dngettext (GETTEXT_PACKAGE, "%u more input without a message",
                                     "%u more inputs without a message", n - MAX_EMPTY_INPUTS),
                        n - MAX_EMPTY_INPUTS);
}

RungsCliStatus
rungs_cli_conclude (RungsTrace *trace,
                    RungsCliStatus loaded,
                    RungsCliStatus written,
                    gboolean tells)
{
  g_autofree char *name = name_of_only (trace);
  g_autofree char *empty = rungs_trace_describe_empty (trace);
  g_autofree char *partial = rungs_trace_describe_partial (trace);
  g_autofree char *coverage = tells ? rungs_trace_describe_coverage (trace) : NULL;

  if (written != RUNGS_CLI_DONE)
    return written;
  if (empty != NULL)
    rungs_cli_complain ("%s%s", name, empty);
  else
    tell_empty_inputs (trace);
  if (empty == NULL && partial != NULL)
    rungs_cli_complain (_ ("%snot read to its end: %s"), name, partial);
  if (coverage != NULL)
    g_printerr (_ ("read %s\n"), coverage);

  if (loaded != RUNGS_CLI_DONE)
    return loaded;
  if (empty != NULL && !is_empty_export (trace))
    return RUNGS_CLI_UNREADABLE;
  return rungs_trace_is_partial (trace) ? RUNGS_CLI_PARTIAL : RUNGS_CLI_DONE;
}
