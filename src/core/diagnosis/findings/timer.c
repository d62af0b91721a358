/* Answers and ACKs that never came, with the timer of RFC 3261 that ran out over it and the hop
 * where it did. */
#include "config.h"

#include "findings.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/find.h"
#include "diagnosis/party-private.h"

/* Sights of a final answer that tell of a missing ACK: one repetition may have crossed it. */
#define UNACKNOWLEDGED 3
/* 64 * T1: Timers B, F and H; less what a log may lose at either end, and what a device may take to
 * act. */
#define TIMER_B (31 * RUNGS_STAMP_SECOND)
#define TIMER_B_END (36 * RUNGS_STAMP_SECOND)
/* Timer C of a proxy that rings (16.6 step 11): more than 3 minutes. */
#define TIMER_C (180 * RUNGS_STAMP_SECOND)
#define TIMER_C_END (190 * RUNGS_STAMP_SECOND)

/* Nobody gives up so soon: the log lost the final answer. */
#define AT_ONCE RUNGS_STAMP_SECOND

/* " within 32 s", "" without stamps. (transfer full) */
static char *
within (const RungsCase *self, guint32 from, guint32 to)
{
  g_autofree char *text = NULL;

  if (rungs_case_between (self, from, to) <= 0)
    return g_strdup ("");
  text = rungs_case_time (self, from, to);
  /* Translators: with the blank before it. */
  return g_strdup_printf (_ (" within %s"), text);
}

/* The timer that a request waits by, and whether it was waited for. (transfer full) */
static char *
timer_clause (RungsCase *self, const RungsExchange *exchange)
{
  gboolean is_invite = rungs_case_is (self, exchange->first_request, "INVITE");
  const char *timer = is_invite ? "B" : "F";
  gint64 waited = rungs_case_between (self, exchange->first_request, self->answer);
  g_autofree char *who = NULL;
  g_autofree char *time = NULL;

  if (rungs_case_names_cause (self, self->answer))
    return g_strdup ("");
  if (self->answer == RUNGS_NONE || waited < 0 || (waited >= TIMER_B && waited <= TIMER_B_END))
    return g_strdup_printf (_ (" Timer %s (RFC 3261: 32 s) ran out on this hop."), timer);
  who = rungs_party_call_name (self, rungs_case_row (self, exchange->first_request)->src, TRUE);
  time = rungs_case_time (self, exchange->first_request, self->answer);
  return g_strdup_printf (
    _ (" %s gave up after %s, which is its own setting: Timer %s of RFC 3261 is 32 s."), who, time,
    timer);
}

static void
check_no_final (RungsCase *self, const RungsExchange *exchange)
{
  guint32 request = exchange->first_request;
  guint32 rang = exchange->ringing != RUNGS_NONE ? exchange->ringing : exchange->provisional;
  g_autofree char *to = rungs_party_call_name (self, rungs_case_row (self, request)->dst, TRUE);
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 waited = rungs_case_between (self, rang, self->answer);
  g_autofree char *time = waited >= 0 ? rungs_case_time (self, rang, self->answer) : NULL;
  RungsFinding *finding;

  if (waited >= 0 && waited < AT_ONCE)
    return;
  g_string_append_printf (text, _ ("%s answered the %s provisionally and never finally."), to,
                          rungs_case_method (self, request));
  if (waited >= TIMER_C && waited <= TIMER_C_END && !rungs_case_names_cause (self, self->answer))
    g_string_append_printf (text, _ (" It was given up after %s: Timer C of RFC 3261 (3 minutes)."),
                            time);
  else if (time != NULL)
    g_string_append_printf (text, _ (" It was given up after %s."), time);
  finding = rungs_case_find (self, RUNGS_FINDING_NO_FINAL_ANSWER,
                             g_string_free (g_steal_pointer (&text), FALSE));
  rungs_finding_who (finding, self, rungs_case_row (self, request)->dst);
  rungs_finding_at (finding, self, request);
  rungs_finding_at (finding, self, exchange->provisional);
}

static void
check_no_answer (RungsCase *self, guint32 request)
{
  g_autofree char *to = NULL;
  g_autofree char *time = NULL;
  g_autofree char *timer = NULL;
  g_autofree char *text = NULL;
  RungsExchange exchange;
  RungsFinding *finding;

  if (request == RUNGS_NONE)
    return;
  rungs_case_exchange (self, request, &exchange);
  if (exchange.first_final != RUNGS_NONE || exchange.first_request == RUNGS_NONE)
    return;
  if (exchange.provisional != RUNGS_NONE)
    {
      check_no_final (self, &exchange);
      return;
    }
  to = rungs_party_call_name (self, rungs_case_row (self, request)->dst, TRUE);
  time = within (self, exchange.first_request, exchange.last_request);
  timer = timer_clause (self, &exchange);
  text = g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "%s was sent the %s %u time%s and answered nothing at all.",
                 "%s was sent the %s %u times%s and answered nothing at all.", exchange.n_requests),
    to, rungs_case_method (self, request), exchange.n_requests, time);
  finding = rungs_case_find (self, RUNGS_FINDING_NO_ANSWER, g_strconcat (text, timer, NULL));
  rungs_finding_who (finding, self, rungs_case_row (self, request)->dst);
  rungs_finding_at (finding, self, exchange.first_request);
  rungs_finding_at (finding, self, exchange.last_request);
}

/* 13.3.1.4 for a 2xx, Timer H (17.2.1) for the others. */
static void
check_ack (RungsCase *self, const RungsExchange *exchange, guint32 request)
{
  guint code = rungs_case_row (self, exchange->first_final)->code;
  g_autofree char *time = within (self, exchange->first_final, exchange->last_final);
  g_autofree char *from = NULL;
  RungsFinding *finding;

  from = rungs_party_call_name (self, rungs_case_row (self, request)->src, FALSE);
  finding = rungs_case_find (
    self, RUNGS_FINDING_ACK_MISSING,
    code >= 300 ? g_strdup_printf (_ ("The %u was sent %u times%s, and no ACK came back from %s: "
                                      "Timer H (RFC 3261: 32 s) runs on this hop."),
                                   code, exchange->n_finals, time, from)
                : g_strdup_printf (_ ("The %u was sent %u times%s, and no ACK came back from %s."),
                                   code, exchange->n_finals, time, from));
  rungs_finding_at (finding, self, exchange->first_final);
  rungs_finding_at (finding, self, exchange->last_final);
}

/* The answer is sent again and again although it was acknowledged: the ACK goes to another place,
 * or gets lost behind this log. */
static void
check_ack_lost (RungsCase *self, const RungsExchange *exchange)
{
  const RungsExhibit *ack = rungs_case_read (self, exchange->ack),
                     *answer = rungs_case_read (self, exchange->first_final);
  RungsSpan user, asked, went, port;
  g_autofree char *went_text = NULL;
  g_autofree char *asked_text = NULL;
  RungsFinding *finding;

  if (ack == NULL || answer == NULL || !ack->sip.is_request
      || rungs_case_between (self, exchange->ack, exchange->last_final) <= 0)
    return;
  rungs_sip_uri (answer->sip.contact_uri, &user, &asked, &port);
  rungs_sip_uri (ack->sip.request_uri, &user, &went, &port);
  asked_text = rungs_span_dup_utf8 (asked);
  went_text = rungs_span_dup_utf8 (went);
  finding = rungs_case_find (
    self, RUNGS_FINDING_ACK_LOST,
    asked.len > 0 && !rungs_span_equal_ci (asked, went)
      ? g_strdup_printf (
        _ ("The %u was sent %u times although an ACK went out: the ACK names the host "
           "%s and the answer’s Contact names %s. The ACK must go where Contact and "
           "Record-Route of the 200 say."),
        (guint) answer->row->code, exchange->n_finals, went_text, asked_text)
      : g_strdup_printf (
        _ ("The %u was sent %u times although an ACK went out: it gets lost on the way "
           "to %s. Capture on the far side of the firewall at the same time."),
        (guint) answer->row->code, exchange->n_finals, went_text));
  rungs_finding_value (finding, RUNGS_VALUE_HOST, went_text);
  rungs_finding_value (finding, RUNGS_VALUE_HOST, asked_text);
  rungs_finding_at (finding, self, exchange->first_final);
  rungs_finding_at (finding, self, exchange->ack);
  rungs_finding_at (finding, self, exchange->last_final);
}

static void
check_acknowledged (RungsCase *self, guint32 request)
{
  RungsExchange exchange;

  if (request == RUNGS_NONE || !rungs_case_is (self, request, "INVITE"))
    return;
  rungs_case_exchange (self, request, &exchange);
  if (exchange.n_finals < UNACKNOWLEDGED)
    return;
  if (exchange.ack == RUNGS_NONE)
    check_ack (self, &exchange, request);
  else
    check_ack_lost (self, &exchange);
}

/* A dropped call is blamed on its BYE: the INVITEs that were answered are looked at too. */
static void
check_dropped (RungsCase *self)
{
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);

      if (row->code == 0 && message != self->request && rungs_case_is (self, message, "INVITE")
          && !(row->flags
               & (RUNGS_MESSAGE_TO_TAG | RUNGS_MESSAGE_RETRANSMISSION | RUNGS_MESSAGE_DUPLICATE))
          && !rungs_case_has_finding (self, RUNGS_FINDING_ACK_MISSING)
          && !rungs_case_has_finding (self, RUNGS_FINDING_ACK_LOST))
        check_acknowledged (self, message);
    }
}

void
rungs_findings_timer (RungsCase *self)
{
  if (self->call->state == RUNGS_STATE_FAILED && self->answer == RUNGS_NONE)
    check_no_answer (self, self->request);
  check_no_answer (self, self->waiting);
  check_acknowledged (self, self->request);
  if (self->call->state == RUNGS_STATE_DROPPED)
    check_dropped (self);
}
