/* SIP over WebSocket (RFC 7118), as browsers and WebRTC gateways speak it. The connection begins
 * with HTTP; then each message is a frame, or several, and what the client sends is masked.
 *
 *   GET /ws HTTP/1.1 … Upgrade: websocket … Sec-WebSocket-Protocol: sip
 *   HTTP/1.1 101 Switching Protocols … Sec-WebSocket-Protocol: sip
 *   81 | fe 01 9b (masked, 411 bytes) | mask 4 | "REGISTER sip:example.com SIP/2.0" … masked
 *
 * Source: RFC 6455 5.2, RFC 7118 4 and 5. A capture that begins later is recognised by a frame that
 * begins with a start line. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/limits.h"
#include "formats/capture/private.h"
#include "sip/index.h"

enum
{
  FRAME_CONTINUES = 0,
  FRAME_TEXT = 1,
  FRAME_BINARY = 2,
  FRAME_CLOSE = 8,
  FRAME_PING = 9,
  FRAME_PONG = 10,
};

#define MAX_CONTROL 125 /* RFC 6455 5.5 */

typedef struct
{
  guint8 kind;
  gboolean is_last;
  gboolean is_packed; /* RSV1: permessage-deflate, RFC 7692 */
  guint32 mask;
  gsize header;
  guint64 len;
} Frame;

/* The message whose frames come one after the other. */
struct _CaptureSocket
{
  GByteArray *text;
  GArray *pieces; /* CapturePiece */
  gboolean is_open;
  gboolean is_unread; /* compressed, too long, or its first frame was not seen */
  gboolean was_told;  /* that messages are compressed */
};

void
capture_socket_free (CaptureSocket *self)
{
  g_byte_array_unref (self->text);
  g_array_unref (self->pieces);
  g_free (self);
}

gsize
capture_socket_bytes (const CaptureSocket *self)
{
  return self->text->len + self->pieces->len * sizeof (CapturePiece);
}

static CaptureSocket *
socket_of (CaptureStream *stream)
{
  if (stream->socket == NULL)
    {
      stream->socket = g_new0 (CaptureSocket, 1);
      stream->socket->text = g_byte_array_new ();
      stream->socket->pieces = g_array_new (FALSE, FALSE, sizeof (CapturePiece));
    }
  return stream->socket;
}

static void
socket_reset (CaptureSocket *self)
{
  g_byte_array_set_size (self->text, 0);
  g_array_set_size (self->pieces, 0);
  self->is_open = FALSE;
  self->is_unread = FALSE;
}

static gboolean
is_control (const Frame *frame)
{
  return frame->kind >= FRAME_CLOSE;
}

/* Of a frame whose header is not all there, no part is judged but the first bytes. */
static gboolean
is_sound (const Frame *frame, guint8 flags)
{
  if (flags & 0x30) /* extensions that nobody registered */
    return FALSE;
  if (is_control (frame))
    return frame->kind <= FRAME_PONG && frame->is_last && !frame->is_packed
           && frame->len <= MAX_CONTROL;
  return frame->kind <= FRAME_BINARY && !(frame->kind == FRAME_CONTINUES && frame->is_packed)
         && frame->len <= G_MAXUINT32;
}

/* 0 or more: the header's length. */
static gssize
read_frame (RungsSpan bytes, Frame *frame)
{
  const char *p = bytes.str;
  guint8 flags;
  gsize at = 2;

  *frame = (Frame){ 0 };
  if (bytes.len == 0)
    return CAPTURE_WAIT;
  flags = (guint8) p[0];
  frame->kind = flags & 0x0f;
  frame->is_last = (flags & 0x80) != 0;
  frame->is_packed = (flags & 0x40) != 0;
  if (!is_sound (frame, flags))
    return CAPTURE_NOT;
  if (bytes.len < 2)
    return CAPTURE_WAIT;

  frame->len = p[1] & 0x7f;
  if (frame->len == 126)
    at += 2;
  else if (frame->len == 127)
    at += 8;
  frame->header = at + (p[1] & 0x80 ? 4 : 0);
  if (bytes.len < frame->header)
    return CAPTURE_WAIT;
  if (frame->len == 126)
    frame->len = capture_be16 (p + 2);
  else if (frame->len == 127)
    frame->len = (guint64) capture_be32 (p + 2) << 32 | capture_be32 (p + 6);
  if (p[1] & 0x80)
    memcpy (&frame->mask, p + at, sizeof frame->mask);
  return is_sound (frame, flags) ? (gssize) frame->header : CAPTURE_NOT;
}

/* ---- The beginning ---- */

/* 1 yes, 0 no, -1 as far as @bytes go. */
static int
starts_with (RungsSpan bytes, RungsSpan word)
{
  if (bytes.len >= word.len)
    return rungs_span_starts (bytes, word);
  return bytes.len > 0 && rungs_span_starts (word, bytes) ? -1 : 0;
}

/* 1: the bytes begin with HTTP that may open a WebSocket; -1: not known yet. */
static int
is_http (RungsSpan bytes)
{
  int request = starts_with (bytes, RUNGS_SPAN ("GET "));

  return request != 0 ? request : starts_with (bytes, RUNGS_SPAN ("HTTP/1.1 101"));
}

static gboolean
has_token (RungsSpan list, RungsSpan token)
{
  while (list.len > 0)
    {
      gssize comma = rungs_span_find_char (list, ',');
      RungsSpan item = rungs_span_head (list, comma < 0 ? list.len : (gsize) comma);

      if (rungs_span_equal_ci (rungs_span_trim (item), token))
        return TRUE;
      list = rungs_span_skip (list, comma < 0 ? list.len : (gsize) comma + 1);
    }
  return FALSE;
}

static gboolean
opens_sip (RungsSpan head)
{
  RungsSpan upgrade = rungs_sip_header (head, RUNGS_SPAN ("Upgrade"), 0, NULL);
  RungsSpan protocol;

  if (!has_token (upgrade, RUNGS_SPAN ("websocket")))
    return FALSE;
  for (guint i = 0; i < RUNGS_MAX_HEADERS; i++)
    {
      protocol = rungs_sip_header (head, RUNGS_SPAN ("Sec-WebSocket-Protocol"), i, NULL);
      if (protocol.len == 0)
        return FALSE;
      if (has_token (protocol, RUNGS_SPAN ("sip")))
        return TRUE;
    }
  return FALSE;
}

static gssize
take_head (CaptureStream *self, RungsSpan bytes)
{
  gsize head = capture_stream_head_end (bytes, self->scanned);

  if (head == 0 && bytes.len > RUNGS_MAX_HEADER_BYTES)
    return CAPTURE_NOT;
  if (head == 0)
    {
      self->scanned = bytes.len > 3 ? bytes.len - 3 : 0;
      return CAPTURE_WAIT;
    }
  return opens_sip (rungs_span_head (bytes, head)) ? (gssize) head : CAPTURE_NOT;
}

/* Does the frame begin a message? 0, CAPTURE_WAIT or CAPTURE_NOT. */
static gssize
begins_message (RungsSpan bytes)
{
  g_autofree char *line = NULL;
  RungsSpan start;
  Frame frame;
  gssize header = read_frame (bytes, &frame);

  if (header < 0)
    return header;
  start = rungs_span_head (rungs_span_skip (bytes, (gsize) header),
                           (gsize) MIN (frame.len, RUNGS_MAX_START_LINE));
  if (frame.is_packed || frame.len > RUNGS_MAX_SIP || frame.len == 0)
    return CAPTURE_NOT;
  if (start.len == 0)
    return CAPTURE_WAIT;
  if (!g_ascii_isupper (start.str[0] ^ ((const char *) &frame.mask)[0]))
    return CAPTURE_NOT;

  line = g_memdup2 (start.str, start.len);
  rungs_piece_unmask (frame.mask, line, start.len);
  start.str = line;
  if (capture_sip_start (start) == 0)
    return 0;
  return start.len < frame.len && rungs_span_find_char (start, '\n') < 0
             && capture_sip_may_start (start)
           ? CAPTURE_WAIT
           : CAPTURE_NOT;
}

gssize
capture_websocket_begins (CaptureStream *self, RungsSpan bytes)
{
  guint8 first = bytes.len > 0 ? (guint8) bytes.str[0] : 0;
  int http;

  if ((first & 0x7f) == FRAME_TEXT || (first & 0x7f) == FRAME_BINARY)
    return begins_message (bytes);
  if (first != 'G' && first != 'H')
    return CAPTURE_NOT;
  http = is_http (bytes);
  if (http == 0)
    return CAPTURE_NOT;
  return http < 0 ? CAPTURE_WAIT : take_head (self, bytes);
}

/* ---- Frames ---- */

/* Adds what is there of the frame's payload. */
static void
add_payload (CaptureRun *run, const Frame *frame, const CapturePayload *payload)
{
  CaptureSocket *self = run->stream->socket;
  guint from = self->pieces->len, at = self->text->len;
  gsize done = 0;

  if (payload->bytes.len == 0)
    return;
  g_byte_array_append (self->text, (const guint8 *) payload->bytes.str, (guint) payload->bytes.len);
  capture_add_pieces (run->capture, payload, self->pieces);
  if (frame->mask == 0)
    return;
  rungs_piece_unmask (frame->mask, (char *) self->text->data + at, payload->bytes.len);
  for (guint i = from; i < self->pieces->len; i++)
    {
      CapturePiece *piece = &g_array_index (self->pieces, CapturePiece, i);

      piece->mask = rungs_piece_turn_mask (frame->mask, done);
      done += piece->len;
    }
}

static void
finish_message (CaptureRun *run, gboolean damaged)
{
  CaptureSocket *self = run->stream->socket;
  CapturePayload payload = {
    .bytes = { (const char *) self->text->data, self->text->len },
    .pieces = (const CapturePiece *) (gpointer) self->pieces->data,
    .n_pieces = self->pieces->len,
  };
  gssize start = self->is_unread ? -1 : capture_sip_start (payload.bytes);

  if (start >= 0)
    {
      payload = capture_slice (&payload, (gsize) start, G_MAXSIZE);
      if (damaged)
        capture_diagnose (run->capture, capture_frame (run->capture, &payload),
                          RUNGS_DIAGNOSTIC_CUT_MESSAGE,
                          _ ("The rest of this message is not in the capture."));
      capture_emit (run->capture, &payload, run->src, run->dst, RUNGS_TRANSPORT_WS, damaged);
    }
  socket_reset (self);
}

static void
tell_packed (CaptureRun *run, const CapturePayload *payload)
{
  CaptureSocket *self = run->stream->socket;

  run->capture->counts.packed++;
  capture_pass (run->capture, RUNGS_COVER_PACKED_WEBSOCKET, 0);
  if (self->was_told)
    return;
  self->was_told = TRUE;
  capture_diagnose (run->capture, capture_frame (run->capture, payload),
                    RUNGS_DIAGNOSTIC_UNREADABLE,
                    _ ("This WebSocket connection compresses its messages "
                       "(permessage-deflate); they are left out. Turn the compression off, or use "
                       "the log of the server."));
}

static void
begin_message (CaptureRun *run, const Frame *frame, const CapturePayload *payload)
{
  CaptureSocket *self = run->stream->socket;

  if (frame->kind != FRAME_CONTINUES)
    {
      socket_reset (self);
      self->is_unread = frame->is_packed;
    }
  else if (!self->is_open)
    self->is_unread = TRUE;
  self->is_open = TRUE;
  if (self->text->len + frame->len > RUNGS_MAX_SIP || self->pieces->len >= RUNGS_MAX_PIECES)
    self->is_unread = TRUE;
  if (frame->is_packed)
    tell_packed (run, payload);
}

/* Not a frame where one should begin: HTTP again, when the first attempt was refused, or out of
 * step; then the next segment tells. */
static gssize
lose_step (CaptureRun *run, RungsSpan bytes)
{
  CaptureStream *self = run->stream;

  self->state = CAPTURE_STREAM_UNKNOWN;
  self->mid_line = TRUE;
  self->looked = 0;
  self->scanned = 0;
  return is_http (bytes) != 0 ? 0 : (gssize) bytes.len;
}

gssize
capture_websocket_take (CaptureRun *run, gsize at)
{
  CaptureSocket *self = socket_of (run->stream);
  RungsSpan bytes = rungs_span_skip (run->payload.bytes, at);
  CapturePayload payload;
  Frame frame;
  gssize header = read_frame (bytes, &frame);

  if (header == CAPTURE_NOT)
    return lose_step (run, bytes);
  if (header == CAPTURE_WAIT)
    return CAPTURE_WAIT;
  if (frame.len > RUNGS_MAX_SIP)
    {
      self->is_open = TRUE;
      self->is_unread = TRUE;
      run->stream->skip = (gsize) frame.len;
      return header;
    }
  if (bytes.len - (gsize) header < frame.len)
    return CAPTURE_WAIT;

  payload = capture_slice (&run->payload, at + (gsize) header, (gsize) frame.len);
  if (!is_control (&frame))
    {
      begin_message (run, &frame, &payload);
      if (!self->is_unread)
        add_payload (run, &frame, &payload);
      if (frame.is_last)
        finish_message (run, FALSE);
    }
  return header + (gssize) frame.len;
}

void
capture_websocket_break (CaptureRun *run, const CapturePayload *payload)
{
  CaptureSocket *self = socket_of (run->stream);
  Frame frame;
  gssize header = read_frame (payload->bytes, &frame);

  if (header >= 0 && !is_control (&frame))
    {
      CapturePayload part = capture_slice (payload, (gsize) header, (gsize) frame.len);

      begin_message (run, &frame, &part);
      if (!self->is_unread)
        add_payload (run, &frame, &part);
    }
  finish_message (run, TRUE);
}
