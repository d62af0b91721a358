/* Dates and times in lines of unknown origin:
 *
 *   2026-11-22T10:15:02.120Z   2026/11/22 10:15:02.120000   22/11/2026 10:15:02   22.11.2026 10:15:02
 *   Nov 22 10:15:02.120   Nov 22 2026 10:15:02   22 Nov 2026 10:15:02   1795342502.120000   10:15:02.120
 *   20261122101502.120456   2026-11-22 10:15:02:120.456   11-22-2026:10.15.02.120456   Sun Nov 22 10:15:02 2026
 *
 * Every candidate begins where a word does. A zone behind the time is left alone: the stamp is what the clock of the writer
 * said. */
#include "config.h"

#include "formats/text-head.h"
#include "formats/text-line.h"

#define YEARLESS 1972

typedef struct
{
  int year, month, day;
} Date;

static gsize
take_number (RungsSpan s, gsize min_digits, gsize max_digits, int *value)
{
  guint64 number = 0;
  gsize n = rungs_span_take_uint (s, G_MAXINT32, &number);

  if (n < min_digits || n > max_digits)
    return 0;
  *value = (int) number;
  return n;
}

static gboolean
is_separator (RungsSpan s, gsize at, char c)
{
  return at < s.len && s.str[at] == c;
}

/* "2026-11-22", "2026/11/22", "22/11/2026", "11-22-2026", "22.11.2026": bytes read, or 0. */
static gsize
take_numeric_date (RungsSpan s, RungsTextDates dates, Date *date)
{
  int a, b, c;
  gsize i = take_number (s, 1, 4, &a), n, digits;
  char separator = i > 0 && i < s.len ? s.str[i] : '\0';

  if (separator != '-' && separator != '/' && separator != '.')
    return 0;
  n = take_number (rungs_span_skip (s, i + 1), 1, 2, &b);
  if (n == 0 || !is_separator (s, i + 1 + n, separator))
    return 0;
  i += 1 + n + 1;
  n = take_number (rungs_span_skip (s, i), 1, 4, &c);
  digits = n;
  if (n == 0)
    return 0;
  if (n == 2 && a < 1970 && (dates & RUNGS_TEXT_DATES_SHORT_YEAR) != 0)
    {
      c += 2000;
      n = 4;
    }
  if (a >= 1970)
    *date = (Date){ a, b, c };
  else if (n != 4)
    return 0;
  else if (b > 12 || (a <= 12 && (dates & RUNGS_TEXT_DATES_MONTH_FIRST) != 0))
    *date = (Date){ c, a, b }; /* only an American date has the day in the middle */
  else
    *date = (Date){ c, b, a };
  return i + digits;
}

static gsize
take_blanks (RungsSpan s, gsize i)
{
  while (i < s.len && (s.str[i] == ' ' || s.str[i] == ','))
    i++;
  return i;
}

/* "Nov 22", "Nov 22 2026", "22 Nov 2026", "22-Nov-2026": bytes read, or 0. */
static gsize
take_named_date (RungsSpan s, Date *date)
{
  gsize i = take_number (s, 1, 2, &date->day), n;

  date->year = YEARLESS;
  if (i > 0)
    i = is_separator (s, i, '-') || is_separator (s, i, '/') ? i + 1 : take_blanks (s, i);
  date->month = rungs_text_month (rungs_span_skip (s, i));
  if (date->month == 0)
    return 0;
  if (i > 0)
    {
      i += 3;
      i = is_separator (s, i, '-') || is_separator (s, i, '/') ? i + 1 : take_blanks (s, i);
    }
  else
    {
      i = take_blanks (s, 3);
      n = take_number (rungs_span_skip (s, i), 1, 2, &date->day);
      if (i == 3 || n == 0)
        return 0;
      i += n;
      n = take_blanks (s, i);
      /* "Nov 22 2026" has its year next; "Nov 22 10:15" its hour. */
      if (take_number (rungs_span_skip (s, n), 4, 4, &date->year) == 4)
        return n + 4;
      return i;
    }
  return i + take_number (rungs_span_skip (s, i), 4, 4, &date->year);
}

static RungsTextTime
stamp_of (const Date *date, RungsStamp time_of_day, RungsStamp *stamp)
{
  RungsStamp day = rungs_stamp_civil (date->year, date->month, date->day, 0, 0, 0, 0);

  if (day == RUNGS_STAMP_NONE)
    return RUNGS_TEXT_TIME_NONE;
  *stamp = day + time_of_day;
  return date->year == YEARLESS ? RUNGS_TEXT_TIME_YEARLESS : RUNGS_TEXT_TIME_FULL;
}

/* "20261122101502.120456": bytes read, or 0. */
static gsize
take_compact (RungsSpan s, RungsStamp *stamp)
{
  char text[] = "00:00:00.000000";
  guint64 number = 0;
  gsize n = rungs_span_take_uint (s, G_MAXINT64, &number), digits;
  RungsStamp time_of_day = 0, day;

  if (n != 14 || number / 1000000 < 19700101 || !is_separator (s, n, '.'))
    return 0;
  memcpy (text, s.str + 8, 2);
  memcpy (text + 3, s.str + 10, 2);
  memcpy (text + 6, s.str + 12, 2);
  digits = rungs_span_take_uint (rungs_span_skip (s, n + 1), G_MAXINT64, &number);
  if (digits == 0 || digits > 6)
    return 0;
  memcpy (text + 9, s.str + n + 1, digits);
  rungs_span_take_uint (rungs_span_head (s, 8), G_MAXINT32, &number);
  day = rungs_stamp_civil ((int) (number / 10000), (int) (number / 100 % 100), (int) (number % 100),
                           0, 0, 0, 0);
  if (day == RUNGS_STAMP_NONE || rungs_stamp_take_time (rungs_span_of (text), &time_of_day) == 0)
    return 0;
  *stamp = day + time_of_day;
  return n + 1 + digits;
}

/* "1795342502.120000": ten digits are the years 2001 to 2286. Bytes read, or 0. */
static gsize
take_epoch (RungsSpan s, RungsStamp *stamp)
{
  guint64 seconds = 0, fraction = 0;
  gsize n = rungs_span_take_uint (s, G_MAXINT64, &seconds), digits;

  if (n == 13)
    {
      *stamp = (gint64) seconds * 1000;
      return n;
    }
  if (n != 10 || !is_separator (s, n, '.'))
    return 0;
  digits = rungs_span_take_uint (rungs_span_skip (s, n + 1), 999999, &fraction);
  if (digits == 0 || digits > 6)
    return 0;
  for (gsize i = digits; i < 6; i++)
    fraction *= 10;
  *stamp = (gint64) (seconds * RUNGS_STAMP_SECOND + fraction);
  return n + 1 + digits;
}

/* ":120", ":120.456" behind the seconds: bytes read, or 0. */
static gsize
take_colon_fraction (RungsSpan s, RungsStamp *fraction)
{
  int msec, usec;

  if (!is_separator (s, 0, ':') || take_number (rungs_span_skip (s, 1), 3, 3, &msec) == 0)
    return 0;
  *fraction = msec * G_GINT64_CONSTANT (1000);
  if (!is_separator (s, 4, '.') || take_number (rungs_span_skip (s, 5), 3, 3, &usec) == 0)
    return 4;
  *fraction += usec;
  return 8;
}

/* "10:15:02.120": bytes read, or 0. */
static gsize
take_time (RungsSpan s, RungsStamp *time_of_day)
{
  gsize n = rungs_stamp_take_time (s, time_of_day), more;
  RungsStamp fraction = 0;

  if (n != strlen ("10:15:02"))
    return n;
  more = take_colon_fraction (rungs_span_skip (s, n), &fraction);
  *time_of_day += fraction;
  return n + more;
}

/* "10.15.02.120456", only behind a date. A blank in the fraction is a zero. */
static gsize
take_dotted_time (RungsSpan s, RungsStamp *time_of_day)
{
  char text[] = "00:00:00.000000";
  const gsize len = strlen ("10.15.02");
  gsize n = len;

  if (s.len < len || s.str[2] != '.' || s.str[5] != '.')
    return 0;
  memcpy (text, s.str, len);
  text[2] = text[5] = ':';
  if (is_separator (s, n, '.'))
    {
      for (n++; n < s.len && n < strlen (text) && (g_ascii_isdigit (s.str[n]) || s.str[n] == ' ');
           n++)
        text[n] = s.str[n] == ' ' ? '0' : s.str[n];
    }
  return rungs_stamp_take_time (rungs_span_of (text), time_of_day) > 0 ? n : 0;
}

/* The time behind a date, with what is between them: bytes read, or 0. */
static gsize
take_time_of_date (RungsSpan s, Date *date, RungsStamp *time_of_day)
{
  gsize gap = 0, n;
  int year;

  while (gap < s.len && gap < 3 && s.str[gap] != '\0' && strchr ("T _-,@:", s.str[gap]) != NULL)
    gap++;
  if (gap == 0)
    return 0;
  n = take_time (rungs_span_skip (s, gap), time_of_day);
  if (n == 0)
    n = take_dotted_time (rungs_span_skip (s, gap), time_of_day);
  if (n == 0)
    return 0;
  /* "Sun Nov 22 10:15:02 2026", as asctime() writes it. */
  if (date->year == YEARLESS && is_separator (s, gap + n, ' ')
      && take_number (rungs_span_skip (s, gap + n + 1), 4, 4, &year) == 4 && year >= 1970
      && year < 2100)
    {
      date->year = year;
      n += 5;
    }
  return gap + n;
}

RungsTextTime
rungs_text_take_stamp (RungsSpan s, RungsTextDates dates, RungsStamp *stamp, gsize *len)
{
  RungsStamp time_of_day;
  Date date;
  gsize i, n;

  *len = take_time (s, stamp);
  if (*len > 0)
    return RUNGS_TEXT_TIME_CLOCK;
  i = take_numeric_date (s, dates, &date);
  if (i == 0)
    i = take_named_date (s, &date);
  if (i > 0)
    {
      n = take_time_of_date (rungs_span_skip (s, i), &date, &time_of_day);
      *len = i + n;
      if (n > 0)
        return stamp_of (&date, time_of_day, stamp);
    }
  *len = take_epoch (s, stamp);
  if (*len == 0)
    *len = take_compact (s, stamp);
  return *len > 0 ? RUNGS_TEXT_TIME_FULL : RUNGS_TEXT_TIME_NONE;
}

gsize
rungs_text_take_zone (RungsSpan s, gint64 *offset)
{
  int hours = 0, minutes = 0;
  gsize i = 1, n;

  *offset = 0;
  if (is_separator (s, 0, 'Z'))
    return 1;
  if (!is_separator (s, 0, '+') && !is_separator (s, 0, '-'))
    return 0;
  n = take_number (rungs_span_skip (s, i), 2, 4, &hours);
  if (n == 4)
    {
      minutes = hours % 100;
      hours /= 100;
    }
  else if (n == 2 && is_separator (s, i + n, ':'))
    n += 1 + take_number (rungs_span_skip (s, i + n + 1), 2, 2, &minutes);
  if (n == 0 || n == 3 || hours > 14 || minutes > 59)
    return 0;
  *offset = (hours * 60 + minutes) * 60 * RUNGS_STAMP_SECOND * (s.str[0] == '-' ? -1 : 1);
  return i + n;
}

RungsTextTime
rungs_text_find_stamp_as (RungsSpan line, RungsTextDates dates, RungsStamp *stamp)
{
  for (gsize i = 0; i < line.len; i++)
    {
      gboolean begins_word = i == 0 || !g_ascii_isalnum (line.str[i - 1]);

      if (begins_word && g_ascii_isalnum (line.str[i]))
        {
          gsize len;
          RungsTextTime precision =
            rungs_text_take_stamp (rungs_span_skip (line, i), dates, stamp, &len);

          if (precision != RUNGS_TEXT_TIME_NONE)
            return precision;
        }
    }
  return RUNGS_TEXT_TIME_NONE;
}

RungsTextTime
rungs_text_find_stamp (RungsSpan line, RungsStamp *stamp)
{
  return rungs_text_find_stamp_as (line, RUNGS_TEXT_DATES_PLAIN, stamp);
}
