#include "config.h"

#include "app/list/call-menu.h"

#include <glib/gi18n.h>

#include "app/list/call-list.h"
#include "app/panel/leg-parts.h"
#include "base/limits.h"
#include "calls/likely.h"

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
compare_new (RungsSession *session, guint32 call)
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

/* @parameter: floating, taken. */
static void
append (GMenu *menu, const char *label, const char *action, GVariant *parameter)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, parameter);
  g_menu_append_item (menu, item);
}

/* Why a leg belongs to the call stands beside its name: the weak ones are those that one
 * separates. */
static void
append_legs (GMenu *menu, RungsTrace *trace, const RungsCall *call)
{
  g_autoptr (GMenu) legs = g_menu_new ();

  for (guint i = 0; i < MIN (call->n_legs, RUNGS_MAX_SHOWN_LEGS); i++)
    {
      const RungsLeg *leg = rungs_trace_get_leg (trace, call, i);
      g_autofree char *name = rungs_leg_name (trace, leg);
      g_autofree char *why = rungs_trace_describe_join (trace, leg);
      g_autofree char *text = g_strdup_printf ("%s (%s)", name, why);
      g_auto (GStrv) parts = g_strsplit (text, "_", -1);
      g_autofree char *label = g_strjoinv ("__", parts); /* no mnemonic */

      if (leg->call_id != 0)
        append (legs, label, "win.separate-leg", g_variant_new ("(uu)", call->id - 1, i));
    }
  g_menu_append_submenu (menu, _ ("Se_parate a Leg"), G_MENU_MODEL (legs));
}

/* What belongs to the call, and what does not. */
static GMenu *
joins_new (RungsTrace *trace, guint32 index)
{
  const RungsCall *call = rungs_trace_get_call (trace, index);
  gboolean can_join = rungs_joinable_leg (trace, call) != NULL;
  GMenu *menu = g_menu_new ();

  if (can_join)
    append (menu, _ ("_Join With Another Call…"), "win.join-call", g_variant_new_uint32 (index));
  if (can_join && call->n_legs > 1)
    append_legs (menu, trace, call);
  for (guint i = 0; i < call->n_records; i++)
    {
      guint32 number = rungs_trace_get_call_record (trace, call, i);
      const RungsRecord *record = rungs_trace_get_record (trace, number);

      if (record->kind != RUNGS_RECORD_CALL || record->texts[RUNGS_RECORD_TEXT_CORRELATION] == 0)
        continue;
      /* The first of them; the side panel has all. */
      if (record->leg != RUNGS_NONE)
        append (menu, _ ("Microsoft’s Record Is _Not of This Call"), "win.unmatch-record",
                g_variant_new_uint32 (number));
      append (menu, _ ("_Match Microsoft’s Record With a Call…"), "win.match-record",
              g_variant_new_uint32 (number));
      break;
    }
  return menu;
}

static GMenu *
menu_new (RungsSession *session, guint32 call)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) compare = compare_new (session, call);
  g_autoptr (GMenu) joins = joins_new (rungs_session_get_trace (session), call);

  g_menu_append_section (menu, NULL, G_MENU_MODEL (compare));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (joins));
  return menu;
}

static void
unparent_later_cb (gpointer data)
{
  GtkWidget *popover = data;

  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);
  g_object_unref (popover);
}

static void
closed_cb (GtkPopover *popover)
{
  /* The item that was chosen is activated after this, and the list may be gone by then. */
  g_idle_add_once (unparent_later_cb, g_object_ref (popover));
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
