/* A note typed in place: saved shortly after the last key and when the focus leaves. */
#pragma once

#include <gtk/gtk.h>

#include "app/session/session.h"

G_BEGIN_DECLS

#define RUNGS_TYPE_NOTE_EDITOR (rungs_note_editor_get_type ())
G_DECLARE_FINAL_TYPE (RungsNoteEditor, rungs_note_editor, RUNGS, NOTE_EDITOR, GtkWidget)

void rungs_note_editor_set_session (RungsNoteEditor *self, RungsSession *session);

/* Shows the note on @call or, when @message is not RUNGS_NONE, on that message of it. What was
 * typed before is saved. */
void rungs_note_editor_set_place (RungsNoteEditor *self, guint32 call, guint32 message);

gboolean rungs_note_editor_is_empty (RungsNoteEditor *self);

/* To the end of the text, also while a revealer is still opening around the editor. */
void rungs_note_editor_focus (RungsNoteEditor *self);

/* Saves what was typed now. */
void rungs_note_editor_save (RungsNoteEditor *self);

G_END_DECLS
