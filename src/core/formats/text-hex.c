/* Messages that a log shows as hexadecimal digits in parentheses: "(494e56495445…)". Who pastes such a log from a terminal has the
 * digits in several lines. */
#include "config.h"

#include "formats/text-private.h"

/* Digits that a run must have to be a message: "SIP/2.0 200". */
#define MIN_DIGITS 22

static gsize
digits_len (RungsSpan s)
{
  gsize len = 0;

  while (len < s.len && g_ascii_isxdigit (s.str[len]))
    len++;
  return len;
}

/* Behind the parenthesis in front of a message's digits; empty when there is none. */
static RungsSpan
find_digits (RungsSpan line)
{
  gssize at;

  while ((at = rungs_span_find_char (line, '(')) >= 0)
    {
      line = rungs_span_skip (line, at + 1);
      if (digits_len (line) >= MIN_DIGITS)
        return line;
    }
  return RUNGS_SPAN_NONE;
}

static char
byte_of (const char *digits)
{
  return (char) (g_ascii_xdigit_value (digits[0]) << 4 | g_ascii_xdigit_value (digits[1]));
}

gboolean
rungs_text_is_hex (RungsSpan line)
{
  RungsSpan digits = find_digits (line);
  char text[MIN_DIGITS / 2];

  if (digits.len == 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (text); i++)
    text[i] = byte_of (digits.str + 2 * i);
  return memcmp (text, "SIP/2.0 ", strlen ("SIP/2.0 ")) == 0
         || (g_ascii_isupper (text[0]) && g_ascii_isupper (text[1])
             && memchr (text, ' ', sizeof text) != NULL);
}

/* Takes digits and blanks up to the parenthesis that closes them, or the end of the line. */
static RungsTextHex
take_digits (RungsTextParser *self, RungsSpan line)
{
  gsize before = self->digits->len;

  for (gsize i = 0; i < line.len; i++)
    {
      char c = line.str[i];

      if (g_ascii_isxdigit (c))
        g_string_append_c (self->digits, c);
      else if (c != ' ' && c != '\t' && c != '\r' && (c == ')' || before == 0))
        return RUNGS_TEXT_HEX_WHOLE;
      else if (c != ' ' && c != '\t' && c != '\r')
        {
          g_string_truncate (self->digits, before);
          return RUNGS_TEXT_HEX_BROKEN;
        }
    }
  return self->digits->len > 2 * RUNGS_MAX_SIP ? RUNGS_TEXT_HEX_WHOLE : RUNGS_TEXT_HEX_OPEN;
}

gboolean
rungs_text_parser_end_hex (RungsTextParser *self)
{
  g_string_truncate (self->decoded, 0);
  for (gsize i = 0; i + 1 < self->digits->len; i += 2)
    g_string_append_c (self->decoded, byte_of (self->digits->str + i));
  g_string_truncate (self->digits, 0);
  return self->decoded->len > 0;
}

RungsTextHex
rungs_text_parser_take_hex (RungsTextParser *self, RungsSpan line)
{
  RungsTextHex found;

  if (self->digits->len == 0)
    {
      if (!rungs_text_is_hex (line))
        return RUNGS_TEXT_HEX_NONE;
      line = find_digits (line);
      self->digits_line = self->number;
      self->digits_offset = self->offset;
    }
  found = take_digits (self, line);
  if (found != RUNGS_TEXT_HEX_BROKEN)
    self->digits_end = self->end_offset;
  if (found == RUNGS_TEXT_HEX_OPEN)
    return found;
  rungs_text_parser_end_hex (self);
  return found;
}
