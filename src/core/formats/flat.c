#include "config.h"

#include "formats/flat.h"

#include "formats/flat-names.h"
#include "formats/hex.h"
#include "formats/sip-line.h"
#include "sip/index.h"

#define VERSION "SIP/2.0"

#define MAX_PHRASE 160   /* bytes between a code and the first header */
#define MAX_QUOTED 1024  /* between quotes or angle brackets; a quote alone is one of the text */
#define MAX_LOOKED_AT 16 /* headers, to know a message from a sentence */
#define MIN_MANDATORY 3  /* of them, where the first is no Via */
#define MAX_WAIT 4       /* lines of something else, before a message is not gone on with */
#define MAX_PREFIX 512   /* bytes before a start line */
#define MAX_SHORTENED 48 /* words that are left out of a prefix to find it again */

/* What becomes of line ends, the longest of one kind first. */
typedef struct _RungsFlatEnd
{
  RungsSpan sign;
  gboolean is_escape; /* stands for nothing else: no line end is lost */
} End;

static const End ends[] = {
  { { "\\\\r\\\\n", 6 }, TRUE },   { { "\\\\n", 3 }, TRUE },
  { { "&#13;&#10;", 10 }, TRUE },  { { "&#xD;&#xA;", 10 }, TRUE },
  { { "&#xd;&#xa;", 10 }, TRUE },  { { "&#10;", 5 }, TRUE },
  { { "&#xA;", 5 }, TRUE },        { { "&#xa;", 5 }, TRUE },
  { { "<CR><LF>", 8 }, TRUE },     { { "<cr><lf>", 8 }, TRUE },
  { { "[CR][LF]", 8 }, TRUE },     { { "<0D><0A>", 8 }, TRUE },
  { { "<0d><0a>", 8 }, TRUE },     { { "<CRLF>", 6 }, TRUE },
  { { "[CRLF]", 6 }, TRUE },       { { "<LF>", 4 }, TRUE },
  { { "<lf>", 4 }, TRUE },         { { "[LF]", 4 }, TRUE },
  { { "^M^J", 4 }, TRUE },         { { "^M", 2 }, TRUE },
  { { "^J", 2 }, TRUE },           { { "\xe2\x90\x8d\xe2\x90\x8a", 6 }, TRUE },
  { { "\xe2\x90\x8a", 3 }, TRUE }, { { "\xe2\x86\xb5", 3 }, TRUE },
  { { "\xe2\x8f\x8e", 3 }, TRUE }, { { "\xc2\xb6", 2 }, TRUE },
  { { "<br />", 6 }, FALSE },      { { "<br/>", 5 }, FALSE },
  { { "<br>", 4 }, FALSE },        { { "..", 2 }, FALSE },
  { { "\r", 1 }, FALSE },          { { "\t", 1 }, FALSE },
  { { "\v", 1 }, FALSE },          { { "\f", 1 }, FALSE },
  { { "|", 1 }, FALSE },
};

static inline gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static gsize
skip_blanks (RungsSpan s, gsize i)
{
  while (i < s.len && is_blank (s.str[i]))
    i++;
  return i;
}

static RungsSpan
part (RungsSpan s, gsize from, gsize to)
{
  return rungs_span_skip (rungs_span_head (s, to), from);
}

/* The name of a header that everybody knows, at @at. */
static RungsFlatName
name_at (RungsSpan line, gsize at, gboolean is_lower)
{
  RungsSpan rest = rungs_span_skip (line, at);
  gsize len = rungs_flat_name_length (rest);

  return len > 0 ? rungs_flat_name_of (rungs_span_head (rest, len), is_lower) : RUNGS_FLAT_NONE;
}

/* ---- Where a value ends ---- */

/* Behind what is between quotes, which may be escaped themselves, or angle brackets; @at where
 * these do not end. */
static gsize
skip_enclosed (RungsSpan line, gsize at)
{
  RungsSpan close = RUNGS_SPAN (">");
  RungsSpan rest;
  gssize found;

  if (line.str[at] == '"')
    {
      gboolean is_doubled = at + 1 < line.len && line.str[at + 1] == '"';

      close = at > 0 && line.str[at - 1] == '\\' ? RUNGS_SPAN ("\\\"")
              : is_doubled                       ? RUNGS_SPAN ("\"\"")
                                                 : RUNGS_SPAN ("\"");
      rest = rungs_span_skip (line, at + (is_doubled ? 2 : 1));
    }
  else if (line.str[at] == '<')
    rest = rungs_span_skip (line, at + 1);
  else
    return at;
  found = rungs_span_find (rungs_span_head (rest, MAX_QUOTED), close);
  return found < 0 ? at : (gsize) (rest.str - line.str) + (gsize) found + close.len;
}

/* "v=0 o=…" */
static gboolean
is_sdp_at (RungsSpan line, gsize at)
{
  RungsSpan rest = rungs_span_skip (line, at);

  return rungs_span_starts (rest, RUNGS_SPAN ("v=0"))
         && (rest.len == 3
             || rungs_span_starts (rungs_span_skip (rest, skip_blanks (rest, 3)),
                                   RUNGS_SPAN ("o=")));
}

/* Where the next header, or SDP, begins in @line from @from on; line.len: nowhere. Both have a
 * blank before them. */
static gsize
next_header (RungsSpan line, gsize from, gboolean is_lower, RungsFlatName *name)
{
  gsize i = from;

  *name = RUNGS_FLAT_NONE;
  while (i < line.len)
    {
      gsize behind = skip_enclosed (line, i);

      if (behind > i)
        i = behind;
      else if (!is_blank (line.str[i]))
        i++;
      else
        {
          i = skip_blanks (line, i);
          *name = name_at (line, i, is_lower);
          if (*name != RUNGS_FLAT_NONE || is_sdp_at (line, i))
            return i;
        }
    }
  return line.len;
}

/* ---- Finding a message ---- */

/* What line ends became at @at; *@behind is the place after it and the blanks around it. NULL:
 * blanks, or nothing. */
static const End *
end_at (RungsSpan line, gsize at, gsize *behind)
{
  for (gsize i = at; i < line.len; i++)
    {
      for (guint k = 0; k < G_N_ELEMENTS (ends); k++)
        if (rungs_span_starts (rungs_span_skip (line, i), ends[k].sign))
          {
            *behind = skip_blanks (line, i + ends[k].sign.len);
            return &ends[k];
          }
      if (!is_blank (line.str[i]))
        break;
    }
  *behind = skip_blanks (line, at);
  return NULL;
}

/* Are the headers from @at on those of a message? Two of them may be in a sentence. */
static gboolean
are_headers (RungsSpan line, gsize at, const End *end, gboolean is_lower)
{
  RungsFlatName name = name_at (line, at, is_lower);
  guint seen = 0, n_seen = 0;

  if (name == RUNGS_FLAT_VIA
      && rungs_span_find_ci (part (line, at, at + 20), RUNGS_SPAN (VERSION)) > 0)
    return TRUE;
  for (guint i = 0; i < MAX_LOOKED_AT && at < line.len; i++)
    {
      if (name >= RUNGS_FLAT_VIA && name <= RUNGS_FLAT_CSEQ && (seen & 1u << name) == 0)
        n_seen++;
      seen |= 1u << name;
      if (end == NULL)
        at = next_header (line, at, is_lower, &name);
      else
        {
          gssize found = rungs_span_find (rungs_span_skip (line, at), end->sign);

          at = found < 0 ? line.len : skip_blanks (line, at + (gsize) found + end->sign.len);
          name = name_at (line, at, is_lower);
        }
    }
  return n_seen >= MIN_MANDATORY;
}

typedef struct
{
  gsize begin, end; /* of the start line */
  gsize header;     /* the first one */
  const End *line_end;
  gboolean is_lower;
} Found;

static gboolean
is_first_header (RungsSpan line, gsize at, Found *found)
{
  found->header = at;
  found->is_lower =
    at + 1 < line.len && g_ascii_islower (line.str[at]) && g_ascii_isalpha (line.str[at + 1]);
  return name_at (line, at, found->is_lower) != RUNGS_FLAT_NONE
         && are_headers (line, at, found->line_end, found->is_lower);
}

/* The answer whose version is at @at. */
static gboolean
find_answer (RungsSpan line, gsize at, Found *found)
{
  gsize code_end = at + strlen (VERSION " 200"), limit = MIN (line.len, code_end + MAX_PHRASE);

  if (line.len <= code_end || !rungs_sip_is_start_line (part (line, at, code_end))
      || g_ascii_isalnum (line.str[code_end])
      || (at > 0 && (g_ascii_isalnum (line.str[at - 1]) || line.str[at - 1] == '/')))
    return FALSE;
  found->begin = at;
  for (gsize i = code_end; i < limit; i++)
    {
      gsize behind;

      if (g_ascii_isalnum (line.str[i]))
        continue;
      found->line_end = end_at (line, i, &behind);
      found->end = i;
      if (behind > i && is_first_header (line, behind, found))
        return TRUE;
    }
  return FALSE;
}

/* The request whose version is at @at. @from: behind what was looked at before. */
static gboolean
find_request (RungsSpan line, gsize from, gsize at, Found *found)
{
  gsize end = at + strlen (VERSION), behind;
  RungsTextStart start;

  found->line_end = end_at (line, end, &behind);
  found->end = end;
  if (behind == end || !is_first_header (line, behind, found)
      || !rungs_text_find_start (part (line, from, end), &start))
    return FALSE;
  found->begin = from + start.prefix.len;
  return TRUE;
}

/* The first message in @line from @from on. */
static gboolean
find_message (RungsSpan line, gsize from, Found *found)
{
  for (gsize next = from;;)
    {
      gssize at = next < line.len ? rungs_text_find_version (line, next) : -1;

      if (at < 0)
        return FALSE;
      next = (gsize) at + strlen (VERSION);
      /* Of a Via, or the end of a start line: that is nearly all of them. */
      if (next == line.len || line.str[next] == '/')
        continue;
      if (find_answer (line, (gsize) at, found) || find_request (line, from, (gsize) at, found))
        return TRUE;
    }
}

/* ---- Taking a line ---- */

void
rungs_flat_init (RungsFlat *self)
{
  *self = (RungsFlat){ .content_length = -1 };
  self->prefix = g_string_new (NULL);
  self->scratch = g_string_new (NULL);
}

void
rungs_flat_clear (RungsFlat *self)
{
  g_string_free (self->prefix, TRUE);
  g_string_free (self->scratch, TRUE);
}

/* Between quotes it ends at the first one that is not escaped. */
static gsize
quote_end (RungsSpan line, gsize from)
{
  for (gsize i = from; i < line.len; i++)
    {
      if (line.str[i] == '\\')
        i++;
      else if (line.str[i] == '"' && i + 1 < line.len && line.str[i + 1] == '"')
        i++;
      else if (line.str[i] == '"')
        return i;
    }
  return line.len;
}

static void
begin_message (RungsFlat *self, const Found *found)
{
  RungsSpan prefix = part (self->line, self->pos, found->begin);
  Found after;

  self->stage = RUNGS_FLAT_HEAD;
  self->is_start = TRUE;
  self->owes_blank = FALSE;
  self->start_end = found->end;
  self->end = found->line_end;
  self->is_lower = found->is_lower;
  self->is_quoted = prefix.len > 0 && prefix.str[prefix.len - 1] == '"';
  self->content_length = -1;
  self->body_len = 0;
  self->n_waited = 0;
  self->next = find_message (self->line, found->header, &after) ? after.begin : self->line.len;
  self->limit = self->is_quoted ? MIN (quote_end (self->line, found->end), self->next) : self->next;
  g_string_truncate (self->prefix, 0);
  g_string_append_len (self->prefix, prefix.str, (gssize) MIN (prefix.len, MAX_PREFIX));
}

/* Where the line that goes on begins behind what the log writes before each of its lines. */
static gsize
after_prefix (RungsFlat *self, RungsSpan line)
{
  RungsSpan prefix = rungs_span (self->prefix->str, self->prefix->len), rest;

  for (guint i = 0; i < MAX_SHORTENED && prefix.len > 0; i++)
    {
      if (rungs_text_match_prefix (line, prefix, &rest))
        return (gsize) (rest.str - line.str);
      while (prefix.len > 0 && is_blank (prefix.str[prefix.len - 1]))
        prefix.len--;
      while (prefix.len > 0 && !is_blank (prefix.str[prefix.len - 1]))
        prefix.len--;
    }
  return 0;
}

static gboolean
is_body_letter (RungsSpan line, gsize at)
{
  return at + 1 < line.len && line.str[at + 1] == '=' && line.str[at] != '\0'
         && strchr ("vosiuepcbtrzkma", line.str[at]) != NULL;
}

/* Does @line, which has no start line, go on with the message that is open? Two lines of it must be
 * seen. */
static gboolean
goes_on (RungsFlat *self, RungsSpan line, gsize from)
{
  gsize at = from;
  RungsFlatName name;

  if (self->end != NULL)
    {
      gssize found = rungs_span_find (rungs_span_skip (line, from), self->end->sign);

      if (found < 0)
        return FALSE;
      at = skip_blanks (line, from + (gsize) found + self->end->sign.len);
      return at == line.len || name_at (line, at, self->is_lower) != RUNGS_FLAT_NONE
             || is_body_letter (line, at);
    }
  if (self->stage == RUNGS_FLAT_BODY && is_body_letter (line, from))
    return TRUE;
  if (name_at (line, from, self->is_lower) == RUNGS_FLAT_NONE)
    at = next_header (line, from, self->is_lower, &name);
  if (at < line.len)
    at = next_header (line, at, self->is_lower, &name);
  return at < line.len;
}

static gboolean
take_rest (RungsFlat *self, RungsSpan line, gboolean keeps_heads)
{
  RungsTextStart start;
  gsize from;

  if (self->stage == RUNGS_FLAT_IDLE)
    return FALSE;
  from = after_prefix (self, line);
  if (rungs_text_find_start (line, &start) || !goes_on (self, line, from))
    {
      if (++self->n_waited > MAX_WAIT || start.line.len > 0)
        self->stage = RUNGS_FLAT_IDLE;
      return FALSE;
    }
  self->line = line;
  self->pos = keeps_heads ? 0 : from;
  self->start_end = from;
  self->next = line.len;
  self->limit = self->is_quoted ? quote_end (line, from) : line.len;
  self->is_start = FALSE;
  self->n_waited = 0;
  return TRUE;
}

gboolean
rungs_flat_look (RungsFlat *self, RungsSpan line, gboolean keeps_heads)
{
  Found found;

  while (line.len > 0 && line.str[line.len - 1] == '\r')
    line.len--;
  if (line.len < RUNGS_FLAT_MIN_BYTES || !find_message (line, 0, &found))
    return take_rest (self, line, keeps_heads);
  /* The same message again: the hex digits still have its line endings. */
  if (rungs_hex_is_message (line))
    return FALSE;
  self->line = line;
  self->pos = 0;
  begin_message (self, &found);
  return TRUE;
}

/* ---- Its lines ---- */

/* The head is over. */
static void
end_head (RungsFlat *self)
{
  self->owes_blank = TRUE;
  self->stage = self->content_length == 0 ? RUNGS_FLAT_IDLE : RUNGS_FLAT_BODY;
}

/* The end of what follows at @at in the message, by the sign for line ends; *@behind is the place
 * after it. */
static gsize
sign_end (RungsFlat *self, gsize at, gsize *behind)
{
  RungsSpan window = rungs_span_head (self->line, self->limit);
  gssize found = rungs_span_find (rungs_span_skip (window, at), self->end->sign);

  *behind = window.len;
  if (found < 0)
    return window.len;
  at += (gsize) found;
  *behind = at + self->end->sign.len;
  /* The blanks that the line end became beside the sign. */
  while (*behind < window.len && window.str[*behind] == ' ')
    ++*behind;
  return at;
}

/* The value of Content-Length at @at: where it ends, @at when it is no number. */
static gsize
read_length (RungsFlat *self, RungsSpan window, gsize at)
{
  gssize colon = rungs_span_find_char (rungs_span_skip (window, at), ':');
  gsize from = skip_blanks (window, at + (gsize) colon + 1), len;
  guint64 value;

  len = rungs_span_take_uint (rungs_span_skip (window, from), G_MAXINT32, &value);
  if (len == 0)
    return at;
  self->content_length = (gint64) value;
  return from + len;
}

/* "application/sdp", "multipart/mixed; boundary=x": where the value at @at ends. */
static gsize
type_end (RungsSpan window, gsize at)
{
  gssize colon = rungs_span_find_char (rungs_span_skip (window, at), ':');
  gsize i = skip_blanks (window, at + (gsize) colon + 1);

  for (; i < window.len; i++)
    {
      gsize behind = skip_blanks (window, i);

      if (behind == i)
        continue;
      if (behind == window.len || (window.str[behind] != ';' && window.str[i - 1] != ';'))
        return i;
      i = behind;
    }
  return window.len;
}

/* A header that not everybody knows: "Foo-Bar: x". */
static gboolean
is_any_header (RungsFlat *self, RungsSpan window, gsize at)
{
  RungsSpan rest = rungs_span_skip (window, at);
  gsize len = rungs_flat_name_length (rest);

  return len > 0
         && (name_at (window, at, self->is_lower) != RUNGS_FLAT_NONE
             || rungs_span_find_char (rungs_span_head (rest, len), '-') > 0);
}

/* What comes next; behind what the log writes before a line that goes on. */
static gsize
content_at (const RungsFlat *self)
{
  return MAX (self->pos, self->start_end);
}

/* A header whose line end became a blank. */
static RungsSpan
take_blank_header (RungsFlat *self, RungsSpan window)
{
  gsize from = self->pos, at = content_at (self), end, next, behind;
  RungsFlatName name = name_at (window, at, self->is_lower), next_name;
  gboolean is_over;

  end = next = next_header (window, at + (name != RUNGS_FLAT_NONE), self->is_lower, &next_name);
  is_over = next < window.len && next_name == RUNGS_FLAT_NONE;
  if (name == RUNGS_FLAT_LENGTH)
    end = read_length (self, window, at);
  else if (name == RUNGS_FLAT_TYPE)
    end = type_end (window, at);
  behind = skip_blanks (window, end);
  if (end > at && behind < next)
    {
      next = behind;
      is_over = !is_any_header (self, window, behind);
    }
  else
    end = next;
  self->pos = next;
  if (is_over || (next == window.len && self->content_length == 0))
    end_head (self);
  return part (window, from, end);
}

/* A header whose line end became a sign. */
static RungsSpan
take_signed_header (RungsFlat *self, RungsSpan window)
{
  gsize from = self->pos, at = content_at (self), end = sign_end (self, at, &self->pos);

  if (name_at (window, at, self->is_lower) == RUNGS_FLAT_LENGTH)
    read_length (self, window, at);
  if (end == from || rungs_span_trim (part (window, from, end)).len == 0)
    {
      end_head (self);
      self->owes_blank = FALSE;
    }
  else if (self->pos == window.len && self->content_length == 0)
    end_head (self);
  return part (window, from, end);
}

/* Where the line of SDP at @at ends. */
static gsize
sdp_end (RungsSpan window, gsize at)
{
  for (gsize i = at; i < window.len; i++)
    if (is_blank (window.str[i]) && is_body_letter (window, skip_blanks (window, i)))
      return i;
  return window.len;
}

/* What is behind a body that is whole is not part of its last line. */
static gboolean
is_behind (RungsSpan piece, gsize len)
{
  return len < piece.len
         && (is_blank (piece.str[len]) || strchr ("\"')],.}", piece.str[len]) != NULL);
}

/* A quote that ends SDP began before the message. */
static RungsSpan
without_quote (RungsSpan piece)
{
  gboolean is_odd = FALSE;

  for (gsize i = 0; i < piece.len; i++)
    is_odd ^= piece.str[i] == '"';
  return is_odd && piece.str[piece.len - 1] == '"' ? rungs_span_head (piece, piece.len - 1) : piece;
}

static RungsSpan
take_body (RungsFlat *self, RungsSpan window)
{
  gsize from = self->pos, at = content_at (self), end, left;
  RungsSpan piece;

  if (self->end != NULL)
    end = sign_end (self, at, &self->pos);
  else
    {
      end = is_body_letter (window, at) ? sdp_end (window, at) : window.len;
      self->pos = skip_blanks (window, end);
    }
  piece = without_quote (part (window, from, end));
  if (self->content_length < 0)
    return piece;
  left = (gsize) self->content_length - MIN (self->body_len, (gsize) self->content_length);
  if (piece.len > left && is_behind (piece, left))
    {
      piece.len = left;
      self->pos = from + left;
    }
  self->body_len += piece.len + strlen ("\r\n");
  if (self->body_len >= (gsize) self->content_length
      && !(self->end == NULL && is_body_letter (window, self->pos)))
    self->stage = RUNGS_FLAT_IDLE;
  return piece;
}

/* What is left of the line. FALSE: nothing. */
static gboolean
take_remainder (RungsFlat *self, RungsSpan *piece)
{
  Found found;

  if (self->next < self->line.len && find_message (self->line, self->next, &found))
    {
      begin_message (self, &found);
      return TRUE;
    }
  *piece = rungs_span_trim (rungs_span_skip (self->line, self->pos));
  self->pos = self->line.len;
  return piece->len > 0 && !self->is_quoted;
}

static RungsSpan
unescape (RungsFlat *self, RungsSpan piece)
{
  if (!self->is_quoted
      || (rungs_span_find_char (piece, '\\') < 0 && rungs_span_find_char (piece, '"') < 0))
    return piece;
  g_string_truncate (self->scratch, 0);
  for (gsize i = 0; i < piece.len; i++)
    {
      char c = piece.str[i];

      if (i + 1 < piece.len
          && ((c == '\\' && strchr ("\"\\/", piece.str[i + 1]) != NULL)
              || (c == '"' && piece.str[i + 1] == '"')))
        c = piece.str[++i];
      g_string_append_c (self->scratch, c);
    }
  return rungs_span (self->scratch->str, self->scratch->len);
}

static RungsSpan
trim_blanks (RungsSpan s)
{
  while (s.len > 0 && (is_blank (s.str[s.len - 1]) || s.str[s.len - 1] == '\r'))
    s.len--;
  return s;
}

static RungsSpan
take_start (RungsFlat *self)
{
  gsize from = self->pos;

  self->is_start = FALSE;
  end_at (self->line, self->start_end, &self->pos);
  return part (self->line, from, self->start_end);
}

gboolean
rungs_flat_next (RungsFlat *self, RungsSpan *piece, gsize *from, gsize *to, gboolean *is_lost)
{
  RungsSpan window = rungs_span_head (self->line, self->limit);

  *is_lost = FALSE;
  if (self->stage != RUNGS_FLAT_IDLE && self->pos >= self->limit && self->limit < self->line.len)
    self->stage = RUNGS_FLAT_IDLE;
  if (self->stage == RUNGS_FLAT_HEAD && !self->is_start && self->end == NULL
      && is_sdp_at (window, content_at (self)))
    end_head (self);
  *from = self->pos;
  if (self->owes_blank)
    {
      self->owes_blank = FALSE;
      *piece = rungs_span_head (rungs_span_skip (self->line, self->pos), 0);
    }
  else if (self->pos >= self->line.len)
    return FALSE;
  else if (self->stage == RUNGS_FLAT_IDLE && !take_remainder (self, piece))
    return FALSE;
  else if (self->is_start)
    {
      *piece = take_start (self);
      *is_lost = self->end == NULL || !self->end->is_escape;
    }
  else if (*from < self->pos)
    ; /* the remainder */
  else if (self->stage == RUNGS_FLAT_BODY)
    *piece = unescape (self, trim_blanks (take_body (self, window)));
  else if (self->end != NULL)
    *piece = unescape (self, trim_blanks (take_signed_header (self, window)));
  else
    *piece = unescape (self, trim_blanks (take_blank_header (self, window)));
  *to = self->pos;
  return TRUE;
}

static void
append_line (GString *all, RungsSpan line)
{
  g_string_append_len (all, line.str, (gssize) line.len);
  g_string_append_c (all, '\n');
}

GString *
rungs_flat_split (RungsSpan text)
{
  GString *all = NULL;
  RungsSpan rest = text, line, piece;
  RungsFlat flat;

  rungs_flat_init (&flat);
  while (rungs_span_take_line (&rest, &line))
    {
      gsize from, to;
      gboolean is_lost;

      if (!rungs_flat_take (&flat, line, FALSE))
        {
          if (all != NULL)
            append_line (all, line);
          continue;
        }
      if (all == NULL)
        all = g_string_new_len (text.str, line.str - text.str);
      while (rungs_flat_next (&flat, &piece, &from, &to, &is_lost))
        append_line (all, piece);
    }
  rungs_flat_clear (&flat);
  return all;
}
