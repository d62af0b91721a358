#include "config.h"

#include "formats/teams/csv.h"

#include <glib/gi18n-lib.h>

/* Bytes and lines of one row of a table: a cell may hold line ends, and a quote that nobody closed
 * must not swallow the file. Rows of Microsoft's exports have some 600 bytes in one line. */
#define MAX_ROW_BYTES (256 * 1024)
#define MAX_ROW_LINES 64

/* Bytes between two reports of progress. */
#define PROGRESS_BYTES (1024 * 1024)

/* A cell that begins with a quote ends at the next single one. The length with both quotes; 0: it
 * does not end. */
static gsize
quoted_len (RungsSpan text)
{
  gsize at = 1;

  for (;;)
    {
      gssize quote = rungs_span_find_char (rungs_span_skip (text, at), '"');

      if (quote < 0)
        return 0;
      at += (gsize) quote + 1;
      if (at >= text.len || text.str[at] != '"')
        return at;
      at++;
    }
}

static gsize
blanks (RungsSpan text, char separator)
{
  gsize n = 0;

  while (n < text.len && (text.str[n] == ' ' || (text.str[n] == '\t' && separator != '\t')))
    n++;
  return n;
}

/* Up to the separator or line end behind a cell. */
static gsize
plain_len (RungsSpan text, char separator)
{
  gsize n = 0;

  while (n < text.len && text.str[n] != separator && text.str[n] != '\n')
    n++;
  return n;
}

gboolean
rungs_csv_take_cell (RungsSpan *rest, char separator, RungsSpan *cell)
{
  RungsSpan text;
  gsize quoted = 0, len;

  if (rest->str == NULL)
    return FALSE;
  text = rungs_span_skip (*rest, blanks (*rest, separator));
  if (text.len > 0 && text.str[0] == '"')
    quoted = quoted_len (text);
  len = quoted + plain_len (rungs_span_skip (text, quoted), separator);
  *cell = quoted > 0 ? rungs_span (text.str + 1, quoted - 2)
                     : rungs_span_trim (rungs_span_head (text, len));
  if (len < text.len && text.str[len] == separator)
    *rest = rungs_span_skip (text, len + 1);
  else
    *rest = RUNGS_SPAN_NONE;
  return TRUE;
}

gsize
rungs_csv_row (RungsSpan text, char separator)
{
  gsize at = 0;

  for (;;)
    {
      RungsSpan rest;
      gsize quoted = 0;

      at += blanks (rungs_span_skip (text, at), separator);
      rest = rungs_span_skip (text, at);
      if (rest.len > 0 && rest.str[0] == '"')
        {
          quoted = quoted_len (rest);
          if (quoted == 0)
            return 0;
        }
      at += quoted + plain_len (rungs_span_skip (rest, quoted), separator);
      if (at >= text.len)
        return text.len;
      if (text.str[at++] == '\n')
        return at;
    }
}

RungsSpan
rungs_csv_unquote (RungsSpan cell, GString *buffer)
{
  if (rungs_span_find (cell, RUNGS_SPAN ("\"\"")) < 0)
    return cell;
  g_string_truncate (buffer, 0);
  for (gsize i = 0; i < cell.len; i++)
    {
      g_string_append_c (buffer, cell.str[i]);
      if (cell.str[i] == '"' && i + 1 < cell.len && cell.str[i + 1] == '"')
        i++;
    }
  return rungs_span (buffer->str, buffer->len);
}

/* Lines of a row that goes on: @held are the file's bytes from @offset on. */
typedef struct
{
  RungsSink *sink;
  char separator;
  RungsCsvRow func;
  gpointer user_data;
  GString *held;
  guint64 offset;
  guint32 line, n_lines;
} Rows;

static void
hand_out (Rows *self, RungsSpan row, guint64 offset, guint64 span, guint32 line)
{
  gboolean is_whole = span > row.len || (row.len > 0 && row.str[row.len - 1] == '\n');

  if (rungs_span_trim (row).len > 0)
    self->func (self->user_data, row, offset, span, line, is_whole);
}

static guint32
count_lines (RungsSpan text)
{
  guint32 n = 0;

  for (gssize at; (at = rungs_span_find_char (text, '\n')) >= 0; n++)
    text = rungs_span_skip (text, (gsize) at + 1);
  return n;
}

static void
drop (Rows *self, gsize len)
{
  guint32 lines = count_lines (rungs_span (self->held->str, len));

  g_string_erase (self->held, 0, (gssize) len);
  self->offset += len;
  self->line += lines;
  self->n_lines -= MIN (lines, self->n_lines);
}

/* Takes whole rows off what is held. When a quote stays open for too long (or the file @is_over),
 * its line is no row, and the lines behind it are looked at again. */
static void
take_rows (Rows *self, gboolean is_over)
{
  while (self->held->len > 0)
    {
      RungsSpan held = rungs_span (self->held->str, self->held->len);
      gsize len = rungs_csv_row (held, self->separator);
      gssize newline;

      if (len > 0)
        {
          hand_out (self, rungs_span_head (held, len), self->offset, len, self->line);
          drop (self, len);
          continue;
        }
      if (!is_over && self->n_lines < MAX_ROW_LINES && held.len < MAX_ROW_BYTES)
        return;
      self->sink->diagnostic (self->sink, self->line, RUNGS_DIAGNOSTIC_MALFORMED,
                              _ ("A quotation mark in this row is never closed."));
      newline = rungs_span_find_char (held, '\n');
      drop (self, newline >= 0 ? (gsize) newline + 1 : held.len);
    }
}

static void
take_line (Rows *self, RungsSpan line, guint64 offset, guint64 end, guint32 number)
{
  if (self->held->len == 0)
    {
      if (rungs_csv_row (line, self->separator) > 0 || line.len == 0)
        {
          hand_out (self, line, offset, end - offset, number);
          return;
        }
      self->offset = offset;
      self->line = number;
      self->n_lines = 0;
    }
  g_string_append_len (self->held, line.str, (gssize) line.len);
  if (end > offset + line.len)
    g_string_append_c (self->held, '\n');
  self->n_lines++;
  take_rows (self, FALSE);
}

gboolean
rungs_csv_each_row (RungsReader *reader,
                    RungsSink *sink,
                    char separator,
                    RungsCsvRow func,
                    gpointer user_data,
                    GCancellable *cancellable,
                    GError **error)
{
  Rows rows = { .sink = sink,
                .separator = separator,
                .func = func,
                .user_data = user_data,
                .held = g_string_new (NULL) };
  guint64 offset, reported = 0;
  gboolean go_on = TRUE;
  guint32 number;
  RungsSpan line;

  while (go_on && rungs_reader_next_line (reader, &line, &offset, &number))
    {
      guint64 end = rungs_reader_get_offset (reader);

      take_line (&rows, line, offset, end, number);
      if (end - reported >= PROGRESS_BYTES && sink->progress != NULL)
        {
          reported = end;
          go_on = sink->progress (sink, end) && !g_cancellable_is_cancelled (cancellable);
        }
    }
  if (go_on)
    take_rows (&rows, TRUE);
  g_string_free (rows.held, TRUE);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
