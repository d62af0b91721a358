/* Where SIP and SDP keep secrets and people: line by line, so that the redacted message has the
 * lines of the original. */
#include "config.h"

#include "report/redact-private.h"

#define REMOVED "(removed)"

typedef enum
{
  HEADER_UNKNOWN, /* nobody knows what is in it: left out when redacting */
  HEADER_PLAIN,   /* the filter is enough */
  HEADER_ADDRESS, /* display names and URIs */
  HEADER_CALL_ID,
  HEADER_VIA,
  HEADER_SECRET,  /* never shown */
  HEADER_PRIVATE, /* known to tell whose call it is: left out when redacting */
} HeaderKind;

static const struct
{
  const char *name;
  HeaderKind kind;
} headers[] = {
  { "a", HEADER_PLAIN },
  { "accept", HEADER_PLAIN },
  { "accept-contact", HEADER_PLAIN },
  { "accept-encoding", HEADER_PLAIN },
  { "accept-language", HEADER_PLAIN },
  { "alert-info", HEADER_PRIVATE },
  { "allow", HEADER_PLAIN },
  { "allow-events", HEADER_PLAIN },
  { "authentication-info", HEADER_SECRET },
  { "authorization", HEADER_SECRET },
  { "b", HEADER_ADDRESS },
  { "c", HEADER_PLAIN },
  { "call-id", HEADER_CALL_ID },
  { "call-info", HEADER_PRIVATE },
  { "cisco-guid", HEADER_PLAIN },
  { "contact", HEADER_ADDRESS },
  { "content-disposition", HEADER_PLAIN },
  { "content-encoding", HEADER_PLAIN },
  { "content-length", HEADER_PLAIN },
  { "content-type", HEADER_PLAIN },
  { "cseq", HEADER_PLAIN },
  { "d", HEADER_PLAIN },
  { "date", HEADER_PLAIN },
  { "diversion", HEADER_ADDRESS },
  { "e", HEADER_PLAIN },
  { "error-info", HEADER_PLAIN },
  { "event", HEADER_PLAIN },
  { "expires", HEADER_PLAIN },
  { "f", HEADER_ADDRESS },
  { "from", HEADER_ADDRESS },
  { "geolocation", HEADER_PRIVATE },
  { "history-info", HEADER_ADDRESS },
  { "i", HEADER_CALL_ID },
  { "identity", HEADER_PRIVATE },
  { "in-reply-to", HEADER_CALL_ID },
  { "j", HEADER_PLAIN },
  { "join", HEADER_PLAIN },
  { "k", HEADER_PLAIN },
  { "l", HEADER_PLAIN },
  { "m", HEADER_ADDRESS },
  { "max-forwards", HEADER_PLAIN },
  { "mime-version", HEADER_PLAIN },
  { "min-expires", HEADER_PLAIN },
  { "min-se", HEADER_PLAIN },
  { "ms-conversation-id", HEADER_PLAIN },
  { "ms-correlation-id", HEADER_PLAIN },
  { "o", HEADER_PLAIN },
  { "organization", HEADER_PRIVATE },
  { "p-asserted-identity", HEADER_ADDRESS },
  { "p-associated-uri", HEADER_ADDRESS },
  { "p-called-party-id", HEADER_ADDRESS },
  { "p-charging-vector", HEADER_PRIVATE },
  { "p-early-media", HEADER_PLAIN },
  { "p-preferred-identity", HEADER_ADDRESS },
  { "path", HEADER_ADDRESS },
  { "priority", HEADER_PLAIN },
  { "privacy", HEADER_PLAIN },
  { "proxy-authenticate", HEADER_PLAIN },
  { "proxy-authentication-info", HEADER_SECRET },
  { "proxy-authorization", HEADER_SECRET },
  { "proxy-require", HEADER_PLAIN },
  { "r", HEADER_ADDRESS },
  { "rack", HEADER_PLAIN },
  { "reason", HEADER_PLAIN },
  { "record-route", HEADER_ADDRESS },
  { "refer-sub", HEADER_PLAIN },
  { "refer-to", HEADER_ADDRESS },
  { "referred-by", HEADER_ADDRESS },
  { "remote-party-id", HEADER_ADDRESS },
  { "replaces", HEADER_CALL_ID },
  { "reply-to", HEADER_ADDRESS },
  { "request-disposition", HEADER_PLAIN },
  { "require", HEADER_PLAIN },
  { "resource-priority", HEADER_PLAIN },
  { "retry-after", HEADER_PLAIN },
  { "route", HEADER_ADDRESS },
  { "rseq", HEADER_PLAIN },
  { "s", HEADER_PRIVATE },
  { "server", HEADER_PLAIN },
  { "service-route", HEADER_ADDRESS },
  { "session-expires", HEADER_PLAIN },
  { "session-id", HEADER_PLAIN },
  { "subject", HEADER_PRIVATE },
  { "subscription-state", HEADER_PLAIN },
  { "supported", HEADER_PLAIN },
  { "t", HEADER_ADDRESS },
  { "timestamp", HEADER_PLAIN },
  { "to", HEADER_ADDRESS },
  { "u", HEADER_PLAIN },
  { "unsupported", HEADER_PLAIN },
  { "user-agent", HEADER_PLAIN },
  { "user-to-user", HEADER_PRIVATE },
  { "v", HEADER_VIA },
  { "via", HEADER_VIA },
  { "warning", HEADER_PLAIN },
  { "www-authenticate", HEADER_PLAIN },
  { "x", HEADER_PLAIN },
  { "x-cid", HEADER_PLAIN },
};

static HeaderKind
header_kind (RungsSpan name)
{
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    if (rungs_span_equal_ci (name, rungs_span_of (headers[i].name)))
      return headers[i].kind;
  return rungs_span_starts_ci (name, RUNGS_SPAN ("x-ms-")) ? HEADER_PLAIN : HEADER_UNKNOWN;
}

static void
append_span (GString *out, RungsSpan span)
{
  g_string_append_len (out, span.str, (gssize) span.len);
}

/* ---- header values ---- */

/* What stands before '<' is a display name; a comma outside of quotes and brackets begins the next
 * address. */
static void
append_addresses (RungsRedact *redact, GString *out, RungsSpan value)
{
  gsize start = 0;
  gboolean quoted = FALSE;

  for (gsize i = 0; i < value.len; i++)
    {
      char c = value.str[i];

      if (c == '"' && (i == 0 || value.str[i - 1] != '\\'))
        quoted = !quoted;
      else if (c == '<' && !quoted)
        {
          RungsSpan name = rungs_span_trim (rungs_span (value.str + start, i - start));
          gsize end = i;

          while (name.len > 0 && (name.str[0] == ',' || name.str[0] == ' '))
            name = rungs_span_skip (name, 1);
          if (name.len >= 2 && name.str[0] == '"' && name.str[name.len - 1] == '"')
            name = rungs_span (name.str + 1, name.len - 2);
          while (end < value.len && value.str[end] != '>')
            end++;
          if (start > 0)
            g_string_append (out, ", ");
          if (name.len > 0)
            {
              g_string_append_c (out, '"');
              rungs_redact_append_name (redact, out, name);
              g_string_append (out, "\" ");
            }
          rungs_redact_append (redact, out, rungs_span (value.str + i, end - i));
          start = i = end;
          /* Parameters up to the comma that begins the next address. */
          while (i < value.len && value.str[i] != ',')
            i++;
          rungs_redact_append (redact, out, rungs_span (value.str + start, i - start));
          start = i;
        }
    }
  if (start < value.len)
    rungs_redact_append (redact, out, rungs_span_skip (value, start));
}

static void
append_call_id (RungsRedact *redact, GString *out, RungsSpan value)
{
  gssize end = rungs_span_find_char (value, ';'); /* Replaces: tags follow */
  RungsSpan id = end >= 0 ? rungs_span_head (value, (gsize) end) : value;
  g_autofree char *copy = rungs_span_dup_utf8 (rungs_span_trim (id));
  g_autofree char *token = rungs_redact_call_id (redact, copy);

  g_string_append (out, token);
  if (end >= 0)
    rungs_redact_append (redact, out, rungs_span_skip (value, (gsize) end));
}

/* "SIP/2.0/TLS sbc1:5061;branch=…" */
static void
append_via (RungsRedact *redact, GString *out, RungsSpan value)
{
  gssize blank = rungs_span_find_char (value, ' ');

  if (blank < 0)
    {
      rungs_redact_append (redact, out, value);
      return;
    }
  append_span (out, rungs_span_head (value, (gsize) blank + 1));
  rungs_redact_append_host (redact, out, rungs_span_skip (value, (gsize) blank + 1));
}

/* The scheme of an Authorization header says which kind it was; nothing else of it is shown. */
static void
append_secret (GString *out, RungsSpan value)
{
  gssize blank = rungs_span_find_char (value, ' ');

  if (blank > 0 && blank <= 12
      && rungs_span_find_char (rungs_span_head (value, (gsize) blank), '=') < 0)
    append_span (out, rungs_span_head (value, (gsize) blank + 1));
  g_string_append (out, REMOVED);
}

static void
append_value (RungsRedact *redact, GString *out, HeaderKind kind, RungsSpan value)
{
  switch (kind)
    {
    case HEADER_ADDRESS:
      append_addresses (redact, out, value);
      break;
    case HEADER_CALL_ID:
      append_call_id (redact, out, value);
      break;
    case HEADER_VIA:
      append_via (redact, out, value);
      break;
    case HEADER_PLAIN:
      rungs_redact_append (redact, out, value);
      break;
    case HEADER_UNKNOWN:
    case HEADER_PRIVATE:
    case HEADER_SECRET:
    default:
      g_string_append (out, REMOVED);
    }
}

/* Passwords leave no URI: "sip:alice:secret@host". */
static void
append_without_passwords (GString *out, RungsSpan text)
{
  while (text.len > 0)
    {
      gsize scheme, len = rungs_redact_uri_length (text, &scheme);
      RungsSpan uri = rungs_span_head (text, len);
      RungsSpan rest = rungs_span_skip (uri, MIN (scheme, len));
      gssize at = rungs_span_find_char (rest, '@');
      gssize colon = at > 0 ? rungs_span_find_char (rungs_span_head (rest, (gsize) at), ':') : -1;

      if (colon >= 0)
        {
          append_span (out, rungs_span_head (uri, scheme + (gsize) colon + 1));
          g_string_append (out, REMOVED);
          text = rungs_span_skip (text, scheme + (gsize) at);
          continue;
        }
      len = MAX (len, 1);
      append_span (out, rungs_span_head (text, len));
      text = rungs_span_skip (text, len);
    }
}

static void
append_header (RungsRedact *redact, GString *out, RungsSpan line, HeaderKind *kind)
{
  gssize colon = rungs_span_find_char (line, ':');
  gboolean folded = line.len > 0 && (line.str[0] == ' ' || line.str[0] == '\t');
  RungsSpan value = line;

  if (folded)
    {
      gsize blanks = 0;

      while (blanks < line.len && (line.str[blanks] == ' ' || line.str[blanks] == '\t'))
        blanks++;
      append_span (out, rungs_span_head (line, blanks));
      value = rungs_span_skip (line, blanks);
    }
  else if (colon > 0)
    {
      RungsSpan name = rungs_span_trim (rungs_span_head (line, (gsize) colon));

      *kind = header_kind (name);
      append_span (out, rungs_span_head (line, (gsize) colon + 1));
      value = rungs_span_skip (line, (gsize) colon + 1);
      if (value.len > 0 && (value.str[0] == ' ' || value.str[0] == '\t'))
        {
          g_string_append_c (out, ' ');
          value = rungs_span_trim (value);
        }
    }
  else
    *kind = HEADER_PLAIN;

  if (*kind == HEADER_SECRET)
    append_secret (out, folded ? RUNGS_SPAN_NONE : value);
  else if (rungs_redact_is_active (redact))
    append_value (redact, out, *kind, value);
  else
    append_without_passwords (out, value);
}

/* ---- bodies ---- */

/* Lines that hold a key, with or without redaction. TRUE when @line was one. */
static gboolean
append_key_line (RungsRedact *redact, GString *out, RungsSpan line)
{
  static const char *const keys[] = { "k=", "a=ice-pwd:", "a=key-mgmt:" };
  gssize inline_key = rungs_span_find_ci (line, RUNGS_SPAN ("inline:"));

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (rungs_span_starts_ci (line, rungs_span_of (keys[i])))
      {
        g_string_append (out, keys[i]);
        g_string_append (out, REMOVED);
        return TRUE;
      }
  if (inline_key < 0)
    return FALSE;
  /* RFC 4568: everything behind the first "inline:" may be key. */
  append_span (out, rungs_span_head (line, (gsize) inline_key + strlen ("inline:")));
  g_string_append (out, REMOVED);
  return TRUE;
}

static void
append_sdp_line (RungsRedact *redact, GString *out, RungsSpan line)
{
  if (line.len > 2 && line.str[1] == '=' && rungs_char_is_in (line.str[0], "siuep"))
    {
      append_span (out, rungs_span_head (line, 2));
      g_string_append_c (out, '-');
      return;
    }
  if (rungs_span_starts (line, RUNGS_SPAN ("a=ssrc:"))
      && rungs_span_find_ci (line, RUNGS_SPAN ("cname:")) >= 0)
    {
      g_string_append (out, "a=ssrc:" REMOVED);
      return;
    }
  if (rungs_span_starts (line, RUNGS_SPAN ("a=fingerprint:")))
    {
      gssize blank = rungs_span_find_char (line, ' ');

      append_span (out, rungs_span_head (line, blank > 0 ? (gsize) blank + 1 : line.len));
      g_string_append (out, blank > 0 ? REMOVED : "");
      return;
    }
  if (rungs_span_starts (line, RUNGS_SPAN ("o=")))
    {
      RungsSpan rest = rungs_span_skip (line, 2);
      RungsSpan user = RUNGS_SPAN_NONE;

      rungs_span_take_until (&rest, ' ', &user);
      g_string_append (out, "o=");
      rungs_redact_append_user (redact, out, user);
      if (rest.len > 0)
        g_string_append_c (out, ' ');
      line = rest;
    }
  rungs_redact_append (redact, out, line);
}

typedef enum
{
  BODY_OTHER,
  BODY_SDP
} BodyState;

/* Bodies that are no SDP may hold anything (presence, vCards, ISUP): of them only the part headers
 * and the status line of a transfer's progress stay. */
static void
append_other_line (RungsRedact *redact, GString *out, RungsSpan line)
{
  if (rungs_span_starts (line, RUNGS_SPAN ("--"))
      || rungs_span_starts_ci (line, RUNGS_SPAN ("content-"))
      || rungs_span_starts (line, RUNGS_SPAN ("SIP/2.0 ")))
    rungs_redact_append (redact, out, line);
  else if (line.len > 0)
    g_string_append (out, REMOVED);
}

static void
append_body_line (RungsRedact *redact, GString *out, RungsSpan line, BodyState *state)
{
  if (rungs_span_starts (line, RUNGS_SPAN ("v=0")))
    *state = BODY_SDP;
  else if (rungs_span_starts (line, RUNGS_SPAN ("--")))
    *state = BODY_OTHER;

  if (append_key_line (redact, out, line))
    return;
  if (!rungs_redact_is_active (redact))
    append_span (out, line);
  else if (*state == BODY_SDP)
    append_sdp_line (redact, out, line);
  else
    append_other_line (redact, out, line);
}

void
rungs_redact_append_message (RungsRedact *redact, GString *out, RungsSpan message)
{
  RungsSpan line;
  HeaderKind kind = HEADER_PLAIN;
  BodyState body = BODY_OTHER;
  gboolean in_body = FALSE, first = TRUE;

  while (rungs_span_take_line (&message, &line))
    {
      /* A log may lose the blank line before a body. */
      if (!first && !in_body && rungs_span_starts (line, RUNGS_SPAN ("v=0")))
        in_body = TRUE;
      if (in_body)
        append_body_line (redact, out, line, &body);
      else if (first && !rungs_redact_is_active (redact))
        append_without_passwords (out, line);
      else if (first)
        rungs_redact_append (redact, out, line);
      else if (line.len == 0)
        in_body = TRUE;
      else
        append_header (redact, out, line, &kind);
      first = FALSE;
      g_string_append_c (out, '\n');
    }
}
