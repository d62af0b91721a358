/* Files to a trace. The only way in, for the window, the CLI and the tests. */
#pragma once

#include "memory/choices.h"
#include "trace/trace.h"

G_BEGIN_DECLS

/* What the user says about the clock of one input. It comes before what @choices say of the
 * file. */
typedef struct
{
  guint input;             /* as the trace numbers them: every file of a folder or archive counts */
  gboolean has_utc_offset; /* its own zone, instead of that of all */
  int utc_offset;          /* minutes */
  gint64 shift;            /* microseconds, added to its stamps */
} RungsInputClock;

/* What is pointed to stays the caller's, and must stay as it is until a load that was given it has
 * returned; the asynchronous load keeps a copy. */
typedef struct
{
  const char *format_id; /* NULL: by content */
  /* stamps without a zone are @utc_offset minutes ahead of UTC: they become UTC */
  gboolean has_utc_offset;
  int utc_offset;
  const RungsInputClock *clocks;
  guint n_clocks;
  const char *const *
    join_headers; /* NULL-terminated, or NULL: further headers whose value legs of one call share */
  const char *const
    *leave_out; /* names of inputs (rungs_input_get_name()) that are not read, or NULL */
  const RungsChoiceSet *choices; /* what the user decided about legs and devices; NULL: nothing */
  gboolean align; /* puts inputs on one clock where messages that both saw tell how, see clocks.h */
  /* Cancelled, it ends the reading early and keeps what was read: the trace is partial. NULL:
   * nobody will. Other than the cancellable of a load, which gives nothing. */
  GCancellable *stop;
} RungsLoadOptions;

/* The same messages on other clocks and by other choices: of @options (may be NULL) those count.
 * Reads no file. @self is no snapshot, and any thread may do it. (transfer full) */
RungsTrace *rungs_trace_regroup (RungsTrace *self,
                                 const RungsLoadOptions *options) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full) */
RungsLoadOptions *rungs_load_options_copy (const RungsLoadOptions *options)
  G_GNUC_WARN_UNUSED_RESULT;
void rungs_load_options_free (RungsLoadOptions *options);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsLoadOptions, rungs_load_options_free)

/* @fraction 0..1 of the bytes read. @snapshot: what is known so far (is_snapshot), NULL when there
 * is nothing newer; the callee refs it to keep it. Sync: called in the loading thread, with no
 * snapshots. Async: in the caller's main context. */
typedef void (*RungsLoadProgress) (double fraction, RungsTrace *snapshot, gpointer user_data);

/* @paths: files, folders, archives, "-". An input that cannot be read or recognised becomes a
 * diagnostic "unreadable"; only when no input at all was usable (or one that was named on the
 * command line cannot be read, see @strict) it fails. With @strict every path named must be
 * readable and recognised. (transfer full) */
RungsTrace *rungs_trace_load (const char *const *paths,
                              const RungsLoadOptions *options,
                              gboolean strict,
                              RungsLoadProgress progress,
                              gpointer user_data,
                              GCancellable *cancellable,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same from open inputs (RungsInput*), for tests and pasted text. */
RungsTrace *rungs_trace_load_inputs (GPtrArray *inputs,
                                     const RungsLoadOptions *options,
                                     GCancellable *cancellable,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Snapshots come early (after some 100 ms) and then each time the number of messages has about
 * doubled, so that all of them together cost no more than the load itself. */
void rungs_trace_load_async (const char *const *paths,
                             const RungsLoadOptions *options,
                             RungsLoadProgress progress,
                             gpointer user_data,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer callback_data);
RungsTrace *rungs_trace_load_finish (GAsyncResult *result,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
