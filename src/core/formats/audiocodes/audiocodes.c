/* AudioCodes Mediant syslog, firmware 5 to 7.40, as the Syslog Viewer and any syslog server save
 * it. Source: logs of those firmwares and the vendor's manuals. A record is one syslog packet:
 *
 *   12:44:54.000  192.0.2.10  local0.notice  [S=1718460] [SID=b9027c:24:198171]  (N  6891676) (#228)Route found (5), ...
 *                                                                                (N  6891677) ---- Incoming SIP Message from
 *     52.114.75.24:9024 to SIPInterface #2 (Teams) TLS TO(#138) SocketID(204) ----
 *                                                                                 [Time:19-12@12:44:54.873]
 *
 * S counts the packets of a device, N its notifications, SID is one call on all its legs. A SIP
 * message follows its marker, in the same record or in the next ones of the same SID, cut at any
 * byte; see audiocodes-message.c. */
#include "config.h"

#include "formats/audiocodes/audiocodes.h"
#include "formats/audiocodes/private.h"
#include "formats/lines.h"

#include <glib/gi18n-lib.h>

/* Lines between two looks at the cancellable, bytes between two calls of progress. */
#define LINES_PER_CHECK 4096
#define BYTES_PER_PROGRESS (4 * 1024 * 1024)

/* Lines of the head that are looked at: enough to get past what other programs wrote before. */
#define MAX_PROBE_LINES 2000

/* Something in the line that other writers of "[S=1]" do not have. */
static gboolean
is_typical (RungsSpan line, const RungsAcHead *head)
{
  RungsSpan ignored;

  return head->mac.len > 0 || head->session.len > 0
         || rungs_ac_read_notification (rungs_span_skip (line, head->body), &ignored)
         || rungs_span_find (line, RUNGS_SPAN (" [Time:")) >= 0;
}

static RungsProbe
probe (const RungsFormat *format, RungsSpan head, const char *basename)
{
  RungsAcLayout layout = RUNGS_AC_LAYOUT_INIT;
  RungsSpan line;
  gboolean maybe = FALSE;

  for (guint i = 0; i < MAX_PROBE_LINES && rungs_span_take_line (&head, &line); i++)
    {
      RungsAcHead record;
      RungsSpan text;
      gboolean whole;

      if (rungs_ac_has_marker (line) && rungs_ac_read_notification (line, &text)
          && rungs_ac_is_marker (text, &whole))
        return RUNGS_PROBE_YES;
      if (!rungs_ac_read_head (&layout, line, &record))
        continue;
      text = rungs_span_skip (line, record.body);
      if (record.has_seq ? is_typical (line, &record) : rungs_ac_read_notification (text, &text))
        return RUNGS_PROBE_YES;
      maybe |= record.has_seq || record.is_cdr;
    }
  return maybe ? RUNGS_PROBE_MAYBE : RUNGS_PROBE_NO;
}

static gboolean
parse (const RungsFormat *format,
       RungsReader *reader,
       RungsSink *sink,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (RungsAcRecords) records = rungs_ac_records_new (reader, sink);
  g_auto (RungsLineFeed) feed = { NULL };
  RungsSpan line;
  guint64 offset, end, next_progress = 0;
  guint32 number, last_number = 0;
  guint n = 0;

  rungs_line_feed_init (&feed, reader, sink, TRUE);
  while (rungs_line_feed_next (&feed, &line, &offset, &end, &number))
    {
      /* The rest of a line that is too long is left out. */
      if (number != last_number || feed.is_split)
        rungs_ac_records_line (records, line, offset, end, number);
      last_number = number;
      if (++n % LINES_PER_CHECK != 0)
        continue;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (sink->progress != NULL && offset >= next_progress)
        {
          if (!sink->progress (sink, offset))
            return TRUE;
          next_progress = offset + BYTES_PER_PROGRESS;
        }
    }
  if (rungs_reader_get_error (reader) != NULL)
    {
      g_propagate_error (error, g_error_copy (rungs_reader_get_error (reader)));
      return FALSE;
    }
  rungs_ac_records_close (records);
  return TRUE;
}

const RungsFormat rungs_format_audiocodes = {
  .id = "audiocodes-syslog",
  .title = "AudioCodes syslog",
  .how = N_ ("Records with a counter [S=...] and a session [SID=...], and the marker \"---- "
             "Incoming SIP Message "
             "from\" before each message; saved by the Syslog Viewer or any syslog server."),
  .confidence = N_ ("High: the grammar was read from logs of firmware 5 to 7.40."),
  .probe = probe,
  .parse = parse,
};
