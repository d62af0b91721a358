#include "config.h"

#include "calls/likely.h"

#include "calls/devices.h"
#include "calls/masked.h"
#include "records/records.h"
#include "trace/assembly.h"

typedef struct
{
  guint n_same; /* numbers: 0 … 2 */
  gint64 distance;
  guint32 call;
} Candidate;

/* What is looked for. */
typedef struct
{
  RungsTrace *trace;
  RungsString from, to;
  RungsStamp start;
  guint32 call;   /* itself no candidate */
  guint32 record; /* RUNGS_NONE: it is a call */
  const char *text;
} Wanted;

const RungsLeg *
rungs_joinable_leg (RungsTrace *trace, const RungsCall *call)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (trace) && call != NULL, NULL);

  if (call->n_rows == 0 || call->kind == RUNGS_KIND_OPTIONS || call->kind == RUNGS_KIND_REGISTER)
    return NULL;
  for (guint i = 0; i < call->n_legs; i++)
    {
      const RungsLeg *leg = rungs_trace_get_leg (trace, call, i);

      if (leg->call_id != 0 && leg->first != RUNGS_NONE)
        return leg;
    }
  return NULL;
}

static gboolean
is_teams (RungsTrace *trace, guint32 endpoint)
{
  return endpoint != RUNGS_NONE && rungs_device_is_teams (trace, endpoint);
}

const RungsLeg *
rungs_likely_leg (RungsTrace *trace, const RungsCall *call, guint32 record)
{
  const RungsLeg *found = NULL;

  g_return_val_if_fail (RUNGS_IS_TRACE (trace) && call != NULL, NULL);
  g_return_val_if_fail (record < rungs_trace_get_n_records (trace), NULL);

  for (guint i = 0; call->kind == RUNGS_KIND_INVITE && i < call->n_legs; i++)
    {
      const RungsLeg *leg = rungs_trace_get_leg (trace, call, i);
      gboolean from = is_teams (trace, leg->src), to = is_teams (trace, leg->dst);
      guint8 direction = from ? RUNGS_DIRECTION_FROM_TEAMS : RUNGS_DIRECTION_TO_TEAMS;

      if (from == to || leg->call_id == 0)
        continue;
      if (rungs_trace_get_record (trace, record)->direction == direction)
        return leg;
      if (found == NULL)
        found = leg;
    }
  return found;
}

static gboolean
is_same (const Wanted *self, RungsString a, RungsString b)
{
  RungsSpan first = rungs_strings_span (self->trace->strings, a);
  RungsSpan second = rungs_strings_span (self->trace->strings, b);

  if (a == 0 || b == 0)
    return FALSE;
  if (a == b || rungs_masked_fits (first, second) == RUNGS_FIT_YES)
    return TRUE;
  return rungs_number_matches (rungs_number_of (first), rungs_number_of (second));
}

static gboolean
has_text (const Wanted *self, const RungsCall *call)
{
  RungsSpan text = rungs_span_of (self->text != NULL ? self->text : "");
  g_autofree char *id = NULL;

  if (text.len == 0
      || rungs_span_find_ci (rungs_strings_span (self->trace->strings, call->from), text) >= 0
      || rungs_span_find_ci (rungs_strings_span (self->trace->strings, call->to), text) >= 0)
    return TRUE;
  for (guint i = 0; i < call->n_legs; i++)
    {
      const RungsLeg *leg = rungs_trace_get_leg (self->trace, call, i);

      if (rungs_span_find_ci (rungs_strings_span (self->trace->strings, leg->call_id), text) >= 0)
        return TRUE;
    }
  id = g_strdup_printf ("%u", call->id);
  return g_str_equal (id, self->text);
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a, *y = b;

  if (x->n_same != y->n_same)
    return x->n_same > y->n_same ? -1 : 1;
  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  return x->call < y->call ? -1 : x->call > y->call;
}

static GArray *
find (const Wanted *self, guint max)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  GArray *calls = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = 0; i < rungs_trace_get_n_calls (self->trace); i++)
    {
      const RungsCall *call = rungs_trace_get_call (self->trace, i);
      gboolean has_time = call->start != RUNGS_STAMP_NONE && self->start != RUNGS_STAMP_NONE;
      Candidate candidate = { 0, has_time ? ABS (call->start - self->start) : G_MAXINT64, i };

      if (i == self->call || rungs_joinable_leg (self->trace, call) == NULL
          || (self->record != RUNGS_NONE
              && rungs_likely_leg (self->trace, call, self->record) == NULL)
          || !has_text (self, call))
        continue;
      candidate.n_same += is_same (self, self->from, call->from);
      candidate.n_same += is_same (self, self->to, call->to);
      g_array_append_val (candidates, candidate);
    }
  g_array_sort (candidates, compare);
  for (guint i = 0; i < MIN (candidates->len, max); i++)
    g_array_append_val (calls, g_array_index (candidates, Candidate, i).call);
  return calls;
}

GArray *
rungs_likely_calls (RungsTrace *trace, guint32 index, const char *text, guint max)
{
  const RungsCall *call;

  g_return_val_if_fail (RUNGS_IS_TRACE (trace), NULL);
  g_return_val_if_fail (index < rungs_trace_get_n_calls (trace), NULL);

  call = rungs_trace_get_call (trace, index);
  return find (&(Wanted){ trace, call->from, call->to, call->start, index, RUNGS_NONE, text }, max);
}

GArray *
rungs_likely_calls_of_record (RungsTrace *trace, guint32 index, const char *text, guint max)
{
  const RungsRecord *record;

  g_return_val_if_fail (RUNGS_IS_TRACE (trace), NULL);
  g_return_val_if_fail (index < rungs_trace_get_n_records (trace), NULL);

  record = rungs_trace_get_record (trace, index);
  return find (&(Wanted){ trace, record->texts[RUNGS_RECORD_TEXT_FROM],
                          record->texts[RUNGS_RECORD_TEXT_TO], record->start,
                          record->leg != RUNGS_NONE ? record->call : RUNGS_NONE, index, text },
               max);
}
