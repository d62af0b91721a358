/* Transfers: REFER, the NOTIFYs that tell of it, the new INVITE, Replaces. In calls that ended well
 * too: a transfer that fails leaves the call as it was. */
#include "config.h"

#include "findings.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/find.h"
#include "diagnosis/party-private.h"
#include "diagnosis/shared.h"

/* NOTIFYs of one REFER that are read. */
#define MAX_NOTIFIES 16
/* Who accepts a REFER tells of it at once (RFC 3515 2.4.4); a log that ends before shows
 * nothing. */
#define NOTIFIED (5 * RUNGS_STAMP_SECOND)
/* A REFER without an answer is given up after that (timer F, RFC 3261 17.1.2.2). */
#define UNANSWERED (32 * RUNGS_STAMP_SECOND)
/* Phones ring no longer than that (timer C): then a transfer of which nobody says how it went is
 * lost. */
#define UNDECIDED (180 * RUNGS_STAMP_SECOND)

typedef struct
{
  RungsCase *self;
  guint32 refer, answer; /* @answer: the final one, or RUNGS_NONE */
  guint32 notify;        /* the last one with a status */
  guint status;          /* of it, 0: none */
} Transfer;

static gboolean
is_new_request (const RungsMessage *row)
{
  return row->code == 0 && !(row->flags & (RUNGS_MESSAGE_RETRANSMISSION | RUNGS_MESSAGE_DUPLICATE));
}

/* "SIP/2.0 486 Busy Here" in the body of a NOTIFY (message/sipfrag). */
static guint
status_of (const RungsExhibit *notify)
{
  RungsSpan rest = notify->sip.body, line;
  guint64 code;

  if (!rungs_span_take_line (&rest, &line) || !rungs_span_starts_ci (line, RUNGS_SPAN ("SIP/2.0 "))
      || rungs_span_take_uint (rungs_span_skip (line, strlen ("SIP/2.0 ")), 699, &code) != 3)
    return 0;
  return (guint) code;
}

/* What the NOTIFYs on the REFER's leg say, up to the end. */
static gboolean
read_notifies (Transfer *transfer)
{
  RungsCase *self = transfer->self;
  const RungsMessage *refer = rungs_case_row (self, transfer->refer);
  gboolean reached = FALSE, any = FALSE;
  guint n_read = 0;

  for (guint32 i = 0; i < self->call->n_rows && n_read < MAX_NOTIFIES; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);
      const RungsExhibit *notify;
      guint status;

      reached = reached || message == transfer->refer;
      if (!reached || !is_new_request (row) || row->leg != refer->leg
          || !rungs_case_is (self, message, "NOTIFY")
          || rungs_case_same_sender (self, message, transfer->refer))
        continue;
      any = TRUE;
      n_read++;
      notify = rungs_case_read (self, message);
      status = notify != NULL ? status_of (notify) : 0;
      if (status > 0)
        {
          transfer->notify = message;
          transfer->status = status;
        }
    }
  return any;
}

/* A first INVITE that the device which was asked sent after it had agreed; RUNGS_NONE: not in this
 * call. */
static guint32
find_invite (const Transfer *transfer)
{
  RungsCase *self = transfer->self;
  guint32 asked =
    rungs_trace_get_endpoint (self->trace, rungs_case_row (self, transfer->refer)->dst)->device;
  gboolean reached = FALSE;

  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);

      reached = reached || message == transfer->answer;
      if (reached && is_new_request (row) && !(row->flags & RUNGS_MESSAGE_TO_TAG)
          && row->leg != rungs_case_row (self, transfer->refer)->leg
          && rungs_case_is (self, message, "INVITE") && row->src != RUNGS_NONE
          && rungs_trace_get_endpoint (self->trace, row->src)->device == asked)
        return message;
    }
  return RUNGS_NONE;
}

/* The parameter of Microsoft's that says whom the call is for must be copied (RFC 3515 2.4.2). */
static void
check_copied (const Transfer *transfer, const RungsExhibit *refer, const RungsExhibit *invite)
{
  RungsSpan target = rungs_sip_header (refer->text, RUNGS_SPAN ("Refer-To"), 0, NULL), value;
  RungsCase *self = transfer->self;
  RungsFinding *finding;

  if (rungs_span_find (target, RUNGS_SPAN ("x-m=")) >= 0
      && rungs_span_find (invite->sip.request_uri, RUNGS_SPAN ("x-m=")) < 0)
    {
      finding = rungs_case_find (
        self, RUNGS_FINDING_REFER_TARGET_CHANGED,
        g_strdup (
          _ ("The INVITE for the transfer has lost the x-m parameter of Refer-To, by which Teams "
             "knows the target: the SBC must copy the whole Refer-To URI to the Request-URI.")));
      rungs_finding_value (finding, RUNGS_VALUE_TOKEN, "x-m");
      rungs_finding_at_header (finding, self, refer, RUNGS_SPAN ("Refer-To"));
      rungs_finding_at (finding, self, invite->message);
    }
  value = rungs_sip_header (refer->text, RUNGS_SPAN ("Referred-By"), 0, NULL);
  if (value.len > 0 && invite->is_whole
      && rungs_sip_header (invite->text, RUNGS_SPAN ("Referred-By"), 0, NULL).len == 0)
    {
      finding = rungs_case_find (
        self, RUNGS_FINDING_REFER_NO_REFERRED_BY,
        g_strdup (
          _ ("The INVITE for the transfer has no Referred-By, and the REFER had one: the SBC must "
             "pass it on unchanged, or Teams cannot tell who transfers.")));
      rungs_finding_at_header (finding, self, refer, RUNGS_SPAN ("Referred-By"));
      rungs_finding_at (finding, self, invite->message);
    }
}

static void
check_invite (const Transfer *transfer)
{
  RungsCase *self = transfer->self;
  guint32 message = find_invite (transfer);
  const RungsExhibit *refer, *invite;
  RungsExchange exchange;

  if (message == RUNGS_NONE)
    return;
  rungs_case_exchange (self, message, &exchange);
  if (exchange.first_final == RUNGS_NONE || rungs_case_row (self, exchange.first_final)->code < 300)
    return;
  refer = rungs_case_read (self, transfer->refer);
  invite = rungs_case_read (self, message);
  if (refer != NULL && invite != NULL)
    check_copied (transfer, refer, invite);
}

/* Who was asked hangs up on who asked before it can say how the transfer went. */
static void
check_early_bye (const Transfer *transfer)
{
  RungsCase *self = transfer->self;
  const RungsMessage *refer = rungs_case_row (self, transfer->refer);
  gboolean reached = FALSE;

  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);
      g_autofree char *who = NULL;
      RungsFinding *finding;

      reached = reached || message == transfer->answer;
      if (!reached || !is_new_request (row) || row->leg != refer->leg
          || !rungs_case_is (self, message, "BYE"))
        continue;
      if (rungs_case_same_sender (self, message, transfer->refer) || transfer->status >= 200)
        return;
      who = rungs_party_call_name (self, row->src, TRUE);
      finding = rungs_case_find (
        self, RUNGS_FINDING_REFER_EARLY_BYE,
        g_strdup_printf (
          _ ("%s agreed to the transfer and hung up before a NOTIFY told how it went: the "
             "leg that asked must stay up until the target has answered."),
          who));
      rungs_finding_at (finding, self, transfer->answer);
      rungs_finding_at (finding, self, message);
      return;
    }
}

static void
report_refused (const Transfer *transfer)
{
  RungsCase *self = transfer->self;
  guint code = rungs_case_row (self, transfer->answer)->code;
  g_autofree char *who =
    rungs_party_call_name (self, rungs_case_row (self, transfer->answer)->src, TRUE);
  RungsFinding *finding;

  finding = rungs_case_find (
    self, RUNGS_FINDING_REFER_REFUSED,
    code == 405 || code == 501
      ? g_strdup_printf (
        _ ("%s refused the REFER with %u: it does not transfer calls this way. Let the "
           "SBC handle REFER itself instead of passing it on."),
        who, code)
      : g_strdup_printf (_ ("%s refused the REFER with %u, so the transfer did not take place."),
                         who, code));
  rungs_finding_at (finding, self, transfer->refer);
  rungs_finding_at (finding, self, transfer->answer);
}

static void
report_failed (const Transfer *transfer)
{
  RungsCase *self = transfer->self;
  RungsFinding *finding;

  finding = rungs_case_find (
    self, RUNGS_FINDING_REFER_FAILED,
    g_strdup_printf (
      _ ("The transfer failed: the NOTIFY says that its target answered %u. Look at the "
         "INVITE to the target for the reason."),
      transfer->status));
  rungs_finding_number (finding, RUNGS_VALUE_CODE, transfer->status);
  rungs_finding_at (finding, self, transfer->refer);
  rungs_finding_at (finding, self, transfer->notify);
}

/* Any first INVITE of the device that was asked, of whichever call the log takes it to be. */
static gboolean
log_has_invite (const Transfer *transfer)
{
  RungsCase *self = transfer->self;
  const RungsMessage *refer = rungs_case_row (self, transfer->refer);
  guint32 asked = rungs_trace_get_endpoint (self->trace, refer->dst)->device;
  const GArray *invites = rungs_shared_invites (rungs_shared_of (self->trace), asked, RUNGS_NONE);

  for (guint i = invites != NULL ? rungs_shared_later (invites, refer->time - 1) : 0;
       invites != NULL && i < invites->len; i++)
    {
      const RungsSharedInvite *invite = &g_array_index (invites, RungsSharedInvite, i);

      if (invite->time > refer->time + UNANSWERED)
        return FALSE;
      /* Of the same moment: the order of the log says which came first. */
      if (invite->message > transfer->refer)
        return TRUE;
    }
  return FALSE;
}

/* The device that wrote the log said yes and called nobody: its own log would show that. */
static void
check_no_invite (const Transfer *transfer)
{
  RungsCase *self = transfer->self;
  const RungsMessage *refer = rungs_case_row (self, transfer->refer);
  guint32 last = rungs_case_nth (self, self->call->n_rows - 1);
  g_autofree char *who = NULL;
  RungsFinding *finding;

  if (!(refer->flags & RUNGS_MESSAGE_DST_OWN) || refer->time == RUNGS_STAMP_NONE
      || transfer->status > 100 || rungs_case_between (self, transfer->answer, last) <= NOTIFIED
      || log_has_invite (transfer))
    return;
  who = rungs_party_call_name (self, refer->dst, TRUE);
  finding = rungs_case_find (
    self, RUNGS_FINDING_REFER_NO_INVITE,
    g_strdup_printf (
      _ ("%s accepted the REFER and sent no INVITE to the target after it: look in its routing for "
         "a row that takes the host of Refer-To (on AudioCodes one with Call Trigger = REFER)."),
      who));
  rungs_finding_at_header (finding, self, rungs_case_read (self, transfer->refer),
                           RUNGS_SPAN ("Refer-To"));
  rungs_finding_at (finding, self, transfer->answer);
}

/* "100 Trying" or "180 Ringing", and then nothing any more while the leg stays up. */
static void
check_no_result (const Transfer *transfer)
{
  RungsCase *self = transfer->self;
  guint32 last = rungs_case_nth (self, self->call->n_rows - 1);
  g_autofree char *time = NULL;
  RungsFinding *finding;

  if (transfer->notify == RUNGS_NONE || transfer->status >= 200
      || rungs_case_between (self, transfer->notify, last) <= UNDECIDED)
    return;
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);

      /* Who asked may hang up at once: then nobody waits for the end. */
      if (rungs_case_row (self, message)->leg == rungs_case_row (self, transfer->refer)->leg
          && rungs_case_is (self, message, "BYE")
          && rungs_case_between (self, transfer->notify, message) >= 0
          && rungs_case_between (self, transfer->notify, message) <= UNDECIDED)
        return;
    }
  time = rungs_case_time (self, transfer->notify, last);
  finding = rungs_case_find (
    self, RUNGS_FINDING_REFER_NO_RESULT,
    g_strdup_printf (
      _ ("The last NOTIFY of the transfer says %u, and none in the %s after it says how it ended: "
         "who asked keeps the call on hold and waits."),
      transfer->status, time));
  rungs_finding_number (finding, RUNGS_VALUE_CODE, transfer->status);
  rungs_finding_at (finding, self, transfer->refer);
  rungs_finding_at (finding, self, transfer->notify);
}

static void
report_unanswered (const Transfer *transfer)
{
  RungsCase *self = transfer->self;
  guint32 last = rungs_case_nth (self, self->call->n_rows - 1);
  g_autofree char *who = NULL;
  RungsFinding *finding;

  if (rungs_case_between (self, transfer->refer, last) <= UNANSWERED)
    return;
  who = rungs_party_call_name (self, rungs_case_row (self, transfer->refer)->dst, TRUE);
  finding = rungs_case_find (
    self, RUNGS_FINDING_REFER_UNANSWERED,
    g_strdup_printf (
      _ ("%s never answered the REFER, so the transfer did not take place: capture on "
         "its side whether the REFER arrives there."),
      who));
  rungs_finding_at (finding, self, transfer->refer);
}

static void
check_accepted (Transfer *transfer)
{
  RungsCase *self = transfer->self;
  gboolean any = read_notifies (transfer);
  guint32 last = rungs_case_nth (self, self->call->n_rows - 1);
  g_autofree char *who = NULL;
  RungsFinding *finding;

  if (transfer->status >= 300)
    report_failed (transfer);
  if (!any && rungs_case_between (self, transfer->answer, last) > NOTIFIED)
    {
      who = rungs_party_call_name (self, rungs_case_row (self, transfer->answer)->src, TRUE);
      finding = rungs_case_find (
        self, RUNGS_FINDING_REFER_NO_NOTIFY,
        g_strdup_printf (
          _ ("%s accepted the REFER and sent no NOTIFY after it (RFC 3515): who asked "
             "does not hear whether the transfer worked."),
          who));
      rungs_finding_at (finding, self, transfer->refer);
      rungs_finding_at (finding, self, transfer->answer);
    }
  check_no_invite (transfer);
  check_no_result (transfer);
  check_early_bye (transfer);
  check_invite (transfer);
}

/* The last REFER of the call is the one that counts: those before were tried again. */
static void
check_refer (RungsCase *self)
{
  Transfer transfer = { self, RUNGS_NONE, RUNGS_NONE, RUNGS_NONE, 0 };
  RungsExchange exchange;

  for (guint32 i = 0; i < self->call->n_rows; i++)
    if (is_new_request (rungs_case_row (self, rungs_case_nth (self, i)))
        && rungs_case_is (self, rungs_case_nth (self, i), "REFER"))
      transfer.refer = rungs_case_nth (self, i);
  if (transfer.refer == RUNGS_NONE)
    return;
  rungs_case_exchange (self, transfer.refer, &exchange);
  transfer.answer = exchange.first_final;
  if (transfer.answer == RUNGS_NONE)
    report_unanswered (&transfer);
  else if (rungs_case_row (self, transfer.answer)->code >= 300)
    report_refused (&transfer);
  else
    check_accepted (&transfer);
}

/* ---- Replaces ---- */

static void
check_replaces (RungsCase *self)
{
  guint32 root = rungs_case_root (self);
  const RungsExhibit *request = rungs_case_read (self, rungs_case_root_request (self));
  g_autofree char *who = NULL;
  g_autofree char *call_id = NULL;
  RungsSpan replaces, part;
  RungsFinding *finding;

  if (root == RUNGS_NONE || request == NULL || request->sip.replaces.len == 0
      || rungs_case_row (self, root)->code < 300)
    return;
  if (rungs_case_is_teams (self, request->row->dst))
    {
      finding = rungs_case_find (
        self, RUNGS_FINDING_REPLACES_TO_TEAMS,
        g_strdup (_ ("The INVITE to Teams has a Replaces header; Teams does not accept Replaces "
                     "from an SBC. Let the SBC end REFER and Replaces from the carrier or PBX "
                     "itself, and send a plain INVITE.")));
      rungs_finding_at_header (finding, self, request, RUNGS_SPAN ("Replaces"));
      return;
    }
  if (rungs_case_row (self, root)->code != 481 && rungs_case_row (self, root)->code != 404)
    return;
  replaces = request->sip.replaces;
  if (!rungs_span_take_until (&replaces, ';', &part))
    return;
  who = rungs_party_call_name (self, rungs_case_row (self, root)->src, TRUE);
  call_id = rungs_span_dup_utf8 (rungs_span_trim (part));
  finding = rungs_case_find (
    self, RUNGS_FINDING_REPLACES_UNKNOWN,
    g_strdup_printf (
      _ ("%s knows no call %s that the INVITE wants to replace: the Replaces header must "
         "name Call-ID and tags as that side has them, not those of the SBC’s other leg."),
      who, call_id));
  rungs_finding_value (finding, RUNGS_VALUE_TEXT, call_id);
  rungs_finding_at_header (finding, self, request, RUNGS_SPAN ("Replaces"));
  rungs_finding_at (finding, self, root);
}

void
rungs_findings_transfer (RungsCase *self)
{
  if (self->call->kind != RUNGS_KIND_INVITE || self->call->n_rows == 0)
    return;
  check_refer (self);
  check_replaces (self);
}
