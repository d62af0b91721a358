/* Answered calls that a fault ended: after how long, and what that usually tells. The time is a
 * hint, not a proof; it is left out where the messages themselves prove more. */
#include "config.h"

#include "drop.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/find.h"
#include "diagnosis/findings/findings.h"
#include "diagnosis/party-private.h"

typedef struct
{
  RungsFindingId id;
  gint64 from, to; /* milliseconds since the answer */
} Signature;

/* What the sentences below name, and what a relayed BYE may add: outside of it the time says
 * nothing. */
static const Signature signatures[] = {
  { RUNGS_FINDING_DROP_4_SECONDS, 3500, 5500 },
  { RUNGS_FINDING_DROP_NO_MEDIA, 9500, 21000 },
  { RUNGS_FINDING_DROP_32_SECONDS, 31000, 34500 },
  { RUNGS_FINDING_DROP_MINUTES, 595000, 3660000 },
};

/* What is proven or said, so that the time need not be guessed at. */
static gboolean
is_explained (RungsCase *self)
{
  const RungsExhibit *bye = rungs_case_read (self, self->bye);

  for (guint i = 0; i < self->findings->len; i++)
    {
      const RungsFinding *finding = g_ptr_array_index (self->findings, i);

      if (rungs_finding_kind (finding->id)->role == RUNGS_ROLE_EXPLAINS)
        return TRUE;
    }
  if (rungs_case_names_cause (self, self->bye))
    return TRUE;
  /* Microsoft says what it missed. */
  return bye != NULL
         && (rungs_span_find_ci (bye->sip.reason, RUNGS_SPAN ("MediaConnectivity")) >= 0
             || rungs_span_find_ci (bye->sip.reason, RUNGS_SPAN ("IceConnectivity")) >= 0
             || rungs_span_find_ci (bye->sip.reason, RUNGS_SPAN ("acknowledg")) >= 0);
}

static char *
signature_text (const RungsCase *self, const Signature *signature)
{
  g_autofree char *lasted = rungs_stamp_duration (self->call->duration);
  g_autofree char *who = rungs_party_call_name (self, rungs_case_row (self, self->bye)->src, FALSE);

  if (signature->id == RUNGS_FINDING_DROP_4_SECONDS)
    return g_strdup_printf (
      _ ("The call was dropped %s after the answer. At about 4 s it usually is the ACK "
         "(or an answer before it) that did not reach %s: look on that side for the "
         "ACK that stands here."),
      lasted, who);
  if (signature->id == RUNGS_FINDING_DROP_NO_MEDIA)
    return g_strdup_printf (
      _ ("The call was dropped %s after the answer. 10 to 20 s is how long %s waits for "
         "the first voice packets, so usually none came through. Compare the c= and m= lines of "
         "the SDP with what the firewall lets pass."),
      lasted, who);
  if (signature->id == RUNGS_FINDING_DROP_32_SECONDS)
    return g_strdup_printf (
      _ ("The call was dropped %s after the answer. 32 s is how long an answer waits for "
         "its ACK (RFC 3261): capture beyond the SBC whether the ACK arrives at %s."),
      lasted, who);
  return g_strdup_printf (
    _ ("The call was dropped %s after the answer, and no session timer explains it in "
       "this log. Look for calls that end after the same time: then a firewall "
       "closes the idle signalling connection, or %s limits the length of calls."),
    lasted, who);
}

static guint32
find_ack (const RungsCase *self)
{
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);

      if (row->code == 0 && row->leg == rungs_case_row (self, self->bye)->leg
          && rungs_case_is (self, message, "ACK"))
        return message;
    }
  return RUNGS_NONE;
}

/* Causes of the set-up of a call (RFC 3398 7.2.4.1 and its neighbours): no number, busy, nobody
 * there, rejected, no channel, not compatible. */
static gboolean
is_setup_cause (guint q850)
{
  static const guint causes[] = { 1,  2,  3,  4,  5,  17, 18, 19, 20, 21, 22, 23, 25, 26,
                                  28, 34, 44, 50, 55, 57, 58, 65, 66, 69, 70, 87, 88, 91 };

  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    if (causes[i] == q850)
      return TRUE;
  return FALSE;
}

static gboolean
is_setup_code (guint code)
{
  static const guint codes[] = { 404, 410, 480, 484, 485, 486, 600, 603, 604 };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i] == code)
      return TRUE;
  return FALSE;
}

static gboolean
is_of_setup (RungsSpan reason, gboolean is_from_teams)
{
  RungsSpan text = RUNGS_SPAN_NONE, cause;
  guint q850 = 0;
  guint64 code;

  rungs_sip_reason (reason, &q850, &text);
  /* Microsoft's causes are known to mislead. */
  if (q850 != 0)
    return !is_from_teams && is_setup_cause (q850);
  return rungs_span_starts_ci (rungs_span_trim (reason), RUNGS_SPAN ("SIP"))
         && rungs_sip_param (reason, RUNGS_SPAN ("cause"), &cause)
         && rungs_span_to_uint (rungs_span_trim (cause), 699, &code)
         && is_setup_code ((guint) code);
}

RungsSpan
rungs_case_setup_reason (RungsCase *self, gsize *offset)
{
  const RungsExhibit *bye = rungs_case_read (self, self->bye);

  for (guint i = 0; bye != NULL && i < RUNGS_MAX_REASONS; i++)
    {
      RungsSpan reason = rungs_sip_header (bye->text, RUNGS_SPAN ("Reason"), i, offset);

      if (reason.len == 0 || is_of_setup (reason, rungs_case_is_teams (self, bye->row->src)))
        return reason;
    }
  return RUNGS_SPAN_NONE;
}

/* What was said of the set-up cannot be the reason why an answered call ended: it is about what was
 * to take its place, or about what an announcement told the caller. */
static void
check_setup_cause (RungsCase *self)
{
  gsize offset = 0;
  RungsSpan reason = rungs_case_setup_reason (self, &offset);
  g_autofree char *shown = NULL;
  g_autofree char *who = NULL;
  RungsFinding *finding;

  if (reason.len == 0)
    return;
  shown = rungs_span_dup_utf8 (reason);
  who = rungs_party_call_name (self, rungs_case_row (self, self->bye)->src, TRUE);
  finding = rungs_case_find (
    self, RUNGS_FINDING_SETUP_CAUSE_AFTER_ANSWER,
    g_strdup_printf (
      _ ("%s ended the answered call with “%s”, a call setup cause. It does not say why this call "
         "ended; it says what failed beyond it. Look for a transfer or forward that failed, or an "
         "announcement that was played to the caller."),
      who, shown));
  rungs_finding_value (finding, RUNGS_VALUE_TEXT, shown);
  rungs_finding_at_offset (finding, self, rungs_case_read (self, self->bye), offset);
}

static void
check_time (RungsCase *self)
{
  gint64 duration = self->call->duration;
  guint32 ack = find_ack (self);
  RungsFinding *finding;

  for (guint i = 0; i < G_N_ELEMENTS (signatures) && !is_explained (self); i++)
    {
      const Signature *signature = &signatures[i];

      if (duration < signature->from || duration > signature->to)
        continue;
      finding = rungs_case_find (self, signature->id, signature_text (self, signature));
      rungs_finding_who (finding, self, rungs_case_row (self, self->bye)->src);
      if (self->final != RUNGS_NONE)
        rungs_finding_at (finding, self, self->final);
      if (ack != RUNGS_NONE && signature->to < 60000)
        rungs_finding_at (finding, self, ack);
      rungs_finding_at (finding, self, self->bye);
      return;
    }
}

/* ---- where a cause comes from ---- */

static const char *
location_text (RungsSpan location)
{
  static const struct
  {
    const char *code, *text;
  } locations[] = {
    { "U", N_ ("the user’s own line or device") },
    { "LPN", N_ ("the private network of the local user") },
    { "LN", N_ ("the public network of the local user") },
    { "TN", N_ ("a transit network") },
    { "RLN", N_ ("the public network of the remote user") },
    { "RPN", N_ ("the private network of the remote user") },
    { "INTL", N_ ("an international network") },
    { "BI", N_ ("a network beyond the interworking point") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (locations); i++)
    if (rungs_span_equal_ci (location, rungs_span_of (locations[i].code)))
      return _ (locations[i].text);
  return NULL;
}

/* RFC 8606: "Q.850;cause=16;location=RLN". */
static void
check_location (RungsCase *self, guint32 message)
{
  const RungsExhibit *exhibit = rungs_case_read (self, message);
  RungsSpan reason, location;
  RungsFinding *finding;
  const char *where;

  if (exhibit == NULL)
    return;
  reason = rungs_sip_header (exhibit->text, RUNGS_SPAN ("Reason"), 0, NULL);
  if (!rungs_span_starts_ci (reason, RUNGS_SPAN ("Q.850"))
      || !rungs_sip_param (reason, RUNGS_SPAN ("location"), &location))
    return;
  where = location_text (rungs_span_trim (location));
  if (where == NULL)
    return;
  finding = rungs_case_find (
    self, RUNGS_FINDING_CAUSE_LOCATION,
    g_strdup_printf (_ ("The Reason header says where the cause arose: in %s."), where));
  rungs_finding_at_header (finding, self, exhibit, RUNGS_SPAN ("Reason"));
}

void
rungs_findings_drop (RungsCase *self)
{
  guint32 root = rungs_case_root (self);

  check_location (self, root != RUNGS_NONE ? root : self->bye);
  if (self->call->state != RUNGS_STATE_DROPPED || self->bye == RUNGS_NONE)
    return;
  if (root != RUNGS_NONE)
    return;
  check_setup_cause (self);
  check_time (self);
}
