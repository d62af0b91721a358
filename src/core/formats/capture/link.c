/* Link layers: what stands before the IP header. The numbers and shapes are those of the tcpdump
 * group's list of link types (https://www.tcpdump.org/linktypes.html); libpcap calls them DLT_. */
#include "config.h"

#include "base/limits.h"
#include "formats/capture/private.h"

#include <pcap/pcap.h>

enum
{
  ETHERTYPE_IPV4 = 0x0800,
  ETHERTYPE_VLAN = 0x8100,
  ETHERTYPE_IPV6 = 0x86dd,
  ETHERTYPE_MPLS = 0x8847,
  ETHERTYPE_MPLS_MULTICAST = 0x8848,
  ETHERTYPE_PPPOE = 0x8864,
  ETHERTYPE_QINQ = 0x88a8,
  ETHERTYPE_QINQ_OLD = 0x9100,
  ETHERTYPE_MACSEC = 0x88e5,
  ETHERTYPE_SGT = 0x8909,
};

#define ETHERNET_MAX_LENGTH 1500 /* IEEE 802.3: up to here it is a length and no type */

/* libpcap has no name for these on every system, or another number. */
#define LINKTYPE_NFLOG 239
#define LINKTYPE_UPPER_PDU 252
#define LINKTYPE_PKTAP 258

#define NFLOG_HEADER 4
#define NFLOG_FIELD 4
#define NFLOG_PAYLOAD 9

#define PKTAP_HEADER 12 /* what is read of it; the shortest one is longer */

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
    case LINKTYPE_NFLOG:
    case LINKTYPE_PKTAP:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
take_ip (Capture *capture, const CapturePayload *packet, gsize header, guint depth)
{
  CapturePayload ip = capture_slice (packet, header, G_MAXSIZE);

  capture_ip (capture, &ip, depth);
}

/* MPLS (RFC 3032): labels of four bytes, the last one has the bottom bit; what follows is IP in
 * practice. */
static void
take_mpls (Capture *capture, const CapturePayload *packet, gsize at, guint depth)
{
  RungsSpan bytes = packet->bytes;

  for (guint i = 0; i < RUNGS_MAX_TUNNELS && at + 4 <= bytes.len; i++, at += 4)
    if (bytes.str[at + 2] & 1)
      {
        guint version = at + 4 < bytes.len ? (guint8) bytes.str[at + 4] >> 4 : 0;

        if (version == 4 || version == 6)
          take_ip (capture, packet, at + 4, depth);
        else /* a pseudowire: no header says what it carries */
          capture_pass_other (capture, RUNGS_COVER_MPLS, 0);
        return;
      }
  capture_pass_other (capture, RUNGS_COVER_BROKEN, 0);
}

void
capture_ppp (Capture *capture, const CapturePayload *packet, gsize at, guint depth)
{
  RungsSpan bytes = rungs_span_skip (packet->bytes, at);
  /* RFC 1661 6.5: one byte where that was negotiated; a first byte is always even. */
  gsize len = bytes.len > 0 && (bytes.str[0] & 1) ? 1 : 2;
  guint16 protocol;

  if (bytes.len < len)
    {
      capture_pass_other (capture, RUNGS_COVER_BROKEN, 0);
      return;
    }
  protocol = len == 1 ? (guint8) bytes.str[0] : capture_be16 (bytes.str);
  if (protocol == PPP_IPV4 || protocol == PPP_IPV6)
    take_ip (capture, packet, at + len, depth);
  else
    capture_pass_other (capture, RUNGS_COVER_PPP, protocol);
}

/* MACsec (IEEE 802.1AE): control 1, short length 1, packet number 4, and 8 bytes of channel when
 * the control says so. Without encryption the frame's own type comes next, and a check value at the
 * end, where nobody looks. */
static gsize
macsec_header (RungsSpan bytes)
{
  enum
  {
    CHANNEL = 0x20,
    CHANGED = 0x04,
    ENCRYPTED = 0x08,
  };

  if (bytes.len == 0 || (bytes.str[0] & (ENCRYPTED | CHANGED)) != 0)
    return 0;
  return bytes.str[0] & CHANNEL ? 14 : 6;
}

/* IEEE 802.2 with SNAP (RFC 1042): aa aa 03, an organization of 0, then an EtherType. */
#define SNAP_HEADER 6

/* Bytes of the tag that a header of @type is and that its own EtherType follows; 0: it is none, or
 * is not read. */
static gsize
tag_length (guint16 type, RungsSpan bytes)
{
  switch (type)
    {
    case ETHERTYPE_VLAN:
    case ETHERTYPE_QINQ:
    case ETHERTYPE_QINQ_OLD:
      return 2;
    case ETHERTYPE_SGT: /* Cisco: version 1, options 1, length and type of the option 2, group 2 */
      return bytes.len >= 3 && bytes.str[0] == 1 && bytes.str[1] == 1 && (bytes.str[2] & 0xe0) == 0
               ? 6
               : 0;
    case ETHERTYPE_MACSEC:
      return macsec_header (bytes);
    default:
      return type <= ETHERNET_MAX_LENGTH
                 && rungs_span_starts (bytes, rungs_span ("\xaa\xaa\x03\0\0\0", SNAP_HEADER))
               ? SNAP_HEADER
               : 0;
    }
}

/* What @type is, when it is not IP. */
static void
pass_ethertype (Capture *capture, guint16 type)
{
  if (type <= ETHERNET_MAX_LENGTH) /* spanning tree, and what Cisco's devices say of themselves */
    capture_pass_other (capture, RUNGS_COVER_LLC, 0);
  else if (type == ETHERTYPE_MACSEC)
    capture_pass_other (capture, RUNGS_COVER_MACSEC, 0);
  else
    capture_pass_other (capture, RUNGS_COVER_ETHERTYPE, type);
}

void
capture_ethertype (Capture *capture,
                   const CapturePayload *packet,
                   guint16 type,
                   gsize at,
                   guint depth)
{
  RungsSpan bytes = packet->bytes;

  for (guint tags = 0; tags < RUNGS_MAX_TUNNELS; tags++)
    {
      gsize len = tag_length (type, rungs_span_skip (bytes, at));

      if (len == 0 || at + len + 2 > bytes.len)
        break;
      type = capture_be16 (bytes.str + at + len);
      at += len + 2;
    }

  switch (type)
    {
    case ETHERTYPE_IPV4:
    case ETHERTYPE_IPV6:
      take_ip (capture, packet, at, depth);
      break;
    case ETHERTYPE_PPPOE: /* RFC 2516: six bytes, then PPP without address and control */
      capture_ppp (capture, packet, at + 6, depth);
      break;
    case ETHERTYPE_MPLS:
    case ETHERTYPE_MPLS_MULTICAST:
      take_mpls (capture, packet, at, depth);
      break;
    default:
      pass_ethertype (capture, type);
    }
}

/* The address family of the machine that captured, in its byte order: 2 is IPv4 everywhere, IPv6
 * is 10, 24, 28 or 30. The IP header says it too, so only nonsense is turned away. */
static void
take_loopback (Capture *capture, const CapturePayload *packet, guint depth)
{
  guint32 family = packet->bytes.len >= 4 ? capture_be32 (packet->bytes.str) : 0;

  if (family > G_MAXUINT16)
    family = GUINT32_SWAP_LE_BE (family);
  if (family == 2 || family == 10 || family == 24 || family == 28 || family == 30)
    take_ip (capture, packet, 4, depth);
  else
    capture_pass_other (capture, RUNGS_COVER_BROKEN, 0);
}

static void
take_typed (Capture *capture, const CapturePayload *packet, gsize type, gsize header, guint depth)
{
  if (packet->bytes.len >= header)
    capture_ethertype (capture, packet, capture_be16 (packet->bytes.str + type), header, depth);
  else
    capture_pass_other (capture, RUNGS_COVER_BROKEN, 0);
}

/* Where the packet of a message of the kernel's log begins, when the fields' lengths are in this
 * byte order; 0: nowhere. */
static gsize
find_logged_packet (RungsSpan bytes, gboolean swapped)
{
  gsize at = NFLOG_HEADER;

  while (at + NFLOG_FIELD <= bytes.len)
    {
      guint16 len, type;

      memcpy (&len, bytes.str + at, sizeof len);
      memcpy (&type, bytes.str + at + 2, sizeof type);
      len = swapped ? GUINT16_SWAP_LE_BE (len) : len;
      type = swapped ? GUINT16_SWAP_LE_BE (type) : type;
      if (len < NFLOG_FIELD)
        return 0;
      if (type == NFLOG_PAYLOAD)
        return at + NFLOG_FIELD;
      at += ((gsize) len + 3) / 4 * 4;
    }
  return 0;
}

/* Linux' packet filter log: family, version, resource 2, then fields of length 2, type 2 and
 * value, padded to 4. Lengths and types are in the byte order of the machine that captured, which
 * pcapng does not always tell. */
static void
take_nflog (Capture *capture, const CapturePayload *packet, guint depth)
{
  gsize at = find_logged_packet (packet->bytes, FALSE);

  if (at == 0)
    at = find_logged_packet (packet->bytes, TRUE);
  if (at == 0)
    capture_pass_other (capture, RUNGS_COVER_BROKEN, 0);
  else
    take_ip (capture, packet, at, depth);
}

/* macOS: length of the header 4, kind of record 4, link type of what follows 4, the interface,
 * the process; in the byte order of the machine that captured. */
static void
take_pktap (Capture *capture, const CapturePayload *packet, guint depth)
{
  guint32 words[3];
  CapturePayload inner;

  if (packet->bytes.len < PKTAP_HEADER)
    {
      capture_pass_other (capture, RUNGS_COVER_BROKEN, 0);
      return;
    }
  memcpy (words, packet->bytes.str, sizeof words);
  if (words[0] > G_MAXUINT16)
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
      words[i] = GUINT32_SWAP_LE_BE (words[i]);
  inner = capture_slice (packet, words[0], G_MAXSIZE);
  if (words[0] < PKTAP_HEADER || words[2] == LINKTYPE_PKTAP || words[2] > G_MAXUINT16)
    capture_pass_other (capture, RUNGS_COVER_BROKEN, 0);
  else if (!capture_link_is_known ((int) words[2]))
    capture_pass_other (capture, RUNGS_COVER_LINK_TYPE, words[2]);
  else
    capture_link (capture, (int) words[2], &inner, depth);
}

void
capture_link (Capture *capture, int datalink, const CapturePayload *packet, guint depth)
{
  switch (datalink)
    {
    case DLT_EN10MB:
      take_typed (capture, packet, 12, 14, depth);
      break;
    case DLT_LINUX_SLL:
      take_typed (capture, packet, 14, 16, depth);
      break;
    case DLT_LINUX_SLL2:
      take_typed (capture, packet, 0, 20, depth);
      break;
    case DLT_NULL:
    case DLT_LOOP:
      take_loopback (capture, packet, depth);
      break;
    case DLT_PPP: /* RFC 1662: address and control, unless they were negotiated away */
      capture_ppp (capture, packet,
                   rungs_span_starts (packet->bytes, RUNGS_SPAN ("\xff\x03")) ? 2 : 0, depth);
      break;
    case LINKTYPE_UPPER_PDU:
      capture_pdu (capture, packet);
      break;
    case LINKTYPE_NFLOG:
      take_nflog (capture, packet, depth);
      break;
    case LINKTYPE_PKTAP:
      take_pktap (capture, packet, depth);
      break;
    default: /* raw IP */
      take_ip (capture, packet, 0, depth);
    }
}
