/* `rungs-cli messages`: every SIP message as one JSON object a line. */
#include "config.h"

#include <glib/gi18n.h>

#include "cli.h"
#include "report/json.h"

int
rungs_cli_messages (int argc, char **argv)
{
  gboolean json = FALSE, written;
  g_autofree char *id = NULL;
  g_auto (RungsCliFiles) files = { 0 };
  g_autoptr (RungsTrace) trace = NULL;
  g_autoptr (GArray) calls = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GOutputStream) out = NULL;
  g_autoptr (GError) error = NULL;
  RungsReport report;
  RungsCliStatus status, closed;
  guint32 first = 0, last;
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON, one object a line (default)"),
      NULL },
    { "call", 0, 0, G_OPTION_ARG_STRING, &id, N_ ("Only this call"), N_ ("ID") },
    { NULL },
  };

  status = rungs_cli_parse ("messages", options, &files, argc, argv);
  if (status != RUNGS_CLI_DONE)
    return status;
  trace = rungs_cli_load (&files, &status);
  if (trace == NULL)
    return status;
  last = rungs_trace_get_n_calls (trace);
  if (id != NULL)
    {
      if (!rungs_cli_pick_call (trace, id, &first, &status))
        return status;
      last = first + 1;
    }

  for (guint32 i = first; i < last; i++)
    g_array_append_val (calls, i);
  report = rungs_cli_report_of (trace, NULL, calls);
  out = rungs_cli_stdout ();
  written = rungs_json_write_messages (&report, out, NULL, &error);
  closed = rungs_cli_close (out, written, error);
  if (rungs_trace_get_n_messages (trace) == 0 && rungs_trace_get_n_calls (trace) > 0)
    rungs_cli_complain (
      _ (
        "there is no SIP message in the input: its %u rows come from records; see rungs-cli calls"),
      rungs_trace_get_n_calls (trace));
  return rungs_cli_conclude (trace, status, closed, TRUE);
}
