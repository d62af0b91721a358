/* Rows that are no calls: keepalives, registrations, subscriptions, messages. The last word counts,
 * and of keepalives the last word of either side: a trunk that answers us while nobody answers it
 * is down. */
#include "config.h"

#include "calls/state.h"

typedef enum
{
  PENDING,
  GOOD,
  BAD
} Word;

static Word
word_of (RungsAssembly *self, RungsTransactions *transactions, const RungsTransaction *transaction)
{
  RungsStamp sent, end;

  if (transaction->code != 0)
    return transaction->code < 300 ? GOOD : BAD;
  /* A provisional answer alone: the log began between it and its request. */
  if (transaction->request == RUNGS_NONE)
    return PENDING;

  sent = rungs_outcome_stamp (self, transactions, transaction->first);
  end = rungs_outcome_log_end (self, transactions, transaction->first);
  if (transaction->n_requests >= RUNGS_GIVEN_UP
      || (sent != RUNGS_STAMP_NONE && end - sent >= RUNGS_NO_ANSWER))
    return BAD;
  return PENDING;
}

void
rungs_outcome_of_others (RungsAssembly *self,
                         RungsTransactions *transactions,
                         RungsCall *call,
                         RungsOutcome *outcome)
{
  guint32 last[2] = { RUNGS_NONE, RUNGS_NONE };
  Word words[2] = { PENDING, PENDING };
  guint32 good = RUNGS_NONE, bad = RUNGS_NONE;

  for (guint32 i = 0; i < transactions->list->len; i++)
    {
      const RungsTransaction *transaction = rungs_transactions_at (transactions, i);
      Word word = word_of (self, transactions, transaction);

      if (word == PENDING)
        continue;
      last[transaction->reverse] = i;
      words[transaction->reverse] = word;
    }

  for (guint side = 0; side < 2; side++)
    {
      /* NOTIFY and the like travel the other way; what was asked for decides. */
      if (side == 1 && call->kind != RUNGS_KIND_OPTIONS && last[0] != RUNGS_NONE)
        break;
      if (words[side] == BAD && (bad == RUNGS_NONE || last[side] > bad))
        bad = last[side];
      if (words[side] == GOOD && (good == RUNGS_NONE || last[side] > good))
        good = last[side];
    }

  if (bad != RUNGS_NONE)
    {
      outcome->state = RUNGS_STATE_FAILED;
      outcome->failing = bad;
      outcome->final = outcome->failing_response = rungs_transactions_at (transactions, bad)->final;
      rungs_outcome_mark (transactions, bad);
    }
  else if (good != RUNGS_NONE)
    {
      outcome->state = RUNGS_STATE_COMPLETED;
      outcome->final = rungs_transactions_at (transactions, good)->final;
    }
}
