/* Draws the rows and heads of a ladder with colour nodes and text layouts. Knows no scrolling and
 * no selection: the view says which row stands where. Cairo is used for arrow heads only, each
 * drawn once (GTK 4.8's GL renderer aborts on cairo nodes as high as a long ladder). */
#pragma once

#include <gtk/gtk.h>

#include "ladder/layout.h"

G_BEGIN_DECLS

typedef struct _RungsLadderPainter RungsLadderPainter;

RungsLadderPainter *rungs_ladder_painter_new (GtkWidget *widget) G_GNUC_WARN_UNUSED_RESULT;
void rungs_ladder_painter_free (RungsLadderPainter *painter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsLadderPainter, rungs_ladder_painter_free)

/* Reads colours and fonts of the widget again: when its style, the zoom or the density changed. */
void rungs_ladder_painter_restyle (RungsLadderPainter *painter, double zoom, gboolean dense);

/* Fits RungsTextMeasure, with the painter as user data. */
double rungs_ladder_painter_measure (const char *text, RungsTextStyle style, gpointer painter);

/* The tint behind rows of the failing transaction, and the bar at the left edge. */
void rungs_ladder_painter_draw_band (RungsLadderPainter *painter,
                                     GtkSnapshot *snapshot,
                                     double y,
                                     double width,
                                     double height);

/* Lanes and arrow of one row, at @y; x is that of the layout. */
void rungs_ladder_painter_draw_row (RungsLadderPainter *painter,
                                    GtkSnapshot *snapshot,
                                    const RungsLayout *layout,
                                    const RungsRow *row,
                                    double y);

/* Lanes alone, below the last row. */
void rungs_ladder_painter_draw_lanes (RungsLadderPainter *painter,
                                      GtkSnapshot *snapshot,
                                      const RungsLayout *layout,
                                      double y,
                                      double height);

typedef enum
{
  RUNGS_GUTTER_BOTH,
  RUNGS_GUTTER_CLOCK,
  RUNGS_GUTTER_STEP,
} RungsGutterTimes;

/* Clock, step and the sign of a note. */
void rungs_ladder_painter_draw_gutter (RungsLadderPainter *painter,
                                       GtkSnapshot *snapshot,
                                       const RungsLayout *layout,
                                       const RungsRow *row,
                                       RungsGutterTimes times,
                                       gboolean has_note,
                                       double y);

/* Names and addresses of the lanes; x is that of the layout. */
void rungs_ladder_painter_draw_heads (RungsLadderPainter *painter,
                                      GtkSnapshot *snapshot,
                                      const RungsLadder *ladder,
                                      const RungsLayout *layout);

/* Whose zone the times below are of, over the gutter. */
void rungs_ladder_painter_draw_zone (RungsLadderPainter *painter,
                                     GtkSnapshot *snapshot,
                                     const RungsLayout *layout,
                                     const char *zone);

/* The ground of the heads and the line below them. */
void rungs_ladder_painter_draw_head_ground (RungsLadderPainter *painter,
                                            GtkSnapshot *snapshot,
                                            double width,
                                            double height);

G_END_DECLS
