/* Fragmented IP packets put together: an INVITE with SDP is longer than an Ethernet frame, and
 * over UDP it comes in two. Fragments may come in any order and twice; of bytes that two of them
 * claim, the first fragment's stand (RFC 8200 wants the packet dropped, RFC 791 the last one
 * taken; here the reader wants to see the message). What never becomes whole is handed over as
 * far as its beginning reaches. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "formats/capture/private.h"

/* Fragmented IP packets put together at a time, bytes and fragments of one (64 KiB in pieces of 64
 * bytes), and how long they wait for each other (RFC 8200 4.5: 60 s). */
#define MAX_DATAGRAMS 512
#define MAX_DATAGRAM_BYTES 65535
#define MAX_DATAGRAM_FRAGMENTS 1024
#define DATAGRAM_SECONDS 60

/* Fragments of a packet that was put together just now are the same packet seen twice (capture
 * on all interfaces). */
#define REPEAT_USEC RUNGS_STAMP_SECOND

typedef struct
{
  guint32 at;
  guint32 len;       /* with what was not captured */
  GByteArray *bytes; /* what was captured */
  GArray *pieces;
} Fragment;

typedef struct
{
  CaptureDatagramKey key;
  GPtrArray *fragments; /* Fragment*, by offset; NULL when it became whole */
  guint32 total;        /* 0 until the last one was seen */
  guint32 sum;          /* of their lengths: can only be whole when it reaches the total */
  RungsStamp time;      /* of the first one seen; when whole, of the last one */
  guint depth;
  GList link;
} Datagram;

struct _CaptureDatagrams
{
  GHashTable *table; /* Datagram* by itself: the key is its first member */
  GQueue queue;      /* oldest first */
  guint lost;        /* whose beginning was never seen */
};

static void
fragment_free (gpointer data)
{
  Fragment *fragment = data;

  g_byte_array_unref (fragment->bytes);
  g_array_unref (fragment->pieces);
  g_free (fragment);
}

static guint
key_hash (gconstpointer data)
{
  const CaptureDatagramKey *key = data;

  return capture_endpoint_hash (&key->src) ^ (capture_endpoint_hash (&key->dst) * 31)
         ^ (key->id * 0x9e3779b1u) ^ key->protocol;
}

static gboolean
key_equal (gconstpointer a, gconstpointer b)
{
  const CaptureDatagramKey *x = a, *y = b;

  return x->id == y->id && x->protocol == y->protocol
         && capture_endpoint_compare (&x->src, &y->src) == 0
         && capture_endpoint_compare (&x->dst, &y->dst) == 0;
}

static void
datagram_free (gpointer data)
{
  Datagram *datagram = data;

  g_clear_pointer (&datagram->fragments, g_ptr_array_unref);
  g_free (datagram);
}

CaptureDatagrams *
capture_datagrams_new (void)
{
  CaptureDatagrams *self = g_new0 (CaptureDatagrams, 1);

  self->table = g_hash_table_new_full (key_hash, key_equal, NULL, datagram_free);
  g_queue_init (&self->queue);
  return self;
}

void
capture_datagrams_free (CaptureDatagrams *self)
{
  g_hash_table_unref (self->table);
  g_free (self);
}

static void
forget (CaptureDatagrams *self, Datagram *datagram)
{
  g_queue_unlink (&self->queue, &datagram->link);
  g_hash_table_remove (self->table, datagram);
}

/* TRUE when the fragments leave no hole up to the total. */
static gboolean
is_whole (const Datagram *datagram)
{
  guint32 end = 0;

  if (datagram->total == 0 || datagram->sum < datagram->total)
    return FALSE;
  for (guint i = 0; i < datagram->fragments->len; i++)
    {
      const Fragment *fragment = g_ptr_array_index (datagram->fragments, i);

      if (fragment->at > end)
        return FALSE;
      end = MAX (end, fragment->at + fragment->len);
    }
  return end >= datagram->total;
}

/* Appends what @fragment adds behind the @bytes there are. FALSE: nothing can follow it. */
static gboolean
append_fragment (const Fragment *fragment, GByteArray *bytes, GArray *pieces)
{
  CapturePayload payload = {
    .bytes = { (const char *) fragment->bytes->data, fragment->bytes->len },
    .pieces = (const CapturePiece *) (gpointer) fragment->pieces->data,
    .n_pieces = fragment->pieces->len,
  };
  CapturePayload rest;

  if (fragment->at > bytes->len)
    return FALSE;
  rest = capture_slice (&payload, bytes->len - fragment->at, G_MAXSIZE);
  if (rest.bytes.len > 0)
    {
      g_byte_array_append (bytes, (const guint8 *) rest.bytes.str, (guint) rest.bytes.len);
      capture_add_pieces (NULL, &rest, pieces);
    }
  return fragment->bytes->len == fragment->len;
}

/* Hands over the packet as far as it is without a hole. Takes the fragments away first: a tunnel
 * in it may come back here, and @datagram may be gone when this returns. */
static void
finish (Capture *capture, Datagram *datagram)
{
  g_autoptr (GPtrArray) fragments = g_steal_pointer (&datagram->fragments);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (CapturePiece));
  CaptureEndpoint src = datagram->key.src, dst = datagram->key.dst;
  CapturePayload payload = { 0 };

  for (guint i = 0; i < fragments->len; i++)
    if (!append_fragment (g_ptr_array_index (fragments, i), bytes, pieces))
      break;
  if (bytes->len == 0)
    {
      capture->datagrams->lost++;
      return;
    }

  payload.bytes = rungs_span ((const char *) bytes->data, bytes->len);
  payload.pieces = (const CapturePiece *) (gpointer) pieces->data;
  payload.n_pieces = pieces->len;
  /* Without the last fragment the length is not known: at least something is missing. */
  payload.missing =
    datagram->total > bytes->len ? datagram->total - bytes->len : datagram->total == 0;
  capture_transport (capture, datagram->key.protocol, &payload, &src, &dst, datagram->depth);
}

/* Of a packet that will not become whole: its beginning, without looking into tunnels. */
static void
give_up (Capture *capture, Datagram *datagram)
{
  if (datagram->fragments != NULL)
    {
      datagram->depth = CAPTURE_NO_TUNNELS;
      finish (capture, datagram);
    }
  forget (capture->datagrams, datagram);
}

static Datagram *
begin (Capture *capture, const CaptureDatagramKey *key, guint depth)
{
  CaptureDatagrams *self = capture->datagrams;
  Datagram *datagram;

  if (self->queue.length >= MAX_DATAGRAMS)
    give_up (capture, self->queue.head->data);

  datagram = g_new0 (Datagram, 1);
  datagram->key = *key;
  datagram->fragments = g_ptr_array_new_with_free_func (fragment_free);
  datagram->time = capture->clock;
  datagram->depth = depth;
  datagram->link.data = datagram;
  g_queue_push_tail_link (&self->queue, &datagram->link);
  g_hash_table_add (self->table, datagram);
  return datagram;
}

/* The packet that @key names now, if it is not one that used the number before. */
static Datagram *
lookup (Capture *capture, const CaptureDatagramKey *key)
{
  Datagram *datagram = g_hash_table_lookup (capture->datagrams->table, key);
  RungsStamp limit = DATAGRAM_SECONDS * RUNGS_STAMP_SECOND;

  if (datagram == NULL)
    return NULL;
  if (datagram->fragments == NULL)
    limit = REPEAT_USEC;
  if (ABS (capture->clock - datagram->time) < limit)
    return datagram;
  give_up (capture, datagram);
  return NULL;
}

static void
add_fragment (Capture *capture, Datagram *datagram, guint32 at, const CapturePayload *payload)
{
  Fragment *fragment = g_new0 (Fragment, 1);
  guint i = datagram->fragments->len;

  fragment->at = at;
  fragment->len = (guint32) payload->bytes.len + payload->missing;
  fragment->bytes = g_byte_array_sized_new ((guint) payload->bytes.len);
  fragment->pieces = g_array_new (FALSE, FALSE, sizeof (CapturePiece));
  g_byte_array_append (fragment->bytes, (const guint8 *) payload->bytes.str,
                       (guint) payload->bytes.len);
  capture_add_pieces (capture, payload, fragment->pieces);

  while (i > 0 && ((Fragment *) g_ptr_array_index (datagram->fragments, i - 1))->at > at)
    i--;
  g_ptr_array_insert (datagram->fragments, (int) i, fragment);
  datagram->sum += fragment->len;
}

void
capture_fragment (Capture *capture,
                  const CaptureDatagramKey *key,
                  guint32 at,
                  gboolean is_last,
                  const CapturePayload *payload,
                  guint depth)
{
  Datagram *datagram;
  guint64 end = (guint64) at + payload->bytes.len + payload->missing;

  /* RFC 6946: a "fragment" that is all of the packet. */
  if (at == 0 && is_last)
    {
      CaptureEndpoint src = key->src, dst = key->dst;

      capture_transport (capture, key->protocol, payload, &src, &dst, depth);
      return;
    }
  if (end > MAX_DATAGRAM_BYTES || end == at)
    return;

  datagram = lookup (capture, key);
  if (datagram == NULL)
    datagram = begin (capture, key, depth);
  if (datagram->fragments == NULL)
    return;
  if (datagram->fragments->len < MAX_DATAGRAM_FRAGMENTS)
    add_fragment (capture, datagram, at, payload);
  if (is_last)
    datagram->total = MAX (datagram->total, (guint32) end);
  if (!is_whole (datagram))
    return;

  datagram->time = capture->clock;
  finish (capture, datagram);
}

void
capture_datagrams_end (Capture *capture)
{
  CaptureDatagrams *self = capture->datagrams;

  while (self->queue.length > 0)
    give_up (capture, self->queue.head->data);
  if (self->lost > 0)
    capture_diagnose (capture, 0, RUNGS_DIAGNOSTIC_NOTE,
                      _ ("The beginning of %u fragmented IP packets is not in this capture; what "
                         "they held is not known."),
                      self->lost);
}
