/* What user agents and SIP libraries write of the messages they send and receive.
 *
 *   PJSIP        10:15:02.120   pjsua_core.c  ....TX 1277 bytes Request msg INVITE/cseq=1868 (tdta0x9e3) to TCP 192.0.2.1:5080:
 *                … --end msg--
 *   belle-sip    2026-11-22 10:15:02:120 belle-sip-message-channel [0x55d]: message sent to [UDP://sip.example.com:5060], size: [900] bytes
 *                2026-11-22 10:15:02:120 belle-sip-message-channel [0x55d]: received [700] new bytes from [UDP://sip.example.com:5060]:
 *   baresip      10:15:02.120|#  and  UDP 192.0.2.1:5060 -> 198.51.100.2:5060
 *   reSIProcate  2026-11-22 10:15:02.120 | INFO | RESIP:TRANSPORT | 11 t3 incoming from: [ V4 192.0.2.1:47389 TCP target domain=unspecified mFlowKey=4 ]
 *   JAIN-SIP     [2026/11/22 10:15:02.120] IN 192.0.2.1:5060 --> 198.51.100.2:5060
 *                <message from="192.0.2.1:5060" to="198.51.100.2:5060" time="1795342502120" isSender="false" …><![CDATA[INVITE …]]></message>
 *   SIPp         ----------------------------------------------- 2026-11-22 10:15:02:120.345
 *                UDP message received [769] bytes:
 *
 * SIPp shows a message that it did not expect once more. belle-sip names its peers, and may receive several messages, or a part of one, at a time. SIPp names none; since 3.7 its stamps
 * are UTC. The stamps of JAIN-SIP's XML are milliseconds since 1970, those of its text are local.
 *
 * Source: SBC-FORMATS section 7: real logs of PJSIP, reSIProcate, JAIN-SIP and SIPp, the format strings of the others. */
#include "config.h"

#include "formats/text/text.h"

#include <glib/gi18n-lib.h>

RUNGS_TEXT_FUNCTIONS (rungs_text_pjsua)

const RungsTextDialect rungs_text_pjsua = {
  .format = {
    .id = "pjsua",
    .title = "PJSIP (pjsua)",
    .how = N_ ("Lines such as “TX 1277 bytes Request msg INVITE/cseq=1 (tdta0x1) to UDP 192.0.2.1:5060:”."),
    .confidence = N_ ("The grammar was read from real logs."),
    RUNGS_TEXT_FORMAT (rungs_text_pjsua),
  },
  .lines = {
    /* Konftel and Avaya conference phones, by syslog: the server's stamp before the program's. */
    { RUNGS_TEXT_HEAD, "{*} {time} pjsua_core.c {*}TX {bytes} bytes {*} to {transport} {peer}:", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_HEAD, "{*} {time} pjsua_core.c {*}RX {bytes} bytes {*} from {transport} {peer}:", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "{*}TX {bytes} bytes {*} to {transport} {peer}:", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_HEAD, "{*}RX {bytes} bytes {*} from {transport} {peer}:", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_END, "{*}--end msg--" },
  },
};

RUNGS_TEXT_FUNCTIONS (rungs_text_belle_sip)

const RungsTextDialect rungs_text_belle_sip = {
  .format = {
    .id = "belle-sip",
    .title = "Linphone (belle-sip)",
    .how = N_ ("Lines such as “channel [0x1]: message sent to [UDP://sip.example.com:5060], size: [900] bytes”."),
    .confidence = N_ ("The grammar was read from the program’s own source."),
    RUNGS_TEXT_FORMAT (rungs_text_belle_sip),
  },
  .joins = TRUE,
  .lines = {
    { RUNGS_TEXT_HEAD, "{*}channel [{*}]: message sent to [{transport}://{peer}], size: [{bytes}] bytes{*}", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_HEAD, "{*}channel [{*}]: message sent to [{transport}://{peer}]{*}", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_HEAD, "{*}channel [{*}]: received [{n}] new bytes from [{transport}://{peer}]{*}", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "{*}channel [{*}]: received [{n}] new bytes from [{peer}]{*}", RUNGS_TEXT_RECEIVED },
  },
};

RUNGS_TEXT_FUNCTIONS (rungs_text_baresip)

const RungsTextDialect rungs_text_baresip = {
  .format = {
    .id = "baresip",
    .title = "baresip",
    .how = N_ ("Lines such as “UDP 192.0.2.1:5060 -> 198.51.100.2:5060”."),
    .confidence = N_ ("The grammar was read from the program’s own source."),
    RUNGS_TEXT_FORMAT (rungs_text_baresip),
  },
  .lines = {
    { RUNGS_TEXT_HEAD, "{transport} {src} -> {dst}" },
  },
};

RUNGS_TEXT_FUNCTIONS (rungs_text_resiprocate)

const RungsTextDialect rungs_text_resiprocate = {
  .format = {
    .id = "resiprocate",
    .title = "reSIProcate",
    .how = N_ ("Lines such as “incoming from: [ V4 192.0.2.1:5060 UDP target domain=unspecified mFlowKey=1 ]”."),
    .confidence = N_ ("The grammar is known from descriptions and single lines alone."),
    RUNGS_TEXT_FORMAT (rungs_text_resiprocate),
  },
  .lines = {
    { RUNGS_TEXT_HEAD, "{*}ncoming from: [ {word} {peer} {transport} {*}", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "{*}ransmitting to [ {word} {peer} {transport} {*}] {*}via [ {word} {own} {*}", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_HEAD, "{*}ransmitting to [ {word} {peer} {transport} {*}", RUNGS_TEXT_SENT },
  },
};

RUNGS_TEXT_FUNCTIONS (rungs_text_jain_sip)

const RungsTextDialect rungs_text_jain_sip = {
  .format = {
    .id = "jain-sip",
    .title = N_ ("JAIN-SIP text log"),
    .how = N_ ("Lines such as “[2026/11/22 10:15:02.120] IN 192.0.2.1:5060 --> 198.51.100.2:5060”."),
    .confidence = N_ ("The grammar was read from real logs."),
    RUNGS_TEXT_FORMAT (rungs_text_jain_sip),
  },
  .lines = {
    { RUNGS_TEXT_HEAD, "{*}[{time}] IN {src} --> {dst}", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "{*}[{time}] OUT {src} --> {dst}", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_END, "---------------{-*}" },
  },
};

RUNGS_TEXT_FUNCTIONS (rungs_text_jain_sip_xml)

const RungsTextDialect rungs_text_jain_sip_xml = {
  .format = {
    .id = "jain-sip-xml",
    .title = N_ ("JAIN-SIP trace in XML"),
    .how = N_ ("Elements “<message from=… to=… time=… isSender=…>” with a message in them."),
    .confidence = N_ ("The grammar was read from real logs."),
    .utc = TRUE,
    RUNGS_TEXT_FORMAT (rungs_text_jain_sip_xml),
  },
  .lines = {
    { RUNGS_TEXT_BEFORE, "<message from=\"{src}\" to=\"{dst}\" time=\"{time}\"{*} isSender=\"true\"{*}<![CDATA[", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_BEFORE, "<message from=\"{src}\" to=\"{dst}\" time=\"{time}\"{*} isSender=\"false\"{*}<![CDATA[", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "<message from=\"{src}\" to=\"{dst}\" time=\"{time}\"{*} isSender=\"true\"{*}>", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_HEAD, "<message from=\"{src}\" to=\"{dst}\" time=\"{time}\"{*} isSender=\"false\"{*}>", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "<message" },
    { RUNGS_TEXT_MORE, "from=\"{src}\"{*}" },
    { RUNGS_TEXT_MORE, "to=\"{dst}\"{*}" },
    { RUNGS_TEXT_MORE, "time=\"{time}\"{*}" },
    { RUNGS_TEXT_MORE, "isSender=\"true\"{*}", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_MORE, "isSender=\"false\"{*}", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_SKIP, "firstLine=\"{*}" },
    { RUNGS_TEXT_MORE, "{word}=\"{*}" },
    { RUNGS_TEXT_MORE, ">" },
    { RUNGS_TEXT_END, "{rest}]]>{*}" },
  },
};

RUNGS_TEXT_FUNCTIONS (rungs_text_sipp)

const RungsTextDialect rungs_text_sipp = {
  .format = {
    .id = "sipp",
    .title = N_ ("SIPp message trace"),
    .how = N_ ("Lines such as “UDP message received [769] bytes:” behind a rule with a stamp."),
    .confidence = N_ ("The grammar was read from real logs and from the program’s own source."),
    RUNGS_TEXT_FORMAT (rungs_text_sipp),
  },
  .shows_twice = TRUE,
  .lines = {
    { RUNGS_TEXT_HEAD, "-----------------------------------------------{-*} {time}" },
    { RUNGS_TEXT_MORE, "Unexpected {transport} message received:", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_SKIP, "-----------------------------------------------{-*}" },
    { RUNGS_TEXT_MORE, "{transport} {*}message received [{bytes}] bytes{*}", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_MORE, "{transport} {*}message sent [{bytes}] bytes{*}", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_MORE, "{transport} {*}message sent ({bytes} bytes){*}", RUNGS_TEXT_SENT },
  },
};
