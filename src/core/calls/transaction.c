/* Matching: an answer carries the top Via branch of its request (RFC 3261 17.1.3). Where a log lost
 * it, or a device rewrote it, CSeq and direction decide. */
#include "config.h"

#include "calls/transaction.h"

/* Transactions of one CSeq looked through for an answer or an ACK: as many as a proxy forks at
 * most. */
#define MAX_FORKS 32

void
rungs_transactions_init (RungsTransactions *self, RungsTrace *trace)
{
  *self = (RungsTransactions){
    .trace = trace,
    .list = g_array_new (FALSE, FALSE, sizeof (RungsTransaction)),
    .of_row = g_array_new (FALSE, FALSE, sizeof (guint32)),
    .leg_notes = g_byte_array_new (),
  };
}

void
rungs_transactions_clear (RungsTransactions *self)
{
  g_clear_pointer (&self->list, g_array_unref);
  g_clear_pointer (&self->of_row, g_array_unref);
  g_clear_pointer (&self->leg_notes, g_byte_array_unref);
  rungs_table_clear (&self->by_branch);
  rungs_table_clear (&self->latest);
}

/* Call-IDs of one leg differ where pings were put together. */
static guint64
cseq_key (const RungsMessage *row, RungsMethod method)
{
  return rungs_mix (rungs_mix ((guint64) row->leg << 32 | row->call_id, row->cseq), method);
}

static guint32
find_by_branch (RungsTransactions *self, const RungsMessage *row, RungsMethod method)
{
  if (row->branch == 0)
    return RUNGS_NONE;
  return rungs_table_get (&self->by_branch, rungs_mix (cseq_key (row, method), row->branch));
}

/* The latest one of this CSeq whose request goes @src -> @dst; else the latest at all. */
static guint32
find_by_path (RungsTransactions *self,
              const RungsMessage *row,
              RungsMethod method,
              guint32 src,
              guint32 dst)
{
  guint32 latest = rungs_table_get (&self->latest, cseq_key (row, method));
  guint n = 0;

  for (guint32 i = latest; i != RUNGS_NONE && n < MAX_FORKS;
       i = rungs_transactions_at (self, i)->previous, n++)
    {
      const RungsTransaction *transaction = rungs_transactions_at (self, i);

      if (transaction->src == src && transaction->dst == dst)
        return i;
    }
  return latest;
}

static RungsString
host_of (const RungsTransactions *self, guint32 endpoint)
{
  return g_array_index (self->trace->endpoints, RungsEndpoint, endpoint).host;
}

/* Does the request go against the leg? Within a call its tags say so; addresses only where they do
 * not, and for the pings of a pair of peers, which are a leg without being a dialog. */
static gboolean
is_reverse (const RungsTransactions *self,
            const RungsLeg *leg,
            const RungsMessage *row,
            const RungsTransaction *transaction)
{
  const RungsMessage *first =
    leg->first != RUNGS_NONE ? rungs_rows_at (&self->trace->rows, leg->first) : NULL;

  if (first != NULL && first->code == 0 && first->from_tag != 0 && row->to_tag != row->from_tag
      && first->method == self->trace->methods[RUNGS_METHOD_INVITE])
    {
      /* To where the INVITE came from: the tags were left as the INVITE had them. */
      if (row->from_tag == first->from_tag)
        return transaction->src != transaction->dst && transaction->src == leg->dst
               && transaction->dst == leg->src;
      if (row->to_tag == first->from_tag)
        return TRUE;
    }
  return host_of (self, transaction->src) != host_of (self, leg->src);
}

static guint32
add_transaction (RungsTransactions *self,
                 const RungsMessage *row,
                 RungsMethod method,
                 guint32 position)
{
  const RungsLeg *leg = &g_array_index (self->trace->legs, RungsLeg, row->leg);
  guint32 *latest = rungs_table_slot (&self->latest, cseq_key (row, method));
  gboolean is_request = row->code == 0;
  RungsTransaction fresh = {
    .method = method,
    .leg = row->leg,
    .cseq = row->cseq,
    .branch = row->branch,
    .src = is_request ? row->src : row->dst,
    .dst = is_request ? row->dst : row->src,
    .request = RUNGS_NONE,
    .first = position,
    .provisional = RUNGS_NONE,
    .final = RUNGS_NONE,
    .ack = RUNGS_NONE,
    .cancel = RUNGS_NONE,
    /* An answer's To tag says nothing about its request. */
    .in_dialog = is_request && row->flags & RUNGS_MESSAGE_TO_TAG,
    .previous = *latest,
  };

  fresh.reverse = is_reverse (self, leg, row, &fresh);
  *latest = self->list->len;
  if (row->branch != 0)
    *rungs_table_slot (&self->by_branch, rungs_mix (cseq_key (row, method), row->branch)) =
      self->list->len;
  g_array_append_val (self->list, fresh);
  return self->list->len - 1;
}

static guint32
take_request (RungsTransactions *self,
              const RungsMessage *row,
              RungsMethod method,
              guint32 position)
{
  guint32 found = row->branch != 0 ? find_by_branch (self, row, method)
                                   : find_by_path (self, row, method, row->src, row->dst);
  RungsTransaction *transaction;

  /* Without a branch only the same way again is the same request. */
  if (found != RUNGS_NONE && row->branch == 0
      && rungs_transactions_at (self, found)->src != row->src)
    found = RUNGS_NONE;
  if (found == RUNGS_NONE)
    found = add_transaction (self, row, method, position);
  transaction = rungs_transactions_at (self, found);
  if (transaction->request == RUNGS_NONE)
    {
      transaction->request = position;
      transaction->in_dialog = (row->flags & RUNGS_MESSAGE_TO_TAG) != 0;
    }
  if (transaction->n_requests < G_MAXUINT16)
    transaction->n_requests++;
  return found;
}

static guint32
take_response (RungsTransactions *self,
               const RungsMessage *row,
               RungsMethod method,
               guint32 position)
{
  guint32 found = find_by_branch (self, row, method);
  RungsTransaction *transaction;

  if (found == RUNGS_NONE)
    found = find_by_path (self, row, method, row->dst, row->src);
  if (found == RUNGS_NONE)
    found = add_transaction (self, row, method, position);
  transaction = rungs_transactions_at (self, found);
  if (row->code < 200)
    {
      transaction->has_trying = TRUE;
      if (row->code > 100 && transaction->provisional == RUNGS_NONE)
        transaction->provisional = position;
      return found;
    }
  if (transaction->final == RUNGS_NONE || (transaction->code >= 300 && row->code < 300))
    {
      transaction->final = position;
      transaction->code = row->code;
    }
  if (transaction->n_finals < G_MAXUINT16)
    transaction->n_finals++;
  return found;
}

/* The INVITE that an ACK or CANCEL is for. The ACK of a 2xx has a branch of its own. */
static guint32
find_invite (RungsTransactions *self, const RungsMessage *row)
{
  guint32 found = find_by_branch (self, row, RUNGS_METHOD_INVITE);

  return found != RUNGS_NONE ? found
                             : find_by_path (self, row, RUNGS_METHOD_INVITE, row->src, row->dst);
}

static guint32
take_row (RungsTransactions *self, guint32 position)
{
  const RungsMessage *row = rungs_transactions_row (self, position);
  RungsMethod method = rungs_builder_method (self->trace->methods, row->method);
  guint32 invite;

  if (row->code != 0)
    return take_response (self, row, method, position);
  if (method == RUNGS_METHOD_ACK)
    {
      invite = find_invite (self, row);
      if (invite != RUNGS_NONE && rungs_transactions_at (self, invite)->ack == RUNGS_NONE)
        rungs_transactions_at (self, invite)->ack = position;
      return invite;
    }
  if (method == RUNGS_METHOD_CANCEL)
    {
      invite = find_invite (self, row);
      if (invite != RUNGS_NONE && rungs_transactions_at (self, invite)->cancel == RUNGS_NONE)
        rungs_transactions_at (self, invite)->cancel = position;
    }
  return take_request (self, row, method, position);
}

static void
note_legs (RungsTransactions *self)
{
  g_byte_array_set_size (self->leg_notes, self->call->n_legs);
  memset (self->leg_notes->data, 0, self->call->n_legs);
  for (guint32 i = 0; i < self->list->len; i++)
    {
      const RungsTransaction *transaction = rungs_transactions_at (self, i);
      guint8 *note = &self->leg_notes->data[transaction->leg - self->call->first_leg];

      if (rungs_transaction_is_attempt (transaction) && transaction->code >= 200
          && transaction->code < 300)
        *note |= RUNGS_LEG_ANSWERED;
      if (transaction->method == RUNGS_METHOD_BYE)
        *note |= RUNGS_LEG_ENDED;
    }
}

void
rungs_transactions_read (RungsTransactions *self, const RungsCall *call)
{
  self->call = call;
  self->rows = self->trace->order + call->first_row;
  g_array_set_size (self->list, 0);
  g_array_set_size (self->of_row, call->n_rows);
  rungs_table_reset (&self->by_branch, call->n_rows / 2);
  rungs_table_reset (&self->latest, call->n_rows / 2);

  for (guint32 i = 0; i < call->n_rows; i++)
    {
      gboolean is_duplicate = rungs_transactions_row (self, i)->flags & RUNGS_MESSAGE_DUPLICATE;
      guint32 transaction = is_duplicate ? RUNGS_NONE : take_row (self, i);

      g_array_index (self->of_row, guint32, i) = transaction;
    }
  note_legs (self);
}
