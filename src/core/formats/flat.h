/* SIP messages that stand whole on one line, because a collector, an event log, a ticket or a field
 * of JSON turned their line ends into something else:
 *
 *   app: INVITE sip:b@example.com SIP/2.0 Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1 From: <sip:a@example.com>;tag=1 To: …
 *
 * A start line with the names of headers behind it is such a message; a sentence that mentions
 * SIP/2.0 is none. Its lines are handed out one by one. Line ends that became a sign of their own
 * ("\r", "|", "<CR><LF>", "..") are found again; where they became blanks, a line begins at the
 * name of a header that everybody knows, outside quotes and angle brackets, and SDP at its letters.
 * Lines written with the escapes of text-line.h are not split here. */
#pragma once

#include "base/span.h"

G_BEGIN_DECLS

/* No message that can be told apart is shorter: most lines are not looked at. */
#define RUNGS_FLAT_MIN_BYTES 64

typedef enum
{
  RUNGS_FLAT_IDLE,
  RUNGS_FLAT_HEAD,
  RUNGS_FLAT_BODY,
} RungsFlatStage;

typedef struct
{
  RungsSpan line; /* being handed out */
  gsize pos;      /* of what comes next; line.len: all was handed out */
  /* where the message must have ended: the next one, the quote around it, or the line's end */
  gsize limit;
  gsize next; /* where the next message's line begins; line.len: there is none */
  RungsFlatStage stage;
  const struct _RungsFlatEnd *end; /* what line ends became; NULL: blanks */
  gboolean is_start;               /* the start line comes next */
  gboolean is_lower;               /* names begin with small letters */
  gboolean is_quoted;              /* between quotes: those inside are escaped */
  gboolean owes_blank;             /* the blank line comes next */
  gint64 content_length;           /* -1: none */
  gsize body_len;
  gsize start_end;  /* where the start line ends */
  guint n_waited;   /* lines since, without a part of the message */
  GString *prefix;  /* what stood before the start line */
  GString *scratch; /* a line without escapes */
} RungsFlat;

void rungs_flat_init (RungsFlat *self);
void rungs_flat_clear (RungsFlat *self);

/* TRUE when @line holds a message, or goes on with one that the lines before left open: then take
 * its lines by rungs_flat_next(). @keeps_heads: what the log writes before each line is kept where
 * a message goes on, too. */
gboolean rungs_flat_look (RungsFlat *self, RungsSpan line, gboolean keeps_heads);

static inline gboolean
rungs_flat_take (RungsFlat *self, RungsSpan line, gboolean keeps_heads)
{
  if (G_LIKELY (self->stage == RUNGS_FLAT_IDLE && line.len < RUNGS_FLAT_MIN_BYTES))
    return FALSE;
  return rungs_flat_look (self, line, keeps_heads);
}

/* The next line of the line that was taken, and its place there; *@is_lost: it has the start
 * line of a message whose line ends were lost, not only written in another form. FALSE when all was
 * handed out. */
gboolean rungs_flat_next (RungsFlat *self,
                          RungsSpan *piece,
                          gsize *from,
                          gsize *to,
                          gboolean *is_lost);

/* @text with such messages split into lines, for probing; NULL: it has none. (transfer full) */
GString *rungs_flat_split (RungsSpan text);

G_END_DECLS
