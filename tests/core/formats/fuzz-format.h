/* Any bytes as the log of one format: every message lies inside the input and is found again at its
 * place.
 *
 *   #define FUZZ_FORMAT rungs_format_x
 *   #include "fuzz-format.h"
 * */
#pragma once

#include "base/limits.h"
#include "formats/format.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct
{
  RungsSink sink;
  guint64 size;
  guint n_messages;
  guint64 offset, span;
  guint64 wanted; /* G_MAXUINT64: the first one */
  guint64 hash;   /* of the message that is wanted */
} FuzzChecker;

static void
fuzz_message_cb (RungsSink *sink, const RungsSinkMessage *message)
{
  FuzzChecker *self = (FuzzChecker *) sink;

  g_assert_cmpuint (message->offset, <, self->size);
  g_assert_cmpuint (message->span, <=, self->size - message->offset);
  g_assert_cmpuint (message->bytes.len, >, 0);
  g_assert_cmpuint (message->line, >, 0);
  if (self->hash != 0 || (self->wanted != G_MAXUINT64 && message->offset != self->wanted))
    return;
  self->n_messages++;
  self->offset = message->offset;
  self->span = message->span;
  self->hash = rungs_span_hash (message->bytes);
}

static void
fuzz_event_cb (RungsSink *sink, const RungsSinkEvent *event)
{
  g_assert_cmpuint (event->text.len, >, 0);
}

static void
fuzz_diagnostic_cb (RungsSink *sink, guint32 line, RungsDiagnosticKind kind, const char *text)
{
  g_assert_nonnull (text);
}

static FuzzChecker
fuzz_parse (RungsInput *input, guint64 start, guint64 end, guint64 wanted, gboolean with_events)
{
  g_autoptr (RungsReader) reader = rungs_reader_new (input, start, end, 1);
  FuzzChecker checker = { .sink = { fuzz_message_cb, with_events ? fuzz_event_cb : NULL,
                                    fuzz_diagnostic_cb, NULL },
                          .size = rungs_input_get_size (input),
                          .wanted = wanted };

  g_assert_true (FUZZ_FORMAT.parse (&FUZZ_FORMAT, reader, &checker.sink, NULL, NULL));
  return checker;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (RungsInput) input = rungs_input_new_bytes ("x.log", bytes);
  FuzzChecker all = fuzz_parse (input, 0, G_MAXUINT64, G_MAXUINT64, TRUE), again;

  FUZZ_FORMAT.probe (&FUZZ_FORMAT, rungs_span ((const char *) data, MIN (size, RUNGS_PROBE_BYTES)),
                     "x.log");
  fuzz_parse (input, size / 3, G_MAXUINT64, G_MAXUINT64, FALSE);
  if (all.n_messages == 0)
    return 0;
  again = fuzz_parse (input, all.offset, all.offset + all.span, all.offset, FALSE);
  g_assert_cmpuint (again.n_messages, ==, 1);
  g_assert_cmpuint (again.hash, ==, all.hash);
  return 0;
}
