/* Options, files and the choice of a call: the same in every subcommand. */
#include "config.h"

#include <glib/gi18n.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "calls/fault.h"
#include "cli.h"
#include "ladder/plain.h"

void
rungs_cli_complain (const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *plain = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  /* A file may be named so that its name acts on the terminal. */
  plain = rungs_plain_line (rungs_span_of (text), 0);
  g_printerr ("rungs-cli: %s\n", plain);
}

RungsCliStatus
rungs_cli_parse (const char *name,
                 const GOptionEntry *entries,
                 RungsCliFiles *files,
                 int argc,
                 char **argv)
{
  g_autofree char *parameters = g_strdup_printf ("%s FILE…", name);
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  const GOptionEntry shared[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &files->format,
      N_ ("Take the input as this format (see rungs-cli formats)"), N_ ("ID") },
    { "utc-offset", 0, 0, G_OPTION_ARG_STRING_ARRAY, &files->utc_offsets,
      N_ ("How far the log’s clock is ahead of UTC; with N: that of input N alone"),
      N_ ("[N:]+HH:MM") },
    { "shift", 0, 0, G_OPTION_ARG_STRING_ARRAY, &files->shifts,
      N_ ("Shift the times of input N by this amount"), N_ ("N:+1.250s") },
    { "join-header", 0, 0, G_OPTION_ARG_STRING_ARRAY, &files->join_headers,
      N_ ("Legs that have the same value in this header are one call"), N_ ("NAME") },
    { "as-found", 0, 0, G_OPTION_ARG_NONE, &files->as_found,
      N_ ("Ignore manual joins, splits, renames and merges"), NULL },
    { "align", 0, 0, G_OPTION_ARG_NONE, &files->align,
      N_ ("Align the inputs’ clocks using messages they share"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files->paths, NULL, N_ ("FILE…") },
    { NULL },
  };

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, parameters);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, shared, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    rungs_cli_complain ("%s", error->message);
  else if (files->paths == NULL)
    rungs_cli_complain (_ ("%s needs a file, a folder, or - for standard input"), name);
  else if (files->format != NULL && rungs_format_by_id (files->format) == NULL)
    rungs_cli_complain (_ ("there is no format “%s”; rungs-cli formats lists them"), files->format);
  else if (rungs_cli_clock_parse (files))
    return RUNGS_CLI_DONE;
  return RUNGS_CLI_USAGE;
}

void
rungs_cli_files_clear (RungsCliFiles *files)
{
  g_clear_pointer (&files->format, g_free);
  g_clear_pointer (&files->utc_offsets, g_strfreev);
  g_clear_pointer (&files->join_headers, g_strfreev);
  g_clear_pointer (&files->shifts, g_strfreev);
  g_clear_pointer (&files->clocks, g_array_unref);
  g_clear_pointer (&files->paths, g_strfreev);
}

/* “rungs-cli calls x.log >> x.log” would change the log. Takes @trace. */
static RungsTrace *
unless_written (RungsTrace *trace, RungsCliStatus *status)
{
  struct stat info;

  if (trace == NULL || fstat (STDOUT_FILENO, &info) != 0 || !S_ISREG (info.st_mode)
      || !rungs_trace_is_made_from (trace, &info))
    return trace;
  rungs_cli_complain ("%s", _ ("standard output is one of the inputs"));
  *status = RUNGS_CLI_USAGE;
  g_object_unref (trace);
  return NULL;
}

RungsTrace *
rungs_cli_load (const RungsCliFiles *files, RungsCliStatus *status)
{
  RungsLoadOptions options = { .format_id = files->format, .align = files->align };
  const char *const *paths = (const char *const *) files->paths;
  g_autoptr (RungsChoiceSet) set = NULL;
  g_autoptr (GError) error = NULL;
  RungsTrace *trace;

  if (!files->as_found)
    {
      g_autoptr (RungsChoices) choices = rungs_choices_new (NULL);
      g_autofree char *problem = rungs_choices_dup_problem (choices);

      if (problem != NULL)
        rungs_cli_complain ("%s", problem);
      options.choices = set = rungs_choices_get_set (choices);
    }
  options.join_headers = (const char *const *) files->join_headers;
  rungs_cli_clock_options (files, &options);
  *status = RUNGS_CLI_DONE;
  trace = rungs_trace_load (paths, &options, TRUE, NULL, NULL, NULL, &error);
  if (trace != NULL && !rungs_cli_clock_check (files, trace))
    {
      *status = RUNGS_CLI_USAGE;
      g_clear_object (&trace);
      return NULL;
    }
  if (trace != NULL)
    return unless_written (trace, status);

  if (g_error_matches (error, RUNGS_ERROR, RUNGS_ERROR_UNRECOGNISED))
    rungs_cli_complain (_ ("%s “rungs-cli formats” lists what Rungs reads."), error->message);
  else
    rungs_cli_complain ("%s", error->message);
  *status = RUNGS_CLI_UNREADABLE;
  /* One file is bad: the others are still worth showing. Standard input can be read only once. */
  if (g_strv_length (files->paths) < 2 || g_strv_contains (paths, "-"))
    return NULL;
  return unless_written (rungs_trace_load (paths, &options, FALSE, NULL, NULL, NULL, NULL), status);
}

gboolean
rungs_cli_pick_call (RungsTrace *trace, const char *id, guint32 *index, RungsCliStatus *status)
{
  guint n = rungs_trace_get_n_calls (trace);
  int best = -1;

  if (n == 0)
    {
      *status = rungs_cli_conclude (trace, RUNGS_CLI_UNREADABLE, RUNGS_CLI_DONE, TRUE);
      return FALSE;
    }
  if (id != NULL)
    {
      guint64 number;

      if (!rungs_span_to_uint (rungs_span_of (id), G_MAXUINT32, &number) || number < 1
          || number > n)
        {
          rungs_cli_complain (_ ("there is no call %s; the ids are 1 to %u, see rungs-cli calls"),
                              id, n);
          *status = RUNGS_CLI_USAGE;
          return FALSE;
        }
      *index = (guint32) number - 1;
      return TRUE;
    }
  for (guint i = 0; i < n; i++)
    {
      const RungsCall *call = rungs_trace_get_call (trace, i);
      /* A failed call before a failed registration before a good call before the rest. */
      int rank = (rungs_call_is_fault (call) ? 2 : 0)
                 + (call->kind == RUNGS_KIND_INVITE || call->n_records > 0 ? 1 : 0);

      if (rank > best)
        {
          best = rank;
          *index = i;
        }
    }
  return TRUE;
}
