#include "config.h"

#include "formats/text/check.h"

#include "base/error.h"
#include "formats/sip-line.h"

#define START_LINE "INVITE sip:+15550100002@" RUNGS_TEXT_SAMPLE_HOST " SIP/2.0\n"
#define HEADERS                                                                                    \
  "Via: SIP/2.0/UNKNOWN " RUNGS_TEXT_SAMPLE_HOST ";branch=z9hG4bK-sample\n"                        \
  "From: <sip:+15550100001@example.com>;tag=sample\n"                                              \
  "To: <sip:+15550100002@example.com>\n"                                                           \
  "Call-ID: sample@example.com\n"                                                                  \
  "CSeq: 1 INVITE\n"                                                                               \
  "Content-Length: 0\n"                                                                            \
  "\n"

typedef struct
{
  RungsSink sink;
  RungsTextSample sample;
  RungsTextSampleFunc func;
  gpointer data;
  gboolean is_right;
} Trial;

gboolean
rungs_text_sample_is_right (const RungsTextSample *self)
{
  return self->must_match ? self->is_claimed && self->message != NULL : !self->is_claimed;
}

static void
tell (Trial *trial, const RungsSinkMessage *message)
{
  trial->sample.message = message;
  trial->is_right = rungs_text_sample_is_right (&trial->sample);
  if (trial->func != NULL)
    trial->func (trial->data, &trial->sample);
}

static void
message_cb (RungsSink *sink, const RungsSinkMessage *message)
{
  Trial *trial = (Trial *) sink;

  if (trial->sample.message == NULL)
    tell (trial, message);
}

static void
diagnostic_cb (RungsSink *sink, guint32 line, RungsDiagnosticKind kind, const char *text)
{
}

/* (transfer full) */
static GString *
complete (const char *sample)
{
  GString *text = g_string_new (sample);
  RungsSpan rest = rungs_span_of (sample), line = RUNGS_SPAN_NONE;
  gboolean has_start = FALSE, ends_in_start = FALSE;
  RungsTextStart start;

  while (rungs_span_take_line (&rest, &line))
    {
      ends_in_start = rungs_text_find_start (line, &start) && start.rest.len == 0;
      has_start |= ends_in_start || rungs_text_find_start (line, &start);
    }
  if (text->len > 0 && text->str[text->len - 1] != '\n')
    g_string_append_c (text, '\n');
  if (!has_start)
    g_string_append (text, START_LINE);
  if (!has_start || ends_in_start)
    g_string_append (text, HEADERS);
  return text;
}

static gboolean
try_sample (const RungsTextDefinition *self, const char *sample, Trial *trial)
{
  g_autoptr (GString) text = complete (sample);
  g_autoptr (GBytes) bytes = g_bytes_new (text->str, text->len);
  g_autoptr (RungsInput) input = rungs_input_new_bytes ("sample", bytes);
  g_autoptr (RungsReader) reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);
  RungsSpan head = rungs_span (text->str, MIN (text->len, RUNGS_PROBE_BYTES));

  trial->sample.message = NULL;
  trial->sample.is_claimed = self->format.probe (&self->format, head, "sample") == RUNGS_PROBE_YES;
  self->format.parse (&self->format, reader, &trial->sink, NULL, NULL);
  if (trial->sample.message == NULL)
    tell (trial, NULL);
  return trial->is_right;
}

static gboolean
check_lines (const RungsTextDefinition *self, const char *file, GError **error)
{
  for (guint i = 0; i < self->n_lines; i++)
    {
      g_autoptr (GError) reason = NULL;

      if (rungs_text_expression_check (self->lines[i].expression, &reason))
        continue;
      g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_DATA, "%s: field “lines[%u]”: “match”: %s", file,
                   i + 1, reason->message);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_samples (const RungsTextDefinition *self,
               const char *file,
               gboolean must_match,
               Trial *trial,
               GError **error)
{
  char **samples = must_match ? self->matches : self->others;
  gboolean are_right = TRUE;

  trial->sample.must_match = must_match;
  for (guint i = 0; samples[i] != NULL; i++)
    {
      trial->sample.number = i + 1;
      if (try_sample (self, samples[i], trial))
        continue;
      if (are_right && *error == NULL)
        g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_DATA, "%s: field “samples”: “%s” %u %s", file,
                     must_match ? "match" : "no_match", i + 1,
                     must_match ? "is not recognised" : "is recognised, and must not be");
      are_right = FALSE;
    }
  return are_right;
}

gboolean
rungs_text_definition_check (const RungsTextDefinition *self,
                             const char *file,
                             RungsTextSampleFunc func,
                             gpointer data,
                             GError **error)
{
  Trial trial = { .sink = { .message = message_cb, .diagnostic = diagnostic_cb },
                  .func = func,
                  .data = data };
  g_autoptr (GError) reason = NULL;

  g_return_val_if_fail (self != NULL && file != NULL, FALSE);
  if (check_lines (self, file, &reason))
    {
      check_samples (self, file, TRUE, &trial, &reason);
      check_samples (self, file, FALSE, &trial, &reason);
    }
  if (reason == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}
