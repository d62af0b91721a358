/* Spans: nasty strings, and no byte looked at behind the end. */
#include "base/span.h"

/* A copy of exactly its size, so that a sanitizer sees a read past the end. */
#define EXACT(text) rungs_span (g_memdup2 (text, strlen (text)), strlen (text))

static void
test_find (void)
{
  static const struct
  {
    const char *s, *needle;
    gssize at, at_ci;
  } cases[] = {
    { "abcabc", "ca", 2, 2 }, { "abc", "abcd", -1, -1 }, { "abc", "", -1, -1 },
    { "", "a", -1, -1 },      { "ABC", "bc", -1, 1 },    { "aab", "ab", 1, 1 },
    { "xAb", "AB", -1, 1 },   { "abc", "c", 2, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsSpan s = EXACT (cases[i].s);

      g_assert_cmpint (rungs_span_find (s, rungs_span_of (cases[i].needle)), ==, cases[i].at);
      g_assert_cmpint (rungs_span_find_ci (s, rungs_span_of (cases[i].needle)), ==, cases[i].at_ci);
      g_free ((char *) s.str);
    }
}

static void
test_lines (void)
{
  RungsSpan rest = rungs_span_of ("a\r\nb\n\n\r\r\nc\rd\r\r\nlast"), line;
  static const char *const lines[] = { "a", "b", "", "", "c\rd", "last" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_assert_true (rungs_span_take_line (&rest, &line));
      g_assert_cmpmem (line.str, line.len, lines[i], strlen (lines[i]));
    }
  g_assert_false (rungs_span_take_line (&rest, &line));
}

static void
test_until (void)
{
  RungsSpan rest = rungs_span_of ("a,,b,"), part;
  static const char *const parts[] = { "a", "", "b" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_assert_true (rungs_span_take_until (&rest, ',', &part));
      g_assert_cmpmem (part.str, part.len, parts[i], strlen (parts[i]));
    }
  g_assert_false (rungs_span_take_until (&rest, ',', &part));
}

static void
test_numbers (void)
{
  static const struct
  {
    const char *s;
    guint64 max;
    gsize taken;
    guint64 value;
    gboolean whole;
  } cases[] = {
    { "0", 9, 1, 0, TRUE },
    { "12x", 99, 2, 12, FALSE },
    { "100", 99, 0, 0, FALSE },
    { "99", 99, 2, 99, TRUE },
    { "", 99, 0, 0, FALSE },
    { "-1", 99, 0, 0, FALSE },
    { " 1", 99, 0, 0, FALSE },
    { "18446744073709551615", G_MAXUINT64, 20, G_MAXUINT64, TRUE },
    { "18446744073709551616", G_MAXUINT64, 0, 0, FALSE },
    { "99999999999999999999999", G_MAXUINT64, 0, 0, FALSE },
    { "5", 4, 0, 0, FALSE },
    { "0000000000000000000000007", 9, 25, 7, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsSpan s = EXACT (cases[i].s);
      guint64 value = 0;

      g_assert_cmpuint (rungs_span_take_uint (s, cases[i].max, &value), ==, cases[i].taken);
      g_assert_cmpuint (value, ==, cases[i].value);
      g_assert_cmpint (rungs_span_to_uint (s, cases[i].max, &value), ==, cases[i].whole);
      g_free ((char *) s.str);
    }
}

static void
test_copies (void)
{
  g_autofree char *plain = rungs_span_dup (rungs_span ("a\0b", 3));
  g_autofree char *utf8 = rungs_span_dup_utf8 (rungs_span ("a\xff\xc3\xa9", 4));
  g_autofree char *none = rungs_span_dup (RUNGS_SPAN_NONE);
  g_autofree char *nuls = rungs_span_dup_utf8 (rungs_span ("\0\0\xff\0", 4));

  g_assert_cmpstr (nuls, ==, "␀␀ÿ␀");
  g_assert_cmpstr (plain, ==, "a␀b");
  g_assert_cmpstr (utf8, ==, "aÿé");
  g_assert_cmpstr (none, ==, "");
}

/* Windows-1252 where it is not UTF-8, also beside UTF-8 in one value. */
static void
test_windows_1252 (void)
{
  static const struct
  {
    const char *bytes, *text;
  } cases[] = {
    { "plain", "plain" },
    { "J\xfcrgen", "Jürgen" },
    { "Ren\xe9", "René" },
    { "Momentan\xe9ment indisponible", "Momentanément indisponible" },
    { "J\xc3\xbcrgen", "Jürgen" },
    { "J\xc3\xbcrgen J\xfcrgen", "Jürgen Jürgen" },
    { "\x80 5 \x93x\x94 \x96", "€ 5 “x” –" },
    { "\x81\x8d\x8f\x90\x9d", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD" },
    /* Half of a UTF-8 character where a record ends is no Latin-1. */
    { "J\xc3", "J\uFFFD" },
    { "x\xe2\x82", "x\uFFFD" },
    { "x\xf0\x9f\x98", "x\uFFFD" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsSpan bytes = rungs_span_of (cases[i].bytes);
      g_autofree char *text = rungs_span_dup_utf8 (bytes);

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpint (rungs_span_is_utf8 (bytes), ==, g_str_equal (cases[i].bytes, text));
    }
  g_assert_true (rungs_span_is_utf8 (RUNGS_SPAN ("a\0é\0")));
  g_assert_false (rungs_span_is_utf8 (RUNGS_SPAN ("a\0\xe9\0")));
}

static void
test_empty (void)
{
  RungsSpan none = RUNGS_SPAN_NONE, part;

  g_assert_true (rungs_span_equal (none, RUNGS_SPAN ("")));
  g_assert_true (rungs_span_starts (none, none));
  g_assert_true (rungs_span_starts_ci (RUNGS_SPAN ("x"), none));
  g_assert_cmpuint (rungs_span_skip (none, 5).len, ==, 0);
  g_assert_cmpuint (rungs_span_trim (RUNGS_SPAN (" \r\n\t")).len, ==, 0);
  g_assert_cmpint (rungs_span_find_char (none, 'x'), ==, -1);
  g_assert_false (rungs_span_take_line (&none, &part));
  /* The value of the published FNV-1a test vector. */
  g_assert_cmpuint (rungs_span_hash (RUNGS_SPAN ("a")), ==,
                    G_GUINT64_CONSTANT (0xaf63dc4c8601ec8c));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/span/find", test_find);
  g_test_add_func ("/span/lines", test_lines);
  g_test_add_func ("/span/until", test_until);
  g_test_add_func ("/span/numbers", test_numbers);
  g_test_add_func ("/span/copies", test_copies);
  g_test_add_func ("/span/windows-1252", test_windows_1252);
  g_test_add_func ("/span/empty", test_empty);
  return g_test_run ();
}
