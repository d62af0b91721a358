/* Ribbon SBC SWe Edge and SBC 1000/2000 (formerly Sonus, before that NET UX).
 *
 *   [22-11-2026 10:15:02,120] ... Incoming message on [198.51.100.5]:5060 from [203.0.113.10]:5060
 *   INVITE sip:+15550100002@198.51.100.5 SIP/2.0
 *   ...
 *
 *   [22-11-2026 10:15:02,140] ... sending from [198.51.100.5]:5060 to [203.0.113.10]:5060
 *   [2026-11-22 10:15:02,140] 1234 5678 com.sonus.sbc.sip DEBUG (SipTransport.cpp:120) - Sending message: ...
 *
 * No line of a real log was found. The first form is what a converter looks for; the second is from memory, and what it says of
 * the ends of a message is not known: then the message itself tells. Logs that look otherwise are read as any text.
 *
 * Source: SBC-FORMATS section 2a. */
#include "config.h"

#include "formats/text/text.h"

#include <glib/gi18n-lib.h>

RUNGS_TEXT_FUNCTIONS (rungs_text_ribbon_edge)

const RungsTextDialect rungs_text_ribbon_edge = {
  .format = {
    .id = "ribbon-edge",
    .title = "Ribbon SBC Edge",
    .how = N_ ("Lines such as “[22-11-2026 10:15:02,120] … Incoming message on [192.0.2.1]:5060 from [198.51.100.2]:5060”."),
    .confidence = N_ ("Low: no real log was available. The lines are those that a converter looks for, and some from memory. A "
                      "sample of yours would help."),
    RUNGS_TEXT_FORMAT (rungs_text_ribbon_edge),
  },
  .lines = {
    { RUNGS_TEXT_HEAD, "{*}[{time}]{*}ncoming message on {own} from {peer}", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "{*}[{time}]{*}ncoming message on {own} from {peer} {*}", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "{*}[{time}]{*}ending from {own} to {peer}", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_HEAD, "{*}[{time}]{*}ending from {own} to {peer} {*}", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_HEAD, "{*}[{time}]{*}com.sonus.sbc.sip{*}Sending message{*}", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_HEAD, "{*}[{time}]{*}com.sonus.sbc.sip{*}Received message{*}", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "{*}[{time}]{*}com.sonus.sbc.sip{*}Receiving message{*}", RUNGS_TEXT_RECEIVED },
  },
};
