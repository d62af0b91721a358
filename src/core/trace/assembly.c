/* The steps in their order, and the union-find that joins legs. */
#include "config.h"

#include "trace/assembly.h"

#include "calls/by-hand.h"
#include "calls/devices.h"
#include "calls/join.h"
#include "calls/legs.h"
#include "calls/order.h"
#include "calls/state.h"
#include "calls/witness.h"
#include "clocks/clocks-private.h"
#include "records/records.h"

/* From so many messages on a second thread is noticed. */
#define WORTH_A_THREAD 200000

guint32
rungs_assembly_find (RungsAssembly *self, guint32 group)
{
  while (self->parent[group] != group)
    {
      self->parent[group] = self->parent[self->parent[group]];
      group = self->parent[group];
    }
  return group;
}

gboolean
rungs_assembly_join (RungsAssembly *self,
                     guint32 earlier,
                     guint32 later,
                     RungsJoin why,
                     RungsString by)
{
  guint32 a = rungs_assembly_find (self, earlier);
  guint32 b = rungs_assembly_find (self, later);
  guint32 told, lead;

  if (a == b)
    return FALSE;
  /* The one that was seen first stands for all: path halving keeps this n log n. */
  self->parent[MAX (a, b)] = MIN (a, b);
  /* Of two calls that become one, one of the legs that had no reason so far gets this one. */
  told = later == self->lead[b] ? later : earlier == self->lead[a] ? earlier : self->lead[b];
  lead = told == self->lead[a] ? self->lead[b] : self->lead[a];
  self->why[told] = (guint8) why;
  self->by[told] = by;
  self->lead[MIN (a, b)] = lead;
  return TRUE;
}

typedef struct
{
  RungsAssembly *assembly;
  RungsCallsFunc func;
  guint32 first, end;
} Share;

static gpointer
share_thread (gpointer data)
{
  const Share *share = data;

  share->func (share->assembly, share->first, share->end);
  return NULL;
}

void
rungs_assembly_each_call (RungsAssembly *self, RungsCallsFunc func)
{
  const GArray *calls = self->trace->calls;
  Share half = { self, func, 0, 0 };
  GThread *thread;

  if (self->trace->rows.n >= WORTH_A_THREAD)
    while (g_array_index (calls, RungsCall, half.end).first_row < self->trace->rows.n / 2
           && half.end + 1 < calls->len)
      half.end++;
  thread = half.end > 0 ? g_thread_new ("rungs-calls", share_thread, &half) : NULL;
  func (self, half.end, calls->len);
  if (thread != NULL)
    g_thread_join (thread);
}

/* A message without a stamp stands where the file has it: behind the last stamp before it. */
static void
fill_stamps (RungsAssembly *self)
{
  guint32 n = self->trace->rows.n;
  RungsStamp last = RUNGS_STAMP_NONE;
  guint16 input = 0;

  if (!self->builder->has_unstamped)
    return;
  self->stamps = g_new (RungsStamp, n);
  for (guint32 i = 0; i < n; i++)
    {
      const RungsMessage *row = rungs_rows_at (&self->trace->rows, i);

      if (row->input != input)
        last = RUNGS_STAMP_NONE;
      input = row->input;
      if (row->time != RUNGS_STAMP_NONE)
        last = row->time;
      self->stamps[i] = last;
    }
}

/* A snapshot must not share the table that the builder goes on writing; the numbers stay the same
 * because they are given in order. */
static RungsStrings *
copy_strings (const RungsBuilder *builder)
{
  RungsStrings *copy = rungs_strings_new ();

  for (RungsString i = 1; i <= builder->max_string; i++)
    {
      RungsString id = rungs_strings_intern (copy, rungs_strings_span (builder->strings, i));
      g_assert (id == i);
    }
  return copy;
}

static gpointer
copy_diagnostic (gconstpointer source, gpointer user_data)
{
  RungsDiagnostic *copy = g_memdup2 (source, sizeof *copy);

  copy->text = g_strdup (copy->text);
  return copy;
}

void
rungs_assembly_copy_common (RungsTrace *trace,
                            const RungsBuilder *builder,
                            const GArray *inputs,
                            GPtrArray *diagnostics,
                            const GArray *covers)
{
  trace->strings = copy_strings (builder);
  trace->files = g_array_ref (builder->files);
  memcpy (trace->methods, builder->methods, sizeof trace->methods);
  g_array_append_vals (trace->inputs, inputs->data, inputs->len);
  for (guint i = 0; i < trace->inputs->len; i++)
    rungs_input_ref (g_array_index (trace->inputs, RungsTraceInput, i).input);
  g_ptr_array_unref (trace->diagnostics);
  trace->diagnostics = g_ptr_array_copy (diagnostics, copy_diagnostic, NULL);
  g_array_append_vals (trace->covers, covers->data, covers->len);
}

static void
copy_content (RungsTrace *trace, RungsBuilder *builder)
{
  rungs_assembly_copy_common (trace, builder, builder->inputs, builder->diagnostics,
                              builder->covers);
  rungs_rows_copy (&trace->rows, &builder->rows);
  trace->pieces = g_array_copy (builder->pieces);
  trace->endpoints = g_array_copy (builder->endpoints);
  g_array_unref (trace->records);
  trace->records = g_array_copy (builder->records);
}

static void
move_content (RungsTrace *trace, RungsBuilder *builder)
{
  trace->strings = rungs_strings_ref (builder->strings);
  trace->files = g_array_ref (builder->files);
  g_array_unref (trace->inputs);
  trace->inputs = g_steal_pointer (&builder->inputs);
  g_ptr_array_unref (trace->diagnostics);
  trace->diagnostics = g_steal_pointer (&builder->diagnostics);
  g_array_unref (trace->covers);
  trace->covers = g_steal_pointer (&builder->covers);
  trace->rows = builder->rows;
  builder->rows = (RungsRows){ NULL, 0 };
  trace->pieces = g_steal_pointer (&builder->pieces);
  trace->endpoints = g_steal_pointer (&builder->endpoints);
  g_array_unref (trace->records);
  trace->records = g_steal_pointer (&builder->records);
  memcpy (trace->methods, builder->methods, sizeof trace->methods);
  rungs_builder_clear_tables (builder);
  trace->builder = rungs_builder_ref (builder);
}

static void
begin (RungsAssembly *self)
{
  self->group = g_new (guint32, self->n_seeds + 1);
  self->parent = g_new (guint32, self->n_seeds + 1);
  self->why = g_new0 (guint8, self->n_seeds + 1);
  self->lead = g_new (guint32, self->n_seeds + 1);
  self->by = g_new0 (RungsString, self->n_seeds + 1);
  self->same_device = g_array_new (FALSE, FALSE, 2 * sizeof (RungsString));
  for (guint32 i = 0; i < self->n_seeds; i++)
    self->group[i] = self->parent[i] = self->lead[i] = i;
}

static void
end (RungsAssembly *self)
{
  g_free (self->group);
  g_free (self->parent);
  g_free (self->why);
  g_free (self->lead);
  g_free (self->by);
  g_free (self->stamps);
  g_free (self->alone);
  g_free (self->clock_of);
  if (self->seeds != self->builder->seeds)
    g_array_unref (self->seeds);
  g_array_unref (self->same_device);
}

void
rungs_assembly_run (RungsTrace *trace, const RungsBuilder *builder, const RungsLoadOptions *options)
{
  RungsAssembly self = { .trace = trace,
                         .builder = builder,
                         .seeds = builder->seeds,
                         .n_seeds = builder->seeds->len,
                         .align = options->align,
                         .choices = options->choices };

  begin (&self);
  rungs_clocks_measure (&self);
  fill_stamps (&self);
  rungs_legs_group (&self);
  rungs_byhand_separate (&self);
  rungs_join_groups (&self);
  rungs_byhand_join (&self);
  rungs_order_calls (&self);
  rungs_witness_mark (&self);
  rungs_devices_assign (&self);
  rungs_state_decide (&self);
  rungs_records_place (&self);
  end (&self);
}

RungsTrace *
rungs_trace_assemble (RungsBuilder *builder, gboolean is_snapshot)
{
  RungsTrace *trace = g_object_new (RUNGS_TYPE_TRACE, NULL);

  trace->is_snapshot = is_snapshot;
  if (is_snapshot)
    copy_content (trace, builder);
  else
    move_content (trace, builder);
  rungs_assembly_run (trace, builder, &builder->options);
  return trace;
}

RungsTrace *
rungs_builder_snapshot (RungsBuilder *self)
{
  guint last = self->inputs->len - 1;

  /* Whether its stamps state their zone, as far as is known. */
  if (self->inputs->len > 0)
    rungs_builder_set_clock (&g_array_index (self->inputs, RungsTraceInput, last), last,
                             &self->options);
  return rungs_trace_assemble (self, TRUE);
}

RungsTrace *
rungs_builder_finish (RungsBuilder *self)
{
  return rungs_trace_assemble (self, FALSE);
}
