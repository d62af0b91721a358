/* IPv4 (RFC 791) and IPv6 (RFC 8200) headers: to the payload of UDP or TCP. Every length in them
 * is somebody's claim: nothing is read that was not captured, and what the header promises
 * beyond that is `missing`. */
#include "config.h"

#include "base/limits.h"
#include "formats/capture/private.h"

/* IPv6 extension headers in front of the payload. */
#define MAX_IPV6_HEADERS 16

enum
{
  PROTOCOL_HOP_BY_HOP = 0,
  PROTOCOL_IPV4 = 4,
  PROTOCOL_TCP = 6,
  PROTOCOL_UDP = 17,
  PROTOCOL_IPV6 = 41,
  PROTOCOL_ROUTING = 43,
  PROTOCOL_FRAGMENT = 44,
  PROTOCOL_ESP = 50,
  PROTOCOL_AH = 51,
  PROTOCOL_DESTINATION = 60,
  PROTOCOL_MOBILITY = 135,
  PROTOCOL_HIP = 139,
  PROTOCOL_SCTP = 132,
  PROTOCOL_SHIM6 = 140,
};

#define IPV4_HEADER 20
#define IPV6_HEADER 40
#define UDP_HEADER 8

/* @len bytes that a header promises behind @from; what was not captured of them is missing. */
static CapturePayload
promised (const CapturePayload *packet, gsize from, guint32 len)
{
  CapturePayload payload = capture_slice (packet, from, len);

  payload.missing = len > payload.bytes.len ? (guint32) (len - payload.bytes.len) : 0;
  return payload;
}

static void
take_tunnel (Capture *capture, guint8 protocol, const CapturePayload *payload, guint depth)
{
  if (depth >= RUNGS_MAX_TUNNELS)
    capture_pass_deep (capture, depth);
  else if (protocol == PROTOCOL_GRE)
    capture_gre (capture, payload, depth + 1);
  else
    capture_ip (capture, payload, depth + 1);
}

/* Length of the extension header @type that @bytes begin with; 0: it is none, or cut. */
static gsize
extension_length (guint8 type, RungsSpan bytes)
{
  if (bytes.len < 8)
    return 0;
  switch (type)
    {
    case PROTOCOL_HOP_BY_HOP:
    case PROTOCOL_ROUTING:
    case PROTOCOL_DESTINATION:
    case PROTOCOL_MOBILITY:
    case PROTOCOL_HIP:
    case PROTOCOL_SHIM6:
      return ((gsize) (guint8) bytes.str[1] + 1) * 8;
    case PROTOCOL_AH: /* RFC 4302 2.2: in words of four, minus 2 */
      return ((gsize) (guint8) bytes.str[1] + 2) * 4;
    default:
      return 0;
    }
}

static void
take_udp (Capture *capture,
          const CapturePayload *payload,
          const CaptureEndpoint *src,
          const CaptureEndpoint *dst,
          guint depth)
{
  RungsSpan bytes = payload->bytes;
  CapturePayload inner;
  guint32 len;

  capture->counts.udp++;
  /* 0: longer than 65,535 (RFC 2675 4), or offloaded to the network card and not filled in yet. */
  len = capture_be16 (bytes.str + 4);
  if (len >= UDP_HEADER && len - UDP_HEADER <= bytes.len - UDP_HEADER)
    {
      inner = capture_slice (payload, UDP_HEADER, len - UDP_HEADER);
      inner.missing = 0;
    }
  else
    {
      inner = capture_slice (payload, UDP_HEADER, G_MAXSIZE);
      inner.missing = MAX (payload->missing, len > bytes.len ? (guint32) (len - bytes.len) : 0);
    }
  capture_udp (capture, &inner, src, dst, depth);
}

/* Authentication headers (RFC 4302) in front of what they protect, which is readable. */
static CapturePayload
skip_authentication (guint8 *protocol, const CapturePayload *payload)
{
  CapturePayload rest = *payload;

  for (guint i = 0; *protocol == PROTOCOL_AH && i < RUNGS_MAX_TUNNELS; i++)
    {
      gsize len = extension_length (PROTOCOL_AH, rest.bytes);

      if (len == 0 || len > rest.bytes.len)
        break;
      *protocol = (guint8) rest.bytes.str[0];
      rest = capture_slice (&rest, len, G_MAXSIZE);
    }
  return rest;
}

void
capture_transport (Capture *capture,
                   guint8 protocol,
                   const CapturePayload *outer,
                   CaptureEndpoint *src,
                   CaptureEndpoint *dst,
                   guint depth)
{
  CapturePayload payload = skip_authentication (&protocol, outer);
  gboolean is_read =
    protocol == PROTOCOL_UDP || protocol == PROTOCOL_TCP || protocol == PROTOCOL_SCTP;

  if (protocol == PROTOCOL_IPV4 || protocol == PROTOCOL_IPV6 || protocol == PROTOCOL_GRE)
    take_tunnel (capture, protocol, &payload, depth);
  else if (protocol == PROTOCOL_ESP)
    {
      capture->counts.esp++;
      capture_pass (capture, RUNGS_COVER_ESP, 0);
    }
  else if (!is_read)
    capture_pass (capture, RUNGS_COVER_IP_PROTOCOL, protocol);
  else if (payload.bytes.len < UDP_HEADER)
    capture_pass (capture, RUNGS_COVER_BROKEN, 0);
  else
    {
      src->port = capture_be16 (payload.bytes.str);
      dst->port = capture_be16 (payload.bytes.str + 2);
      if (protocol == PROTOCOL_UDP)
        take_udp (capture, &payload, src, dst, depth);
      else if (protocol == PROTOCOL_SCTP)
        capture_sctp (capture, &payload, src, dst);
      else
        {
          capture->counts.tcp++;
          capture_tcp (capture, &payload, src, dst);
        }
    }
}

static void
take_ipv4 (Capture *capture, const CapturePayload *packet, guint depth)
{
  const char *p = packet->bytes.str;
  CaptureEndpoint src = { .family = 4 }, dst = { .family = 4 };
  CapturePayload payload;
  guint header, fragment;
  guint32 total;

  if (packet->bytes.len < IPV4_HEADER)
    {
      capture_pass (capture, RUNGS_COVER_BROKEN, 0);
      return;
    }
  header = (guint) (p[0] & 0x0f) * 4;
  total = capture_be16 (p + 2);
  /* Segmentation offload: a packet that is longer than the field can say, or was captured before
   * it was filled. */
  if (total == 0)
    total = (guint32) packet->bytes.len;
  if (header < IPV4_HEADER || header > packet->bytes.len || header > total)
    {
      capture_pass (capture, RUNGS_COVER_BROKEN, 0);
      return;
    }

  memcpy (src.address, p + 12, 4);
  memcpy (dst.address, p + 16, 4);
  payload = promised (packet, header, total - header);

  fragment = capture_be16 (p + 6) & 0x3fff; /* MF and the offset */
  if (fragment != 0)
    {
      CaptureDatagramKey key = {
        .src = src, .dst = dst, .id = capture_be16 (p + 4), .protocol = (guint8) p[9]
      };

      capture_fragment (capture, &key, (fragment & 0x1fff) * 8, (fragment & 0x2000) == 0, &payload,
                        depth);
    }
  else
    capture_transport (capture, (guint8) p[9], &payload, &src, &dst, depth);
}

/* RFC 8200 4.5; all fragments of a packet have the same number. */
static void
take_ipv6_fragment (Capture *capture,
                    const CapturePayload *payload,
                    const CaptureEndpoint *src,
                    const CaptureEndpoint *dst,
                    guint depth)
{
  CaptureDatagramKey key = { .src = *src, .dst = *dst };
  CapturePayload part = capture_slice (payload, 8, G_MAXSIZE);
  const char *p = payload->bytes.str;
  guint16 at;

  if (payload->bytes.len < 8)
    {
      capture_pass (capture, RUNGS_COVER_BROKEN, 0);
      return;
    }
  key.protocol = (guint8) p[0];
  key.id = capture_be32 (p + 4);
  at = capture_be16 (p + 2);
  capture_fragment (capture, &key, at & 0xfff8, (at & 1) == 0, &part, depth);
}

static void
take_ipv6 (Capture *capture, const CapturePayload *packet, guint depth)
{
  const char *p = packet->bytes.str;
  CaptureEndpoint src = { .family = 6 }, dst = { .family = 6 };
  CapturePayload payload;
  guint32 len;
  guint8 next;

  if (packet->bytes.len < IPV6_HEADER)
    {
      capture_pass (capture, RUNGS_COVER_BROKEN, 0);
      return;
    }
  len = capture_be16 (p + 4);
  if (len == 0) /* a jumbogram (RFC 2675), or offloaded */
    len = (guint32) (packet->bytes.len - IPV6_HEADER);
  next = (guint8) p[6];
  memcpy (src.address, p + 8, 16);
  memcpy (dst.address, p + 24, 16);
  payload = promised (packet, IPV6_HEADER, len);

  for (guint i = 0; i < MAX_IPV6_HEADERS; i++)
    {
      gsize header = extension_length (next, payload.bytes);

      if (header == 0)
        break;
      next = (guint8) payload.bytes.str[0];
      payload = capture_slice (&payload, header, G_MAXSIZE);
    }

  if (next == PROTOCOL_FRAGMENT)
    take_ipv6_fragment (capture, &payload, &src, &dst, depth);
  else
    capture_transport (capture, next, &payload, &src, &dst, depth);
}

void
capture_ip (Capture *capture, const CapturePayload *packet, guint depth)
{
  guint version = packet->bytes.len > 0 ? (guint8) packet->bytes.str[0] >> 4 : 0;

  if (version != 4 && version != 6)
    {
      capture_pass_other (capture, RUNGS_COVER_BROKEN, 0);
      return;
    }
  capture->counts.ip++;
  if (version == 4)
    take_ipv4 (capture, packet, depth);
  else
    take_ipv6 (capture, packet, depth);
}
