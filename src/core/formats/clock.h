/* Stamps without a year or without a date: what a log's file and the stamps before tell about them. */
#pragma once

#include "base/stamp.h"
#include "input/input.h"

G_BEGIN_DECLS

typedef struct
{
  RungsStamp anchor; /* the file's last change; RUNGS_STAMP_NONE: not known */
  gboolean is_near;  /* the anchor is a time in the log, on whatever zone's clock */
  RungsStamp last;   /* the stamp before, with its date */
} RungsClock;

#define RUNGS_CLOCK_YEARLESS 1972 /* a leap year, as rungs_stamp_with_year() wants */

static inline RungsClock
rungs_clock (RungsStamp mtime)
{
  return (RungsClock){ mtime, FALSE, RUNGS_STAMP_NONE };
}

/* Before the first stamp: the message's Date header, if it has one, is a better anchor than the time when the file was copied. */
void rungs_clock_see (RungsClock *self, RungsSpan message);

/* The same for a log that has no dates at all: the first Date header at the front of the file, if there is one, is a better
 * anchor than the time when the file was copied. */
void rungs_clock_look (RungsClock *self, RungsInput *input);

RungsStamp rungs_clock_full (RungsClock *self, RungsStamp stamp);
RungsStamp rungs_clock_yearless (RungsClock *self, RungsStamp stamp); /* made with 1972 */
RungsStamp rungs_clock_of_day (RungsClock *self, RungsStamp time_of_day);
RungsStamp rungs_clock_of_hour (RungsClock *self, RungsStamp time_of_hour);

G_END_DECLS
