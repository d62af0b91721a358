/* Messages that a log shows as hexadecimal digits in parentheses: "(494e56495445…)". Who pastes
 * such a log from a terminal has the digits in several lines. */
#include "config.h"

#include "formats/hex.h"
#include "formats/text/private.h"

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
    g_string_append_c (self->decoded, rungs_hex_byte (self->digits->str + i));
  g_string_truncate (self->digits, 0);
  return self->decoded->len > 0;
}

RungsTextHex
rungs_text_parser_take_hex (RungsTextParser *self, RungsSpan line)
{
  RungsTextHex found;

  if (self->digits->len == 0)
    {
      if (!rungs_hex_is_message (line))
        return RUNGS_TEXT_HEX_NONE;
      line = rungs_hex_find_digits (line);
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
