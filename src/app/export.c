#include "config.h"

#include "app/export.h"

#include <glib/gi18n.h>

#include "app/call-words.h"
#include "report/report.h"

typedef struct
{
  RungsTrace *trace;
  GArray *calls;
  gboolean redact;
  char *path;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->trace);
  g_array_unref (job->calls);
  g_free (job->path);
  g_free (job);
}

static void
save_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  /* Notes of our own: those of the session belong to the main thread. */
  g_autoptr (RungsNotes) notes = rungs_notes_new (NULL);
  RungsReport report = {
    .trace = job->trace,
    .knowledge = rungs_knowledge_get (),
    .notes = notes,
    .calls = (const guint32 *) (gpointer) job->calls->data,
    .n_calls = job->calls->len,
    .redact = job->redact,
  };
  GError *error = NULL;

  if (rungs_report_save (&report, NULL, job->path, TRUE, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RungsWindow *window = RUNGS_WINDOW (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_filename_display_basename (job->path);
  g_autofree char *sentence = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    sentence = g_strdup_printf (_ ("Report saved as “%s”"), name);
  else
    sentence = g_strdup (error->message);
  rungs_window_say (window, sentence);
}

static void
response_cb (GtkNativeDialog *dialog, int response, RungsWindow *window)
{
  Job *job = g_object_get_data (G_OBJECT (dialog), "job");
  g_autoptr (GFile) file = NULL;
  g_autoptr (GTask) task = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL && g_file_peek_path (file) != NULL)
    {
      const char *redact = gtk_file_chooser_get_choice (GTK_FILE_CHOOSER (dialog), "redact");
      const char *path = g_file_peek_path (file);

      job = g_object_steal_data (G_OBJECT (dialog), "job");
      job->redact = g_strcmp0 (redact, "true") == 0;
      /* Without a suffix we know it is the web page. */
      job->path =
        rungs_report_kind_for (path) != NULL ? g_strdup (path) : g_strconcat (path, ".html", NULL);
      task = g_task_new (window, NULL, saved_cb, NULL);
      g_task_set_source_tag (task, response_cb);
      g_task_set_task_data (task, job, job_free);
      g_task_run_in_thread (task, save_thread);
    }
  g_object_unref (dialog);
}

static GArray *
choose_calls (RungsSession *session, gboolean all_failed)
{
  GArray *calls = g_array_new (FALSE, FALSE, sizeof (guint32));
  RungsTrace *trace = rungs_session_get_trace (session);
  guint32 selected = rungs_session_get_call (session);

  if (!all_failed && selected != RUNGS_NONE)
    g_array_append_val (calls, selected);
  for (guint32 i = 0; all_failed && trace != NULL && i < rungs_trace_get_n_calls (trace); i++)
    if (rungs_call_is_fault (rungs_trace_get_call (trace, i)))
      g_array_append_val (calls, i);
  return calls;
}

static char *
suggest_name (RungsTrace *trace, GArray *calls, gboolean all_failed)
{
  const char *input = rungs_input_get_basename (rungs_trace_get_input (trace, 0)->input);
  const char *dot = strrchr (input, '.');
  g_autofree char *stem =
    g_strndup (input, dot != NULL && dot > input ? (gsize) (dot - input) : strlen (input));

  g_strdelimit (stem, "/\\:", '-');
  if (all_failed)
    return g_strdup_printf (_ ("%s, failed calls.html"), stem);
  return g_strdup_printf (_ ("%s, call %u.html"), stem,
                          rungs_trace_get_call (trace, g_array_index (calls, guint32, 0))->id);
}

void
rungs_export_report (RungsWindow *window, gboolean all_failed)
{
  RungsSession *session = rungs_window_get_session (window);
  RungsTrace *trace = rungs_session_get_trace (session);
  g_autoptr (GArray) calls = choose_calls (session, all_failed);
  g_autofree char *name = NULL;
  GtkFileChooserNative *dialog;
  Job *job;

  if (calls->len == 0)
    {
      rungs_window_say (window, all_failed ? _ ("No call failed") : _ ("No call is selected"));
      return;
    }
  job = g_new0 (Job, 1);
  job->trace = g_object_ref (trace);
  job->calls = g_array_ref (calls);
  name = suggest_name (trace, calls, all_failed);
  dialog = gtk_file_chooser_native_new (_ ("Export Report"), GTK_WINDOW (window),
                                        GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_file_chooser_add_choice (GTK_FILE_CHOOSER (dialog), "redact",
                               _ ("Hide numbers, names and addresses"), NULL, NULL);
  g_object_set_data_full (G_OBJECT (dialog), "job", job, job_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), window, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
