#include "config.h"

#include "app/window/files-actions.h"

#include <glib/gi18n.h>

#include "app/files/window.h"
#include "app/window/opening.h"

#define WINDOW_KEY "rungs-files"

static void
add_files_cb (GtkWindow *files, RungsWindow *window)
{
  rungs_opening_choose_more (window, files);
}

static void
closed_cb (RungsWindow *window)
{
  g_object_set_data (G_OBJECT (window), WINDOW_KEY, NULL);
}

static void
files_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (widget));
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
}

void
rungs_files_update_actions (RungsWindow *window)
{
  gboolean has_trace =
    rungs_session_get_trace (rungs_host_get_session (RUNGS_HOST (window))) != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (window), "win.files", has_trace);
  gtk_widget_action_set_enabled (GTK_WIDGET (window), "win.add-files", has_trace);
}

static void
undo_align (RungsHost *host, gpointer data)
{
  rungs_session_set_align (rungs_host_get_session (host), FALSE);
}

static void
aligned_cb (RungsWindow *window)
{
  rungs_host_offer_undo (RUNGS_HOST (window), _ ("The files are shown on one clock"), undo_align,
                         NULL, g_free);
}

void
rungs_files_connect_offer (RungsWindow *window, RungsClockOffer *offer)
{
  g_return_if_fail (RUNGS_IS_WINDOW (window) && RUNGS_IS_CLOCK_OFFER (offer));

  rungs_clock_offer_set_session (offer, rungs_host_get_session (RUNGS_HOST (window)));
  g_signal_connect_object (offer, "aligned", G_CALLBACK (aligned_cb), window, G_CONNECT_SWAPPED);
}
