/* The shape of one row along the row, as values: a pure function of layout, row, style and text
 * measure. Screen and picture draw it and decide nothing. Lengths in px, x as in the layout; where
 * things are from top to bottom is the drawer's. */
#pragma once

#include "ladder/layout.h"

G_BEGIN_DECLS

/* How a drawer sets its rows. */
typedef struct
{
  double mark;      /* room of the sign in front of the answer that decided the call */
  double side;      /* of an arrow, at least, on either side of its words */
  double stub;      /* length of an arrow from a lane to itself; 0: a dot */
  double gap;       /* between a line and words beside it, and between these and the edge */
  double event_gap; /* between a lane and what its device wrote */
  double event_margin;
  /* what an event has right of its lane before it looks to the left; 0: it takes the wider side */
  double least;
  gboolean is_pixels; /* arrows begin and end on whole pixels */
  gboolean is_beside; /* "decided the call" is said beside the arrow; else after its words */
} RungsShapeStyle;

typedef struct
{
  RungsRowKind kind;
  gboolean is_stub;
  gboolean to_right; /* the arrow points there; words of a stub or an event are on that side */
  /* The line, from its tail to its tip; of an event twice its lane; of a gap the first and the last
   * lane. */
  double tail, tip;
  const char *label; /* of the row; "" in a gap */
  char *after;       /* what follows it, in its own style */
  double x, width;   /* of both together: the left end, and how much of the room they take */
  double room;
  double label_width; /* with the sign in front of it */
  /* where the words are anchored: with 0 their left end is there, with 0.5 the middle, with 1 the
   * right end */
  double at, align;
  char *beside; /* NULL: nothing is said beside the arrow */
  double beside_x, beside_width;
} RungsShape;

/* @shape is filled, whatever is in it. The text is not shortened: what does not fit into the room
 * ends in "…". */
void rungs_shape_init (RungsShape *shape,
                       const RungsLayout *layout,
                       const RungsRow *row,
                       const RungsShapeStyle *style,
                       RungsTextMeasure measure,
                       gpointer user_data);
void rungs_shape_clear (RungsShape *shape);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RungsShape, rungs_shape_clear)

/* Whether text at a lane goes to its right: where it fits, where there is at least @least, and
 * where there is more room. */
gboolean rungs_shape_goes_right (double width, double right, double left, double least);

G_END_DECLS
