/* Oracle (formerly Acme Packet) SBC: sipmsg.log, and the SIP events in log.sipd.
 *
 *   Nov 22 10:15:02.120 On [6:0]198.51.100.5:5060 received from 203.0.113.10:5060
 *   INVITE sip:+15550100002@198.51.100.5 SIP/2.0
 *   ...
 *
 *   ----------------------------------------
 *
 *   Nov 22 10:15:02.120 [SIP] (3) <startTime>2026-11-22 10:15:02.120</startTime>
 *   Nov 22 10:15:02.120 [SIP] (3) <sourceAddress>203.0.113.10</sourceAddress>
 *   ...
 *   Nov 22 10:15:02.120 [SIP] (3) <SipMsgSection>INVITE sip:+15550100002@198.51.100.5 SIP/2.0
 *
 * [slot:VLAN] is missing on internal legs. Stamps have no year, those of a file that was followed
 * while it was written no hour either. What TCP brought in two pieces is two records, cut at any
 * byte. The log has other protocols too (H.248, MGCP, DNS), and messages a second time, as a NAT
 * made them, without a stamp. It has no key for the legs of a call.
 *
 * Source: SBC-FORMATS section 3 (a test file of Wireshark, the vendor's manual, readers by people
 * who know it). The events in log.sipd are known from one converter alone. */
#include "config.h"

#include "formats/vendors/oracle.h"

#include "base/scan.h"
#include "formats/stamps.h"
#include "formats/lines.h"
#include "formats/assembler.h"
#include "formats/sip-line.h"

#include <glib/gi18n-lib.h>

/* Dashes of a line that ends a record. */
#define RULE_LEN 40

typedef struct
{
  gboolean has_date; /* else minutes and seconds alone */
  RungsStamp time;   /* with 1972 */
  RungsSpan rest;    /* behind the stamp */
  RungsSpan local, remote;
  gboolean is_received;
} Head;

typedef struct
{
  RungsSink *sink;
  RungsStamps stamps;
  RungsAssembler assembler;

  /* The record that is being read. */
  gboolean is_open;  /* its lines may be a message's */
  gboolean is_first; /* no line of it was seen yet */
  gboolean is_held;  /* the message may be cut and waits for the next record */
  gboolean is_event; /* in log.sipd */

  /* The message's ends. */
  GString *local, *remote;

  /* The record's own, which become the message's when it begins one. */
  GString *next_local, *next_remote;
  gboolean next_is_received;
  RungsTime next_time;
  guint64 next_start;

  GString *text;
} Parser;

/* ---- Heads ---- */

/* "Nov 22 10:15:02.120 ", "Nov  2 10:15:02.120 ", "15:02.120 " */
static gboolean
read_stamp (RungsSpan line, Head *head)
{
  RungsSpan s = line;
  RungsStamp time;
  guint64 day, minute, second, msec;
  int month = rungs_stamp_month (line);
  gsize n;

  head->has_date = month > 0;
  if (month > 0)
    {
      s = rungs_span_skip (s, 3);
      while (s.len > 0 && s.str[0] == ' ')
        s = rungs_span_skip (s, 1);
      n = rungs_span_take_uint (s, 31, &day);
      s = rungs_span_skip (s, n);
      if (n == 0 || !rungs_take_text (&s, RUNGS_SPAN (" "))
          || (n = rungs_stamp_take_time (s, &time)) == 0)
        return FALSE;
      head->time = rungs_stamp_civil (RUNGS_WRITTEN_YEAR, month, (int) day, 0, 0, 0, 0);
      if (head->time == RUNGS_STAMP_NONE)
        return FALSE;
      head->time += time;
      s = rungs_span_skip (s, n);
    }
  else
    {
      if (line.len < 10 || rungs_span_take_uint (s, 59, &minute) != 2 || line.str[2] != ':'
          || rungs_span_take_uint (rungs_span_skip (s, 3), 60, &second) != 2 || line.str[5] != '.'
          || rungs_span_take_uint (rungs_span_skip (s, 6), 999, &msec) != 3)
        return FALSE;
      head->time = (gint64) (minute * 60 + second) * RUNGS_STAMP_SECOND + (gint64) msec * 1000;
      s = rungs_span_skip (s, 9);
    }
  head->rest = rungs_span_skip (s, 1);
  return s.len > 0 && s.str[0] == ' ';
}

/* "[6:0]198.51.100.5:5060": without slot and VLAN. */
static RungsSpan
without_slot (RungsSpan address)
{
  gssize close =
    address.len > 0 && address.str[0] == '[' ? rungs_span_find_char (address, ']') : -1;

  if (close > 0 && (gsize) close + 1 < address.len && address.str[close + 1] != ':')
    return rungs_span_skip (address, (gsize) close + 1);
  return address;
}

/* It may be masked: "10.x.x.x:5060", "<SBC-IP>:5060". */
static gboolean
is_address (RungsSpan s)
{
  for (gsize i = 0; i < s.len; i++)
    if (!g_ascii_isgraph (s.str[i]))
      return FALSE;
  return s.len >= 3 && rungs_span_find_char (s, ':') > 0;
}

static gboolean
read_head (RungsSpan line, Head *head)
{
  static const RungsSpan received = { " received from ", 15 }, sent = { " sent to ", 9 };
  RungsSpan s;
  gssize at;

  if (!read_stamp (line, head))
    return FALSE;
  s = head->rest;
  if (!rungs_take_text (&s, RUNGS_SPAN ("On ")))
    return FALSE;
  at = rungs_span_find (s, received);
  head->is_received = at >= 0;
  if (at < 0)
    at = rungs_span_find (s, sent);
  if (at < 0)
    return FALSE;
  head->local = without_slot (rungs_span_head (s, (gsize) at));
  s = rungs_span_skip (s, (gsize) at + (head->is_received ? received.len : sent.len));
  head->remote = without_slot (rungs_span_trim (s));
  return is_address (head->local) && is_address (head->remote);
}

static RungsTime
time_of (Parser *self, const Head *head)
{
  return head->has_date ? rungs_stamps_yearless (&self->stamps, rungs_time (head->time))
                        : rungs_stamps_of_hour (&self->stamps, rungs_time (head->time));
}

static gboolean
is_rule (RungsSpan line)
{
  line = rungs_span_trim (line);
  for (gsize i = 0; i < line.len; i++)
    if (line.str[i] != '-')
      return FALSE;
  return line.len == RULE_LEN;
}

/* ---- Messages ---- */

static RungsSpan
host_of (RungsSpan address)
{
  gssize colon = -1;

  for (gsize i = 0; i < address.len; i++)
    colon = address.str[i] == ':' ? (gssize) i : colon;
  return colon > 0 ? rungs_span_head (address, (gsize) colon) : address;
}

/* The top Via names who asked. In log.sipd it is not sure which end "source" is. */
static gboolean
is_swapped (Parser *self, const RungsSipIndex *index, RungsSpan src, RungsSpan dst)
{
  RungsSpan asked = index->is_request ? src : dst, other = index->is_request ? dst : src;
  RungsSpan via = index->via_host;

  if (rungs_span_find_char (via, ':') >= 0)
    via = host_of (via);
  return self->is_event && rungs_span_equal (via, host_of (other))
         && !rungs_span_equal (via, host_of (asked));
}

static void
finish_message (Parser *self)
{
  RungsAssembler *assembler = &self->assembler;
  RungsSinkMessage message;
  RungsSipIndex index;

  self->is_held = FALSE;
  if (!rungs_assembler_take (assembler, &message, &index))
    return;
  g_string_assign (assembler->src, assembler->is_received ? self->remote->str : self->local->str);
  g_string_assign (assembler->dst, assembler->is_received ? self->local->str : self->remote->str);
  if (is_swapped (self, &index, rungs_span (assembler->src->str, assembler->src->len),
                  rungs_span (assembler->dst->str, assembler->dst->len)))
    {
      g_autofree char *src = g_strdup (assembler->src->str);

      g_string_assign (assembler->src, assembler->dst->str);
      g_string_assign (assembler->dst, src);
    }
  rungs_assembler_emit (assembler, &message, &index);
}

static gboolean
is_same_way (Parser *self)
{
  return self->assembler.is_received == self->next_is_received
         && g_string_equal (self->local, self->next_local)
         && g_string_equal (self->remote, self->next_remote);
}

static void
end_record (Parser *self)
{
  /* The next record may be the rest of it, and then its blank line was the log's. */
  if (self->is_open && !self->is_first)
    {
      self->is_held = TRUE;
      /* An event of log.sipd is never cut in two. */
      if (self->assembler.collect.state == RUNGS_COLLECT_WHOLE || self->is_event)
        finish_message (self);
    }
  self->is_open = FALSE;
}

static void
begin_message (Parser *self)
{
  RungsAssembler *assembler = &self->assembler;

  if (self->is_held)
    finish_message (self);
  rungs_assembler_begin (assembler, self->next_start);
  assembler->is_received = self->next_is_received;
  assembler->is_sent = !self->next_is_received;
  assembler->time = self->next_time;
  g_string_assign (self->local, self->next_local->str);
  g_string_assign (self->remote, self->next_remote->str);
}

static void
tell_event (Parser *self, RungsTime time, RungsSpan text, guint64 offset, guint32 number)
{
  RungsSinkEvent event = { .offset = offset, .line = number, .time = time };

  event.text = rungs_span_trim (text);
  if (event.text.len > 0)
    self->sink->event (self->sink, &event);
}

/* What is no SIP, with its first line. */
static void
tell_stranger (Parser *self, RungsSpan line, guint32 number)
{
  if (self->sink->event == NULL)
    return;
  g_string_printf (self->text, "%s %s %s: ", self->next_local->str,
                   self->next_is_received ? "received from" : "sent to", self->next_remote->str);
  g_string_append_len (self->text, line.str, (gssize) line.len);
  tell_event (self, self->next_time, rungs_span (self->text->str, self->text->len),
              self->next_start, number);
}

/* No message; or the cut is in the start line, and the next record tells. */
static void
take_stranger (Parser *self, RungsSpan line, guint64 end, guint32 number)
{
  begin_message (self);
  rungs_assembler_add_line (&self->assembler, line, end, number);
  self->is_held = TRUE;
  self->is_open = FALSE;
  tell_stranger (self, line, number);
}

/* The record before has "INV" alone: then "ITE sip:… SIP/2.0" is no start line. */
static gboolean
is_method_waiting (Parser *self)
{
  const GString *last = self->assembler.collect.last;

  if (!self->is_held || self->assembler.collect.state != RUNGS_COLLECT_START || !is_same_way (self))
    return FALSE;
  for (gsize i = 0; i < last->len; i++)
    if (!g_ascii_isupper (last->str[i]))
      return FALSE;
  return last->len > 0;
}

static void
take_start_line (Parser *self, RungsSpan line, guint64 end, guint32 number)
{
  begin_message (self);
  self->is_first = FALSE;
  rungs_assembler_add_line (&self->assembler, line, end, number);
}

/* The first line of a record tells whether it is a message, or the rest of the one before. */
static void
take_first_line (Parser *self, RungsSpan line, guint64 end, guint32 number)
{
  RungsSpan text = rungs_span_trim (line);
  gboolean is_start = rungs_sip_is_start_line (rungs_text_without_remark (text));
  /* "jaK" keeps a NAT open. */
  gboolean is_blank = text.len == 0 || rungs_span_equal (text, RUNGS_SPAN ("jaK"));

  if (is_start && !is_method_waiting (self))
    {
      take_start_line (self, line, end, number);
      return;
    }
  if (self->is_held && is_same_way (self))
    {
      rungs_collect_continue (&self->assembler.collect, is_blank ? RUNGS_SPAN_NONE : line, end,
                              number);
      self->is_first = is_blank;
      self->is_held = is_blank;
      if (is_blank || self->assembler.collect.state != RUNGS_COLLECT_START)
        return;
    }
  /* What waited has not become a start line with it. */
  if (is_start)
    take_start_line (self, line, end, number);
  else if (!is_blank)
    take_stranger (self, line, end, number);
}

static void
begin_record (Parser *self, const Head *head, guint64 offset)
{
  end_record (self);
  self->is_open = self->is_first = TRUE;
  self->is_event = FALSE;
  self->next_time = time_of (self, head);
  self->next_is_received = head->is_received;
  self->next_start = offset;
  rungs_assembler_set (self->next_local, head->local);
  rungs_assembler_set (self->next_remote, head->remote);
  if (self->is_held && !is_same_way (self))
    finish_message (self);
}

/* ---- log.sipd ---- */

/* "<name>value</name>": the value. */
static gboolean
take_element (RungsSpan text, RungsSpan name, RungsSpan *value)
{
  gssize end;

  if (text.len == 0 || text.str[0] != '<' || !rungs_span_starts (rungs_span_skip (text, 1), name))
    return FALSE;
  text = rungs_span_skip (text, 1 + name.len);
  if (!rungs_take_text (&text, RUNGS_SPAN (">")))
    return FALSE;
  end = rungs_span_find (text, RUNGS_SPAN ("</"));
  *value = rungs_span_head (text, end >= 0 ? (gsize) end : text.len);
  return TRUE;
}

/* "&lt;", "&#xA;" */
static void
append_plain (GString *out, RungsSpan text)
{
  static const struct
  {
    RungsSpan name;
    char c;
  } entities[] = { { { "&lt;", 4 }, '<' },   { { "&gt;", 4 }, '>' },    { { "&amp;", 5 }, '&' },
                   { { "&quot;", 6 }, '"' }, { { "&apos;", 6 }, '\'' }, { { "&#xA;", 5 }, '\n' },
                   { { "&#xD;", 5 }, '\r' } };

  while (text.len > 0)
    {
      gssize at = rungs_span_find_char (text, '&');
      gsize taken = 1;
      char c = '&';

      g_string_append_len (out, text.str, at < 0 ? (gssize) text.len : at);
      if (at < 0)
        return;
      text = rungs_span_skip (text, (gsize) at);
      for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
        if (rungs_span_starts (text, entities[i].name))
          {
            c = entities[i].c;
            taken = entities[i].name.len;
          }
      g_string_append_c (out, c);
      text = rungs_span_skip (text, taken);
    }
}

static void
append_port (GString *address, RungsSpan port)
{
  gboolean is_ipv6 = strchr (address->str, ':') != NULL;

  if (is_ipv6)
    {
      g_string_prepend_c (address, '[');
      g_string_append_c (address, ']');
    }
  g_string_append_c (address, ':');
  g_string_append_len (address, port.str, (gssize) port.len);
}

/* Text of a message; ends it at "</SipMsgSection>". */
static void
take_section (Parser *self, RungsSpan text, guint64 end, guint32 number)
{
  gssize close = rungs_span_find (text, RUNGS_SPAN ("</SipMsgSection>"));
  RungsSpan rest, line;

  g_string_truncate (self->text, 0);
  append_plain (self->text, rungs_span_head (text, close >= 0 ? (gsize) close : text.len));
  rest = rungs_span (self->text->str, self->text->len);
  if (rest.len == 0 && close < 0)
    rungs_assembler_add_line (&self->assembler, rest, end, number);
  while (rungs_span_take_line (&rest, &line))
    rungs_assembler_add_line (&self->assembler, line, end, number);
  if (close < 0)
    return;
  finish_message (self);
  self->is_open = FALSE;
}

/* An element of a SIP event; FALSE when it is none. */
static gboolean
take_event_line (Parser *self, RungsSpan text, guint64 offset, guint64 end, guint32 number)
{
  RungsSpan value;
  RungsWritten written;

  if (take_element (text, RUNGS_SPAN ("eventEntry"), &value)
      || take_element (text, RUNGS_SPAN ("startTime"), &value))
    {
      end_record (self);
      if (self->is_held)
        finish_message (self);
      /* The event begins at its first line. */
      if (!self->is_event)
        self->next_start = offset;
      self->is_event = TRUE;
      self->next_is_received = TRUE;
      rungs_assembler_set (self->next_local, RUNGS_SPAN_NONE);
      rungs_assembler_set (self->next_remote, RUNGS_SPAN_NONE);
      if (rungs_stamp_find (value, self->stamps.dates, &written) == RUNGS_WRITTEN_FULL)
        self->next_time = rungs_stamps_full (&self->stamps, written.time);
    }
  else if (!self->is_event)
    return FALSE;
  else if (take_element (text, RUNGS_SPAN ("sourceAddress"), &value))
    rungs_assembler_set (self->next_remote, value);
  else if (take_element (text, RUNGS_SPAN ("sourcePort"), &value))
    append_port (self->next_remote, value);
  else if (take_element (text, RUNGS_SPAN ("destinationAddress"), &value))
    rungs_assembler_set (self->next_local, value);
  else if (take_element (text, RUNGS_SPAN ("destinationPort"), &value))
    append_port (self->next_local, value);
  else if (take_element (text, RUNGS_SPAN ("direction"), &value))
    self->next_is_received = rungs_span_find (value, RUNGS_SPAN ("RECEIVER")) >= 0;
  else if (rungs_span_starts (text, RUNGS_SPAN ("<SipMsgSection>")))
    {
      if (!self->next_is_received)
        {
          g_autofree char *local = g_strdup (self->next_local->str);

          g_string_assign (self->next_local, self->next_remote->str);
          g_string_assign (self->next_remote, local);
        }
      begin_message (self);
      self->is_open = TRUE;
      self->is_first = FALSE;
      take_section (self, rungs_span_skip (text, 15), end, number);
    }
  return TRUE;
}

/* "[SIP] (3) text" */
static gboolean
read_tag (RungsSpan rest, RungsSpan *text)
{
  gssize close;

  if (rest.len < 3 || rest.str[0] != '[' || !g_ascii_isupper (rest.str[1]))
    return FALSE;
  close = rungs_span_find_char (rest, ']');
  if (close < 0)
    return FALSE;
  *text = rungs_span_skip (rest, (gsize) close + 1);
  if (text->len > 0 && text->str[0] == ' ')
    *text = rungs_span_skip (*text, 1);
  if (text->len > 2 && text->str[0] == '(')
    {
      gssize paren = rungs_span_find_char (rungs_span_head (*text, 8), ')');

      if (paren > 1 && g_ascii_isdigit (text->str[1]))
        *text = rungs_span_skip (*text, (gsize) paren + 1);
      if (text->len > 0 && text->str[0] == ' ')
        *text = rungs_span_skip (*text, 1);
    }
  return TRUE;
}

static void
take_tagged_line (Parser *self,
                  const Head *head,
                  RungsSpan text,
                  guint64 offset,
                  guint64 end,
                  guint32 number)
{
  if (self->is_event && self->is_open)
    take_section (self, text, end, number);
  else if (!take_event_line (self, rungs_span_trim (text), offset, end, number)
           && self->sink->event != NULL)
    tell_event (self, time_of (self, head), text, offset, number);
  if (rungs_span_find (text, RUNGS_SPAN ("</eventEntry>")) >= 0)
    self->is_event = FALSE;
}

/* ---- The format ---- */

static void
take_line (gpointer data, RungsSpan line, guint64 offset, guint64 end, guint32 number)
{
  Parser *self = data;
  RungsSpan text;
  Head head;

  if (read_head (line, &head))
    begin_record (self, &head, offset);
  else if (is_rule (line))
    end_record (self);
  else if (read_stamp (line, &head) && head.has_date && read_tag (head.rest, &text))
    take_tagged_line (self, &head, text, offset, end, number);
  else if (self->is_event && self->is_open)
    take_section (self, line, end, number);
  else if (self->is_open && self->is_first)
    take_first_line (self, line, end, number);
  else if (self->is_open)
    rungs_assembler_add_line (&self->assembler, line, end, number);
}

static gboolean
parse (const RungsFormat *format,
       RungsReader *reader,
       RungsSink *sink,
       GCancellable *cancellable,
       GError **error)
{
  Parser self = { .sink = sink, .next_time = RUNGS_TIME_NONE };
  GString **const strings[] = { &self.local, &self.remote, &self.next_local, &self.next_remote,
                                &self.text };
  RungsLines result;

  self.stamps = rungs_stamps_new (reader, sink);
  rungs_assembler_init (&self.assembler, sink);
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    *strings[i] = g_string_new (NULL);

  result = rungs_lines_read (reader, sink, cancellable, error, &self.stamps, take_line, &self);
  if (result == RUNGS_LINES_DONE)
    {
      end_record (&self);
      finish_message (&self);
    }

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    g_string_free (*strings[i], TRUE);
  rungs_assembler_clear (&self.assembler);
  return result != RUNGS_LINES_FAILED;
}

/* A collection of logs may have some of this one's heads: most messages must be behind one, or
 * copies of such. */
static RungsProbe
probe (const RungsFormat *format, RungsSpan head, const char *basename)
{
  guint n_heads = 0, n_starts = 0;
  RungsSpan line, text;
  Head assembler;

  while (rungs_span_take_line (&head, &line))
    {
      if (read_head (line, &assembler))
        n_heads++;
      else if (rungs_sip_is_start_line (line))
        n_starts++;
      else if (read_stamp (line, &assembler) && read_tag (assembler.rest, &text)
               && rungs_span_starts (rungs_span_trim (text), RUNGS_SPAN ("<eventEntry>")))
        return RUNGS_PROBE_YES;
    }
  return n_heads > 0 && n_heads * 4 >= n_starts ? RUNGS_PROBE_YES : RUNGS_PROBE_NO;
}

const RungsFormat rungs_format_oracle = {
  .id = "oracle-sipmsg",
  .title = "Oracle SBC sipmsg.log",
  .how = N_ ("Lines such as \"Nov 22 10:15:02.120 On [0:0]192.0.2.1:5060 received from "
             "198.51.100.2:5060\" before each message; in log.sipd SIP events as XML."),
  .confidence = N_ ("High for sipmsg.log: read from real files and the vendor’s manual. Low for "
                    "log.sipd, which is known only from a converter."),
  .probe = probe,
  .parse = parse,
};
