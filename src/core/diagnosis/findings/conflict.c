/* Evidence that does not fit together: what an answer says of a message, and what that message says
 * in this log; a SIP code and the Q.850 cause beside it. Shown as such: neither is explained
 * away. */
#include "config.h"

#include "findings.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/find.h"
#include "diagnosis/media.h"

static gboolean
says (const RungsExhibit *exhibit, RungsSpan label)
{
  for (guint i = 0; exhibit != NULL && i < RUNGS_MAX_REASONS; i++)
    {
      RungsSpan value = rungs_sip_header (exhibit->text, RUNGS_SPAN ("Reason"), i, NULL);

      if (value.len == 0)
        break;
      if (rungs_span_find_ci (value, label) >= 0)
        return TRUE;
    }
  return exhibit != NULL && rungs_span_find_ci (exhibit->sip.phrase, label) >= 0;
}

static void
at_both (RungsFinding *finding,
         RungsCase *self,
         const RungsExhibit *offer,
         const RungsExhibit *answer)
{
  const RungsSdpMedia *media = rungs_media_audio (offer);
  g_autofree char *protocol = rungs_span_dup_utf8 (media->protocol);

  rungs_finding_value (finding, RUNGS_VALUE_TOKEN, protocol);
  rungs_media_at (finding, self, offer, media);
  rungs_finding_at_header (finding, self, answer, RUNGS_SPAN ("Reason"));
}

static gboolean
has_teams_suite (const RungsExhibit *offer)
{
  RungsMediaLines lines;
  RungsSpan line;
  gsize offset;

  rungs_media_lines_init (&lines, offer);
  while (rungs_media_lines_next (&lines, &line, &offset))
    if (rungs_span_starts (line, RUNGS_SPAN ("a=crypto:"))
        && rungs_span_find (line, RUNGS_SPAN (RUNGS_TEAMS_SUITE)) >= 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_g711 (const RungsSdpMedia *media)
{
  for (guint i = 0; i < media->n_codecs; i++)
    if (rungs_span_equal_ci (media->codecs[i].name, RUNGS_SPAN ("PCMA"))
        || rungs_span_equal_ci (media->codecs[i].name, RUNGS_SPAN ("PCMU")))
      return TRUE;
  return FALSE;
}

static gboolean
has_sdp_finding (const RungsCase *self)
{
  for (guint i = 0; i < self->findings->len; i++)
    {
      const RungsFinding *finding = g_ptr_array_index (self->findings, i);
      RungsFamily family = rungs_finding_kind (finding->id)->family;

      if (family == RUNGS_FAMILY_SDP || family == RUNGS_FAMILY_OFFER)
        return TRUE;
    }
  return FALSE;
}

/* Microsoft's label about an offer that, as it stands here, gives no reason for it. */
static void
check_offer (RungsCase *self, const RungsExhibit *offer, const RungsExhibit *answer)
{
  const RungsSdpMedia *media = rungs_media_audio (offer);
  gboolean is_secure;

  if (media == NULL || !rungs_case_is_teams (self, answer->row->src))
    return;
  is_secure = rungs_span_find_ci (media->protocol, RUNGS_SPAN ("SAVP")) >= 0;
  if (says (answer, RUNGS_SPAN ("SrtpEncryptionRequired")) && is_secure && has_teams_suite (offer)
      && !rungs_case_has_finding (self, RUNGS_FINDING_SDP_CRYPTO_KEY)
      && !rungs_case_has_finding (self, RUNGS_FINDING_SDP_CRYPTO_MKI))
    at_both (rungs_case_find (
               self, RUNGS_FINDING_CONFLICT_SRTP,
               g_strdup (_ ("Microsoft says that SRTP is missing, but the offer in this log has "
                            "RTP/SAVP and the right suite: these do not fit. Something beyond the "
                            "point of this log may change the SDP; capture what leaves the SBC."))),
             self, offer, answer);
  if (says (answer, RUNGS_SPAN ("CannotSupportAnyMedia")) && has_g711 (media) && is_secure
      && has_teams_suite (offer) && !has_sdp_finding (self))
    at_both (
      rungs_case_find (
        self, RUNGS_FINDING_CODEC_NOT_THE_CAUSE,
        g_strdup (
          _ ("Microsoft can use none of the media, but codec and key are not the reason: the offer "
             "has G.711 over SRTP, which Teams takes. Look for ICE that media bypass needs, for a "
             "second m= line, and for what changes the SDP beyond the point of this log."))),
      self, offer, answer);
  if (says (answer, RUNGS_SPAN ("no ICE candidates")) && media->n_candidates > 0)
    at_both (
      rungs_case_find (
        self, RUNGS_FINDING_CONFLICT_ICE,
        g_strdup (
          _ ("Microsoft says that there are no ICE candidates, but the offer in this log has some: "
             "these do not fit. Something beyond the point of this log may take them out."))),
      self, offer, answer);
}

/* Microsoft missed an ACK that stands in this log, and its 200 was not sent again as it would be
 * then. */
static void
check_ack (RungsCase *self)
{
  guint32 root = rungs_case_root (self);
  const RungsExhibit *end = rungs_case_read (self, root != RUNGS_NONE ? root : self->bye);

  if (end == NULL || !rungs_case_is_teams (self, end->row->src)
      || !(says (end, RUNGS_SPAN ("acknowledgement was not received"))
           || says (end, RUNGS_SPAN ("acknowledgment wasn't received")))
      || rungs_case_has_finding (self, RUNGS_FINDING_ACK_LOST)
      || rungs_case_has_finding (self, RUNGS_FINDING_ACK_MISSING))
    return;
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);
      RungsFinding *finding;

      if (message == end->message)
        return;
      if (row->code != 0 || !rungs_case_is (self, message, "ACK")
          || !rungs_case_is_teams (self, row->dst))
        continue;
      finding = rungs_case_find (self, RUNGS_FINDING_CONFLICT_ACK,
                                 g_strdup (_ ("Microsoft says that the ACK did not arrive, but in "
                                              "this log it was sent, and the 200 came only "
                                              "once: these do not fit. The ACK may have been lost "
                                              "after it was logged; compare the time "
                                              "with a capture at the firewall.")));
      rungs_finding_at (finding, self, message);
      rungs_finding_at_header (finding, self, end, RUNGS_SPAN ("Reason"));
      return;
    }
}

/* ---- the cause beside the code ---- */

typedef struct
{
  guint cause;
  guint codes[6];
} Pair;

/* RFC 3398 7.2.4.1, with what is seen besides. Causes that fit any failure are left out. */
static const Pair pairs[] = {
  { 1, { 404, 604, 410 } },
  { 17, { 486, 600, 480 } },
  { 18, { 408, 480, 504 } },
  { 19, { 480, 408, 487, 486 } },
  { 20, { 480, 404, 410 } },
  { 21, { 403, 603, 480, 486, 433, 402 } },
  { 22, { 410, 301, 404 } },
  { 28, { 484, 404, 400, 416 } },
  { 34, { 503, 500, 502, 504, 480 } },
  { 38, { 503, 500, 502, 504, 480 } },
  { 41, { 503, 500, 502, 504, 480 } },
  { 42, { 503, 500, 502, 504, 480 } },
  { 55, { 403 } },
  { 57, { 403, 503 } },
};

/* Does a cause that is in the table fit @code? Those that are not fit all. */
static gboolean
is_fitting (guint q850, guint code)
{
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      if (pairs[i].cause != q850)
        continue;
      for (guint j = 0; j < G_N_ELEMENTS (pairs[i].codes); j++)
        if (pairs[i].codes[j] == code)
          return TRUE;
      return FALSE;
    }
  return TRUE;
}

/* "SIP;cause=404" (RFC 3326): the code as it was before. 0: it is no such Reason. */
static guint
sip_cause (RungsSpan reason)
{
  RungsSpan cause;
  guint64 code;

  if (!rungs_span_starts_ci (reason, RUNGS_SPAN ("SIP"))
      || !rungs_sip_param (reason, RUNGS_SPAN ("cause"), &cause)
      || !rungs_span_to_uint (rungs_span_trim (cause), 699, &code) || code < 400)
    return 0;
  return (guint) code;
}

static void
check_cause (RungsCase *self, const RungsExhibit *answer)
{
  guint code = answer->row->code;

  /* Microsoft's causes are known to mislead. */
  if (code < 400 || rungs_case_is_teams (self, answer->row->src))
    return;
  for (guint i = 0; i < RUNGS_MAX_REASONS; i++)
    {
      gsize offset = 0;
      RungsSpan reason = rungs_sip_header (answer->text, RUNGS_SPAN ("Reason"), i, &offset),
                text = RUNGS_SPAN_NONE;
      guint before = sip_cause (reason), q850 = 0;
      RungsFinding *finding;

      if (reason.len == 0)
        return;
      rungs_sip_reason (reason, &q850, &text);
      if (is_fitting (q850, code) && (before == 0 || before == code))
        continue;
      finding = rungs_case_find (
        self, RUNGS_FINDING_CONFLICT_CAUSE,
        before != 0
          ? g_strdup_printf (
            _ ("The answer is %u and its Reason header says SIP %u: one device on the way made one "
               "of the other. The Reason is usually nearer to where it began."),
            code, before)
          : g_strdup_printf (
            _ ("The SIP code (%u) and the Q.850 cause beside it (%u) do not mean the same: one "
               "device on "
               "the way made one of the other. The cause is usually nearer to where it began."),
            code, q850));
      rungs_finding_number (finding, RUNGS_VALUE_CODE, before != 0 ? before : q850);
      rungs_finding_at (finding, self, answer->message);
      rungs_finding_at_offset (finding, self, answer, offset);
      return;
    }
}

/* ---- transports ---- */

/* RFC 3261 18.2.2: the answer is sent by the transport that the top Via names, or by the
 * connection; a mismatch leaves that to chance. Only UDP against the others: TLS shows as TCP where
 * it was taken off. */
static void
check_transport (RungsCase *self, const RungsExhibit *request)
{
  RungsTransport said = rungs_transport_of (request->sip.via_transport),
                 wire = (RungsTransport) request->row->transport;
  RungsFinding *finding;

  if (said == RUNGS_TRANSPORT_UNKNOWN || wire == RUNGS_TRANSPORT_UNKNOWN
      || (said == RUNGS_TRANSPORT_UDP) == (wire == RUNGS_TRANSPORT_UDP))
    return;
  finding = rungs_case_find (
    self, RUNGS_FINDING_VIA_TRANSPORT,
    g_strdup_printf (_ ("The %s arrived over %s, but its Via says %s: the answer may use the wrong "
                        "transport and get lost. The sender must name the transport that it uses."),
                     rungs_case_method (self, request->message), rungs_transport_name (wire),
                     rungs_transport_name (said)));
  rungs_finding_value (finding, RUNGS_VALUE_TOKEN, rungs_transport_name (said));
  rungs_finding_at (finding, self, request->message);
  rungs_finding_at_header (finding, self, request, RUNGS_SPAN ("Via"));
}

/* ---- findings that exclude each other ---- */

typedef struct
{
  RungsFindingId one, other;
} Opposites;

/* The peer answered moments before, and the SBC says that nothing gets there. */
static const Opposites opposites[] = {
  { RUNGS_FINDING_TRUNK_OPTIONS_ALIVE, RUNGS_FINDING_TRUNK_DOWN },
  { RUNGS_FINDING_TRUNK_OPTIONS_ALIVE, RUNGS_FINDING_CONNECTION_REFUSED },
  { RUNGS_FINDING_TRUNK_OPTIONS_ALIVE, RUNGS_FINDING_CONNECTION_TIMEOUT },
  { RUNGS_FINDING_TRUNK_OPTIONS_ALIVE, RUNGS_FINDING_NAME_NOT_RESOLVED },
  { RUNGS_FINDING_TRUNK_OPTIONS_ALIVE, RUNGS_FINDING_TLS_HANDSHAKE },
  { RUNGS_FINDING_TRUNK_OPTIONS_ALIVE, RUNGS_FINDING_TLS_CERTIFICATE_EXPIRED },
  { RUNGS_FINDING_TRUNK_OPTIONS_ALIVE, RUNGS_FINDING_TLS_ROOT_UNKNOWN },
  { RUNGS_FINDING_TRUNK_OPTIONS_ALIVE, RUNGS_FINDING_TLS_NAME_MISMATCH },
};

static const RungsFinding *
finding_of (const RungsCase *self, RungsFindingId id)
{
  for (guint i = 0; i < self->findings->len; i++)
    {
      const RungsFinding *finding = g_ptr_array_index (self->findings, i);

      if (finding->id == id)
        return finding;
    }
  return NULL;
}

static void
check_opposites (RungsCase *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (opposites); i++)
    {
      const RungsFinding *one = finding_of (self, opposites[i].one),
                         *other = finding_of (self, opposites[i].other);
      RungsFinding *finding;

      if (one == NULL || other == NULL)
        continue;
      finding = rungs_case_find (
        self, RUNGS_FINDING_CONFLICT_REACHABLE,
        g_strdup (
          _ ("The peer answered an OPTIONS shortly before, and the SBC’s own lines say that it "
             "is not to be reached: either it went away in between, or the two are about "
             "different addresses of it. The OPTIONS after this call tell which.")));
      g_array_append_val (finding->lines, g_array_index (one->lines, RungsFindingLine, 0));
      g_array_append_val (finding->lines, g_array_index (other->lines, RungsFindingLine, 0));
      return;
    }
}

/* The session timer ran out at that moment, and the SBC says that it hung up for want of voice. */
static void
check_two_ends (RungsCase *self)
{
  const RungsFinding *timer = finding_of (self, RUNGS_FINDING_SESSION_REFRESH_MISSING),
                     *voice = finding_of (self, RUNGS_FINDING_SBC_NO_MEDIA);
  RungsFinding *finding;

  if (timer == NULL || voice == NULL)
    return;
  finding = rungs_case_find (
    self, RUNGS_FINDING_CONFLICT_END,
    g_strdup (_ ("There are two reasons for this end, the session timer and missing voice packets, "
                 "and only one of them can be it: compare the times of the lines.")));
  g_array_append_val (finding->lines, g_array_index (timer->lines, RungsFindingLine, 0));
  g_array_append_val (finding->lines, g_array_index (voice->lines, RungsFindingLine, 0));
}

void
rungs_findings_conflict (RungsCase *self)
{
  guint32 root = rungs_case_root (self);
  const RungsExhibit *request = rungs_case_read (self, rungs_case_root_request (self)),
                     *answer = rungs_case_read (self, root);

  check_ack (self);
  check_opposites (self);
  check_two_ends (self);
  if (request != NULL && request->sip.is_request)
    check_transport (self, request);
  if (request == NULL || answer == NULL)
    return;
  if (rungs_case_is (self, root, "INVITE"))
    check_offer (self, request, answer);
  check_cause (self, answer);
}
