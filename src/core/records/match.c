/* Which leg in a log is the one that Microsoft has a record of. A GUID that stands in both settles
 * it. Else the SBC's name, the time of the INVITE by clocks that are measured first, the numbers
 * with the mask as a wildcard, the direction and the answer must fit together; between two calls
 * that look alike nothing is guessed. */
#include "config.h"

#include "records/match.h"

#include "memory/choice-set.h"
#include "records/record-clocks.h"
#include "records/records.h"
#include "records/teams-legs.h"

/* The INVITE is sent here and received there within this time; records may be cut to seconds. */
#define MATCH_WINDOW (3 * RUNGS_STAMP_SECOND)
/* What a missing or another thing in common is worth in time. */
#define COST_OTHER_CODE (3 * RUNGS_STAMP_SECOND / 2)
#define COST_UNKNOWN (RUNGS_STAMP_SECOND / 4)
/* Two calls that fit a record equally well, by so much. */
#define TOO_CLOSE (RUNGS_STAMP_SECOND / 20)
/* What a GUID or the user's word is worth: more than any time. */
#define COST_SAID (-24 * 3600 * RUNGS_STAMP_SECOND)

typedef struct
{
  guint64 guid;
  guint32 teams_leg;
} Guid;

typedef struct
{
  gint64 cost;
  guint32 record, teams_leg;
  guint16 why;
} Pair;

typedef struct
{
  RungsAssembly *assembly;
  RungsTrace *trace;
  RungsTeamsLegs teams_legs;
  GArray *guids; /* Guid, sorted */
  GArray *pairs; /* Pair */
} Matcher;

static RungsRecord *
record_at (const Matcher *self, guint32 i)
{
  return &g_array_index (self->trace->records, RungsRecord, i);
}

static RungsTeamsLeg *
teams_leg_at (const Matcher *self, guint32 i)
{
  return &g_array_index (self->teams_legs.all, RungsTeamsLeg, i);
}

static RungsSpan
id_of (const Matcher *self, const RungsRecord *record)
{
  return rungs_strings_span (self->trace->strings, record->texts[RUNGS_RECORD_TEXT_CORRELATION]);
}

/* The user has taken it away from its call. */
static gboolean
is_alone (const Matcher *self, const RungsRecord *record)
{
  const RungsChoiceSet *choices = self->assembly->choices;
  const char *id =
    rungs_strings_get (self->trace->strings, record->texts[RUNGS_RECORD_TEXT_CORRELATION]);

  return choices != NULL && *id != '\0' && g_hash_table_contains (choices->alone, id);
}

/* May it be of a call in a log? */
static gboolean
is_candidate (const Matcher *self, const RungsRecord *record)
{
  return (record->kind == RUNGS_RECORD_CALL
          || (record->kind == RUNGS_RECORD_MEDIA && !record->is_old))
         && !is_alone (self, record);
}

/* A leg has one row and one record. */
static guint8
taken_by (const RungsRecord *record)
{
  return record->kind == RUNGS_RECORD_MEDIA ? 2 : 1;
}

/* ---- by GUID ---- */

static gint
compare_guids (gconstpointer a, gconstpointer b)
{
  const Guid *x = a, *y = b;

  if (x->guid != y->guid)
    return x->guid < y->guid ? -1 : 1;
  return x->teams_leg < y->teams_leg ? -1 : x->teams_leg > y->teams_leg;
}

static void
collect_guids (Matcher *self)
{
  const GArray *ids = self->assembly->builder->teams_ids;
  g_autofree guint32 *teams_leg_of = g_new (guint32, self->trace->legs->len + 1);

  memset (teams_leg_of, 0xff, sizeof (guint32) * ((gsize) self->trace->legs->len + 1));
  for (guint32 i = 0; i < self->teams_legs.all->len; i++)
    teams_leg_of[teams_leg_at (self, i)->leg] = i;
  for (guint i = 0; i < ids->len; i++)
    {
      const RungsTeamsId *id = &g_array_index (ids, RungsTeamsId, i);
      const RungsSeed *seed = rungs_assembly_seed (self->assembly, id->seed);
      guint32 teams_leg = teams_leg_of[rungs_rows_at (&self->trace->rows, seed->first)->leg];
      Guid guid = { id->guid, teams_leg };

      if (teams_leg != RUNGS_NONE)
        g_array_append_val (self->guids, guid);
    }
  g_array_sort (self->guids, compare_guids);
}

static guint
first_guid (const Matcher *self, guint64 guid)
{
  guint low = 0, high = self->guids->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->guids, Guid, middle).guid < guid)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gint64
distance_of (const Matcher *self, const RungsRecord *record, const RungsTeamsLeg *teams_leg)
{
  const RungsRecordClock *clock = &self->teams_legs.clocks[teams_leg->input];

  if (teams_leg->time == RUNGS_STAMP_NONE || record->start == RUNGS_STAMP_NONE)
    return 0;
  return ABS (teams_leg->time - record->start - (clock->is_known ? clock->ahead : 0));
}

static void
add_pair (Matcher *self, guint32 record, guint32 teams_leg, guint16 why, gint64 cost)
{
  Pair pair = { cost, record, teams_leg, why };

  g_array_append_val (self->pairs, pair);
}

/* A GUID may stand in several legs of a call that was transferred: what else fits decides between
 * them. */
static void
pair_by_guid (Matcher *self, guint32 r)
{
  const RungsRecord *record = record_at (self, r);
  guint64 guid = rungs_records_guid (id_of (self, record));

  for (guint i = first_guid (self, guid);
       guid != 0 && i < self->guids->len && g_array_index (self->guids, Guid, i).guid == guid; i++)
    {
      guint32 s = g_array_index (self->guids, Guid, i).teams_leg;
      const RungsTeamsLeg *teams_leg = teams_leg_at (self, s);
      guint16 why = rungs_teams_legs_compare (&self->teams_legs, record, teams_leg);
      gint64 cost = MIN (distance_of (self, record, teams_leg), 3600 * RUNGS_STAMP_SECOND);

      if (why == 0)
        cost += 3600 * RUNGS_STAMP_SECOND;
      add_pair (self, r, s, why | RUNGS_MATCH_GUID, COST_SAID + cost);
    }
}

static gint
compare_shifts (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

/* The GUIDs tell exactly what the clocks differ by: the middle one of all pairs. A record of a call
 * begins when somebody joined, which may be a while after the INVITE. */
static void
measure_by_guid (Matcher *self)
{
  guint n_inputs = self->trace->inputs->len;
  g_autofree GArray **shifts = g_new0 (GArray *, n_inputs + 1);

  for (guint i = 0; i < self->pairs->len; i++)
    {
      const Pair *pair = &g_array_index (self->pairs, Pair, i);
      const RungsTeamsLeg *teams_leg = teams_leg_at (self, pair->teams_leg);
      const RungsRecord *record = record_at (self, pair->record);
      gint64 shift = teams_leg->time - record->start;

      if (teams_leg->time == RUNGS_STAMP_NONE || record->start == RUNGS_STAMP_NONE
          || pair->why == RUNGS_MATCH_GUID || record->kind != RUNGS_RECORD_CALL)
        continue;
      if (shifts[teams_leg->input] == NULL)
        shifts[teams_leg->input] = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_array_append_val (shifts[teams_leg->input], shift);
    }
  for (guint i = 0; i < n_inputs; i++)
    if (shifts[i] != NULL)
      {
        g_array_sort (shifts[i], compare_shifts);
        self->teams_legs.clocks[i].is_known = TRUE;
        self->teams_legs.clocks[i].ahead = g_array_index (shifts[i], gint64, shifts[i]->len / 2);
        g_array_unref (shifts[i]);
      }
}

/* ---- by what else is known ---- */

static void
pair_by_numbers (Matcher *self, guint32 r)
{
  const RungsRecord *record = record_at (self, r);
  guint n;
  const RungsTeamsLegEntry *entries =
    rungs_teams_legs_near (&self->teams_legs, record, MATCH_WINDOW, &n);

  for (guint i = 0; i < n; i++)
    {
      const RungsTeamsLeg *teams_leg = teams_leg_at (self, entries[i].teams_leg);
      guint16 why = rungs_teams_legs_compare (&self->teams_legs, record, teams_leg);
      gint64 cost = distance_of (self, record, teams_leg);

      if (!self->teams_legs.clocks[teams_leg->input].is_known
          || !(why & (RUNGS_MATCH_CALLER | RUNGS_MATCH_CALLEE)))
        continue;
      if (why & RUNGS_MATCH_OTHER_CODE)
        cost += COST_OTHER_CODE;
      for (guint16 bit = RUNGS_MATCH_SBC; bit <= RUNGS_MATCH_DIRECTION; bit <<= 1)
        if (bit != RUNGS_MATCH_TIME && !(why & bit))
          cost += COST_UNKNOWN;
      add_pair (self, r, entries[i].teams_leg, why | RUNGS_MATCH_TIME, cost);
    }
}

/* ---- by another record ---- */

/* Which row says most of a call. */
static gint
rank_of (const RungsRecord *record)
{
  switch ((RungsRecordKind) record->kind)
    {
    case RUNGS_RECORD_CALL:
      return 3;
    case RUNGS_RECORD_CLIENT:
      return 2;
    case RUNGS_RECORD_PSTN:
      return 1;
    case RUNGS_RECORD_SIGN_IN:
    case RUNGS_RECORD_MEDIA:
    default:
      return 0;
    }
}

static gint64
apart (const RungsRecord *a, const RungsRecord *b)
{
  return a->start == RUNGS_STAMP_NONE || b->start == RUNGS_STAMP_NONE ? G_MAXINT64
                                                                      : ABS (a->start - b->start);
}

typedef struct
{
  guint64 guid;
  guint32 record;
} RowId;

static gint
compare_row_ids (gconstpointer a, gconstpointer b)
{
  const RowId *x = a, *y = b;

  if (x->guid != y->guid)
    return x->guid < y->guid ? -1 : 1;
  return x->record < y->record ? -1 : x->record > y->record;
}

/* Rows of which a record of a call has the same id are of that call: of several legs the one that
 * began nearest. */
static void
find_leaders (Matcher *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (RowId));

  for (guint32 i = 0; i < self->trace->records->len; i++)
    {
      RowId id = { rungs_records_guid (id_of (self, record_at (self, i))), i };

      if (id.guid != 0 && rank_of (record_at (self, i)) > 0)
        g_array_append_val (ids, id);
    }
  g_array_sort (ids, compare_row_ids);
  for (guint32 i = 0; i < self->trace->records->len; i++)
    {
      RungsRecord *record = record_at (self, i);
      guint64 guid = rungs_records_guid (id_of (self, record));
      guint low = 0, high = ids->len;

      if (record->kind != RUNGS_RECORD_MEDIA || record->is_old || guid == 0
          || is_alone (self, record))
        continue;
      while (low < high)
        {
          guint middle = low + (high - low) / 2;

          if (g_array_index (ids, RowId, middle).guid < guid)
            low = middle + 1;
          else
            high = middle;
        }
      for (; low < ids->len && g_array_index (ids, RowId, low).guid == guid; low++)
        {
          guint32 other = g_array_index (ids, RowId, low).record;
          const RungsRecord *row = record_at (self, other);
          const RungsRecord *best =
            record->with != RUNGS_NONE ? record_at (self, record->with) : NULL;

          if (best == NULL || rank_of (row) > rank_of (best)
              || (rank_of (row) == rank_of (best) && apart (record, row) < apart (record, best)))
            record->with = other;
        }
    }
}

/* What a row was found to be of, the record with its id is of too. */
static void
follow_leaders (Matcher *self)
{
  for (guint32 i = 0; i < self->trace->records->len; i++)
    {
      RungsRecord *record = record_at (self, i);
      const RungsRecord *row = record->with != RUNGS_NONE ? record_at (self, record->with) : NULL;

      if (row == NULL)
        continue;
      if (record->leg == RUNGS_NONE)
        {
          record->leg = row->leg;
          record->call = row->call;
          record->ahead = row->ahead;
          record->is_clock_known = row->is_clock_known;
          record->why |= RUNGS_MATCH_RECORD;
          record->strength = row->leg != RUNGS_NONE ? row->strength : RUNGS_STRENGTH_CERTAIN;
        }
      /* It has a place of its own among the records of a call in a log. */
      if (record->leg != RUNGS_NONE)
        record->with = RUNGS_NONE;
    }
}

/* ---- by hand ---- */

/* Pairs of a record's id and a leg's Call-ID, in whichever order they were given. */
static void
pair_by_hand (Matcher *self)
{
  const RungsChoiceSet *choices = self->assembly->choices;
  g_autoptr (GHashTable) records = NULL;
  g_autoptr (GHashTable) legs = NULL;
  GHashTableIter iter;
  gpointer value;

  if (choices == NULL || g_hash_table_size (choices->joins) == 0)
    return;
  records = g_hash_table_new (g_str_hash, g_str_equal);
  legs = g_hash_table_new (g_str_hash, g_str_equal);
  /* Rows last: they take the record of the same id with them. */
  for (guint pass = 0; pass < 2; pass++)
    for (guint32 i = 0; i < self->trace->records->len; i++)
      {
        const RungsRecord *record = record_at (self, i);

        if (!record->is_old && record->kind == (pass == 0 ? RUNGS_RECORD_MEDIA : RUNGS_RECORD_CALL))
          g_hash_table_insert (
            records,
            (gpointer) rungs_strings_get (self->trace->strings,
                                          record->texts[RUNGS_RECORD_TEXT_CORRELATION]),
            GUINT_TO_POINTER (i + 1));
      }
  for (guint32 i = 0; i < self->teams_legs.all->len; i++)
    {
      const RungsLeg *leg =
        &g_array_index (self->trace->legs, RungsLeg, teams_leg_at (self, i)->leg);
      g_hash_table_insert (legs, (gpointer) rungs_strings_get (self->trace->strings, leg->call_id),
                           GUINT_TO_POINTER (i + 1));
    }
  g_hash_table_iter_init (&iter, choices->joins);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const RungsChoicePair *pair = value;
      guint record = GPOINTER_TO_UINT (g_hash_table_lookup (records, pair->a));
      guint teams_leg = GPOINTER_TO_UINT (g_hash_table_lookup (legs, pair->b));

      if (record == 0 || teams_leg == 0)
        {
          record = GPOINTER_TO_UINT (g_hash_table_lookup (records, pair->b));
          teams_leg = GPOINTER_TO_UINT (g_hash_table_lookup (legs, pair->a));
        }
      if (record != 0 && teams_leg != 0)
        add_pair (self, record - 1, teams_leg - 1,
                  RUNGS_MATCH_USER
                    | rungs_teams_legs_compare (&self->teams_legs, record_at (self, record - 1),
                                                teams_leg_at (self, teams_leg - 1)),
                  2 * COST_SAID);
    }
}

/* ---- the choice ---- */

static gint
compare_pairs (gconstpointer a, gconstpointer b)
{
  const Pair *x = a, *y = b;

  if (x->cost != y->cost)
    return x->cost < y->cost ? -1 : 1;
  if (x->record != y->record)
    return x->record < y->record ? -1 : 1;
  return x->teams_leg < y->teams_leg ? -1 : x->teams_leg > y->teams_leg;
}

static RungsStrength
strength_of (guint16 why)
{
  const guint16 both = RUNGS_MATCH_CALLER | RUNGS_MATCH_CALLEE;

  if (why & (RUNGS_MATCH_USER | RUNGS_MATCH_GUID))
    return RUNGS_STRENGTH_CERTAIN;
  if (why & RUNGS_MATCH_OTHER_CODE)
    return RUNGS_STRENGTH_WEAK;
  if ((why & both) == both && (why & RUNGS_MATCH_SBC) && (why & RUNGS_MATCH_CODE))
    return RUNGS_STRENGTH_STRONG;
  return (why & both) == both || (why & RUNGS_MATCH_SBC) ? RUNGS_STRENGTH_LIKELY
                                                         : RUNGS_STRENGTH_WEAK;
}

static void
take (Matcher *self, const Pair *pair)
{
  RungsRecord *record = record_at (self, pair->record);
  RungsTeamsLeg *teams_leg = teams_leg_at (self, pair->teams_leg);
  const RungsRecordClock *clock = &self->teams_legs.clocks[teams_leg->input];

  teams_leg->taken |= taken_by (record);
  record->leg = teams_leg->leg;
  record->call = teams_leg->call;
  record->why = pair->why;
  record->strength = (guint8) strength_of (pair->why);
  record->is_clock_known = clock->is_known;
  if (clock->is_known)
    record->ahead = clock->ahead;
  else if (teams_leg->time != RUNGS_STAMP_NONE && record->start != RUNGS_STAMP_NONE)
    record->ahead = teams_leg->time - record->start;
}

/* Is there another call that is still free and fits as well? @rest: the pairs behind, the cheaper
 * ones first. */
static gboolean
has_rival (const Matcher *self, guint at)
{
  const Pair *pair = &g_array_index (self->pairs, Pair, at);

  for (guint i = at + 1; i < self->pairs->len; i++)
    {
      const Pair *other = &g_array_index (self->pairs, Pair, i);

      if (other->cost - pair->cost >= TOO_CLOSE)
        break;
      if (other->record == pair->record
          && !(teams_leg_at (self, other->teams_leg)->taken
               & taken_by (record_at (self, pair->record)))
          && teams_leg_at (self, other->teams_leg)->call
               != teams_leg_at (self, pair->teams_leg)->call)
        return TRUE;
    }
  return FALSE;
}

static void
choose (Matcher *self)
{
  g_autofree gboolean *is_open = g_new0 (gboolean, self->trace->records->len + 1);

  g_array_sort (self->pairs, compare_pairs);
  for (guint i = 0; i < self->pairs->len; i++)
    {
      const Pair *pair = &g_array_index (self->pairs, Pair, i);

      if (record_at (self, pair->record)->leg != RUNGS_NONE || is_open[pair->record]
          || (teams_leg_at (self, pair->teams_leg)->taken
              & taken_by (record_at (self, pair->record))))
        continue;
      if (!(pair->why & (RUNGS_MATCH_GUID | RUNGS_MATCH_USER)) && has_rival (self, i))
        is_open[pair->record] = TRUE;
      else
        take (self, pair);
    }
}

/* What the logs cover by Microsoft's time, and what the records do. */
static void
note_coverage (Matcher *self)
{
  for (guint32 i = 0; i < self->teams_legs.all->len; i++)
    {
      const RungsTeamsLeg *teams_leg = teams_leg_at (self, i);
      RungsRecordClock *clock = &self->teams_legs.clocks[teams_leg->input];
      RungsStamp time = teams_leg->time - (clock->is_known ? clock->ahead : 0);

      if (teams_leg->time == RUNGS_STAMP_NONE)
        continue;
      clock->first = clock->first != RUNGS_STAMP_NONE ? MIN (clock->first, time) : time;
      clock->last = MAX (clock->last, time);
    }
  for (guint32 i = 0; i < self->trace->records->len; i++)
    {
      const RungsRecord *record = record_at (self, i);

      if (record->kind != RUNGS_RECORD_CALL || record->start == RUNGS_STAMP_NONE)
        continue;
      self->trace->records_first = self->trace->records_first != RUNGS_STAMP_NONE
                                     ? MIN (self->trace->records_first, record->start)
                                     : record->start;
      self->trace->records_last = MAX (self->trace->records_last, record->start);
    }
}

static gboolean
reset_records (RungsTrace *trace)
{
  gboolean any = FALSE;

  for (guint32 i = 0; i < trace->records->len; i++)
    {
      RungsRecord *record = &g_array_index (trace->records, RungsRecord, i);

      record->leg = record->call = RUNGS_NONE;
      record->ahead = 0;
      record->why = 0;
      record->strength = 0;
      record->is_clock_known = FALSE;
      record->with = RUNGS_NONE;
      any |= record->kind == RUNGS_RECORD_CALL || record->kind == RUNGS_RECORD_MEDIA;
    }
  return any;
}

void
rungs_records_match (RungsAssembly *assembly)
{
  RungsTrace *trace = assembly->trace;
  Matcher self = { .assembly = assembly, .trace = trace };

  if (!reset_records (trace))
    return;
  rungs_teams_legs_init (&self.teams_legs, assembly);
  self.guids = g_array_new (FALSE, FALSE, sizeof (Guid));
  self.pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  collect_guids (&self);
  find_leaders (&self);
  for (guint32 i = 0; i < trace->records->len; i++)
    if (is_candidate (&self, record_at (&self, i)))
      pair_by_guid (&self, i);
  measure_by_guid (&self);
  rungs_record_clocks_measure (&self.teams_legs);
  rungs_teams_legs_index (&self.teams_legs);
  for (guint32 i = 0; i < trace->records->len; i++)
    if (is_candidate (&self, record_at (&self, i)) && record_at (&self, i)->with == RUNGS_NONE)
      pair_by_numbers (&self, i);
  pair_by_hand (&self);
  choose (&self);
  follow_leaders (&self);
  note_coverage (&self);
  g_array_unref (self.guids);
  g_array_unref (self.pairs);
  rungs_teams_legs_clear (&self.teams_legs);
}
