/* Values that pass unchanged through a B2BUA and so join its legs. */
#pragma once

#include "trace/builder.h"

G_BEGIN_DECLS

void rungs_identity_init (RungsBuilder *self);
void rungs_identity_clear (RungsBuilder *self);
/* Of the first INVITE of a leg. */
void rungs_identity_collect (RungsBuilder *self,
                             guint32 seed,
                             const RungsMessage *row,
                             const RungsSipIndex *index,
                             RungsSpan bytes);
/* What the answerer of an INVITE says in its Contact. */
void rungs_identity_collect_answer (RungsBuilder *self,
                                    guint32 seed,
                                    const RungsMessage *row,
                                    const RungsSipIndex *index);

G_END_DECLS
