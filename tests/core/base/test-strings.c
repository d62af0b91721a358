/* Interned strings: same bytes, same number; pointers that stay. */
#include "base/strings.h"

static void
test_numbers (void)
{
  g_autoptr (RungsStrings) strings = rungs_strings_new ();
  RungsString a = rungs_strings_intern (strings, RUNGS_SPAN ("a"));

  g_assert_cmpuint (rungs_strings_intern (strings, RUNGS_SPAN ("")), ==, 0);
  g_assert_cmpuint (rungs_strings_intern (strings, RUNGS_SPAN_NONE), ==, 0);
  g_assert_cmpuint (a, !=, 0);
  g_assert_cmpuint (rungs_strings_intern (strings, RUNGS_SPAN ("a")), ==, a);
  g_assert_cmpuint (rungs_strings_intern (strings, RUNGS_SPAN ("A")), !=, a);
  g_assert_cmpuint (rungs_strings_intern (strings, rungs_span ("a\0b", 3)), !=, a);
  g_assert_cmpuint (rungs_strings_find (strings, RUNGS_SPAN ("a")), ==, a);
  g_assert_cmpuint (rungs_strings_find (strings, RUNGS_SPAN ("unknown")), ==, 0);
  g_assert_cmpstr (rungs_strings_get (strings, 0), ==, "");
  g_assert_cmpstr (rungs_strings_get (strings, a), ==, "a");
}

static void
test_many (void)
{
  g_autoptr (RungsStrings) strings = rungs_strings_new ();
  const char *first =
    rungs_strings_get (strings, rungs_strings_intern (strings, RUNGS_SPAN ("n0")));
  g_autofree char *large = g_strnfill (200000, 'x');
  RungsString id;

  for (guint i = 1; i < 100000; i++)
    {
      g_autofree char *text = g_strdup_printf ("n%u", i);

      g_assert_cmpuint (rungs_strings_intern (strings, rungs_span_of (text)), ==, i + 1);
    }
  for (guint i = 0; i < 100000; i++)
    {
      g_autofree char *text = g_strdup_printf ("n%u", i);

      g_assert_cmpuint (rungs_strings_find (strings, rungs_span_of (text)), ==, i + 1);
      g_assert_cmpstr (rungs_strings_get (strings, i + 1), ==, text);
    }
  g_assert_true (rungs_strings_get (strings, 1) == first);
  id = rungs_strings_intern (strings, rungs_span_of (large));
  g_assert_cmpuint (rungs_strings_span (strings, id).len, ==, 200000);
  g_assert_cmpuint (rungs_strings_bytes (strings), >, 200000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strings/numbers", test_numbers);
  g_test_add_func ("/strings/many", test_many);
  return g_test_run ();
}
