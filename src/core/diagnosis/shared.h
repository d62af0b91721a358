/* What the verdicts of one trace share: answers that need a pass over all of it are computed once
 * and kept with the trace, so that N verdicts cost N and not N times N. Private to diagnosis/; safe
 * to ask from several threads. */
#pragma once

#include "trace/trace.h"

G_BEGIN_DECLS

typedef struct _RungsShared RungsShared;

/* Made when first asked for. (transfer none): it lives as long as the trace. */
const RungsShared *rungs_shared_of (RungsTrace *trace);

/* The rows of OPTIONS with @device at either end: guint32, indices of calls. NULL: there are
 * none. */
const GArray *rungs_shared_options (const RungsShared *self, guint32 device);

/* The first message of a leg that begins with an INVITE. */
typedef struct
{
  RungsStamp time;
  guint32 message, call; /* @call: its index */
} RungsSharedInvite;

/* What @device sent, by time: to the host (a string of the trace) and once for each call, or, for
 * RUNGS_NONE, all of it. RungsSharedInvite; NULL: nothing. */
const GArray *rungs_shared_invites (const RungsShared *self, guint32 device, RungsString host);

/* The place of the first one that was sent later than @time. */
guint rungs_shared_later (const GArray *invites, RungsStamp time);

/* The stamp of the last message of @input that has one. */
RungsStamp rungs_shared_last_time (const RungsShared *self, guint input);

/* Rows of calls that were looked at to make it: a test holds that to one pass. */
guint64 rungs_shared_work (const RungsShared *self);

G_END_DECLS
