/* A trace once more from its messages, without a look at the files: what the builder knew about
 * legs is kept for that. */
#include "config.h"

#include "records/records.h"
#include "trace/assembly.h"

static void
reset_row (RungsMessage *row, const RungsTable *seeds)
{
  guint32 seed = rungs_table_get (seeds, row->call_id);

  if (row->call_id != 0 && seed != RUNGS_TABLE_NONE)
    row->leg = seed;
  row->flags &=
    (guint16) ~(RUNGS_MESSAGE_RETRANSMISSION | RUNGS_MESSAGE_DUPLICATE | RUNGS_MESSAGE_FAILING
                | RUNGS_MESSAGE_DECIDING | RUNGS_MESSAGE_PROBLEM);
  row->duplicate_of = RUNGS_NONE;
}

static void
shift_record (RungsRecord *record, gint64 by)
{
  if (record->start != RUNGS_STAMP_NONE)
    record->start += by;
  if (record->answer != RUNGS_STAMP_NONE)
    record->answer += by;
  if (record->end != RUNGS_STAMP_NONE)
    record->end += by;
  if (record->ring != RUNGS_STAMP_NONE)
    record->ring += by;
  record->call = RUNGS_NONE;
}

/* The messages as they came from the builder, by the clocks of @trace's inputs. @old: the clocks
 * that they are by now. */
static void
copy_rows (RungsTrace *trace, RungsTrace *old)
{
  const RungsBuilder *builder = old->builder;
  const RungsTraceInput *from = (const RungsTraceInput *) (const void *) old->inputs->data;
  const RungsTraceInput *to = (const RungsTraceInput *) (const void *) trace->inputs->data;
  RungsTable seeds = RUNGS_TABLE_INIT;

  rungs_table_reset (&seeds, builder->seeds->len);
  for (guint32 i = builder->seeds->len; i-- > 0;)
    *rungs_table_slot (&seeds, g_array_index (builder->seeds, RungsSeed, i).call_id) = i;

  rungs_rows_copy (&trace->rows, &old->rows);
  for (guint32 i = 0; i < trace->rows.n; i++)
    {
      RungsMessage *row = rungs_rows_at (&trace->rows, i);

      reset_row (row, &seeds);
      if (row->time != RUNGS_STAMP_NONE)
        row->time += rungs_builder_shift_of (&to[row->input], row)
                     - rungs_builder_shift_of (&from[row->input], row);
    }
  for (guint i = 0; i < builder->nameless->len; i++)
    {
      const RungsNameless *nameless = &g_array_index (builder->nameless, RungsNameless, i);
      rungs_rows_at (&trace->rows, nameless->row)->leg = nameless->seed;
    }
  for (guint32 i = 0; i < trace->records->len; i++)
    {
      RungsRecord *record = &g_array_index (trace->records, RungsRecord, i);
      const RungsTraceInput *before = &from[record->input], *after = &to[record->input];

      shift_record (record, after->shift - before->shift
                              + rungs_records_zone_shift (after, record->says_no_zone)
                              - rungs_records_zone_shift (before, record->says_no_zone));
      record->is_local = record->says_no_zone && !after->has_user_zone;
    }
  rungs_table_clear (&seeds);
}

RungsTrace *
rungs_trace_regroup (RungsTrace *self, const RungsLoadOptions *options)
{
  static const RungsLoadOptions nothing = { 0 };
  RungsTrace *trace;

  g_return_val_if_fail (RUNGS_IS_TRACE (self) && !self->is_snapshot, NULL);

  if (options == NULL)
    options = &nothing;
  trace = g_object_new (RUNGS_TYPE_TRACE, NULL);
  rungs_assembly_copy_common (trace, self->builder, self->inputs, self->diagnostics, self->covers);
  for (guint i = 0; i < trace->inputs->len; i++)
    rungs_builder_set_clock (&g_array_index (trace->inputs, RungsTraceInput, i), i, options);
  g_clear_pointer (&trace->records, g_array_unref);
  trace->records = g_array_copy (self->records);
  trace->pieces = g_array_ref (self->pieces);
  trace->endpoints = g_array_copy (self->endpoints);
  /* Those behind came from records. */
  g_array_set_size (trace->endpoints, self->builder->endpoint_notes->len);
  copy_rows (trace, self);
  trace->builder = rungs_builder_ref (self->builder);
  rungs_assembly_run (trace, self->builder, options);
  return trace;
}
