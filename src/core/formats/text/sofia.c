/* The traces of Sofia-SIP: FreeSWITCH ("sofia global siptrace on") and drachtio.
 *
 *   recv 584 bytes from udp/[192.0.2.1]:5060 at 10:15:02.120345:
 *   ------------------------------------------------------------------------
 *   INVITE sip:+15550100002@198.51.100.2 SIP/2.0
 *   …
 *   ------------------------------------------------------------------------
 *   2026-11-22 10:15:02.120400 send 1439 bytes to tls/[192.0.2.1]:5061 at 10:15:02.120345:
 *
 * FreeSWITCH: the lines may be indented, coloured, or begin with the call's UUID; a rule may stand before the head too, or be
 * missing. The date is only in other lines. drachtio: two stamps, no rules, a blank line at the end. Only the far end is named.
 *
 * Source: SBC-FORMATS section 6: real logs of both. */
#include "config.h"

#include "formats/text/text.h"

#include <glib/gi18n-lib.h>

RUNGS_TEXT_FUNCTIONS (rungs_text_drachtio)

const RungsTextDialect rungs_text_drachtio = {
  .format = {
    .id = "drachtio",
    .title = "drachtio log",
    .how = N_ ("Lines such as “2026-11-22 10:15:02.120400 recv 584 bytes from tls/[192.0.2.1]:5061 at 10:15:02.120345:”."),
    .confidence = N_ ("The grammar was read from real logs."),
    RUNGS_TEXT_FORMAT (rungs_text_drachtio),
  },
  .lines = {
    { RUNGS_TEXT_HEAD, "{time} recv {bytes} bytes from {transport}/{peer} at {time}:", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "{time} send {bytes} bytes to {transport}/{peer} at {time}:", RUNGS_TEXT_SENT },
  },
};

RUNGS_TEXT_FUNCTIONS (rungs_text_freeswitch)

const RungsTextDialect rungs_text_freeswitch = {
  .format = {
    .id = "freeswitch",
    .title = "FreeSWITCH siptrace",
    .how = N_ ("Lines such as “recv 584 bytes from udp/[192.0.2.1]:5060 at 10:15:02.120345:”."),
    .confidence = N_ ("The grammar was read from real logs."),
    RUNGS_TEXT_FORMAT (rungs_text_freeswitch),
  },
  .lines = {
    { RUNGS_TEXT_HEAD, "recv {bytes} bytes from {transport}/{peer} at {time}:", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "send {bytes} bytes to {transport}/{peer} at {time}:", RUNGS_TEXT_SENT },
    /* Behind a UUID, or behind "2026-11-22 10:15:02.120345 [INFO] tport.c:…". */
    { RUNGS_TEXT_HEAD, "{word} recv {bytes} bytes from {transport}/{peer} at {time}:", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "{word} send {bytes} bytes to {transport}/{peer} at {time}:", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_HEAD, "{*}] {*}recv {bytes} bytes from {transport}/{peer} at {time}:", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "{*}] {*}send {bytes} bytes to {transport}/{peer} at {time}:", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_END, "----------------{-*}" },
  },
};
