/* Times in an AudioCodes log. The device's own "[Time:19-12@12:44:54.873]" has no year; older
 * firmware writes "[Time: 12-19-2012@12:44:54]". Where there is none, the saver's stamp counts: it
 * is later and coarser, and often without date or year too. */
#include "config.h"

#include "formats/audiocodes/private.h"

#include <string.h>

/* A stamp and the result code behind it: " [Time:19-12@12:44:54.873] [12345]", padded by some
 * savers. */
#define MAX_TIME_TAIL 120

/* The zone of the device's clock is known by the receiver's, which is at most so far off. */
#define RECEIVER_SLACK (2 * RUNGS_STAMP_MINUTE)
#define ZONE_STEP (15 * RUNGS_STAMP_MINUTE)
#define MAX_ZONE (14 * 60 * RUNGS_STAMP_MINUTE)

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

/* What stands in [Time:...]: the day first without a year, the month first with one, unless it
 * cannot be. */
static void
read_device_time (const RungsStamps *stamps, RungsSpan s, RungsWritten *device)
{
  gboolean day_first = (stamps->dates & RUNGS_DATES_DAY_FIRST) != 0;

  if (rungs_stamp_read (s, day_first ? RUNGS_DATES_DAY_FIRST : RUNGS_DATES_MONTH_FIRST, device) > 0
      && device->kind == RUNGS_WRITTEN_YEARLESS)
    rungs_stamp_read (s, RUNGS_DATES_DAY_FIRST, device);
  if (device->kind == RUNGS_WRITTEN_CLOCK)
    *device = (RungsWritten){ .time = RUNGS_TIME_NONE };
}

/* "0d:10h:15m:02s" */
static gboolean
read_uptime (RungsSpan s, RungsStamp *time)
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
  *time = sum * RUNGS_STAMP_SECOND;
  return TRUE;
}

/* Since the start of the device, anywhere in @prefix. */
static gboolean
find_uptime (RungsSpan prefix, RungsTime *time)
{
  for (gsize i = 0; i < prefix.len; i++)
    {
      if (!g_ascii_isdigit (prefix.str[i]) || (i > 0 && g_ascii_isalnum (prefix.str[i - 1]))
          || !read_uptime (rungs_span_skip (prefix, i), &time->at))
        continue;
      time->facts = RUNGS_TIME_DATE_GUESSED | RUNGS_TIME_UPTIME | RUNGS_TIME_SECONDS;
      return TRUE;
    }
  return FALSE;
}

/* The receiver's stamp, the first one in @prefix; of dates that can be read in two ways its month
 * is first. */
static RungsTime
receiver_time (RungsStamps *stamps, RungsSpan prefix, RungsWritten *receiver)
{
  gboolean day_first = (stamps->dates & RUNGS_DATES_DAY_FIRST) != 0;
  RungsTime time = RUNGS_TIME_NONE;

  rungs_stamp_find (prefix, day_first ? RUNGS_DATES_DAY_FIRST : RUNGS_DATES_MONTH_FIRST, receiver);
  if (receiver->kind == RUNGS_WRITTEN_NONE && find_uptime (prefix, &time))
    return time;
  return rungs_stamps_complete (stamps, receiver);
}

/* The receiver may be in another zone, and is coarser: since the last record with both, the same
 * time went by for both. */
static RungsTime
put_right (const RungsAcPace *pace, RungsTime received)
{
  RungsTime time;

  if (pace == NULL || received.at == RUNGS_STAMP_NONE || pace->receiver == RUNGS_STAMP_NONE)
    return received;
  time = pace->device;
  time.at += MAX (received.at - pace->receiver, 0);
  return time;
}

/* The device's clock shows the time of some zone: it is the one that the receiver's, whose zone is
 * written, leaves. */
static void
infer_zone (RungsTime *device, RungsTime received)
{
  gint64 ahead, zone;

  if ((device->facts & RUNGS_TIME_ZONED) != 0 || (received.facts & RUNGS_TIME_ZONED) == 0)
    return;
  ahead = device->at - rungs_time_utc (received);
  zone = (ahead + (ahead < 0 ? -1 : 1) * ZONE_STEP / 2) / ZONE_STEP * ZONE_STEP;
  if (ABS (ahead - zone) > RECEIVER_SLACK || ABS (zone) > MAX_ZONE)
    return;
  device->ahead = (gint16) (zone / RUNGS_STAMP_MINUTE);
  device->facts |= RUNGS_TIME_ZONED | RUNGS_TIME_ZONE_INFERRED;
}

RungsTime
rungs_ac_clock_read (RungsStamps *stamps, RungsSpan stamp, RungsSpan prefix, RungsAcPace *pace)
{
  RungsWritten device = { .time = RUNGS_TIME_NONE }, receiver;
  RungsTime received = receiver_time (stamps, prefix, &receiver), time;

  if (stamp.len > 0)
    read_device_time (stamps, stamp, &device);
  if (device.kind == RUNGS_WRITTEN_NONE)
    return put_right (pace, received);

  if (device.kind == RUNGS_WRITTEN_YEARLESS && receiver.kind == RUNGS_WRITTEN_FULL)
    {
      device.kind = RUNGS_WRITTEN_FULL;
      device.time.at = rungs_stamp_with_year (device.time.at, received.at);
    }
  time = rungs_stamps_complete (stamps, &device);
  infer_zone (&time, received);
  if (pace != NULL)
    *pace = (RungsAcPace){ time, received.at };
  return time;
}
