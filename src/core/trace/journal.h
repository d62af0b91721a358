/* What the user adds to a trace, kept in the user's data folder: one line of JSON a change, and the last one of its kind counts.
 * Appended in one write and synced: a crash loses nothing but the line being written, a broken line is passed over, and
 * two windows may write at the same time. Private to trace/. */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _RungsJournal RungsJournal;

/* @folder NULL: $XDG_DATA_HOME/rungs. Made when the first line is written. */
RungsJournal *rungs_journal_new (const char *folder, const char *file) G_GNUC_WARN_UNUSED_RESULT;
void rungs_journal_free (RungsJournal *self);

/* What has been added to the file since it was last read, by us or by another process. */
void rungs_journal_read (RungsJournal *self,
                         void (*take) (JsonObject *line, gpointer data),
                         gpointer data);

/* @members: names and values in turn, NULL ends them. FALSE: not saved, @error says why. */
gboolean rungs_journal_append (RungsJournal *self, GError **error, const char *const *members);

/* A member that is a text, else NULL. */
const char *rungs_journal_string (JsonObject *line, const char *name);

G_END_DECLS
