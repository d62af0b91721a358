/* What carries messages in captures: WebSocket frames cut in every way, masks and compression, and
 * files that are no capture that can be read. */
#include "made.h"

#include "base/limits.h"
#include "formats/hopeless.h"

/* ---- WebSocket ---- */

static const char upgrade[] =
  "GET /ws HTTP/1.1\r\nHost: sbc.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
  "Sec-WebSocket-Protocol: sip\r\n\r\n";

enum
{
  CONTINUES = 0x00,
  TEXT = 0x01,
  PING = 0x09,
  LAST = 0x80,
};

static void
add_frame (GByteArray *stream, guint first, guint32 mask, RungsSpan data)
{
  guint bit = mask != 0 ? 0x80 : 0, at;

  made_add_be (stream, first, 1);
  if (data.len < 126)
    made_add_be (stream, bit | (guint) data.len, 1);
  else
    {
      made_add_be (stream, bit | 126, 1);
      made_add_be (stream, (guint32) data.len, 2);
    }
  if (mask != 0)
    made_add_be (stream, mask, 4);
  at = stream->len;
  g_byte_array_append (stream, (const guint8 *) data.str, (guint) data.len);
  if (mask != 0)
    rungs_piece_unmask (GUINT32_TO_BE (mask), (char *) stream->data + at, data.len);
}

/* The short call as a client sends it: whole, in frames of 40 bytes with pings between, by turns;
 * line ends alone keep the connection open. */
static GByteArray *
websocket_stream (void)
{
  GByteArray *stream = g_byte_array_new ();
  guint32 mask = 0x12345678;

  g_byte_array_append (stream, (const guint8 *) upgrade, sizeof upgrade - 1);
  for (guint i = 0; made_call[i] != NULL; i++)
    {
      RungsSpan rest = rungs_span_of (made_call[i]);
      gsize size = i % 2 == 0 ? rest.len : 40;

      for (guint first = TEXT; rest.len > 0; first = CONTINUES)
        {
          RungsSpan part = rungs_span_head (rest, size);

          rest = rungs_span_skip (rest, size);
          mask = mask * 1664525 + 1013904223;
          add_frame (stream, rest.len == 0 ? first | LAST : first, mask, part);
          add_frame (stream, PING | LAST, mask, RUNGS_SPAN ("SIP/2.0 200 OK\r\n"));
        }
      add_frame (stream, TEXT | LAST, mask, RUNGS_SPAN ("\r\n\r\n"));
    }
  return stream;
}

static RungsSpan
part_of (const GByteArray *stream, gsize from, gsize to)
{
  return rungs_span_head (
    rungs_span_skip (rungs_span ((const char *) stream->data, stream->len), from), to - from);
}

static void
test_websocket_cuts (void)
{
  g_autoptr (GByteArray) stream = websocket_stream ();
  g_autoptr (GPtrArray) expected = made_bytes (made_call);

  for (gsize a = 1; a < stream->len; a += 3)
    for (gsize b = a + 1; b < stream->len; b += 29)
      {
        g_autoptr (GByteArray) file = made_new ();
        g_autoptr (GPtrArray) got = NULL;

        made_add_syn (file);
        made_add_data (file, 1, 0, part_of (stream, 0, a));
        made_add_data (file, 1, a, part_of (stream, a, b));
        made_add_data (file, 1, b, part_of (stream, b, G_MAXSIZE));
        got = made_parse (file);
        made_assert_same (got, expected);
      }
}

static void
test_websocket_bytes (void)
{
  g_autoptr (GByteArray) stream = websocket_stream (), file = made_new ();
  g_autoptr (GPtrArray) expected = made_bytes (made_call), got = NULL;

  for (gsize i = 0; i < stream->len; i++)
    made_add_data (file, 1, i, part_of (stream, i, i + 1));
  got = made_parse (file);
  made_assert_same (got, expected);
}

/* A segment that is lost takes the messages with it that it had a part in; the connection is in
 * step again where a segment begins with a message's first frame. */
static void
test_websocket_lost (void)
{
  g_autoptr (GByteArray) stream = g_byte_array_new ();
  guint starts[G_N_ELEMENTS (made_call)];
  guint n = G_N_ELEMENTS (made_call) - 1;

  for (guint i = 0; i < n; i++)
    {
      starts[i] = stream->len;
      add_frame (stream, TEXT | LAST, 0xa1b2c3d4 + i, rungs_span_of (made_call[i]));
    }
  starts[n] = stream->len;

  for (guint lost = 0; lost < n; lost++)
    {
      g_autoptr (GByteArray) file = made_new ();
      g_autoptr (GPtrArray) got = NULL;

      made_add_syn (file);
      for (guint i = 0; i < n; i++)
        {
          guint half = (starts[i] + starts[i + 1]) / 2;

          made_add_data (file, 1, starts[i], part_of (stream, starts[i], half));
          if (i != lost)
            made_add_data (file, 1, half, part_of (stream, half, starts[i + 1]));
        }
      got = made_parse (file);
      g_assert_cmpuint (got->len, ==, n);
      for (guint i = 0; i < n; i++)
        {
          gsize len = g_bytes_get_size (g_ptr_array_index (got, i));

          if (i == lost)
            g_assert_cmpuint (len, <, strlen (made_call[i]));
          else
            g_assert_cmpmem (g_bytes_get_data (g_ptr_array_index (got, i), NULL), len, made_call[i],
                             strlen (made_call[i]));
        }
    }
}

/* What is no frame is passed over up to a segment that begins with one. */
static void
test_websocket_nonsense (void)
{
  static const struct
  {
    const char *bytes;
    gsize len;
  } nonsense[] = {
    { "\x83\x05hello", 7 },                             /* an opcode that is not used */
    { "\xb1\x05hello", 7 },                             /* extension bits */
    { "\x89\x7e\x01\x00", 4 },                          /* a ping that is too long */
    { "\x09\x01x", 3 },                                 /* and one in fragments */
    { "\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff", 10 }, /* longer than all files */
    { "\x80\x05hello", 7 },                             /* goes on, but with nothing */
    { "\x81\x00", 2 },                                  /* nothing */
    { "\x81\x80\x01\x02\x03\x04", 6 },
    { "\xc1\x05hello", 7 }, /* compressed */
    { "GET / HTTP/1.1\r\n\r\n", 18 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (nonsense); i++)
    for (guint begun = 0; begun < 2; begun++)
      {
        g_autoptr (GByteArray) file = made_new (), frame = g_byte_array_new ();
        g_autoptr (GPtrArray) got = NULL;
        RungsSpan part = rungs_span (nonsense[i].bytes, nonsense[i].len);
        gsize at = begun ? sizeof upgrade - 1 : 0;

        made_add_syn (file);
        if (begun)
          made_add_data (file, 1, 0, rungs_span_of (upgrade));
        made_add_data (file, 1, at, part);
        add_frame (frame, TEXT | LAST, 0x55667788, rungs_span_of (made_call[0]));
        made_add_data (file, 1, at + part.len, part_of (frame, 0, G_MAXSIZE));
        got = made_parse (file);
        g_assert_cmpuint (got->len, ==, 1);
        g_assert_cmpmem (g_bytes_get_data (g_ptr_array_index (got, 0), NULL),
                         g_bytes_get_size (g_ptr_array_index (got, 0)), made_call[0],
                         strlen (made_call[0]));
      }
}

/* A frame beyond the limit is passed over as its bytes come, and not held. */
static void
test_websocket_limit (void)
{
  g_autofree char *filler = g_strnfill (60000, 'x');
  g_autoptr (GByteArray) file = made_new (), stream = g_byte_array_new ();
  g_autoptr (GPtrArray) got = NULL;
  gsize at = 0, len = 3 * RUNGS_MAX_SIP;

  made_add_be (stream, TEXT | LAST, 1);
  made_add_be (stream, 127, 1);
  made_add_be (stream, 0, 4);
  made_add_be (stream, (guint32) len, 4);
  made_add_syn (file);
  made_add_data (file, 1, 0, rungs_span_of (upgrade));
  at = sizeof upgrade - 1;
  made_add_data (file, 1, at, part_of (stream, 0, G_MAXSIZE));
  at += stream->len;
  /* The last segment goes on with a frame that must be found where it begins. */
  for (gsize done = 0; done < len - 1; done += 60000)
    made_add_data (file, 1, at + done, rungs_span (filler, MIN (60000, len - 1 - done)));
  g_byte_array_set_size (stream, 0);
  made_add_be (stream, 'x', 1);
  add_frame (stream, TEXT | LAST, 0x01020304, rungs_span_of (made_call[4]));
  made_add_data (file, 1, at + len - 1, part_of (stream, 0, G_MAXSIZE));
  got = made_parse (file);
  g_assert_cmpuint (got->len, ==, 1);
}

/* ---- Pieces ---- */

static void
test_mask (void)
{
  char bytes[] = "INVITE sip:a@example.com SIP/2.0";
  gsize len = strlen (bytes);
  guint32 mask = 0x8badf00d;

  rungs_piece_unmask (mask, bytes, len);
  g_assert_cmpstr (bytes, !=, "INVITE sip:a@example.com SIP/2.0");
  /* From every place on it is the same as from the beginning. */
  for (gsize from = 0; from < len; from++)
    {
      g_autofree char *rest = g_memdup2 (bytes + from, len - from + 1);

      rungs_piece_unmask (rungs_piece_turn_mask (mask, from), rest, len - from);
      g_assert_cmpstr (rest, ==, &"INVITE sip:a@example.com SIP/2.0"[from]);
    }
}

static GByteArray *
deflate (GZlibCompressorFormat format, const char *bytes, gsize len)
{
  g_autoptr (GZlibCompressor) packer = g_zlib_compressor_new (format, 9);
  GByteArray *packed = g_byte_array_new ();
  gsize used, made;

  g_byte_array_set_size (packed, (guint) len + 1024);
  g_assert_cmpint (g_converter_convert (G_CONVERTER (packer), bytes, len, packed->data, packed->len,
                                        G_CONVERTER_INPUT_AT_END, &used, &made, NULL),
                   ==, G_CONVERTER_FINISHED);
  g_byte_array_set_size (packed, (guint) made);
  return packed;
}

static void
test_inflate (void)
{
  static const GZlibCompressorFormat formats[] = { G_ZLIB_COMPRESSOR_FORMAT_GZIP,
                                                   G_ZLIB_COMPRESSOR_FORMAT_ZLIB,
                                                   G_ZLIB_COMPRESSOR_FORMAT_RAW };
  gsize len = strlen (made_call[3]);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GByteArray) packed = deflate (formats[i], made_call[3], len);

      for (gsize cut = 0; cut <= packed->len; cut++)
        {
          g_autoptr (GByteArray) bytes = g_byte_array_new ();
          gboolean done = rungs_pieces_inflate (part_of (packed, 0, cut), bytes);

          g_assert_cmpuint (bytes->len, <=, len);
          g_assert_cmpmem (bytes->data, bytes->len, made_call[3], bytes->len);
          g_assert_true (!done || bytes->len == len);
          g_assert_true (done || cut < packed->len);
        }
    }
}

/* A megabyte of blanks in a kilobyte is no message. */
static void
test_bomb (void)
{
  gsize len = 4 * RUNGS_MAX_SIP;
  g_autofree char *blanks = g_strnfill (len, ' ');
  g_autoptr (GByteArray) packed = deflate (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, blanks, len);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_assert_false (rungs_pieces_inflate (part_of (packed, 0, G_MAXSIZE), bytes));
  g_assert_cmpuint (bytes->len, ==,
                    RUNGS_MESSAGE_RATIO_FREE + packed->len * RUNGS_MAX_MESSAGE_RATIO);
}

static void
test_hopeless (void)
{
  static const char zeros[72] = "";
  static const struct
  {
    const char *head;
    gsize len;
    const char *says;
  } heads[] = {
    { "GMBU", 4, "Network Monitor" },
    { "RTSS", 4, "Network Monitor" },
    { "snoop\0\0\0", 8, "snoop" },
    { "TRSNIFF data\x1a", 13, "Sniffer" },
    { "XCP\0", 4, "NetXRay" },
    { "iptrace 2.0", 11, "iptrace" },
    { "\x7fver", 4, "OmniPeek" },
    { "\x05VNF", 4, "Visual Networks" },
    { "LPKSHHRH", 8, "journalctl" },
    { "ElfFile\0", 8, "wevtutil" },
    { "MDMP\x93\xa7", 6, "PROD-WebLogs" },
    { "Version=1\r\nEventType=APPCRASH\r\nEventTime=133\r\n", 47, "error report" },
    { "Version=1\r\n", 11, NULL },
    { "\2\0\2\xc0", 4, "etl2pcap" },
    { "\1\0\1\xc0", 4, "etl2pcap" },
    { "\2\0\3\xc0", 4, NULL },
    { "INVITE sip:a@example.com SIP/2.0\r\n", 34, NULL },
    { "", 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autoptr (GByteArray) head = g_byte_array_new ();
      const char *said;

      /* Only an event trace is known by what stands further on. */
      if (heads[i].len == 4 && heads[i].head[1] == '\0')
        g_byte_array_append (head, (const guint8 *) zeros, sizeof zeros);
      g_byte_array_append (head, (const guint8 *) heads[i].head, (guint) heads[i].len);
      said = rungs_format_hopeless (part_of (head, 0, G_MAXSIZE));
      if (heads[i].says == NULL)
        g_assert_null (said);
      else
        g_assert_nonnull (strstr (said, heads[i].says));
    }
}

static void
test_hopeless_name (void)
{
  g_assert_nonnull (strstr (rungs_format_hopeless_name ("skylib-1.BLOG"), "PROD-WebLogs"));
  g_assert_nonnull (strstr (rungs_format_hopeless_name ("media-stack.etl"), "PROD-WebLogs"));
  g_assert_null (rungs_format_hopeless_name (".blog"));
  g_assert_null (rungs_format_hopeless_name ("blog.txt"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/capture/websocket/cuts", test_websocket_cuts);
  g_test_add_func ("/capture/websocket/bytes", test_websocket_bytes);
  g_test_add_func ("/capture/websocket/lost", test_websocket_lost);
  g_test_add_func ("/capture/websocket/nonsense", test_websocket_nonsense);
  g_test_add_func ("/capture/websocket/limit", test_websocket_limit);
  g_test_add_func ("/capture/pieces/mask", test_mask);
  g_test_add_func ("/capture/pieces/inflate", test_inflate);
  g_test_add_func ("/capture/pieces/bomb", test_bomb);
  g_test_add_func ("/capture/hopeless", test_hopeless);
  g_test_add_func ("/capture/hopeless/name", test_hopeless_name);
  return g_test_run ();
}
