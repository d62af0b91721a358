/* What people say about clocks, and how it is said back to them. */
#include "config.h"

#include "clocks/clocks.h"

/* The widest zones in use are -12:00 and +14:00. */
#define MAX_UTC_OFFSET (14 * 60)
/* A clock that was never set says 1970. */
#define MAX_SHIFT_SECONDS (100 * G_GINT64_CONSTANT (366) * 86400)

gboolean
rungs_clock_parse_utc_offset (RungsSpan rest, int *minutes)
{
  guint64 hours, more = 0;
  int sign;
  gsize n;

  rest = rungs_span_trim (rest);
  if (rungs_span_equal (rest, RUNGS_SPAN ("Z")) || rungs_span_equal_ci (rest, RUNGS_SPAN ("UTC")))
    {
      *minutes = 0;
      return TRUE;
    }
  if (rest.len == 0 || (rest.str[0] != '+' && rest.str[0] != '-'))
    return FALSE;
  sign = rest.str[0] == '-' ? -1 : 1;
  rest = rungs_span_skip (rest, 1);
  n = rungs_span_take_uint (rungs_span_head (rest, 2), 14, &hours);
  if (n == 0)
    return FALSE;
  rest = rungs_span_skip (rest, n);
  if (rest.len > 0)
    {
      rest = rungs_span_skip (rest, rest.str[0] == ':' ? 1 : 0);
      if (rest.len != 2 || !rungs_span_to_uint (rest, 59, &more))
        return FALSE;
    }
  *minutes = sign * (int) (hours * 60 + more);
  return ABS (*minutes) <= MAX_UTC_OFFSET;
}

/* ".250" in microseconds. FALSE for more digits than those. */
static gboolean
take_fraction (RungsSpan *text, gint64 *usec)
{
  gint64 unit = RUNGS_STAMP_SECOND;

  *usec = 0;
  if (text->len == 0 || text->str[0] != '.')
    return TRUE;
  *text = rungs_span_skip (*text, 1);
  while (text->len > 0 && g_ascii_isdigit (text->str[0]))
    {
      unit /= 10;
      if (unit == 0)
        return FALSE;
      *usec += (text->str[0] - '0') * unit;
      *text = rungs_span_skip (*text, 1);
    }
  return unit < RUNGS_STAMP_SECOND;
}

gboolean
rungs_clock_parse_shift (RungsSpan text, gint64 *shift)
{
  static const struct
  {
    const char *name;
    gint64 numerator, denominator;
  } units[] = {
    { "", 1, 1 }, { "s", 1, 1 }, { "ms", 1, 1000 }, { "min", 60, 1 }, { "h", 3600, 1 }
  };
  guint64 seconds;
  gint64 fraction;
  gboolean is_negative;
  gsize n;

  text = rungs_span_trim (text);
  if (text.len == 0 || (text.str[0] != '+' && text.str[0] != '-'))
    return FALSE;
  is_negative = text.str[0] == '-';
  text = rungs_span_skip (text, 1);
  n = rungs_span_take_uint (text, MAX_SHIFT_SECONDS, &seconds);
  text = rungs_span_skip (text, n);
  if (n == 0 || !take_fraction (&text, &fraction))
    return FALSE;
  text = rungs_span_trim (text);
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      gint64 value = (gint64) seconds * RUNGS_STAMP_SECOND + fraction;

      if (!rungs_span_equal (text, rungs_span_of (units[i].name)))
        continue;
      if (value / RUNGS_STAMP_SECOND > MAX_SHIFT_SECONDS / units[i].numerator)
        return FALSE;
      value = value * units[i].numerator / units[i].denominator;
      *shift = is_negative ? -value : value;
      return TRUE;
    }
  return FALSE;
}

char *
rungs_clock_utc_offset_text (int minutes)
{
  return g_strdup_printf ("%c%02d:%02d", minutes < 0 ? '-' : '+', ABS (minutes) / 60,
                          ABS (minutes) % 60);
}

char *
rungs_clock_shift_text (gint64 usec)
{
  gint64 size = ABS (usec);
  gint64 rest = size % RUNGS_STAMP_SECOND;
  gboolean is_fine = rest % 1000 != 0;

  return g_strdup_printf ("%c%" G_GINT64_FORMAT ".%0*d s", usec < 0 ? '-' : '+',
                          size / RUNGS_STAMP_SECOND, is_fine ? 6 : 3,
                          (int) (is_fine ? rest : rest / 1000));
}
