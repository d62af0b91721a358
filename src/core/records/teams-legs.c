/* The legs that Microsoft may have a record of. */
#include "config.h"

#include "records/teams-legs.h"

#include "calls/devices.h"
#include "calls/masked.h"
#include "records/records.h"

static RungsTeamsLeg *
teams_leg_at (const RungsTeamsLegs *self, guint32 i)
{
  return &g_array_index (self->all, RungsTeamsLeg, i);
}

static gboolean
is_teams (RungsTrace *trace, guint32 endpoint)
{
  return endpoint != RUNGS_NONE && rungs_device_is_teams (trace, endpoint);
}

/* The INVITE's time and its answer, from the rows of the call. */
static void
read_rows (RungsTeamsLegs *self, const RungsCall *call, const guint32 *teams_leg_of)
{
  RungsTrace *trace = self->trace;

  for (guint32 i = 0; i < call->n_rows; i++)
    {
      const RungsMessage *row = rungs_rows_at (&trace->rows, trace->order[call->first_row + i]);
      RungsTeamsLeg *teams_leg =
        teams_leg_of[row->leg] != RUNGS_NONE ? teams_leg_at (self, teams_leg_of[row->leg]) : NULL;

      if (teams_leg == NULL || row->method != trace->methods[RUNGS_METHOD_INVITE]
          || (row->flags & RUNGS_MESSAGE_DUPLICATE))
        continue;
      if (row->code == 0 && !(row->flags & RUNGS_MESSAGE_TO_TAG)
          && teams_leg->time == RUNGS_STAMP_NONE)
        teams_leg->time = row->time;
      /* What comes behind a 2xx belongs to an INVITE within the call. */
      if (row->code >= 200 && row->code != 401 && row->code != 407
          && (teams_leg->code < 200 || teams_leg->code >= 300))
        teams_leg->code = row->code;
    }
}

static void
collect_sides (RungsTeamsLegs *self, guint32 *teams_leg_of)
{
  RungsTrace *trace = self->trace;

  for (guint32 c = 0; c < trace->calls->len; c++)
    {
      const RungsCall *call = &g_array_index (trace->calls, RungsCall, c);
      guint32 before = self->all->len;

      for (guint32 l = call->first_leg;
           call->kind == RUNGS_KIND_INVITE && l < call->first_leg + call->n_legs; l++)
        {
          const RungsLeg *leg = &g_array_index (trace->legs, RungsLeg, l);
          gboolean from = is_teams (trace, leg->src), to = is_teams (trace, leg->dst);
          RungsTeamsLeg teams_leg = { .leg = l, .call = c, .time = RUNGS_STAMP_NONE };

          if (from == to)
            continue;
          teams_leg.direction = from ? RUNGS_DIRECTION_FROM_TEAMS : RUNGS_DIRECTION_TO_TEAMS;
          teams_leg.input = rungs_rows_at (&trace->rows, leg->first)->input;
          teams_leg_of[l] = self->all->len;
          g_array_append_val (self->all, teams_leg);
        }
      if (self->all->len > before)
        read_rows (self, call, teams_leg_of);
    }
}

/* By what name Teams knows the SBC: the one that it calls, or the one that the SBC gives as its
 * own. */
static void
name_sides (RungsTeamsLegs *self, RungsAssembly *assembly, const guint32 *teams_leg_of)
{
  for (guint32 i = 0; i < assembly->n_seeds; i++)
    {
      const RungsSeed *seed = rungs_assembly_seed (assembly, i);
      guint32 leg = rungs_rows_at (&self->trace->rows, seed->first)->leg;
      RungsTeamsLeg *teams_leg;

      if (teams_leg_of[leg] == RUNGS_NONE)
        continue;
      teams_leg = teams_leg_at (self, teams_leg_of[leg]);
      if (teams_leg->sbc == 0)
        teams_leg->sbc =
          teams_leg->direction == RUNGS_DIRECTION_FROM_TEAMS ? seed->uri_host : seed->contact_host;
    }
}

void
rungs_teams_legs_init (RungsTeamsLegs *self, RungsAssembly *assembly)
{
  RungsTrace *trace = assembly->trace;
  guint32 n_legs = trace->legs->len;
  g_autofree guint32 *teams_leg_of = g_new (guint32, n_legs + 1);

  *self = (RungsTeamsLegs){ .trace = trace };
  self->all = g_array_new (FALSE, FALSE, sizeof (RungsTeamsLeg));
  self->by_callee = g_array_new (FALSE, FALSE, sizeof (RungsTeamsLegEntry));
  self->by_caller = g_array_new (FALSE, FALSE, sizeof (RungsTeamsLegEntry));
  g_array_set_size (trace->record_clocks, trace->inputs->len);
  self->clocks = (RungsRecordClock *) (void *) trace->record_clocks->data;
  for (guint i = 0; i < trace->inputs->len; i++)
    self->clocks[i] = (RungsRecordClock){ .first = RUNGS_STAMP_NONE, .last = RUNGS_STAMP_NONE };
  memset (teams_leg_of, 0xff, sizeof (guint32) * ((gsize) n_legs + 1));
  collect_sides (self, teams_leg_of);
  name_sides (self, assembly, teams_leg_of);
}

void
rungs_teams_legs_clear (RungsTeamsLegs *self)
{
  g_clear_pointer (&self->all, g_array_unref);
  g_clear_pointer (&self->by_callee, g_array_unref);
  g_clear_pointer (&self->by_caller, g_array_unref);
}

/* ---- by number ---- */

static gint
compare_entries (gconstpointer a, gconstpointer b)
{
  const RungsTeamsLegEntry *x = a, *y = b;

  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;
  if (x->time != y->time)
    return x->time < y->time ? -1 : 1;
  return x->teams_leg < y->teams_leg ? -1 : x->teams_leg > y->teams_leg;
}

static void
add_entry (GArray *entries,
           RungsTrace *trace,
           RungsString number,
           RungsStamp time,
           guint32 teams_leg)
{
  RungsTeamsLegEntry entry = { rungs_masked_key (rungs_strings_span (trace->strings, number)), time,
                               teams_leg };

  if (entry.key != 0)
    g_array_append_val (entries, entry);
}

void
rungs_teams_legs_index (RungsTeamsLegs *self)
{
  g_array_set_size (self->by_callee, 0);
  g_array_set_size (self->by_caller, 0);
  for (guint32 i = 0; i < self->all->len; i++)
    {
      const RungsTeamsLeg *teams_leg = teams_leg_at (self, i);
      const RungsLeg *leg = &g_array_index (self->trace->legs, RungsLeg, teams_leg->leg);
      const RungsRecordClock *clock = &self->clocks[teams_leg->input];
      RungsStamp time = teams_leg->time - (clock->is_known ? clock->ahead : 0);

      if (teams_leg->time == RUNGS_STAMP_NONE)
        continue;
      add_entry (self->by_callee, self->trace, leg->to, time, i);
      add_entry (self->by_caller, self->trace, leg->from, time, i);
    }
  g_array_sort (self->by_callee, compare_entries);
  g_array_sort (self->by_caller, compare_entries);
}

/* The first entry that is not before (@key, @time). */
static guint
find_entry (const GArray *entries, guint64 key, RungsStamp time)
{
  const RungsTeamsLegEntry wanted = { key, time, 0 };
  guint low = 0, high = entries->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (compare_entries (&g_array_index (entries, RungsTeamsLegEntry, middle), &wanted) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

const RungsTeamsLegEntry *
rungs_teams_legs_near (const RungsTeamsLegs *self,
                       const RungsRecord *record,
                       gint64 window,
                       guint *n)
{
  const GArray *lists[] = { self->by_callee, self->by_caller };
  const RungsRecordText texts[] = { RUNGS_RECORD_TEXT_TO, RUNGS_RECORD_TEXT_FROM };
  const RungsTeamsLegEntry *best = NULL;
  guint fewest = G_MAXUINT;

  *n = 0;
  if (record->start == RUNGS_STAMP_NONE)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      guint64 key =
        rungs_masked_key (rungs_strings_span (self->trace->strings, record->texts[texts[i]]));
      guint first, end;

      if (key == 0)
        continue;
      first = find_entry (lists[i], key, record->start - window);
      end = find_entry (lists[i], key, record->start + window + 1);
      if (end - first < fewest)
        {
          fewest = end - first;
          best = fewest > 0 ? &g_array_index (lists[i], RungsTeamsLegEntry, first) : NULL;
        }
    }
  *n = best != NULL ? fewest : 0;
  return best;
}

/* ---- in common ---- */

/* "sbc1.example.com" and "tenant.sbc1.example.com" are one SBC that serves several customers. */
static gboolean
is_below (RungsSpan name, RungsSpan domain)
{
  return name.len > domain.len && name.str[name.len - domain.len - 1] == '.'
         && rungs_span_equal_ci (rungs_span_skip (name, name.len - domain.len), domain);
}

static RungsFit
fit_sbc (const RungsTeamsLegs *self, RungsString a, RungsString b)
{
  RungsSpan x = rungs_strings_span (self->trace->strings, a),
            y = rungs_strings_span (self->trace->strings, b);

  if (x.len == 0 || y.len == 0)
    return RUNGS_FIT_UNKNOWN;
  if (rungs_span_equal_ci (x, y))
    return RUNGS_FIT_YES;
  return is_below (x, y) || is_below (y, x) ? RUNGS_FIT_UNKNOWN : RUNGS_FIT_NO;
}

/* By Microsoft's rule the code 560nnn holds the SBC's own answer; of an answered call the record
 * tells how it ended. */
static RungsFit
fit_code (const RungsRecord *record, const RungsTeamsLeg *teams_leg)
{
  int expected = record->microsoft_code > 560000 && record->microsoft_code < 560700
                   ? record->microsoft_code - 560000
                   : record->code;

  if (teams_leg->code == 0 || record->code < 0)
    return RUNGS_FIT_UNKNOWN;
  if (record->answer != RUNGS_STAMP_NONE || record->code == 0)
    return teams_leg->code < 300 ? RUNGS_FIT_YES : RUNGS_FIT_NO;
  return expected == teams_leg->code ? RUNGS_FIT_YES : RUNGS_FIT_NO;
}

guint16
rungs_teams_legs_compare (const RungsTeamsLegs *self,
                          const RungsRecord *record,
                          const RungsTeamsLeg *teams_leg)
{
  const RungsLeg *leg = &g_array_index (self->trace->legs, RungsLeg, teams_leg->leg);
  const RungsStrings *strings = self->trace->strings;
  RungsFit caller =
    rungs_masked_fits (rungs_strings_span (strings, record->texts[RUNGS_RECORD_TEXT_FROM]),
                       rungs_strings_span (strings, leg->from));
  RungsFit callee =
    rungs_masked_fits (rungs_strings_span (strings, record->texts[RUNGS_RECORD_TEXT_TO]),
                       rungs_strings_span (strings, leg->to));
  RungsFit sbc = fit_sbc (self, record->texts[RUNGS_RECORD_TEXT_SBC], teams_leg->sbc);
  RungsFit code = fit_code (record, teams_leg);
  gboolean has_direction = record->direction != RUNGS_DIRECTION_UNKNOWN;

  if (caller == RUNGS_FIT_NO || callee == RUNGS_FIT_NO || sbc == RUNGS_FIT_NO
      || (has_direction && record->direction != teams_leg->direction))
    return 0;
  return (guint16) ((caller == RUNGS_FIT_YES ? RUNGS_MATCH_CALLER : 0)
                    | (callee == RUNGS_FIT_YES ? RUNGS_MATCH_CALLEE : 0)
                    | (sbc == RUNGS_FIT_YES ? RUNGS_MATCH_SBC : 0)
                    | (has_direction ? RUNGS_MATCH_DIRECTION : 0)
                    | (code == RUNGS_FIT_YES  ? RUNGS_MATCH_CODE
                       : code == RUNGS_FIT_NO ? RUNGS_MATCH_OTHER_CODE
                                              : 0));
}
