/* One direction of a TCP connection as bytes in order, cut into SIP messages by their start lines
 * and Content-Length (RFC 3261 18.3), or into what else carries them. A message may begin and end
 * anywhere in a segment; CRLFs between messages are keepalives (RFC 5626 3.5.1). Where bytes are
 * lost, or the capture began in the middle, the next start line that is followed by a header begins
 * the next message.
 *
 * Segments that end with a message are cut where they lie. Only the beginning of a message that
 * goes on in the next segment is held back, and of that only what is new is looked at: a message
 * sent byte by byte costs no more than its length. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/limits.h"
#include "formats/capture/private.h"
#include "sip/index.h"

/* Bytes of a TCP connection in which a first start line is looked for, when the capture began in
 * the middle of it. */
#define MAX_STREAM_LOOK (64 * 1024)

#define LONGEST_KNOWN 9 /* SUBSCRIBE */

gsize
capture_stream_bytes (const CaptureStream *self)
{
  gsize bytes = self->socket != NULL ? capture_socket_bytes (self->socket) : 0;

  if (self->held != NULL)
    bytes += self->held->len + self->pieces->len * sizeof (CapturePiece);
  return bytes;
}

static void
drop_held (CaptureStream *self)
{
  g_clear_pointer (&self->held, g_byte_array_unref);
  g_clear_pointer (&self->pieces, g_array_unref);
  self->scanned = 0;
  self->need = 0;
}

void
capture_stream_clear (CaptureStream *self)
{
  drop_held (self);
  self->skip = 0;
  g_clear_pointer (&self->socket, capture_socket_free);
}

/* Resynchronising in the middle of a line, "VITE sip:…" would pass for a request of an unknown
 * method. */
static gboolean
begins_known (RungsSpan line)
{
  static const char *const methods[] = { "SIP/2.0",  "INVITE",   "ACK",   "BYE",       "CANCEL",
                                         "OPTIONS",  "REGISTER", "PRACK", "SUBSCRIBE", "NOTIFY",
                                         "UPDATE",   "MESSAGE",  "REFER", "INFO",      "PUBLISH",
                                         "BENOTIFY", "SERVICE" };
  gssize blank = rungs_span_find_char (rungs_span_head (line, LONGEST_KNOWN + 1), ' ');

  for (guint i = 0; blank > 0 && i < G_N_ELEMENTS (methods); i++)
    if (rungs_span_equal (rungs_span_head (line, (gsize) blank), rungs_span_of (methods[i])))
      return TRUE;
  return FALSE;
}

/* What stands behind a start line: 1 a header, 0 something else, -1 not known yet. A start line
 * alone is met in bodies (message/sipfrag). */
static int
header_follows (RungsSpan bytes)
{
  gboolean in_name = TRUE;

  for (gsize i = 0; i < bytes.len; i++)
    {
      char c = bytes.str[i];

      if (c == ':')
        return i > 0;
      if (c == ' ' || c == '\t')
        in_name = FALSE;
      else if (!in_name || (!g_ascii_isalnum (c) && c != '-' && c != '_'))
        return 0;
    }
  return bytes.len < RUNGS_MAX_START_LINE ? -1 : 0;
}

/* Finds where the next message begins in @bytes: how many bytes before it are of no use. */
static gssize
find_message (CaptureStream *self, RungsSpan bytes)
{
  gsize at = 0;

  while (at < bytes.len)
    {
      RungsSpan rest = rungs_span_skip (bytes, at);
      gssize end = rungs_span_find_char (rest, '\n');
      RungsSpan line = rungs_span_head (rest, end >= 0 ? (gsize) end : rest.len);

      if (end < 0 && !capture_sip_may_start (line))
        {
          self->mid_line = TRUE;
          return (gssize) bytes.len;
        }
      if (end < 0)
        return at > 0 ? (gssize) at : CAPTURE_WAIT;
      if ((gsize) end < RUNGS_MAX_START_LINE && rungs_sip_is_start_line (line)
          && (!self->mid_line || begins_known (line)))
        {
          int follows = header_follows (rungs_span_skip (rest, (gsize) end + 1));

          if (follows < 0)
            return at > 0 ? (gssize) at : CAPTURE_WAIT;
          if (follows > 0)
            {
              self->state = CAPTURE_STREAM_SIP;
              return (gssize) at;
            }
        }
      self->mid_line = FALSE;
      at += (gsize) end + 1;
    }
  return (gssize) bytes.len;
}

gsize
capture_stream_head_end (RungsSpan bytes, gsize from)
{
  gsize at = from;

  while (at < bytes.len)
    {
      gssize end = rungs_span_find_char (rungs_span_skip (bytes, at), '\n');

      if (end < 0)
        return 0;
      at += (gsize) end + 1;
      if (at < bytes.len && bytes.str[at] == '\n')
        return at + 1;
      if (at + 1 < bytes.len && bytes.str[at] == '\r' && bytes.str[at + 1] == '\n')
        return at + 2;
    }
  return 0;
}

static void
lose (CaptureStream *self)
{
  self->state = CAPTURE_STREAM_LOST;
  self->mid_line = FALSE;
  self->scanned = 0;
  self->need = 0;
}

/* Emits @len bytes at @at. */
static gssize
emit (CaptureRun *run, gsize at, gsize len, gboolean damaged)
{
  CapturePayload message = capture_slice (&run->payload, at, len);

  capture_emit (run->capture, &message, run->src, run->dst, RUNGS_TRANSPORT_TCP, damaged);
  run->stream->scanned = 0;
  run->stream->need = 0;
  return (gssize) message.bytes.len;
}

/* A message that is longer than the limit: as much of it as that. */
static gssize
emit_limit (CaptureRun *run, gsize at)
{
  CapturePayload message = capture_slice (&run->payload, at, RUNGS_MAX_SIP);
  gssize len = emit (run, at, RUNGS_MAX_SIP, TRUE);

  capture_diagnose (run->capture, capture_frame (run->capture, &message), RUNGS_DIAGNOSTIC_LIMIT,
                    _ ("This message is longer than %u bytes; the rest of it is left out."),
                    RUNGS_MAX_SIP);
  lose (run->stream);
  return len;
}

/* TRUE when @bytes begin with the start of a message or may still do so. */
static gboolean
is_in_step (RungsSpan bytes)
{
  gssize end = rungs_span_find_char (rungs_span_head (bytes, RUNGS_MAX_START_LINE), '\n');

  if (end < 0)
    return capture_sip_may_start (bytes);
  return rungs_sip_is_start_line (rungs_span_head (bytes, (gsize) end));
}

/* The length of the message that @bytes begin with, once its head is there; 0: not yet. */
static gsize
measure (CaptureStream *self, RungsSpan bytes)
{
  gsize head = capture_stream_head_end (bytes, self->scanned);
  gboolean complete;

  if (head == 0)
    {
      /* The line end before a blank line may be the last byte but one that is here. */
      self->scanned = bytes.len > 3 ? bytes.len - 3 : 0;
      return 0;
    }
  return MAX (rungs_sip_frame (bytes, TRUE, &complete), head);
}

/* Takes the next message off the bytes at @at. */
static gssize
take_message (CaptureRun *run, gsize at)
{
  CaptureStream *self = run->stream;
  RungsSpan bytes = rungs_span_skip (run->payload.bytes, at);
  gsize blank = 0;

  while (blank < bytes.len
         && (bytes.str[blank] == '\r' || bytes.str[blank] == '\n' || bytes.str[blank] == '\0'))
    blank++;
  if (blank > 0)
    return (gssize) blank;

  if (self->need == 0 && self->scanned == 0 && !is_in_step (bytes))
    {
      CapturePayload message = capture_slice (&run->payload, at, 1);

      capture_diagnose (run->capture, capture_frame (run->capture, &message),
                        RUNGS_DIAGNOSTIC_MALFORMED,
                        _ ("Between two SIP messages this TCP connection carries something else; "
                           "it was skipped up to the next start line."));
      lose (self);
      return 0;
    }
  if (self->need == 0)
    self->need = measure (self, bytes);
  if (self->need > RUNGS_MAX_SIP || (self->need == 0 && bytes.len > RUNGS_MAX_SIP))
    return bytes.len >= RUNGS_MAX_SIP ? emit_limit (run, at) : CAPTURE_WAIT;
  if (self->need == 0 || self->need > bytes.len)
    return CAPTURE_WAIT;
  return emit (run, at, self->need, FALSE);
}

/* Does the run, which begins with a segment or with what is held, begin with something that
 * carries SIP? How many bytes to pass over then, CAPTURE_WAIT or CAPTURE_NOT. */
static gssize
recognise (CaptureRun *run)
{
  CaptureStream *self = run->stream;
  gssize n = capture_hep_begins (run->payload.bytes);

  if (n == CAPTURE_NOT && self->state == CAPTURE_STREAM_UNKNOWN && self->mid_line)
    n = capture_hep_find (run->payload.bytes);
  if (n >= 0)
    self->state = CAPTURE_STREAM_HEP;
  if (n != CAPTURE_NOT)
    return n;
  n = capture_websocket_begins (self, run->payload.bytes);
  if (n >= 0)
    self->state = CAPTURE_STREAM_WEBSOCKET;
  if (n != CAPTURE_WAIT)
    self->scanned = 0;
  return n;
}

/* For a stream of something else: does its next segment begin with something that carries SIP? */
static gboolean
comes_back (CaptureRun *run)
{
  CaptureStream *self = run->stream;
  gboolean is_sip = capture_sip_start (run->payload.bytes) >= 0;

  if (!is_sip && recognise (run) < 0)
    {
      self->scanned = 0;
      return FALSE;
    }
  self->state = is_sip ? CAPTURE_STREAM_SIP : CAPTURE_STREAM_UNKNOWN;
  self->looked = 0;
  return TRUE;
}

static gssize
take_skipped (CaptureStream *self, gsize len)
{
  gsize n = MIN (self->skip, len);

  self->skip -= n;
  return (gssize) n;
}

/* Takes what is at @at, as far as it is there. */
static gssize
take (CaptureRun *run, gsize at)
{
  CaptureStream *self = run->stream;
  RungsSpan bytes = rungs_span_skip (run->payload.bytes, at);
  gssize n = CAPTURE_NOT;

  if (self->skip > 0)
    return take_skipped (self, bytes.len);
  switch (self->state)
    {
    case CAPTURE_STREAM_SIP:
      return take_message (run, at);
    case CAPTURE_STREAM_WEBSOCKET:
      return capture_websocket_take (run, at);
    case CAPTURE_STREAM_HEP:
      return capture_hep_take (run, at);
    case CAPTURE_STREAM_OTHER:
      return (gssize) bytes.len;
    case CAPTURE_STREAM_UNKNOWN:
    case CAPTURE_STREAM_LOST:
    default:
      if (at == 0)
        n = recognise (run);
      return n != CAPTURE_NOT ? n : find_message (self, bytes);
    }
}

/* How many bytes of the run are done with. Every turn takes bytes away or waits; a turn may also
 * take none when it goes from looking for a message to standing at one or back, but never twice,
 * because what is recognised is in step. */
static gsize
cut (CaptureRun *run)
{
  gsize at = 0;

  while (at < run->payload.bytes.len)
    {
      gssize n = take (run, at);

      if (n == CAPTURE_WAIT)
        break;
      at += (gsize) n;
    }
  return at;
}

static void
hold (CaptureRun *run, const CapturePayload *payload)
{
  CaptureStream *self = run->stream;

  if (self->held == NULL)
    {
      self->held = g_byte_array_new ();
      self->pieces = g_array_new (FALSE, FALSE, sizeof (CapturePiece));
    }
  g_byte_array_append (self->held, (const guint8 *) payload->bytes.str, (guint) payload->bytes.len);
  capture_add_pieces (run->capture, payload, self->pieces);
}

/* Lets go of the first @used held bytes. */
static void
release (CaptureStream *self, gsize used)
{
  guint n = 0;

  if (used == 0)
    return;
  if (used >= self->held->len)
    {
      drop_held (self);
      return;
    }
  g_byte_array_remove_range (self->held, 0, (guint) used);
  while (n < self->pieces->len && g_array_index (self->pieces, CapturePiece, n).len <= used)
    used -= g_array_index (self->pieces, CapturePiece, n++).len;
  g_array_remove_range (self->pieces, 0, n);
  if (used > 0)
    {
      CapturePiece *first = &g_array_index (self->pieces, CapturePiece, 0);

      first->offset += used;
      first->len -= (guint32) used;
    }
}

/* A sender whose Content-Length is too large: the next segment begins a message in the middle of
 * this one's body. SIP may be carried in a body, but then its type says so. */
static gboolean
body_was_shorter (const CaptureStream *self, RungsSpan segment)
{
  RungsSpan held = { (const char *) self->held->data, self->held->len };
  gssize start;

  if (self->state != CAPTURE_STREAM_SIP || self->need <= held.len)
    return FALSE;
  start = capture_sip_start (segment);
  /* The line ends before it may be the body's last. */
  if (start < 0 || self->need - held.len <= (gsize) start
      || rungs_span_find_ci (held, RUNGS_SPAN ("message/sip")) >= 0)
    return FALSE;
  segment = rungs_span_skip (segment, (gsize) start);
  return header_follows (
           rungs_span_skip (segment, (gsize) rungs_span_find_char (segment, '\n') + 1))
         == 1;
}

static CapturePayload
held_payload (const CaptureStream *self)
{
  return (CapturePayload){
    .bytes = { (const char *) self->held->data, self->held->len },
    .pieces = (const CapturePiece *) (gpointer) self->pieces->data,
    .n_pieces = self->pieces->len,
  };
}

/* Hands over what is held of a message that ends here, whatever its head says. */
static gboolean
finish_held (CaptureRun *run, RungsDiagnosticKind kind, const char *why)
{
  CaptureStream *self = run->stream;
  gboolean done = FALSE;

  if (self->held == NULL)
    return FALSE;
  run->payload = held_payload (self);
  if (self->state == CAPTURE_STREAM_SIP && capture_sip_start (run->payload.bytes) == 0)
    {
      capture_diagnose (run->capture, capture_frame (run->capture, &run->payload), kind, "%s", why);
      emit (run, 0, run->payload.bytes.len, TRUE);
      done = TRUE;
    }
  drop_held (self);
  return done;
}

/* A WebSocket frame that ends here; the next segment that begins with one is in step again. */
static void
break_websocket (CaptureRun *run)
{
  CaptureStream *self = run->stream;
  CapturePayload rest = { 0 };

  if (self->held != NULL)
    rest = held_payload (self);
  capture_websocket_break (run, &rest);
  drop_held (self);
  self->state = CAPTURE_STREAM_UNKNOWN;
  self->looked = 0;
}

/* A capture agent's packet that ends here; the next one is found by its name. */
static void
break_hep (CaptureRun *run)
{
  CaptureStream *self = run->stream;
  CapturePayload rest;

  if (self->held == NULL)
    return;
  rest = held_payload (self);
  rest.missing = 1; /* at least */
  capture_hep (run->capture, &rest, run->src);
  drop_held (self);
}

void
capture_stream_break (Capture *capture,
                      CaptureStream *self,
                      const CaptureEndpoint *src,
                      const CaptureEndpoint *dst)
{
  CaptureRun run = { .capture = capture, .stream = self, .src = src, .dst = dst };

  self->skip = 0;
  if (self->state == CAPTURE_STREAM_WEBSOCKET)
    break_websocket (&run);
  else if (self->state == CAPTURE_STREAM_HEP)
    break_hep (&run);
  else
    finish_held (&run, RUNGS_DIAGNOSTIC_CUT_MESSAGE,
                 _ ("The rest of this message is not in the capture."));
  if (self->state == CAPTURE_STREAM_SIP)
    lose (self);
  self->mid_line = TRUE;
}

/* Not SIP as far as it was looked at: only a segment that begins with a start line is looked at
 * again. */
static void
count_unknown (CaptureStream *self, gsize len)
{
  self->looked += len;
  if (self->state == CAPTURE_STREAM_UNKNOWN && self->looked > MAX_STREAM_LOOK)
    {
      self->state = CAPTURE_STREAM_OTHER;
      drop_held (self);
    }
}

static void
push_held (CaptureRun *run, const CapturePayload *payload)
{
  CaptureStream *self = run->stream;

  hold (run, payload);
  run->payload = held_payload (self);
  release (self, cut (run));
}

void
capture_stream_push (Capture *capture,
                     CaptureStream *self,
                     const CapturePayload *payload,
                     const CaptureEndpoint *src,
                     const CaptureEndpoint *dst)
{
  CaptureRun run = {
    .capture = capture, .stream = self, .payload = *payload, .src = src, .dst = dst
  };

  if (self->state == CAPTURE_STREAM_OTHER && !comes_back (&run))
    return;
  if (self->held != NULL && body_was_shorter (self, payload->bytes))
    finish_held (
      &run, RUNGS_DIAGNOSTIC_LENGTH_MISMATCH,
      _ ("Content-Length is larger than the body: the next message begins before its end."));
  /* A line that goes on in this segment does not begin with a method that everybody knows. */
  if (self->held != NULL
      && (self->state == CAPTURE_STREAM_UNKNOWN || self->state == CAPTURE_STREAM_LOST)
      && capture_sip_start (payload->bytes) == 0 && begins_known (payload->bytes))
    drop_held (self);
  run.payload = *payload;

  if (self->held == NULL)
    {
      gsize used = cut (&run);
      CapturePayload rest = capture_slice (&run.payload, used, G_MAXSIZE);

      if (rest.bytes.len > 0)
        hold (&run, &rest);
    }
  else
    push_held (&run, payload);

  if (self->pieces != NULL && self->pieces->len >= RUNGS_MAX_PIECES)
    capture_stream_break (capture, self, src, dst);
  if (payload->missing > 0)
    capture_stream_break (capture, self, src, dst);
  count_unknown (self, payload->bytes.len);
}
