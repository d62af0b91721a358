#include "config.h"

#include "formats/sip-line.h"

#include "base/limits.h"
#include "base/stamp-read.h"
#include "sip/index.h"

#define VERSION "SIP/2.0"

static const RungsTextEscape escapes[] = {
  { { "#015", 4 }, { "#012", 4 }, FALSE },   /* rsyslog */
  { { "<013>", 5 }, { "<010>", 5 }, FALSE }, /* Kiwi */
  { { "\\r", 2 }, { "\\n", 2 }, TRUE },      /* JSON, tshark */
  { { "\\x0d", 4 }, { "\\x0a", 4 }, TRUE },  { { "\\x0D", 4 }, { "\\x0A", 4 }, TRUE },
  { { "\\015", 4 }, { "\\012", 4 }, TRUE },
};

/* What an editor, a pager or ngrep shows for a CR. */
static const RungsSpan marks[] = { { "^M", 2 }, { ".", 1 } };

static inline gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static RungsSpan
trim_end (RungsSpan s)
{
  while (s.len > 0 && (is_blank (s.str[s.len - 1]) || s.str[s.len - 1] == '\r'))
    s.len--;
  return s;
}

static gboolean
ends_with (RungsSpan s, RungsSpan end)
{
  return s.len >= end.len && memcmp (s.str + s.len - end.len, end.str, end.len) == 0;
}

/* The first escaped line end in @s: its offset, or -1. */
static gssize
find_escape (RungsSpan s, const RungsTextEscape **escape, gsize *len)
{
  gssize first = -1;

  for (guint i = 0; i < G_N_ELEMENTS (escapes); i++)
    {
      gssize lf = rungs_span_find (s, escapes[i].lf);
      gssize at = lf;

      if (lf < 0 || (first >= 0 && lf >= first))
        continue;
      while (at >= (gssize) escapes[i].cr.len
             && rungs_span_starts (rungs_span_skip (s, at - escapes[i].cr.len), escapes[i].cr))
        at -= escapes[i].cr.len;
      first = at;
      *escape = &escapes[i];
      *len = lf + escapes[i].lf.len - at;
    }
  return first;
}

/* What marks the end of @s: taken off, and kept in @mark. */
static RungsSpan
take_mark (RungsSpan s, RungsSpan *mark)
{
  s = trim_end (s);
  for (guint i = 0; i < G_N_ELEMENTS (escapes) + G_N_ELEMENTS (marks); i++)
    {
      RungsSpan end =
        i < G_N_ELEMENTS (escapes) ? escapes[i].cr : marks[i - G_N_ELEMENTS (escapes)];

      if (!ends_with (s, end))
        continue;
      /* "OK." may be the phrase of an answer; behind a version it is ngrep's sign for a CR. */
      if (end.str[0] == '.' && !ends_with (rungs_span_head (s, s.len - 1), RUNGS_SPAN (VERSION)))
        continue;
      *mark = end;
      return trim_end (rungs_span_head (s, s.len - end.len));
    }
  return s;
}

/* @text begins with the start line. Finds its end: an escaped one, a mark, or the end of the
 * line. */
static void
split_start (RungsSpan text, RungsTextStart *start)
{
  gsize len = 0;
  gssize end = find_escape (text, &start->escape, &len);

  start->mark = start->rest = RUNGS_SPAN_NONE;
  if (end >= 0)
    {
      RungsSpan rest = rungs_span_skip (text, end + len);

      start->line = trim_end (rungs_span_head (text, end));
      if (trim_end (rest).len > 0)
        start->rest = rest;
      else
        start->mark = rungs_span (text.str + end, len); /* an escaped end at a real one */
      return;
    }
  start->escape = NULL;
  start->line = take_mark (text, &start->mark);
}

/* Where the method that @s ends in begins; 0 when it is none that everybody knows. */
static gsize
known_method (RungsSpan s)
{
  static const RungsSpan methods[] = {
    { "PRACK", 5 },     { "INVITE", 6 }, { "ACK", 3 },     { "BYE", 3 },     { "CANCEL", 6 },
    { "OPTIONS", 7 },   { "UPDATE", 6 }, { "REFER", 5 },   { "NOTIFY", 6 },  { "REGISTER", 8 },
    { "SUBSCRIBE", 9 }, { "INFO", 4 },   { "MESSAGE", 7 }, { "PUBLISH", 7 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      if (ends_with (s, methods[i]))
        return s.len - methods[i].len;
    }
  return 0;
}

/* Start of the request line whose version is at @at, or -1. A method is in capitals and may touch
 * what is before it: "<INVITE", "....INVITE". */
static gssize
request_start (RungsSpan line, gsize at, gboolean is_glued)
{
  gsize i = at, end;

  while (i > 0 && is_blank (line.str[i - 1]))
    i--;
  if (i == at)
    return -1;
  while (i > 0 && !is_blank (line.str[i - 1]))
    i--;
  while (i > 0 && is_blank (line.str[i - 1]))
    i--;
  at += strlen (VERSION);
  end = i;
  for (; i > 0 && g_ascii_isupper (line.str[i - 1]); i--)
    {
      if (end - i > 32)
        return -1;
    }
  if (is_glued)
    i = MAX (i, known_method (rungs_span_head (line, end)));
  /* The A of an escaped line end is no part of the method. */
  if (line.str[i] == 'A' && ends_with (rungs_span_head (line, i + 1), RUNGS_SPAN ("\\x0A")))
    i++;
  return rungs_sip_is_start_line (rungs_span (line.str + i, at - i)) ? (gssize) i : -1;
}

/* "#012SIP/2.0 …": the line end of the line before, which ends in a digit or letter. */
static gboolean
follows_escape (RungsSpan line, gsize at)
{
  for (guint i = 0; i < G_N_ELEMENTS (escapes); i++)
    {
      if (ends_with (rungs_span_head (line, at), escapes[i].lf))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_status_at (RungsSpan line, gsize at, gboolean is_glued)
{
  gsize code_end = at + strlen (VERSION " 200");

  if (!is_glued && at > 0 && (g_ascii_isalnum (line.str[at - 1]) || line.str[at - 1] == '/')
      && !follows_escape (line, at))
    return FALSE;
  return line.len >= code_end
         && rungs_sip_is_start_line (rungs_span (line.str + at, strlen (VERSION " 200")))
         && (line.len == code_end || !g_ascii_isalnum (line.str[code_end]));
}

/* Few lines have a slash, and looking for one byte is quick. */
gssize
rungs_text_find_version (RungsSpan line, gsize from)
{
  const gsize slash = strlen ("SIP");

  while (line.len - from >= strlen (VERSION))
    {
      const char *found =
        memchr (line.str + from + slash, '/', line.len - from - strlen (VERSION) + 1);

      if (found == NULL)
        return -1;
      if (memcmp (found - slash, VERSION, strlen (VERSION)) == 0)
        return found - slash - line.str;
      from = found - slash - line.str + 1;
    }
  return -1;
}

RungsSpan
rungs_text_without_remark (RungsSpan line)
{
  /* Kamailio's phrase for 100 has two dashes in it; and "<img" is of the phrase, an arrow is
   * not. */
  gboolean is_answer = rungs_span_starts (line, RUNGS_SPAN (VERSION " "));
  const char *begins = is_answer ? "</" : "<-=!/#*(>";
  gssize version = is_answer ? 0 : rungs_text_find_version (line, 0);
  gsize i = version < 0 ? line.len : (gsize) version + strlen (VERSION);

  if (rungs_span_starts (rungs_span_skip (line, i), RUNGS_SPAN ("^M")))
    i += 2;
  for (; i + 1 < line.len; i++)
    {
      char c = line.str[i + 1];

      if (is_blank (line.str[i]) && c != '\0' && strchr (begins, c) != NULL
          && (c != '/' || (i + 2 < line.len && line.str[i + 2] == '/'))
          && !(is_answer && c == '<' && i + 2 < line.len && g_ascii_isalnum (line.str[i + 2])))
        return trim_end (rungs_span_head (line, i));
      if (!is_answer && !is_blank (line.str[i]))
        break;
    }
  return line;
}

/* TRUE when a start line is left when a remark is taken off. */
static gboolean
drop_remark (RungsTextStart *start)
{
  RungsSpan line = rungs_text_without_remark (start->line), mark = RUNGS_SPAN_NONE;

  if (start->rest.len > 0)
    return rungs_sip_is_start_line (start->line);
  if (line.len < start->line.len)
    {
      start->line = take_mark (line, &mark);
      start->mark = mark.len > 0 ? mark : start->mark;
    }
  return rungs_sip_is_start_line (start->line);
}

static gboolean
find_start (RungsSpan line, gboolean is_glued, RungsTextStart *start)
{
  gsize from = 0;

  for (;;)
    {
      gssize found = from <= line.len ? rungs_text_find_version (line, from) : -1;
      gsize at, end;
      gssize begin = -1;

      if (found < 0)
        return FALSE;
      at = found;
      end = at + strlen (VERSION);
      if (is_status_at (line, at, is_glued))
        begin = at;
      else if (end == line.len || (!g_ascii_isalnum (line.str[end]) && line.str[end] != '/'))
        {
          begin = request_start (line, at, is_glued);
          /* A request URI with a blank in it is found when the line is nothing else. */
          if (begin < 0 && rungs_sip_is_start_line (rungs_span_head (line, end)))
            begin = 0;
        }
      if (begin >= 0)
        {
          start->prefix = rungs_span_head (line, begin);
          split_start (rungs_span_skip (line, begin), start);
          if (drop_remark (start))
            return TRUE;
          /* A sentence that mentions it: what is behind the version is no part of a request
           * line. */
        }
      from = end;
    }
}

gboolean
rungs_text_find_start (RungsSpan line, RungsTextStart *start)
{
  return find_start (line, FALSE, start);
}

gboolean
rungs_text_find_glued_start (RungsSpan line, RungsTextStart *start)
{
  return find_start (line, TRUE, start);
}

/* One escape that is no line end. The number of bytes it takes, 0 when there is none. */
static gsize
unescape_one (RungsSpan s, const RungsTextEscape *escape, GString *out)
{
  if (rungs_span_starts (s, RUNGS_SPAN ("#011")) && escape->lf.str[0] == '#')
    {
      g_string_append_c (out, '\t');
      return 4;
    }
  if (!escape->is_backslash || s.len < 2 || s.str[0] != '\\')
    return 0;
  if (s.str[1] == 't')
    g_string_append_c (out, '\t');
  else if (s.str[1] == '"' || s.str[1] == '\\' || s.str[1] == '/')
    g_string_append_c (out, s.str[1]);
  else
    return 0;
  return 2;
}

void
rungs_text_unescape (RungsSpan text, const RungsTextEscape *escape, gboolean quoted, GString *out)
{
  while (text.len > 0)
    {
      gsize taken = 1;

      if (rungs_span_starts (text, escape->cr))
        taken = escape->cr.len;
      else if (rungs_span_starts (text, escape->lf))
        {
          g_string_append_c (out, '\n');
          taken = escape->lf.len;
        }
      else if (quoted && text.str[0] == '"')
        return;
      else
        {
          gsize special = unescape_one (text, escape, out);

          if (special == 0)
            g_string_append_c (out, text.str[0]);
          taken = MAX (special, 1);
        }
      text = rungs_span_skip (text, taken);
    }
}

RungsSpan
rungs_text_plain (RungsSpan line, GString *scratch)
{
  gssize escape = rungs_span_find_char (line, '\x1b');

  if (escape < 0)
    return line;
  g_string_truncate (scratch, 0);
  while (line.len > 0)
    {
      gsize i = 1;

      g_string_append_len (scratch, line.str, escape < 0 ? line.len : (gsize) escape);
      if (escape < 0)
        break;
      line = rungs_span_skip (line, escape);
      /* ESC [ parameters, and one letter that ends it */
      if (line.len > 1 && line.str[1] == '[')
        {
          for (i = 2; i < line.len && (g_ascii_isdigit (line.str[i]) || line.str[i] == ';');)
            i++;
          i = MIN (i + 1, line.len);
        }
      line = rungs_span_skip (line, i);
      escape = rungs_span_find_char (line, '\x1b');
    }
  return rungs_span (scratch->str, scratch->len);
}

/* The run of letters and digits at the front, and whether a digit is in it. */
static gsize
word_len (RungsSpan s, gboolean *has_digit)
{
  gsize i = 0;

  for (*has_digit = FALSE; i < s.len && g_ascii_isalnum (s.str[i]); i++)
    *has_digit |= g_ascii_isdigit (s.str[i]);
  return i;
}

static gsize
blank_len (RungsSpan s)
{
  gsize i = 0;

  while (i < s.len && is_blank (s.str[i]))
    i++;
  return i;
}

static gboolean
match_word (RungsSpan *line, RungsSpan *prefix)
{
  gboolean line_digit, prefix_digit;
  gsize a = word_len (*line, &line_digit), b = word_len (*prefix, &prefix_digit);
  RungsSpan x = rungs_span_head (*line, a), y = rungs_span_head (*prefix, b);

  if (a == 0 || line_digit != prefix_digit)
    return FALSE;
  if (!prefix_digit && !rungs_span_equal (x, y)
      && !(a == 3 && b == 3 && rungs_stamp_month (x) > 0 && rungs_stamp_month (y) > 0))
    return FALSE;
  *line = rungs_span_skip (*line, a);
  *prefix = rungs_span_skip (*prefix, b);
  return TRUE;
}

/* Blanks at the end of the prefix are taken exactly: what is more belongs to a folded header. */
static gboolean
match_blanks (RungsSpan *line, RungsSpan *prefix)
{
  gsize a = blank_len (*line), b = blank_len (*prefix);
  gboolean is_last = b == prefix->len;

  if (is_last && a < b && a < line->len)
    return FALSE;
  if (a == 0 && !(is_last && line->len == 0))
    return FALSE;
  *line = rungs_span_skip (*line, is_last ? b : a);
  *prefix = rungs_span_skip (*prefix, b);
  return TRUE;
}

gboolean
rungs_text_match_prefix (RungsSpan line, RungsSpan prefix, RungsSpan *rest)
{
  while (prefix.len > 0)
    {
      if (is_blank (prefix.str[0]))
        {
          if (!match_blanks (&line, &prefix))
            return FALSE;
        }
      else if (g_ascii_isalnum (prefix.str[0]))
        {
          if (!match_word (&line, &prefix))
            return FALSE;
        }
      else
        {
          if (line.len == 0 || line.str[0] != prefix.str[0])
            return FALSE;
          line = rungs_span_skip (line, 1);
          prefix = rungs_span_skip (prefix, 1);
        }
    }
  *rest = line;
  return TRUE;
}

/* A stamp ("10:15:02") has no letter in front, and a sentence has blanks before its colon. */
gboolean
rungs_text_is_header (RungsSpan line)
{
  gsize i = 0;

  if (line.len == 0 || !g_ascii_isalpha (line.str[0]))
    return FALSE;
  while (i < line.len
         && (g_ascii_isalnum (line.str[i]) || line.str[i] == '-' || line.str[i] == '_'
             || line.str[i] == '.'))
    i++;
  i += blank_len (rungs_span_skip (line, i));
  return i < line.len && line.str[i] == ':';
}

gsize
rungs_text_header_indent (RungsSpan line)
{
  gsize n = blank_len (line);

  return n > 0 && rungs_text_is_header (rungs_span_skip (line, n)) ? n : 0;
}

RungsSpan
rungs_text_without_indent (RungsSpan line, gsize indent)
{
  return indent > 0 ? rungs_span_skip (line, MIN (blank_len (line), indent)) : line;
}

gboolean
rungs_text_is_sdp_line (RungsSpan line)
{
  return line.len >= 2 && g_ascii_islower (line.str[0]) && line.str[1] == '=';
}
