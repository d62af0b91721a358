/* Avaya phones and clients (96x1, J100, H175, VDI): their syslog.
 *
 *   <167>Nov 22 10:15:02 203.0.113.30 SIPMESSAGE: +01:00 2026 120 1 .TEL | 0 [Part 01 of 02]
 *   CSIPServer::SendToNetwork(): Outbound SIP message to 198.51.100.5:5061
 *   TX INVITE sip:+15550100002@example.com SIP/2.0
 *   ...
 *   <167>Nov 22 10:15:02 203.0.113.30 SIPMESSAGE: +01:00 2026 121 1 .TEL | 0 [Part 02 of 02]
 *   <167>Nov 22 10:15:03 203.0.113.30 SIPMESSAGE: +01:00 2026 5 1 .TEL | 0 CNetworkInputManager::ProcessInput(): Inbound SIP
 *     message from ip = 198.51.100.5 port: 5061
 *   RX SIP/2.0 180 Ringing
 *
 * The zone, the year and the milliseconds follow SIPMESSAGE; the stamp before it is local time in
 * that zone. A long message comes in numbered parts, cut at any byte. Each syslog server writes a
 * prefix of its own; one writes line ends as <010> and <013>.
 *
 * Source: SBC-FORMATS section 8 and a converter that quotes lines as many syslog servers save
 * them. */
#include "config.h"

#include "base/limits.h"
#include "base/scan.h"
#include "base/stamp-read.h"
#include "formats/lines.h"
#include "formats/assembler.h"
#include "formats/head-line.h"
#include "formats/sip-line.h"
#include "formats/vendors/avaya.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  RungsTime time;
  RungsSpan host;      /* in front of the mark */
  guint part, n_parts; /* 0: in one piece */
  RungsSpan text;
} Head;

typedef struct
{
  RungsSink *sink;
  RungsAssembler assembler;
  gboolean is_open;
  gboolean is_escaped; /* it stands in one line */
  GString *raw;        /* LF line ends */
  guint part, n_parts;
  guint64 end;
  guint32 line; /* of the first line of raw */
} Parser;

/* "[Part 01 of 02]" */
static void
take_part (Head *head)
{
  RungsSpan s = head->text;
  guint64 part, n_parts;
  gsize n;

  if (!rungs_span_starts (s, RUNGS_SPAN ("[Part ")))
    return;
  s = rungs_span_skip (s, 6);
  n = rungs_span_take_uint (s, 999, &part);
  s = rungs_span_skip (s, n);
  if (n == 0 || !rungs_span_starts (s, RUNGS_SPAN (" of ")))
    return;
  s = rungs_span_skip (s, 4);
  n = rungs_span_take_uint (s, 999, &n_parts);
  s = rungs_span_skip (s, n);
  if (n == 0 || !rungs_take_char (&s, ']'))
    return;
  head->part = (guint) part;
  head->n_parts = (guint) n_parts;
  head->text = s;
}

/* The last date and time in front of the mark is the phone's; those further left are the
 * server's. */
static RungsStamp
last_stamp (RungsSpan front, int year, RungsSpan *host)
{
  RungsStamp found = RUNGS_STAMP_NONE;
  gsize from = front.len > RUNGS_TEXT_PREFIX_BYTES ? front.len - RUNGS_TEXT_PREFIX_BYTES : 0, len;

  *host = RUNGS_SPAN_NONE;
  for (gsize i = from; i < front.len; i++)
    {
      RungsWritten written;
      int ignored, month, day, hour, minute, second, usec;

      if (!g_ascii_isalnum (front.str[i]) || (i > 0 && g_ascii_isalnum (front.str[i - 1])))
        continue;
      len = rungs_stamp_read (rungs_span_skip (front, i), RUNGS_DATES_MONTH_FIRST, &written);
      if (len == 0 || written.kind == RUNGS_WRITTEN_CLOCK)
        continue;
      rungs_stamp_to_civil (written.time.at, &ignored, &month, &day, &hour, &minute, &second,
                            &usec);
      *host = rungs_span_trim (rungs_span_skip (front, i + len));
      found = rungs_stamp_civil (year, month, day, hour, minute, second, 0);
      i += len - 1;
    }
  /* "192.0.2.1", or "192.0.2.1\tlocal4\tinfo". */
  for (gsize i = 0; i < host->len; i++)
    if (host->str[i] == '\t' || host->str[i] == ' ')
      *host = rungs_span_head (*host, i);
  return found;
}

/* Takes "+01:00 ", in minutes. */
static gboolean
take_zone (RungsSpan *s, int *ahead)
{
  guint64 hours, minutes;

  if (s->len < 12 || (s->str[0] != '+' && s->str[0] != '-') || s->str[3] != ':' || s->str[6] != ' '
      || !rungs_span_to_uint (rungs_span (s->str + 1, 2), 23, &hours)
      || !rungs_span_to_uint (rungs_span (s->str + 4, 2), 59, &minutes))
    return FALSE;
  *ahead = (int) (hours * 60 + minutes) * (s->str[0] == '-' ? -1 : 1);
  *s = rungs_span_skip (*s, 7);
  return TRUE;
}

/* "… SIPMESSAGE: +01:00 2026 120 1 .TEL | 0 text" */
static gboolean
read_head (RungsSpan line, Head *head)
{
  static const RungsSpan mark = { "SIPMESSAGE", 10 };
  gssize at = rungs_span_find (rungs_span_head (line, RUNGS_TEXT_HEAD_BYTES), mark), bar;
  guint64 year, msec, ignored;
  RungsSpan s;
  gsize n;
  int ahead;

  if (at < 0)
    return FALSE;
  *head = (Head){ .time = RUNGS_TIME_NONE };
  s = rungs_span_skip (line, (gsize) at + mark.len);
  rungs_take_char (&s, ':');
  while (s.len > 0 && (s.str[0] == ' ' || s.str[0] == '\t'))
    s = rungs_span_skip (s, 1);
  if (!take_zone (&s, &ahead))
    return FALSE;
  n = rungs_span_take_uint (s, 9999, &year);
  s = rungs_span_skip (s, n);
  if (n != 4 || !rungs_take_char (&s, ' ') || (n = rungs_span_take_uint (s, 999, &msec)) == 0)
    return FALSE;
  s = rungs_span_skip (s, n);
  bar = rungs_span_find (s, RUNGS_SPAN (" | "));
  if (bar < 0)
    return FALSE;
  s = rungs_span_skip (s, (gsize) bar + 3);
  s = rungs_span_skip (s, rungs_span_take_uint (s, G_MAXUINT32, &ignored));
  rungs_take_char (&s, ' ');
  head->text = s;
  take_part (head);
  head->time.at = last_stamp (rungs_span_head (line, (gsize) at), (int) year, &head->host);
  if (head->time.at != RUNGS_STAMP_NONE)
    {
      head->time.at += (gint64) msec * 1000;
      head->time.facts = RUNGS_TIME_ZONED;
      head->time.ahead = (gint16) ahead;
    }
  return TRUE;
}

/* ---- Messages ---- */

/* "Outbound SIP message to 198.51.100.5:5061", "Inbound SIP message from ip = 198.51.100.5 port:
 * 5061" */
static void
take_way (RungsAssembler *assembler, RungsSpan line)
{
  static const RungsSpan out = { "Outbound SIP message to ", 24 };
  static const RungsSpan in = { "Inbound SIP message from ", 25 };
  gssize at = rungs_span_find (line, out);
  gboolean is_sent = at >= 0;
  RungsSpan host = RUNGS_SPAN_NONE, port = RUNGS_SPAN_NONE;

  if (at < 0)
    at = rungs_span_find (line, in);
  if (at < 0)
    return;
  assembler->is_sent = is_sent;
  assembler->is_received = !is_sent;
  line = rungs_span_skip (line, (gsize) at + (assembler->is_sent ? out.len : in.len));
  if (rungs_span_starts (line, RUNGS_SPAN ("ip = ")))
    line = rungs_span_skip (line, 5);
  rungs_span_take_until (&line, ' ', &host);
  if (rungs_span_starts (line, RUNGS_SPAN ("port: ")))
    {
      line = rungs_span_skip (line, 6);
      rungs_span_take_until (&line, ' ', &port);
      rungs_assembler_address (assembler->is_sent ? assembler->dst : assembler->src, host, port);
    }
  else
    rungs_assembler_set (assembler->is_sent ? assembler->dst : assembler->src, host);
}

/* "TX INVITE …", at the front or behind the way: the start line. */
static RungsSpan
start_in (RungsSpan line)
{
  static const RungsSpan marks[] = { { "TX ", 3 }, { "RX ", 3 } };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      gssize at = rungs_span_find (line, marks[i]);
      RungsSpan rest = rungs_span_trim (rungs_span_skip (line, (gsize) at + marks[i].len));

      if (at >= 0 && (at == 0 || line.str[at - 1] == ' ') && rungs_sip_is_start_line (rest))
        return rest;
    }
  return rungs_sip_is_start_line (rungs_span_trim (line)) ? rungs_span_trim (line)
                                                          : RUNGS_SPAN_NONE;
}

/* FALSE when there is no message. */
static gboolean
collect_raw (Parser *self)
{
  RungsSpan rest = rungs_span (self->raw->str, self->raw->len), line;
  gboolean is_begun = FALSE;
  guint32 number = self->line;

  while (rungs_span_take_line (&rest, &line))
    {
      if (!is_begun)
        {
          RungsSpan start = start_in (line);

          take_way (&self->assembler, line);
          is_begun = start.len > 0;
          line = start;
        }
      if (is_begun)
        rungs_assembler_add_line (&self->assembler, line, self->end, number);
      number += !self->is_escaped;
    }
  return is_begun;
}

static void
finish_message (Parser *self)
{
  RungsSinkMessage message;
  RungsSipIndex index;

  if (!self->is_open)
    return;
  self->is_open = FALSE;
  if (!collect_raw (self) || !rungs_assembler_take (&self->assembler, &message, &index))
    return;
  if (self->part < self->n_parts)
    {
      g_autofree char *text = g_strdup_printf (
        _ ("The message is in the log only up to part %u of %u."), self->part, self->n_parts);

      self->sink->diagnostic (self->sink, message.line, RUNGS_DIAGNOSTIC_CUT_MESSAGE, text);
      message.damaged = TRUE;
    }
  rungs_assembler_emit (&self->assembler, &message, &index);
}

/* Text of the open message; escaped line ends become real ones. */
static void
append (Parser *self, RungsSpan text, guint64 end)
{
  static const RungsTextEscape kiwi = { { "<013>", 5 }, { "<010>", 5 }, FALSE };
  static const RungsTextEscape rsyslog = { { "#015", 4 }, { "#012", 4 }, FALSE };
  const RungsTextEscape *escape = NULL;

  self->end = end;
  if (self->raw->len > RUNGS_MAX_SIP)
    return;
  if (rungs_span_find (text, kiwi.lf) >= 0 || rungs_span_find (text, kiwi.cr) >= 0)
    escape = &kiwi;
  else if (rungs_span_find (text, rsyslog.lf) >= 0)
    escape = &rsyslog;
  if (escape != NULL)
    {
      self->is_escaped = TRUE;
      rungs_text_unescape (text, escape, FALSE, self->raw);
    }
  else
    g_string_append_len (self->raw, text.str, (gssize) text.len);
  g_string_append_c (self->raw, '\n');
}

static gboolean
is_next_part (Parser *self, const Head *head)
{
  return self->is_open && head->n_parts > 1 && head->n_parts == self->n_parts
         && head->part == self->part + 1
         && rungs_span_equal (
           head->host, rungs_span (self->assembler.device->str, self->assembler.device->len));
}

static void
take_head (Parser *self, const Head *head, guint64 offset, guint64 end, guint32 number)
{
  gboolean has_text = rungs_span_trim (head->text).len > 0;

  if (is_next_part (self, head))
    {
      /* The line end behind a part is the saver's. */
      if (self->raw->len > 0)
        g_string_truncate (self->raw, self->raw->len - 1);
      self->part = head->part;
      self->end = end;
      if (has_text)
        append (self,
                rungs_span_starts (head->text, RUNGS_SPAN ("<010>"))
                  ? rungs_span_skip (head->text, 5)
                  : head->text,
                end);
      return;
    }
  finish_message (self);
  self->is_open = TRUE;
  self->is_escaped = FALSE;
  self->part = head->part;
  self->n_parts = head->n_parts;
  self->line = has_text ? number : number + 1;
  self->end = end;
  g_string_truncate (self->raw, 0);
  rungs_assembler_begin (&self->assembler, offset);
  self->assembler.time = head->time;
  rungs_assembler_set (self->assembler.device, head->host);
  if (has_text)
    append (self, head->text, end);
}

static void
take_line (gpointer data, RungsSpan line, guint64 offset, guint64 end, guint32 number)
{
  Parser *self = data;
  Head head;

  if (read_head (line, &head))
    take_head (self, &head, offset, end, number);
  else if (line.len > 4 && line.str[0] == '<' && g_ascii_isdigit (line.str[1])
           && rungs_span_find_char (rungs_span_head (line, 5), '>') > 1)
    finish_message (self); /* another line of syslog */
  else if (self->is_open)
    append (self, line, end);
}

static gboolean
parse (const RungsFormat *format,
       RungsReader *reader,
       RungsSink *sink,
       GCancellable *cancellable,
       GError **error)
{
  Parser self = { .sink = sink };
  RungsLines result;

  self.raw = g_string_new (NULL);
  rungs_assembler_init (&self.assembler, sink);
  result = rungs_lines_read (reader, sink, cancellable, error, NULL, take_line, &self);
  if (result == RUNGS_LINES_DONE)
    finish_message (&self);
  rungs_assembler_clear (&self.assembler);
  g_string_free (self.raw, TRUE);
  return result != RUNGS_LINES_FAILED;
}

static RungsProbe
probe (const RungsFormat *format, RungsSpan head, const char *basename)
{
  RungsSpan line;
  Head assembler;

  while (rungs_span_take_line (&head, &line))
    if (read_head (line, &assembler))
      return RUNGS_PROBE_YES;
  return RUNGS_PROBE_NO;
}

const RungsFormat rungs_format_avaya_phone = {
  .id = "avaya-phone",
  .title = "Avaya phone syslog",
  .how = N_ ("Syslog lines with \"SIPMESSAGE: +01:00 2026 120 1 .TEL | 0\" in them."),
  .confidence =
    N_ ("High for the lines of the phone, which were read from real logs; forms of some "
        "syslog servers are known from a converter alone. Whether the clock is local "
        "or UTC differs between models."),
  .probe = probe,
  .parse = parse,
};
