/* Tunnels: a packet in a packet's payload. Mirror ports and cloud networks send copies of a link's
 * traffic this way, so a capture taken at the analyser's end holds nothing else.
 *
 *   GRE (RFC 2784, 2890): flags 2 | type 2 | checksum 4 | key 4 | sequence 4, each when its flag is set
 *   ERSPAN (draft-foschiano-erspan): GRE without a header (I), with 8 bytes (II), with 12 or 20 (III),
 *     then an Ethernet frame
 *   VXLAN (RFC 7348): flags 1 | 3 | network 3 | 1 | Ethernet frame
 *   Geneve (RFC 8926): version and length of the options 1 | flags 1 | type 2 | network 3 | 1 | options | …
 *   GTP-U (3GPP TS 29.281): flags 1 | kind 1 | length 2 | tunnel 4 | sequence 2, 1, next 1 | IP packet
 *   TZSP (MikroTik's sniffer): version 1 | kind 1 | protocol 2 | tags | Ethernet frame
 *   L2TPv2 (RFC 2661): flags and version 2 | length 2 | tunnel 2 | session 2 | sequence 4 | offset 2 and padding, each when
 *     its flag is set, tunnel and session always | PPP
 *   Teredo (RFC 4380): authentication, origin, each may be missing | IPv6 packet */
#include "config.h"

#include "formats/capture/private.h"

#include <pcap/pcap.h>

enum
{
  PORT_L2TP = 1701,
  PORT_GTP = 2152,
  PORT_TEREDO = 3544,
  PORT_VXLAN = 4789,
  PORT_VXLAN_GPE = 4790,
  PORT_GENEVE = 6081,
  PORT_VXLAN_OLD = 8472, /* Linux before the number was assigned, and still its default */
  PORT_TZSP = 37008,
};

enum
{
  GRE_CHECKSUM = 0x8000,
  GRE_ROUTING = 0x4000,
  GRE_KEY = 0x2000,
  GRE_SEQUENCE = 0x1000,
  GRE_ACKNOWLEDGE = 0x0080, /* PPTP, RFC 2637 */
};

enum
{
  TYPE_ERSPAN_III = 0x22eb,
  TYPE_ETHERNET = 0x6558, /* transparent Ethernet bridging */
  TYPE_PPP = 0x880b,
  TYPE_ERSPAN = 0x88be,
};

#define ERSPAN_HEADER 8
#define ERSPAN_III_HEADER 12
#define ERSPAN_III_PLATFORM 8 /* more of it, when the last bit of the header says so */
#define VXLAN_HEADER 8
#define GENEVE_HEADER 8
#define GTP_HEADER 8
#define TZSP_HEADER 4

/* Bounds of what is walked over: a real packet has one or two of these. */
#define MAX_GTP_EXTENSIONS 8

/* Address and control in front of a PPP packet, unless they were negotiated away (RFC 1662). */
static gsize
ppp_address (RungsSpan bytes)
{
  return rungs_span_starts (bytes, RUNGS_SPAN ("\xff\x03")) ? 2 : 0;
}

static void
take_ethernet (Capture *capture, const CapturePayload *payload, gsize at, guint depth)
{
  CapturePayload frame = capture_slice (payload, at, G_MAXSIZE);

  capture_link (capture, DLT_EN10MB, &frame, depth);
}

static void
take_erspan_iii (Capture *capture, const CapturePayload *payload, gsize at, guint depth)
{
  const char *p = payload->bytes.str + at;
  gsize header = ERSPAN_III_HEADER;

  if (at + ERSPAN_III_HEADER > payload->bytes.len)
    return;
  if (p[11] & 1)
    header += ERSPAN_III_PLATFORM;
  if ((p[10] & 0x7c) == 2 << 2) /* frame type 2 */
    {
      CapturePayload ip = capture_slice (payload, at + header, G_MAXSIZE);

      capture_ip (capture, &ip, depth);
    }
  else
    take_ethernet (capture, payload, at + header, depth);
}

void
capture_gre (Capture *capture, const CapturePayload *payload, guint depth)
{
  RungsSpan bytes = payload->bytes;
  guint16 flags, type;
  gsize at = 4;

  flags = bytes.len >= 4 ? capture_be16 (bytes.str) : GRE_ROUTING;
  type = bytes.len >= 4 ? capture_be16 (bytes.str + 2) : 0;
  /* Source routes were never used, and are not allowed since RFC 2784. */
  if (flags & GRE_ROUTING)
    {
      capture_pass_other (capture, bytes.len >= 4 ? RUNGS_COVER_IP_PROTOCOL : RUNGS_COVER_BROKEN,
                          bytes.len >= 4 ? PROTOCOL_GRE : 0);
      return;
    }
  at += flags & GRE_CHECKSUM ? 4 : 0;
  at += flags & GRE_KEY ? 4 : 0;
  at += flags & GRE_SEQUENCE ? 4 : 0;
  at += (flags & 7) == 1 && (flags & GRE_ACKNOWLEDGE) ? 4 : 0;

  if (type == TYPE_ETHERNET)
    take_ethernet (capture, payload, at, depth);
  else if (type == TYPE_ERSPAN)
    take_ethernet (capture, payload, at + (flags & GRE_SEQUENCE ? ERSPAN_HEADER : 0), depth);
  else if (type == TYPE_ERSPAN_III)
    take_erspan_iii (capture, payload, at, depth);
  else if (type == TYPE_PPP)
    capture_ppp (capture, payload, at + ppp_address (rungs_span_skip (bytes, at)), depth);
  else
    capture_ethertype (capture, payload, type, at, depth);
}

/* The Generic Protocol Extension says what follows; plain VXLAN leaves those bits zero. */
static gboolean
take_vxlan (Capture *capture, const CapturePayload *payload, gboolean generic, guint depth)
{
  enum
  {
    NEXT_IPV4 = 1,
    NEXT_IPV6 = 2,
    NEXT_ETHERNET = 3
  };
  RungsSpan bytes = payload->bytes;
  guint8 next;

  if (bytes.len < VXLAN_HEADER || (bytes.str[0] & 0x08) == 0)
    return FALSE;
  next = generic && (bytes.str[0] & 0x04) ? (guint8) bytes.str[3] : NEXT_ETHERNET;
  if (next == NEXT_IPV4 || next == NEXT_IPV6)
    {
      CapturePayload ip = capture_slice (payload, VXLAN_HEADER, G_MAXSIZE);

      capture_ip (capture, &ip, depth);
    }
  else if (next == NEXT_ETHERNET)
    take_ethernet (capture, payload, VXLAN_HEADER, depth);
  return TRUE;
}

static gboolean
take_geneve (Capture *capture, const CapturePayload *payload, guint depth)
{
  RungsSpan bytes = payload->bytes;
  guint16 type;
  gsize at;

  if (bytes.len < GENEVE_HEADER || ((guint8) bytes.str[0] & 0xc0) != 0)
    return FALSE;
  type = capture_be16 (bytes.str + 2);
  at = GENEVE_HEADER + (gsize) (bytes.str[0] & 0x3f) * 4;
  if (type == TYPE_ETHERNET)
    take_ethernet (capture, payload, at, depth);
  else
    capture_ethertype (capture, payload, type, at, depth);
  return TRUE;
}

/* A user's packet (G-PDU); everything else on this port manages the tunnel. */
static gboolean
take_gtp (Capture *capture, const CapturePayload *payload, guint depth)
{
  RungsSpan bytes = payload->bytes;
  CapturePayload ip;
  gsize at = GTP_HEADER;
  guint8 next;

  if (bytes.len < GTP_HEADER || ((guint8) bytes.str[0] & 0xf0) != 0x30
      || (guint8) bytes.str[1] != 0xff)
    return FALSE;
  if (bytes.str[0] & 0x07)
    {
      at += 4;
      next = (bytes.str[0] & 0x04) && at <= bytes.len ? (guint8) bytes.str[at - 1] : 0;
      /* Extension headers end with the kind of the next one; their length is in words of four. */
      for (guint i = 0; next != 0 && i < MAX_GTP_EXTENSIONS; i++)
        {
          gsize len = at < bytes.len ? (gsize) (guint8) bytes.str[at] * 4 : 0;

          if (len == 0 || at + len > bytes.len)
            return TRUE;
          at += len;
          next = (guint8) bytes.str[at - 1];
        }
    }
  ip = capture_slice (payload, at, G_MAXSIZE);
  capture_ip (capture, &ip, depth);
  return TRUE;
}

static gboolean
take_tzsp (Capture *capture, const CapturePayload *payload, guint depth)
{
  enum
  {
    TAG_PADDING = 0,
    TAG_END = 1
  };
  RungsSpan bytes = payload->bytes;
  gsize at = TZSP_HEADER;

  if (bytes.len < TZSP_HEADER || bytes.str[0] != 1 || bytes.str[1] > 1
      || capture_be16 (bytes.str + 2) != 1)
    return FALSE;
  while (at < bytes.len)
    {
      guint8 tag = (guint8) bytes.str[at++];

      if (tag == TAG_END)
        {
          take_ethernet (capture, payload, at, depth);
          break;
        }
      if (tag != TAG_PADDING && at < bytes.len)
        at += 1 + (gsize) (guint8) bytes.str[at];
    }
  return TRUE;
}

/* A tunnel's port, and what no tunnel of that kind begins with. */
static gboolean
pass_port (Capture *capture, guint16 port)
{
  capture_pass (capture, RUNGS_COVER_UDP_PORT, port);
  return TRUE;
}

static gboolean
take_l2tp (Capture *capture, const CapturePayload *payload, guint depth)
{
  enum
  {
    CONTROL = 0x8000,
    LENGTH = 0x4000,
    SEQUENCE = 0x0800,
    OFFSET = 0x0200,
    VERSION = 0x000f,
  };
  RungsSpan bytes = payload->bytes;
  guint16 flags = bytes.len >= 2 ? capture_be16 (bytes.str) : 0;
  gsize at = 6; /* flags, tunnel and session */

  if ((flags & CONTROL) != 0)
    return TRUE; /* it manages the tunnel */
  if ((flags & VERSION) != 2)
    return pass_port (capture, PORT_L2TP);
  at += flags & LENGTH ? 2 : 0;
  at += flags & SEQUENCE ? 4 : 0;
  if ((flags & OFFSET) != 0 && at + 2 <= bytes.len)
    at += 2 + (gsize) capture_be16 (bytes.str + at);
  capture_ppp (capture, payload, at + ppp_address (rungs_span_skip (bytes, at)), depth);
  return TRUE;
}

/* RFC 4380 5.1.1. */
static gboolean
take_teredo (Capture *capture, const CapturePayload *payload, guint depth)
{
  RungsSpan bytes = payload->bytes;
  CapturePayload ip;
  gsize at = 0;

  if (rungs_span_starts (bytes, rungs_span ("\0\1", 2)) && bytes.len >= 4)
    at = 13 + (gsize) (guint8) bytes.str[2] + (guint8) bytes.str[3];
  if (rungs_span_starts (rungs_span_skip (bytes, at), rungs_span ("\0\0", 2)))
    at += 8;
  if (at >= bytes.len || (guint8) bytes.str[at] >> 4 != 6)
    return pass_port (capture, PORT_TEREDO);
  ip = capture_slice (payload, at, G_MAXSIZE);
  capture_ip (capture, &ip, depth);
  return TRUE;
}

gboolean
capture_udp_tunnel (Capture *capture, const CapturePayload *payload, guint16 port, guint depth)
{
  switch (port)
    {
    case PORT_L2TP:
    case PORT_TEREDO:
    case PORT_GTP:
    case PORT_VXLAN:
    case PORT_VXLAN_GPE:
    case PORT_VXLAN_OLD:
    case PORT_GENEVE:
    case PORT_TZSP:
      break;
    default:
      return FALSE;
    }
  if (depth >= RUNGS_MAX_TUNNELS)
    {
      capture_pass_deep (capture, depth);
      return TRUE;
    }

  depth++;
  if (port == PORT_L2TP)
    return take_l2tp (capture, payload, depth);
  if (port == PORT_TEREDO)
    return take_teredo (capture, payload, depth);
  if (port == PORT_GTP)
    return take_gtp (capture, payload, depth);
  if (port == PORT_GENEVE)
    return take_geneve (capture, payload, depth);
  if (port == PORT_TZSP)
    return take_tzsp (capture, payload, depth);
  return take_vxlan (capture, payload, port == PORT_VXLAN_GPE, depth);
}
