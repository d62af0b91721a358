/* Messages whose line ends became something else: in every spelling they read as they were written,
 * again too; sentences about SIP are none. */
#include "formats/flat.h"
#include "formats/format.h"

/* Lines of a message; "" is the one between head and body. */
#define MAX_LINES 32

static const char *const messages[][MAX_LINES] = {
  {
    "INVITE sip:+15550100002@sbc.example.com SIP/2.0",
    "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKflat1",
    "Max-Forwards: 70",
    "From: \"To: Ana\" <sip:+15550100001@example.com>;tag=f1",
    "To: <sip:+15550100002@sbc.example.com>",
    "Call-ID: flat-1@192.0.2.1",
    "CSeq: 1 INVITE",
    "Contact: <sip:+15550100001@192.0.2.1:5060;transport=udp>",
    "Allow: INVITE, ACK, BYE",
    "X-Trunk-Name: Main trunk",
    "Content-Type: application/sdp",
    "Content-Length: 144",
    "",
    "v=0",
    "o=- 1 1 IN IP4 192.0.2.1",
    "s=A call",
    "c=IN IP4 192.0.2.1",
    "t=0 0",
    "m=audio 49096 RTP/AVP 8 101",
    "a=rtpmap:101 telephone-event/8000",
    "a=ptime:20",
    "",
  },
  {
    "SIP/2.0 404 Not Found",
    "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKflat1",
    "From: <sip:+15550100001@example.com>;tag=f1",
    "To: <sip:+15550100002@sbc.example.com>;tag=f2",
    "Call-ID: flat-1@192.0.2.1",
    "CSeq: 1 INVITE",
    "Reason: Q.850;cause=1;text=\"Unallocated number\"",
    "Content-Length: 0",
    "",
  },
  {
    "BYE sip:+15550100002@sbc.example.com SIP/2.0",
    "v: SIP/2.0/TLS 192.0.2.1:5061;branch=z9hG4bKflat2",
    "f: <sip:+15550100001@example.com>;tag=f1",
    "t: <sip:+15550100002@sbc.example.com>;tag=f2",
    "i: flat-1@192.0.2.1",
    "CSeq: 2 BYE",
    "l: 0",
    "",
  },
  {
    "OPTIONS sip:sbc.example.com SIP/2.0",
    "VIA: SIP/2.0/TLS 52.114.75.24:5061;branch=z9hG4bKflat3",
    "FROM: <sip:sip.pstnhub.microsoft.com>;tag=f3",
    "TO: <sip:sbc.example.com>",
    "CALL-ID: flat-3",
    "CSEQ: 1 OPTIONS",
    "CONTENT-LENGTH: 0",
    "",
  },
  {
    "INFO sip:+15550100002@sbc.example.com SIP/2.0",
    "via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKflat4",
    "from: <sip:+15550100001@example.com>;tag=f1",
    "to: <sip:+15550100002@sbc.example.com>;tag=f2",
    "call-id: flat-1@192.0.2.1",
    "cseq: 3 INFO",
    "content-length: 9",
    "content-type: application/dtmf",
    "",
    "Signal=5#",
  },
};

/* What line ends become; the log's prefix and what follows. */
static const struct
{
  const char *name, *before, *end, *after;
} spellings[] = {
  { "blank", "", " ", "" },
  { "asterisk", "[Nov 22 10:15:02] VERBOSE[17] res_pjsip_logger.c: ", " ", "" },
  { "freeswitch", "2026-11-22 10:15:02.106 [DEBUG] sofia.c:100 recv: ", " ", "" },
  { "kamailio", "Nov 22 10:15:02 proxy /usr/sbin/kamailio[101]: INFO: ", " ", "" },
  { "3cx", "2026/11/22 10:15:02.106|17| [Flow] Unknown call source: ", " ", "" },
  { "pjsua", "10:15:02.106 pjsua_core.c .TX 500 bytes to UDP 192.0.2.9:5060: ", " ", "" },
  { "bars", "10:15:02|app|", " | ", "" },
  { "bare-bars", "", "|", "" },
  { "tabs", "10:15:02\tapp\t", "\t", "" },
  { "cr-blank", "CNetworkInputManager: RX ", "\r ", "\r " },
  { "cr", "", "\r", "" },
  { "dots", "", "..", "" },
  { "angle", "", "<CR><LF>", "" },
  { "square", "event: ", "[CR][LF]", "" },
  { "xml", "<Data>", "&#13;&#10;", "" },
  { "twice-escaped", "msg=", "\\\\r\\\\n", "" },
  { "breaks", "<td>", "<br>", "" },
  { "arrows", "", " \xe2\x86\xb5 ", "" },
  { "in-a-sentence", "The log says \"no route: ", " ", "" },
  { "oracle", "Nov 22 10:15:02.125 On [1:0]192.0.2.9:5060 received ", " ", "" },
  { "ribbon", "INF 22112026 101502.106:1.01.00.00001.Minor .SIPSG: *", " ", "" },
};

typedef struct
{
  RungsSink sink;
  GPtrArray *bytes; /* GBytes */
  GArray *places;   /* guint64, offset and span */
  guint n_lost;
} Reading;

static void
message_cb (RungsSink *sink, const RungsSinkMessage *message)
{
  Reading *self = (Reading *) sink;

  g_ptr_array_add (self->bytes, g_bytes_new (message->bytes.str, message->bytes.len));
  g_array_append_val (self->places, message->offset);
  g_array_append_val (self->places, message->span);
}

static void
diagnostic_cb (RungsSink *sink, guint32 line, RungsDiagnosticKind kind, const char *text)
{
  ((Reading *) sink)->n_lost += kind == RUNGS_DIAGNOSTIC_LINE_ENDS;
}

static Reading
read_part (RungsInput *input, const RungsFormat *format, guint64 from, guint64 to)
{
  Reading reading = { .sink = { .message = message_cb, .diagnostic = diagnostic_cb },
                      .bytes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref),
                      .places = g_array_new (FALSE, FALSE, sizeof (guint64)) };
  g_autoptr (RungsReader) reader = rungs_reader_new (input, from, to, 1);

  g_assert_true (format->parse (format, reader, &reading.sink, NULL, NULL));
  return reading;
}

static void
clear (Reading *reading)
{
  g_ptr_array_unref (reading->bytes);
  g_array_unref (reading->places);
}

/* Reads @text, and each message of it again by its place. */
static Reading
read_text (const char *text, gsize len)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, len);
  g_autoptr (RungsInput) input = rungs_input_new_bytes ("x.log", bytes);
  const RungsFormat *format = rungs_format_probe (input);
  Reading reading;

  g_assert_nonnull (format);
  reading = read_part (input, format, 0, G_MAXUINT64);
  for (guint i = 0; i < reading.bytes->len; i++)
    {
      guint64 offset = g_array_index (reading.places, guint64, i * 2);
      Reading again = read_part (input, format, offset,
                                 offset + g_array_index (reading.places, guint64, i * 2 + 1));

      g_assert_cmpuint (again.bytes->len, >=, 1);
      g_assert_true (g_bytes_equal (again.bytes->pdata[0], reading.bytes->pdata[i]));
      clear (&again);
    }
  return reading;
}

static GString *
joined (const char *const *lines, const char *end)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MAX_LINES && lines[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? end : "", lines[i]);
  return text;
}

/* As its format gives it: CRLF, and no line end behind a body that is counted. */
static char *
wanted (const char *const *lines)
{
  GString *text = joined (lines, "\r\n");

  if (g_str_has_suffix (text->str, "\r\n"))
    g_string_append (text, strstr (text->str, "\r\n\r\n") != NULL ? "" : "\r\n");
  return g_string_free (text, FALSE);
}

static void
test_spelling (gconstpointer data)
{
  guint k = GPOINTER_TO_UINT (data);
  g_autoptr (GString) text = g_string_new (NULL);
  Reading reading;

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autoptr (GString) line = joined (messages[i], spellings[k].end);

      g_string_append_printf (text, "%s%s%s\n", spellings[k].before, line->str, spellings[k].after);
    }
  reading = read_text (text->str, text->len);
  g_assert_cmpuint (reading.bytes->len, ==, G_N_ELEMENTS (messages));
  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autofree char *expected = wanted (messages[i]);
      gsize len;
      const char *bytes = g_bytes_get_data (reading.bytes->pdata[i], &len);

      g_test_message ("%u", i);
      g_assert_cmpmem (bytes, len, expected, strlen (expected));
    }
  clear (&reading);
}

static void
test_prose (void)
{
  static const char *const texts[] = {
    "we got SIP/2.0 404 from the carrier, and then the call went to the announcement of another "
    "one",
    "the carrier answered SIP/2.0 404 Not Found From: the log I see that To: was another number "
    "here",
    "INVITE sip:b@example.com SIP/2.0 was sent at 10:15 and nothing came back; Call-ID: see above",
    "The line Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1 is missing, Call-ID: and CSeq: too, "
    "maybe",
    "RFC 3261 says: SIP/2.0 200 OK is the answer that From: Ana To: Ben end a call, whatever else "
    "is in it",
    "Via: SIP/2.0/TLS 192.0.2.1:5061;branch=z9hG4bK-524287-1-1;rport=5061;received=192.0.2.7 "
    "SIP/2.0",
    "Warning: 399 sbc.example.com \"SIP/2.0 488 is not what Max-Forwards: 70 or Allow: INVITE is "
    "about\"",
    "User-Agent: something with a long name SIP/2.0 stack 1.2.3 Server: none (Priority: low, Date: "
    "today)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      RungsFlat flat;

      rungs_flat_init (&flat);
      g_test_message ("%s", texts[i]);
      g_assert_false (rungs_flat_take (&flat, rungs_span_of (texts[i]), FALSE));
      rungs_flat_clear (&flat);
    }
}

/* Lines that the others are split into, with their places. */
static void
check_lines (const char *line, const char *const *expected)
{
  RungsFlat flat;
  RungsSpan piece;
  gsize from, to, last = 0;
  gboolean is_lost;
  guint n = 0;

  rungs_flat_init (&flat);
  g_assert_true (rungs_flat_take (&flat, rungs_span_of (line), FALSE));
  while (rungs_flat_next (&flat, &piece, &from, &to, &is_lost))
    {
      g_assert_nonnull (expected[n]);
      g_assert_cmpmem (piece.str, piece.len, expected[n], strlen (expected[n]));
      g_assert_cmpuint (from, ==, last);
      g_assert_cmpuint (to, >=, from);
      last = to;
      n++;
    }
  g_assert_cmpstr (expected[n], ==, NULL);
  rungs_flat_clear (&flat);
}

static void
test_lines (void)
{
  /* Two on one line, and what is between them. */
  check_lines (
    "in: OPTIONS sip:b SIP/2.0 Via: SIP/2.0/UDP a;branch=z9hG4bK1 Content-Length: 0 and out: "
    "SIP/2.0 200 OK Via: SIP/2.0/UDP a;branch=z9hG4bK1 l: 0 [Time:10:15:02]",
    (const char *[]){ "in: OPTIONS sip:b SIP/2.0", "Via: SIP/2.0/UDP a;branch=z9hG4bK1",
                      "Content-Length: 0", "", "and out: SIP/2.0 200 OK",
                      "Via: SIP/2.0/UDP a;branch=z9hG4bK1", "l: 0", "", "[Time:10:15:02]", NULL });
  /* Between the quotes of JSON and of CSV. */
  check_lines (
    "{\"sip\":\"BYE sip:b SIP/2.0 Via: SIP/2.0/UDP a;branch=z9hG4bK1 From: \\\"To: x\\\" "
    "<sip:a>;tag=1 CSeq: 1 BYE\",\"Call-ID: not\":\"it\"}",
    (const char *[]){ "{\"sip\":\"BYE sip:b SIP/2.0", "Via: SIP/2.0/UDP a;branch=z9hG4bK1",
                      "From: \"To: x\" <sip:a>;tag=1", "CSeq: 1 BYE", NULL });
  check_lines (
    "17,\"BYE sip:b SIP/2.0 Via: SIP/2.0/UDP a;branch=z9hG4bK1 From: \"\"Ana\"\" <sip:a>;"
    "tag=1 CSeq: 1 BYE\",18",
    (const char *[]){ "17,\"BYE sip:b SIP/2.0", "Via: SIP/2.0/UDP a;branch=z9hG4bK1",
                      "From: \"Ana\" <sip:a>;tag=1", "CSeq: 1 BYE", NULL });
  /* A header that not everybody knows behind the length; a body that ends with its quote. */
  check_lines (
    "\"x: SIP/2.0 200 OK Via: SIP/2.0/UDP a;branch=z9hG4bK1 Content-Length: 30 Foo-Bar: x "
    "v=0 o=- 1 1 IN IP4 192.0.2.1 s=-\"",
    (const char *[]){ "\"x: SIP/2.0 200 OK", "Via: SIP/2.0/UDP a;branch=z9hG4bK1",
                      "Content-Length: 30", "Foo-Bar: x", "", "v=0", "o=- 1 1 IN IP4 192.0.2.1",
                      "s=-", NULL });
}

/* It goes on in the next record. */
static void
test_goes_on (void)
{
  static const char *const ends[] = { " ", "\r ", " | " };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      const char *e = ends[i];
      g_autofree char *text = g_strconcat (
        "Nov 22 10:15:02 app[1]: sent INVITE sip:b@example.com SIP/2.0", e,
        "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1", e, "From: <sip:a@example.com>;tag=1", e,
        "To: <sip:b@example.com>\nNov 22 10:15:02 app[1]: Call-ID: c1", e, "CSeq: 1 INVITE", e,
        "Max-Forwards: 70", e, "Content-Length: 0\nNov 22 10:15:03 app[1]: nothing more\n", NULL);
      Reading reading = read_text (text, strlen (text));
      const char *bytes;
      gsize len;

      g_assert_cmpuint (reading.bytes->len, ==, 1);
      bytes = g_bytes_get_data (reading.bytes->pdata[0], &len);
      g_assert_nonnull (g_strstr_len (bytes, (gssize) len, "\r\nCall-ID: c1\r\nCSeq: 1"));
      clear (&reading);
    }
}

static void
test_binary (void)
{
  g_autoptr (GString) log = g_string_new (NULL), hole = g_string_new (NULL),
                      binary = g_string_new (NULL);

  for (guint i = 0; i < 500; i++)
    {
      g_string_append (log, "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1\r\n");
      if (i % 10 == 0)
        g_string_append_len (log, "\x01\x02\x00\x03", 4); /* ISUP in a body */
      g_string_append_c (hole, '\0');
      g_string_append_len (binary, "\x02\x00\x00\x00\xc0\x00\x02\x0a INVITE sip:a@b SIP/2.0\r\n",
                           33);
    }
  g_string_append (hole, log->str);
  g_assert_false (rungs_format_is_binary (rungs_span (log->str, log->len)));
  g_assert_false (rungs_format_is_binary (rungs_span (hole->str, hole->len)));
  g_assert_true (rungs_format_is_binary (rungs_span (binary->str, binary->len)));
  g_assert_false (rungs_format_is_binary (rungs_span ("\x01\x02\x03", 3)));
  g_assert_false (rungs_format_is_binary (RUNGS_SPAN ("Momentan\xe9ment \xfc\xe4\xf6 \x1b[32m")));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    {
      g_autofree char *path = g_strconcat ("/flat/", spellings[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_spelling);
    }
  g_test_add_func ("/flat/prose", test_prose);
  g_test_add_func ("/flat/lines", test_lines);
  g_test_add_func ("/flat/goes-on", test_goes_on);
  g_test_add_func ("/flat/binary", test_binary);
  return g_test_run ();
}
