/* What became of each call, by the rules of the command-line contract. state-call.c decides calls,
 * state-other.c the rest; here is what they share, and the figures that rest on the outcome. */
#include "config.h"

#include "calls/state.h"

#include "calls/problems.h"

RungsStamp
rungs_outcome_stamp (RungsAssembly *self, RungsTransactions *transactions, guint32 position)
{
  return rungs_assembly_stamp (self, transactions->rows[position]);
}

RungsStamp
rungs_outcome_log_end (RungsAssembly *self, RungsTransactions *transactions, guint32 position)
{
  guint16 input = rungs_transactions_row (transactions, position)->input;

  const RungsInputNote *note = &g_array_index (self->builder->input_notes, RungsInputNote, input);
  gint64 shift = g_array_index (self->trace->inputs, RungsTraceInput, input).shift;

  return note->last != RUNGS_STAMP_NONE ? note->last + shift - note->shift : RUNGS_STAMP_NONE;
}

void
rungs_outcome_mark (RungsTransactions *transactions, guint32 transaction)
{
  for (guint32 i = rungs_transactions_at (transactions, transaction)->first;
       i < transactions->of_row->len; i++)
    if (g_array_index (transactions->of_row, guint32, i) == transaction)
      rungs_transactions_row (transactions, i)->flags |= RUNGS_MESSAGE_FAILING;
}

/* What another witness saw of a marked message is marked too. */
static void
mark_duplicates (RungsTransactions *transactions)
{
  for (guint32 i = 0; i < transactions->of_row->len; i++)
    {
      RungsMessage *row = rungs_transactions_row (transactions, i);

      if (row->flags & RUNGS_MESSAGE_DUPLICATE)
        row->flags |= rungs_rows_at (&transactions->trace->rows, row->duplicate_of)->flags
                      & RUNGS_MESSAGE_FAILING;
    }
}

/* Of those that were sent: another witness, by another clock, may have the same ones much later. */
static guint32
last_row (const RungsTransactions *transactions)
{
  guint32 last = transactions->call->n_rows - 1;

  while (last > 0 && rungs_transactions_row (transactions, last)->flags & RUNGS_MESSAGE_DUPLICATE)
    last--;
  return last;
}

static gint64
duration_of (RungsAssembly *self, RungsTransactions *transactions, const RungsOutcome *outcome)
{
  guint32 last = last_row (transactions);
  RungsStamp start, end;
  gboolean was_up = outcome->state == RUNGS_STATE_ESTABLISHED
                    || outcome->state == RUNGS_STATE_COMPLETED
                    || outcome->state == RUNGS_STATE_DROPPED;

  /* Since an answer that is not in the log nobody can say how long it was. */
  if (transactions->call->kind == RUNGS_KIND_INVITE && was_up && outcome->answered == RUNGS_NONE)
    return -1;

  start = rungs_outcome_stamp (self, transactions,
                               outcome->answered != RUNGS_NONE ? outcome->answered : 0);
  end =
    rungs_outcome_stamp (self, transactions, outcome->ended != RUNGS_NONE ? outcome->ended : last);
  if (start == RUNGS_STAMP_NONE || end == RUNGS_STAMP_NONE)
    return -1;
  return MAX (0, (end - start) / 1000);
}

static gboolean
has_damage (const RungsTransactions *transactions)
{
  for (guint32 i = 0; i < transactions->call->n_rows; i++)
    if (rungs_transactions_row (transactions, i)->flags & RUNGS_MESSAGE_DAMAGED)
      return TRUE;
  return FALSE;
}

static gboolean
has_beginning (const RungsTransactions *transactions)
{
  for (guint32 i = 0; i < transactions->list->len; i++)
    {
      const RungsTransaction *transaction = rungs_transactions_at (transactions, i);

      if (transaction->method == RUNGS_METHOD_INVITE && transaction->request != RUNGS_NONE
          && !transaction->in_dialog)
        return TRUE;
    }
  return transactions->call->kind != RUNGS_KIND_INVITE;
}

static guint32
message_at (const RungsTransactions *transactions, guint32 position)
{
  return position != RUNGS_NONE ? transactions->rows[position] : RUNGS_NONE;
}

static void
write_outcome (RungsAssembly *self,
               RungsTransactions *transactions,
               RungsCall *call,
               const RungsOutcome *outcome)
{
  call->state = (guint8) outcome->state;
  call->final = message_at (transactions, outcome->final);
  call->duration = duration_of (self, transactions, outcome);
  call->failing_response = message_at (transactions, outcome->failing_response);
  if (outcome->failing != RUNGS_NONE)
    {
      guint32 request = rungs_transactions_at (transactions, outcome->failing)->request;

      call->failing_request = message_at (transactions, request);
      if (outcome->failing_response != RUNGS_NONE)
        rungs_transactions_row (transactions, outcome->failing_response)->flags |=
          RUNGS_MESSAGE_FAILING | RUNGS_MESSAGE_DECIDING;
      mark_duplicates (transactions);
    }
  call->lacks_begin = !has_beginning (transactions);
  call->lacks_end = call->kind == RUNGS_KIND_INVITE
                    && (call->state == RUNGS_STATE_SETUP || call->state == RUNGS_STATE_ESTABLISHED);
  call->is_incomplete = call->lacks_begin || call->lacks_end || has_damage (transactions)
                        || (outcome->failing != RUNGS_NONE && call->failing_request == RUNGS_NONE
                            && call->failing_response == RUNGS_NONE);
}

static void
decide_calls (RungsAssembly *self, guint32 first, guint32 end)
{
  RungsTransactions transactions;

  rungs_transactions_init (&transactions, self->trace);
  for (guint32 c = first; c < end; c++)
    {
      RungsCall *call = &g_array_index (self->trace->calls, RungsCall, c);
      RungsOutcome outcome = { RUNGS_STATE_SETUP, RUNGS_NONE, RUNGS_NONE,
                               RUNGS_NONE,        RUNGS_NONE, RUNGS_NONE };

      rungs_assembly_prefetch (self, c + 1);
      rungs_transactions_read (&transactions, call);
      if (call->kind == RUNGS_KIND_INVITE)
        rungs_outcome_of_call (self, &transactions, call, &outcome);
      else
        rungs_outcome_of_others (self, &transactions, call, &outcome);
      write_outcome (self, &transactions, call, &outcome);
      rungs_problems_mark (self, &transactions, call, &outcome);
    }
  rungs_transactions_clear (&transactions);
}

void
rungs_state_decide (RungsAssembly *self)
{
  rungs_assembly_each_call (self, decide_calls);
}
