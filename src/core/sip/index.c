/* The index scan. One pass over the lines of the head: line ends by memchr(), headers told apart by
 * the length of their name and its first letter, so that most lines cost one memchr() and one look
 * at their first byte. */
#include "config.h"

#include "sip/index.h"

#include "sip/scan.h"

/* Headers that the index needs. */
typedef enum
{
  HEADER_OTHER,
  HEADER_AUTHORIZATION,
  HEADER_CALL_ID,
  HEADER_CONTACT,
  HEADER_CONTENT_LENGTH,
  HEADER_CONTENT_TYPE,
  HEADER_CSEQ,
  HEADER_FROM,
  HEADER_P_ASSERTED_IDENTITY,
  HEADER_RACK,
  HEADER_REASON,
  HEADER_REFERRED_BY,
  HEADER_REFER_TO,
  HEADER_REPLACES,
  HEADER_AGENT,
  HEADER_TO,
  HEADER_VIA,
} Header;

/* Keys of a name: its length above its first letter. */
#define KEY(len, letter) ((len) << 8 | (letter))

static gboolean
is_name (RungsSpan name, const char *lower)
{
  return rungs_scan_same_name (name, rungs_span (lower, name.len));
}

static Header
header_of_letter (char letter)
{
  switch (letter)
    {
    case 'b':
      return HEADER_REFERRED_BY;
    case 'c':
      return HEADER_CONTENT_TYPE;
    case 'f':
      return HEADER_FROM;
    case 'i':
      return HEADER_CALL_ID;
    case 'l':
      return HEADER_CONTENT_LENGTH;
    case 'm':
      return HEADER_CONTACT;
    case 'r':
      return HEADER_REFER_TO;
    case 't':
      return HEADER_TO;
    case 'v':
      return HEADER_VIA;
    default:
      return HEADER_OTHER;
    }
}

static Header
header_of (RungsSpan name)
{
  char letter = name.str[0] | 0x20;

  if (name.len == 1)
    return header_of_letter (letter);

#define CASE(text, letter_, header)                                                                \
  case KEY (sizeof (text) - 1, letter_):                                                           \
    return is_name (name, text) ? header : HEADER_OTHER

  switch (KEY (name.len, (guint) letter))
    {
      CASE ("to", 't', HEADER_TO);
      CASE ("via", 'v', HEADER_VIA);
      CASE ("from", 'f', HEADER_FROM);
      CASE ("cseq", 'c', HEADER_CSEQ);
      CASE ("rack", 'r', HEADER_RACK);
      CASE ("reason", 'r', HEADER_REASON);
      CASE ("server", 's', HEADER_AGENT);
      CASE ("user-agent", 'u', HEADER_AGENT);
      CASE ("content-type", 'c', HEADER_CONTENT_TYPE);
      CASE ("authorization", 'a', HEADER_AUTHORIZATION);
      CASE ("content-length", 'c', HEADER_CONTENT_LENGTH);
      CASE ("referred-by", 'r', HEADER_REFERRED_BY);
    case KEY (8, 'r'):
      return is_name (name, "replaces")   ? HEADER_REPLACES
             : is_name (name, "refer-to") ? HEADER_REFER_TO
                                          : HEADER_OTHER;
    case KEY (7, 'c'):
      return is_name (name, "call-id")   ? HEADER_CALL_ID
             : is_name (name, "contact") ? HEADER_CONTACT
                                         : HEADER_OTHER;
    case KEY (19, 'p'):
      return is_name (name, "p-asserted-identity")   ? HEADER_P_ASSERTED_IDENTITY
             : is_name (name, "proxy-authorization") ? HEADER_AUTHORIZATION
                                                     : HEADER_OTHER;
    default:
      return HEADER_OTHER;
    }
#undef CASE
}

/* A value that is shown or compared as a whole ends at its fold. */
static RungsSpan
first_line (RungsSpan value)
{
  gssize fold = rungs_span_find_char (value, '\n');

  return fold < 0 ? value : rungs_span_trim (rungs_span_head (value, fold));
}

static void
keep (RungsSpan *kept, RungsSpan value)
{
  if (kept->len == 0)
    *kept = value;
}

static void
keep_reason (RungsSipIndex *index, RungsSpan value)
{
  guint n = 0;

  while (n < RUNGS_MAX_INDEX_REASONS && index->reasons[n].len > 0)
    n++;
  if (n < RUNGS_MAX_INDEX_REASONS)
    index->reasons[n] = value;
  keep (&index->reason, first_line (value));
}

static void
read_from (RungsSpan value, RungsSipIndex *index)
{
  RungsSpan params, unused;

  if (index->from_uri.len > 0)
    return;
  rungs_scan_address (value, &index->from_name, &index->from_uri, &params);
  rungs_scan_uri (index->from_uri, &index->from_user, &index->from_host, &unused);
  rungs_scan_param (params, RUNGS_SPAN ("tag"), &index->from_tag);
}

static void
read_to (RungsSpan value, RungsSipIndex *index)
{
  RungsSpan name, params, unused;

  if (index->to_uri.len > 0)
    return;
  rungs_scan_address (value, &name, &index->to_uri, &params);
  rungs_scan_uri (index->to_uri, &index->to_user, &index->to_host, &unused);
  rungs_scan_param (params, RUNGS_SPAN ("tag"), &index->to_tag);
}

static void
read_via (RungsSpan value, RungsSipIndex *index)
{
  RungsSpan rest = value;

  if (index->via_host.len == 0)
    {
      rungs_scan_via (value, &index->via_transport, &index->via_host, &index->via_params);
      rungs_scan_param (index->via_params, RUNGS_SPAN ("branch"), &index->branch);
    }
  do
    {
      gssize comma = rungs_span_find_char (rest, ',');

      if (index->n_vias < G_MAXUINT16)
        index->n_vias++;
      rest = comma < 0 ? RUNGS_SPAN_NONE : rungs_span_skip (rest, comma + 1);
    }
  while (rest.len > 0);
}

static void
read_cseq (RungsSpan value, RungsSipIndex *index)
{
  guint64 number = 0;
  gsize digits = 0;

  if (index->cseq_method.len > 0)
    return;
  while (digits < value.len && g_ascii_isdigit (value.str[digits]))
    digits++;
  if (rungs_span_to_uint (rungs_span_head (value, digits), G_MAXUINT32, &number))
    index->cseq = (guint32) number;
  index->cseq_method = first_line (rungs_span_trim (rungs_span_skip (value, digits)));
}

static void
read_content_length (RungsSpan value, RungsSipIndex *index)
{
  guint64 number;
  gsize digits = 0;

  if (index->content_length >= 0)
    return;
  while (digits < value.len && g_ascii_isdigit (value.str[digits]))
    digits++;
  if (digits == 0)
    return;
  /* A number that is too large says at least that the body is not whole. */
  index->content_length =
    rungs_span_take_uint (value, G_MAXINT32, &number) ? (gint32) number : G_MAXINT32;
}

static void
read_contact (RungsSpan value, RungsSipIndex *index)
{
  RungsSpan name, params;

  if (index->contact_uri.len == 0)
    rungs_scan_address (value, &name, &index->contact_uri, &params);
}

static void
read_asserted (RungsSpan value, RungsSipIndex *index)
{
  RungsSpan name, uri, params, host, port;

  if (index->asserted_user.len > 0)
    return;
  rungs_scan_address (value, &name, &uri, &params);
  rungs_scan_uri (uri, &index->asserted_user, &host, &port);
}

static void
read_content_type (RungsSpan value, RungsSipIndex *index)
{
  if (rungs_span_starts_ci (value, RUNGS_SPAN ("application/sdp"))
      || rungs_span_starts_ci (value, RUNGS_SPAN ("multipart/")))
    index->has_sdp = TRUE;
}

static void
read_header (Header header, RungsSpan value, RungsSipIndex *index)
{
  switch (header)
    {
    case HEADER_AUTHORIZATION:
      index->has_authorization = TRUE;
      break;
    case HEADER_CALL_ID:
      keep (&index->call_id, first_line (value));
      break;
    case HEADER_CONTACT:
      read_contact (value, index);
      break;
    case HEADER_CONTENT_LENGTH:
      read_content_length (value, index);
      break;
    case HEADER_CONTENT_TYPE:
      read_content_type (value, index);
      break;
    case HEADER_CSEQ:
      read_cseq (value, index);
      break;
    case HEADER_FROM:
      read_from (value, index);
      break;
    case HEADER_P_ASSERTED_IDENTITY:
      read_asserted (value, index);
      break;
    case HEADER_RACK:
      keep (&index->rack, first_line (value));
      break;
    case HEADER_REASON:
      keep_reason (index, value);
      break;
    case HEADER_REFERRED_BY:
      keep (&index->referred_by, value);
      break;
    case HEADER_REFER_TO:
      keep (&index->refer_to, value);
      break;
    case HEADER_REPLACES:
      keep (&index->replaces, first_line (value));
      break;
    case HEADER_AGENT:
      keep (&index->agent, first_line (value));
      break;
    case HEADER_TO:
      read_to (value, index);
      break;
    case HEADER_VIA:
      read_via (value, index);
      break;
    case HEADER_OTHER:
    default:
      break;
    }
}

gboolean
rungs_sip_index (RungsSpan bytes, RungsSipIndex *index)
{
  RungsScan scan;
  RungsSpan name, value;

  g_return_val_if_fail (index != NULL, FALSE);
  memset (index, 0, sizeof *index);
  index->content_length = -1;
  rungs_scan_init (&scan, bytes);
  if (!rungs_scan_start_line (rungs_scan_line (&scan), index))
    return FALSE;
  while (rungs_scan_header (&scan, &name, &value))
    {
      Header header = header_of (name);

      if (index->n_headers < G_MAXUINT16)
        index->n_headers++;
      if (header != HEADER_OTHER)
        read_header (header, value, index);
    }
  index->head_len = scan.pos - bytes.str;
  index->body = rungs_span_skip (bytes, index->head_len);
  if (rungs_span_starts (index->body, RUNGS_SPAN ("v=0")))
    index->has_sdp = TRUE;
  if (!index->is_request)
    index->method = index->cseq_method;
  return TRUE;
}

gsize
rungs_sip_frame (RungsSpan bytes, gboolean stream, gboolean *complete)
{
  RungsSipIndex lengths = { .content_length = -1 };
  RungsScan scan;
  RungsSpan name, value;
  gsize head_len;

  g_return_val_if_fail (complete != NULL, 0);
  *complete = FALSE;
  rungs_scan_init (&scan, bytes);
  rungs_scan_line (&scan);
  while (rungs_scan_header (&scan, &name, &value))
    {
      if (header_of (name) == HEADER_CONTENT_LENGTH)
        read_content_length (value, &lengths);
    }
  if (!scan.saw_blank_line)
    return 0;
  head_len = scan.pos - bytes.str;
  if (lengths.content_length < 0)
    {
      *complete = TRUE;
      return stream ? head_len : bytes.len;
    }
  *complete = bytes.len - head_len >= (gsize) lengths.content_length;
  return head_len + (gsize) lengths.content_length;
}
