/* From a builder's rows and seeds to a trace: the steps, each in a file of its own, over one working state. Every step is
 * linear or n log n in the messages. Private to trace/. */
#pragma once

#include "trace/builder.h"

G_BEGIN_DECLS

struct _RungsTrace
{
  GObject parent_instance;
  RungsStrings *strings;
  RungsString methods[RUNGS_N_METHODS];
  GArray *inputs;         /* RungsTraceInput */
  GPtrArray *diagnostics; /* RungsDiagnostic */
  RungsRows rows;
  GArray *pieces;
  GArray *endpoints;
  GArray *devices; /* RungsDevice */
  GArray *legs;    /* RungsLeg, those of a call together */
  GArray *calls;   /* RungsCall, by id */
  guint32 *order;  /* message indices, those of a call together, in ladder order */
  gint64 shift;    /* added to stamps that have no zone */
  gboolean is_partial;
};

/* A group of seeds is what becomes one leg: one Call-ID, or all pings of a pair of peers. */
typedef struct
{
  RungsTrace *trace;
  const RungsBuilder *builder; /* read only: its rows may have gone to the trace */
  guint32 n_seeds;
  guint32 *group;      /* of each seed: the seed that stands for it */
  guint32 *parent;     /* union-find over groups */
  guint8 *why;         /* RungsJoin of each group */
  GArray *same_device; /* pairs of host strings that are two sides of one SBC */
  RungsStamp *stamps;  /* by message, for those without one too; NULL: all have their own */
} RungsAssembly;

static inline RungsSeed *
rungs_assembly_seed (const RungsAssembly *self, guint32 i)
{
  return &g_array_index (self->builder->seeds, RungsSeed, i);
}

static inline RungsStamp
rungs_assembly_stamp (const RungsAssembly *self, guint32 message)
{
  return self->stamps != NULL ? self->stamps[message]
                              : rungs_rows_at (&self->trace->rows, message)->time;
}

/* The call that a group is in, as the group that stands for it. */
guint32 rungs_assembly_find (RungsAssembly *self, guint32 group);
/* @later belongs to @earlier's call because of @why; FALSE when they were together already. */
gboolean rungs_assembly_join (RungsAssembly *self, guint32 earlier, guint32 later, RungsJoin why);

void rungs_legs_group (RungsAssembly *self);     /* legs.c: seeds -> groups */
void rungs_join_groups (RungsAssembly *self);    /* join.c: groups -> calls */
void rungs_order_calls (RungsAssembly *self);    /* order.c: calls, legs and rows in their order */
void rungs_witness_mark (RungsAssembly *self);   /* witness.c: retransmissions and duplicates */
void rungs_devices_assign (RungsAssembly *self); /* devices.c: endpoints -> devices, direction */
void rungs_state_decide (RungsAssembly *self);   /* state.c: state, final, failing marks */

gboolean rungs_device_is_teams (RungsTrace *trace, guint32 endpoint);
/* Number of the line that the first record of a message begins on; reads the file. */
guint32 rungs_fetch_first_line (RungsTrace *trace, const RungsMessage *row);
RungsTrace *rungs_trace_assemble (RungsBuilder *builder, gboolean is_partial);

G_END_DECLS
