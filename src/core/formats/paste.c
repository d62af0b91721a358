#include "config.h"

#include "formats/paste.h"

#include "formats/sip-line.h"

/* A level or two of a code block. IP Office and the AudioCodes viewer indent messages by 20 and
 * more. */
#define MAX_INDENT 8

typedef struct
{
  guint n_lines, n_blank; /* blank ones are no lines */
  guint n_starts;         /* SIP start lines, and how many of them … */
  guint n_quoted_starts;  /* … are quoted */
  guint n_spaced_starts;  /* … have a blank line behind them */
  guint n_quoted, n_breaks, n_carets, n_hard, n_escaped, n_plain, n_numeric;
  guint indent;       /* the smallest */
  guint last_indent;  /* of the line before */
  guint start_indent; /* the smallest of the start lines and the lines before them */
} Counts;

static guint
indent_of (RungsSpan line)
{
  guint n = 0;

  while (n < line.len && (line.str[n] == ' ' || line.str[n] == '\t'))
    n++;
  return n;
}

static gboolean
has (RungsSpan line, RungsSpan what)
{
  return rungs_span_find (line, what) >= 0;
}

static gboolean
ends_in (RungsSpan line, RungsSpan end)
{
  return line.len >= end.len
         && g_ascii_strncasecmp (line.str + line.len - end.len, end.str, end.len) == 0;
}

static gboolean
is_quoted (RungsSpan line)
{
  line = rungs_span_trim (line);
  return rungs_span_starts (line, RUNGS_SPAN (">"))
         || rungs_span_starts (line, RUNGS_SPAN ("&gt;"));
}

static void
count_line (Counts *self, RungsSpan line)
{
  RungsSpan trimmed = rungs_span_trim (line);

  self->n_lines++;
  self->indent = MIN (self->indent, indent_of (line));
  self->n_quoted += is_quoted (line);
  self->n_carets += ends_in (trimmed, RUNGS_SPAN ("^M"));
  self->n_breaks += ends_in (trimmed, RUNGS_SPAN ("<br>"))
                    || ends_in (trimmed, RUNGS_SPAN ("<br/>"))
                    || ends_in (trimmed, RUNGS_SPAN ("<br />"));
  self->n_hard += has (line, RUNGS_SPAN ("\xc2\xa0"));
  self->n_escaped += has (line, RUNGS_SPAN ("&lt;sip"));
  self->n_plain += has (line, RUNGS_SPAN ("<sip"));
  self->n_numeric += has (line, RUNGS_SPAN ("&#x"));
}

/* A log in the middle of a mail may be indented, and the sentences around it are not: then the
 * lines before the start lines are indented, too. More than that is the log's own. */
static guint
indent_to_take (const Counts *self)
{
  if (self->indent > 0)
    return self->indent;
  return self->start_indent <= MAX_INDENT ? self->start_indent : 0;
}

/* "INVITE sip:… SIP/2.0<br>" is a start line before the break is taken off, too. */
static gboolean
is_start (RungsSpan line)
{
  static const RungsPaste ends = { .has_breaks = TRUE, .has_carets = TRUE };
  RungsTextStart start;

  return has (line, RUNGS_SPAN ("SIP/2.0"))
         && rungs_text_find_start (rungs_paste_clean (&ends, line, NULL), &start);
}

/* On the lines of the messages, or, where a line holds a whole one, on most lines. */
static gboolean
is_common (guint found, const Counts *n)
{
  return found >= n->n_starts * 4 || found * 10 >= n->n_lines * 9;
}

gboolean
rungs_paste_look (RungsSpan head, RungsPaste *paste)
{
  Counts n = { .indent = G_MAXUINT, .last_indent = G_MAXUINT, .start_indent = G_MAXUINT };
  gboolean after_start = FALSE, after_quote = FALSE;
  RungsSpan line;

  while (rungs_span_take_line (&head, &line))
    {
      RungsSpan trimmed = rungs_span_trim (line);

      /* A quoted blank line has the mark alone. */
      if (trimmed.len == 0 || (after_quote && rungs_span_equal (trimmed, RUNGS_SPAN (">"))))
        {
          n.n_blank++;
          n.n_spaced_starts += after_start;
          after_start = FALSE;
          continue;
        }
      count_line (&n, line);
      after_start = is_start (line);
      if (after_start)
        n.start_indent = MIN (n.start_indent, MIN (indent_of (line), n.last_indent));
      n.last_indent = indent_of (line);
      after_quote = is_quoted (line);
      n.n_starts += after_start;
      n.n_quoted_starts += after_start && after_quote;
    }
  *paste = (RungsPaste){ 0 };
  if (n.n_starts == 0)
    return FALSE;
  paste->is_quoted = n.n_quoted_starts == n.n_starts && n.n_quoted * 2 >= n.n_lines;
  paste->indent = indent_to_take (&n);
  paste->is_double_spaced = n.n_spaced_starts == n.n_starts && n.n_blank * 10 >= n.n_lines * 7;
  paste->has_breaks = is_common (n.n_breaks, &n);
  paste->has_carets = is_common (n.n_carets, &n);
  paste->has_hard_blanks = n.n_hard >= n.n_starts;
  /* An XML trace has the others too, and decodes them itself. */
  paste->has_entities =
    n.n_escaped >= n.n_starts && n.n_plain * 10 < n.n_escaped && n.n_numeric == 0;
  return rungs_paste_is_any (paste);
}

GString *
rungs_paste_clean_all (const RungsPaste *paste, RungsSpan head)
{
  GString *all = g_string_sized_new (head.len), *scratch = g_string_new (NULL);
  gboolean may_skip = FALSE;
  RungsSpan line;

  while (rungs_span_take_line (&head, &line))
    {
      line = rungs_paste_clean (paste, line, scratch);
      may_skip = paste->is_double_spaced && may_skip && rungs_span_trim (line).len == 0;
      if (!may_skip)
        {
          g_string_append_len (all, line.str, (gssize) line.len);
          g_string_append_c (all, '\n');
        }
      may_skip = !may_skip;
    }
  g_string_free (scratch, TRUE);
  return all;
}
