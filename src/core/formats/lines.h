/* The loop of every format that is read line by line: cancelling, progress and read errors; and
 * messages whose line ends were lost, split into their lines. */
#pragma once

#include "formats/stamps.h"
#include "formats/flat.h"

G_BEGIN_DECLS

/* @line without its LF and the CRs before it; [@offset, @end) is its place in the input, LF
 * included. */
typedef void (
  *RungsLineFunc) (gpointer self, RungsSpan line, guint64 offset, guint64 end, guint32 number);

/* Lines of a reader, where a line that holds a message without line ends (flat.h) comes as
 * several. */
typedef struct
{
  RungsReader *reader;
  RungsSink *sink;
  gboolean keeps_heads; /* of flat.h */
  RungsFlat flat;
  gboolean is_split;   /* the lines of @flat come next */
  guint64 offset, end; /* of the line that is split */
  guint32 number;
} RungsLineFeed;

void rungs_line_feed_init (RungsLineFeed *self,
                           RungsReader *reader,
                           RungsSink *sink,
                           gboolean keeps_heads);
void rungs_line_feed_clear (RungsLineFeed *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RungsLineFeed, rungs_line_feed_clear)
/* As rungs_reader_next_line(); @end is behind the line's end. */
gboolean rungs_line_feed_next (RungsLineFeed *self,
                               RungsSpan *line,
                               guint64 *offset,
                               guint64 *end,
                               guint32 *number);

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
                             RungsStamps *stamps,
                             RungsLineFunc take_line,
                             gpointer self);

G_END_DECLS
