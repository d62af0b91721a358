/* Lines of an input, one pass, nothing allocated per line. */
#pragma once

#include "input/input.h"

G_BEGIN_DECLS

typedef struct _RungsReader RungsReader;

/* Reads [@start, @end) of @input; @end G_MAXUINT64 is to the end. @line is the number of the first
 * line (1-based). */
RungsReader *rungs_reader_new (RungsInput *input, guint64 start, guint64 end, guint32 line)
  G_GNUC_WARN_UNUSED_RESULT;
void rungs_reader_free (RungsReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsReader, rungs_reader_free)

RungsInput *rungs_reader_get_input (RungsReader *reader); /* (transfer none) */

/* TRUE when the reader was made for a part of the input, to read one message or the events of one
 * call again. */
gboolean rungs_reader_is_part (RungsReader *reader);

/* A time near the front of the part, on the clock of its writer, which somebody who read the whole
 * log knows; RUNGS_STAMP_NONE: not known. */
void rungs_reader_set_anchor (RungsReader *reader, RungsStamp anchor);
RungsStamp rungs_reader_get_anchor (RungsReader *reader);

/* The next line without its LF (a CR before it stays), its offset in the input and its number. The
 * span is valid until the next call. A UTF-8 BOM at offset 0 is left out, and what was done to a
 * pasted text (rungs_input_set_paste()). Longer than RUNGS_MAX_LINE: in parts with the same number.
 * FALSE at the end, or when reading failed (rungs_reader_get_error()). */
gboolean rungs_reader_next_line (RungsReader *reader,
                                 RungsSpan *line,
                                 guint64 *offset,
                                 guint32 *number);

/* Runs of NULs that were passed over so far: what a log rotation by copy and truncate, or a lost
 * page, leaves in a file. */
typedef struct
{
  guint n;
  guint64 bytes; /* in all of them */
  guint32 line;  /* that the first one is in front of */
} RungsHoles;
RungsHoles rungs_reader_get_holes (RungsReader *reader);

/* Bytes that were taken off the front of the last line, because it was pasted somewhere; -1: other
 * bytes of it were changed. */
gssize rungs_reader_get_shift (RungsReader *reader);

/* Offset after the last line that was handed out (its LF included). */
guint64 rungs_reader_get_offset (RungsReader *reader);

/* (transfer none) NULL when all went well. */
const GError *rungs_reader_get_error (RungsReader *reader);

G_END_DECLS
