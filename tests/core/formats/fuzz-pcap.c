/* Fuzz target: any bytes as a capture. */
#include "formats/capture.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Reads every byte that it is given, so that a sanitizer sees a span that goes too far. */
static void
message_cb (RungsSink *sink, const RungsSinkMessage *message)
{
  guint64 sum = rungs_span_hash (message->bytes) + rungs_span_hash (message->src)
                + rungs_span_hash (message->dst);
  guint64 len = 0;

  for (guint i = 0; i < message->n_pieces; i++)
    len += message->pieces[i].len;
  g_assert_cmpuint (len, ==, message->bytes.len);
  g_assert_cmpuint (sum | 1, !=, 0);
}

static void
diagnostic_cb (RungsSink *sink, guint32 line, RungsDiagnosticKind kind, const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (RungsInput) input = rungs_input_new_bytes ("fuzz.pcap", bytes);
  g_autoptr (RungsReader) reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);
  RungsSink sink = { .message = message_cb, .diagnostic = diagnostic_cb };

  rungs_format_pcap.probe (rungs_span ((const char *) data, size), "fuzz.pcap");
  rungs_format_pcap.parse (reader, &sink, NULL, NULL);
  return 0;
}
