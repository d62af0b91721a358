/* Stamps without a year or without a date: what a log's file and the stamps before tell about them. */
#pragma once

#include "base/stamp.h"

G_BEGIN_DECLS

typedef struct
{
  RungsStamp anchor; /* the file's last change; RUNGS_STAMP_NONE: not known */
  RungsStamp last;   /* the stamp before, with its date */
} RungsClock;

#define RUNGS_CLOCK_YEARLESS 1972 /* a leap year, as rungs_stamp_with_year() wants */

static inline RungsClock
rungs_clock (RungsStamp mtime)
{
  return (RungsClock){ mtime, RUNGS_STAMP_NONE };
}

/* Where nothing tells the date, a message may: takes its Date header as the anchor. */
void rungs_clock_see (RungsClock *self, RungsSpan message);

RungsStamp rungs_clock_full (RungsClock *self, RungsStamp stamp);
RungsStamp rungs_clock_yearless (RungsClock *self, RungsStamp stamp); /* made with 1972 */
RungsStamp rungs_clock_of_day (RungsClock *self, RungsStamp time_of_day);
RungsStamp rungs_clock_of_hour (RungsClock *self, RungsStamp time_of_hour);

G_END_DECLS
