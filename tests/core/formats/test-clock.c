/* Stamps without a year or a date. */
#include "formats/clock.h"

static RungsStamp
at (int year, int month, int day, int hour, int minute)
{
  return rungs_stamp_civil (year, month, day, hour, minute, 0, 0);
}

static void
test_yearless (void)
{
  RungsClock clock = rungs_clock (at (2026, 1, 3, 12, 0));

  g_assert_cmpint (rungs_clock_yearless (&clock, at (1972, 12, 31, 23, 0)), ==,
                   at (2025, 12, 31, 23, 0));
  g_assert_cmpint (rungs_clock_yearless (&clock, at (1972, 1, 1, 1, 0)), ==, at (2026, 1, 1, 1, 0));
}

static void
test_no_anchor (void)
{
  RungsClock clock = rungs_clock (RUNGS_STAMP_NONE);

  g_assert_cmpint (rungs_clock_yearless (&clock, at (1972, 11, 2, 1, 0)), ==,
                   at (1972, 11, 2, 1, 0));
  g_assert_cmpint (rungs_clock_yearless (&clock, at (1972, 11, 22, 1, 0)), ==,
                   at (1972, 11, 22, 1, 0));
  g_assert_cmpint (rungs_clock_yearless (&clock, at (1972, 11, 21, 23, 0)), ==,
                   at (1972, 11, 21, 23, 0));
  g_assert_cmpint (rungs_clock_yearless (&clock, at (1972, 1, 1, 0, 0)), ==, at (1973, 1, 1, 0, 0));
}

static void
test_of_day (void)
{
  RungsClock clock = rungs_clock (at (2026, 11, 22, 1, 0));
  RungsStamp day = at (2026, 11, 21, 0, 0), hour = RUNGS_STAMP_DAY / 24;

  g_assert_cmpint (rungs_clock_of_day (&clock, 22 * hour), ==, day + 22 * hour);
  g_assert_cmpint (rungs_clock_of_day (&clock, 1 * hour), ==, day + 25 * hour);
  g_assert_cmpint (rungs_clock_of_day (&clock, 23 * hour), ==, day + 23 * hour);
}

static void
test_of_hour (void)
{
  RungsClock clock = rungs_clock (at (2026, 11, 22, 1, 10));
  RungsStamp minute = RUNGS_STAMP_DAY / 24 / 60;

  g_assert_cmpint (rungs_clock_of_hour (&clock, 55 * minute), ==, at (2026, 11, 22, 0, 55));
  g_assert_cmpint (rungs_clock_of_hour (&clock, 5 * minute), ==, at (2026, 11, 22, 1, 5));
}

static void
test_date_header (void)
{
  RungsClock clock = rungs_clock (RUNGS_STAMP_NONE);

  rungs_clock_see (&clock,
                   RUNGS_SPAN ("SIP/2.0 200 OK\r\nDate: Sun, 22 Nov 2026 10:15:02 GMT\r\n\r\n"));
  g_assert_cmpint (clock.anchor, ==, at (2026, 11, 22, 10, 15) + 2 * RUNGS_STAMP_SECOND);
  /* 23:50 local time, an hour before: it is the evening before when that is nearer. */
  g_assert_cmpint (rungs_clock_of_day (&clock, RUNGS_STAMP_DAY - RUNGS_STAMP_SECOND), ==,
                   at (2026, 11, 22, 0, 0) - RUNGS_STAMP_SECOND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/yearless", test_yearless);
  g_test_add_func ("/clock/no-anchor", test_no_anchor);
  g_test_add_func ("/clock/of-day", test_of_day);
  g_test_add_func ("/clock/of-hour", test_of_hour);
  g_test_add_func ("/clock/date-header", test_date_header);
  return g_test_run ();
}
