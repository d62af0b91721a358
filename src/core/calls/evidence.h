/* What a message says about which calls belong together. */
#pragma once

#include "trace/builder.h"

G_BEGIN_DECLS

void rungs_evidence_collect (RungsBuilder *self,
                             guint32 seed,
                             const RungsMessage *row,
                             guint32 row_index,
                             const RungsSipIndex *index,
                             const RungsSinkMessage *message);
/* A Reason header of the message names a fault. */
gboolean rungs_evidence_is_fault (const RungsSipIndex *index);

G_END_DECLS
