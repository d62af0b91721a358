/* Shared by stamp-read.c and stamp-find.c: small steps over the front of a span. What takes returns
 * the bytes read, 0: nothing. */
#pragma once

#include "base/stamp-read.h"

G_BEGIN_DECLS

/* No log was written before. */
#define STAMP_MIN_YEAR 1970

gsize stamp_take_number (RungsSpan s, gsize min_digits, gsize max_digits, int *value);
gsize stamp_take_three (RungsSpan s, RungsDates dates, int numbers[3]);
gsize stamp_count_digits (RungsSpan s, gsize i);
gsize stamp_take_hms (RungsSpan s, char sign, int *hour, gint64 *rest);

static inline gboolean
stamp_is_at (RungsSpan s, gsize at, char c)
{
  return at < s.len && s.str[at] == c;
}

static inline gboolean
stamp_is_one_of (RungsSpan s, gsize at, const char *signs)
{
  return at < s.len && s.str[at] != '\0' && strchr (signs, s.str[at]) != NULL;
}

G_END_DECLS
