/* Any bytes as pasted SIP text: no message reaches beyond the input, and each is found again at its place. */
#include "base/limits.h"
#include "formats/text.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct
{
  RungsSink sink;
  guint n_messages;
  guint64 offset, span;
  guint64 hash; /* of the first message */
} Counter;

static void
message_cb (RungsSink *sink, const RungsSinkMessage *message)
{
  Counter *counter = (Counter *) sink;

  if (counter->n_messages++ > 0)
    return;
  counter->offset = message->offset;
  counter->span = message->span;
  counter->hash = rungs_span_hash (message->bytes);
}

static void
event_cb (RungsSink *sink, const RungsSinkEvent *event)
{
}

static void
diagnostic_cb (RungsSink *sink, guint32 line, RungsDiagnosticKind kind, const char *text)
{
}

static Counter
parse (RungsInput *input, guint64 start, guint64 end)
{
  g_autoptr (RungsReader) reader = rungs_reader_new (input, start, end, 1);
  Counter counter = { .sink = { message_cb, event_cb, diagnostic_cb, NULL } };

  g_assert_true (rungs_format_sip_text.parse (reader, &counter.sink, NULL, NULL));
  return counter;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (RungsInput) input = rungs_input_new_bytes ("x.txt", bytes);
  Counter all = parse (input, 0, G_MAXUINT64), again;

  rungs_format_sip_text.probe (rungs_span ((const char *) data, MIN (size, RUNGS_PROBE_BYTES)),
                               "x.txt");
  if (all.n_messages == 0)
    return 0;
  g_assert_cmpuint (all.offset + all.span, <=, size);
  again = parse (input, all.offset, all.offset + all.span);
  g_assert_cmpuint (again.n_messages, >=, 1);
  g_assert_cmpuint (again.hash, ==, all.hash);
  return 0;
}
