/* The index scan: what grouping and the call list need of a SIP message, in one pass, without
 * allocating. All spans point into the message. Header names in any case and in compact form (RFC
 * 3261 7.3.3); addresses are read over their folds, values that are kept as a whole are cut at the
 * fold; a missing blank line before "v=0" is forgiven. libosip2's full parse is in sip/message.h; a
 * test holds both to the same answers. */
#pragma once

#include "base/span.h"

G_BEGIN_DECLS

/* Reason headers of one message that are kept; RFC 3326 allows one for each protocol. */
#define RUNGS_MAX_INDEX_REASONS 4

typedef struct
{
  gboolean is_request;
  guint16 code;          /* 100..699; 0 in requests */
  RungsSpan method;      /* requests: of the start line; responses: of CSeq */
  RungsSpan phrase;      /* responses */
  RungsSpan request_uri; /* requests */
  RungsSpan call_id;
  guint32 cseq;
  RungsSpan cseq_method;
  RungsSpan from_uri, from_user, from_host, from_tag, from_name;
  RungsSpan to_uri, to_user, to_host, to_tag;
  RungsSpan via_host;      /* top Via: sent-by, "host" or "host:port" */
  RungsSpan via_transport; /* "UDP" */
  RungsSpan via_params;    /* of the top Via, from the first ';' on */
  RungsSpan branch;        /* of the top Via */
  RungsSpan contact_uri;   /* of the first Contact */
  RungsSpan asserted_user; /* of P-Asserted-Identity */
  RungsSpan reason;        /* value of the first Reason header */
  /* with their folds; empty from the first missing one */
  RungsSpan reasons[RUNGS_MAX_INDEX_REASONS];
  RungsSpan refer_to, referred_by; /* with their folds */
  RungsSpan agent;                 /* Server or User-Agent */
  RungsSpan rack;                  /* RAck */
  RungsSpan replaces;              /* Replaces */
  gint32 content_length;           /* -1 when missing */
  gboolean has_sdp; /* body begins with v=0, or Content-Type says application/sdp or multipart */
  gboolean has_authorization; /* Authorization or Proxy-Authorization */
  gsize head_len;             /* bytes up to the body, blank line included */
  RungsSpan body;
  guint16 n_headers; /* saturates */
  guint16 n_vias;
} RungsSipIndex;

/* "INVITE sip:a@b SIP/2.0", "SIP/2.0 180 Ringing": blanks and CRs at the end allowed, the method
 * open. */
gboolean rungs_sip_is_start_line (RungsSpan line);

/* FALSE when @bytes do not begin with a start line; everything that is missing is an empty span. */
gboolean rungs_sip_index (RungsSpan bytes, RungsSipIndex *index);

/* Where the first SIP message in @bytes ends by its Content-Length (headers plus body): the number
 * of bytes, 0 when the headers do not end in @bytes. *@complete is FALSE when the body goes on
 * behind @bytes. Without Content-Length the body is empty (@stream, RFC 3261 18.3) or all the rest
 * (datagram). */
gsize rungs_sip_frame (RungsSpan bytes, gboolean stream, gboolean *complete);

/* Walks the headers of a message: name and value (folds kept, ends trimmed), offset of the line in
 * @bytes. Start with *@pos = 0. FALSE at the end of the headers. Lines that are no headers are
 * skipped. */
gboolean rungs_sip_next_header (RungsSpan bytes,
                                gsize *pos,
                                RungsSpan *name,
                                RungsSpan *value,
                                gsize *line_offset);

/* Value of the @nth (from 0) header called @name (long form; the compact form is found too); empty
 * when there is none. *@line_offset (may be NULL) is where it stands in @bytes. */
RungsSpan rungs_sip_header (RungsSpan bytes, RungsSpan name, guint nth, gsize *line_offset);

/* The long form of a compact header name ("From" for "f"); @name itself otherwise. */
RungsSpan rungs_sip_long_name (RungsSpan name);

/* A parameter of a header value or URI (";name=value", quotes taken off, quoted ';' respected).
 * TRUE when it is there. */
gboolean rungs_sip_param (RungsSpan value, RungsSpan name, RungsSpan *out);

/* User and host of "sip:user@host:port;x", "<sip:…>", "\"Name\" <tel:+1…>". */
void rungs_sip_uri (RungsSpan value, RungsSpan *user, RungsSpan *host, RungsSpan *port);

/* A Reason header (RFC 3326): the Q.850 cause (0 when none) and the text without quotes. */
void rungs_sip_reason (RungsSpan value, guint *q850, RungsSpan *text);

G_END_DECLS
