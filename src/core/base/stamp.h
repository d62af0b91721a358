/* Times. A stamp is microseconds since 1970-01-01 00:00 on the clock of whoever wrote it: UTC when
 * the source says so, else that device's local time. Nothing here asks the machine for its time or
 * zone. */
#pragma once

#include "base/span.h"

G_BEGIN_DECLS

typedef gint64 RungsStamp;

#define RUNGS_STAMP_NONE G_MININT64
#define RUNGS_STAMP_SECOND G_GINT64_CONSTANT (1000000)
#define RUNGS_STAMP_DAY (86400 * RUNGS_STAMP_SECOND)

/* What is known about a stamp. */
typedef enum
{
  RUNGS_TIME_ZONED = 1 << 0, /* the log states the zone: its clock is @ahead of UTC */
  RUNGS_TIME_ZONE_INFERRED =
    1 << 1, /* by another clock's zone, beside it in the log; with RUNGS_TIME_ZONED */
  RUNGS_TIME_DATE_GUESSED = 1 << 2,  /* only the time of the day is in the log */
  RUNGS_TIME_YEAR_GUESSED = 1 << 3,  /* the day and the month are, the year is not */
  RUNGS_TIME_ORDER_GUESSED = 1 << 4, /* the day could be the month */
  RUNGS_TIME_SECONDS = 1 << 5,       /* whole seconds: no fraction is known */
  RUNGS_TIME_UPTIME = 1 << 6,        /* counted since the start of the device: of no zone */
} RungsTimeFacts;

/* A stamp with what is known about it. */
typedef struct
{
  RungsStamp at; /* on the writer's clock */
  gint16 ahead;  /* minutes, with RUNGS_TIME_ZONED */
  guint8 facts;  /* RungsTimeFacts */
} RungsTime;

#define RUNGS_TIME_NONE ((RungsTime){ .at = RUNGS_STAMP_NONE })
#define RUNGS_TIME_GUESSED (RUNGS_TIME_DATE_GUESSED | RUNGS_TIME_YEAR_GUESSED)
#define RUNGS_STAMP_MINUTE (60 * RUNGS_STAMP_SECOND)

/* A date that was found later than stamps whose date was guessed: what makes them right. */
typedef struct
{
  gint64 shift; /* microseconds, whole days */
  int years;
  guint8 clears, sets; /* RungsTimeFacts: of which stamps, and what is guessed of them still */
} RungsDating;
RungsStamp rungs_dating_apply (const RungsDating *dating, RungsStamp stamp);

static inline RungsTime
rungs_time (RungsStamp at)
{
  return (RungsTime){ .at = at };
}

/* On the clock of UTC when its zone is known, else as it is written. */
static inline RungsStamp
rungs_time_utc (RungsTime time)
{
  return (time.facts & RUNGS_TIME_ZONED) != 0 && time.at != RUNGS_STAMP_NONE
           ? time.at - time.ahead * RUNGS_STAMP_MINUTE
           : time.at;
}

/* Civil date and time to a stamp; RUNGS_STAMP_NONE when a field is out of range. Proleptic
 * Gregorian. */
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

/* Reads "HH:MM:SS" with an optional "." or "," and 1-9 digits: bytes read or 0; the value is the
 * time of the day. */
gsize rungs_stamp_take_time (RungsSpan s, RungsStamp *time_of_day);

/* "2026-11-22T10:15:02.120", "…Z" with @utc: milliseconds, microseconds when they are not zero.
 * (transfer full); NULL for RUNGS_STAMP_NONE. */
char *rungs_stamp_to_iso (RungsStamp stamp, gboolean utc) G_GNUC_WARN_UNUSED_RESULT;

/* "10:15:02.120", for people. */
char *rungs_stamp_to_clock (RungsStamp stamp) G_GNUC_WARN_UNUSED_RESULT;

/* The same with what is known of it: "10:15:02" with RUNGS_TIME_SECONDS. */
char *rungs_stamp_to_clock_as (RungsStamp stamp, guint facts) G_GNUC_WARN_UNUSED_RESULT;

/* "2026-11-22 10:15:02.120", for people, with no more than the log says: "11-22 10:15:02.120" with
 * RUNGS_TIME_YEAR_GUESSED, "10:15:02.120" with RUNGS_TIME_DATE_GUESSED. NULL for
 * RUNGS_STAMP_NONE. */
char *rungs_stamp_to_text (RungsStamp stamp, guint facts) G_GNUC_WARN_UNUSED_RESULT;

/* "+0.012", "+1:03.2", "+2 h 05 min": the step between two stamps, in microseconds, for people. */
char *rungs_stamp_step (gint64 usec) G_GNUC_WARN_UNUSED_RESULT;
/* The same, "+1" between two stamps with RUNGS_TIME_SECONDS. */
char *rungs_stamp_step_as (gint64 usec, guint facts) G_GNUC_WARN_UNUSED_RESULT;

/* "6 s", "2 min 10 s", "1 h 05 min": how long something took, in milliseconds, for people. */
char *rungs_stamp_duration (gint64 msec) G_GNUC_WARN_UNUSED_RESULT;

/* The year of a stamp that has none, by the rule of the facts page: the one that puts it nearest
 * below @last_known (the file's modification time, or the stamp before), stepping back over new
 * year. @yearless was made with year 1972 (a leap year: 29 February stays possible). */
RungsStamp rungs_stamp_with_year (RungsStamp yearless, RungsStamp last_known);

G_END_DECLS
