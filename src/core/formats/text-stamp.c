/* Dates and times in lines of unknown origin:
 *
 *   2026-11-22T10:15:02.120Z   2026/11/22 10:15:02.120000   22/11/2026 10:15:02   22.11.2026 10:15:02
 *   Nov 22 10:15:02.120   Nov 22 2026 10:15:02   22 Nov 2026 10:15:02   1795342502.120000   10:15:02.120
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
take_numeric_date (RungsSpan s, Date *date)
{
  int a, b, c;
  gsize i = take_number (s, 1, 4, &a), n;
  char separator = i > 0 && i < s.len ? s.str[i] : '\0';

  if (separator != '-' && separator != '/' && separator != '.')
    return 0;
  n = take_number (rungs_span_skip (s, i + 1), 1, 2, &b);
  if (n == 0 || !is_separator (s, i + 1 + n, separator))
    return 0;
  i += 1 + n + 1;
  n = take_number (rungs_span_skip (s, i), 1, 4, &c);
  if (n == 0)
    return 0;
  if (a >= 1970)
    *date = (Date){ a, b, c };
  else if (n != 4)
    return 0;
  else if (b > 12)
    *date = (Date){ c, a, b }; /* only an American date has the day in the middle */
  else
    *date = (Date){ c, b, a };
  return i + n;
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

/* "1795342502.120000": ten digits are the years 2001 to 2286. */
static gboolean
take_epoch (RungsSpan s, RungsStamp *stamp)
{
  guint64 seconds = 0, fraction = 0;
  gsize n = rungs_span_take_uint (s, G_MAXINT64, &seconds), digits;

  if (n == 13)
    {
      *stamp = (gint64) seconds * 1000;
      return TRUE;
    }
  if (n != 10 || !is_separator (s, n, '.'))
    return FALSE;
  digits = rungs_span_take_uint (rungs_span_skip (s, n + 1), 999999, &fraction);
  if (digits == 0 || digits > 6)
    return FALSE;
  for (; digits < 6; digits++)
    fraction *= 10;
  *stamp = (gint64) (seconds * RUNGS_STAMP_SECOND + fraction);
  return TRUE;
}

/* A stamp that begins exactly at the front of @s. */
static RungsTextTime
stamp_at (RungsSpan s, RungsStamp *stamp)
{
  RungsStamp time_of_day;
  Date date;
  gsize i;

  if (rungs_stamp_take_time (s, stamp) > 0)
    return RUNGS_TEXT_TIME_CLOCK;
  i = take_numeric_date (s, &date);
  if (i == 0)
    i = take_named_date (s, &date);
  if (i > 0)
    {
      RungsSpan rest = rungs_span_skip (s, i);
      gsize gap = 0;

      while (gap < rest.len && gap < 3 && strchr ("T _-,@:", rest.str[gap]) != NULL
             && rest.str[gap] != '\0')
        gap++;
      if (gap > 0 && rungs_stamp_take_time (rungs_span_skip (rest, gap), &time_of_day) > 0)
        return stamp_of (&date, time_of_day, stamp);
    }
  return take_epoch (s, stamp) ? RUNGS_TEXT_TIME_FULL : RUNGS_TEXT_TIME_NONE;
}

RungsTextTime
rungs_text_find_stamp (RungsSpan line, RungsStamp *stamp)
{
  for (gsize i = 0; i < line.len; i++)
    {
      gboolean begins_word = i == 0 || !g_ascii_isalnum (line.str[i - 1]);

      if (begins_word && g_ascii_isalnum (line.str[i]))
        {
          RungsTextTime precision = stamp_at (rungs_span_skip (line, i), stamp);

          if (precision != RUNGS_TEXT_TIME_NONE)
            return precision;
        }
    }
  return RUNGS_TEXT_TIME_NONE;
}
