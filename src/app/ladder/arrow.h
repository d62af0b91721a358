/* One message of the ladder as an object of its own for screen readers, the pointer and the focus.
 * It draws only its ground (hover, selection, focus ring); the ladder draws the arrow. GTK 4.8 lets
 * nobody else implement GtkAccessible, hence a widget; the ladder makes them for the rows in
 * sight. */
#pragma once

#include <gtk/gtk.h>

#include "ladder/ladder.h"

G_BEGIN_DECLS

#define RUNGS_TYPE_LADDER_ARROW (rungs_ladder_arrow_get_type ())
G_DECLARE_FINAL_TYPE (RungsLadderArrow, rungs_ladder_arrow, RUNGS, LADDER_ARROW, GtkWidget)

GtkWidget *rungs_ladder_arrow_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* Shows row number @row of @ladder. */
void rungs_ladder_arrow_bind (RungsLadderArrow *self, const RungsLadder *ladder, guint row);
guint rungs_ladder_arrow_get_row (RungsLadderArrow *self);
void rungs_ladder_arrow_set_selected (RungsLadderArrow *self, gboolean selected);

G_END_DECLS
