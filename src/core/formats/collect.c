#include "config.h"

#include "formats/collect.h"

#include "base/limits.h"
#include "formats/sip-line.h"
#include "sip/index.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

void
rungs_collect_init (RungsCollect *self)
{
  *self = (RungsCollect){ .content_length = -1 };
  self->bytes = g_string_new (NULL);
  self->last = g_string_new (NULL);
  self->joined = g_string_new (NULL);
}

void
rungs_collect_clear (RungsCollect *self)
{
  g_string_free (self->bytes, TRUE);
  g_string_free (self->last, TRUE);
  g_string_free (self->joined, TRUE);
}

void
rungs_collect_begin (RungsCollect *self)
{
  g_string_truncate (self->bytes, 0);
  self->state = RUNGS_COLLECT_START;
  self->body_start = 0;
  self->content_length = -1;
  self->is_sdp = FALSE;
  self->n_headers = 0;
  self->indent = 0;
  self->line = 0;
  self->end = 0;
  self->before.state = RUNGS_COLLECT_IDLE;
}

RungsCollectBody
rungs_collect_body_of (gint64 content_length, gboolean is_sdp, RungsSpan type)
{
  if (content_length >= 0)
    return RUNGS_COLLECT_COUNTED;
  if (is_sdp)
    return RUNGS_COLLECT_SDP;
  return type.len > 0 ? RUNGS_COLLECT_OPEN : RUNGS_COLLECT_UNKNOWN;
}

static void
append (RungsCollect *self, RungsSpan line, guint64 end)
{
  g_string_append_len (self->bytes, line.str, (gssize) line.len);
  g_string_append (self->bytes, "\r\n");
  self->end = end;
  if (self->bytes->len > RUNGS_MAX_SIP)
    self->state = RUNGS_COLLECT_WHOLE;
}

/* The blank line was seen, or the body begins without one. */
static void
finish_head (RungsCollect *self, guint64 end)
{
  RungsSpan bytes, type;
  RungsSipIndex index;

  self->state = RUNGS_COLLECT_BODY;
  append (self, RUNGS_SPAN_NONE, end);
  self->body_start = self->bytes->len;
  bytes = rungs_span (self->bytes->str, self->bytes->len);
  if (!rungs_sip_index (bytes, &index))
    return;
  type = rungs_sip_header (bytes, RUNGS_SPAN ("Content-Type"), 0, NULL);
  self->content_length = index.content_length;
  self->is_sdp = rungs_span_find_ci (type, RUNGS_SPAN ("application/sdp")) == 0;
  self->body = rungs_collect_body_of (self->content_length, self->is_sdp, type);
  if (self->content_length == 0)
    self->state = RUNGS_COLLECT_WHOLE;
}

static gboolean take (RungsCollect *self, RungsSpan line, guint64 end, guint32 number);

static gboolean
take_head_line (RungsCollect *self, RungsSpan line, guint64 end)
{
  if (rungs_span_trim (line).len == 0)
    {
      if (self->n_headers > 0)
        finish_head (self, end);
      return self->n_headers > 0;
    }
  if (rungs_span_equal (rungs_span_trim (line), RUNGS_SPAN ("v=0")) && self->n_headers > 0)
    {
      finish_head (self, end);
      return take (self, line, end, 0);
    }
  if (!rungs_text_is_header (line)
      && (self->n_headers == 0 || (line.str[0] != ' ' && line.str[0] != '\t')))
    return FALSE;
  self->n_headers += rungs_text_is_header (line);
  append (self, line, end);
  return TRUE;
}

/* Has the body as many bytes as Content-Length says, or its last line end is not counted? */
static void
check_counted (RungsCollect *self)
{
  gsize len = self->bytes->len - self->body_start, wanted = (gsize) self->content_length;

  if (self->body != RUNGS_COLLECT_COUNTED || len < wanted)
    return;
  if (len - wanted <= 2)
    {
      g_string_truncate (self->bytes, self->body_start + wanted);
      self->state = RUNGS_COLLECT_WHOLE;
      return;
    }
  /* It would end inside a line: the writer counted line ends of one byte, or the text was
   * changed. */
  self->body = self->is_sdp ? RUNGS_COLLECT_SDP : RUNGS_COLLECT_OPEN;
}

static gboolean
take_body_line (RungsCollect *self, RungsSpan line, guint64 end)
{
  gboolean is_first = self->bytes->len == self->body_start;

  if (is_first && rungs_span_equal (rungs_span_trim (line), RUNGS_SPAN ("v=0")))
    {
      self->is_sdp = TRUE;
      if (self->body == RUNGS_COLLECT_UNKNOWN)
        self->body = RUNGS_COLLECT_SDP;
    }
  if (self->body == RUNGS_COLLECT_UNKNOWN)
    {
      if (rungs_span_trim (line).len > 0)
        self->state = RUNGS_COLLECT_WHOLE;
      return FALSE;
    }
  if (self->is_sdp && !rungs_text_is_sdp_line (line))
    return FALSE;
  append (self, line, end);
  check_counted (self);
  return TRUE;
}

static gboolean
take (RungsCollect *self, RungsSpan line, guint64 end, guint32 number)
{
  switch (self->state)
    {
    case RUNGS_COLLECT_START:
      while (line.len > 0 && g_ascii_isspace (line.str[line.len - 1]))
        line.len--;
      line = rungs_text_without_remark (line);
      if (!rungs_sip_is_start_line (line))
        return FALSE;
      self->state = RUNGS_COLLECT_HEAD;
      self->line = number;
      append (self, line, end);
      return TRUE;
    case RUNGS_COLLECT_HEAD:
      /* No header is folded before there is one: the blanks before the first are layout. */
      if (self->n_headers == 0)
        self->indent = rungs_text_header_indent (line);
      return take_head_line (self, rungs_text_without_indent (line, self->indent), end);
    case RUNGS_COLLECT_BODY:
      return take_body_line (self, rungs_text_without_indent (line, self->indent), end);
    case RUNGS_COLLECT_IDLE:
    case RUNGS_COLLECT_WHOLE:
    default:
      return FALSE;
    }
}

gboolean
rungs_collect_line (RungsCollect *self, RungsSpan line, guint64 end, guint32 number)
{
  if (self->state != RUNGS_COLLECT_IDLE && self->state != RUNGS_COLLECT_WHOLE
      && rungs_span_trim (line).len > 0)
    {
      self->before =
        (RungsCollectPoint){ self->state,          self->bytes->len, self->body_start, self->body,
                             self->content_length, self->is_sdp,     self->n_headers };
      self->last_number = number;
      g_string_truncate (self->last, 0);
      g_string_append_len (self->last, line.str, (gssize) line.len);
    }
  return take (self, line, end, number);
}

static gboolean
has_mandatory (const RungsSipIndex *index)
{
  return index->call_id.len > 0 && index->cseq_method.len > 0 && index->from_uri.len > 0
         && index->to_uri.len > 0 && index->via_host.len > 0;
}

gboolean
rungs_collect_is_new_line (RungsSpan before, RungsSpan line)
{
  gssize colon = rungs_span_find (line, RUNGS_SPAN (": "));

  if (line.len == 0)
    return TRUE;
  if (rungs_text_is_sdp_line (before))
    return rungs_text_is_sdp_line (line);
  return colon > 1 && g_ascii_isupper (line.str[0]) && rungs_text_is_header (line)
         && (rungs_text_is_header (before) || rungs_sip_is_start_line (before));
}

static void
go_back (RungsCollect *self, const RungsCollectPoint *point)
{
  self->state = point->state;
  self->body_start = point->body_start;
  self->body = point->body;
  self->content_length = point->content_length;
  self->is_sdp = point->is_sdp;
  self->n_headers = point->n_headers;
  g_string_truncate (self->bytes, point->len);
}

gboolean
rungs_collect_continue (RungsCollect *self, RungsSpan line, guint64 end, guint32 number)
{
  RungsSpan last = rungs_span (self->last->str, self->last->len);
  gboolean is_new = rungs_collect_is_new_line (last, line);
  guint32 last_number = self->last_number;
  RungsSipIndex index;

  /* The head is finished, the body comes. */
  if (self->state == RUNGS_COLLECT_BODY && self->before.state != RUNGS_COLLECT_BODY
      && rungs_sip_index (rungs_span (self->bytes->str, self->bytes->len), &index)
      && has_mandatory (&index)
      && (line.len == 0 || rungs_span_starts (line, RUNGS_SPAN ("v=0"))
          || (!self->is_sdp && self->content_length > 0)))
    return rungs_collect_line (self, line, end, number);
  if (self->before.state == RUNGS_COLLECT_IDLE || self->last->len > RUNGS_MAX_SIP)
    return FALSE;
  /* Blank lines behind the last one may be the log's. */
  go_back (self, &self->before);
  g_string_truncate (self->joined, 0);
  g_string_append_len (self->joined, last.str, (gssize) last.len);
  if (!is_new)
    g_string_append_len (self->joined, line.str, (gssize) line.len);
  rungs_collect_line (self, rungs_span (self->joined->str, self->joined->len), end, last_number);
  return !is_new || rungs_collect_line (self, line, end, number);
}

void
rungs_collect_tell_too_long (RungsSink *sink, guint32 line)
{
  g_autofree char *text =
    g_strdup_printf (_ ("The message is longer than %u bytes."), RUNGS_MAX_SIP);

  sink->diagnostic (sink, line, RUNGS_DIAGNOSTIC_LIMIT, text);
}

gboolean
rungs_collect_is_short (RungsSink *sink, guint32 line, gint64 content_length, gsize len)
{
  g_autofree char *text = NULL;

  if (content_length < 0 || len >= (gsize) content_length)
    return FALSE;
  text =
    g_strdup_printf (_ ("Content-Length says %" PRId64 " bytes, but the body has %" PRIu64 "."),
                     content_length, (guint64) len);
  sink->diagnostic (sink, line, RUNGS_DIAGNOSTIC_LENGTH_MISMATCH, text);
  return TRUE;
}

gboolean
rungs_collect_is_cut (RungsSink *sink, guint32 line, const RungsSipIndex *index)
{
  if (has_mandatory (index))
    return FALSE;
  sink->diagnostic (sink, line, RUNGS_DIAGNOSTIC_CUT_MESSAGE,
                    _ ("The message ends before all of its mandatory headers were seen."));
  return TRUE;
}

/* TRUE when a part of the message is known to be missing; says so. */
static gboolean
check_whole (RungsCollect *self, RungsSink *sink, const RungsSipIndex *index)
{
  if (self->bytes->len <= RUNGS_MAX_SIP)
    return rungs_collect_is_short (sink, self->line, self->content_length,
                                   self->bytes->len - self->body_start)
           || rungs_collect_is_cut (sink, self->line, index);
  rungs_collect_tell_too_long (sink, self->line);
  return TRUE;
}

gboolean
rungs_collect_is_message (const RungsSipIndex *index)
{
  return index->call_id.len > 0 || index->cseq_method.len > 0 || index->branch.len > 0
         || index->from_tag.len > 0;
}

void
rungs_collect_tell_left_out (RungsSink *sink, guint32 line, const RungsSipIndex *index)
{
  g_autofree char *name = NULL, *text = NULL;

  if (index->n_vias == 0 && index->from_uri.len == 0 && index->to_uri.len == 0)
    return;
  name = index->is_request ? rungs_span_dup_utf8 (index->method)
                           : g_strdup_printf ("%u", (guint) index->code);
  /* Translators: %s is a SIP method or a code, "INVITE" or "183". */
  text = g_strdup_printf (_ ("A message (%s) with no Call-ID, branch or tags was left out."), name);
  sink->diagnostic (sink, line, RUNGS_DIAGNOSTIC_CUT_MESSAGE, text);
}

gboolean
rungs_collect_finish (RungsCollect *self, RungsSink *sink, RungsSinkMessage *message)
{
  RungsCollectState state = self->state;
  RungsSipIndex index;

  self->state = RUNGS_COLLECT_IDLE;
  if (state == RUNGS_COLLECT_IDLE || state == RUNGS_COLLECT_START)
    return FALSE;
  if (state == RUNGS_COLLECT_HEAD)
    {
      /* The blank line is missing: a paste, or the log ends. */
      finish_head (self, self->end);
      self->state = RUNGS_COLLECT_IDLE;
    }
  /* Blank lines behind a body that nothing counts are the log's. */
  if (self->body == RUNGS_COLLECT_OPEN && self->body_start > 0)
    while (self->bytes->len >= self->body_start + 4
           && memcmp (self->bytes->str + self->bytes->len - 4, "\r\n\r\n", 4) == 0)
      g_string_truncate (self->bytes, self->bytes->len - 2);
  message->bytes = rungs_span (self->bytes->str, self->bytes->len);
  message->line = self->line;
  if (!rungs_sip_index (message->bytes, &index) || !rungs_collect_is_message (&index))
    {
      rungs_collect_tell_left_out (sink, self->line, &index);
      return FALSE;
    }
  message->damaged = check_whole (self, sink, &index);
  return TRUE;
}
