/* Which calls are faults. */
#pragma once

#include "trace/trace.h"

G_BEGIN_DECLS

/* It failed, or it was answered and then dropped. */
static inline gboolean
rungs_call_is_fault (const RungsCall *call)
{
  return call->state == RUNGS_STATE_FAILED || call->state == RUNGS_STATE_DROPPED;
}

G_END_DECLS
