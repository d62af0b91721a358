/* The user's notes: on a call, or on one of its messages. Kept in the user's data folder, never in
 * the log. A note is known by what the message says (Call-ID, CSeq, method or code, tags, branch),
 * so it is found again when the log is opened from another path or in another export. Saved by
 * appending one line and syncing it: a crash loses nothing but the line being written, and a broken
 * line is passed over. */
#pragma once

#include "trace/trace.h"

G_BEGIN_DECLS

#define RUNGS_TYPE_NOTES (rungs_notes_get_type ())
G_DECLARE_FINAL_TYPE (RungsNotes, rungs_notes, RUNGS, NOTES, GObject)

/* @folder NULL: $XDG_DATA_HOME/rungs. Made when the first note is written. */
RungsNotes *rungs_notes_new (const char *folder) G_GNUC_WARN_UNUSED_RESULT;

/* What of the notes could not be read, and where new ones go instead; NULL when all is well.
 * (transfer full) */
char *rungs_notes_dup_problem (RungsNotes *self);

/* @message RUNGS_NONE: the note on the call itself. (transfer none), NULL when there is none. */
const char *rungs_notes_get (RungsNotes *self,
                             RungsTrace *trace,
                             const RungsCall *call,
                             guint32 message);
/* NULL or "" removes it. FALSE: not saved, @error says why; the note stays in memory. Emits
 * "changed". */
gboolean rungs_notes_set (RungsNotes *self,
                          RungsTrace *trace,
                          const RungsCall *call,
                          guint32 message,
                          const char *text,
                          GError **error);
/* Notes on the call and its messages together. */
guint rungs_notes_count (RungsNotes *self, RungsTrace *trace, const RungsCall *call);

G_END_DECLS
