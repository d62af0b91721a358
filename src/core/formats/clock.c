#include "config.h"

#include "formats/clock.h"

#include "formats/text-head.h"
#include "sip/index.h"

void
rungs_clock_see (RungsClock *self, RungsSpan message)
{
  RungsSpan value;
  RungsStamp stamp = RUNGS_STAMP_NONE;

  if (self->anchor != RUNGS_STAMP_NONE || self->last != RUNGS_STAMP_NONE)
    return;
  value = rungs_sip_header (message, RUNGS_SPAN ("Date"), 0, NULL);
  if (value.len > 0 && rungs_text_find_stamp (value, &stamp) == RUNGS_TEXT_TIME_FULL)
    self->anchor = stamp;
}

RungsStamp
rungs_clock_full (RungsClock *self, RungsStamp stamp)
{
  self->last = stamp;
  return stamp;
}

RungsStamp
rungs_clock_yearless (RungsClock *self, RungsStamp stamp)
{
  return rungs_clock_full (
    self,
    rungs_stamp_with_year (stamp, self->anchor != RUNGS_STAMP_NONE ? self->anchor : self->last));
}

/* The day that makes the clock go on: past midnight it is the next one. */
RungsStamp
rungs_clock_of_day (RungsClock *self, RungsStamp time_of_day)
{
  RungsStamp known = self->last != RUNGS_STAMP_NONE ? self->last : self->anchor, stamp;

  if (known == RUNGS_STAMP_NONE)
    return rungs_clock_full (self, time_of_day);
  stamp = known - known % RUNGS_STAMP_DAY + time_of_day;
  if (stamp > known + RUNGS_STAMP_DAY / 2)
    stamp -= RUNGS_STAMP_DAY;
  else if (self->last != RUNGS_STAMP_NONE && stamp < known - RUNGS_STAMP_DAY / 2)
    stamp += RUNGS_STAMP_DAY;
  return rungs_clock_full (self, stamp);
}
