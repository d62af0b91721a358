/* Text of a log made fit to be shown. */
#include "config.h"

#include "ladder/plain.h"

#define REPLACEMENT 0xFFFD
#define ELLIPSIS 0x2026
#define NUL_SYMBOL 0x2400 /* RUNGS_NUL_SYMBOL */

gboolean
rungs_plain_is_unsafe (gunichar c)
{
  if (c < 0x20 || (c >= 0x7F && c < 0xA0))
    return TRUE;
  /* Directional marks, embeddings, overrides and isolates; line and paragraph separators; BOM. */
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E)
         || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || (c & 0xFFFE) == 0xFFFE;
}

/* The next character of @s and its length; a NUL is its symbol. */
static gunichar
take_char (RungsSpan s, gsize *len)
{
  gunichar c = rungs_span_char (s, len);

  return c != 0 ? c : NUL_SYMBOL;
}

char *
rungs_plain_line (RungsSpan tainted, guint max_chars)
{
  GString *out = g_string_sized_new (MIN (tainted.len, 256) + 1);
  guint n = 0;

  while (tainted.len > 0)
    {
      gsize len;
      gunichar c = take_char (tainted, &len);

      if (max_chars > 0 && n == max_chars)
        {
          g_string_append_unichar (out, ELLIPSIS);
          break;
        }
      if (c == '\n' || c == '\r' || c == '\t')
        c = ' ';
      g_string_append_unichar (out, rungs_plain_is_unsafe (c) ? REPLACEMENT : c);
      tainted = rungs_span_skip (tainted, len);
      n++;
    }
  return g_string_free (out, FALSE);
}

char *
rungs_plain_block (RungsSpan tainted)
{
  GString *out = g_string_sized_new (tainted.len + 1);

  while (tainted.len > 0)
    {
      gsize len;
      gunichar c = take_char (tainted, &len);
      gboolean before_lf = c == '\r' && tainted.len > 1 && tainted.str[1] == '\n';

      if (c == '\n' || c == '\t')
        g_string_append_c (out, (char) c);
      else if (!before_lf)
        g_string_append_unichar (out, rungs_plain_is_unsafe (c) ? REPLACEMENT : c);
      tainted = rungs_span_skip (tainted, len);
    }
  return g_string_free (out, FALSE);
}

guint
rungs_plain_char_columns (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

guint
rungs_plain_columns (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    n += rungs_plain_char_columns (g_utf8_get_char (p));
  return n;
}

char *
rungs_plain_ellipsize (const char *text, guint columns)
{
  const char *fits = text; /* end of what still leaves a column for the dots */
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      n += rungs_plain_char_columns (g_utf8_get_char (p));
      if (n + 1 <= columns)
        fits = g_utf8_next_char (p);
      if (n > columns)
        {
          g_autofree char *head = g_strndup (text, (gsize) (fits - text));
          return columns > 0 ? g_strconcat (g_strchomp (head), "…", NULL) : g_strdup ("");
        }
    }
  return g_strdup (text);
}
