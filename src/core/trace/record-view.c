/* Records, for those who ask. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/error.h"
#include "base/limits.h"
#include "trace/assembly.h"

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

char *
rungs_trace_read_record (RungsTrace *self, guint record, GError **error)
{
  const RungsTraceInput *input;
  const RungsRecord *row;
  g_autofree char *bytes = NULL;
  char *text;
  gssize n;

  g_return_val_if_fail (RUNGS_IS_TRACE (self) && record < self->records->len, NULL);

  row = rungs_trace_get_record (self, record);
  input = rungs_trace_get_input (self, row->input);
  bytes = g_malloc (row->span + 1);
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
  text = input->format->show_record != NULL
           ? input->format->show_record (input->input, row->offset, rungs_span (bytes, (gsize) n))
           : NULL;
  return text != NULL ? text : rungs_span_dup_utf8 (rungs_span (bytes, (gsize) n));
}
