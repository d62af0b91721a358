/* Times: the calendar against GLib's, and how they are read and shown. */
#include "base/stamp.h"

static void
test_civil (void)
{
  static const int years[] = { 1, 1600, 1899, 1900, 1970, 1972, 2000, 2026, 2038, 2100, 9999 };

  for (guint i = 0; i < G_N_ELEMENTS (years); i++)
    {
      for (int month = 1; month <= 12; month++)
        {
          int last_day = g_date_get_days_in_month (month, years[i]);
          g_autoptr (GDateTime) reference =
            g_date_time_new_utc (years[i], month, last_day, 23, 59, 58);
          RungsStamp stamp = rungs_stamp_civil (years[i], month, last_day, 23, 59, 58, 123456);
          int y, m, d, hour, minute, second, usec;

          g_assert_cmpint (stamp, ==,
                           g_date_time_to_unix (reference) * RUNGS_STAMP_SECOND + 123456);
          rungs_stamp_to_civil (stamp, &y, &m, &d, &hour, &minute, &second, &usec);
          g_assert_cmpint (y, ==, years[i]);
          g_assert_cmpint (m, ==, month);
          g_assert_cmpint (d, ==, last_day);
          g_assert_cmpint (hour * 3600 + minute * 60 + second, ==, 86398);
          g_assert_cmpint (usec, ==, 123456);
          g_assert_true (rungs_stamp_civil (years[i], month, last_day + 1, 0, 0, 0, 0)
                         == RUNGS_STAMP_NONE);
        }
    }
}

static void
test_out_of_range (void)
{
  g_assert_true (rungs_stamp_civil (0, 1, 1, 0, 0, 0, 0) == RUNGS_STAMP_NONE);
  g_assert_true (rungs_stamp_civil (2026, 13, 1, 0, 0, 0, 0) == RUNGS_STAMP_NONE);
  g_assert_true (rungs_stamp_civil (2026, 0, 1, 0, 0, 0, 0) == RUNGS_STAMP_NONE);
  g_assert_true (rungs_stamp_civil (2026, 1, 1, 24, 0, 0, 0) == RUNGS_STAMP_NONE);
  g_assert_true (rungs_stamp_civil (2026, 1, 1, 0, 0, 0, 1000000) == RUNGS_STAMP_NONE);
}

static void
test_take_time (void)
{
  static const struct
  {
    const char *s;
    gsize taken;
    RungsStamp value;
  } cases[] = {
    { "00:00:00", 8, 0 },
    { "10:15:02.120", 12, 36902120000 },
    { "10:15:02,120456 x", 15, 36902120456 },
    { "10:15:02.120456789", 18, 36902120456 },
    { "10:15:02.1204567891", 18, 36902120456 },
    { "10:15:02.", 8, 36902000000 },
    { "23:59:60", 8, 86400000000 },
    { "24:00:00", 0, 0 },
    { "1:15:02", 0, 0 },
    { "10:15", 0, 0 },
    { "", 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsStamp value = 0;

      g_assert_cmpuint (rungs_stamp_take_time (rungs_span_of (cases[i].s), &value), ==,
                        cases[i].taken);
      g_assert_cmpint (value, ==, cases[i].value);
    }
}

static void
test_shown (void)
{
  RungsStamp stamp = rungs_stamp_civil (2026, 11, 22, 10, 15, 2, 120000);
  g_autofree char *local = rungs_stamp_to_iso (stamp, FALSE);
  g_autofree char *utc = rungs_stamp_to_iso (stamp + 3, TRUE);
  g_autofree char *clock_time = rungs_stamp_to_clock (stamp);

  g_assert_cmpstr (local, ==, "2026-11-22T10:15:02.120");
  g_assert_cmpstr (utc, ==, "2026-11-22T10:15:02.120003Z");
  g_assert_cmpstr (clock_time, ==, "10:15:02.120");
  g_assert_null (rungs_stamp_to_iso (RUNGS_STAMP_NONE, FALSE));
}

static void
test_steps (void)
{
  static const struct
  {
    gint64 usec;
    const char *text;
  } steps[] = {
    { 0, "+0.000" },          { 12000, "+0.012" },
    { -12400, "-0.012" },     { 59999000, "+59.999" },
    { 63200000, "+1:03.2" },  { G_GINT64_CONSTANT (7500000000), "+2 h 05 min" },
    { G_MININT64 + 1, NULL },
  };
  static const struct
  {
    gint64 msec;
    const char *text;
  } durations[] = {
    { -1, "" },
    { 999, "999 ms" },
    { 6120, "6 s" },
    { 130000, "2 min 10 s" },
    { 3900000, "1 h 05 min" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *text = rungs_stamp_step (steps[i].usec);

      if (steps[i].text != NULL)
        g_assert_cmpstr (text, ==, steps[i].text);
    }
  for (guint i = 0; i < G_N_ELEMENTS (durations); i++)
    {
      g_autofree char *text = rungs_stamp_duration (durations[i].msec);

      g_assert_cmpstr (text, ==, durations[i].text);
    }
}

static void
check_year (int month, int day, RungsStamp last_known, const char *iso)
{
  RungsStamp yearless = rungs_stamp_civil (1972, month, day, 10, 0, 0, 0);
  g_autofree char *text = rungs_stamp_to_iso (rungs_stamp_with_year (yearless, last_known), FALSE);

  g_assert_cmpstr (text, ==, iso);
}

static void
test_year (void)
{
  RungsStamp november = rungs_stamp_civil (2026, 11, 22, 12, 0, 0, 0);
  RungsStamp january = rungs_stamp_civil (2027, 1, 1, 0, 30, 0, 0);

  check_year (11, 22, november, "2026-11-22T10:00:00.000");
  check_year (1, 5, november, "2026-01-05T10:00:00.000");
  check_year (12, 31, november, "2025-12-31T10:00:00.000");
  check_year (12, 31, january, "2026-12-31T10:00:00.000");
  check_year (2, 29, november, "2024-02-29T10:00:00.000");
  /* The file's clock may be a few hours behind the log's. */
  check_year (1, 1, rungs_stamp_civil (2026, 12, 31, 23, 50, 0, 0), "2027-01-01T10:00:00.000");
  check_year (2, 29, rungs_stamp_civil (2103, 6, 1, 0, 0, 0, 0), "2096-02-29T10:00:00.000");
  check_year (11, 22, RUNGS_STAMP_NONE, "1972-11-22T10:00:00.000");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stamp/civil", test_civil);
  g_test_add_func ("/stamp/out-of-range", test_out_of_range);
  g_test_add_func ("/stamp/take-time", test_take_time);
  g_test_add_func ("/stamp/shown", test_shown);
  g_test_add_func ("/stamp/steps", test_steps);
  g_test_add_func ("/stamp/year", test_year);
  return g_test_run ();
}
