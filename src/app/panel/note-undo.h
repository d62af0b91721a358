/* A note that was emptied can be had back. */
#pragma once

#include "app/host.h"

G_BEGIN_DECLS

/* @pane: has signals "note-removed" and "note-failed" of its note editor. */
void rungs_note_undo_watch (RungsHost *host, GtkWidget *pane);

G_END_DECLS
