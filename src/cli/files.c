/* Options, files and the choice of a call: the same in every subcommand. */
#include "config.h"

#include <glib/gi18n.h>

#include "base/error.h"
#include "cli.h"

/* The widest zones in use are -12:00 and +14:00. */
#define MAX_UTC_OFFSET (14 * 60)

void
rungs_cli_complain (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("rungs-cli: %s\n", text);
}

/* "+02:00", "-05:30", "+2" and "Z" in minutes. */
static gboolean
parse_utc_offset (const char *text, int *minutes)
{
  RungsSpan rest = rungs_span_of (text);
  guint64 hours, more = 0;
  int sign;
  gsize n;

  if (g_str_equal (text, "Z"))
    {
      *minutes = 0;
      return TRUE;
    }
  if (rest.len == 0 || (rest.str[0] != '+' && rest.str[0] != '-'))
    return FALSE;
  sign = rest.str[0] == '-' ? -1 : 1;
  rest = rungs_span_skip (rest, 1);
  n = rungs_span_take_uint (rungs_span_head (rest, 2), 14, &hours);
  if (n == 0)
    return FALSE;
  rest = rungs_span_skip (rest, n);
  if (rest.len > 0)
    {
      rest = rungs_span_skip (rest, rest.str[0] == ':' ? 1 : 0);
      if (rest.len != 2 || !rungs_span_to_uint (rest, 59, &more))
        return FALSE;
    }
  *minutes = sign * (int) (hours * 60 + more);
  return ABS (*minutes) <= MAX_UTC_OFFSET;
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
    { "utc-offset", 0, 0, G_OPTION_ARG_STRING, &files->utc_offset,
      N_ ("How far the log’s clock is ahead of UTC"), N_ ("+HH:MM") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files->paths, NULL, N_ ("FILE…") },
    { NULL },
  };
  int minutes;

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
  else if (files->utc_offset != NULL && !parse_utc_offset (files->utc_offset, &minutes))
    rungs_cli_complain (_ ("“%s” is no UTC offset; write it as +02:00 or -05:00"),
                        files->utc_offset);
  else
    return RUNGS_CLI_DONE;
  return RUNGS_CLI_USAGE;
}

void
rungs_cli_files_clear (RungsCliFiles *files)
{
  g_clear_pointer (&files->format, g_free);
  g_clear_pointer (&files->utc_offset, g_free);
  g_clear_pointer (&files->paths, g_strfreev);
}

RungsTrace *
rungs_cli_load (const RungsCliFiles *files, RungsCliStatus *status)
{
  RungsLoadOptions options = { .format_id = files->format };
  const char *const *paths = (const char *const *) files->paths;
  g_autoptr (GError) error = NULL;
  RungsTrace *trace;

  if (files->utc_offset != NULL)
    options.has_utc_offset = parse_utc_offset (files->utc_offset, &options.utc_offset);

  *status = RUNGS_CLI_DONE;
  trace = rungs_trace_load (paths, &options, TRUE, NULL, NULL, NULL, &error);
  if (trace != NULL)
    return trace;

  rungs_cli_complain ("%s", error->message);
  *status = RUNGS_CLI_UNREADABLE;
  /* One file is bad: the others are still worth showing. Standard input can be read only once. */
  if (g_strv_length (files->paths) < 2 || g_strv_contains (paths, "-"))
    return NULL;
  return rungs_trace_load (paths, &options, FALSE, NULL, NULL, NULL, NULL);
}

gboolean
rungs_cli_is_fault (const RungsCall *call)
{
  return call->state == RUNGS_STATE_FAILED || call->state == RUNGS_STATE_DROPPED;
}

gboolean
rungs_cli_pick_call (RungsTrace *trace, const char *id, guint32 *index)
{
  guint n = rungs_trace_get_n_calls (trace);
  int best = -1;

  if (id != NULL)
    {
      guint64 number;

      if (!rungs_span_to_uint (rungs_span_of (id), G_MAXUINT32, &number) || number < 1
          || number > n)
        {
          rungs_cli_complain (_ ("there is no call %s; the ids are 1 to %u, see rungs-cli calls"),
                              id, n);
          return FALSE;
        }
      *index = (guint32) number - 1;
      return TRUE;
    }
  if (n == 0)
    {
      rungs_cli_complain ("%s", _ ("there is no call in the input"));
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    {
      const RungsCall *call = rungs_trace_get_call (trace, i);
      /* A failed call before a failed registration before a good call before the rest. */
      int rank = (rungs_cli_is_fault (call) ? 2 : 0) + (call->kind == RUNGS_KIND_INVITE ? 1 : 0);

      if (rank > best)
        {
          best = rank;
          *index = i;
        }
    }
  return TRUE;
}
