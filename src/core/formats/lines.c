#include "config.h"

#include "formats/lines.h"

#include <glib/gi18n-lib.h>

#define LINES_PER_CHECK 4096
#define BYTES_PER_PROGRESS (4 * 1024 * 1024)

void
rungs_line_feed_init (RungsLineFeed *self,
                      RungsReader *reader,
                      RungsSink *sink,
                      gboolean keeps_heads)
{
  *self = (RungsLineFeed){ .reader = reader, .sink = sink, .keeps_heads = keeps_heads };
  rungs_flat_init (&self->flat);
}

void
rungs_line_feed_clear (RungsLineFeed *self)
{
  rungs_flat_clear (&self->flat);
}

/* The next line of one that is split. */
static gboolean
next_piece (RungsLineFeed *self, RungsSpan *line, guint64 *offset, guint64 *end, guint32 *number)
{
  gssize shift = rungs_reader_get_shift (self->reader);
  gboolean is_lost;
  gsize from, to;

  if (!rungs_flat_next (&self->flat, line, &from, &to, &is_lost))
    return FALSE;
  /* A line that was changed has no places in the file. */
  *offset = self->offset + (shift >= 0 && from > 0 ? (gsize) shift + from : 0);
  *end = shift < 0 || to >= self->flat.line.len ? self->end : self->offset + (gsize) shift + to;
  *number = self->number;
  if (is_lost)
    self->sink->diagnostic (self->sink, self->number, RUNGS_DIAGNOSTIC_LINE_ENDS,
                            _ ("The line endings of this message were lost."));
  return TRUE;
}

gboolean
rungs_line_feed_next (RungsLineFeed *self,
                      RungsSpan *line,
                      guint64 *offset,
                      guint64 *end,
                      guint32 *number)
{
  if (self->is_split && next_piece (self, line, offset, end, number))
    return TRUE;
  self->is_split = FALSE;
  if (!rungs_reader_next_line (self->reader, line, offset, number))
    return FALSE;
  *end = rungs_reader_get_offset (self->reader);
  if (G_LIKELY (!rungs_flat_take (&self->flat, *line, self->keeps_heads)))
    return TRUE;
  self->is_split = TRUE;
  self->offset = *offset;
  self->end = *end;
  self->number = *number;
  return next_piece (self, line, offset, end, number);
}

static RungsLines
read_feed (RungsLineFeed *feed,
           GCancellable *cancellable,
           GError **error,
           RungsStamps *stamps,
           RungsLineFunc take_line,
           gpointer self)
{
  RungsSink *sink = feed->sink;
  guint64 offset, end, next_progress = 0;
  guint32 number;
  RungsSpan line;

  for (guint n = 1; rungs_line_feed_next (feed, &line, &offset, &end, &number); n++)
    {
      while (line.len > 0 && line.str[line.len - 1] == '\r')
        line.len--;
      if (stamps != NULL)
        rungs_stamps_read_line (stamps, line);
      take_line (self, line, offset, end, number);
      if (n % LINES_PER_CHECK == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return RUNGS_LINES_FAILED;
      if (sink->progress == NULL || end < next_progress)
        continue;
      next_progress = end + BYTES_PER_PROGRESS;
      if (!sink->progress (sink, end))
        return RUNGS_LINES_STOPPED;
    }
  if (rungs_reader_get_error (feed->reader) == NULL)
    return RUNGS_LINES_DONE;
  g_propagate_error (error, g_error_copy (rungs_reader_get_error (feed->reader)));
  return RUNGS_LINES_FAILED;
}

RungsLines
rungs_lines_read (RungsReader *reader,
                  RungsSink *sink,
                  GCancellable *cancellable,
                  GError **error,
                  RungsStamps *stamps,
                  RungsLineFunc take_line,
                  gpointer self)
{
  RungsLineFeed feed;
  RungsLines result;

  rungs_line_feed_init (&feed, reader, sink, FALSE);
  result = read_feed (&feed, cancellable, error, stamps, take_line, self);
  rungs_line_feed_clear (&feed);
  return result;
}
