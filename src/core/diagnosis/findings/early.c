/* What happens before anybody answered and should not: a BYE that the state of the dialog forbids,
 * a CANCEL that a timer sent, the same call from another device again. */
#include "config.h"

#include "findings.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/find.h"
#include "diagnosis/party-private.h"

/* The 3 minutes of Timer C (RFC 3261 16.6 step 11), and what a device may take to act. */
#define TIMER_C (179 * RUNGS_STAMP_SECOND)
#define TIMER_C_END (190 * RUNGS_STAMP_SECOND)

static gboolean
is_new_request (const RungsMessage *row)
{
  return row->code == 0 && !(row->flags & (RUNGS_MESSAGE_RETRANSMISSION | RUNGS_MESSAGE_DUPLICATE));
}

/* Has the leg rung up to @bye, and was it answered at no time, as far as the log shows? A 200 that
 * the log lost leaves an ACK. */
static gboolean
is_early (const RungsCase *self, guint32 bye, guint32 *ringing)
{
  guint32 leg = rungs_case_row (self, bye)->leg;
  gboolean reached = FALSE;

  *ringing = RUNGS_NONE;
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);

      reached = reached || message == bye;
      if (row->leg != leg)
        continue;
      if (reached && row->code >= 300 && rungs_case_is (self, message, "INVITE"))
        break;
      if (rungs_case_is (self, message, "ACK")
          || (row->code >= 200 && row->code < 300 && rungs_case_is (self, message, "INVITE")))
        return FALSE;
      if (!reached && row->code > 100 && row->code < 200 && rungs_case_is (self, message, "INVITE"))
        *ringing = message;
    }
  return *ringing != RUNGS_NONE;
}

/* RFC 3261 15: the called side must not send a BYE before it has answered. */
static void
check_early_bye (RungsCase *self)
{
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 bye = rungs_case_nth (self, i), ringing;
      g_autofree char *who = NULL;
      RungsFinding *finding;

      if (!is_new_request (rungs_case_row (self, bye)) || !rungs_case_is (self, bye, "BYE")
          || rungs_case_sender (self, bye) != RUNGS_SENDER_CALLED
          || !is_early (self, bye, &ringing))
        continue;
      who = rungs_party_call_name (self, rungs_case_row (self, bye)->src, TRUE);
      finding = rungs_case_find (
        self, RUNGS_FINDING_BYE_EARLY,
        g_strdup_printf (
          _ ("%s sent a BYE before it had answered the INVITE. The called side must refuse a call "
             "with a final answer instead (RFC 3261 15); without one the INVITE stays pending."),
          who));
      rungs_finding_at (finding, self, ringing);
      rungs_finding_at (finding, self, bye);
      return;
    }
}

static guint32
find_cancel (const RungsCase *self)
{
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);

      if (is_new_request (row) && row->leg == self->call->first_leg
          && rungs_case_is (self, message, "CANCEL"))
        return message;
    }
  return RUNGS_NONE;
}

/* A person does not wait for just 3 minutes. */
static void
check_timer (RungsCase *self, guint32 cancel)
{
  guint32 invite = rungs_case_first_invite (self);
  gint64 waited = rungs_case_between (self, invite, cancel);
  g_autofree char *time = NULL;
  g_autofree char *who = NULL;
  RungsFinding *finding;

  if (waited < TIMER_C || waited > TIMER_C_END || rungs_case_names_cause (self, cancel))
    return;
  who = rungs_party_call_name (self, rungs_case_row (self, cancel)->src, TRUE);
  time = rungs_case_time (self, invite, cancel);
  finding = rungs_case_find (
    self, RUNGS_FINDING_CANCEL_BY_TIMER,
    g_strdup_printf (
      _ ("%s gave up %s after the INVITE. That is probably a timer, not a person: Timer C of RFC "
         "3261 is 3 minutes, and carriers use timers of that length too."),
      who, time));
  rungs_finding_at (finding, self, invite);
  rungs_finding_at (finding, self, cancel);
}

/* The same Call-ID, From tag and CSeq by another branch, after the first one was given up. */
static void
check_retry (RungsCase *self, guint32 cancel)
{
  guint32 invite = rungs_case_first_invite (self);
  const RungsMessage *first = rungs_case_row (self, invite);

  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);
      g_autofree char *time = NULL;
      g_autofree char *who = NULL;
      RungsFinding *finding;

      if (!is_new_request (row) || row->call_id != first->call_id || row->cseq != first->cseq
          || row->from_tag != first->from_tag || row->from_tag == 0 || row->branch == first->branch
          || (row->flags & RUNGS_MESSAGE_TO_TAG) || !rungs_case_is (self, message, "INVITE")
          || rungs_case_between (self, cancel, message) < 0)
        continue;
      who = rungs_party_call_name (self, row->src, TRUE);
      time = rungs_case_time (self, cancel, message);
      finding = rungs_case_find (
        self, RUNGS_FINDING_CALL_TRIED_AGAIN,
        g_strdup_printf (_ ("%s sent the same call (Call-ID, From tag and CSeq) again, %s after it "
                            "was cancelled: a device upstream of it is trying another route."),
                         who, time));
      rungs_finding_at (finding, self, cancel);
      rungs_finding_at (finding, self, message);
      return;
    }
}

void
rungs_findings_early (RungsCase *self)
{
  guint32 cancel;

  check_early_bye (self);
  cancel = find_cancel (self);
  if (cancel == RUNGS_NONE || rungs_case_first_invite (self) == RUNGS_NONE)
    return;
  check_timer (self, cancel);
  check_retry (self, cancel);
}
