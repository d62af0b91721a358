/* Messages that lost their Call-ID: to a gap in a capture, to somebody who shortened a log. Branch,
 * tags and the two ends still say which messages they belong with, those before them and those
 * after. */
#include "config.h"

#include "calls/nameless.h"

#include "trace/builder.h"

/* How far back a message looks for its own. */
#define MAX_ROWS_BACK 1024

/* Messages without a Call-ID that one seed is asked for. */
#define MAX_OF_ONE_SEED 64

static gboolean
have_same_ends (const RungsMessage *a, const RungsMessage *b)
{
  return (a->src == b->src && a->dst == b->dst) || (a->src == b->dst && a->dst == b->src);
}

/* A branch is of one transaction; tags are of one dialog, where both ends have said theirs. */
static gboolean
belong_together (const RungsMessage *a, const RungsMessage *b)
{
  if (a->input != b->input)
    return FALSE;
  if (a->branch != 0 && a->branch == b->branch)
    return TRUE;
  if (a->from_tag == 0 || !have_same_ends (a, b))
    return FALSE;
  if (a->from_tag == b->from_tag)
    return a->to_tag == b->to_tag || a->to_tag == 0 || b->to_tag == 0;
  return a->to_tag != 0 && a->from_tag == b->to_tag && a->to_tag == b->from_tag;
}

/* An answer that lost its CSeq, too, is one to the request with its branch; one that says how the
 * call is going answers the INVITE. */
static void
fill_in (RungsBuilder *self, RungsMessage *row, const RungsMessage *known)
{
  gboolean is_known = known->branch != 0 && known->branch == row->branch;

  if (row->code == 0 || row->cseq != 0 || known->cseq == 0)
    return;
  if (!is_known
      && (known->method != self->methods[RUNGS_METHOD_INVITE] || row->code >= 200
          || row->from_tag != known->from_tag))
    return;
  row->method = known->method;
  row->cseq = known->cseq;
  if (row->branch == 0)
    row->branch = known->branch;
}

guint32
rungs_nameless_find (RungsBuilder *self, RungsMessage *row)
{
  guint32 last = self->rows.n - 1;

  if (row->branch == 0 && row->from_tag == 0)
    return RUNGS_NONE;
  for (guint32 i = last; i-- > 0 && last - i <= MAX_ROWS_BACK;)
    {
      const RungsMessage *known = rungs_rows_at (&self->rows, i);

      if (known->input != row->input)
        break;
      if (!belong_together (row, known))
        continue;
      fill_in (self, row, known);
      return known->leg;
    }
  return RUNGS_NONE;
}

static guint64
lost_key (const RungsMessage *row, guint32 hash, guint salt)
{
  return rungs_mix (hash, (guint64) row->input << 8 | salt);
}

void
rungs_nameless_keep (RungsBuilder *self, const RungsMessage *row, guint32 seed)
{
  if (row->branch != 0)
    *rungs_table_slot (&self->lost, lost_key (row, row->branch, 1)) = seed;
  if (row->from_tag != 0)
    *rungs_table_slot (&self->lost, lost_key (row, row->from_tag, 2)) = seed;
}

/* The messages of @seed have got their Call-ID. */
static void
give_call_id (RungsBuilder *self, guint32 seed, RungsString call_id)
{
  g_array_index (self->seeds, RungsSeed, seed).call_id = call_id;
  for (guint i = self->nameless->len, n = 0; i-- > 0 && n < MAX_OF_ONE_SEED;)
    {
      const RungsNameless *nameless = &g_array_index (self->nameless, RungsNameless, i);

      if (nameless->seed != seed)
        continue;
      rungs_rows_at (&self->rows, nameless->row)->call_id = call_id;
      n++;
    }
}

guint32
rungs_nameless_claim (RungsBuilder *self, const RungsMessage *row, RungsSpan call_id)
{
  guint32 seed = RUNGS_TABLE_NONE;

  if (self->nameless->len == 0)
    return RUNGS_NONE;
  if (row->branch != 0)
    seed = rungs_table_get (&self->lost, lost_key (row, row->branch, 1));
  if (seed == RUNGS_TABLE_NONE && row->from_tag != 0)
    {
      seed = rungs_table_get (&self->lost, lost_key (row, row->from_tag, 2));
      if (seed != RUNGS_TABLE_NONE
          && !belong_together (
            row, rungs_rows_at (&self->rows, g_array_index (self->seeds, RungsSeed, seed).first)))
        seed = RUNGS_TABLE_NONE;
    }
  if (seed == RUNGS_TABLE_NONE || g_array_index (self->seeds, RungsSeed, seed).call_id != 0)
    return RUNGS_NONE;
  give_call_id (self, seed, rungs_builder_intern (self, call_id));
  return seed;
}
