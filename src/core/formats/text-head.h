/* When a message was sent and between whom, as far as the lines before it say. */
#pragma once

#include "base/stamp.h"
#include "formats/format.h"

G_BEGIN_DECLS

typedef enum
{
  RUNGS_TEXT_TIME_NONE,
  RUNGS_TEXT_TIME_FULL,
  RUNGS_TEXT_TIME_YEARLESS, /* made with 1972 */
  RUNGS_TEXT_TIME_CLOCK,    /* of the day alone */
} RungsTextTime;

typedef struct
{
  RungsTextTime precision;
  RungsStamp time;
  RungsSpan src, dst;
  gboolean is_received, is_sent; /* one end is the device that wrote the log */
  RungsTransport transport;
} RungsTextHead;

/* How a program writes dates that can be read in two ways. Without any: the day before the month, years of four digits. */
typedef enum
{
  RUNGS_TEXT_DATES_PLAIN = 0,
  RUNGS_TEXT_DATES_MONTH_FIRST = 1 << 0, /* 07/04/2026 is in July */
  RUNGS_TEXT_DATES_SHORT_YEAR = 1 << 1,  /* 04/07/26 is in 2026 */
} RungsTextDates;

/* A date and time, or a time, that begins at the front of @s; *@len bytes are read. */
RungsTextTime rungs_text_take_stamp (RungsSpan s,
                                     RungsTextDates dates,
                                     RungsStamp *stamp,
                                     gsize *len);
/* "Z", "+01:00", "+0100", "+01" at the front of @s: bytes read, 0 when there is none. *@offset is in microseconds. */
gsize rungs_text_take_zone (RungsSpan s, gint64 *offset);

/* The first date and time in @line. */
RungsTextTime rungs_text_find_stamp (RungsSpan line, RungsStamp *stamp);
RungsTextTime rungs_text_find_stamp_as (RungsSpan line, RungsTextDates dates, RungsStamp *stamp);

/* Takes from @line what @head does not have yet. TRUE when there was something. */
gboolean rungs_text_read_head (RungsSpan line, RungsTextHead *head);

G_END_DECLS
