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

/* The first date and time in @line. */
RungsTextTime rungs_text_find_stamp (RungsSpan line, RungsStamp *stamp);

/* Takes from @line what @head does not have yet. TRUE when there was something. */
gboolean rungs_text_read_head (RungsSpan line, RungsTextHead *head);

G_END_DECLS
