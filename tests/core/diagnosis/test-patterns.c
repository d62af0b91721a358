/* Invented logs of many calls, and what they must and must not be said to have in common. */
#include "config.h"

#include "base/limits.h"
#include "diagnosis/country.h"
#include "diagnosis/patterns.h"
#include "script.h"

typedef struct
{
  GString *script;
  guint n;
} Log;

static void
log_init (Log *self)
{
  *self = (Log){ g_string_new (NULL), 0 };
}

/* A call from Teams through the SBC to @peer, from the middle of @minute on. @code: the carrier's
 * answer. */
static void
add_call (Log *self, guint minute, const char *peer, const char *number, guint code)
{
  guint n = self->n++, at = minute * 60 + n % 60;
  GString *s = self->script;

  g_string_append_printf (s, "%u.100 T S INVITE a%u 1 sid=s%u to=%s\n", at, n, n, number);
  g_string_append_printf (s, "%u.110 S T 100 a%u 1 sid=s%u to=%s\n", at, n, n, number);
  g_string_append_printf (s, "%u.120 S %s INVITE b%u 1 sid=s%u to=%s\n", at, peer, n, n, number);
  if (code > 0)
    {
      g_string_append_printf (s, "%u.200 %s S %u b%u 1 sid=s%u to=%s\n", at, peer, code, n, n,
                              number);
      g_string_append_printf (s, "%u.220 S T %u a%u 1 sid=s%u to=%s\n", at, code, n, n, number);
    }
  if (code >= 300)
    {
      g_string_append_printf (s, "%u.210 S %s ACK b%u 1 sid=s%u nak to=%s\n", at, peer, n, n,
                              number);
      g_string_append_printf (s, "%u.230 T S ACK a%u 1 sid=s%u nak to=%s\n", at, n, n, number);
    }
  else if (code >= 200)
    {
      g_string_append_printf (s, "%u.230 T S ACK a%u 1 sid=s%u to=%s\n", at, n, n, number);
      g_string_append_printf (s, "%u.240 S %s ACK b%u 1 sid=s%u to=%s\n", at, peer, n, n, number);
      g_string_append_printf (s, "%u.300 T S BYE a%u 2 sid=s%u to=%s\n", at, n, n, number);
      g_string_append_printf (s, "%u.310 S T 200 a%u 2 m=BYE sid=s%u to=%s\n", at, n, n, number);
      g_string_append_printf (s, "%u.320 S %s BYE b%u 2 sid=s%u to=%s\n", at, peer, n, n, number);
      g_string_append_printf (s, "%u.330 %s S 200 b%u 2 m=BYE sid=s%u to=%s\n", at, peer, n, n,
                              number);
    }
}

/* @n calls, to numbers that begin with @prefix. */
static void
add_calls (Log *self, guint n, guint minute, const char *peer, const char *prefix, guint code)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *number = g_strdup_printf ("%s%04u", prefix, self->n % 10000);

      add_call (self, minute, peer, number, code);
    }
}

/* The sentences, one a line. (transfer full) */
static char *
patterns_of (Log *self, guint max_verdicts)
{
  g_autoptr (RungsTrace) trace = script_trace (&script_format, self->script->str, NULL);
  g_autoptr (RungsPatternFinder) finder = rungs_pattern_finder_new (trace);
  g_autoptr (GPtrArray) patterns =
    rungs_pattern_finder_find (finder, rungs_knowledge_get (), max_verdicts, NULL);
  GString *out = g_string_new (NULL);

  g_assert_cmpuint (rungs_trace_get_n_calls (trace), ==, self->n);
  for (guint i = 0; i < patterns->len; i++)
    {
      const RungsPattern *pattern = g_ptr_array_index (patterns, i);
      g_autofree char *text = rungs_pattern_text (pattern, NULL, NULL, NULL);

      g_assert_cmpuint (pattern->calls->len, <=, pattern->of);
      for (guint c = 0; c < pattern->calls->len; c++)
        {
          guint32 call = g_array_index (pattern->calls, guint32, c);

          g_assert_cmpint (rungs_trace_get_call (trace, call)->state, ==, RUNGS_STATE_FAILED);
          g_assert_true (c == 0 || g_array_index (pattern->calls, guint32, c - 1) < call);
        }
      g_string_append_printf (out, "%s\n", text);
    }
  g_string_free (self->script, TRUE);
  return g_string_free (out, FALSE);
}

static void
check (Log *self, const char *expected)
{
  g_autofree char *found = patterns_of (self, RUNGS_MAX_PATTERN_VERDICTS);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_country (void)
{
  Log log;

  log_init (&log);
  add_calls (&log, 20, 1, "P", "+3491555", 403);
  add_calls (&log, 1, 1, "P", "+3491555", 200);
  add_calls (&log, 20, 1, "P", "+3493555", 403);
  add_calls (&log, 1, 1, "P", "+3493555", 200);
  add_calls (&log, 1, 1, "P", "+3491555", 403);
  add_calls (&log, 30, 1, "P", "+4930555", 200);
  add_calls (&log, 2, 1, "P", "+4940555", 403);
  add_calls (&log, 12, 1, "P", "+1555010", 200);
  check (&log,
         "41 of 43 calls to +34 fail with 403/560403 at 203.0.113.5; 2 of 44 other calls do.\n");
}

/* The country is fine, a region is not. */
static void
test_longer_prefix (void)
{
  Log log;

  log_init (&log);
  add_calls (&log, 8, 1, "P", "+3491555", 404);
  add_calls (&log, 5, 1, "P", "+3491666", 404);
  add_calls (&log, 20, 1, "P", "+3493555", 200);
  check (&log, "13 of 13 calls to +3491… fail with 404/560404 at 203.0.113.5; none of the 20 "
               "other calls does.\n");
}

static void
test_one_number (void)
{
  Log log;

  log_init (&log);
  for (guint i = 0; i < 5; i++)
    add_call (&log, 1, "P", "+15550100", 486);
  add_calls (&log, 40, 1, "P", "+1555012", 200);
  check (&log, "5 of 5 calls to +15550100 fail with 486/560486 at 203.0.113.5; none of the 40 "
               "other calls does.\n");
}

static void
test_peer (void)
{
  Log log;

  log_init (&log);
  for (guint i = 0; i < 10; i++)
    {
      add_calls (&log, 1, 1, "Q", i % 2 ? "+4930555" : "+3491555", 503);
      add_calls (&log, 2, 1, "P", i % 3 ? "+4930555" : "+3491555", 200);
    }
  check (&log, "10 of 10 calls through 203.0.113.6 fail with 503/560503; none of the 20 other "
               "calls does.\n");
}

/* Neither the number nor the carrier alone. */
static void
test_number_and_peer (void)
{
  Log log;

  log_init (&log);
  add_calls (&log, 12, 1, "P", "+3491555", 403);
  add_calls (&log, 40, 1, "Q", "+3491555", 200);
  add_calls (&log, 40, 1, "P", "+4930555", 200);
  check (&log, "12 of 12 calls to +34 through 203.0.113.5 fail with 403/560403; none of the 80 "
               "other calls does.\n");
}

static void
test_hours (void)
{
  Log log;

  log_init (&log);
  for (guint hour = 0; hour < 8; hour++)
    add_calls (&log, 12, hour * 60 + 10, "P", "+4930555", hour == 4 || hour == 5 ? 503 : 200);
  check (&log, "24 of 24 calls begun between 04:00 and 06:00 fail with 503/560503 at "
               "203.0.113.5; none of the 72 other calls does.\n");
}

static void
test_hours_of_days (void)
{
  Log log;

  log_init (&log);
  for (guint day = 0; day < 3; day++)
    for (guint hour = 8; hour < 12; hour++)
      add_calls (&log, 6, (day * 24 + hour) * 60 + 10, "P", "+4930555",
                 day == 1 && hour == 9 ? 503 : 200);
  check (&log, "6 of 6 calls begun between 1970-01-02 09:00 and 1970-01-02 10:00 fail with "
               "503/560503 at 203.0.113.5; none of the 66 other calls does.\n");
}

static void
test_whole_log (void)
{
  Log log;

  log_init (&log);
  add_calls (&log, 8, 1, "P", "+4930555", 403);
  add_calls (&log, 2, 1, "P", "+4930555", 200);
  check (&log, "8 of 10 calls in this log fail with 403/560403 at 203.0.113.5.\n");
}

static void
test_most_failed (void)
{
  Log log;

  log_init (&log);
  for (guint i = 0; i < 30; i++)
    add_calls (&log, 1, i * 60, "P", "+4930555", i % 5 == 0 ? 480 : i == 3 ? 404 : 200);
  check (&log, "6 of 7 failed calls fail with 480/560480 at 203.0.113.5.\n");
}

/* A trunk in trouble answers in several ways. */
static void
test_several_answers (void)
{
  static const guint codes[] = { 403, 480, 500, 502, 503, 504, 404, 488 };
  Log log;

  log_init (&log);
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      add_calls (&log, 1, 1, "Q", "+4930555", codes[i]);
      add_calls (&log, 3, 1, "P", "+4930555", 200);
    }
  check (&log, "8 of 8 calls through 203.0.113.6 fail, with various answers; none of the 24 other "
               "calls does.\n");
}

static void
test_too_few (void)
{
  Log log;

  log_init (&log);
  add_calls (&log, 2, 1, "P", "+3491555", 403);
  add_calls (&log, 20, 1, "P", "+4930555", 200);
  check (&log, "");
}

/* Refused at random, whoever is called whenever through whom: nothing may be said of it. */
static void
test_chance (void)
{
  static const char *const prefixes[] = { "+3491555", "+4930555", "+1555010", "+4420555",
                                          "+3491666", "+4989555", "+1555011", "+3315555" };
  guint n_found = 0;

  for (guint seed = 0; seed < 40; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autofree char *found = NULL;
      Log log;

      log_init (&log);
      for (guint i = 0; i < 200; i++)
        {
          gboolean fails = g_rand_int_range (rand, 0, 10) == 0;
          guint code = g_rand_boolean (rand) ? 480 : 404;

          add_calls (
            &log, 1, (guint) g_rand_int_range (rand, 0, 600), g_rand_boolean (rand) ? "P" : "Q",
            prefixes[g_rand_int_range (rand, 0, G_N_ELEMENTS (prefixes))], fails ? code : 200);
        }
      found = patterns_of (&log, RUNGS_MAX_PATTERN_VERDICTS);
      /* That most of the few failed calls failed alike is true, and no group. */
      if (*found != '\0' && strstr (found, "failed calls") == NULL)
        {
          g_test_message ("%u: %s", seed, found);
          n_found++;
        }
    }
  g_assert_cmpuint (n_found, <=, 1);
}

/* Without reading a message the code and Microsoft's rule are known. */
static void
test_quick (void)
{
  Log log;
  g_autofree char *found = NULL;

  log_init (&log);
  add_calls (&log, 10, 1, "P", "+3491555", 403);
  add_calls (&log, 20, 1, "P", "+4930555", 200);
  found = patterns_of (&log, 5);
  g_assert_cmpstr (found, ==,
                   "10 of 10 calls to +34 fail with 403/560403 at 203.0.113.5; none of the 20 "
                   "other calls does.\n");
}

static void
test_country_codes (void)
{
  static const struct
  {
    const char *number;
    gsize len;
  } cases[] = {
    { "+15550100", 2 },
    { "+74955550100", 2 },
    { "+34915550100", 3 },
    { "+49", 3 },
    { "+4", 0 },
    { "+35315550100", 4 },
    { "+35", 0 },
    { "+9715550100", 4 },
    { "15550100", 0 },
    { "+", 0 },
    { "", 0 },
    { "+3a", 0 },
    { "+8835550", 4 },
    { "+98", 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].number);
      g_assert_cmpuint (rungs_country_prefix (rungs_span_of (cases[i].number)), ==, cases[i].len);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagnosis/patterns/country", test_country);
  g_test_add_func ("/diagnosis/patterns/longer-prefix", test_longer_prefix);
  g_test_add_func ("/diagnosis/patterns/one-number", test_one_number);
  g_test_add_func ("/diagnosis/patterns/peer", test_peer);
  g_test_add_func ("/diagnosis/patterns/number-and-peer", test_number_and_peer);
  g_test_add_func ("/diagnosis/patterns/hours", test_hours);
  g_test_add_func ("/diagnosis/patterns/hours-of-days", test_hours_of_days);
  g_test_add_func ("/diagnosis/patterns/whole-log", test_whole_log);
  g_test_add_func ("/diagnosis/patterns/most-failed", test_most_failed);
  g_test_add_func ("/diagnosis/patterns/several-answers", test_several_answers);
  g_test_add_func ("/diagnosis/patterns/too-few", test_too_few);
  g_test_add_func ("/diagnosis/patterns/chance", test_chance);
  g_test_add_func ("/diagnosis/patterns/quick", test_quick);
  g_test_add_func ("/diagnosis/patterns/country-codes", test_country_codes);
  return g_test_run ();
}
