/* Calls that a call, or a record of Microsoft's, may belong to: what is offered to a user who joins
 * by hand. */
#pragma once

#include "trace/trace.h"

G_BEGIN_DECLS

/* Other calls in a log that @call may be one with, the likeliest first: those of the same numbers,
 * then those that began near it. @text (may be NULL): only those with it in a number, a Call-ID or
 * the id. At most @max indices of calls. Looks at all calls: for a worker where there may be many.
 * (transfer full) (element-type guint32) */
GArray *rungs_likely_calls (RungsTrace *trace, guint32 call, const char *text, guint max)
  G_GNUC_WARN_UNUSED_RESULT;

/* The same for a record: only calls with a leg that it can be of, see rungs_likely_leg(). */
GArray *rungs_likely_calls_of_record (RungsTrace *trace,
                                      guint32 record,
                                      const char *text,
                                      guint max) G_GNUC_WARN_UNUSED_RESULT;

/* The leg of @call between an SBC and Teams, of the record's direction if there is one; NULL: it
 * has none. */
const RungsLeg *rungs_likely_leg (RungsTrace *trace, const RungsCall *call, guint32 record);

/* The leg of a call that choices know it by: the first with a Call-ID. NULL: there is none, or the
 * call is none that could be joined (keepalives, registrations, records). */
const RungsLeg *rungs_joinable_leg (RungsTrace *trace, const RungsCall *call);

G_END_DECLS
