/* Link layers: what stands before the IP header. The numbers and shapes are those of the tcpdump
 * group's list of link types (https://www.tcpdump.org/linktypes.html); libpcap calls them DLT_. */
#include "config.h"

#include "base/limits.h"
#include "formats/capture-private.h"

#include <pcap/pcap.h>

enum
{
  ETHERTYPE_IPV4 = 0x0800,
  ETHERTYPE_VLAN = 0x8100,
  ETHERTYPE_IPV6 = 0x86dd,
  ETHERTYPE_MPLS = 0x8847,
  ETHERTYPE_PPPOE = 0x8864,
  ETHERTYPE_QINQ = 0x88a8,
  ETHERTYPE_QINQ_OLD = 0x9100,
};

#define LINKTYPE_UPPER_PDU 252 /* libpcap has no name for it on every system */

enum
{
  PPP_IPV4 = 0x0021,
  PPP_IPV6 = 0x0057,
};

gboolean
capture_link_is_known (int datalink)
{
  switch (datalink)
    {
    case DLT_EN10MB:
    case DLT_LINUX_SLL:
    case DLT_LINUX_SLL2:
    case DLT_RAW:
    case 14:  /* DLT_RAW on OpenBSD */
    case 101: /* LINKTYPE_RAW, where DLT_RAW is something else */
    case DLT_IPV4:
    case DLT_IPV6:
    case DLT_NULL:
    case DLT_LOOP:
    case DLT_PPP:
    case LINKTYPE_UPPER_PDU:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
take_ip (Capture *capture, const CapturePayload *packet, gsize header)
{
  CapturePayload ip = capture_slice (packet, header, G_MAXSIZE);

  capture_ip (capture, &ip, 0);
}

/* MPLS (RFC 3032): labels of four bytes, the last one has the bottom bit; what follows is IP in
 * practice. */
static void
take_mpls (Capture *capture, const CapturePayload *packet, gsize at)
{
  RungsSpan bytes = packet->bytes;

  for (guint i = 0; i < RUNGS_MAX_TUNNELS && at + 4 <= bytes.len; i++, at += 4)
    if (bytes.str[at + 2] & 1)
      {
        take_ip (capture, packet, at + 4);
        return;
      }
  capture->counts.other++;
}

static void
take_ppp (Capture *capture, const CapturePayload *packet, gsize at)
{
  guint16 protocol = at + 2 <= packet->bytes.len ? capture_be16 (packet->bytes.str + at) : 0;

  if (protocol == PPP_IPV4 || protocol == PPP_IPV6)
    take_ip (capture, packet, at + 2);
  else
    capture->counts.other++;
}

/* @at: behind the type. */
static void
take_ethertype (Capture *capture, const CapturePayload *packet, guint16 type, gsize at)
{
  RungsSpan bytes = packet->bytes;

  for (guint tags = 0; tags < RUNGS_MAX_TUNNELS && at + 4 <= bytes.len; tags++, at += 4)
    {
      if (type != ETHERTYPE_VLAN && type != ETHERTYPE_QINQ && type != ETHERTYPE_QINQ_OLD)
        break;
      type = capture_be16 (bytes.str + at + 2);
    }

  switch (type)
    {
    case ETHERTYPE_IPV4:
    case ETHERTYPE_IPV6:
      take_ip (capture, packet, at);
      break;
    case ETHERTYPE_PPPOE: /* RFC 2516: six bytes, then PPP without address and control */
      take_ppp (capture, packet, at + 6);
      break;
    case ETHERTYPE_MPLS:
      take_mpls (capture, packet, at);
      break;
    default: /* ARP, LLDP, spanning tree */
      capture->counts.other++;
    }
}

/* The address family of the machine that captured, in its byte order: 2 is IPv4 everywhere, IPv6
 * is 10, 24, 28 or 30. The IP header says it too, so only nonsense is turned away. */
static void
take_loopback (Capture *capture, const CapturePayload *packet)
{
  guint32 family = packet->bytes.len >= 4 ? capture_be32 (packet->bytes.str) : 0;

  if (family > G_MAXUINT16)
    family = GUINT32_SWAP_LE_BE (family);
  if (family == 2 || family == 10 || family == 24 || family == 28 || family == 30)
    take_ip (capture, packet, 4);
  else
    capture->counts.other++;
}

static void
take_typed (Capture *capture, const CapturePayload *packet, gsize type, gsize header)
{
  if (packet->bytes.len >= header)
    take_ethertype (capture, packet, capture_be16 (packet->bytes.str + type), header);
  else
    capture->counts.other++;
}

void
capture_link (Capture *capture, int datalink, const CapturePayload *packet)
{
  switch (datalink)
    {
    case DLT_EN10MB:
      take_typed (capture, packet, 12, 14);
      break;
    case DLT_LINUX_SLL:
      take_typed (capture, packet, 14, 16);
      break;
    case DLT_LINUX_SLL2:
      take_typed (capture, packet, 0, 20);
      break;
    case DLT_NULL:
    case DLT_LOOP:
      take_loopback (capture, packet);
      break;
    case DLT_PPP: /* RFC 1662: address and control, unless they were negotiated away */
      take_ppp (capture, packet,
                rungs_span_starts (packet->bytes, RUNGS_SPAN ("\xff\x03")) ? 2 : 0);
      break;
    case LINKTYPE_UPPER_PDU:
      capture_pdu (capture, packet);
      break;
    default: /* raw IP */
      take_ip (capture, packet, 0);
    }
}
