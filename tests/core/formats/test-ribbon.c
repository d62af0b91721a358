/* Ribbon: samples, and an entry that is cut in two at every byte of its message. */
#include "dump.h"
#include "formats/vendors/ribbon.h"

static const char invite[] = "INVITE sip:+15550100002@example.net SIP/2.0\r\n"
                             "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-a1;rport\r\n"
                             "Max-Forwards: 70\r\n"
                             "From: \"Alice\" <sip:+15550100001@example.com>;tag=9fxced76sl\r\n"
                             "To: <sip:+15550100002@example.net>\r\n"
                             "Call-ID: a84b4c76e66710@192.0.2.1\r\n"
                             "CSeq: 1 INVITE\r\n"
                             "P-Asserted-Identity: <sip:+15550100001@example.com>\r\n"
                             "Content-Type: application/sdp\r\n"
                             "Content-Length: 99\r\n"
                             "\r\n"
                             "v=0\r\n"
                             "o=- 1 1 IN IP4 192.0.2.1\r\n"
                             "s=-\r\n"
                             "c=IN IP4 192.0.2.1\r\n"
                             "t=0 0\r\n"
                             "m=audio 6000 RTP/AVP 8\r\n"
                             "a=sendrecv\r\n";

/* With a line end behind each entry, as its writer adds one, the cut leaves no doubt. */
static void
test_cut_entry (gconstpointer data)
{
  const char *again = data;

  for (gsize cut = 1; cut < sizeof invite - 1; cut++)
    {
      g_autofree char *log = g_strdup_printf (
        "1800 11222026 101502.120612:1.01.00.38939.MAJOR  .SIPSG:FILTER=f GCID=0x00000DDB: EXTRA "
        "INFO: Ingress: received msg for CallId:1 gcid:0xDDB from IP/port:192.0.2.1/5060, Local "
        "IP/port:198.51.100.2/5060\nRAW PDU:\n%.*s\n"
        "300 11222026 101502.120612:1.01.00.38939.MAJOR  .SIPSG:%s%s\n"
        "90 11222026 101502.120700:1.01.00.38940.Info   .NRM:*end\n",
        (int) cut, invite, again, invite + cut);
      g_autoptr (GPtrArray) messages =
        dump_messages (&rungs_format_ribbon_core, "x.trc", rungs_span_of (log));

      g_test_message ("cut at %u", (guint) cut);
      g_assert_cmpuint (messages->len, ==, 1);
      g_assert_cmpmem (g_bytes_get_data (messages->pdata[0], NULL),
                       g_bytes_get_size (messages->pdata[0]), invite, sizeof invite - 1);
    }
}

/* Without it, a cut between two lines looks like one inside a line. */
static void
test_cut_between_lines (void)
{
  for (gsize cut = 1; cut < sizeof invite - 1; cut++)
    {
      g_autofree char *log = NULL;
      g_autoptr (GPtrArray) messages = NULL;

      /* The blank line is seen or not: nothing tells. */
      if (invite[cut - 1] != '\n' || (cut >= 4 && memcmp (invite + cut - 4, "\r\n\r\n", 4) == 0)
          || invite[cut] == '\r')
        continue;
      log = g_strdup_printf (
        "1800 11222026 101502.120612:1.01.00.38939.MAJOR  .SIPSG:sent msg for CallId:1 gcid:0xDDB "
        "to IP/port:192.0.2.1/5060, Local IP/port:198.51.100.2/5060\nRAW PDU:\n%.*s"
        "300 11222026 101502.120612:1.01.00.38939.MAJOR  .SIPSG:%s",
        (int) cut, invite, invite + cut);
      messages = dump_messages (&rungs_format_ribbon_core, "x.trc", rungs_span_of (log));
      g_test_message ("cut at %u", (guint) cut);
      g_assert_cmpuint (messages->len, ==, 1);
      g_assert_cmpmem (g_bytes_get_data (messages->pdata[0], NULL),
                       g_bytes_get_size (messages->pdata[0]), invite, sizeof invite - 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/ribbon-core/cut-entry", "", test_cut_entry);
  g_test_add_data_func ("/ribbon-core/cut-entry-again",
                        "FILTER=f GCID=0x00000DDB: ", test_cut_entry);
  g_test_add_func ("/ribbon-core/cut-between-lines", test_cut_between_lines);
  dump_add_samples (&rungs_format_ribbon_core, "ribbon-core");
  return g_test_run ();
}
