/* SIP in any text: pasted from a mail or a ticket, Wireshark's "Follow stream", a log of a program
 * we do not know. The fallback when no other format claims a file.
 *
 *   Hi, this is what we see:
 *   > 2026/11/22 10:15:02.120000 192.0.2.1:5060 -> 198.51.100.2:5060
 *   > INVITE sip:+15550100002@example.com SIP/2.0
 *   > Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1
 *   > ...
 *
 * A message begins with a start line, anywhere in a line. What stands before it is a prefix when
 * the lines that follow have the same; else it is a remark on the start line. Line ends may be
 * written as "#015#012", "<013><010>", "\r\n" or "^M". The message ends by its Content-Length where
 * that fits what is there; else with the body, the next start line, or lines that are no SIP. The
 * lines before a start line may say when and between whom; without them the message itself does.
 *
 * Source: SBC-FORMATS sections 0, 7 and 10, which were read from real files of many programs. */
#include "config.h"

#include "formats/text/text.h"

#include "formats/sip-line.h"

#include <glib/gi18n-lib.h>

static RungsProbe
probe (const RungsFormat *format, RungsSpan head, const char *basename)
{
  RungsTextStart start;
  RungsSpan line;

  while (rungs_span_take_line (&head, &line))
    {
      if (rungs_text_find_start (line, &start))
        return RUNGS_PROBE_MAYBE;
    }
  return RUNGS_PROBE_NO;
}

/* Without lines of its own. */
const RungsTextDefinition rungs_text_any = {
  .format = {
    .id = "sip-text",
    .title = N_ ("SIP text"),
    .how = N_ ("A SIP start line anywhere in its first lines, when nothing else fits."),
    .confidence = N_ ("The framing is learned from each message, so odd logs may lose a line."),
    .probe = probe,
    .parse = rungs_text_parse,
  },
};
