#!/bin/sh
# Records calls between real stacks on the loopback interface for tests/data/pcap:
#
#     tests/tools/record-loopback.sh tests/data/pcap
#
# Needs root (or capture rights), sipp (package sip-tester), kamailio, baresip and tcpdump.
# Addresses are 127.0.0.1, numbers and names are the programs' own defaults or invented. The samples
# are committed; this is only for making them anew, which changes times, tags and branches, and so
# the golden dumps.
set -eu

out=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# record FILE FILTER COMMAND...: a capture of what happens on the loopback interface meanwhile.
record () {
  file=$1 filter=$2
  shift 2
  tcpdump -i lo -U -w "$file" "$filter" 2>tcpdump.log &
  dump=$!
  sleep 1
  "$@"
  sleep 1
  kill "$dump"
  wait "$dump" || true
}

# SIPp's own scenarios, three calls, over UDP and over one TCP connection.
sipp_calls () {
  transport=$1
  sipp -sn uas -t "$transport" -i 127.0.0.1 -p 15060 -m 3 -bg >/dev/null 2>&1 || true
  sleep 1
  sipp -sn uac -t "$transport" -i 127.0.0.1 -p 15062 -m 3 -l 3 -r 3 -d 200 -s 15550100 127.0.0.1:15060 >/dev/null 2>&1
}

record "$out/sipp-udp.pcap" 'udp port 15060' sipp_calls u1
record "$out/sipp-tcp.pcap" 'tcp port 15060' sipp_calls t1

# Two baresip clients: a call with a full SDP offer, hung up by the caller.
baresip_call () {
  for name in a b; do
    mkdir -p "$name"
    port=$([ $name = a ] && echo 15072 || echo 15070)
    cat >"$name/config" <<CONFIG
sip_listen 127.0.0.1:$port
module_path /usr/lib/baresip/modules
module account.so
module stdio.so
module g711.so
module aufile.so
module menu.so
audio_source aufile,/dev/null
CONFIG
    echo "<sip:+155501000$port@127.0.0.1:$port>;regint=0;answermode=auto" >"$name/accounts"
  done
  (sleep 4; echo q) | timeout 10 baresip -f b >/dev/null 2>&1 &
  sleep 1
  timeout 4 baresip -f a -e "d sip:+15550100015070@127.0.0.1:15070" -t 2 >/dev/null 2>&1 || true
  wait $! || true
}
record "$out/baresip.pcap" 'udp portrange 15070-15072' baresip_call

# Kamailio refuses a call without a route: 404 after 100, and answers OPTIONS.
kamailio_refusal () {
  cat >kamailio.cfg <<CONFIG
#!KAMAILIO
children=1
listen=udp:127.0.0.1:15080
mpath="/usr/lib/x86_64-linux-gnu/kamailio/modules/"
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "textops.so"
request_route {
  if (is_method("ACK")) exit;
  if (is_method("INVITE")) { sl_send_reply("100", "Trying"); sl_send_reply("404", "Not Found"); exit; }
  sl_send_reply("200", "OK");
}
CONFIG
  kamailio -f kamailio.cfg -DD -E -n 1 >kamailio.log 2>&1 &
  server=$!
  sleep 2
  sipp -sn uac -i 127.0.0.1 -p 15082 -m 1 -s 15550199 127.0.0.1:15080 >/dev/null 2>&1 || true
  kill "$server"
  wait "$server" || true
}
record "$out/kamailio.pcap" 'udp port 15080' kamailio_refusal
