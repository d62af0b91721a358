/* Groups to calls. What the log itself says comes first (session keys, headers that pass through);
 * then the back-to-back user agent is recognised by what it does: a call comes in, and at once one
 * to the same number goes out from there. Between two calls that look alike nothing is guessed. */
#include "config.h"

#include "calls/join.h"

#include "base/teams.h"
#include "trace/assembly.h"

/* Legs of one call that show the same identity: more of them, and the value is a constant of the
 * trunk. */
#define MAX_IDENTITY_LEGS 32

/* An SBC sends the INVITE on within this time, number queries and a first dead route included. */
#define CHAIN_WINDOW (10 * RUNGS_STAMP_SECOND)
/* A caller waits this long at most (timer C, RFC 3261 16.6): so long a next route may be tried. */
#define CALL_WINDOW (180 * RUNGS_STAMP_SECOND)
/* The next route is tried so soon after the one before failed. */
#define REROUTE_WINDOW (2 * RUNGS_STAMP_SECOND)
/* Of two that fit, the nearer must be nearer by this factor and more than the slack, or none is
 * taken. */
#define CLEARLY_NEARER 4
#define NEARER_SLACK (RUNGS_STAMP_SECOND / 20)
/* The two sides of an SBC under two addresses: so soon. */
#define TWO_SIDES_WINDOW (RUNGS_STAMP_SECOND / 2)
/* Earlier legs looked at per leg: a load test to one number must not be quadratic. */
#define MAX_CANDIDATES 64
/* Addresses that are learned to be another side of some SBC. */
#define MAX_SIDES 64

/* Legs by a number and the device that they lead to, newest first. */
typedef enum
{
  BY_CALLED,
  BY_CALLING,
  N_LISTS
} By;

typedef struct
{
  guint32 *sorted; /* seeds with an INVITE, in the order of their time */
  guint32 n;
  guint32 *previous[N_LISTS]; /* of each seed: the one before with the same key, or RUNGS_NONE */
  RungsTable newest[N_LISTS];
  guint32 *last_down; /* of each seed: its latest outgoing leg, or RUNGS_NONE */
  gboolean *has_up;   /* it is the outgoing side of another */
  RungsTable sides;   /* host -> the host that stands for the same device */
} Chains;

static gint
compare_starts (gconstpointer a, gconstpointer b, gpointer data)
{
  RungsAssembly *self = data;
  const RungsSeed *x = rungs_assembly_seed (self, *(const guint32 *) a);
  const RungsSeed *y = rungs_assembly_seed (self, *(const guint32 *) b);

  if (x->start != y->start)
    return x->start < y->start ? -1 : 1;
  return x->invite < y->invite ? -1 : x->invite > y->invite;
}

/* The host that stands for all addresses of its device. */
static RungsString
device_of (const Chains *chains, RungsString host)
{
  guint32 other = rungs_table_get (&chains->sides, host);

  return other != RUNGS_TABLE_NONE ? other : host;
}

static guint64
list_key (const RungsSeed *seed, By by, RungsString host)
{
  return rungs_mix (rungs_number_key (by == BY_CALLED ? seed->called : seed->calling), host);
}

static void
note_chain (RungsAssembly *self, Chains *chains, guint32 up, guint32 down)
{
  const RungsSeed *a = rungs_assembly_seed (self, up);
  const RungsSeed *b = rungs_assembly_seed (self, down);

  if (a->invite == RUNGS_NONE || b->invite == RUNGS_NONE || a->dst_host != b->src_host)
    return;
  chains->last_down[up] = down;
  chains->has_up[down] = TRUE;
}

static gboolean
is_alone (const RungsAssembly *self, guint32 seed)
{
  return self->alone != NULL && self->alone[seed];
}

/* Two inputs whose clocks are known to each other, and legs that were never alive together. */
static gboolean
are_far (RungsAssembly *self, const RungsEdge *edge)
{
  const RungsSeed *a = rungs_assembly_seed (self, edge->a),
                  *b = rungs_assembly_seed (self, edge->b);

  return self->clock_of != NULL && self->clock_of[a->first_input] == self->clock_of[b->first_input]
         && (a->last + RUNGS_HEADER_WINDOW < b->start || b->last + RUNGS_HEADER_WINDOW < a->start);
}

/* What joined so many legs is no identity of a call. */
static gboolean
is_refuted (RungsAssembly *self, const RungsEdge *edge)
{
  return (edge->across && are_far (self, edge))
         || (edge->identity != RUNGS_NONE
             && g_array_index (self->builder->identities, RungsIdentity, edge->identity).n_legs
                  > MAX_IDENTITY_LEGS);
}

static void
apply_edges (RungsAssembly *self, Chains *chains)
{
  for (RungsJoin why = RUNGS_JOIN_SESSION; why <= RUNGS_JOIN_NUMBERS; why++)
    for (guint i = 0; i < self->builder->edges->len; i++)
      {
        const RungsEdge *edge = &g_array_index (self->builder->edges, RungsEdge, i);
        guint32 a = self->group[edge->a], b = self->group[edge->b];
        RungsKind kind_a = rungs_assembly_seed (self, a)->kind,
                  kind_b = rungs_assembly_seed (self, b)->kind;

        if (edge->why != why || a == b || is_alone (self, edge->a) || is_alone (self, edge->b)
            || is_refuted (self, edge) || kind_a == RUNGS_KIND_OPTIONS
            || kind_b == RUNGS_KIND_OPTIONS || kind_a == RUNGS_KIND_REGISTER
            || kind_b == RUNGS_KIND_REGISTER)
          continue;
        rungs_assembly_join (self, a, b, why, edge->by);
        note_chain (self, chains, edge->a, edge->b);
        note_chain (self, chains, edge->b, edge->a);
      }
}

static gboolean
same_offer (const RungsSeed *a, const RungsSeed *b)
{
  return (a->origin != 0 && a->origin == b->origin) || (a->media != 0 && a->media == b->media);
}

/* One of the numbers is the same for sure, and the other may be: a PBX knows its own people by
 * their extensions, and a caller may be hidden on one side. */
static gboolean
numbers_fit (const RungsSeed *a, const RungsSeed *b)
{
  if (rungs_number_matches (a->called, b->called))
    return a->calling == 0 || b->calling == 0 || rungs_number_matches (a->calling, b->calling)
           || rungs_number_is_extension (a->calling, b->calling);
  return rungs_number_matches (a->calling, b->calling)
         && rungs_number_is_extension (a->called, b->called);
}

/* Can @down be what the device made of @up? */
static gboolean
fits (RungsAssembly *self, const Chains *chains, guint32 up, guint32 down)
{
  const RungsSeed *a = rungs_assembly_seed (self, up);
  const RungsSeed *b = rungs_assembly_seed (self, down);
  guint32 before = chains->last_down[up];

  if (!numbers_fit (a, b) || (a->closed != RUNGS_STAMP_NONE && a->closed < b->start))
    return FALSE;
  /* There the log's own keys decide. */
  if (a->session != 0 && b->session != 0 && a->input == b->input && a->session != b->session)
    return FALSE;
  if (before == RUNGS_NONE)
    return b->start - a->start <= CHAIN_WINDOW;

  /* Another branch of the same call: the next route after one that ended, or at the same time to
   * another place. */
  {
    const RungsSeed *last = rungs_assembly_seed (self, before);

    if (last->closed != RUNGS_STAMP_NONE && last->closed <= b->start)
      return b->start - last->closed <= REROUTE_WINDOW;
    return last->dst_host != b->dst_host && b->start - a->start <= CHAIN_WINDOW;
  }
}

typedef struct
{
  guint32 best, second; /* seeds, the nearest ones */
  guint32 offer;        /* one with the same offer */
  guint n_offers;
} Candidates;

static gint64
distance (RungsAssembly *self, guint32 up, guint32 down)
{
  return rungs_assembly_seed (self, down)->start - rungs_assembly_seed (self, up)->start;
}

/* A leg without an outgoing side yet comes before one that would get another, and then the nearer
 * one. */
static gboolean
is_better (RungsAssembly *self, const Chains *chains, guint32 a, guint32 b, guint32 down)
{
  gboolean a_free = chains->last_down[a] == RUNGS_NONE;
  gboolean b_free = b == RUNGS_NONE || chains->last_down[b] == RUNGS_NONE;

  if (b == RUNGS_NONE || a_free != b_free)
    return b == RUNGS_NONE || a_free;
  return distance (self, a, down) < distance (self, b, down);
}

static void
consider (RungsAssembly *self, const Chains *chains, Candidates *found, guint32 up, guint32 down)
{
  if (same_offer (rungs_assembly_seed (self, up), rungs_assembly_seed (self, down)))
    {
      found->n_offers++;
      found->offer = up;
    }
  if (is_better (self, chains, up, found->best, down))
    {
      found->second = found->best;
      found->best = up;
    }
  else if (is_better (self, chains, up, found->second, down))
    found->second = up;
}

static Candidates
collect (RungsAssembly *self, const Chains *chains, guint32 down)
{
  const RungsSeed *b = rungs_assembly_seed (self, down);
  RungsString host = device_of (chains, b->src_host);
  Candidates found = { RUNGS_NONE, RUNGS_NONE, RUNGS_NONE, 0 };

  for (By by = 0; by < N_LISTS; by++)
    {
      guint32 up = rungs_table_get (&chains->newest[by], list_key (b, by, host));

      for (guint n = 0; up != RUNGS_NONE && n < MAX_CANDIDATES; n++)
        {
          const RungsSeed *a = rungs_assembly_seed (self, up);

          if (distance (self, up, down) > CALL_WINDOW)
            break;
          /* Those that agree in both numbers have been seen. */
          if ((by == BY_CALLED || !rungs_number_matches (a->called, b->called))
              && fits (self, chains, up, down))
            consider (self, chains, &found, up, down);
          up = chains->previous[by][up];
        }
    }
  return found;
}

/* The one candidate, or RUNGS_NONE when there is none or nothing tells two apart. */
static guint32
choose (RungsAssembly *self,
        const Chains *chains,
        const Candidates *found,
        guint32 down,
        RungsJoin *why)
{
  gint64 near, far;

  *why = RUNGS_JOIN_SDP;
  if (found->n_offers == 1)
    return found->offer;

  *why = RUNGS_JOIN_NUMBERS;
  if (found->best == RUNGS_NONE || found->second == RUNGS_NONE
      || (chains->last_down[found->best] == RUNGS_NONE)
           != (chains->last_down[found->second] == RUNGS_NONE))
    return found->best;
  near = distance (self, found->best, down);
  far = distance (self, found->second, down);
  return far > near * CLEARLY_NEARER + NEARER_SLACK ? found->best : RUNGS_NONE;
}

static void
chain_leg (RungsAssembly *self, Chains *chains, guint32 down)
{
  Candidates found;
  RungsJoin why;
  guint32 up;

  if (chains->has_up[down] || rungs_assembly_seed (self, down)->src_host == 0)
    return;
  found = collect (self, chains, down);
  up = choose (self, chains, &found, down, &why);
  if (up == RUNGS_NONE)
    return;
  rungs_assembly_join (self, up, down, why, 0);
  chains->last_down[up] = down;
  chains->has_up[down] = TRUE;
}

static void
remember_leg (RungsAssembly *self, Chains *chains, guint32 seed_index, RungsString host)
{
  const RungsSeed *seed = rungs_assembly_seed (self, seed_index);

  for (By by = 0; by < N_LISTS; by++)
    if ((by == BY_CALLED ? seed->called : seed->calling) != 0)
      {
        guint32 *slot = rungs_table_slot (&chains->newest[by], list_key (seed, by, host));

        chains->previous[by][seed_index] = *slot;
        *slot = seed_index;
      }
}

/* The legs that collect() will look at first are seldom in the cache. */
static void
ask_for_candidates (const RungsAssembly *self, const Chains *chains, guint32 down)
{
  const RungsSeed *seed = rungs_assembly_seed (self, down);
  RungsString host = device_of (chains, seed->src_host);

  for (By by = 0; by < N_LISTS; by++)
    {
      guint32 up = rungs_table_get (&chains->newest[by], list_key (seed, by, host));

      for (guint n = 0; up != RUNGS_NONE && n < 2; n++, up = chains->previous[by][up])
        {
          const char *place = (const char *) rungs_assembly_seed (self, up);

          __builtin_prefetch (place);
          __builtin_prefetch (place + sizeof (RungsSeed) - 1);
        }
    }
}

static void
find_chains (RungsAssembly *self, Chains *chains)
{
  for (By by = 0; by < N_LISTS; by++)
    rungs_table_reset (&chains->newest[by], chains->n);
  for (guint32 i = 0; i < chains->n; i++)
    {
      RungsString host = rungs_assembly_seed (self, chains->sorted[i])->dst_host;

      if (i + 1 < chains->n)
        ask_for_candidates (self, chains, chains->sorted[i + 1]);
      chain_leg (self, chains, chains->sorted[i]);
      remember_leg (self, chains, chains->sorted[i], device_of (chains, host));
    }
}

static gboolean
is_teams (RungsAssembly *self, RungsString host)
{
  RungsSpan name = rungs_strings_span (self->trace->strings, host);

  return rungs_teams_is_address (name) || rungs_teams_is_name (name);
}

/* Could the end of @up and the begin of @down be the two sides of one SBC? */
static gboolean
may_be_sides (RungsAssembly *self, const Chains *chains, guint32 up, guint32 down)
{
  const RungsSeed *a = rungs_assembly_seed (self, up);
  const RungsSeed *b = rungs_assembly_seed (self, down);

  return a->calling != 0 && b->calling != 0 && a->dst_host != 0 && a->dst_host != b->src_host
         && a->src_host != b->src_host && a->dst_host != b->dst_host && a->src_host != b->dst_host
         && fits (self, chains, up, down);
}

/* The one leg that fits from everywhere, and that very soon; RUNGS_NONE when there is none or more
 * than one. */
static guint32
find_other_side (RungsAssembly *self, const Chains *chains, guint32 down)
{
  const RungsSeed *b = rungs_assembly_seed (self, down);
  guint32 found = RUNGS_NONE;

  for (By by = 0; by < N_LISTS; by++)
    {
      guint32 up = rungs_table_get (&chains->newest[by], list_key (b, by, 0));

      for (guint n = 0; up != RUNGS_NONE && n < MAX_CANDIDATES; n++, up = chains->previous[by][up])
        {
          if (distance (self, up, down) > CHAIN_WINDOW)
            break;
          if (up == found || !may_be_sides (self, chains, up, down))
            continue;
          if (found != RUNGS_NONE)
            return RUNGS_NONE;
          found = up;
        }
    }
  if (found == RUNGS_NONE || chains->last_down[found] != RUNGS_NONE
      || distance (self, found, down) > TWO_SIDES_WINDOW)
    return RUNGS_NONE;
  return found;
}

static guint64
talk_key (RungsString a, RungsString b)
{
  return (guint64) MIN (a, b) << 32 | MAX (a, b);
}

/* All that stood for the second stand for the first from now on. There are as many addresses as an
 * SBC has sides. */
static void
merge_sides (RungsAssembly *self, Chains *chains, RungsString pair[2])
{
  RungsTable *sides = &chains->sides;

  for (guint32 i = 0; sides->slots != NULL && i <= sides->mask; i++)
    if (sides->slots[i].value == pair[1])
      sides->slots[i].value = pair[0];
  *rungs_table_slot (sides, pair[1]) = pair[0];
  g_array_append_vals (self->same_device, pair, 1);
}

/* An SBC often has an address on each side, and then no device is common to the two legs of its
 * calls. A call that comes in at one address while one to the same number goes out from another at
 * once, again with nothing else that fits, shows that the two are one - unless they talk to each
 * other. */
static gboolean
find_sides (RungsAssembly *self, Chains *chains)
{
  RungsTable talks = RUNGS_TABLE_INIT;
  gboolean any = FALSE;

  for (guint32 i = 0; i < self->n_seeds; i++)
    {
      const RungsSeed *seed = rungs_assembly_seed (self, i);
      *rungs_table_slot (&talks, talk_key (seed->src_host, seed->dst_host)) = i;
    }
  for (By by = 0; by < N_LISTS; by++)
    rungs_table_reset (&chains->newest[by], chains->n);

  for (guint32 i = 0; i < chains->n && self->same_device->len < MAX_SIDES; i++)
    {
      guint32 down = chains->sorted[i],
              up = chains->has_up[down] ? RUNGS_NONE : find_other_side (self, chains, down);

      if (up != RUNGS_NONE)
        {
          RungsString pair[2] = { device_of (chains, rungs_assembly_seed (self, up)->dst_host),
                                  device_of (chains, rungs_assembly_seed (self, down)->src_host) };

          if (pair[0] != pair[1] && !is_teams (self, pair[0]) && !is_teams (self, pair[1])
              && rungs_table_get (&talks, talk_key (pair[0], pair[1])) == RUNGS_TABLE_NONE)
            {
              merge_sides (self, chains, pair);
              any = TRUE;
            }
        }
      remember_leg (self, chains, down, 0);
    }
  rungs_table_clear (&talks);
  return any;
}

/* The interfaces of the device that wrote a log are one. */
static void
join_interfaces (RungsAssembly *self, Chains *chains)
{
  const GArray *endpoints = self->trace->endpoints;
  RungsTable firsts = RUNGS_TABLE_INIT;

  for (guint32 i = 0; i < endpoints->len; i++)
    {
      const RungsEndpoint *endpoint = &g_array_index (endpoints, RungsEndpoint, i);
      const RungsEndpointNote *note =
        &g_array_index (self->builder->endpoint_notes, RungsEndpointNote, i);
      guint32 *first, *side;

      if (!endpoint->is_own)
        continue;
      first = rungs_table_slot (&firsts, (guint64) note->logger << 32 | endpoint->input);
      if (*first == RUNGS_TABLE_NONE)
        *first = endpoint->host;
      side = rungs_table_slot (&chains->sides, endpoint->host);
      if (*side == RUNGS_TABLE_NONE)
        *side = *first;
    }
  rungs_table_clear (&firsts);
}

static void
sort_legs (RungsAssembly *self, Chains *chains)
{
  chains->sorted = g_new (guint32, self->n_seeds + 1);
  for (guint32 i = 0; i < self->n_seeds; i++)
    if (rungs_assembly_seed (self, i)->invite != RUNGS_NONE && !is_alone (self, i))
      chains->sorted[chains->n++] = i;
  g_qsort_with_data (chains->sorted, (int) chains->n, sizeof (guint32), compare_starts, self);
}

void
rungs_join_groups (RungsAssembly *self)
{
  gsize bytes = sizeof (guint32) * ((gsize) self->n_seeds + 1);
  Chains chains = { 0 };

  for (By by = 0; by < N_LISTS; by++)
    chains.previous[by] = g_malloc (bytes);
  chains.last_down = g_malloc (bytes);
  chains.has_up = g_new0 (gboolean, self->n_seeds + 1);
  memset (chains.last_down, 0xff, bytes);
  sort_legs (self, &chains);

  apply_edges (self, &chains);
  join_interfaces (self, &chains);
  find_chains (self, &chains);
  if (find_sides (self, &chains))
    find_chains (self, &chains);

  for (By by = 0; by < N_LISTS; by++)
    {
      g_free (chains.previous[by]);
      rungs_table_clear (&chains.newest[by]);
    }
  g_free (chains.sorted);
  g_free (chains.last_down);
  g_free (chains.has_up);
  rungs_table_clear (&chains.sides);
}
