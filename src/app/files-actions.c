#include "config.h"

#include "app/files-actions.h"

#include <glib/gi18n.h>

#include "app/files-window.h"

#define WINDOW_KEY "rungs-files"

static void
add_response_cb (GtkNativeDialog *dialog, int response, RungsWindow *window)
{
  g_autoptr (GListModel) files = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      if (g_file_peek_path (file) != NULL)
        g_strv_builder_add (builder, g_file_peek_path (file));
    }
  paths = g_strv_builder_end (builder);
  if (paths[0] != NULL)
    rungs_session_add (rungs_window_get_session (window), (const char *const *) paths);
  g_object_unref (dialog);
}

static void
choose_files (RungsWindow *window, GtkWindow *parent)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
    _ ("Add Logs and Captures"), parent, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Add"), NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (add_response_cb), window, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  choose_files (RUNGS_WINDOW (widget), GTK_WINDOW (widget));
}

static void
add_files_cb (GtkWindow *files, RungsWindow *window)
{
  choose_files (window, files);
}

static void
closed_cb (RungsWindow *window)
{
  g_object_set_data (G_OBJECT (window), WINDOW_KEY, NULL);
}

static void
files_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RungsSession *session = rungs_window_get_session (RUNGS_WINDOW (widget));
  GtkWidget *files = g_object_get_data (G_OBJECT (widget), WINDOW_KEY);

  if (rungs_session_get_trace (session) == NULL)
    return;
  if (files == NULL)
    {
      files = rungs_files_window_new (GTK_WINDOW (widget), session);
      g_signal_connect_object (files, "add-files", G_CALLBACK (add_files_cb), widget, 0);
      g_signal_connect_object (files, "destroy", G_CALLBACK (closed_cb), widget, G_CONNECT_SWAPPED);
      g_object_set_data (G_OBJECT (widget), WINDOW_KEY, files);
    }
  gtk_window_present (GTK_WINDOW (files));
}

void
rungs_files_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.files", NULL, files_action);
  gtk_widget_class_install_action (widget_class, "win.add-files", NULL, add_action);
}

void
rungs_files_update_actions (RungsWindow *window)
{
  gboolean has_trace = rungs_session_get_trace (rungs_window_get_session (window)) != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (window), "win.files", has_trace);
  gtk_widget_action_set_enabled (GTK_WIDGET (window), "win.add-files", has_trace);
}

static void
undo_align (RungsWindow *window, gpointer data)
{
  rungs_session_set_align (rungs_window_get_session (window), FALSE);
}

static void
aligned_cb (RungsWindow *window)
{
  rungs_window_offer_undo (window, _ ("The files are shown on one clock"), undo_align, NULL,
                           g_free);
}

void
rungs_files_connect_offer (RungsWindow *window, RungsClockOffer *offer)
{
  g_return_if_fail (RUNGS_IS_WINDOW (window) && RUNGS_IS_CLOCK_OFFER (offer));

  rungs_clock_offer_set_session (offer, rungs_window_get_session (window));
  g_signal_connect_object (offer, "aligned", G_CALLBACK (aligned_cb), window, G_CONNECT_SWAPPED);
}
