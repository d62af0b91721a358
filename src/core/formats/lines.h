/* The loop of every format that is read line by line: cancelling, progress and read errors. */
#pragma once

#include "formats/clock.h"

G_BEGIN_DECLS

/* @line without its LF and the CRs before it; [@offset, @end) is its place in the input, LF included. */
typedef void (
  *RungsLineFunc) (gpointer self, RungsSpan line, guint64 offset, guint64 end, guint32 number);

typedef enum
{
  RUNGS_LINES_FAILED,  /* @error is set */
  RUNGS_LINES_STOPPED, /* the sink wants no more */
  RUNGS_LINES_DONE,
} RungsLines;

/* @clock, the format's, sees every line first; NULL: its stamps have dates. */
RungsLines rungs_lines_read (RungsReader *reader,
                             RungsSink *sink,
                             GCancellable *cancellable,
                             GError **error,
                             RungsClock *clock,
                             RungsLineFunc take_line,
                             gpointer self);

G_END_DECLS
