#include "config.h"

#include "app/window/sides-actions.h"

#include "app/dialogs/sides-window.h"
#include "app/list/call-words.h"

static void
changes_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (widget));

  gtk_window_present (GTK_WINDOW (rungs_sides_window_new_changes (
    GTK_WINDOW (widget), rungs_session_get_trace (session), rungs_session_get_call (session))));
}

static void
compare (GtkWidget *widget, guint32 with)
{
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (widget));

  gtk_window_present (GTK_WINDOW (
    rungs_sides_window_new_comparison (GTK_WINDOW (widget), rungs_session_get_trace (session),
                                       rungs_session_get_call (session), with)));
}

static void
compare_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  compare (widget, RUNGS_NONE);
}

static void
compare_with_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (widget));
  guint32 with = g_variant_get_uint32 (parameter);

  /* The menu may be older than the trace. */
  if (rungs_session_get_call (session) != RUNGS_NONE
      && with < rungs_trace_get_n_calls (rungs_session_get_trace (session))
      && with != rungs_session_get_call (session))
    compare (widget, with);
}

void
rungs_sides_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.show-changes", NULL, changes_action);
  gtk_widget_class_install_action (widget_class, "win.compare", NULL, compare_action);
  gtk_widget_class_install_action (widget_class, "win.compare-with", "u", compare_with_action);
}

void
rungs_sides_update_actions (RungsWindow *window)
{
  const RungsCall *call = rungs_session_peek_call (rungs_host_get_session (RUNGS_HOST (window)));
  gboolean is_call = call != NULL && call->kind == RUNGS_KIND_INVITE;

  gtk_widget_action_set_enabled (GTK_WIDGET (window), "win.show-changes", is_call);
  gtk_widget_action_set_enabled (GTK_WIDGET (window), "win.compare", is_call);
  gtk_widget_action_set_enabled (GTK_WIDGET (window), "win.compare-with", is_call);
}
