#include "config.h"

#include "app/window/opening.h"

#include <glib/gi18n.h>

#include "app/session/find.h"
#include "app/window/recent.h"
#include "app/window/sample.h"

#define QUESTION_KEY "rungs-question"
#define UNDER_WAY_KEY "rungs-under-way"

#define RESPONSE_KEEP "keep"
#define RESPONSE_ADD "add"
#define RESPONSE_OPEN "open"

static GPtrArray *
copy_files (GFile *const *files, guint n_files)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_files; i++)
    g_ptr_array_add (copy, g_object_ref (files[i]));
  return copy;
}

/* ---- Recent files: what was read ---- */

/* The trace has something from @path: a file, a folder with it, or an archive that holds it. */
static gboolean
has_found (RungsTrace *trace, const char *path)
{
  g_autofree char *name = g_filename_display_name (path);
  gsize len = strlen (name);

  for (guint i = 0; i < rungs_trace_get_n_inputs (trace); i++)
    {
      const RungsTraceInput *entry = rungs_trace_get_input (trace, i);
      const char *input = rungs_input_get_name (entry->input);

      if (strncmp (input, name, len) == 0 && (input[len] == '\0' || input[len] == '/')
          && (entry->n_messages > 0 || entry->n_records > 0))
        return TRUE;
    }
  return FALSE;
}

/* Says what of several files could not be read; the calls of the others are shown. */
static void
say_unreadable (RungsWindow *window, RungsTrace *trace, const char *path)
{
  g_autofree char *name = g_filename_display_name (path);

  for (guint i = 0; i < rungs_trace_get_n_diagnostics (trace); i++)
    {
      const RungsDiagnostic *diagnostic = rungs_trace_get_diagnostic (trace, i);

      if (diagnostic->kind == RUNGS_DIAGNOSTIC_UNREADABLE
          && strstr (diagnostic->text, name) != NULL)
        {
          rungs_host_say (RUNGS_HOST (window), diagnostic->text);
          return;
        }
    }
}

/* Remembers what the load that has just ended could read, and forgets what it could not. A stopped
 * load says nothing about files that it did not reach. */
static void
remember (RungsWindow *window, GPtrArray *files)
{
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (window));
  const char *const *shown = rungs_session_get_paths (session);
  RungsTrace *trace = rungs_session_get_trace (session);

  for (guint i = 0; i < files->len; i++)
    {
      GFile *file = g_ptr_array_index (files, i);

      if (shown == NULL || !g_strv_contains (shown, g_file_peek_path (file)))
        continue;
      if (has_found (trace, g_file_peek_path (file)))
        rungs_recent_add (file);
      else if (!rungs_trace_is_partial (trace))
        {
          rungs_recent_forget (file);
          if (rungs_trace_get_n_calls (trace) > 0)
            say_unreadable (window, trace, g_file_peek_path (file));
        }
    }
}

static void
loading_cb (RungsSession *session, GParamSpec *pspec, RungsWindow *window)
{
  GPtrArray *files = g_object_get_data (G_OBJECT (window), UNDER_WAY_KEY);

  /* Which files a load reads that begins elsewhere (some are left out, say) is of no interest: they
   * are known. */
  if (rungs_session_get_loading (session))
    g_object_set_data (G_OBJECT (window), UNDER_WAY_KEY, NULL);
  else if (files != NULL && rungs_session_get_trace (session) != NULL)
    remember (window, files);
}

static void
load_failed_cb (RungsSession *session, const GError *error, RungsWindow *window)
{
  GPtrArray *files = g_object_get_data (G_OBJECT (window), UNDER_WAY_KEY);

  for (guint i = 0; files != NULL && i < files->len; i++)
    rungs_recent_forget (g_ptr_array_index (files, i));
}

/* ---- Opening ---- */

static gboolean
has_something_open (RungsSession *session)
{
  RungsTrace *trace = rungs_session_get_trace (session);

  return rungs_session_get_loading (session)
         || (trace != NULL && rungs_trace_get_n_calls (trace) > 0);
}

static void
start (RungsWindow *window, GPtrArray *files, gboolean is_added)
{
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (window));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;

  for (guint i = 0; i < files->len; i++)
    g_strv_builder_add (builder, g_file_peek_path (g_ptr_array_index (files, i)));
  paths = g_strv_builder_end (builder);
  if (is_added)
    rungs_session_add (session, (const char *const *) paths);
  else
    rungs_session_open (session, (const char *const *) paths);
  g_object_set_data_full (G_OBJECT (window), UNDER_WAY_KEY, g_ptr_array_ref (files),
                          (GDestroyNotify) g_ptr_array_unref);
}

/* "sbc.log", "sbc.log and 2 more". */
static char *
name_files (GPtrArray *files)
{
  g_autofree char *name = g_file_get_basename (g_ptr_array_index (files, 0));

  return rungs_session_name_several (name, files->len);
}

/* Where the user says what becomes of the trace that is open. Files that arrive meanwhile join
 * those that are asked about. */
static void
show_question (AdwMessageDialog *dialog, RungsWindow *window, GPtrArray *files)
{
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (window));
  g_autofree char *open = rungs_session_get_loading (session)
                            ? rungs_session_dup_loading_title (session)
                            : rungs_session_dup_title (session);
  g_autofree char *asked = name_files (files);

  /* Translators: the first is the name of files that were dropped on the window, the second what is
   * open in it */
  adw_message_dialog_format_body (
    dialog, _ ("Add “%s” to see its calls together with those of “%s”, or open it instead?"), asked,
    open);
}

static void
question_response_cb (AdwMessageDialog *dialog, const char *response, RungsWindow *window)
{
  GPtrArray *files = g_object_get_data (G_OBJECT (dialog), QUESTION_KEY);

  g_object_set_data (G_OBJECT (window), QUESTION_KEY, NULL);
  if (strcmp (response, RESPONSE_KEEP) != 0)
    start (window, files, strcmp (response, RESPONSE_ADD) == 0);
}

static AdwMessageDialog *
question_new (RungsWindow *window)
{
  AdwMessageDialog *dialog =
    ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (window), _ ("A Trace Is Open"), NULL));

  adw_message_dialog_add_responses (dialog, RESPONSE_KEEP, _ ("_Keep This Trace"), RESPONSE_OPEN,
                                    _ ("_Open Instead"), RESPONSE_ADD, _ ("_Add to This Trace"),
                                    NULL);
  adw_message_dialog_set_close_response (dialog, RESPONSE_KEEP);
  adw_message_dialog_set_default_response (dialog, RESPONSE_ADD);
  adw_message_dialog_set_response_appearance (dialog, RESPONSE_ADD, ADW_RESPONSE_SUGGESTED);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (question_response_cb), window, 0);
  return dialog;
}

/* Takes @files. */
static void
ask (RungsWindow *window, GPtrArray *files)
{
  AdwMessageDialog *dialog = g_object_get_data (G_OBJECT (window), QUESTION_KEY);

  if (dialog == NULL)
    {
      dialog = question_new (window);
      g_object_set_data_full (G_OBJECT (dialog), QUESTION_KEY, files,
                              (GDestroyNotify) g_ptr_array_unref);
      g_object_set_data (G_OBJECT (window), QUESTION_KEY, dialog);
    }
  else
    {
      g_ptr_array_extend_and_steal (g_object_get_data (G_OBJECT (dialog), QUESTION_KEY), files);
      files = g_object_get_data (G_OBJECT (dialog), QUESTION_KEY);
    }
  show_question (dialog, window, files);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Takes out of @files what no path leads to, and says so. */
static void
drop_distant (RungsWindow *window, GPtrArray *files)
{
  g_autoptr (GFile) distant = NULL;
  guint n = 0;

  for (guint i = files->len; i-- > 0;)
    if (g_file_peek_path (g_ptr_array_index (files, i)) == NULL)
      {
        g_set_object (&distant, g_ptr_array_index (files, i));
        g_ptr_array_remove_index (files, i);
        n++;
      }
  if (n > 0)
    {
      g_autofree char *name = g_file_get_parse_name (distant);
      g_autofree char *sentence =
        n == 1 ? g_strdup_printf (_ ("“%s” is not on this computer"), name)
               : g_strdup_printf (ngettext ("%u file is not on this computer",
                                            "%u files are not on this computer", n),
                                  n);

      rungs_host_say (RUNGS_HOST (window), sentence);
    }
}

/* Reading again what is open replaces nothing. */
static gboolean
are_open (RungsSession *session, GPtrArray *files)
{
  const char *const *paths = rungs_session_get_paths (session);

  for (guint i = 0; i < files->len; i++)
    if (paths == NULL || !g_strv_contains (paths, g_file_peek_path (g_ptr_array_index (files, i))))
      return FALSE;
  return TRUE;
}

void
rungs_open_files (RungsWindow *window, GFile *const *files, guint n_files, RungsOpening how)
{
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (window));
  g_autoptr (GPtrArray) list = copy_files (files, n_files);

  g_return_if_fail (RUNGS_IS_WINDOW (window));

  drop_distant (window, list);
  if (list->len == 0)
    return;
  if (how == RUNGS_OPEN_ASK && has_something_open (session) && !are_open (session, list))
    ask (window, g_steal_pointer (&list));
  else
    start (window, list,
           how == RUNGS_OPEN_ADD || (how == RUNGS_OPEN_ASK && has_something_open (session)));
}

/* ---- The window's commands ---- */

static void
chosen_cb (GtkNativeDialog *dialog, int response, RungsWindow *window)
{
  gpointer is_added = g_object_get_data (G_OBJECT (dialog), "is-added");

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
      g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);

      for (guint i = 0; i < g_list_model_get_n_items (files); i++)
        g_ptr_array_add (list, g_list_model_get_item (files, i));
      rungs_open_files (window, (GFile *const *) list->pdata, list->len,
                        is_added != NULL ? RUNGS_OPEN_ADD : RUNGS_OPEN_INSTEAD);
    }
  g_object_unref (dialog);
}

static GtkFileChooserNative *
chooser_new (const char *title, GtkWindow *parent, GtkFileChooserAction action, const char *accept)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, parent, action, accept, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  return dialog;
}

/* Takes @dialog. */
static void
show_chooser (RungsWindow *window, GtkFileChooserNative *dialog)
{
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), window, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  show_chooser (RUNGS_WINDOW (widget),
                chooser_new (_ ("Open Logs and Captures"), GTK_WINDOW (widget),
                             GTK_FILE_CHOOSER_ACTION_OPEN, NULL));
}

static void
open_folder_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  show_chooser (RUNGS_WINDOW (widget), chooser_new (_ ("Open Folder"), GTK_WINDOW (widget),
                                                    GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, NULL));
}

void
rungs_opening_choose_more (RungsWindow *window, GtkWindow *parent)
{
  GtkFileChooserNative *dialog;

  g_return_if_fail (RUNGS_IS_WINDOW (window) && GTK_IS_WINDOW (parent));

  dialog =
    chooser_new (_ ("Add Logs and Captures"), parent, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Add"));
  g_object_set_data (G_OBJECT (dialog), "is-added", dialog);
  show_chooser (window, dialog);
}

static void
add_files_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  rungs_opening_choose_more (RUNGS_WINDOW (widget), GTK_WINDOW (widget));
}

static void
open_uri_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  rungs_open_files (RUNGS_WINDOW (widget), &file, 1, RUNGS_OPEN_INSTEAD);
}

/* It comes with the program, so it is not one of the recent files. */
static void
open_sample_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *path = rungs_sample_path ();
  const char *paths[] = { path, NULL };

  if (path == NULL)
    rungs_host_say (RUNGS_HOST (widget), _ ("The sample is not installed"));
  else
    rungs_session_open (rungs_host_get_session (RUNGS_HOST (widget)), paths);
}

void
rungs_opening_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.open", open_action },
    { "win.open-folder", open_folder_action },
    { "win.open-sample", open_sample_action },
    { "win.add-files", add_files_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
  gtk_widget_class_install_action (widget_class, "win.open-uri", "s", open_uri_action);
}

/* ---- Drops ---- */

static gboolean
drop_cb (RungsWindow *window, const GValue *value, double x, double y)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  for (GSList *l = files; l != NULL; l = l->next)
    g_ptr_array_add (list, l->data);
  if (list->len == 0)
    return FALSE;
  rungs_open_files (window, (GFile *const *) list->pdata, list->len, RUNGS_OPEN_ASK);
  return TRUE;
}

/* The hint is there as long as files are over the window. */
static void
current_drop_cb (GtkDropTarget *target, GParamSpec *pspec, GtkLabel *hint)
{
  RungsWindow *window = RUNGS_WINDOW (gtk_widget_get_root (GTK_WIDGET (hint)));

  gtk_label_set_label (hint, has_something_open (rungs_host_get_session (RUNGS_HOST (window)))
                               ? _ ("Drop to Add or Open")
                               : _ ("Drop to Open"));
  gtk_widget_set_visible (GTK_WIDGET (hint), gtk_drop_target_get_current_drop (target) != NULL);
}

/* Over the whole window, and in nobody's way. */
static GtkWidget *
add_hint (RungsWindow *window)
{
  AdwApplicationWindow *parent = ADW_APPLICATION_WINDOW (window);
  g_autoptr (GtkWidget) content = g_object_ref (adw_application_window_get_content (parent));
  GtkWidget *hint = gtk_label_new (NULL), *overlay = gtk_overlay_new ();

  gtk_widget_add_css_class (hint, "drop-hint");
  gtk_widget_add_css_class (hint, "title-1");
  gtk_widget_set_visible (hint, FALSE);
  gtk_widget_set_can_target (hint, FALSE);
  adw_application_window_set_content (parent, overlay);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), content);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), hint);
  return hint;
}

void
rungs_opening_connect (RungsWindow *window)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (window));

  g_return_if_fail (RUNGS_IS_WINDOW (window));

  g_signal_connect_object (session, "notify::loading", G_CALLBACK (loading_cb), window, 0);
  g_signal_connect_object (session, "load-failed", G_CALLBACK (load_failed_cb), window, 0);
  /* Before the children: the box of a note would take the file's name for text. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "notify::current-drop", G_CALLBACK (current_drop_cb),
                           add_hint (window), 0);
  gtk_widget_add_controller (GTK_WIDGET (window), GTK_EVENT_CONTROLLER (target));
}
