/* Wireshark and tshark: packet details as text ("Export Packet Dissections", tshark -V).
 *
 *   Frame 1: 921 bytes on wire (7368 bits), 921 bytes captured (7368 bits)
 *       Arrival Time: Nov 22, 2026 10:15:02.120345000 CET
 *   Internet Protocol Version 4, Src: 203.0.113.10, Dst: 198.51.100.5
 *   User Datagram Protocol, Src Port: 5060, Dst Port: 5060
 *   Session Initiation Protocol (INVITE)
 *       Request-Line: INVITE sip:+15550100002@198.51.100.5 SIP/2.0
 *           Method: INVITE
 *       Message Header
 *           Via: SIP/2.0/UDP 203.0.113.10:5060;branch=z9hG4bK1
 *               Transport: UDP
 *           ...
 *       Message Body
 *           Session Description Protocol
 *               Session Description Protocol Version (v): 0
 *               Media Description, name and address (m): audio 40000 RTP/AVP 0
 *
 * A header stands one level below "Message Header"; what is deeper was taken apart. Of SDP the
 * letter in parentheses tells the line; other bodies are not shown as they are. Some leave the
 * layers out and have the packet list alone:
 *
 *         1 0.000000       203.0.113.10          198.51.100.5          SIP/SDP  921    Request: INVITE sip:…
 *
 * Source: the program's own output, versions 2 to 4. */
#include "config.h"

#include "formats/vendors/wireshark.h"

#include "formats/lines.h"
#include "formats/assembler.h"
#include "formats/head-line.h"

#include <glib/gi18n-lib.h>

typedef enum
{
  STATE_PACKET, /* the layers below */
  STATE_START,  /* in SIP, before the start line */
  STATE_HEAD,
  STATE_BODY,
} State;

typedef struct
{
  RungsAssembler assembler;
  State state;
  gsize indent;        /* of headers */
  gboolean has_indent; /* "Message Header" was there */

  /* The packet's. */
  gboolean has_start;
  guint64 start;
  RungsTime time;
  RungsTransport transport;
  GString *host[2], *port[2]; /* source, destination */
} Parser;

static gsize
indent_of (RungsSpan line)
{
  gsize n = 0;

  while (n < line.len && line.str[n] == ' ')
    n++;
  return n;
}

/* What is behind @name, up to a comma or a blank. */
static RungsSpan
value_behind (RungsSpan line, RungsSpan name)
{
  gssize at = rungs_span_find (line, name);
  gsize n = 0;

  if (at < 0)
    return RUNGS_SPAN_NONE;
  line = rungs_span_skip (line, (gsize) at + name.len);
  while (n < line.len && line.str[n] != ',' && line.str[n] != ' ')
    n++;
  return rungs_span_head (line, n);
}

/* "5060", or of older versions "sip (5060)", which has the number behind. */
static RungsSpan
port_behind (RungsSpan line, RungsSpan name)
{
  gssize at = rungs_span_find (line, name), paren;
  RungsSpan value = value_behind (line, name);

  if (at < 0 || (value.len > 0 && g_ascii_isdigit (value.str[0])))
    return value;
  line = rungs_span_skip (line, (gsize) at + name.len);
  paren = rungs_span_find_char (line, '(');
  line = rungs_span_skip (line, (gsize) (paren + 1));
  rungs_span_take_until (&line, ')', &value);
  return value;
}

static void
forget_packet (Parser *self, guint64 offset)
{
  self->has_start = TRUE;
  self->start = offset;
  self->time = RUNGS_TIME_NONE;
  self->transport = RUNGS_TRANSPORT_UNKNOWN;
  for (guint i = 0; i < 2; i++)
    {
      g_string_truncate (self->host[i], 0);
      g_string_truncate (self->port[i], 0);
    }
}

/* "      1 0.000000       203.0.113.10          198.51.100.5          SIP/SDP  921    Request:
 * …" */
static gboolean
take_list_line (Parser *self, RungsSpan line, guint64 offset)
{
  RungsSpan words[5];

  line = rungs_span_trim (line);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (!rungs_span_take_until (&line, ' ', &words[i]))
        return FALSE;
      line = rungs_span_trim (line);
      if (i < 2 && (words[i].len == 0 || !g_ascii_isdigit (words[i].str[0])))
        return FALSE;
    }
  if (!rungs_span_starts (words[4], RUNGS_SPAN ("SIP")))
    return FALSE;
  forget_packet (self, offset);
  rungs_assembler_set (self->host[0], words[2]);
  rungs_assembler_set (self->host[1], words[3]);
  return TRUE;
}

/* The layers around SIP; of a tunnel the inner ones come last. */
static void
take_packet_line (Parser *self, RungsSpan line, guint64 offset)
{
  static const RungsSpan src = { "Src: ", 5 }, dst = { "Dst: ", 5 };
  static const RungsSpan src_port = { "Src Port: ", 10 }, dst_port = { "Dst Port: ", 10 };
  gboolean is_udp = rungs_span_starts (line, RUNGS_SPAN ("User Datagram Protocol"));
  gboolean is_tcp = rungs_span_starts (line, RUNGS_SPAN ("Transmission Control Protocol"));
  RungsSpan text = rungs_span_trim (line);

  if (rungs_span_starts (line, RUNGS_SPAN ("Frame ")))
    {
      /* The packet's line of the list is in front of it. */
      if (self->has_start && self->host[0]->len > 0 && self->time.at == RUNGS_STAMP_NONE
          && self->port[0]->len == 0)
        return;
      forget_packet (self, offset);
    }
  else if (rungs_span_starts (text, RUNGS_SPAN ("Arrival Time: ")))
    {
      RungsWritten written;

      rungs_stamp_find (text, RUNGS_DATES_PLAIN, &written);
      self->time = written.time;
    }
  else if (rungs_span_starts (line, RUNGS_SPAN ("Internet Protocol")))
    {
      rungs_assembler_set (self->host[0], value_behind (line, src));
      rungs_assembler_set (self->host[1], value_behind (line, dst));
    }
  else if (is_udp || is_tcp)
    {
      self->transport = is_udp ? RUNGS_TRANSPORT_UDP : RUNGS_TRANSPORT_TCP;
      rungs_assembler_set (self->port[0], port_behind (line, src_port));
      rungs_assembler_set (self->port[1], port_behind (line, dst_port));
    }
  else if (rungs_span_starts (line, RUNGS_SPAN ("Transport Layer Security"))
           || rungs_span_starts (line, RUNGS_SPAN ("Secure Sockets Layer")))
    self->transport = RUNGS_TRANSPORT_TLS;
  else
    take_list_line (self, line, offset);
}

static gboolean
is_sip_layer (RungsSpan line)
{
  return rungs_span_starts (line, RUNGS_SPAN ("Session Initiation Protocol"));
}

static void
begin (Parser *self, guint64 offset)
{
  RungsAssembler *assembler = &self->assembler;
  GString *const sides[] = { assembler->src, assembler->dst };

  rungs_assembler_begin (assembler, self->has_start ? self->start : offset);
  for (guint i = 0; i < 2; i++)
    rungs_assembler_address (sides[i], rungs_span (self->host[i]->str, self->host[i]->len),
                             rungs_span (self->port[i]->str, self->port[i]->len));
  assembler->transport = self->transport;
  assembler->time = self->time;
  self->has_start = FALSE;
  self->has_indent = FALSE;
  self->state = STATE_START;
}

/* "Media Attribute (a): sendrecv" is "a=sendrecv". */
static gboolean
read_sdp (RungsSpan text, char *letter, RungsSpan *value)
{
  gssize at = rungs_span_find (text, RUNGS_SPAN ("): "));

  if (at < 3 || text.str[at - 2] != '(' || !g_ascii_islower (text.str[at - 1])
      || rungs_span_find_char (rungs_span_head (text, (gsize) at - 2), ':') >= 0)
    return FALSE;
  *letter = text.str[at - 1];
  *value = rungs_span_skip (text, (gsize) at + 3);
  return TRUE;
}

static void
take_body_line (Parser *self, RungsSpan text, guint64 end, guint32 number)
{
  g_autofree char *sdp = NULL;
  RungsSpan value;
  char letter;

  if (!read_sdp (text, &letter, &value))
    return;
  sdp = g_strdup_printf ("%c=%.*s", letter, (int) value.len, value.str);
  rungs_assembler_add_line (&self->assembler, rungs_span_of (sdp), end, number);
}

static void
take_sip_line (Parser *self, RungsSpan line, guint64 end, guint32 number)
{
  static const RungsSpan starts[] = { { "Request-Line: ", 14 }, { "Status-Line: ", 13 } };
  RungsSpan text = rungs_span_trim (line);
  gsize indent = indent_of (line);

  if (rungs_span_equal (text, RUNGS_SPAN ("Message Header")))
    {
      self->has_indent = TRUE;
      self->indent = indent + 4;
    }
  else if (rungs_span_starts (text, RUNGS_SPAN ("Message Body")) && self->state == STATE_HEAD)
    {
      rungs_assembler_add_line (&self->assembler, RUNGS_SPAN_NONE, end, number);
      self->state = STATE_BODY;
    }
  else if (self->state == STATE_START)
    {
      for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
        if (rungs_span_starts (text, starts[i])
            && rungs_assembler_add_line (&self->assembler, rungs_span_skip (text, starts[i].len),
                                         end, number))
          self->state = STATE_HEAD;
    }
  else if (self->state == STATE_BODY)
    take_body_line (self, text, end, number);
  else if (self->has_indent && indent == self->indent)
    rungs_assembler_add_line (&self->assembler, text, end, number);
}

static void
take_line (gpointer data, RungsSpan line, guint64 offset, guint64 end, guint32 number)
{
  Parser *self = data;

  if (rungs_span_trim (line).len == 0)
    return;
  if (self->state != STATE_PACKET && indent_of (line) > 0 && !take_list_line (self, line, offset))
    {
      take_sip_line (self, line, end, number);
      return;
    }
  if (self->state != STATE_PACKET)
    rungs_assembler_finish (&self->assembler);
  self->state = STATE_PACKET;
  if (is_sip_layer (line))
    begin (self, offset);
  else
    take_packet_line (self, line, offset);
}

static gboolean
parse (const RungsFormat *format,
       RungsReader *reader,
       RungsSink *sink,
       GCancellable *cancellable,
       GError **error)
{
  Parser self = { .state = STATE_PACKET, .time = RUNGS_TIME_NONE };
  RungsLines result;

  rungs_assembler_init (&self.assembler, sink);
  for (guint i = 0; i < 2; i++)
    {
      self.host[i] = g_string_new (NULL);
      self.port[i] = g_string_new (NULL);
    }
  result = rungs_lines_read (reader, sink, cancellable, error, NULL, take_line, &self);
  if (result == RUNGS_LINES_DONE)
    rungs_assembler_finish (&self.assembler);
  for (guint i = 0; i < 2; i++)
    {
      g_string_free (self.host[i], TRUE);
      g_string_free (self.port[i], TRUE);
    }
  rungs_assembler_clear (&self.assembler);
  return result != RUNGS_LINES_FAILED;
}

static RungsProbe
probe (const RungsFormat *format, RungsSpan head, const char *basename)
{
  RungsSpan line;
  gboolean is_sip = FALSE;

  while (rungs_span_take_line (&head, &line))
    {
      RungsSpan text = rungs_span_trim (line);

      if (is_sip
          && (rungs_span_starts (text, RUNGS_SPAN ("Request-Line: "))
              || rungs_span_starts (text, RUNGS_SPAN ("Status-Line: "))))
        return RUNGS_PROBE_YES;
      is_sip = is_sip_layer (line);
    }
  return RUNGS_PROBE_NO;
}

const RungsFormat rungs_format_wireshark = {
  .id = "wireshark-text",
  .title = N_ ("Wireshark packet details as text"),
  .how =
    N_ ("“Session Initiation Protocol (INVITE)” with “Request-Line:” or “Status-Line:” below it."),
  .confidence = N_ ("Medium: bodies other than SDP are not in such a text as they were."),
  .probe = probe,
  .parse = parse,
};
