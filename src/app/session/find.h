/* What the selection becomes when a newer trace comes: the same call and message, found by what
 * they say. */
#pragma once

#include "trace/trace.h"

G_BEGIN_DECLS

/* The call of @trace that the old one became: a later snapshot may number calls in another way, and
 * it may have become a leg of another. RUNGS_NONE when it is not there. */
guint32 rungs_session_find_call (RungsTrace *trace, RungsTrace *old, guint32 index);
/* @old among the messages of a call, or RUNGS_NONE. */
guint32 rungs_session_find_message (RungsTrace *trace, guint32 call_index, const RungsMessage *old);
/* The call to begin with: the first that failed, else (when all is read) the first call there
 * is. */
guint32 rungs_session_find_first (RungsTrace *trace);
/* TRUE when nothing was added to the call, so that what is on screen can stay. */
gboolean rungs_session_is_same_call (RungsTrace *old,
                                     guint32 old_index,
                                     RungsTrace *trace,
                                     guint32 index);

/* "sbc.log and 2 more": the @name of the first of @n files, made fit to be shown, and how many more
 * there are. (transfer full) */
char *rungs_session_name_several (const char *name, guint n) G_GNUC_WARN_UNUSED_RESULT;
/* "sbc.log and 2 more"; NULL without an input. (transfer full) */
char *rungs_session_title_of (RungsTrace *trace) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
