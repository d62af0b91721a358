/* Shared by health.c and health-call.c. */
#pragma once

#include "calls/health.h"
#include "trace/assembly.h"

G_BEGIN_DECLS

/* The entry of this kind, made when there is none. */
RungsHealth *rungs_health_get (GPtrArray *list, RungsHealthKind kind);
/* Counts once more, and keeps the line while there is room. */
void rungs_health_add (GPtrArray *list,
                       RungsHealthKind kind,
                       guint input,
                       guint32 line,
                       guint32 message);
void rungs_health_add_message (RungsTrace *trace,
                               GPtrArray *list,
                               RungsHealthKind kind,
                               guint32 message);
/* Words for all entries that have none, and their order. */
void rungs_health_finish (GPtrArray *list, gboolean of_call, gboolean is_partial);

G_END_DECLS
