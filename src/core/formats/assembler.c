#include "config.h"

#include "formats/assembler.h"

void
rungs_assembler_init (RungsAssembler *self, RungsSink *sink)
{
  *self = (RungsAssembler){ .sink = sink, .time = RUNGS_TIME_NONE };
  rungs_collect_init (&self->collect);
  self->peers = rungs_text_peers_new ();
  self->src = g_string_new (NULL);
  self->dst = g_string_new (NULL);
  self->session = g_string_new (NULL);
  self->device = g_string_new (NULL);
}

void
rungs_assembler_clear (RungsAssembler *self)
{
  rungs_collect_clear (&self->collect);
  rungs_text_peers_free (self->peers);
  g_string_free (self->src, TRUE);
  g_string_free (self->dst, TRUE);
  g_string_free (self->session, TRUE);
  g_string_free (self->device, TRUE);
}

void
rungs_assembler_begin (RungsAssembler *self, guint64 start)
{
  rungs_collect_begin (&self->collect);
  g_string_truncate (self->src, 0);
  g_string_truncate (self->dst, 0);
  g_string_truncate (self->session, 0);
  g_string_truncate (self->device, 0);
  self->is_received = self->is_sent = FALSE;
  self->transport = RUNGS_TRANSPORT_UNKNOWN;
  self->time = RUNGS_TIME_NONE;
  self->start = start;
}

gboolean
rungs_assembler_add_line (RungsAssembler *self, RungsSpan line, guint64 end, guint32 number)
{
  return rungs_collect_line (&self->collect, line, end, number);
}

gboolean
rungs_assembler_take (RungsAssembler *self, RungsSinkMessage *message, RungsSipIndex *index)
{
  *message = (RungsSinkMessage){ .time = RUNGS_TIME_NONE };
  return rungs_collect_finish (&self->collect, self->sink, message)
         && rungs_sip_index (message->bytes, index);
}

void
rungs_assembler_emit (RungsAssembler *self, RungsSinkMessage *message, const RungsSipIndex *index)
{
  RungsTextHead head = { .src = rungs_span (self->src->str, self->src->len),
                         .dst = rungs_span (self->dst->str, self->dst->len),
                         .transport = self->transport };

  rungs_text_peers_guess (self->peers, index, &head);
  message->src = head.src;
  message->dst = head.dst;
  message->src_is_own = self->is_sent;
  message->dst_is_own = self->is_received;
  message->transport = head.transport;
  message->time = self->time;
  message->session = rungs_span (self->session->str, self->session->len);
  message->device = rungs_span (self->device->str, self->device->len);
  message->offset = self->start;
  message->span = self->collect.end - self->start;
  self->sink->message (self->sink, message);
}

void
rungs_assembler_finish (RungsAssembler *self)
{
  RungsSinkMessage message;
  RungsSipIndex index;

  if (rungs_assembler_take (self, &message, &index))
    rungs_assembler_emit (self, &message, &index);
}

void
rungs_assembler_address (GString *place, RungsSpan host, RungsSpan port)
{
  gboolean is_ipv6 = rungs_span_find_char (host, ':') >= 0 && host.str[0] != '[';

  g_string_truncate (place, 0);
  if (is_ipv6)
    g_string_append_c (place, '[');
  g_string_append_len (place, host.str, (gssize) host.len);
  if (is_ipv6)
    g_string_append_c (place, ']');
  if (host.len > 0 && port.len > 0)
    {
      g_string_append_c (place, ':');
      g_string_append_len (place, port.str, (gssize) port.len);
    }
}
