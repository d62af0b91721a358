/* Text made fit to be shown. */
#include "config.h"

#include "ladder/plain.h"

static void
test_line (void)
{
  static const struct
  {
    RungsSpan in;
    guint max;
    const char *expected;
  } cases[] = {
    { { "Ringing", 7 }, 0, "Ringing" },
    { { "a\r\nb\tc", 6 }, 0, "a  b c" },
    { { "a\0b\x1b[31m", 8 }, 0, "a␀b\uFFFD[31m" },
    { { "\x7f\xc2\x85x", 4 }, 0, "\uFFFD\uFFFDx" },
    { { "caf\xe9 \xc3", 6 }, 0, "café \uFFFD" },
    { { "caf\xc3\xa9", 5 }, 0, "café" },
    { { "ok\xe2\x80\xae"
        "txt",
        8 },
      0,
      "ok\uFFFDtxt" },                                          /* right-to-left override */
    { { "\xe2\x81\xa6x\xe2\x81\xa9", 7 }, 0, "\uFFFDx\uFFFD" }, /* isolates */
    { { "\xef\xbb\xbfx", 4 }, 0, "\uFFFDx" },
    { { "abcdef", 6 }, 3, "abc…" },
    { { "abc", 3 }, 3, "abc" },
    { { NULL, 0 }, 0, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *got = rungs_plain_line (cases[i].in, cases[i].max);
      g_assert_cmpstr (got, ==, cases[i].expected);
    }
}

static void
test_block (void)
{
  g_autofree char *got = rungs_plain_block (rungs_span ("a\r\nb\tc\rd\x01", 9));

  g_autofree char *nuls = rungs_plain_block (rungs_span ("\0a\n\0", 4));

  g_assert_cmpstr (got, ==, "a\nb\tc\uFFFDd\uFFFD");
  g_assert_cmpstr (nuls, ==, "␀a\n␀");
}

static void
test_columns (void)
{
  g_assert_cmpuint (rungs_plain_columns ("INVITE"), ==, 6);
  g_assert_cmpuint (rungs_plain_columns ("電話"), ==, 4);
  g_assert_cmpuint (rungs_plain_columns ("e\xcc\x81"), ==, 1);
}

/* Never wider than asked, valid UTF-8, and unchanged when it fits. */
static void
test_ellipsize (void)
{
  static const char *const texts[] = {
    "", "a", "Not Acceptable Here", "電話が使えません", "x電話", "e\xcc\x81t\xc3\xa9"
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint columns = 0; columns < 24; columns++)
      {
        g_autofree char *got = rungs_plain_ellipsize (texts[i], columns);

        g_assert_true (g_utf8_validate (got, -1, NULL));
        g_assert_cmpuint (rungs_plain_columns (got), <=, columns);
        if (rungs_plain_columns (texts[i]) <= columns)
          g_assert_cmpstr (got, ==, texts[i]);
        else if (columns > 0)
          g_assert_true (g_str_has_suffix (got, "…"));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ladder/plain/line", test_line);
  g_test_add_func ("/ladder/plain/block", test_block);
  g_test_add_func ("/ladder/plain/columns", test_columns);
  g_test_add_func ("/ladder/plain/ellipsize", test_ellipsize);
  return g_test_run ();
}
