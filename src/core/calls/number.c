#include "config.h"

#include "calls/number.h"
#include "trace/table.h"

/* Digits that two spellings of one number share at least: national prefixes go, the subscriber's
 * number stays. */
#define KEY_DIGITS 7
#define KEY_MODULO G_GUINT64_CONSTANT (10000000)
/* Digits kept; 10^16 leaves 10 bits for their number. */
#define MAX_DIGITS 16
#define DIGITS_MODULO G_GUINT64_CONSTANT (10000000000000000)
#define COUNT_SHIFT 56
#define VALUE_MASK ((G_GUINT64_CONSTANT (1) << COUNT_SHIFT) - 1)
/* Two digits end too many numbers. */
#define MIN_EXTENSION 3

static RungsSpan
plain_user (RungsSpan user)
{
  gssize semicolon = rungs_span_find_char (user, ';');

  return semicolon >= 0 ? rungs_span_head (user, (gsize) semicolon) : user;
}

RungsSpan
rungs_number_text (RungsSpan user, RungsSpan host, char buffer[RUNGS_MAX_USER])
{
  gsize n = 0;

  user = plain_user (user);
  if (user.len == 0)
    return host;
  if (user.len > RUNGS_MAX_USER || rungs_span_find_char (user, '%') < 0)
    return user;

  for (gsize i = 0; i < user.len; i++)
    {
      int high =
        user.str[i] == '%' && i + 2 < user.len ? g_ascii_xdigit_value (user.str[i + 1]) : -1;
      int low = high >= 0 ? g_ascii_xdigit_value (user.str[i + 2]) : -1;

      /* Printable ones only: an escaped control character stays escaped. */
      if (low >= 0 && g_ascii_isgraph ((char) (high << 4 | low)))
        {
          buffer[n++] = (char) (high << 4 | low);
          i += 2;
        }
      else
        {
          buffer[n++] = user.str[i];
        }
    }
  return rungs_span (buffer, n);
}

static RungsNumber
other_user (RungsSpan user)
{
  char lower[RUNGS_MAX_USER];
  gsize n = MIN (user.len, sizeof lower);

  for (gsize i = 0; i < n; i++)
    lower[i] = g_ascii_tolower (user.str[i]);
  return (rungs_hash (rungs_span (lower, n)) & VALUE_MASK) | 1;
}

RungsNumber
rungs_number_of (RungsSpan user)
{
  guint64 value = 0;
  guint n = 0;

  user = plain_user (user);
  if (user.len == 0)
    return 0;
  for (gsize i = 0; i < user.len; i++)
    {
      char c = user.str[i];

      if (i == 0 && user.len > 3 && c == '%' && user.str[1] == '2' && (user.str[2] | 0x20) == 'b')
        i = 2;
      else if (g_ascii_isdigit (c))
        {
          /* Leading zeros are trunk and international prefixes. */
          if (n > 0 || c != '0')
            {
              value = (value * 10 + (guint64) (c - '0')) % DIGITS_MODULO;
              n = MIN (n + 1, MAX_DIGITS);
            }
        }
      else if (strchr ("+-.() ", c) == NULL)
        return other_user (user);
    }
  return n > 0 ? value | (guint64) n << COUNT_SHIFT : other_user (user);
}

gboolean
rungs_number_is_hidden (RungsSpan user)
{
  return user.len == 0 || rungs_span_equal_ci (user, RUNGS_SPAN ("anonymous"))
         || rungs_span_equal_ci (user, RUNGS_SPAN ("restricted"))
         || rungs_span_equal_ci (user, RUNGS_SPAN ("unavailable"))
         || rungs_span_equal_ci (user, RUNGS_SPAN ("unknown"));
}

guint64
rungs_number_key (RungsNumber number)
{
  if (number >> COUNT_SHIFT >= KEY_DIGITS)
    return (number & VALUE_MASK) % KEY_MODULO | (guint64) KEY_DIGITS << COUNT_SHIFT;
  return number;
}

gboolean
rungs_number_matches (RungsNumber a, RungsNumber b)
{
  return a != 0 && b != 0 && rungs_number_key (a) == rungs_number_key (b);
}

gboolean
rungs_number_is_extension (RungsNumber a, RungsNumber b)
{
  guint64 digits_a = a >> COUNT_SHIFT, digits_b = b >> COUNT_SHIFT;
  guint64 shorter = MIN (digits_a, digits_b), modulo = 1;

  if (shorter < MIN_EXTENSION || digits_a == digits_b)
    return FALSE;
  for (guint64 i = 0; i < shorter; i++)
    modulo *= 10;
  return (a & VALUE_MASK) % modulo == (b & VALUE_MASK) % modulo;
}
