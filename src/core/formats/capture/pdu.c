/* Messages that Wireshark exported ("Export PDUs to File", link type 252): what it read out of TLS
 * with the keys at hand, each message whole in a packet of its own.
 *
 *   tag 2 | length 2 | value, padded to 4 | … | 0 0 0 0 | "INVITE sip:+15550100002@example.com SIP/2.0" …
 *
 * Source: the tags in files that tshark -U writes. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "formats/capture/private.h"

enum
{
  TAG_END = 0,
  TAG_IPV4_SRC = 20,
  TAG_IPV4_DST = 21,
  TAG_IPV6_SRC = 22,
  TAG_IPV6_DST = 23,
  TAG_PORT_TYPE = 24,
  TAG_SRC_PORT = 25,
  TAG_DST_PORT = 26,
};

enum
{
  PORT_SCTP = 1,
  PORT_TCP = 2,
  PORT_UDP = 3,
};

typedef struct
{
  CaptureEndpoint src, dst;
  RungsTransport transport;
} Ends;

static void
take_address (CaptureEndpoint *end, RungsSpan value)
{
  if (value.len != 4 && value.len != 16)
    return;
  end->family = value.len == 4 ? 4 : 6;
  memcpy (end->address, value.str, value.len);
}

static RungsTransport
transport_of (guint32 port_type)
{
  switch (port_type)
    {
    case PORT_SCTP:
      return RUNGS_TRANSPORT_SCTP;
    case PORT_TCP:
      return RUNGS_TRANSPORT_TCP;
    case PORT_UDP:
      return RUNGS_TRANSPORT_UDP;
    default:
      return RUNGS_TRANSPORT_UNKNOWN;
    }
}

static void
take_tag (Ends *ends, guint16 tag, RungsSpan value)
{
  guint32 number = value.len == 4 ? capture_be32 (value.str) : 0;

  switch (tag)
    {
    case TAG_IPV4_SRC:
    case TAG_IPV6_SRC:
      take_address (&ends->src, value);
      break;
    case TAG_IPV4_DST:
    case TAG_IPV6_DST:
      take_address (&ends->dst, value);
      break;
    case TAG_PORT_TYPE:
      ends->transport = transport_of (number);
      break;
    case TAG_SRC_PORT:
      ends->src.port = (guint16) number;
      break;
    case TAG_DST_PORT:
      ends->dst.port = (guint16) number;
      break;
    default:
      break;
    }
}

void
capture_pdu (Capture *capture, const CapturePayload *packet)
{
  Ends ends = { .src.family = 4, .dst.family = 4 };
  CapturePayload rest = *packet;
  gssize start;

  while (rest.bytes.len >= 4)
    {
      guint16 tag = capture_be16 (rest.bytes.str), len = capture_be16 (rest.bytes.str + 2);

      if (tag != TAG_END)
        take_tag (&ends, tag, rungs_span_head (rungs_span_skip (rest.bytes, 4), len));
      rest = capture_slice (&rest, 4 + ((gsize) len + 3) / 4 * 4, G_MAXSIZE);
      if (tag == TAG_END)
        break;
    }

  start = capture_sip_start (rest.bytes);
  if (start < 0)
    {
      capture->counts.other++; /* looked into: another protocol */
      return;
    }
  rest = capture_slice (&rest, (gsize) start, G_MAXSIZE);
  if (capture->is_cut)
    capture_diagnose (capture, capture->frame, RUNGS_DIAGNOSTIC_CUT_MESSAGE,
                      _ ("Only a part of this message was exported."));
  capture_emit (capture, &rest, &ends.src, &ends.dst, ends.transport, capture->is_cut);
}
