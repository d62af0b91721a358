/* Stamps in the spellings of many programs, in the places where they may be, and what is none. */
#include "base/stamp-read.h"

/* A line and what was read: "2026-11-22T10:15:02.120", then its facts: the zone as minutes, "s"
 * whole seconds, "?" the date is not known, "o" the order of day and month is not. NULL: nothing. A
 * time of the day is of 1970, a date without a year of 1972. */
typedef struct
{
  const char *line, *written;
} Case;

static char *
text_of (const RungsWritten *written)
{
  g_autofree char *iso = rungs_stamp_to_iso (written->time.at, FALSE);
  GString *text = g_string_new (iso);
  guint facts = written->time.facts;

  if ((facts & RUNGS_TIME_ZONED) != 0)
    g_string_append_printf (text, " %+d", written->time.ahead);
  if ((facts & RUNGS_TIME_SECONDS) != 0)
    g_string_append (text, " s");
  if ((facts & RUNGS_TIME_DATE_GUESSED) != 0)
    g_string_append (text, " ?");
  if ((facts & RUNGS_TIME_ORDER_GUESSED) != 0)
    g_string_append (text, " o");
  return g_string_free (text, FALSE);
}

static void
check (const Case *cases, guint n, RungsDates dates)
{
  for (guint i = 0; i < n; i++)
    {
      RungsWritten written;
      RungsWrittenKind kind = rungs_stamp_find (rungs_span_of (cases[i].line), dates, &written);
      g_autofree char *text = kind != RUNGS_WRITTEN_NONE ? text_of (&written) : NULL;

      g_test_message ("%s", cases[i].line);
      g_assert_cmpstr (text, ==, cases[i].written);
      if (text == NULL)
        continue;
      g_assert_cmpint (kind == RUNGS_WRITTEN_CLOCK, ==, g_str_has_prefix (text, "1970-01-01"));
      g_assert_cmpint (kind == RUNGS_WRITTEN_YEARLESS, ==, g_str_has_prefix (text, "1972"));
    }
}

static void
test_dates (void)
{
  static const Case cases[] = {
    { "2026-11-22T10:15:02.120 x", "2026-11-22T10:15:02.120" },
    { "[2026-11-22 10:15:02,120] x", "2026-11-22T10:15:02.120" },
    { "U 2026/11/22 10:15:02.120456 a", "2026-11-22T10:15:02.120456" },
    { "22/11/2026 10:15:02", "2026-11-22T10:15:02.000 s" },
    { "2026-11-22_10:15:02.120 <sip:INFO>", "2026-11-22T10:15:02.120" },
    { "11/22/2026-10:15:02.5", "2026-11-22T10:15:02.500" },
    { "22.11.2026 10:15:02", "2026-11-22T10:15:02.000 s" },
    { "22.11.26 10:15:02", "2026-11-22T10:15:02.000 s" },
    { "4.11.2026 10:15:02", "2026-11-04T10:15:02.000 s" },
    { "04/11/2026 10:15:02", "2026-11-04T10:15:02.000 s o" },
    { "4-11-2026 9:15:02", "2026-11-04T09:15:02.000 s o" },
    { "11/11/2026 10:15:02", "2026-11-11T10:15:02.000 s" },
    { "22/11 10:15:02.1", "1972-11-22T10:15:02.100" },
    { "11/22-10:15:02.120456 x", "1972-11-22T10:15:02.120456" },
    { "22.11. 10:15:02", "1972-11-22T10:15:02.000 s" },
    { "05-04 10:15:02.120", "1972-04-05T10:15:02.120 o" },
    { "22 Nov 2026 10:15:02", "2026-11-22T10:15:02.000 s" },
    { "22-Nov 10:15:02.106 x", "1972-11-22T10:15:02.106" },
    { "22-Nov-2026 10:15:02.106", "2026-11-22T10:15:02.106" },
    { "22-Nov-26 10:15:02.106", "2026-11-22T10:15:02.106" },
    { "192.0.2.30 Nov 22 10:15:02 x", "1972-11-22T10:15:02.000 s" },
    { "22/Nov/2026:10:15:02 x", "2026-11-22T10:15:02.000 s" },
    { "22. Nov 10:15:02", "1972-11-22T10:15:02.000 s" },
    { "22. November 2026, 10:15:02", "2026-11-22T10:15:02.000 s" },
    { "22Nov2026 10:15:02", "2026-11-22T10:15:02.000 s" },
    { "Sun 22 Nov 10:15:02.5", "1972-11-22T10:15:02.500" },
    { "Sunday, November 22, 2026 10:15:02", "2026-11-22T10:15:02.000 s" },
    { "Nov 22 2026 10:15:02", "2026-11-22T10:15:02.000 s" },
    { "Nov 22 10.15.02.120", "1972-11-22T10:15:02.120" },
    { "*Nov 22 10:15:02.120: x", "1972-11-22T10:15:02.120" },
    { "<134>Nov  1 10:15:02 h", "1972-11-01T10:15:02.000 s" },
    { "Sun Nov 22 10:15:02 2026", "2026-11-22T10:15:02.000 s" },
    { "20261122T101502.12Z x", "2026-11-22T10:15:02.120 +0" },
    { "20261122101502.120456 x", "2026-11-22T10:15:02.120456" },
    { "10:15:02.120 x", "1970-01-01T10:15:02.120" },
    /* A date that cannot be is no other date. */
    { "2026-13-45 10:15:02x99:99:99", "1970-01-01T10:15:02.000 s ?" },
    { "30/02/2026 10:15:02.5", "1970-01-01T10:15:02.500 ?" },
    { "31/02/2026 25:61:61", NULL },
    { "192.0.2.1:5060 -> 198.51.100.2:5060", NULL },
    { "", NULL },
  };

  check (cases, G_N_ELEMENTS (cases), RUNGS_DATES_PLAIN);
}

static void
test_halves (void)
{
  static const Case cases[] = {
    { "11/22/2026 10:15:02 PM received", "2026-11-22T22:15:02.000 s" },
    { "11/22/2026 10:15:02 AM received", "2026-11-22T10:15:02.000 s" },
    { "11/22/2026 12:15:02 AM", "2026-11-22T00:15:02.000 s" },
    { "11/22/2026 12:15:02 PM", "2026-11-22T12:15:02.000 s" },
    { "11/22/2026 9:15:02 pm", "2026-11-22T21:15:02.000 s" },
    { "11/22/2026 9:15:02.120 p.m. x", "2026-11-22T21:15:02.120" },
    { "11/22/2026, 9:15:02\xe2\x80\xafPM", "2026-11-22T21:15:02.000 s" },
    { "9:15:02 PM x", "1970-01-01T21:15:02.000 s" },
    { "9:15:02.5 a.m. x", "1970-01-01T09:15:02.500" },
    { "10:15:02PM 11/22/2026", "2026-11-22T22:15:02.000 s" },
    { "Nov 22, 2026 10:15:02 PM", "2026-11-22T22:15:02.000 s" },
    { "22:15:02 PM x", "1970-01-01T22:15:02.000 s" },
    { "10:15:02 PMTU x", "1970-01-01T10:15:02.000 s" },
    { "10:15:02 a message", "1970-01-01T10:15:02.000 s" },
    /* Whoever writes AM and PM after slashes writes the month first. */
    { "04/11/2026 10:15:02 PM", "2026-04-11T22:15:02.000 s o" },
  };

  check (cases, G_N_ELEMENTS (cases), RUNGS_DATES_PLAIN);
}

static void
test_fractions (void)
{
  static const Case cases[] = {
    { "2026-11-22 10:15:02;106 x", "2026-11-22T10:15:02.106" },
    { "2026-11-22 10:15:02:106 x", "2026-11-22T10:15:02.106" },
    { "2026-11-22 10:15:02:120.456", "2026-11-22T10:15:02.120456" },
    { "2026-11-22 10:15:02 (106 ms) x", "2026-11-22T10:15:02.106" },
    { "2026-11-22 10:15:02 6 ms x", "2026-11-22T10:15:02.006" },
    { "2026-11-22 10:15:02 +106ms x", "2026-11-22T10:15:02.106" },
    { "2026-11-22 10:15:02'106 x", "2026-11-22T10:15:02.106" },
    { "2026-11-22 10:15:02.123456789 x", "2026-11-22T10:15:02.123456" },
    { "2026-11-22 10:15:02 404 Not Found", "2026-11-22T10:15:02.000 s" },
    { "2026-11-22 10:15:02;x", "2026-11-22T10:15:02.000 s" },
  };
  static const Case blank[] = {
    { "2026-11-22 10:15:02 106 x", "2026-11-22T10:15:02.106" },
    { "2026-11-22 10:15:02 1060 x", "2026-11-22T10:15:02.000 s" },
  };

  check (cases, G_N_ELEMENTS (cases), RUNGS_DATES_PLAIN);
  check (blank, G_N_ELEMENTS (blank), RUNGS_DATES_BLANK);
}

static void
test_zones (void)
{
  static const Case cases[] = {
    { "2026-11-22T10:15:02.106Z x", "2026-11-22T10:15:02.106 +0" },
    { "2026-11-22T10:15:02.106+01:00 x", "2026-11-22T10:15:02.106 +60" },
    { "2026-11-22T10:15:02-0330", "2026-11-22T10:15:02.000 -210 s" },
    { "2026-11-22 10:15:02.106 +0100 x", "2026-11-22T10:15:02.106 +60" },
    { "*Nov 22 10:15:02.106 UTC: x", "1972-11-22T10:15:02.106 +0" },
    { "Nov 22 10:15:02.106 CET: x", "1972-11-22T10:15:02.106 +60" },
    { "Nov 22 10:15:02.106 EST: x", "1972-11-22T10:15:02.106" },
    { "Sun Nov 22 2026 10:15:02 GMT+0530 (IST) | x", "2026-11-22T10:15:02.000 +330 s" },
    { "Sun, 22 Nov 2026 10:15:02 GMT", "2026-11-22T10:15:02.000 +0 s" },
    { "Sun Nov 22 10:15:02 UTC 2026", "2026-11-22T10:15:02.000 +0 s" },
    { "10:15:02.106 UTC Sun Nov 22 2026", "2026-11-22T10:15:02.106 +0" },
    { "[2026-11-22 10:15:02 (UTC)] x", "2026-11-22T10:15:02.000 +0 s" },
    { "11/22/2026 10:15:02 PM +0100", "2026-11-22T22:15:02.000 +60 s" },
    { "2026-11-22 10:15:02 +15550100 x", "2026-11-22T10:15:02.000 s" },
    { "2026-11-22 10:15:02 +01 x", "2026-11-22T10:15:02.000 s" },
    { "2026-11-22 10:15:02 UTCX", "2026-11-22T10:15:02.000 s" },
    { "2026-11-22 10:15:02+25:00", "2026-11-22T10:15:02.000 s" },
  };

  check (cases, G_N_ELEMENTS (cases), RUNGS_DATES_PLAIN);
}

/* Where digits are a time, and where they are something else. */
static void
test_places (void)
{
  static const Case cases[] = {
    { "time: 1795342502.120000", "2026-11-22T10:15:02.120 +0" },
    { "at 1795342502120 x", "2026-11-22T10:15:02.120 +0" },
    { "1795342502.120 x", "2026-11-22T10:15:02.120 +0" },
    { "[1795342502120] x", "2026-11-22T10:15:02.120 +0" },
    { "{\"ts\":1795342502.12}", "2026-11-22T10:15:02.120 +0" },
    { "timestamp=1795342502120", "2026-11-22T10:15:02.120 +0" },
    { "CALL DID=5550123 FROM=0442079460123 INSIDE", NULL },
    { "CALL FROM=4420794601234 INSIDE", NULL },
    { "from 4420794601234 to 4420794601235", NULL },
    { "+4420794601234 calls", NULL },
    { "dialled 4420794601234", NULL },
    { "x4420794601234", NULL },
    { "0442079460123 x", NULL },
    { "44207946012345 x", NULL },
    { "duration 00:01:30", NULL },
    { "duration=00:01:30", NULL },
    { "took 00:01:30.5", NULL },
    { "mac 00:1a:10:15:02:33", NULL },
    { "at 10:15:02.5", "1970-01-01T10:15:02.500" },
    { "leg 1/2 10:15:02.5", "1970-01-01T10:15:02.500" },
  };
  RungsWritten written;

  check (cases, G_N_ELEMENTS (cases), RUNGS_DATES_PLAIN);
  /* A comment in a binary file. */
  g_assert_cmpint (rungs_stamp_find (RUNGS_SPAN ("\0\0 Mon Nov 30 11:22:33 2026"), 0, &written), ==,
                   RUNGS_WRITTEN_NONE);
  g_assert_cmpint (rungs_stamp_at_front (RUNGS_SPAN ("<134>1 2026-11-22T10:15:02Z x"), 0, &written),
                   ==, RUNGS_WRITTEN_FULL);
  g_assert_cmpint (rungs_stamp_at_front (RUNGS_SPAN ("x 2026-11-22 10:15:02"), 0, &written), ==,
                   RUNGS_WRITTEN_NONE);
  g_assert_cmpint (rungs_stamp_at_front (RUNGS_SPAN (" [2026-11-22 10:15:02] x"), 0, &written), ==,
                   RUNGS_WRITTEN_FULL);
}

/* Lines that can be read in one way decide for those that can be read in two. */
static void
test_survey (void)
{
  static const struct
  {
    const char *block;
    RungsDates dates;
  } cases[] = {
    { "04/11/2026 10:15:02 a\n22/11/2026 10:15:02 b\n", RUNGS_DATES_DAY_FIRST },
    { "04/11/2026 10:15:02 a\n11/22/2026 10:15:02 b\n", RUNGS_DATES_MONTH_FIRST },
    { "04/11/2026 10:15:02 a\n04/11/2026 10:15:03 b\n", RUNGS_DATES_PLAIN },
    { "04/11/2026 10:15:02 a\n04/12/2026 10:15:03 b\n", RUNGS_DATES_MONTH_FIRST },
    { "04/11/2026 10:15:02 a\n05/11/2026 10:15:03 b\n", RUNGS_DATES_DAY_FIRST },
    { "10:15:02 006 a\n10:15:03 404 b\n", RUNGS_DATES_BLANK },
    { "10:15:02 180 a\n10:15:03 404 b\n", RUNGS_DATES_PLAIN },
    { "10.0.0.1 x\nversion 13/11/2026\n", RUNGS_DATES_PLAIN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsDateSurvey survey = { 0 };

      g_test_message ("%s", cases[i].block);
      rungs_stamp_survey (&survey, rungs_span_of (cases[i].block));
      g_assert_cmpint (rungs_stamp_survey_end (&survey), ==, cases[i].dates);
    }
  {
    static const Case day[] = { { "04/11/2026 10:15:02.5", "2026-11-04T10:15:02.500" } };
    static const Case month[] = { { "04/11/2026 10:15:02.5", "2026-04-11T10:15:02.500" } };

    check (day, 1, RUNGS_DATES_DAY_FIRST);
    check (month, 1, RUNGS_DATES_MONTH_FIRST);
  }
}

/* Every cut of every spelling, without harm. */
static void
test_cuts (void)
{
  static const char line[] = "<134>[Sun, 22. November 2026, 10:15:02.106 p.m. GMT+0530 (IST)] x";

  for (gsize from = 0; from < sizeof line; from++)
    for (gsize len = 0; from + len < sizeof line; len++)
      {
        g_autofree char *copy = g_memdup2 (line + from, len + 1);
        RungsWritten written;
        RungsDateSurvey survey = { 0 };

        rungs_stamp_find (rungs_span (copy, len), RUNGS_DATES_BLANK, &written);
        rungs_stamp_at_front (rungs_span (copy, len), RUNGS_DATES_SHORT_YEAR, &written);
        rungs_stamp_survey (&survey, rungs_span (copy, len));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stamp-read/dates", test_dates);
  g_test_add_func ("/stamp-read/halves", test_halves);
  g_test_add_func ("/stamp-read/fractions", test_fractions);
  g_test_add_func ("/stamp-read/zones", test_zones);
  g_test_add_func ("/stamp-read/places", test_places);
  g_test_add_func ("/stamp-read/survey", test_survey);
  g_test_add_func ("/stamp-read/cuts", test_cuts);
  return g_test_run ();
}
