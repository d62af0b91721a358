/* Spans: the parts that are too long for the header. Every function takes its maximum from the span and never
 * looks behind it. */
#include "config.h"

#include "base/span.h"

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
      /* The bit tells capitals from small letters; of other characters it makes a few more alike. */
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

char *
rungs_span_dup_utf8 (RungsSpan s)
{
  g_autofree char *copy = rungs_span_dup (s);

  return g_utf8_make_valid (copy, -1);
}

guint64
rungs_span_hash (RungsSpan s)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (gsize i = 0; i < s.len; i++)
    hash = (hash ^ (guint8) s.str[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  return hash;
}
