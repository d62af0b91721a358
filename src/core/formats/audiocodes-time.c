/* Times in an AudioCodes log. The device's own "[Time:19-12@12:44:54.873]" has no year; older firmware writes
 * "[Time: 12-19-2012@12:44:54]". Where there is none, the saver's stamp counts: it is later and coarser, and often without
 * date or year too. */
#include "config.h"

#include "formats/audiocodes-private.h"

#include <string.h>

/* A stamp and the result code behind it: " [Time:19-12@12:44:54.873] [12345]", padded by some savers. */
#define MAX_TIME_TAIL 120

/* Year of stamps without one: a leap year, as rungs_stamp_with_year() wants. */
#define NO_YEAR 1972

/* No device wrote syslog before. */
#define MIN_YEAR 1990

/* Dateless stamps that go back by more than this are past midnight; by less, reordered. */
#define MIDNIGHT_STEP (RUNGS_STAMP_DAY / 2)

typedef struct
{
  gboolean has_time, has_date, has_year;
  int year, month, day;
  RungsStamp time; /* of the day; or since the start of the device, with is_uptime */
  gboolean is_uptime;
} When;

void
rungs_ac_clock_init (RungsAcClock *clock, RungsStamp mtime)
{
  clock->mtime = mtime;
  clock->day = mtime == RUNGS_STAMP_NONE ? 0 : mtime - mtime % RUNGS_STAMP_DAY;
  clock->last = clock->yearless_day = RUNGS_STAMP_NONE;
}

gboolean
rungs_ac_take_time (RungsSpan *line, RungsSpan *stamp)
{
  RungsSpan mark = RUNGS_SPAN ("[Time:");
  const char *from = line->str + (line->len > MAX_TIME_TAIL ? line->len - MAX_TIME_TAIL : 0);
  const char *end = line->str + line->len, *at;
  gssize close;

  while (end > from && (end[-1] == ' ' || end[-1] == '\r'))
    end--;
  if (end == from || end[-1] != ']')
    return FALSE;
  /* From the end: a result code may stand behind it. */
  for (at = end; (at = memrchr (from, '[', at - from)) != NULL;)
    {
      if (rungs_span_starts (rungs_span (at, end - at), mark))
        break;
    }
  if (at == NULL)
    return FALSE;
  *stamp = rungs_span (at + mark.len, end - at - mark.len);
  close = rungs_span_find_char (*stamp, ']');
  if (rungs_span_find_char (rungs_span_head (*stamp, close), '@') < 0)
    return FALSE;
  *stamp = rungs_span_trim (rungs_span_head (*stamp, close));
  /* The one blank before it belongs to it. */
  line->len = at - line->str;
  if (line->len > 0 && at[-1] == ' ')
    line->len--;
  return TRUE;
}

/* Numbers with one of @separators between: how many (at most @max); *@taken bytes. */
static guint
take_numbers (RungsSpan s, const char *separators, int *values, guint max, gsize *taken)
{
  guint n = 0;
  gsize pos = 0;

  *taken = 0;
  while (n < max)
    {
      guint64 value;
      gsize digits = rungs_span_take_uint (rungs_span_skip (s, pos), 9999, &value);

      if (digits == 0)
        break;
      values[n++] = (int) value;
      pos += digits;
      *taken = pos;
      if (pos >= s.len || s.str[pos] == '\0' || strchr (separators, s.str[pos]) == NULL)
        break;
      pos++;
    }
  return n;
}

/* "2026-11-22", "11/22/2026", "22.11.2026", "11/22" (@day_first: "22-11"): bytes of it or 0. */
static gsize
take_date (RungsSpan s, gboolean day_first, When *when)
{
  int v[3] = { 0 };
  gsize taken;
  guint n = take_numbers (s, "-/.", v, 3, &taken);
  gboolean year_first = n == 3 && v[0] >= MIN_YEAR;
  gboolean swap;

  if (n < 2 || (n == 2 && memchr (s.str, '.', taken) != NULL))
    return 0;
  if (n == 3 && !year_first && v[2] < MIN_YEAR)
    return 0;
  if (year_first)
    {
      when->year = v[0];
      when->month = v[1];
      when->day = v[2];
    }
  else
    {
      /* Three fields: month first, as in the documented "12-19-2012", unless it cannot be one. */
      swap = (n == 2 && day_first && v[1] <= 12) || v[0] > 12;
      when->month = swap ? v[1] : v[0];
      when->day = swap ? v[0] : v[1];
      when->year = n == 3 ? v[2] : NO_YEAR;
    }
  when->has_date = TRUE;
  when->has_year = n == 3;
  return taken;
}

/* What stands in [Time:...]. */
static gboolean
read_device_time (RungsSpan s, When *when)
{
  gsize taken = take_date (s, TRUE, when);

  if (taken == 0 || taken >= s.len || s.str[taken] != '@')
    return FALSE;
  when->has_time = rungs_stamp_take_time (rungs_span_skip (s, taken + 1), &when->time) > 0;
  return when->has_time;
}

static int
read_month (RungsSpan s)
{
  static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

  if (s.len != 3)
    return 0;
  for (int i = 0; i < 12; i++)
    {
      const char *name = names + 3 * i;

      if ((s.str[0] | 0x20) == name[0] && (s.str[1] | 0x20) == name[1]
          && (s.str[2] | 0x20) == name[2])
        return i + 1;
    }
  return 0;
}

static gboolean
read_uptime (RungsSpan s, When *when)
{
  static const gint64 seconds[] = { 86400, 3600, 60, 1 };
  gint64 sum = 0;

  for (guint i = 0; i < 4; i++)
    {
      guint64 value;
      gsize n = rungs_span_take_uint (s, 99999, &value);

      if (n == 0 || n >= s.len || s.str[n] != "dhms"[i])
        return FALSE;
      sum += (gint64) value * seconds[i];
      s = rungs_span_skip (s, n + 1);
      if (i < 3 && s.len > 0 && s.str[0] == ':')
        s = rungs_span_skip (s, 1);
    }
  when->time = sum * RUNGS_STAMP_SECOND;
  when->is_uptime = when->has_time = TRUE;
  return TRUE;
}

/* "Nov", then "22", then perhaps "2026". */
static void
read_named_date (RungsSpan *rest, int month, When *when)
{
  RungsSpan s = rungs_span_trim (*rest);
  guint64 day, year;
  gsize n = rungs_span_take_uint (s, 31, &day);

  if (n == 0)
    return;
  when->has_date = TRUE;
  when->month = month;
  when->day = (int) day;
  when->year = NO_YEAR;
  *rest = rungs_span_skip (s, n);
  s = rungs_span_trim (*rest);
  n = rungs_span_take_uint (s, 9999, &year);
  if (n == 4 && year > 1990 && (n == s.len || s.str[n] == ' '))
    {
      when->has_year = TRUE;
      when->year = (int) year;
      *rest = rungs_span_skip (s, n);
    }
}

/* The receiver's stamp, the first one in @prefix. */
static void
read_prefix (RungsSpan prefix, When *when)
{
  RungsSpan rest = prefix;

  while (rest.len > 0 && !when->has_time)
    {
      gsize n = 0;
      int month;

      if (strchr (" \t,;\"", rest.str[0]) != NULL || rest.str[0] == '<' || rest.str[0] == '['
          || rest.str[0] == 'T')
        {
          gssize end =
            rest.str[0] == '<' ? rungs_span_find_char (rungs_span_head (rest, 5), '>') : 0;

          rest = rungs_span_skip (rest, MAX (end, 0) + 1);
          continue;
        }
      while (n < rest.len && g_ascii_isalpha (rest.str[n]))
        n++;
      month = read_month (rungs_span_head (rest, n));
      if (month > 0)
        {
          rest = rungs_span_skip (rest, n);
          read_named_date (&rest, month, when);
          continue;
        }
      if (rungs_stamp_take_time (rest, &when->time) > 0)
        when->has_time = TRUE;
      else if (read_uptime (rest, when))
        break;
      else if (!when->has_date && (n = take_date (rest, FALSE, when)) > 0)
        rest = rungs_span_skip (rest, n);
      else
        while (rest.len > 0 && strchr (" \t,;\"", rest.str[0]) == NULL)
          rest = rungs_span_skip (rest, 1);
    }
}

/* A time of the day: the day is the file's, and goes on at midnight. */
static RungsStamp
read_dateless (RungsAcClock *clock, RungsStamp time)
{
  if (clock->last != RUNGS_STAMP_NONE && time + MIDNIGHT_STEP < clock->last)
    clock->day += RUNGS_STAMP_DAY;
  clock->last = time;
  return clock->day + time;
}

static RungsStamp
compose (const When *when)
{
  RungsStamp day = rungs_stamp_civil (when->year, when->month, when->day, 0, 0, 0, 0);

  return day == RUNGS_STAMP_NONE ? RUNGS_STAMP_NONE : day + when->time;
}

static RungsStamp
with_year (RungsAcClock *clock, RungsStamp yearless, RungsStamp last_known)
{
  RungsStamp time = yearless != RUNGS_STAMP_NONE ? yearless % RUNGS_STAMP_DAY : 0;
  RungsStamp day = yearless != RUNGS_STAMP_NONE ? yearless - time : RUNGS_STAMP_NONE;

  if (day == RUNGS_STAMP_NONE)
    return RUNGS_STAMP_NONE;
  if (day != clock->yearless_day || last_known != clock->last_known)
    {
      clock->yearless_day = day;
      clock->last_known = last_known;
      clock->dated_day = rungs_stamp_with_year (day, last_known);
    }
  return clock->dated_day + time;
}

static RungsStamp
receiver_time (RungsAcClock *clock, const When *receiver)
{
  if (!receiver->has_time)
    return RUNGS_STAMP_NONE;
  if (receiver->is_uptime)
    return receiver->time;
  if (!receiver->has_date)
    return read_dateless (clock, receiver->time);
  return receiver->has_year ? compose (receiver)
                            : with_year (clock, compose (receiver), clock->mtime);
}

/* The receiver may be in another zone, and is coarser: since the last record with both, the same time went by for both. */
static RungsStamp
put_right (const RungsAcPace *pace, RungsStamp received)
{
  if (pace == NULL || received == RUNGS_STAMP_NONE || pace->receiver == RUNGS_STAMP_NONE)
    return received;
  return pace->device + MAX (received - pace->receiver, 0);
}

RungsStamp
rungs_ac_clock_read (RungsAcClock *clock, RungsSpan stamp, RungsSpan prefix, RungsAcPace *pace)
{
  When device = { 0 }, receiver = { 0 };
  RungsStamp last_known = clock->mtime, received, time;

  if (stamp.len > 0)
    read_device_time (stamp, &device);
  read_prefix (prefix, &receiver);
  received = receiver_time (clock, &receiver);
  if (!device.has_time)
    return put_right (pace, received);

  if (receiver.has_year && receiver.has_time)
    last_known = compose (&receiver);
  time = device.has_year ? compose (&device) : with_year (clock, compose (&device), last_known);
  if (pace != NULL && time != RUNGS_STAMP_NONE)
    *pace = (RungsAcPace){ time, received };
  return time;
}
