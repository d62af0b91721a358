#include "config.h"

#include "app/ladder/device-menu.h"

#include <glib/gi18n.h>

#include "base/limits.h"

/* Devices offered for merging besides those in the ladder: who has hundreds of phones merges none
 * of them here. */
#define MAX_OTHERS 24

static const RungsDevice *
device_at (RungsSession *session, guint32 device)
{
  RungsTrace *trace = rungs_session_get_trace (session);

  return trace != NULL && device < rungs_trace_get_n_devices (trace)
           ? rungs_trace_get_device (trace, device)
           : NULL;
}

gboolean
rungs_device_has_menu (RungsSession *session, guint32 device)
{
  const RungsDevice *row = session != NULL ? device_at (session, device) : NULL;

  return row != NULL && row->key != 0 && row->kind != RUNGS_DEVICE_RECORD;
}

static void
append_other (RungsSession *session, GMenu *menu, guint32 device, guint32 other)
{
  const RungsDevice *row = device_at (session, other);
  const char *name = rungs_trace_string (rungs_session_get_trace (session), row->name);
  g_auto (GStrv) parts = g_strsplit (name, "_", -1);
  g_autofree char *label = g_strjoinv ("__", parts); /* no mnemonic */
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "win.merge-devices", "(uu)", device, other);
  g_menu_append_item (menu, item);
}

static gboolean
is_in (const RungsLadder *ladder, guint32 device)
{
  for (guint i = 0; ladder != NULL && i < ladder->lanes->len; i++)
    if (((const RungsLane *) g_ptr_array_index (ladder->lanes, i))->device == device)
      return TRUE;
  return FALSE;
}

/* NULL: there is no other. */
static GMenu *
others_new (RungsSession *session, guint32 device)
{
  RungsTrace *trace = rungs_session_get_trace (session);
  const RungsLadder *ladder = rungs_session_get_ladder (session);
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) here = g_menu_new ();
  g_autoptr (GMenu) elsewhere = g_menu_new ();
  guint n = 0;

  for (guint i = 0; ladder != NULL && i < ladder->lanes->len; i++)
    {
      const RungsLane *lane = g_ptr_array_index (ladder->lanes, i);

      if (lane->device != device && rungs_device_has_menu (session, lane->device))
        append_other (session, here, device, lane->device);
    }
  for (guint32 i = 0; i < rungs_trace_get_n_devices (trace) && n < MAX_OTHERS; i++)
    if (i != device && !is_in (ladder, i) && rungs_device_has_menu (session, i))
      {
        append_other (session, elsewhere, device, i);
        n++;
      }
  if (g_menu_model_get_n_items (G_MENU_MODEL (here)) > 0)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (here));
  if (n > 0)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (elsewhere));
  if (g_menu_model_get_n_items (G_MENU_MODEL (menu)) == 0)
    g_clear_object (&menu);
  return menu;
}

GMenu *
rungs_device_menu_new (RungsSession *session, guint32 device)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) names = g_menu_new ();
  g_autoptr (GMenu) merging = g_menu_new ();
  g_autoptr (GMenu) others = others_new (session, device);
  g_autoptr (GMenuItem) original = g_menu_item_new (_ ("Use the _Original Name"), NULL);
  g_autoptr (GMenuItem) split = g_menu_item_new (_ ("_Separate Again"), NULL);

  g_menu_append (names, _ ("_Rename…"), "head.rename");
  if (device_at (session, device)->is_named)
    {
      g_menu_item_set_action_and_target (original, "win.name-device", "(us)", device, "");
      g_menu_append_item (names, original);
    }
  if (others != NULL)
    g_menu_append_submenu (merging, _ ("_Merge With"), G_MENU_MODEL (others));
  if (rungs_choices_is_merged (rungs_session_get_choices (session),
                               rungs_session_get_trace (session), device))
    {
      g_menu_item_set_action_and_target (split, "win.split-device", "u", device);
      g_menu_append_item (merging, split);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (names));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (merging));
  return menu;
}

/* ---- the name ---- */

static guint32
device_of (GtkWidget *widget)
{
  GtkWidget *popover = gtk_widget_get_ancestor (widget, GTK_TYPE_POPOVER);

  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (popover), "device"));
}

static void
name_it (GtkWidget *widget, const char *name)
{
  GtkWidget *popover = gtk_widget_get_ancestor (widget, GTK_TYPE_POPOVER);
  GtkWidget *owner = gtk_widget_get_parent (popover);
  guint32 device = device_of (widget);
  g_autofree char *held = g_strdup (name);

  gtk_popover_popdown (GTK_POPOVER (popover));
  gtk_widget_activate_action (owner, "win.name-device", "(us)", device, held);
}

static void
entry_cb (GtkEntry *entry)
{
  name_it (GTK_WIDGET (entry), gtk_editable_get_text (GTK_EDITABLE (entry)));
}

static void
apply_cb (GtkButton *button, GtkEntry *entry)
{
  entry_cb (entry);
}

static void
original_cb (GtkButton *button)
{
  name_it (GTK_WIDGET (button), "");
}

static void
shown_cb (GtkPopover *popover, GtkEntry *entry)
{
  gtk_widget_grab_focus (GTK_WIDGET (entry));
}

static GtkWidget *
buttons_new (const RungsDevice *row, GtkWidget *entry)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *apply = gtk_button_new_with_mnemonic (_ ("_Rename"));

  if (row->is_named)
    {
      GtkWidget *original = gtk_button_new_with_mnemonic (_ ("Use the _Original Name"));

      g_signal_connect (original, "clicked", G_CALLBACK (original_cb), NULL);
      gtk_box_append (GTK_BOX (box), original);
    }
  gtk_widget_add_css_class (apply, "suggested-action");
  gtk_widget_set_halign (apply, GTK_ALIGN_END);
  gtk_widget_set_hexpand (apply, TRUE);
  g_signal_connect_object (apply, "clicked", G_CALLBACK (apply_cb), entry, 0);
  gtk_box_append (GTK_BOX (box), apply);
  return box;
}

GtkWidget *
rungs_rename_popover_new (RungsSession *session, guint32 device)
{
  const RungsDevice *row = device_at (session, device);
  const char *name = rungs_trace_string (rungs_session_get_trace (session), row->name);
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *title = gtk_label_new (_ ("Name of This Device"));
  GtkWidget *entry = gtk_entry_new ();

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "heading");
  gtk_editable_set_text (GTK_EDITABLE (entry), name);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 28);
  gtk_entry_set_max_length (GTK_ENTRY (entry), RUNGS_MAX_DEVICE_NAME);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name of this device"), -1);
  g_signal_connect (entry, "activate", G_CALLBACK (entry_cb), NULL);
  g_object_set (box, "margin-top", 6, "margin-bottom", 6, "margin-start", 6, "margin-end", 6, NULL);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), buttons_new (row, entry));
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  g_object_set_data (G_OBJECT (popover), "device", GUINT_TO_POINTER (device));
  g_signal_connect_object (popover, "show", G_CALLBACK (shown_cb), entry, 0);
  return popover;
}
