/* Matching one line against a pattern of a dialect; the language is described in text-dialect.h. Used by the text engine. */
#pragma once

#include "formats/text-head.h"

G_BEGIN_DECLS

/* Whose address it is. Of "received" lines the peer is the source, of "sent" lines the target. */
typedef enum
{
  RUNGS_TEXT_SRC,
  RUNGS_TEXT_DST,
  RUNGS_TEXT_PEER,
  RUNGS_TEXT_OWN,
  RUNGS_TEXT_N_SIDES,
} RungsTextSide;

/* What a line says. Spans are of the line; empty: it does not say. */
typedef struct
{
  RungsSpan host[RUNGS_TEXT_N_SIDES]; /* without brackets */
  RungsSpan port[RUNGS_TEXT_N_SIDES]; /* digits */
  RungsSpan session, device;
  RungsTransport transport;
  RungsTextTime precision;
  RungsStamp time;
  guint64 n_bytes; /* of the message on the wire; 0: not said */
  RungsSpan rest;  /* from the begin of the line */
} RungsTextFields;

/* The line says anything at all. */
gboolean rungs_text_fields_say (const RungsTextFields *fields);

/* The longest text without blanks that every line that matches @pattern has: what does not have it need not be looked at. */
RungsSpan rungs_text_pattern_anchor (const char *pattern);

/* The whole @line, but for blanks at its ends, is as @pattern says. @fields is only to be used when it is TRUE. */
gboolean rungs_text_pattern_match (const char *pattern,
                                   RungsSpan anchor,
                                   RungsSpan line,
                                   RungsTextDates dates,
                                   RungsTextFields *fields);

G_END_DECLS
