/* What the pages of the capture reader share. The way of a packet: capture.c reads it with
 * libpcap, capture-link.c takes the link header off, capture-ip.c the IP headers (fragments wait
 * in capture-fragment.c), then UDP payloads go straight to capture-sip.c, TCP segments through
 * capture-tcp.c (order) and capture-stream.c (cutting into messages). Tunnels (capture-tunnel.c)
 * lead from an IP packet's payload back to an Ethernet frame or an IP packet, at most
 * RUNGS_MAX_TUNNELS times: everything that can come back here carries the depth. Capture agents'
 * packets (capture-hep.c) and WebSocket frames (capture-websocket.c) hold messages.
 *
 * Bytes are never copied on the way of a whole UDP datagram or of a TCP segment that comes in
 * order and ends with a message. What has to wait is copied together with its pieces: where in
 * the file, and in which frame, it stood. */
#pragma once

#include "base/limits.h"
#include "formats/format.h"

G_BEGIN_DECLS

typedef struct _Capture Capture;
typedef struct _CaptureNg CaptureNg;
typedef struct _CaptureStreams CaptureStreams;
typedef struct _CaptureDatagrams CaptureDatagrams;

/* Bytes that stand in one run in one packet. */
typedef struct
{
  guint64 offset;     /* in the file */
  guint64 record;     /* the packet's record in the file, */
  guint64 record_end; /* and its end */
  RungsStamp time;
  guint32 frame;
  guint32 len;
  guint32 mask; /* as in RungsPiece */
} CapturePiece;

/* What a header is followed by. Without pieces it lies in the packet that is being read, and is
 * only looked up in the file when it turns out to be SIP. */
typedef struct
{
  RungsSpan bytes;
  guint32 missing; /* bytes that belong behind it and were not captured */
  const CapturePiece *pieces;
  guint n_pieces;
  gsize skip; /* bytes of the pieces before @bytes */
} CapturePayload;

typedef struct
{
  guint8 family; /* 4 or 6; 0: not known */
  guint16 port;
  guint8 address[16]; /* network order; IPv4 uses the first four, the rest is 0 */
} CaptureEndpoint;

#define PROTOCOL_GRE 47

/* Deeper than any tunnel: of a packet that is known to be incomplete, none is looked into. */
#define CAPTURE_NO_TUNNELS (RUNGS_MAX_TUNNELS + 1)

/* For the sentence about a capture without SIP. */
typedef struct
{
  guint ip, other, udp, tcp, rtp, stun, dtls, quic, esp, tls, messages;
  guint packed;     /* WebSocket messages that are compressed */
  guint deep;       /* packets in too many tunnels */
  guint unread;     /* packets of link types that are not read, */
  int link;         /* and one of those */
  guint keys;       /* blocks of TLS keys */
  guint tls_sip;    /* segments on the ports that carry SIP over TLS */
  guint16 tls_port; /* the server's port of the first TLS connection; SIP's, when there is one */
} CaptureCounts;

/* Where a packet stands in the file. */
typedef struct
{
  guint64 record, data, end;
  int link; /* its link type; -1 not known */
} CapturePlace;

#define CAPTURE_ENDPOINT_TEXT 56 /* "[" + INET6_ADDRSTRLEN + "]:65535" */
#define CAPTURE_ENDPOINT_CACHE 256

typedef struct
{
  CaptureEndpoint endpoint;
  char text[CAPTURE_ENDPOINT_TEXT];
  guint8 len;
} CaptureName;

struct _Capture
{
  RungsSink *sink;
  CaptureStreams *streams;
  CaptureDatagrams *datagrams;
  CaptureCounts counts;
  RungsCoverage coverage; /* what is not read */

  /* The packet that is being read. */
  const guint8 *data;
  guint32 frame;
  RungsStamp clock;    /* the last time that was known: for waiting */
  gboolean is_cut;     /* by the snapshot length */
  CapturePiece packet; /* all of it */

  /* What a debug recording, or a capture agent, says about what it sent. */
  gboolean in_recording;
  RungsSpan session, device;
  RungsStamp told_time; /* RUNGS_STAMP_NONE: that of the packet */

  GArray *pieces; /* CapturePiece, reused */
  GArray *out;    /* RungsPiece, reused */
  CaptureName
    names[2]
         [CAPTURE_ENDPOINT_CACHE]; /* of sources and destinations: one never pushes out the other */
};

/* capture-ng.c */
CaptureNg *capture_ng_new (RungsInput *input);
void capture_ng_free (CaptureNg *self);
/* For libpcap; @self must outlive it. */
FILE *capture_ng_open_stream (CaptureNg *self);
/* Where the packet stands that libpcap gave just now. */
gboolean capture_ng_next (CaptureNg *self, CapturePlace *place);
const GError *capture_ng_get_error (CaptureNg *self);
guint capture_ng_get_n_keys (CaptureNg *self);

/* capture-link.c. @depth counts the tunnels around the packet. */
gboolean capture_link_is_known (int datalink);
void capture_link (Capture *capture, int datalink, const CapturePayload *packet, guint depth);
/* The bytes at @at follow an EtherType of @type. */
void capture_ethertype (Capture *capture,
                        const CapturePayload *packet,
                        guint16 type,
                        gsize at,
                        guint depth);
void capture_ppp (Capture *capture, const CapturePayload *packet, gsize at, guint depth);

/* capture-sctp.c. @payload begins with the SCTP header. */
void capture_sctp (Capture *capture,
                   const CapturePayload *payload,
                   const CaptureEndpoint *src,
                   const CaptureEndpoint *dst);

/* capture-tunnel.c: what a tunnel's outer packet holds. */
void capture_gre (Capture *capture, const CapturePayload *payload, guint depth);
/* FALSE: @port is none of a tunnel, or what is sent there does not look like it. */
gboolean capture_udp_tunnel (Capture *capture,
                             const CapturePayload *payload,
                             guint16 port,
                             guint depth);

/* capture-ip.c. @packet begins with an IPv4 or IPv6 header; @depth counts the tunnels around it. */
void capture_ip (Capture *capture, const CapturePayload *packet, guint depth);
/* What a whole IP packet, or one put together from fragments, holds. Addresses in @src and @dst,
 * ports not yet. */
void capture_transport (Capture *capture,
                        guint8 protocol,
                        const CapturePayload *payload,
                        CaptureEndpoint *src,
                        CaptureEndpoint *dst,
                        guint depth);

/* capture-fragment.c */
typedef struct
{
  CaptureEndpoint src, dst;
  guint32 id;
  guint8 protocol;
} CaptureDatagramKey;

CaptureDatagrams *capture_datagrams_new (void);
void capture_datagrams_free (CaptureDatagrams *self);
void capture_fragment (Capture *capture,
                       const CaptureDatagramKey *key,
                       guint32 at,
                       gboolean is_last,
                       const CapturePayload *payload,
                       guint depth);
/* Hands over the beginnings of all that never became whole. */
void capture_datagrams_end (Capture *capture);

/* capture-tcp.c. @payload begins with the TCP header. */
CaptureStreams *capture_streams_new (void);
void capture_streams_free (CaptureStreams *self);
void capture_tcp (Capture *capture,
                  const CapturePayload *payload,
                  CaptureEndpoint *src,
                  CaptureEndpoint *dst);
void capture_streams_end (Capture *capture);

/* capture-stream.c: one direction of a connection, as bytes in order. */
typedef enum
{
  CAPTURE_STREAM_UNKNOWN, /* nothing seen that tells what it is */
  CAPTURE_STREAM_OTHER,   /* nothing that is read; looked at again when a segment begins with SIP */
  CAPTURE_STREAM_SIP,     /* the next byte begins a message */
  CAPTURE_STREAM_LOST,    /* SIP, but where the next message begins must be found */
  CAPTURE_STREAM_WEBSOCKET, /* the next byte begins a frame */
  CAPTURE_STREAM_HEP,       /* the next byte begins a packet of a capture agent */
} CaptureStreamState;

typedef struct _CaptureSocket CaptureSocket;

typedef struct
{
  CaptureStreamState state;
  gboolean mid_line;     /* the first byte may stand in the middle of a line */
  GByteArray *held;      /* the beginning of a message, or NULL */
  GArray *pieces;        /* CapturePiece: where @held's bytes stood */
  gsize scanned;         /* bytes of @held in which the head does not end */
  gsize need;            /* length of the message that @held begins with; 0: not known */
  gsize looked;          /* bytes looked at while unknown */
  gsize skip;            /* bytes to come that are of no use */
  CaptureSocket *socket; /* NULL: no WebSocket, or no frame of it yet */
} CaptureStream;

/* What is being cut, and who talks. */
typedef struct
{
  Capture *capture;
  CaptureStream *stream;
  CapturePayload payload;
  const CaptureEndpoint *src, *dst;
} CaptureRun;

#define CAPTURE_WAIT ((gssize) -1) /* more bytes are needed */
#define CAPTURE_NOT ((gssize) -2)  /* this is something else */

void capture_stream_push (Capture *capture,
                          CaptureStream *self,
                          const CapturePayload *payload,
                          const CaptureEndpoint *src,
                          const CaptureEndpoint *dst);
/* What comes next does not follow what is there: a half message is handed over as it is. */
void capture_stream_break (Capture *capture,
                           CaptureStream *self,
                           const CaptureEndpoint *src,
                           const CaptureEndpoint *dst);
void capture_stream_clear (CaptureStream *self);
gsize capture_stream_bytes (const CaptureStream *self);
/* Where the head that @bytes begin with ends, blank line included, looked for behind @from; 0: not
 * in them. */
gsize capture_stream_head_end (RungsSpan bytes, gsize from);

/* capture-websocket.c: SIP over WebSocket (RFC 7118). */
/* Do @bytes begin with the HTTP request or response that opens a WebSocket for SIP, or with a
 * frame that begins a SIP message? How many bytes stand before the first frame, CAPTURE_WAIT or
 * CAPTURE_NOT. */
gssize capture_websocket_begins (CaptureStream *self, RungsSpan bytes);
/* Takes the frame off that the run has at @at: its length or CAPTURE_WAIT. */
gssize capture_websocket_take (CaptureRun *run, gsize at);
/* The rest of the frame that @payload (may be empty) begins with is lost. */
void capture_websocket_break (CaptureRun *run, const CapturePayload *payload);
void capture_socket_free (CaptureSocket *self);
gsize capture_socket_bytes (const CaptureSocket *self);

/* capture-hep.c: packets of capture agents (Homer). */
/* @src sent it. FALSE: @packet is none. */
gboolean capture_hep (Capture *capture, const CapturePayload *packet, const CaptureEndpoint *src);
/* The same as capture_websocket_begins() and capture_websocket_take(). */
gssize capture_hep_begins (RungsSpan bytes);
/* Where the first one begins in @bytes, or CAPTURE_NOT. */
gssize capture_hep_find (RungsSpan bytes);
gssize capture_hep_take (CaptureRun *run, gsize at);

/* capture-sip.c */
/* Offset of the start line that @bytes begin with (line ends before it are passed over), or -1. */
gssize capture_sip_start (RungsSpan bytes);
/* Tells why bytes are missing behind @payload. */
void capture_diagnose_cut (Capture *capture, const CapturePayload *payload);
/* TRUE when @bytes, in which no line ends, may be the beginning of a start line. */
gboolean capture_sip_may_start (RungsSpan bytes);
void capture_udp (Capture *capture,
                  const CapturePayload *payload,
                  const CaptureEndpoint *src,
                  const CaptureEndpoint *dst,
                  guint depth);

/* capture-pdu.c */
void capture_pdu (Capture *capture, const CapturePayload *packet);

/* capture-acdr.c */
void capture_acdr (Capture *capture, const CapturePayload *packet, guint depth);

/* capture-emit.c */
/* Hands @message, which is SIP from its first byte on, to the sink. */
void capture_emit (Capture *capture,
                   const CapturePayload *message,
                   const CaptureEndpoint *src,
                   const CaptureEndpoint *dst,
                   RungsTransport transport,
                   gboolean damaged);
/* The same for a message that the file has compressed: @packed is what the file holds. */
void capture_emit_deflated (Capture *capture,
                            const CapturePayload *packed,
                            RungsSpan message,
                            const CaptureEndpoint *src,
                            const CaptureEndpoint *dst,
                            RungsTransport transport,
                            gboolean damaged);
/* Appends the pieces (CapturePiece) of @payload to @pieces. */
void capture_add_pieces (Capture *capture, const CapturePayload *payload, GArray *pieces);
/* The frame in which @payload became whole: the one that Wireshark shows it in. */
guint32 capture_frame (Capture *capture, const CapturePayload *payload);
void capture_diagnose (Capture *capture,
                       guint32 frame,
                       RungsDiagnosticKind kind,
                       const char *format,
                       ...) G_GNUC_PRINTF (4, 5);
/* "192.0.2.1:5060"; valid until the next message. */
RungsSpan capture_endpoint_name (Capture *capture, const CaptureEndpoint *endpoint);
int capture_endpoint_compare (const CaptureEndpoint *a, const CaptureEndpoint *b);
guint capture_endpoint_hash (const CaptureEndpoint *endpoint);

/* A packet that is passed over, or not readable. */
static inline void
capture_pass (Capture *capture, RungsCoverKind kind, guint32 number)
{
  rungs_coverage_add (&capture->coverage, kind, number, 1);
}

/* The same where there is no IP packet. */
static inline void
capture_pass_other (Capture *capture, RungsCoverKind kind, guint32 number)
{
  capture->counts.other++;
  capture_pass (capture, kind, number);
}

/* Deeper than any tunnel is looked into; of an incomplete packet none is. */
static inline void
capture_pass_deep (Capture *capture, guint depth)
{
  if (depth != RUNGS_MAX_TUNNELS)
    return;
  capture->counts.deep++;
  capture_pass (capture, RUNGS_COVER_TUNNELS, 0);
}

/* @len bytes of @payload from @from on, as far as they are there. */
static inline CapturePayload
capture_slice (const CapturePayload *payload, gsize from, gsize len)
{
  CapturePayload slice = *payload;

  from = MIN (from, payload->bytes.len);
  slice.bytes = rungs_span_head (rungs_span_skip (payload->bytes, from), len);
  slice.skip += from;
  return slice;
}

static inline guint16
capture_be16 (const char *p)
{
  return (guint16) ((guint8) p[0] << 8 | (guint8) p[1]);
}

static inline guint32
capture_be32 (const char *p)
{
  return (guint32) capture_be16 (p) << 16 | capture_be16 (p + 2);
}

G_END_DECLS
