/* Times as Graph writes them, and as a spreadsheet writes them again. */
#include "config.h"

#include "formats/teams/row.h"

typedef struct
{
  int a, b, c;
  char separator;
  gsize a_len;
} Date;

static gsize
take_int (RungsSpan s, int *value)
{
  guint64 number;
  gsize n = rungs_span_take_uint (s, 9999, &number);

  *value = n > 0 ? (int) number : 0;
  return n;
}

/* Three numbers with one separator: bytes read, or 0. */
static gsize
take_date (RungsSpan s, Date *date)
{
  gsize at = take_int (s, &date->a), n;

  date->a_len = at;
  if (at == 0 || at >= s.len || strchr ("-/.", s.str[at]) == NULL)
    return 0;
  date->separator = s.str[at++];
  n = take_int (rungs_span_skip (s, at), &date->b);
  at += n;
  if (n == 0 || at >= s.len || s.str[at] != date->separator)
    return 0;
  at++;
  n = take_int (rungs_span_skip (s, at), &date->c);
  return n > 0 ? at + n : 0;
}

/* The order of the numbers: by the first one's length; else "/" is American until a number says
 * otherwise. */
static RungsStamp
stamp_of_date (const Date *date)
{
  if (date->a_len == 4)
    return rungs_stamp_civil (date->a, date->b, date->c, 0, 0, 0, 0);
  if (date->separator == '/' && date->a <= 12)
    return rungs_stamp_civil (date->c, date->a, date->b, 0, 0, 0, 0);
  return rungs_stamp_civil (date->c, date->b, date->a, 0, 0, 0, 0);
}

/* "10:15", "7:22:01.5 AM": bytes read, or 0. */
static gsize
take_time (RungsSpan s, RungsStamp *time)
{
  static const int scale[] = { 1000000, 100000, 10000, 1000, 100, 10, 1 };
  int hour, minute, second = 0, usec = 0, digits = 0;
  gsize at = take_int (s, &hour), n;
  RungsSpan half;

  if (at == 0 || at >= s.len || s.str[at] != ':')
    return 0;
  n = take_int (rungs_span_skip (s, ++at), &minute);
  at += n;
  if (n == 0)
    return 0;
  if (at < s.len && s.str[at] == ':')
    {
      n = take_int (rungs_span_skip (s, at + 1), &second);
      at += n > 0 ? n + 1 : 0;
    }
  if (at < s.len && (s.str[at] == '.' || s.str[at] == ','))
    for (at++; at < s.len && g_ascii_isdigit (s.str[at]); at++)
      if (++digits <= 6)
        usec += (s.str[at] - '0') * scale[digits];
  half = rungs_span_trim (rungs_span_skip (s, at));
  if (rungs_span_starts_ci (half, RUNGS_SPAN ("PM")) && hour < 12)
    hour += 12;
  else if (rungs_span_starts_ci (half, RUNGS_SPAN ("AM")) && hour == 12)
    hour = 0;
  *time = rungs_stamp_civil (1970, 1, 1, hour, minute, second, usec);
  return *time != RUNGS_STAMP_NONE ? at : 0;
}

/* "Z", "UTC", "+02:00", "-0530" in microseconds to take away; FALSE: none of these. */
static gboolean
take_zone (RungsSpan s, gint64 *ahead)
{
  int hours, minutes = 0;
  RungsSpan rest;

  s = rungs_span_trim (s);
  *ahead = 0;
  if (rungs_span_equal_ci (s, RUNGS_SPAN ("Z")) || rungs_span_equal_ci (s, RUNGS_SPAN ("UTC"))
      || rungs_span_equal_ci (s, RUNGS_SPAN ("GMT")))
    return TRUE;
  if (s.len < 3 || (s.str[0] != '+' && s.str[0] != '-')
      || take_int (rungs_span_head (rungs_span_skip (s, 1), 2), &hours) != 2)
    return FALSE;
  rest = rungs_span_skip (s, 3);
  if (rest.len > 0 && rest.str[0] == ':')
    rest = rungs_span_skip (rest, 1);
  if (take_int (rungs_span_head (rest, 2), &minutes) != 2 || hours > 14 || minutes > 59)
    return FALSE;
  *ahead = (hours * 60 + minutes) * 60 * RUNGS_STAMP_SECOND * (s.str[0] == '-' ? -1 : 1);
  return TRUE;
}

RungsStamp
rungs_teams_stamp (RungsSpan text, gboolean *is_local)
{
  Date date;
  RungsStamp day, time;
  gint64 ahead;
  gsize n;

  text = rungs_span_trim (text);
  n = take_date (text, &date);
  day = n > 0 ? stamp_of_date (&date) : RUNGS_STAMP_NONE;
  /* Microsoft's "never" is the first day of the year 1. */
  if (day == RUNGS_STAMP_NONE || (date.a_len == 4 && date.a < 1970) || n >= text.len)
    return RUNGS_STAMP_NONE;
  text = rungs_span_skip (text, n + (text.str[n] == 'T' ? 1 : 0));
  text = rungs_span_trim (text);
  n = take_time (text, &time);
  if (n == 0)
    return RUNGS_STAMP_NONE;
  if (!take_zone (rungs_span_skip (text, n), &ahead))
    *is_local = TRUE;
  return day + time - ahead;
}
