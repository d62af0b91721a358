/* The immutable object: what others may ask of it. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <sys/stat.h>

#include "clocks/clocks.h"
#include "records/records.h"
#include "records/teams-legs.h"
#include "trace/assembly.h"

G_DEFINE_FINAL_TYPE (RungsTrace, rungs_trace, G_TYPE_OBJECT)

static void
rungs_trace_finalize (GObject *object)
{
  RungsTrace *self = RUNGS_TRACE (object);

  g_clear_pointer (&self->strings, rungs_strings_unref);
  g_clear_pointer (&self->inputs, g_array_unref);
  g_clear_pointer (&self->files, g_array_unref);
  g_clear_pointer (&self->diagnostics, g_ptr_array_unref);
  rungs_rows_clear (&self->rows);
  g_clear_pointer (&self->pieces, g_array_unref);
  g_clear_pointer (&self->endpoints, g_array_unref);
  g_clear_pointer (&self->devices, g_array_unref);
  g_clear_pointer (&self->legs, g_array_unref);
  g_clear_pointer (&self->calls, g_array_unref);
  g_clear_pointer (&self->clocks, g_array_unref);
  g_clear_pointer (&self->builder, rungs_builder_unref);
  g_clear_pointer (&self->order, g_free);
  g_clear_pointer (&self->covers, g_array_unref);
  g_clear_pointer (&self->records, g_array_unref);
  g_clear_pointer (&self->record_clocks, g_array_unref);
  g_clear_pointer (&self->record_order, g_free);
  g_clear_pointer (&self->near, g_ptr_array_unref);
  g_mutex_clear (&self->near_lock);

  G_OBJECT_CLASS (rungs_trace_parent_class)->finalize (object);
}

static void
rungs_trace_class_init (RungsTraceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rungs_trace_finalize;
}

static void
clear_input (RungsTraceInput *input)
{
  g_clear_pointer (&input->input, rungs_input_unref);
}

static void
rungs_trace_init (RungsTrace *self)
{
  self->inputs = g_array_new (FALSE, TRUE, sizeof (RungsTraceInput));
  g_array_set_clear_func (self->inputs, (GDestroyNotify) clear_input);
  self->diagnostics = g_ptr_array_new ();
  self->devices = g_array_new (FALSE, TRUE, sizeof (RungsDevice));
  self->legs = g_array_new (FALSE, TRUE, sizeof (RungsLeg));
  self->calls = g_array_new (FALSE, TRUE, sizeof (RungsCall));
  self->clocks = g_array_new (FALSE, TRUE, sizeof (RungsClock));
  self->records = g_array_new (FALSE, FALSE, sizeof (RungsRecord));
  self->covers = g_array_new (FALSE, FALSE, sizeof (RungsInputCover));
  self->record_clocks = g_array_new (FALSE, TRUE, sizeof (RungsRecordClock));
  g_mutex_init (&self->near_lock);
  self->records_first = self->records_last = RUNGS_STAMP_NONE;
}

guint
rungs_trace_get_n_inputs (RungsTrace *self)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self), 0);

  return self->inputs->len;
}

const RungsTraceInput *
rungs_trace_get_input (RungsTrace *self, guint i)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self) && i < self->inputs->len, NULL);

  return &g_array_index (self->inputs, RungsTraceInput, i);
}

static gboolean
is_file (const struct stat *info, const RungsFileId *id)
{
  return id->device == info->st_dev && id->inode == info->st_ino;
}

gboolean
rungs_trace_is_made_from (RungsTrace *self, const struct stat *info)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self) && info != NULL, FALSE);

  for (guint i = 0; self->files != NULL && i < self->files->len; i++)
    if (is_file (info, &g_array_index (self->files, RungsFileId, i)))
      return TRUE;
  /* A log that was rotated since: the name leads to another file, which the user still takes for
   * the input. */
  for (guint i = 0; i < self->inputs->len; i++)
    {
      const char *path =
        rungs_input_get_path (g_array_index (self->inputs, RungsTraceInput, i).input);
      struct stat now;

      if (path != NULL && stat (path, &now) == 0
          && is_file (info, &(RungsFileId){ now.st_dev, now.st_ino }))
        return TRUE;
    }
  return FALSE;
}

guint
rungs_trace_get_n_messages (RungsTrace *self)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self), 0);

  return self->rows.n;
}

const RungsMessage *
rungs_trace_get_message (RungsTrace *self, guint i)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self) && i < self->rows.n, NULL);

  return rungs_rows_at (&self->rows, i);
}

guint
rungs_trace_get_n_calls (RungsTrace *self)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self), 0);

  return self->calls->len;
}

const RungsCall *
rungs_trace_get_call (RungsTrace *self, guint i)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self) && i < self->calls->len, NULL);

  return &g_array_index (self->calls, RungsCall, i);
}

const RungsLeg *
rungs_trace_get_leg (RungsTrace *self, const RungsCall *call, guint i)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self) && call != NULL && i < call->n_legs, NULL);

  return &g_array_index (self->legs, RungsLeg, call->first_leg + i);
}

guint32
rungs_trace_get_row (RungsTrace *self, const RungsCall *call, guint i)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self) && call != NULL && i < call->n_rows, RUNGS_NONE);

  return self->order[call->first_row + i];
}

const RungsEndpoint *
rungs_trace_get_endpoint (RungsTrace *self, guint i)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self) && i < self->endpoints->len, NULL);

  return &g_array_index (self->endpoints, RungsEndpoint, i);
}

guint
rungs_trace_get_n_devices (RungsTrace *self)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self), 0);

  return self->devices->len;
}

const RungsDevice *
rungs_trace_get_device (RungsTrace *self, guint i)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self) && i < self->devices->len, NULL);

  return &g_array_index (self->devices, RungsDevice, i);
}

guint
rungs_trace_get_n_diagnostics (RungsTrace *self)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self), 0);

  return self->diagnostics->len;
}

const RungsDiagnostic *
rungs_trace_get_diagnostic (RungsTrace *self, guint i)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self) && i < self->diagnostics->len, NULL);

  return self->diagnostics->pdata[i];
}

const char *
rungs_trace_string (RungsTrace *self, RungsString s)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self), "");

  return rungs_strings_get (self->strings, s);
}

const char *
rungs_trace_endpoint_text (RungsTrace *self, guint32 endpoint)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self), "");

  return endpoint != RUNGS_NONE
           ? rungs_trace_string (self, rungs_trace_get_endpoint (self, endpoint)->text)
           : "";
}

const char *
rungs_trace_device_name (RungsTrace *self, guint32 endpoint)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self), "");

  if (endpoint == RUNGS_NONE)
    return "";
  return rungs_trace_string (
    self, rungs_trace_get_device (self, rungs_trace_get_endpoint (self, endpoint)->device)->name);
}

gboolean
rungs_trace_is_snapshot (RungsTrace *self)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self), FALSE);

  return self->is_snapshot;
}

gboolean
rungs_trace_call_is_utc (RungsTrace *self, const RungsCall *call)
{
  guint n_utc = 0;

  g_return_val_if_fail (RUNGS_IS_TRACE (self) && call != NULL, FALSE);

  /* Formats that tell UTC have records that do not: the line of a log without its zone. */
  for (guint32 i = 0; i < call->n_records && call->n_rows == 0; i++)
    if (rungs_trace_get_record (self, rungs_trace_get_call_record (self, call, i))->is_local)
      return FALSE;
  for (guint i = 0; i < self->inputs->len; i++)
    n_utc += g_array_index (self->inputs, RungsTraceInput, i).utc ? 1 : 0;
  if (n_utc == 0 || n_utc == self->inputs->len)
    return n_utc > 0;
  for (guint32 i = 0; i < call->n_rows; i++)
    {
      const RungsMessage *row = rungs_rows_at (&self->rows, self->order[call->first_row + i]);

      if (!g_array_index (self->inputs, RungsTraceInput, row->input).utc)
        return FALSE;
    }
  return TRUE;
}

guint
rungs_trace_call_facts (RungsTrace *self, const RungsCall *call)
{
  guint some = 0, all = call != NULL && call->n_rows > 0 ? RUNGS_TIME_SECONDS : 0;

  g_return_val_if_fail (RUNGS_IS_TRACE (self) && call != NULL, 0);

  for (guint32 i = 0; i < call->n_rows; i++)
    {
      const RungsMessage *row = rungs_rows_at (&self->rows, self->order[call->first_row + i]);

      if (row->time == RUNGS_STAMP_NONE)
        continue;
      some |= row->facts & RUNGS_TIME_GUESSED;
      all &= row->facts;
    }
  return some | all;
}

gboolean
rungs_trace_call_date_known (RungsTrace *self, const RungsCall *call)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self) && call != NULL, FALSE);

  return call->start != RUNGS_STAMP_NONE
         && (rungs_trace_call_facts (self, call) & RUNGS_TIME_DATE_GUESSED) == 0;
}

gboolean
rungs_trace_call_zone (RungsTrace *self, const RungsCall *call, int *minutes)
{
  gboolean is_first = TRUE;

  g_return_val_if_fail (RUNGS_IS_TRACE (self) && call != NULL && minutes != NULL, FALSE);

  for (guint32 i = 0; i < call->n_rows; i++)
    {
      const RungsMessage *row = rungs_rows_at (&self->rows, self->order[call->first_row + i]);
      const RungsTraceInput *input = &g_array_index (self->inputs, RungsTraceInput, row->input);

      if (row->time == RUNGS_STAMP_NONE)
        continue;
      if (!rungs_builder_is_zoned (input, row) || (!is_first && *minutes != row->quarters * 15))
        return FALSE;
      *minutes = row->quarters * 15;
      is_first = FALSE;
    }
  return !is_first && *minutes != 0;
}

static void
widen (RungsStamp *times, RungsStamp time)
{
  if (time == RUNGS_STAMP_NONE)
    return;
  if (times[0] == RUNGS_STAMP_NONE || time < times[0])
    times[0] = time;
  if (times[1] == RUNGS_STAMP_NONE || time > times[1])
    times[1] = time;
}

RungsStamp *
rungs_trace_dup_times (RungsTrace *self)
{
  RungsStamp *times;

  g_return_val_if_fail (RUNGS_IS_TRACE (self), NULL);

  times = g_new (RungsStamp, 2 * self->inputs->len + 1);
  for (guint i = 0; i < 2 * self->inputs->len; i++)
    times[i] = RUNGS_STAMP_NONE;
  for (guint32 i = 0; i < self->rows.n; i++)
    {
      const RungsMessage *row = rungs_rows_at (&self->rows, i);

      widen (&times[2 * row->input], row->time);
    }
  for (guint32 i = 0; i < self->records->len; i++)
    {
      const RungsRecord *record = &g_array_index (self->records, RungsRecord, i);

      widen (&times[2 * record->input], record->start);
      widen (&times[2 * record->input], record->end);
    }
  return times;
}

gboolean
rungs_trace_input_has_local_records (RungsTrace *self, guint input)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self) && input < self->inputs->len, FALSE);

  for (guint32 i = 0; i < self->records->len; i++)
    {
      const RungsRecord *record = &g_array_index (self->records, RungsRecord, i);

      if (record->input == input && record->says_no_zone)
        return TRUE;
    }
  return FALSE;
}

guint32
rungs_trace_call_of_message (RungsTrace *self, guint message)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self) && message < self->rows.n, RUNGS_NONE);

  return g_array_index (self->legs, RungsLeg, rungs_rows_at (&self->rows, message)->leg).call;
}

guint32
rungs_trace_row_of_message (RungsTrace *self, const RungsCall *call, guint message)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self) && call != NULL, RUNGS_NONE);

  for (guint32 i = 0; i < call->n_rows; i++)
    if (self->order[call->first_row + i] == message)
      return i;
  return RUNGS_NONE;
}

const char *
rungs_kind_name (RungsKind kind)
{
  static const char *const names[] = { "invite",  "register", "options", "subscribe",
                                       "message", "other",    "record",  "sign-in" };

  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (names), "");
  return names[kind];
}

const char *
rungs_state_name (RungsState state)
{
  static const char *const names[] = { "setup",     "established", "completed",
                                       "cancelled", "failed",      "dropped" };

  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (names), "");
  return names[state];
}

const char *
rungs_direction_name (RungsDirection direction)
{
  static const char *const names[] = { "unknown", "to-teams", "from-teams" };

  g_return_val_if_fail ((guint) direction < G_N_ELEMENTS (names), "");
  return names[direction];
}
