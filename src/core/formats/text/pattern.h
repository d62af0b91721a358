/* Matching one line against a pattern of a dialect; the language is described in text-dialect.h. Used by the text engine. */
#pragma once

#include "formats/head-line.h"

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
  RungsWritten written;
  guint64 n_bytes; /* of the message on the wire; 0: not said */
  RungsSpan rest;  /* from the begin of the line */
} RungsTextFields;

/* The line says anything at all. */
gboolean rungs_text_fields_say (const RungsTextFields *fields);

/* A pattern with what tells lines apart that cannot match: most lines must cost next to nothing. */
typedef struct
{
  const char *text;
  char first;       /* that the line begins with; NUL: any */
  RungsSpan anchor; /* the longest text without blanks that the line has */
  guint rare;       /* position in it of the byte that is rarest in SIP */
} RungsTextPattern;

void rungs_text_pattern_init (RungsTextPattern *self, const char *text);

/* @line, without blanks at its ends, is as the pattern says. @fields is only to be used when it is TRUE. */
gboolean rungs_text_pattern_match (const RungsTextPattern *self,
                                   RungsSpan line,
                                   RungsDates dates,
                                   RungsTextFields *fields);

/* FALSE when @line, which is not empty, cannot match. */
static inline gboolean
rungs_text_pattern_may_match (const RungsTextPattern *self, RungsSpan line)
{
  const RungsSpan anchor = self->anchor;
  gsize from = 0;

  if (self->first != '\0' && self->first != line.str[0])
    return FALSE;
  while (line.len - from >= anchor.len && anchor.len > 0)
    {
      const char *rare = memchr (line.str + from + self->rare, anchor.str[self->rare],
                                 line.len - from - anchor.len + 1);

      if (rare == NULL)
        return FALSE;
      from = (gsize) (rare - line.str) - self->rare;
      if (memcmp (line.str + from, anchor.str, anchor.len) == 0)
        return TRUE;
      from++;
    }
  return anchor.len == 0;
}

/* Without blanks, tabs and CRs at its ends. */
static inline RungsSpan
rungs_text_pattern_trim (RungsSpan line)
{
  while (line.len > 0 && (line.str[0] == ' ' || line.str[0] == '\t'))
    line = rungs_span_skip (line, 1);
  while (line.len > 0
         && (line.str[line.len - 1] == ' ' || line.str[line.len - 1] == '\t'
             || line.str[line.len - 1] == '\r'))
    line.len--;
  return line;
}

G_END_DECLS
