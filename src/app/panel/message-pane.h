/* The selected message as it stands in the file, or the log around it. */
#pragma once

#include <gtk/gtk.h>

#include "app/session/session.h"

G_BEGIN_DECLS

#define RUNGS_TYPE_MESSAGE_PANE (rungs_message_pane_get_type ())
G_DECLARE_FINAL_TYPE (RungsMessagePane, rungs_message_pane, RUNGS, MESSAGE_PANE, GtkWidget)

void rungs_message_pane_set_session (RungsMessagePane *self, RungsSession *session);

/* Puts the message, line ends as in a text file, on the clipboard. FALSE when none is shown. */
gboolean rungs_message_pane_copy (RungsMessagePane *self);

/* Puts the cursor into the text, or into the note. */
void rungs_message_pane_focus_text (RungsMessagePane *self);
void rungs_message_pane_focus_note (RungsMessagePane *self);

G_END_DECLS
