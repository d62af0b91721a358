#include "config.h"

#include "formats/clock.h"

#include "base/limits.h"
#include "formats/text-head.h"
#include "input/reader.h"
#include "sip/index.h"

void
rungs_clock_see (RungsClock *self, RungsSpan message)
{
  RungsSpan value;
  RungsStamp stamp = RUNGS_STAMP_NONE;

  if (self->is_near || self->last != RUNGS_STAMP_NONE)
    return;
  value = rungs_sip_header (message, RUNGS_SPAN ("Date"), 0, NULL);
  if (value.len > 0 && rungs_text_find_stamp (value, &stamp) == RUNGS_TEXT_TIME_FULL)
    {
      self->anchor = stamp;
      self->is_near = TRUE;
    }
}

void
rungs_clock_look (RungsClock *self, RungsInput *input)
{
  g_autoptr (RungsReader) reader = rungs_reader_new (input, 0, RUNGS_PROBE_BYTES, 1);
  RungsStamp stamp = RUNGS_STAMP_NONE;
  RungsSpan line;
  guint64 offset;
  guint32 number;

  while (rungs_reader_next_line (reader, &line, &offset, &number))
    if (rungs_span_starts_ci (line, RUNGS_SPAN ("Date: "))
        && rungs_text_find_stamp (line, &stamp) == RUNGS_TEXT_TIME_FULL)
      {
        self->anchor = stamp;
        self->is_near = TRUE;
        return;
      }
}

RungsStamp
rungs_clock_full (RungsClock *self, RungsStamp stamp)
{
  self->last = stamp;
  return stamp;
}

/* Without an anchor the clock goes on from the stamp before. */
RungsStamp
rungs_clock_yearless (RungsClock *self, RungsStamp stamp)
{
  RungsStamp latest = self->anchor;

  if (latest == RUNGS_STAMP_NONE && self->last != RUNGS_STAMP_NONE)
    latest = self->last + 363 * RUNGS_STAMP_DAY;
  return rungs_clock_full (self, rungs_stamp_with_year (stamp, latest));
}

/* The day, or hour, that makes the clock go on: past midnight it is the next one. */
static RungsStamp
in_period (RungsClock *self, RungsStamp offset, gint64 period)
{
  RungsStamp known = self->last != RUNGS_STAMP_NONE ? self->last : self->anchor, stamp;

  if (known == RUNGS_STAMP_NONE)
    return rungs_clock_full (self, offset);
  stamp = known - known % period + offset;
  if (stamp > known + period / 2)
    stamp -= period;
  else if ((self->last != RUNGS_STAMP_NONE || self->is_near) && stamp < known - period / 2)
    stamp += period;
  return rungs_clock_full (self, stamp);
}

RungsStamp
rungs_clock_of_day (RungsClock *self, RungsStamp time_of_day)
{
  return in_period (self, time_of_day, RUNGS_STAMP_DAY);
}

RungsStamp
rungs_clock_of_hour (RungsClock *self, RungsStamp time_of_hour)
{
  return in_period (self, time_of_hour, RUNGS_STAMP_DAY / 24);
}
