/* Calls by their start, their messages in ladder order, their legs by first appearance. The order
 * is total: stamp, then what the format says about equal stamps, then the place in the files. */
#include "config.h"

#include "calls/order.h"

#include "trace/assembly.h"

/* How far an answer may be from its request in a text without stamps. */
#define MAX_MISPLACED 64

typedef struct
{
  guint32 group; /* stands for the call */
  guint32 first; /* earliest message */
  guint32 n;
  RungsStamp start;
} Draft;

static int
compare_messages (const RungsAssembly *self, guint32 a, guint32 b)
{
  RungsStamp x = rungs_assembly_stamp (self, a), y = rungs_assembly_stamp (self, b);

  if (x != y)
    return x < y ? -1 : 1;
  if (self->builder->orders != NULL
      && rungs_rows_at (&self->trace->rows, a)->input
           == rungs_rows_at (&self->trace->rows, b)->input)
    {
      guint64 m = g_array_index (self->builder->orders, guint64, a);
      guint64 n = g_array_index (self->builder->orders, guint64, b);

      if (m != n)
        return m < n ? -1 : 1;
    }
  return a < b ? -1 : a > b;
}

static gint
compare_messages_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  return compare_messages (data, *(const guint32 *) a, *(const guint32 *) b);
}

static gint
compare_drafts_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  return compare_messages (data, ((const Draft *) a)->first, ((const Draft *) b)->first);
}

/* One draft per call; *@call_of is the draft of each group that stands for a call. */
static GArray *
collect_drafts (RungsAssembly *self, guint32 *call_of)
{
  GArray *drafts = g_array_new (FALSE, FALSE, sizeof (Draft));

  memset (call_of, 0xff, sizeof (guint32) * ((gsize) self->n_seeds + 1));
  for (guint32 i = 0; i < self->trace->rows.n; i++)
    {
      guint32 group =
        rungs_assembly_find (self, self->group[rungs_rows_at (&self->trace->rows, i)->leg]);
      Draft *draft;

      if (call_of[group] == RUNGS_NONE)
        {
          Draft fresh = { group, i, 0, RUNGS_STAMP_NONE };

          call_of[group] = drafts->len;
          g_array_append_val (drafts, fresh);
        }
      draft = &g_array_index (drafts, Draft, call_of[group]);
      draft->n++;
      if (compare_messages (self, i, draft->first) < 0)
        draft->first = i;
    }
  return drafts;
}

static void
make_calls (RungsAssembly *self, GArray *drafts, guint32 *call_of)
{
  guint32 row = 0;

  g_array_set_size (self->trace->calls, drafts->len);
  for (guint i = 0; i < drafts->len; i++)
    {
      const Draft *draft = &g_array_index (drafts, Draft, i);
      RungsCall *call = &g_array_index (self->trace->calls, RungsCall, i);

      call_of[draft->group] = i;
      *call = (RungsCall){
        .id = i + 1,
        .start = rungs_rows_at (&self->trace->rows, draft->first)->time,
        .duration = -1,
        .first_row = row,
        .final = RUNGS_NONE,
        .failing_request = RUNGS_NONE,
        .failing_response = RUNGS_NONE,
      };
      row += draft->n;
    }
}

static gboolean
is_sorted (const RungsAssembly *self, const guint32 *rows, guint32 n)
{
  for (guint32 i = 1; i < n; i++)
    if (compare_messages (self, rows[i - 1], rows[i]) > 0)
      return FALSE;
  return TRUE;
}

/* The answer @b is to the request @a. */
static gboolean
is_answer (const RungsMessage *a, const RungsMessage *b)
{
  return a->code == 0 && b->code != 0 && a->branch != 0 && a->branch == b->branch
         && a->leg == b->leg && a->input == b->input && a->method == b->method
         && a->cseq == b->cseq;
}

/* The place of the request that row @i answers, when it is behind it alone; RUNGS_NONE
 * otherwise. */
static guint32
request_behind (RungsAssembly *self, const guint32 *rows, guint32 n, guint32 i)
{
  const RungsMessage *row = rungs_rows_at (&self->trace->rows, rows[i]);

  if (row->code == 0 || row->time != RUNGS_STAMP_NONE)
    return RUNGS_NONE;
  for (guint32 j = i > MAX_MISPLACED ? i - MAX_MISPLACED : 0; j < n && j < i + MAX_MISPLACED; j++)
    {
      const RungsMessage *other = rungs_rows_at (&self->trace->rows, rows[j]);

      if (j != i && other->time == RUNGS_STAMP_NONE && is_answer (other, row))
        return j > i ? j : RUNGS_NONE;
    }
  return RUNGS_NONE;
}

/* Where nothing has a stamp a text may show an answer before its request. */
static void
put_requests_first (RungsAssembly *self, guint32 *rows, guint32 n)
{
  for (guint32 i = 0; i < n; i++)
    {
      guint32 at = request_behind (self, rows, n, i), request;

      if (at == RUNGS_NONE)
        continue;
      request = rows[at];
      memmove (rows + i + 1, rows + i, sizeof *rows * (at - i));
      rows[i] = request;
    }
}

static void
fill_rows (RungsAssembly *self, const guint32 *call_of)
{
  RungsTrace *trace = self->trace;

  trace->order = g_new (guint32, trace->rows.n + 1);
  for (guint32 i = 0; i < trace->rows.n; i++)
    {
      guint32 group = rungs_assembly_find (self, self->group[rungs_rows_at (&trace->rows, i)->leg]);
      RungsCall *call = &g_array_index (trace->calls, RungsCall, call_of[group]);

      trace->order[call->first_row + call->n_rows++] = i;
    }
  for (guint i = 0; i < trace->calls->len; i++)
    {
      const RungsCall *call = &g_array_index (trace->calls, RungsCall, i);
      guint32 *rows = trace->order + call->first_row;

      rungs_assembly_prefetch (self, i + 1);
      if (!is_sorted (self, rows, call->n_rows))
        g_qsort_with_data (rows, (int) call->n_rows, sizeof (guint32), compare_messages_cb, self);
      if (self->builder->has_unstamped)
        put_requests_first (self, rows, call->n_rows);
    }
}

static guint32
add_leg (RungsAssembly *self, guint32 call, guint32 group, guint32 message)
{
  const RungsSeed *seed = rungs_assembly_seed (self, group);
  const RungsMessage *row =
    rungs_rows_at (&self->trace->rows, seed->invite != RUNGS_NONE ? seed->invite : message);
  gboolean is_request = row->code == 0;
  RungsLeg leg = {
    .call_id = seed->call_id,
    .session = seed->session,
    .call = call,
    .first = message,
    .src = is_request ? row->src : row->dst,
    .dst = is_request ? row->dst : row->src,
    .from = seed->from,
    .to = seed->to,
    .join = self->why[group],
    .by = self->by[group],
  };

  g_array_append_val (self->trace->legs, leg);
  return self->trace->legs->len - 1;
}

/* The leg whose texts describe the call: the first that began with an INVITE, else the first of the
 * call's kind. */
static void
describe_call (RungsAssembly *self, RungsCall *call, const guint32 *group_of_leg)
{
  const RungsLeg *main_leg = NULL;

  call->kind = RUNGS_KIND_OTHER;
  for (guint32 i = 0; i < call->n_legs; i++)
    {
      const RungsSeed *seed = rungs_assembly_seed (self, group_of_leg[call->first_leg + i]);

      if (i == 0 || (seed->kind == RUNGS_KIND_INVITE && call->kind != RUNGS_KIND_INVITE))
        {
          call->kind = seed->kind;
          main_leg = &g_array_index (self->trace->legs, RungsLeg, call->first_leg + i);
        }
      if (seed->invite != RUNGS_NONE)
        {
          main_leg = &g_array_index (self->trace->legs, RungsLeg, call->first_leg + i);
          break;
        }
    }
  g_assert (main_leg != NULL);
  call->from = main_leg->from;
  call->to = main_leg->to;
}

/* The leg that came first needs no reason. When it was joined to one that is seen later, the reason
 * is that one's. */
static void
pass_reason (RungsTrace *trace, const RungsCall *call)
{
  RungsLeg *legs = &g_array_index (trace->legs, RungsLeg, call->first_leg);
  guint8 why = legs[0].join;
  RungsString by = legs[0].by;

  legs[0].join = RUNGS_JOIN_FIRST;
  legs[0].by = 0;
  for (guint32 i = 1; i < call->n_legs; i++)
    if (legs[i].join == RUNGS_JOIN_FIRST)
      {
        legs[i].join = why;
        legs[i].by = by;
      }
}

static void
make_legs (RungsAssembly *self)
{
  RungsTrace *trace = self->trace;
  guint32 *leg_of = g_new (guint32, self->n_seeds + 1);
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (guint32));

  memset (leg_of, 0xff, sizeof (guint32) * ((gsize) self->n_seeds + 1));
  for (guint32 c = 0; c < trace->calls->len; c++)
    {
      RungsCall *call = &g_array_index (trace->calls, RungsCall, c);

      rungs_assembly_prefetch (self, c + 1);
      call->first_leg = trace->legs->len;
      for (guint32 i = 0; i < call->n_rows; i++)
        {
          RungsMessage *row = rungs_rows_at (&trace->rows, trace->order[call->first_row + i]);
          guint32 group = self->group[row->leg];

          if (leg_of[group] == RUNGS_NONE)
            {
              leg_of[group] = add_leg (self, c, group, trace->order[call->first_row + i]);
              g_array_append_val (groups, group);
            }
          row->leg = leg_of[group];
        }
      call->n_legs = trace->legs->len - call->first_leg;
      pass_reason (trace, call);
      describe_call (self, call, (const guint32 *) groups->data);
    }
  g_array_unref (groups);
  g_free (leg_of);
}

void
rungs_order_calls (RungsAssembly *self)
{
  guint32 *call_of = g_new (guint32, self->n_seeds + 1);
  GArray *drafts = collect_drafts (self, call_of);

  g_array_sort_with_data (drafts, compare_drafts_cb, self);
  make_calls (self, drafts, call_of);
  fill_rows (self, call_of);
  make_legs (self);
  g_array_unref (drafts);
  g_free (call_of);
}
