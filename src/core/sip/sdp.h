/* The lines of an SDP body that diagnosis asks for (RFC 8866, 4568, 8839), read without allocating
 * per line. */
#pragma once

#include "sip/index.h"

G_BEGIN_DECLS

#define RUNGS_SDP_MAX_MEDIA 8
#define RUNGS_SDP_MAX_CODECS 32
#define RUNGS_SDP_NO_PAYLOAD 255

typedef struct
{
  guint8 payload; /* RUNGS_SDP_NO_PAYLOAD for formats that are no numbers ("t38") */
  RungsSpan name; /* "PCMA" without clock rate; static payload types are named (RFC 3551) */
  guint clock;
} RungsSdpCodec;

typedef struct
{
  RungsSpan type; /* "audio" */
  guint port;
  RungsSpan protocol;  /* "RTP/SAVP" */
  RungsSpan address;   /* c= of the media, else of the session */
  RungsSpan direction; /* "sendrecv" …; empty when not said */
  guint n_codecs;
  RungsSdpCodec codecs[RUNGS_SDP_MAX_CODECS];
  guint n_crypto, n_candidates;
  RungsSpan crypto; /* suite of the first a=crypto */
  gboolean has_ice, has_fingerprint;
  gsize line_offset; /* of the m= line, in the body */
} RungsSdpMedia;

typedef struct
{
  RungsSpan origin; /* the o= line's value */
  guint n_media;    /* at most RUNGS_SDP_MAX_MEDIA are kept */
  RungsSdpMedia media[RUNGS_SDP_MAX_MEDIA];
} RungsSdp;

/* The application/sdp part of a message, also inside multipart; empty when there is none. */
RungsSpan rungs_sdp_body (const RungsSipIndex *index);
gboolean rungs_sdp_parse (RungsSpan body, RungsSdp *sdp);

G_END_DECLS
