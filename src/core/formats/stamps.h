/* Stamps without a year or without a date: what the rest of the log, and its file, tell about them.
 *
 * A log may have a date only later than its first messages. Until then days are counted from the
 * file's own date, and every stamp says that its date is guessed; the first date in the log puts
 * all of them right, by way of the sink. */
#pragma once

#include "base/stamp-read.h"
#include "formats/format.h"

G_BEGIN_DECLS

typedef struct
{
  RungsSink *sink;
  RungsDates dates;  /* how this log writes dates */
  RungsStamp anchor; /* the file's last change, or a time in the log; RUNGS_STAMP_NONE: not known */
  gboolean is_near;  /* it is a time in the log, on whatever zone's clock */
  gboolean has_date, has_year; /* the log said one */
  guint8 guessed;    /* RungsTimeFacts of stamps that were handed out and are not put right */
  gboolean is_dated; /* the stamps of the format's own have dates */
  RungsStamp last;   /* the stamp before, with its date */
} RungsStamps;

/* @sink may be NULL: then nothing is put right. */
RungsStamps rungs_stamps_new (RungsReader *reader, RungsSink *sink);

/* The message's Date header, if the log has no date so far, or no year. */
void rungs_stamps_read_date_header (RungsStamps *self, RungsSpan message);

/* A line of the log: when it begins with a date, that is the date of what is near it. */
void rungs_stamps_read_line (RungsStamps *self, RungsSpan line);

/* The stamp with what it lacks, and what is known about it. */
RungsTime rungs_stamps_complete (RungsStamps *self, const RungsWritten *written);
RungsTime rungs_stamps_full (RungsStamps *self, RungsTime time);
RungsTime rungs_stamps_yearless (RungsStamps *self,
                                 RungsTime time); /* made with RUNGS_WRITTEN_YEAR */
RungsTime rungs_stamps_of_day (RungsStamps *self, RungsTime time);
RungsTime rungs_stamps_of_hour (RungsStamps *self, RungsTime time);

G_END_DECLS
