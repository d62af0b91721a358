/* Is this payload SIP? On any port: RFC 3261 18 leaves the port to the configuration, and SBCs
 * use many. Media is most of a capture, so the first byte must be enough to turn it away: RTP
 * and RTCP begin with 0x80..0xbf, STUN with 0..3, DTLS with 20..63, and a start line with a
 * capital letter. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/limits.h"
#include "formats/capture/private.h"
#include "sip/index.h"

/* "BENOTIFY" is the longest method in use; RFC 3261 names no limit. */
#define LONGEST_METHOD 32

/* Debug recordings of AudioCodes' SBCs. */
#define ACDR_PORT 925

#define QUIC_PORT 443
#define NAT_PORT 4500 /* IPsec that passes network address translation, RFC 3948 */

static gsize
skip_line_ends (RungsSpan bytes)
{
  gsize at = 0;

  while (at < bytes.len && (bytes.str[at] == '\r' || bytes.str[at] == '\n'))
    at++;
  return at;
}

gboolean
capture_sip_may_start (RungsSpan bytes)
{
  if (bytes.len == 0 || !g_ascii_isupper (bytes.str[0]) || bytes.len > RUNGS_MAX_START_LINE)
    return FALSE;
  for (gsize i = 1; i < bytes.len && i <= LONGEST_METHOD; i++)
    {
      char c = bytes.str[i];

      if (c == ' ')
        return TRUE;
      if (!g_ascii_isalnum (c) && (c == '\0' || strchr ("/-.!%*_+`'~", c) == NULL))
        return FALSE;
    }
  return bytes.len <= LONGEST_METHOD;
}

gssize
capture_sip_start (RungsSpan bytes)
{
  gsize at = skip_line_ends (bytes);
  RungsSpan line = rungs_span_head (rungs_span_skip (bytes, at), RUNGS_MAX_START_LINE);
  gssize end;

  if (line.len == 0 || !g_ascii_isupper (line.str[0]))
    return -1;
  if (!capture_sip_may_start (rungs_span_head (line, LONGEST_METHOD + 1)))
    return -1;
  end = rungs_span_find_char (line, '\n');
  return end >= 0 && rungs_sip_is_start_line (rungs_span_head (line, (gsize) end)) ? (gssize) at
                                                                                   : -1;
}

/* RFC 9000 17.2: only the packets that set a connection up tell the version; of the others, the
 * port. */
static gboolean
is_quic (RungsSpan bytes, const CaptureEndpoint *src, const CaptureEndpoint *dst)
{
  guint8 first = (guint8) bytes.str[0];
  guint32 version = capture_be32 (bytes.str + 1);

  if ((first & 0xc0) == 0xc0)
    return version == 1 || version == 0x6b3343cf /* 2, RFC 9369 */ || version >> 8 == 0xff0000;
  return (first & 0xc0) == 0x40 && (src->port == QUIC_PORT || dst->port == QUIC_PORT);
}

/* RFC 9147 4, RFC 6347 4.1: the version is that of TLS, counted down. */
static gboolean
is_dtls (RungsSpan bytes)
{
  return bytes.len >= 13 && bytes.str[0] >= 20 && bytes.str[0] <= 26
         && (guint8) bytes.str[1] == 0xfe && (guint8) bytes.str[2] >= 0xfc;
}

/* RTP, SRTP and RTCP (RFC 7983): by far the most of a capture, so the first thing that is asked. Of
 * what carries packets only VXLAN with a group policy begins like this, with 0x88, where RTP would
 * name eight sources. */
static inline gboolean
is_media (RungsSpan bytes)
{
  return bytes.len >= 8 && ((guint8) bytes.str[0] & 0xc0) == 0x80 && (guint8) bytes.str[0] != 0x88;
}

static void
count_other (Capture *capture,
             RungsSpan bytes,
             const CaptureEndpoint *src,
             const CaptureEndpoint *dst)
{
  CaptureCounts *counts = &capture->counts;

  if (bytes.len < 8)
    return;
  if (bytes.len >= 20 && capture_be32 (bytes.str + 4) == 0x2112a442) /* RFC 8489 5 */
    counts->stun++;
  else if (is_dtls (bytes))
    {
      counts->dtls++;
      capture_pass (capture, RUNGS_COVER_DTLS, 0);
    }
  else if (is_quic (bytes, src, dst))
    {
      counts->quic++;
      capture_pass (capture, RUNGS_COVER_QUIC, 0);
    }
  else if ((src->port == NAT_PORT || dst->port == NAT_PORT) && capture_be32 (bytes.str) != 0)
    {
      counts->esp++;
      counts->udp--;
      capture_pass (capture, RUNGS_COVER_ESP, 0);
    }
}

void
capture_diagnose_cut (Capture *capture, const CapturePayload *payload)
{
  guint32 frame = capture_frame (capture, payload);

  if (payload->pieces != NULL)
    capture_diagnose (capture, frame, RUNGS_DIAGNOSTIC_CUT_MESSAGE,
                      _ ("A fragment of this message is not in the capture; its end is missing."));
  else if (capture->is_cut)
    capture_diagnose (capture, frame, RUNGS_DIAGNOSTIC_CUT_MESSAGE,
                      _ ("Only %u of this message’s %u bytes were captured: the capture had a "
                         "snapshot length limit."),
                      (guint) payload->bytes.len, (guint) payload->bytes.len + payload->missing);
  else
    capture_diagnose (
      capture, frame, RUNGS_DIAGNOSTIC_CUT_MESSAGE,
      _ (
        "The packet is %u bytes shorter than its headers say; the end of this message is missing."),
      payload->missing);
}

/* What carries other packets or messages over UDP. */
static gboolean
take_container (Capture *capture,
                const CapturePayload *payload,
                const CaptureEndpoint *src,
                const CaptureEndpoint *dst,
                guint depth)
{
  if (src->port == ACDR_PORT || dst->port == ACDR_PORT)
    {
      capture_acdr (capture, payload, depth);
      return TRUE;
    }
  return capture_udp_tunnel (capture, payload, dst->port, depth)
         || capture_hep (capture, payload, src);
}

void
capture_udp (Capture *capture,
             const CapturePayload *payload,
             const CaptureEndpoint *src,
             const CaptureEndpoint *dst,
             guint depth)
{
  CapturePayload message;
  gssize start;

  if (is_media (payload->bytes))
    {
      capture->counts.rtp++;
      return;
    }
  start = capture_sip_start (payload->bytes);
  if (start < 0)
    {
      if (take_container (capture, payload, src, dst, depth))
        return;
      count_other (capture, payload->bytes, src, dst);
      /* Cut in its start line, it can only be told. */
      if (payload->missing > 0 && rungs_span_starts (payload->bytes, RUNGS_SPAN ("SIP/2.0 ")))
        capture_diagnose_cut (capture, payload);
      return;
    }

  message = capture_slice (payload, (gsize) start, G_MAXSIZE);
  if (message.missing > 0)
    capture_diagnose_cut (capture, &message);
  capture_emit (capture, &message, src, dst, RUNGS_TRANSPORT_UDP, message.missing > 0);
}
