/* Records of the Teams side become calls of the list: one row each, with one leg that stands for
 * what no log shows. They take their places by time among the calls that logs know. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "records/records.h"

#include "records/match.h"
#include "records/teams-legs.h"

/* Microsoft's name for the far end of a trunk. */
#define TEAMS_NAME "Teams"

gint64
rungs_records_zone_shift (const RungsTraceInput *entry, gboolean says_no_zone)
{
  /* Other formats have it in the shift of the input. */
  return says_no_zone && entry->zone == RUNGS_ZONE_FILE && entry->has_user_zone
           ? -(gint64) entry->utc_offset * 60 * RUNGS_STAMP_SECOND
           : 0;
}

void
rungs_records_add (RungsBuilder *self, const RungsSinkRecord *record)
{
  guint input = self->inputs->len - 1;
  gint64 shift = g_array_index (self->inputs, RungsTraceInput, input).shift
                 + rungs_records_zone_shift (&g_array_index (self->inputs, RungsTraceInput, input),
                                             record->is_local);
  const RungsStamp none = RUNGS_STAMP_NONE;
  RungsRecord row = {
    .start = record->start != none ? record->start + shift : none,
    .answer = record->answer != none ? record->answer + shift : none,
    .end = record->end != none ? record->end + shift : none,
    .ring =
      record->kind == RUNGS_RECORD_CLIENT && record->ring != none ? record->ring + shift : none,
    .duration = record->duration,
    .offset = record->offset,
    .span = (guint32) MIN (record->span, G_MAXUINT32),
    .line = record->line,
    .call = RUNGS_NONE,
    .microsoft_code = record->microsoft_code,
    .aadsts = record->aadsts,
    .code = (gint16) CLAMP (record->code, -1, G_MAXINT16),
    .input = (guint16) input,
    .kind = (guint8) record->kind,
    .outcome = (guint8) record->outcome,
    .direction = (guint8) record->direction,
    .is_local =
      record->is_local && !g_array_index (self->inputs, RungsTraceInput, input).has_user_zone,
    .says_no_zone = record->is_local,
    .is_incomplete = record->is_incomplete,
    .stage = (guint8) record->stage,
    .n_marked = record->n_marked,
    .version = record->version,
    .with = RUNGS_NONE,
  };

  if (self->records->len >= RUNGS_NONE - 1)
    return;
  for (guint i = 0; i < RUNGS_RECORD_N_TEXTS; i++)
    row.texts[i] = rungs_builder_intern (self, record->texts[i]);
  g_array_append_val (self->records, row);
  g_array_index (self->inputs, RungsTraceInput, input).n_records++;
}

static RungsRecord *
record_at (const RungsTrace *trace, guint32 i)
{
  return &g_array_index (trace->records, RungsRecord, i);
}

static gint
compare_starts_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  guint32 i = *(const guint32 *) a, k = *(const guint32 *) b;
  RungsStamp x = record_at (data, i)->start, y = record_at (data, k)->start;

  if (x != y)
    return x < y ? -1 : 1;
  return i < k ? -1 : i > k;
}

static gint64
duration_of (const RungsRecord *record)
{
  RungsStamp from = record->answer != RUNGS_STAMP_NONE ? record->answer : record->start;

  /* Of some calls a client knows the end alone. */
  if (record->kind == RUNGS_RECORD_CLIENT && from == record->end)
    return record->duration;
  if (from != RUNGS_STAMP_NONE && record->end != RUNGS_STAMP_NONE)
    return MAX (0, (record->end - from) / 1000);
  return record->duration;
}

static RungsState
state_of_call (const RungsRecord *record)
{
  gboolean is_fine = record->code == 0 || (record->code >= 200 && record->code < 300);

  if (record->answer != RUNGS_STAMP_NONE || (record->outcome == RUNGS_OUTCOME_GOOD && is_fine))
    /* Whoever hangs up while the other one does so too leaves a 487. */
    return record->code >= 300 && record->code != 487 ? RUNGS_STATE_DROPPED : RUNGS_STATE_COMPLETED;
  if (record->code == 487 || is_fine)
    return RUNGS_STATE_CANCELLED;
  return record->code >= 300 || record->outcome == RUNGS_OUTCOME_BAD ? RUNGS_STATE_FAILED
                                                                     : RUNGS_STATE_SETUP;
}

/* A client tells whether the call was connected; an object about its end alone does not. */
static RungsState
state_of_client (const RungsRecord *record)
{
  gboolean is_answered = record->answer != RUNGS_STAMP_NONE;

  switch ((RungsRecordOutcome) record->outcome)
    {
    case RUNGS_OUTCOME_BAD:
      if (record->code == 487)
        return is_answered ? RUNGS_STATE_COMPLETED : RUNGS_STATE_CANCELLED;
      return is_answered ? RUNGS_STATE_DROPPED : RUNGS_STATE_FAILED;
    case RUNGS_OUTCOME_GOOD:
      /* A code of an error that is none: declined, cancelled, answered elsewhere. */
      return !is_answered && (record->ring != RUNGS_STAMP_NONE || record->code >= 300)
               ? RUNGS_STATE_CANCELLED
               : RUNGS_STATE_COMPLETED;
    case RUNGS_OUTCOME_UNKNOWN:
    default:
      if (is_answered)
        return record->end != RUNGS_STAMP_NONE ? RUNGS_STATE_COMPLETED : RUNGS_STATE_ESTABLISHED;
      /* It rang until somebody gave up: native logs say no more. */
      return record->ring != RUNGS_STAMP_NONE && record->end != RUNGS_STAMP_NONE
               ? RUNGS_STATE_CANCELLED
               : RUNGS_STATE_SETUP;
    }
}

static RungsState
state_of_media (const RungsRecord *record)
{
  if (record->outcome == RUNGS_OUTCOME_BAD)
    return record->stage == RUNGS_STAGE_MIDCALL ? RUNGS_STATE_DROPPED : RUNGS_STATE_FAILED;
  return record->outcome == RUNGS_OUTCOME_GOOD || duration_of (record) > 0 ? RUNGS_STATE_COMPLETED
                                                                           : RUNGS_STATE_SETUP;
}

static RungsState
state_of (const RungsRecord *record)
{
  switch ((RungsRecordKind) record->kind)
    {
    case RUNGS_RECORD_MEDIA:
      return state_of_media (record);
    case RUNGS_RECORD_CALL:
      return state_of_call (record);
    case RUNGS_RECORD_CLIENT:
      return state_of_client (record);
    case RUNGS_RECORD_NUMBER:
      return RUNGS_STATE_FAILED;
    case RUNGS_RECORD_SIGN_IN:
      return record->outcome == RUNGS_OUTCOME_BAD    ? RUNGS_STATE_FAILED
             : record->outcome == RUNGS_OUTCOME_GOOD ? RUNGS_STATE_COMPLETED
                                                     : RUNGS_STATE_SETUP;
    case RUNGS_RECORD_PSTN:
    default:
      /* It has no end code: what is not known to have been a call is no failure either. */
      return duration_of (record) > 0 ? RUNGS_STATE_COMPLETED : RUNGS_STATE_SETUP;
    }
}

/* ---- versions ---- */

/* Graph writes the record of a call again when it knows more: the highest version of an id counts,
 * of equal ones the first. */
static void
mark_old (RungsTrace *trace)
{
  RungsTable best = RUNGS_TABLE_INIT; /* id -> record */

  for (guint32 i = 0; i < trace->records->len; i++)
    {
      RungsRecord *record = record_at (trace, i);
      guint64 guid = rungs_records_guid (
        rungs_strings_span (trace->strings, record->texts[RUNGS_RECORD_TEXT_CORRELATION]));
      guint64 key =
        guid != 0 ? guid : rungs_mix (record->texts[RUNGS_RECORD_TEXT_CORRELATION], record->kind);
      guint32 *slot;

      record->is_old = FALSE;
      if (record->kind != RUNGS_RECORD_MEDIA)
        continue;
      slot = rungs_table_slot (&best, key);
      if (*slot != RUNGS_TABLE_NONE && record_at (trace, *slot)->version >= record->version)
        record->is_old = TRUE;
      else
        {
          if (*slot != RUNGS_TABLE_NONE)
            record_at (trace, *slot)->is_old = TRUE;
          *slot = i;
        }
    }
  rungs_table_clear (&best);
}

/* ---- sign-ins ---- */

/* What Entra answers when it wants something more of the user, who then gives it: like a 401, no
 * failure when the same sign-in goes on and succeeds. */
static const guint32 interrupts[] = { 16000, 50058, 50072, 50074, 50076, 50079, 50097, 50125,
                                      50127, 50129, 50140, 50143, 50158, 50199, 50203, 65001 };

static gboolean
is_interrupt (guint32 aadsts)
{
  for (guint i = 0; i < G_N_ELEMENTS (interrupts); i++)
    if (interrupts[i] == aadsts)
      return TRUE;
  return FALSE;
}

static guint64
sign_in_key (const RungsRecord *record)
{
  return rungs_mix (record->texts[RUNGS_RECORD_TEXT_CORRELATION],
                    record->texts[RUNGS_RECORD_TEXT_USER]);
}

/* The records of one sign-in have one correlation id. */
static void
settle_sign_ins (RungsTrace *trace, guint32 n_ordered)
{
  RungsTable good = RUNGS_TABLE_INIT; /* key -> the latest record of a success */

  for (guint32 i = 0; i < n_ordered; i++)
    {
      const RungsRecord *record = record_at (trace, trace->record_order[i]);

      if (record->kind == RUNGS_RECORD_SIGN_IN && record->outcome == RUNGS_OUTCOME_GOOD
          && record->aadsts == 0 && record->texts[RUNGS_RECORD_TEXT_CORRELATION] != 0)
        *rungs_table_slot (&good, sign_in_key (record)) = trace->record_order[i];
    }
  for (guint32 i = 0; i < trace->records->len; i++)
    {
      RungsRecord *record = record_at (trace, i);
      guint32 later;

      if (record->kind != RUNGS_RECORD_SIGN_IN || !is_interrupt (record->aadsts))
        continue;
      later = rungs_table_get (&good, sign_in_key (record));
      if (later != RUNGS_TABLE_NONE && record_at (trace, later)->start >= record->start)
        record->outcome = RUNGS_OUTCOME_GOOD;
    }
  rungs_table_clear (&good);
}

/* Teams and the SBCs that records name, as ends of their legs. */
typedef struct
{
  RungsTrace *trace;
  RungsTable sbcs; /* string -> endpoint */
  guint32 teams;   /* endpoint */
} Ends;

static guint32
add_end (RungsTrace *trace, RungsString name, RungsDeviceKind kind, guint16 input)
{
  RungsDevice device = { name, kind };
  RungsEndpoint endpoint = { .text = name, .host = name, .input = input };

  endpoint.device = trace->devices->len;
  g_array_append_val (trace->devices, device);
  g_array_append_val (trace->endpoints, endpoint);
  return trace->endpoints->len - 1;
}

static guint32
sbc_of (Ends *self, const RungsRecord *record)
{
  RungsString name = record->texts[RUNGS_RECORD_TEXT_SBC];
  guint32 *slot;

  if (name == 0)
    return RUNGS_NONE;
  slot = rungs_table_slot (&self->sbcs, rungs_mix (name, 0));
  if (*slot == RUNGS_TABLE_NONE)
    *slot = add_end (self->trace, name, RUNGS_DEVICE_SBC, record->input);
  return *slot;
}

static guint32
teams_of (Ends *self, const RungsRecord *record)
{
  if (self->teams == RUNGS_NONE)
    self->teams =
      add_end (self->trace, rungs_strings_intern (self->trace->strings, RUNGS_SPAN (TEAMS_NAME)),
               RUNGS_DEVICE_TEAMS, record->input);
  return self->teams;
}

static void
set_ends (Ends *self, const RungsRecord *record, RungsLeg *leg)
{
  guint32 sbc = sbc_of (self, record);
  guint32 teams = sbc != RUNGS_NONE ? teams_of (self, record) : RUNGS_NONE;

  leg->src = record->direction == RUNGS_DIRECTION_FROM_TEAMS ? teams : sbc;
  leg->dst = record->direction == RUNGS_DIRECTION_FROM_TEAMS ? sbc : teams;
}

/* Who it was when there is no number: the account. */
static RungsString
party_of (const RungsRecord *record, RungsRecordText number, gboolean is_users)
{
  if (record->texts[number] != 0 || !is_users)
    return record->texts[number];
  return record->texts[RUNGS_RECORD_TEXT_USER] != 0 ? record->texts[RUNGS_RECORD_TEXT_USER]
                                                    : record->texts[RUNGS_RECORD_TEXT_NAME];
}

static RungsString
from_of (const RungsRecord *record)
{
  return party_of (record, RUNGS_RECORD_TEXT_FROM, record->direction != RUNGS_DIRECTION_TO_TEAMS);
}

static RungsString
to_of (const RungsRecord *record)
{
  if (record->kind == RUNGS_RECORD_SIGN_IN)
    return record->texts[RUNGS_RECORD_TEXT_RESOURCE] != 0
             ? record->texts[RUNGS_RECORD_TEXT_RESOURCE]
             : record->texts[RUNGS_RECORD_TEXT_APP];
  return party_of (record, RUNGS_RECORD_TEXT_TO, record->direction == RUNGS_DIRECTION_TO_TEAMS);
}

/* What the leg is known again by where the record gives it no id: what it says. */
static RungsString
id_of (RungsTrace *trace, const RungsRecord *record)
{
  guint64 key = (guint64) record->start;
  g_autofree char *id = NULL;

  if (record->texts[RUNGS_RECORD_TEXT_CORRELATION] != 0)
    return record->texts[RUNGS_RECORD_TEXT_CORRELATION];
  for (guint i = 0; i < RUNGS_RECORD_N_TEXTS; i++)
    key = rungs_mix (key, rungs_span_hash (rungs_strings_span (trace->strings, record->texts[i])));
  id = g_strdup_printf ("record-%016" G_GINT64_MODIFIER "x", key);
  return rungs_strings_intern (trace->strings, rungs_span_of (id));
}

/* @n: the record and those that share its call. */
static void
add_call (Ends *ends, guint32 record_index, guint32 place, guint32 n, RungsCall *call)
{
  RungsTrace *trace = ends->trace;
  const RungsRecord *record = record_at (trace, record_index);
  RungsLeg leg = { .call_id = id_of (trace, record),
                   .first = RUNGS_NONE,
                   .from = from_of (record),
                   .to = to_of (record),
                   .join = RUNGS_JOIN_FIRST };

  set_ends (ends, record, &leg);
  *call = (RungsCall){
    .start = record->start,
    .duration = duration_of (record),
    .from = leg.from,
    .to = leg.to,
    .first_leg = trace->legs->len,
    .n_legs = 1,
    .first_row = trace->rows.n,
    .final = RUNGS_NONE,
    .failing_request = RUNGS_NONE,
    .failing_response = RUNGS_NONE,
    .kind = record->kind == RUNGS_RECORD_SIGN_IN ? RUNGS_KIND_SIGN_IN : RUNGS_KIND_RECORD,
    .state = (guint8) state_of (record),
    .direction = record->direction,
    .is_number = record->kind == RUNGS_RECORD_NUMBER,
    .first_record = place,
    .n_records = n,
  };
  g_array_append_val (trace->legs, leg);
}

/* Behind each record in @sorted that leads others put these, in their order. */
static void
gather_followers (RungsTrace *trace, guint32 *sorted, guint32 n)
{
  guint32 n_all = trace->records->len, next = 0;
  g_autofree guint32 *first = g_new (guint32, n_all + 1);
  g_autofree guint32 *behind = g_new (guint32, n_all + 1);
  g_autofree guint32 *old = g_memdup2 (sorted, n * sizeof *sorted);

  memset (first, 0xff, sizeof (guint32) * ((gsize) n_all + 1));
  for (guint32 i = n; i > 0; i--)
    {
      guint32 leader = record_at (trace, old[i - 1])->with;

      if (leader == RUNGS_NONE)
        continue;
      behind[old[i - 1]] = first[leader];
      first[leader] = old[i - 1];
    }
  for (guint32 i = 0; i < n; i++)
    {
      if (record_at (trace, old[i])->with != RUNGS_NONE)
        continue;
      sorted[next++] = old[i];
      for (guint32 k = first[old[i]]; k != RUNGS_NONE; k = behind[k])
        sorted[next++] = k;
    }
}

/* Records that a log's calls have come first in the order, those of a call together; then the
 * others. The number of the former. @n: those in the order. */
static guint32
attach_records (RungsTrace *trace, guint32 n)
{
  guint32 n_matched = 0, next;
  g_autofree guint32 *sorted = NULL;

  gather_followers (trace, trace->record_order, n);
  sorted = g_memdup2 (trace->record_order, n * sizeof *sorted);
  for (guint32 i = 0; i < n; i++)
    {
      const RungsRecord *record = record_at (trace, sorted[i]);

      if (record->leg == RUNGS_NONE)
        continue;
      g_array_index (trace->calls, RungsCall, record->call).n_records++;
      n_matched++;
    }
  next = 0;
  for (guint32 c = 0; n_matched > 0 && c < trace->calls->len; c++)
    {
      RungsCall *call = &g_array_index (trace->calls, RungsCall, c);

      call->first_record = next;
      next += call->n_records;
      call->n_records = 0;
    }
  next = n_matched;
  for (guint32 i = 0; i < n; i++)
    {
      const RungsRecord *record = record_at (trace, sorted[i]);
      RungsCall *call =
        record->leg != RUNGS_NONE ? &g_array_index (trace->calls, RungsCall, record->call) : NULL;

      trace->record_order[call != NULL ? call->first_record + call->n_records++ : next++] =
        sorted[i];
    }
  return n_matched;
}

/* What the first log whose clock is known is ahead of Microsoft's: its calls and the rows between
 * them stand in one order. */
static gint64
clock_of_logs (RungsTrace *trace)
{
  for (guint i = 0; i < trace->record_clocks->len; i++)
    {
      const RungsRecordClock *clock = &g_array_index (trace->record_clocks, RungsRecordClock, i);

      if (clock->is_known)
        return clock->ahead;
    }
  return 0;
}

static gboolean
began_before (const RungsCall *fresh, gint64 ahead, const RungsCall *call)
{
  return fresh->start == RUNGS_STAMP_NONE
         || (call->start != RUNGS_STAMP_NONE && fresh->start + ahead < call->start);
}

/* Ids are by start: calls that were there keep their order, and a record goes before the first one
 * that began later. */
static void
merge_calls (RungsTrace *trace, RungsCall *fresh, guint32 n_fresh)
{
  gint64 ahead = clock_of_logs (trace);
  GArray *old = trace->calls;
  guint32 n = old->len + n_fresh, i = 0, k = 0;

  trace->calls = g_array_sized_new (FALSE, TRUE, sizeof (RungsCall), n);
  while (i < old->len || k < n_fresh)
    {
      const RungsCall *a = i < old->len ? &g_array_index (old, RungsCall, i) : NULL;
      gboolean take_fresh = k < n_fresh && (a == NULL || began_before (&fresh[k], ahead, a));
      RungsCall call = take_fresh ? fresh[k++] : *a;

      i += take_fresh ? 0 : 1;
      call.id = trace->calls->len + 1;
      g_array_append_val (trace->calls, call);
      for (guint32 l = 0; l < call.n_legs; l++)
        g_array_index (trace->legs, RungsLeg, call.first_leg + l).call = call.id - 1;
      for (guint32 r = 0; r < call.n_records; r++)
        record_at (trace, trace->record_order[call.first_record + r])->call = call.id - 1;
    }
  g_array_unref (old);
}

/* The lanes that records have in ladders. */
static void
name_records (RungsTrace *trace)
{
  RungsDevice devices[] = {
    { rungs_strings_intern (trace->strings, rungs_span_of (_ ("Microsoft’s record"))),
      RUNGS_DEVICE_RECORD },
    { rungs_strings_intern (trace->strings, rungs_span_of (_ ("Client’s log"))),
      RUNGS_DEVICE_RECORD },
  };
  guint32 first = trace->devices->len;

  g_array_append_vals (trace->devices, devices, G_N_ELEMENTS (devices));
  for (guint32 i = 0; i < trace->records->len; i++)
    record_at (trace, i)->device =
      record_at (trace, i)->kind == RUNGS_RECORD_CLIENT ? first + 1 : first;
}

void
rungs_records_place (RungsAssembly *self)
{
  RungsTrace *trace = self->trace;
  guint32 n = 0, n_fresh = 0;
  Ends ends = { .trace = trace, .sbcs = RUNGS_TABLE_INIT, .teams = RUNGS_NONE };
  guint32 n_matched;
  RungsCall *fresh;

  if (trace->records->len == 0)
    return;
  mark_old (trace);
  trace->record_order = g_new (guint32, trace->records->len);
  for (guint32 i = 0; i < trace->records->len; i++)
    if (!record_at (trace, i)->is_old)
      trace->record_order[n++] = i;
  g_qsort_with_data (trace->record_order, (int) n, sizeof (guint32), compare_starts_cb, trace);

  settle_sign_ins (trace, n);
  rungs_records_match (self);
  n_matched = attach_records (trace, n);
  fresh = g_new (RungsCall, n - n_matched + 1);
  for (guint32 i = n_matched, end; i < n; i = end)
    {
      for (end = i + 1; end < n && record_at (trace, trace->record_order[end])->with != RUNGS_NONE;
           end++)
        ;
      add_call (&ends, trace->record_order[i], i, end - i, &fresh[n_fresh++]);
    }
  merge_calls (trace, fresh, n_fresh);
  name_records (trace);
  g_free (fresh);
  rungs_table_clear (&ends.sbcs);
}
