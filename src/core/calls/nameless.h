/* Messages that lost their Call-ID: which leg they belong to. */
#pragma once

#include "trace/builder.h"

G_BEGIN_DECLS

/* The seed of the messages that @row, which was added last, belongs with, or RUNGS_NONE; fills in
 * what they know of it. */
guint32 rungs_nameless_find (RungsBuilder *self, RungsMessage *row);
/* @row has no Call-ID and began a seed of its own. */
void rungs_nameless_keep (RungsBuilder *self, const RungsMessage *row, guint32 seed);
/* The seed of such a message that @row, the first with its Call-ID, belongs with, or RUNGS_NONE. */
guint32 rungs_nameless_claim (RungsBuilder *self, const RungsMessage *row, RungsSpan call_id);

G_END_DECLS
