/* Answered calls that a fault ended: after how long, and what that usually tells. The time is a hint, not a proof;
 * it is left out where the messages themselves prove more. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "case.h"

typedef struct
{
  const char *id;
  gint64 from, to; /* milliseconds since the answer */
} Signature;

static const Signature signatures[] = {
  { "drop-4-seconds", 3000, 6500 },
  { "drop-no-media", 9000, 25000 },
  { "drop-32-seconds", 30000, 36000 },
  { "drop-minutes", 595000, 3660000 },
};

/* Numbers that do not exist or cannot be reached: Q.850 1, 2, 3, 22, 28. */
static gboolean
has_announced_cause (const RungsExhibit *bye)
{
  RungsSpan text = RUNGS_SPAN_NONE;
  guint q850 = 0;

  if (bye != NULL)
    rungs_sip_reason (bye->sip.reason, &q850, &text);
  return (q850 >= 1 && q850 <= 3) || q850 == 22 || q850 == 28;
}

/* What is proven, so that the time need not be guessed at. */
static gboolean
is_explained (const RungsCase *self)
{
  static const char *const proofs[] = { "ack-missing", "ack-lost", "session-refresh-missing",
                                        "glare" };
  const RungsExhibit *bye = rungs_case_read ((RungsCase *) self, self->bye);

  for (guint i = 0; i < G_N_ELEMENTS (proofs); i++)
    if (rungs_case_has_finding (self, proofs[i]))
      return TRUE;
  for (guint i = 0; i < self->findings->len; i++)
    {
      const char *id = ((const RungsFinding *) g_ptr_array_index (self->findings, i))->id;

      if (g_str_has_prefix (id, "sdp-") || g_str_has_prefix (id, "sbc-")
          || g_str_has_prefix (id, "tls-"))
        return TRUE;
    }
  /* An announcement that played to the answered call (“not in service”) ends after any time. */
  if (has_announced_cause (bye))
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

  if (g_str_equal (signature->id, "drop-4-seconds"))
    return g_strdup_printf (
      _ ("The call was dropped %s after the answer. At about 4 s it usually is the ACK "
         "(or an answer before it) that did not reach %s: look on that side for the "
         "ACK that stands here."),
      lasted, who);
  if (g_str_equal (signature->id, "drop-no-media"))
    return g_strdup_printf (
      _ ("The call was dropped %s after the answer. 10 to 20 s is how long %s waits for "
         "the first voice packets, so usually none came through. Compare the c= and m= lines of "
         "the SDP with what the firewall lets pass."),
      lasted, who);
  if (g_str_equal (signature->id, "drop-32-seconds"))
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
    self, "cause-location",
    g_strdup_printf (_ ("The Reason header says where the cause arose: in %s."), where));
  rungs_finding_at_header (finding, self, exhibit, RUNGS_SPAN ("Reason"));
}

void
rungs_findings_drop (RungsCase *self)
{
  guint32 root = rungs_case_root (self);

  if (self->call->kind != RUNGS_KIND_INVITE)
    return;
  check_location (self, root != RUNGS_NONE ? root : self->bye);
  if (self->call->state != RUNGS_STATE_DROPPED || self->bye == RUNGS_NONE)
    return;
  if (root == RUNGS_NONE)
    check_time (self);
}
