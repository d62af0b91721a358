/* Messages travel in batches: their bytes in one block that never moves while something points into
 * it, and what the index scan found in them where the format's thread had the time for it. A few
 * batches go round between the threads, so the faster one waits for the slower one and the memory
 * stays what it is. */
#include "config.h"

#include "trace/relay.h"

#include <string.h>

#include "sip/index.h"

/* A batch is handed over when it holds so much: little enough for the cache, enough that waking a
 * thread is no cost. */
#define BATCH_BYTES (256 * 1024)
#define BATCH_ITEMS 512
#define N_BATCHES 6

typedef enum
{
  ITEM_MESSAGE,
  ITEM_DIAGNOSTIC,
  ITEM_RECORD,
  ITEM_DATED,
  ITEM_COVER,
  ITEM_PROGRESS
} ItemKind;

typedef struct
{
  ItemKind kind;
  union
  {
    struct
    {
      RungsSinkMessage message; /* its spans and pieces are in the batch's bytes */
      RungsSipIndex index;
    };
    struct
    {
      RungsDiagnosticKind diagnostic;
      guint32 line;
      const char *text; /* in the batch's bytes */
    };
    RungsSinkRecord record; /* its texts are in the batch's bytes */
    RungsDating dating;
    RungsCover cover;
    guint64 offset;
  };
} Item;

typedef struct
{
  char *bytes; /* (owned) */
  gsize len, size;
  Item *items; /* (owned) BATCH_ITEMS */
  guint n_items;
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
  gboolean scans; /* the other thread has enough to do: the index scan of this batch is done here */
  int is_stopped; /* atomic */
  gboolean ok;    /* read when the thread has ended */
  GError *error;
} Relay;

static Batch *
batch_new (void)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->size = BATCH_BYTES;
  batch->bytes = g_malloc (batch->size);
  batch->items = g_new (Item, BATCH_ITEMS);
  return batch;
}

static void
batch_free (Batch *batch)
{
  g_free (batch->bytes);
  g_free (batch->items);
  g_free (batch);
}

/* --- the format's thread --- */

static void
hand_over (Relay *self, gboolean is_last)
{
  self->batch->is_last = is_last;
  g_async_queue_push (self->filled, self->batch);
  self->batch = is_last ? NULL : g_async_queue_pop (self->empty);
  self->scans = g_async_queue_length (self->filled) > 0;
}

/* Bytes of the block that @len bytes take: pieces are read in place, so everything is aligned. */
static gsize
room_for (gsize len)
{
  return (len + 7) & ~(gsize) 7;
}

/* An item of a batch that has @room bytes left. */
static Item *
new_item (Relay *self, ItemKind kind, gsize room)
{
  Item *item;

  if (self->batch->n_items == BATCH_ITEMS
      || (self->batch->n_items > 0 && self->batch->size - self->batch->len < room))
    hand_over (self, FALSE);
  if (self->batch->size < room)
    {
      self->batch->size = room;
      g_free (self->batch->bytes);
      self->batch->bytes = g_malloc (room);
    }
  item = &self->batch->items[self->batch->n_items++];
  item->kind = kind;
  return item;
}

static gpointer
put (Relay *self, gconstpointer bytes, gsize len)
{
  char *place = self->batch->bytes + self->batch->len;

  memcpy (place, bytes, len);
  self->batch->len += room_for (len);
  return place;
}

static RungsSpan
put_span (Relay *self, RungsSpan span)
{
  return span.len > 0 ? rungs_span (put (self, span.str, span.len), span.len) : RUNGS_SPAN_NONE;
}

static void
message_cb (RungsSink *sink, const RungsSinkMessage *message)
{
  Relay *self = (Relay *) sink;
  gsize pieces = message->pieces != NULL ? message->n_pieces * sizeof (RungsPiece) : 0;
  gsize room = room_for (message->bytes.len) + room_for (message->src.len)
               + room_for (message->dst.len) + room_for (message->device.len)
               + room_for (message->session.len) + room_for (pieces);
  Item *item = new_item (self, ITEM_MESSAGE, room);
  RungsSinkMessage *copy = &item->message;

  *copy = *message;
  copy->bytes = put_span (self, message->bytes);
  copy->src = put_span (self, message->src);
  copy->dst = put_span (self, message->dst);
  copy->device = put_span (self, message->device);
  copy->session = put_span (self, message->session);
  if (pieces > 0)
    copy->pieces = put (self, message->pieces, pieces);
  copy->index = self->scans && rungs_sip_index (copy->bytes, &item->index) ? &item->index : NULL;
}

static void
diagnostic_cb (RungsSink *sink, guint32 line, RungsDiagnosticKind kind, const char *text)
{
  Relay *self = (Relay *) sink;
  gsize len = strlen (text) + 1;
  Item *item = new_item (self, ITEM_DIAGNOSTIC, room_for (len));

  item->line = line;
  item->diagnostic = kind;
  item->text = put (self, text, len);
}

static void
record_cb (RungsSink *sink, const RungsSinkRecord *record)
{
  Relay *self = (Relay *) sink;
  gsize room = 0;
  Item *item;

  for (guint i = 0; i < RUNGS_RECORD_N_TEXTS; i++)
    room += room_for (record->texts[i].len);
  item = new_item (self, ITEM_RECORD, room);
  item->record = *record;
  for (guint i = 0; i < RUNGS_RECORD_N_TEXTS; i++)
    item->record.texts[i] = put_span (self, record->texts[i]);
}

static void
dated_cb (RungsSink *sink, const RungsDating *dating)
{
  new_item ((Relay *) sink, ITEM_DATED, 0)->dating = *dating;
}

static void
cover_cb (RungsSink *sink, const RungsCover *cover)
{
  new_item ((Relay *) sink, ITEM_COVER, 0)->cover = *cover;
}

static gboolean
progress_cb (RungsSink *sink, guint64 offset)
{
  Relay *self = (Relay *) sink;

  new_item (self, ITEM_PROGRESS, 0)->offset = offset;
  hand_over (self, FALSE);
  return !g_atomic_int_get (&self->is_stopped);
}

static gpointer
parse_thread (gpointer data)
{
  Relay *self = data;

  self->batch = g_async_queue_pop (self->empty);
  self->ok =
    self->format->parse (self->format, self->reader, &self->sink, self->cancellable, &self->error);
  hand_over (self, TRUE);
  return NULL;
}

/* --- the caller's thread --- */

/* FALSE when the sink wants no more. */
static gboolean
deliver (const Batch *batch, RungsSink *sink)
{
  for (guint i = 0; i < batch->n_items; i++)
    {
      const Item *item = &batch->items[i];

      switch (item->kind)
        {
        case ITEM_MESSAGE:
          sink->message (sink, &item->message);
          break;
        case ITEM_DIAGNOSTIC:
          sink->diagnostic (sink, item->line, item->diagnostic, item->text);
          break;
        case ITEM_RECORD:
          sink->record (sink, &item->record);
          break;
        case ITEM_DATED:
          sink->dated (sink, &item->dating);
          break;
        case ITEM_COVER:
          sink->cover (sink, &item->cover);
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

/* Counts of what was read before the sink had enough are still true. */
static void
deliver_covers (const Batch *batch, RungsSink *sink)
{
  for (guint i = 0; i < batch->n_items; i++)
    if (batch->items[i].kind == ITEM_COVER)
      sink->cover (sink, &batch->items[i].cover);
}

/* Until the last batch, also when nobody wants them any more: the other thread must not wait for an
 * empty one. */
static void
deliver_all (Relay *self, RungsSink *sink)
{
  gboolean is_last = FALSE, is_wanted = TRUE;

  while (!is_last)
    {
      Batch *batch = g_async_queue_pop (self->filled);

      is_last = batch->is_last;
      if (!is_wanted)
        deliver_covers (batch, sink);
      else if (!deliver (batch, sink))
        {
          is_wanted = FALSE;
          g_atomic_int_set (&self->is_stopped, TRUE);
        }
      batch->len = 0;
      batch->n_items = 0;
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
  Relay self = { .sink = { .message = message_cb,
                           .diagnostic = diagnostic_cb,
                           .progress = progress_cb,
                           .record = sink->record != NULL ? record_cb : NULL,
                           .dated = sink->dated != NULL ? dated_cb : NULL,
                           .cover = sink->cover != NULL ? cover_cb : NULL },
                 .format = format,
                 .reader = reader,
                 .cancellable = cancellable };
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
