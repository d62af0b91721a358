/* Counts of what was not read: the table, its limit, the order and the words. */
#include "config.h"

#include "base/coverage.h"

static const RungsCover *
find (const RungsCoverage *coverage, RungsCoverKind kind, guint32 number)
{
  for (guint i = 0; i < coverage->n; i++)
    if (coverage->items[i].kind == kind && coverage->items[i].number == number)
      return &coverage->items[i];
  return NULL;
}

static void
test_add (void)
{
  RungsCoverage coverage = { 0 };

  rungs_coverage_add (&coverage, RUNGS_COVER_ETHERTYPE, 0x8909, 0);
  g_assert_cmpuint (coverage.n, ==, 0);
  rungs_coverage_add (&coverage, RUNGS_COVER_ETHERTYPE, 0x8909, 1);
  rungs_coverage_add (&coverage, RUNGS_COVER_IP_PROTOCOL, 0x8909,
                      2); /* the same number, another kind */
  rungs_coverage_add (&coverage, RUNGS_COVER_ETHERTYPE, 0x88e5, 4);
  rungs_coverage_add (&coverage, RUNGS_COVER_ETHERTYPE, 0x8909, 3);
  rungs_coverage_add (&coverage, RUNGS_COVER_ETHERTYPE, 0x8909, 1);
  g_assert_cmpuint (coverage.n, ==, 3);
  g_assert_cmpuint (find (&coverage, RUNGS_COVER_ETHERTYPE, 0x8909)->count, ==, 5);
  g_assert_cmpuint (find (&coverage, RUNGS_COVER_IP_PROTOCOL, 0x8909)->count, ==, 2);
  rungs_coverage_drop (&coverage, RUNGS_COVER_ETHERTYPE);
  g_assert_cmpuint (coverage.n, ==, 1);
  rungs_coverage_add (&coverage, RUNGS_COVER_ETHERTYPE, 1, 1);
  g_assert_cmpuint (coverage.n, ==, 2);
}

/* Nothing is lost when there are more kinds than fit: they are counted as others, each on its
 * side. */
static void
test_limit (void)
{
  RungsCoverage coverage = { 0 };
  const guint named = RUNGS_MAX_COVERS - 2;

  for (guint i = 0; i < named; i++)
    rungs_coverage_add (&coverage, RUNGS_COVER_ETHERTYPE, i, 1);
  g_assert_cmpuint (coverage.n, ==, named);
  g_assert_null (find (&coverage, RUNGS_COVER_MORE_PASSED_OVER, 0));
  for (guint i = 0; i < 100; i++)
    {
      rungs_coverage_add (&coverage, RUNGS_COVER_ETHERTYPE, 1000 + i, 2);
      rungs_coverage_add (&coverage, RUNGS_COVER_TLS, 1000 + i, 3);
      rungs_coverage_add (&coverage, RUNGS_COVER_ETHERTYPE, 0, 1);
    }
  g_assert_cmpuint (coverage.n, ==, RUNGS_MAX_COVERS);
  g_assert_cmpuint (find (&coverage, RUNGS_COVER_MORE_PASSED_OVER, 0)->count, ==, 200);
  g_assert_cmpuint (find (&coverage, RUNGS_COVER_MORE_UNREADABLE, 0)->count, ==, 300);
  g_assert_cmpuint (find (&coverage, RUNGS_COVER_ETHERTYPE, 0)->count, ==, 101);
  g_assert_true (rungs_cover_is_unreadable (find (&coverage, RUNGS_COVER_MORE_UNREADABLE, 0)));
  g_assert_false (rungs_cover_is_unreadable (find (&coverage, RUNGS_COVER_MORE_PASSED_OVER, 0)));
}

static void
assert_words (RungsCoverKind kind,
              guint32 number,
              guint64 count,
              const char *what,
              const char *text)
{
  const RungsCover cover = { kind, number, count };
  g_autofree char *is_what = rungs_cover_what (&cover);
  g_autofree char *is_text = rungs_cover_text (&cover);

  g_assert_cmpstr (is_what, ==, what);
  g_assert_cmpstr (is_text, ==, text);
}

static void
test_words (void)
{
  assert_words (RUNGS_COVER_ETHERTYPE, 0x8909, 4, "EtherType 0x8909",
                "4 packets of EtherType 0x8909 (Cisco security group tag)");
  assert_words (RUNGS_COVER_ETHERTYPE, 0x88b5, 1, "EtherType 0x88b5",
                "1 packet of EtherType 0x88b5");
  assert_words (RUNGS_COVER_IP_PROTOCOL, 51, 2, "IP protocol 51",
                "2 packets of IP protocol 51 (AH)");
  assert_words (RUNGS_COVER_LINK_TYPE, 189, 2, "link type 189", "2 packets of link type 189");
  assert_words (RUNGS_COVER_TLS, 5061, 14, "TLS on port 5061", "TLS on port 5061 (14 segments)");
  assert_words (RUNGS_COVER_TLS, 5061, 1, "TLS on port 5061", "TLS on port 5061 (1 segment)");
  assert_words (RUNGS_COVER_QUIC, 0, 3, "QUIC", "QUIC (3 packets)");
  assert_words (RUNGS_COVER_UNREADABLE_FILE, 0, 2, "files that cannot be used",
                "files that cannot be used (2)");
  /* Each kind has its own. */
  for (guint i = 0; i < RUNGS_COVER_MORE_PASSED_OVER; i++)
    for (guint k = i + 1; k < RUNGS_COVER_MORE_PASSED_OVER; k++)
      {
        const RungsCover a = { i, 0, 1 }, b = { k, 0, 1 };
        g_autofree char *first = rungs_cover_what (&a);
        g_autofree char *second = rungs_cover_what (&b);

        g_assert_cmpstr (first, !=, second);
      }
}

/* What may hold signalling comes first; of many the first few are named. */
static void
test_text (void)
{
  RungsCoverage coverage = { 0 };
  g_autofree char *nothing = rungs_coverage_text (&coverage, FALSE, FALSE, 9);
  g_autofree char *all = NULL;
  g_autofree char *two = NULL;
  g_autofree char *three = NULL;
  g_autofree char *hiding = NULL;
  g_autofree char *unreadable = NULL;

  g_assert_null (nothing);
  rungs_coverage_add (&coverage, RUNGS_COVER_ETHERTYPE, 0x0806, 9);
  rungs_coverage_add (&coverage, RUNGS_COVER_IP_PROTOCOL, 115, 2);
  rungs_coverage_add (&coverage, RUNGS_COVER_ETHERTYPE, 0x8909, 1);
  rungs_coverage_add (&coverage, RUNGS_COVER_TLS, 5061, 14);
  rungs_coverage_sort (&coverage);
  all = rungs_coverage_text (&coverage, FALSE, FALSE, 9);
  g_assert_cmpstr (all, ==,
                   "1 packet of EtherType 0x8909 (Cisco security group tag), 2 packets of IP "
                   "protocol 115 (L2TPv3), 9 packets of EtherType 0x0806 (ARP)");
  three = rungs_coverage_text (&coverage, FALSE, FALSE, 3);
  g_assert_cmpstr (three, ==, all);
  two = rungs_coverage_text (&coverage, FALSE, FALSE, 2);
  g_assert_true (g_str_has_suffix (two, "(L2TPv3), 1 more kind"));
  hiding = rungs_coverage_text (&coverage, FALSE, TRUE, 9);
  g_assert_true (g_str_has_suffix (hiding, "(L2TPv3)"));
  unreadable = rungs_coverage_text (&coverage, TRUE, FALSE, 9);
  g_assert_cmpstr (unreadable, ==, "TLS on port 5061 (14 segments)");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/coverage/add", test_add);
  g_test_add_func ("/coverage/limit", test_limit);
  g_test_add_func ("/coverage/words", test_words);
  g_test_add_func ("/coverage/text", test_text);
  return g_test_run ();
}
