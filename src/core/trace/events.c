/* What the SBC wrote between the messages of a call, and what a client wrote about a call that only
 * its log knows: that part of the file is parsed once more, with a sink that wants events. Nothing
 * of it is kept while a log is loaded. */
#include "config.h"

#include "trace/assembly.h"
#include "trace/fetch.h"

/* The log's own lines shown in one ladder. */
#define MAX_EVENTS 20000

/* Looked at before the call's first and behind its last message: the SBC says why it sends an
 * INVITE before it does. */
#define MARGIN_BYTES (64 * 1024)
#define MARGIN_TIME (2 * RUNGS_STAMP_SECOND)

typedef struct
{
  RungsSink sink;
  RungsTrace *trace;
  GPtrArray *events;
  GHashTable *sessions;    /* char*, of the call's legs; empty: the log has none */
  gboolean with_strangers; /* lines of no session too */
  guint input;
  guint32 device;
  const RungsTraceInput *entry;
  gboolean is_zoned; /* the messages have a zone: */
  gint8 quarters;
  RungsStamp first, last;
} EventSink;

void
rungs_event_free (RungsEvent *event)
{
  g_free (event->text);
  g_free (event->session);
  g_free (event);
}

/* The stamp on the clock that the messages have. */
static RungsStamp
time_of (const EventSink *self, RungsTime time)
{
  RungsMessage like = { .facts = time.facts, .quarters = (gint8) (time.ahead / 15) };

  /* As builder.c does it with messages: one log has one clock. */
  if ((like.facts & RUNGS_TIME_ZONED) == 0 && self->is_zoned)
    {
      like.facts |= RUNGS_TIME_ZONED | RUNGS_TIME_ZONE_INFERRED;
      like.quarters = self->quarters;
    }
  return time.at != RUNGS_STAMP_NONE ? time.at + rungs_builder_shift_of (self->entry, &like)
                                     : RUNGS_STAMP_NONE;
}

/* @time on the clock of the trace; @session may be NULL. */
static gboolean
is_of_call (EventSink *self, RungsStamp time, const char *session)
{
  if (time != RUNGS_STAMP_NONE && self->first != RUNGS_STAMP_NONE
      && (time < self->first - MARGIN_TIME || time > self->last + MARGIN_TIME))
    return FALSE;
  if (session == NULL && self->with_strangers)
    return TRUE;
  if (session == NULL || g_hash_table_size (self->sessions) == 0)
    return session == NULL && g_hash_table_size (self->sessions) == 0
           && self->trace->calls->len == 1;
  return g_hash_table_contains (self->sessions, session);
}

/* (transfer full) */
static RungsEvent *
event_new (const EventSink *self, const RungsSinkEvent *tainted)
{
  RungsEvent *event = g_new0 (RungsEvent, 1);

  event->input = self->input;
  event->line = tainted->line;
  event->offset = tainted->offset;
  event->time = time_of (self, tainted->time);
  event->text = rungs_span_dup_utf8 (rungs_span_trim (tainted->text));
  event->device = self->device;
  event->session = tainted->session.len > 0 ? rungs_span_dup_utf8 (tainted->session) : NULL;
  return event;
}

static void
event_cb (RungsSink *sink, const RungsSinkEvent *tainted)
{
  EventSink *self = (EventSink *) sink;
  g_autofree char *session = NULL;

  if (self->events->len >= MAX_EVENTS)
    return;
  session = tainted->session.len > 0 ? rungs_span_dup_utf8 (tainted->session) : NULL;
  if (is_of_call (self, time_of (self, tainted->time), session))
    g_ptr_array_add (self->events, event_new (self, tainted));
}

static void
message_cb (RungsSink *sink, const RungsSinkMessage *message)
{
}

static void
diagnostic_cb (RungsSink *sink, guint32 line, RungsDiagnosticKind kind, const char *text)
{
}

static gboolean
progress_cb (RungsSink *sink, guint64 offset)
{
  return ((EventSink *) sink)->events->len < MAX_EVENTS;
}

/* Part of one input that the call's messages come from. */
typedef struct
{
  gboolean is_used;
  guint64 start, end;
  const RungsMessage *first; /* by offset; NULL: it is a record's */
  RungsStamp from, to;
  guint32 device;
} Range;

static void
widen (RungsTrace *self, Range *range, const RungsMessage *row)
{
  guint32 own = row->flags & RUNGS_MESSAGE_SRC_OWN ? row->src : row->dst;

  if (!range->is_used)
    {
      *range = (Range){ TRUE, row->offset, row->offset, row, row->time, row->time, RUNGS_NONE };
      range->device = g_array_index (self->endpoints, RungsEndpoint, own).device;
    }
  if (row->offset < range->start)
    {
      range->start = row->offset;
      range->first = row;
    }
  range->end = MAX (range->end, row->offset + row->span);
  if (row->time != RUNGS_STAMP_NONE)
    {
      range->from = range->from != RUNGS_STAMP_NONE ? MIN (range->from, row->time) : row->time;
      range->to = MAX (range->to, row->time);
    }
}

/* @offset moved back by @margin, to the begin of a line; the number of that line, counted from a
 * message that is known. */
static guint64
align_start (RungsTrace *trace,
             RungsInput *input,
             const RungsMessage *known,
             guint64 margin,
             guint32 *line)
{
  guint64 start = known->offset - MIN (known->offset, margin);
  g_autofree char *bytes = g_malloc (margin);
  gssize n = rungs_input_read (input, start, bytes, (gsize) (known->offset - start), NULL);
  guint32 newlines = 0;
  char *p = bytes, *newline;

  *line = rungs_fetch_first_line (trace, known);
  if (n <= 0)
    return known->offset;
  if (start > 0)
    {
      newline = memchr (bytes, '\n', (gsize) n);
      if (newline == NULL)
        return known->offset;
      p = newline + 1;
      start += (guint64) (p - bytes);
    }
  while ((newline = memchr (p, '\n', (gsize) (bytes + n - p))) != NULL)
    {
      newlines++;
      p = newline + 1;
    }
  *line = *line > newlines ? *line - newlines : 1;
  return start;
}

/* The part of a client's log that a record is from, which has all lines with the call's id. */
static void
widen_by_record (Range *range, const RungsRecord *record)
{
  guint64 end = record->offset + record->span;

  if (!range->is_used)
    *range =
      (Range){ TRUE, record->offset, end, NULL, record->start, record->start, record->device };
  range->start = MIN (range->start, record->offset);
  range->end = MAX (range->end, end);
  if (record->start != RUNGS_STAMP_NONE)
    range->from =
      range->from != RUNGS_STAMP_NONE ? MIN (range->from, record->start) : record->start;
  if (range->from != RUNGS_STAMP_NONE)
    range->to = MAX (MAX (range->to, range->from), record->end);
}

/* The begin of the line that has the byte at @offset; its number, counted from the start of the
 * file: a client's log has a few megabytes. */
static guint64
line_start (RungsInput *input, guint64 offset, guint32 *line)
{
  g_autofree char *bytes = g_malloc (MARGIN_BYTES);
  guint64 at = 0, start = 0;

  *line = 1;
  while (at < offset)
    {
      gssize n = rungs_input_read (input, at, bytes, (gsize) MIN (MARGIN_BYTES, offset - at), NULL);
      const char *p = bytes, *newline;

      if (n <= 0)
        break;
      while ((newline = memchr (p, '\n', (gsize) (bytes + n - p))) != NULL)
        {
          ++*line;
          p = newline + 1;
          start = at + (guint64) (p - bytes);
        }
      at += (guint64) n;
    }
  return start;
}

static void
set_range (RungsTrace *self, EventSink *sink, guint i, const Range *range)
{
  sink->input = i;
  sink->device = range->device;
  sink->entry = &g_array_index (self->inputs, RungsTraceInput, i);
  sink->is_zoned = range->first != NULL && (range->first->facts & RUNGS_TIME_ZONED) != 0;
  sink->quarters = range->first != NULL ? range->first->quarters : 0;
  sink->first = range->from;
  sink->last = range->to;
}

/* @ahead: how far beyond the range and its margin. */
static gboolean
read_input (RungsTrace *self,
            guint i,
            const Range *range,
            guint64 ahead,
            EventSink *sink,
            GCancellable *cancellable,
            GError **error)
{
  const RungsTraceInput *input = &g_array_index (self->inputs, RungsTraceInput, i);
  g_autoptr (RungsReader) reader = NULL;
  guint32 line;
  guint64 start;

  if (input->format->frames)
    return TRUE;
  start = range->first != NULL
            ? align_start (self, input->input, range->first, MARGIN_BYTES, &line)
            : line_start (input->input, range->start - MIN (range->start, MARGIN_BYTES), &line);
  reader = rungs_reader_new (input->input, start, range->end + MARGIN_BYTES + ahead, line);
  set_range (self, sink, i, range);
  if (range->first != NULL && range->first->time != RUNGS_STAMP_NONE)
    rungs_reader_set_anchor (reader,
                             range->first->time - rungs_builder_shift_of (input, range->first));
  return input->format->parse (input->format, reader, &sink->sink, cancellable, error);
}

static gint
compare_events (gconstpointer a, gconstpointer b)
{
  const RungsEvent *x = *(RungsEvent *const *) a, *y = *(RungsEvent *const *) b;

  if (x->time != y->time && x->time != RUNGS_STAMP_NONE && y->time != RUNGS_STAMP_NONE)
    return x->time < y->time ? -1 : 1;
  if (x->input != y->input)
    return x->input < y->input ? -1 : 1;
  return x->offset < y->offset ? -1 : x->offset > y->offset;
}

/* Two logs of one device have the same lines: of two with the same stamp and text the first file's
 * one stays. */
static GPtrArray *
without_copies (GPtrArray *events)
{
  GPtrArray *kept = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_event_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  RungsStamp time = RUNGS_STAMP_NONE;

  g_ptr_array_set_free_func (events, NULL);
  for (guint i = 0; i < events->len; i++)
    {
      RungsEvent *event = g_ptr_array_index (events, i);
      const RungsEvent *other;

      if (event->time != time)
        g_hash_table_remove_all (seen);
      time = event->time;
      other = g_hash_table_lookup (seen, event->text);
      if (other != NULL && other->input != event->input && time != RUNGS_STAMP_NONE)
        {
          rungs_event_free (event);
          continue;
        }
      g_ptr_array_add (kept, event);
      if (other == NULL)
        g_hash_table_insert (seen, event->text, event);
    }
  return kept;
}

static gboolean
is_longer (const Range *ranges, guint n, guint64 max_bytes)
{
  guint64 bytes = 0;

  for (guint i = 0; i < n; i++)
    if (ranges[i].is_used)
      bytes += ranges[i].end - ranges[i].start;
  return bytes > max_bytes;
}

/* ---- what was read for one call, for the next ---- */

/* Calls that are looked at one after the other lie beside each other: then the part that is read
 * grows, so that a log with many of them is read about once. */
#define LEAST_AHEAD (256 * 1024)
#define MOST_AHEAD (8 * 1024 * 1024)

typedef struct
{
  guint64 start, end; /* of the part that was read; end 0: nothing was */
  guint64 ahead;
  GPtrArray *events; /* RungsEvent that the filter wanted, by offset */
} Window;

typedef struct
{
  EventSink base; /* first */
  RungsEventFilter filter;
} WindowSink;

static void
window_free (gpointer data)
{
  Window *window = data;

  g_ptr_array_unref (window->events);
  g_free (window);
}

static void
window_event_cb (RungsSink *sink, const RungsSinkEvent *tainted)
{
  WindowSink *self = (WindowSink *) sink;

  if (self->base.events->len < MAX_EVENTS && self->filter (tainted->text))
    g_ptr_array_add (self->base.events, event_new (&self->base, tainted));
}

static gboolean
move_window (RungsTrace *self,
             guint i,
             const Range *range,
             RungsEventFilter filter,
             GCancellable *cancellable,
             GError **error)
{
  Window *window = g_ptr_array_index (self->near, i);
  guint64 start = range->start - MIN (range->start, MARGIN_BYTES), end = range->end + MARGIN_BYTES;
  gboolean goes_on = window->end > 0 && start >= window->start && start <= window->end;
  WindowSink sink = { .base = { .sink = { message_cb, window_event_cb, diagnostic_cb, progress_cb },
                                .trace = self,
                                .events = window->events },
                      .filter = filter };

  if (goes_on && end <= window->end)
    return TRUE;
  window->ahead = goes_on ? CLAMP (2 * window->ahead, LEAST_AHEAD, MOST_AHEAD) : 0;
  window->start = start;
  window->end = 0;
  g_ptr_array_set_size (window->events, 0);
  if (!read_input (self, i, range, window->ahead, &sink.base, cancellable, error)
      || g_cancellable_is_cancelled (cancellable))
    return FALSE;
  window->end = end + window->ahead;
  return TRUE;
}

/* (transfer full) */
static RungsEvent *
event_copy (const RungsEvent *event)
{
  RungsEvent *copy = g_memdup2 (event, sizeof *event);

  copy->text = g_strdup (event->text);
  copy->session = g_strdup (event->session);
  return copy;
}

static void
take_from_window (RungsTrace *self, guint i, const Range *range, EventSink *sink)
{
  const Window *window = g_ptr_array_index (self->near, i);

  set_range (self, sink, i, range);
  for (guint e = 0; e < window->events->len; e++)
    {
      const RungsEvent *event = g_ptr_array_index (window->events, e);

      if (event->offset + MARGIN_BYTES < range->start)
        continue;
      if (event->offset > range->end + MARGIN_BYTES)
        break;
      if (is_of_call (sink, event->time, event->session))
        {
          RungsEvent *copy = event_copy (event);

          copy->device = range->device;
          g_ptr_array_add (sink->events, copy);
        }
    }
}

static gboolean
read_near (RungsTrace *self,
           guint i,
           const Range *range,
           RungsEventFilter filter,
           EventSink *sink,
           GCancellable *cancellable,
           GError **error)
{
  gboolean ok;

  g_mutex_lock (&self->near_lock);
  if (self->near == NULL)
    {
      self->near = g_ptr_array_new_with_free_func (window_free);
      for (guint k = 0; k < self->inputs->len; k++)
        {
          Window *window = g_new0 (Window, 1);

          window->events = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_event_free);
          g_ptr_array_add (self->near, window);
        }
    }
  ok = move_window (self, i, range, filter, cancellable, error);
  if (ok)
    take_from_window (self, i, range, sink);
  g_mutex_unlock (&self->near_lock);
  return ok;
}

/* @filter: of the lines near the call; NULL: all lines of the call. */
static GPtrArray *
read_events (RungsTrace *self,
             const RungsCall *call,
             RungsEventFilter filter,
             guint64 max_bytes,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_event_free);
  g_autoptr (GHashTable) sessions = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree Range *ranges = NULL;
  EventSink sink = { .sink = { message_cb, event_cb, diagnostic_cb, progress_cb },
                     .trace = self,
                     .events = events,
                     .sessions = sessions,
                     .with_strangers = filter != NULL };

  ranges = g_new0 (Range, self->inputs->len + 1);
  for (guint32 i = 0; i < call->n_rows; i++)
    {
      const RungsMessage *row = rungs_rows_at (&self->rows, self->order[call->first_row + i]);
      widen (self, &ranges[row->input], row);
    }
  for (guint32 i = 0; i < call->n_records && call->n_rows == 0; i++)
    {
      const RungsRecord *record =
        rungs_trace_get_record (self, rungs_trace_get_call_record (self, call, i));

      if (record->kind == RUNGS_RECORD_CLIENT && record->texts[RUNGS_RECORD_TEXT_CORRELATION] != 0)
        {
          widen_by_record (&ranges[record->input], record);
          g_hash_table_add (sessions, (gpointer) rungs_trace_string (
                                        self, record->texts[RUNGS_RECORD_TEXT_CORRELATION]));
        }
    }
  if (is_longer (ranges, self->inputs->len, max_bytes))
    return NULL;
  for (guint32 i = 0; i < call->n_legs; i++)
    {
      const char *session = rungs_trace_string (self, rungs_trace_get_leg (self, call, i)->session);

      if (*session != '\0')
        g_hash_table_add (sessions, (gpointer) session);
    }
  for (guint i = 0; i < self->inputs->len; i++)
    {
      if (!ranges[i].is_used)
        continue;
      if (!(filter != NULL ? read_near (self, i, &ranges[i], filter, &sink, cancellable, error)
                           : read_input (self, i, &ranges[i], 0, &sink, cancellable, error)))
        return NULL;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  g_ptr_array_sort (events, compare_events);
  return without_copies (events);
}

GPtrArray *
rungs_trace_read_events (RungsTrace *self,
                         const RungsCall *call,
                         GCancellable *cancellable,
                         GError **error)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self) && call != NULL, NULL);
  return read_events (self, call, NULL, G_MAXUINT64, cancellable, error);
}

GPtrArray *
rungs_trace_read_events_near (RungsTrace *self,
                              const RungsCall *call,
                              guint64 max_bytes,
                              RungsEventFilter filter,
                              GCancellable *cancellable,
                              GError **error)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self) && call != NULL && filter != NULL, NULL);
  return read_events (self, call, filter, max_bytes, cancellable, error);
}
