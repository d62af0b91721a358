/* `rungs-cli report`: the files that are sent to a carrier or a customer. */
#include "config.h"

#include <glib/gi18n.h>

#include "base/error.h"
#include "calls/fault.h"
#include "cli.h"
#include "report/markdown.h"
#include "report/report.h"

/* One call is reported once, however often it is asked for. */
static void
add_call (GArray *calls, gboolean *chosen, guint32 call)
{
  if (!chosen[call])
    g_array_append_val (calls, call);
  chosen[call] = TRUE;
}

/* Adds the calls that are wanted: those named, else the failed ones, else (without --failed)
 * all. */
static gboolean
choose (RungsTrace *trace, char **ids, gboolean failed, GArray *calls, RungsCliStatus *status)
{
  guint n = rungs_trace_get_n_calls (trace);
  g_autofree gboolean *chosen = g_new0 (gboolean, n + 1);

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      guint32 call;

      if (!rungs_cli_pick_call (trace, ids[i], &call, status))
        return FALSE;
      add_call (calls, chosen, call);
    }
  if (ids != NULL && !failed)
    return TRUE;
  for (guint32 i = 0; i < n; i++)
    if (rungs_call_is_fault (rungs_trace_get_call (trace, i)))
      add_call (calls, chosen, i);
  if (calls->len == 0 && !failed)
    for (guint32 i = 0; i < n; i++)
      add_call (calls, chosen, i);
  return TRUE;
}

/* Of a path that is refused. */
static RungsCliStatus
complain_of_path (const char *path, const GError *error)
{
  g_autofree char *shown = g_filename_display_name (path);

  if (g_error_matches (error, RUNGS_ERROR, RUNGS_ERROR_EXISTS))
    rungs_cli_complain (_ ("“%s” already exists; --force replaces it"), shown);
  else
    rungs_cli_complain ("%s", error->message);
  return g_error_matches (error, RUNGS_ERROR, RUNGS_ERROR_EXISTS)
             || g_error_matches (error, RUNGS_ERROR, RUNGS_ERROR_IS_INPUT)
           ? RUNGS_CLI_USAGE
           : RUNGS_CLI_UNREADABLE;
}

static int
write_report (RungsReport *report, const char *path, gboolean force)
{
  g_autoptr (GError) error = NULL;

  if (g_str_equal (path, "-"))
    {
      g_autoptr (GOutputStream) out = rungs_cli_stdout ();
      gboolean written = rungs_report_write_markdown (report, out, NULL, &error);
      return rungs_cli_close (out, written, error);
    }
  if (rungs_report_save (report, NULL, path, force, NULL, &error))
    return RUNGS_CLI_DONE;
  return complain_of_path (path, error);
}

int
rungs_cli_report (int argc, char **argv)
{
  gboolean failed = FALSE, redact = FALSE, force = FALSE;
  g_auto (GStrv) ids = NULL;
  g_autofree char *output = NULL;
  g_auto (RungsCliFiles) files = { 0 };
  g_autoptr (RungsTrace) trace = NULL;
  g_autoptr (GArray) calls = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (RungsNotes) notes = NULL;
  RungsReport report;
  RungsCliStatus status, written;
  g_autoptr (GError) error = NULL;
  const GOptionEntry options[] = {
    { "call", 0, 0, G_OPTION_ARG_STRING_ARRAY, &ids, N_ ("Report this call (may be repeated)"),
      N_ ("ID") },
    { "failed", 0, 0, G_OPTION_ARG_NONE, &failed, N_ ("Report the failed and dropped calls"),
      NULL },
    { "redact", 0, 0, G_OPTION_ARG_NONE, &redact, N_ ("Hide numbers, names and addresses"), NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
      N_ ("Where to write; - is text on standard output"), N_ ("PATH") },
    { "force", 0, 0, G_OPTION_ARG_NONE, &force, N_ ("Replace a file that already exists"), NULL },
    { NULL },
  };

  status = rungs_cli_parse ("report", options, &files, argc, argv);
  if (status != RUNGS_CLI_DONE)
    return status;
  if (output == NULL)
    {
      g_autofree char *suffixes = rungs_report_suffixes ();

      rungs_cli_complain (_ ("report needs --output=PATH; its suffix gives the format: %s"),
                          suffixes);
      return RUNGS_CLI_USAGE;
    }
  if (!g_str_equal (output, "-") && rungs_report_find_kind (output, &error) == NULL)
    {
      rungs_cli_complain ("%s", error->message);
      return RUNGS_CLI_USAGE;
    }
  trace = rungs_cli_load (&files, &status);
  if (trace == NULL)
    return status;
  if (!choose (trace, ids, failed, calls, &status))
    return status;
  if (calls->len == 0 && rungs_trace_get_n_calls (trace) > 0)
    rungs_cli_complain ("%s", rungs_report_empty_sentence (failed));
  notes = rungs_notes_new (NULL);
  report = rungs_cli_report_of (trace, notes, calls);
  report.redact = redact;
  report.only_failed = failed;
  written = write_report (&report, output, force);
  return rungs_cli_conclude (trace, status, written, TRUE);
}
