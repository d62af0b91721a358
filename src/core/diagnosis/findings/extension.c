/* What one side asks of the other and the other does not do: reliable provisional answers (RFC
 * 3262), extensions that are required, methods that are not taken. What a refusal says of itself
 * (420, 405) is in refusal.c. */
#include "config.h"

#include "findings.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/find.h"
#include "diagnosis/party-private.h"

/* Provisional answers that are read: each may ask for a PRACK. */
#define MAX_READ 16
/* Sights of one that tell of a missing PRACK: one repetition may have crossed it (RFC 3262 3). */
#define UNACKNOWLEDGED 3

/* ---- 100rel ---- */

static gboolean
has_prack (const RungsCase *self, guint32 leg)
{
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);

      if (row->leg == leg && row->code == 0 && rungs_case_is (self, message, "PRACK"))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_provisional (const RungsMessage *row)
{
  return row->code > 100 && row->code < 200 && !(row->flags & RUNGS_MESSAGE_DUPLICATE);
}

/* Times that the answer @first was sent, and the last of them. */
static guint
count_sights (const RungsCase *self, guint32 first, guint32 *last)
{
  const RungsMessage *sent = rungs_case_row (self, first);
  guint n = 0;

  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);

      if (row->leg == sent->leg && row->code == sent->code && row->cseq == sent->cseq
          && row->method == sent->method && row->to_tag == sent->to_tag && is_provisional (row))
        {
          *last = message;
          n++;
        }
    }
  return n;
}

/* Nobody acknowledged a 1xx that wanted it: its sender repeats it, and ends the call with a 5xx
 * after 32 s (RFC 3262 3). */
static void
check_prack_missing (RungsCase *self, guint32 provisional)
{
  const RungsMessage *row = rungs_case_row (self, provisional);
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  RungsFinding *finding;
  guint32 last = provisional;
  guint n = count_sights (self, provisional, &last);
  guint code = self->answer != RUNGS_NONE ? rungs_case_row (self, self->answer)->code : 0;

  if (has_prack (self, row->leg)
      || (n < UNACKNOWLEDGED
          && !(code >= 500 && code < 600 && rungs_case_row (self, self->answer)->leg == row->leg)))
    return;
  from = rungs_party_call_name (self, row->src, TRUE);
  to = rungs_party_call_name (self, row->dst, FALSE);
  finding = rungs_case_find (
    self, RUNGS_FINDING_PRACK_MISSING,
    g_strdup_printf (
      _ ("%s insists on a PRACK for its %u (Require: 100rel), and none came from %s. "
         "Switch reliable provisional answers (100rel, PRACK) off on the SBC for the "
         "side that cannot do them."),
      from, (guint) row->code, to));
  rungs_finding_value (finding, RUNGS_VALUE_TOKEN, "100rel");
  rungs_finding_at_header (finding, self, rungs_case_read (self, provisional),
                           RUNGS_SPAN ("Require"));
  if (last != provisional)
    rungs_finding_at (finding, self, last);
}

static void
check_reliable (RungsCase *self)
{
  guint n_read = 0;

  for (guint32 i = 0; i < self->call->n_rows && n_read < MAX_READ; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);

      if (!is_provisional (row) || (row->flags & RUNGS_MESSAGE_RETRANSMISSION)
          || !rungs_case_is (self, message, "INVITE"))
        continue;
      n_read++;
      if (!rungs_case_lists (rungs_case_read (self, message), RUNGS_SPAN ("Require"),
                             RUNGS_SPAN ("100rel")))
        continue;
      check_prack_missing (self, message);
      if (rungs_case_has_finding (self, RUNGS_FINDING_PRACK_MISSING))
        return;
    }
}

static void
check_prack_refused (RungsCase *self)
{
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);
      g_autofree char *who = NULL;
      RungsExchange exchange;
      RungsFinding *finding;

      if (row->code != 0 || !rungs_case_is (self, message, "PRACK")
          || (row->flags & (RUNGS_MESSAGE_RETRANSMISSION | RUNGS_MESSAGE_DUPLICATE)))
        continue;
      rungs_case_exchange (self, message, &exchange);
      if (exchange.first_final == RUNGS_NONE
          || rungs_case_row (self, exchange.first_final)->code < 300)
        continue;
      who = rungs_party_call_name (self, row->dst, TRUE);
      finding = rungs_case_find (
        self, RUNGS_FINDING_PRACK_REFUSED,
        g_strdup_printf (
          _ ("%s asked for a PRACK and then refused it with %u: its RAck must repeat the "
             "RSeq and CSeq of the answer that it acknowledges (RFC 3262)."),
          who, (guint) rungs_case_row (self, exchange.first_final)->code));
      rungs_finding_at (finding, self, message);
      rungs_finding_at (finding, self, exchange.first_final);
      return;
    }
}

/* 421: the answer names an extension that the request must say it supports (RFC 3261 21.4.16). */
static void
check_extension_required (RungsCase *self, const RungsExhibit *request, const RungsExhibit *answer)
{
  RungsSpan wanted = rungs_sip_header (answer->text, RUNGS_SPAN ("Require"), 0, NULL);
  g_autofree char *token = rungs_span_dup_utf8 (wanted);
  g_autofree char *who = NULL;
  RungsFinding *finding;

  if (answer->row->code != 421 || wanted.len == 0 || !request->is_whole
      || rungs_case_lists (request, RUNGS_SPAN ("Supported"), wanted))
    return;
  who = rungs_party_call_name (self, answer->row->src, TRUE);
  finding = rungs_case_find (
    self, RUNGS_FINDING_EXTENSION_REQUIRED,
    g_strdup_printf (
      _ ("%s wants %s, which the request does not list in Supported: switch it on for "
         "this side on the SBC."),
      who, token));
  rungs_finding_value (finding, RUNGS_VALUE_TOKEN, token);
  rungs_finding_at_header (finding, self, request, RUNGS_SPAN ("Supported"));
  rungs_finding_at_header (finding, self, answer, RUNGS_SPAN ("Require"));
}

/* ---- methods ---- */

/* A message of the leg in which the party that refused says what it takes. */
static const RungsExhibit *
find_allow (RungsCase *self, const RungsExhibit *answer)
{
  guint n_read = 0;

  for (guint32 i = 0; i < self->call->n_rows && n_read < MAX_READ; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);
      const RungsExhibit *exhibit;

      if (message == answer->message)
        return NULL;
      if (row->leg != answer->row->leg
          || (row->flags & (RUNGS_MESSAGE_RETRANSMISSION | RUNGS_MESSAGE_DUPLICATE))
          || !rungs_case_same_sender (self, message, answer->message))
        continue;
      n_read++;
      exhibit = rungs_case_read (self, message);
      if (exhibit != NULL
          && rungs_sip_header (exhibit->text, RUNGS_SPAN ("Allow"), 0, NULL).len > 0)
        return exhibit;
    }
  return NULL;
}

/* A method that the other side had said it does not take, before it refused it. */
static void
check_method_offered (RungsCase *self, const RungsExhibit *request, const RungsExhibit *answer)
{
  const RungsExhibit *said;
  g_autofree char *who = NULL;
  g_autofree char *method = NULL;
  RungsFinding *finding;

  if ((answer->row->code != 405 && answer->row->code != 501)
      || rungs_case_has_finding (self, RUNGS_FINDING_METHOD_NOT_ALLOWED))
    return;
  said = find_allow (self, answer);
  if (said == NULL || !said->is_whole
      || rungs_case_lists (said, RUNGS_SPAN ("Allow"), request->sip.method))
    return;
  who = rungs_party_call_name (self, answer->row->src, TRUE);
  method = rungs_span_dup_utf8 (request->sip.method);
  finding = rungs_case_find (
    self, RUNGS_FINDING_METHOD_NOT_OFFERED,
    g_strdup_printf (
      _ ("%s had said in Allow what it takes, and %s is not in that list: the SBC must "
         "not send %s to this side."),
      who, method, method));
  rungs_finding_value (finding, RUNGS_VALUE_METHOD, method);
  rungs_finding_at_header (finding, self, said, RUNGS_SPAN ("Allow"));
  rungs_finding_at (finding, self, request->message);
}

void
rungs_findings_extension (RungsCase *self)
{
  const RungsExhibit *request = rungs_case_read (self, rungs_case_root_request (self)),
                     *answer = rungs_case_read (self, rungs_case_root (self));

  if (self->call->kind == RUNGS_KIND_INVITE)
    {
      check_reliable (self);
      check_prack_refused (self);
    }
  if (request == NULL || answer == NULL)
    return;
  check_extension_required (self, request, answer);
  check_method_offered (self, request, answer);
}
