/* The state of a call. The caller's INVITEs decide: those that come from where the first one came,
 * whether under one Call-ID (challenges, 422 and 491 tried again, the next address) or under
 * another (redirects that were followed; the routes of an SBC whose incoming side is not in the
 * log). */
#include "config.h"

#include "calls/state.h"

/* A BYE is passed on, and follows its cause, within this time. */
#define TOGETHER (2 * RUNGS_STAMP_SECOND)
/* As near without stamps, in messages: a BYE and its answer on three legs. */
#define NEAR_ROWS 6
/* Sights of an unacknowledged 200 that tell of a missing ACK. */
#define UNACKNOWLEDGED 3
/* Devices in a row that an answer is followed through. */
#define MAX_DEPTH 16

typedef struct
{
  RungsAssembly *assembly;
  RungsTransactions *transactions;
  RungsOutcome *outcome;
  guint32 first;  /* the first attempt */
  guint32 caller; /* the attempt that decides, of the caller's */
} Decision;

static RungsTransaction *
at (const Decision *self, guint32 i)
{
  return rungs_transactions_at (self->transactions, i);
}

static guint32
count (const Decision *self)
{
  return self->transactions->list->len;
}

static RungsStamp
stamp (const Decision *self, guint32 position)
{
  return rungs_outcome_stamp (self->assembly, self->transactions, position);
}

static gboolean
is_success (const RungsTransaction *transaction)
{
  return transaction->code >= 200 && transaction->code < 300;
}

/* A device, or RUNGS_NONE for ends that the log does not name. */
static guint32
device_of (const Decision *self, guint32 endpoint)
{
  const RungsEndpoint *e =
    &g_array_index (self->assembly->trace->endpoints, RungsEndpoint, endpoint);

  return e->text != 0 ? e->device : RUNGS_NONE;
}

static gboolean
same_device (const Decision *self, guint32 a, guint32 b)
{
  return device_of (self, a) != RUNGS_NONE && device_of (self, a) == device_of (self, b);
}

/* Is @later no more than @gap behind @earlier? Without stamps: no more than a few messages. */
static gboolean
is_together (const Decision *self, guint32 earlier, guint32 later, gint64 gap)
{
  RungsStamp a = stamp (self, earlier), b = stamp (self, later);

  if (a == RUNGS_STAMP_NONE || b == RUNGS_STAMP_NONE)
    return later >= earlier && later - earlier <= NEAR_ROWS;
  return b >= a && b - a <= gap;
}

static void
find_caller (Decision *self)
{
  self->first = self->caller = RUNGS_NONE;
  for (guint32 i = 0; i < count (self); i++)
    {
      const RungsTransaction *transaction = at (self, i);
      const RungsTransaction *first;

      if (!rungs_transaction_is_attempt (transaction))
        continue;
      if (self->first == RUNGS_NONE)
        self->first = i;
      first = at (self, self->first);
      /* A 100 alone, in a cut log, does not make it an attempt of the caller's own. */
      if (i != self->first && transaction->request == RUNGS_NONE && transaction->code == 0)
        continue;
      if (i != self->first && !same_device (self, transaction->src, first->src)
          && !(transaction->leg == first->leg && transaction->src == first->src))
        continue;
      self->caller = i;
      if (is_success (transaction))
        break;
    }
}

/* The last attempt that the device which got @from made before it answered; with @code its answer
 * must be that one. */
static guint32
find_onward (const Decision *self, guint32 from, gboolean same_code)
{
  const RungsTransaction *up = at (self, from);
  guint32 found = RUNGS_NONE;

  for (guint32 i = from + 1; i < count (self); i++)
    {
      const RungsTransaction *down = at (self, i);

      if (!rungs_transaction_is_attempt (down) || !same_device (self, down->src, up->dst))
        continue;
      if (up->final != RUNGS_NONE
          && (down->first > up->final || (down->final != RUNGS_NONE && down->final > up->final)))
        continue;
      if (same_code && down->code != up->code)
        continue;
      if (found == RUNGS_NONE || down->final == RUNGS_NONE || at (self, found)->final == RUNGS_NONE
          || down->final > at (self, found)->final)
        found = i;
    }
  return found;
}

/* From the answer that the caller got to where it came from. */
static void
follow_failure (Decision *self)
{
  guint32 deepest = self->caller, other;

  rungs_outcome_mark (self->transactions, deepest);
  for (guint depth = 0; depth < MAX_DEPTH; depth++)
    {
      guint32 next = find_onward (self, deepest, TRUE);

      if (next == RUNGS_NONE)
        break;
      deepest = next;
      rungs_outcome_mark (self->transactions, deepest);
    }

  /* The device in the middle gave an answer of its own: the attempt that made it do so was crossed
   * too. */
  other = find_onward (self, deepest, FALSE);
  if (other != RUNGS_NONE && !is_success (at (self, other))
      && at (self, other)->cancel == RUNGS_NONE
      && (at (self, other)->final == RUNGS_NONE || at (self, deepest)->final == RUNGS_NONE
          || is_together (self, at (self, other)->final, at (self, deepest)->final, TOGETHER)))
    rungs_outcome_mark (self->transactions, other);

  self->outcome->failing = deepest;
  self->outcome->failing_response = at (self, deepest)->final;
}

static void
decide_failed (Decision *self)
{
  self->outcome->state = RUNGS_STATE_FAILED;
  follow_failure (self);
}

/* No final answer in the log: did the attempt die, or does the log end? */
static gboolean
is_timed_out (const Decision *self)
{
  const RungsTransaction *caller = at (self, self->caller);
  RungsStamp last = RUNGS_STAMP_NONE, end;
  gboolean rings = FALSE;

  if (caller->n_requests >= RUNGS_GIVEN_UP && !caller->has_trying)
    return TRUE;
  for (guint32 i = self->caller; i < count (self); i++)
    if (rungs_transaction_is_attempt (at (self, i)))
      {
        last = MAX (last, stamp (self, at (self, i)->first));
        rings |= at (self, i)->provisional != RUNGS_NONE;
      }
  end = rungs_outcome_log_end (self->assembly, self->transactions, caller->first);
  return last != RUNGS_STAMP_NONE && end - last >= (rings ? RUNGS_NO_FINAL : RUNGS_NO_ANSWER);
}

static gboolean
has_bye (const Decision *self, guint32 leg)
{
  return self->transactions->leg_notes->data[leg - self->transactions->call->first_leg]
         & RUNGS_LEG_ENDED;
}

/* The caller's answer is missing from the log, but what came after shows that there was one.
 * @answer: an answer seen on another leg, or RUNGS_NONE. */
static gboolean
find_lost_answer (const Decision *self, guint32 *answer, gboolean *answered)
{
  const RungsTransaction *caller = at (self, self->caller);
  guint32 onward = find_onward (self, self->caller, FALSE);
  gboolean ended = has_bye (self, caller->leg);

  *answer = onward != RUNGS_NONE ? at (self, onward)->final : RUNGS_NONE;
  *answered = ended;
  if (onward != RUNGS_NONE && is_success (at (self, onward))
      && has_bye (self, at (self, onward)->leg))
    *answered = ended = TRUE;
  if (ended)
    {
      if (onward == RUNGS_NONE || !is_success (at (self, onward)))
        *answer = RUNGS_NONE;
      return TRUE;
    }
  if (caller->ack == RUNGS_NONE)
    return FALSE;
  /* The ACK of a 2xx is a transaction of its own (13.2.2.4); that of a failure has the INVITE's
   * branch (17.1.1.3). */
  *answered = rungs_transactions_row (self->transactions, caller->ack)->branch != caller->branch
              || caller->branch == 0;
  if (*answer != RUNGS_NONE && is_success (at (self, onward)) != *answered)
    *answer = RUNGS_NONE;
  return TRUE;
}

static gboolean
was_referred (const Decision *self)
{
  for (guint32 i = 0; i < count (self); i++)
    {
      const RungsTransaction *transaction = at (self, i);

      if (transaction->method == RUNGS_METHOD_REFER && transaction->code < 300)
        return TRUE;
      if (transaction->request != RUNGS_NONE && rungs_transaction_is_attempt (transaction)
          && rungs_transactions_row (self->transactions, transaction->request)->marks
               & RUNGS_MARK_REPLACES)
        return TRUE;
    }
  return FALSE;
}

/* Messages of a leg that goes on after the BYE at @position. */
static gboolean
goes_on (const Decision *self, guint32 position)
{
  for (guint32 i = position + 1; i < self->transactions->call->n_rows; i++)
    {
      const RungsMessage *row = rungs_transactions_row (self->transactions, i);
      guint8 note =
        self->transactions->leg_notes->data[row->leg - self->transactions->call->first_leg];

      if (note == RUNGS_LEG_ANSWERED && !is_together (self, position, i, TOGETHER))
        return TRUE;
    }
  return FALSE;
}

static gboolean
some_leg_is_open (const Decision *self)
{
  for (guint i = 0; i < self->transactions->leg_notes->len; i++)
    if (self->transactions->leg_notes->data[i] == RUNGS_LEG_ANSWERED)
      return TRUE;
  return FALSE;
}

/* The BYE that ended the call for the caller, as a transaction. Forks that lost and legs that a
 * transfer left behind are hung up earlier. */
static guint32
find_end (const Decision *self, guint32 caller_leg)
{
  gboolean referred = was_referred (self);
  guint32 end = RUNGS_NONE;

  if (referred && some_leg_is_open (self))
    return RUNGS_NONE;
  for (guint32 i = 0; i < count (self); i++)
    {
      if (at (self, i)->method != RUNGS_METHOD_BYE)
        continue;
      end = i;
      if (at (self, i)->leg == caller_leg && !referred)
        break;
    }
  if (end == RUNGS_NONE
      || (at (self, end)->leg != caller_leg && goes_on (self, at (self, end)->first)))
    return RUNGS_NONE;

  /* The other side hung up, and this one was told. */
  for (guint32 i = 0; i < end; i++)
    if (at (self, i)->method == RUNGS_METHOD_BYE
        && is_together (self, at (self, i)->first, at (self, end)->first, TOGETHER)
        && (self->outcome->answered == RUNGS_NONE || at (self, i)->first > self->outcome->answered))
      return i;
  return end;
}

static gboolean
is_end_together (const Decision *self, guint32 i, guint32 end)
{
  return at (self, i)->method == RUNGS_METHOD_BYE && i >= end
         && is_together (self, at (self, end)->first, at (self, i)->first, TOGETHER);
}

/* Both sides hang up at once, or one of them twice: the BYE meets no dialog any more. */
static gboolean
is_crossed (const Decision *self, guint32 bye)
{
  for (guint32 i = 0; i < count (self); i++)
    if (i != bye && at (self, i)->method == RUNGS_METHOD_BYE
        && at (self, i)->leg == at (self, bye)->leg
        && (at (self, i)->reverse != at (self, bye)->reverse
            || (i < bye && is_success (at (self, i)))))
      return TRUE;
  return FALSE;
}

static gboolean
is_refresh_failure (const RungsTransaction *transaction)
{
  switch (transaction->code)
    {
    case 401:
    case 407:
    case 422:
    case 423:
    case 487:
    case 491:
      return FALSE; /* tried again, or given up on purpose */
    default:
      return transaction->in_dialog && transaction->code >= 300
             && (transaction->method == RUNGS_METHOD_INVITE
                 || transaction->method == RUNGS_METHOD_UPDATE);
    }
}

/* The transaction that is to blame for the end, or RUNGS_NONE when it ended in good order. */
static guint32
find_fault (const Decision *self, guint32 end)
{
  guint32 position = at (self, end)->first;
  guint n_refused = 0;

  for (guint32 i = 0; i < count (self); i++)
    {
      const RungsTransaction *transaction = at (self, i);

      if (is_end_together (self, i, end))
        {
          if (transaction->request != RUNGS_NONE
              && rungs_transactions_row (self->transactions, transaction->request)->marks
                   & RUNGS_MARK_FAULT)
            return i;
          if ((transaction->code == 481 || transaction->code == 408) && n_refused++ < MAX_DEPTH
              && !is_crossed (self, i))
            return i;
        }
      if (is_refresh_failure (transaction) && transaction->final < position
          && is_together (self, transaction->final, position, TOGETHER))
        return i;
      if (rungs_transaction_is_attempt (transaction) && is_success (transaction)
          && transaction->request != RUNGS_NONE && transaction->ack == RUNGS_NONE
          && transaction->n_finals >= UNACKNOWLEDGED)
        return i;
    }
  return RUNGS_NONE;
}

/* A dialog that its own refresh found dead (12.2.1.2), with no BYE in the log. */
static guint32
find_dead_dialog (const Decision *self)
{
  guint32 dead = RUNGS_NONE;

  for (guint32 i = 0; i < count (self); i++)
    {
      const RungsTransaction *transaction = at (self, i);

      if (!transaction->in_dialog
          || (transaction->method != RUNGS_METHOD_INVITE
              && transaction->method != RUNGS_METHOD_UPDATE))
        continue;
      if (transaction->code == 481 || transaction->code == 408)
        dead = i;
      else if (is_success (transaction))
        dead = RUNGS_NONE;
    }
  return dead;
}

static void
decide_end (Decision *self, guint32 caller_leg)
{
  RungsOutcome *outcome = self->outcome;
  guint32 end = find_end (self, caller_leg), fault;

  if (end == RUNGS_NONE)
    {
      fault = find_dead_dialog (self);
      outcome->state = fault != RUNGS_NONE ? RUNGS_STATE_DROPPED : RUNGS_STATE_ESTABLISHED;
      if (fault == RUNGS_NONE)
        return;
      outcome->failing = fault;
      outcome->failing_response = at (self, fault)->final;
      rungs_outcome_mark (self->transactions, fault);
      return;
    }

  outcome->ended = at (self, end)->first;
  fault = find_fault (self, end);
  outcome->state = fault != RUNGS_NONE ? RUNGS_STATE_DROPPED : RUNGS_STATE_COMPLETED;
  if (fault == RUNGS_NONE)
    return;

  outcome->failing = fault;
  outcome->failing_response =
    at (self, at (self, fault)->method == RUNGS_METHOD_BYE ? fault : end)->first;
  rungs_outcome_mark (self->transactions, fault);
  for (guint32 i = end; i < count (self) && i - end < MAX_DEPTH; i++)
    if (is_end_together (self, i, end))
      rungs_outcome_mark (self->transactions, i);
}

static void
decide_answered (Decision *self, guint32 answer, guint32 caller_leg)
{
  self->outcome->final = self->outcome->answered = answer;
  decide_end (self, caller_leg);
}

static void
decide_unanswered (Decision *self)
{
  const RungsTransaction *caller = at (self, self->caller);
  guint32 answer;
  gboolean answered;

  if (caller->cancel != RUNGS_NONE)
    {
      self->outcome->state = RUNGS_STATE_CANCELLED;
      return;
    }
  if (find_lost_answer (self, &answer, &answered))
    {
      if (answered)
        {
          decide_answered (self, answer, caller->leg);
          return;
        }
      decide_failed (self);
      self->outcome->final = answer;
      return;
    }
  if (is_timed_out (self))
    decide_failed (self);
}

/* The log begins in the middle: no INVITE and no answer to one. */
static void
decide_without_beginning (Decision *self)
{
  gboolean cancelled = count (self) > 0;

  for (guint32 i = 0; i < count (self); i++)
    cancelled &= at (self, i)->method == RUNGS_METHOD_CANCEL;
  if (cancelled)
    self->outcome->state = RUNGS_STATE_CANCELLED;
  else
    decide_end (self, self->transactions->call->first_leg);
}

void
rungs_outcome_of_call (RungsAssembly *assembly,
                       RungsTransactions *transactions,
                       RungsCall *call,
                       RungsOutcome *outcome)
{
  Decision self = { assembly, transactions, outcome, RUNGS_NONE, RUNGS_NONE };
  const RungsTransaction *caller;

  find_caller (&self);
  if (self.caller == RUNGS_NONE)
    {
      decide_without_beginning (&self);
      return;
    }

  caller = at (&self, self.caller);
  if (is_success (caller))
    decide_answered (&self, caller->final, caller->leg);
  else if (caller->code == 0)
    decide_unanswered (&self);
  else
    {
      outcome->final = caller->final;
      /* The answer may have crossed the CANCEL: the caller had given up all the same. */
      if (caller->code == 487 || (caller->cancel != RUNGS_NONE && caller->cancel < caller->final))
        outcome->state = RUNGS_STATE_CANCELLED;
      else
        decide_failed (&self);
    }
}
