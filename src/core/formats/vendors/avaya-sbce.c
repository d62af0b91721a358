/* Avaya Session Border Controller for Enterprise: what traceSBC reads, the files
 * tracesbc_sip_<epoch>_….
 *
 *   [11-22-2026:10.15.02.120944]
 *   SIP IN: 203.0.113.10:5060 --> 198.51.100.5:5060 (UDP)
 *   INVITE sip:+15550100002@198.51.100.5 SIP/2.0
 *   ...
 *   ----------------------------------------------------------------------------------------
 *
 * The addresses are in the order of the wire for IN and OUT. The part of the second may have blanks
 * for zeroes. The month comes first in one program's reader of these files, the day in another's:
 * the time in the file's name tells, else a field above 12, else the month is first.
 *
 * Source: SBC-FORMATS section 8 (two independent converters and lines they quote). */
#include "config.h"

#include "base/limits.h"
#include "formats/lines.h"
#include "formats/assembler.h"
#include "formats/vendors/avaya.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  RungsSink *sink;
  RungsAssembler assembler;
  gboolean day_first;
  RungsStamp time;
  guint64 offset; /* of the line of the stamp */
  guint32 number;
  gboolean is_stamp; /* the line before was one */
} Parser;

/* "[11-22-2026:10.15.02.120944]": six numbers and the part of a second. */
typedef struct
{
  int a, b, year, hour, minute, second, usec;
} Fields;

static gboolean
take_field (RungsSpan *s, gsize digits, char end, int *value)
{
  guint64 number;

  if (s->len < digits + 1 || rungs_span_take_uint (*s, 9999, &number) != digits
      || s->str[digits] != end)
    return FALSE;
  *value = (int) number;
  *s = rungs_span_skip (*s, digits + 1);
  return TRUE;
}

static gboolean
read_fields (RungsSpan line, Fields *fields)
{
  RungsSpan s = line;
  guint n = 0;

  if (s.len < 28 || s.str[0] != '[')
    return FALSE;
  s = rungs_span_skip (s, 1);
  if (!take_field (&s, 2, '-', &fields->a) || !take_field (&s, 2, '-', &fields->b)
      || !take_field (&s, 4, ':', &fields->year) || !take_field (&s, 2, '.', &fields->hour)
      || !take_field (&s, 2, '.', &fields->minute) || !take_field (&s, 2, '.', &fields->second))
    return FALSE;
  fields->usec = 0;
  for (; n < 6 && n < s.len && (g_ascii_isdigit (s.str[n]) || s.str[n] == ' '); n++)
    fields->usec = fields->usec * 10 + (s.str[n] == ' ' ? 0 : s.str[n] - '0');
  return n == 6 && n < s.len && s.str[n] == ']';
}

static RungsStamp
stamp_of (const Fields *fields, gboolean day_first)
{
  return rungs_stamp_civil (fields->year, day_first ? fields->b : fields->a,
                            day_first ? fields->a : fields->b, fields->hour, fields->minute,
                            fields->second, fields->usec);
}

/* "tracesbc_sip_1795342502_…": seconds since 1970. */
static RungsStamp
epoch_in_name (const char *basename)
{
  RungsSpan name = rungs_span_of (basename);
  gssize at = rungs_span_find (name, RUNGS_SPAN ("tracesbc_sip_"));
  guint64 seconds;

  if (at < 0
      || rungs_span_take_uint (rungs_span_skip (name, (gsize) at + 13), G_MAXUINT32, &seconds)
           != 10)
    return RUNGS_STAMP_NONE;
  return (RungsStamp) seconds * RUNGS_STAMP_SECOND;
}

/* Looks at the front of the file. */
static gboolean
is_day_first (RungsInput *input)
{
  g_autofree char *bytes = g_malloc (RUNGS_PROBE_BYTES);
  gssize n = rungs_input_read (input, 0, bytes, RUNGS_PROBE_BYTES, NULL);
  RungsSpan rest = rungs_span (bytes, (gsize) MAX (n, 0)), line;
  RungsStamp epoch = epoch_in_name (rungs_input_get_basename (input));
  Fields fields;

  while (rungs_span_take_line (&rest, &line))
    {
      RungsStamp month, day;

      if (!read_fields (line, &fields))
        continue;
      month = stamp_of (&fields, FALSE);
      day = stamp_of (&fields, TRUE);
      if (month == RUNGS_STAMP_NONE || day == RUNGS_STAMP_NONE)
        return month == RUNGS_STAMP_NONE && day != RUNGS_STAMP_NONE;
      if (epoch != RUNGS_STAMP_NONE && month != day)
        return ABS (day - epoch) < ABS (month - epoch);
    }
  return FALSE;
}

/* "SIP IN: 203.0.113.10:5060 --> 198.51.100.5:5060 (UDP)" */
static gboolean
take_way (Parser *self, RungsSpan line)
{
  static const RungsSpan arrow = { " --> ", 5 };
  RungsAssembler *assembler = &self->assembler;
  gboolean is_in = rungs_span_starts (line, RUNGS_SPAN ("SIP IN: "));
  RungsSpan src, dst = RUNGS_SPAN_NONE, transport = RUNGS_SPAN_NONE;
  gssize at;

  if (!is_in && !rungs_span_starts (line, RUNGS_SPAN ("SIP OUT: ")))
    return FALSE;
  line = rungs_span_skip (line, is_in ? 8 : 9);
  at = rungs_span_find (line, arrow);
  if (at < 0)
    return FALSE;
  src = rungs_span_trim (rungs_span_head (line, (gsize) at));
  line = rungs_span_skip (line, (gsize) at + arrow.len);
  rungs_span_take_until (&line, ' ', &dst);
  line = rungs_span_trim (line);
  if (line.len > 2 && line.str[0] == '(')
    {
      transport = rungs_span_skip (line, 1);
      rungs_span_take_until (&transport, ')', &transport);
    }
  rungs_assembler_begin (assembler, self->offset);
  assembler->time = rungs_time (self->time);
  assembler->is_received = is_in;
  assembler->is_sent = !is_in;
  assembler->transport = rungs_transport_of (transport);
  rungs_assembler_set (assembler->src, src);
  rungs_assembler_set (assembler->dst, dst);
  return TRUE;
}

static void
tell_event (Parser *self, RungsSpan text, guint64 offset, guint32 number)
{
  RungsSinkEvent event = { .offset = offset, .line = number, .time = rungs_time (self->time) };

  event.text = rungs_span_trim (text);
  if (event.text.len > 0)
    self->sink->event (self->sink, &event);
}

static void
take_line (gpointer data, RungsSpan line, guint64 offset, guint64 end, guint32 number)
{
  Parser *self = data;
  gboolean was_stamp = self->is_stamp;
  Fields fields;

  self->is_stamp = FALSE;
  if (read_fields (line, &fields))
    {
      rungs_assembler_finish (&self->assembler);
      self->time = stamp_of (&fields, self->day_first);
      self->offset = offset;
      self->is_stamp = TRUE;
    }
  else if (rungs_span_starts (line, RUNGS_SPAN ("-----")))
    rungs_assembler_finish (&self->assembler);
  else if (was_stamp)
    {
      if (rungs_span_trim (line).len == 0)
        self->is_stamp = TRUE;
      else if (!take_way (self, line) && self->sink->event != NULL)
        tell_event (self, line, offset, number);
    }
  else if (rungs_assembler_is_open (&self->assembler))
    rungs_assembler_add_line (&self->assembler, line, end, number);
}

static gboolean
parse (const RungsFormat *format,
       RungsReader *reader,
       RungsSink *sink,
       GCancellable *cancellable,
       GError **error)
{
  Parser self = { .sink = sink,
                  .time = RUNGS_STAMP_NONE,
                  .day_first = is_day_first (rungs_reader_get_input (reader)) };
  RungsLines result;

  rungs_assembler_init (&self.assembler, sink);
  result = rungs_lines_read (reader, sink, cancellable, error, NULL, take_line, &self);
  if (result == RUNGS_LINES_DONE)
    rungs_assembler_finish (&self.assembler);
  rungs_assembler_clear (&self.assembler);
  return result != RUNGS_LINES_FAILED;
}

/* A collection of logs may have some of this one's heads: most messages must be behind one. */
static RungsProbe
probe (const RungsFormat *format, RungsSpan head, const char *basename)
{
  guint n_heads = 0, n_starts = 0;
  gboolean is_stamp = FALSE;
  RungsSpan line;
  Fields fields;

  while (rungs_span_take_line (&head, &line))
    {
      n_heads += is_stamp
                 && (rungs_span_starts (line, RUNGS_SPAN ("SIP IN: "))
                     || rungs_span_starts (line, RUNGS_SPAN ("SIP OUT: ")));
      n_starts += rungs_sip_is_start_line (line);
      is_stamp = read_fields (line, &fields) || (is_stamp && rungs_span_trim (line).len == 0);
    }
  return n_heads > 0 && n_heads * 2 >= n_starts ? RUNGS_PROBE_YES : RUNGS_PROBE_NO;
}

const RungsFormat rungs_format_avaya_sbce = {
  .id = "avaya-sbce",
  .title = "Avaya SBCE traceSBC",
  .how = N_ ("Lines \"[11-22-2026:10.15.02.120944]\" and \"SIP IN: 192.0.2.1:5060 --> "
             "198.51.100.2:5060 (UDP)\" before each message."),
  .confidence =
    N_ ("Medium: known from two converters and the lines they quote. If neither the file’s name "
        "nor a day above 12 shows the order, the month is assumed to come first."),
  .probe = probe,
  .parse = parse,
};
