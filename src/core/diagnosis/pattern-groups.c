/* Which groups of calls fail for a cause far more often than the calls outside of the group. Every
 * candidate is a line of a two by two table: failed for this cause or not, in the group or not. */
#include "config.h"

#include <math.h>

#include "patterns-private.h"

#include "country.h"

/* Fewer failed calls are chance. */
#define MIN_FAILED 3
/* A group in which fewer of the calls fail is not worth a sentence: a fifth. */
#define MIN_SHARE 0.2
/* The shares in the group and outside are told apart with this certainty (95 %, two-sided). */
#define Z 1.96
/* A group fails this many times as often as the others at least. */
#define MIN_LIFT 3.0
/* Of many groups one stands out by chance: so likely may that be for all groups that were looked at
 * together. */
#define MAX_CHANCE 0.01
/* Patterns of one cause. */
#define MAX_OF_CAUSE 3
/* Candidates that are looked at for them, best first: behind those are only parts of them. */
#define MAX_LOOKS 256
/* Hours in a row that are one candidate. */
#define MAX_HOURS 24
#define HOUR (3600 * RUNGS_STAMP_SECOND)

typedef struct
{
  RungsPatternKind by;
  guint failed, of;
  double weight;
  guint32 device;
  guint direction;
  gint64 from, until; /* hours */
  const char *number; /* the first @len bytes of it */
  gsize len;
} Candidate;

struct _RungsPatternGroups
{
  const RungsPatternFinder *finder;
  guint n_devices;
  GArray *numbers;       /* const char*, sorted */
  GArray **numbers_with; /* per device, sorted; NULL: nobody asked yet */
  guint *n_with;         /* calls per device */
  guint n_directions[3];
  GArray *hours; /* gint64 of each call, sorted */
  GArray *candidates;
  guint n_offered; /* groups of the cause that were looked at */
  guint8 *taken;   /* per item */
};

static const RungsPatternItem *
item_at (const RungsPatternGroups *self, guint32 i)
{
  return &g_array_index (self->finder->items, RungsPatternItem, i);
}

static gint
compare_numbers (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gint
compare_hours (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

static gint64
hour_of (const RungsPatternItem *item)
{
  gint64 hour = item->start / HOUR;

  return item->start < 0 && item->start % HOUR != 0 ? hour - 1 : hour;
}

static gboolean
goes_through (const RungsPatternItem *item, guint32 device)
{
  for (guint i = 0; i < item->n_peers; i++)
    if (item->peers[i] == device)
      return TRUE;
  return FALSE;
}

RungsPatternGroups *
rungs_pattern_groups_new (const RungsPatternFinder *finder)
{
  RungsPatternGroups *self = g_new0 (RungsPatternGroups, 1);

  self->finder = finder;
  self->n_devices = rungs_trace_get_n_devices (finder->trace);
  self->numbers = g_array_new (FALSE, FALSE, sizeof (const char *));
  self->numbers_with = g_new0 (GArray *, self->n_devices + 1);
  self->n_with = g_new0 (guint, self->n_devices + 1);
  self->hours = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  self->taken = g_new0 (guint8, finder->items->len + 1);
  for (guint32 i = 0; i < finder->items->len; i++)
    {
      const RungsPatternItem *item = item_at (self, i);
      gint64 hour = hour_of (item);

      if (item->number != NULL)
        g_array_append_val (self->numbers, item->number);
      for (guint p = 0; p < item->n_peers; p++)
        self->n_with[item->peers[p]]++;
      if (item->sbc != RUNGS_NONE)
        self->n_with[item->sbc]++;
      self->n_directions[item->direction]++;
      if (item->start != RUNGS_STAMP_NONE)
        g_array_append_val (self->hours, hour);
    }
  g_array_sort (self->numbers, compare_numbers);
  g_array_sort (self->hours, compare_hours);
  return self;
}

void
rungs_pattern_groups_free (RungsPatternGroups *groups)
{
  if (groups == NULL)
    return;
  for (guint i = 0; i < groups->n_devices; i++)
    g_clear_pointer (&groups->numbers_with[i], g_array_unref);
  g_free (groups->numbers_with);
  g_free (groups->n_with);
  g_array_unref (groups->numbers);
  g_array_unref (groups->hours);
  g_array_unref (groups->candidates);
  g_free (groups->taken);
  g_free (groups);
}

/* ---- what counts ---- */

/* Wilson's interval of a share: where it lies for certain, seen in @n calls. @side: -1 its lower
 * end, 1 its upper one. */
static double
wilson (guint hits, guint n, int side)
{
  double share = (double) hits / n, z2 = Z * Z;

  return (share + z2 / (2 * n) + side * Z * sqrt (share * (1 - share) / n + z2 / (4.0 * n * n)))
         / (1 + z2 / n);
}

static double
term (double seen, double expected)
{
  return seen > 0 ? seen * log (seen / expected) : 0;
}

/* How much the group tells about who fails: the log-likelihood ratio of the table. */
static double
weight_of (guint failed, guint of, guint all_failed, guint all)
{
  double share = (double) all_failed / all, in = of, out = all - of;

  return 2
         * (term (failed, in * share) + term (of - failed, in * (1 - share))
            + term (all_failed - failed, out * share)
            + term (out - (all_failed - failed), out * (1 - share)));
}

static gboolean
says_something (guint failed, guint of, guint all_failed, guint all)
{
  guint others = all - of, others_failed = all_failed - failed;
  double share, others_share;

  if (failed < MIN_FAILED || others == 0)
    return FALSE;
  share = (double) failed / of;
  others_share = (double) others_failed / others;
  return share >= MIN_SHARE && share >= MIN_LIFT * others_share
         && wilson (failed, of, -1) > wilson (others_failed, others, 1);
}

static void
offer (RungsPatternGroups *self, const RungsPatternCause *cause, Candidate candidate)
{
  guint all = self->finder->items->len;

  self->n_offered += candidate.failed >= MIN_FAILED;
  if (!says_something (candidate.failed, candidate.of, cause->items->len, all))
    return;
  candidate.weight = weight_of (candidate.failed, candidate.of, cause->items->len, all);
  g_array_append_val (self->candidates, candidate);
}

/* ---- numbers ---- */

/* How many of @numbers come before those that begin with @prefix, or (@behind) before those that
 * come after them. */
static guint
bound (const GArray *numbers, const char *prefix, gsize len, gboolean behind)
{
  guint low = 0, high = numbers->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      int order = strncmp (g_array_index (numbers, const char *, middle), prefix, len);

      if (order < 0 || (behind && order == 0))
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static guint
count_prefix (const GArray *numbers, const char *prefix, gsize len)
{
  return bound (numbers, prefix, len, TRUE) - bound (numbers, prefix, len, FALSE);
}

static gsize
common_prefix (const char *a, const char *b)
{
  gsize n = 0;

  while (a[n] != '\0' && a[n] == b[n])
    n++;
  return n;
}

/* The shortest prefix, longer than @shorter, that as few of @all begin with as with the first @len
 * of @number. */
static gsize
shorten (const GArray *all, const char *number, gsize shorter, gsize len)
{
  guint n = count_prefix (all, number, len);

  while (len > shorter + 1 && count_prefix (all, number, len - 1) == n)
    len--;
  return len;
}

static void
offer_prefix (RungsPatternGroups *self,
              const RungsPatternCause *cause,
              const GArray *all,
              Candidate candidate)
{
  candidate.by = candidate.device == RUNGS_NONE ? RUNGS_PATTERN_NUMBER : RUNGS_PATTERN_NUMBER_PEER;
  candidate.of = count_prefix (all, candidate.number, candidate.len);
  offer (self, cause, candidate);
}

/* The sorted @failed numbers [from, to) begin with the same @len characters: they are a candidate
 * as far as they agree, and so is every part of them that agrees further. @device: only calls
 * through it; RUNGS_NONE: all. Numbers have RUNGS_MAX_PATTERN_NUMBER digits at most, so this is no
 * deep recursion. */
static void
offer_prefixes (RungsPatternGroups *self,
                const RungsPatternCause *cause,
                const GArray *failed,
                const GArray *all,
                guint from,
                guint to,
                gsize len,
                guint32 device)
{
  const char *first = g_array_index (failed, const char *, from);
  gsize shared = common_prefix (first, g_array_index (failed, const char *, to - 1));
  gboolean one_number =
    first[shared] == '\0' && g_array_index (failed, const char *, to - 1)[shared] == '\0';
  Candidate candidate = { .failed = to - from, .device = device, .number = first, .len = len };
  guint end;

  if (to - from < MIN_FAILED)
    return;
  offer_prefix (self, cause, all, candidate);
  if (shared > len)
    {
      candidate.len = one_number ? shared : shorten (all, first, len, shared);
      offer_prefix (self, cause, all, candidate);
    }
  /* They part here: one part for each character that follows. */
  for (guint start = from; !one_number && start < to; start = end)
    {
      char next = g_array_index (failed, const char *, start)[shared];

      end = start + 1;
      while (end < to && g_array_index (failed, const char *, end)[shared] == next)
        end++;
      if (next != '\0')
        offer_prefixes (self, cause, failed, all, start, end, shared + 1, device);
    }
}

/* Numbers are looked at by country first: "+3" is nothing. Others begin as they like. */
static void
offer_numbers (RungsPatternGroups *self,
               const RungsPatternCause *cause,
               const GArray *all,
               guint32 device)
{
  g_autoptr (GArray) failed = g_array_new (FALSE, FALSE, sizeof (const char *));
  guint from = 0;

  for (guint i = 0; i < cause->items->len; i++)
    {
      const RungsPatternItem *item = item_at (self, g_array_index (cause->items, guint32, i));

      if (item->number != NULL && (device == RUNGS_NONE || goes_through (item, device)))
        g_array_append_val (failed, item->number);
    }
  g_array_sort (failed, compare_numbers);
  while (from < failed->len)
    {
      const char *first = g_array_index (failed, const char *, from);
      gsize len = rungs_country_prefix (rungs_span_of (first));
      guint to = from;

      len = len > 0 ? len : 1;
      while (to < failed->len
             && strncmp (g_array_index (failed, const char *, to), first, len) == 0)
        to++;
      offer_prefixes (self, cause, failed, all, from, to, len, device);
      from = to;
    }
}

static const GArray *
numbers_with (RungsPatternGroups *self, guint32 device)
{
  GArray *numbers = self->numbers_with[device];

  if (numbers != NULL)
    return numbers;
  numbers = self->numbers_with[device] = g_array_new (FALSE, FALSE, sizeof (const char *));
  for (guint32 i = 0; i < self->finder->items->len; i++)
    {
      const RungsPatternItem *item = item_at (self, i);

      if (item->number != NULL && goes_through (item, device))
        g_array_append_val (numbers, item->number);
    }
  g_array_sort (numbers, compare_numbers);
  return numbers;
}

/* ---- the other groups ---- */

/* Devices that a log may name are many; only those in three failed calls are looked at. */
static void
offer_devices (RungsPatternGroups *self, const RungsPatternCause *cause)
{
  g_autofree guint *failed = g_new0 (guint, self->n_devices + 1);

  for (guint i = 0; i < cause->items->len; i++)
    {
      const RungsPatternItem *item = item_at (self, g_array_index (cause->items, guint32, i));

      for (guint p = 0; p < item->n_peers; p++)
        failed[item->peers[p]]++;
      if (item->sbc != RUNGS_NONE)
        failed[item->sbc]++;
    }
  for (guint32 device = 0; device < self->n_devices; device++)
    {
      RungsDeviceKind kind = rungs_trace_get_device (self->finder->trace, device)->kind;

      if (failed[device] < MIN_FAILED)
        continue;
      offer (self, cause,
             (Candidate){ .by = kind == RUNGS_DEVICE_SBC ? RUNGS_PATTERN_SBC : RUNGS_PATTERN_PEER,
                          .failed = failed[device],
                          .of = self->n_with[device],
                          .device = device });
      if (kind != RUNGS_DEVICE_SBC && self->n_with[device] < self->finder->items->len)
        offer_numbers (self, cause, numbers_with (self, device), device);
    }
}

static void
offer_directions (RungsPatternGroups *self, const RungsPatternCause *cause)
{
  guint failed[3] = { 0, 0, 0 };

  for (guint i = 0; i < cause->items->len; i++)
    failed[item_at (self, g_array_index (cause->items, guint32, i))->direction]++;
  for (guint d = RUNGS_DIRECTION_TO_TEAMS; d <= RUNGS_DIRECTION_FROM_TEAMS; d++)
    offer (self, cause,
           (Candidate){ .by = RUNGS_PATTERN_DIRECTION,
                        .failed = failed[d],
                        .of = self->n_directions[d],
                        .direction = d });
}

static guint
hours_before (const GArray *hours, gint64 hour)
{
  guint low = 0, high = hours->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (hours, gint64, middle) < hour)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Every run of hours that begins and ends with one in which a call failed. */
static void
offer_hours (RungsPatternGroups *self, const RungsPatternCause *cause)
{
  g_autoptr (GArray) failed = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < cause->items->len; i++)
    {
      const RungsPatternItem *item = item_at (self, g_array_index (cause->items, guint32, i));
      gint64 hour = hour_of (item);

      if (item->start != RUNGS_STAMP_NONE)
        g_array_append_val (failed, hour);
    }
  g_array_sort (failed, compare_hours);
  for (guint i = 0; i < failed->len; i++)
    {
      gint64 from = g_array_index (failed, gint64, i);

      if (i > 0 && g_array_index (failed, gint64, i - 1) == from)
        continue;
      for (gint64 until = from + 1; until <= from + MAX_HOURS; until++)
        {
          guint behind = hours_before (failed, until);

          if (g_array_index (failed, gint64, behind - 1) != until - 1)
            continue;
          offer (
            self, cause,
            (Candidate){ .by = RUNGS_PATTERN_HOUR,
                         .failed = behind - i,
                         .of = hours_before (self->hours, until) - hours_before (self->hours, from),
                         .from = from,
                         .until = until });
        }
    }
}

/* ---- the best of them ---- */

static gint
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *first = a, *second = b;

  if (first->weight > second->weight || first->weight < second->weight)
    return first->weight > second->weight ? -1 : 1;
  if (first->by != second->by)
    return first->by < second->by ? -1 : 1;
  /* The same calls: the shorter prefix and the shorter time say it as well. */
  if (first->len != second->len)
    return first->len < second->len ? -1 : 1;
  if (first->until - first->from != second->until - second->from)
    return first->until - first->from < second->until - second->from ? -1 : 1;
  return 0;
}

static gboolean
is_member (const Candidate *candidate, const RungsPatternItem *item)
{
  switch (candidate->by)
    {
    case RUNGS_PATTERN_CAUSE:
    case RUNGS_PATTERN_LOG:
      return TRUE;
    case RUNGS_PATTERN_NUMBER_PEER:
      if (!goes_through (item, candidate->device))
        return FALSE;
      return item->number != NULL && strncmp (item->number, candidate->number, candidate->len) == 0;
    case RUNGS_PATTERN_NUMBER:
      return item->number != NULL && strncmp (item->number, candidate->number, candidate->len) == 0;
    case RUNGS_PATTERN_PEER:
      return goes_through (item, candidate->device);
    case RUNGS_PATTERN_SBC:
      return item->sbc == candidate->device;
    case RUNGS_PATTERN_DIRECTION:
      return item->direction == candidate->direction;
    case RUNGS_PATTERN_HOUR:
      return item->start != RUNGS_STAMP_NONE && hour_of (item) >= candidate->from
             && hour_of (item) < candidate->until;
    }
  return FALSE;
}

/* (transfer full) indices of items */
static GArray *
members_of (const RungsPatternGroups *self,
            const RungsPatternCause *cause,
            const Candidate *candidate)
{
  GArray *members = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < cause->items->len; i++)
    {
      guint32 index = g_array_index (cause->items, guint32, i);

      if (is_member (candidate, item_at (self, index)))
        g_array_append_val (members, index);
    }
  return members;
}

/* By chance alone, in one of so many groups? (The weight of chance is spread as chi-squared is,
 * with one degree of freedom.) */
static gboolean
may_be_chance (const RungsPatternGroups *self, const Candidate *candidate)
{
  return erfc (sqrt (candidate->weight / 2)) * self->n_offered > MAX_CHANCE;
}

static const char *
device_name (const RungsPatternGroups *self, guint32 device)
{
  return rungs_trace_string (self->finder->trace,
                             rungs_trace_get_device (self->finder->trace, device)->name);
}

static void
set_number (RungsPattern *pattern,
            const RungsPatternGroups *self,
            const Candidate *candidate,
            const GArray *members)
{
  pattern->number = g_strndup (candidate->number, candidate->len);
  pattern->country_len = rungs_country_prefix (rungs_span_of (pattern->number));
  pattern->whole_number = TRUE;
  for (guint i = 0; i < members->len; i++)
    if (item_at (self, g_array_index (members, guint32, i))->number[candidate->len] != '\0')
      pattern->whole_number = FALSE;
}

static void
set_calls (RungsPattern *pattern, const RungsPatternGroups *self, const GArray *members)
{
  guint32 at = item_at (self, g_array_index (members, guint32, 0))->at;

  pattern->calls = g_array_sized_new (FALSE, FALSE, sizeof (guint32), members->len);
  for (guint i = 0; i < members->len; i++)
    {
      const RungsPatternItem *item = item_at (self, g_array_index (members, guint32, i));

      g_array_append_val (pattern->calls, item->call);
      at = at == item->at ? at : RUNGS_NONE;
    }
  if (at != RUNGS_NONE)
    pattern->at = g_strdup (device_name (self, at));
}

static void
add_pattern (RungsPatternGroups *self,
             const RungsPatternCause *cause,
             const Candidate *candidate,
             const GArray *members,
             GPtrArray *patterns)
{
  RungsPattern *pattern = g_new0 (RungsPattern, 1);
  guint n_hours = self->hours->len;

  pattern->by = candidate->by;
  pattern->from = pattern->until = RUNGS_STAMP_NONE;
  pattern->code = g_strdup (cause->code);
  pattern->is_any = cause->is_any;
  pattern->is_dropped = cause->is_dropped;
  pattern->entry = cause->entry;
  pattern->of = candidate->of;
  pattern->others = self->finder->items->len - candidate->of;
  pattern->others_failed = cause->items->len - candidate->failed;
  set_calls (pattern, self, members);
  if (candidate->number != NULL)
    set_number (pattern, self, candidate, members);
  if (candidate->by == RUNGS_PATTERN_PEER || candidate->by == RUNGS_PATTERN_SBC
      || candidate->by == RUNGS_PATTERN_NUMBER_PEER)
    pattern->device = g_strdup (device_name (self, candidate->device));
  pattern->direction = candidate->direction;
  if (candidate->by == RUNGS_PATTERN_HOUR)
    {
      pattern->from = candidate->from * HOUR;
      pattern->until = candidate->until * HOUR;
      pattern->with_date =
        g_array_index (self->hours, gint64, 0) * HOUR / RUNGS_STAMP_DAY
        != g_array_index (self->hours, gint64, n_hours - 1) * HOUR / RUNGS_STAMP_DAY;
    }
  for (guint i = 0; i < members->len; i++)
    self->taken[g_array_index (members, guint32, i)] = TRUE;
  g_ptr_array_add (patterns, pattern);
}

/* Nothing sets these calls apart, but they are most of all calls, or of all that failed. */
static void
add_plain (RungsPatternGroups *self, const RungsPatternCause *cause, GPtrArray *patterns)
{
  guint failed = cause->items->len, all = self->finder->items->len;
  Candidate candidate = { .by = RUNGS_PATTERN_LOG, .failed = failed, .of = all };
  g_autoptr (GArray) members = NULL;

  /* That calls fail for several causes is no pattern, it is their number. */
  if (failed < MIN_FAILED || cause->is_any)
    return;
  if (2 * failed < all)
    {
      candidate.by = RUNGS_PATTERN_CAUSE;
      candidate.of = self->finder->n_failed;
      if (2 * failed < self->finder->n_failed)
        return;
    }
  members = members_of (self, cause, &candidate);
  add_pattern (self, cause, &candidate, members, patterns);
}

void
rungs_pattern_groups_add (RungsPatternGroups *groups,
                          const RungsPatternCause *cause,
                          GPtrArray *patterns)
{
  guint n_added = 0, n_taken = 0;

  if (cause->items->len < MIN_FAILED)
    return;
  g_array_set_size (groups->candidates, 0);
  groups->n_offered = 0;
  offer_numbers (groups, cause, groups->numbers, RUNGS_NONE);
  offer_devices (groups, cause);
  offer_directions (groups, cause);
  offer_hours (groups, cause);
  g_array_sort (groups->candidates, compare_candidates);
  for (guint i = 0; i < MIN (groups->candidates->len, MAX_LOOKS) && n_added < MAX_OF_CAUSE; i++)
    {
      const Candidate *candidate = &g_array_index (groups->candidates, Candidate, i);
      g_autoptr (GArray) members = members_of (groups, cause, candidate);
      guint n_known = 0;

      /* They are sorted by weight: what follows is chance too. */
      if (may_be_chance (groups, candidate))
        break;
      for (guint m = 0; m < members->len; m++)
        n_known += groups->taken[g_array_index (members, guint32, m)];
      /* Half of these calls are told of already: it is the same thing seen from another side. */
      if (2 * n_known >= members->len)
        continue;
      add_pattern (groups, cause, candidate, members, patterns);
      n_added++;
    }
  for (guint i = 0; i < cause->items->len; i++)
    n_taken += groups->taken[g_array_index (cause->items, guint32, i)];
  if (2 * n_taken < cause->items->len)
    add_plain (groups, cause, patterns);
}
