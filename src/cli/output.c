/* What every subcommand prints through: standard output, and a report over the calls that were
 * chosen. */
#include "config.h"

#include <gio/gunixoutputstream.h>
#include <glib/gi18n.h>
#include <unistd.h>

#include "cli.h"
#include "formats/text/yours.h"
#include "ladder/plain.h"

GOutputStream *
rungs_cli_stdout (void)
{
  g_autoptr (GOutputStream) raw = g_unix_output_stream_new (STDOUT_FILENO, FALSE);

  return g_buffered_output_stream_new_sized (raw, 64 * 1024);
}

RungsCliStatus
rungs_cli_close (GOutputStream *out, gboolean written, const GError *error)
{
  g_autoptr (GError) close_error = NULL;

  if (written && g_output_stream_close (out, NULL, &close_error))
    return RUNGS_CLI_DONE;
  if (error == NULL)
    error = close_error;
  /* A reader that has seen enough (“| head”) is no fault. */
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE))
    rungs_cli_complain (_ ("the output could not be written: %s"), error->message);
  return RUNGS_CLI_UNREADABLE;
}

gboolean
rungs_cli_print (GOutputStream *out, const char *text, GError **error)
{
  g_autofree char *plain = rungs_plain_block (rungs_span_of (text));

  return g_output_stream_write_all (out, plain, strlen (plain), NULL, NULL, error);
}

void
rungs_cli_tell_problems (void)
{
  const GPtrArray *const problems[] = { rungs_knowledge_problems (rungs_knowledge_get ()),
                                        rungs_text_problems () };

  for (guint list = 0; list < G_N_ELEMENTS (problems); list++)
    for (guint i = 0; i < problems[list]->len; i++)
      rungs_cli_complain ("%s", (const char *) g_ptr_array_index (problems[list], i));
}

RungsCliStatus
rungs_cli_print_all (const char *text)
{
  g_autoptr (GOutputStream) out = rungs_cli_stdout ();
  g_autoptr (GError) error = NULL;
  gboolean written = rungs_cli_print (out, text, &error);

  return rungs_cli_close (out, written, error);
}

RungsReport
rungs_cli_report_of (RungsTrace *trace, RungsNotes *notes, const GArray *calls)
{
  g_autofree char *problem = notes != NULL ? rungs_notes_dup_problem (notes) : NULL;

  if (problem != NULL)
    rungs_cli_complain ("%s", problem);
  rungs_cli_tell_problems ();
  return (RungsReport){
    .trace = trace,
    .knowledge = rungs_knowledge_get (),
    .notes = notes,
    .calls = (const guint32 *) (const void *) calls->data,
    .n_calls = calls->len,
  };
}
