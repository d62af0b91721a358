/* Nobody sets an SBC's clock by Microsoft's, and many logs are in local time. The shift that most
 * records agree on is the one that the log is ahead: a record and a leg with its numbers give one
 * vote, for the time between the two. */
#include "config.h"

#include "records/record-clocks.h"

#include "base/limits.h"
#include "records/records.h"
#include "records/teams-legs.h"

/* Votes within so much are for the same shift: a record's time may be cut to seconds. */
#define VOTE_WINDOW (2 * RUNGS_STAMP_SECOND)
/* Zones lie between -12 and +14 hours; so far a leg is looked for. */
#define MAX_SHIFT (15 * 3600 * RUNGS_STAMP_SECOND)
/* Legs with the numbers of one record: more say nothing, it is the number of a switchboard. */
#define MAX_VOTES_PER_RECORD 64
/* So many records are believed whatever they say; fewer only when they say a time zone, with a
 * clock that is nearly right. */
#define BELIEVED_RECORDS 3
#define ZONE_STEP (15 * 60 * RUNGS_STAMP_SECOND)
#define ZONE_SLACK (15 * RUNGS_STAMP_SECOND)

typedef struct
{
  gint64 shift;
  guint32 record;
  guint16 input;
  guint16 weight;
} Vote;

static gint
compare_votes (gconstpointer a, gconstpointer b)
{
  const Vote *x = a, *y = b;

  if (x->input != y->input)
    return x->input < y->input ? -1 : 1;
  if (x->shift != y->shift)
    return x->shift < y->shift ? -1 : 1;
  return x->record < y->record ? -1 : x->record > y->record;
}

static GArray *
collect_votes (const RungsTeamsLegs *self)
{
  GArray *votes = g_array_new (FALSE, FALSE, sizeof (Vote));
  const GArray *records = self->trace->records;

  for (guint32 r = 0; r < records->len && votes->len < RUNGS_MAX_CLOCK_SIGHTS; r++)
    {
      const RungsRecord *record = &g_array_index (records, RungsRecord, r);
      const RungsTeamsLegEntry *entries;
      guint n;

      if ((record->kind != RUNGS_RECORD_CALL && record->kind != RUNGS_RECORD_MEDIA)
          || record->is_old || record->leg != RUNGS_NONE || record->with != RUNGS_NONE)
        continue;
      entries = rungs_teams_legs_near (self, record, MAX_SHIFT, &n);
      for (guint i = 0; i < n && n <= MAX_VOTES_PER_RECORD; i++)
        {
          const RungsTeamsLeg *teams_leg =
            &g_array_index (self->all, RungsTeamsLeg, entries[i].teams_leg);
          guint16 why = self->clocks[teams_leg->input].is_known
                          ? 0
                          : rungs_teams_legs_compare (self, record, teams_leg);
          Vote vote = { teams_leg->time - record->start, r, teams_leg->input, 2 };

          if (!(why & (RUNGS_MATCH_CALLER | RUNGS_MATCH_CALLEE)))
            continue;
          if (why & RUNGS_MATCH_CODE)
            vote.weight++;
          else if (why & RUNGS_MATCH_OTHER_CODE)
            vote.weight--;
          g_array_append_val (votes, vote);
        }
    }
  g_array_sort (votes, compare_votes);
  return votes;
}

/* The votes about one input. */
typedef struct
{
  const Vote *list;
  guint n;
} Votes;

/* A window of votes, each record counted once. */
typedef struct
{
  guint first, end, weight, n_records;
} Window;

static gboolean
is_better (const Votes *votes, const Window *a, const Window *b)
{
  if (a->weight != b->weight)
    return a->weight > b->weight;
  return b->end > b->first && ABS (votes->list[a->first].shift) < ABS (votes->list[b->first].shift);
}

/* @seen: of each record, zero; it is zero again at the end. */
static Window
find_window (const Votes *votes, guint8 *seen)
{
  Window now = { 0 }, best = { 0 };

  while (now.end < votes->n)
    {
      const Vote *vote = &votes->list[now.end++];

      if (seen[vote->record]++ == 0)
        {
          now.weight += vote->weight;
          now.n_records++;
        }
      for (; vote->shift - votes->list[now.first].shift > VOTE_WINDOW; now.first++)
        if (--seen[votes->list[now.first].record] == 0)
          {
            now.weight -= votes->list[now.first].weight;
            now.n_records--;
          }
      if (is_better (votes, &now, &best))
        best = now;
    }
  for (; now.first < now.end; now.first++)
    seen[votes->list[now.first].record]--;
  return best;
}

/* Another shift for which as much speaks? Then nothing is guessed. */
static gboolean
has_rival (const Votes *votes, const Window *best)
{
  guint weight = 0;

  for (guint i = 0, first = 0; i < votes->n; i++)
    {
      if (i >= best->first && i < best->end)
        {
          first = best->end;
          weight = 0;
          continue;
        }
      weight += votes->list[i].weight;
      for (; votes->list[i].shift - votes->list[first].shift > VOTE_WINDOW; first++)
        weight -= votes->list[first].weight;
      if (weight >= best->weight)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_zone (gint64 shift, gboolean utc)
{
  gint64 step = utc ? 2 * MAX_SHIFT : ZONE_STEP;
  gint64 rest = ((shift % step) + step) % step;

  return MIN (rest, step - rest) <= ZONE_SLACK;
}

/* Records of calls begin when somebody joined, seconds after the INVITE: they tell the zone and
 * nothing finer. */
static gboolean
tells_zone_only (const RungsTeamsLegs *self, const Votes *votes, const Window *window)
{
  for (guint i = window->first; i < window->end; i++)
    if (g_array_index (self->trace->records, RungsRecord, votes->list[i].record).kind
        != RUNGS_RECORD_MEDIA)
      return FALSE;
  return TRUE;
}

static gint64
nearest_zone (gint64 shift)
{
  gint64 half = shift < 0 ? -ZONE_STEP / 2 : ZONE_STEP / 2;

  return (shift + half) / ZONE_STEP * ZONE_STEP;
}

static void
measure_input (RungsTeamsLegs *self, guint16 input, const Votes *votes, guint8 *seen)
{
  gboolean utc = g_array_index (self->trace->inputs, RungsTraceInput, input).utc;
  Window best = find_window (votes, seen);
  gint64 shift;

  if (best.n_records == 0)
    return;
  shift = votes->list[best.first + (best.end - best.first) / 2].shift;
  if ((best.n_records < BELIEVED_RECORDS && !is_zone (shift, utc))
      || (has_rival (votes, &best) && !(utc && is_zone (shift, utc))))
    return;
  if (tells_zone_only (self, votes, &best))
    {
      if (!is_zone (shift, utc))
        return;
      shift = nearest_zone (shift);
    }
  self->clocks[input].is_known = TRUE;
  self->clocks[input].ahead = shift;
}

void
rungs_record_clocks_measure (RungsTeamsLegs *self)
{
  g_autoptr (GArray) all = NULL;
  g_autofree guint8 *seen = g_new0 (guint8, self->trace->records->len + 1);

  rungs_teams_legs_index (self);
  all = collect_votes (self);
  for (guint i = 0; i < all->len;)
    {
      Votes votes = { &g_array_index (all, Vote, i), 0 };
      guint16 input = votes.list->input;

      while (i < all->len && g_array_index (all, Vote, i).input == input)
        {
          votes.n++;
          i++;
        }
      measure_input (self, input, &votes, seen);
    }
}
