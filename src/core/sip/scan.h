/* How the pages of this folder walk over a message's head; nobody else includes it. */
#pragma once

#include "sip/index.h"

G_BEGIN_DECLS

typedef struct
{
  const char *pos;
  const char *end;
  gboolean saw_blank_line; /* the head is finished by a blank line */
} RungsScan;

static inline void
rungs_scan_init (RungsScan *scan, RungsSpan bytes)
{
  *scan = (RungsScan){ bytes.str, bytes.len > 0 ? bytes.str + bytes.len : bytes.str, FALSE };
}

/* TRUE when two tokens are the same in any case. No two tokens differ in bit 5 alone but by the
 * case of a letter. */
static inline gboolean
rungs_scan_same_name (RungsSpan a, RungsSpan b)
{
  if (a.len != b.len)
    return FALSE;
  for (gsize i = 0; i < a.len; i++)
    {
      if (((a.str[i] ^ b.str[i]) & ~0x20) != 0)
        return FALSE;
    }
  return TRUE;
}

/* The next line without LF and CRs; moves behind it. Empty at the end. */
RungsSpan rungs_scan_line (RungsScan *scan);

/* The next line of the head that is a header: its name, and its value with its folds, trimmed.
 * Moves behind it. FALSE at the end of the head; pos is then at the body. */
gboolean rungs_scan_header (RungsScan *scan, RungsSpan *name, RungsSpan *value);

/* What the start line says; FALSE when @line is none. @index may be NULL. */
gboolean rungs_scan_start_line (RungsSpan line, RungsSipIndex *index);

/* The first byte of @stop (a mask) from @pos on that is not in quotes; the length when there is
 * none. */
#define RUNGS_SCAN_SEMICOLON 0x01
#define RUNGS_SCAN_COMMA 0x02
#define RUNGS_SCAN_ANGLE 0x04
gsize rungs_scan_find (RungsSpan s, gsize pos, guint8 stop);

/* name-addr or addr-spec (RFC 3261 20.10): the display name without quotes, the URI, and the
 * header's parameters from their ';' on. Of a list the first. */
void rungs_scan_address (RungsSpan value, RungsSpan *name, RungsSpan *uri, RungsSpan *params);

/* As rungs_sip_uri(), of a bare URI. */
void rungs_scan_uri (RungsSpan uri, RungsSpan *user, RungsSpan *host, RungsSpan *port);

/* Via (RFC 3261 20.42): of a list the first. */
void rungs_scan_via (RungsSpan value, RungsSpan *transport, RungsSpan *sent_by, RungsSpan *params);

/* ";name=value" in @params; ends at a ',' outside quotes. Quotes are taken off. */
gboolean rungs_scan_param (RungsSpan params, RungsSpan name, RungsSpan *value);

G_END_DECLS
