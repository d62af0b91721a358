/* AudioCodes syslog: the samples; the same calls out of every firmware's and saver's form; small logs for one rule each. */
#include "dump.h"
#include "formats/audiocodes.h"

#include <string.h>

static const RungsFormat *const format = &rungs_format_audiocodes;

static char *
load (const char *name, gsize *len)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", name, NULL);
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;

  g_file_get_contents (path, &bytes, len, &error);
  g_assert_no_error (error);
  return bytes;
}

static int
compare_bytes (gconstpointer a, gconstpointer b)
{
  return g_bytes_compare (*(GBytes *const *) a, *(GBytes *const *) b);
}

/* "LENGTH\nMESSAGE\n" ..., sorted. */
static GPtrArray *
true_messages (void)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gsize len;
  g_autofree char *bytes = load ("audiocodes-syslog.messages", &len);
  RungsSpan rest = rungs_span (bytes, len), line;

  while (rungs_span_take_line (&rest, &line))
    {
      guint64 size;

      g_assert_true (rungs_span_to_uint (line, rest.len, &size));
      g_ptr_array_add (all, g_bytes_new (rest.str, size));
      rest = rungs_span_skip (rest, size + 1);
    }
  g_assert_cmpuint (all->len, >, 20);
  g_ptr_array_sort (all, compare_bytes);
  return all;
}

static void
test_same (gconstpointer data)
{
  g_autofree char *name = g_strconcat ("audiocodes-syslog/", data, NULL);
  gsize len;
  g_autofree char *bytes = load (name, &len);
  g_autoptr (GPtrArray) expected = true_messages ();
  g_autoptr (GPtrArray) found = dump_messages (format, name, rungs_span (bytes, len));
  g_autofree char *dump = dump_bytes (format, name, rungs_span (bytes, len), FALSE);

  g_ptr_array_sort (found, compare_bytes);
  for (guint i = 0; i < MIN (found->len, expected->len); i++)
    g_assert_cmpmem (g_bytes_get_data (g_ptr_array_index (found, i), NULL),
                     g_bytes_get_size (g_ptr_array_index (found, i)),
                     g_bytes_get_data (g_ptr_array_index (expected, i), NULL),
                     g_bytes_get_size (g_ptr_array_index (expected, i)));
  g_assert_cmpuint (found->len, ==, expected->len);
  g_assert_null (strstr (dump, "diagnostic"));
  g_assert_null (strstr (dump, "damaged"));
}

static void
add_same_tests (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", "audiocodes-syslog", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_strdup_printf ("/audiocodes-syslog/%s/same", name);

      if (g_str_has_prefix (name, "same-") && g_str_has_suffix (name, ".log"))
        g_test_add_data_func_full (path, g_strdup (name), test_same, g_free);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dump_add_samples (format, "audiocodes-syslog");
  add_same_tests ();
  return g_test_run ();
}
