/* Refusals that name what they miss: the answer's header against the request's. */
#include "config.h"

#include "findings.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/find.h"
#include "diagnosis/party-private.h"
#include "diagnosis/shared.h"

/* Seconds of a Retry-After that later calls are held to: nobody closes a trunk for longer. */
#define MAX_RETRY_AFTER (24 * 3600)

/* Hops left that are as good as none. */
#define FEW_HOPS 2
#define MAX_VIAS 64
/* Refused attempts of a call that are read for Retry-After. */
#define MAX_REFUSALS 8

typedef struct
{
  RungsCase *self;
  const RungsExhibit *request, *answer;
} Refusal;

/* The number that a header begins with ("1800;refresher=uac"). */
static gboolean
header_number (const RungsExhibit *exhibit, RungsSpan name, guint64 *number)
{
  return rungs_span_take_uint (rungs_sip_header (exhibit->text, name, 0, NULL), G_MAXUINT32, number)
         > 0;
}

static char *
header_text (const RungsExhibit *exhibit, RungsSpan name)
{
  return rungs_span_dup_utf8 (rungs_sip_header (exhibit->text, name, 0, NULL));
}

static void
at_both (RungsFinding *finding, const Refusal *refusal, RungsSpan asked, RungsSpan told)
{
  rungs_finding_at_header (finding, refusal->self, refusal->request, asked);
  rungs_finding_at_header (finding, refusal->self, refusal->answer, told);
}

/* 422 (RFC 4028 6) and 423 (RFC 3261 21.4.17) */
static void
check_interval (const Refusal *refusal,
                RungsFindingId id,
                RungsSpan asked_name,
                RungsSpan least_name)
{
  guint64 asked, least;
  RungsFinding *finding;

  if (!header_number (refusal->request, asked_name, &asked)
      || !header_number (refusal->answer, least_name, &least) || asked >= least)
    return;
  finding = rungs_case_find (
    refusal->self, id,
    g_strdup_printf (_ ("The request says %.*s: %u; the answer wants %u at least (%.*s)."),
                     (int) asked_name.len, asked_name.str, (guint) asked, (guint) least,
                     (int) least_name.len, least_name.str));
  rungs_finding_number (finding, RUNGS_VALUE_AMOUNT, (guint) asked);
  rungs_finding_number (finding, RUNGS_VALUE_AMOUNT, (guint) least);
  at_both (finding, refusal, asked_name, least_name);
}

static void
check_extension (const Refusal *refusal)
{
  RungsSpan asked = RUNGS_SPAN ("Require");
  g_autofree char *unsupported = header_text (refusal->answer, RUNGS_SPAN ("Unsupported"));
  g_autofree char *required = NULL;
  RungsFinding *finding;

  if (rungs_sip_header (refusal->request->text, asked, 0, NULL).len == 0)
    asked = RUNGS_SPAN ("Proxy-Require");
  required = header_text (refusal->request, asked);
  if (*required == '\0')
    return;
  finding = rungs_case_find (
    refusal->self, RUNGS_FINDING_REQUIRE_UNSUPPORTED,
    *unsupported != '\0'
      ? g_strdup_printf (
        _ ("The request insists on %s (%.*s); the answer does not support %s. Offer it in "
           "Supported only, or switch it off on the SBC for this side."),
        required, (int) asked.len, asked.str, unsupported)
      : g_strdup_printf (_ ("The request insists on %s (%.*s). Offer it in Supported only, or "
                            "switch it off on the SBC for this side."),
                         required, (int) asked.len, asked.str));
  rungs_finding_list (finding, RUNGS_VALUE_TOKEN, required);
  rungs_finding_list (finding, RUNGS_VALUE_TOKEN, unsupported);
  at_both (finding, refusal, asked, RUNGS_SPAN ("Unsupported"));
}

static void
check_method (const Refusal *refusal)
{
  RungsSpan method = refusal->request->sip.method;
  g_autofree char *allowed = header_text (refusal->answer, RUNGS_SPAN ("Allow"));
  g_autofree char *asked = rungs_span_dup_utf8 (method);
  RungsFinding *finding;

  if (*allowed == '\0' || !refusal->answer->is_whole
      || rungs_span_find_ci (rungs_span_of (allowed), method) >= 0)
    return;
  finding =
    rungs_case_find (refusal->self, RUNGS_FINDING_METHOD_NOT_ALLOWED,
                     g_strdup_printf (_ ("%s is not among the methods that the answer allows: %s. "
                                         "The SBC must not send it to this side."),
                                      asked, allowed));
  rungs_finding_value (finding, RUNGS_VALUE_METHOD, asked);
  rungs_finding_list (finding, RUNGS_VALUE_METHOD, allowed);
  rungs_finding_at (finding, refusal->self, refusal->request->message);
  rungs_finding_at_header (finding, refusal->self, refusal->answer, RUNGS_SPAN ("Allow"));
}

static void
check_hops (const Refusal *refusal)
{
  guint64 hops;
  RungsFinding *finding;

  if (!header_number (refusal->request, RUNGS_SPAN ("Max-Forwards"), &hops) || hops > FEW_HOPS)
    return;
  finding = rungs_case_find (
    refusal->self, RUNGS_FINDING_MAX_FORWARDS_LOW,
    g_strdup_printf (
      _ ("The request arrived with Max-Forwards: %u, so it has no hops left: a circle used them "
         "up, or somebody set too few (70 is usual)."),
      (guint) hops));
  rungs_finding_number (finding, RUNGS_VALUE_AMOUNT, (guint) hops);
  rungs_finding_at_header (finding, refusal->self, refusal->request, RUNGS_SPAN ("Max-Forwards"));
}

/* Who refused has already been on the way: it stands in a Via below the top one (RFC 3261 16.3 item
 * 4). */
static void
check_loop (const Refusal *refusal)
{
  const char *refuser = rungs_trace_endpoint_text (refusal->self->trace, refusal->answer->row->src);
  RungsSpan host = rungs_span_of (refuser), via;
  gssize colon = rungs_span_find_char (host, ':');
  RungsFinding *finding;
  gsize offset = 0;

  if (colon > 0)
    host = rungs_span_head (host, (gsize) colon);
  for (guint i = 1; host.len > 0 && i < MAX_VIAS; i++)
    {
      via = rungs_sip_header (refusal->request->text, RUNGS_SPAN ("Via"), i, &offset);
      if (via.len == 0)
        return;
      if (rungs_span_find_ci (via, host) < 0)
        continue;
      finding = rungs_case_find (
        refusal->self, RUNGS_FINDING_LOOP_VIA,
        g_strdup_printf (_ ("The request has been at %s before: it stands in its Via."), refuser));
      rungs_finding_value (finding, RUNGS_VALUE_HOST, refuser);
      rungs_finding_at_offset (finding, refusal->self, refusal->request, offset);
      return;
    }
}

/* The same request again, under the same Call-ID, to the device that had it already. */
static void
check_spiral (const Refusal *refusal)
{
  RungsCase *self = refusal->self;
  const RungsMessage *refused = refusal->request->row;
  RungsFinding *finding = NULL;

  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_trace_get_row (self->trace, self->call, i);
      const RungsMessage *row = rungs_case_row (self, message);

      if (row->code != 0 || row->call_id != refused->call_id || row->method != refused->method
          || row->cseq != refused->cseq || row->branch == refused->branch
          || row->dst == refused->src || row->time > refusal->answer->row->time
          || (row->flags & (RUNGS_MESSAGE_TO_TAG | RUNGS_MESSAGE_DUPLICATE)))
        continue;
      if (finding == NULL)
        finding = rungs_case_find (
          self, RUNGS_FINDING_LOOP_AGAIN,
          g_strdup (_ ("The same request (Call-ID and CSeq) was sent on two ways that meet again, "
                       "and one of them is refused then: let only one of the two carry it.")));
      rungs_finding_at (finding, self, message);
    }
  if (finding != NULL)
    rungs_finding_at (finding, self, refusal->request->message);
}

static void
check_retry_after (const Refusal *refusal)
{
  guint64 seconds;
  RungsFinding *finding;

  if (!header_number (refusal->answer, RUNGS_SPAN ("Retry-After"), &seconds))
    return;
  finding = rungs_case_find (
    refusal->self, RUNGS_FINDING_RETRY_AFTER,
    g_strdup_printf (_ ("The answer asks to try again after %u s."), (guint) seconds));
  rungs_finding_number (finding, RUNGS_VALUE_AMOUNT, (guint) seconds);
  rungs_finding_at_header (finding, refusal->self, refusal->answer, RUNGS_SPAN ("Retry-After"));
}

static void
check_credentials (const Refusal *refusal)
{
  RungsFinding *finding;

  if (refusal->request->sip.has_authorization)
    finding = rungs_case_find (
      refusal->self, RUNGS_FINDING_CREDENTIALS_REFUSED,
      g_strdup (_ ("The request had credentials, and they were not accepted: compare user name, "
                   "password and realm on the SBC with those of the account.")));
  else if (!refusal->request->is_whole)
    return;
  else
    finding =
      rungs_case_find (refusal->self, RUNGS_FINDING_CHALLENGE_NOT_ANSWERED,
                       g_strdup (_ ("The challenge was not answered with credentials: enter the "
                                    "account of this trunk (user name, password) on the SBC.")));
  rungs_finding_at (finding, refusal->self, refusal->request->message);
  rungs_finding_at (finding, refusal->self, refusal->answer->message);
}

static void
check_redirect (const Refusal *refusal)
{
  g_autofree char *contact = rungs_span_dup_utf8 (refusal->answer->sip.contact_uri);
  RungsFinding *finding;

  if (*contact == '\0')
    return;
  finding = rungs_case_find (
    refusal->self, RUNGS_FINDING_REDIRECT_NOT_FOLLOWED,
    g_strdup_printf (
      _ ("The answer redirects the caller to %s, but the redirect was not followed."), contact));
  rungs_finding_value (finding, RUNGS_VALUE_TEXT, contact);
  rungs_finding_at_header (finding, refusal->self, refusal->answer, RUNGS_SPAN ("Contact"));
}

/* ---- Retry-After that nobody kept ---- */

static gboolean
is_first_invite (const RungsCase *self, guint32 message)
{
  const RungsMessage *row = rungs_case_row (self, message);

  return row->code == 0 && row->src != RUNGS_NONE && row->dst != RUNGS_NONE
         && !(row->flags
              & (RUNGS_MESSAGE_TO_TAG | RUNGS_MESSAGE_RETRANSMISSION | RUNGS_MESSAGE_DUPLICATE))
         && rungs_case_is (self, message, "INVITE");
}

/* The next INVITE to the same peer that was sent before the time was over (RFC 3261 21.5.4). */
static gboolean
check_kept (RungsCase *self, guint32 refusal, gint64 seconds)
{
  const RungsMessage *refused = rungs_case_row (self, refusal);

  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);
      gint64 waited = rungs_case_between (self, refusal, message);
      g_autofree char *who = NULL;
      g_autofree char *time = NULL;
      RungsExchange exchange;
      RungsFinding *finding;

      if (waited < 0 || waited >= seconds * RUNGS_STAMP_SECOND || !is_first_invite (self, message)
          || row->src != refused->dst || row->dst != refused->src)
        continue;
      rungs_case_exchange (self, message, &exchange);
      /* It was taken all the same. */
      if (exchange.first_final != RUNGS_NONE
          && rungs_case_row (self, exchange.first_final)->code < 300)
        return FALSE;
      who = rungs_party_call_name (self, row->src, TRUE);
      time = rungs_case_time (self, refusal, message);
      finding = rungs_case_find (
        self, RUNGS_FINDING_RETRY_AFTER_IGNORED,
        g_strdup_printf (
          _ (
            "%s tried again after %s although the answer asks to wait %u s (Retry-After): send the "
            "call to the next route meanwhile, or the peer refuses all of it."),
          who, time, (guint) seconds));
      rungs_finding_number (finding, RUNGS_VALUE_AMOUNT, (guint) seconds);
      rungs_finding_at_header (finding, self, rungs_case_read (self, refusal),
                               RUNGS_SPAN ("Retry-After"));
      rungs_finding_at (finding, self, message);
      return TRUE;
    }
  return FALSE;
}

void
rungs_findings_retry (RungsCase *self)
{
  guint n_read = 0;

  for (guint32 i = 0; i < self->call->n_rows && n_read < MAX_REFUSALS; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);
      const RungsExhibit *answer;
      guint64 seconds;

      if ((row->code != 503 && row->code != 500 && row->code != 480 && row->code != 486
           && row->code != 600 && row->code != 413)
          || (row->flags & RUNGS_MESSAGE_DUPLICATE) || !rungs_case_is (self, message, "INVITE"))
        continue;
      n_read++;
      answer = rungs_case_read (self, message);
      if (answer != NULL && header_number (answer, RUNGS_SPAN ("Retry-After"), &seconds)
          && check_kept (self, message, (gint64) seconds))
        return;
    }
}

/* ---- and other calls that went there meanwhile ---- */

/* A 503 holds for whatever is sent there (RFC 3261 21.5.4): the calls that went to it meanwhile. */
static void
check_meanwhile (const Refusal *refusal, guint seconds)
{
  RungsCase *self = refusal->self;
  const RungsMessage *answer = refusal->answer->row;
  RungsStamp until = answer->time + (gint64) seconds * RUNGS_STAMP_SECOND;
  const GArray *invites;
  guint32 first;
  guint from, n_calls;
  g_autofree char *who = NULL;
  g_autofree char *later = NULL;
  RungsFinding *finding;

  if (answer->time == RUNGS_STAMP_NONE || answer->code != 503
      || !rungs_case_is (self, refusal->answer->message, "INVITE"))
    return;
  invites = answer->src != RUNGS_NONE && answer->dst != RUNGS_NONE
              ? rungs_shared_invites (rungs_shared_of (self->trace),
                                      rungs_trace_get_endpoint (self->trace, answer->dst)->device,
                                      rungs_trace_get_endpoint (self->trace, answer->src)->host)
              : NULL;
  if (invites == NULL)
    return;
  /* Another address is another place, even of the same device (Teams has several). */
  from = rungs_shared_later (invites, answer->time);
  n_calls = rungs_shared_later (invites, until - 1) - from;
  if (n_calls == 0)
    return;
  first = g_array_index (invites, RungsSharedInvite, from).message;
  who = rungs_party_call_name (self, answer->src, TRUE);
  later = rungs_case_time (self, refusal->answer->message, first);
  finding = rungs_case_find (
    self, RUNGS_FINDING_RETRY_AFTER_CALLS,
    g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   "%s asks to wait %u s with everything, and %u more call was sent there "
                   "meanwhile, %s later: let the SBC take another route for that time.",
                   "%s asks to wait %u s with everything, and %u more calls were sent there "
                   "meanwhile, the first %s later: let the SBC take another route for that time.",
                   n_calls),
      who, seconds, n_calls, later));
  rungs_finding_number (finding, RUNGS_VALUE_AMOUNT, seconds);
  rungs_finding_at_header (finding, self, refusal->answer, RUNGS_SPAN ("Retry-After"));
  rungs_finding_at (finding, self, first);
}

void
rungs_findings_refusal (RungsCase *self)
{
  Refusal refusal = { self, rungs_case_read (self, rungs_case_root_request (self)),
                      rungs_case_read (self, rungs_case_root (self)) };
  guint64 seconds;

  if (refusal.request == NULL || refusal.answer == NULL)
    return;
  switch (refusal.answer->row->code)
    {
    case 300:
    case 301:
    case 302:
    case 305:
      check_redirect (&refusal);
      break;
    case 401:
    case 407:
      check_credentials (&refusal);
      break;
    case 405:
    case 501:
      check_method (&refusal);
      break;
    case 420:
      check_extension (&refusal);
      break;
    case 422:
      check_interval (&refusal, RUNGS_FINDING_SESSION_INTERVAL_SHORT,
                      RUNGS_SPAN ("Session-Expires"), RUNGS_SPAN ("Min-SE"));
      break;
    case 423:
      check_interval (&refusal, RUNGS_FINDING_EXPIRES_SHORT, RUNGS_SPAN ("Expires"),
                      RUNGS_SPAN ("Min-Expires"));
      break;
    case 482:
    case 483:
      check_hops (&refusal);
      check_loop (&refusal);
      check_spiral (&refusal);
      break;
    default:
      break;
    }
  check_retry_after (&refusal);
  if (header_number (refusal.answer, RUNGS_SPAN ("Retry-After"), &seconds))
    check_meanwhile (&refusal, (guint) MIN (seconds, MAX_RETRY_AFTER));
}
