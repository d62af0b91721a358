/* Lines of an input: blocks by pread(), line ends by memchr(). A line is handed out where it stands in the block; only
 * one that crosses the end of the block is moved, to the front, before the next block is read behind it. */
#include "config.h"

#include "input/reader.h"

#include "base/limits.h"

#define UTF8_MARK "\xef\xbb\xbf"

struct _RungsReader
{
  RungsInput *input;
  guint64 end; /* of the part that is read */
  gboolean is_part;
  char *buffer;
  gsize capacity;
  gsize pos, fill; /* not yet handed out: buffer[pos, fill) */
  guint64 offset;  /* in the input, of buffer[pos] */
  guint32 line;    /* number of the line at pos */
  gboolean at_end; /* nothing behind fill */
  GError *error;
};

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
  self->offset = start;
  self->line = line;
  self->at_end = start >= self->end;
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
  g_free (self->buffer);
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

guint64
rungs_reader_get_offset (RungsReader *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->offset;
}

guint32
rungs_reader_get_line (RungsReader *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->line;
}

const GError *
rungs_reader_get_error (RungsReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->error;
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

gboolean
rungs_reader_next_line (RungsReader *self, RungsSpan *line, guint64 *offset, guint32 *number)
{
  gsize searched = 0;

  g_return_val_if_fail (self != NULL && line != NULL, FALSE);
  for (;;)
    {
      const char *start = self->buffer + self->pos;
      gsize len = self->fill - self->pos;
      const char *end = len > searched ? memchr (start + searched, '\n', len - searched) : NULL;
      gsize taken;

      if (end == NULL && len < self->capacity && !self->at_end)
        {
          searched = len;
          refill (self);
          if (self->offset == 0 && len == 0)
            skip_mark (self);
          continue;
        }
      if (len == 0)
        return FALSE;

      taken = end != NULL ? (gsize) (end - start) + 1 : len;
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
