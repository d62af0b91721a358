/* Times. A stamp is microseconds since 1970-01-01 00:00 on the clock of whoever wrote it: UTC when the source
 * says so, else that device's local time. Nothing here asks the machine for its time or zone. */
#pragma once

#include "base/span.h"

G_BEGIN_DECLS

typedef gint64 RungsStamp;

#define RUNGS_STAMP_NONE G_MININT64
#define RUNGS_STAMP_SECOND G_GINT64_CONSTANT (1000000)
#define RUNGS_STAMP_DAY (86400 * RUNGS_STAMP_SECOND)

/* Civil date and time to a stamp; RUNGS_STAMP_NONE when a field is out of range. Proleptic Gregorian. */
RungsStamp rungs_stamp_civil (int year,
                              int month,
                              int day,
                              int hour,
                              int minute,
                              int second,
                              int usec);
void rungs_stamp_to_civil (RungsStamp stamp,
                           int *year,
                           int *month,
                           int *day,
                           int *hour,
                           int *minute,
                           int *second,
                           int *usec);

/* Reads "HH:MM:SS" with an optional "." or "," and 1-9 digits: bytes read or 0; the value is the time of the day. */
gsize rungs_stamp_take_time (RungsSpan s, RungsStamp *time_of_day);

/* "2026-11-22T10:15:02.120", "…Z" with @utc: milliseconds, microseconds when they are not zero. (transfer full);
 * NULL for RUNGS_STAMP_NONE. */
char *rungs_stamp_to_iso (RungsStamp stamp, gboolean utc) G_GNUC_WARN_UNUSED_RESULT;

/* "10:15:02.120", for people. */
char *rungs_stamp_to_clock (RungsStamp stamp) G_GNUC_WARN_UNUSED_RESULT;

/* "+0.012", "+1:03.2", "+2 h 05 min": the step between two stamps, in microseconds, for people. */
char *rungs_stamp_step (gint64 usec) G_GNUC_WARN_UNUSED_RESULT;

/* "6 s", "2 min 10 s", "1 h 05 min": how long something took, in milliseconds, for people. */
char *rungs_stamp_duration (gint64 msec) G_GNUC_WARN_UNUSED_RESULT;

/* The year of a stamp that has none, by the rule of the facts page: the one that puts it nearest below
 * @last_known (the file's modification time, or the stamp before), stepping back over new year. @yearless was made
 * with year 1972 (a leap year: 29 February stays possible). */
RungsStamp rungs_stamp_with_year (RungsStamp yearless, RungsStamp last_known);

G_END_DECLS
