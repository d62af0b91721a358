/* Measuring clocks: each message that two inputs saw gives a difference of stamps; their median is
 * the offset. Inputs that share messages, directly or through others, form a group with one
 * reference; the way to it goes over the links with the most pairs. */
#include "config.h"

#include "clocks/clocks.h"

#include <glib/gi18n-lib.h>

#include "base/limits.h"
#include "clocks/clocks-private.h"
#include "trace/assembly.h"

/* Zones are multiples of a quarter of an hour, and 26 hours lie between the farthest ones. */
#define QUARTER (15 * 60 * RUNGS_STAMP_SECOND)
#define HOUR (4 * QUARTER)
#define MAX_ZONE (26 * HOUR)
/* Two clocks in different zones are off by no more than this beside it. Whole hours are by far the
 * likeliest. */
#define HOUR_SLACK (120 * RUNGS_STAMP_SECOND)
#define QUARTER_SLACK (2 * RUNGS_STAMP_SECOND)
/* Pairs that lie farther apart are no sights of one clock: it was set meanwhile, or runs away. Logs
 * that write whole seconds differ by one. */
#define STEADY (1 * RUNGS_STAMP_SECOND)
/* What two clocks may differ without mixing up a request and its answer. */
#define NOTICED (RUNGS_STAMP_SECOND / 20)

/* One message as one input saw it. */
typedef struct
{
  guint32 message;
  guint32 first; /* the sight by which it was seen first, by another input or this one */
  guint32 next;  /* by the next input, or RUNGS_NONE */
  guint32 n;     /* times */
} Sight;

typedef struct
{
  guint32 link; /* both inputs, the lower one above */
  gint64 delta;
} Sample;

/* Two inputs and how far the clock of the second is ahead. */
typedef struct
{
  guint32 a, b;
  guint32 n_pairs;
  gint64 offset, spread;
} Link;

typedef struct
{
  RungsAssembly *assembly;
  guint32 n_inputs;
  GArray *links;
  gint64 *corrections; /* of each input: what makes its times compare */
} Clocks;

static const RungsMessage *
row_at (const RungsAssembly *self, guint32 i)
{
  return rungs_rows_at (&self->trace->rows, i);
}

static gboolean
is_comparable (const RungsAssembly *self, const RungsMessage *row)
{
  return row->time != RUNGS_STAMP_NONE && row->branch != 0 && row->call_id != 0
         && rungs_assembly_seed (self, row->leg)->is_shared;
}

/* Of very many messages every so-many-th is enough; by their keys, so that both inputs give the
 * same ones. */
static guint32
choose_step (const RungsAssembly *self)
{
  guint32 n = 0;

  for (guint32 i = 0; i < self->trace->rows.n; i++)
    n += is_comparable (self, row_at (self, i));
  return n == 0 ? 0 : n / RUNGS_MAX_CLOCK_SIGHTS + 1;
}

static void
add_sight (const RungsAssembly *self, GArray *sights, guint32 *head, guint32 message)
{
  Sight fresh = { message, sights->len, RUNGS_NONE, 1 };
  guint32 at = *head, n = 0;

  if (at == RUNGS_TABLE_NONE)
    *head = sights->len;
  for (; at != RUNGS_TABLE_NONE; n++)
    {
      Sight *sight = &g_array_index (sights, Sight, at);

      if (row_at (self, sight->message)->input == row_at (self, message)->input)
        {
          sight->n++;
          return;
        }
      if (n >= RUNGS_MAX_WITNESSES)
        return;
      fresh.first = *head;
      at = sight->next;
      if (at == RUNGS_TABLE_NONE)
        sight->next = sights->len;
    }
  g_array_append_val (sights, fresh);
}

static GArray *
collect_sights (const RungsAssembly *self, guint32 step)
{
  GArray *sights = g_array_new (FALSE, FALSE, sizeof (Sight));
  RungsTable heads = RUNGS_TABLE_INIT;

  for (guint32 i = 0; i < self->trace->rows.n; i++)
    {
      const RungsMessage *row = row_at (self, i);
      guint64 key;

      if (!is_comparable (self, row))
        continue;
      key = rungs_message_key (row);
      if ((key >> 17) % step == 0)
        add_sight (self, sights, rungs_table_slot (&heads, key), i);
    }
  rungs_table_clear (&heads);
  return sights;
}

static gint
compare_samples (gconstpointer a, gconstpointer b)
{
  const Sample *x = a, *y = b;

  if (x->link != y->link)
    return x->link < y->link ? -1 : 1;
  return x->delta < y->delta ? -1 : x->delta > y->delta;
}

/* Of a message that one input saw more often than the other nobody knows which sending is which. */
static GArray *
collect_samples (const RungsAssembly *self, guint32 step)
{
  g_autoptr (GArray) sights = collect_sights (self, step);
  GArray *samples = g_array_new (FALSE, FALSE, sizeof (Sample));

  for (guint32 i = 0; i < sights->len; i++)
    {
      const Sight *sight = &g_array_index (sights, Sight, i);
      const Sight *first = &g_array_index (sights, Sight, sight->first);
      const RungsMessage *a = row_at (self, first->message), *b = row_at (self, sight->message);
      Sample sample = { (guint32) a->input << 16 | b->input, b->time - a->time };

      if (first != sight && first->n == sight->n)
        g_array_append_val (samples, sample);
    }
  g_array_sort (samples, compare_samples);
  return samples;
}

static gint
compare_deltas (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

/* @samples of one link, in the order of their deltas. */
static Link
measure (const Sample *samples, guint32 n)
{
  Link link = { samples->link >> 16, samples->link & G_MAXUINT16, n, 0, 0 };
  g_autoptr (GArray) spreads = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n);

  link.offset =
    samples[(n - 1) / 2].delta + (samples[n / 2].delta - samples[(n - 1) / 2].delta) / 2;
  for (guint32 i = 0; i < n; i++)
    {
      gint64 spread = ABS (samples[i].delta - link.offset);
      g_array_append_val (spreads, spread);
    }
  g_array_sort (spreads, compare_deltas);
  link.spread = g_array_index (spreads, gint64, (guint32) ((guint64) (n - 1) * 9 / 10));
  return link;
}

static gboolean
is_steady (const Link *link)
{
  return link->spread <= STEADY;
}

/* The best first. */
static gint
compare_links (gconstpointer a, gconstpointer b)
{
  const Link *x = a, *y = b;

  if (is_steady (x) != is_steady (y))
    return is_steady (x) ? -1 : 1;
  if (x->n_pairs != y->n_pairs)
    return x->n_pairs > y->n_pairs ? -1 : 1;
  if (x->a != y->a)
    return x->a < y->a ? -1 : 1;
  return x->b < y->b ? -1 : x->b > y->b;
}

static guint32
find (guint32 *parent, guint32 i)
{
  while (parent[i] != i)
    i = parent[i] = parent[parent[i]];
  return i;
}

/* Keeps the best links that hold each group of inputs together. */
static void
make_tree (Clocks *self, const GArray *samples)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Link));
  g_autofree guint32 *parent = g_new (guint32, self->n_inputs);
  guint32 n;

  for (guint32 i = 0; i < samples->len; i += n)
    {
      const Sample *sample = &g_array_index (samples, Sample, i);
      Link link;

      for (n = 1; i + n < samples->len && sample[n].link == sample->link;)
        n++;
      link = measure (sample, n);
      g_array_append_val (all, link);
    }
  g_array_sort (all, compare_links);

  for (guint32 i = 0; i < self->n_inputs; i++)
    parent[i] = i;
  for (guint i = 0; i < all->len; i++)
    {
      const Link *link = &g_array_index (all, Link, i);
      guint32 a = find (parent, link->a), b = find (parent, link->b);

      if (a == b)
        continue;
      parent[MAX (a, b)] = MIN (a, b);
      g_array_append_vals (self->links, link, 1);
    }
}

/* A source that states UTC before one of which the user says so before one whose zone nobody
 * knows. */
static guint
rank (const Clocks *self, guint32 input)
{
  const RungsTraceInput *entry =
    &g_array_index (self->assembly->trace->inputs, RungsTraceInput, input);

  return entry->zone == RUNGS_ZONE_FILE ? 0 : entry->utc ? 1 : 2;
}

static int
zone_of (gint64 offset)
{
  gint64 size = ABS (offset);
  gint64 hours = (size + HOUR / 2) / HOUR * HOUR;
  gint64 quarters = (size + QUARTER / 2) / QUARTER * QUARTER;
  gint64 zone = ABS (size - hours) <= HOUR_SLACK         ? hours
                : ABS (size - quarters) <= QUARTER_SLACK ? quarters
                                                         : 0;

  if (zone > MAX_ZONE)
    return 0;
  return (int) (zone / (60 * RUNGS_STAMP_SECOND)) * (offset < 0 ? -1 : 1);
}

typedef struct
{
  guint32 *first; /* of each input: a place in @next, or RUNGS_NONE */
  guint32 *next;  /* two places a link */
} Ways;

static Ways
make_ways (const Clocks *self)
{
  Ways ways = { g_new (guint32, self->n_inputs), g_new (guint32, 2 * self->links->len) };

  memset (ways.first, 0xff, self->n_inputs * sizeof (guint32));
  for (guint32 i = 0; i < 2 * self->links->len; i++)
    {
      const Link *link = &g_array_index (self->links, Link, i / 2);
      guint32 *first = &ways.first[i % 2 == 0 ? link->a : link->b];

      ways.next[i] = *first;
      *first = i;
    }
  return ways;
}

/* Measures all inputs of the group of @reference, nearest first. */
static void
walk (Clocks *self, const Ways *ways, guint32 reference, gboolean *is_known)
{
  GArray *clocks = self->assembly->trace->clocks;
  guint32 at = reference, next = clocks->len;
  RungsClock here = { reference, reference, RUNGS_NONE, 0, 0, 0, TRUE, FALSE };

  is_known[reference] = TRUE;
  for (;;)
    {
      for (guint32 i = ways->first[at]; i != RUNGS_NONE; i = ways->next[i])
        {
          const Link *link = &g_array_index (self->links, Link, i / 2);
          RungsClock clock = here;

          clock.input = i % 2 == 0 ? link->b : link->a;
          if (is_known[clock.input])
            continue;
          is_known[clock.input] = TRUE;
          clock.n_pairs = MIN (here.n_pairs, link->n_pairs);
          clock.offset += i % 2 == 0 ? link->offset : -link->offset;
          clock.spread += link->spread;
          clock.is_steady = here.is_steady && is_steady (link);
          clock.zone = zone_of (clock.offset);
          g_array_append_val (clocks, clock);
        }
      if (next >= clocks->len)
        break;
      here = g_array_index (clocks, RungsClock, next++);
      at = here.input;
    }
}

static gint
compare_clocks (gconstpointer a, gconstpointer b)
{
  const RungsClock *x = a, *y = b;

  return x->input < y->input ? -1 : x->input > y->input;
}

static void
make_clocks (Clocks *self)
{
  Ways ways = make_ways (self);
  g_autofree gboolean *is_known = g_new0 (gboolean, self->n_inputs);

  for (guint best = 0; best <= 2; best++)
    for (guint32 i = 0; i < self->n_inputs; i++)
      if (!is_known[i] && ways.first[i] != RUNGS_NONE && rank (self, i) == best)
        walk (self, &ways, i, is_known);
  g_array_sort (self->assembly->trace->clocks, compare_clocks);
  g_free (ways.first);
  g_free (ways.next);
}

/* What the measured clocks say about times; TRUE when that changes any. */
static gboolean
make_corrections (Clocks *self)
{
  RungsAssembly *assembly = self->assembly;
  GArray *clocks = assembly->trace->clocks;
  gboolean any = FALSE;

  assembly->clock_of = g_new (guint32, self->n_inputs);
  for (guint32 i = 0; i < self->n_inputs; i++)
    assembly->clock_of[i] = i;
  for (guint i = 0; i < clocks->len; i++)
    {
      const RungsClock *clock = &g_array_index (clocks, RungsClock, i);

      if (!clock->is_steady)
        continue;
      assembly->clock_of[clock->input] = clock->reference;
      self->corrections[clock->input] = -clock->offset;
      any |= clock->offset != 0;
    }
  return any;
}

/* Seeds got their times while the inputs came in, by whatever clock each had. */
static void
correct_seeds (Clocks *self)
{
  RungsAssembly *assembly = self->assembly;
  g_autofree RungsStamp *last = g_new (RungsStamp, self->n_inputs);

  assembly->seeds = g_array_copy (assembly->builder->seeds);
  for (guint32 i = 0; i < self->n_inputs; i++)
    last[i] = RUNGS_STAMP_NONE;
  for (guint32 i = 0; i < assembly->n_seeds; i++)
    {
      RungsSeed *seed = rungs_assembly_seed (assembly, i);
      seed->closed = seed->last = RUNGS_STAMP_NONE;
    }

  for (guint32 i = 0; i < assembly->trace->rows.n; i++)
    {
      const RungsMessage *row = row_at (assembly, i);
      RungsSeed *seed = rungs_assembly_seed (assembly, row->leg);
      RungsStamp time;

      if (row->time != RUNGS_STAMP_NONE)
        last[row->input] = MAX (last[row->input], row->time);
      time = row->time != RUNGS_STAMP_NONE ? row->time : last[row->input];
      time = time != RUNGS_STAMP_NONE ? time + self->corrections[row->input]
                                      : (i + 1) * RUNGS_UNSTAMPED_STEP;
      if (i == seed->first || i == seed->invite)
        seed->start = time;
      if (seed->closed == RUNGS_STAMP_NONE && rungs_builder_closes (assembly->trace->methods, row))
        seed->closed = time;
      seed->last = MAX (seed->last, time);
    }
}

/* The user wants one clock. */
static void
apply (Clocks *self)
{
  RungsTrace *trace = self->assembly->trace;

  for (guint32 i = 0; i < trace->rows.n; i++)
    {
      RungsMessage *row = rungs_rows_at (&trace->rows, i);

      if (row->time != RUNGS_STAMP_NONE)
        row->time += self->corrections[row->input];
    }
  for (guint i = 0; i < trace->clocks->len; i++)
    {
      RungsClock *clock = &g_array_index (trace->clocks, RungsClock, i);
      RungsTraceInput *input = &g_array_index (trace->inputs, RungsTraceInput, clock->input);

      clock->is_applied = clock->is_steady;
      input->shift += self->corrections[clock->input];
      input->moved += self->corrections[clock->input];
      if (clock->is_steady && g_array_index (trace->inputs, RungsTraceInput, clock->reference).utc)
        {
          if (!input->utc)
            input->zone = RUNGS_ZONE_MEASURED;
          input->utc = TRUE;
        }
    }
}

/* Were the clocks of inputs, or the dates of messages, set otherwise when the seeds got their
 * times? */
static gboolean
is_moved (const Clocks *self)
{
  const RungsAssembly *assembly = self->assembly;

  for (guint32 i = 0; i < self->n_inputs; i++)
    {
      const RungsInputNote *note =
        &g_array_index (assembly->builder->input_notes, RungsInputNote, i);

      if (note->is_retimed
          || g_array_index (assembly->trace->inputs, RungsTraceInput, i).shift != note->shift)
        return TRUE;
    }
  return FALSE;
}

/* TRUE when there is anything to correct. */
static gboolean
measure_all (Clocks *self)
{
  guint32 step = self->n_inputs > 1 ? choose_step (self->assembly) : 0;
  g_autoptr (GArray) samples = NULL;

  if (step == 0)
    return FALSE;
  samples = collect_samples (self->assembly, step);
  if (samples->len == 0)
    return FALSE;
  make_tree (self, samples);
  make_clocks (self);
  return make_corrections (self);
}

void
rungs_clocks_measure (RungsAssembly *assembly)
{
  guint32 n = assembly->trace->inputs->len;
  g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (Link));
  g_autofree gint64 *corrections = g_new0 (gint64, n + 1);
  Clocks self = { assembly, n, links, corrections };
  gboolean is_corrected = measure_all (&self);

  if (is_corrected || is_moved (&self))
    correct_seeds (&self);
  if (is_corrected && assembly->align)
    apply (&self);
}

guint
rungs_trace_get_n_clocks (RungsTrace *self)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self), 0);

  return self->clocks->len;
}

const RungsClock *
rungs_trace_get_clock (RungsTrace *self, guint i)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self) && i < self->clocks->len, NULL);

  return &g_array_index (self->clocks, RungsClock, i);
}

gboolean
rungs_clock_differs (const RungsClock *clock)
{
  g_return_val_if_fail (clock != NULL, FALSE);

  return !clock->is_steady || ABS (clock->offset) > NOTICED;
}

/* "2 h (a time zone)", "5 h 30 min (a time zone) and 0.120 s", "1.250 s" */
static char *
describe_size (const RungsClock *clock)
{
  gint64 rest = ABS (clock->offset - (gint64) clock->zone * 60 * RUNGS_STAMP_SECOND);
  int zone = ABS (clock->zone);
  g_autofree char *zone_text =
    zone % 60 == 0 ? g_strdup_printf (_ ("%d h (a time zone)"), zone / 60)
                   : g_strdup_printf (_ ("%d h %02d min (a time zone)"), zone / 60, zone % 60);
  g_autofree char *rest_text = g_strdup_printf (_ ("%.3f s"), (double) rest / RUNGS_STAMP_SECOND);

  if (zone == 0)
    return g_steal_pointer (&rest_text);
  if (rest < RUNGS_STAMP_SECOND / 1000)
    return g_steal_pointer (&zone_text);
  return g_strdup_printf (_ ("%s and %s"), zone_text, rest_text);
}

static char *
describe_offset (const RungsClock *clock, const char *input, const char *reference)
{
  g_autofree char *size = describe_size (clock);

  if (!clock->is_steady)
    return g_strdup_printf (_ ("The clocks of %s and %s do not keep pace"), input, reference);
  if (!rungs_clock_differs (clock))
    return g_strdup_printf (_ ("%s and %s have the same clock"), input, reference);
  if (clock->is_applied && clock->offset > 0)
    return g_strdup_printf (_ ("%s was %s ahead of %s and has been moved"), input, size, reference);
  if (clock->is_applied)
    return g_strdup_printf (_ ("%s was %s behind %s and has been moved"), input, size, reference);
  if (clock->offset > 0)
    return g_strdup_printf (_ ("%s is %s ahead of %s"), input, size, reference);
  return g_strdup_printf (_ ("%s is %s behind %s"), input, size, reference);
}

char *
rungs_clock_describe (const RungsClock *clock, const char *input_name, const char *reference_name)
{
  g_autofree char *offset = NULL;

  g_return_val_if_fail (clock != NULL, NULL);

  offset = describe_offset (clock, input_name, reference_name);
  return g_strdup_printf (ngettext ("%s: %u message that both saw, ±%.3f s.",
                                    "%s: %u messages that both saw, ±%.3f s.", clock->n_pairs),
                          offset, clock->n_pairs, (double) clock->spread / RUNGS_STAMP_SECOND);
}
