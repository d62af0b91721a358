/* Bytes again: of one message, of the log around it. A capture gives the places in the file; from a
 * log the message's range is parsed again, so that there is one way only to put a message together.
 * The file may have changed meanwhile: then a sentence says so. */
#include "config.h"

#include "trace/fetch.h"

#include <glib/gi18n-lib.h>

#include "base/error.h"
#include "trace/assembly.h"

/* The log's own text shown around one message. */
#define MAX_CONTEXT_BYTES (256 * 1024)

/* Keeps the first message of the range. */
typedef struct
{
  RungsSink sink;
  guint64 offset;
  GBytes *bytes;
  guint32 line;
} FirstMessage;

static void
first_message_cb (RungsSink *sink, const RungsSinkMessage *message)
{
  FirstMessage *self = (FirstMessage *) sink;

  if (self->bytes == NULL && message->offset == self->offset)
    {
      self->bytes = g_bytes_new (message->bytes.str, message->bytes.len);
      self->line = message->line;
    }
}

static void
ignore_diagnostic_cb (RungsSink *sink, guint32 line, RungsDiagnosticKind kind, const char *text)
{
}

static gboolean
has_first_message_cb (RungsSink *sink, guint64 offset)
{
  return ((FirstMessage *) sink)->bytes == NULL;
}

static const RungsTraceInput *
input_of (RungsTrace *self, const RungsMessage *row)
{
  return &g_array_index (self->inputs, RungsTraceInput, row->input);
}

static void
set_changed (GError **error, RungsInput *input)
{
  g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_READ,
               _ ("%s cannot be read again here: it has changed since it was opened, or is "
                  "damaged in this place. Open it again."),
               rungs_input_get_name (input));
}

static GBytes *
read_pieces (RungsTrace *self, const RungsMessage *row, GError **error)
{
  RungsPiece single;

  return rungs_pieces_read (input_of (self, row)->input,
                            rungs_pieces_unpack (self->pieces, row, &single), row->n_pieces,
                            (row->flags & RUNGS_MESSAGE_DEFLATED) != 0, error);
}

static GBytes *
parse_again (RungsTrace *self, const RungsMessage *row, guint32 *line, GError **error)
{
  const RungsTraceInput *input = input_of (self, row);
  FirstMessage first = { .sink = { .message = first_message_cb,
                                   .diagnostic = ignore_diagnostic_cb,
                                   .progress = has_first_message_cb },
                         .offset = row->offset };
  g_autoptr (RungsReader) reader =
    rungs_reader_new (input->input, row->offset, row->offset + row->span, 1);

  if (!input->format->parse (input->format, reader, &first.sink, NULL, error))
    {
      g_clear_pointer (&first.bytes, g_bytes_unref);
      return NULL;
    }
  *line = first.line;
  return first.bytes;
}

/* The trace's Call-IDs are UTF-8; those of the log need not be. */
static gboolean
is_call_id (RungsTrace *self, const RungsMessage *row, RungsSpan call_id)
{
  RungsSpan known = rungs_strings_span (self->strings, row->call_id);
  g_autofree char *valid = NULL;

  if (rungs_span_equal (known, call_id))
    return TRUE;
  valid = rungs_span_dup_utf8 (call_id);
  return rungs_span_equal (known, rungs_span_of (valid));
}

/* Is it still the message that was indexed? Where a log is damaged, its range alone may be read a
 * little differently than together with the lines before: what one of the readings lost is no
 * contradiction. */
static gboolean
is_message (RungsTrace *self, const RungsMessage *row, GBytes *bytes)
{
  gsize len = 0;
  const char *str = bytes != NULL ? g_bytes_get_data (bytes, &len) : NULL;
  RungsSipIndex index;

  if (str == NULL || !rungs_sip_index (rungs_span (str, len), &index) || index.code != row->code)
    return FALSE;
  return (index.cseq == row->cseq || index.cseq == 0 || row->cseq == 0)
         && (row->call_id == 0 || index.call_id.len == 0 || is_call_id (self, row, index.call_id));
}

static GBytes *
read_row (RungsTrace *self, const RungsMessage *row, guint32 *line, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) bytes = NULL;

  *line = 1;
  bytes = row->pieces != RUNGS_NONE ? read_pieces (self, row, &local)
                                    : parse_again (self, row, line, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (!is_message (self, row, bytes))
    {
      set_changed (error, input_of (self, row)->input);
      return NULL;
    }
  return g_steal_pointer (&bytes);
}

guint32
rungs_fetch_first_line (RungsTrace *trace, const RungsMessage *row)
{
  guint32 line;
  g_autoptr (GBytes) bytes = read_row (trace, row, &line, NULL);

  return bytes != NULL && row->line >= line ? row->line - (line - 1) : row->line;
}

GBytes *
rungs_trace_read_message (RungsTrace *self, guint message, GError **error)
{
  guint32 line;

  g_return_val_if_fail (RUNGS_IS_TRACE (self) && message < self->rows.n, NULL);

  return read_row (self, rungs_rows_at (&self->rows, message), &line, error);
}

/* Bytes [@start, @end) of the input, as many as there are. */
static GByteArray *
read_range (RungsInput *input, guint64 start, guint64 end, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gssize n;

  g_byte_array_set_size (bytes, (guint) (end - start));
  n = rungs_input_read (input, start, bytes->data, bytes->len, error);
  if (n < 0)
    return NULL;
  g_byte_array_set_size (bytes, (guint) n);
  return g_steal_pointer (&bytes);
}

/* Where the line that @at is in begins. */
static guint
line_begin (const GByteArray *bytes, guint at)
{
  const guint8 *newline = at > 0 ? memrchr (bytes->data, '\n', at) : NULL;

  return newline != NULL ? (guint) (newline - bytes->data) + 1 : 0;
}

/* Where the @n-th line before the one of @at begins. A message may begin in the middle of its
 * line. */
static guint
step_back (const GByteArray *bytes, guint at, guint n, guint *n_lines)
{
  at = line_begin (bytes, at);
  for (*n_lines = 0; *n_lines < n && at > 0; (*n_lines)++)
    at = line_begin (bytes, at - 1);
  return at;
}

static guint
step_on (const GByteArray *bytes, guint at, guint n)
{
  for (; n > 0 && at < bytes->len; n--)
    {
      const guint8 *newline = memchr (bytes->data + at, '\n', bytes->len - at);

      at = newline != NULL ? (guint) (newline - bytes->data) + 1 : bytes->len;
    }
  return at;
}

char *
rungs_trace_read_context (RungsTrace *self,
                          guint message,
                          guint before,
                          guint after,
                          guint32 *first_line,
                          GError **error)
{
  const RungsMessage *row;
  RungsInput *input;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GByteArray) range = NULL;
  guint64 start, end;
  guint32 line;
  guint from, to, n_lines;

  g_return_val_if_fail (RUNGS_IS_TRACE (self) && message < self->rows.n && first_line != NULL,
                        NULL);

  row = rungs_rows_at (&self->rows, message);
  *first_line = 0;
  if (input_of (self, row)->format->frames)
    return NULL;

  /* Tells that the file is still the same, and how many lines stand between the range's begin and
   * the start line. */
  bytes = read_row (self, row, &line, error);
  if (bytes == NULL)
    return NULL;

  input = input_of (self, row)->input;
  start = row->offset - MIN (row->offset, MAX_CONTEXT_BYTES / 2);
  end = row->offset + MIN (row->span, MAX_CONTEXT_BYTES / 4);
  range = read_range (input, start, end + MAX_CONTEXT_BYTES / 4, error);
  if (range == NULL)
    return NULL;

  from = MIN ((guint) (row->offset - start), range->len);
  to = step_on (range, MIN ((guint) (end - start), range->len), after);
  from = step_back (range, from, before, &n_lines);
  line = row->line >= line ? row->line - (line - 1) : 1;
  *first_line = line > n_lines ? line - n_lines : 1;
  return rungs_span_dup_utf8 (rungs_span ((const char *) range->data + from, to - from));
}
