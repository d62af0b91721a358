#include "config.h"

#include "app/dialogs/export.h"

#include <glib/gi18n.h>

#include "app/list/call-words.h"
#include "base/error.h"
#include "ladder/plain.h"
#include "report/report.h"

#define JOB_KEY "job"
#define KIND_KEY "kind"
#define RESPONSE_REPLACE "replace"

typedef struct
{
  RungsTrace *trace;
  GArray *calls;
  gboolean redact;
  char *path;
  const RungsReportKind *kind;
  gboolean replace; /* the user was asked about exactly this path */
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

  if (!rungs_report_save (&report, job->kind, job->path, job->replace, cancellable, &error))
    g_task_return_error (task, error);
  /* A folder of the sandbox may have put it elsewhere. */
  else if (!g_file_test (job->path, G_FILE_TEST_EXISTS))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                             _ ("The report was not saved: there is no file “%s”."), job->path);
  else
    g_task_return_boolean (task, TRUE);
}

static void save (RungsHost *host, Job *job);

static void
replace_cb (AdwMessageDialog *dialog, const char *response, RungsHost *host)
{
  Job *job = g_object_steal_data (G_OBJECT (dialog), JOB_KEY);

  job->replace = TRUE;
  if (strcmp (response, RESPONSE_REPLACE) == 0)
    save (host, job);
  else
    job_free (job);
}

/* As the file chooser asks; its question was about the name without the suffix. */
static void
ask_to_replace (RungsHost *host, Job *job)
{
  g_autofree char *name = g_filename_display_basename (job->path);
  g_autofree char *plain = rungs_plain_line (rungs_span_of (name), 0);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (host), _ ("Replace File?"), NULL);

  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  _ ("A file named “%s” already exists."), plain);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"),
                                    RESPONSE_REPLACE, _ ("_Replace"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), RESPONSE_REPLACE,
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  g_object_set_data_full (G_OBJECT (dialog), JOB_KEY, job, job_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (replace_cb), host, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RungsHost *host = RUNGS_HOST (source);
  Job *job = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_filename_display_basename (job->path);
  g_autofree char *sentence = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    sentence = g_strdup_printf (_ ("Report saved as “%s”"), name);
  else if (g_error_matches (error, RUNGS_ERROR, RUNGS_ERROR_EXISTS))
    {
      ask_to_replace (host, job);
      return;
    }
  else
    sentence = g_strdup (error->message);
  rungs_host_say (host, sentence);
  job_free (job);
}

/* Takes @job. */
static void
save (RungsHost *host, Job *job)
{
  g_autoptr (GTask) task = g_task_new (host, NULL, saved_cb, job);

  g_task_set_source_tag (task, save);
  g_task_set_task_data (task, job, NULL);
  g_task_run_in_thread (task, save_thread);
}

/* In the sandbox only the name that the user gave is there; another one beside it would be a file
 * that nobody finds. */
static gboolean
is_granted_by_portal (const char *path)
{
  g_autofree char *folder = g_build_filename (g_get_user_runtime_dir (), "doc", "", NULL);

  return g_str_has_prefix (path, folder) || g_str_has_prefix (path, "/run/flatpak/doc/");
}

static const RungsReportKind *
chosen_kind (GtkFileChooser *chooser)
{
  GtkFileFilter *filter = gtk_file_chooser_get_filter (chooser);
  const RungsReportKind *kind =
    filter != NULL ? g_object_get_data (G_OBJECT (filter), KIND_KEY) : NULL;

  return kind != NULL ? kind : &rungs_report_kinds[0];
}

/* What is written and to where: a suffix that the user wrote says what it is, else the chosen
 * format does. */
static void
settle (Job *job, const char *path, const RungsReportKind *chosen)
{
  job->kind = rungs_report_kind_for (path);
  job->replace = job->kind != NULL || is_granted_by_portal (path);
  if (job->kind == NULL)
    job->kind = chosen;
  job->path = job->replace ? g_strdup (path) : g_strconcat (path, job->kind->suffix, NULL);
}

static void
response_cb (GtkNativeDialog *dialog, int response, RungsHost *host)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (chooser);
  if (file != NULL && g_file_peek_path (file) == NULL)
    rungs_host_say (host, _ ("A report can only be saved on this computer"));
  else if (file != NULL)
    {
      Job *job = g_object_steal_data (G_OBJECT (dialog), JOB_KEY);

      job->redact = g_strcmp0 (gtk_file_chooser_get_choice (chooser, "redact"), "true") == 0;
      settle (job, g_file_peek_path (file), chosen_kind (chooser));
      save (host, job);
    }
  g_object_unref (dialog);
}

/* The name follows the format. */
static void
filter_cb (GtkFileChooser *chooser)
{
  g_autofree char *name = gtk_file_chooser_get_current_name (chooser);
  const RungsReportKind *old = name != NULL ? rungs_report_kind_for (name) : NULL;
  g_autofree char *stem = NULL, *changed = NULL;

  if (old == NULL || old == chosen_kind (chooser))
    return;
  stem = g_strndup (name, strlen (name) - strlen (old->suffix));
  changed = g_strconcat (stem, chosen_kind (chooser)->suffix, NULL);
  gtk_file_chooser_set_current_name (chooser, changed);
}

static void
add_filters (GtkFileChooser *chooser)
{
  for (guint i = 0; i < rungs_n_report_kinds; i++)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

      gtk_file_filter_set_name (filter, _ (rungs_report_kinds[i].title));
      gtk_file_filter_add_suffix (filter, rungs_report_kinds[i].suffix + 1);
      g_object_set_data (G_OBJECT (filter), KIND_KEY, (gpointer) &rungs_report_kinds[i]);
      gtk_file_chooser_add_filter (chooser, filter);
      if (i == 0)
        gtk_file_chooser_set_filter (chooser, filter);
    }
  g_signal_connect (chooser, "notify::filter", G_CALLBACK (filter_cb), NULL);
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

/* "sbc, 2026-11-22 09.41.24.html": which log and when. Not who: a report that hides the numbers
 * must not have them in its name. */
static char *
suggest_name (RungsTrace *trace, GArray *calls, gboolean all_failed)
{
  const RungsCall *call = rungs_trace_get_call (trace, g_array_index (calls, guint32, 0));
  const char *input = rungs_input_get_basename (rungs_trace_get_input (trace, 0)->input);
  const char *dot = strrchr (input, '.');
  g_autofree char *stem =
    g_strndup (input, dot != NULL && dot > input ? (gsize) (dot - input) : strlen (input));
  g_autofree char *date = rungs_call_date (trace, call), *clock = rungs_call_clock (trace, call);
  g_autofree char *when =
    g_strconcat (date, *date != '\0' && *clock != '\0' ? " " : "", clock, NULL);
  g_autofree char *name = NULL;

  g_strdelimit (stem, "/\\:", '-');
  g_strdelimit (when, ":", '.');
  g_strdelimit (when, "/\\", '-');
  if (all_failed)
    name = g_strdup_printf (_ ("%s, failed calls"), stem);
  else if (*when == '\0')
    name = g_strdup_printf (_ ("%s, call %u"), stem, call->id);
  else
    name = g_strdup_printf ("%s, %s", stem, when);
  return g_strconcat (name, rungs_report_kinds[0].suffix, NULL);
}

void
rungs_export_report (RungsHost *host, gboolean all_failed)
{
  RungsSession *session = rungs_host_get_session (host);
  RungsTrace *trace = rungs_session_get_trace (session);
  g_autoptr (GArray) calls = choose_calls (session, all_failed);
  g_autofree char *name = NULL;
  GtkFileChooserNative *dialog;
  Job *job;

  if (calls->len == 0)
    {
      rungs_host_say (host, all_failed ? _ ("No call failed") : _ ("No call is selected"));
      return;
    }
  job = g_new0 (Job, 1);
  job->trace = g_object_ref (trace);
  job->calls = g_array_ref (calls);
  name = suggest_name (trace, calls, all_failed);
  dialog = gtk_file_chooser_native_new (_ ("Export Report"), GTK_WINDOW (host),
                                        GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_file_chooser_add_choice (GTK_FILE_CHOOSER (dialog), "redact",
                               _ ("Hide numbers, names and addresses"), NULL, NULL);
  add_filters (GTK_FILE_CHOOSER (dialog));
  g_object_set_data_full (G_OBJECT (dialog), JOB_KEY, job, job_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), host, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
