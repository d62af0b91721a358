#!/bin/sh
# Records what a real SIP server sends to a capture agent's collector (HEP), and SIP over WebSocket
# with it, for tests/data/pcap:
#
#     tests/tools/make-agent-captures.sh tests/data/pcap
#
# Needs root (or capture rights), sipp (package sip-tester), kamailio with kamailio-websocket-modules,
# python3 and tcpdump. Like record-loopback.sh it is only for making the samples anew.
set -eu

out=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
modules=/usr/lib/x86_64-linux-gnu/kamailio/modules/

record () {
  file=$1 filter=$2
  shift 2
  tcpdump --immediate-mode -i lo -U -w "$file" "$filter" 2>tcpdump.log &
  dump=$!
  sleep 1
  "$@"
  sleep 1
  kill "$dump"
  wait "$dump" || true
}

serve () {
  kamailio -f kamailio.cfg -DD -E -n 1 >kamailio.log 2>&1 &
  server=$!
  sleep 2
}

stop () {
  sleep 1
  kill "$server"
  wait "$server" || true
}

# A stateful server that answers by itself and tells the collector all of it, in HEP version $1.
traced_call () {
  cat >kamailio.cfg <<CONFIG
#!KAMAILIO
children=1
listen=udp:127.0.0.1:15080
mpath="$modules"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "pv.so"
loadmodule "textops.so"
loadmodule "siptrace.so"
modparam("siptrace", "duplicate_uri", "sip:127.0.0.1:19060")
modparam("siptrace", "hep_mode_on", 1)
modparam("siptrace", "hep_version", $1)
modparam("siptrace", "hep_capture_id", 2001)
modparam("siptrace", "trace_to_database", 0)
modparam("siptrace", "trace_on", 1)
modparam("siptrace", "trace_mode", 1)
request_route {
  if (is_method("ACK")) exit;
  if (is_method("INVITE")) { t_newtran(); t_reply("100", "Trying"); t_reply("404", "Not Found"); exit; }
  sl_send_reply("200", "OK");
}
CONFIG
  # Somebody must listen, or every second packet is refused and not sent.
  python3 -c 'import socket, time; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("127.0.0.1", 19060)); time.sleep(30)' &
  collector=$!
  serve
  sipp -sn uac -i 127.0.0.1 -p 15082 -m 1 -s 15550199 127.0.0.1:15080 >/dev/null 2>&1 || true
  stop
  kill "$collector"
  wait "$collector" || true
}
for version in 1 2 3; do
  record "$out/kamailio-hep-$version.pcap" 'udp port 19060' traced_call $version
done

# A browser's part is played by websocket-client.py: OPTIONS, then an INVITE that is refused.
websocket_call () {
  cat >kamailio.cfg <<CONFIG
#!KAMAILIO
children=1
listen=tcp:127.0.0.1:15081
mpath="$modules"
tcp_accept_no_cl=yes
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "pv.so"
loadmodule "textops.so"
loadmodule "xhttp.so"
loadmodule "websocket.so"
modparam("websocket", "keepalive_timeout", 1)
request_route {
  if (is_method("ACK")) exit;
  if (is_method("INVITE")) { t_newtran(); t_reply("100", "Trying"); t_reply("404", "Not Found"); exit; }
  sl_send_reply("200", "OK");
}
event_route[xhttp:request] {
  if (\$hdr(Upgrade) =~ "websocket" && ws_handle_handshake()) exit;
  xhttp_reply("404", "Not Found", "", "");
}
CONFIG
  serve
  python3 "$here/websocket-client.py" 127.0.0.1 15081 || true
  stop
}
record "$out/kamailio-websocket.pcap" 'tcp port 15081' websocket_call
