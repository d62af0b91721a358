#include "config.h"

#include "app/call-menu.h"

#include <glib/gi18n.h>

#include "app/call-list.h"

#define MARK "rungs-call"

void
rungs_call_menu_mark (GtkWidget *widget, guint32 call)
{
  /* 0 is what an unmarked widget has. */
  g_object_set_data (G_OBJECT (widget), MARK, GUINT_TO_POINTER (call + 1));
}

/* The call at a place of @view, or RUNGS_NONE. */
static guint32
call_at (GtkWidget *view, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (view, x, y, GTK_PICK_DEFAULT);

  for (; widget != NULL && widget != view; widget = gtk_widget_get_parent (widget))
    {
      guint marked = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), MARK));

      if (marked > 0)
        return marked - 1;
    }
  return RUNGS_NONE;
}

static GMenu *
menu_new (RungsSession *session, guint32 call)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenuItem) item = NULL;

  if (call == rungs_session_get_call (session))
    {
      g_menu_append (menu, _ ("_Compare With a Good Call"), "win.compare");
      g_menu_append (menu, _ ("What the _SBC Changed"), "win.show-changes");
      g_menu_append (menu, _ ("_Export Report of This Call…"), "win.export");
      return menu;
    }
  item = g_menu_item_new (_ ("_Compare With This Call"), NULL);
  g_menu_item_set_action_and_target (item, "win.compare-with", "u", call);
  g_menu_append_item (menu, item);
  return menu;
}

static void
closed_cb (GtkPopover *popover)
{
  /* The item that was chosen is activated after this. */
  g_idle_add_once ((GSourceOnceFunc) gtk_widget_unparent, popover);
}

static void
open_menu (GtkWidget *view, guint32 call, double x, double y)
{
  RungsSession *session = g_object_get_data (G_OBJECT (view), "session");
  g_autoptr (GMenu) menu = menu_new (session, call);
  GtkWidget *popover = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  /* Not the view: its last child is to be its list. */
  GtkWidget *owner = gtk_widget_get_ancestor (view, RUNGS_TYPE_CALL_LIST);

  gtk_widget_translate_coordinates (view, owner, x, y, &x, &y);
  gtk_widget_set_parent (popover, owner);
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  g_signal_connect (popover, "closed", G_CALLBACK (closed_cb), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y)
{
  GtkWidget *view = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (click));
  guint32 call = call_at (view, x, y);

  if (call == RUNGS_NONE)
    return;
  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu (view, call, x, y);
}

static gboolean
menu_key_cb (GtkWidget *view, GVariant *arguments, gpointer user_data)
{
  RungsSession *session = g_object_get_data (G_OBJECT (view), "session");

  if (rungs_session_get_call (session) == RUNGS_NONE)
    return FALSE;
  open_menu (view, rungs_session_get_call (session), 12, 48);
  return TRUE;
}

void
rungs_call_menu_attach (GtkColumnView *view, RungsSession *session)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  g_object_set_data_full (G_OBJECT (view), "session", g_object_ref (session), g_object_unref);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), NULL);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (click));
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Menu|<Shift>F10"),
                      gtk_callback_action_new (menu_key_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (view), keys);
}
