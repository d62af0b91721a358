/* Two parsers, one truth: on every message of every file given (or found in the folders given) the
 * index scan and libosip2 say the same. A damaged message, or one that the library refuses, is
 * counted and not compared. */
#include "formats/format.h"
#include "sip/message.h"

#include <stdio.h>

typedef struct
{
  RungsSink sink;
  const char *file;
  guint n_messages, n_compared, n_differences;
} Comparer;

/* The library decodes "%20" in a user, and keeps the user's parameters. */
static gboolean
same_user (RungsSpan index, const char *library)
{
  g_autofree char *escaped = rungs_span_dup (index);
  g_autofree char *user = g_uri_unescape_string (escaped, NULL);
  gsize len = strcspn (library, ";");

  return user != NULL && strlen (user) == len && strncmp (user, library, len) == 0;
}

static void
compare_text (Comparer *self,
              guint32 line,
              const char *what,
              gboolean same,
              RungsSpan index,
              const char *library)
{
  if (same)
    return;
  self->n_differences++;
  printf ("# %s:%u: %s: index \"%.*s\", library \"%s\"\n", self->file, line, what, (int) index.len,
          index.str, library);
}

static void
compare_span (Comparer *self, guint32 line, const char *what, RungsSpan index, const char *library)
{
  compare_text (self, line, what, rungs_span_equal (index, rungs_span_of (library)), index,
                library);
}

static void
compare_number (Comparer *self, guint32 line, const char *what, gint64 index, gint64 library)
{
  g_autofree char *a = g_strdup_printf ("%" G_GINT64_FORMAT, index);
  g_autofree char *b = g_strdup_printf ("%" G_GINT64_FORMAT, library);

  compare_span (self, line, what, rungs_span_of (a), b);
}

static void
message_cb (RungsSink *sink, const RungsSinkMessage *tainted)
{
  Comparer *self = (Comparer *) sink;
  g_autoptr (RungsSipMessage) message = rungs_sip_message_new (tainted->bytes);
  guint32 line = tainted->line;
  RungsSipIndex index;

  self->n_messages++;
  if (tainted->damaged || !message->accepted)
    return;
  self->n_compared++;
  g_assert_true (rungs_sip_index (tainted->bytes, &index));
  if (index.is_request)
    compare_span (self, line, "method", index.method, message->method);
  compare_number (self, line, "code", index.code, message->code);
  compare_span (self, line, "Call-ID", index.call_id, message->call_id);
  compare_number (self, line, "CSeq", index.cseq, message->cseq);
  compare_span (self, line, "CSeq method", index.cseq_method, message->cseq_method);
  compare_span (self, line, "From tag", index.from_tag, message->from_tag);
  compare_span (self, line, "To tag", index.to_tag, message->to_tag);
  compare_span (self, line, "branch", index.branch, message->branch);
  compare_number (self, line, "Content-Length", index.content_length, message->content_length);
  if (!rungs_span_starts_ci (index.from_uri, RUNGS_SPAN ("tel:")))
    compare_text (self, line, "From user", same_user (index.from_user, message->from_user),
                  index.from_user, message->from_user);
  if (!rungs_span_starts_ci (index.to_uri, RUNGS_SPAN ("tel:")))
    compare_text (self, line, "To user", same_user (index.to_user, message->to_user), index.to_user,
                  message->to_user);
}

static void
diagnostic_cb (RungsSink *sink, guint32 line, RungsDiagnosticKind kind, const char *text)
{
}

static void
compare_input (RungsInput *input, Comparer *self)
{
  const RungsFormat *format = rungs_format_probe (input);
  g_autoptr (RungsReader) reader = NULL;
  g_autoptr (GError) error = NULL;

  if (format == NULL)
    return;
  reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);
  self->file = rungs_input_get_basename (input);
  format->parse (format, reader, &self->sink, NULL, &error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) inputs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_input_unref);
  Comparer comparer = { .sink = { message_cb, NULL, diagnostic_cb, NULL } };

  rungs_sip_init ();
  for (int i = 1; i < argc; i++)
    rungs_input_open (argv[i], inputs, NULL, NULL, NULL);
  for (guint i = 0; i < inputs->len; i++)
    compare_input (g_ptr_array_index (inputs, i), &comparer);
  printf ("%u files, %u messages, %u compared, %u differences\n", inputs->len, comparer.n_messages,
          comparer.n_compared, comparer.n_differences);
  /* Most messages must be compared, or the test says nothing. */
  return comparer.n_differences == 0 && comparer.n_compared > comparer.n_messages / 2 ? 0 : 1;
}
