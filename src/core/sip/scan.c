/* Lines, headers, addresses and parameters of a message's head, in spans. */
#include "config.h"

#include "sip/scan.h"

#define MAX_METHOD_BYTES 32 /* an open set, but no sentence in capitals */

#define VERSION "SIP/2.0"

/* What a byte may be, several at a time: one look-up instead of a chain of comparisons. */
#define IS_TOKEN 0x80 /* RFC 3261 25.1: names of headers and methods */
#define IS_SPACE 0x40
#define IS_QUOTE 0x20

static const guint8 classes[256] = {
  ['a' ... 'z'] = IS_TOKEN,
  ['A' ... 'Z'] = IS_TOKEN,
  ['0' ... '9'] = IS_TOKEN,
  ['-'] = IS_TOKEN,
  ['.'] = IS_TOKEN,
  ['!'] = IS_TOKEN,
  ['%'] = IS_TOKEN,
  ['*'] = IS_TOKEN,
  ['_'] = IS_TOKEN,
  ['+'] = IS_TOKEN,
  ['`'] = IS_TOKEN,
  ['\''] = IS_TOKEN,
  ['~'] = IS_TOKEN,
  [' '] = IS_SPACE,
  ['\t'] = IS_SPACE,
  ['\r'] = IS_SPACE,
  ['\n'] = IS_SPACE,
  ['"'] = IS_QUOTE,
  [';'] = RUNGS_SCAN_SEMICOLON,
  [','] = RUNGS_SCAN_COMMA,
  ['<'] = RUNGS_SCAN_ANGLE,
};

static inline gboolean
is_token (char c)
{
  return (classes[(guint8) c] & IS_TOKEN) != 0;
}

static inline gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static inline gboolean
is_space (char c)
{
  return (classes[(guint8) c] & IS_SPACE) != 0;
}

static inline const char *
line_end (const RungsScan *scan)
{
  const char *end = memchr (scan->pos, '\n', scan->end - scan->pos);

  return end != NULL ? end : scan->end;
}

RungsSpan
rungs_scan_line (RungsScan *scan)
{
  const char *start = scan->pos;
  const char *end;

  if (start == scan->end)
    return rungs_span (start, 0);
  end = line_end (scan);
  scan->pos = end < scan->end ? end + 1 : end;
  while (end > start && end[-1] == '\r')
    end--;
  return rungs_span (start, end - start);
}

/* Blanks alone count as a blank line: they were added by whoever saved the log. */
static inline gboolean
is_blank_line (const char *start, const char *end)
{
  while (start < end && is_space (*start))
    start++;
  return start == end;
}

static inline gboolean
is_sdp_start (const char *start, const char *end)
{
  return end - start >= 3 && memcmp (start, "v=0", 3) == 0 && is_blank_line (start + 3, end);
}

/* The name of the header in [start, end), or NULL: behind it, at ':'. The grammar lets a name begin
 * with a digit, but only the stamps of foreign lines do. */
static inline const char *
find_colon (const char *start, const char *end, gsize *name_len)
{
  const char *p = start;

  while (p < end && is_token (*p))
    p++;
  *name_len = p - start;
  while (p < end && is_blank (*p))
    p++;
  return p < end && *p == ':' && *name_len > 0 && g_ascii_isalpha (*start) ? p : NULL;
}

gboolean
rungs_scan_header (RungsScan *scan, RungsSpan *name, RungsSpan *value)
{
  while (scan->pos < scan->end)
    {
      const char *start = scan->pos;
      const char *end = line_end (scan);
      const char *next = end < scan->end ? end + 1 : end;
      const char *colon;
      gsize name_len;

      if (is_space (*start) && is_blank_line (start, end))
        {
          /* A last line that is not finished may still become a header's fold. */
          scan->saw_blank_line = end < scan->end;
          scan->pos = next;
          return FALSE;
        }
      if (*start == 'v' && is_sdp_start (start, end))
        return FALSE;

      colon = find_colon (start, end, &name_len);
      scan->pos = next;
      if (colon == NULL)
        continue;
      while (scan->pos < scan->end && is_blank (*scan->pos))
        {
          const char *fold_end = line_end (scan);

          if (is_blank_line (scan->pos, fold_end))
            break;
          end = fold_end;
          scan->pos = end < scan->end ? end + 1 : end;
        }
      *name = rungs_span (start, name_len);
      for (colon++; colon < end && is_space (*colon); colon++)
        ;
      while (end > colon && is_space (end[-1]))
        end--;
      *value = rungs_span (colon, end - colon);
      return TRUE;
    }
  return FALSE;
}

static RungsSpan
trim_end (RungsSpan line)
{
  while (line.len > 0 && is_space (line.str[line.len - 1]))
    line.len--;
  return line;
}

static gboolean
scan_status_line (RungsSpan line, RungsSipIndex *index)
{
  const char *p = line.str + strlen (VERSION) + 1;

  if (line.len < strlen (VERSION " 200") || p[0] < '1' || p[0] > '6' || !g_ascii_isdigit (p[1])
      || !g_ascii_isdigit (p[2]) || (line.len > strlen (VERSION " 200") && !is_blank (p[3])))
    return FALSE;
  if (index != NULL)
    {
      index->code = (p[0] - '0') * 100 + (p[1] - '0') * 10 + p[2] - '0';
      index->phrase = rungs_span_trim (rungs_span_skip (line, strlen (VERSION " 200")));
    }
  return TRUE;
}

/* "sip:", "<sip:", "tel:", "urn:": what is behind a method must begin as a URI does, or every
 * sentence in capitals about SIP/2.0 would be a request. */
static gboolean
has_scheme (RungsSpan uri)
{
  gsize i = 0;

  if (uri.len > 0 && uri.str[0] == '<')
    i++;
  if (i >= uri.len || !g_ascii_isalpha (uri.str[i]))
    return FALSE;
  while (i < uri.len
         && (g_ascii_isalnum (uri.str[i]) || uri.str[i] == '+' || uri.str[i] == '-'
             || uri.str[i] == '.'))
    i++;
  return i < uri.len && uri.str[i] == ':';
}

static gboolean
scan_request_line (RungsSpan line, RungsSipIndex *index)
{
  gsize method_len = 0;
  RungsSpan uri;

  if (line.len < strlen ("A a: " VERSION)
      || memcmp (line.str + line.len - strlen (VERSION), VERSION, strlen (VERSION)) != 0)
    return FALSE;
  while (method_len < line.len && is_token (line.str[method_len])
         && !g_ascii_islower (line.str[method_len]))
    method_len++;
  if (method_len == 0 || method_len > MAX_METHOD_BYTES || !g_ascii_isupper (line.str[0])
      || !is_blank (line.str[method_len]))
    return FALSE;
  uri = rungs_span_skip (rungs_span_head (line, line.len - strlen (VERSION)), method_len);
  if (!is_blank (uri.str[uri.len - 1]))
    return FALSE;
  uri = rungs_span_trim (uri);
  if (!has_scheme (uri))
    return FALSE;
  if (index != NULL)
    {
      index->is_request = TRUE;
      index->method = rungs_span_head (line, method_len);
      index->request_uri = uri;
    }
  return TRUE;
}

gboolean
rungs_scan_start_line (RungsSpan line, RungsSipIndex *index)
{
  line = trim_end (line);
  if (rungs_span_starts (line, RUNGS_SPAN (VERSION " ")))
    return scan_status_line (line, index);
  return scan_request_line (line, index);
}

gboolean
rungs_sip_is_start_line (RungsSpan line)
{
  return rungs_scan_start_line (line, NULL);
}

/* Behind the quoted string that begins at @pos; a backslash protects what follows it. */
static gsize
skip_quoted (RungsSpan s, gsize pos)
{
  g_assert (s.str[pos] == '"');
  for (pos++; pos < s.len; pos++)
    {
      if (s.str[pos] == '\\')
        pos++;
      else if (s.str[pos] == '"')
        return pos + 1;
    }
  return s.len;
}

gsize
rungs_scan_find (RungsSpan s, gsize pos, guint8 stop)
{
  while (pos < s.len)
    {
      guint8 class = classes[(guint8) s.str[pos]];

      if ((class & (stop | IS_QUOTE)) == 0)
        pos++;
      else if ((class & stop) != 0)
        return pos;
      else
        pos = skip_quoted (s, pos);
    }
  return s.len;
}

/* rungs_span_trim() in line. */
static inline RungsSpan
trim (RungsSpan s)
{
  while (s.len > 0 && is_space (s.str[0]))
    {
      s.str++;
      s.len--;
    }
  while (s.len > 0 && is_space (s.str[s.len - 1]))
    s.len--;
  return s;
}

static RungsSpan
unquoted (RungsSpan s)
{
  s = trim (s);
  if (s.len >= 2 && s.str[0] == '"' && s.str[s.len - 1] == '"')
    return rungs_span (s.str + 1, s.len - 2);
  return s;
}

void
rungs_scan_address (RungsSpan value, RungsSpan *name, RungsSpan *uri, RungsSpan *params)
{
  gsize open =
    rungs_scan_find (value, 0, RUNGS_SCAN_ANGLE | RUNGS_SCAN_COMMA | RUNGS_SCAN_SEMICOLON);
  gsize close;

  if (open == value.len || value.str[open] != '<')
    {
      /* Without <> what follows ';' are the header's parameters (RFC 3261 20.10). */
      *name = RUNGS_SPAN_NONE;
      *uri = trim (rungs_span_head (value, open));
      *params = rungs_span_skip (value, open);
      return;
    }
  *name = unquoted (rungs_span_head (value, open));
  *uri = rungs_span_skip (value, open + 1);
  close = (gsize) rungs_span_find_char (*uri, '>');
  if (close > uri->len)
    close = uri->len;
  *params = rungs_span_skip (*uri, close + 1);
  *uri = trim (rungs_span_head (*uri, close));
}

void
rungs_scan_via (RungsSpan value, RungsSpan *transport, RungsSpan *sent_by, RungsSpan *params)
{
  gsize end = rungs_scan_find (value, 0, RUNGS_SCAN_COMMA | RUNGS_SCAN_SEMICOLON);
  RungsSpan head = trim (rungs_span_head (value, end));
  gsize i = 0;

  *params = rungs_span_skip (value, end);
  *transport = *sent_by = RUNGS_SPAN_NONE;
  for (guint slashes = 0; i < head.len && slashes < 2; i++)
    slashes += head.str[i] == '/';
  while (i < head.len && is_space (head.str[i]))
    i++;
  head = rungs_span_skip (head, i);
  for (i = 0; i < head.len && is_token (head.str[i]);)
    i++;
  *transport = rungs_span_head (head, i);
  *sent_by = trim (rungs_span_skip (head, i));
}

gboolean
rungs_scan_param (RungsSpan params, RungsSpan name, RungsSpan *value)
{
  gsize pos = rungs_scan_find (params, 0, RUNGS_SCAN_COMMA | RUNGS_SCAN_SEMICOLON);

  while (pos < params.len && params.str[pos] == ';')
    {
      gsize end = rungs_scan_find (params, pos + 1, RUNGS_SCAN_COMMA | RUNGS_SCAN_SEMICOLON);
      RungsSpan param = rungs_span (params.str + pos + 1, end - pos - 1);
      gssize equals = rungs_span_find_char (param, '=');
      RungsSpan key = trim (rungs_span_head (param, equals < 0 ? param.len : (gsize) equals));

      if (rungs_scan_same_name (key, name))
        {
          *value = equals < 0 ? rungs_span (param.str + param.len, 0)
                              : unquoted (rungs_span_skip (param, equals + 1));
          return TRUE;
        }
      pos = end;
    }
  *value = RUNGS_SPAN_NONE;
  return FALSE;
}
