/* Lines of an input: blocks by pread(), line ends by memchr(). A line is handed out where it stands
 * in the block; only one that crosses the end of the block is moved, to the front, before the next
 * block is read behind it. */
#include "config.h"

#include "input/reader.h"

#include "base/limits.h"
#include "input/ahead.h"

/* From this size on a thread reads ahead: below, starting it costs more than it gains. */
#define AHEAD_BYTES (16 * 1024 * 1024)

#define UTF8_MARK "\xef\xbb\xbf"

struct _RungsReader
{
  RungsInput *input;
  guint64 end; /* of the part that is read */
  gboolean is_part;
  RungsAhead *ahead; /* of a large input; @buffer is then in one of its blocks */
  char *buffer;
  gsize capacity;
  gsize pos, fill; /* not yet handed out: buffer[pos, fill) */
  guint64 offset;  /* in the input, of buffer[pos] */
  guint32 line;    /* number of the line at pos */
  gboolean at_end; /* nothing behind fill */
  GError *error;
  RungsStamp anchor;
  guint64 skip_end; /* of the NULs that are being passed over; they end before it */
  RungsHoles holes;

  const RungsPaste *paste; /* NULL: lines are as they stand there */
  GString *scratch;        /* a line without what was done to it */
  gboolean may_skip;       /* a blank line that comes next is one too many */
  gssize shift;            /* rungs_reader_get_shift() */
};

static void
note_hole (RungsReader *self, guint64 bytes)
{
  if (bytes == 0)
    return;
  if (self->holes.n++ == 0)
    self->holes.line = self->line;
  self->holes.bytes += bytes;
}

RungsReader *
rungs_reader_new (RungsInput *input, guint64 start, guint64 end, guint32 line)
{
  RungsReader *self;
  guint64 size;

  g_return_val_if_fail (input != NULL, NULL);
  size = rungs_input_get_size (input);
  self = g_new0 (RungsReader, 1);
  self->input = rungs_input_ref (input);
  self->end = MIN (end, size);
  self->is_part = start > 0 || end < size;
  self->line = line;
  self->anchor = RUNGS_STAMP_NONE;
  if (start == 0)
    {
      start = MIN (rungs_input_get_begin (input), self->end);
      note_hole (self, start);
    }
  self->offset = start;
  self->at_end = start >= self->end;
  self->paste = rungs_input_get_paste (input);
  if (self->paste != NULL)
    self->scratch = g_string_new (NULL);
  if (!self->at_end && self->end - start >= AHEAD_BYTES)
    {
      self->ahead = rungs_ahead_new (input, start, self->end);
      self->buffer = (char *) "";
      self->capacity = RUNGS_MAX_LINE;
      return self;
    }
  /* A part, one message mostly, is read in one go; the reader is made anew for each. */
  self->capacity = self->at_end ? 1 : MIN (self->end - start, (guint64) RUNGS_MAX_LINE);
  self->buffer = g_malloc (self->capacity);
  return self;
}

void
rungs_reader_free (RungsReader *self)
{
  g_return_if_fail (self != NULL);
  rungs_input_unref (self->input);
  g_clear_error (&self->error);
  if (self->ahead == NULL)
    g_free (self->buffer);
  g_clear_pointer (&self->ahead, rungs_ahead_free);
  if (self->scratch != NULL)
    g_string_free (self->scratch, TRUE);
  g_free (self);
}

RungsInput *
rungs_reader_get_input (RungsReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->input;
}

gboolean
rungs_reader_is_part (RungsReader *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->is_part;
}

void
rungs_reader_set_anchor (RungsReader *self, RungsStamp anchor)
{
  g_return_if_fail (self != NULL);
  self->anchor = anchor;
}

RungsStamp
rungs_reader_get_anchor (RungsReader *self)
{
  g_return_val_if_fail (self != NULL, RUNGS_STAMP_NONE);
  return self->anchor;
}

RungsHoles
rungs_reader_get_holes (RungsReader *self)
{
  g_return_val_if_fail (self != NULL, (RungsHoles){ 0 });
  return self->holes;
}

gssize
rungs_reader_get_shift (RungsReader *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->shift;
}

guint64
rungs_reader_get_offset (RungsReader *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->offset;
}

const GError *
rungs_reader_get_error (RungsReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->error;
}

/* The same with a block that a thread has read. */
static void
refill_from_ahead (RungsReader *self)
{
  gsize kept = self->fill - self->pos;
  const char *bytes = kept > 0 ? self->buffer + self->pos : NULL;
  gssize n = rungs_ahead_next (self->ahead, rungs_span (bytes, kept), &bytes, &self->error);

  if (n <= 0)
    {
      self->at_end = TRUE;
      return;
    }
  self->buffer = (char *) bytes;
  self->pos = 0;
  self->fill = kept + (gsize) n;
}

/* Moves what is left to the front and reads behind it. */
static void
refill (RungsReader *self)
{
  gsize kept = self->fill - self->pos;
  guint64 next = self->offset + kept;
  gsize want;
  gssize n;

  g_assert (kept < self->capacity);
  if (kept > 0 && self->pos > 0)
    memmove (self->buffer, self->buffer + self->pos, kept);
  self->pos = 0;
  self->fill = kept;
  want = MIN (self->capacity - kept, self->end - next);
  n = want > 0 ? rungs_input_read (self->input, next, self->buffer + kept, want, &self->error) : 0;
  if (n > 0)
    self->fill += n;
  if (n < 0 || (gsize) n < want || next + n >= self->end)
    self->at_end = TRUE;
}

static void
skip_mark (RungsReader *self)
{
  gsize len = strlen (UTF8_MARK);

  if (self->fill - self->pos >= len && memcmp (self->buffer + self->pos, UTF8_MARK, len) == 0)
    {
      self->pos += len;
      self->offset += len;
    }
}

/* NULs at @at of the buffer: what follows the hole that they are, or @at. */
static guint64
end_of_hole (RungsReader *self, gsize at)
{
  guint64 offset = self->offset + (at - self->pos);
  gsize n = 0;

  while (at + n < self->fill && n < RUNGS_HOLE_BYTES && self->buffer[at + n] == '\0')
    n++;
  if (n < RUNGS_HOLE_BYTES && at + n < self->fill)
    return offset;
  return MIN (rungs_input_skip_nuls (self->input, offset), self->end);
}

/* A line begins with NULs: passes over those of them that are in the buffer, when they are many. */
static void
skip_hole (RungsReader *self)
{
  gsize n;

  if (self->offset >= self->skip_end)
    {
      guint64 end = end_of_hole (self, self->pos);

      if (end - self->offset < RUNGS_HOLE_BYTES)
        return;
      note_hole (self, end - self->offset);
      self->skip_end = end;
    }
  n = (gsize) MIN (self->fill - self->pos, self->skip_end - self->offset);
  self->pos += n;
  self->offset += n;
}

/* The bytes of @line, which are at the front of what is left, up to a hole. */
static gsize
len_before_hole (RungsReader *self, const char *line, gsize len)
{
  const char *nul = line;

  while ((nul = memchr (nul, '\0', len - (gsize) (nul - line))) != NULL)
    {
      gsize at = (gsize) (nul - self->buffer);

      if (end_of_hole (self, at) - self->offset - (at - self->pos) >= RUNGS_HOLE_BYTES)
        return (gsize) (nul - line);
      while (nul < line + len && *nul == '\0')
        nul++;
      if (nul == line + len)
        break;
    }
  return len;
}

/* The line as it stands there. */
static inline gboolean
next_line (RungsReader *self, RungsSpan *line, guint64 *offset, guint32 *number)
{
  gsize searched = 0;

  for (;;)
    {
      if (G_UNLIKELY (self->pos < self->fill && self->buffer[self->pos] == '\0' && searched == 0))
        skip_hole (self);

      const char *start = self->buffer + self->pos;
      gsize len = MIN (self->fill - self->pos, RUNGS_MAX_LINE);
      const char *end = len > searched ? memchr (start + searched, '\n', len - searched) : NULL;
      gsize taken;

      if (end == NULL && len < self->capacity && !self->at_end)
        {
          searched = len;
          if (self->ahead != NULL)
            refill_from_ahead (self);
          else
            refill (self);
          if (self->offset == 0 && len == 0)
            skip_mark (self);
          continue;
        }
      if (len == 0)
        return FALSE;

      taken = end != NULL ? (gsize) (end - start) + 1 : len;
      if (G_UNLIKELY (taken >= RUNGS_HOLE_BYTES))
        {
          gsize before = len_before_hole (self, start, taken);

          end = before < taken ? NULL : end;
          taken = before;
        }
      *line = rungs_span (start, end != NULL ? taken - 1 : taken);
      *offset = self->offset;
      *number = self->line;
      self->pos += taken;
      self->offset += taken;
      if (end != NULL)
        self->line++;
      return TRUE;
    }
}

gboolean
rungs_reader_next_line (RungsReader *self, RungsSpan *line, guint64 *offset, guint32 *number)
{
  g_return_val_if_fail (self != NULL && line != NULL, FALSE);
  if (G_LIKELY (self->paste == NULL))
    return next_line (self, line, offset, number);
  while (next_line (self, line, offset, number))
    {
      gboolean is_extra = self->may_skip && self->paste->is_double_spaced;
      const char *begin = line->str;

      *line = rungs_paste_clean (self->paste, *line, self->scratch);
      self->shift = line->str == self->scratch->str ? -1 : line->str - begin;
      is_extra = is_extra && rungs_span_trim (*line).len == 0;
      self->may_skip = !is_extra;
      if (!is_extra)
        return TRUE;
    }
  return FALSE;
}
