/* `rungs-cli ladder`: one call, drawn. */
#include "config.h"

#include <glib/gi18n.h>

#include "cli.h"
#include "report/json.h"
#include "report/svg.h"

/* Wide enough for three lanes; a wider terminal says so in COLUMNS. */
#define DEFAULT_WIDTH 110
#define MAX_WIDTH 400

static guint
terminal_width (void)
{
  guint64 columns;

  if (rungs_span_to_uint (rungs_span_of (g_getenv ("COLUMNS")), MAX_WIDTH, &columns)
      && columns >= 60)
    return (guint) columns;
  return DEFAULT_WIDTH;
}

static gboolean
print_text (RungsTrace *trace, guint32 index, GOutputStream *out, GError **error)
{
  const RungsCall *call = rungs_trace_get_call (trace, index);
  g_autoptr (GPtrArray) events = rungs_trace_read_events (trace, call, NULL, error);
  g_autoptr (RungsLadder) ladder = NULL;
  g_autofree char *text = NULL;
  g_autofree char *clocks = NULL;

  if (events == NULL)
    return FALSE;
  ladder = rungs_ladder_new (trace, call, events);
  text = rungs_ladder_to_text (ladder, terminal_width ());
  clocks = rungs_cli_clock_lines (trace);
  return rungs_cli_print (out, text, error) && rungs_cli_print (out, clocks, error);
}

int
rungs_cli_ladder (int argc, char **argv)
{
  gboolean json = FALSE, svg = FALSE, text = FALSE, written;
  g_autofree char *id = NULL;
  g_auto (RungsCliFiles) files = { 0 };
  g_autoptr (RungsTrace) trace = NULL;
  g_autoptr (RungsNotes) notes = rungs_notes_new (NULL);
  g_autoptr (GArray) calls = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GOutputStream) out = NULL;
  g_autoptr (GError) error = NULL;
  RungsReport report;
  RungsCliStatus status, closed;
  guint32 index = 0;
  const GOptionEntry options[] = {
    { "call", 0, 0, G_OPTION_ARG_STRING, &id, N_ ("This call; default: the first failed one"),
      N_ ("ID") },
    { "text", 0, 0, G_OPTION_ARG_NONE, &text, N_ ("For a terminal (default)"), NULL },
    { "svg", 0, 0, G_OPTION_ARG_NONE, &svg, N_ ("As an SVG picture"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
    { NULL },
  };

  status = rungs_cli_parse ("ladder", options, &files, argc, argv);
  if (status != RUNGS_CLI_DONE)
    return status;
  if (json + svg + text > 1)
    {
      rungs_cli_complain ("%s", _ ("--text, --svg and --json are mutually exclusive"));
      return RUNGS_CLI_USAGE;
    }
  trace = rungs_cli_load (&files, &status);
  if (trace == NULL)
    return status;
  if (!rungs_cli_pick_call (trace, id, &index, &status))
    return status;

  out = rungs_cli_stdout ();
  g_array_append_val (calls, index);
  report = rungs_cli_report_of (trace, notes, calls);
  if (json)
    written = rungs_json_write_ladder (&report, out, NULL, &error);
  else if (svg)
    written = rungs_report_write_svg (&report, out, NULL, &error);
  else
    written = print_text (trace, index, out, &error);
  closed = rungs_cli_close (out, written, error);
  return rungs_cli_conclude (trace, status, closed, !json);
}
