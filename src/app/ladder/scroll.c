#include "config.h"

#include "app/ladder/scroll.h"

#include <math.h>

enum
{
  PROP_HADJUSTMENT = 1,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

static void
value_cb (RungsLadderScroll *self)
{
  self->scrolled (self->widget);
}

static void
take_adjustment (RungsLadderScroll *self, GtkAdjustment **place, GtkAdjustment *adjustment)
{
  if (*place != NULL)
    g_signal_handlers_disconnect_by_func (*place, value_cb, self);
  g_clear_object (place);
  if (adjustment == NULL)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  *place = g_object_ref_sink (adjustment);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (value_cb), self);
  self->scrolled (self->widget);
}

void
rungs_ladder_scroll_init (RungsLadderScroll *self,
                          GtkWidget *widget,
                          void (*scrolled) (GtkWidget *widget))
{
  *self = (RungsLadderScroll){ .widget = widget, .scrolled = scrolled };
}

void
rungs_ladder_scroll_clear (RungsLadderScroll *self)
{
  if (self->horizontal != NULL)
    g_signal_handlers_disconnect_by_func (self->horizontal, value_cb, self);
  if (self->vertical != NULL)
    g_signal_handlers_disconnect_by_func (self->vertical, value_cb, self);
  g_clear_object (&self->horizontal);
  g_clear_object (&self->vertical);
}

void
rungs_ladder_scroll_install (GObjectClass *object_class)
{
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
}

gboolean
rungs_ladder_scroll_get (RungsLadderScroll *self, guint id, GValue *value)
{
  switch (id)
    {
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->horizontal);
      return TRUE;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->vertical);
      return TRUE;
    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, self->horizontal_policy);
      return TRUE;
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->vertical_policy);
      return TRUE;
    default:
      return FALSE;
    }
}

gboolean
rungs_ladder_scroll_set (RungsLadderScroll *self, guint id, const GValue *value)
{
  switch (id)
    {
    case PROP_HADJUSTMENT:
      take_adjustment (self, &self->horizontal, g_value_get_object (value));
      return TRUE;
    case PROP_VADJUSTMENT:
      take_adjustment (self, &self->vertical, g_value_get_object (value));
      return TRUE;
    case PROP_HSCROLL_POLICY:
      self->horizontal_policy = g_value_get_enum (value);
      return TRUE;
    case PROP_VSCROLL_POLICY:
      self->vertical_policy = g_value_get_enum (value);
      return TRUE;
    default:
      return FALSE;
    }
}

static double
value_of (GtkAdjustment *adjustment)
{
  return adjustment != NULL ? round (gtk_adjustment_get_value (adjustment)) : 0;
}

double
rungs_ladder_scroll_x (const RungsLadderScroll *self)
{
  return value_of (self->horizontal);
}

double
rungs_ladder_scroll_y (const RungsLadderScroll *self)
{
  return value_of (self->vertical);
}

void
rungs_ladder_scroll_configure (RungsLadderScroll *self,
                               int width,
                               int height,
                               double content_width,
                               double content_height,
                               double step)
{
  if (self->horizontal != NULL)
    gtk_adjustment_configure (self->horizontal, gtk_adjustment_get_value (self->horizontal), 0,
                              MAX (content_width, width), width * 0.1, width * 0.9, width);
  if (self->vertical != NULL)
    gtk_adjustment_configure (self->vertical, gtk_adjustment_get_value (self->vertical), 0,
                              MAX (content_height, height), step, MAX (height - 3 * step, step),
                              height);
}
