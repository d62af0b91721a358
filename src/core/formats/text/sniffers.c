/* What tools that watch a network print, and the dumps of SIP proxies.
 *
 *   sngrep             2026/11/22 10:15:02.120345 192.0.2.1:5060 -> 198.51.100.2:5060
 *   ngrep, sipgrep     U 2026/11/22 10:15:02.120345 192.0.2.1:5060 -> 198.51.100.2:5060 #144
 *                      T 192.0.2.1:5060 -> 198.51.100.2:5060 [AP]
 *   tcpdump -A, -v     10:15:02.120345 IP 192.0.2.1.sip > 198.51.100.2.5061: SIP, length: 527
 *                      10:15:02.120345 IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 555)
 *                          192.0.2.1.sip > 198.51.100.2.5061: SIP, length: 527
 *   Homer              proto:UDP 2026-11-22T10:15:02.120345Z  192.0.2.1:5060 ---> 198.51.100.2:5060
 *   Kamailio sipdump   tag: rcv … time: 1795342502.120345 … srcip: 192.0.2.1 … ~~~~ MESSAGE||||
 *
 * ngrep ends every line with a dot for its CR, and puts a "#" for every packet that does not match; with -P "" it writes neither
 * the dots nor the blank line in front of a body. In tcpdump -A the start line follows the bytes of the IP header in the same line;
 * with -v and -A a message is shown twice. sipdump writes its bar right behind the last byte of a body.
 *
 * Source: SBC-FORMATS section 7: real ngrep and tcpdump output, the format strings of sngrep and sipdump, one Homer export. */
#include "config.h"

#include "formats/text/text.h"

#include <glib/gi18n-lib.h>

RUNGS_TEXT_FUNCTIONS (rungs_text_sngrep)

const RungsTextDialect rungs_text_sngrep = {
  .format = {
    .id = "sngrep",
    .title = "sngrep",
    .how = N_ ("Lines such as “2026/11/22 10:15:02.120345 192.0.2.1:5060 -> 198.51.100.2:5060”."),
    .confidence = N_ ("The grammar was read from the program’s own source."),
    RUNGS_TEXT_FORMAT (rungs_text_sngrep),
  },
  .lines = {
    { RUNGS_TEXT_HEAD, "{time} {src} -> {dst}" },
  },
};

RUNGS_TEXT_FUNCTIONS (rungs_text_ngrep)

const RungsTextDialect rungs_text_ngrep = {
  .format = {
    .id = "ngrep",
    .title = "ngrep, sipgrep",
    .how = N_ ("Lines such as “U 2026/11/22 10:15:02.120345 192.0.2.1:5060 -> 198.51.100.2:5060”."),
    .confidence = N_ ("The grammar was read from real logs."),
    RUNGS_TEXT_FORMAT (rungs_text_ngrep),
  },
  .joins = TRUE,
  .lines = {
    { RUNGS_TEXT_HEAD, "{#*}U {time} {src} -> {dst}{*}", RUNGS_TEXT_BETWEEN, RUNGS_TRANSPORT_UDP },
    { RUNGS_TEXT_HEAD, "{#*}T {time} {src} -> {dst}{*}", RUNGS_TEXT_BETWEEN, RUNGS_TRANSPORT_TCP },
    { RUNGS_TEXT_HEAD, "{#*}U {src} -> {dst}{*}", RUNGS_TEXT_BETWEEN, RUNGS_TRANSPORT_UDP },
    { RUNGS_TEXT_HEAD, "{#*}T {src} -> {dst}{*}", RUNGS_TEXT_BETWEEN, RUNGS_TRANSPORT_TCP },
    /* Seconds since the packet before, with -T. */
    { RUNGS_TEXT_HEAD, "{#*}U +{word} {src} -> {dst}{*}", RUNGS_TEXT_BETWEEN, RUNGS_TRANSPORT_UDP },
    { RUNGS_TEXT_HEAD, "{#*}T +{word} {src} -> {dst}{*}", RUNGS_TEXT_BETWEEN, RUNGS_TRANSPORT_TCP },
    { RUNGS_TEXT_SKIP, "#{#*}" },
  },
};

RUNGS_TEXT_FUNCTIONS (rungs_text_tcpdump)

const RungsTextDialect rungs_text_tcpdump = {
  .format = {
    .id = "tcpdump",
    .title = "tcpdump",
    .how = N_ ("Lines such as “10:15:02.120345 IP 192.0.2.1.sip > 198.51.100.2.5061: SIP, length: 527”."),
    .confidence = N_ ("The grammar was read from real logs."),
    RUNGS_TEXT_FORMAT (rungs_text_tcpdump),
  },
  .shows_twice = TRUE,
  .is_glued = TRUE,
  .lines = {
    { RUNGS_TEXT_HEAD, "{time} {*}IP {src.} > {dst.}: Flags {*}", RUNGS_TEXT_BETWEEN, RUNGS_TRANSPORT_TCP },
    { RUNGS_TEXT_HEAD, "{time} {*}IP {src.} > {dst.}: {*}", RUNGS_TEXT_BETWEEN, RUNGS_TRANSPORT_UDP },
    { RUNGS_TEXT_HEAD, "{time} {*}IP6 {src.} > {dst.}: Flags {*}", RUNGS_TEXT_BETWEEN, RUNGS_TRANSPORT_TCP },
    { RUNGS_TEXT_HEAD, "{time} {*}IP6 {src.} > {dst.}: {*}", RUNGS_TEXT_BETWEEN, RUNGS_TRANSPORT_UDP },
    { RUNGS_TEXT_HEAD, "{time} {*}IP6 ({*}next-header {transport} ({*}) {src.} > {dst.}: {*}" },
    { RUNGS_TEXT_HEAD, "{time} {*}IP (tos {*}proto {transport} ({*}" },
    { RUNGS_TEXT_MORE, "{src.} > {dst.}: {*}" },
  },
};

RUNGS_TEXT_FUNCTIONS (rungs_text_homer)

const RungsTextDialect rungs_text_homer = {
  .format = {
    .id = "homer",
    .title = N_ ("Homer text export"),
    .how = N_ ("Lines such as “proto:UDP 2026-11-22T10:15:02.120345Z  192.0.2.1:5060 ---> 198.51.100.2:5060”."),
    .confidence = N_ ("The grammar was read from real logs."),
    .utc = TRUE,
    RUNGS_TEXT_FORMAT (rungs_text_homer),
  },
  .lines = {
    { RUNGS_TEXT_HEAD, "proto:{transport} {time} {src} ---> {dst}" },
  },
};

RUNGS_TEXT_FUNCTIONS (rungs_text_sipdump)

const RungsTextDialect rungs_text_sipdump = {
  .format = {
    .id = "kamailio-sipdump",
    .title = "Kamailio sipdump",
    .how = N_ ("Records of lines such as “tag: rcv”, “time: 1795342502.120345” and “srcip: 192.0.2.1”."),
    .confidence = N_ ("The grammar was read from the program’s own source."),
    .utc = TRUE,
    RUNGS_TEXT_FORMAT (rungs_text_sipdump),
  },
  .lines = {
    { RUNGS_TEXT_HEAD, "tag: rcv", RUNGS_TEXT_RECEIVED },
    { RUNGS_TEXT_HEAD, "tag: snd", RUNGS_TEXT_SENT },
    { RUNGS_TEXT_HEAD, "tag: {word}" },
    { RUNGS_TEXT_MORE, "time: {time}" },
    { RUNGS_TEXT_MORE, "proto: {transport}{*}" },
    { RUNGS_TEXT_MORE, "srcip: {src-host}" },
    { RUNGS_TEXT_MORE, "srcport: {src-port}" },
    { RUNGS_TEXT_MORE, "dstip: {dst-host}" },
    { RUNGS_TEXT_MORE, "dstport: {dst-port}" },
    { RUNGS_TEXT_MORE, "pid: {n}" },
    { RUNGS_TEXT_MORE, "process: {n}" },
    { RUNGS_TEXT_MORE, "date: {*}" },
    { RUNGS_TEXT_SKIP, "===================={=*}" },
    { RUNGS_TEXT_MORE, "~~~~~~~~~~~~~~~~~~~~{~*}" },
    { RUNGS_TEXT_END, "{rest}||||||||||||||||||||" },
  },
};
