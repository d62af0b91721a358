/* Fuzz target: any bytes as a capture. */
#include "formats/capture/capture.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct
{
  RungsSink sink;
  RungsInput *input;
} Target;

/* Reads every byte that it is given, so that a sanitizer sees a span that goes too far, and once
 * more by the pieces. */
static void
message_cb (RungsSink *sink, const RungsSinkMessage *message)
{
  Target *self = (Target *) sink;
  guint64 sum = rungs_span_hash (message->src) + rungs_span_hash (message->dst)
                + rungs_span_hash (message->session) + rungs_span_hash (message->device);
  g_autoptr (GBytes) again = rungs_pieces_read (self->input, message->pieces, message->n_pieces,
                                                message->are_deflated, NULL);

  g_assert_nonnull (again);
  g_assert_cmpmem (g_bytes_get_data (again, NULL), g_bytes_get_size (again), message->bytes.str,
                   message->bytes.len);
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
  Target target = { { .message = message_cb, .diagnostic = diagnostic_cb }, input };

  rungs_format_pcap.probe (&rungs_format_pcap, rungs_span ((const char *) data, size), "fuzz.pcap");
  rungs_format_pcap.parse (&rungs_format_pcap, reader, &target.sink, NULL, NULL);
  return 0;
}
