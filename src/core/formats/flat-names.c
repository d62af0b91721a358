#include "config.h"

#include "formats/flat-names.h"

#define MAX_NAME 40 /* of a header */

static const struct
{
  RungsSpan text;
  RungsFlatName name;
} compact_names[] = {
  { { "v", 1 }, RUNGS_FLAT_VIA },    { { "f", 1 }, RUNGS_FLAT_FROM },
  { { "t", 1 }, RUNGS_FLAT_TO },     { { "i", 1 }, RUNGS_FLAT_CALL_ID },
  { { "l", 1 }, RUNGS_FLAT_LENGTH }, { { "c", 1 }, RUNGS_FLAT_TYPE },
  { { "m", 1 }, RUNGS_FLAT_OTHER },  { { "k", 1 }, RUNGS_FLAT_OTHER },
  { { "s", 1 }, RUNGS_FLAT_OTHER },  { { "e", 1 }, RUNGS_FLAT_OTHER },
  { { "o", 1 }, RUNGS_FLAT_OTHER },  { { "r", 1 }, RUNGS_FLAT_OTHER },
  { { "b", 1 }, RUNGS_FLAT_OTHER },  { { "u", 1 }, RUNGS_FLAT_OTHER },
  { { "x", 1 }, RUNGS_FLAT_OTHER },
};

static const struct
{
  const char *text;
  RungsFlatName name;
} long_names[] = {
  { "Via", RUNGS_FLAT_VIA },
  { "From", RUNGS_FLAT_FROM },
  { "To", RUNGS_FLAT_TO },
  { "Call-ID", RUNGS_FLAT_CALL_ID },
  { "CSeq", RUNGS_FLAT_CSEQ },
  { "Content-Length", RUNGS_FLAT_LENGTH },
  { "Content-Type", RUNGS_FLAT_TYPE },
  { "Accept", RUNGS_FLAT_OTHER },
  { "Accept-Contact", RUNGS_FLAT_OTHER },
  { "Accept-Encoding", RUNGS_FLAT_OTHER },
  { "Accept-Language", RUNGS_FLAT_OTHER },
  { "Alert-Info", RUNGS_FLAT_OTHER },
  { "Allow", RUNGS_FLAT_OTHER },
  { "Allow-Events", RUNGS_FLAT_OTHER },
  { "Answer-Mode", RUNGS_FLAT_OTHER },
  { "Authentication-Info", RUNGS_FLAT_OTHER },
  { "Authorization", RUNGS_FLAT_OTHER },
  { "Call-Info", RUNGS_FLAT_OTHER },
  { "Cisco-Guid", RUNGS_FLAT_OTHER },
  { "Contact", RUNGS_FLAT_OTHER },
  { "Content-Disposition", RUNGS_FLAT_OTHER },
  { "Content-Encoding", RUNGS_FLAT_OTHER },
  { "Content-ID", RUNGS_FLAT_OTHER },
  { "Content-Language", RUNGS_FLAT_OTHER },
  { "Date", RUNGS_FLAT_OTHER },
  { "Diversion", RUNGS_FLAT_OTHER },
  { "Error-Info", RUNGS_FLAT_OTHER },
  { "Event", RUNGS_FLAT_OTHER },
  { "Expires", RUNGS_FLAT_OTHER },
  { "Feature-Caps", RUNGS_FLAT_OTHER },
  { "Geolocation", RUNGS_FLAT_OTHER },
  { "Geolocation-Error", RUNGS_FLAT_OTHER },
  { "Geolocation-Routing", RUNGS_FLAT_OTHER },
  { "History-Info", RUNGS_FLAT_OTHER },
  { "Identity", RUNGS_FLAT_OTHER },
  { "Identity-Info", RUNGS_FLAT_OTHER },
  { "In-Reply-To", RUNGS_FLAT_OTHER },
  { "Info-Package", RUNGS_FLAT_OTHER },
  { "Join", RUNGS_FLAT_OTHER },
  { "MIME-Version", RUNGS_FLAT_OTHER },
  { "Max-Breadth", RUNGS_FLAT_OTHER },
  { "Max-Forwards", RUNGS_FLAT_OTHER },
  { "Min-Expires", RUNGS_FLAT_OTHER },
  { "Min-SE", RUNGS_FLAT_OTHER },
  { "Organization", RUNGS_FLAT_OTHER },
  { "Path", RUNGS_FLAT_OTHER },
  { "Priority", RUNGS_FLAT_OTHER },
  { "Privacy", RUNGS_FLAT_OTHER },
  { "Proxy-Authenticate", RUNGS_FLAT_OTHER },
  { "Proxy-Authorization", RUNGS_FLAT_OTHER },
  { "Proxy-Require", RUNGS_FLAT_OTHER },
  { "RAck", RUNGS_FLAT_OTHER },
  { "RSeq", RUNGS_FLAT_OTHER },
  { "RTP-RxStat", RUNGS_FLAT_OTHER },
  { "RTP-TxStat", RUNGS_FLAT_OTHER },
  { "Reason", RUNGS_FLAT_OTHER },
  { "Record-Route", RUNGS_FLAT_OTHER },
  { "Recv-Info", RUNGS_FLAT_OTHER },
  { "Refer-Sub", RUNGS_FLAT_OTHER },
  { "Refer-To", RUNGS_FLAT_OTHER },
  { "Referred-By", RUNGS_FLAT_OTHER },
  { "Reject-Contact", RUNGS_FLAT_OTHER },
  { "Remote-Party-ID", RUNGS_FLAT_OTHER },
  { "Replaces", RUNGS_FLAT_OTHER },
  { "Reply-To", RUNGS_FLAT_OTHER },
  { "Request-Disposition", RUNGS_FLAT_OTHER },
  { "Require", RUNGS_FLAT_OTHER },
  { "Resource-Priority", RUNGS_FLAT_OTHER },
  { "Retry-After", RUNGS_FLAT_OTHER },
  { "Route", RUNGS_FLAT_OTHER },
  { "SIP-ETag", RUNGS_FLAT_OTHER },
  { "SIP-If-Match", RUNGS_FLAT_OTHER },
  { "Security-Client", RUNGS_FLAT_OTHER },
  { "Security-Server", RUNGS_FLAT_OTHER },
  { "Security-Verify", RUNGS_FLAT_OTHER },
  { "Server", RUNGS_FLAT_OTHER },
  { "Service-Route", RUNGS_FLAT_OTHER },
  { "Session-Expires", RUNGS_FLAT_OTHER },
  { "Session-ID", RUNGS_FLAT_OTHER },
  { "Subject", RUNGS_FLAT_OTHER },
  { "Subscription-State", RUNGS_FLAT_OTHER },
  { "Supported", RUNGS_FLAT_OTHER },
  { "Target-Dialog", RUNGS_FLAT_OTHER },
  { "Timestamp", RUNGS_FLAT_OTHER },
  { "Unsupported", RUNGS_FLAT_OTHER },
  { "User-Agent", RUNGS_FLAT_OTHER },
  { "User-to-User", RUNGS_FLAT_OTHER },
  { "WWW-Authenticate", RUNGS_FLAT_OTHER },
  { "Warning", RUNGS_FLAT_OTHER },
};

static gsize
skip_blanks (RungsSpan s, gsize i)
{
  while (i < s.len && (s.str[i] == ' ' || s.str[i] == '\t'))
    i++;
  return i;
}

gsize
rungs_flat_name_length (RungsSpan s)
{
  gsize n = 0;

  while (n < s.len && n <= MAX_NAME && (g_ascii_isalnum (s.str[n]) || s.str[n] == '-'))
    n++;
  if (n == 0 || n > MAX_NAME || !g_ascii_isalpha (s.str[0]))
    return 0;
  return skip_blanks (s, n) < s.len && s.str[skip_blanks (s, n)] == ':' ? n : 0;
}

RungsFlatName
rungs_flat_name_of (RungsSpan text, gboolean is_lower)
{
  for (guint i = 0; text.len == 1 && i < G_N_ELEMENTS (compact_names); i++)
    if (rungs_span_equal (text, compact_names[i].text))
      return compact_names[i].name;
  if (text.len < 2 || g_ascii_isupper (text.str[0]) == is_lower)
    return RUNGS_FLAT_NONE;
  for (guint i = 0; i < G_N_ELEMENTS (long_names); i++)
    if (rungs_span_equal_ci (text, rungs_span_of (long_names[i].text)))
      return long_names[i].name;
  return rungs_span_starts_ci (text, RUNGS_SPAN ("X-"))
             || rungs_span_starts_ci (text, RUNGS_SPAN ("P-"))
           ? RUNGS_FLAT_OTHER
           : RUNGS_FLAT_NONE;
}
