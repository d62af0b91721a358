/* Addresses as programs write them into the head lines of their logs. */
#pragma once

#include "base/span.h"

G_BEGIN_DECLS

/* "192.0.2.1:5060", "[2001:db8::1]:5060", "192.0.2.1/5060", "sip.example.com", "<SBC-IP>" at the
 * front of @s: bytes read, or 0. *@host is without brackets, *@port digits or empty. */
gsize rungs_text_take_address (RungsSpan s, RungsSpan *host, RungsSpan *port);

/* A port by its number, or by its name in /etc/services ("sip-tls"); empty when it is neither. */
RungsSpan rungs_text_port_of (RungsSpan name);

G_END_DECLS
