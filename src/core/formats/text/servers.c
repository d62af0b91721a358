/* The logs of SIP servers.
 *
 *   Yate       2026-11-22_10:15:02.120345 <sip:INFO> 'udp:0.0.0.0:5060' received 818 bytes SIP message from 192.0.2.1:58732 [0xfc4300]
 *              ------
 *              …
 *              ------
 *              2026-11-22_10:15:02.120345 <sip:INFO> 'udp:0.0.0.0:5060' sending code 100 0xfc to 192.0.2.1:58732 [0xfc4300]
 *   Genesys    10:15:02.120: SIPTR: Received [0,UDP] 467 bytes from 192.0.2.1:5060 <<<<<
 *              10:15:02.120: Sending  [0,UDP] 406 bytes to 192.0.2.1:5060 >>>>>
 *   Lync       TL_INFO(TF_PROTOCOL) [1]0BC0.178C::11/22/2026-10:15:02.120.000004cf (SIPStack,SIPAdminLog::…)$$begin_record
 *              Direction: incoming
 *              Peer: 192.0.2.1:51000
 *              Start-Line: INVITE sip:…
 *              …
 *              Message-Body: v=0
 *              …
 *              $$end_record
 *   Kamailio   Nov 22 10:15:02 proxy kamailio[2211]: DEBUG: … read 1025 bytes:#012INVITE sip:… SIP/2.0#015#012Via: …
 *   FortiGate  2026-11-22 10:15:02 sip port 26 192.0.2.1:5061 -> 198.51.100.2:5060
 *              2026-11-22 10:15:02 sip port 26 read [(0,515) (494e56495445…)(INVITE sip:…)]
 *   Alcatel    … RECEIVE MESSAGE FROM NETWORK (192.0.2.1:5060 [UDP])
 *              ----------------------utf8-----------------------
 *
 * Source: SBC-FORMATS sections 7 and 8: real logs of Yate, Genesys, Lync and Kamailio; the lines of the others are from
 * manuals and second hand. */
#include "config.h"

#include "formats/text/text.h"

#include <glib/gi18n-lib.h>

RUNGS_TEXT_FUNCTIONS (rungs_text_yate)

const RungsTextDialect rungs_text_yate = {
  .format = {
    .id = "yate",
    .title = "Yate",
    .how = N_ ("Lines such as “<sip:INFO> 'udp:0.0.0.0:5060' received 818 bytes SIP message from 192.0.2.1:5060”."),
    .confidence = N_ ("The grammar was read from real logs and from the program’s own source."),
    RUNGS_TEXT_FORMAT (rungs_text_yate),
  },
  .lines = {
    { RUNGS_TEXT_HEAD, "{*}<{word}> '{transport}:{own}' received {bytes} bytes SIP message from {peer}{*}", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "{*}<{word}> '{transport}:{own}' sending {*} to {peer} [{*}", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_HEAD, "{*}<{word}> {*}eceived {bytes} bytes SIP message from {peer}{*}", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "{*}<{word}> {*}ending code {n} {word} to {peer}{*}", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_HEAD, "{*}<{word}> {*}ending '{word}' {word} to {peer}{*}", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_END, "{rest}------" },
  },
};

RUNGS_TEXT_FUNCTIONS (rungs_text_genesys)

const RungsTextDialect rungs_text_genesys = {
  .format = {
    .id = "genesys",
    .title = "Genesys SIP Server",
    .how = N_ ("Lines such as “10:15:02.120: SIPTR: Received [0,UDP] 467 bytes from 192.0.2.1:5060 <<<<<”."),
    .confidence = N_ ("The grammar was read from real logs."),
    RUNGS_TEXT_FORMAT (rungs_text_genesys),
  },
  .lines = {
    { RUNGS_TEXT_HEAD, "{time}{*}Received [{n},{transport}] {bytes} bytes from {peer} <<<<<", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "{time}{*}Sending [{n},{transport}] {bytes} bytes to {peer} >>>>>", RUNGS_TEXT_SENT },
  },
};

RUNGS_TEXT_FUNCTIONS (rungs_text_lync)

const RungsTextDialect rungs_text_lync = {
  .format = {
    .id = "lync",
    .title = N_ ("Lync and Skype for Business SIP stack log"),
    .how = N_ ("Records between “$$begin_record” and “$$end_record”."),
    .confidence = N_ ("The grammar was read from real logs."),
    RUNGS_TEXT_FORMAT (rungs_text_lync),
  },
  .dates = RUNGS_DATES_MONTH_FIRST,
  .body = "Message-Body:",
  .lines = {
    { RUNGS_TEXT_HEAD, "{*}::{time}.{word} ({*}$$begin_record" },
    { RUNGS_TEXT_HEAD, "{*}$$begin_record" },
    { RUNGS_TEXT_MORE, "Direction: incoming{*}", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_MORE, "Direction: outgoing{*}", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_MORE, "Peer: {peer}" },
    { RUNGS_TEXT_MORE, "Trace-Correlation-Id: {*}" },
    { RUNGS_TEXT_MORE, "Instance-Id: {*}" },
    { RUNGS_TEXT_MORE, "Message-Type: {*}" },
    { RUNGS_TEXT_END, "{rest}$$end_record" },
  },
};

RUNGS_TEXT_FUNCTIONS (rungs_text_kamailio)

const RungsTextDialect rungs_text_kamailio = {
  .format = {
    .id = "kamailio-syslog",
    .title = N_ ("Kamailio and OpenSIPS debug in syslog"),
    .how = N_ ("A whole SIP message in a line of kamailio or opensips, with “#015#012” for line ends."),
    .confidence = N_ ("The grammar was read from real logs."),
    RUNGS_TEXT_FORMAT (rungs_text_kamailio),
  },
  .lines = {
    { RUNGS_TEXT_BEFORE, "{*}kamailio[{n}]:{*}" },
    { RUNGS_TEXT_BEFORE, "{*}opensips[{n}]:{*}" },
  },
};

RUNGS_TEXT_FUNCTIONS (rungs_text_alcatel_oxe)

const RungsTextDialect rungs_text_alcatel_oxe = {
  .format = {
    .id = "alcatel-oxe",
    .title = N_ ("Alcatel OmniPCX Enterprise SIP trace"),
    .how = N_ ("Lines such as “RECEIVE MESSAGE FROM NETWORK (192.0.2.1:5060 [UDP])”."),
    .confidence = N_ ("The grammar is known from descriptions and single lines alone."),
    RUNGS_TEXT_FORMAT (rungs_text_alcatel_oxe),
  },
  .dates = RUNGS_DATES_SHORT_YEAR,
  .lines = {
    { RUNGS_TEXT_HEAD, "{*}RECEIVE MESSAGE FROM NETWORK ({peer} [{transport}]{*}", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "{*}RECEIVE MESSAGE FROM NETWORK ({peer}{*}", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "{*}SEND MESSAGE TO NETWORK ({peer} [{transport}]{*}", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_HEAD, "{*}SEND MESSAGE TO NETWORK ({peer}{*}", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_SKIP, "-------{-*}utf8{-*}" },
    { RUNGS_TEXT_END, "------------------------------{-*}" },
  },
};

RUNGS_TEXT_FUNCTIONS (rungs_text_fortigate)

const RungsTextDialect rungs_text_fortigate = {
  .format = {
    .id = "fortigate",
    .title = N_ ("FortiGate SIP debug"),
    .how = N_ ("Lines such as “sip port 26 192.0.2.1:5060 -> 198.51.100.2:5060” before “read [(0,515) (494e56…”."),
    .confidence = N_ ("The grammar is known from descriptions and single lines alone."),
    RUNGS_TEXT_FORMAT (rungs_text_fortigate),
  },
  .has_hex = TRUE,
  .lines = {
    { RUNGS_TEXT_HEAD, "{*}sip port {n} {src} -> {dst}" },
    { RUNGS_TEXT_MORE, "{*}sip port {n} read [{*}" },
    { RUNGS_TEXT_MORE, "{*}sip port {n} write [{*}" },
    { RUNGS_TEXT_MORE, "read [({n},{n})" },
    { RUNGS_TEXT_MORE, "write [({n},{n})" },
  },
};

RUNGS_TEXT_FUNCTIONS (rungs_text_thomson)

const RungsTextDialect rungs_text_thomson = {
  .format = {
    .id = "thomson",
    .title = N_ ("Thomson and Technicolor SIP trace"),
    .how = N_ ("Lines such as “Recv from udp: 192.0.2.1:5060 00:00:00:01:066 (937 bytes)”."),
    .confidence = N_ ("The grammar is known from descriptions and single lines alone."),
    RUNGS_TEXT_FORMAT (rungs_text_thomson),
  },
  .lines = {
    { RUNGS_TEXT_HEAD, "{*}Recv from {transport}: {peer} {*}({bytes} bytes)", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "{*}Send to {transport}: {peer} {*}({bytes} bytes)", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_HEAD, "{*}Sent to {transport}: {peer} {*}({bytes} bytes)", RUNGS_TEXT_SENT },
  },
};

RUNGS_TEXT_FUNCTIONS (rungs_text_polycom)

const RungsTextDialect rungs_text_polycom = {
  .format = {
    .id = "polycom",
    .title = N_ ("Poly phone SIP log"),
    .how = N_ ("Lines such as “<<<Tx SIP request dst[UDP:192.0.2.1:5060] (1155)”."),
    .confidence = N_ ("The grammar is known from descriptions and single lines alone."),
    RUNGS_TEXT_FORMAT (rungs_text_polycom),
  },
  .lines = {
    { RUNGS_TEXT_HEAD, "{*}<<<Tx SIP {word} dst[{transport}:{peer}]{*}", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_HEAD, "{*}>>>Rx SIP {word} src[{transport}:{peer}]{*}", RUNGS_TEXT_RECEIVED },
  },
};
