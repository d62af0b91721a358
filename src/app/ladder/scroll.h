/* What a scrollable widget owes its scrolled window: two adjustments and their policies. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  GtkWidget *widget; /* not owned: it holds this */
  void (*scrolled) (GtkWidget *widget);
  GtkAdjustment *horizontal, *vertical; /* (owned) NULL until a scrolled window gives them */
  GtkScrollablePolicy horizontal_policy, vertical_policy;
} RungsLadderScroll;

/* @scrolled: when a value or an adjustment changed. */
void rungs_ladder_scroll_init (RungsLadderScroll *self,
                               GtkWidget *widget,
                               void (*scrolled) (GtkWidget *widget));
void rungs_ladder_scroll_clear (RungsLadderScroll *self);

/* The four properties of GtkScrollable, and their values: FALSE when @id is none of them. */
void rungs_ladder_scroll_install (GObjectClass *object_class);
gboolean rungs_ladder_scroll_get (RungsLadderScroll *self, guint id, GValue *value);
gboolean rungs_ladder_scroll_set (RungsLadderScroll *self, guint id, const GValue *value);

/* In whole px; 0 without an adjustment. */
double rungs_ladder_scroll_x (const RungsLadderScroll *self);
double rungs_ladder_scroll_y (const RungsLadderScroll *self);

/* @width x @height is what there is room for, the other two what there is to show, @step a row. All
 * in px. */
void rungs_ladder_scroll_configure (RungsLadderScroll *self,
                                    int width,
                                    int height,
                                    double content_width,
                                    double content_height,
                                    double step);

G_END_DECLS
