/* What the order of the messages tells: answers that never came, ACKs that are missing, dialogs that are gone, requests that
 * met. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "case.h"

/* Sights of a final answer that tell of a missing ACK: one repetition may have crossed it. */
#define UNACKNOWLEDGED 3

static const char *
method_of (const RungsCase *self, guint32 message)
{
  return rungs_trace_string (self->trace, rungs_case_row (self, message)->method);
}

/* " within 32 s", "" without stamps. (transfer full) */
static char *
within (const RungsCase *self, guint32 from, guint32 to)
{
  gint64 time = rungs_case_between (self, from, to);
  g_autofree char *text = NULL;

  if (time <= 0)
    return g_strdup ("");
  text = rungs_stamp_duration (time / 1000);
  /* Translators: with the blank before it. */
  return g_strdup_printf (_ (" within %s"), text);
}

/* RFC 3261 17.1.1.2: Timer B ends an INVITE without any answer, Timer C (16.6) one that only rings. */
static void
check_no_answer (RungsCase *self, guint32 request)
{
  g_autofree char *to = NULL;
  g_autofree char *time = NULL;
  RungsExchange exchange;
  RungsFinding *finding;

  if (request == RUNGS_NONE)
    return;
  rungs_case_exchange (self, request, &exchange);
  if (exchange.first_final != RUNGS_NONE || exchange.first_request == RUNGS_NONE)
    return;
  to = rungs_party_call_name (self, rungs_case_row (self, request)->dst, TRUE);
  if (exchange.provisional != RUNGS_NONE)
    {
      finding =
        rungs_case_find (self, "no-final-answer",
                         g_strdup_printf (_ ("%s answered the %s provisionally and never finally."),
                                          to, method_of (self, request)));
      rungs_finding_at (finding, self, exchange.first_request);
      rungs_finding_at (finding, self, exchange.provisional);
      return;
    }
  time = within (self, exchange.first_request, exchange.last_request);
  finding = rungs_case_find (
    self, "no-answer",
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                  "%s was sent the %s %u time%s and answered nothing at all.",
                                  "%s was sent the %s %u times%s and answered nothing at all.",
                                  exchange.n_requests),
                     to, method_of (self, request), exchange.n_requests, time));
  rungs_finding_at (finding, self, exchange.first_request);
  rungs_finding_at (finding, self, exchange.last_request);
}

static void
check_ack (RungsCase *self, guint32 request)
{
  RungsExchange exchange;
  g_autofree char *time = NULL;
  g_autofree char *from = NULL;
  RungsFinding *finding;

  if (request == RUNGS_NONE || !g_str_equal (method_of (self, request), "INVITE"))
    return;
  rungs_case_exchange (self, request, &exchange);
  if (exchange.ack != RUNGS_NONE || exchange.n_finals < UNACKNOWLEDGED)
    return;
  time = within (self, exchange.first_final, exchange.last_final);
  from = rungs_party_call_name (self, rungs_case_row (self, request)->src, FALSE);
  finding = rungs_case_find (
    self, "ack-missing",
    g_strdup_printf (_ ("The %u was sent %u times%s, and no ACK came back from %s."),
                     (guint) rungs_case_row (self, exchange.first_final)->code, exchange.n_finals,
                     time, from));
  rungs_finding_at (finding, self, exchange.first_final);
  rungs_finding_at (finding, self, exchange.last_final);
}

static void
check_dialog (RungsCase *self)
{
  const RungsMessage *answer =
    self->answer != RUNGS_NONE ? rungs_case_row (self, self->answer) : NULL;
  g_autofree char *who = NULL;
  RungsFinding *finding;

  if (answer == NULL || answer->code != 481 || self->request == RUNGS_NONE
      || !(rungs_case_row (self, self->request)->flags & RUNGS_MESSAGE_TO_TAG))
    return;
  who = rungs_party_call_name (self, answer->src, TRUE);
  finding = rungs_case_find (self, "dialog-gone",
                             g_strdup_printf (_ ("%s does not know the dialog of the %s any more."),
                                              who, method_of (self, self->request)));
  rungs_finding_at (finding, self, self->request);
  rungs_finding_at (finding, self, self->answer);
}

/* RFC 3261 14.2: an INVITE of the other side was under way. */
static void
check_glare (RungsCase *self)
{
  guint32 root = rungs_case_root (self), request = rungs_case_root_request (self);
  RungsFinding *finding;

  if (root == RUNGS_NONE || request == RUNGS_NONE || rungs_case_row (self, root)->code != 491)
    return;
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_trace_get_row (self->trace, self->call, i);
      const RungsMessage *row = rungs_case_row (self, message),
                         *refused = rungs_case_row (self, request);
      RungsExchange exchange;

      if (message == root)
        return;
      if (row->code != 0 || row->leg != refused->leg || row->method != refused->method
          || row->src == refused->src
          || (row->flags & (RUNGS_MESSAGE_RETRANSMISSION | RUNGS_MESSAGE_DUPLICATE)))
        continue;
      rungs_case_exchange (self, message, &exchange);
      if (exchange.first_final != RUNGS_NONE
          && rungs_case_between (self, request, exchange.first_final) < 0)
        continue;
      finding = rungs_case_find (
        self, "glare", g_strdup (_ ("Both sides sent an INVITE before the other's was answered.")));
      rungs_finding_at (finding, self, message);
      rungs_finding_at (finding, self, request);
      return;
    }
}

static void
check_translated (RungsCase *self)
{
  g_autofree char *who = NULL;
  g_autofree char *middle = NULL;
  RungsFinding *finding;

  if (self->cause == RUNGS_NONE)
    return;
  who = rungs_party_call_name (self, rungs_case_row (self, self->cause)->src, TRUE);
  middle = rungs_party_call_name (self, rungs_case_row (self, self->answer)->src, FALSE);
  finding =
    rungs_case_find (self, "answer-translated",
                     g_strdup_printf (_ ("%s answered %u; %s made %u of it."), who,
                                      (guint) rungs_case_row (self, self->cause)->code, middle,
                                      (guint) rungs_case_row (self, self->answer)->code));
  rungs_finding_at (finding, self, self->cause);
  rungs_finding_at (finding, self, self->answer);
}

void
rungs_findings_dialog (RungsCase *self)
{
  if (self->call->state == RUNGS_STATE_FAILED && self->answer == RUNGS_NONE)
    check_no_answer (self, self->request);
  check_no_answer (self, self->waiting);
  check_ack (self, self->request);
  check_dialog (self);
  check_glare (self);
  check_translated (self);
}
