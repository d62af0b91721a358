/* `rungs-cli report`: the files that are sent to a carrier or a customer. */
#include "config.h"

#include <glib/gi18n.h>

#include "cli.h"
#include "report/report.h"

/* "-" is the ticket text on standard output. */
#define STDOUT_KIND ".md"

/* Adds the calls that are wanted: those named, else the failed ones, else (without --failed) all. */
static gboolean
choose (RungsTrace *trace, char **ids, gboolean failed, GArray *calls)
{
  guint n = rungs_trace_get_n_calls (trace);

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      guint32 call;

      if (!rungs_cli_pick_call (trace, ids[i], &call))
        return FALSE;
      g_array_append_val (calls, call);
    }
  if (ids != NULL && !failed)
    return TRUE;
  for (guint32 i = 0; i < n; i++)
    if (rungs_cli_is_fault (rungs_trace_get_call (trace, i)))
      g_array_append_val (calls, i);
  if (calls->len == 0 && !failed)
    for (guint32 i = 0; i < n; i++)
      g_array_append_val (calls, i);
  return TRUE;
}

static int
write_report (RungsTrace *trace, const GArray *calls, gboolean redact, const char *path)
{
  g_autoptr (RungsNotes) notes = rungs_notes_new (NULL);
  g_autoptr (GError) error = NULL;
  RungsReport report = rungs_cli_report_of (trace, notes, calls);

  report.redact = redact;
  if (g_str_equal (path, "-"))
    {
      g_autoptr (GOutputStream) out = rungs_cli_stdout ();
      gboolean written = rungs_report_kind_for (STDOUT_KIND)->write (&report, out, NULL, &error);
      return rungs_cli_close (out, written, error);
    }
  if (rungs_report_save (&report, path, NULL, &error))
    return RUNGS_CLI_DONE;
  rungs_cli_complain ("%s", error->message);
  return RUNGS_CLI_UNREADABLE;
}

int
rungs_cli_report (int argc, char **argv)
{
  gboolean failed = FALSE, redact = FALSE;
  g_auto (GStrv) ids = NULL;
  g_autofree char *output = NULL;
  g_auto (RungsCliFiles) files = { 0 };
  g_autoptr (RungsTrace) trace = NULL;
  g_autoptr (GArray) calls = g_array_new (FALSE, FALSE, sizeof (guint32));
  RungsCliStatus status, written;
  const GOptionEntry options[] = {
    { "call", 0, 0, G_OPTION_ARG_STRING_ARRAY, &ids, N_ ("Report this call (may be repeated)"),
      N_ ("ID") },
    { "failed", 0, 0, G_OPTION_ARG_NONE, &failed, N_ ("Report the failed and dropped calls"),
      NULL },
    { "redact", 0, 0, G_OPTION_ARG_NONE, &redact, N_ ("Hide numbers, names and addresses"), NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
      N_ ("Where to write; - is text on standard output"), N_ ("PATH") },
    { NULL },
  };

  status = rungs_cli_parse ("report", options, &files, argc, argv);
  if (status != RUNGS_CLI_DONE)
    return status;
  if (output == NULL)
    {
      rungs_cli_complain ("%s", _ ("report needs --output=PATH; the kind follows from its ending: "
                                   ".html, .md, .csv, .json or .svg"));
      return RUNGS_CLI_USAGE;
    }
  if (!g_str_equal (output, "-") && rungs_report_kind_for (output) == NULL)
    {
      rungs_cli_complain (
        _ ("“%s” has no ending that says what to write; use .html, .md, .csv, .json or .svg"),
        output);
      return RUNGS_CLI_USAGE;
    }
  trace = rungs_cli_load (&files, &status);
  if (trace == NULL)
    return status;
  if (!choose (trace, ids, failed, calls))
    return RUNGS_CLI_USAGE;
  written = write_report (trace, calls, redact, output);
  return written != RUNGS_CLI_DONE ? written : status;
}
