/* A note that was emptied can be had back. */
#pragma once

#include "app/window/window.h"

G_BEGIN_DECLS

/* @pane: has signals "note-removed" and "note-failed" of its note editor. */
void rungs_note_undo_watch (RungsWindow *window, GtkWidget *pane);

G_END_DECLS
