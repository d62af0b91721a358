/* Any bytes as SIP text in one of all the forms: the one that claims them, and the one that the
 * first byte says. No message reaches beyond the input, and the first is found again at its
 * place. */
#include "base/limits.h"
#include "formats/format.h"

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
parse (const RungsFormat *format, RungsInput *input, guint64 start, guint64 end)
{
  g_autoptr (RungsReader) reader = rungs_reader_new (input, start, end, 1);
  Counter counter = { .sink = { message_cb, event_cb, diagnostic_cb, NULL } };

  g_assert_true (format->parse (format, reader, &counter.sink, NULL, NULL));
  return counter;
}

static void
try_format (const RungsFormat *format, const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (RungsInput) input = rungs_input_new_bytes ("x.txt", bytes);
  Counter all = parse (format, input, 0, G_MAXUINT64), again;

  if (all.n_messages == 0)
    return;
  g_assert_cmpuint (all.offset + all.span, <=, size);
  again = parse (format, input, all.offset, all.offset + all.span);
  g_assert_cmpuint (again.n_messages, >=, 1);
  g_assert_cmpuint (again.hash, ==, all.hash);
}

static gboolean
is_text (const RungsFormat *format)
{
  return !format->frames && !g_str_equal (format->id, "audiocodes-syslog");
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const RungsFormat *format;
  RungsSpan head = rungs_span ((const char *) data, MIN (size, RUNGS_PROBE_BYTES));
  guint n = 0;

  if (size == 0)
    return 0;
  while (rungs_format_nth (n) != NULL)
    n++;
  format = rungs_format_nth (data[0] % n);
  if (is_text (format))
    try_format (format, data + 1, size - 1);
  for (guint i = 0; (format = rungs_format_nth (i)) != NULL; i++)
    {
      if (is_text (format) && format->probe (format, head, "x.txt") != RUNGS_PROBE_NO)
        {
          try_format (format, data, size);
          break;
        }
    }
  return 0;
}
