/* From a builder's rows and seeds to a trace: the steps, each in a file of its own, over one
 * working state. Every step is linear or n log n in the messages. Private to trace/. */
#pragma once

#include "trace/builder.h"

G_BEGIN_DECLS

struct _RungsTrace
{
  GObject parent_instance;
  RungsStrings *strings;
  RungsString methods[RUNGS_N_METHODS];
  GArray *inputs;         /* RungsTraceInput */
  GArray *files;          /* RungsFileId, the builder's */
  GPtrArray *diagnostics; /* RungsDiagnostic */
  RungsRows rows;
  GArray *pieces;
  GArray *endpoints;
  GArray *devices;       /* RungsDevice */
  GArray *legs;          /* RungsLeg, those of a call together */
  GArray *calls;         /* RungsCall, by id */
  guint32 *order;        /* message indices, those of a call together, in ladder order */
  GArray *clocks;        /* RungsClock */
  RungsBuilder *builder; /* what it left behind, to group anew; NULL: a snapshot */
  GArray *records;       /* RungsRecord, in the order of the inputs */
  GArray *record_clocks; /* RungsRecordClock, one for each input */
  /* of the Direct Routing rows; RUNGS_STAMP_NONE: there are none */
  RungsStamp records_first, records_last;
  guint32 *record_order; /* record indices, those of a call together */
  GArray *covers;        /* RungsInputCover */
  gboolean is_snapshot;
  GMutex near_lock;
  GPtrArray *near; /* by input: what rungs_trace_read_events_near() keeps; NULL until then */
};

/* More of a call's rows would push each other out of the cache. */
#define RUNGS_PREFETCH_ROWS 32

/* A group of seeds is what becomes one leg: one Call-ID, or all pings of a pair of peers. */
typedef struct
{
  RungsTrace *trace;
  const RungsBuilder *builder; /* read only: its rows may have gone to the trace */
  GArray *seeds;               /* the builder's, or a copy whose times are on one clock */
  guint32 n_seeds;
  guint32 *group;      /* of each seed: the seed that stands for it */
  guint32 *parent;     /* union-find over groups */
  guint8 *why;         /* RungsJoin of each group */
  guint32 *lead;       /* of each group that stands for a call: the one that needed no reason */
  RungsString *by;     /* of each group: the header that told it */
  GArray *same_device; /* pairs of host strings that are two sides of one SBC */
  RungsStamp *stamps;  /* by message, for those without one too; NULL: all have their own */
  gboolean align;
  const RungsChoiceSet *choices; /* or NULL */
  gboolean *alone;               /* of each seed: the user says so; NULL: of none */
  /* of each input: inputs with the same number have comparable clocks; NULL: nothing was
   * measured */
  guint32 *clock_of;
} RungsAssembly;

static inline RungsSeed *
rungs_assembly_seed (const RungsAssembly *self, guint32 i)
{
  return &g_array_index (self->seeds, RungsSeed, i);
}

static inline RungsStamp
rungs_assembly_stamp (const RungsAssembly *self, guint32 message)
{
  return self->stamps != NULL ? self->stamps[message]
                              : rungs_rows_at (&self->trace->rows, message)->time;
}

/* The same for all sights of one message and for each time that it is sent again. Provisional
 * answers of one transaction may differ in nothing but their content. */
static inline guint64
rungs_message_key (const RungsMessage *row)
{
  guint64 key = rungs_mix (row->leg, row->call_id);
  guint32 size =
    row->code >= 100 && row->code < 200 && !(row->flags & RUNGS_MESSAGE_DAMAGED) ? row->size : 0;

  key = rungs_mix (key, (guint64) row->method << 32 | row->cseq);
  key = rungs_mix (key, (guint64) row->branch << 32 | row->code);
  key = rungs_mix (key, (guint64) row->to_tag << 32 | row->from_tag);
  return rungs_mix (key, size);
}

/* Calls interleave in a log, so the messages of one lie far apart: asks for those of call @c ahead
 * of the loop that reaches it. */
static inline void
rungs_assembly_prefetch (const RungsAssembly *self, guint32 c)
{
  const RungsCall *call;

  if (c >= self->trace->calls->len)
    return;
  call = &g_array_index (self->trace->calls, RungsCall, c);
  for (guint32 i = 0; i < MIN (call->n_rows, RUNGS_PREFETCH_ROWS); i++)
    {
      const char *row =
        (const char *) rungs_rows_at (&self->trace->rows, self->trace->order[call->first_row + i]);

      __builtin_prefetch (row, 1);
      __builtin_prefetch (row + sizeof (RungsMessage) - 1, 1);
    }
}

/* Calls [@first, @end): changes nothing but these calls, their legs and their rows. */
typedef void (*RungsCallsFunc) (RungsAssembly *self, guint32 first, guint32 end);
/* @func for all calls; of a large trace a second thread does one half of the messages. */
void rungs_assembly_each_call (RungsAssembly *self, RungsCallsFunc func);

/* The call that a group is in, as the group that stands for it. */
guint32 rungs_assembly_find (RungsAssembly *self, guint32 group);
/* @later belongs to @earlier's call because of @why, which a header called @by tells (0: none);
 * FALSE when they were together already. */
gboolean rungs_assembly_join (RungsAssembly *self,
                              guint32 earlier,
                              guint32 later,
                              RungsJoin why,
                              RungsString by);

/* The steps in their order, over a trace that has all but what they make. */
void rungs_assembly_run (RungsTrace *trace,
                         const RungsBuilder *builder,
                         const RungsLoadOptions *options);
/* What a trace shares with no other: strings, inputs, diagnostics. */
void rungs_assembly_copy_common (RungsTrace *trace,
                                 const RungsBuilder *builder,
                                 const GArray *inputs,
                                 GPtrArray *diagnostics,
                                 const GArray *covers);

RungsTrace *rungs_trace_assemble (RungsBuilder *builder, gboolean is_snapshot);

G_END_DECLS
