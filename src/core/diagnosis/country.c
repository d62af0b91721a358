#include "config.h"

#include "country.h"

/* ITU-T E.164, list of assigned codes: these have two digits, 1 and 7 have one, and all others
 * three. */
static const char *const two_digits[] = {
  "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46",
  "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63",
  "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
};

gsize
rungs_country_prefix (RungsSpan number)
{
  gsize len = 4;

  if (number.len < 2 || number.str[0] != '+')
    return 0;
  if (number.str[1] == '1' || number.str[1] == '7')
    len = 2;
  for (guint i = 0; number.len >= 3 && i < G_N_ELEMENTS (two_digits); i++)
    if (memcmp (number.str + 1, two_digits[i], 2) == 0)
      len = 3;
  if (number.len < len)
    return 0;
  for (gsize i = 1; i < len; i++)
    if (!g_ascii_isdigit (number.str[i]))
      return 0;
  return len;
}
