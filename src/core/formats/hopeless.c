/* Files that are known and cannot be read: what to open or export instead. */
#include "config.h"

#include "formats/hopeless.h"

#include <glib/gi18n-lib.h>

/* By the first bytes. */
static const struct
{
  RungsSpan magic;
  const char *sentence;
} known[] = {
  { { "GMBU", 4 },
    N_ ("This is a Microsoft Network Monitor capture; save it as pcap or pcapng with Wireshark.") },
  { { "RTSS", 4 },
    N_ ("This is a Microsoft Network Monitor capture; save it as pcap or pcapng with Wireshark.") },
  { { "snoop\0\0\0", 8 },
    N_ ("This is a snoop capture; save it as pcap or pcapng with Wireshark.") },
  { { "TRSNIFF data", 12 },
    N_ ("This is a Sniffer capture; save it as pcap or pcapng with Wireshark.") },
  { { "XCP\0", 4 }, N_ ("This is a NetXRay capture; save it as pcap or pcapng with Wireshark.") },
  { { "iptrace ", 8 },
    N_ ("This is an AIX iptrace capture; save it as pcap or pcapng with Wireshark.") },
  { { "\x7fver", 4 },
    N_ ("This is an EtherPeek or OmniPeek capture; save it as pcap or pcapng with Wireshark.") },
  { { "\x05VNF", 4 },
    N_ ("This is a Visual Networks capture; save it as pcap or pcapng with Wireshark.") },
  { { "\xaa\xaa\xaa\xaa", 4 },
    N_ ("This is a 5Views capture; save it as pcap or pcapng with Wireshark.") },
  { { "ObserverPktBuffe", 16 },
    N_ ("This is an Observer capture; save it as pcap or pcapng with Wireshark.") },
  { { "\0\0\0\1\0\0\0\0\0\x07\xd0\0", 12 },
    N_ ("This is an HP-UX nettl trace; save it as pcap or pcapng with Wireshark.") },
  { { "\0\0\0\0\0\1\0\0\0\0\x07\xd0", 12 },
    N_ ("This is an HP-UX nettl trace; save it as pcap or pcapng with Wireshark.") },
  { { "VL\0\0", 4 }, N_ ("This is a NetXRay capture; save it as pcap or pcapng with Wireshark.") },
  { { "\x42\xd2\x00\x34\x12\x66\x22\x88", 8 },
    N_ ("This is a RADCOM capture; save it as pcap or pcapng with Wireshark.") },
  { { "\x00\x00\x02\x00\x12\x05\x00\x10", 8 },
    N_ ("This is a Tektronix K12 capture; save it as pcap or pcapng with Wireshark.") },
  { { "EyeSDN", 6 }, N_ ("This is an EyeSDN capture; save it as pcap or pcapng with Wireshark.") },
  { { "btsnoop\0", 8 }, N_ ("This is a Bluetooth capture (btsnoop).") },
  { { "LPKSHHRH", 8 }, N_ ("This is a systemd journal; save it as text with journalctl.") },
  { { "ElfFile\0", 8 },
    N_ ("This is a Windows event log (EVTX); turn it into text with “wevtutil qe FILE /lf:true "
        "/f:text”, or save the events as text in the Event Viewer.") },
  { { "MDMP", 4 },
    N_ ("This is a memory dump of a program that crashed; it has nothing of its calls. For Teams "
        "open the PROD-WebLogs ZIP instead (Ctrl+Alt+Shift+1 in Teams).") },
  { { "PAGEDU", 6 },
    N_ ("This is a memory dump of Windows; it has nothing of calls. Open the log of the SBC, or "
        "the PROD-WebLogs ZIP of Teams (Ctrl+Alt+Shift+1 in Teams).") },
  { { "%PDF-", 5 }, N_ ("This is a PDF document; save the log itself as text.") },
  { { "\x89PNG", 4 }, N_ ("This is a picture; save the log itself as text.") },
  { { "\xff\xd8\xff", 3 }, N_ ("This is a picture; save the log itself as text.") },
  { { "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8 },
    N_ ("This is an Office document or a mail; save the log itself as text.") },
  { { "SQLite format 3\0", 16 }, N_ ("This is a database; export the messages as text.") },
  { { "\x7f"
      "ELF",
      4 },
    N_ ("This is a program.") },
  { { "MZ", 2 }, N_ ("This is a Windows program.") },
};

/* LANalyzer: a header record, its length, and version 1. */
static gboolean
is_lanalyzer (RungsSpan head)
{
  return head.len > 6 && (head.str[0] == '\x01' || head.str[0] == '\x07') && head.str[1] == '\x10'
         && head.str[3] == '\0' && head.str[4] == '\x01';
}

/* A Windows event trace has no magic number, but its first event, behind the header of the first
 * buffer, always says the same about the logger: version 1 or 2, 32 or 64 bits, "system". */
static gboolean
is_event_trace (RungsSpan head)
{
  RungsSpan marker = rungs_span_head (rungs_span_skip (head, 72), 4);

  return marker.len == 4 && (marker.str[0] == 1 || marker.str[0] == 2) && marker.str[1] == 0
         && (marker.str[2] == 1 || marker.str[2] == 2) && marker.str[3] == '\xc0';
}

const char *
rungs_format_hopeless (RungsSpan head)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (rungs_span_starts (head, known[i].magic))
        return _ (known[i].sentence);
    }
  if (is_lanalyzer (head))
    return _ ("This is a LANalyzer capture; save it as pcap or pcapng with Wireshark.");
  if (rungs_span_find (rungs_span_head (head, 64), RUNGS_SPAN ("NetScaler")) >= 0
      && memchr (head.str, '\0', MIN (head.len, 64)) != NULL)
    return _ ("This is a NetScaler trace; save it as pcap or pcapng with Wireshark.");
  if (rungs_span_starts (head, RUNGS_SPAN ("Version="))
      && rungs_span_find (head, RUNGS_SPAN ("\nEventType=")) > 0
      && rungs_span_find (head, RUNGS_SPAN ("\nEventTime=")) > 0)
    return _ (
      "This is a Windows error report (WER): it says that a program crashed, and nothing of "
      "its calls. For Teams open the PROD-WebLogs ZIP instead (Ctrl+Alt+Shift+1 in Teams).");
  if (is_event_trace (head))
    return _ ("This is a Windows event trace (ETL, of netsh or pktmon); turn it into pcapng with "
              "“pktmon etl2pcap FILE” or etl2pcapng.");
  return NULL;
}

const char *
rungs_format_hopeless_name (const char *basename)
{
  RungsSpan name = rungs_span_of (basename);

  if (name.len > 5
      && rungs_span_equal_ci (rungs_span_skip (name, name.len - 5), RUNGS_SPAN (".blog")))
    return _ ("This is a binary log of Teams’ media part, which only Microsoft can read. Open the "
              "PROD-WebLogs ZIP instead (Ctrl+Alt+Shift+1 in Teams), or export the calls in the "
              "Teams admin center.");
  if (name.len > 4
      && rungs_span_equal_ci (rungs_span_skip (name, name.len - 4), RUNGS_SPAN (".etl")))
    return _ (
      "This is a binary trace (ETL) that only its maker can read. Open the PROD-WebLogs ZIP "
      "instead (Ctrl+Alt+Shift+1 in Teams); a network trace of netsh or pktmon becomes "
      "pcapng with “pktmon etl2pcap FILE”.");
  return NULL;
}
