/* Cisco CUBE and IOS voice gateways: "debug ccsip messages" (and whatever other debugs stand
 * between), and "show voip trace". From the console, the log buffer or a syslog server.
 *
 *   007592: *Nov 22 10:15:02.120 CET: //-1/xxxxxxxxxxxx/SIP/Msg/ccsipDisplayMsg:
 *   Received:
 *   INVITE sip:+15550100002@198.51.100.5:5060 SIP/2.0
 *   ...
 *
 *   0: *Nov 22 10:15:02.120: //1/1CE915CE8002/CUBE_VT/SIP/Msg/ccsipDisplayMsg:
 *   Received: SIP UDP message from 203.0.113.10:5060 to 198.51.100.5:5060
 *
 * The second field is the begin of the call's GUID, the same on both legs; the first messages of a
 * call have none yet. Only "show voip trace" tells addresses; else they are what the messages say
 * (Via, Route, request URI), or for what was received the line of "debug ccsip transport" just
 * before. A message ends by its Content-Length, or with the next line that has a stamp. What
 * somebody types on the console, and "--More--", stand in between; through syslog every line has
 * the stamp.
 *
 * Source: SBC-FORMATS section 4a (twelve real logs, IOS 12 to IOS-XE 17.12, and the vendor's
 * manual); the form through syslog is known from a converter. */
#include "config.h"

#include "formats/vendors/cube.h"

#include "base/limits.h"
#include "formats/stamps.h"
#include "formats/lines.h"
#include "formats/assembler.h"
#include "formats/vendors/cube-line.h"

#include <glib/gi18n-lib.h>

/* A line of "debug ccsip transport" is about the message that is logged at the same time. */
#define SAME_TIME (2 * 1000)

typedef enum
{
  STATE_OTHER,     /* nothing of interest */
  STATE_EVENT,     /* lines without a stamp go on with the device's own line */
  STATE_DIRECTION, /* "Received:" comes next */
  STATE_MESSAGE,
} State;

typedef struct
{
  RungsSink *sink;
  RungsStamps stamps;
  RungsAssembler assembler;
  State state;
  gboolean is_served;   /* a syslog server's writing stood before the last head's stamp */
  gboolean is_per_line; /* every line of the message has a stamp */
  gboolean is_echo;     /* the line before was typed by somebody */
  guint n_lines;        /* since the head */

  /* The stamp of the message that is being put together. */
  RungsWritten written;

  /* The device's own line that is being read. */
  RungsTime event_time;
  GString *event_session, *event_device;

  /* "Msg enqueued for SPI with IP addr: [203.0.113.10]:5060" */
  GString *enqueued;
  RungsStamp enqueued_time;
} Parser;

static RungsSpan
span_of (const GString *string)
{
  return rungs_span (string->str, string->len);
}

/* A time since the start of the device has no date at all. */
static RungsTime
resolve (Parser *self, const RungsWritten *written)
{
  RungsTime time = written->time;

  if (written->kind != RUNGS_WRITTEN_NONE)
    return rungs_stamps_complete (&self->stamps, written);
  time.facts |= RUNGS_TIME_DATE_GUESSED | RUNGS_TIME_UPTIME;
  return time;
}

static void
set_guid (GString *session, RungsSpan guid)
{
  gboolean is_zero = TRUE;

  for (gsize i = 0; i < guid.len; i++)
    is_zero &= guid.str[i] == '0';
  rungs_assembler_set (session, is_zero ? RUNGS_SPAN_NONE : guid);
  g_string_ascii_up (session);
}

/* ---- Messages ---- */

/* A request that is sent goes to the first Route (RFC 3261 8.1.2). */
static void
route_address (RungsSpan bytes, GString *address)
{
  RungsSpan route = rungs_sip_header (bytes, RUNGS_SPAN ("Route"), 0, NULL), user, host, port;

  rungs_sip_uri (route, &user, &host, &port);
  rungs_assembler_address (address, host, port);
}

static void
finish_message (Parser *self)
{
  RungsAssembler *assembler = &self->assembler;
  RungsSinkMessage message;
  RungsSipIndex index;

  if (self->state == STATE_MESSAGE)
    self->state = STATE_OTHER;
  if (!rungs_assembler_take (assembler, &message, &index))
    return;
  rungs_stamps_read_date_header (&self->stamps, message.bytes);
  assembler->time = resolve (self, &self->written);
  if (assembler->is_sent && index.is_request && assembler->dst->len == 0)
    route_address (message.bytes, assembler->dst);
  if (assembler->is_received && assembler->src->len == 0 && self->enqueued->len > 0
      && ABS (self->written.time.at - self->enqueued_time) <= SAME_TIME)
    rungs_assembler_set (assembler->src, span_of (self->enqueued));
  g_string_truncate (self->enqueued, 0);
  rungs_assembler_emit (assembler, &message, &index);
}

/* "from 203.0.113.10:5060": what is behind @word, up to a blank. */
static RungsSpan
word_behind (RungsSpan text, RungsSpan word)
{
  gssize at = rungs_span_find (text, word);
  RungsSpan found = RUNGS_SPAN_NONE;

  if (at >= 0)
    {
      text = rungs_span_skip (text, (gsize) at + word.len);
      rungs_span_take_until (&text, ' ', &found);
    }
  return found;
}

/* "Received:", "Sent: SIP TLS message from … to …". Then the start line comes. */
static gboolean
take_direction (Parser *self, RungsSpan text)
{
  RungsAssembler *assembler = &self->assembler;
  gboolean is_received, is_sent;

  text = rungs_span_trim (text);
  is_received = rungs_span_starts (text, RUNGS_SPAN ("Received:"));
  is_sent = rungs_span_starts (text, RUNGS_SPAN ("Sent:"));
  if (!is_received && !is_sent)
    return FALSE;
  text = rungs_span_trim (rungs_span_skip (text, is_received ? 9 : 5));
  if (text.len > 0 && !rungs_span_starts (text, RUNGS_SPAN ("SIP ")))
    return FALSE;
  assembler->is_received = is_received;
  assembler->is_sent = is_sent;
  assembler->transport = rungs_transport_of (word_behind (text, RUNGS_SPAN ("SIP ")));
  rungs_assembler_set (assembler->src, word_behind (text, RUNGS_SPAN (" from ")));
  rungs_assembler_set (assembler->dst, word_behind (text, RUNGS_SPAN (" to ")));
  self->state = STATE_MESSAGE;
  self->is_echo = FALSE;
  self->n_lines = 0;
  return TRUE;
}

static void
begin_record (Parser *self, const RungsCubePrefix *prefix, RungsSpan guid, guint64 offset)
{
  self->state = STATE_DIRECTION;
  self->n_lines = 0;
  self->is_per_line = FALSE;
  self->written = prefix->written;
  self->is_served = prefix->is_served;
  rungs_assembler_begin (&self->assembler, offset);
  rungs_assembler_set (self->assembler.device, prefix->device);
  set_guid (self->assembler.session, guid);
}

/* ---- The device's own lines ---- */

static void
tell_event (Parser *self, RungsSpan text, guint64 offset, guint32 number)
{
  RungsSinkEvent event = { .offset = offset, .line = number, .time = self->event_time };

  if (self->sink->event == NULL)
    return;
  event.text = rungs_span_trim (text);
  event.session = span_of (self->event_session);
  event.device = span_of (self->event_device);
  if (event.text.len > 0)
    self->sink->event (self->sink, &event);
}

static void
begin_event (Parser *self,
             const RungsCubePrefix *prefix,
             RungsSpan guid,
             RungsSpan text,
             guint64 offset,
             guint32 number)
{
  static const RungsSpan enqueued = { "Msg enqueued for SPI with IP addr: [", 36 };
  gssize at = rungs_span_find (text, enqueued);

  gboolean is_more = self->state == STATE_EVENT;

  self->state = STATE_EVENT;
  if (at >= 0)
    {
      RungsSpan address = rungs_span_skip (text, (gsize) at + enqueued.len);
      RungsSpan host = RUNGS_SPAN_NONE, port = RUNGS_SPAN_NONE;

      rungs_span_take_until (&address, ']', &host);
      rungs_span_take_until (&address, ' ', &port);
      /* Brackets are for IPv6 alone. */
      g_string_printf (self->enqueued,
                       rungs_span_find_char (host, ':') >= 0 ? "[%.*s]%.*s" : "%.*s%.*s",
                       (int) MIN (host.len, 64), host.str, (int) MIN (port.len, 8), port.str);
      self->enqueued_time = prefix->written.time.at;
    }
  if (self->sink->event == NULL)
    return;
  self->event_time = resolve (self, &prefix->written);
  /* Through syslog every line of a block has a stamp, and the first alone a GUID. */
  if (is_more && prefix->rest.len > 0 && prefix->rest.str[0] == ' ')
    {
      tell_event (self, text, offset, number);
      return;
    }
  set_guid (self->event_session, guid);
  rungs_assembler_set (self->event_device, prefix->device);
  tell_event (self, text, offset, number);
}

/* "  Cause-code     = recovery on timer expiry (102)", below the GUID of the leg it is about. */
static void
take_cover_line (Parser *self, RungsSpan line, guint64 offset, guint32 number)
{
  RungsSpan name, value = rungs_span_trim (line);
  RungsCubePrefix prefix;

  if (self->sink->event == NULL || !rungs_span_take_until (&value, '=', &name))
    return;
  name = rungs_span_trim (name);
  value = rungs_span_trim (value);
  if (rungs_span_equal (name, RUNGS_SPAN ("GUID")))
    set_guid (self->event_session, value);
  else if (rungs_span_equal (name, RUNGS_SPAN ("Timestamp")))
    {
      g_autofree char *stamp = g_strdup_printf ("%.*s: ", (int) MIN (value.len, 64), value.str);

      if (rungs_cube_read_prefix (rungs_span_of (stamp), FALSE, &prefix))
        self->event_time = resolve (self, &prefix.written);
    }
  else if (rungs_span_equal (name, RUNGS_SPAN ("Cause-code")))
    tell_event (self, line, offset, number);
}

/* ---- Lines ---- */

static void
take_message_line (Parser *self, RungsSpan line, guint64 end, guint32 number)
{
  RungsCollectState before = self->assembler.collect.state;

  if (rungs_cube_is_prompt (line) && !rungs_sip_is_start_line (line))
    {
      self->is_echo = TRUE;
      return;
    }
  if (!rungs_assembler_add_line (&self->assembler, line, end, number))
    {
      /* What was typed has cut a line in two. */
      if (self->is_echo && before != RUNGS_COLLECT_START && rungs_span_trim (line).len > 0)
        rungs_collect_continue (&self->assembler.collect, line, end, number);
      else if (before == RUNGS_COLLECT_START && ++self->n_lines > RUNGS_TEXT_FOREIGN_LINES)
        self->assembler.collect.state = RUNGS_COLLECT_WHOLE;
    }
  if (rungs_span_trim (line).len > 0)
    self->is_echo = FALSE;
  if (self->assembler.collect.state == RUNGS_COLLECT_WHOLE)
    finish_message (self);
}

/* A line that says something of itself, with a stamp. FALSE when it is one of the message's. */
static gboolean
take_stamped (Parser *self, const RungsCubePrefix *prefix, guint64 offset, guint32 number)
{
  RungsCubeDebug debug;

  if (rungs_cube_read_debug (prefix->rest, &debug))
    {
      finish_message (self);
      if (rungs_span_find (debug.name, RUNGS_SPAN ("ccsipDisplayMsg")) >= 0)
        {
          begin_record (self, prefix, debug.guid, offset);
          take_direction (self, debug.text);
        }
      else
        begin_event (self, prefix, debug.guid, debug.all, offset, number);
      return TRUE;
    }
  if (self->state == STATE_DIRECTION && take_direction (self, prefix->rest))
    {
      self->is_per_line = TRUE;
      return TRUE;
    }
  if (self->state == STATE_MESSAGE && self->is_per_line
      && !rungs_span_starts (prefix->rest, RUNGS_SPAN ("%")))
    return FALSE;
  finish_message (self);
  /* As IOS 12.2 wrote it: "*Nov 22 10:15:02.120: Received:". */
  if (rungs_span_equal (rungs_span_trim (prefix->rest), RUNGS_SPAN ("Received:"))
      || rungs_span_equal (rungs_span_trim (prefix->rest), RUNGS_SPAN ("Sent:")))
    {
      begin_record (self, prefix, RUNGS_SPAN_NONE, offset);
      take_direction (self, prefix->rest);
    }
  else
    begin_event (self, prefix, RUNGS_SPAN_NONE, prefix->rest, offset, number);
  return TRUE;
}

static void
take_line (gpointer data, RungsSpan line, guint64 offset, guint64 end, guint32 number)
{
  Parser *self = data;
  RungsCubePrefix prefix;

  if (!rungs_cube_without_more (&line))
    return;
  if (rungs_cube_read_prefix (line, self->is_served, &prefix))
    {
      if (take_stamped (self, &prefix, offset, number))
        return;
      line = prefix.rest;
    }
  switch (self->state)
    {
    case STATE_DIRECTION:
      if (take_direction (self, line))
        return;
      if (rungs_span_trim (line).len > 0 && ++self->n_lines > RUNGS_TEXT_HEAD_LINES)
        self->state = STATE_OTHER;
      return;
    case STATE_MESSAGE:
      take_message_line (self, line, end, number);
      return;
    case STATE_EVENT:
      if (rungs_span_trim (line).len == 0 || rungs_cube_is_prompt (line))
        self->state = STATE_OTHER;
      else
        tell_event (self, line, offset, number);
      return;
    case STATE_OTHER:
    default:
      take_cover_line (self, line, offset, number);
    }
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
  GString **const strings[] = { &self.event_session, &self.event_device, &self.enqueued };
  RungsLines result;

  self.stamps = rungs_stamps_new (reader, sink);
  rungs_assembler_init (&self.assembler, sink);
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    *strings[i] = g_string_new (NULL);

  result = rungs_lines_read (reader, sink, cancellable, error, &self.stamps, take_line, &self);
  if (result == RUNGS_LINES_DONE)
    finish_message (&self);

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    g_string_free (*strings[i], TRUE);
  rungs_assembler_clear (&self.assembler);
  return result != RUNGS_LINES_FAILED;
}

/* A collection of logs may have some of this one's heads: most messages must be behind one. */
static RungsProbe
probe (const RungsFormat *format, RungsSpan head, const char *basename)
{
  guint n_heads = 0, n_starts = 0;
  RungsSpan line;

  while (rungs_span_take_line (&head, &line))
    {
      RungsCubePrefix prefix;
      RungsCubeDebug debug;

      if (rungs_sip_is_start_line (line))
        n_starts++;
      else if (rungs_cube_read_prefix (line, FALSE, &prefix)
               && rungs_cube_read_debug (prefix.rest, &debug))
        n_heads += rungs_span_find (debug.name, RUNGS_SPAN ("ccsipDisplayMsg")) >= 0;
    }
  return n_heads > 0 && n_heads * 2 >= n_starts ? RUNGS_PROBE_YES : RUNGS_PROBE_NO;
}

const RungsFormat rungs_format_cube = {
  .id = "cisco-cube",
  .title = "Cisco CUBE debug ccsip",
  .how = N_ ("Lines that end in \"SIP/Msg/ccsipDisplayMsg:\" behind a stamp and \"//call/guid/\", "
             "then \"Received:\" or \"Sent:\"; also \"show voip trace\"."),
  .confidence = N_ ("High: read from real logs of IOS 12 to IOS-XE 17.12. Where the log names no "
                    "addresses they are taken from the messages. The form through syslog is known "
                    "from a converter alone."),
  .probe = probe,
  .parse = parse,
};
