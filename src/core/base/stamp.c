/* Times as numbers. The calendar is computed here: mktime() and friends read the machine's zone. */
#include "config.h"

#include "base/stamp.h"

#include <glib/gi18n-lib.h>

#define USEC_PER_MINUTE (60 * RUNGS_STAMP_SECOND)
#define USEC_PER_HOUR (60 * USEC_PER_MINUTE)
#define DAYS_PER_ERA 146097 /* 400 years */

/* Years that a stamp in a log can have. */
#define MIN_YEAR 1
#define MAX_YEAR 9999

/* A stamp may be a little later than the file's last change: clocks of two machines, the zone of
 * one. */
#define LATER_ALLOWED (RUNGS_STAMP_DAY + RUNGS_STAMP_DAY / 2)

static gboolean
is_leap (int year)
{
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
days_in_month (int year, int month)
{
  static const guint8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  return month == 2 && is_leap (year) ? 29 : days[month - 1];
}

/* Days since 1970-01-01. The year is taken to begin in March, so that the leap day is its last and
 * the months before a month have (153 * m + 2) / 5 days. */
static gint64
days_from_civil (int year, int month, int day)
{
  gint64 y = month <= 2 ? year - 1 : year;
  gint64 era = (y >= 0 ? y : y - 399) / 400;
  gint64 year_of_era = y - era * 400;
  gint64 day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  gint64 day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * DAYS_PER_ERA + day_of_era - 719468;
}

RungsStamp
rungs_stamp_civil (int year, int month, int day, int hour, int minute, int second, int usec)
{
  if (year < MIN_YEAR || year > MAX_YEAR || month < 1 || month > 12 || day < 1
      || day > days_in_month (year, month) || hour < 0 || hour > 23 || minute < 0 || minute > 59
      || second < 0 || second > 60 || usec < 0 || usec > 999999)
    return RUNGS_STAMP_NONE;
  return days_from_civil (year, month, day) * RUNGS_STAMP_DAY + hour * USEC_PER_HOUR
         + minute * USEC_PER_MINUTE + second * RUNGS_STAMP_SECOND + usec;
}

void
rungs_stamp_to_civil (RungsStamp stamp,
                      int *year,
                      int *month,
                      int *day,
                      int *hour,
                      int *minute,
                      int *second,
                      int *usec)
{
  gint64 days = stamp / RUNGS_STAMP_DAY;
  gint64 rest = stamp % RUNGS_STAMP_DAY;
  gint64 era, day_of_era, year_of_era, day_of_year, m;

  if (rest < 0)
    {
      rest += RUNGS_STAMP_DAY;
      days--;
    }
  days += 719468;
  era = (days >= 0 ? days : days - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
  day_of_era = days - era * DAYS_PER_ERA;
  year_of_era =
    (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / (DAYS_PER_ERA - 1)) / 365;
  day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  m = (5 * day_of_year + 2) / 153;

  *day = (int) (day_of_year - (153 * m + 2) / 5 + 1);
  *month = (int) (m < 10 ? m + 3 : m - 9);
  *year = (int) (year_of_era + era * 400 + (*month <= 2 ? 1 : 0));
  *hour = (int) (rest / USEC_PER_HOUR);
  *minute = (int) (rest / USEC_PER_MINUTE % 60);
  *second = (int) (rest / RUNGS_STAMP_SECOND % 60);
  *usec = (int) (rest % RUNGS_STAMP_SECOND);
}

static gboolean
two_digits (const char *p, int max, int *value)
{
  if (!g_ascii_isdigit (p[0]) || !g_ascii_isdigit (p[1]))
    return FALSE;
  *value = (p[0] - '0') * 10 + p[1] - '0';
  return *value <= max;
}

/* ".120", ",120456": up to nine digits, those behind the sixth are dropped. */
static gsize
take_fraction (RungsSpan s, int *usec)
{
  gsize i = 1;
  int scale = 100000;

  *usec = 0;
  if (s.len < 2 || (s.str[0] != '.' && s.str[0] != ',') || !g_ascii_isdigit (s.str[1]))
    return 0;
  for (; i < s.len && i <= 9 && g_ascii_isdigit (s.str[i]); i++, scale /= 10)
    *usec += (s.str[i] - '0') * scale;
  return i;
}

gsize
rungs_stamp_take_time (RungsSpan s, RungsStamp *time_of_day)
{
  int hour, minute, second, usec;
  gsize fraction;

  if (s.len < 8 || s.str[2] != ':' || s.str[5] != ':' || !two_digits (s.str, 23, &hour)
      || !two_digits (s.str + 3, 59, &minute) || !two_digits (s.str + 6, 60, &second))
    return 0;
  fraction = take_fraction (rungs_span_skip (s, 8), &usec);
  *time_of_day =
    hour * USEC_PER_HOUR + minute * USEC_PER_MINUTE + second * RUNGS_STAMP_SECOND + usec;
  return 8 + fraction;
}

char *
rungs_stamp_to_iso (RungsStamp stamp, gboolean utc)
{
  int year, month, day, hour, minute, second, usec;
  const char *zone = utc ? "Z" : "";

  if (stamp == RUNGS_STAMP_NONE)
    return NULL;
  rungs_stamp_to_civil (stamp, &year, &month, &day, &hour, &minute, &second, &usec);
  if (usec % 1000 == 0)
    return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d.%03d%s", year, month, day, hour, minute,
                            second, usec / 1000, zone);
  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d.%06d%s", year, month, day, hour, minute,
                          second, usec, zone);
}

char *
rungs_stamp_to_clock (RungsStamp stamp)
{
  int year, month, day, hour, minute, second, usec;

  if (stamp == RUNGS_STAMP_NONE)
    return g_strdup ("");
  rungs_stamp_to_civil (stamp, &year, &month, &day, &hour, &minute, &second, &usec);
  return g_strdup_printf ("%02d:%02d:%02d.%03d", hour, minute, second, usec / 1000);
}

char *
rungs_stamp_to_clock_as (RungsStamp stamp, guint facts)
{
  char *clock = rungs_stamp_to_clock (stamp);
  char *fraction = (facts & RUNGS_TIME_SECONDS) != 0 ? strchr (clock, '.') : NULL;

  if (fraction != NULL)
    *fraction = '\0';
  return clock;
}

char *
rungs_stamp_to_text (RungsStamp stamp, guint facts)
{
  int year, month, day, hour, minute, second, usec;
  g_autofree char *clock = NULL;

  if (stamp == RUNGS_STAMP_NONE)
    return NULL;
  clock = rungs_stamp_to_clock_as (stamp, facts);
  if ((facts & RUNGS_TIME_DATE_GUESSED) != 0)
    return g_steal_pointer (&clock);
  rungs_stamp_to_civil (stamp, &year, &month, &day, &hour, &minute, &second, &usec);
  if ((facts & RUNGS_TIME_YEAR_GUESSED) != 0)
    return g_strdup_printf ("%02d-%02d %s", month, day, clock);
  return g_strdup_printf ("%04d-%02d-%02d %s", year, month, day, clock);
}

char *
rungs_stamp_step_as (gint64 usec, guint facts)
{
  char *step = rungs_stamp_step (usec);
  char *fraction = (facts & RUNGS_TIME_SECONDS) != 0 ? strchr (step, '.') : NULL;

  if (fraction != NULL)
    *fraction = '\0';
  return step;
}

char *
rungs_stamp_step (gint64 usec)
{
  const char *sign = usec < 0 ? "-" : "+";
  guint64 size = usec < 0 ? -(guint64) usec : (guint64) usec;
  guint64 msec = (size + 500) / 1000;

  if (msec < 60 * 1000)
    return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%03u", sign, msec / 1000,
                            (guint) (msec % 1000));
  if (msec < 60 * 60 * 1000)
    return g_strdup_printf ("%s%u:%02u.%u", sign, (guint) (msec / 60000),
                            (guint) (msec / 1000 % 60), (guint) (msec % 1000 / 100));
  /* Translators: a step in time between two messages: sign, hours, minutes */
  return g_strdup_printf (_ ("%s%u h %02u min"), sign, (guint) (msec / 3600000),
                          (guint) (msec / 60000 % 60));
}

char *
rungs_stamp_duration (gint64 msec)
{
  guint64 seconds;

  if (msec < 0)
    return g_strdup ("");
  if (msec < 1000)
    return g_strdup_printf (_ ("%u ms"), (guint) msec);
  seconds = ((guint64) msec + 500) / 1000;
  if (seconds < 60)
    return g_strdup_printf (_ ("%u s"), (guint) seconds);
  if (seconds < 3600)
    return g_strdup_printf (_ ("%u min %02u s"), (guint) (seconds / 60), (guint) (seconds % 60));
  return g_strdup_printf (_ ("%u h %02u min"), (guint) (seconds / 3600),
                          (guint) (seconds / 60 % 60));
}

RungsStamp
rungs_stamp_with_year (RungsStamp yearless, RungsStamp last_known)
{
  int year, month, day, hour, minute, second, usec, last_year, unused;

  if (yearless == RUNGS_STAMP_NONE)
    return RUNGS_STAMP_NONE;
  if (last_known == RUNGS_STAMP_NONE)
    return yearless;
  rungs_stamp_to_civil (yearless, &year, &month, &day, &hour, &minute, &second, &usec);
  rungs_stamp_to_civil (last_known, &last_year, &unused, &unused, &unused, &unused, &unused,
                        &unused);

  /* Eight years reach the next leap day in any case, over a century that has none too. */
  for (int y = last_year + 1; y >= last_year - 8; y--)
    {
      RungsStamp stamp = rungs_stamp_civil (y, month, day, hour, minute, second, usec);

      if (stamp != RUNGS_STAMP_NONE && stamp <= last_known + LATER_ALLOWED)
        return stamp;
    }
  return yearless;
}

RungsStamp
rungs_dating_apply (const RungsDating *dating, RungsStamp stamp)
{
  int year, month, day, hour, minute, second, usec;

  if (stamp == RUNGS_STAMP_NONE)
    return stamp;
  stamp += dating->shift;
  if (dating->years == 0)
    return stamp;
  rungs_stamp_to_civil (stamp, &year, &month, &day, &hour, &minute, &second, &usec);
  year += dating->years;
  /* 29 February of a year that has none is the day before March. */
  return rungs_stamp_civil (CLAMP (year, MIN_YEAR, MAX_YEAR), month,
                            MIN (day, days_in_month (year, month)), hour, minute, second, usec);
}
