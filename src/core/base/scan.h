/* A bounded scanner: what is at the front of a span is taken off it. FALSE: it is not there, and
 * the span stays as it is. */
#pragma once

#include "base/span.h"

G_BEGIN_DECLS

static inline gboolean
rungs_take_char (RungsSpan *s, char c)
{
  if (s->len == 0 || s->str[0] != c)
    return FALSE;
  *s = rungs_span_skip (*s, 1);
  return TRUE;
}

/* One of @set. */
static inline gboolean
rungs_take_any (RungsSpan *s, const char *set)
{
  return s->len > 0 && rungs_char_is_in (s->str[0], set) && rungs_take_char (s, s->str[0]);
}

static inline gboolean
rungs_take_text (RungsSpan *s, RungsSpan text)
{
  if (!rungs_span_starts (*s, text))
    return FALSE;
  *s = rungs_span_skip (*s, text.len);
  return TRUE;
}

G_END_DECLS
