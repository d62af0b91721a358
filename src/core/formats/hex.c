#include "config.h"

#include "formats/hex.h"

static gsize
digits_len (RungsSpan s)
{
  gsize len = 0;

  while (len < s.len && g_ascii_isxdigit (s.str[len]))
    len++;
  return len;
}

RungsSpan
rungs_hex_find_digits (RungsSpan line)
{
  gssize at;

  while ((at = rungs_span_find_char (line, '(')) >= 0)
    {
      line = rungs_span_skip (line, at + 1);
      if (digits_len (line) >= RUNGS_MIN_HEX_DIGITS)
        return line;
    }
  return RUNGS_SPAN_NONE;
}

char
rungs_hex_byte (const char *digits)
{
  return (char) (g_ascii_xdigit_value (digits[0]) << 4 | g_ascii_xdigit_value (digits[1]));
}

gboolean
rungs_hex_is_message (RungsSpan line)
{
  RungsSpan digits = rungs_hex_find_digits (line);
  char text[RUNGS_MIN_HEX_DIGITS / 2];

  if (digits.len == 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (text); i++)
    text[i] = rungs_hex_byte (digits.str + 2 * i);
  return memcmp (text, "SIP/2.0 ", strlen ("SIP/2.0 ")) == 0
         || (g_ascii_isupper (text[0]) && g_ascii_isupper (text[1])
             && memchr (text, ' ', sizeof text) != NULL);
}
