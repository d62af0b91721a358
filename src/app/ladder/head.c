#include "config.h"

#include "app/ladder/head.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/ladder/device-menu.h"
#include "ladder/words.h"

#define FOCUS_FRAMES 6

struct _RungsLadderHead
{
  GtkWidget parent_instance;

  RungsSession *session;
  guint32 device;
  char *name;
  GtkWidget *popover; /* the one that is open; a child */
  guint n_frames;     /* since the last one was closed */
};

G_DEFINE_FINAL_TYPE (RungsLadderHead, rungs_ladder_head, GTK_TYPE_WIDGET)

static void
forget_popover (RungsLadderHead *self)
{
  g_clear_pointer (&self->popover, gtk_widget_unparent);
}

/* Some frames after the popover is gone GTK gives the focus to the ladder, and then no key reaches
 * the head any more. */
static gboolean
take_focus_back_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  RungsLadderHead *self = RUNGS_LADDER_HEAD (widget);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (self->popover == NULL && gtk_widget_get_visible (GTK_WIDGET (self))
      && (focus == NULL || focus == gtk_widget_get_parent (GTK_WIDGET (self))))
    gtk_widget_grab_focus (GTK_WIDGET (self));
  self->n_frames++;
  return self->n_frames < FOCUS_FRAMES ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
unparent_later_cb (gpointer data)
{
  GtkWidget *popover = data;
  GtkWidget *head = gtk_widget_get_parent (popover);

  if (head != NULL)
    {
      gtk_widget_unparent (popover);
      RUNGS_LADDER_HEAD (head)->n_frames = 0;
      gtk_widget_add_tick_callback (head, take_focus_back_cb, NULL, NULL);
    }
  g_object_unref (popover);
}

static void
closed_cb (RungsLadderHead *self, GtkWidget *popover)
{
  if (self->popover == popover)
    self->popover = NULL;
  /* The item that was chosen is activated after this. */
  g_idle_add_once (unparent_later_cb, g_object_ref (popover));
}

static void
open_popover (RungsLadderHead *self, GtkWidget *popover)
{
  forget_popover (self);
  self->popover = popover;
  gtk_widget_set_parent (popover, GTK_WIDGET (self));
  gtk_popover_set_position (GTK_POPOVER (popover), GTK_POS_BOTTOM);
  g_signal_connect_object (popover, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
  gtk_popover_popup (GTK_POPOVER (popover));
}

static void
open_menu (RungsLadderHead *self)
{
  g_autoptr (GMenu) menu = NULL;

  if (!rungs_device_has_menu (self->session, self->device))
    return;
  menu = rungs_device_menu_new (self->session, self->device);
  open_popover (self, gtk_popover_menu_new_from_model (G_MENU_MODEL (menu)));
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  open_menu (RUNGS_LADDER_HEAD (widget));
}

static void
rename_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RungsLadderHead *self = RUNGS_LADDER_HEAD (widget);

  if (rungs_device_has_menu (self->session, self->device))
    open_popover (self, rungs_rename_popover_new (self->session, self->device));
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, RungsLadderHead *self)
{
  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  open_menu (self);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RungsLadderHead *self = RUNGS_LADDER_HEAD (widget);

  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
dispose (GObject *object)
{
  RungsLadderHead *self = RUNGS_LADDER_HEAD (object);
  GtkWidget *child;

  self->popover = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->session);
  g_clear_pointer (&self->name, g_free);
  G_OBJECT_CLASS (rungs_ladder_head_parent_class)->dispose (object);
}

static void
rungs_ladder_head_class_init (RungsLadderHeadClass *klass)
{
  static const struct
  {
    guint key;
    GdkModifierType modifiers;
  } keys[] = {
    { GDK_KEY_Return, 0 }, { GDK_KEY_KP_Enter, 0 },         { GDK_KEY_space, 0 },
    { GDK_KEY_Menu, 0 },   { GDK_KEY_F10, GDK_SHIFT_MASK },
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->size_allocate = size_allocate;
  gtk_widget_class_set_css_name (widget_class, "head");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BUTTON);
  gtk_widget_class_install_action (widget_class, "head.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "head.rename", NULL, rename_action);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].modifiers, "head.menu",
                                         NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "head.rename", NULL);
}

static void
rungs_ladder_head_init (RungsLadderHead *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->device = RUNGS_NONE;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
rungs_ladder_head_new (void)
{
  return g_object_new (RUNGS_TYPE_LADDER_HEAD, NULL);
}

void
rungs_ladder_head_bind (RungsLadderHead *self,
                        RungsSession *session,
                        const RungsLadder *ladder,
                        guint i)
{
  const RungsLane *lane;
  g_autofree char *addresses = NULL;
  g_autofree char *label = NULL;
  gboolean has_menu;

  g_return_if_fail (RUNGS_IS_LADDER_HEAD (self));
  g_return_if_fail (ladder != NULL && i < ladder->lanes->len);

  lane = g_ptr_array_index (ladder->lanes, i);
  if (lane->device != self->device || g_strcmp0 (lane->name, self->name) != 0)
    forget_popover (self);
  g_set_object (&self->session, session);
  self->device = lane->device;
  g_free (self->name);
  self->name = g_strdup (lane->name);
  has_menu = rungs_device_has_menu (session, lane->device);
  addresses = rungs_words_addresses (lane);
  /* Translators: what a screen reader says of the head of a lane: name and addresses of the
   * device */
  label = has_menu ? g_strdup_printf (_ ("%s, %s: rename or merge"), lane->name, addresses)
                   : g_strdup (lane->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_sensitive (GTK_WIDGET (self), has_menu);
}

void
rungs_ladder_heads_fill (GPtrArray *heads,
                         GtkWidget *parent,
                         RungsSession *session,
                         const RungsLadder *ladder)
{
  guint n = ladder != NULL ? ladder->lanes->len : 0;

  while (heads->len < n)
    {
      GtkWidget *head = rungs_ladder_head_new ();

      gtk_widget_set_parent (head, parent);
      g_ptr_array_add (heads, head);
    }
  for (guint i = 0; i < heads->len; i++)
    {
      GtkWidget *head = g_ptr_array_index (heads, i);

      gtk_widget_set_visible (head, i < n);
      if (i < n)
        rungs_ladder_head_bind (RUNGS_LADDER_HEAD (head), session, ladder, i);
      else
        {
          forget_popover (RUNGS_LADDER_HEAD (head));
          RUNGS_LADDER_HEAD (head)->device = RUNGS_NONE;
        }
    }
}

void
rungs_ladder_heads_place (GPtrArray *heads, const RungsLayout *layout, double scroll_x, int width)
{
  for (guint i = 0; i < heads->len; i++)
    {
      GtkWidget *head = g_ptr_array_index (heads, i);
      double gap, left, right;
      graphene_point_t at;

      if (i >= layout->n_lanes)
        continue;
      gap = layout->n_lanes > 1 ? layout->lane_gap - 4 : layout->width - layout->gutter;
      left = MAX (layout->lane_x[i] - scroll_x - gap / 2, layout->gutter);
      right = MIN (layout->lane_x[i] - scroll_x + gap / 2, width);
      /* Scrolled out of sight it can still be reached by the keyboard. */
      at = GRAPHENE_POINT_INIT ((float) round (right > left ? left : layout->gutter), 2);
      gtk_widget_measure (head, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_allocate (head, MAX ((int) (right - left), 1), (int) layout->head_height - 4, -1,
                           gsk_transform_translate (NULL, &at));
      gtk_widget_set_can_target (head, right > left);
    }
}

gboolean
rungs_ladder_heads_have_focus (GPtrArray *heads)
{
  for (guint i = 0; i < heads->len; i++)
    {
      GtkWidget *head = g_ptr_array_index (heads, i);
      GtkRoot *root = gtk_widget_get_root (head);
      GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

      if (focus != NULL && (focus == head || gtk_widget_is_ancestor (focus, head)))
        return gtk_widget_get_visible (head);
    }
  return FALSE;
}
