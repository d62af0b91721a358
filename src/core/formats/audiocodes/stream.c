/* Records into messages and events. Every session of every device is a stream of text of its own: a
 * message that one record leaves unfinished goes on in the next record of the same session,
 * whatever lies between. */
#include "config.h"

#include "formats/audiocodes/private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/limits.h"
#include "sip/index.h"

/* The parts of a message are sent at once: what is that far away in the log belongs to something
 * else. */
#define MAX_DISTANCE (16 * 1024 * 1024)

/* Message structs kept for the next ones, with their buffers. */
#define MAX_SPARE 32

/* A marker is shorter. */
#define MAX_MARKER 1024

/* The longest text of one notification that is worth showing. */
#define MAX_EVENT_BYTES 4096

#define N_BUCKETS 256

typedef struct
{
  guint64 offset;
  guint32 line;
  gsize start, len; /* in event_text */
} PendingEvent;

struct _RungsAcStreams
{
  RungsSink *sink;
  RungsStamps stamps;
  /* Messages that wait for another record, oldest first; a count by session makes the usual "no"
   * quick. */
  GQueue open;
  GHashTable *by_key;
  guint buckets[N_BUCKETS];
  GPtrArray *spare;
  guint64 n_messages;
  /* The record being read. */
  RungsAcRecord record;
  RungsAcMessage *current;
  GPtrArray *done;     /* messages finished in this record: they want its time */
  gboolean made_here;  /* current began in this record */
  gboolean wants_time; /* a message whose time is a guess goes on in this record */
  guint n_begun;
  RungsSpan stamp; /* in stamp_text */
  GByteArray *stamp_text;
  GArray *events;
  GByteArray *event_text;
  gboolean in_event;
};

static guint
key_hash (gconstpointer key)
{
  const RungsAcMessage *m = key;

  return (guint) rungs_span_hash (rungs_ac_buffer_span (&m->session))
         ^ GPOINTER_TO_UINT (m->device);
}

static gboolean
key_equal (gconstpointer a, gconstpointer b)
{
  const RungsAcMessage *x = a, *y = b;

  return x->device == y->device
         && rungs_span_equal (rungs_ac_buffer_span (&x->session),
                              rungs_ac_buffer_span (&y->session));
}

/* Sessions differ in their last digits. */
static guint
bucket_of (RungsSpan session)
{
  gsize n = session.len;

  if (n < 3)
    return 0;
  return ((guint8) session.str[n - 1] + 10 * (guint8) session.str[n - 2]
          + 100 * (guint8) session.str[n - 3])
         % N_BUCKETS;
}

static RungsSpan
session_of (RungsAcMessage *m)
{
  return rungs_ac_buffer_span (&m->session);
}

RungsAcStreams *
rungs_ac_streams_new (RungsReader *reader, RungsSink *sink)
{
  RungsAcStreams *self = g_new0 (RungsAcStreams, 1);

  self->sink = sink;
  self->stamps = rungs_stamps_new (reader, sink);
  g_queue_init (&self->open);
  self->by_key = g_hash_table_new (key_hash, key_equal);
  self->spare = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_ac_message_free);
  self->done = g_ptr_array_new ();
  self->stamp_text = g_byte_array_new ();
  self->events = g_array_new (FALSE, FALSE, sizeof (PendingEvent));
  self->event_text = g_byte_array_new ();
  return self;
}

void
rungs_ac_streams_free (RungsAcStreams *self)
{
  GList *link;

  while ((link = g_queue_pop_head_link (&self->open)) != NULL)
    rungs_ac_message_free (link->data);
  g_clear_pointer (&self->current, rungs_ac_message_free);
  g_hash_table_unref (self->by_key);
  g_ptr_array_unref (self->spare);
  g_ptr_array_unref (self->done);
  g_byte_array_unref (self->stamp_text);
  g_array_unref (self->events);
  g_byte_array_unref (self->event_text);
  g_free (self);
}

static RungsAcMessage *
message_take_spare (RungsAcStreams *self)
{
  if (self->spare->len > 0)
    return g_ptr_array_steal_index_fast (self->spare, self->spare->len - 1);
  return rungs_ac_message_new ();
}

static void
message_give_back (RungsAcStreams *self, RungsAcMessage *m)
{
  if (self->spare->len >= MAX_SPARE)
    {
      rungs_ac_message_free (m);
      return;
    }
  rungs_ac_message_reset (m);
  g_ptr_array_add (self->spare, m);
}

/* ----------------------------------------------------------------- the waiting */

static RungsAcMessage *
find_open (RungsAcStreams *self, RungsAcDevice *device, RungsSpan session)
{
  RungsAcMessage key = { .device = device, .session = { (char *) session.str, session.len, 0 } };

  if (self->buckets[bucket_of (session)] == 0)
    return NULL;
  return g_hash_table_lookup (self->by_key, &key);
}

gboolean
rungs_ac_streams_expect (RungsAcStreams *self, RungsAcDevice *device, RungsSpan session)
{
  return self->open.length > 0 && find_open (self, device, session) != NULL;
}

static void
take_from_open (RungsAcStreams *self, RungsAcMessage *m)
{
  g_hash_table_remove (self->by_key, m);
  g_queue_unlink (&self->open, &m->link);
  self->buckets[bucket_of (session_of (m))]--;
}

static void
put_to_open (RungsAcStreams *self, RungsAcMessage *m)
{
  g_hash_table_add (self->by_key, m);
  g_queue_push_tail_link (&self->open, &m->link);
  self->buckets[bucket_of (session_of (m))]++;
}

/* ------------------------------------------------------------------- messages */

static void
diagnose (RungsAcStreams *self, RungsAcMessage *m, RungsDiagnosticKind kind, const char *text)
{
  if (self->sink->diagnostic != NULL)
    self->sink->diagnostic (self->sink, m->line, kind, text);
}

static gboolean
fell_in_gap (RungsAcMessage *m)
{
  return m->device != NULL && m->device->gaps != m->gaps;
}

/* Says what is wrong with it; TRUE when a part of it is lost. */
static gboolean
judge (RungsAcStreams *self, RungsAcMessage *m, RungsAcVerdict verdict)
{
  gsize body = m->text.len - m->head_len;
  g_autofree char *text = NULL;

  if (m->too_long)
    {
      diagnose (self, m, RUNGS_DIAGNOSTIC_LIMIT,
                _ ("This SIP message is too long; the rest of it was not read."));
      return TRUE;
    }
  if (verdict == RUNGS_AC_WHOLE)
    return FALSE;
  if (verdict == RUNGS_AC_UNKNOWN)
    {
      if (fell_in_gap (m))
        diagnose (self, m, RUNGS_DIAGNOSTIC_CUT_MESSAGE,
                  _ ("Syslog entries are missing inside this SIP message."));
      return fell_in_gap (m);
    }
  if (verdict == RUNGS_AC_SHORT)
    {
      text = m->content_length > 0 ? g_strdup_printf (
               _ ("This SIP message is cut: Content-Length says %u bytes, the log has %u."),
               (guint) m->content_length, (guint) body)
                                   : g_strdup (_ ("This SIP message is cut in its headers."));
      diagnose (self, m, RUNGS_DIAGNOSTIC_CUT_MESSAGE, text);
      return TRUE;
    }
  text = g_strdup_printf (_ ("Content-Length says %u bytes, the log has %u."),
                          (guint) m->content_length, (guint) body);
  diagnose (self, m, RUNGS_DIAGNOSTIC_LENGTH_MISMATCH, text);
  return fell_in_gap (m);
}

static void
emit (RungsAcStreams *self, RungsAcMessage *m, gboolean damaged)
{
  RungsAcMarker marker;
  RungsSinkMessage out = { 0 };

  out.bytes = rungs_ac_buffer_span (&m->text);
  out.offset = m->offset;
  out.span = m->end > m->offset ? m->end - m->offset : 0;
  out.line = m->line;
  out.order = m->order;
  out.time = m->time;
  out.session = session_of (m);
  out.damaged = damaged;
  if (m->device != NULL)
    out.device = rungs_span (m->device->name, m->device->name_len);
  if (rungs_ac_read_marker (rungs_ac_buffer_span (&m->marker), &marker))
    {
      RungsSpan own = marker.interface.len > 0 ? marker.interface : RUNGS_SPAN ("SIPInterface");

      out.src = marker.incoming ? marker.remote : own;
      out.dst = marker.incoming ? own : marker.remote;
      out.src_is_own = !marker.incoming;
      out.dst_is_own = marker.incoming;
      out.transport = marker.transport;
    }
  self->sink->message (self->sink, &out);
}

/* Nothing more will come for @m, whose time is known. */
static void
send (RungsAcStreams *self, RungsAcMessage *m)
{
  RungsAcVerdict verdict;

  if (m->state == RUNGS_AC_STATE_DEAD)
    {
      diagnose (self, m, RUNGS_DIAGNOSTIC_CUT_MESSAGE,
                _ ("The beginning of the SIP message that is announced here is missing."));
      message_give_back (self, m);
      return;
    }
  verdict = rungs_ac_message_finish (m);
  if (verdict == RUNGS_AC_ABSENT)
    diagnose (self, m, RUNGS_DIAGNOSTIC_CUT_MESSAGE,
              _ ("The SIP message that is announced here is not in the log."));
  else
    emit (self, m, judge (self, m, verdict));
  message_give_back (self, m);
}

static void
send_oldest (RungsAcStreams *self)
{
  RungsAcMessage *m = g_queue_peek_head (&self->open);

  take_from_open (self, m);
  send (self, m);
}

/* A new message in the record being read. A record may hold several: each needs a range of its own,
 * from which it is read again as the first. */
static RungsAcMessage *
begin_message (RungsAcStreams *self, RungsSpan marker, guint64 offset, guint32 number)
{
  RungsAcMessage *m = message_take_spare (self);
  const RungsAcRecord *record = &self->record;
  gboolean whole = TRUE;

  if (marker.len > 0)
    {
      rungs_ac_is_marker (marker, &whole);
      rungs_ac_buffer_append (&m->marker, marker.str, MIN (marker.len, MAX_MARKER));
    }
  m->state = whole ? RUNGS_AC_STATE_WAIT : RUNGS_AC_STATE_MARKER;
  m->device = record->device;
  m->gaps = m->device != NULL ? m->device->gaps : 0;
  rungs_ac_buffer_append (&m->session, record->session.str, record->session.len);
  m->offset = self->n_begun == 0 && record->clean ? record->offset : offset;
  m->line = number;
  m->order = ++self->n_messages;
  m->grew = TRUE;
  self->n_begun++;
  self->made_here = TRUE;
  return m;
}

static void
end_current (RungsAcStreams *self)
{
  if (self->current != NULL)
    g_ptr_array_add (self->done, g_steal_pointer (&self->current));
}

/* --------------------------------------------------------------------- events */

static void
add_event_text (RungsAcStreams *self, RungsSpan text)
{
  PendingEvent *event = &g_array_index (self->events, PendingEvent, self->events->len - 1);

  text = rungs_span_trim (text);
  if (text.len == 0 || event->len + 1 >= MAX_EVENT_BYTES)
    return;
  text.len = MIN (text.len, MAX_EVENT_BYTES - event->len - 1);
  if (event->len > 0)
    g_byte_array_append (self->event_text, (const guint8 *) " ", 1);
  g_byte_array_append (self->event_text, (const guint8 *) text.str, text.len);
  event->len = self->event_text->len - event->start;
}

static void
begin_event (RungsAcStreams *self, RungsSpan text, guint64 offset, guint32 number)
{
  PendingEvent event = { offset, number, self->event_text->len, 0 };

  g_array_append_val (self->events, event);
  add_event_text (self, text);
}

static void
send_events (RungsAcStreams *self, RungsTime time)
{
  const RungsAcRecord *record = &self->record;

  for (guint i = 0; i < self->events->len; i++)
    {
      const PendingEvent *event = &g_array_index (self->events, PendingEvent, i);
      RungsSinkEvent out = { event->offset, event->line, time };

      if (event->len == 0)
        continue;
      out.text = rungs_span ((const char *) self->event_text->data + event->start, event->len);
      out.session = record->session;
      if (record->device != NULL)
        out.device = rungs_span (record->device->name, record->device->name_len);
      self->sink->event (self->sink, &out);
    }
  g_array_set_size (self->events, 0);
  g_byte_array_set_size (self->event_text, 0);
}

/* -------------------------------------------------------------------- records */

void
rungs_ac_streams_begin (RungsAcStreams *self, const RungsAcRecord *record)
{
  RungsAcMessage *oldest;

  while (
    (oldest = g_queue_peek_head (&self->open)) != NULL
    && (oldest->end + MAX_DISTANCE < record->offset || self->open.length >= RUNGS_MAX_OPEN_STREAMS))
    send_oldest (self);

  self->record = *record;
  self->made_here = FALSE;
  self->n_begun = 0;
  self->stamp = RUNGS_SPAN_NONE;
  self->in_event = FALSE;
  self->current = self->open.length > 0 ? find_open (self, record->device, record->session) : NULL;
  self->wants_time = self->current != NULL && self->current->is_guessed;
  if (self->current != NULL)
    take_from_open (self, self->current);
}

/* Text that begins no notification. */
static void
add_text (RungsAcStreams *self, RungsSpan line, gboolean is_first, guint64 offset, guint32 number)
{
  if (self->current == NULL && is_first && rungs_sip_is_start_line (rungs_span_trim (line)))
    {
      /* The record with its marker is lost: the message is worth having without its addresses. */
      self->current = begin_message (self, RUNGS_SPAN_NONE, offset, number);
      self->current->offset = self->record.offset;
    }
  if (self->current != NULL)
    {
      if (!is_first)
        rungs_ac_message_break (self->current);
      /* Records that changed places: the range begins with the one that the file has first. */
      if (!self->made_here)
        self->current->offset = MIN (self->current->offset, self->record.offset);
      self->current->grew = TRUE;
      rungs_ac_message_add (self->current, line, number);
    }
  else if (self->sink->event != NULL)
    {
      if (self->in_event)
        add_event_text (self, line);
      else
        begin_event (self, line, offset, number);
      self->in_event = TRUE;
    }
}

gboolean
rungs_ac_streams_add_plain (RungsAcStreams *self, RungsSpan line)
{
  RungsAcMessage *m = self->current;

  if (m == NULL || !m->grew || (m->state != RUNGS_AC_STATE_HEAD && m->state != RUNGS_AC_STATE_BODY))
    return FALSE;
  rungs_ac_message_break (m);
  rungs_ac_message_add (m, line, 0);
  return TRUE;
}

gboolean
rungs_ac_streams_line (RungsAcStreams *self,
                       RungsSpan line,
                       gboolean is_first,
                       guint64 offset,
                       guint32 number)
{
  RungsSpan text, stamp;
  gboolean has_time = rungs_ac_take_time (&line, &stamp);
  gboolean whole;

  if (has_time)
    {
      g_byte_array_set_size (self->stamp_text, 0);
      g_byte_array_append (self->stamp_text, (const guint8 *) stamp.str, stamp.len);
      self->stamp = rungs_span ((const char *) self->stamp_text->data, stamp.len);
    }
  if (!rungs_ac_read_notification (line, &text))
    {
      add_text (self, line, is_first, offset, number);
      return has_time;
    }
  end_current (self);
  self->in_event = FALSE;
  if (rungs_ac_is_marker (text, &whole))
    self->current = begin_message (self, text, offset, number);
  else if (self->sink->event != NULL)
    {
      begin_event (self, text, offset, number);
      self->in_event = TRUE;
    }
  return has_time;
}

/* The parts of a message are sent at once: any one's [Time:...] is better than a guess. */
static void
close_record_part (RungsAcMessage *m, guint64 end, RungsTime time, gboolean is_guessed)
{
  if (m->grew)
    m->end = MAX (m->end, end);
  m->grew = FALSE;
  if (m->time.at == RUNGS_STAMP_NONE || (m->is_guessed && !is_guessed))
    {
      m->time = time;
      m->is_guessed = is_guessed;
    }
}

void
rungs_ac_streams_end (RungsAcStreams *self, guint64 end)
{
  RungsAcMessage *current = self->current;
  RungsAcDevice *device = self->record.device;
  RungsTime time = RUNGS_TIME_NONE;
  gboolean is_guessed = self->stamp.len == 0;

  if (self->n_begun > 0 || self->events->len > 0 || (self->wants_time && !is_guessed))
    time = rungs_ac_clock_read (&self->stamps, self->stamp, self->record.prefix,
                                device != NULL ? &device->pace : NULL);
  if (current != NULL && rungs_ac_message_fits (current))
    end_current (self);

  for (guint i = 0; i < self->done->len; i++)
    {
      RungsAcMessage *m = g_ptr_array_index (self->done, i);

      close_record_part (m, end, time, is_guessed || time.at == RUNGS_STAMP_NONE);
      send (self, m);
    }
  g_ptr_array_set_size (self->done, 0);
  if (self->current != NULL)
    {
      close_record_part (self->current, end, time, is_guessed || time.at == RUNGS_STAMP_NONE);
      put_to_open (self, g_steal_pointer (&self->current));
    }
  if (self->events->len > 0)
    send_events (self, time);
}

void
rungs_ac_streams_close (RungsAcStreams *self)
{
  while (self->open.length > 0)
    send_oldest (self);
}
