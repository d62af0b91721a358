/* The ladder of the selected call. Draws the rows in sight only, so a frame costs the same for a
 * million messages as for fifty; the heads of the lanes and the times stay in place while the rest
 * scrolls. */
#pragma once

#include <gtk/gtk.h>

#include "app/session/session.h"

G_BEGIN_DECLS

#define RUNGS_TYPE_LADDER_VIEW (rungs_ladder_view_get_type ())
G_DECLARE_FINAL_TYPE (RungsLadderView, rungs_ladder_view, RUNGS, LADDER_VIEW, GtkWidget)

#define RUNGS_ZOOM_MIN 0.6
#define RUNGS_ZOOM_MAX 2.4

void rungs_ladder_view_set_session (RungsLadderView *self, RungsSession *session);

void rungs_ladder_view_set_zoom (RungsLadderView *self, double zoom);
void rungs_ladder_view_set_dense (RungsLadderView *self, gboolean dense);

/* Selects the next row in @direction (1 or -1) that is a problem; the other begins at the end of
 * the ladder that one comes in by. FALSE when there is none. */
gboolean rungs_ladder_view_go_to_problem (RungsLadderView *self, int direction);
gboolean rungs_ladder_view_enter_problems (RungsLadderView *self, int direction);

/* Puts the focus on the selected arrow. */
void rungs_ladder_view_focus_selected (RungsLadderView *self);

/* The arrows that exist now, top to bottom, for tests. (transfer container) (element-type
 * RungsLadderArrow) */
GPtrArray *rungs_ladder_view_get_arrows (RungsLadderView *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
