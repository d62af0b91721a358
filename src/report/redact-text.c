/* Finds in any text what identifies somebody. It replaces rather too much than too little: seven
 * digits in a row are a telephone number, whatever else they may be. */
#include "config.h"

#include "report/redact-private.h"

#include "base/teams.h"

/* Shorter runs of digits are ports, codes, payload types and years; Microsoft's own codes have
 * six. */
#define MIN_NUMBER 7
/* Words of a display name that are shorter are "der", "and", initials. */
#define MIN_WORD 4
#define MIN_USER 3

/* Domains of Microsoft's service, the same for every customer. Not onmicrosoft.com: that names the
 * tenant. */
static const char *const public_domains[] = {
  "microsoft.com", "microsoftonline.com", "skype.com", "lync.com",
  "microsoft.us",  "office.com",          "invalid",
};

static const char *const common_words[] = {
  "anonymous", "answer",     "audio",     "box",        "busy",        "bye",       "call",
  "caller",    "cancel",     "carrier",   "conference", "direct",      "error",     "external",
  "failed",    "gateway",    "guest",     "host",       "incoming",    "interface", "internal",
  "invite",    "lan",        "localhost", "media",      "meeting",     "message",   "microsoft",
  "mobile",    "network",    "none",      "not",        "null",        "number",    "office",
  "oper",      "options",    "outgoing",  "pbx",        "phone",       "ping",      "provider",
  "proxy",     "pstn",       "register",  "restricted", "room",        "rooms",     "route",
  "routing",   "sbc",        "server",    "service",    "session",     "sip",       "sipinterface",
  "sips",      "siptrunk",   "subscribe", "tcp",        "team",        "teams",     "test",
  "tls",       "to",         "trunk",     "udp",        "unavailable", "undefined", "unknown",
  "user",      "user-agent", "video",     "voice",      "wan",
};

gboolean
rungs_redact_is_common (RungsSpan word)
{
  for (guint i = 0; i < G_N_ELEMENTS (common_words); i++)
    if (rungs_span_equal_ci (word, rungs_span_of (common_words[i])))
      return TRUE;
  return FALSE;
}

static gboolean
is_word_char (char c)
{
  return g_ascii_isalnum (c) || rungs_char_is_in (c, "_-.+~%") || (guchar) c >= 0x80;
}

static gboolean
is_inner_char (char c)
{
  return g_ascii_isalnum (c) || (guchar) c >= 0x80;
}

gsize
rungs_redact_word (RungsSpan text)
{
  gsize len = 0;

  if (text.len == 0 || !is_word_char (text.str[0]) || rungs_char_is_in (text.str[0], "_-.~%"))
    return 0;
  while (len < text.len && is_word_char (text.str[len]))
    len++;
  while (len > 1 && rungs_char_is_in (text.str[len - 1], "_-.+~%"))
    len--;
  return len;
}

/* ---- addresses ---- */

/* Microsoft's, or of nobody. */
static gboolean
is_public_ipv4 (const guint8 *a)
{
  return rungs_teams_is_public (a, 4) || a[0] == 0 || a[0] == 127 || a[0] == 255;
}

/* Bytes of a dotted quad at the start of @s, 0 when there is none. */
static gsize
take_ipv4 (RungsSpan s, guint8 *address)
{
  gsize pos = 0;

  for (guint i = 0; i < 4; i++)
    {
      guint64 part;
      gsize n = rungs_span_take_uint (rungs_span_head (rungs_span_skip (s, pos), 4), 255, &part);

      if (n == 0 || n > 3)
        return 0;
      address[i] = (guint8) part;
      pos += n;
      if (i < 3)
        {
          if (pos >= s.len || s.str[pos] != '.')
            return 0;
          pos++;
        }
    }
  if (pos < s.len && g_ascii_isdigit (s.str[pos]))
    return 0;
  return pos;
}

/* Groups of two hex digits between colons (or dashes): a MAC has six. */
static gsize
take_mac (RungsSpan s)
{
  for (guint i = 0; i < 17; i++)
    {
      if (i >= s.len)
        return 0;
      if (i % 3 == 2 ? s.str[i] != ':' && s.str[i] != '-' : !g_ascii_isxdigit (s.str[i]))
        return 0;
    }
  if (s.len > 17 && (g_ascii_isxdigit (s.str[17]) || s.str[17] == ':' || s.str[17] == '-'))
    return 0;
  return 17;
}

/* "2001:db8::1"; not a time of the day, and not "::". *@is_public: it is Microsoft's. */
static gsize
take_ipv6 (RungsSpan s, gboolean *is_public)
{
  gsize len = 0;
  guint colons = 0;
  char text[48];

  while (len < s.len && len < sizeof text
         && (g_ascii_isxdigit (s.str[len]) || s.str[len] == ':' || s.str[len] == '.'))
    colons += s.str[len++] == ':';
  while (
    len > 0
    && (s.str[len - 1] == '.' || (s.str[len - 1] == ':' && (len < 2 || s.str[len - 2] != ':'))))
    len--;
  if (colons < 2 || len < 4 || len >= sizeof text)
    return 0;
  memcpy (text, s.str, len);
  text[len] = '\0';
  {
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);
    if (address == NULL || g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
      return 0;
    *is_public = rungs_teams_is_public (g_inet_address_to_bytes (address),
                                        g_inet_address_get_native_size (address));
  }
  return len;
}

static gsize
take_uuid (RungsSpan s)
{
  for (guint i = 0; i < 36; i++)
    {
      gboolean dash = i == 8 || i == 13 || i == 18 || i == 23;

      if (i >= s.len || (dash ? s.str[i] != '-' : !g_ascii_isxdigit (s.str[i])))
        return 0;
    }
  /* Whatever follows: Teams writes "callId: <id>causeId: <id>". */
  return 36;
}

static gsize
append_special (RungsRedact *redact, GString *out, RungsSpan text)
{
  gboolean is_public;
  gsize len;

  if ((len = take_uuid (text)) > 0)
    g_string_append (out,
                     rungs_redact_token (redact, RUNGS_SECRET_UUID, rungs_span_head (text, len)));
  else if ((len = take_mac (text)) > 0)
    g_string_append (out,
                     rungs_redact_token (redact, RUNGS_SECRET_MAC, rungs_span_head (text, len)));
  else if ((len = take_ipv6 (text, &is_public)) > 0 && is_public)
    g_string_append_len (out, text.str, (gssize) len);
  else if (len > 0)
    g_string_append (out,
                     rungs_redact_token (redact, RUNGS_SECRET_IPV6, rungs_span_head (text, len)));
  return len;
}

/* ---- hosts ---- */

/* Letters, digits and dashes between dots, the last of them letters. */
static gboolean
is_host_name (RungsSpan word)
{
  gsize last = 0;
  gboolean dot = FALSE;

  for (gsize i = 0; i < word.len; i++)
    {
      if (word.str[i] == '.')
        {
          if (i == last)
            return FALSE;
          dot = TRUE;
          last = i + 1;
        }
      else if (!g_ascii_isalnum (word.str[i]) && word.str[i] != '-' && word.str[i] != '_')
        return FALSE;
    }
  if (!dot || word.len - last < 2 || rungs_span_starts_ci (word, RUNGS_SPAN ("vnd.")))
    return FALSE;
  for (gsize i = last; i < word.len; i++)
    if (!g_ascii_isalpha (word.str[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_public_host (RungsSpan host)
{
  /* Its proxies' Server header, "Microsoft.PSTNHub.SIPProxy", has the shape of a host name. */
  if (rungs_span_starts (host, RUNGS_SPAN ("Microsoft.PSTNHub.")))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (public_domains); i++)
    {
      RungsSpan domain = rungs_span_of (public_domains[i]);
      RungsSpan tail;

      if (host.len < domain.len)
        continue;
      tail = rungs_span_skip (host, host.len - domain.len);
      if (rungs_span_equal_ci (tail, domain) && (host.len == domain.len || tail.str[-1] == '.'))
        return TRUE;
    }
  return FALSE;
}

void
rungs_redact_append_host (RungsRedact *redact, GString *out, RungsSpan host)
{
  gsize len = rungs_redact_word (host);
  RungsSpan word = rungs_span_head (host, len);
  guint8 address[4];
  gboolean is_public;

  /* A port, or what is no name at all, is left to the filter. */
  if (len == 0 || is_host_name (word) || take_ipv4 (word, address) > 0
      || rungs_redact_is_common (word) || take_ipv6 (host, &is_public) > 0)
    {
      rungs_redact_append (redact, out, host);
      return;
    }
  {
    const char *token = rungs_redact_token (redact, RUNGS_SECRET_LABEL, word);

    if (len >= MIN_USER)
      rungs_redact_learn (redact, word, token);
    g_string_append (out, token);
    rungs_redact_append (redact, out, rungs_span_skip (host, len));
  }
}

/* ---- users and names ---- */

/* "+1 (555) 0100": the number of digits, 0 when anything else is in it. */
static gsize
count_digits (RungsSpan user)
{
  gsize n = 0;

  for (gsize i = 0; i < user.len; i++)
    {
      if (g_ascii_isdigit (user.str[i]))
        n++;
      else if (!rungs_char_is_in (user.str[i], "+-.() *#"))
        return 0;
    }
  return n;
}

static void
append_number (RungsRedact *redact, GString *out, RungsSpan number)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  const char *token;

  for (gsize i = 0; i < number.len; i++)
    if (g_ascii_isdigit (number.str[i]))
      g_string_append_c (digits, number.str[i]);
  token = rungs_redact_token (redact, RUNGS_SECRET_NUMBER, rungs_span (digits->str, digits->len));
  if (number.str[0] == '+')
    g_string_append_c (out, '+');
  g_string_append (out, token);
}

void
rungs_redact_append_user (RungsRedact *redact, GString *out, RungsSpan user)
{
  gssize params = rungs_span_find_char (user, ';');
  RungsSpan rest = RUNGS_SPAN_NONE;

  if (params > 0)
    {
      rest = rungs_span_skip (user, (gsize) params);
      user = rungs_span_head (user, (gsize) params);
    }
  if (user.len == 0 || rungs_span_equal (user, RUNGS_SPAN ("-")) || rungs_redact_is_common (user))
    g_string_append_len (out, user.str, (gssize) user.len);
  else if (count_digits (user) > 0)
    append_number (redact, out, user);
  else
    {
      const char *token = rungs_redact_token (redact, RUNGS_SECRET_USER, user);

      if (user.len >= MIN_USER)
        rungs_redact_learn (redact, user, token);
      g_string_append (out, token);
    }
  rungs_redact_append (redact, out, rest);
}

/* The words of a name are known from now on too: "Example, Alice". */
static void
learn_words (RungsRedact *redact, RungsSpan name)
{
  while (name.len > 0)
    {
      gsize len = 0;
      RungsSpan word;

      while (len < name.len && is_inner_char (name.str[len]))
        len++;
      word = rungs_span_head (name, len);
      if (len >= MIN_WORD && count_digits (word) == 0 && !rungs_redact_is_common (word))
        rungs_redact_learn (redact, word, rungs_redact_token (redact, RUNGS_SECRET_NAME, word));
      name = rungs_span_skip (name, MAX (len, 1));
    }
}

void
rungs_redact_append_name (RungsRedact *redact, GString *out, RungsSpan name)
{
  const char *token;

  name = rungs_span_trim (name);
  if (name.len == 0 || rungs_redact_is_common (name))
    {
      g_string_append_len (out, name.str, (gssize) name.len);
      return;
    }
  if (count_digits (name) > 0)
    {
      append_number (redact, out, name);
      return;
    }
  token = rungs_redact_token (redact, RUNGS_SECRET_NAME, name);
  if (name.len >= MIN_USER)
    rungs_redact_learn (redact, name, token);
  learn_words (redact, name);
  g_string_append (out, token);
}

/* ---- the filter ---- */

/* What is inside a word that is no name as a whole: addresses, numbers, parts that were learnt
 * ("alice-mobile"). */
static void
append_inner (RungsRedact *redact, GString *out, RungsSpan word)
{
  gsize pos = 0;

  while (pos < word.len)
    {
      RungsSpan rest = rungs_span_skip (word, pos);
      gboolean fresh = pos == 0 || !is_inner_char (word.str[pos - 1]);
      gsize len = 0, digits = 0;
      guint8 address[4];
      const char *token;

      while (digits < rest.len && g_ascii_isdigit (rest.str[digits]))
        digits++;
      if (digits > 0 && (len = take_ipv4 (rest, address)) > 0)
        {
          if (is_public_ipv4 (address))
            g_string_append_len (out, rest.str, (gssize) len);
          else
            g_string_append (
              out, rungs_redact_token (redact, RUNGS_SECRET_IPV4, rungs_span_head (rest, len)));
        }
      else if (digits >= MIN_NUMBER)
        {
          len = digits;
          append_number (redact, out, rungs_span_head (rest, len));
        }
      else if (digits > 0)
        {
          len = digits;
          g_string_append_len (out, rest.str, (gssize) len);
        }
      else if (fresh && is_inner_char (rest.str[0]))
        {
          while (len < rest.len && is_inner_char (rest.str[len]))
            len++;
          if (rungs_redact_find_learnt (redact, rungs_span_head (rest, len),
                                        rungs_span_head (rest, len), &token)
              == len)
            g_string_append (out, token);
          else
            {
              /* Its letters; digits in it are looked at in their turn. */
              len = 1;
              while (len < rest.len && is_inner_char (rest.str[len])
                     && !g_ascii_isdigit (rest.str[len]))
                len++;
              g_string_append_len (out, rest.str, (gssize) len);
            }
        }
      else
        {
          len = 1;
          g_string_append_c (out, rest.str[0]);
        }
      pos += len;
    }
}

gsize
rungs_redact_uri_length (RungsSpan text, gsize *scheme_len)
{
  static const char *const schemes[] = { "sip:", "sips:", "tel:", "im:", "pres:" };
  gsize len;

  *scheme_len = 0;
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (rungs_span_starts_ci (text, rungs_span_of (schemes[i])))
      *scheme_len = strlen (schemes[i]);
  if (*scheme_len == 0)
    return 0;
  len = *scheme_len;
  while (len < text.len && !rungs_char_is_in (text.str[len], " \t\r\n<>\",")
         && text.str[len] != '\0')
    len++;
  return len;
}

/* A URI: its user part and host are what their place says. */
static void
append_uri (RungsRedact *redact, GString *out, RungsSpan uri, gsize scheme_len)
{
  RungsSpan rest = rungs_span_skip (uri, scheme_len);
  gssize at = rungs_span_find_char (rest, '@');

  g_string_append_len (out, uri.str, (gssize) scheme_len);
  if (rungs_span_starts_ci (uri, RUNGS_SPAN ("tel:")))
    {
      rungs_redact_append_user (redact, out, rest);
      return;
    }
  if (at >= 0)
    {
      RungsSpan user = rungs_span_head (rest, (gsize) at);
      gssize colon = rungs_span_find_char (user, ':');

      if (colon >= 0)
        user = rungs_span_head (user, (gsize) colon);
      rungs_redact_append_user (redact, out, user);
      g_string_append (out, colon >= 0 ? ":(removed)@" : "@");
      rest = rungs_span_skip (rest, (gsize) at + 1);
    }
  rungs_redact_append_host (redact, out, rest);
}

static gsize
append_word (RungsRedact *redact, GString *out, RungsSpan text)
{
  gsize len = rungs_redact_word (text), phrase, scheme;
  RungsSpan word = rungs_span_head (text, len);
  const char *token = NULL;

  if (len == 0)
    return 0;
  if ((phrase = rungs_redact_find_learnt (redact, text, word, &token)) > 0)
    {
      g_string_append (out, token);
      return phrase;
    }
  if ((phrase = rungs_redact_uri_length (text, &scheme)) > scheme)
    {
      append_uri (redact, out, rungs_span_head (text, phrase), scheme);
      return phrase;
    }
  if ((phrase = append_special (redact, out, text)) > 0)
    return phrase;
  if (is_host_name (word))
    {
      if (is_public_host (word))
        g_string_append_len (out, word.str, (gssize) word.len);
      else
        g_string_append (out, rungs_redact_token (redact, RUNGS_SECRET_HOST, word));
    }
  else
    append_inner (redact, out, word);
  return len;
}

void
rungs_redact_append (RungsRedact *redact, GString *out, RungsSpan text)
{
  while (text.len > 0)
    {
      gsize len = append_word (redact, out, text);

      if (len == 0 && text.str[0] == ':')
        len = append_special (redact, out, text); /* "::1.2.3.4" begins with no word */
      if (len == 0)
        {
          g_string_append_c (out, text.str[0]);
          len = 1;
        }
      text = rungs_span_skip (text, len);
    }
}
