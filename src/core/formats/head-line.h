/* When a message was sent and between whom, as far as the lines before it say. */
#pragma once

#include "base/stamp-read.h"
#include "formats/format.h"

G_BEGIN_DECLS

typedef struct
{
  RungsWritten written;
  RungsSpan src, dst;
  gboolean is_received, is_sent; /* one end is the device that wrote the log */
  RungsTransport transport;
} RungsTextHead;

/* Takes from @line what @head does not have yet. TRUE when there was something. */
gboolean rungs_text_read_head (RungsSpan line, RungsDates dates, RungsTextHead *head);

G_END_DECLS
