/* AudioCodes Debug Recording: the SBC sends copies of its packets over UDP to port 925, SIP over
 * TLS in the clear and with the session number (SID) that its syslog uses, which joins the legs
 * of a call. Wireshark calls it ACDR.
 *
 *   version 1 | time and sequence 6 | source 2, destination 2 (version 9: 4, 4) | flags 1 |
 *   trace point 1 | media type 1 | length of the extension 1 |
 *   session (versions 5, 6: 4; 7: 8; 8, 9: 9 bytes; none before) | extension | payload
 *
 *   extension of SIP:  addresses 4, 4 | ports 2, 2 | IP protocol 1 | direction 1
 *   extension of TLS:  ports 2, 2 | addresses 4, 4 | application 1
 *   session:           last three bytes of the MAC address | resets 1 | number 4 or 5
 *
 * Source: the fields that Wireshark shows, whose dissector is AudioCodes' own. Not yet seen with
 * a real recording. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "formats/capture/private.h"
#include "sip/index.h"

enum
{
  MEDIA_SIP = 10,
  MEDIA_TLS = 33,
  MEDIA_TLS_PEEK = 34,
};

/* The device's own SIP stack; at other points the extension is another one. */
#define POINT_SYSTEM 6

enum
{
  FLAG_MII = 0x01,
  FLAG_IP_HEADER = 0x08, /* the payload begins with the packet's IP header */
  FLAGS_NONE = 0xaa,     /* in versions up to 3 */
};

enum
{
  APPLICATION_SIP = 3,
  APPLICATION_TCP = 6,
};

#define NEWEST_VERSION 9
#define MII_HEADER 4
#define SIP_EXTENSION 14
#define TLS_EXTENSION 13

typedef struct
{
  guint8 version, flags, point, media;
  RungsSpan session; /* its bytes */
  RungsSpan extension;
  CapturePayload payload;
} Recording;

static gboolean
read_header (const CapturePayload *packet, Recording *self)
{
  static const guint8 session_lengths[NEWEST_VERSION + 1] = { 0, 0, 0, 0, 0, 4, 4, 8, 9, 9 };
  RungsSpan bytes = packet->bytes;
  gsize at, extension;

  if (bytes.len == 0 || (guint8) bytes.str[0] > NEWEST_VERSION)
    return FALSE;
  self->version = (guint8) bytes.str[0];
  at = self->version == 9 ? 15 : 11;
  if (at + 4 + session_lengths[self->version] > bytes.len)
    return FALSE;

  self->flags = (guint8) bytes.str[at];
  if (self->version <= 3 && self->flags == FLAGS_NONE)
    self->flags = 0;
  self->point = (guint8) bytes.str[at + 1];
  self->media = (guint8) bytes.str[at + 2];
  extension = self->version >= 5 ? (guint8) bytes.str[at + 3] : 0;
  at += 4;
  self->session = rungs_span (bytes.str + at, session_lengths[self->version]);
  at += session_lengths[self->version];
  self->extension = rungs_span_head (rungs_span_skip (bytes, at), extension);
  at += extension;
  if (self->version >= 3 && (self->flags & FLAG_MII))
    at += MII_HEADER;
  self->payload = capture_slice (packet, at, G_MAXSIZE);
  return self->payload.bytes.len > 0;
}

/* As the device's syslog writes it: "b9027c:24:198171". Empty when it has none. */
static void
name_session (const Recording *self, char *buffer, gsize size)
{
  const char *p = self->session.str;
  guint64 number = 0;

  buffer[0] = '\0';
  if (self->session.len < 8)
    return;
  for (gsize i = 4; i < self->session.len; i++)
    number = number << 8 | (guint8) p[i];
  if (number != 0)
    g_snprintf (buffer, size, "%x:%u:%" G_GUINT64_FORMAT, capture_be32 (p) >> 8, (guint8) p[3],
                number);
}

static CaptureEndpoint
endpoint (const char *address, const char *port)
{
  CaptureEndpoint end = { .family = 4, .port = capture_be16 (port) };

  memcpy (end.address, address, 4);
  return end;
}

/* A message, or what TLS carried: one or several messages from the first byte on. */
static void
take_messages (Capture *capture,
               const CapturePayload *payload,
               RungsTransport transport,
               const CaptureEndpoint *src,
               const CaptureEndpoint *dst)
{
  CapturePayload rest = *payload, message;
  gssize start;

  while ((start = capture_sip_start (rest.bytes)) >= 0)
    {
      gboolean complete = TRUE;
      gsize len;

      rest = capture_slice (&rest, (gsize) start, G_MAXSIZE);
      len = rest.bytes.len;
      if (transport != RUNGS_TRANSPORT_UDP)
        len = rungs_sip_frame (rest.bytes, TRUE, &complete);
      complete = complete && rest.missing == 0;
      message = capture_slice (&rest, 0, complete ? len : G_MAXSIZE);
      if (!complete)
        capture_diagnose (capture, capture_frame (capture, &rest), RUNGS_DIAGNOSTIC_CUT_MESSAGE,
                          _ ("The debug recording holds only a part of this message."));
      capture_emit (capture, &message, src, dst, transport, !complete);
      rest = capture_slice (&rest, message.bytes.len, G_MAXSIZE);
    }
}

static void
take_sip (Capture *capture, const Recording *self)
{
  const char *p = self->extension.str;
  CaptureEndpoint src, dst;

  if (self->point != POINT_SYSTEM || self->extension.len < SIP_EXTENSION)
    return;
  src = endpoint (p, p + 8);
  dst = endpoint (p + 4, p + 10);
  take_messages (capture, &self->payload, p[12] == 6 ? RUNGS_TRANSPORT_TCP : RUNGS_TRANSPORT_UDP,
                 &src, &dst);
}

static void
take_tls (Capture *capture, const Recording *self)
{
  const char *p = self->extension.str;
  CaptureEndpoint src, dst;

  if (self->extension.len < TLS_EXTENSION || (p[12] != APPLICATION_SIP && p[12] != APPLICATION_TCP))
    return;
  src = endpoint (p + 4, p);
  dst = endpoint (p + 8, p + 2);
  take_messages (capture, &self->payload, RUNGS_TRANSPORT_TLS, &src, &dst);
}

void
capture_acdr (Capture *capture, const CapturePayload *packet, guint depth)
{
  Recording self;
  char session[40];

  if (capture->in_recording || !read_header (packet, &self))
    return;
  name_session (&self, session, sizeof session);
  capture->in_recording = TRUE;
  capture->session = rungs_span_of (session);

  if (self.flags & FLAG_IP_HEADER)
    capture_ip (capture, &self.payload, depth + 1);
  else if (self.media == MEDIA_SIP)
    take_sip (capture, &self);
  else if (self.media == MEDIA_TLS || self.media == MEDIA_TLS_PEEK)
    take_tls (capture, &self);

  capture->in_recording = FALSE;
  capture->session = RUNGS_SPAN_NONE;
}
