/* Bytes again: messages, the log around them, the log's own lines; and a file that changed
 * meanwhile. */
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "script.h"

#include "base/error.h"

static const char script[] =
  "0 T S INVITE A 1 sdp\n.1 S T 100 A 1\n.3 S T 404 A 1\n.4 T S ACK A 1 nak\n";

typedef struct
{
  char *folder, *path, *text;
  RungsTrace *trace;
} Fixture;

static void
set_up (Fixture *self, gconstpointer format)
{
  g_autoptr (RungsBuilder) builder = rungs_builder_new (NULL);
  g_autoptr (GPtrArray) inputs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_input_unref);
  g_autoptr (RungsReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  const RungsFormat *f = format;

  self->folder = g_dir_make_tmp ("rungs-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "sbc.log", NULL);
  self->text = script_render (script);
  g_file_set_contents (self->path, self->text, -1, &error);
  g_assert_no_error (error);

  rungs_input_open (self->path, inputs, NULL, NULL, &error);
  g_assert_no_error (error);
  rungs_builder_add_input (builder, inputs->pdata[0], f);
  reader = rungs_reader_new (inputs->pdata[0], 0, G_MAXUINT64, 1);
  f->parse (f, reader, &builder->sink, NULL, &error);
  g_assert_no_error (error);
  self->trace = rungs_builder_finish (builder);
}

static void
tear_down (Fixture *self, gconstpointer format)
{
  g_object_unref (self->trace);
  g_unlink (self->path);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->text);
}

static void
test_message (Fixture *self, gconstpointer format)
{
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = rungs_trace_read_message (self->trace, i, &error);
      const RungsMessage *row = rungs_trace_get_message (self->trace, i);
      gsize len;
      const char *str;

      g_assert_no_error (error);
      str = g_bytes_get_data (bytes, &len);
      g_assert_cmpuint (len, ==, row->size);
      g_assert_nonnull (g_strstr_len (self->text, -1, "Call-ID: A"));
      g_assert_true (g_str_has_prefix (str, i == 0   ? "INVITE "
                                            : i == 1 ? "SIP/2.0 100"
                                            : i == 2 ? "SIP/2.0 404"
                                                     : "ACK "));
    }
}

static void
test_truncated (Fixture *self, gconstpointer format)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint32 line;

  g_assert_cmpint (
    truncate (self->path, (off_t) rungs_trace_get_message (self->trace, 2)->offset + 40), ==, 0);
  bytes = rungs_trace_read_message (self->trace, 2, &error);
  g_assert_null (bytes);
  g_assert_error (error, RUNGS_ERROR, RUNGS_ERROR_READ);
  g_assert_nonnull (strstr (error->message, self->path));
  g_clear_error (&error);

  g_assert_null (rungs_trace_read_message (self->trace, 3, &error));
  g_assert_error (error, RUNGS_ERROR, RUNGS_ERROR_READ);
  g_clear_error (&error);

  bytes = rungs_trace_read_message (self->trace, 0, &error);
  g_assert_no_error (error);
  g_assert_nonnull (bytes);
  if (!((const RungsFormat *) format)->frames)
    {
      g_assert_null (rungs_trace_read_context (self->trace, 3, 5, 5, &line, &error));
      g_assert_error (error, RUNGS_ERROR, RUNGS_ERROR_READ);
    }
}

static void
test_overwritten (Fixture *self, gconstpointer format)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *other = g_strdup (self->text);
  int fd = g_open (self->path, O_WRONLY | O_CLOEXEC, 0);

  /* The same file, other words: "Call-ID: A" becomes "Call-ID: Z". */
  for (char *p = other; (p = strstr (p, "Call-ID: A")) != NULL; p++)
    p[9] = 'Z';
  g_assert_cmpint (pwrite (fd, other, strlen (other), 0), ==, (gssize) strlen (other));
  g_close (fd, NULL);
  g_assert_null (rungs_trace_read_message (self->trace, 1, &error));
  g_assert_error (error, RUNGS_ERROR, RUNGS_ERROR_READ);
}

static void
test_context (Fixture *self, gconstpointer format)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = g_strsplit (self->text, "\n", -1);

  for (guint before = 0; before < 30; before += 3)
    {
      const RungsMessage *row = rungs_trace_get_message (self->trace, 2);
      guint32 first = 0;
      g_autofree char *text = rungs_trace_read_context (self->trace, 2, before, 2, &first, &error);
      g_auto (GStrv) context = NULL;

      g_assert_no_error (error);
      context = g_strsplit (text, "\n", -1);
      /* The marker stands on the line before the start line. */
      g_assert_cmpuint (first, ==, before < row->line - 1 ? row->line - 1 - before : 1);
      for (guint i = 0; context[i + 1] != NULL; i++)
        g_assert_cmpstr (context[i], ==, lines[first - 1 + i]);
      g_assert_nonnull (strstr (text, "SIP/2.0 404"));
      g_assert_nonnull (strstr (text, "\nACK "));
    }
}

static void
test_no_context (Fixture *self, gconstpointer format)
{
  g_autoptr (GError) error = NULL;
  guint32 first = 7;

  g_assert_null (rungs_trace_read_context (self->trace, 2, 5, 5, &first, &error));
  g_assert_no_error (error);
}

static RungsTrace *
trace_of_text (const char *text)
{
  g_autoptr (RungsBuilder) builder = rungs_builder_new (NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (RungsInput) input = rungs_input_new_bytes ("text", bytes);
  g_autoptr (RungsReader) reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);
  g_autoptr (GError) error = NULL;

  rungs_builder_add_input (builder, input, &script_format);
  script_format.parse (&script_format, reader, &builder->sink, NULL, &error);
  g_assert_no_error (error);
  return rungs_builder_finish (builder);
}

static void
test_events (void)
{
  g_autofree char *one = script_render ("0 T S INVITE A 1\n");
  g_autofree char *two = script_render (".1 S T 404 A 1\n");
  g_autofree char *text =
    g_strconcat ("# before\n", one, "# Route found \xff\n", two, "# after\n", NULL);
  g_autoptr (RungsTrace) trace = trace_of_text (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events =
    rungs_trace_read_events (trace, rungs_trace_get_call (trace, 0), NULL, &error);
  const RungsEvent *event;

  g_assert_no_error (error);
  g_assert_cmpuint (events->len, ==, 3);
  event = events->pdata[0];
  g_assert_cmpstr (event->text, ==, "before");
  g_assert_cmpuint (event->line, ==, 1);
  event = events->pdata[1];
  g_assert_cmpstr (event->text, ==, "Route found ÿ");
  g_assert_cmpuint (event->offset, ==, strlen ("# before\n") + strlen (one));
  {
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    g_assert_true (g_str_has_prefix (lines[event->line - 1], "# Route found"));
  }
}

static void
test_events_of_several_calls (void)
{
  g_autofree char *one = script_render ("0 T S INVITE A 1\n");
  g_autofree char *two = script_render (".1 P Q INVITE B 1 to=1\n");
  g_autofree char *text = g_strconcat (one, "# whose?\n", two, NULL);
  g_autoptr (RungsTrace) trace = trace_of_text (text);
  g_autoptr (GPtrArray) events =
    rungs_trace_read_events (trace, rungs_trace_get_call (trace, 0), NULL, NULL);

  g_assert_cmpuint (rungs_trace_get_n_calls (trace), ==, 2);
  g_assert_cmpuint (events->len, ==, 0);
}

int
main (int argc, char **argv)
{
  static const RungsFormat *const formats[] = { &script_format, &script_capture };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *message = g_strdup_printf ("/fetch/%s/message", formats[i]->id);
      g_autofree char *truncated = g_strdup_printf ("/fetch/%s/truncated", formats[i]->id);
      g_autofree char *overwritten = g_strdup_printf ("/fetch/%s/overwritten", formats[i]->id);
      g_autofree char *context = g_strdup_printf ("/fetch/%s/context", formats[i]->id);

      g_test_add (message, Fixture, formats[i], set_up, test_message, tear_down);
      g_test_add (truncated, Fixture, formats[i], set_up, test_truncated, tear_down);
      g_test_add (overwritten, Fixture, formats[i], set_up, test_overwritten, tear_down);
      g_test_add (context, Fixture, formats[i], set_up,
                  formats[i]->frames ? test_no_context : test_context, tear_down);
    }
  g_test_add_func ("/fetch/events", test_events);
  g_test_add_func ("/fetch/events-of-several-calls", test_events_of_several_calls);
  return g_test_run ();
}
