/* The samples of all text formats: each message reads again as it was indexed, the log around it is
 * the log, and events stand on the line that they name. */
#include "config.h"

#include "trace/loader.h"

static void
check_context (RungsTrace *trace, guint message, char **lines)
{
  for (guint before = 0; before < 4; before++)
    {
      g_autoptr (GError) error = NULL;
      guint32 first = 0;
      g_autofree char *context =
        rungs_trace_read_context (trace, message, before, 2, &first, &error);
      g_auto (GStrv) shown = NULL;

      g_assert_no_error (error);
      g_assert_cmpuint (first, >=, 1);
      shown = g_strsplit (context, "\n", -1);
      for (guint i = 0; shown[i] != NULL && shown[i + 1] != NULL; i++)
        g_assert_cmpstr (shown[i], ==, lines[first - 1 + i]);
    }
}

static void
check_events (RungsTrace *trace, const RungsCall *call, char **lines)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = rungs_trace_read_events (trace, call, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < events->len; i++)
    {
      const RungsEvent *event = events->pdata[i];
      g_autofree char *begin =
        g_utf8_substring (event->text, 0, MIN (g_utf8_strlen (event->text, -1), 12));

      g_assert_nonnull (strstr (lines[event->line - 1], begin));
    }
}

static void
test_sample (gconstpointer data)
{
  const char *const paths[] = { data, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (RungsTrace) trace = rungs_trace_load (paths, NULL, TRUE, NULL, NULL, NULL, &error);
  g_autofree char *text = NULL;
  g_autofree char *valid = NULL;
  g_auto (GStrv) lines = NULL;
  gsize len;

  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (data, &text, &len, NULL));
  valid = g_utf8_make_valid (text, (gssize) len);
  lines = g_strsplit (valid, "\n", -1);

  for (guint i = 0; i < rungs_trace_get_n_messages (trace); i++)
    {
      g_autoptr (GBytes) bytes = rungs_trace_read_message (trace, i, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (bytes), ==, rungs_trace_get_message (trace, i)->size);
      check_context (trace, i, lines);
    }
  for (guint i = 0; i < rungs_trace_get_n_calls (trace); i++)
    check_events (trace, rungs_trace_get_call (trace, i), lines);
}

static void
add_folder (const char *name)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *entry;

  g_assert_no_error (error);
  while ((entry = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_strconcat ("/samples/", name, "/", entry, NULL);

      if (g_str_has_suffix (entry, ".log") || g_str_has_suffix (entry, ".txt"))
        g_test_add_data_func_full (path, g_build_filename (folder, entry, NULL), test_sample,
                                   g_free);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_folder ("audiocodes-syslog");
  add_folder ("sip-text");
  return g_test_run ();
}
