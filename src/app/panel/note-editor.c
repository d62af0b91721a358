#include "config.h"

#include "app/panel/note-editor.h"

#include <glib/gi18n.h>

#define SAVE_DELAY 500 /* ms after the last key */

struct _RungsNoteEditor
{
  GtkWidget parent_instance;

  RungsSession *session;
  /* (owned) of the place: the session's may be a newer one by the time we save */
  RungsTrace *trace;
  guint32 call, message;
  guint save_id;
  gboolean is_showing; /* the buffer changes because another note is shown */

  GtkTextView *view;
  GtkTextBuffer *buffer;
  GtkWidget *remove_button;
};

G_DEFINE_FINAL_TYPE (RungsNoteEditor, rungs_note_editor, GTK_TYPE_WIDGET)

enum
{
  REMOVED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
dup_text (RungsNoteEditor *self)
{
  GtkTextIter start, end;
  char *text;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  text = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  return g_strstrip (text);
}

static const RungsCall *
peek_call (RungsNoteEditor *self)
{
  return self->trace != NULL && self->call != RUNGS_NONE
           ? rungs_trace_get_call (self->trace, self->call)
           : NULL;
}

void
rungs_note_editor_save (RungsNoteEditor *self)
{
  g_autofree char *text = NULL, *old = NULL;
  g_autoptr (GError) error = NULL;
  RungsNotes *notes;

  g_return_if_fail (RUNGS_IS_NOTE_EDITOR (self));

  if (self->save_id == 0)
    return;
  g_clear_handle_id (&self->save_id, g_source_remove);
  if (peek_call (self) == NULL)
    return;
  notes = rungs_session_get_notes (self->session);
  text = dup_text (self);
  old = g_strdup (rungs_notes_get (notes, self->trace, peek_call (self), self->message));
  if (g_strcmp0 (old != NULL ? old : "", text) == 0)
    return;
  if (!rungs_notes_set (notes, self->trace, peek_call (self), self->message, text, &error))
    g_signal_emit (self, signals[FAILED], 0, error->message);
  else if (text[0] == '\0')
    g_signal_emit (self, signals[REMOVED], 0, self->trace, self->call, self->message, old);
}

static void
save_later_cb (gpointer user_data)
{
  rungs_note_editor_save (user_data);
}

static void
changed_cb (RungsNoteEditor *self)
{
  gtk_widget_set_visible (self->remove_button, !rungs_note_editor_is_empty (self));
  if (self->is_showing)
    return;
  if (self->save_id != 0)
    g_source_remove (self->save_id);
  self->save_id = g_timeout_add_once (SAVE_DELAY, save_later_cb, self);
}

static void
remove_cb (RungsNoteEditor *self)
{
  /* As one step that Ctrl+Z takes back. */
  GtkTextIter start, end;

  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_end_user_action (self->buffer);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  rungs_note_editor_save (self);
}

static void
show (RungsNoteEditor *self)
{
  const char *note = peek_call (self) != NULL
                       ? rungs_notes_get (rungs_session_get_notes (self->session), self->trace,
                                          peek_call (self), self->message)
                       : NULL;

  self->is_showing = TRUE;
  gtk_text_buffer_begin_irreversible_action (self->buffer);
  gtk_text_buffer_set_text (self->buffer, note != NULL ? note : "", -1);
  gtk_text_buffer_end_irreversible_action (self->buffer);
  self->is_showing = FALSE;
  gtk_widget_set_visible (self->remove_button, note != NULL);
}

/* A note changed elsewhere (undo): shown unless somebody is typing here. */
static void
notes_cb (RungsNoteEditor *self)
{
  g_autofree char *text = dup_text (self);
  const char *note = peek_call (self) != NULL
                       ? rungs_notes_get (rungs_session_get_notes (self->session), self->trace,
                                          peek_call (self), self->message)
                       : NULL;

  if (self->save_id == 0 && g_strcmp0 (text, note != NULL ? note : "") != 0)
    show (self);
}

void
rungs_note_editor_set_session (RungsNoteEditor *self, RungsSession *session)
{
  g_return_if_fail (RUNGS_IS_NOTE_EDITOR (self));
  g_return_if_fail (RUNGS_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (rungs_session_get_notes (session), "changed", G_CALLBACK (notes_cb),
                           self, G_CONNECT_SWAPPED);
}

void
rungs_note_editor_set_place (RungsNoteEditor *self, guint32 call, guint32 message)
{
  g_return_if_fail (RUNGS_IS_NOTE_EDITOR (self));

  rungs_note_editor_save (self);
  if (call == RUNGS_NONE)
    message = RUNGS_NONE;
  g_set_object (&self->trace, rungs_session_get_trace (self->session));
  self->call = call;
  self->message = message;
  show (self);
}

gboolean
rungs_note_editor_is_empty (RungsNoteEditor *self)
{
  g_return_val_if_fail (RUNGS_IS_NOTE_EDITOR (self), TRUE);
  return gtk_text_buffer_get_char_count (self->buffer) == 0;
}

void
rungs_note_editor_focus (RungsNoteEditor *self)
{
  GtkTextIter end;

  g_return_if_fail (RUNGS_IS_NOTE_EDITOR (self));

  /* Not gtk_widget_child_focus(): it passes over what a revealer still hides, and from the text it
   * goes on to the button. */
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_place_cursor (self->buffer, &end);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
rungs_note_editor_dispose (GObject *object)
{
  RungsNoteEditor *self = RUNGS_NOTE_EDITOR (object);
  GtkWidget *child;

  if (self->buffer != NULL)
    rungs_note_editor_save (self);
  self->buffer = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->trace);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (rungs_note_editor_parent_class)->dispose (object);
}

static void
rungs_note_editor_class_init (RungsNoteEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rungs_note_editor_dispose;

  /* (trace, call, message, old text): offers to undo. (sentence): could not be saved. */
  signals[REMOVED] =
    g_signal_new ("removed", RUNGS_TYPE_NOTE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 4, RUNGS_TYPE_TRACE, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_STRING);
  signals[FAILED] = g_signal_new ("failed", RUNGS_TYPE_NOTE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rungs/Rungs/note-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, RungsNoteEditor, view);
  gtk_widget_class_bind_template_child (widget_class, RungsNoteEditor, buffer);
  gtk_widget_class_bind_template_child (widget_class, RungsNoteEditor, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, rungs_note_editor_save);
}

static void
rungs_note_editor_init (RungsNoteEditor *self)
{
  self->call = self->message = RUNGS_NONE;
  gtk_widget_init_template (GTK_WIDGET (self));
}
