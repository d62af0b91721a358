/* Which words of a line a finding is about. */
#include "config.h"

#include "app/panel/finding-words.h"

static void
test_words (void)
{
  static const struct
  {
    const char *sentence, *line, *marked;
  } cases[] = {
    { "The offer has no “a=crypto” line.", "a=crypto:1 AES", "a=crypto" },
    { "Teams wants AES_CM_128_HMAC_SHA1_80.", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x",
      "AES_CM_128_HMAC_SHA1_80" },
    { "The media address 192.0.2.7 is private.", "c=IN IP4 192.0.2.7", "192.0.2.7" },
    { "The media address 192.0.2.7 is private.", "c=IN IP4 192.0.2.77", "" },
    { "PCMA and PCMU are missing", "a=rtpmap:8 PCMA/8000", "PCMA" },
    { "Nothing in it", "m=audio 6000 RTP/AVP 8", "" },
    { "„Größe“ ist zu klein", "x Größe", "Größe" },
    { "An unclosed “quote", "quote", "" },
    { "", "anything", "" },
    { "“”", "“”", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) ranges = rungs_finding_words (cases[i].sentence, cases[i].line);
      g_autoptr (GString) marked = g_string_new (NULL);

      for (guint k = 0; k < ranges->len; k++)
        {
          const RungsWordRange *range = &g_array_index (ranges, RungsWordRange, k);
          g_autofree char *part = g_utf8_substring (cases[i].line, range->from, range->to);

          g_string_append_printf (marked, "%s%s", k > 0 ? "|" : "", part);
        }
      g_assert_cmpstr (marked->str, ==, cases[i].marked);
    }
}

/* However often it stands there. */
static void
test_many (void)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GArray) ranges = NULL;

  for (guint i = 0; i < 10000; i++)
    g_string_append (line, "PCMA ");
  ranges = rungs_finding_words ("PCMA", line->str);
  g_assert_cmpuint (ranges->len, >, 0);
  g_assert_cmpuint (ranges->len, <, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/finding-words/words", test_words);
  g_test_add_func ("/finding-words/many", test_many);
  return g_test_run ();
}
