/* SDP line by line: session level first, then one block per m= line. What stands on the session
 * level holds for every media that does not say otherwise. */
#include "config.h"

#include "sip/sdp.h"

#include "base/limits.h"

/* Static payload types with their clock rates, RFC 3551 6. */
static const struct
{
  guint8 payload;
  const char *name;
  guint clock;
} static_codecs[] = {
  { 0, "PCMU", 8000 },   { 3, "GSM", 8000 },    { 4, "G723", 8000 },   { 5, "DVI4", 8000 },
  { 6, "DVI4", 16000 },  { 7, "LPC", 8000 },    { 8, "PCMA", 8000 },   { 9, "G722", 8000 },
  { 10, "L16", 44100 },  { 11, "L16", 44100 },  { 12, "QCELP", 8000 }, { 13, "CN", 8000 },
  { 14, "MPA", 90000 },  { 15, "G728", 8000 },  { 16, "DVI4", 11025 }, { 17, "DVI4", 22050 },
  { 18, "G729", 8000 },  { 25, "CelB", 90000 }, { 26, "JPEG", 90000 }, { 28, "nv", 90000 },
  { 31, "H261", 90000 }, { 32, "MPV", 90000 },  { 33, "MP2T", 90000 }, { 34, "H263", 90000 },
};

/* What the session level says for all media. */
typedef struct
{
  RungsSpan address;
  RungsSpan direction;
  gboolean has_ice;
  gboolean has_fingerprint;
} Session;

RungsSpan
rungs_sdp_body (const RungsSipIndex *index)
{
  RungsSpan rest, line, boundary = RUNGS_SPAN_NONE, sdp = RUNGS_SPAN_NONE;

  g_return_val_if_fail (index != NULL, RUNGS_SPAN_NONE);
  rest = index->body;
  if (!index->has_sdp)
    return RUNGS_SPAN_NONE;
  if (rungs_span_starts (rest, RUNGS_SPAN ("v=0")))
    return rest;
  while (rest.len > 0)
    {
      const char *start = rest.str;

      rungs_span_take_line (&rest, &line);
      if (sdp.len == 0 && boundary.len == 0 && rungs_span_starts (line, RUNGS_SPAN ("--")))
        boundary = line;
      else if (sdp.len == 0 && rungs_span_equal (rungs_span_trim (line), RUNGS_SPAN ("v=0")))
        sdp = rungs_span (start, index->body.str + index->body.len - start);
      else if (sdp.len > 0 && boundary.len > 0 && rungs_span_starts (line, boundary))
        return rungs_span (sdp.str, start - sdp.str);
    }
  return sdp;
}

/* The next word, blanks before it skipped. */
static RungsSpan
take_word (RungsSpan *rest)
{
  RungsSpan word = RUNGS_SPAN_NONE;

  while (word.len == 0 && rungs_span_take_until (rest, ' ', &word))
    ;
  return word;
}

static RungsSdpCodec
codec_of (RungsSpan format)
{
  RungsSdpCodec codec = { .payload = RUNGS_SDP_NO_PAYLOAD, .name = format };
  guint64 number;

  if (!rungs_span_to_uint (format, 127, &number))
    return codec;
  codec.payload = (guint8) number;
  codec.name = RUNGS_SPAN_NONE;
  for (guint i = 0; i < G_N_ELEMENTS (static_codecs); i++)
    {
      if (static_codecs[i].payload == number)
        {
          codec.name = rungs_span_of (static_codecs[i].name);
          codec.clock = static_codecs[i].clock;
        }
    }
  return codec;
}

/* "audio 49170/2 RTP/AVP 0 8 101" */
static void
read_media (RungsSpan value, const Session *session, RungsSdpMedia *media)
{
  RungsSpan format;
  guint64 port = 0;

  media->type = take_word (&value);
  if (rungs_span_take_uint (take_word (&value), 65535, &port) > 0)
    media->port = (guint) port;
  media->protocol = take_word (&value);
  media->address = session->address;
  media->direction = session->direction;
  media->has_ice = session->has_ice;
  media->has_fingerprint = session->has_fingerprint;
  while (media->n_codecs < RUNGS_SDP_MAX_CODECS && (format = take_word (&value)).len > 0)
    media->codecs[media->n_codecs++] = codec_of (format);
}

/* "101 telephone-event/8000" */
static void
read_rtpmap (RungsSpan value, RungsSdpMedia *media)
{
  RungsSpan payload = take_word (&value), name;
  guint64 number, clock = 0;

  value = rungs_span_trim (value);
  if (!rungs_span_to_uint (payload, 127, &number) || !rungs_span_take_until (&value, '/', &name))
    return;
  rungs_span_take_uint (value, G_MAXINT32, &clock);
  for (guint i = 0; i < media->n_codecs; i++)
    {
      if (media->codecs[i].payload != number)
        continue;
      media->codecs[i].name = name;
      media->codecs[i].clock = (guint) clock;
    }
}

/* "IN IP4 192.0.2.1/127" */
static RungsSpan
address_of (RungsSpan value)
{
  RungsSpan address;

  take_word (&value);
  take_word (&value);
  value = take_word (&value);
  return rungs_span_take_until (&value, '/', &address) ? address : RUNGS_SPAN_NONE;
}

static gboolean
is_direction (RungsSpan value)
{
  return rungs_span_equal (value, RUNGS_SPAN ("sendrecv"))
         || rungs_span_equal (value, RUNGS_SPAN ("sendonly"))
         || rungs_span_equal (value, RUNGS_SPAN ("recvonly"))
         || rungs_span_equal (value, RUNGS_SPAN ("inactive"));
}

static void
read_media_attribute (RungsSpan name, RungsSpan value, RungsSdpMedia *media)
{
  if (rungs_span_equal (name, RUNGS_SPAN ("rtpmap")))
    read_rtpmap (value, media);
  else if (is_direction (name))
    media->direction = name;
  else if (rungs_span_equal (name, RUNGS_SPAN ("crypto")))
    {
      take_word (&value);
      if (media->n_crypto++ == 0)
        media->crypto = take_word (&value);
    }
  else if (rungs_span_equal (name, RUNGS_SPAN ("candidate")))
    {
      media->n_candidates++;
      media->has_ice = TRUE;
    }
  else if (rungs_span_equal (name, RUNGS_SPAN ("ice-ufrag")))
    media->has_ice = TRUE;
  else if (rungs_span_equal (name, RUNGS_SPAN ("fingerprint")))
    media->has_fingerprint = TRUE;
}

static void
read_session_attribute (RungsSpan name, Session *session)
{
  if (is_direction (name))
    session->direction = name;
  else if (rungs_span_equal (name, RUNGS_SPAN ("ice-ufrag")))
    session->has_ice = TRUE;
  else if (rungs_span_equal (name, RUNGS_SPAN ("fingerprint")))
    session->has_fingerprint = TRUE;
}

/* @media is NULL on the session level, and for media beyond those that are kept. */
static void
read_line (char type,
           RungsSpan value,
           RungsSdp *sdp,
           Session *session,
           RungsSdpMedia *media,
           gboolean in_session)
{
  RungsSpan name;

  if (type == 'o' && in_session && sdp->origin.len == 0)
    sdp->origin = value;
  else if (type == 'c' && in_session)
    session->address = address_of (value);
  else if (type == 'c' && media != NULL)
    media->address = address_of (value);
  else if (type == 'a' && rungs_span_take_until (&value, ':', &name))
    {
      if (in_session)
        read_session_attribute (rungs_span_trim (name), session);
      else if (media != NULL)
        read_media_attribute (rungs_span_trim (name), value, media);
    }
}

gboolean
rungs_sdp_parse (RungsSpan body, RungsSdp *sdp)
{
  RungsSpan rest = body, line;
  RungsSdpMedia *media = NULL;
  Session session = { 0 };
  gboolean in_session = TRUE;

  g_return_val_if_fail (sdp != NULL, FALSE);
  memset (sdp, 0, sizeof *sdp);
  if (!rungs_span_starts (body, RUNGS_SPAN ("v=")))
    return FALSE;
  for (guint n = 0; n < RUNGS_MAX_SDP_LINES && rungs_span_take_line (&rest, &line); n++)
    {
      gsize offset = line.str - body.str;
      RungsSpan value = rungs_span_trim (rungs_span_skip (line, 2));

      if (line.len < 2 || line.str[1] != '=')
        continue;
      if (line.str[0] != 'm')
        {
          read_line (line.str[0], value, sdp, &session, media, in_session);
          continue;
        }
      in_session = FALSE;
      media = sdp->n_media < RUNGS_SDP_MAX_MEDIA ? &sdp->media[sdp->n_media++] : NULL;
      if (media != NULL)
        {
          read_media (value, &session, media);
          media->line_offset = offset;
        }
    }
  return TRUE;
}
