#include "config.h"

#include "app/panel/line-numbers.h"

struct _RungsLineNumbers
{
  GtkSourceGutterRendererText parent_instance;
  guint32 first, last;
};

G_DEFINE_FINAL_TYPE (RungsLineNumbers, rungs_line_numbers, GTK_SOURCE_TYPE_GUTTER_RENDERER_TEXT)

static void
query_data (GtkSourceGutterRenderer *renderer, GtkSourceGutterLines *lines, guint line)
{
  RungsLineNumbers *self = RUNGS_LINE_NUMBERS (renderer);
  char text[16] = "";

  if (self->first > 0)
    g_snprintf (text, sizeof text, "%u", self->first + line);
  gtk_source_gutter_renderer_text_set_text (GTK_SOURCE_GUTTER_RENDERER_TEXT (self), text, -1);
}

static void
measure (GtkWidget *widget,
         GtkOrientation orientation,
         int for_size,
         int *minimum,
         int *natural,
         int *minimum_baseline,
         int *natural_baseline)
{
  RungsLineNumbers *self = RUNGS_LINE_NUMBERS (widget);
  char text[16];
  int width = 0;

  *minimum = *natural = 0;
  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL && self->first > 0)
    {
      g_snprintf (text, sizeof text, "%u", MAX (self->last, 100));
      gtk_source_gutter_renderer_text_measure (GTK_SOURCE_GUTTER_RENDERER_TEXT (self), text, &width,
                                               NULL);
      *minimum = *natural =
        width + 2 * gtk_source_gutter_renderer_get_xpad (GTK_SOURCE_GUTTER_RENDERER (self));
    }
}

static void
rungs_line_numbers_class_init (RungsLineNumbersClass *klass)
{
  GTK_SOURCE_GUTTER_RENDERER_CLASS (klass)->query_data = query_data;
  GTK_WIDGET_CLASS (klass)->measure = measure;
}

static void
rungs_line_numbers_init (RungsLineNumbers *self)
{
  GtkSourceGutterRenderer *renderer = GTK_SOURCE_GUTTER_RENDERER (self);

  gtk_source_gutter_renderer_set_xalign (renderer, 1);
  gtk_source_gutter_renderer_set_yalign (renderer, 0);
  gtk_source_gutter_renderer_set_xpad (renderer, 6);
  gtk_widget_add_css_class (GTK_WIDGET (self), "line-numbers");
}

GtkSourceGutterRenderer *
rungs_line_numbers_new (void)
{
  return g_object_new (RUNGS_TYPE_LINE_NUMBERS, NULL);
}

void
rungs_line_numbers_set_range (RungsLineNumbers *self, guint32 first, guint32 last)
{
  g_return_if_fail (RUNGS_IS_LINE_NUMBERS (self));

  self->first = first;
  self->last = last;
  gtk_widget_set_visible (GTK_WIDGET (self), first > 0);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
