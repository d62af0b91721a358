#include "config.h"

#include "app/panel/note-undo.h"

#include <glib/gi18n.h>

typedef struct
{
  RungsTrace *trace; /* (owned) */
  guint32 call, message;
  char *text;
} RemovedNote;

static void
removed_note_free (gpointer data)
{
  RemovedNote *note = data;

  g_object_unref (note->trace);
  g_free (note->text);
  g_free (note);
}

static void
undo (RungsHost *host, gpointer data)
{
  const RemovedNote *note = data;
  g_autoptr (GError) error = NULL;

  if (!rungs_notes_set (rungs_session_get_notes (rungs_host_get_session (host)), note->trace,
                        rungs_trace_get_call (note->trace, note->call), note->message, note->text,
                        &error))
    rungs_host_say (host, error->message);
}

static void
note_removed_cb (RungsHost *host, RungsTrace *trace, guint call, guint message, const char *text)
{
  RemovedNote *note = g_new0 (RemovedNote, 1);

  note->trace = g_object_ref (trace);
  note->call = call;
  note->message = message;
  note->text = g_strdup (text);
  rungs_host_offer_undo (host, _ ("Note removed"), undo, note, removed_note_free);
}

void
rungs_note_undo_watch (RungsHost *host, GtkWidget *pane)
{
  g_return_if_fail (RUNGS_IS_HOST (host));

  g_signal_connect_object (pane, "note-removed", G_CALLBACK (note_removed_cb), host,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (pane, "note-failed", G_CALLBACK (rungs_host_say), host,
                           G_CONNECT_SWAPPED);
}
