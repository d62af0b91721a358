/* Packets of Homer's capture agents (HEP): SIP servers and probes send copies of their messages to
 * a collector, with the addresses, transport and time of their own; of TLS and WebSocket too.
 *
 *   HEP3 | length 2 | chunk | …            chunk: vendor 2, type 2, length 2 (with these six), value
 *   2 | length of the header 1 | family 1 | protocol 1 | ports 2, 2 | addresses 4, 4 or 16, 16 |
 *     seconds 4, microseconds 4, agent 2, 2 of padding | "INVITE sip:+15550100002@example.com SIP/2.0" …
 *   1 …                                     the same without time and agent
 *
 * Source: HEP3 Network Protocol Specification (https://github.com/sipcapture/HEP); version 2's time
 * is in the sender's byte order. Over UDP on any port, version 3 over TCP too. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/limits.h"
#include "formats/capture/private.h"
#include "sip/index.h"

enum
{
  CHUNK_PROTOCOL = 2,
  CHUNK_IPV4_SRC = 3,
  CHUNK_IPV4_DST = 4,
  CHUNK_IPV6_SRC = 5,
  CHUNK_IPV6_DST = 6,
  CHUNK_SRC_PORT = 7,
  CHUNK_DST_PORT = 8,
  CHUNK_SECONDS = 9,
  CHUNK_MICROSECONDS = 10,
  CHUNK_KIND = 11,
  CHUNK_AGENT = 12,
  CHUNK_PAYLOAD = 15,
  CHUNK_PACKED_PAYLOAD = 16,
  CHUNK_CORRELATION = 17,
};

#define CHUNK_HEADER 6
#define HEP3_HEADER 6
#define KIND_SIP 1

#define OLD_HEADER 8
#define OLD_TIME 12

/* What agents call a protocol: those of IP, and two that stand for what IP has no number for. */
enum
{
  PROTOCOL_TCP = 6,
  PROTOCOL_UDP = 17,
  PROTOCOL_TLS = 22,
  PROTOCOL_WEBSOCKET = 50,
  PROTOCOL_SCTP = 132,
};

typedef struct
{
  CaptureEndpoint src, dst;
  guint8 protocol;
  guint32 kind, seconds, micros, agent;
  RungsSpan correlation;
  CapturePayload payload;
  gboolean is_packed;
  char name[CAPTURE_ENDPOINT_TEXT + 16];
} Envelope;

static RungsTransport
transport_of (guint8 protocol)
{
  switch (protocol)
    {
    case PROTOCOL_UDP:
      return RUNGS_TRANSPORT_UDP;
    case PROTOCOL_TCP:
      return RUNGS_TRANSPORT_TCP;
    case PROTOCOL_TLS:
      return RUNGS_TRANSPORT_TLS;
    case PROTOCOL_SCTP:
      return RUNGS_TRANSPORT_SCTP;
    case PROTOCOL_WEBSOCKET:
      return RUNGS_TRANSPORT_WS;
    default:
      return RUNGS_TRANSPORT_UNKNOWN;
    }
}

static void
take_address (CaptureEndpoint *end, RungsSpan value, gsize len)
{
  if (value.len != len)
    return;
  end->family = len == 4 ? 4 : 6;
  memcpy (end->address, value.str, len);
}

/* A number of one to four bytes: agents differ in how long some are. */
static guint32
number_of (RungsSpan value)
{
  guint32 number = 0;

  for (gsize i = 0; i < MIN (value.len, 4); i++)
    number = number << 8 | (guint8) value.str[i];
  return number;
}

static void
take_chunk (Envelope *self, guint16 type, const CapturePayload *chunk)
{
  RungsSpan value = chunk->bytes;

  switch (type)
    {
    case CHUNK_PROTOCOL:
      self->protocol = (guint8) number_of (value);
      break;
    case CHUNK_IPV4_SRC:
    case CHUNK_IPV6_SRC:
      take_address (&self->src, value, type == CHUNK_IPV4_SRC ? 4 : 16);
      break;
    case CHUNK_IPV4_DST:
    case CHUNK_IPV6_DST:
      take_address (&self->dst, value, type == CHUNK_IPV4_DST ? 4 : 16);
      break;
    case CHUNK_SRC_PORT:
      self->src.port = (guint16) number_of (value);
      break;
    case CHUNK_DST_PORT:
      self->dst.port = (guint16) number_of (value);
      break;
    case CHUNK_SECONDS:
      self->seconds = number_of (value);
      break;
    case CHUNK_MICROSECONDS:
      self->micros = number_of (value);
      break;
    case CHUNK_KIND:
      self->kind = number_of (value);
      break;
    case CHUNK_AGENT:
      self->agent = number_of (value);
      break;
    case CHUNK_CORRELATION:
      self->correlation = value;
      break;
    case CHUNK_PAYLOAD:
    case CHUNK_PACKED_PAYLOAD:
      self->payload = *chunk;
      self->is_packed = type == CHUNK_PACKED_PAYLOAD;
      break;
    default: /* the agent's key, and what vendors add */
      break;
    }
}

static gboolean
read_hep3 (const CapturePayload *packet, Envelope *self)
{
  RungsSpan bytes = packet->bytes;
  gsize end, at = HEP3_HEADER;

  if (bytes.len < HEP3_HEADER)
    return FALSE;
  end = capture_be16 (bytes.str + 4);
  while (at + CHUNK_HEADER <= MIN (end, bytes.len))
    {
      guint16 len = capture_be16 (bytes.str + at + 4);
      CapturePayload chunk =
        capture_slice (packet, at + CHUNK_HEADER, MAX (len, CHUNK_HEADER) - CHUNK_HEADER);

      if (len < CHUNK_HEADER)
        break;
      chunk.missing = at + len > bytes.len ? (guint32) (at + len - bytes.len) : 0;
      if (capture_be16 (bytes.str + at) == 0)
        take_chunk (self, capture_be16 (bytes.str + at + 2), &chunk);
      at += len;
    }
  return TRUE;
}

/* In the byte order of the agent: that in which it is nearer to the packet's. */
static void
take_old_time (Capture *capture, Envelope *self, const char *p)
{
  gint64 clock = capture->clock / RUNGS_STAMP_SECOND;
  guint32 big[2] = { capture_be32 (p), capture_be32 (p + 4) };
  guint32 little[2] = { GUINT32_SWAP_LE_BE (big[0]), GUINT32_SWAP_LE_BE (big[1]) };
  const guint32 *chosen = ABS (clock - big[0]) < ABS (clock - little[0]) ? big : little;

  self->seconds = chosen[0];
  self->micros = chosen[1];
}

static gboolean
read_old (Capture *capture, const CapturePayload *packet, Envelope *self)
{
  RungsSpan bytes = packet->bytes;
  gsize address, at;

  if (bytes.len < OLD_HEADER)
    return FALSE;
  if (bytes.str[2] == 2)
    address = 4;
  else if (bytes.str[2] == 10 || bytes.str[2] == 24 || bytes.str[2] == 28 || bytes.str[2] == 30)
    address = 16;
  else
    return FALSE;
  at = OLD_HEADER + 2 * address;
  /* Agents do not agree on whether the time belongs to the header. */
  if (bytes.len < at + OLD_TIME || (guint8) bytes.str[1] < at
      || (guint8) bytes.str[1] > at + OLD_TIME)
    return FALSE;

  self->protocol = (guint8) bytes.str[3];
  self->src.port = capture_be16 (bytes.str + 4);
  self->dst.port = capture_be16 (bytes.str + 6);
  take_address (&self->src, rungs_span (bytes.str + OLD_HEADER, address), address);
  take_address (&self->dst, rungs_span (bytes.str + OLD_HEADER + address, address), address);
  if (bytes.str[0] == 2)
    {
      take_old_time (capture, self, bytes.str + at);
      self->agent = capture_be16 (bytes.str + at + 8);
      at += OLD_TIME;
    }
  self->payload = capture_slice (packet, at, G_MAXSIZE);
  return capture_sip_start (self->payload.bytes) >= 0;
}

/* Agents that know no other give the message's own Call-ID, which would keep apart the legs of one
 * call; and what stands before a colon is taken for a device's number (AudioCodes). */
static RungsSpan
session_of (const Envelope *self, RungsSpan message)
{
  RungsSpan call_id;

  if (self->correlation.len == 0 || rungs_span_find_char (self->correlation, ':') >= 0)
    return RUNGS_SPAN_NONE;
  call_id = rungs_sip_header (message, RUNGS_SPAN ("Call-ID"), 0, NULL);
  return rungs_span_equal (call_id, self->correlation) ? RUNGS_SPAN_NONE : self->correlation;
}

/* Several agents see one message, each with its own clock: "192.0.2.10 #2001". They often have the
 * same number, and those behind a relay the same address. */
static void
name_agent (Capture *capture,
            const Envelope *self,
            const CaptureEndpoint *sender,
            char *text,
            gsize size)
{
  CaptureEndpoint host = *sender;
  RungsSpan name;

  host.port = 0;
  name = capture_endpoint_name (capture, &host);
  name.len -= MIN (name.len, strlen (":0"));
  if (self->agent != 0)
    g_snprintf (text, size, "%.*s #%u", (int) name.len, name.str, self->agent);
  else
    g_snprintf (text, size, "%.*s", (int) name.len, name.str);
}

static void
tell (Capture *capture, const Envelope *self, RungsSpan message)
{
  gint64 seconds = self->seconds;

  capture->device = rungs_span_of (self->name);
  capture->session = session_of (self, message);
  capture->told_time = RUNGS_STAMP_NONE;
  if (seconds > 0 && self->micros < RUNGS_STAMP_SECOND)
    capture->told_time = seconds * RUNGS_STAMP_SECOND + self->micros;
}

static void
tell_nothing (Capture *capture)
{
  capture->device = RUNGS_SPAN_NONE;
  capture->session = RUNGS_SPAN_NONE;
  capture->told_time = RUNGS_STAMP_NONE;
}

static void
emit (Capture *capture, const Envelope *self)
{
  gssize start = capture_sip_start (self->payload.bytes);
  CapturePayload message;

  if (start < 0)
    return;
  message = capture_slice (&self->payload, (gsize) start, G_MAXSIZE);
  if (message.missing > 0)
    capture_diagnose_cut (capture, &message);
  tell (capture, self, message.bytes);
  capture_emit (capture, &message, &self->src, &self->dst, transport_of (self->protocol),
                message.missing > 0);
  tell_nothing (capture);
}

static void
emit_packed (Capture *capture, const Envelope *self)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gboolean complete = rungs_pieces_inflate (self->payload.bytes, bytes);
  RungsSpan message = { (const char *) bytes->data, bytes->len };

  if (capture_sip_start (message) != 0)
    return;
  if (!complete)
    capture_diagnose (capture, capture_frame (capture, &self->payload),
                      RUNGS_DIAGNOSTIC_CUT_MESSAGE,
                      _ ("A capture agent compressed this message, and it cannot be unpacked to "
                         "its end."));
  tell (capture, self, message);
  capture_emit_deflated (capture, &self->payload, message, &self->src, &self->dst,
                         transport_of (self->protocol), !complete);
  tell_nothing (capture);
}

/* "EEP1" is version 3 under another name. */
static gboolean
is_hep3 (RungsSpan bytes)
{
  return rungs_span_starts (bytes, RUNGS_SPAN ("HEP3"))
         || rungs_span_starts (bytes, RUNGS_SPAN ("EEP1"));
}

gboolean
capture_hep (Capture *capture, const CapturePayload *packet, const CaptureEndpoint *src)
{
  RungsSpan bytes = packet->bytes;
  Envelope self = { .kind = KIND_SIP };
  gboolean is_old = bytes.len > 0 && (bytes.str[0] == 1 || bytes.str[0] == 2);

  if (is_old ? !read_old (capture, packet, &self) : !is_hep3 (bytes) || !read_hep3 (packet, &self))
    return FALSE;
  if (self.kind != KIND_SIP) /* reports on media, logs */
    return TRUE;
  name_agent (capture, &self, src, self.name, sizeof self.name);
  if (self.is_packed)
    emit_packed (capture, &self);
  else
    emit (capture, &self);
  return TRUE;
}

/* ---- Over TCP ---- */

gssize
capture_hep_begins (RungsSpan bytes)
{
  RungsSpan name = RUNGS_SPAN ("HEP3");

  if (bytes.len < name.len)
    return bytes.len > 0 && rungs_span_starts (name, bytes) ? CAPTURE_WAIT : CAPTURE_NOT;
  return rungs_span_starts (bytes, name) ? 0 : CAPTURE_NOT;
}

/* In the middle of a stream the name alone is not enough. */
gssize
capture_hep_find (RungsSpan bytes)
{
  gssize at = rungs_span_find (bytes, RUNGS_SPAN ("HEP3"));
  RungsSpan rest = rungs_span_skip (bytes, at < 0 ? bytes.len : (gsize) at);

  if (rest.len < HEP3_HEADER + CHUNK_HEADER || capture_be16 (rest.str + HEP3_HEADER) != 0
      || capture_be16 (rest.str + HEP3_HEADER + 4) < CHUNK_HEADER)
    return CAPTURE_NOT;
  return at;
}

gssize
capture_hep_take (CaptureRun *run, gsize at)
{
  CapturePayload packet = capture_slice (&run->payload, at, G_MAXSIZE);
  RungsSpan bytes = packet.bytes;
  gssize next = capture_hep_begins (bytes);
  gsize len;

  if (next == CAPTURE_WAIT)
    return CAPTURE_WAIT;
  if (next == CAPTURE_NOT)
    {
      next = rungs_span_find (bytes, RUNGS_SPAN ("HEP3"));
      return next > 0 ? next : (gssize) MAX (bytes.len - MIN (bytes.len, 3), 1);
    }
  if (bytes.len < HEP3_HEADER)
    return CAPTURE_WAIT;
  len = MAX (capture_be16 (bytes.str + 4), HEP3_HEADER);
  if (bytes.len < len)
    return CAPTURE_WAIT;
  packet = capture_slice (&packet, 0, len);
  packet.missing = 0;
  capture_hep (run->capture, &packet, run->src);
  return (gssize) len;
}
