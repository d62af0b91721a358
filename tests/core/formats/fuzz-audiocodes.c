/* Any bytes as an AudioCodes log: no crash, and every message lies inside the input. */
#include "formats/audiocodes/audiocodes.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct
{
  RungsSink sink;
  guint64 size;
} Checker;

static void
message_cb (RungsSink *sink, const RungsSinkMessage *message)
{
  Checker *self = (Checker *) sink;

  g_assert_cmpuint (message->offset, <, self->size);
  g_assert_cmpuint (message->span, <=, self->size - message->offset);
  g_assert_cmpuint (message->bytes.len, >, 0);
  g_assert_cmpuint (message->line, >, 0);
}

static void
event_cb (RungsSink *sink, const RungsSinkEvent *event)
{
  g_assert_cmpuint (event->text.len, >, 0);
}

static void
diagnostic_cb (RungsSink *sink, guint32 line, RungsDiagnosticKind kind, const char *text)
{
  g_assert_nonnull (text);
}

static void
parse (RungsInput *input, guint64 start, gboolean with_events)
{
  guint64 size = rungs_input_get_size (input);
  Checker checker = { { message_cb, with_events ? event_cb : NULL, diagnostic_cb, NULL }, size };
  g_autoptr (RungsReader) reader = rungs_reader_new (input, start, size, 1);
  g_autoptr (GError) error = NULL;

  g_assert_true (
    rungs_format_audiocodes.parse (&rungs_format_audiocodes, reader, &checker.sink, NULL, &error));
  g_assert_no_error (error);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (RungsInput) input = rungs_input_new_bytes ("fuzz.log", bytes);

  rungs_format_audiocodes.probe (&rungs_format_audiocodes, rungs_span ((const char *) data, size),
                                 "fuzz.log");
  parse (input, 0, FALSE);
  parse (input, 0, TRUE);
  parse (input, size / 3, FALSE);
  return 0;
}
