/* Headers by name, and the parts of their values, for those who look at one message. */
#include "config.h"

#include "sip/index.h"

#include "sip/scan.h"

/* RFC 3261 7.3.3 and the extensions' own registrations. */
static const struct
{
  RungsSpan name;
  char letter;
} forms[] = {
  { { "Accept-Contact", 14 }, 'a' },
  { { "Referred-By", 11 }, 'b' },
  { { "Content-Type", 12 }, 'c' },
  { { "Request-Disposition", 19 }, 'd' },
  { { "Content-Encoding", 16 }, 'e' },
  { { "From", 4 }, 'f' },
  { { "Call-ID", 7 }, 'i' },
  { { "Reject-Contact", 14 }, 'j' },
  { { "Supported", 9 }, 'k' },
  { { "Content-Length", 14 }, 'l' },
  { { "Contact", 7 }, 'm' },
  { { "Identity-Info", 13 }, 'n' },
  { { "Event", 5 }, 'o' },
  { { "Refer-To", 8 }, 'r' },
  { { "Subject", 7 }, 's' },
  { { "To", 2 }, 't' },
  { { "Allow-Events", 12 }, 'u' },
  { { "Via", 3 }, 'v' },
  { { "Session-Expires", 15 }, 'x' },
  { { "Identity", 8 }, 'y' },
};

static char
compact_form (RungsSpan name)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      if (rungs_span_equal_ci (name, forms[i].name))
        return forms[i].letter;
    }
  return '\0';
}

RungsSpan
rungs_sip_long_name (RungsSpan name)
{
  for (guint i = 0; name.len == 1 && i < G_N_ELEMENTS (forms); i++)
    if (forms[i].letter == g_ascii_tolower (name.str[0]))
      return forms[i].name;
  return name;
}

gboolean
rungs_sip_next_header (RungsSpan bytes,
                       gsize *pos,
                       RungsSpan *name,
                       RungsSpan *value,
                       gsize *line_offset)
{
  RungsScan scan;

  g_return_val_if_fail (pos != NULL && name != NULL && value != NULL, FALSE);
  rungs_scan_init (&scan, bytes);
  if (*pos == 0)
    rungs_scan_line (&scan);
  else
    scan.pos += MIN (*pos, bytes.len);
  if (!rungs_scan_header (&scan, name, value))
    return FALSE;
  if (line_offset != NULL)
    *line_offset = name->str - bytes.str;
  *pos = scan.pos - bytes.str;
  return TRUE;
}

RungsSpan
rungs_sip_header (RungsSpan bytes, RungsSpan name, guint nth, gsize *line_offset)
{
  char letter = compact_form (name);
  gsize pos = 0, offset = 0;
  RungsSpan found, value;

  while (rungs_sip_next_header (bytes, &pos, &found, &value, &offset))
    {
      gboolean is_it =
        rungs_span_equal_ci (found, name)
        || (letter != '\0' && found.len == 1 && g_ascii_tolower (found.str[0]) == letter);

      if (!is_it || nth-- > 0)
        continue;
      if (line_offset != NULL)
        *line_offset = offset;
      return value;
    }
  return RUNGS_SPAN_NONE;
}

/* Of a header value or of a URI: within <> first what belongs to the URI, then what belongs to the
 * header. */
gboolean
rungs_sip_param (RungsSpan value, RungsSpan name, RungsSpan *out)
{
  RungsSpan display, uri, params;

  g_return_val_if_fail (out != NULL, FALSE);
  rungs_scan_address (value, &display, &uri, &params);
  if (rungs_scan_param (params, name, out))
    return TRUE;
  return rungs_scan_param (uri, name, out);
}

static const gboolean ends_host[256] = {
  ['\0'] = TRUE, [':'] = TRUE, [';'] = TRUE,  ['?'] = TRUE,  ['>'] = TRUE,  ['/'] = TRUE,
  [','] = TRUE,  [' '] = TRUE, ['\t'] = TRUE, ['\r'] = TRUE, ['\n'] = TRUE,
};

void
rungs_scan_uri (RungsSpan uri, RungsSpan *user, RungsSpan *host, RungsSpan *port)
{
  RungsSpan rest;
  gssize at;
  gsize i = 0;

  *user = *host = *port = RUNGS_SPAN_NONE;
  while (i < uri.len && uri.str[i] != ':')
    i++;
  if (i == uri.len)
    return;
  rest = rungs_span_skip (uri, i + 1);
  at = rungs_span_find_char (rest, '@');
  if (at >= 0 || rungs_span_starts_ci (uri, RUNGS_SPAN ("tel:")))
    {
      /* "+1555…;npdi" and "user:password": the number is what stands in front. */
      gsize len = at < 0 ? rest.len : (gsize) at;

      for (i = 0; i < len && rest.str[i] != ';' && rest.str[i] != ':';)
        i++;
      *user = rungs_span_head (rest, i);
      if (at < 0)
        return;
      rest = rungs_span_skip (rest, at + 1);
    }
  i = 0;
  if (rest.len > 0 && rest.str[0] == '[')
    {
      gssize close = rungs_span_find_char (rest, ']');

      i = close < 0 ? rest.len : (gsize) close + 1;
    }
  while (i < rest.len && !ends_host[(guint8) rest.str[i]])
    i++;
  *host = rungs_span_head (rest, i);
  if (i < rest.len && rest.str[i] == ':')
    {
      gsize digits = 0;

      *port = rungs_span_skip (rest, i + 1);
      while (digits < port->len && g_ascii_isdigit (port->str[digits]))
        digits++;
      port->len = digits;
    }
}

void
rungs_sip_uri (RungsSpan value, RungsSpan *user, RungsSpan *host, RungsSpan *port)
{
  RungsSpan display, uri = value, params;

  if (value.len > 0 && (rungs_span_find_char (value, '<') >= 0 || value.str[0] == '"'))
    rungs_scan_address (value, &display, &uri, &params);
  rungs_scan_uri (uri, user, host, port);
}

/* Several reasons may stand in one header; the Q.850 one says more than the SIP code that is known
 * anyway. */
void
rungs_sip_reason (RungsSpan value, guint *q850, RungsSpan *text)
{
  RungsSpan rest = value;

  g_return_if_fail (q850 != NULL && text != NULL);
  *q850 = 0;
  *text = RUNGS_SPAN_NONE;
  while (rest.len > 0)
    {
      gsize end = rungs_scan_find (rest, 0, RUNGS_SCAN_COMMA);
      RungsSpan reason = rungs_span_trim (rungs_span_head (rest, end)), cause, words;
      guint64 number = 0;

      rest = rungs_span_skip (rest, end + 1);
      rungs_scan_param (reason, RUNGS_SPAN ("text"), &words);
      if (rungs_span_starts_ci (reason, RUNGS_SPAN ("Q.850")) && *q850 == 0
          && rungs_scan_param (reason, RUNGS_SPAN ("cause"), &cause)
          && rungs_span_to_uint (cause, 999, &number) && number > 0)
        {
          *q850 = (guint) number;
          *text = words.len > 0 ? words : *text;
        }
      else if (text->len == 0)
        *text = words;
    }
}
