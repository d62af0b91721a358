/* A small matcher with captures: literal text and tokens in braces. Only tokens that may be of any length are tried at more than
 * one place, and a line may cost no more than a fixed number of trials. */
#include "config.h"

#include "formats/text/pattern.h"

#include "base/limits.h"

typedef enum
{
  TOKEN_ANYTHING, /* "{*}" */
  TOKEN_WORD,
  TOKEN_SESSION,
  TOKEN_DEVICE,
  TOKEN_REST,
  TOKEN_RUN, /* "{-*}" */
  TOKEN_TIME,
  TOKEN_NUMBER,
  TOKEN_BYTES,
  TOKEN_TRANSPORT,
  TOKEN_ADDRESS, /* with a side */
  TOKEN_DOTTED,
  TOKEN_HOST,
  TOKEN_PORT,
  TOKEN_WRONG,
} Token;

typedef struct
{
  RungsSpan line;
  RungsDates dates;
  RungsTextFields *fields;
  guint trials;
} Match;

static gboolean match_here (Match *self, const char *pattern, gsize at);

static inline gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static RungsSpan
span_between (const Match *self, gsize start, gsize end)
{
  return rungs_span (self->line.str + start, end - start);
}

static gboolean
is_port (RungsSpan text)
{
  guint64 number;

  return rungs_span_to_uint (text, 65535, &number);
}

/* --- Tokens ------------------------------------------------------------------------------------------------------ */

/* "src", "src.", "src-host", "src-port" and the other sides. */
static Token
read_side (RungsSpan name, RungsTextSide *side)
{
  static const RungsSpan sides[] = { { "src", 3 }, { "dst", 3 }, { "peer", 4 }, { "own", 3 } };

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      RungsSpan rest = rungs_span_skip (name, sides[i].len);

      if (!rungs_span_starts (name, sides[i]))
        continue;
      *side = i;
      if (rest.len == 0)
        return TOKEN_ADDRESS;
      if (rungs_span_equal (rest, RUNGS_SPAN (".")))
        return TOKEN_DOTTED;
      if (rungs_span_equal (rest, RUNGS_SPAN ("-host")))
        return TOKEN_HOST;
      if (rungs_span_equal (rest, RUNGS_SPAN ("-port")))
        return TOKEN_PORT;
    }
  return TOKEN_WRONG;
}

static Token
read_token (RungsSpan name, RungsTextSide *side)
{
  static const struct
  {
    RungsSpan name;
    Token token;
  } tokens[] = {
    { { "*", 1 }, TOKEN_ANYTHING },
    { { "word", 4 }, TOKEN_WORD },
    { { "session", 7 }, TOKEN_SESSION },
    { { "device", 6 }, TOKEN_DEVICE },
    { { "rest", 4 }, TOKEN_REST },
    { { "time", 4 }, TOKEN_TIME },
    { { "n", 1 }, TOKEN_NUMBER },
    { { "bytes", 5 }, TOKEN_BYTES },
    { { "transport", 9 }, TOKEN_TRANSPORT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      if (rungs_span_equal (name, tokens[i].name))
        return tokens[i].token;
    }
  if (name.len == 2 && name.str[1] == '*')
    return TOKEN_RUN;
  return read_side (name, side);
}

/* --- Addresses --------------------------------------------------------------------------------------------------- */

/* "5060" in "…:5060" that is no group of an IPv6 address. */
static gboolean
is_port_of_ipv6 (RungsSpan run, gsize last_colon, guint colons)
{
  RungsSpan last = rungs_span_skip (run, last_colon + 1);

  return is_port (last)
         && (colons == 8 || (last.len >= 4 && rungs_span_find (run, RUNGS_SPAN ("::")) >= 0));
}

/* Bytes that a host and its port may be of. */
static gsize
host_len (RungsSpan s)
{
  gsize len = 0;

  while (len < s.len
         && (g_ascii_isalnum (s.str[len])
             || (s.str[len] != '\0' && strchr (".-_%:", s.str[len]) != NULL)))
    len++;
  return len;
}

/* "192.0.2.1:5060", "2001:db8::1", "sip.example.com": bytes read, or 0. */
static gsize
take_bare (RungsSpan s, RungsSpan *host, RungsSpan *port)
{
  gsize len = host_len (s), last_colon = 0;
  guint colons = 0;

  while (len > 0 && (s.str[len - 1] == ':' || s.str[len - 1] == '.'))
    len--;
  /* "host-->" has no minus at its end */
  while (len > 0 && s.str[len - 1] == '-')
    len--;
  for (gsize i = 0; i < len; i++)
    {
      if (s.str[i] != ':')
        continue;
      colons++;
      last_colon = i;
    }
  s = rungs_span_head (s, len);
  if (colons == 1 && !is_port (rungs_span_skip (s, last_colon + 1)))
    s = rungs_span_head (s, last_colon);
  *host = s;
  if ((colons == 1 && s.len > last_colon)
      || (colons > 1 && is_port_of_ipv6 (s, last_colon, colons)))
    {
      *host = rungs_span_head (s, last_colon);
      *port = rungs_span_skip (s, last_colon + 1);
    }
  return s.len;
}

/* "[2001:db8::1]", "[192.0.2.1]": bytes read, or 0. */
static gsize
take_bracketed (RungsSpan s, RungsSpan *host)
{
  gsize i = 1 + host_len (rungs_span_skip (s, 1));

  if (i == 1 || i == s.len || s.str[i] != ']')
    return 0;
  *host = rungs_span (s.str + 1, i - 1);
  return i + 1;
}

/* "<SBC-IP>", as somebody masked it: bytes read, or 0. */
static gsize
take_masked (RungsSpan s, RungsSpan *host)
{
  gsize n = 1;

  while (n < s.len && (g_ascii_isalnum (s.str[n]) || s.str[n] == '-' || s.str[n] == '_'))
    n++;
  if (n == 1 || n == s.len || s.str[n] != '>' || !g_ascii_isalpha (s.str[1]))
    return 0;
  *host = rungs_span_head (s, n + 1);
  return n + 1;
}

/* "192.0.2.1:5060", "[2001:db8::1]:5060", "192.0.2.1/5060", "sip.example.com": bytes read, or 0. */
static gsize
take_address (RungsSpan s, RungsSpan *host, RungsSpan *port)
{
  gboolean has_bracket = s.len > 0 && s.str[0] == '[', is_masked = s.len > 0 && s.str[0] == '<';
  gsize n, digits;
  guint64 number;

  *host = *port = RUNGS_SPAN_NONE;
  n = has_bracket ? take_bracketed (s, host)
      : is_masked ? take_masked (s, host)
                  : take_bare (s, host, port);
  if (n == 0 || port->len > 0 || n >= s.len)
    return n;
  if (s.str[n] != '/' && !((has_bracket || is_masked) && s.str[n] == ':'))
    return n;
  digits = rungs_span_take_uint (rungs_span_skip (s, n + 1), 65535, &number);
  if (digits == 0)
    return n;
  *port = rungs_span (s.str + n + 1, digits);
  return n + 1 + digits;
}

/* Ports as /etc/services and tcpdump call them. */
static RungsSpan
service_port (RungsSpan name)
{
  static const struct
  {
    RungsSpan name, port;
  } services[] = {
    { { "sip", 3 }, { "5060", 4 } },     { { "sip-tls", 7 }, { "5061", 4 } },
    { { "sips", 4 }, { "5061", 4 } },    { { "na-localise", 11 }, { "5062", 4 } },
    { { "csrpc", 5 }, { "5063", 4 } },   { { "ca-1", 4 }, { "5064", 4 } },
    { { "ca-2", 4 }, { "5065", 4 } },    { { "stanag-5066", 11 }, { "5066", 4 } },
    { { "sip-tcp", 7 }, { "5060", 4 } }, { { "http", 4 }, { "80", 2 } },
    { { "https", 5 }, { "443", 3 } },    { { "http-alt", 8 }, { "8080", 4 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    {
      if (rungs_span_equal (name, services[i].name))
        return services[i].port;
    }
  return is_port (name) ? name : RUNGS_SPAN_NONE;
}

/* "192.0.2.1.5060", "2001:db8::1.sip", "sbc.example.com.sip-tls": bytes read, or 0. */
static gsize
take_dotted (RungsSpan s, RungsSpan *host, RungsSpan *port)
{
  gsize len = 0, dot = 0;

  while (len < s.len && !is_blank (s.str[len]))
    len++;
  while (len > 0 && s.str[len - 1] == ':')
    len--;
  for (gsize i = 0; i < len; i++)
    dot = s.str[i] == '.' ? i : dot;
  if (dot == 0)
    return 0;
  *host = rungs_span_head (s, dot);
  *port = service_port (rungs_span (s.str + dot + 1, len - dot - 1));
  return len;
}

/* --- Matching ---------------------------------------------------------------------------------------------------- */

/* What follows @pattern, at any place from @at on; the text up to there is the token's. */
static gboolean
match_later (Match *self, Token token, const char *pattern, gsize at)
{
  RungsSpan *kept = token == TOKEN_SESSION  ? &self->fields->session
                    : token == TOKEN_DEVICE ? &self->fields->device
                    : token == TOKEN_REST   ? &self->fields->rest
                                            : NULL;
  gboolean takes_blanks = token == TOKEN_ANYTHING || token == TOKEN_REST;
  char next = *pattern != '{' && !is_blank (*pattern) ? *pattern : '\0';

  if (*pattern == '\0' && takes_blanks)
    return TRUE;
  for (gsize i = takes_blanks ? at : at + 1; i <= self->line.len; i++)
    {
      if (!takes_blanks && is_blank (self->line.str[i - 1]))
        return FALSE;
      if (next != '\0' && takes_blanks)
        {
          gssize skip = rungs_span_find_char (rungs_span_skip (self->line, i), next);

          if (skip < 0)
            return FALSE;
          i += skip;
        }
      if (self->trials == 0)
        return FALSE;
      self->trials--;
      if (!match_here (self, pattern, i))
        continue;
      if (kept != NULL)
        *kept = span_between (self, at, i);
      return TRUE;
    }
  return FALSE;
}

/* @next: the character of the pattern after it. A pattern that has the Z itself is for stamps in UTC alone. */
static gsize
take_time (Match *self, gsize at, char next)
{
  gsize n =
    rungs_stamp_read (rungs_span_skip (self->line, at), self->dates, &self->fields->written);

  return n > 0 && next == 'Z' && self->line.str[at + n - 1] == 'Z' ? n - 1 : n;
}

static gsize
take_transport (Match *self, gsize at)
{
  gsize end = at;

  while (end < self->line.len && g_ascii_isalnum (self->line.str[end]))
    end++;
  self->fields->transport = rungs_transport_of (span_between (self, at, end));
  return self->fields->transport != RUNGS_TRANSPORT_UNKNOWN ? end - at : 0;
}

/* A token of one possible length: bytes read, or 0. */
static gsize
take_token (Match *self, Token token, RungsTextSide side, gsize at, char next)
{
  RungsSpan s = rungs_span_skip (self->line, at);
  guint64 number;
  gsize n;

  switch (token)
    {
    case TOKEN_TIME:
      return take_time (self, at, next);
    case TOKEN_NUMBER:
      return rungs_span_take_uint (s, G_MAXUINT64, &number);
    case TOKEN_BYTES:
      return rungs_span_take_uint (s, RUNGS_MAX_SIP, &self->fields->n_bytes);
    case TOKEN_TRANSPORT:
      return take_transport (self, at);
    case TOKEN_ADDRESS:
      return take_address (s, &self->fields->host[side], &self->fields->port[side]);
    case TOKEN_DOTTED:
      return take_dotted (s, &self->fields->host[side], &self->fields->port[side]);
    case TOKEN_HOST:
      n = host_len (s);
      self->fields->host[side] = rungs_span_head (s, n);
      return n;
    case TOKEN_PORT:
      n = rungs_span_take_uint (s, 65535, &number);
      self->fields->port[side] = rungs_span_head (s, n);
      return n;
    case TOKEN_ANYTHING:
    case TOKEN_WORD:
    case TOKEN_SESSION:
    case TOKEN_DEVICE:
    case TOKEN_REST:
    case TOKEN_RUN:
    case TOKEN_WRONG:
    default:
      return 0;
    }
}

static gsize
run_of (RungsSpan line, gsize at, char c)
{
  gsize i = at;

  while (i < line.len && line.str[i] == c)
    i++;
  return i - at;
}

static gboolean
match_here (Match *self, const char *pattern, gsize at)
{
  RungsSpan line = self->line;

  while (*pattern != '\0')
    {
      const char *close = *pattern == '{' ? strchr (pattern, '}') : NULL;
      RungsTextSide side = RUNGS_TEXT_SRC;
      gsize n = 0;

      if (close != NULL)
        {
          Token token = read_token (rungs_span (pattern + 1, close - pattern - 1), &side);

          if (token <= TOKEN_REST)
            return match_later (self, token, close + 1, at);
          n = token == TOKEN_RUN ? run_of (line, at, pattern[1])
                                 : take_token (self, token, side, at, close[1]);
          if (n == 0 && token != TOKEN_RUN)
            return FALSE;
          pattern = close + 1;
        }
      else
        {
          if (*pattern == ' ')
            n = run_of (line, at, ' ') > 0 || run_of (line, at, '\t') > 0;
          else
            n = at < line.len && line.str[at] == *pattern;
          if (n == 0)
            return FALSE;
          while (*pattern == ' ' && at + n < line.len && is_blank (line.str[at + n]))
            n++;
          pattern++;
        }
      at += n;
    }
  while (at < line.len && is_blank (line.str[at]))
    at++;
  return at == line.len;
}

gboolean
rungs_text_fields_say (const RungsTextFields *fields)
{
  for (guint i = 0; i < RUNGS_TEXT_N_SIDES; i++)
    {
      if (fields->host[i].len > 0)
        return TRUE;
    }
  return fields->session.len > 0 || fields->device.len > 0 || fields->n_bytes > 0
         || fields->transport != RUNGS_TRANSPORT_UNKNOWN
         || fields->written.kind != RUNGS_WRITTEN_NONE;
}

/* What lines of SIP rarely have: signs, then capitals, then digits. */
static guint
rarity (char c)
{
  if (g_ascii_islower (c))
    return strchr ("jkqvwxzgb", c) != NULL ? 2 : 1;
  if (g_ascii_isupper (c))
    return 3;
  return g_ascii_isdigit (c) || strchr (":;=-.,<>@/", c) != NULL ? 1 : 4;
}

static RungsSpan
find_anchor (const char *pattern)
{
  RungsSpan best = RUNGS_SPAN_NONE;

  while (*pattern != '\0')
    {
      gsize len = strcspn (pattern, " {");

      if (len > best.len)
        best = rungs_span (pattern, len);
      pattern += len;
      if (*pattern == '{' && strchr (pattern, '}') != NULL)
        pattern = strchr (pattern, '}');
      if (*pattern != '\0')
        pattern++;
    }
  return best;
}

void
rungs_text_pattern_init (RungsTextPattern *self, const char *text)
{
  *self = (RungsTextPattern){ .text = text,
                              .first = *text == '{' ? '\0' : *text,
                              .anchor = find_anchor (text) };
  for (guint i = 1; i < self->anchor.len; i++)
    {
      if (rarity (self->anchor.str[i]) > rarity (self->anchor.str[self->rare]))
        self->rare = i;
    }
}

gboolean
rungs_text_pattern_match (const RungsTextPattern *self,
                          RungsSpan line,
                          RungsDates dates,
                          RungsTextFields *fields)
{
  Match match = {
    .line = line, .dates = dates, .fields = fields, .trials = RUNGS_TEXT_PATTERN_TRIALS
  };

  if (line.len == 0 || line.len > RUNGS_TEXT_PATTERN_BYTES
      || !rungs_text_pattern_may_match (self, line))
    return FALSE;
  *fields = (RungsTextFields){ .written.time = RUNGS_TIME_NONE };
  return match_here (&match, self->text, 0);
}
