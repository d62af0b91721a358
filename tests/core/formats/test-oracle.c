/* Oracle: samples, and a message in two records, cut at every byte. */
#include "dump.h"
#include "formats/vendors/oracle.h"

#define RULE "----------------------------------------\n"

static const char invite[] = "INVITE sip:+15550100002@example.net SIP/2.0\n"
                             "Via: SIP/2.0/TCP 192.0.2.1:5060;branch=z9hG4bK-a1;rport\n"
                             "Max-Forwards: 70\n"
                             "From: \"Alice\" <sip:+15550100001@example.com>;tag=9fxced76sl\n"
                             "To: <sip:+15550100002@example.net>\n"
                             "Call-ID: a84b4c76e66710@192.0.2.1\n"
                             "CSeq: 1 INVITE\n"
                             "P-Asserted-Identity: <sip:+15550100001@example.com>\n"
                             "Content-Type: application/sdp\n"
                             "Content-Length: 99\n"
                             "\n"
                             "v=0\n"
                             "o=- 1 1 IN IP4 192.0.2.1\n"
                             "s=-\n"
                             "c=IN IP4 192.0.2.1\n"
                             "t=0 0\n"
                             "m=audio 6000 RTP/AVP 8\n"
                             "a=sendrecv\n";

static char *
with_crlf (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return g_strjoinv ("\r\n", lines);
}

static void
test_cut_message (gconstpointer data)
{
  const char *blank = data;
  g_autofree char *expected = with_crlf (invite);

  for (gsize cut = 1; cut < sizeof invite - 1; cut++)
    {
      static const char head[] =
        "Nov 22 10:15:02.120 On [0:0]198.51.100.2:5060 received from 192.0.2.1:5060\n";
      g_autofree char *log = g_strdup_printf ("%s%.*s\n%s" RULE "%s%s\n" RULE, head, (int) cut,
                                              invite, blank, head, invite + cut);
      g_autoptr (GPtrArray) messages =
        dump_messages (&rungs_format_oracle, "sipmsg.log", rungs_span_of (log));

      g_test_message ("cut at %u: %.20s", (guint) cut, invite + cut);
      g_assert_cmpuint (messages->len, ==, 1);
      g_assert_cmpmem (g_bytes_get_data (messages->pdata[0], NULL),
                       g_bytes_get_size (messages->pdata[0]), expected, strlen (expected));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/oracle-sipmsg/cut", "", test_cut_message);
  g_test_add_data_func ("/oracle-sipmsg/cut-blank", "\n", test_cut_message);
  dump_add_samples (&rungs_format_oracle, "oracle-sipmsg");
  return g_test_run ();
}
