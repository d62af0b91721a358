/* What the user works on: the trace that is open, the call and the message that are selected, and
 * what is derived from them (ladder, verdict). Views bind to its properties and never to each
 * other. Main thread only. */
#pragma once

#include "app/session/answers.h"
#include "memory/choices.h"
#include "memory/notes.h"
#include "trace/trace.h"

G_BEGIN_DECLS

#define RUNGS_TYPE_SESSION (rungs_session_get_type ())
G_DECLARE_FINAL_TYPE (RungsSession, rungs_session, RUNGS, SESSION, GObject)

/* @notes_folder: see rungs_notes_new(). (transfer full) */
RungsSession *rungs_session_new (const char *notes_folder) G_GNUC_WARN_UNUSED_RESULT;

/* Reads files, folders and archives in a worker; a load that is still going on is cancelled first.
 * Traces come through the property "trace": early ones while the rest is read, then the whole.
 * Signal "load-failed" (GError) when nothing could be used; the trace from before then stays. */
void rungs_session_open (RungsSession *self, const char *const *paths);

/* Reads more files beside those that are open or being opened. What is shown stays until they are
 * read. */
void rungs_session_add (RungsSession *self, const char *const *paths);
/* What the trace that is shown was opened from, and what the load under way reads. (transfer none)
 * NULL: nothing. */
const char *const *rungs_session_get_paths (RungsSession *self);
const char *const *rungs_session_get_loading_paths (RungsSession *self);
/* Reads the open files again without one input, known by rungs_input_get_name(), or with it
 * again. */
void rungs_session_leave_out (RungsSession *self, const char *name, gboolean is_left_out);
/* Names of those that are not read. (transfer none) NULL: none. */
const char *const *rungs_session_get_left_out (RungsSession *self);

/* Stops reading. What was read so far becomes the trace, which says that it is partial; while
 * nothing is shown, the same as rungs_session_cancel(). */
void rungs_session_stop (RungsSession *self);
/* Gives the load up: what is shown stays as it is. */
void rungs_session_cancel (RungsSession *self);

/* Shows @trace at once, for tests and for what is not loaded from a file. */
void rungs_session_set_trace (RungsSession *self, RungsTrace *trace);

RungsTrace *rungs_session_get_trace (RungsSession *self); /* (nullable) */
RungsNotes *rungs_session_get_notes (RungsSession *self);

/* What the user decided about legs, devices, clocks and join headers. A change of it groups the
 * trace anew, in a worker (property "grouping"); a change of the headers reads the files again. */
RungsChoices *rungs_session_get_choices (RungsSession *self);
/* Whether inputs are shown on one clock, as far as it was measured. FALSE again for the next
 * files. */
gboolean rungs_session_get_align (RungsSession *self);
void rungs_session_set_align (RungsSession *self, gboolean align);
gboolean rungs_session_get_loading (RungsSession *self);
double rungs_session_get_fraction (RungsSession *self);

/* Names of the inputs for the title: "sbc.log + 2 more". (transfer full), NULL without a trace. */
char *rungs_session_dup_title (RungsSession *self) G_GNUC_WARN_UNUSED_RESULT;
/* The same of the load under way; NULL without one. */
char *rungs_session_dup_loading_title (RungsSession *self) G_GNUC_WARN_UNUSED_RESULT;

/* Index of the selected call, or RUNGS_NONE. Selecting a call selects the message that decided
 * it. */
guint32 rungs_session_get_call (RungsSession *self);
void rungs_session_set_call (RungsSession *self, guint32 call);
const RungsCall *rungs_session_peek_call (RungsSession *self); /* (nullable) */

/* Index of the selected message of the selected call, or RUNGS_NONE. */
guint32 rungs_session_get_message (RungsSession *self);
void rungs_session_set_message (RungsSession *self, guint32 message);

/* While no message is selected: the record to show, or RUNGS_NONE. */
guint32 rungs_session_get_record (RungsSession *self);

/* Selects @message and marks @line of its input (0: none) in the message pane: signal "show-line"
 * (message, line). With RUNGS_NONE the call's record of that line is shown instead. */
void rungs_session_show_line (RungsSession *self, guint32 message, guint32 line);

/* The same for the @nth line that a finding rests on, of whichever call: the pane marks the
 * finding's values in it. */
void rungs_session_show_finding (RungsSession *self, const RungsFinding *finding, guint nth);
/* While "show-line" is emitted for a finding. (nullable) */
const RungsFinding *rungs_session_get_shown_finding (RungsSession *self, guint *nth);

/* Of the selected call: the ladder is there at once, without the SBC's own lines until a worker has
 * read them; the verdict is NULL until a worker has made it. Both (transfer none), valid until the
 * next notify; who shows a ladder holds a reference, since the session may have another one before
 * it has notified everybody. */
const RungsLadder *rungs_session_get_ladder (RungsSession *self);
const RungsVerdict *rungs_session_get_verdict (RungsSession *self);
/* What the log is missing of the selected call, RungsHealth*; comes with the verdict. */
GPtrArray *rungs_session_get_health (RungsSession *self);

/* What the SBC changed in the selected call, and how it differs from the most similar good one
 * (NULL without a fault). They come with the verdict. */
const RungsChanges *rungs_session_get_changes (RungsSession *self);
const RungsComparison *rungs_session_get_comparison (RungsSession *self);

/* char*: why each of its legs is of the selected call, with the value that tells; NULL: not known
 * yet, or there is one leg. Comes with the verdict. */
const GPtrArray *rungs_session_get_joins (RungsSession *self);

/* While "trace" and what depends on it are notified: the selected call is the one that was selected
 * before, whatever its index is by now. */
gboolean rungs_session_keeps_call (RungsSession *self);

/* RungsPattern*: what the failed calls of the trace have in common. NULL until a worker has looked:
 * property "patterns". */
const GPtrArray *rungs_session_get_patterns (RungsSession *self);
/* What its failed calls failed for: guint32 index -> RungsEntry. It comes with the patterns. NULL
 * until then. */
GHashTable *rungs_session_get_entries (RungsSession *self);

/* Whether ladders hold what the SBC wrote between the messages. */
void rungs_session_set_show_events (RungsSession *self, gboolean show);

/* TRUE while a load or a worker for the selected call is under way. */
gboolean rungs_session_is_busy (RungsSession *self);

G_END_DECLS
