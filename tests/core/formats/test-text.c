/* Pasted SIP text: samples, and the pieces that recognise lines. */
#include "dump.h"
#include "formats/head-line.h"
#include "formats/sip-line.h"
#include "formats/text/text.h"

static void
test_start_lines (void)
{
  static const struct
  {
    const char *line;
    const char *prefix; /* NULL: no start line */
    const char *start;
  } cases[] = {
    { "INVITE sip:a@b SIP/2.0", "", "INVITE sip:a@b SIP/2.0" },
    { "INVITE sip:a@b SIP/2.0  \r", "", "INVITE sip:a@b SIP/2.0" },
    { "SIP/2.0 180 Ringing", "", "SIP/2.0 180 Ringing" },
    { "SIP/2.0 200", "", "SIP/2.0 200" },
    { "> INVITE sip:a@b SIP/2.0", "> ", "INVITE sip:a@b SIP/2.0" },
    { "..[.....INVITE tel:+15550100001 SIP/2.0", "..[.....", "INVITE tel:+15550100001 SIP/2.0" },
    { "10:15:02 x <SIP/2.0 200 OK", "10:15:02 x <", "SIP/2.0 200 OK" },
    { "INVITE sip:a@b SIP/2.0^M", "", "INVITE sip:a@b SIP/2.0" },
    { "INVITE sip:a@b SIP/2.0.", "", "INVITE sip:a@b SIP/2.0" },
    { "x: SIP/2.0 200 OK#015#012Via: y", "x: ", "SIP/2.0 200 OK" },
    { "{\"m\":\"BYE sip:a@b SIP/2.0\\r\\nVia: y\"}", "{\"m\":\"", "BYE sip:a@b SIP/2.0" },
    { "INVITE sip:a@b SIP/2.0   <-- from the carrier", "", "INVITE sip:a@b SIP/2.0" },
    { "BYE sip:a@b SIP/2.0 // gone", "", "BYE sip:a@b SIP/2.0" },
    { "INVITE sip:a@b SIP/2.0^M <- with a mark", "", "INVITE sip:a@b SIP/2.0" },
    { "SIP/2.0 404 Not Found  <--- why?", "", "SIP/2.0 404 Not Found" },
    { "SIP/2.0 100 trying -- your call", "", "SIP/2.0 100 trying -- your call" },
    { "INVITE sip:a@b SIP/2.0 was sent", NULL, NULL },
    { "Via: SIP/2.0/UDP 192.0.2.1", NULL, NULL },
    { "we got an INVITE with SIP/2.0 in it", NULL, NULL },
    { "SIP/2.0 999 No", NULL, NULL },
    { "SIP/2.0", NULL, NULL },
    { "SIP/2.0 2000 No", NULL, NULL },
    { "GET /sip HTTP/1.1", NULL, NULL },
    { "", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsTextStart start;
      gboolean found = rungs_text_find_start (rungs_span_of (cases[i].line), &start);

      g_test_message ("%s", cases[i].line);
      g_assert_cmpint (found, ==, cases[i].prefix != NULL);
      if (!found)
        continue;
      g_assert_cmpmem (start.prefix.str, start.prefix.len, cases[i].prefix,
                       strlen (cases[i].prefix));
      g_assert_cmpmem (start.line.str, start.line.len, cases[i].start, strlen (cases[i].start));
    }
}

static void
test_prefixes (void)
{
  static const struct
  {
    const char *line, *prefix, *rest; /* NULL: does not match */
  } cases[] = {
    { "> Via: x", "> ", "Via: x" },
    { ">", "> ", "" },
    { ">   folded", "> ", "  folded" },
    { "Nov  1 10:15:02 sbc x[12]: To: y", "Oct 22 09:00:59 sbc x[7]: ", "To: y" },
    { "Nov 22 10:15:02 other x[12]: To: y", "Nov 22 10:15:02 sbc x[7]: ", NULL },
    { "To: y", "> ", NULL },
    { "", "> ", NULL },
    { " To: y", "    ", NULL },
    { "     To: y", "    ", " To: y" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsSpan rest;
      gboolean matches = rungs_text_match_prefix (rungs_span_of (cases[i].line),
                                                  rungs_span_of (cases[i].prefix), &rest);

      g_test_message ("%s", cases[i].line);
      g_assert_cmpint (matches, ==, cases[i].rest != NULL);
      if (matches)
        g_assert_cmpmem (rest.str, rest.len, cases[i].rest, strlen (cases[i].rest));
    }
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *line, *src, *dst;
  } cases[] = {
    { "192.0.2.1:5060 -> 198.51.100.2:5060", "192.0.2.1:5060", "198.51.100.2:5060" },
    { "192.0.2.1:5060 <- 198.51.100.2:5060", "198.51.100.2:5060", "192.0.2.1:5060" },
    { "UDP [2001:db8::1]:5060 --> [2001:db8::2]:5061", "[2001:db8::1]:5060", "[2001:db8::2]:5061" },
    { "IP 192.0.2.1.sip > 198.51.100.2.sip: SIP", "192.0.2.1", "198.51.100.2" },
    { "src=192.0.2.1:5060 dst=198.51.100.2:5060", "192.0.2.1:5060", "198.51.100.2:5060" },
    { "sent to 192.0.2.1:5060 from 198.51.100.2:5060", "198.51.100.2:5060", "192.0.2.1:5060" },
    { "Received 640 bytes from UDP 192.0.2.1:5060", "192.0.2.1:5060", "" },
    { "Sending to 192.0.2.1:5060 (TLS)", "", "192.0.2.1:5060" },
    { "peers 192.0.2.1 and 198.51.100.2", "", "" },
    { "version 1.2.3.4.5 > 300.1.1.1", "", "" },
    { "contact 192.0.2.1", "", "" },
    { "[", "", "" },
    { "[::", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsTextHead head = { 0 };

      g_test_message ("%s", cases[i].line);
      rungs_text_read_head (rungs_span_of (cases[i].line), RUNGS_DATES_PLAIN, &head);
      g_assert_cmpmem (head.src.str, head.src.len, cases[i].src, strlen (cases[i].src));
      g_assert_cmpmem (head.dst.str, head.dst.len, cases[i].dst, strlen (cases[i].dst));
    }
}

/* What is spoken of is no message. */
static void
test_prose (void)
{
  static const char prose[] = "The proxy answered SIP/2.0 486 Busy Here to\n"
                              "INVITE sip:+15550100002@example.com SIP/2.0\n"
                              "and that was all.\n";
  g_autofree char *dump =
    dump_bytes (&rungs_format_sip_text, "mail.txt", rungs_span_of (prose), TRUE);

  g_assert_cmpstr (dump, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sip-text/start-lines", test_start_lines);
  g_test_add_func ("/sip-text/prefixes", test_prefixes);
  g_test_add_func ("/sip-text/addresses", test_addresses);
  g_test_add_func ("/sip-text/prose", test_prose);
  dump_add_samples (&rungs_format_sip_text, "sip-text");
  return g_test_run ();
}
