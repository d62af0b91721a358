/* Numbers of which somebody hid digits. Microsoft's exports end in "***"; people mask what they
 * post with "x" or "*". Compared from the right, because prefixes are what an SBC changes. */
#include "config.h"

#include "calls/masked.h"

#include "records/records.h"

/* Digits that the two spellings of one number share at least, as in number.c. */
#define SAME_DIGITS 7
/* Last digits that Microsoft hides, and the ones before them that a look-up goes by. */
#define HIDDEN_DIGITS 3
#define KEY_DIGITS 5

#define MAX_DIGITS 20
#define WILD '*'

/* The digits from the right, masks as WILD; the number of them, 0 when it is no number. */
static guint
read_number (RungsSpan text, char digits[MAX_DIGITS], guint *n_known)
{
  guint n = 0;
  gssize semicolon = rungs_span_find_char (text, ';');

  *n_known = 0;
  text = rungs_span_trim (semicolon >= 0 ? rungs_span_head (text, (gsize) semicolon) : text);
  for (gsize i = text.len; i-- > 0;)
    {
      char c = text.str[i];

      if (strchr ("+-.() /", c) != NULL && c != '\0')
        continue;
      if (!g_ascii_isdigit (c) && c != '*' && c != 'x' && c != 'X')
        return 0;
      if (n == MAX_DIGITS)
        return 0;
      digits[n++] = g_ascii_isdigit (c) ? c : WILD;
      *n_known += g_ascii_isdigit (c);
    }
  /* Zeros in front are prefixes. */
  while (n > 0 && digits[n - 1] == '0')
    {
      n--;
      (*n_known)--;
    }
  return *n_known > 0 ? n : 0;
}

RungsFit
rungs_masked_fits (RungsSpan masked, RungsSpan number)
{
  char a[MAX_DIGITS], b[MAX_DIGITS];
  guint known_a, known_b, same = 0;
  guint n_a = read_number (masked, a, &known_a), n_b = read_number (number, b, &known_b);

  if (n_a == 0 || n_b == 0)
    return n_a == n_b && masked.len > 0 && rungs_span_equal_ci (masked, number)
               && !rungs_number_is_hidden (masked)
             ? RUNGS_FIT_YES
             : RUNGS_FIT_UNKNOWN;
  while (same < MIN (n_a, n_b) && (a[same] == b[same] || a[same] == WILD || b[same] == WILD))
    same++;
  if (same < MIN (n_a, n_b))
    return same > SAME_DIGITS ? RUNGS_FIT_YES : RUNGS_FIT_NO;
  /* One is the end of the other. */
  return n_a == n_b || same >= SAME_DIGITS ? RUNGS_FIT_YES : RUNGS_FIT_NO;
}

guint64
rungs_masked_key (RungsSpan number)
{
  char digits[MAX_DIGITS];
  guint known, n = read_number (number, digits, &known);
  guint64 key = 0;

  if (n < HIDDEN_DIGITS + KEY_DIGITS)
    return 0;
  for (guint i = HIDDEN_DIGITS; i < HIDDEN_DIGITS + KEY_DIGITS; i++)
    {
      if (digits[i] == WILD)
        return 0;
      key = key * 10 + (guint64) (digits[i] - '0');
    }
  return key + 1;
}
