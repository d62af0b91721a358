/* Any bytes as each of the formats of the Teams side: records follow each other, none reaches
 * beyond the input, and each can be shown. */
#include "base/limits.h"
#include "formats/teams/teams.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct
{
  RungsSink sink;
  const RungsFormat *format;
  RungsInput *input;
  RungsSpan bytes;
  guint64 end;
  guint n_shown;
} Checker;

/* Records that are shown: each reads the head of the file. */
#define MAX_SHOWN 8

static void
message_cb (RungsSink *sink, const RungsSinkMessage *message)
{
  g_assert_not_reached ();
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

  /* Errors of two kinds end where they end. */
  if (self->format != &rungs_format_teams_numbers)
    g_assert_cmpuint (record->offset, >=, self->end);
  g_assert_cmpuint (record->span, >, 0);
  self->end = record->offset + record->span;
  g_assert_cmpuint (self->end, <=, self->bytes.len);
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

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const RungsFormat *const formats[] = {
    &rungs_format_teams_direct_routing, &rungs_format_teams_pstn,
    &rungs_format_teams_call_record,    &rungs_format_teams_sign_in,
    &rungs_format_teams_sign_in_text,   &rungs_format_teams_numbers
  };
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (RungsInput) input = rungs_input_new_bytes ("x.csv", bytes);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (RungsReader) reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);
      Checker checker = {
        .sink = { .message = message_cb, .diagnostic = diagnostic_cb, .record = record_cb },
        .format = formats[i],
        .input = input,
        .bytes = rungs_span ((const char *) data, size)
      };

      formats[i]->probe (formats[i],
                         rungs_span ((const char *) data, MIN (size, RUNGS_PROBE_BYTES)), "x.csv");
      g_assert_true (formats[i]->parse (formats[i], reader, &checker.sink, NULL, NULL));
    }
  return 0;
}
