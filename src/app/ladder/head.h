/* The head of a lane: transparent over what the painter draws, there for the pointer, the keyboard
 * and screen readers. Any button of the pointer, Enter, Space and the menu key open what can be
 * done with the device. */
#pragma once

#include <gtk/gtk.h>

#include "app/session/session.h"
#include "ladder/layout.h"

G_BEGIN_DECLS

#define RUNGS_TYPE_LADDER_HEAD (rungs_ladder_head_get_type ())
G_DECLARE_FINAL_TYPE (RungsLadderHead, rungs_ladder_head, RUNGS, LADDER_HEAD, GtkWidget)

GtkWidget *rungs_ladder_head_new (void);
/* What is open of it closes when it stands for another device than before. */
void rungs_ladder_head_bind (RungsLadderHead *self,
                             RungsSession *session,
                             const RungsLadder *ladder,
                             guint lane);

/* One for each lane of @ladder (may be NULL) in @heads, children of @parent, which owns them; those
 * that are too many are hidden. */
void rungs_ladder_heads_fill (GPtrArray *heads,
                              GtkWidget *parent,
                              RungsSession *session,
                              const RungsLadder *ladder);
/* Over the heads as they are drawn, in a parent of @width that is scrolled by @scroll_x. */
void rungs_ladder_heads_place (GPtrArray *heads,
                               const RungsLayout *layout,
                               double scroll_x,
                               int width);
gboolean rungs_ladder_heads_have_focus (GPtrArray *heads);

G_END_DECLS
