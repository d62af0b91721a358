#include "config.h"

#include "input/paste.h"

#define HARD_BLANK "\xc2\xa0"

static const struct
{
  RungsSpan entity;
  const char *text;
} entities[] = {
  { { "&lt;", 4 }, "<" },    { { "&gt;", 4 }, ">" },    { { "&amp;", 5 }, "&" },
  { { "&quot;", 6 }, "\"" }, { { "&apos;", 6 }, "'" },  { { "&#39;", 5 }, "'" },
  { { "&nbsp;", 6 }, " " },  { { "&colon;", 7 }, ":" },
};

static inline gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static gboolean
take_end (RungsSpan *s, RungsSpan end)
{
  if (s->len < end.len || g_ascii_strncasecmp (s->str + s->len - end.len, end.str, end.len) != 0)
    return FALSE;
  s->len -= end.len;
  return TRUE;
}

/* Without "> > ", each with one blank behind it: more of them belong to the line. */
static RungsSpan
without_quotes (RungsSpan line, gboolean has_entities)
{
  static const RungsSpan escaped = { "&gt;", 4 };

  for (;;)
    {
      RungsSpan rest = line;

      if (rest.len > 1 && is_blank (rest.str[0]))
        rest = rungs_span_skip (rest, 1);
      if (rest.len > 0 && rest.str[0] == '>')
        rest = rungs_span_skip (rest, 1);
      else if (has_entities && rungs_span_starts (rest, escaped))
        rest = rungs_span_skip (rest, escaped.len);
      else
        return line;
      if (rest.len > 0 && is_blank (rest.str[0]))
        rest = rungs_span_skip (rest, 1);
      line = rest;
    }
}

static RungsSpan
without_ends (const RungsPaste *paste, RungsSpan line)
{
  static const RungsSpan breaks[] = { { "<br>", 4 }, { "<br/>", 5 }, { "<br />", 6 } };
  RungsSpan s = line;

  while (s.len > 0 && s.str[s.len - 1] == '\r')
    s.len--;
  for (guint i = 0; paste->has_breaks && i < G_N_ELEMENTS (breaks); i++)
    {
      if (take_end (&s, breaks[i]))
        return s;
    }
  if (!paste->has_carets || !take_end (&s, RUNGS_SPAN ("^M")))
    return line;
  while (take_end (&s, RUNGS_SPAN ("^M")))
    ;
  return s;
}

/* What stands for a character at the front of @s: the number of bytes it takes, 0 when there is
 * none. */
static gsize
decode_one (const RungsPaste *paste, RungsSpan s, const char **text)
{
  if (paste->has_hard_blanks && rungs_span_starts (s, RUNGS_SPAN (HARD_BLANK)))
    {
      *text = " ";
      return strlen (HARD_BLANK);
    }
  for (guint i = 0; paste->has_entities && i < G_N_ELEMENTS (entities); i++)
    {
      if (!rungs_span_starts (s, entities[i].entity))
        continue;
      *text = entities[i].text;
      return entities[i].entity.len;
    }
  return 0;
}

RungsSpan
rungs_paste_clean (const RungsPaste *paste, RungsSpan line, GString *scratch)
{
  if (paste->is_quoted)
    line = without_quotes (line, paste->has_entities);
  for (guint i = 0; i < paste->indent && line.len > 0 && is_blank (line.str[0]); i++)
    line = rungs_span_skip (line, 1);
  if (paste->has_breaks || paste->has_carets)
    line = without_ends (paste, line);
  if (!(paste->has_entities && rungs_span_find_char (line, '&') >= 0)
      && !(paste->has_hard_blanks && rungs_span_find_char (line, HARD_BLANK[0]) >= 0))
    return line;
  g_string_truncate (scratch, 0);
  while (line.len > 0)
    {
      const char *text;
      gsize n = decode_one (paste, line, &text);

      if (n > 0)
        g_string_append (scratch, text);
      else
        g_string_append_c (scratch, line.str[0]);
      line = rungs_span_skip (line, MAX (n, 1));
    }
  return rungs_span (scratch->str, scratch->len);
}
