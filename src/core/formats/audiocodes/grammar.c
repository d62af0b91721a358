/* What one line of an AudioCodes log says. Every function reads within its span and keeps
 * nothing. */
#include "config.h"

#include "formats/audiocodes/private.h"

/* How far into a line a record may begin: the prefixes of all known savers are shorter. */
#define MAX_PREFIX 320

/* S is 32 bits wide in all known firmware. */
#define MAX_SEQ_DIGITS 12

/* Blanks between head and body that are learned; more is text. */
#define MAX_GAP 4

static gsize
count_blanks (RungsSpan s)
{
  gsize n = 0;

  while (n < s.len && s.str[n] == ' ')
    n++;
  return n;
}

static gsize
count_digits (RungsSpan s)
{
  gsize n = 0;

  while (n < s.len && g_ascii_isdigit (s.str[n]))
    n++;
  return n;
}

static inline gboolean
is_seq_at (RungsSpan line, gsize column)
{
  return line.len > column + 4 && line.str[column] == '[' && line.str[column + 1] == 'S'
         && line.str[column + 2] == '=' && g_ascii_isdigit (line.str[column + 3]);
}

static gssize
find_seq (RungsSpan line)
{
  RungsSpan rest = rungs_span_head (line, MAX_PREFIX);
  gsize column = 0;
  gssize at;

  while ((at = rungs_span_find_char (rungs_span_skip (rest, column), '[')) >= 0)
    {
      column += at;
      if (is_seq_at (line, column))
        return column;
      column++;
    }
  return -1;
}

/* "[SID=2ed1c8:96:5]", "[SID:1034099026]", "[BID=2ed1c8:96]": bytes of it, 0 when it is none. */
static gsize
read_group (RungsSpan s, RungsAcHead *head)
{
  gssize end, colon;
  RungsSpan value;

  if (s.len < 6 || s.str[0] != '[' || (s.str[1] != 'S' && s.str[1] != 'B') || s.str[2] != 'I'
      || s.str[3] != 'D' || (s.str[4] != '=' && s.str[4] != ':'))
    return 0;
  end = rungs_span_find_char (rungs_span_head (s, 64), ']');
  if (end < 0)
    return 0;
  value = rungs_span (s.str + 5, end - 5);
  if (s.str[1] == 'S')
    head->session = value;
  colon = rungs_span_find_char (value, ':');
  if (colon > 0)
    head->mac = rungs_span_head (value, colon);
  return end + 1;
}

/* The groups behind the counter, then the blanks before the body. Those are counted where a
 * notification follows, since text that was cut may itself begin with blanks. */
static void
read_groups (RungsAcLayout *layout, RungsSpan line, gsize pos, RungsAcHead *head)
{
  gboolean has_group = FALSE;
  gsize n, blanks;

  for (;;)
    {
      blanks = count_blanks (rungs_span_skip (line, pos));
      n = read_group (rungs_span_skip (line, pos + blanks), head);
      if (n == 0)
        break;
      has_group = TRUE;
      pos += blanks + n;
    }
  if (blanks > 0 && blanks <= MAX_GAP && line.len > pos + blanks + 1
      && line.str[pos + blanks] == '('
      && (line.str[pos + blanks + 1] == 'N' || line.str[pos + blanks + 1] == 'l'))
    layout->gap[has_group] = blanks;
  head->body = pos + MIN (blanks, layout->gap[has_group]);
  head->is_cdr = !has_group && line.len > pos + blanks && line.str[pos + blanks] == '|';
}

static gboolean
read_seq_head (RungsAcLayout *layout, RungsSpan line, gsize column, RungsAcHead *head)
{
  gsize start = column + strlen ("[S="), pos = start;

  while (pos < line.len && pos < start + MAX_SEQ_DIGITS && g_ascii_isdigit (line.str[pos]))
    head->seq = head->seq * 10 + (guint64) (line.str[pos++] - '0');
  if (pos == start || pos >= line.len || line.str[pos] != ']')
    return FALSE;
  head->has_seq = TRUE;
  head->prefix = rungs_span_head (line, column);
  layout->column = column;
  layout->has_seq = TRUE;
  read_groups (layout, line, pos + 1, head);
  return TRUE;
}

/* "2d:2h:8m:55s ": the web page of old firmware shows the time since the start. Bytes of it or
 * 0. */
static gsize
read_uptime (RungsSpan line)
{
  static const char units[] = "dhms";
  gsize pos = 0;

  for (guint i = 0; i < 4; i++)
    {
      gsize n = count_digits (rungs_span_head (rungs_span_skip (line, pos), 6));

      pos += n;
      if (n == 0 || pos + 1 >= line.len || line.str[pos] != units[i]
          || line.str[pos + 1] != (i < 3 ? ':' : ' '))
        return 0;
      pos += i < 3 ? 2 : 1;
    }
  return pos;
}

/* "10:33:54.703 : 192.0.2.182 : NOTICE :": bytes of it or 0. */
static gsize
read_colon_head (RungsSpan line)
{
  RungsStamp ignored;
  gsize pos = rungs_stamp_take_time (line, &ignored);

  if (pos == 0)
    return 0;
  for (guint i = 0; i < 3; i++)
    {
      RungsSpan rest = rungs_span_skip (line, pos);
      gsize blanks = count_blanks (rest);
      gssize blank;

      if (blanks == 0 || blanks >= rest.len || rest.str[blanks] != ':')
        return 0;
      pos += blanks + 1;
      if (i == 2)
        break;
      pos += count_blanks (rungs_span_skip (line, pos));
      blank = rungs_span_find_char (rungs_span_head (rungs_span_skip (line, pos), 64), ' ');
      if (blank <= 0)
        return 0;
      pos += blank;
    }
  return pos;
}

/* "( lgr_flow)(43670 )" behind the prefix of any saver: column of it, or -1. */
static gssize
find_lgr (RungsSpan line)
{
  RungsSpan head = rungs_span_head (line, MAX_PREFIX);
  gssize at = rungs_span_find (head, RUNGS_SPAN ("lgr_"));
  RungsSpan ignored;

  if (at < 0)
    return -1;
  while (at > 0 && line.str[at - 1] == ' ')
    at--;
  if (at < 2 || line.str[at - 1] != '(')
    return -1;
  at--;
  if (count_blanks (line) == (gsize) at
      || !rungs_ac_read_notification (rungs_span_skip (line, at), &ignored))
    return -1;
  return at;
}

static gboolean
read_old_head (RungsSpan line, RungsAcHead *head)
{
  gssize sid, at;
  gsize pos = read_uptime (line);

  if (pos > 0)
    {
      head->prefix = rungs_span_head (line, pos);
      head->body = MIN (pos + 1, line.len);
      return TRUE;
    }
  pos = read_colon_head (line);
  at = pos > 0 ? (gssize) pos : find_lgr (line);
  if (at < 0)
    return FALSE;
  head->prefix = rungs_span_head (line, at);
  head->body = at;
  sid = rungs_span_find (head->prefix, RUNGS_SPAN ("[SID"));
  if (sid >= 0)
    read_group (rungs_span_skip (head->prefix, sid), head);
  return TRUE;
}

gboolean
rungs_ac_read_head (RungsAcLayout *layout, RungsSpan line, RungsAcHead *head)
{
  gssize column;

  *head = (RungsAcHead){ 0 };
  if (is_seq_at (line, layout->column))
    return read_seq_head (layout, line, layout->column, head);
  if (line.len == 0)
    return FALSE;
  /* Most lines of a padded log end here. */
  if (layout->has_seq && line.len >= 8 && memcmp (line.str, "        ", 8) == 0)
    return FALSE;
  column = find_seq (line);
  if (column >= 0)
    return read_seq_head (layout, line, column, head);
  return !layout->has_seq && read_old_head (line, head);
}

gssize
rungs_ac_find_glued_head (RungsSpan line, gsize from)
{
  gssize at;

  while ((at = rungs_span_find_char (rungs_span_skip (line, from), '<')) >= 0)
    {
      gsize digits;

      from += at + 1;
      digits = count_digits (rungs_span_head (rungs_span_skip (line, from), 4));
      if (digits > 0 && digits < 4 && from + digits < line.len && line.str[from + digits] == '>'
          && is_seq_at (line, from + digits + 1))
        return from - 1;
    }
  return -1;
}

/* "(N  6891676)" or "( lgr_flow)(63 )": bytes of it or 0. */
static gsize
read_notification_head (RungsSpan s)
{
  gsize pos = 1, digits;

  if (s.len < 4 || s.str[0] != '(')
    return 0;
  if (s.str[1] == 'N')
    {
      pos = 2;
    }
  else
    {
      pos += count_blanks (rungs_span_skip (s, pos));
      if (!rungs_span_starts (rungs_span_skip (s, pos), RUNGS_SPAN ("lgr_")))
        return 0;
      while (pos < s.len && pos < 40 && (g_ascii_isalnum (s.str[pos]) || s.str[pos] == '_'))
        pos++;
      pos += count_blanks (rungs_span_skip (s, pos));
      if (pos >= s.len || s.str[pos] != ')')
        return 0;
      pos++;
      pos += count_blanks (rungs_span_skip (s, pos));
      if (pos >= s.len || s.str[pos] != '(')
        return 0;
      pos++;
    }
  pos += count_blanks (rungs_span_skip (s, pos));
  digits = count_digits (rungs_span_skip (s, pos));
  pos += digits;
  pos += count_blanks (rungs_span_skip (s, pos));
  return digits > 0 && pos < s.len && s.str[pos] == ')' ? pos + 1 : 0;
}

gboolean
rungs_ac_read_notification (RungsSpan line, RungsSpan *text)
{
  gsize blanks = count_blanks (rungs_span_head (line, MAX_GAP));
  RungsSpan s = rungs_span_skip (line, blanks);
  gboolean ignored;
  gsize n;

  if (s.len == 0 || (s.str[0] != '(' && s.str[0] != '-'))
    return FALSE;
  *text = s;
  n = read_notification_head (s);
  if (n == 0)
    return rungs_ac_is_marker (s, &ignored);
  s = rungs_span_skip (s, n);
  *text = rungs_span_skip (s, count_blanks (s));
  return TRUE;
}

/* By its rarest byte, which memchr() finds faster than memmem() has set up its tables. */
gboolean
rungs_ac_has_marker (RungsSpan line)
{
  static const char before[] = " SIP ", after[] = "Message ";
  const gsize n_before = sizeof before - 1, n_after = sizeof after - 1;
  const char *end = line.str + line.len, *p = line.str;

  while (line.len >= n_before + n_after && (p = memchr (p, 'M', end - p)) != NULL)
    {
      if ((gsize) (p - line.str) >= n_before && (gsize) (end - p) >= n_after
          && memcmp (p - n_before, before, n_before) == 0 && memcmp (p, after, n_after) == 0)
        return TRUE;
      p++;
    }
  return FALSE;
}

/* Bytes of "---- Incoming SIP Message from " or the outgoing one; 0 when it is none. */
static gsize
read_marker_head (RungsSpan text, gboolean *incoming)
{
  RungsSpan in = RUNGS_SPAN ("Incoming SIP Message from ");
  RungsSpan out = RUNGS_SPAN ("Outgoing SIP Message to ");
  RungsSpan s;
  gsize pos = 0;

  while (pos < text.len && text.str[pos] == '-')
    pos++;
  if (pos < 2)
    return 0;
  pos += count_blanks (rungs_span_skip (text, pos));
  s = rungs_span_skip (text, pos);
  *incoming = rungs_span_starts (s, in);
  if (*incoming)
    return pos + in.len;
  return rungs_span_starts (s, out) ? pos + out.len : 0;
}

gboolean
rungs_ac_is_marker (RungsSpan text, gboolean *whole)
{
  gboolean incoming;
  gsize pos = read_marker_head (text, &incoming);

  if (pos > 0)
    {
      RungsSpan rest = rungs_span_trim (rungs_span_skip (text, pos));

      *whole = rest.len > 4 && memcmp (rest.str + rest.len - 4, "----", 4) == 0;
      return TRUE;
    }
  /* Cut inside " SIP Message from": there must be more than the dashes to know it by. */
  *whole = FALSE;
  return rungs_span_starts (text, RUNGS_SPAN ("---- "))
         && (rungs_span_starts (text, RUNGS_SPAN ("---- Incoming SIP Message "))
             || rungs_span_starts (text, RUNGS_SPAN ("---- Outgoing SIP Message ")));
}

/* "SIPInterface #2 (Teams) TLS TO(#138) ..." */
static void
read_interface (RungsSpan s, RungsAcMarker *marker)
{
  RungsSpan word = RUNGS_SPAN ("SIPInterface");
  gssize close;
  gsize pos = 0;

  /* Behind "to" or "from". */
  while (pos < s.len && s.str[pos] != 'S')
    pos++;
  s = rungs_span_skip (s, pos);
  if (!rungs_span_starts (s, word))
    return;
  pos = word.len;
  pos += count_blanks (rungs_span_skip (s, pos));
  if (pos < s.len && s.str[pos] == '#')
    pos += 1 + count_digits (rungs_span_skip (s, pos + 1));
  marker->interface = rungs_span_trim (rungs_span_head (s, pos));

  s = rungs_span_trim (rungs_span_skip (s, pos));
  if (s.len > 0 && s.str[0] == '(' && (close = rungs_span_find_char (s, ')')) > 0)
    {
      RungsSpan name = rungs_span_trim (rungs_span (s.str + 1, close - 1));

      if (name.len > 0)
        marker->interface = name;
      s = rungs_span_trim (rungs_span_skip (s, close + 1));
    }
  pos = 0;
  while (pos < s.len && g_ascii_isalpha (s.str[pos]))
    pos++;
  marker->transport = rungs_transport_of (rungs_span_head (s, pos));
}

gboolean
rungs_ac_read_marker (RungsSpan text, RungsAcMarker *marker)
{
  gsize pos;
  gssize end;

  *marker = (RungsAcMarker){ .transport = RUNGS_TRANSPORT_UNKNOWN };
  pos = read_marker_head (text, &marker->incoming);
  if (pos == 0)
    return FALSE;
  text = rungs_span_trim (rungs_span_skip (text, pos));
  end = rungs_span_find_char (text, ' ');
  marker->remote = rungs_span_head (text, end < 0 ? text.len : (gsize) end);
  read_interface (rungs_span_skip (text, marker->remote.len), marker);
  return TRUE;
}

/* ------------------------------------------------------------------ prefixes */

static gboolean
is_address (RungsSpan token)
{
  guint dots = 0, colons = 0, others = 0;

  for (gsize i = 0; i < token.len; i++)
    {
      char c = token.str[i];

      if (c == '.')
        dots++;
      else if (c == ':')
        colons++;
      else if (!g_ascii_isdigit (c))
        others += g_ascii_isxdigit (c) && (c | 0x20) >= 'a' ? 0 : 1;
    }
  return others == 0 && ((dots == 3 && colons == 0) || (colons >= 2 && dots == 0 && token.len > 8));
}

/* A token that could be a host name: not a stamp, a number, a month, a level or a facility. */
static gboolean
is_name (RungsSpan token)
{
  static const char words[][8] = { "jan",   "feb", "mar",    "apr",   "may",     "jun",
                                   "jul",   "aug", "sep",    "oct",   "nov",     "dec",
                                   "am",    "pm",  "notice", "info",  "warning", "error",
                                   "debug", "err", "crit",   "alert", "mon",     "tue",
                                   "wed",   "thu", "fri",    "sat",   "sun" };
  gssize dot;

  if (token.len < 2 || !(g_ascii_isalpha (token.str[0]) || g_ascii_isdigit (token.str[0])))
    return FALSE;
  if (rungs_span_find_char (token, ':') >= 0 || rungs_span_find_char (token, '/') >= 0
      || rungs_span_find_char (token, '=') >= 0)
    return FALSE;
  if (count_digits (token) == token.len
      || (g_ascii_isdigit (token.str[0]) && rungs_span_find_char (token, '-') >= 0))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (rungs_span_equal_ci (token, rungs_span_of (words[i])))
        return FALSE;
    }
  dot = rungs_span_find_char (token, '.');
  if (dot > 0)
    {
      RungsSpan facility = rungs_span_head (token, dot);
      RungsSpan level = rungs_span_skip (token, dot + 1);

      if (rungs_span_starts_ci (facility, RUNGS_SPAN ("local")) && facility.len == 6)
        return FALSE;
      if (rungs_span_equal_ci (level, RUNGS_SPAN ("notice"))
          || rungs_span_equal_ci (level, RUNGS_SPAN ("info")))
        return FALSE;
    }
  return TRUE;
}

/* Cut at blanks, tabs, commas and quotes, "<133>" taken off: the next token, FALSE at the end. */
static gboolean
next_token (RungsSpan *rest, RungsSpan *token)
{
  gsize n = 0;

  while (rest->len > 0 && strchr (" \t,;\"", rest->str[0]) != NULL && rest->str[0] != '\0')
    *rest = rungs_span_skip (*rest, 1);
  if (rest->len == 0)
    return FALSE;
  if (rest->str[0] == '<')
    {
      gssize end = rungs_span_find_char (*rest, '>');

      *token = RUNGS_SPAN_NONE;
      *rest = rungs_span_skip (*rest, end >= 0 && end <= 4 ? (gsize) end + 1 : 1);
      return TRUE;
    }
  while (n < rest->len && (rest->str[n] == '\0' || strchr (" \t,;\"", rest->str[n]) == NULL))
    n++;
  *token = rungs_span_head (*rest, n);
  *rest = rungs_span_skip (*rest, n);
  return TRUE;
}

RungsSpan
rungs_ac_prefix_device (RungsSpan prefix)
{
  RungsSpan rest = prefix, token, name = RUNGS_SPAN_NONE;

  while (next_token (&rest, &token))
    {
      /* "host:" and "[192.0.2.1]" */
      if (token.len > 0 && token.str[token.len - 1] == ':')
        token.len--;
      if (token.len > 2 && token.str[0] == '[' && token.str[token.len - 1] == ']')
        token = rungs_span (token.str + 1, token.len - 2);
      if (is_address (token))
        {
          RungsStamp ignored;

          if (rungs_stamp_take_time (token, &ignored) == 0)
            return token;
        }
      if (name.len == 0 && is_name (token))
        name = token;
    }
  return name;
}

/* ------------------------------------------------------------------- escapes */

static guint
count (RungsSpan s, RungsSpan needle, guint max)
{
  guint n = 0;
  gssize at;

  while (n < max && (at = rungs_span_find (s, needle)) >= 0)
    {
      n++;
      s = rungs_span_skip (s, at + needle.len);
    }
  return n;
}

RungsAcEscape
rungs_ac_escape_of (RungsSpan body, RungsAcEscape last)
{
  if (rungs_span_find_char (body, '#') >= 0 && rungs_span_find (body, RUNGS_SPAN ("#012")) >= 0)
    return RUNGS_AC_ESCAPE_HASH;
  if (rungs_span_find_char (body, '<') >= 0 && rungs_span_find (body, RUNGS_SPAN ("<010>")) >= 0)
    return RUNGS_AC_ESCAPE_ANGLE;
  /* "\n" may stand in a quoted string too: one is not enough. */
  if (rungs_span_find_char (body, '\\') >= 0
      && (count (body, RUNGS_SPAN ("\\n"), 3) >= 3
          || rungs_span_find (body, RUNGS_SPAN ("\\n(N ")) >= 0
          || rungs_span_find (body, RUNGS_SPAN ("---- \\")) >= 0
          || rungs_span_find (body, RUNGS_SPAN ("----\\")) >= 0))
    return RUNGS_AC_ESCAPE_BACKSLASH;
  return last == RUNGS_AC_ESCAPE_BACKSLASH ? last : RUNGS_AC_ESCAPE_NONE;
}

/* A control character escaped at the front of @s: bytes of it, 0 when there is none. */
static gsize
read_escape (RungsSpan s, RungsAcEscape escape, char *c)
{
  if (escape == RUNGS_AC_ESCAPE_HASH)
    {
      if (s.len < 4 || s.str[0] != '#' || s.str[1] != '0' || s.str[2] < '0' || s.str[2] > '3'
          || s.str[3] < '0' || s.str[3] > '7')
        return 0;
      *c = (char) ((s.str[2] - '0') * 8 + s.str[3] - '0');
      return 4;
    }
  if (escape == RUNGS_AC_ESCAPE_ANGLE)
    {
      int value;

      if (s.len < 5 || s.str[0] != '<' || s.str[1] != '0' || s.str[4] != '>'
          || !g_ascii_isdigit (s.str[2]) || !g_ascii_isdigit (s.str[3]))
        return 0;
      value = (s.str[2] - '0') * 10 + s.str[3] - '0';
      *c = (char) value;
      return value < 32 ? 5 : 0;
    }
  if (s.len < 2 || s.str[0] != '\\')
    return 0;
  *c = s.str[1] == 'n' ? '\n' : s.str[1] == 'r' ? '\r' : '\t';
  return s.str[1] == 'n' || s.str[1] == 'r' || s.str[1] == 't' ? 2 : 0;
}

void
rungs_ac_unescape (RungsSpan body, RungsAcEscape escape, GByteArray *text, GArray *places)
{
  char sign = escape == RUNGS_AC_ESCAPE_HASH ? '#' : escape == RUNGS_AC_ESCAPE_ANGLE ? '<' : '\\';
  gsize pos = 0;

  while (pos < body.len)
    {
      RungsSpan rest = rungs_span_skip (body, pos);
      gssize at = escape == RUNGS_AC_ESCAPE_NONE ? -1 : rungs_span_find_char (rest, sign);
      gsize plain = at < 0 ? rest.len : (gsize) at;
      char c;
      gsize n;

      g_byte_array_append (text, (const guint8 *) rest.str, plain);
      pos += plain;
      if (pos >= body.len)
        break;
      n = read_escape (rungs_span_skip (body, pos), escape, &c);
      if (n == 0)
        c = sign;
      pos += MAX (n, 1);
      g_byte_array_append (text, (const guint8 *) &c, 1);
      if (n > 0 && c == '\n')
        {
          guint32 place = (guint32) pos;
          g_array_append_val (places, place);
        }
    }
}
