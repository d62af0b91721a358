/* Any bytes as each of the logs of Teams clients, rooms and apps: no record or event reaches beyond
 * the input, and each record can be shown. */
#include "base/limits.h"
#include "formats/teams/calling.h"
#include "formats/teams/client.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct
{
  RungsSink sink;
  const RungsFormat *format;
  RungsInput *input;
  RungsSpan bytes;
  guint n_records;
  guint n_shown;
} Checker;

/* Records that are shown: each may be as long as the file. */
#define MAX_SHOWN 8

static void
message_cb (RungsSink *sink, const RungsSinkMessage *message)
{
  g_assert_not_reached ();
}

static void
event_cb (RungsSink *sink, const RungsSinkEvent *event)
{
  const Checker *self = (Checker *) sink;

  g_assert_cmpuint (event->text.len, >, 0);
  g_assert_cmpuint (event->offset, <, self->bytes.len);
}

static void
diagnostic_cb (RungsSink *sink, guint32 line, RungsDiagnosticKind kind, const char *text)
{
  g_assert_cmpstr (text, !=, "");
}

static void
record_cb (RungsSink *sink, const RungsSinkRecord *record)
{
  Checker *self = (Checker *) sink;
  volatile guint sum = 0;

  self->n_records++;
  g_assert_cmpuint (record->offset, <, self->bytes.len);
  g_assert_cmpuint (record->span, >, 0);
  g_assert_cmpuint (record->span, <=, self->bytes.len - record->offset);
  g_assert_cmpuint (record->line, >, 0);
  for (guint i = 0; i < RUNGS_RECORD_N_TEXTS; i++)
    for (gsize k = 0; k < record->texts[i].len; k++)
      sum += (guchar) record->texts[i].str[k];
  (void) sum;
  if (self->format->show_record != NULL && self->n_shown++ < MAX_SHOWN)
    {
      g_autofree char *text = self->format->show_record (
        self->input, record->offset,
        rungs_span (self->bytes.str + record->offset, (gsize) record->span));
      g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
    }
}

static guint
parse (const RungsFormat *format, RungsInput *input, RungsSpan bytes, gboolean with_events)
{
  g_autoptr (RungsReader) reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);
  Checker checker = { .sink = { .message = message_cb,
                                .event = with_events ? event_cb : NULL,
                                .diagnostic = diagnostic_cb,
                                .record = record_cb },
                      .format = format,
                      .input = input,
                      .bytes = bytes };

  g_assert_true (format->parse (format, reader, &checker.sink, NULL, NULL));
  return checker.n_records;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const RungsFormat *const formats[] = { &rungs_format_teams_client_log,
                                                &rungs_format_teams_calling };
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (RungsInput) input = rungs_input_new_bytes ("calling-debug.txt", bytes);
  RungsSpan span = rungs_span ((const char *) data, size);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      formats[i]->probe (formats[i], rungs_span_head (span, RUNGS_PROBE_BYTES),
                         "calling-debug.txt");
      g_assert_cmpuint (parse (formats[i], input, span, FALSE), ==,
                        parse (formats[i], input, span, TRUE));
    }
  return 0;
}
