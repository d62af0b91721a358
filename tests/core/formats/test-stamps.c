/* Stamps without a year or a date. */
#include "formats/stamps.h"

static RungsStamp
at (int year, int month, int day, int hour, int minute)
{
  return rungs_stamp_civil (year, month, day, hour, minute, 0, 0);
}

static RungsStamps
clock_of (RungsStamp anchor)
{
  return (RungsStamps){ .anchor = anchor, .last = RUNGS_STAMP_NONE };
}

static void
test_yearless (void)
{
  RungsStamps stamps = clock_of (at (2026, 1, 3, 12, 0));

  g_assert_cmpint (rungs_stamps_yearless (&stamps, rungs_time (at (1972, 12, 31, 23, 0))).at, ==,
                   at (2025, 12, 31, 23, 0));
  g_assert_cmpint (rungs_stamps_yearless (&stamps, rungs_time (at (1972, 1, 1, 1, 0))).at, ==,
                   at (2026, 1, 1, 1, 0));
}

static void
test_no_anchor (void)
{
  RungsStamps stamps = clock_of (RUNGS_STAMP_NONE);

  g_assert_cmpint (rungs_stamps_yearless (&stamps, rungs_time (at (1972, 11, 2, 1, 0))).at, ==,
                   at (1972, 11, 2, 1, 0));
  g_assert_cmpint (rungs_stamps_yearless (&stamps, rungs_time (at (1972, 11, 22, 1, 0))).at, ==,
                   at (1972, 11, 22, 1, 0));
  g_assert_cmpint (rungs_stamps_yearless (&stamps, rungs_time (at (1972, 11, 21, 23, 0))).at, ==,
                   at (1972, 11, 21, 23, 0));
  g_assert_cmpint (rungs_stamps_yearless (&stamps, rungs_time (at (1972, 1, 1, 0, 0))).at, ==,
                   at (1973, 1, 1, 0, 0));
}

static void
test_of_day (void)
{
  RungsStamps stamps = clock_of (at (2026, 11, 22, 1, 0));
  RungsStamp day = at (2026, 11, 21, 0, 0), hour = RUNGS_STAMP_DAY / 24;

  g_assert_cmpint (rungs_stamps_of_day (&stamps, rungs_time (22 * hour)).at, ==, day + 22 * hour);
  g_assert_cmpint (rungs_stamps_of_day (&stamps, rungs_time (1 * hour)).at, ==, day + 25 * hour);
  g_assert_cmpint (rungs_stamps_of_day (&stamps, rungs_time (23 * hour)).at, ==, day + 23 * hour);
}

static void
test_of_hour (void)
{
  RungsStamps stamps = clock_of (at (2026, 11, 22, 1, 10));
  RungsStamp minute = RUNGS_STAMP_DAY / 24 / 60;

  g_assert_cmpint (rungs_stamps_of_hour (&stamps, rungs_time (55 * minute)).at, ==,
                   at (2026, 11, 22, 0, 55));
  g_assert_cmpint (rungs_stamps_of_hour (&stamps, rungs_time (5 * minute)).at, ==,
                   at (2026, 11, 22, 1, 5));
}

static void
test_date_header (void)
{
  RungsStamps stamps = clock_of (RUNGS_STAMP_NONE);

  rungs_stamps_read_date_header (
    &stamps, RUNGS_SPAN ("SIP/2.0 200 OK\r\nDate: Sun, 22 Nov 2026 10:15:02 GMT\r\n\r\n"));
  g_assert_cmpint (stamps.anchor, ==, at (2026, 11, 22, 10, 15) + 2 * RUNGS_STAMP_SECOND);
  /* 23:50 local time, an hour before: it is the evening before when that is nearer. */
  g_assert_cmpint (
    rungs_stamps_of_day (&stamps, rungs_time (RUNGS_STAMP_DAY - RUNGS_STAMP_SECOND)).at, ==,
    at (2026, 11, 22, 0, 0) - RUNGS_STAMP_SECOND);
}

/* What the sink was told. */
typedef struct
{
  RungsSink sink;
  RungsDating dating;
  guint n;
} DatedSink;

static void
dated_cb (RungsSink *sink, const RungsDating *dating)
{
  DatedSink *self = (DatedSink *) sink;

  self->dating = *dating;
  self->n++;
}

/* A date later in the log puts the days before right, over midnight too; what follows is known. */
static void
test_dated_later (void)
{
  DatedSink sink = { .sink.dated = dated_cb };
  RungsStamps stamps = clock_of (at (2026, 12, 1, 12, 0));
  gint64 hour = RUNGS_STAMP_DAY / 24;
  RungsTime before, after;

  stamps.sink = &sink.sink;
  before = rungs_stamps_of_day (&stamps, rungs_time (23 * hour));
  g_assert_cmpint (before.facts, ==, RUNGS_TIME_DATE_GUESSED);
  after = rungs_stamps_of_day (&stamps, rungs_time (1 * hour));
  g_assert_cmpint (after.at - before.at, ==, 2 * hour);
  rungs_stamps_read_line (&stamps, RUNGS_SPAN ("no date 2020-01-01 00:00:00"));
  g_assert_cmpuint (sink.n, ==, 0);
  rungs_stamps_read_line (&stamps, RUNGS_SPAN ("2025-04-25 02:00:00.000 [DEBUG] x"));
  g_assert_cmpuint (sink.n, ==, 1);
  g_assert_cmpint (rungs_dating_apply (&sink.dating, before.at), ==, at (2025, 4, 24, 23, 0));
  g_assert_cmpint (rungs_dating_apply (&sink.dating, after.at), ==, at (2025, 4, 25, 1, 0));
  g_assert_cmpint (sink.dating.clears, ==, RUNGS_TIME_DATE_GUESSED);
  g_assert_cmpint (sink.dating.sets, ==, 0);
  after = rungs_stamps_of_day (&stamps, rungs_time (3 * hour));
  g_assert_cmpint (after.at, ==, at (2025, 4, 25, 3, 0));
  g_assert_cmpint (after.facts, ==, 0);
}

/* The date comes first. */
static void
test_dated_earlier (void)
{
  DatedSink sink = { .sink.dated = dated_cb };
  RungsStamps stamps = clock_of (at (2026, 12, 1, 12, 0));
  RungsTime time;

  stamps.sink = &sink.sink;
  rungs_stamps_read_line (&stamps, RUNGS_SPAN ("[2025-04-24 23:59:59] started"));
  time = rungs_stamps_of_day (&stamps, rungs_time (5 * RUNGS_STAMP_SECOND));
  g_assert_cmpint (time.at, ==, at (2025, 4, 25, 0, 0) + 5 * RUNGS_STAMP_SECOND);
  g_assert_cmpint (time.facts, ==, 0);
  g_assert_cmpuint (sink.n, ==, 0);
}

/* The year comes later; a day without its year is no year. */
static void
test_year_later (void)
{
  DatedSink sink = { .sink.dated = dated_cb };
  RungsStamps stamps = clock_of (at (2026, 12, 1, 12, 0));
  RungsTime day, time;

  stamps.sink = &sink.sink;
  time = rungs_stamps_of_day (&stamps, rungs_time (0));
  day = rungs_stamps_yearless (&stamps, rungs_time (at (1972, 2, 28, 1, 0)));
  g_assert_cmpint (day.facts, ==, RUNGS_TIME_YEAR_GUESSED);
  g_assert_cmpint (rungs_dating_apply (&sink.dating, time.at), ==, at (2026, 2, 28, 0, 0));
  g_assert_cmpint (sink.dating.sets, ==, RUNGS_TIME_YEAR_GUESSED);
  rungs_stamps_read_line (&stamps, RUNGS_SPAN ("2024-03-01 00:00:00 x"));
  g_assert_cmpuint (sink.n, ==, 2);
  g_assert_cmpint (sink.dating.clears, ==, RUNGS_TIME_YEAR_GUESSED);
  g_assert_cmpint (rungs_dating_apply (&sink.dating, day.at), ==, at (2024, 2, 28, 1, 0));
  day = rungs_stamps_yearless (&stamps, rungs_time (at (1972, 3, 1, 1, 0)));
  g_assert_cmpint (day.at, ==, at (2024, 3, 1, 1, 0));
  g_assert_cmpint (day.facts, ==, 0);
}

/* A Date header of a later message counts too; one of a clock that was never set does not. */
static void
test_header_later (void)
{
  DatedSink sink = { .sink.dated = dated_cb };
  RungsStamps stamps = clock_of (at (2026, 12, 1, 12, 0));
  RungsTime time;

  stamps.sink = &sink.sink;
  time = rungs_stamps_of_day (&stamps, rungs_time (RUNGS_STAMP_DAY / 2));
  rungs_stamps_read_date_header (
    &stamps, RUNGS_SPAN ("SIP/2.0 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:09 GMT\r\n\r\n"));
  g_assert_cmpuint (sink.n, ==, 0);
  rungs_stamps_read_date_header (
    &stamps, RUNGS_SPAN ("SIP/2.0 200 OK\r\nDate: Sun, 22 Nov 2026 11:00:05 GMT\r\n\r\n"));
  g_assert_cmpuint (sink.n, ==, 1);
  g_assert_cmpint (rungs_dating_apply (&sink.dating, time.at), ==, at (2026, 11, 22, 12, 0));
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
  g_test_add_func ("/clock/dated-later", test_dated_later);
  g_test_add_func ("/clock/dated-earlier", test_dated_earlier);
  g_test_add_func ("/clock/year-later", test_year_later);
  g_test_add_func ("/clock/header-later", test_header_later);
  return g_test_run ();
}
