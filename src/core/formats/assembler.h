/* One message behind a head line that says when and between whom: what all logs with such heads do
 * alike. The format sets the fields after begin, hands the lines over, and says when the message is
 * over. */
#pragma once

#include "formats/collect.h"
#include "formats/peers.h"

G_BEGIN_DECLS

typedef struct
{
  RungsSink *sink;
  RungsCollect collect;
  RungsTextPeers *peers;
  GString *src, *dst; /* empty: what the message itself says */
  gboolean is_received, is_sent;
  RungsTransport transport;
  RungsTime time;
  GString *session, *device;
  guint64 start; /* of the head line */
} RungsAssembler;

void rungs_assembler_init (RungsAssembler *self, RungsSink *sink);
void rungs_assembler_clear (RungsAssembler *self);

/* Forgets the message before (finish it first), and all fields. The start line comes next. */
void rungs_assembler_begin (RungsAssembler *self, guint64 start);

/* A line that may be the message's. FALSE when it is not. */
gboolean rungs_assembler_add_line (RungsAssembler *self,
                                   RungsSpan line,
                                   guint64 end,
                                   guint32 number);

/* The message is over: it is told to the sink. */
void rungs_assembler_finish (RungsAssembler *self);

/* The same in two steps, for a format that takes fields from the message. FALSE when there is
 * none. */
gboolean rungs_assembler_take (RungsAssembler *self,
                               RungsSinkMessage *message,
                               RungsSipIndex *index);
void rungs_assembler_emit (RungsAssembler *self,
                           RungsSinkMessage *message,
                           const RungsSipIndex *index);

static inline gboolean
rungs_assembler_is_open (const RungsAssembler *self)
{
  return self->collect.state != RUNGS_COLLECT_IDLE;
}

/* "192.0.2.1" and "5060", "2001:db8::1" and "": an address as messages have it. */
void rungs_assembler_address (GString *place, RungsSpan host, RungsSpan port);

static inline void
rungs_assembler_set (GString *place, RungsSpan text)
{
  g_string_truncate (place, 0);
  g_string_append_len (place, text.str, (gssize) text.len);
}

G_END_DECLS
