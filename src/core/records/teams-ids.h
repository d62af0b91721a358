/* Microsoft's own ids in the messages of a log. */
#pragma once

#include "trace/builder.h"

G_BEGIN_DECLS

void rungs_teams_ids_collect (RungsBuilder *self,
                              guint32 seed,
                              const RungsMessage *row,
                              guint32 row_index,
                              const RungsSipIndex *index);

G_END_DECLS
