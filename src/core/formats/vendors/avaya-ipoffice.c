/* Avaya IP Office: the Monitor (SysMonitor).
 *
 *   3309492437mS SIP Rx: TCP 203.0.113.10:5060 -> 198.51.100.5:23588
 *                       INVITE sip:+15550100002@198.51.100.5 SIP/2.0
 *                       ...
 *   2026-11-22T10:15:02 3309492457mS SIP Tx: TCP 198.51.100.5:23588 -> 203.0.113.10:5060
 *   10:15:02 3309492457mS CMCallEvt:   ...
 *
 * Lines of a message are indented by twenty blanks; it ends with the first line that is not. The
 * count of milliseconds is since the start of the device, the clock in front of it an option of the
 * Monitor. Without the option the stamps are that count.
 *
 * Source: SBC-FORMATS section 8 (real logs). */
#include "config.h"

#include "base/limits.h"
#include "formats/stamps.h"
#include "formats/lines.h"
#include "formats/assembler.h"
#include "formats/head-line.h"
#include "formats/vendors/avaya.h"

#include <glib/gi18n-lib.h>

/* The clock in front is cut to the second: so far it may be from the count. More, and the device
 * was started again. */
#define CLOCK_SLACK (2 * RUNGS_STAMP_SECOND)

typedef struct
{
  RungsWritten written; /* the clock in front */
  gint64 usec;          /* since the start of the device */
  RungsSpan text;
} Head;

typedef struct
{
  RungsSink *sink;
  RungsAssembler assembler;
  RungsStamps stamps;
  RungsTime base; /* when the device was started; RUNGS_TIME_NONE: not known */
} Parser;

/* "2026-11-22T10:15:02 3309492437mS text" */
static gboolean
read_head (RungsSpan line, Head *head)
{
  guint64 msec;
  gsize n;

  *head = (Head){ .written.time = RUNGS_TIME_NONE };
  if (line.len == 0 || !g_ascii_isdigit (line.str[0]))
    return FALSE;
  n = rungs_span_take_uint (line, G_MAXINT64 / 1000, &msec);
  if (n == 0 || !rungs_span_starts (rungs_span_skip (line, n), RUNGS_SPAN ("mS ")))
    {
      n = rungs_stamp_read (line, RUNGS_DATES_PLAIN, &head->written);
      if (n == 0)
        return FALSE;
      line = rungs_span_trim (rungs_span_skip (line, n));
      n = rungs_span_take_uint (line, G_MAXINT64 / 1000, &msec);
      if (n == 0 || !rungs_span_starts (rungs_span_skip (line, n), RUNGS_SPAN ("mS ")))
        return FALSE;
    }
  head->usec = (gint64) msec * 1000;
  head->text = rungs_span_skip (line, n + 3);
  return TRUE;
}

/* The count has milliseconds, the clock in front has none: the first of both tell when the count
 * began. */
static RungsTime
time_of (Parser *self, const Head *head)
{
  RungsTime time = self->base;

  if (head->written.kind != RUNGS_WRITTEN_NONE)
    {
      time = rungs_stamps_complete (&self->stamps, &head->written);
      time.at -= head->usec;
      if (self->base.at != RUNGS_STAMP_NONE && ABS (self->base.at - time.at) <= CLOCK_SLACK)
        time.at = self->base.at;
      time.facts &= (guint8) ~RUNGS_TIME_SECONDS;
      self->base = time;
    }
  else if (time.at == RUNGS_STAMP_NONE)
    time = (RungsTime){ .facts = RUNGS_TIME_DATE_GUESSED | RUNGS_TIME_UPTIME };
  time.at += head->usec;
  return time;
}

/* "SIP Rx: TCP 203.0.113.10:5060 -> 198.51.100.5:23588" */
static gboolean
read_way (RungsSpan text,
          gboolean *is_received,
          RungsSpan *transport,
          RungsSpan *src,
          RungsSpan *dst)
{
  RungsSpan arrow = RUNGS_SPAN_NONE;

  text = rungs_span_trim (text);
  *is_received = rungs_span_starts (text, RUNGS_SPAN ("SIP Rx: "));
  if (!*is_received && !rungs_span_starts (text, RUNGS_SPAN ("SIP Tx: ")))
    return FALSE;
  text = rungs_span_skip (text, 8);
  return rungs_span_take_until (&text, ' ', transport) && rungs_span_take_until (&text, ' ', src)
         && rungs_span_take_until (&text, ' ', &arrow)
         && rungs_span_equal (arrow, RUNGS_SPAN ("->")) && rungs_span_take_until (&text, ' ', dst);
}

static void
begin (Parser *self,
       const Head *head,
       gboolean is_received,
       RungsSpan transport,
       RungsSpan src,
       RungsSpan dst,
       guint64 offset)
{
  RungsAssembler *assembler = &self->assembler;

  rungs_assembler_begin (assembler, offset);
  assembler->time = time_of (self, head);
  assembler->is_received = is_received;
  assembler->is_sent = !is_received;
  assembler->transport = rungs_transport_of (transport);
  rungs_assembler_set (assembler->src, src);
  rungs_assembler_set (assembler->dst, dst);
}

/* Without the blanks that all lines of a message have, unless they were lost where the log was
 * pasted. */
static RungsSpan
without_indent (RungsSpan line)
{
  gsize n = 0;

  while (n < line.len && n < RUNGS_IPOFFICE_INDENT && line.str[n] == ' ')
    n++;
  return rungs_span_skip (line, n);
}

static void
take_line (gpointer data, RungsSpan line, guint64 offset, guint64 end, guint32 number)
{
  Parser *self = data;
  RungsSpan transport, src, dst;
  gboolean is_received;
  Head head;

  if (read_head (line, &head))
    {
      rungs_assembler_finish (&self->assembler);
      if (read_way (head.text, &is_received, &transport, &src, &dst))
        begin (self, &head, is_received, transport, src, dst, offset);
      else if (self->sink->event != NULL && rungs_span_trim (head.text).len > 0)
        {
          RungsSinkEvent event = { .offset = offset, .line = number };

          event.time = time_of (self, &head);
          event.text = rungs_span_trim (head.text);
          self->sink->event (self->sink, &event);
        }
    }
  else if (rungs_assembler_is_open (&self->assembler)
           && !rungs_assembler_add_line (&self->assembler, without_indent (line), end, number)
           && line.len > 0 && line.str[0] != ' ' && line.str[0] != '\t')
    rungs_assembler_finish (&self->assembler);
}

/* The clock is cut to the second: of many lines, the one that is nearest behind a whole second
 * tells best when the count began. */
static void
look (Parser *self, RungsInput *input)
{
  g_autoptr (RungsReader) reader = rungs_reader_new (input, 0, RUNGS_PROBE_BYTES, 1);
  RungsSpan line;
  guint64 offset;
  guint32 number;
  RungsStamp first = RUNGS_STAMP_NONE;
  RungsStamps stamps = self->stamps; /* a copy, which puts nothing right */
  Head head;

  stamps.sink = NULL;
  while (rungs_reader_next_line (reader, &line, &offset, &number))
    {
      RungsStamp base;

      if (!read_head (line, &head) || head.written.kind == RUNGS_WRITTEN_NONE)
        continue;
      base = rungs_stamps_complete (&stamps, &head.written).at - head.usec;
      if (first == RUNGS_STAMP_NONE)
        first = self->base.at = base;
      else if (ABS (base - first) < RUNGS_STAMP_SECOND)
        self->base.at = MAX (self->base.at, base);
    }
}

static gboolean
parse (const RungsFormat *format,
       RungsReader *reader,
       RungsSink *sink,
       GCancellable *cancellable,
       GError **error)
{
  Parser self = { .sink = sink, .base = RUNGS_TIME_NONE };
  RungsLines result;

  self.stamps = rungs_stamps_new (reader, sink);
  look (&self, rungs_reader_get_input (reader));
  rungs_assembler_init (&self.assembler, sink);
  result = rungs_lines_read (reader, sink, cancellable, error, &self.stamps, take_line, &self);
  if (result == RUNGS_LINES_DONE)
    rungs_assembler_finish (&self.assembler);
  rungs_assembler_clear (&self.assembler);
  return result != RUNGS_LINES_FAILED;
}

static RungsProbe
probe (const RungsFormat *format, RungsSpan head, const char *basename)
{
  RungsSpan line, transport, src, dst;
  guint n_heads = 0;
  gboolean is_received;
  Head assembler;

  while (rungs_span_take_line (&head, &line))
    if (read_head (line, &assembler))
      {
        n_heads++;
        if (read_way (assembler.text, &is_received, &transport, &src, &dst))
          return RUNGS_PROBE_YES;
      }
  return n_heads > 10 ? RUNGS_PROBE_MAYBE : RUNGS_PROBE_NO;
}

const RungsFormat rungs_format_avaya_ipoffice = {
  .id = "avaya-ipoffice",
  .title = "Avaya IP Office Monitor",
  .how = N_ ("Lines such as \"3309492437mS SIP Rx: TCP 192.0.2.1:5060 -> 198.51.100.2:5060\", the "
             "message below them indented."),
  .confidence = N_ ("High: read from real logs. Without Monitor’s clock option, timestamps count "
                    "from the start of the device."),
  .probe = probe,
  .parse = parse,
};
