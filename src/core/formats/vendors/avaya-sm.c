/* Avaya Aura Session Manager: what traceSM writes.
 *
 *   com.avaya.asm  SIPMSGT
 *   --------------------
 *   22/11/2026 10:15:02.120 -->
 *   octets: 1200, Body Length: 300
 *   ingress: { L198.51.100.5:5061/R203.0.113.10:5061/TLS/0xa }
 *   egress: [NO TARGET]
 *   --------------------
 *   INVITE sip:+15550100002@example.com SIP/2.0
 *   ...
 *   --------------------
 *
 * L is the Session Manager, R the other end: "ingress" is received, "egress" sent. The line of the
 * octets and the one without a target may be missing. A header "Av-Global-Session-ID" or
 * "Global-Session-ID" is the same on all legs.
 *
 * Source: SBC-FORMATS section 8 (the writers of several converters to this form). */
#include "config.h"

#include "formats/lines.h"
#include "formats/assembler.h"
#include "formats/head-line.h"
#include "formats/vendors/avaya.h"

#include <glib/gi18n-lib.h>

typedef enum
{
  STATE_OTHER,
  STATE_HEAD, /* behind the stamp, before the rule */
  STATE_MESSAGE,
} State;

typedef struct
{
  RungsAssembler assembler;
  State state;
} Parser;

/* "22/11/2026 10:15:02.120 -->": received, "<--": sent. */
static gboolean
read_stamp (RungsSpan line, RungsWritten *stamp, gboolean *is_received)
{
  gsize len;

  if (line.len < 26 || !g_ascii_isdigit (line.str[0]))
    return FALSE;
  len = rungs_stamp_read (line, RUNGS_DATES_DAY_FIRST, stamp);
  if (len == 0 || stamp->kind != RUNGS_WRITTEN_FULL)
    return FALSE;
  line = rungs_span_trim (rungs_span_skip (line, len));
  *is_received = rungs_span_equal (line, RUNGS_SPAN ("-->"));
  return *is_received || rungs_span_equal (line, RUNGS_SPAN ("<--"));
}

/* At least 20 dashes and nothing else. */
static gboolean
is_rule (RungsSpan line)
{
  line = rungs_span_trim (line);
  for (gsize i = 0; i < line.len; i++)
    if (line.str[i] != '-')
      return FALSE;
  return line.len >= 20;
}

/* "ingress: { L198.51.100.5:5061/R203.0.113.10:5061/TLS/0xa }" */
static void
take_way (RungsAssembler *assembler, RungsSpan line)
{
  gboolean is_in = rungs_span_starts (line, RUNGS_SPAN ("ingress:"));
  RungsSpan own = RUNGS_SPAN_NONE, peer = RUNGS_SPAN_NONE, transport = RUNGS_SPAN_NONE;
  gssize brace = rungs_span_find_char (line, '{');

  if ((!is_in && !rungs_span_starts (line, RUNGS_SPAN ("egress:"))) || brace < 0)
    return;
  line = rungs_span_trim (rungs_span_skip (line, (gsize) brace + 1));
  if (!rungs_span_take_until (&line, '/', &own) || own.len < 2 || own.str[0] != 'L'
      || !rungs_span_take_until (&line, '/', &peer) || peer.len < 2 || peer.str[0] != 'R')
    return;
  rungs_span_take_until (&line, '/', &transport);
  assembler->is_received = is_in;
  assembler->is_sent = !is_in;
  rungs_assembler_set (is_in ? assembler->dst : assembler->src, rungs_span_skip (own, 1));
  rungs_assembler_set (is_in ? assembler->src : assembler->dst, rungs_span_skip (peer, 1));
  assembler->transport = rungs_transport_of (rungs_span_trim (transport));
}

static void
finish_message (Parser *self)
{
  RungsSinkMessage message;
  RungsSipIndex index;

  self->state = STATE_OTHER;
  if (!rungs_assembler_take (&self->assembler, &message, &index))
    return;
  rungs_assembler_set (
    self->assembler.session,
    rungs_sip_header (message.bytes, RUNGS_SPAN ("Av-Global-Session-ID"), 0, NULL));
  if (self->assembler.session->len == 0)
    rungs_assembler_set (
      self->assembler.session,
      rungs_sip_header (message.bytes, RUNGS_SPAN ("Global-Session-ID"), 0, NULL));
  rungs_assembler_emit (&self->assembler, &message, &index);
}

static void
take_line (gpointer data, RungsSpan line, guint64 offset, guint64 end, guint32 number)
{
  Parser *self = data;
  gboolean is_received;
  RungsWritten stamp;

  if (self->state != STATE_MESSAGE && read_stamp (line, &stamp, &is_received))
    {
      rungs_assembler_begin (&self->assembler, offset);
      self->assembler.time = stamp.time;
      self->assembler.is_received = is_received;
      self->assembler.is_sent = !is_received;
      self->state = STATE_HEAD;
    }
  else if (is_rule (line))
    {
      if (self->state == STATE_HEAD)
        self->state = STATE_MESSAGE;
      else if (self->state == STATE_MESSAGE)
        finish_message (self);
    }
  else if (self->state == STATE_HEAD)
    take_way (&self->assembler, rungs_span_trim (line));
  else if (self->state == STATE_MESSAGE)
    rungs_assembler_add_line (&self->assembler, line, end, number);
}

static gboolean
parse (const RungsFormat *format,
       RungsReader *reader,
       RungsSink *sink,
       GCancellable *cancellable,
       GError **error)
{
  Parser self = { .state = STATE_OTHER };
  RungsLines result;

  rungs_assembler_init (&self.assembler, sink);
  result = rungs_lines_read (reader, sink, cancellable, error, NULL, take_line, &self);
  if (result == RUNGS_LINES_DONE)
    finish_message (&self);
  rungs_assembler_clear (&self.assembler);
  return result != RUNGS_LINES_FAILED;
}

static RungsProbe
probe (const RungsFormat *format, RungsSpan head, const char *basename)
{
  RungsSpan line;
  gboolean is_marked = FALSE, is_stamped = FALSE, is_received;
  RungsWritten stamp;

  while (rungs_span_take_line (&head, &line))
    {
      is_marked |= rungs_span_find (line, RUNGS_SPAN ("SIPMSGT")) >= 0;
      is_stamped |= read_stamp (line, &stamp, &is_received);
      if (is_stamped
          && (rungs_span_starts (line, RUNGS_SPAN ("ingress: {"))
              || rungs_span_starts (line, RUNGS_SPAN ("egress: {"))))
        return RUNGS_PROBE_YES;
    }
  return is_marked && is_stamped ? RUNGS_PROBE_MAYBE : RUNGS_PROBE_NO;
}

const RungsFormat rungs_format_avaya_sm = {
  .id = "avaya-sm",
  .title = "Avaya Session Manager traceSM",
  .how = N_ ("Blocks between lines of dashes with \"22/11/2026 10:15:02.120 -->\" and \"ingress: { "
             "L192.0.2.1:5061/R198.51.100.2:5061/TLS/ }\"."),
  .confidence = N_ ("Medium: known from several converters that write this form."),
  .probe = probe,
  .parse = parse,
};
