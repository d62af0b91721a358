/* One message being put together, line by line: head, body, and where it ends. */
#include "config.h"

#include "formats/collect.h"
#include "formats/text/private.h"
#include "sip/index.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

/* ---- The end of a message ---- */

static void
reset (RungsTextParser *self)
{
  self->state = RUNGS_TEXT_IDLE;
  self->is_one_line = FALSE;
  g_string_truncate (self->bytes, 0);
}

/* TRUE when a part of the message is known to be missing; says so. */
static gboolean
check_whole (RungsTextParser *self, const RungsSipIndex *index)
{
  gsize body_len = self->state == RUNGS_TEXT_IN_BODY ? self->bytes->len - self->body_start : 0;

  if (!self->is_counted
      && rungs_collect_is_short (self->sink, self->line, self->content_length, body_len))
    return TRUE;
  /* Where the message says its own length, the log's may be that of several messages read at
   * once. */
  if ((self->is_counted || (self->state == RUNGS_TEXT_IN_HEAD && index->content_length < 0))
      && self->n_bytes > self->bytes->len + RUNGS_TEXT_COUNT_SLACK)
    {
      g_autofree char *text =
        g_strdup_printf (_ ("The log counts %" PRIu64 " bytes, but the message has %" PRIu64 "."),
                         self->n_bytes, (guint64) self->bytes->len);

      self->sink->diagnostic (self->sink, self->line, RUNGS_DIAGNOSTIC_LENGTH_MISMATCH, text);
      return TRUE;
    }
  return rungs_collect_is_cut (self->sink, self->line, index);
}

/* A packet that the log shows twice, in two ways; the second may be cut. */
static gboolean
is_copy (RungsTextParser *self, RungsSpan bytes)
{
  if (!self->table.definition->shows_twice || !self->has_record)
    return FALSE;
  if (self->is_repeated
      && rungs_span_starts (rungs_span (self->last->str, self->last->len), rungs_span_trim (bytes)))
    return TRUE;
  g_string_truncate (self->last, 0);
  g_string_append_len (self->last, bytes.str, bytes.len);
  return FALSE;
}

static void
hand_over (RungsTextParser *self, RungsSpan bytes, const RungsSipIndex *index)
{
  const RungsTextRecord *record = &self->record;
  RungsTextHead head = self->head;
  RungsSinkMessage message = { .bytes = bytes, .time = RUNGS_TIME_NONE };

  message.damaged = check_whole (self, index);
  message.time = rungs_text_parser_time (self);
  rungs_text_peers_guess (self->peers, index, &head);
  message.src = head.src;
  message.dst = head.dst;
  message.src_is_own = head.is_sent;
  message.dst_is_own = head.is_received;
  message.transport = head.transport;
  message.offset = self->start;
  message.span = self->end - self->start;
  message.line = self->line;
  if (self->has_record)
    {
      message.session = rungs_span (record->session->str, record->session->len);
      message.device = rungs_span (record->device->str, record->device->len);
    }
  self->sink->message (self->sink, &message);
}

void
rungs_text_parser_finish_message (RungsTextParser *self)
{
  RungsSpan bytes = rungs_span (self->bytes->str, self->bytes->len);
  RungsSipIndex index;

  g_assert (self->state != RUNGS_TEXT_IDLE);
  if (self->state == RUNGS_TEXT_IN_HEAD)
    {
      /* A paste often ends with its last header. */
      g_string_append (self->bytes, "\r\n");
      bytes = rungs_span (self->bytes->str, self->bytes->len);
    }
  if (!rungs_sip_index (bytes, &index) || !rungs_collect_is_message (&index))
    {
      rungs_collect_tell_left_out (self->sink, self->line, &index);
      reset (self);
      return;
    }
  if (self->content_length < 0)
    self->content_length = index.content_length;
  if (!is_copy (self, bytes))
    hand_over (self, bytes, &index);
  reset (self);
}

/* ---- Inside a message ---- */

void
rungs_text_parser_append_line (RungsTextParser *self, RungsSpan line)
{
  g_string_append_len (self->bytes, line.str, line.len);
  g_string_append (self->bytes, "\r\n");
  self->end = self->end_offset;
  self->n_foreign = 0;
}

void
rungs_text_parser_append_end (RungsTextParser *self, RungsSpan rest)
{
  if (self->state == RUNGS_TEXT_IN_HEAD && rungs_text_is_header (rest))
    rungs_text_parser_append_line (self, rest);
  else if (self->state == RUNGS_TEXT_IN_BODY)
    {
      g_string_append_len (self->bytes, rest.str, rest.len);
      self->end = self->end_offset;
    }
}

/* The blank line was seen, or the body begins without one. */
static void
finish_head (RungsTextParser *self)
{
  RungsSpan bytes, type;
  RungsSipIndex index;

  g_string_append (self->bytes, "\r\n");
  self->end = self->end_offset;
  self->state = RUNGS_TEXT_IN_BODY;
  self->body_start = self->bytes->len;
  bytes = rungs_span (self->bytes->str, self->bytes->len);
  type = rungs_sip_header (bytes, RUNGS_SPAN ("Content-Type"), 0, NULL);
  self->content_length = rungs_sip_index (bytes, &index) ? index.content_length : -1;
  self->is_counted = self->content_length < 0 && self->n_bytes >= self->body_start;
  if (self->is_counted)
    self->content_length = (gint64) (self->n_bytes - self->body_start);
  self->is_sipfrag = rungs_span_starts_ci (type, RUNGS_SPAN ("message/sip"))
                     || rungs_span_starts_ci (type, RUNGS_SPAN ("multipart/"));
  self->is_sdp = index.has_sdp && !self->is_sipfrag;
  self->body = rungs_collect_body_of (self->content_length, self->is_sdp, type);
  if (self->content_length == 0)
    rungs_text_parser_finish_message (self);
}

/* "Message-Body: v=0": the head is over, and the body begins in the same line. A dash stands for no
 * body. */
static void
take_labelled_body (RungsTextParser *self, RungsSpan line)
{
  line = rungs_span_trim (line);
  finish_head (self);
  if (self->state == RUNGS_TEXT_IN_BODY && line.len > 0
      && !rungs_span_equal (line, RUNGS_SPAN ("-")))
    rungs_text_parser_take_body_line (self, line);
}

/* No header is folded before there is one: the blanks before the first are layout. */
RungsSpan
rungs_text_parser_without_indent (RungsTextParser *self, RungsSpan line)
{
  if (self->state == RUNGS_TEXT_IN_HEAD && self->n_headers == 0)
    self->indent = rungs_text_header_indent (line);
  return rungs_text_without_indent (line, self->indent);
}

void
rungs_text_parser_take_head_line (RungsTextParser *self, RungsSpan line)
{
  gboolean is_blank_line = rungs_span_trim (line).len == 0;
  gboolean follows_blank = self->was_blank;

  self->was_blank = is_blank_line;
  if (is_blank_line)
    {
      if (self->n_headers == 0)
        self->is_double_spaced = TRUE;
      else if (!self->is_double_spaced || follows_blank)
        finish_head (self);
    }
  else if (self->table.definition->body != NULL
           && rungs_span_starts (line, rungs_span_of (self->table.definition->body)))
    take_labelled_body (self, rungs_span_skip (line, strlen (self->table.definition->body)));
  else if (rungs_span_equal (rungs_span_trim (line), RUNGS_SPAN ("v=0")))
    {
      finish_head (self);
      if (self->state == RUNGS_TEXT_IN_BODY)
        rungs_text_parser_append_line (self, line);
    }
  else if (rungs_text_is_header (line))
    {
      /* It is a message: the lines before it are used up, what comes between its lines is for the
       * next one. */
      if (self->n_headers++ == 0)
        rungs_text_parser_forget_head_lines (self);
      rungs_text_parser_append_line (self, line);
    }
  else if (self->n_headers > 0 && (line.str[0] == ' ' || line.str[0] == '\t'))
    rungs_text_parser_append_line (self, line);
  else if (++self->n_foreign > RUNGS_TEXT_FOREIGN_LINES)
    rungs_text_parser_finish_message (self);
}

/* The body has as many bytes as Content-Length says, or its last line end is not counted. */
static void
check_counted (RungsTextParser *self)
{
  gsize len = self->bytes->len - self->body_start;
  gsize wanted = (gsize) self->content_length;

  if (len < wanted)
    return;
  if (len - wanted <= 2)
    {
      g_string_truncate (self->bytes, self->body_start + wanted);
      rungs_text_parser_finish_message (self);
      return;
    }
  /* It ends inside a line: the writer counted line ends of one byte, or the text was changed. What
   * follows is told from the body by its looks. */
  self->body = self->is_sdp ? RUNGS_COLLECT_SDP : RUNGS_COLLECT_OPEN;
}

static void
append_body_line (RungsTextParser *self, RungsSpan line)
{
  rungs_text_parser_append_line (self, line);
  if (self->body == RUNGS_COLLECT_COUNTED)
    check_counted (self);
}

/* FALSE when @line is not part of the body any more; then the message is finished. */
gboolean
rungs_text_parser_take_body_line (RungsTextParser *self, RungsSpan line)
{
  gboolean is_empty = self->bytes->len == self->body_start;

  if (is_empty && rungs_span_equal (rungs_span_trim (line), RUNGS_SPAN ("v=0")))
    {
      self->is_sdp = TRUE;
      self->body = self->body == RUNGS_COLLECT_UNKNOWN ? RUNGS_COLLECT_SDP : self->body;
    }
  if (self->is_sdp ? rungs_text_is_sdp_line (line) : self->body != RUNGS_COLLECT_UNKNOWN)
    {
      append_body_line (self, line);
      return TRUE;
    }
  /* A blank line too many, or a line of the log in the middle of a body that is not whole yet. */
  if (self->body == RUNGS_COLLECT_SDP && is_empty && rungs_span_trim (line).len == 0)
    return TRUE;
  if (self->body == RUNGS_COLLECT_COUNTED && ++self->n_foreign <= RUNGS_TEXT_FOREIGN_LINES)
    {
      rungs_text_parser_push_head_line (self, line);
      return TRUE;
    }
  rungs_text_parser_finish_message (self);
  return FALSE;
}
