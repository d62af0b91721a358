/* What Microsoft noted down about a call, as lines between its messages. */
#pragma once

#include "ladder/ladder.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *all;  /* RungsEvent*, (transfer none), in order of time */
  GPtrArray *made; /* those of records (owned) */
} RungsRecordEvents;

/* @events (may be NULL) and what the call's records say. The elements of @events stay their owner's
 * and must outlive @self. */

void rungs_record_events_init (RungsRecordEvents *self,
                               RungsTrace *trace,
                               const RungsCall *call,
                               GPtrArray *events);
void rungs_record_events_clear (RungsRecordEvents *self);

G_END_DECLS
