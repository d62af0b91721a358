/* TCP segments in the order of their sequence numbers (RFC 9293 3.4), for both directions of
 * each connection. Segments that came before are dropped, overlaps cut off, those that came too
 * early wait for the missing one. It is given up when the other side has acknowledged it (so it
 * was sent, and only the capture lacks it), when too much waits, after a minute, and at the end. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/limits.h"
#include "base/teams.h"
#include "formats/capture/private.h"

/* TCP segments that wait for one that is missing: a window of 1 MiB is 700 full segments. */
#define MAX_STREAM_SEGMENTS 1024

/* Seconds of the capture's time after which a missing segment is taken for lost: when the other
 * side has acknowledged it, only the capture lacks it (the delay allows for packets captured out
 * of order); else it may be sent again (RFC 6298: doubling from 1 s). */
#define STREAM_ACKED_SECONDS 1
#define STREAM_HOLE_SECONDS 60

#define TCP_HEADER 20

enum
{
  TCP_FIN = 1,
  TCP_SYN = 2,
  TCP_RST = 4,
  TCP_ACK = 16,
};

/* A segment that waits. */
typedef struct
{
  guint32 seq;
  guint32 missing;
  GByteArray *bytes;
  GArray *pieces; /* CapturePiece */
  guint32 frame;
} Segment;

typedef struct
{
  CaptureStream stream;
  gboolean has_next;
  gboolean has_fin;
  guint32 next;   /* sequence number that comes next */
  guint32 fin;    /* that of the FIN */
  GQueue waiting; /* Segment*, by sequence number */
  gsize waiting_bytes;
  RungsStamp hole_since;
} Direction;

typedef struct
{
  CaptureEndpoint ends[2];
  Direction from[2]; /* what ends[i] sent */
  gboolean is_tls;
  gsize bytes; /* held and waiting, as counted in the total */
  GList link;
} Connection;

struct _CaptureStreams
{
  GHashTable *table; /* Connection* by itself: its ends */
  GQueue queue;      /* least recently used first */
  Connection *last;
  gsize bytes;
};

/* The header of the segment that is looked at. */
typedef struct
{
  guint32 seq, ack;
  guint8 flags;
  CapturePayload payload;
} Header;

static guint
connection_hash (gconstpointer data)
{
  const Connection *self = data;

  return capture_endpoint_hash (&self->ends[0]) * 31 + capture_endpoint_hash (&self->ends[1]);
}

static gboolean
connection_equal (gconstpointer a, gconstpointer b)
{
  const Connection *x = a, *y = b;

  return capture_endpoint_compare (&x->ends[0], &y->ends[0]) == 0
         && capture_endpoint_compare (&x->ends[1], &y->ends[1]) == 0;
}

static void
segment_free (gpointer data)
{
  Segment *segment = data;

  g_byte_array_unref (segment->bytes);
  g_array_unref (segment->pieces);
  g_free (segment);
}

static void
connection_free (gpointer data)
{
  Connection *self = data;

  for (guint i = 0; i < 2; i++)
    {
      capture_stream_clear (&self->from[i].stream);
      g_queue_clear_full (&self->from[i].waiting, segment_free);
    }
  g_free (self);
}

CaptureStreams *
capture_streams_new (void)
{
  CaptureStreams *self = g_new0 (CaptureStreams, 1);

  self->table = g_hash_table_new_full (connection_hash, connection_equal, NULL, connection_free);
  g_queue_init (&self->queue);
  return self;
}

void
capture_streams_free (CaptureStreams *self)
{
  g_hash_table_unref (self->table);
  g_free (self);
}

static void
push (Capture *capture, Connection *connection, guint side, const CapturePayload *payload)
{
  capture_stream_push (capture, &connection->from[side].stream, payload, &connection->ends[side],
                       &connection->ends[!side]);
}

static void
break_stream (Capture *capture, Connection *connection, guint side)
{
  capture_stream_break (capture, &connection->from[side].stream, &connection->ends[side],
                        &connection->ends[!side]);
}

/* Hands over what of the segment at @seq follows, or nothing when all of it came before. */
static void
deliver (Capture *capture,
         Connection *connection,
         guint side,
         guint32 seq,
         const CapturePayload *payload)
{
  Direction *self = &connection->from[side];
  guint32 known = self->next - seq;
  guint32 len = (guint32) payload->bytes.len + payload->missing;
  CapturePayload rest;

  if (known >= len)
    return;
  rest = capture_slice (payload, known, G_MAXSIZE);
  if (known > payload->bytes.len)
    rest.missing -= known - (guint32) payload->bytes.len;
  self->next = seq + len;
  push (capture, connection, side, &rest);
}

static gboolean
is_before (guint32 a, guint32 b)
{
  return (gint32) (a - b) < 0;
}

/* Delivers the waiting segments that have their turn now. */
static void
drain (Capture *capture, Connection *connection, guint side)
{
  Direction *self = &connection->from[side];
  Segment *segment;

  while ((segment = g_queue_peek_head (&self->waiting)) != NULL
         && !is_before (self->next, segment->seq))
    {
      CapturePayload payload = {
        .bytes = { (const char *) segment->bytes->data, segment->bytes->len },
        .missing = segment->missing,
        .pieces = (const CapturePiece *) (gpointer) segment->pieces->data,
        .n_pieces = segment->pieces->len,
      };

      g_queue_pop_head (&self->waiting);
      self->waiting_bytes -= segment->bytes->len;
      deliver (capture, connection, side, segment->seq, &payload);
      segment_free (segment);
    }
}

/* Goes on behind the hole. */
static void
skip_hole (Capture *capture, Connection *connection, guint side)
{
  Direction *self = &connection->from[side];
  Segment *first = g_queue_peek_head (&self->waiting);

  if (first == NULL)
    return;
  if (self->stream.state != CAPTURE_STREAM_UNKNOWN && self->stream.state != CAPTURE_STREAM_OTHER)
    capture_diagnose (
      capture, first->frame, RUNGS_DIAGNOSTIC_LOST_RECORDS,
      _ ("%u bytes of this TCP connection are not in the capture before this frame."),
      first->seq - self->next);
  break_stream (capture, connection, side);
  self->next = first->seq;
  self->hole_since = capture->clock;
  drain (capture, connection, side);
}

/* All that waits, holes or not; what is left of a message is handed over as it is. */
static void
flush (Capture *capture, Connection *connection, guint side)
{
  while (connection->from[side].waiting.length > 0)
    skip_hole (capture, connection, side);
  break_stream (capture, connection, side);
}

/* A connection between the same ports begins, or one was seen again after a long gap. */
static void
restart (Capture *capture, Connection *connection, guint side, guint32 next, gboolean mid_line)
{
  Direction *self = &connection->from[side];

  flush (capture, connection, side);
  capture_stream_clear (&self->stream);
  self->stream.state = connection->is_tls ? CAPTURE_STREAM_OTHER : CAPTURE_STREAM_UNKNOWN;
  self->stream.mid_line = mid_line;
  self->stream.looked = 0;
  self->has_next = TRUE;
  self->has_fin = FALSE;
  self->next = next;
}

static void
keep_waiting (Capture *capture, Direction *self, guint32 seq, const CapturePayload *payload)
{
  GList *after = self->waiting.tail;
  Segment *segment;

  while (after != NULL && is_before (seq, ((Segment *) after->data)->seq))
    after = after->prev;
  segment = after != NULL ? after->data : NULL;
  if (segment != NULL && segment->seq == seq
      && segment->bytes->len + segment->missing >= payload->bytes.len + payload->missing)
    return; /* sent again */

  if (self->waiting.length == 0)
    self->hole_since = capture->clock;
  segment = g_new0 (Segment, 1);
  segment->seq = seq;
  segment->missing = payload->missing;
  segment->frame = capture->frame;
  segment->bytes = g_byte_array_sized_new ((guint) payload->bytes.len);
  segment->pieces = g_array_new (FALSE, FALSE, sizeof (CapturePiece));
  g_byte_array_append (segment->bytes, (const guint8 *) payload->bytes.str,
                       (guint) payload->bytes.len);
  if (payload->bytes.len > 0)
    capture_add_pieces (capture, payload, segment->pieces);
  self->waiting_bytes += segment->bytes->len;
  if (after != NULL)
    g_queue_insert_after (&self->waiting, after, segment);
  else
    g_queue_push_head (&self->waiting, segment);
}

static gboolean
hole_is_old (const Capture *capture, const Direction *self, gint64 seconds)
{
  return capture->clock - self->hole_since > seconds * RUNGS_STAMP_SECOND;
}

static void
take_data (Capture *capture,
           Connection *connection,
           guint side,
           guint32 seq,
           const CapturePayload *payload)
{
  Direction *self = &connection->from[side];
  gint32 ahead;

  if (!self->has_next)
    restart (capture, connection, side, seq, TRUE);
  ahead = (gint32) (seq - self->next);
  if (ahead > RUNGS_MAX_STREAM_BYTES || ahead < -RUNGS_MAX_STREAM_BYTES)
    {
      restart (capture, connection, side, seq, TRUE);
      ahead = 0;
    }
  if (ahead > 0)
    {
      keep_waiting (capture, self, seq, payload);
      if (self->waiting.length > MAX_STREAM_SEGMENTS || self->waiting_bytes > RUNGS_MAX_STREAM_BYTES
          || hole_is_old (capture, self, STREAM_HOLE_SECONDS))
        skip_hole (capture, connection, side);
      return;
    }
  deliver (capture, connection, side, seq, payload);
  drain (capture, connection, side);
}

/* SIP over TLS: the ports in use around 5061, and any but 443 at Microsoft's SIP proxies. */
static gboolean
is_sip_port (const CaptureEndpoint *end, const CaptureEndpoint *other)
{
  if (end->port >= 5060 && end->port < 5100)
    return TRUE;
  return end->port != 443 && other->port != 443
         && rungs_teams_is_signalling (end->address, end->family == 4 ? 4 : 16);
}

/* The port of the server: that of SIP, else the one below the ephemeral ones. */
static guint16
tls_port (const CaptureEndpoint *a, const CaptureEndpoint *b, gboolean a_is_sip, gboolean b_is_sip)
{
  if (!a_is_sip && !b_is_sip)
    return MIN (a->port, b->port);
  return a_is_sip && (!b_is_sip || a->port < b->port) ? a->port : b->port;
}

static void
count_tls (Capture *capture, const Connection *connection)
{
  CaptureCounts *counts = &capture->counts;
  const CaptureEndpoint *a = &connection->ends[0], *b = &connection->ends[1];
  gboolean a_is_sip = is_sip_port (a, b), b_is_sip = is_sip_port (b, a);
  guint16 port = tls_port (a, b, a_is_sip, b_is_sip);

  counts->tls++;
  capture_pass (capture, RUNGS_COVER_TLS, port);
  if (a_is_sip || b_is_sip)
    {
      if (counts->tls_sip++ == 0)
        counts->tls_port = port;
    }
  else if (counts->tls_port == 0)
    counts->tls_port = port;
}

/* A record of TLS 1.0 to 1.3: type 20..23, version 3.x, up to 2^14 bytes and what encryption
 * adds (RFC 8446 5.1). */
static gboolean
is_tls_record (RungsSpan bytes)
{
  return bytes.len >= 5 && bytes.str[0] >= 20 && bytes.str[0] <= 23 && bytes.str[1] == 3
         && (guint8) bytes.str[2] <= 4 && capture_be16 (bytes.str + 3) <= 16384 + 2048;
}

static void
look_for_tls (Capture *capture, Connection *connection, guint side, RungsSpan bytes)
{
  if (connection->is_tls)
    {
      count_tls (capture, connection);
      return;
    }
  if (connection->from[side].stream.state != CAPTURE_STREAM_UNKNOWN || !is_tls_record (bytes))
    return;
  connection->is_tls = TRUE;
  count_tls (capture, connection);
  for (guint i = 0; i < 2; i++)
    {
      capture_stream_clear (&connection->from[i].stream);
      connection->from[i].stream.state = CAPTURE_STREAM_OTHER;
    }
}

static void
take_segment (Capture *capture, Connection *connection, guint side, Header *header)
{
  Direction *self = &connection->from[side], *other = &connection->from[!side];
  guint32 len = (guint32) header->payload.bytes.len + header->payload.missing;
  guint32 seq = header->seq;

  if (header->flags & TCP_SYN)
    {
      seq++;
      if (!self->has_next || self->next != seq)
        {
          connection->is_tls = FALSE;
          restart (capture, connection, side, seq, FALSE);
        }
    }
  if (len > 0 && !(header->flags & TCP_RST))
    {
      look_for_tls (capture, connection, side, header->payload.bytes);
      take_data (capture, connection, side, seq, &header->payload);
    }
  if ((header->flags & TCP_ACK) && other->waiting.length > 0 && is_before (other->next, header->ack)
      && hole_is_old (capture, other, STREAM_ACKED_SECONDS))
    skip_hole (capture, connection, !side);

  if (header->flags & TCP_FIN)
    {
      self->has_fin = TRUE;
      self->fin = seq + len;
    }
  if (self->has_fin && self->has_next && !is_before (self->next, self->fin))
    flush (capture, connection, side);
  if (header->flags & TCP_RST)
    for (guint i = 0; i < 2; i++)
      flush (capture, connection, i);
}

static void
drop_oldest (Capture *capture)
{
  CaptureStreams *self = capture->streams;
  Connection *oldest = self->queue.head->data;

  for (guint i = 0; i < 2; i++)
    flush (capture, oldest, i);
  self->bytes -= oldest->bytes;
  g_queue_unlink (&self->queue, &oldest->link);
  if (self->last == oldest)
    self->last = NULL;
  g_hash_table_remove (self->table, oldest);
}

static Connection *
lookup (Capture *capture, const CaptureEndpoint ends[2], gboolean make)
{
  CaptureStreams *self = capture->streams;
  Connection probe = { .ends = { ends[0], ends[1] } }, *found = self->last;

  if (found == NULL || !connection_equal (found, &probe))
    found = g_hash_table_lookup (self->table, &probe);
  if (found == NULL && make)
    {
      if (self->queue.length >= RUNGS_MAX_OPEN_STREAMS)
        drop_oldest (capture);
      found = g_new0 (Connection, 1);
      found->ends[0] = ends[0];
      found->ends[1] = ends[1];
      found->link.data = found;
      g_queue_push_tail_link (&self->queue, &found->link);
      g_hash_table_add (self->table, found);
    }
  if (found != NULL && self->queue.tail != &found->link)
    {
      g_queue_unlink (&self->queue, &found->link);
      g_queue_push_tail_link (&self->queue, &found->link);
    }
  self->last = found;
  return found;
}

/* Keeps the sum of what is held, and lets the oldest go when it is too much. */
static void
account (Capture *capture, Connection *connection)
{
  CaptureStreams *self = capture->streams;
  gsize bytes = 0;

  for (guint i = 0; i < 2; i++)
    bytes += capture_stream_bytes (&connection->from[i].stream) + connection->from[i].waiting_bytes
             + connection->from[i].waiting.length * sizeof (Segment);
  self->bytes += bytes - connection->bytes;
  connection->bytes = bytes;
  while (self->bytes > RUNGS_MAX_HELD_BYTES && self->queue.length > 1)
    drop_oldest (capture);
}

void
capture_tcp (Capture *capture,
             const CapturePayload *payload,
             CaptureEndpoint *src,
             CaptureEndpoint *dst)
{
  const char *p = payload->bytes.str;
  guint side = capture_endpoint_compare (src, dst) > 0;
  CaptureEndpoint ends[2] = { side ? *dst : *src, side ? *src : *dst };
  Connection *connection;
  Header header;
  gsize offset;

  if (payload->bytes.len < TCP_HEADER)
    return;
  offset = (gsize) ((guint8) p[12] >> 4) * 4;
  if (offset < TCP_HEADER || offset > payload->bytes.len)
    return;
  header.seq = capture_be32 (p + 4);
  header.ack = capture_be32 (p + 8);
  header.flags = (guint8) p[13];
  header.payload = capture_slice (payload, offset, G_MAXSIZE);

  connection = lookup (capture, ends, (header.flags & TCP_SYN) || header.payload.bytes.len > 0);
  if (connection == NULL)
    return;
  take_segment (capture, connection, side, &header);
  account (capture, connection);
}

void
capture_streams_end (Capture *capture)
{
  while (capture->streams->queue.length > 0)
    drop_oldest (capture);
}
