/* Messages travel in batches: their bytes in one block, with offsets in place of pointers while the block still grows. A few
 * batches go round between the threads, so the faster one waits for the slower one and the memory stays what it is. */
#include "config.h"

#include "trace/relay.h"

/* A batch is handed over when it holds so much: little enough for the cache, enough that waking a thread is no cost. */
#define BATCH_BYTES (256 * 1024)
#define BATCH_ITEMS 512
#define N_BATCHES 6

typedef enum
{
  ITEM_MESSAGE,
  ITEM_DIAGNOSTIC,
  ITEM_PROGRESS
} ItemKind;

/* Where a span or array begins in the batch's bytes. */
typedef struct
{
  gsize at, len;
} Place;

typedef struct
{
  ItemKind kind;
  RungsSinkMessage message; /* its spans are empty until it is delivered */
  Place bytes, src, dst, device, session, pieces;
  guint32 line;
  RungsDiagnosticKind diagnostic;
  guint64 offset;
} Item;

typedef struct
{
  GByteArray *bytes;
  GArray *items;
  gboolean is_last;
} Batch;

typedef struct
{
  RungsSink sink; /* the format's */
  const RungsFormat *format;
  RungsReader *reader;
  GCancellable *cancellable;
  GAsyncQueue *filled, *empty;
  Batch *batch;   /* being filled */
  int is_stopped; /* atomic */
  gboolean ok;    /* read when the thread has ended */
  GError *error;
} Relay;

static Batch *
batch_new (void)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->bytes = g_byte_array_sized_new (BATCH_BYTES + BATCH_BYTES / 4);
  batch->items = g_array_sized_new (FALSE, FALSE, sizeof (Item), BATCH_ITEMS);
  return batch;
}

static void
batch_free (Batch *batch)
{
  g_byte_array_unref (batch->bytes);
  g_array_unref (batch->items);
  g_free (batch);
}

/* --- the format's thread --- */

static void
hand_over (Relay *self, gboolean is_last)
{
  self->batch->is_last = is_last;
  g_async_queue_push (self->filled, self->batch);
  self->batch = is_last ? NULL : g_async_queue_pop (self->empty);
}

static void
hand_over_when_full (Relay *self)
{
  if (self->batch->bytes->len >= BATCH_BYTES || self->batch->items->len >= BATCH_ITEMS)
    hand_over (self, FALSE);
}

static Place
put (Relay *self, gconstpointer bytes, gsize len)
{
  GByteArray *block = self->batch->bytes;
  Place place;

  /* Pieces are read in place: keep them aligned. */
  g_byte_array_set_size (block, (block->len + 7) & ~7u);
  place = (Place){ block->len, len };
  if (len > 0)
    g_byte_array_append (block, bytes, (guint) len);
  return place;
}

static Place
put_span (Relay *self, RungsSpan span)
{
  return span.len > 0 ? put (self, span.str, span.len) : (Place){ 0, 0 };
}

static void
message_cb (RungsSink *sink, const RungsSinkMessage *message)
{
  Relay *self = (Relay *) sink;
  Item item = { .kind = ITEM_MESSAGE, .message = *message };

  item.bytes = put_span (self, message->bytes);
  item.src = put_span (self, message->src);
  item.dst = put_span (self, message->dst);
  item.device = put_span (self, message->device);
  item.session = put_span (self, message->session);
  if (message->pieces != NULL && message->n_pieces > 0)
    item.pieces = put (self, message->pieces, message->n_pieces * sizeof (RungsPiece));
  g_array_append_val (self->batch->items, item);
  hand_over_when_full (self);
}

static void
diagnostic_cb (RungsSink *sink, guint32 line, RungsDiagnosticKind kind, const char *text)
{
  Relay *self = (Relay *) sink;
  Item item = { .kind = ITEM_DIAGNOSTIC, .line = line, .diagnostic = kind };

  item.bytes = put (self, text, strlen (text) + 1);
  g_array_append_val (self->batch->items, item);
  hand_over_when_full (self);
}

static gboolean
progress_cb (RungsSink *sink, guint64 offset)
{
  Relay *self = (Relay *) sink;
  Item item = { .kind = ITEM_PROGRESS, .offset = offset };

  g_array_append_val (self->batch->items, item);
  hand_over (self, FALSE);
  return !g_atomic_int_get (&self->is_stopped);
}

static gpointer
parse_thread (gpointer data)
{
  Relay *self = data;

  self->batch = g_async_queue_pop (self->empty);
  self->ok = self->format->parse (self->reader, &self->sink, self->cancellable, &self->error);
  hand_over (self, TRUE);
  return NULL;
}

/* --- the caller's thread --- */

static RungsSpan
span_of (const Batch *batch, Place place)
{
  return place.len > 0 ? rungs_span ((const char *) batch->bytes->data + place.at, place.len)
                       : RUNGS_SPAN_NONE;
}

static void
deliver_message (const Batch *batch, Item *item, RungsSink *sink)
{
  RungsSinkMessage *message = &item->message;

  message->bytes = span_of (batch, item->bytes);
  message->src = span_of (batch, item->src);
  message->dst = span_of (batch, item->dst);
  message->device = span_of (batch, item->device);
  message->session = span_of (batch, item->session);
  if (message->pieces != NULL && message->n_pieces > 0)
    message->pieces = (const RungsPiece *) (gconstpointer) (batch->bytes->data + item->pieces.at);
  sink->message (sink, message);
}

/* FALSE when the sink wants no more. */
static gboolean
deliver (const Batch *batch, RungsSink *sink)
{
  for (guint i = 0; i < batch->items->len; i++)
    {
      Item *item = &g_array_index (batch->items, Item, i);

      switch (item->kind)
        {
        case ITEM_MESSAGE:
          deliver_message (batch, item, sink);
          break;
        case ITEM_DIAGNOSTIC:
          sink->diagnostic (sink, item->line, item->diagnostic, span_of (batch, item->bytes).str);
          break;
        case ITEM_PROGRESS:
          if (sink->progress != NULL && !sink->progress (sink, item->offset))
            return FALSE;
          break;
        default:
          g_assert_not_reached ();
        }
    }
  return TRUE;
}

/* Until the last batch, also when nobody wants them any more: the other thread must not wait for an empty one. */
static void
deliver_all (Relay *self, RungsSink *sink)
{
  gboolean is_last = FALSE, is_wanted = TRUE;

  while (!is_last)
    {
      Batch *batch = g_async_queue_pop (self->filled);

      is_last = batch->is_last;
      if (is_wanted && !deliver (batch, sink))
        {
          is_wanted = FALSE;
          g_atomic_int_set (&self->is_stopped, TRUE);
        }
      g_byte_array_set_size (batch->bytes, 0);
      g_array_set_size (batch->items, 0);
      g_async_queue_push (self->empty, batch);
    }
}

gboolean
rungs_relay_parse (const RungsFormat *format,
                   RungsReader *reader,
                   RungsSink *sink,
                   GCancellable *cancellable,
                   GError **error)
{
  Relay self = {
    .sink = { .message = message_cb, .diagnostic = diagnostic_cb, .progress = progress_cb },
    .format = format,
    .reader = reader,
    .cancellable = cancellable
  };
  GThread *thread;

  self.filled = g_async_queue_new ();
  self.empty = g_async_queue_new_full ((GDestroyNotify) batch_free);
  for (guint i = 0; i < N_BATCHES; i++)
    g_async_queue_push (self.empty, batch_new ());

  thread = g_thread_new ("rungs-parse", parse_thread, &self);
  deliver_all (&self, sink);
  g_thread_join (thread);
  g_async_queue_unref (self.filled);
  g_async_queue_unref (self.empty);

  if (self.error != NULL)
    g_propagate_error (error, self.error);
  return self.ok;
}
