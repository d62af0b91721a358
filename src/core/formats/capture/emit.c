/* From payloads to the sink: where the bytes stand in the file, who sent them to whom, what was
 * wrong. */
#include "config.h"

#include "formats/capture/private.h"

#include <arpa/inet.h>

int
capture_endpoint_compare (const CaptureEndpoint *a, const CaptureEndpoint *b)
{
  int order = memcmp (a->address, b->address, sizeof a->address);

  if (order == 0)
    order = (int) a->port - (int) b->port;
  return order != 0 ? order : (int) a->family - (int) b->family;
}

guint
capture_endpoint_hash (const CaptureEndpoint *endpoint)
{
  guint32 words[4], hash = endpoint->port;

  memcpy (words, endpoint->address, sizeof words);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    hash = (hash ^ words[i]) * 0x9e3779b1u;
  return hash ^ hash >> 15;
}

/* inet_ntop() and snprintf() cost more than the rest of a packet, and a capture holds few
 * endpoints. */
static RungsSpan
name_endpoint (CaptureName cache[CAPTURE_ENDPOINT_CACHE], const CaptureEndpoint *endpoint)
{
  CaptureName *name = &cache[capture_endpoint_hash (endpoint) % CAPTURE_ENDPOINT_CACHE];

  if (endpoint->family == 0)
    return RUNGS_SPAN_NONE;
  if (name->len == 0 || capture_endpoint_compare (&name->endpoint, endpoint) != 0)
    {
      char address[INET6_ADDRSTRLEN] = "";
      gboolean v6 = endpoint->family == 6;

      inet_ntop (v6 ? AF_INET6 : AF_INET, endpoint->address, address, sizeof address);
      name->endpoint = *endpoint;
      name->len = (guint8) g_snprintf (name->text, sizeof name->text, v6 ? "[%s]:%u" : "%s:%u",
                                       address, endpoint->port);
    }
  return rungs_span (name->text, name->len);
}

RungsSpan
capture_endpoint_name (Capture *capture, const CaptureEndpoint *endpoint)
{
  return name_endpoint (capture->names[0], endpoint);
}

void
capture_add_pieces (Capture *capture, const CapturePayload *payload, GArray *pieces)
{
  gsize skip = payload->skip, left = payload->bytes.len;

  if (payload->pieces == NULL)
    {
      CapturePiece piece = capture->packet;

      piece.offset += (gsize) (payload->bytes.str - (const char *) capture->data);
      piece.len = (guint32) payload->bytes.len;
      if (piece.len > 0)
        g_array_append_val (pieces, piece);
      return;
    }

  for (guint i = 0; i < payload->n_pieces && left > 0; i++)
    {
      CapturePiece piece = payload->pieces[i];
      gsize n = MIN (skip, piece.len);

      skip -= n;
      piece.offset += n;
      if (piece.mask != 0)
        piece.mask = rungs_piece_turn_mask (piece.mask, n);
      piece.len = (guint32) MIN (piece.len - n, left);
      left -= piece.len;
      if (piece.len > 0)
        g_array_append_val (pieces, piece);
    }
}

guint32
capture_frame (Capture *capture, const CapturePayload *payload)
{
  guint32 frame = 0;

  for (guint i = 0; i < payload->n_pieces; i++)
    frame = MAX (frame, payload->pieces[i].frame);
  return payload->pieces != NULL ? frame : capture->frame;
}

/* Where the pieces in capture->pieces begin and end in the file, and the frame in which they
 * became whole. FALSE: there are none. */
static gboolean
place_message (Capture *capture, RungsSinkMessage *message)
{
  const CapturePiece *pieces = (const CapturePiece *) (gpointer) capture->pieces->data;
  guint64 end = 0;

  g_array_set_size (capture->out, 0);
  message->offset = G_MAXUINT64;
  for (guint i = 0; i < capture->pieces->len; i++)
    {
      RungsPiece piece = { pieces[i].offset, pieces[i].len, pieces[i].mask };

      g_array_append_val (capture->out, piece);
      message->offset = MIN (message->offset, pieces[i].record);
      end = MAX (end, pieces[i].record_end);
      if (pieces[i].frame >= message->line)
        {
          /* Where it became whole: the time and the frame that Wireshark gives it. */
          message->line = pieces[i].frame;
          message->time = rungs_time (pieces[i].time);
        }
    }
  message->span = end - message->offset;
  message->pieces = (const RungsPiece *) (gpointer) capture->out->data;
  message->n_pieces = capture->out->len;
  return message->n_pieces > 0;
}

static void
emit (Capture *capture,
      RungsSinkMessage *message,
      const CapturePayload *payload,
      const CaptureEndpoint *src,
      const CaptureEndpoint *dst)
{
  g_array_set_size (capture->pieces, 0);
  capture_add_pieces (capture, payload, capture->pieces);
  if (!place_message (capture, message))
    return;
  if (capture->told_time != RUNGS_STAMP_NONE)
    message->time = rungs_time (capture->told_time);
  message->src = name_endpoint (capture->names[0], src);
  message->dst = name_endpoint (capture->names[1], dst);
  message->session = capture->session;
  message->device = capture->device;
  capture->counts.messages++;
  capture->sink->message (capture->sink, message);
}

void
capture_emit (Capture *capture,
              const CapturePayload *payload,
              const CaptureEndpoint *src,
              const CaptureEndpoint *dst,
              RungsTransport transport,
              gboolean damaged)
{
  RungsSinkMessage message = {
    .bytes = payload->bytes, .time = RUNGS_TIME_NONE, .transport = transport, .damaged = damaged
  };

  emit (capture, &message, payload, src, dst);
}

void
capture_emit_deflated (Capture *capture,
                       const CapturePayload *packed,
                       RungsSpan bytes,
                       const CaptureEndpoint *src,
                       const CaptureEndpoint *dst,
                       RungsTransport transport,
                       gboolean damaged)
{
  RungsSinkMessage message = { .bytes = bytes,
                               .time = RUNGS_TIME_NONE,
                               .transport = transport,
                               .damaged = damaged,
                               .are_deflated = TRUE };

  emit (capture, &message, packed, src, dst);
}

void
capture_diagnose (Capture *capture,
                  guint32 frame,
                  RungsDiagnosticKind kind,
                  const char *format,
                  ...)
{
  g_autofree char *text = NULL;
  va_list args;

  if (capture->sink->diagnostic == NULL)
    return;
  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  capture->sink->diagnostic (capture->sink, frame, kind, text);
}
