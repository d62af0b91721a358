/* Blocks of an input, read by a thread of their own while the one before is looked at: copying a
 * gigabyte out of the page cache costs as much as finding its lines. */
#pragma once

#include "input/input.h"

G_BEGIN_DECLS

typedef struct _RungsAhead RungsAhead;

/* Reads [@start, @end) of @input. */
RungsAhead *rungs_ahead_new (RungsInput *input,
                             guint64 start,
                             guint64 end) G_GNUC_WARN_UNUSED_RESULT;
void rungs_ahead_free (RungsAhead *ahead);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsAhead, rungs_ahead_free)

/* The next block, with @kept (at most RUNGS_MAX_LINE bytes, of the block before) put right in
 * front: *@bytes is where those begin. The number of bytes that are new, 0 at the end (*@bytes is
 * then @kept itself), -1 with @error. Valid until the next call. */
gssize rungs_ahead_next (RungsAhead *ahead, RungsSpan kept, const char **bytes, GError **error);

G_END_DECLS
