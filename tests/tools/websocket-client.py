#!/usr/bin/env python3
"""A browser's SIP over WebSocket, as far as a sample needs it: OPTIONS, and an INVITE until its final answer.

    websocket-client.py HOST PORT
"""

import os
import socket
import struct
import sys
import time

from packets import frame


def message(method, number, branch, host, port, body=b"", extra=()):
    lines = ["%s sip:+15550100002@%s SIP/2.0" % (method, host),
             "Via: SIP/2.0/WS df7jal23ls0d.invalid;branch=z9hG4bK%s;rport" % branch, "Max-Forwards: 70",
             'From: "Alice" <sip:+15550100001@example.com>;tag=a1f5', "To: <sip:+15550100002@example.net>",
             "Call-ID: ws-20261122@df7jal23ls0d.invalid", "CSeq: %d %s" % (number, method), *extra,
             "Contact: <sip:alice@df7jal23ls0d.invalid;transport=ws>", "Content-Length: %d" % len(body)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Client:
    def __init__(self, host, port):
        self.host, self.port = host, port
        self.socket = socket.create_connection((host, port), 5)
        self.rest = b""
        self.socket.sendall(("GET / HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                             "Sec-WebSocket-Key: aW52ZW50ZWQga2V5IDE2Yg==\r\nSec-WebSocket-Version: 13\r\n"
                             "Sec-WebSocket-Protocol: sip\r\nOrigin: http://example.com\r\n\r\n" % (host, port)).encode())
        while b"\r\n\r\n" not in self.rest:
            self.rest += self.socket.recv(65536)
        head, self.rest = self.rest.split(b"\r\n\r\n", 1)
        assert head.startswith(b"HTTP/1.1 101"), head

    def send(self, data, size=None):
        """Masked; in frames of @size."""
        parts = [data[i:i + size] for i in range(0, len(data), size)] if size else [data]
        for i, part in enumerate(parts):
            self.socket.sendall(frame(part, 1 if i == 0 else 0, i == len(parts) - 1, os.urandom(4)))

    def take(self, size):
        while len(self.rest) < size:
            more = self.socket.recv(65536)
            assert more, "closed"
            self.rest += more
        data, self.rest = self.rest[:size], self.rest[size:]
        return data

    def receive(self):
        """The next message; pings are answered."""
        while True:
            kind, size = self.take(2)
            if size == 126:
                size, = struct.unpack("!H", self.take(2))
            data = self.take(size)
            if kind & 15 == 9:
                self.socket.sendall(frame(data, 10, mask=os.urandom(4)))
            elif kind & 15 in (1, 2):
                return data


def main():
    host, port = sys.argv[1], int(sys.argv[2])
    client = Client(host, port)
    client.send(message("OPTIONS", 1, "o1", host, port))
    print(client.receive().split(b"\r\n")[0].decode())
    client.send(b"\r\n\r\n")
    body = ("\r\n".join(["v=0", "o=- 1001 1 IN IP4 192.0.2.10", "s=-", "c=IN IP4 192.0.2.10", "t=0 0", "m=audio 20000 UDP/TLS/RTP/SAVPF 111 8 0",
                         "a=rtpmap:111 opus/48000/2", "a=setup:actpass", "a=mid:0"]
                        + ["a=candidate:%d 1 udp %d 192.0.2.10 %d typ host" % (i, 2113937151 - i, 20000 + i) for i in range(12)])
            + "\r\n").encode()
    client.send(message("INVITE", 2, "i2", host, port, body, ["Content-Type: application/sdp"]))
    answer = b""
    while not answer.startswith(b"SIP/2.0 4"):
        answer = client.receive()
        print(answer.split(b"\r\n")[0].decode())
    client.send(message("ACK", 2, "i2", host, port))
    time.sleep(3)  # for the server's ping
    client.socket.settimeout(1)
    try:
        client.receive()
    except (OSError, AssertionError):
        pass
    client.socket.sendall(frame(struct.pack("!H", 1000), 8, mask=os.urandom(4)))


main()
