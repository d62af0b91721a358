/* Stamps in lines of unknown origin:
 *
 *   2026-11-22T10:15:02.120Z   2026/11/22 10:15:02.120000   22/11/2026 10:15:02   22.11.2026 10:15:02   22/11 10:15:02
 *   Nov 22 10:15:02.120   Nov 22 2026 10:15:02   22 Nov 2026 10:15:02   22-Nov 10:15:02   22. Nov 10:15:02   10:15:02.120
 *   11/22/2026 10:15:02 PM   9:15:02.120 p.m.   10:15:02 PM 11/22/2026   Sun Nov 22 10:15:02 2026   Nov 22 10:15:02 UTC 2026
 *   20261122101502.120456   20261122T101502Z   1795342502.120000   2026-11-22 10:15:02:120.456   11-22-2026:10.15.02.120456
 *   10:15:02;106   10:15:02 (106 ms)   10:15:02.106+01:00   10:15:02.106 UTC   10:15:02 GMT+0530
 *
 * What is read is the clock of the writer; a zone beside it is kept with it. */
#include "config.h"

#include "base/stamp-private.h"

#include <stdlib.h>

#define USEC_PER_MINUTE (60 * RUNGS_STAMP_SECOND)
#define USEC_PER_HOUR (60 * USEC_PER_MINUTE)

/* Zones in use are within these. */
#define MAX_ZONE_HOURS 14

typedef struct
{
  int year, month, day;
  gboolean is_either; /* the day could be the month */
} Date;

gsize
stamp_take_number (RungsSpan s, gsize min_digits, gsize max_digits, int *value)
{
  guint64 number = 0;
  gsize n = rungs_span_take_uint (s, G_MAXINT32, &number);

  if (n < min_digits || n > max_digits)
    return 0;
  *value = (int) number;
  return n;
}

static inline gboolean
is_word_at (RungsSpan s, gsize at)
{
  return at < s.len && (g_ascii_isalnum (s.str[at]) || s.str[at] == '_');
}

static gsize
take_blanks (RungsSpan s, gsize i)
{
  while (stamp_is_one_of (s, i, " ,\t"))
    i++;
  return i;
}

/* ---- Names ---- */

int
rungs_stamp_month (RungsSpan s)
{
  static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

  for (int i = 0; i < 12 && s.len >= 3; i++)
    {
      if (g_ascii_strncasecmp (s.str, names + i * 3, 3) == 0)
        return i + 1;
    }
  return 0;
}

/* "Nov", "November", "Sept": bytes read, or 0. */
static gsize
take_month (RungsSpan s, int *month)
{
  static const char *const names[] = { "January",   "February", "March",    "April",
                                       "May",       "June",     "July",     "August",
                                       "September", "October",  "November", "December" };
  gsize n = 0;

  *month = rungs_stamp_month (s);
  if (*month == 0)
    return 0;
  while (n < s.len && g_ascii_isalpha (s.str[n]))
    n++;
  /* "20Nov2026T…" and other letters after the month are not looked at. */
  return g_ascii_strncasecmp (s.str, names[*month - 1], MIN (n, strlen (names[*month - 1]))) == 0
             && n <= strlen (names[*month - 1])
           ? n
           : 3;
}

/* "Sun ", "Sunday, ": bytes read, or 0. */
static gsize
take_weekday (RungsSpan s)
{
  static const char *const names[] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday" };
  gsize n = 0, end;

  while (n < s.len && n < strlen ("Wednesday") && g_ascii_isalpha (s.str[n]))
    n++;
  for (guint i = 0; i < G_N_ELEMENTS (names) && n >= 3; i++)
    {
      if ((n == 3 || n == strlen (names[i])) && g_ascii_strncasecmp (s.str, names[i], n) == 0)
        {
          end = take_blanks (s, stamp_is_at (s, n, '.') ? n + 1 : n);
          return end > n ? end : 0;
        }
    }
  return 0;
}

/* ---- Dates ---- */

/* Three numbers with one separator, a year first or last: bytes read, or 0. */
gsize
stamp_take_three (RungsSpan s, RungsDates dates, int numbers[3])
{
  gsize i = stamp_take_number (s, 1, 4, &numbers[0]), n;
  char separator = i > 0 && i < s.len ? s.str[i] : '\0';
  gsize digits = i;

  if (separator != '-' && separator != '/' && separator != '.')
    return 0;
  n = stamp_take_number (rungs_span_skip (s, i + 1), 1, 2, &numbers[1]);
  if (n == 0 || !stamp_is_at (s, i + 1 + n, separator))
    return 0;
  i += 1 + n + 1;
  n = stamp_take_number (rungs_span_skip (s, i), 1, 4, &numbers[2]);
  if (n == 0 || (n != 4 && is_word_at (s, i + n) && !stamp_is_one_of (s, i + n, "T_")))
    return 0;
  if (n == 2 && digits < 4 && ((dates & RUNGS_DATES_SHORT_YEAR) != 0 || separator == '.'))
    {
      numbers[2] += 2000;
      return i + n;
    }
  if (digits == 4 ? numbers[0] < STAMP_MIN_YEAR : n != 4)
    return 0;
  return i + n;
}

/* Which of two numbers is the day, when both orders are in use. */
static void
order (int a, int b, char separator, RungsDates dates, Date *date)
{
  gboolean month_first =
    b > 12 || (a <= 12 && (dates & RUNGS_DATES_MONTH_FIRST) != 0 && separator != '.');

  date->month = month_first ? a : b;
  date->day = month_first ? b : a;
  /* Dots are written by those who write the day first. */
  date->is_either = a <= 12 && b <= 12 && a != b && separator != '.'
                    && (dates & (RUNGS_DATES_MONTH_FIRST | RUNGS_DATES_DAY_FIRST)) == 0;
}

/* "2026-11-22", "2026/11/22", "22/11/2026", "11-22-2026", "22.11.2026": bytes read, or 0. */
static gsize
take_numeric_date (RungsSpan s, RungsDates dates, Date *date)
{
  int numbers[3];
  gsize n = stamp_take_three (s, dates, numbers);

  if (n == 0)
    return 0;
  if (numbers[0] >= STAMP_MIN_YEAR)
    *date = (Date){ numbers[0], numbers[1], numbers[2], FALSE };
  else
    {
      date->year = numbers[2];
      order (numbers[0], numbers[1], s.str[stamp_take_number (s, 1, 2, &(int){ 0 })], dates, date);
    }
  return n;
}

/* "22/11", "22-11", "22.11.", before a time: bytes read, or 0. */
static gsize
take_day_and_month (RungsSpan s, RungsDates dates, Date *date)
{
  int a, b;
  gsize i = stamp_take_number (s, 1, 2, &a), n;
  char separator = i > 0 && i < s.len ? s.str[i] : '\0';

  if (separator != '-' && separator != '/' && separator != '.')
    return 0;
  n = stamp_take_number (rungs_span_skip (s, i + 1), 1, 2, &b);
  if (n == 0 || a == 0 || b == 0 || a > 31 || b > 31)
    return 0;
  i += 1 + n;
  if (separator == '.' && !stamp_is_at (s, i++, '.'))
    return 0;
  date->year = RUNGS_WRITTEN_YEAR;
  order (a, b, separator, dates, date);
  return i;
}

/* "2026", "26" before a time, "10:15" is none: bytes read with what is before it, or 0. */
static gsize
take_year (RungsSpan s, gsize i, int *year)
{
  gsize n = stamp_take_number (rungs_span_skip (s, i), 2, 4, year);

  if (n == 0 || n == 3 || stamp_is_at (s, i + n, ':') || is_word_at (s, i + n))
    return n == 4 && *year >= STAMP_MIN_YEAR
               && (stamp_is_at (s, i + n, ':') || stamp_is_at (s, i + n, 'T'))
             ? i + n
             : 0;
  /* In "192.0.2.30 Nov 22 10:15:02" the 22 is a day. */
  if (n == 2
      && (!stamp_is_one_of (s, i + n, " ,\tT") || i == 0 || !stamp_is_one_of (s, i - 1, "-/")))
    return 0;
  if (n == 2)
    *year += 2000;
  return *year >= STAMP_MIN_YEAR && *year < 2100 ? i + n : 0;
}

static gsize
take_separator (RungsSpan s, gsize i)
{
  if (stamp_is_one_of (s, i, "-/"))
    return i + 1;
  return take_blanks (s, stamp_is_at (s, i, '.') ? i + 1 : i);
}

/* "Nov 22", "Nov 22 2026", "22 Nov 2026", "22-Nov", "22. Nov", "22Nov2026": bytes read, or 0. */
static gsize
take_named_date (RungsSpan s, Date *date)
{
  gsize i = stamp_take_number (s, 1, 2, &date->day), n, year;

  date->is_either = FALSE;
  date->year = RUNGS_WRITTEN_YEAR;
  if (i > 0)
    {
      if (stamp_is_at (s, i + 1, 't') || stamp_is_at (s, i + 1, 'h') || stamp_is_at (s, i + 1, 'd'))
        i += stamp_is_one_of (s, i, "snrt") ? 2 : 0; /* "22nd" */
      i = take_separator (s, i);
      n = take_month (rungs_span_skip (s, i), &date->month);
      i += n;
    }
  else
    {
      n = take_month (s, &date->month);
      i = take_separator (s, n);
      if (n == 0 || i == n)
        return 0;
      n = stamp_take_number (rungs_span_skip (s, i), 1, 2, &date->day);
      i += n;
    }
  if (n == 0)
    return 0;
  year = take_year (s, take_separator (s, i), &date->year);
  if (year == 0)
    date->year = RUNGS_WRITTEN_YEAR;
  return year > 0 ? year : stamp_is_at (s, i, '.') ? i + 1 : i;
}

/* ---- Times ---- */

/* @n digits at the front of @s as microseconds. */
static gint64
fraction_of (RungsSpan s, gsize n)
{
  gint64 usec = 0;
  int scale = 100000;

  for (gsize i = 0; i < n && i < 6; i++, scale /= 10)
    usec += (s.str[i] - '0') * scale;
  return usec;
}

gsize
stamp_count_digits (RungsSpan s, gsize i)
{
  gsize n = 0;

  while (i + n < s.len && g_ascii_isdigit (s.str[i + n]))
    n++;
  return n;
}

/* " (106 ms)", " 106 ms", "+106ms": bytes read, or 0. */
static gsize
take_named_fraction (RungsSpan s, gint64 *usec)
{
  gsize i = 0, n;
  gboolean is_open;
  int msec;

  while (stamp_is_one_of (s, i, " +"))
    i++;
  is_open = stamp_is_at (s, i, '(');
  i += is_open ? 1 : 0;
  n = stamp_take_number (rungs_span_skip (s, i), 1, 3, &msec);
  if (n == 0)
    return 0;
  i += n;
  i += stamp_is_at (s, i, ' ') ? 1 : 0;
  if (!rungs_span_starts_ci (rungs_span_skip (s, i), RUNGS_SPAN ("ms"))
      && !rungs_span_starts_ci (rungs_span_skip (s, i), RUNGS_SPAN ("msec")))
    return 0;
  while (i < s.len && g_ascii_isalpha (s.str[i]))
    i++;
  if (is_open && !stamp_is_at (s, i++, ')'))
    return 0;
  *usec = msec * G_GINT64_CONSTANT (1000);
  return i;
}

/* What follows the seconds: ".120", ",120456", ":120", ":120.456", ";120", " 120", " (120 ms)".
 * Bytes read, or 0. */
static gsize
take_fraction (RungsSpan s, RungsDates dates, gint64 *usec)
{
  char sign = s.len > 0 ? s.str[0] : '\0';
  gsize n = stamp_count_digits (s, 1), after = 1 + n;

  *usec = 0;
  if ((sign == '.' || sign == ',') && n > 0)
    {
      n = MIN (n, 9);
      *usec = fraction_of (rungs_span_skip (s, 1), n);
      return 1 + n;
    }
  if (sign == ':' && n == 3)
    {
      *usec = fraction_of (rungs_span_skip (s, 1), 3);
      if (!stamp_is_at (s, 4, '.') || stamp_count_digits (s, 5) != 3)
        return 4;
      *usec += fraction_of (rungs_span_skip (s, 5), 3) / 1000;
      return 8;
    }
  if ((sign == ';' || sign == '\'' || sign == '/') && n >= 1 && n <= 6 && !is_word_at (s, after))
    {
      *usec = fraction_of (rungs_span_skip (s, 1), n);
      return after;
    }
  if (sign == ' ' && (dates & RUNGS_DATES_BLANK) != 0 && (n == 3 || n == 6)
      && (after == s.len || stamp_is_one_of (s, after, " ]),:;|\t")))
    {
      *usec = fraction_of (rungs_span_skip (s, 1), n);
      return after;
    }
  return take_named_fraction (s, usec);
}

/* "PM", " p.m.", " a.m": bytes read, or 0. */
static gsize
take_half (RungsSpan s, gboolean *is_pm)
{
  static const RungsSpan narrow = { "\xe2\x80\xaf",
                                    3 }; /* what current Windows and browsers write */
  gsize i = 0;

  while (stamp_is_at (s, i, ' ') || rungs_span_starts (rungs_span_skip (s, i), narrow))
    i += s.str[i] == ' ' ? 1 : narrow.len;
  if (!stamp_is_one_of (s, i, "aApP"))
    return 0;
  *is_pm = g_ascii_tolower (s.str[i]) == 'p';
  i++;
  i += stamp_is_at (s, i, '.') ? 1 : 0;
  if (!stamp_is_one_of (s, i, "mM"))
    return 0;
  i++;
  if (stamp_is_at (s, i, '.') && s.str[i - 2] == '.')
    i++;
  return is_word_at (s, i) ? 0 : i;
}

/* "10:15:02", "9:15:02", "10.15.02" with @sign: bytes read, or 0. */
gsize
stamp_take_hms (RungsSpan s, char sign, int *hour, gint64 *rest)
{
  int minute, second;
  gsize i = stamp_take_number (s, 1, 2, hour);

  if (i == 0 || !stamp_is_at (s, i, sign) || *hour > 23
      || stamp_take_number (rungs_span_head (rungs_span_skip (s, i + 1), 2), 2, 2, &minute) == 0
      || !stamp_is_at (s, i + 3, sign)
      || stamp_take_number (rungs_span_head (rungs_span_skip (s, i + 4), 2), 2, 2, &second) == 0
      || minute > 59 || second > 60)
    return 0;
  *rest = minute * USEC_PER_MINUTE + second * RUNGS_STAMP_SECOND;
  return i + 6;
}

/* "10:15:02.120", "9:15:02 PM": bytes read, or 0. */
static gsize
take_time (RungsSpan s, RungsDates dates, RungsTime *time, gboolean *has_half)
{
  int hour;
  gint64 rest, usec = 0;
  gboolean is_pm = FALSE;
  gsize n = stamp_take_hms (s, ':', &hour, &rest), fraction, half;

  *has_half = FALSE;
  if (n == 0)
    return 0;
  fraction = take_fraction (rungs_span_skip (s, n), dates, &usec);
  half = take_half (rungs_span_skip (s, n + fraction), &is_pm);
  *has_half = half > 0;
  if (half > 0 && fraction == 0)
    fraction = take_fraction (rungs_span_skip (s, n + half), RUNGS_DATES_PLAIN, &usec);
  if (half > 0 && hour <= 12)
    hour = hour % 12 + (is_pm ? 12 : 0);
  time->at = hour * USEC_PER_HOUR + rest + usec;
  time->facts = fraction == 0 ? RUNGS_TIME_SECONDS : 0;
  time->ahead = 0;
  return n + fraction + half;
}

/* "10.15.02.120456", "10-15-02", after a date only. A blank in the fraction is a zero. */
static gsize
take_time_with (RungsSpan s, char sign, RungsTime *time)
{
  char digits[6];
  int hour;
  gint64 rest;
  gsize n = stamp_take_hms (s, sign, &hour, &rest), count = 0;

  if (n == 0)
    return 0;
  if (stamp_is_one_of (s, n, ".,"))
    for (n++; n < s.len && count < 6 && (g_ascii_isdigit (s.str[n]) || s.str[n] == ' '); n++)
      digits[count++] = s.str[n] == ' ' ? '0' : s.str[n];
  time->at = hour * USEC_PER_HOUR + rest + fraction_of (rungs_span (digits, count), count);
  time->facts = count == 0 ? RUNGS_TIME_SECONDS : 0;
  time->ahead = 0;
  return n;
}

/* ---- Zones ---- */

gsize
rungs_stamp_take_zone (RungsSpan s, gint64 *offset)
{
  int hours = 0, minutes = 0;
  gsize i = 1, n;

  *offset = 0;
  if (stamp_is_at (s, 0, 'Z'))
    return 1;
  if (!stamp_is_one_of (s, 0, "+-"))
    return 0;
  n = stamp_take_number (rungs_span_skip (s, i), 1, 4, &hours);
  if (n == 4)
    {
      minutes = hours % 100;
      hours /= 100;
    }
  else if (n <= 2 && stamp_is_at (s, i + n, ':'))
    n += 1 + stamp_take_number (rungs_span_skip (s, i + n + 1), 2, 2, &minutes);
  if (n < 2 || n == 3 || hours > MAX_ZONE_HOURS || minutes > 59)
    return 0;
  *offset = (hours * 60 + minutes) * USEC_PER_MINUTE * (s.str[0] == '-' ? -1 : 1);
  return i + n;
}

/* Names of one meaning only: EST, CST, IST and BST are zones of several countries. */
static gsize
take_zone_name (RungsSpan s, gint64 *offset)
{
  static const struct
  {
    RungsSpan name;
    int hours;
  } zones[] = {
    { { "UTC", 3 }, 0 },  { { "GMT", 3 }, 0 },  { { "CEST", 4 }, 2 }, { { "CET", 3 }, 1 },
    { { "EEST", 4 }, 3 }, { { "EET", 3 }, 2 },  { { "EDT", 3 }, -4 }, { { "MDT", 3 }, -6 },
    { { "PDT", 3 }, -7 }, { { "PST", 3 }, -8 }, { { "JST", 3 }, 9 },  { { "Z", 1 }, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      gsize n = zones[i].name.len, more;

      if (!rungs_span_starts (s, zones[i].name) || is_word_at (s, n))
        continue;
      *offset = zones[i].hours * USEC_PER_HOUR;
      /* "GMT+0530", "UTC-5" */
      more =
        zones[i].hours == 0 && n == 3 ? rungs_stamp_take_zone (rungs_span_skip (s, n), offset) : 0;
      return n + more;
    }
  return 0;
}

/* The zone after a time, touching it or after a blank: bytes read, or 0. */
static gsize
take_zone (RungsSpan s, RungsTime *time)
{
  gint64 offset = 0;
  gsize gap = stamp_is_at (s, 0, ' ') ? 1 : 0, open, n;

  open = gap + (stamp_is_at (s, gap, '(') ? 1 : 0);
  n = take_zone_name (rungs_span_skip (s, open), &offset);
  if (n > 0 && open > gap)
    n = stamp_is_at (s, open + n, ')') ? n + 1 : 0;
  if (n == 0)
    {
      open = gap;
      n = rungs_stamp_take_zone (rungs_span_skip (s, gap), &offset);
      /* "10:15:02 +01" may be many things. */
      if ((gap > 0 && n < strlen ("+0100"))
          || (stamp_is_at (s, gap + n, ':') && stamp_count_digits (s, gap + n + 1) > 0))
        n = 0;
    }
  if (n == 0 || is_word_at (s, open + n))
    return 0;
  time->ahead = (gint16) (offset / USEC_PER_MINUTE);
  time->facts |= RUNGS_TIME_ZONED;
  return open + n;
}

/* ---- Stamps ---- */

/* "1795342502.120000", "1795342502120": the years 2001 to 2286. Bytes read, or 0. */
static gsize
take_epoch (RungsSpan s, RungsTime *time)
{
  guint64 seconds = 0;
  gsize n = rungs_span_take_uint (s, G_MAXINT64, &seconds), digits;

  *time = (RungsTime){ .facts = RUNGS_TIME_ZONED };
  if (n == 0 || s.str[0] == '0' || is_word_at (s, n))
    return 0;
  if (n == 13)
    {
      time->at = (gint64) seconds * 1000;
      return n;
    }
  digits = n == 10 && stamp_is_at (s, n, '.') ? stamp_count_digits (s, n + 1) : 0;
  if (digits == 0 || digits > 9)
    return 0;
  time->at =
    (gint64) seconds * RUNGS_STAMP_SECOND + fraction_of (rungs_span_skip (s, n + 1), digits);
  return n + 1 + digits;
}

/* "20261122101502.120456", "20261122T101502.120Z", "20261122-101502": bytes read, or 0. */
static gsize
take_compact (RungsSpan s, RungsTime *time)
{
  guint64 number = 0, clock = 0;
  gsize n = rungs_span_take_uint (s, G_MAXINT64, &number), fraction;
  gint64 usec = 0;

  *time = (RungsTime){ 0 };
  if (n == 14)
    {
      clock = number % 1000000;
      number /= 1000000;
    }
  else if (n == 8 && stamp_is_one_of (s, n, "T-_")
           && rungs_span_take_uint (rungs_span_skip (s, n + 1), G_MAXINT32, &clock) == 6)
    n = 15;
  else
    return 0;
  if (number < 19700101)
    return 0;
  time->at =
    rungs_stamp_civil ((int) (number / 10000), (int) (number / 100 % 100), (int) (number % 100),
                       (int) (clock / 10000), (int) (clock / 100 % 100), (int) (clock % 100), 0);
  if (time->at == RUNGS_STAMP_NONE)
    return 0;
  fraction = stamp_is_one_of (s, n, ".,") ? take_fraction (rungs_span_skip (s, n), 0, &usec) : 0;
  if (fraction == 0)
    time->facts = RUNGS_TIME_SECONDS;
  time->at += usec;
  n += fraction;
  return is_word_at (s, n) && s.str[n] != 'Z' ? 0 : n + take_zone (rungs_span_skip (s, n), time);
}

/* The time after a date, with what is between them, and the zone and year after it: bytes read, or
 * 0. */
static gsize
take_time_of_date (RungsSpan s, RungsDates dates, Date *date, RungsTime *time)
{
  gsize gap = 0, n, year;
  gboolean has_half = FALSE;

  while (gap < 4 && stamp_is_one_of (s, gap, "T _-,@:;\t\"|"))
    gap++;
  if (gap == 0)
    return 0;
  n = take_time (rungs_span_skip (s, gap), dates, time, &has_half);
  if (n == 0)
    n = take_time_with (rungs_span_skip (s, gap), '.', time);
  if (n == 0)
    n = take_time_with (rungs_span_skip (s, gap), '-', time);
  if (n == 0)
    return 0;
  n += gap;
  n += take_zone (rungs_span_skip (s, n), time);
  /* "Sun Nov 22 10:15:02 2026", as asctime() writes it, and "… UTC 2026" of date. */
  if (date->year == RUNGS_WRITTEN_YEAR && stamp_is_at (s, n, ' ')
      && stamp_take_number (rungs_span_skip (s, n + 1), 4, 4, &(int){ 0 }) == 4)
    {
      year = take_year (s, n + 1, &date->year);
      if (year > 0)
        n = year;
      else
        date->year = RUNGS_WRITTEN_YEAR;
    }
  /* Who writes AM and PM after slashes writes the month first. */
  if (has_half && date->is_either)
    {
      int day = date->day;

      date->day = date->month;
      date->month = day;
    }
  return n;
}

static gboolean
put_together (const Date *date, RungsWritten *written)
{
  RungsStamp day = rungs_stamp_civil (date->year, date->month, date->day, 0, 0, 0, 0);

  if (day == RUNGS_STAMP_NONE)
    return FALSE;
  written->time.at += day;
  if (date->is_either)
    written->time.facts |= RUNGS_TIME_ORDER_GUESSED;
  written->kind = date->year == RUNGS_WRITTEN_YEAR ? RUNGS_WRITTEN_YEARLESS : RUNGS_WRITTEN_FULL;
  return TRUE;
}

/* "10:15:02 PM 11/22/2026", "10:15:02.106 UTC Sun Nov 22 2026": bytes read after the time, or 0. */
static gsize
take_date_of_time (RungsSpan s, RungsDates dates, RungsWritten *written)
{
  RungsTime time = written->time;
  gsize i = take_zone (s, &time), n;
  gsize zone = i;
  Date date;

  i = take_blanks (s, i);
  i += take_weekday (rungs_span_skip (s, i));
  n = i > zone ? take_numeric_date (rungs_span_skip (s, i), dates, &date) : 0;
  if (n == 0 && i > zone)
    {
      n = take_named_date (rungs_span_skip (s, i), &date);
      if (n > 0 && date.year == RUNGS_WRITTEN_YEAR)
        n = 0;
    }
  written->time = time;
  if (n == 0 || stamp_is_at (s, i + n, '.') || stamp_is_at (s, i + n, ':')
      || !put_together (&date, written))
    return zone;
  return i + n;
}

/* One that begins with a time of the day: bytes read, or 0. */
static gsize
read_clock (RungsSpan s, RungsDates dates, RungsWritten *written)
{
  gboolean has_half;
  gsize n = take_time (s, dates, &written->time, &has_half);

  /* "9:15:02" may be many things; with a fraction or a half of the day it is a time. */
  if (n == 0
      || (!stamp_is_at (s, 2, ':') && !has_half && (written->time.facts & RUNGS_TIME_SECONDS) != 0))
    return 0;
  written->kind = RUNGS_WRITTEN_CLOCK;
  return n + take_date_of_time (rungs_span_skip (s, n), dates, written);
}

gsize
rungs_stamp_read (RungsSpan s, RungsDates dates, RungsWritten *written)
{
  gsize i, n = take_weekday (s);
  gsize day = n;
  Date date;

  *written = (RungsWritten){ .time.at = RUNGS_STAMP_NONE };
  s = rungs_span_skip (s, day);
  n = day == 0 ? read_clock (s, dates, written) : 0;
  if (n > 0)
    return n;
  i = take_numeric_date (s, dates, &date);
  if (i == 0)
    i = take_named_date (s, &date);
  if (i == 0)
    i = take_day_and_month (s, dates, &date);
  if (i > 0)
    {
      n = take_time_of_date (rungs_span_skip (s, i), dates, &date, &written->time);
      if (n > 0)
        return put_together (&date, written) ? day + i + n : 0;
    }
  n = day == 0 ? take_epoch (s, &written->time) : 0;
  if (n == 0 && day == 0)
    n = take_compact (s, &written->time);
  if (n > 0)
    written->kind = RUNGS_WRITTEN_FULL;
  return n;
}
