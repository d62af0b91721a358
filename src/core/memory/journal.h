/* What the user adds to a trace, kept in the user's data folder: one line of JSON a change, and the
 * last one of its kind counts. Appended in one write and synced: a crash loses nothing but the line
 * being written, a broken line is passed over, and two windows may write at the same time.
 *
 * Nothing that cannot be read is written to again: it may be the work of a newer version, or be
 * mended by hand. Writing goes on in a file beside it ("notes-2.ndjson"), all of them are read in
 * their order, and what could not be read is said. Private to trace/. */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _RungsJournal RungsJournal;

/* @folder NULL: $XDG_DATA_HOME/rungs. Made when the first line is written. */
RungsJournal *rungs_journal_new (const char *folder, const char *file) G_GNUC_WARN_UNUSED_RESULT;
void rungs_journal_free (RungsJournal *self);

/* FALSE: the line says nothing that is known. */
typedef gboolean (*RungsJournalTake) (JsonObject *line, gpointer data);

/* What has been added to the files since they were last read, by us or by another process. */
void rungs_journal_read (RungsJournal *self, RungsJournalTake take, gpointer data);

/* What could not be read: a sentence for each file, NULL when all is well. (transfer full) */
char *rungs_journal_dup_problem (RungsJournal *self);

/* @members: names and values in turn, NULL ends them. FALSE: not saved, @error says why. */
gboolean rungs_journal_append (RungsJournal *self, GError **error, const char *const *members);

/* A member that is a text, else NULL. */
const char *rungs_journal_string (JsonObject *line, const char *name);

G_END_DECLS
