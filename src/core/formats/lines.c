#include "config.h"

#include "formats/lines.h"

#define LINES_PER_CHECK 4096
#define BYTES_PER_PROGRESS (4 * 1024 * 1024)

RungsLines
rungs_lines_read (RungsReader *reader,
                  RungsSink *sink,
                  GCancellable *cancellable,
                  GError **error,
                  RungsClock *clock,
                  RungsLineFunc take_line,
                  gpointer self)
{
  guint64 offset, end, next_progress = 0;
  guint32 number;
  RungsSpan line;

  for (guint n = 1; rungs_reader_next_line (reader, &line, &offset, &number); n++)
    {
      end = rungs_reader_get_offset (reader);
      while (line.len > 0 && line.str[line.len - 1] == '\r')
        line.len--;
      if (clock != NULL)
        rungs_clock_line (clock, line);
      take_line (self, line, offset, end, number);
      if (n % LINES_PER_CHECK == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return RUNGS_LINES_FAILED;
      if (sink->progress == NULL || end < next_progress)
        continue;
      next_progress = end + BYTES_PER_PROGRESS;
      if (!sink->progress (sink, end))
        return RUNGS_LINES_STOPPED;
    }
  if (rungs_reader_get_error (reader) == NULL)
    return RUNGS_LINES_DONE;
  g_propagate_error (error, g_error_copy (rungs_reader_get_error (reader)));
  return RUNGS_LINES_FAILED;
}
