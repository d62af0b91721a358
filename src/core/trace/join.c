/* Groups to calls. What the log itself says comes first (session keys, headers that pass through); then the back-to-back
 * user agent is recognised by what it does: a call comes in, and at once one to the same number goes out from there.
 * Between two calls that look alike nothing is guessed. */
#include "config.h"

#include "trace/assembly.h"

/* An SBC sends the INVITE on within this time, number queries and a first dead route included. */
#define CHAIN_WINDOW (10 * RUNGS_STAMP_SECOND)
/* A caller waits this long at most (timer C, RFC 3261 16.6): so long a next route may be tried. */
#define CALL_WINDOW (180 * RUNGS_STAMP_SECOND)
/* The next route is tried so soon after the one before failed. */
#define REROUTE_WINDOW (2 * RUNGS_STAMP_SECOND)
/* Of two that fit, the nearer must be nearer by this factor and more than the slack, or none is taken. */
#define CLEARLY_NEARER 4
#define NEARER_SLACK (RUNGS_STAMP_SECOND / 20)
/* The two sides of an SBC under two addresses: so soon. */
#define TWO_SIDES_WINDOW (RUNGS_STAMP_SECOND / 2)
/* Earlier legs looked at per leg: a load test to one number must not be quadratic. */
#define MAX_CANDIDATES 64

typedef struct
{
  guint32 *sorted; /* seeds with an INVITE, in the order of their time */
  guint32 n;
  guint32 *previous;  /* of each seed: the one before with the same key, or RUNGS_NONE */
  guint32 *last_down; /* of each seed: its latest outgoing leg, or RUNGS_NONE */
  gboolean *has_up;   /* it is the outgoing side of another */
  RungsTable newest;  /* by called number and device */
  guint32 *previous_number;
  RungsTable newest_number; /* by called number alone */
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

static guint64
chain_key (const RungsSeed *seed, RungsString host)
{
  return rungs_mix (rungs_number_key (seed->called), host);
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

        if (edge->why != why || a == b || kind_a == RUNGS_KIND_OPTIONS
            || kind_b == RUNGS_KIND_OPTIONS || kind_a == RUNGS_KIND_REGISTER
            || kind_b == RUNGS_KIND_REGISTER)
          continue;
        rungs_assembly_join (self, a, b, why);
        note_chain (self, chains, edge->a, edge->b);
        note_chain (self, chains, edge->b, edge->a);
      }
}

static gboolean
same_offer (const RungsSeed *a, const RungsSeed *b)
{
  return (a->origin != 0 && a->origin == b->origin) || (a->media != 0 && a->media == b->media);
}

static gboolean
compatible_caller (const RungsSeed *a, const RungsSeed *b)
{
  return a->calling == 0 || b->calling == 0 || rungs_number_matches (a->calling, b->calling);
}

/* Can @down be what the device made of @up? */
static gboolean
fits (RungsAssembly *self, const Chains *chains, guint32 up, guint32 down)
{
  const RungsSeed *a = rungs_assembly_seed (self, up);
  const RungsSeed *b = rungs_assembly_seed (self, down);
  guint32 before = chains->last_down[up];

  if (!compatible_caller (a, b) || (a->closed != RUNGS_STAMP_NONE && a->closed < b->start))
    return FALSE;
  /* There the log's own keys decide. */
  if (a->session != 0 && b->session != 0 && a->input == b->input)
    return FALSE;
  if (before == RUNGS_NONE)
    return b->start - a->start <= CHAIN_WINDOW;

  /* Another branch of the same call: the next route after one that ended, or at the same time to another place. */
  {
    const RungsSeed *last = rungs_assembly_seed (self, before);

    if (last->closed != RUNGS_STAMP_NONE && last->closed <= b->start)
      return b->start - last->closed <= REROUTE_WINDOW;
    return last->dst_host != b->dst_host && b->start - a->start <= CHAIN_WINDOW;
  }
}

typedef struct
{
  guint32 best, second; /* seeds */
  guint32 offer;        /* the one with the same offer */
  guint n_offers;
} Candidates;

static gint64
distance (RungsAssembly *self, guint32 up, guint32 down)
{
  return rungs_assembly_seed (self, down)->start - rungs_assembly_seed (self, up)->start;
}

/* From the nearest backward. Legs without an outgoing side yet come before those that would get one more. */
static Candidates
collect (RungsAssembly *self,
         const Chains *chains,
         guint32 down,
         guint32 newest,
         const guint32 *previous)
{
  Candidates found = { RUNGS_NONE, RUNGS_NONE, RUNGS_NONE, 0 };
  guint32 fork = RUNGS_NONE, fork_second = RUNGS_NONE;
  guint n = 0;

  for (guint32 up = newest; up != RUNGS_NONE && n < MAX_CANDIDATES; up = previous[up], n++)
    {
      if (distance (self, up, down) > CALL_WINDOW)
        break;
      if (!fits (self, chains, up, down))
        continue;
      if (same_offer (rungs_assembly_seed (self, up), rungs_assembly_seed (self, down)))
        {
          found.n_offers++;
          if (found.offer == RUNGS_NONE)
            found.offer = up;
        }
      if (chains->last_down[up] != RUNGS_NONE)
        {
          if (fork == RUNGS_NONE)
            fork = up;
          else if (fork_second == RUNGS_NONE)
            fork_second = up;
        }
      else if (found.best == RUNGS_NONE)
        found.best = up;
      else if (found.second == RUNGS_NONE)
        found.second = up;
    }
  if (found.best == RUNGS_NONE)
    {
      found.best = fork;
      found.second = fork_second;
    }
  return found;
}

/* The one candidate, or RUNGS_NONE when there is none or nothing tells two apart. */
static guint32
choose (RungsAssembly *self, const Candidates *found, guint32 down, RungsJoin *why)
{
  gint64 near, far;

  *why = RUNGS_JOIN_SDP;
  if (found->n_offers == 1)
    return found->offer;

  *why = RUNGS_JOIN_NUMBERS;
  if (found->best == RUNGS_NONE || found->second == RUNGS_NONE)
    return found->best;
  near = distance (self, found->best, down);
  far = distance (self, found->second, down);
  return far > near * CLEARLY_NEARER + NEARER_SLACK ? found->best : RUNGS_NONE;
}

/* The SBC has an address on each side and both are in the capture: no device is common to the two legs. Only when
 * both numbers agree and nothing else is near. */
static guint32
choose_two_sided (RungsAssembly *self, const Chains *chains, guint32 down)
{
  const RungsSeed *b = rungs_assembly_seed (self, down);
  guint32 found = RUNGS_NONE;
  guint n = 0;

  for (guint32 up = rungs_table_get (&chains->newest_number, rungs_number_key (b->called));
       up != RUNGS_NONE && n < MAX_CANDIDATES; up = chains->previous_number[up], n++)
    {
      const RungsSeed *a = rungs_assembly_seed (self, up);

      if (distance (self, up, down) > CHAIN_WINDOW)
        break;
      if (a->calling == 0 || b->calling == 0 || !fits (self, chains, up, down))
        continue;
      if (found != RUNGS_NONE)
        return RUNGS_NONE;
      if (distance (self, up, down) > TWO_SIDES_WINDOW || chains->last_down[up] != RUNGS_NONE
          || a->src_host == b->src_host || a->dst_host == b->dst_host || a->src_host == b->dst_host)
        return RUNGS_NONE;
      found = up;
    }
  return found;
}

static void
connect (RungsAssembly *self, Chains *chains, guint32 up, guint32 down, RungsJoin why)
{
  rungs_assembly_join (self, up, down, why);
  chains->last_down[up] = down;
  chains->has_up[down] = TRUE;
}

static void
chain_leg (RungsAssembly *self, Chains *chains, guint32 down)
{
  const RungsSeed *b = rungs_assembly_seed (self, down);
  RungsJoin why;
  Candidates found;
  guint32 up;

  if (chains->has_up[down] || b->called == 0)
    return;
  found = collect (self, chains, down,
                   rungs_table_get (&chains->newest, chain_key (b, b->src_host)), chains->previous);
  up = b->src_host != 0 ? choose (self, &found, down, &why) : RUNGS_NONE;
  if (up != RUNGS_NONE)
    {
      connect (self, chains, up, down, why);
      return;
    }
  if (found.best != RUNGS_NONE || b->src_host == 0)
    return;
  up = choose_two_sided (self, chains, down);
  if (up != RUNGS_NONE)
    {
      RungsString pair[2] = { rungs_assembly_seed (self, up)->dst_host, b->src_host };

      connect (self, chains, up, down, RUNGS_JOIN_NUMBERS);
      g_array_append_vals (self->same_device, pair, 1);
    }
}

static void
remember_leg (RungsAssembly *self, Chains *chains, guint32 seed_index)
{
  const RungsSeed *seed = rungs_assembly_seed (self, seed_index);
  guint32 *slot;

  if (seed->called == 0)
    return;
  slot = rungs_table_slot (&chains->newest, chain_key (seed, seed->dst_host));
  chains->previous[seed_index] = *slot;
  *slot = seed_index;
  slot = rungs_table_slot (&chains->newest_number, rungs_number_key (seed->called));
  chains->previous_number[seed_index] = *slot;
  *slot = seed_index;
}

static void
find_chains (RungsAssembly *self, Chains *chains)
{
  chains->sorted = g_new (guint32, self->n_seeds + 1);
  for (guint32 i = 0; i < self->n_seeds; i++)
    if (rungs_assembly_seed (self, i)->invite != RUNGS_NONE
        && rungs_assembly_seed (self, i)->start != RUNGS_STAMP_NONE)
      chains->sorted[chains->n++] = i;
  g_qsort_with_data (chains->sorted, (int) chains->n, sizeof (guint32), compare_starts, self);

  for (guint32 i = 0; i < chains->n; i++)
    {
      chain_leg (self, chains, chains->sorted[i]);
      remember_leg (self, chains, chains->sorted[i]);
    }
  g_free (chains->sorted);
}

void
rungs_join_groups (RungsAssembly *self)
{
  gsize bytes = sizeof (guint32) * ((gsize) self->n_seeds + 1);
  Chains chains = { 0 };

  chains.previous = g_malloc (bytes);
  chains.previous_number = g_malloc (bytes);
  chains.last_down = g_malloc (bytes);
  chains.has_up = g_new0 (gboolean, self->n_seeds + 1);
  memset (chains.last_down, 0xff, bytes);

  apply_edges (self, &chains);
  find_chains (self, &chains);

  g_free (chains.previous);
  g_free (chains.previous_number);
  g_free (chains.last_down);
  g_free (chains.has_up);
  rungs_table_clear (&chains.newest);
  rungs_table_clear (&chains.newest_number);
}
