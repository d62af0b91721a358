/* Hosts and ports out of a line, in the forms in use. */
#include "config.h"

#include "formats/text/address.h"

static gboolean
is_port (RungsSpan text)
{
  guint64 number;

  return rungs_span_to_uint (text, 65535, &number);
}

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

gsize
rungs_text_take_address (RungsSpan s, RungsSpan *host, RungsSpan *port)
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

RungsSpan
rungs_text_port_of (RungsSpan name)
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
