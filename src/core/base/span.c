/* Spans: the parts that are too long for the header. Every function takes its maximum from the span
 * and never looks behind it. */
#include "config.h"

#include "base/span.h"

#define REPLACEMENT 0xfffd

gssize
rungs_span_find (RungsSpan s, RungsSpan needle)
{
  const char *p;

  if (needle.len == 0 || s.len < needle.len)
    return -1;
  p = memmem (s.str, s.len, needle.str, needle.len);
  return p != NULL ? p - s.str : -1;
}

gssize
rungs_span_find_ci (RungsSpan s, RungsSpan needle)
{
  char first;

  if (needle.len == 0 || s.len < needle.len)
    return -1;
  first = (char) (needle.str[0] | 0x20);
  for (gsize i = 0; i <= s.len - needle.len; i++)
    {
      /* The bit tells capitals from small letters; of other characters it makes a few more
       * alike. */
      if ((char) (s.str[i] | 0x20) == first
          && g_ascii_strncasecmp (s.str + i, needle.str, needle.len) == 0)
        return i;
    }
  return -1;
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

RungsSpan
rungs_span_trim (RungsSpan s)
{
  while (s.len > 0 && is_blank (s.str[0]))
    s = rungs_span_skip (s, 1);
  while (s.len > 0 && is_blank (s.str[s.len - 1]))
    s.len--;
  return s;
}

gboolean
rungs_span_take_line (RungsSpan *rest, RungsSpan *line)
{
  gssize end;

  if (rest->len == 0)
    return FALSE;
  end = rungs_span_find_char (*rest, '\n');
  *line = rungs_span_head (*rest, end < 0 ? rest->len : (gsize) end);
  *rest = rungs_span_skip (*rest, end < 0 ? rest->len : (gsize) end + 1);
  while (line->len > 0 && line->str[line->len - 1] == '\r')
    line->len--;
  return TRUE;
}

gboolean
rungs_span_take_until (RungsSpan *rest, char sep, RungsSpan *part)
{
  gssize end;

  if (rest->len == 0)
    return FALSE;
  end = rungs_span_find_char (*rest, sep);
  *part = rungs_span_head (*rest, end < 0 ? rest->len : (gsize) end);
  *rest = rungs_span_skip (*rest, end < 0 ? rest->len : (gsize) end + 1);
  return TRUE;
}

gsize
rungs_span_take_uint (RungsSpan s, guint64 max, guint64 *value)
{
  guint64 v = 0;
  gsize i;

  for (i = 0; i < s.len && g_ascii_isdigit (s.str[i]); i++)
    {
      guint digit = s.str[i] - '0';

      if (digit > max || v > (max - digit) / 10)
        return 0;
      v = v * 10 + digit;
    }
  if (i > 0)
    *value = v;
  return i;
}

gboolean
rungs_span_to_uint (RungsSpan s, guint64 max, guint64 *value)
{
  return s.len > 0 && rungs_span_take_uint (s, max, value) == s.len;
}

char *
rungs_span_dup (RungsSpan s)
{
  GString *copy = g_string_sized_new (s.len + 1);
  gssize nul;

  while ((nul = rungs_span_find_char (s, '\0')) >= 0)
    {
      g_string_append_len (copy, s.str, nul);
      g_string_append (copy, RUNGS_NUL_SYMBOL);
      s = rungs_span_skip (s, (gsize) nul + 1);
    }
  if (s.len > 0)
    g_string_append_len (copy, s.str, (gssize) s.len);
  return g_string_free (copy, FALSE);
}

/* 0x80 to 0x9f of Windows-1252; the other bytes are the Unicode characters of the same number. */
static gunichar
from_windows_1252 (guchar byte)
{
  static const guint16 high[] = {
    0x20ac,      REPLACEMENT, 0x201a, 0x0192, 0x201e, 0x2026,      0x2020, 0x2021,
    0x02c6,      0x2030,      0x0160, 0x2039, 0x0152, REPLACEMENT, 0x017d, REPLACEMENT,
    REPLACEMENT, 0x2018,      0x2019, 0x201c, 0x201d, 0x2022,      0x2013, 0x2014,
    0x02dc,      0x2122,      0x0161, 0x203a, 0x0153, REPLACEMENT, 0x017e, 0x0178,
  };

  return byte >= 0x80 && byte < 0xa0 ? high[byte - 0x80] : byte;
}

gunichar
rungs_span_char (RungsSpan s, gsize *len)
{
  gunichar c = g_utf8_get_char_validated (s.str, (gssize) s.len);
  guchar byte = (guchar) s.str[0];

  *len = 1;
  if (byte == 0)
    return 0;
  /* The last byte of "Ren\xe9" is a letter. 0xc2 and 0xc3 there are rather half of one: every
   * accented letter of western languages begins with them in UTF-8, and no word of these languages
   * ends in the letters that they are in Latin-1. */
  if (c == (gunichar) -2 && (s.len > 1 || byte == 0xc2 || byte == 0xc3))
    {
      *len = s.len;
      return REPLACEMENT;
    }
  if (c == (gunichar) -1 || c == (gunichar) -2)
    return from_windows_1252 (byte);
  *len = (gsize) g_unichar_to_utf8 (c, NULL);
  return c;
}

char *
rungs_span_dup_utf8 (RungsSpan s)
{
  g_autofree char *copy = rungs_span_dup (s);
  RungsSpan rest = rungs_span_of (copy);
  GString *out;

  if (g_utf8_validate (copy, -1, NULL))
    return g_steal_pointer (&copy);
  out = g_string_sized_new (rest.len * 2);
  while (rest.len > 0)
    {
      gsize len;

      g_string_append_unichar (out, rungs_span_char (rest, &len));
      rest = rungs_span_skip (rest, len);
    }
  return g_string_free (out, FALSE);
}

gboolean
rungs_span_is_utf8 (RungsSpan s)
{
  const char *end;

  while (s.len > 0 && !g_utf8_validate_len (s.str, s.len, &end))
    {
      if (*end != '\0')
        return FALSE;
      s = rungs_span_skip (s, (gsize) (end - s.str) + 1);
    }
  return TRUE;
}

guint64
rungs_span_hash (RungsSpan s)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (gsize i = 0; i < s.len; i++)
    hash = (hash ^ (guint8) s.str[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  return hash;
}
