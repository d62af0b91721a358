/* Asterisk: "sip set debug on" of chan_sip, and "pjsip set logger on".
 *
 *   [2026-11-22 10:15:02] VERBOSE[2366] chan_sip.c: <--- SIP read from UDP:192.0.2.1:5060 --->
 *   INVITE sip:+15550100002@198.51.100.2 SIP/2.0
 *   …
 *   <------------->
 *   [2026-11-22 10:15:02] VERBOSE[2366] chan_sip.c: --- (14 headers 11 lines) ---
 *   [2026-11-22 10:15:02] VERBOSE[2366] chan_sip.c: Reliably Transmitting (NAT) to 192.0.2.1:5060:
 *   SIP/2.0 200 OK
 *   …
 *   ---
 *   [2026-11-22 10:15:02] VERBOSE[2126] res_pjsip_logger.c: <--- Received SIP request (512 bytes) from TLS:192.0.2.1:36759 --->
 *
 * The console shows no stamps; some set-ups put them on every line. Only the far end is named, by chan_sip its transport only on
 * receiving. The PJSIP logger ends a message with a blank line.
 *
 * Source: SBC-FORMATS section 5: long real logs of both, and the logger's own format strings. */
#include "config.h"

#include "formats/text/text.h"

#include <glib/gi18n-lib.h>

RUNGS_TEXT_FUNCTIONS (rungs_text_asterisk)

const RungsTextDialect rungs_text_asterisk = {
  .format = {
    .id = "asterisk",
    .title = "Asterisk chan_sip debug",
    .how = N_ ("Lines such as “<--- SIP read from UDP:192.0.2.1:5060 --->”."),
    .confidence = N_ ("The grammar was read from real logs."),
    RUNGS_TEXT_FORMAT (rungs_text_asterisk),
  },
  .lines = {
    { RUNGS_TEXT_HEAD, "{*}<--- SIP read from {transport}:{peer} --->", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "{*}<--- SIP read from {peer} --->", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "{*}ransmitting ({*}) to {peer} --->", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_HEAD, "{*}ransmitting ({*}) to {peer}:", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_HEAD, "{*}etransmitting #{n} ({*}) to {peer}:", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_END, "<----------{-*}>" },
    { RUNGS_TEXT_END, "---" },
    { RUNGS_TEXT_END, "{*}--- ({n} headers {n} lines){*} ---" },
    /* "core set debug" shows a message once more, header by header. */
    { RUNGS_TEXT_SKIP, "{*}Header {n} [{*}{n}]: {*}" },
    { RUNGS_TEXT_SKIP, "{*}Body {n} [{*}{n}]: {*}" },
  },
};

RUNGS_TEXT_FUNCTIONS (rungs_text_pjsip_logger)

const RungsTextDialect rungs_text_pjsip_logger = {
  .format = {
    .id = "pjsip-logger",
    .title = "Asterisk PJSIP logger",
    .how = N_ ("Lines such as “<--- Received SIP request (512 bytes) from UDP:192.0.2.1:5060 --->”."),
    .confidence = N_ ("The grammar was read from real logs and from the program’s own source."),
    RUNGS_TEXT_FORMAT (rungs_text_pjsip_logger),
  },
  .lines = {
    { RUNGS_TEXT_HEAD, "{*}<--- Received SIP {word} ({bytes} bytes) from {transport}:{peer} --->", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "{*}<--- Transmitting SIP {word} ({bytes} bytes) to {transport}:{peer} --->", RUNGS_TEXT_SENT },
  },
};
