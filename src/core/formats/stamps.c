#include "config.h"

#include "formats/stamps.h"

#include "sip/index.h"

/* A Date header is of the day of its message, in whatever zone; a clock may be off by a little
 * more. */
#define DATE_SLACK (2 * RUNGS_STAMP_DAY)

/* Before this year there was no SIP: a clock that was never set. */
#define MIN_YEAR 1997

RungsStamps
rungs_stamps_new (RungsReader *reader, RungsSink *sink)
{
  RungsInput *input = rungs_reader_get_input (reader);
  RungsStamp anchor = rungs_reader_get_anchor (reader);
  gboolean is_near = anchor != RUNGS_STAMP_NONE;

  return (RungsStamps){ .sink = sink,
                        .dates = (RungsDates) rungs_input_get_dates (input),
                        .anchor = is_near ? anchor : rungs_input_get_mtime (input),
                        .is_near = is_near,
                        .has_date = is_near,
                        .has_year = is_near,
                        .last = RUNGS_STAMP_NONE };
}

static int
year_of (RungsStamp stamp)
{
  int year, month, day, hour, minute, second, usec;

  rungs_stamp_to_civil (stamp, &year, &month, &day, &hour, &minute, &second, &usec);
  return year;
}

static gint64
day_of (RungsStamp stamp)
{
  return stamp / RUNGS_STAMP_DAY - (stamp % RUNGS_STAMP_DAY < 0 ? 1 : 0);
}

/* Puts right what was handed out, and the stamp before. */
static void
put_right (RungsStamps *self, gint64 days, int years, guint8 clears, guint8 sets)
{
  RungsDating dating = { days * RUNGS_STAMP_DAY, years, clears, sets };

  if (self->last != RUNGS_STAMP_NONE)
    self->last = rungs_dating_apply (&dating, self->last);
  self->guessed = (guint8) ((self->guessed & ~clears) | sets);
  if (self->sink != NULL && self->sink->dated != NULL)
    self->sink->dated (self->sink, &dating);
}

/* The day, or hour, that makes the clock go on: past midnight it is the next one. */
static RungsStamp
in_period (const RungsStamps *self, RungsStamp offset, gint64 period)
{
  RungsStamp known = self->last != RUNGS_STAMP_NONE ? self->last : self->anchor, stamp;

  if (known == RUNGS_STAMP_NONE)
    return offset;
  stamp = known - known % period + offset;
  if (stamp > known + period / 2)
    stamp -= period;
  else if ((self->last != RUNGS_STAMP_NONE || self->is_near) && stamp < known - period / 2)
    stamp += period;
  return stamp;
}

/* The year that is guessed for the day of @stamp. Without an anchor the clock goes on from the
 * stamp before. */
static RungsStamp
in_year (const RungsStamps *self, RungsStamp yearless)
{
  RungsStamp latest = self->anchor;

  if (self->last != RUNGS_STAMP_NONE && (self->has_year || latest == RUNGS_STAMP_NONE))
    latest = self->last + (self->has_year ? 180 : 363) * RUNGS_STAMP_DAY;
  return rungs_stamp_with_year (yearless, latest);
}

static RungsStamp
without_year (RungsStamp stamp)
{
  int year, month, day, hour, minute, second, usec;

  rungs_stamp_to_civil (stamp, &year, &month, &day, &hour, &minute, &second, &usec);
  return rungs_stamp_civil (RUNGS_WRITTEN_YEAR, month, day, hour, minute, second, usec);
}

/* The log has the date of @stamp. */
static void
learn (RungsStamps *self, RungsStamp stamp, gboolean has_year)
{
  if ((self->guessed & RUNGS_TIME_DATE_GUESSED) != 0)
    {
      RungsStamp guess =
        in_period (self, stamp - day_of (stamp) * RUNGS_STAMP_DAY, RUNGS_STAMP_DAY);

      put_right (self, day_of (stamp) - day_of (guess), 0, RUNGS_TIME_DATE_GUESSED,
                 has_year ? 0 : RUNGS_TIME_YEAR_GUESSED);
    }
  else if ((self->guessed & RUNGS_TIME_YEAR_GUESSED) != 0 && has_year)
    put_right (self, 0, year_of (stamp) - year_of (in_year (self, without_year (stamp))),
               RUNGS_TIME_YEAR_GUESSED, 0);
  self->has_date = TRUE;
  self->has_year |= has_year;
}

/* The year that puts the stamp before next to @date; FALSE when none does. */
static gboolean
learn_year (RungsStamps *self, RungsStamp date)
{
  for (int years = -1; years <= 1; years++)
    {
      RungsDating dating = { 0, year_of (date) - year_of (self->last) + years, 0, 0 };

      if (ABS (rungs_dating_apply (&dating, self->last) - date) > DATE_SLACK)
        continue;
      put_right (self, 0, dating.years, RUNGS_TIME_YEAR_GUESSED, 0);
      return TRUE;
    }
  return FALSE;
}

void
rungs_stamps_read_date_header (RungsStamps *self, RungsSpan message)
{
  RungsWritten written;
  RungsStamp date;
  RungsSpan value;

  if (self->has_year && self->has_date)
    return;
  value = rungs_sip_header (message, RUNGS_SPAN ("Date"), 0, NULL);
  if (value.len == 0 || rungs_stamp_find (value, self->dates, &written) != RUNGS_WRITTEN_FULL)
    return;
  date = written.time.at;
  if (year_of (date) < MIN_YEAR
      || (self->anchor != RUNGS_STAMP_NONE && date > self->anchor + DATE_SLACK))
    return;
  if ((self->guessed & RUNGS_TIME_DATE_GUESSED) != 0)
    {
      gint64 back = date - self->last + RUNGS_STAMP_DAY / 2;

      put_right (self, day_of (back), 0, RUNGS_TIME_DATE_GUESSED, 0);
    }
  else if ((self->guessed & RUNGS_TIME_YEAR_GUESSED) != 0)
    {
      if (!learn_year (self, date))
        return;
    }
  else if (self->last == RUNGS_STAMP_NONE)
    {
      self->anchor = date;
      self->is_near = TRUE;
    }
  self->has_date = self->has_year = TRUE;
}

void
rungs_stamps_read_line (RungsStamps *self, RungsSpan line)
{
  RungsWritten written;

  if (self->is_dated || line.len == 0)
    return;
  switch (rungs_stamp_at_front (line, self->dates, &written))
    {
    case RUNGS_WRITTEN_FULL:
      learn (self, written.time.at, TRUE);
      self->last = written.time.at;
      break;
    case RUNGS_WRITTEN_YEARLESS:
      if (!self->has_date || (self->guessed & RUNGS_TIME_DATE_GUESSED) != 0)
        (void) rungs_stamps_yearless (self, written.time);
      break;
    case RUNGS_WRITTEN_CLOCK:
    case RUNGS_WRITTEN_NONE:
    default:
      break;
    }
}

RungsTime
rungs_stamps_full (RungsStamps *self, RungsTime time)
{
  gboolean has_year = (time.facts & RUNGS_TIME_YEAR_GUESSED) == 0;

  learn (self, time.at, has_year);
  self->is_dated = has_year;
  self->last = time.at;
  return time;
}

RungsTime
rungs_stamps_yearless (RungsStamps *self, RungsTime time)
{
  time.at = in_year (self, time.at);
  learn (self, time.at, FALSE);
  if (!self->has_year)
    {
      time.facts |= RUNGS_TIME_YEAR_GUESSED;
      self->guessed |= RUNGS_TIME_YEAR_GUESSED;
    }
  self->is_dated = FALSE;
  self->last = time.at;
  return time;
}

static RungsTime
dateless (RungsStamps *self, RungsTime time, gint64 period)
{
  time.at = in_period (self, time.at, period);
  if (!self->has_date)
    time.facts |= RUNGS_TIME_DATE_GUESSED;
  else if (!self->has_year)
    time.facts |= RUNGS_TIME_YEAR_GUESSED;
  self->guessed |= time.facts & RUNGS_TIME_GUESSED;
  self->is_dated = FALSE;
  self->last = time.at;
  return time;
}

RungsTime
rungs_stamps_of_day (RungsStamps *self, RungsTime time)
{
  return dateless (self, time, RUNGS_STAMP_DAY);
}

RungsTime
rungs_stamps_of_hour (RungsStamps *self, RungsTime time)
{
  return dateless (self, time, RUNGS_STAMP_DAY / 24);
}

RungsTime
rungs_stamps_complete (RungsStamps *self, const RungsWritten *written)
{
  switch (written->kind)
    {
    case RUNGS_WRITTEN_FULL:
      return rungs_stamps_full (self, written->time);
    case RUNGS_WRITTEN_YEARLESS:
      return rungs_stamps_yearless (self, written->time);
    case RUNGS_WRITTEN_CLOCK:
      return rungs_stamps_of_day (self, written->time);
    case RUNGS_WRITTEN_NONE:
    default:
      return RUNGS_TIME_NONE;
    }
}
