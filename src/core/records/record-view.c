/* Records, for those who ask. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/error.h"
#include "base/limits.h"
#include "records/records.h"
#include "records/teams-legs.h"

guint
rungs_trace_get_n_records (RungsTrace *self)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self), 0);

  return self->records->len;
}

const RungsRecord *
rungs_trace_get_record (RungsTrace *self, guint i)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self) && i < self->records->len, NULL);

  return &g_array_index (self->records, RungsRecord, i);
}

guint32
rungs_trace_get_call_record (RungsTrace *self, const RungsCall *call, guint i)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self) && call != NULL && i < call->n_records, RUNGS_NONE);

  return self->record_order[call->first_record + i];
}

void
rungs_trace_get_record_leg (RungsTrace *self, guint i, RungsLeg *leg)
{
  g_return_if_fail (RUNGS_IS_TRACE (self) && i < self->records->len && leg != NULL);

  *leg = (RungsLeg){
    .call_id = rungs_trace_get_record (self, i)->texts[RUNGS_RECORD_TEXT_CORRELATION],
    .call = rungs_trace_get_record (self, i)->call,
    .first = RUNGS_NONE,
    .src = RUNGS_NONE,
    .dst = RUNGS_NONE,
  };
}

/* Between two calls a log, or an export, may have a pause. */
#define COVER_SLACK (60 * RUNGS_STAMP_SECOND)

RungsCovered
rungs_trace_covers_record (RungsTrace *self, guint i)
{
  RungsCovered covered = RUNGS_COVERED_NOT_KNOWN;
  const RungsRecord *record;

  g_return_val_if_fail (RUNGS_IS_TRACE (self) && i < self->records->len, covered);

  record = rungs_trace_get_record (self, i);
  for (guint k = 0; k < self->record_clocks->len; k++)
    {
      const RungsRecordClock *clock = &g_array_index (self->record_clocks, RungsRecordClock, k);

      if (clock->first == RUNGS_STAMP_NONE || record->start == RUNGS_STAMP_NONE
          || !(clock->is_known || rungs_trace_get_input (self, k)->utc))
        continue;
      if (record->start >= clock->first - COVER_SLACK && record->start <= clock->last + COVER_SLACK)
        return RUNGS_COVERED_YES;
      covered = RUNGS_COVERED_NO;
    }
  return covered;
}

gboolean
rungs_trace_lacks_record (RungsTrace *self, const RungsCall *call)
{
  const RungsRecordClock *clock;
  guint input;

  g_return_val_if_fail (RUNGS_IS_TRACE (self) && call != NULL, FALSE);

  if (self->records_first == RUNGS_STAMP_NONE || call->n_records > 0 || call->n_rows == 0
      || call->start == RUNGS_STAMP_NONE || call->kind != RUNGS_KIND_INVITE
      || call->direction == RUNGS_DIRECTION_UNKNOWN)
    return FALSE;
  input = rungs_trace_get_message (self, rungs_trace_get_row (self, call, 0))->input;
  clock = &g_array_index (self->record_clocks, RungsRecordClock, input);
  if (clock->first == RUNGS_STAMP_NONE
      || !(clock->is_known || rungs_trace_get_input (self, input)->utc))
    return FALSE;
  return call->start - clock->ahead >= self->records_first
         && call->start - clock->ahead <= self->records_last;
}

/* The record that speaks for a call without messages. */
static const RungsRecord *
only_record (RungsTrace *self, const RungsCall *call)
{
  return call->n_rows == 0 && call->n_records > 0
           ? rungs_trace_get_record (self, rungs_trace_get_call_record (self, call, 0))
           : NULL;
}

guint
rungs_trace_call_code (RungsTrace *self, const RungsCall *call)
{
  const RungsRecord *record;

  g_return_val_if_fail (RUNGS_IS_TRACE (self) && call != NULL, 0);

  if (call->final != RUNGS_NONE)
    return rungs_trace_get_message (self, call->final)->code;
  record = only_record (self, call);
  return record != NULL && record->code > 0 ? (guint) record->code : 0;
}

const char *
rungs_trace_call_phrase (RungsTrace *self, const RungsCall *call)
{
  const RungsRecord *record;

  g_return_val_if_fail (RUNGS_IS_TRACE (self) && call != NULL, "");

  if (call->final != RUNGS_NONE)
    return rungs_trace_string (self, rungs_trace_get_message (self, call->final)->phrase);
  record = only_record (self, call);
  return record != NULL ? rungs_trace_string (self, record->texts[RUNGS_RECORD_TEXT_PHRASE]) : "";
}

/* The row's bytes, row->span of them. (transfer full) */
static char *
read_bytes (RungsTrace *self, const RungsRecord *row, GError **error)
{
  const RungsTraceInput *input = rungs_trace_get_input (self, row->input);
  g_autofree char *bytes = g_malloc ((gsize) row->span + 1);
  gssize n;

  n = rungs_input_read (input->input, row->offset, bytes, row->span, error);
  if (n < 0)
    return NULL;
  if ((gsize) n < row->span)
    {
      g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_READ,
                   _ ("%s has changed since it was opened. Open it again."),
                   rungs_input_get_name (input->input));
      return NULL;
    }
  return g_steal_pointer (&bytes);
}

RungsCallDetails *
rungs_trace_read_call_details (RungsTrace *self, guint record, GError **error)
{
  const RungsRecord *row;
  g_autofree char *bytes = NULL;

  g_return_val_if_fail (RUNGS_IS_TRACE (self) && record < self->records->len, NULL);

  row = rungs_trace_get_record (self, record);
  if (row->kind != RUNGS_RECORD_MEDIA)
    return NULL;
  bytes = read_bytes (self, row, error);
  return bytes != NULL ? rungs_call_details_read (rungs_span (bytes, row->span)) : NULL;
}

char *
rungs_trace_read_record (RungsTrace *self, guint record, GError **error)
{
  const RungsTraceInput *input;
  const RungsRecord *row;
  g_autofree char *bytes = NULL;
  char *text;

  g_return_val_if_fail (RUNGS_IS_TRACE (self) && record < self->records->len, NULL);

  row = rungs_trace_get_record (self, record);
  input = rungs_trace_get_input (self, row->input);
  bytes = read_bytes (self, row, error);
  if (bytes == NULL)
    return NULL;
  text = input->format->show_record != NULL
           ? input->format->show_record (input->input, row->offset, rungs_span (bytes, row->span))
           : NULL;
  return text != NULL ? text : rungs_span_dup_utf8 (rungs_span (bytes, row->span));
}
