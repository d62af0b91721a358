/* The messages at which somebody who looks for a fault stops, one by one. A problem is
 *
 *   - a final answer of 300 or more, to whatever request, in a call that failed or not. Not where
 *     the sender went on as it should (a challenge answered, an interval raised, a redirect
 *     followed, a collision tried again), and not where the request had been taken back (CANCEL, a
 *     BYE that crosses another one);
 *   - a request that nobody answered;
 *   - of a message that is sent again and again the sending at which that becomes a storm;
 *   - the message that decided a failed or dropped call.
 *
 * Provisional answers and ACKs belong to a failing transaction, but nothing is wrong with them. */
#include "config.h"

#include "calls/problems.h"

#include "calls/state.h"

/* Transactions looked through for the next try or for the other BYE. */
#define MAX_APART 64
/* The sending that makes a storm: the timer has doubled three times (RFC 3261 17.1.1.2), so 3.5 s
 * have passed over UDP. */
#define STORM 4

static gboolean
is_refusal (const RungsTransaction *transaction)
{
  return transaction->code >= 300;
}

/* Is the answer one after which the sender tries again with more or with something else? */
static gboolean
asks_for_another_try (const RungsTransaction *transaction)
{
  switch (transaction->code)
    {
    case 401: /* with credentials */
    case 407:
    case 422: /* with a longer interval */
    case 423:
    case 428: /* with an identity */
    case 491: /* a moment later */
    case 494: /* with a security agreement */
      return TRUE;
    default:
      return transaction->code < 400;
    }
}

static gboolean
is_tried_again (const RungsTransactions *self, guint32 i)
{
  const RungsTransaction *transaction = rungs_transactions_at (self, i);
  gboolean is_redirect = transaction->code < 400;

  if (!asks_for_another_try (transaction))
    return FALSE;
  for (guint32 k = i + 1; k < self->list->len && k - i <= MAX_APART; k++)
    {
      const RungsTransaction *later = rungs_transactions_at (self, k);

      if (later->method != transaction->method || later->request == RUNGS_NONE
          || later->first < transaction->final)
        continue;
      /* The target of a redirect may be asked under another Call-ID. */
      if (later->leg == transaction->leg ? later->reverse == transaction->reverse
                                         : is_redirect && later->src == transaction->src)
        return TRUE;
    }
  return FALSE;
}

/* Both sides hang up at once, or one of them twice: the BYE meets no dialog any more. */
static gboolean
is_crossed (const RungsTransactions *self, guint32 bye)
{
  const RungsTransaction *transaction = rungs_transactions_at (self, bye);
  guint32 first = bye > MAX_APART ? bye - MAX_APART : 0;

  for (guint32 i = first; i < self->list->len && i <= bye + MAX_APART; i++)
    {
      const RungsTransaction *other = rungs_transactions_at (self, i);

      if (i != bye && other->method == RUNGS_METHOD_BYE && other->leg == transaction->leg
          && (other->reverse != transaction->reverse || (i < bye && other->code / 100 == 2)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_taken_back (const RungsTransactions *self, guint32 i)
{
  const RungsTransaction *transaction = rungs_transactions_at (self, i);

  switch (transaction->method)
    {
    case RUNGS_METHOD_INVITE:
      return transaction->code == 487
             || (transaction->cancel != RUNGS_NONE && transaction->cancel < transaction->final);
    case RUNGS_METHOD_CANCEL:
      return transaction->code == 481; /* the answer was faster */
    case RUNGS_METHOD_BYE:
      return transaction->code == 481 && is_crossed (self, i);
    default:
      return FALSE;
    }
}

static gboolean
is_unanswered (RungsAssembly *assembly,
               RungsTransactions *self,
               const RungsTransaction *transaction)
{
  guint8 note = self->leg_notes->data[transaction->leg - self->call->first_leg];
  RungsStamp sent, end;

  if (transaction->code != 0 || transaction->request == RUNGS_NONE
      || transaction->method == RUNGS_METHOD_ACK || transaction->cancel != RUNGS_NONE)
    return FALSE;
  /* What came later shows that an answer to the INVITE is missing from the log only. */
  if (transaction->method == RUNGS_METHOD_INVITE
      && (transaction->ack != RUNGS_NONE || note & RUNGS_LEG_ENDED))
    return FALSE;
  if (transaction->n_requests >= RUNGS_GIVEN_UP && !transaction->has_trying)
    return TRUE;
  sent = rungs_outcome_stamp (assembly, self, transaction->first);
  end = rungs_outcome_log_end (assembly, self, transaction->first);
  return sent != RUNGS_STAMP_NONE && end != RUNGS_STAMP_NONE
         && end - sent
              >= (transaction->provisional != RUNGS_NONE ? RUNGS_NO_FINAL : RUNGS_NO_ANSWER);
}

static void
mark (RungsTransactions *self, guint32 position)
{
  rungs_transactions_row (self, position)->flags |= RUNGS_MESSAGE_PROBLEM;
}

static void
mark_transactions (RungsAssembly *assembly, RungsTransactions *self)
{
  for (guint32 i = 0; i < self->list->len; i++)
    {
      const RungsTransaction *transaction = rungs_transactions_at (self, i);

      if (is_refusal (transaction) && !is_taken_back (self, i) && !is_tried_again (self, i))
        mark (self, transaction->final);
      else if (is_unanswered (assembly, self, transaction))
        mark (self, transaction->request);
    }
}

/* Of a request without an answer the first sending is marked already. */
static gboolean
can_storm (const RungsTransactions *self, guint32 position)
{
  const RungsMessage *row = rungs_transactions_row (self, position);
  guint32 transaction = g_array_index (self->of_row, guint32, position);

  if (!(row->flags & RUNGS_MESSAGE_RETRANSMISSION) || transaction == RUNGS_NONE)
    return FALSE;
  if (row->code != 0)
    return row->code >= 200;
  return row->method != self->trace->methods[RUNGS_METHOD_ACK]
         && rungs_transactions_at (self, transaction)->code != 0;
}

static void
mark_storms (RungsTransactions *self)
{
  guint32 n = self->list->len;
  /* Repeats of the requests, then of the final answers. */
  g_autofree guint8 *repeats = g_new0 (guint8, 2 * (gsize) n);

  for (guint32 i = 0; i < self->of_row->len; i++)
    if (can_storm (self, i))
      {
        guint32 transaction = g_array_index (self->of_row, guint32, i);
        guint8 *count =
          &repeats[transaction + (rungs_transactions_row (self, i)->code != 0 ? n : 0)];

        if (*count < STORM)
          ++*count;
        if (*count == STORM - 1)
          mark (self, i);
      }
}

/* Without an answer it is the request that says so. */
static void
mark_decision (RungsTransactions *self, const RungsOutcome *outcome)
{
  guint32 position = outcome->failing_response;

  if (outcome->failing == RUNGS_NONE)
    return;
  if (position == RUNGS_NONE)
    position = rungs_transactions_at (self, outcome->failing)->request;
  if (position != RUNGS_NONE)
    mark (self, position);
}

void
rungs_problems_mark (RungsAssembly *assembly,
                     RungsTransactions *self,
                     RungsCall *call,
                     const RungsOutcome *outcome)
{
  mark_transactions (assembly, self);
  if (call->n_retransmissions >= STORM - 1)
    mark_storms (self);
  mark_decision (self, outcome);
  call->n_problems = 0;
  for (guint32 i = 0; i < self->of_row->len; i++)
    call->n_problems += rungs_transactions_row (self, i)->flags & RUNGS_MESSAGE_PROBLEM ? 1 : 0;
}
