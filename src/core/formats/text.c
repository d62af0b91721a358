/* SIP in any text: pasted from a mail or a ticket, Wireshark's "Follow stream", a log of a program we do not know. The
 * fallback when no other format claims a file.
 *
 *   Hi, this is what we see:
 *   > 2026/11/22 10:15:02.120000 192.0.2.1:5060 -> 198.51.100.2:5060
 *   > INVITE sip:+15550100002@example.com SIP/2.0
 *   > Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1
 *   > ...
 *
 * A message begins with a start line, anywhere in a line. What stands before it is a prefix when the lines that follow have
 * the same; else it is a remark on the start line. Line ends may be written as "#015#012", "<013><010>", "\r\n" or "^M". The
 * message ends by its Content-Length where that fits what is there; else with the body, the next start line, or lines that
 * are no SIP. The lines before a start line may say when and between whom; without them the message itself does.
 *
 * Source: SBC-FORMATS sections 0, 7 and 10, which were read from real files of many programs. */
#include "config.h"

#include "formats/format.h"

#include "base/limits.h"
#include "formats/text.h"
#include "formats/text-head.h"
#include "formats/text-line.h"
#include "formats/text-peers.h"
#include "sip/index.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#define PROGRESS_BYTES (4 * 1024 * 1024)
#define LINES_BETWEEN_CHECKS 4096

typedef enum
{
  STATE_IDLE,
  STATE_HEAD,
  STATE_BODY,
} State;

typedef enum
{
  PREFIX_NONE,      /* nothing before the start line */
  PREFIX_UNDECIDED, /* the next line tells */
  PREFIX_ALL,       /* on every line of the message */
  PREFIX_FIRST,     /* on the start line alone */
} Prefix;

typedef enum
{
  BODY_COUNTED, /* until Content-Length is reached */
  BODY_SDP,     /* while lines look like SDP */
  BODY_OPEN,    /* until the next start line */
  BODY_UNKNOWN, /* no header speaks of one: the first line tells */
} Body;

/* A line before a start line. */
typedef struct
{
  GString *text;
  guint64 offset;
  guint32 number;
} HeadLine;

typedef struct
{
  RungsSink *sink;
  RungsReader *reader;
  RungsTextPeers *peers;
  RungsStamp mtime;
  RungsStamp last;  /* stamp of the message before, with its date */
  GString *scratch; /* the line without colours */
  GString *decoded; /* a line whose escapes were decoded */

  HeadLine head_lines[RUNGS_TEXT_HEAD_LINES]; /* a ring */
  guint n_head_lines, next_head_line;

  /* The physical line that is being read. */
  guint64 offset, end_offset;
  guint32 number;

  /* The message that is being put together. */
  State state;
  RungsTextHead head; /* its spans are of src and dst */
  GString *src, *dst;
  GString *bytes;
  GString *prefix_text;
  Prefix prefix;
  char mark[32];
  gboolean maybe_dots;       /* the start line ends in '.', as every line of ngrep does */
  gboolean is_double_spaced; /* a blank line behind every line */
  gboolean was_blank;
  gboolean is_one_line; /* all of it stands in one line, with escapes */
  guint n_headers, n_foreign;
  Body body;
  gsize body_start;
  gint64 content_length; /* -1: none */
  gboolean is_sipfrag;   /* a start line may be in the body */
  gboolean is_sdp;
  guint64 start, end; /* in the input */
  guint32 line;
} Parser;

/* --- Lines before a start line ----------------------------------------------------------------------------------- */

static void
tell_event (Parser *self, const HeadLine *line)
{
  RungsSpan text = rungs_span_trim (rungs_span (line->text->str, line->text->len));
  RungsStamp stamp = RUNGS_STAMP_NONE;
  RungsSinkEvent event = { .offset = line->offset, .line = line->number, .text = text };

  /* What a device wrote has a time; what somebody wrote about it has none. */
  if (rungs_text_find_stamp (text, &stamp) != RUNGS_TEXT_TIME_FULL)
    return;
  event.time = stamp;
  self->sink->event (self->sink, &event);
}

static void
push_head_line (Parser *self, RungsSpan text)
{
  HeadLine *line = &self->head_lines[self->next_head_line];

  if (self->is_one_line || rungs_span_trim (text).len == 0)
    return;
  if (self->n_head_lines == RUNGS_TEXT_HEAD_LINES)
    {
      if (self->sink->event != NULL)
        tell_event (self, line);
    }
  else
    self->n_head_lines++;
  text = rungs_span_head (text, RUNGS_TEXT_HEAD_BYTES);
  g_string_truncate (line->text, 0);
  g_string_append_len (line->text, text.str, text.len);
  line->offset = self->offset;
  line->number = self->number;
  self->next_head_line = (self->next_head_line + 1) % RUNGS_TEXT_HEAD_LINES;
}

/* The line @back before the one that is being read, from 1. */
static HeadLine *
head_line (Parser *self, guint back)
{
  return &self->head_lines[(self->next_head_line + RUNGS_TEXT_HEAD_LINES - back)
                           % RUNGS_TEXT_HEAD_LINES];
}

static void
forget_head_lines (Parser *self)
{
  self->n_head_lines = 0;
}

/* --- Time -------------------------------------------------------------------------------------------------------- */

/* The day of @self->last or of the file's last change, whichever makes the clock go on: past midnight it is the next day. */
static RungsStamp
with_day (Parser *self, RungsStamp time_of_day)
{
  RungsStamp known = self->last != RUNGS_STAMP_NONE ? self->last : self->mtime, day;

  if (known == RUNGS_STAMP_NONE)
    return time_of_day;
  day = known - known % RUNGS_STAMP_DAY;
  if (self->last != RUNGS_STAMP_NONE && day + time_of_day < known - RUNGS_STAMP_DAY / 2)
    return day + RUNGS_STAMP_DAY + time_of_day;
  if (self->last == RUNGS_STAMP_NONE && day + time_of_day > known + RUNGS_STAMP_DAY / 2)
    return day - RUNGS_STAMP_DAY + time_of_day;
  return day + time_of_day;
}

/* "Date: Sun, 22 Nov 2026 10:15:02 GMT": the only date in logs that have times of the day alone. */
static RungsStamp
date_header (RungsSpan bytes)
{
  RungsSpan value = rungs_sip_header (bytes, RUNGS_SPAN ("Date"), 0, NULL);
  RungsStamp stamp = RUNGS_STAMP_NONE;

  if (value.len == 0 || rungs_text_find_stamp (value, &stamp) != RUNGS_TEXT_TIME_FULL)
    return RUNGS_STAMP_NONE;
  return stamp;
}

static RungsStamp
time_of (Parser *self, const RungsTextHead *head)
{
  RungsSpan bytes = rungs_span (self->bytes->str, self->bytes->len);
  RungsStamp time = RUNGS_STAMP_NONE;

  if (self->last == RUNGS_STAMP_NONE && self->mtime == RUNGS_STAMP_NONE)
    self->mtime = date_header (bytes);
  switch (head->precision)
    {
    case RUNGS_TEXT_TIME_FULL:
      time = head->time;
      break;
    case RUNGS_TEXT_TIME_YEARLESS:
      time = rungs_stamp_with_year (head->time,
                                    self->mtime != RUNGS_STAMP_NONE ? self->mtime : self->last);
      break;
    case RUNGS_TEXT_TIME_CLOCK:
      time = with_day (self, head->time);
      break;
    case RUNGS_TEXT_TIME_NONE:
    default:
      return RUNGS_STAMP_NONE;
    }
  self->last = time;
  return time;
}

/* --- The end of a message ---------------------------------------------------------------------------------------- */

static void
reset (Parser *self)
{
  self->state = STATE_IDLE;
  self->is_one_line = FALSE;
  g_string_truncate (self->bytes, 0);
}

static void
tell (Parser *self, RungsDiagnosticKind kind, const char *text)
{
  self->sink->diagnostic (self->sink, self->line, kind, text);
}

/* TRUE when a part of the message is known to be missing; says so. */
static gboolean
check_whole (Parser *self, const RungsSipIndex *index)
{
  gsize body_len = self->state == STATE_BODY ? self->bytes->len - self->body_start : 0;

  if (self->content_length >= 0 && body_len < (gsize) self->content_length)
    {
      g_autofree char *text =
        g_strdup_printf (_ ("Content-Length says %" PRId64 " bytes, but the body has %" PRIu64 "."),
                         (gint64) self->content_length, (guint64) body_len);

      tell (self, RUNGS_DIAGNOSTIC_LENGTH_MISMATCH, text);
      return TRUE;
    }
  if (index->call_id.len == 0 || index->cseq_method.len == 0 || index->from_uri.len == 0
      || index->to_uri.len == 0 || index->via_host.len == 0)
    {
      tell (self, RUNGS_DIAGNOSTIC_CUT_MESSAGE,
            _ ("The message ends before all of its mandatory headers were seen."));
      return TRUE;
    }
  return FALSE;
}

static void
finish_message (Parser *self)
{
  RungsSpan bytes = rungs_span (self->bytes->str, self->bytes->len);
  RungsTextHead head = self->head;
  RungsSinkMessage message = { 0 };
  RungsSipIndex index;

  g_assert (self->state != STATE_IDLE);
  if (self->state == STATE_HEAD)
    {
      /* A paste often ends with its last header. */
      g_string_append (self->bytes, "\r\n");
      bytes = rungs_span (self->bytes->str, self->bytes->len);
    }
  /* A start line that is only spoken of has no headers behind it. */
  if (!rungs_sip_index (bytes, &index) || (index.call_id.len == 0 && index.cseq_method.len == 0))
    {
      reset (self);
      return;
    }
  if (self->content_length < 0)
    self->content_length = index.content_length;
  message.damaged = check_whole (self, &index);
  message.time = time_of (self, &head);
  rungs_text_peers_guess (self->peers, &index, &head);
  message.src = head.src;
  message.dst = head.dst;
  message.src_is_own = head.is_sent;
  message.dst_is_own = head.is_received;
  message.transport = head.transport;
  message.bytes = bytes;
  message.offset = self->start;
  message.span = self->end - self->start;
  message.line = self->line;
  self->sink->message (self->sink, &message);
  reset (self);
}

/* --- Inside a message -------------------------------------------------------------------------------------------- */

static void
append_line (Parser *self, RungsSpan line)
{
  g_string_append_len (self->bytes, line.str, line.len);
  g_string_append (self->bytes, "\r\n");
  self->end = self->end_offset;
  self->n_foreign = 0;
}

/* The blank line was seen, or the body begins without one. */
static void
finish_head (Parser *self)
{
  RungsSpan bytes, type;
  RungsSipIndex index;

  g_string_append (self->bytes, "\r\n");
  self->end = self->end_offset;
  self->state = STATE_BODY;
  self->body_start = self->bytes->len;
  bytes = rungs_span (self->bytes->str, self->bytes->len);
  type = rungs_sip_header (bytes, RUNGS_SPAN ("Content-Type"), 0, NULL);
  self->content_length = rungs_sip_index (bytes, &index) ? index.content_length : -1;
  self->is_sipfrag = rungs_span_starts_ci (type, RUNGS_SPAN ("message/sip"))
                     || rungs_span_starts_ci (type, RUNGS_SPAN ("multipart/"));
  self->is_sdp = index.has_sdp && !self->is_sipfrag;
  if (self->content_length >= 0)
    self->body = BODY_COUNTED;
  else if (self->is_sdp)
    self->body = BODY_SDP;
  else
    self->body = type.len > 0 ? BODY_OPEN : BODY_UNKNOWN;
  if (self->content_length == 0)
    finish_message (self);
}

/* A line in the head, without what stands before it. */
static void
take_head_line (Parser *self, RungsSpan line)
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
  else if (rungs_span_equal (rungs_span_trim (line), RUNGS_SPAN ("v=0")))
    {
      finish_head (self);
      if (self->state == STATE_BODY)
        append_line (self, line);
    }
  else if (rungs_text_is_header (line))
    {
      /* It is a message: the lines before it are used up, what comes between its lines is for the next one. */
      if (self->n_headers++ == 0)
        forget_head_lines (self);
      append_line (self, line);
    }
  else if (self->n_headers > 0 && (line.str[0] == ' ' || line.str[0] == '\t'))
    append_line (self, line);
  else if (++self->n_foreign > RUNGS_TEXT_FOREIGN_LINES)
    finish_message (self);
}

/* The body has as many bytes as Content-Length says, or its last line end is not counted. */
static void
check_counted (Parser *self)
{
  gsize len = self->bytes->len - self->body_start;
  gsize wanted = (gsize) self->content_length;

  if (len < wanted)
    return;
  if (len - wanted <= 2)
    {
      g_string_truncate (self->bytes, self->body_start + wanted);
      finish_message (self);
      return;
    }
  /* It ends inside a line: the writer counted line ends of one byte, or the text was changed. What follows is told from
   * the body by its looks. */
  self->body = self->is_sdp ? BODY_SDP : BODY_OPEN;
}

static void
append_body_line (Parser *self, RungsSpan line)
{
  append_line (self, line);
  if (self->body == BODY_COUNTED)
    check_counted (self);
}

/* FALSE when @line is not part of the body any more; then the message is finished. */
static gboolean
take_body_line (Parser *self, RungsSpan line)
{
  gboolean is_empty = self->bytes->len == self->body_start;

  if (is_empty && rungs_span_equal (rungs_span_trim (line), RUNGS_SPAN ("v=0")))
    {
      self->is_sdp = TRUE;
      self->body = self->body == BODY_UNKNOWN ? BODY_SDP : self->body;
    }
  if (self->is_sdp ? rungs_text_is_sdp_line (line) : self->body != BODY_UNKNOWN)
    {
      append_body_line (self, line);
      return TRUE;
    }
  /* A blank line too many, or a line of the log in the middle of a body that is not whole yet. */
  if (self->body == BODY_SDP && is_empty && rungs_span_trim (line).len == 0)
    return TRUE;
  if (self->body == BODY_COUNTED && ++self->n_foreign <= RUNGS_TEXT_FOREIGN_LINES)
    {
      push_head_line (self, line);
      return TRUE;
    }
  finish_message (self);
  return FALSE;
}

/* --- Lines ------------------------------------------------------------------------------------------------------- */

static void take_idle_line (Parser *self, RungsSpan line);

static RungsSpan
trim_end (RungsSpan line)
{
  while (line.len > 0
         && (line.str[line.len - 1] == '\r' || line.str[line.len - 1] == ' '
             || line.str[line.len - 1] == '\t'))
    line.len--;
  return line;
}

/* Takes the mark for CR off, if every line has one. */
static RungsSpan
without_mark (Parser *self, RungsSpan line)
{
  RungsSpan mark = rungs_span_of (self->mark);
  RungsSpan trimmed = trim_end (line);

  if (self->maybe_dots && rungs_text_is_header (trimmed))
    {
      self->maybe_dots = FALSE;
      if (trimmed.str[trimmed.len - 1] == '.')
        {
          memcpy (self->mark, ".", 2);
          mark = rungs_span_of (self->mark);
          /* The dot of the start line is in front of its CRLF. */
          g_string_erase (self->bytes, (gssize) self->bytes->len - 3, 1);
        }
    }
  if (mark.len > 0 && trimmed.len >= mark.len
      && memcmp (trimmed.str + trimmed.len - mark.len, mark.str, mark.len) == 0)
    return rungs_span_head (trimmed, trimmed.len - mark.len);
  while (line.len > 0 && line.str[line.len - 1] == '\r')
    line.len--;
  return line;
}

/* "TX " of "10:15:02 app: TX " stands on the start line alone. */
static gboolean
without_last_word (RungsSpan prefix, RungsSpan *shorter)
{
  RungsSpan s = trim_end (prefix);

  while (s.len > 0 && s.str[s.len - 1] != ' ' && s.str[s.len - 1] != '\t')
    s.len--;
  *shorter = s;
  return s.len > 0 && s.len < prefix.len;
}

static gboolean
fits_behind (RungsSpan line, RungsSpan prefix, RungsSpan *rest)
{
  return rungs_text_match_prefix (line, prefix, rest)
         && (rungs_text_is_header (*rest) || trim_end (*rest).len == 0);
}

static void
decide_prefix (Parser *self, RungsSpan line)
{
  RungsSpan prefix = rungs_span (self->prefix_text->str, self->prefix_text->len), shorter, rest;

  if (fits_behind (line, prefix, &rest))
    self->prefix = PREFIX_ALL;
  else if (rungs_text_is_header (line))
    self->prefix = PREFIX_FIRST;
  else if (without_last_word (prefix, &shorter) && fits_behind (line, shorter, &rest))
    {
      self->prefix = PREFIX_ALL;
      g_string_truncate (self->prefix_text, shorter.len);
    }
}

/* What follows the prefix; FALSE when the line is not the message's. */
static gboolean
strip_prefix (Parser *self, RungsSpan line, RungsSpan *rest)
{
  *rest = line;
  if (self->prefix == PREFIX_UNDECIDED)
    decide_prefix (self, line);
  if (self->prefix == PREFIX_NONE || self->prefix == PREFIX_FIRST)
    return TRUE;
  return self->prefix == PREFIX_ALL
         && rungs_text_match_prefix (
           line, rungs_span (self->prefix_text->str, self->prefix_text->len), rest);
}

/* A start line that ends the message before it: alone in its line, behind the prefix of the message, or anywhere once
 * the head is finished. */
static gboolean
begins_next (Parser *self, RungsSpan line, gboolean is_own)
{
  RungsTextStart start;

  if (self->is_one_line || !rungs_text_find_start (line, &start))
    return FALSE;
  if (self->state == STATE_BODY && self->is_sipfrag && is_own
      && self->bytes->len - self->body_start + line.len <= (gsize) MAX (self->content_length, 0))
    return FALSE;
  return self->state == STATE_BODY || self->n_headers == 0 || start.prefix.len == 0
         || (self->prefix != PREFIX_NONE
             && rungs_text_match_prefix (
               line, rungs_span (self->prefix_text->str, self->prefix_text->len), &start.rest));
}

static void
take_message_line (Parser *self, RungsSpan line)
{
  RungsSpan rest = line;
  gboolean is_own = strip_prefix (self, line, &rest);

  if (begins_next (self, line, is_own))
    {
      finish_message (self);
      take_idle_line (self, line);
      return;
    }
  if (!is_own)
    {
      push_head_line (self, line);
      if (++self->n_foreign > RUNGS_TEXT_FOREIGN_LINES)
        finish_message (self);
      return;
    }
  rest = without_mark (self, rest);
  if (self->state == STATE_HEAD)
    take_head_line (self, rest);
  else if (!take_body_line (self, rest))
    {
      if (!self->is_one_line)
        take_idle_line (self, line);
      return;
    }
  if (self->state != STATE_IDLE && self->bytes->len > RUNGS_MAX_SIP)
    {
      g_autofree char *text =
        g_strdup_printf (_ ("The message is longer than %u bytes."), RUNGS_MAX_SIP);

      tell (self, RUNGS_DIAGNOSTIC_LIMIT, text);
      finish_message (self);
    }
}

/* A whole message in one line. What follows it in the line is not looked at: a message must be found again by its line. */
static void
take_escaped (Parser *self, const RungsTextStart *start)
{
  gboolean quoted = start->prefix.len > 0 && start->prefix.str[start->prefix.len - 1] == '"';
  RungsSpan rest, line;

  g_string_truncate (self->decoded, 0);
  rungs_text_unescape (start->rest, start->escape, quoted, self->decoded);
  rest = rungs_span (self->decoded->str, self->decoded->len);
  self->is_one_line = TRUE;
  self->prefix = PREFIX_FIRST;
  while (self->is_one_line && rungs_span_take_line (&rest, &line))
    take_message_line (self, line);
  if (self->is_one_line)
    finish_message (self);
}

/* A copy. Some programs put every address in brackets; they belong to IPv6 alone. */
static RungsSpan
keep_address (GString *place, RungsSpan address)
{
  gssize close = rungs_span_find_char (address, ']');

  g_string_truncate (place, 0);
  if (address.len > 0 && address.str[0] == '[' && close > 0
      && rungs_span_find_char (rungs_span_head (address, close), ':') < 0)
    {
      g_string_append_len (place, address.str + 1, close - 1);
      address = rungs_span_skip (address, close + 1);
    }
  g_string_append_len (place, address.str, address.len);
  return rungs_span (place->str, place->len);
}

/* What the prefix and the lines before say, nearest first. */
static void
read_heads (Parser *self, RungsSpan prefix)
{
  RungsTextHead head = { .time = RUNGS_STAMP_NONE };

  rungs_text_read_head (prefix, &head);
  for (guint back = 1; back <= self->n_head_lines; back++)
    {
      HeadLine *line = head_line (self, back);

      rungs_text_read_head (rungs_span (line->text->str, line->text->len), &head);
    }
  head.src = keep_address (self->src, head.src);
  head.dst = keep_address (self->dst, head.dst);
  self->head = head;
}

static void
begin_message (Parser *self, const RungsTextStart *start)
{
  RungsSpan prefix = start->prefix;

  self->state = STATE_HEAD;
  self->start = self->offset;
  self->line = self->number;
  self->prefix = prefix.len == 0                        ? PREFIX_NONE
                 : prefix.len > RUNGS_TEXT_PREFIX_BYTES ? PREFIX_FIRST
                                                        : PREFIX_UNDECIDED;
  g_string_truncate (self->prefix_text, 0);
  g_string_append_len (self->prefix_text, prefix.str, MIN (prefix.len, RUNGS_TEXT_HEAD_BYTES));
  self->maybe_dots = start->line.len > 0 && start->line.str[start->line.len - 1] == '.';
  self->is_double_spaced = self->was_blank = self->is_one_line = self->is_sipfrag = FALSE;
  self->n_headers = self->n_foreign = 0;
  self->content_length = -1;
  memset (self->mark, 0, sizeof self->mark);
  if (start->mark.len > 0)
    memcpy (self->mark, start->mark.str, MIN (start->mark.len, sizeof self->mark - 1));
  read_heads (self, rungs_span_head (prefix, RUNGS_TEXT_HEAD_BYTES));
  append_line (self, start->line);
  if (start->rest.len > 0)
    take_escaped (self, start);
}

static void
take_idle_line (Parser *self, RungsSpan line)
{
  RungsTextStart start;

  gboolean found = rungs_text_find_start (line, &start);

  if (found)
    begin_message (self, &start);
  /* "Sending INVITE … SIP/2.0 to 192.0.2.1" may be a sentence about the message that follows. */
  if (!found || self->state == STATE_HEAD)
    push_head_line (self, line);
}

static void
take_line (Parser *self, RungsSpan line)
{
  line = rungs_text_plain (line, self->scratch);
  if (self->state == STATE_IDLE)
    take_idle_line (self, line);
  else
    take_message_line (self, line);
}

/* --- The format -------------------------------------------------------------------------------------------------- */

static void
init (Parser *self, RungsReader *reader, RungsSink *sink)
{
  *self = (Parser){ .sink = sink, .reader = reader };
  self->peers = rungs_text_peers_new ();
  self->mtime = rungs_input_get_mtime (rungs_reader_get_input (reader));
  self->last = RUNGS_STAMP_NONE;
  self->scratch = g_string_new (NULL);
  self->decoded = g_string_new (NULL);
  self->bytes = g_string_new (NULL);
  self->prefix_text = g_string_new (NULL);
  self->src = g_string_new (NULL);
  self->dst = g_string_new (NULL);
  for (guint i = 0; i < RUNGS_TEXT_HEAD_LINES; i++)
    self->head_lines[i].text = g_string_new (NULL);
}

static void
clear (Parser *self)
{
  rungs_text_peers_free (self->peers);
  g_string_free (self->scratch, TRUE);
  g_string_free (self->decoded, TRUE);
  g_string_free (self->bytes, TRUE);
  g_string_free (self->prefix_text, TRUE);
  g_string_free (self->src, TRUE);
  g_string_free (self->dst, TRUE);
  for (guint i = 0; i < RUNGS_TEXT_HEAD_LINES; i++)
    g_string_free (self->head_lines[i].text, TRUE);
}

/* What waits for its end, when there is no more. */
static void
finish_all (Parser *self)
{
  if (self->state != STATE_IDLE)
    finish_message (self);
  if (self->sink->event == NULL)
    return;
  for (guint back = self->n_head_lines; back > 0; back--)
    tell_event (self, head_line (self, back));
}

/* FALSE when the sink wants no more, or it was cancelled. */
static gboolean
read_lines (Parser *self, GCancellable *cancellable, GError **error)
{
  guint64 next_progress = 0;
  guint n_lines = 0;
  RungsSpan line;

  while (rungs_reader_next_line (self->reader, &line, &self->offset, &self->number))
    {
      self->end_offset = rungs_reader_get_offset (self->reader);
      take_line (self, line);
      if (++n_lines % LINES_BETWEEN_CHECKS == 0
          && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (self->end_offset < next_progress || self->sink->progress == NULL)
        continue;
      next_progress = self->end_offset + PROGRESS_BYTES;
      if (!self->sink->progress (self->sink, self->end_offset))
        return FALSE;
    }
  return TRUE;
}

static gboolean
parse (RungsReader *reader, RungsSink *sink, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  Parser self;

  init (&self, reader, sink);
  if (read_lines (&self, cancellable, &local_error))
    finish_all (&self);
  clear (&self);
  if (local_error == NULL && rungs_reader_get_error (reader) != NULL)
    local_error = g_error_copy (rungs_reader_get_error (reader));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static RungsProbe
probe (RungsSpan head, const char *basename)
{
  RungsTextStart start;
  RungsSpan line;

  while (rungs_span_take_line (&head, &line))
    {
      if (rungs_text_find_start (line, &start))
        return RUNGS_PROBE_MAYBE;
    }
  return RUNGS_PROBE_NO;
}

const RungsFormat rungs_format_sip_text = {
  .id = "sip-text",
  .title = N_ ("SIP text"),
  .how = N_ ("A SIP start line anywhere in its first lines, when nothing else fits."),
  .confidence = N_ ("The framing is learned from each message, so odd logs may lose a line."),
  .probe = probe,
  .parse = parse,
};
