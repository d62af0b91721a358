/* `rungs-cli calls`: the list. */
#include "config.h"

#include <glib/gi18n.h>

#include "calls-text.h"
#include "calls/fault.h"
#include "cli.h"
#include "report/csv.h"
#include "report/json.h"
#include "report/report.h"

/* -1: no such kind. */
static int
kind_of (const char *name)
{
  for (int kind = RUNGS_KIND_INVITE; kind <= RUNGS_KIND_SIGN_IN; kind++)
    if (g_str_equal (name, rungs_kind_name (kind)))
      return kind;
  return -1;
}

static GArray *
choose (RungsTrace *trace, gboolean failed, int kind)
{
  GArray *calls = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = 0; i < rungs_trace_get_n_calls (trace); i++)
    {
      const RungsCall *call = rungs_trace_get_call (trace, i);

      if ((!failed || rungs_call_is_fault (call)) && (kind < 0 || call->kind == kind))
        g_array_append_val (calls, i);
    }
  return calls;
}

typedef enum
{
  TEXT,
  JSON,
  CSV
} Output;

static int
print_calls (RungsTrace *trace,
             const GArray *calls,
             Output output,
             gboolean failed,
             gboolean all_kinds)
{
  g_autoptr (GOutputStream) out = rungs_cli_stdout ();
  g_autoptr (RungsNotes) notes = rungs_notes_new (NULL);
  g_autoptr (GError) error = NULL;
  const RungsReport report = rungs_cli_report_of (trace, notes, calls);
  gboolean written;

  if (output == JSON)
    written = rungs_json_write_calls (&report, TRUE, out, NULL, &error);
  else if (output == CSV)
    written = rungs_report_write_csv (&report, out, NULL, &error);
  else
    {
      g_autofree char *text = rungs_cli_calls_text (&report, all_kinds, failed);
      written = rungs_cli_print (out, text, &error);
    }
  return rungs_cli_close (out, written, error);
}

int
rungs_cli_calls (int argc, char **argv)
{
  gboolean json = FALSE, csv = FALSE, text = FALSE, failed = FALSE;
  g_autofree char *kind_name = NULL;
  g_auto (RungsCliFiles) files = { 0 };
  g_autoptr (RungsTrace) trace = NULL;
  g_autoptr (GArray) calls = NULL;
  RungsCliStatus status, written;
  int kind = -1;
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, N_ ("Print CSV"), NULL },
    { "text", 0, 0, G_OPTION_ARG_NONE, &text, N_ ("Print a table (default)"), NULL },
    { "failed", 0, 0, G_OPTION_ARG_NONE, &failed, N_ ("Only failed and dropped calls"), NULL },
    { "kind", 0, 0, G_OPTION_ARG_STRING, &kind_name,
      N_ ("Only this kind: invite, register, options, …"), N_ ("KIND") },
    { NULL },
  };

  status = rungs_cli_parse ("calls", options, &files, argc, argv);
  if (status != RUNGS_CLI_DONE)
    return status;
  if (json + csv + text > 1)
    {
      rungs_cli_complain ("%s", _ ("--json, --csv and --text are mutually exclusive"));
      return RUNGS_CLI_USAGE;
    }
  if (kind_name != NULL && (kind = kind_of (kind_name)) < 0)
    {
      rungs_cli_complain (_ ("there is no kind “%s”; use invite, register, options, subscribe, "
                             "message, other, record or sign-in"),
                          kind_name);
      return RUNGS_CLI_USAGE;
    }
  trace = rungs_cli_load (&files, &status);
  if (trace == NULL)
    return status;
  calls = choose (trace, failed, kind);
  written = print_calls (trace, calls, json ? JSON : csv ? CSV : TEXT, failed, kind >= 0);
  if (calls->len == 0 && rungs_trace_get_n_calls (trace) > 0 && !json)
    rungs_cli_complain (_ ("none of the %u rows matches --failed or --kind"),
                        rungs_trace_get_n_calls (trace));
  return rungs_cli_conclude (trace, status, written, !json);
}
