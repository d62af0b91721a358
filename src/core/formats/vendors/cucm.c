/* Cisco Unified Communications Manager: SDL traces.
 *
 *   04241111.002 |10:15:02.120 |AppInfo  |SIPTcp - wait_SdlReadRsp: Incoming SIP TCP message from 203.0.113.10 on port 50147
 *     index 32 with 1946 bytes:
 *   [286938,NET]
 *   INVITE sip:+15550100002@198.51.100.5:5060;user=phone SIP/2.0
 *   ...
 *   04241178.001 |10:15:02.130 |AppInfo  |SIPTcp - wait_SdlSPISignal: Outgoing SIP TCP message to 203.0.113.10 on port 50147
 *     index 32
 *   04241180.001 |10:15:02.140 |AppInfo  |SIPUdp - wait_SdlReadRsp: Incoming SIP UDP message size 812 from
 *     203.0.113.20:[5060]:
 *
 * (each head is one line). No line has a date: the Date headers of the messages tell it. TLS is
 * written as TCP. Only the far end is named. One TCP read may be a part of a message, or several.
 * SDI traces, older, have a date and time and "CCM|//SIP/…" in front.
 *
 * Source: SBC-FORMATS section 4b (five real logs; the UDP lines from the source of a parser); SDI
 * traces from memory. */
#include "config.h"

#include "formats/vendors/cucm.h"

#include "base/limits.h"
#include "base/scan.h"
#include "formats/stamps.h"
#include "formats/lines.h"
#include "formats/assembler.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  RungsWritten written;
  RungsSpan type; /* "AppInfo" */
  RungsSpan text; /* behind it */
} Head;

/* What a head says of the message behind it. */
typedef struct
{
  gboolean is_received;
  RungsTransport transport;
  RungsSpan host, port;
} Way;

typedef struct
{
  RungsSink *sink;
  RungsStamps stamps;
  RungsAssembler assembler;
  gboolean is_open;  /* lines are a message's */
  gboolean is_first; /* no line of the record was seen yet */
  gboolean is_held;  /* the message may be cut and waits for the next record */

  /* The message that is being put together. */
  GString *peer;
  RungsWritten written;

  gboolean is_event; /* lines without a head go on with the device's own line */
  RungsTime event_time;

  /* The record's own, which become the message's when it begins one. */
  gboolean next_is_received;
  RungsTransport next_transport;
  GString *next_peer;
  RungsWritten next_written;
  guint64 next_start;
} Parser;

/* ---- Heads ---- */

/* "04241111.002 |10:15:02.120 |AppInfo  |text" */
static gboolean
read_sdl (RungsSpan line, Head *head)
{
  RungsSpan s = line;
  guint64 number;
  RungsStamp time;
  gsize n = rungs_span_take_uint (s, G_MAXUINT64, &number);

  if (n < 5 || n > 10)
    return FALSE;
  s = rungs_span_skip (s, n);
  if (!rungs_take_char (&s, '.') || rungs_span_take_uint (s, 999, &number) != 3)
    return FALSE;
  s = rungs_span_skip (s, 3);
  if (!rungs_take_char (&s, ' ') || !rungs_take_char (&s, '|')
      || (n = rungs_stamp_take_time (s, &time)) == 0)
    return FALSE;
  s = rungs_span_skip (s, n);
  if (!rungs_take_char (&s, ' ') || !rungs_take_char (&s, '|')
      || !rungs_span_take_until (&s, '|', &head->type))
    return FALSE;
  head->written = (RungsWritten){ RUNGS_WRITTEN_CLOCK, rungs_time (time) };
  head->type = rungs_span_trim (head->type);
  head->text = s;
  return TRUE;
}

/* "11/22/2026 10:15:02.120 CCM|//SIP/SIPTcp/wait_SdlReadRsp: text" */
static gboolean
read_sdi (RungsSpan line, Head *head)
{
  guint64 month, day, year;
  RungsSpan s = line;
  RungsStamp date, time;
  gsize n;

  if (s.len < 28 || s.str[2] != '/' || s.str[5] != '/' || s.str[10] != ' '
      || rungs_span_take_uint (s, 12, &month) != 2
      || rungs_span_take_uint (rungs_span_skip (s, 3), 31, &day) != 2
      || rungs_span_take_uint (rungs_span_skip (s, 6), 9999, &year) != 4)
    return FALSE;
  s = rungs_span_skip (s, 11);
  date = rungs_stamp_civil ((int) year, (int) month, (int) day, 0, 0, 0, 0);
  n = rungs_stamp_take_time (s, &time);
  s = rungs_span_skip (s, n);
  if (n == 0 || date == RUNGS_STAMP_NONE || !rungs_span_starts (s, RUNGS_SPAN (" CCM|")))
    return FALSE;
  head->written = (RungsWritten){ RUNGS_WRITTEN_FULL, rungs_time (date + time) };
  head->type = RUNGS_SPAN ("CCM");
  head->text = rungs_span_skip (s, 5);
  return TRUE;
}

static gboolean
read_head (RungsSpan line, Head *head)
{
  if (line.len == 0 || !g_ascii_isdigit (line.str[0]))
    return FALSE;
  return read_sdl (line, head) || read_sdi (line, head);
}

/* Up to one of " ," or the end. */
static RungsSpan
word_at (RungsSpan s)
{
  gsize n = 0;

  while (n < s.len && strchr (" ,", s.str[n]) == NULL && s.str[n] != '\0')
    n++;
  return rungs_span_head (s, n);
}

/* "SIPTcp - wait_SdlReadRsp: Incoming SIP TCP message from 203.0.113.10 on port 50147 …",
 * "… Outgoing SIP UDP message to 203.0.113.20:[5060]:" */
static gboolean
read_way (RungsSpan text, Way *way)
{
  static const RungsSpan in = { "Incoming SIP ", 13 }, out = { "Outgoing SIP ", 13 };
  static const RungsSpan port = { " on port ", 9 };
  gssize at = rungs_span_find (text, in), bracket;
  RungsSpan word;

  way->is_received = at >= 0;
  if (at < 0)
    at = rungs_span_find (text, out);
  if (at < 0)
    return FALSE;
  text = rungs_span_skip (text, (gsize) at + in.len);
  if (!rungs_span_take_until (&text, ' ', &word)
      || !rungs_span_starts (text, RUNGS_SPAN ("message ")))
    return FALSE;
  way->transport = rungs_transport_of (word);
  at = way->is_received ? rungs_span_find (text, RUNGS_SPAN (" from "))
                        : rungs_span_find (text, RUNGS_SPAN (" to "));
  if (at < 0)
    return FALSE;
  text = rungs_span_skip (text, (gsize) at + (way->is_received ? 6 : 4));
  way->host = word_at (text);
  way->port = RUNGS_SPAN_NONE;
  bracket = rungs_span_find (way->host, RUNGS_SPAN (":["));
  if (bracket > 0)
    {
      way->port = rungs_span_skip (way->host, (gsize) bracket + 2);
      way->host = rungs_span_head (way->host, (gsize) bracket);
    }
  else if ((at = rungs_span_find (text, port)) >= 0)
    way->port = word_at (rungs_span_skip (text, (gsize) at + port.len));
  {
    guint64 number;

    way->port = rungs_span_head (way->port, rungs_span_take_uint (way->port, 65535, &number));
  }
  return way->host.len > 0;
}

/* ---- Messages ---- */

static void
finish_message (Parser *self)
{
  RungsAssembler *assembler = &self->assembler;
  RungsSinkMessage message;
  RungsSipIndex index;

  self->is_held = FALSE;
  if (!rungs_assembler_take (assembler, &message, &index))
    return;
  if (self->written.kind != RUNGS_WRITTEN_NONE)
    {
      rungs_stamps_read_date_header (&self->stamps, message.bytes);
      assembler->time = rungs_stamps_complete (&self->stamps, &self->written);
    }
  if (rungs_transport_of (index.via_transport) == RUNGS_TRANSPORT_TLS)
    assembler->transport = RUNGS_TRANSPORT_TLS;
  rungs_assembler_emit (assembler, &message, &index);
}

static gboolean
is_same_way (Parser *self)
{
  /* The way is not known of the second message of a record that is read again. */
  return self->peer->len == 0
         || (self->assembler.is_received == self->next_is_received
             && g_string_equal (self->peer, self->next_peer));
}

static void
begin_message (Parser *self, guint64 start)
{
  RungsAssembler *assembler = &self->assembler;

  finish_message (self);
  rungs_assembler_begin (assembler, start);
  assembler->is_received = self->next_is_received;
  assembler->is_sent = !self->next_is_received;
  assembler->transport = self->next_transport;
  self->written = self->next_written;
  g_string_assign (self->peer, self->next_peer->str);
  g_string_assign (assembler->is_received ? assembler->src : assembler->dst, self->next_peer->str);
}

static void
end_record (Parser *self)
{
  if (self->is_open && !self->is_first)
    {
      self->is_held = self->assembler.collect.state != RUNGS_COLLECT_WHOLE;
      if (!self->is_held)
        finish_message (self);
    }
  self->is_open = FALSE;
}

static void
begin_record (Parser *self, const Head *head, const Way *way, guint64 offset)
{
  self->is_open = self->is_first = TRUE;
  self->is_event = FALSE;
  self->next_is_received = way->is_received;
  self->next_transport = way->transport;
  self->next_written = head->written;
  self->next_start = offset;
  rungs_assembler_address (self->next_peer, way->host, way->port);
  if (self->is_held && !is_same_way (self))
    finish_message (self);
}

/* "[286938,NET]" */
static gboolean
is_counter (RungsSpan line)
{
  line = rungs_span_trim (line);
  return line.len > 2 && line.str[0] == '[' && line.str[line.len - 1] == ']'
         && rungs_span_find_char (line, ',') > 0;
}

static void
take_message_line (Parser *self, RungsSpan line, guint64 offset, guint64 end, guint32 number)
{
  gboolean is_start = rungs_sip_is_start_line (rungs_span_trim (line));

  if (self->is_first && (is_counter (line) || rungs_span_trim (line).len == 0))
    return;
  if (self->is_first && self->is_held && !is_start)
    {
      self->is_first = FALSE;
      rungs_collect_continue (&self->assembler.collect, line, end, number);
      return;
    }
  /* One read may bring several messages. The first one may be cut in its start line. */
  if (self->is_first || (is_start && self->assembler.collect.state == RUNGS_COLLECT_WHOLE))
    begin_message (self, self->is_first ? self->next_start : offset);
  self->is_first = FALSE;
  rungs_assembler_add_line (&self->assembler, line, end, number);
}

/* ---- Lines ---- */

static void
tell_event (Parser *self, RungsSpan text, guint64 offset, guint32 number)
{
  RungsSinkEvent event = { .offset = offset, .line = number, .time = self->event_time };

  event.text = rungs_span_trim (text);
  if (event.text.len > 0)
    self->sink->event (self->sink, &event);
}

static void
take_line (gpointer data, RungsSpan line, guint64 offset, guint64 end, guint32 number)
{
  Parser *self = data;
  Head head;
  Way way;

  if (read_head (line, &head))
    {
      end_record (self);
      if (read_way (head.text, &way))
        {
          begin_record (self, &head, &way, offset);
          return;
        }
      self->is_event = self->sink->event != NULL;
      if (self->is_event)
        {
          self->event_time = rungs_stamps_complete (&self->stamps, &head.written);
          tell_event (self, head.text, offset, number);
        }
    }
  else if (self->is_open)
    take_message_line (self, line, offset, end, number);
  else if (self->is_event)
    tell_event (self, line, offset, number);
}

/* ---- The format ---- */

static gboolean
parse (const RungsFormat *format,
       RungsReader *reader,
       RungsSink *sink,
       GCancellable *cancellable,
       GError **error)
{
  Parser self = { .sink = sink, .event_time = RUNGS_TIME_NONE };
  RungsLines result;

  self.stamps = rungs_stamps_new (reader, sink);
  self.peer = g_string_new (NULL);
  self.next_peer = g_string_new (NULL);
  rungs_assembler_init (&self.assembler, sink);
  /* A message that is read again may be the second of its record. */
  self.is_open = self.is_first = rungs_reader_is_part (reader);
  self.next_start = rungs_reader_get_offset (reader);

  result = rungs_lines_read (reader, sink, cancellable, error, &self.stamps, take_line, &self);
  if (result == RUNGS_LINES_DONE)
    finish_message (&self);

  rungs_assembler_clear (&self.assembler);
  g_string_free (self.peer, TRUE);
  g_string_free (self.next_peer, TRUE);
  return result != RUNGS_LINES_FAILED;
}

/* A collection of logs may have some of this one's heads: most messages must be behind one. */
static RungsProbe
probe (const RungsFormat *format, RungsSpan head, const char *basename)
{
  guint n_heads = 0, n_sdl = 0, n_starts = 0;
  RungsSpan line;

  while (rungs_span_take_line (&head, &line))
    {
      Head assembler;
      Way way;

      if (rungs_sip_is_start_line (line))
        n_starts++;
      else if (read_head (line, &assembler))
        {
          n_sdl += assembler.written.kind == RUNGS_WRITTEN_CLOCK;
          n_heads += read_way (assembler.text, &way);
        }
    }
  if (n_heads > 0 && n_heads * 2 >= n_starts)
    return RUNGS_PROBE_YES;
  /* A trace may begin with pages of something else. */
  return n_starts == 0 && n_sdl > 20 ? RUNGS_PROBE_MAYBE : RUNGS_PROBE_NO;
}

const RungsFormat rungs_format_cucm = {
  .id = "cucm-sdl",
  .title = "Cisco CUCM SDL trace",
  .how = N_ ("Lines such as \"04241111.002 |10:15:02.120 |AppInfo  |SIPTcp - wait_SdlReadRsp: "
             "Incoming SIP TCP message from\" before each message."),
  .confidence =
    N_ ("High for SIP over TCP: read from real traces. The lines for UDP are known from "
        "a parser, older SDI traces from memory."),
  .probe = probe,
  .parse = parse,
};
