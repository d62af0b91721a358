/* How an answered call ended: who let go of it first and whether that looks like a person, whether
 * the SBC told the other side, and a CANCEL that met the answer on its way. Of calls that ended
 * well and of dropped ones. */
#include "config.h"

#include "end.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/find.h"
#include "diagnosis/findings/findings.h"
#include "diagnosis/party-private.h"
#include "diagnosis/shared.h"

/* A BYE that is passed on later leaves somebody with a silent phone for that long. */
#define LATE (2 * RUNGS_STAMP_SECOND)
/* A leg is called forgotten when the log goes on so long without its BYE (timer F, RFC 3261
 * 17.1.2.2). */
#define FORGOTTEN (32 * RUNGS_STAMP_SECOND)
/* What the SBC does to both sides of its own accord it does at once. */
#define AT_ONCE (RUNGS_STAMP_SECOND / 2)
/* No person hangs up so soon after the answer. */
#define TOO_SOON (RUNGS_STAMP_SECOND / 2)
/* A CANCEL and a 200 so near each other crossed on the way. */
#define CROSSED (2 * RUNGS_STAMP_SECOND)
/* BYEs that are looked at. */
#define MAX_BYES 16

typedef struct
{
  RungsCase *self;
  guint32 byes[MAX_BYES];
  guint n_byes;
  guint n_open;        /* legs whose INVITE was answered with 2xx */
  guint32 answered[2]; /* those legs, the first two */
  gboolean was_transferred;
} Ends;

static gboolean
is_new (const RungsMessage *row)
{
  return !(row->flags & (RUNGS_MESSAGE_RETRANSMISSION | RUNGS_MESSAGE_DUPLICATE));
}

static gboolean
is_sbc (const RungsCase *self, guint32 endpoint)
{
  return rungs_case_kind (self, endpoint) == RUNGS_DEVICE_SBC;
}

static void
note_answered (Ends *ends, guint32 leg)
{
  for (guint i = 0; i < ends->n_open && i < G_N_ELEMENTS (ends->answered); i++)
    if (ends->answered[i] == leg)
      return;
  if (ends->n_open < G_N_ELEMENTS (ends->answered))
    ends->answered[ends->n_open] = leg;
  ends->n_open++;
}

static void
look (Ends *ends, RungsCase *self)
{
  *ends = (Ends){ .self = self };
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);

      if (!is_new (row))
        continue;
      if (row->code >= 200 && row->code < 300 && rungs_case_is (self, message, "INVITE"))
        note_answered (ends, row->leg);
      else if (row->code != 0)
        continue;
      else if (rungs_case_is (self, message, "BYE") && ends->n_byes < MAX_BYES)
        ends->byes[ends->n_byes++] = message;
      else if (rungs_case_is (self, message, "REFER"))
        ends->was_transferred = TRUE;
    }
}

guint32
rungs_case_end_bye (const RungsCase *self)
{
  guint32 first = RUNGS_NONE;

  if (self->bye != RUNGS_NONE)
    return self->bye;
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      gint64 time;

      if (rungs_case_row (self, message)->code != 0 || !is_new (rungs_case_row (self, message))
          || !rungs_case_is (self, message, "BYE"))
        continue;
      time = rungs_case_between (self, self->final, message);
      /* Legs that a transfer or a fork left behind were hung up earlier: the duration tells which
       * one was the end. */
      if (time >= 0 && time / 1000 == self->call->duration)
        return message;
      if (first == RUNGS_NONE && (time >= 0 || self->call->duration < 0))
        first = message;
    }
  return first;
}

/* ---- who let go ---- */

typedef enum
{
  SIDE_UNKNOWN,
  SIDE_CALLER,
  SIDE_CALLED,
  SIDE_SBC,
} Side;

static guint32
device_of (const RungsCase *self, guint32 endpoint)
{
  return endpoint != RUNGS_NONE ? rungs_trace_get_endpoint (self->trace, endpoint)->device
                                : RUNGS_NONE;
}

/* A device that was called on one leg and called on another one: the SBC, whatever the log knows it
 * by. */
static gboolean
is_between (const RungsCase *self, guint32 endpoint)
{
  guint32 device = device_of (self, endpoint);
  gboolean was_called = FALSE, called = FALSE;

  if (device == RUNGS_NONE)
    return FALSE;
  for (guint i = 0; i < self->call->n_legs; i++)
    {
      const RungsLeg *leg = rungs_trace_get_leg (self->trace, self->call, i);

      called |= device_of (self, leg->src) == device;
      was_called |= device_of (self, leg->dst) == device;
    }
  return is_sbc (self, endpoint) || (called && was_called);
}

/* The BYE that the device in the middle sent by itself on the other leg at the same moment. */
static guint32
find_twin (const Ends *ends, guint32 bye)
{
  const RungsMessage *row = rungs_case_row (ends->self, bye);

  for (guint i = 0; i < ends->n_byes; i++)
    {
      const RungsMessage *other = rungs_case_row (ends->self, ends->byes[i]);

      if (other->leg != row->leg
          && device_of (ends->self, other->src) == device_of (ends->self, row->src)
          && MAX (rungs_case_between (ends->self, bye, ends->byes[i]),
                  rungs_case_between (ends->self, ends->byes[i], bye))
               <= AT_ONCE)
        return ends->byes[i];
    }
  return RUNGS_NONE;
}

/* Somebody else hung up at that moment too. */
static gboolean
is_crossed (const Ends *ends, guint32 bye)
{
  RungsCase *self = ends->self;
  guint32 device = device_of (self, rungs_case_row (self, bye)->src);

  for (guint i = 0; i < ends->n_byes; i++)
    if (device_of (self, rungs_case_row (self, ends->byes[i])->src) != device
        && MAX (rungs_case_between (self, bye, ends->byes[i]),
                rungs_case_between (self, ends->byes[i], bye))
             <= AT_ONCE)
      return TRUE;
  return FALSE;
}

static Side
side_of (const Ends *ends, guint32 bye, guint32 *twin)
{
  RungsCase *self = ends->self;
  const RungsMessage *row = rungs_case_row (self, bye);
  RungsSender sender = rungs_case_sender (self, bye);

  *twin = RUNGS_NONE;
  if (is_between (self, row->src))
    {
      *twin = is_crossed (ends, bye) ? RUNGS_NONE : find_twin (ends, bye);
      return *twin != RUNGS_NONE ? SIDE_SBC : SIDE_UNKNOWN;
    }
  if (sender == RUNGS_SENDER_CALLER)
    return row->leg == self->call->first_leg ? SIDE_CALLER : SIDE_UNKNOWN;
  return sender == RUNGS_SENDER_CALLED ? SIDE_CALLED : SIDE_UNKNOWN;
}

/* Of two legs the earlier BYE; with more of them, the one that ended the call. */
static guint32
first_bye (const Ends *ends)
{
  guint32 end = rungs_case_end_bye (ends->self);

  if (ends->n_open != 2 || ends->was_transferred || end == RUNGS_NONE)
    return end;
  for (guint i = 0; i < ends->n_byes; i++)
    if (rungs_case_between (ends->self, ends->byes[i], end) > 0
        && rungs_case_row (ends->self, ends->byes[i])->leg != rungs_case_row (ends->self, end)->leg)
      return ends->byes[i];
  return end;
}

/* The Q.850 cause that the BYE gives, 0: none. */
static guint
cause_of (const RungsExhibit *bye)
{
  RungsSpan text = RUNGS_SPAN_NONE;
  guint q850 = 0;

  for (guint i = 0; bye != NULL && i < RUNGS_MAX_REASONS && q850 == 0; i++)
    {
      RungsSpan value = rungs_sip_header (bye->text, RUNGS_SPAN ("Reason"), i, NULL);

      if (value.len == 0)
        break;
      rungs_sip_reason (value, &q850, &text);
    }
  return q850;
}

/* The answer was refused by a machine: within a fraction of a second, and not because a CANCEL had
 * crossed it. */
static gboolean
is_too_soon (const Ends *ends, guint32 bye)
{
  RungsCase *self = ends->self;
  gint64 after = rungs_case_between (self, self->final, bye);

  if (after < 0 || after >= TOO_SOON || ends->was_transferred)
    return FALSE;
  for (guint32 i = 0; i < self->call->n_rows; i++)
    if (rungs_case_is (self, rungs_case_nth (self, i), "CANCEL"))
      return FALSE;
  return TRUE;
}

static RungsFinding *
report_too_soon (const Ends *ends, Side side, guint32 bye)
{
  RungsCase *self = ends->self;
  g_autofree char *after = rungs_case_time (self, self->final, bye);
  const char *who = rungs_party_short_name (self, rungs_case_row (self, bye)->src);

  return rungs_case_find (
    self, RUNGS_FINDING_RELEASED_AT_ONCE,
    g_strdup_printf (
      side == SIDE_CALLER
        ? _ ("The caller’s side (BYE from %s) ended the call %s after the answer: too soon for a "
             "person to have hung up. Its device did not accept the answer, or could not use it. "
             "Compare the codecs, SRTP and session timer of the 200 with the INVITE, then check "
             "the licences and channels of that device.")
      : side == SIDE_CALLED
        ? _ ("The called side (BYE from %s) ended the call %s after its answer: too soon for a "
             "person to have hung up. Look at the ACK and at that device’s own log: codecs, SRTP, "
             "session timer, licences, channels.")
        : _ ("The call was ended (BYE from %s) %s after the answer: too soon for a person to have "
             "hung up. Compare the codecs, SRTP and session timer of the 200 with the INVITE, then "
             "check the licences and channels of the device that sent the BYE."),
      who, after));
}

/* Whose BYE it was. Persons hang up without a cause, or with 16 or 31. */
static RungsFinding *
report_side (const Ends *ends, Side side, const RungsExhibit *exhibit, guint32 bye)
{
  RungsCase *self = ends->self;
  guint q850 = cause_of (exhibit);
  g_autofree char *after = rungs_case_time (self, self->final, bye);
  const char *who = rungs_party_short_name (self, rungs_case_row (self, bye)->src);

  if (self->call->state == RUNGS_STATE_DROPPED && exhibit != NULL && exhibit->sip.reason.len > 0)
    return rungs_case_find (
      self, RUNGS_FINDING_RELEASED_FAULT,
      g_strdup_printf (side == SIDE_CALLER
                         ? _ ("The caller’s side (%s) ended the call %s after the answer with a "
                              "fault as the reason: not a normal hang-up.")
                         : _ ("The called side (%s) ended the call %s after the answer with a "
                              "fault as the reason: not a normal hang-up."),
                       who, after));
  /* Microsoft's causes are known to mislead. */
  if (q850 != 0 && q850 != 16 && q850 != 31
      && rungs_case_is_teams (self, rungs_case_row (self, bye)->src))
    return NULL;
  if (q850 != 0 && q850 != 16 && q850 != 31)
    return rungs_case_find (
      self, RUNGS_FINDING_RELEASED_NETWORK,
      g_strdup_printf (_ ("The BYE came from %s %s after the answer with Q.850 cause %u: the "
                          "network or an announcement probably ended the call, not a person."),
                       who, after, q850));
  return rungs_case_find (
    self, side == SIDE_CALLER ? RUNGS_FINDING_RELEASED_CALLER : RUNGS_FINDING_RELEASED_CALLED,
    /* Translators: how long after the answer; the device that sent the BYE. */
    g_strdup_printf (side == SIDE_CALLER
                       ? _ ("The caller hung up %s after the answer (BYE from %s).")
                       : _ ("The called side hung up %s after the answer (BYE from %s)."),
                     after, who));
}

static RungsFinding *
report_both (RungsCase *self, guint32 bye, const char *after)
{
  g_autofree char *who = rungs_party_call_name (self, rungs_case_row (self, bye)->src, TRUE);

  return rungs_case_find (
    self, RUNGS_FINDING_RELEASED_SBC,
    g_strdup_printf (
      self->call->state != RUNGS_STATE_COMPLETED
          || rungs_case_has_finding (self, RUNGS_FINDING_SESSION_REFRESH_MISSING)
        ? _ ("%s hung up on both sides on its own, %s after the answer; it had received no BYE.")
        : _ ("%s hung up on both sides on its own, %s after the answer; it had received no BYE. It "
             "may have cut the call: session timer, media timeout or maximum call duration. Its "
             "own log lines at that moment show which."),
      who, after));
}

static void
check_released (const Ends *ends)
{
  RungsCase *self = ends->self;
  guint32 bye = first_bye (ends), twin = RUNGS_NONE;
  g_autofree char *after = NULL;
  const RungsExhibit *exhibit;
  RungsFinding *finding;
  Side side;

  if (bye == RUNGS_NONE)
    return;
  side = side_of (ends, bye, &twin);
  after = rungs_case_time (self, self->final, bye);
  /* Without its ACK the answered side hangs up by itself. */
  if (after == NULL || rungs_case_has_finding (self, RUNGS_FINDING_ACK_MISSING))
    return;
  exhibit = rungs_case_read (self, bye);
  if (self->call->state == RUNGS_STATE_COMPLETED && is_too_soon (ends, bye))
    finding = report_too_soon (ends, side, bye);
  else if (side == SIDE_UNKNOWN)
    return;
  else if (side == SIDE_SBC)
    finding = report_both (self, bye, after);
  else
    finding = report_side (ends, side, exhibit, bye);
  if (finding == NULL)
    return;
  if (cause_of (exhibit) > 0)
    rungs_finding_number (finding, RUNGS_VALUE_CODE, cause_of (exhibit));
  rungs_finding_at (finding, self, bye);
  if (twin != RUNGS_NONE)
    rungs_finding_at (finding, self, twin);
  else if (exhibit != NULL && exhibit->sip.reason.len > 0)
    rungs_finding_at_header (finding, self, exhibit, RUNGS_SPAN ("Reason"));
}

/* ---- whether the other side was told ---- */

/* How long the log goes on after @message; -1: not known. */
static gint64
goes_on (const RungsCase *self, guint32 message)
{
  const RungsMessage *row = rungs_case_row (self, message);
  RungsStamp last = rungs_shared_last_time (rungs_shared_of (self->trace), row->input);

  return row->time != RUNGS_STAMP_NONE && last != RUNGS_STAMP_NONE ? last - row->time : -1;
}

static guint32
bye_on (const Ends *ends, guint32 leg)
{
  for (guint i = 0; i < ends->n_byes; i++)
    if (rungs_case_row (ends->self, ends->byes[i])->leg == leg)
      return ends->byes[i];
  return RUNGS_NONE;
}

static guint32
answer_on (const RungsCase *self, guint32 leg)
{
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);

      if (row->leg == leg && row->code >= 200 && row->code < 300
          && rungs_case_is (self, message, "INVITE"))
        return message;
    }
  return RUNGS_NONE;
}

/* The other one of the two legs whose BYE came in to the SBC. */
static guint32
forgotten_side (const RungsCase *self, guint32 answer)
{
  const RungsMessage *row = rungs_case_row (self, answer);

  return is_sbc (self, row->src) ? row->dst : row->src;
}

static void
report_late (const Ends *ends, guint32 bye, guint32 other)
{
  RungsCase *self = ends->self;
  g_autofree char *time = rungs_case_time (self, bye, other);
  g_autofree char *who = rungs_party_call_name (self, rungs_case_row (self, other)->dst, FALSE);
  RungsFinding *finding = rungs_case_find (
    self, RUNGS_FINDING_BYE_LATE,
    g_strdup_printf (
      _ ("The SBC passed the BYE on to %s only %s later: for so long that side heard nothing and "
         "saw a call that was over. Look in the SBC’s lines between the two for what it waited "
         "for."),
      who, time));

  rungs_finding_at (finding, self, bye);
  rungs_finding_at (finding, self, other);
}

static void
report_forgotten (const Ends *ends, guint32 bye, guint32 answer, guint32 other)
{
  RungsCase *self = ends->self;
  g_autofree char *who = rungs_party_call_name (self, forgotten_side (self, answer), FALSE);
  g_autofree char *time = other != RUNGS_NONE ? rungs_case_time (self, bye, other)
                                              : rungs_stamp_duration (goes_on (self, bye) / 1000);
  RungsFinding *finding = rungs_case_find (
    self, RUNGS_FINDING_BYE_NOT_PASSED,
    g_strdup_printf (
      other != RUNGS_NONE
        ? _ ("The SBC got a BYE and did not pass it on to %s, which hung up by itself %s later: "
             "until then that leg stayed up.")
        : _ (
          "The SBC got a BYE and sent none to %s in the %s that this log still shows: that side’s "
          "call hangs, and keeps a channel, until its session timer ends it."),
      who, time));

  rungs_finding_at (finding, self, bye);
  rungs_finding_at (finding, self, other != RUNGS_NONE ? other : answer);
}

/* Only of plain calls: what belongs together after a transfer or between forks is not to be
 * guessed. */
static void
check_passed (const Ends *ends)
{
  RungsCase *self = ends->self;

  if (ends->n_open != 2 || ends->was_transferred)
    return;
  for (guint i = 0; i < ends->n_byes; i++)
    {
      guint32 bye = ends->byes[i], answer, other, leg;
      const RungsMessage *row = rungs_case_row (self, bye);

      if (is_sbc (self, row->src) || !is_sbc (self, row->dst)
          || (row->leg != ends->answered[0] && row->leg != ends->answered[1]))
        continue;
      leg = row->leg == ends->answered[0] ? ends->answered[1] : ends->answered[0];
      answer = answer_on (self, leg);
      other = bye_on (ends, leg);
      if (answer == RUNGS_NONE
          || (other != RUNGS_NONE && rungs_case_between (self, bye, other) < 0))
        return;
      if (other == RUNGS_NONE && goes_on (self, bye) > FORGOTTEN && !self->call->lacks_end)
        report_forgotten (ends, bye, answer, RUNGS_NONE);
      else if (other != RUNGS_NONE && rungs_case_between (self, bye, other) > LATE)
        {
          if (is_sbc (self, rungs_case_row (self, other)->src))
            report_late (ends, bye, other);
          else
            report_forgotten (ends, bye, answer, other);
        }
      return;
    }
}

/* ---- CANCEL meets 200 ---- */

static void
check_crossed (const Ends *ends)
{
  RungsCase *self = ends->self;

  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 cancel = rungs_case_nth (self, i), answer;
      const RungsMessage *row = rungs_case_row (self, cancel);
      gboolean is_over;
      g_autofree char *who = NULL;
      RungsFinding *finding;

      if (row->code != 0 || !is_new (row) || !rungs_case_is (self, cancel, "CANCEL"))
        continue;
      answer = answer_on (self, row->leg);
      if (answer == RUNGS_NONE
          || MAX (rungs_case_between (self, cancel, answer),
                  rungs_case_between (self, answer, cancel))
               > CROSSED)
        continue;
      is_over = bye_on (ends, row->leg) != RUNGS_NONE || goes_on (self, answer) < FORGOTTEN;
      who = rungs_party_call_name (self, rungs_case_row (self, answer)->src, TRUE);
      finding = rungs_case_find (
        self, is_over ? RUNGS_FINDING_CANCEL_CROSSED : RUNGS_FINDING_CANCEL_LEFT_OPEN,
        is_over
          ? g_strdup_printf (
            _ ("%s answered at the moment the call was cancelled (CANCEL and 200 crossed): no "
               "fault, though its history may show an answered call of no length."),
            who)
          : g_strdup_printf (_ ("%s answered at the moment the call was cancelled (CANCEL and 200 "
                                "crossed), and no BYE followed: who sent the CANCEL must hang up "
                                "the answered leg (RFC 3261 15), or it stays open."),
                             who));
      rungs_finding_at (finding, self, cancel);
      rungs_finding_at (finding, self, answer);
      return;
    }
}

/* A BYE that was sent again and again: the other side is not there any more. */
static void
check_unanswered (const Ends *ends)
{
  RungsCase *self = ends->self;

  for (guint i = 0; i < ends->n_byes; i++)
    {
      RungsExchange exchange;
      g_autofree char *who = NULL;
      RungsFinding *finding;

      rungs_case_exchange (self, ends->byes[i], &exchange);
      if (exchange.first_final != RUNGS_NONE || exchange.n_requests < 3)
        continue;
      who = rungs_party_call_name (self, rungs_case_row (self, ends->byes[i])->dst, TRUE);
      finding = rungs_case_find (
        self, RUNGS_FINDING_BYE_UNANSWERED,
        g_strdup_printf (
          _ ("%s did not answer the BYE, which was sent %u times: it was not reachable "
             "any more, and may take the call for still going on."),
          who, exchange.n_requests));
      rungs_finding_who (finding, self, rungs_case_row (self, ends->byes[i])->dst);
      rungs_finding_at (finding, self, ends->byes[i]);
      rungs_finding_at (finding, self, exchange.last_request);
      return;
    }
}

void
rungs_findings_end (RungsCase *self)
{
  Ends ends;

  look (&ends, self);
  if (self->call->state == RUNGS_STATE_COMPLETED || self->call->state == RUNGS_STATE_DROPPED)
    check_released (&ends);
  check_passed (&ends);
  check_crossed (&ends);
  check_unanswered (&ends);
}
