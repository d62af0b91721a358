/* Stamps as they are written in logs: the one reader of dates, times, halves of the day, fractions
 * and zones. */
#pragma once

#include "base/span.h"
#include "base/stamp.h"

G_BEGIN_DECLS

typedef enum
{
  RUNGS_WRITTEN_NONE,
  RUNGS_WRITTEN_FULL,
  RUNGS_WRITTEN_YEARLESS, /* made with RUNGS_WRITTEN_YEAR */
  RUNGS_WRITTEN_CLOCK,    /* of the day alone */
} RungsWrittenKind;

#define RUNGS_WRITTEN_YEAR 1972 /* a leap year, as rungs_stamp_with_year() needs */

/* How a log writes what can be read in two ways. Without any: the day before the month, years of
 * four digits. */
typedef enum
{
  RUNGS_DATES_PLAIN = 0,
  RUNGS_DATES_MONTH_FIRST = 1 << 0, /* 07/04/2026 is in July */
  RUNGS_DATES_SHORT_YEAR = 1 << 1,  /* 04/07/26 is in 2026 */
  RUNGS_DATES_DAY_FIRST = 1 << 2,   /* 07/04/2026 is in April: the log itself shows it */
  RUNGS_DATES_BLANK = 1 << 3,       /* "10:15:02 120": the number is of milliseconds */
} RungsDates;

typedef struct
{
  RungsWrittenKind kind;
  RungsTime time; /* on the writer's clock */
} RungsWritten;

/* A stamp that begins at the front of @s: bytes read, 0 when there is none. */
gsize rungs_stamp_read (RungsSpan s, RungsDates dates, RungsWritten *written);

/* The first stamp in @line that stands where one may: any word may begin a date with its time;
 * digits alone, and a time of the day after "=", are a stamp only at the front of the line, in
 * brackets there, or after a word such as "time". */
RungsWrittenKind rungs_stamp_find (RungsSpan line, RungsDates dates, RungsWritten *written);

/* The stamp at the front of @line, after brackets, a priority or a weekday: of a line that a
 * program wrote itself. */
RungsWrittenKind rungs_stamp_at_front (RungsSpan line, RungsDates dates, RungsWritten *written);

/* "Z", "+01:00", "+0100", "+01" at the front of @s: bytes read, 0 when there is none. *@offset is
 * in microseconds. */
gsize rungs_stamp_take_zone (RungsSpan s, gint64 *offset);

/* 1-12 of "Jan" … "Dec" at the front of @s, else 0. */
int rungs_stamp_month (RungsSpan s);

/* What the lines of @block, the begin or the end of a log, show of how it writes stamps; collected
 * in @survey. */
typedef struct
{
  guint n_day_first, n_month_first, n_blank;
  gboolean is_seen;
  int first_a, first_b; /* of the first date that can be read in two ways */
} RungsDateSurvey;
void rungs_stamp_survey (RungsDateSurvey *survey, RungsSpan block);
RungsDates rungs_stamp_survey_end (const RungsDateSurvey *survey);

G_END_DECLS
