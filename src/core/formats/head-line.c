/* Addresses in lines of unknown origin:
 *
 *   2026/11/22 10:15:02.120000 192.0.2.1:5060 -> 198.51.100.2:5060
 *   U 2026/11/22 10:15:02.120000 192.0.2.1:5060 -> 198.51.100.2:5060
 *   10:15:02.120000 IP 192.0.2.1.sip > 198.51.100.2.5061: SIP, length: 527
 *   Received 640 bytes from UDP 198.51.100.2:5060        Sending to 192.0.2.1:5060 (TLS)
 *   src=192.0.2.1:5060 dst=198.51.100.2:5060
 */
#include "config.h"

#include "formats/head-line.h"

/* Pieces of "192.0.2.1:5060" in a line. */
typedef struct
{
  gsize start, end;
  RungsSpan text;
} Address;

static gsize
digits_at (RungsSpan s, gsize i, guint64 max)
{
  guint64 number;

  return rungs_span_take_uint (rungs_span_skip (s, i), max, &number);
}

/* "192.0.2.1": the end, or 0. */
static gsize
take_ipv4 (RungsSpan s, gsize i)
{
  for (guint part = 0; part < 4; part++)
    {
      gsize n = digits_at (s, i, 255);

      if (n == 0 || n > 3)
        return 0;
      i += n;
      if (part < 3 && (i >= s.len || s.str[i++] != '.'))
        return 0;
    }
  return i < s.len && g_ascii_isalnum (s.str[i]) ? 0 : i;
}

/* "[2001:db8::1]" or "[192.0.2.1]": the end, or 0. */
static gsize
take_bracketed (RungsSpan s, gsize i)
{
  gsize ipv4_end = take_ipv4 (s, i + 1);
  guint colons = 0;

  if (ipv4_end > 0)
    return ipv4_end < s.len && s.str[ipv4_end] == ']' ? ipv4_end + 1 : 0;

  for (i++; i < s.len && (g_ascii_isxdigit (s.str[i]) || s.str[i] == ':' || s.str[i] == '.'); i++)
    colons += s.str[i] == ':';
  return colons >= 2 && i < s.len && s.str[i] == ']' ? i + 1 : 0;
}

static gboolean
take_address (RungsSpan s, gsize i, Address *address)
{
  gsize end = s.str[i] == '[' ? take_bracketed (s, i) : take_ipv4 (s, i), n;

  if (end == 0)
    return FALSE;
  address->start = i;
  if (end < s.len && s.str[end] == ':' && (n = digits_at (s, end + 1, 65535)) > 0)
    end += 1 + n;
  address->end = end;
  address->text = rungs_span (s.str + i, end - i);
  return TRUE;
}

static guint
find_addresses (RungsSpan line, Address addresses[2])
{
  guint n = 0;

  for (gsize i = 0; i < line.len && n < 2;)
    {
      gboolean begins = i == 0 || (!g_ascii_isalnum (line.str[i - 1]) && line.str[i - 1] != '.');

      if (begins && (line.str[i] == '[' || g_ascii_isdigit (line.str[i]))
          && take_address (line, i, &addresses[n]))
        i = addresses[n++].end;
      else
        i++;
    }
  return n;
}

/* One of a list of words that ends in NULL, as a whole word in @s. */
static gboolean
has_word (RungsSpan s, const char *const *words)
{
  for (; *words != NULL; words++)
    {
      RungsSpan word = rungs_span_of (*words), rest = s;
      gssize at;

      while ((at = rungs_span_find_ci (rest, word)) >= 0)
        {
          gsize end = at + word.len;

          if ((at == 0 || !g_ascii_isalnum (rest.str[at - 1]))
              && (end == rest.len || !g_ascii_isalnum (rest.str[end])))
            return TRUE;
          rest = rungs_span_skip (rest, end);
        }
    }
  return FALSE;
}

static const char *const source_words[] = { "from", "src", "source", "srcip", NULL };
static const char *const target_words[] = { "to", "dst", "dest", "destination", "dstip", NULL };
static const char *const received_words[] = { "received", "receiving", "incoming", "inbound", "rx",
                                              "recv",     "rcv",       "read",     NULL };
static const char *const sent_words[] = { "sent", "sending",      "outgoing",    "outbound", "tx",
                                          "snd",  "transmitting", "transmitted", "send",     NULL };

/* "Received", "Sending": the device that wrote the log is at that end. */
static void
read_direction (RungsSpan line, RungsTextHead *head)
{
  gboolean is_received = has_word (line, received_words), is_sent = has_word (line, sent_words);

  head->is_received = is_received && !is_sent;
  head->is_sent = is_sent && !is_received;
}

/* Arrows tell, and words between the addresses: "A received from B", "from A to B". */
static gboolean
read_two (RungsSpan line, const Address addresses[2], RungsTextHead *head)
{
  RungsSpan between =
    rungs_span (line.str + addresses[0].end, addresses[1].start - addresses[0].end);
  gboolean is_reversed = rungs_span_find (between, RUNGS_SPAN ("<-")) >= 0
                         || (has_word (between, source_words) && !has_word (between, target_words));
  gboolean is_forward =
    rungs_span_find_char (between, '>') >= 0 || has_word (between, target_words);

  if (!is_reversed && !is_forward)
    return FALSE;
  head->src = addresses[is_reversed ? 1 : 0].text;
  head->dst = addresses[is_reversed ? 0 : 1].text;
  read_direction (line, head);
  return TRUE;
}

static gboolean
read_one (RungsSpan line, const Address *address, RungsTextHead *head)
{
  RungsSpan before = rungs_span_head (line, address->start);

  if (has_word (before, source_words) && !has_word (before, sent_words))
    {
      head->src = address->text;
      head->is_received = TRUE;
      return TRUE;
    }
  if (has_word (before, target_words) && !has_word (before, received_words))
    {
      head->dst = address->text;
      head->is_sent = TRUE;
      return TRUE;
    }
  return FALSE;
}

static RungsTransport
find_transport (RungsSpan line)
{
  static const RungsTransport transports[] = { RUNGS_TRANSPORT_TLS, RUNGS_TRANSPORT_TCP,
                                               RUNGS_TRANSPORT_UDP, RUNGS_TRANSPORT_WSS,
                                               RUNGS_TRANSPORT_WS,  RUNGS_TRANSPORT_SCTP };

  for (guint i = 0; i < G_N_ELEMENTS (transports); i++)
    {
      const char *const words[] = { rungs_transport_name (transports[i]), NULL };

      if (has_word (line, words))
        return transports[i];
    }
  return RUNGS_TRANSPORT_UNKNOWN;
}

gboolean
rungs_text_read_head (RungsSpan line, RungsDates dates, RungsTextHead *head)
{
  Address addresses[2];
  gboolean found = FALSE;

  if (head->written.kind == RUNGS_WRITTEN_NONE)
    found = rungs_stamp_find (line, dates, &head->written) != RUNGS_WRITTEN_NONE;
  if (head->src.len == 0 && head->dst.len == 0)
    {
      guint n = find_addresses (line, addresses);
      gboolean has_peers =
        n == 2 ? read_two (line, addresses, head) : n == 1 && read_one (line, &addresses[0], head);

      if (has_peers)
        head->transport = find_transport (line);
      found |= has_peers;
    }
  return found;
}
