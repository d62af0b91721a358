"""What the SBC itself says: AudioCodes logs."""
from script import call


def sbc_gives_up(c, code, line, own=True, at=None):
    """Teams calls; the SBC sends nothing on, or gets nothing back, and answers by itself."""
    c.t.invite(0)
    c.t.reply(0.01, 100)
    c.say(0.02, '(#211)Classification Succeeded - Source IP Group #2 (Teams), Source SRD #0 (DefaultSRD)')
    if line:
        c.say(at or 0.1, line, own)
    c.t.reply(0.3, code)
    c.t.ack(0.35, failed=True)


def verdict(code, entry):
    return 'failed dr-%d-560%d-sbc likely sbc' % (code, code) if not entry else entry


for name, code, line, found in (
        ('404-no-route', 404, '(#211)SBCRoutesIterator::FindRoute - No Route found for the request', 'sbc-no-route'),
        ('404-route-found', 404, '(#211)SBCRoutesIterator::FindRoute - Route found (2), Route by IPGroup', ''),
        ('403-classification', 403, '(#211)Classification Failed - no rule fits, request is rejected', 'sbc-classification'),
        ('503-proxy-lost', 503, 'Proxy Set #1 (Carrier): Proxy lost. looking for another proxy', 'trunk-down'),
        ('503-alarm', 503, 'RAISE-ALARM: acProxyConnectionLost; Textual Description: Proxy Set Alarm Proxy Set 1 (Carrier): Proxy lost. looking for another Proxy; Severity major; Source Board#1/ProxyConnection#1; Unique ID: 12', 'trunk-down'),
        ('503-alarm-over', 503, 'CLEAR-ALARM: acProxyConnectionLost; Textual Description: Proxy Set Alarm Proxy Set 1 (Carrier): Proxy lost. looking for another Proxy; Severity cleared; Source Board#1/ProxyConnection#1; Unique ID: 13', ''),
        ('503-dns-silent', 503, 'RAISE-ALARM: acNoReplyFromDNSServerAlarm; Textual Description: DNS server not responsive; Severity minor; Source Board#1/ipInterface#0; Unique ID: 14', 'name-not-resolved'),
        ('503-tls-failure', 503, 'TLS connection failure towards 203.0.113.5:5061', 'tls-handshake'),
        ('503-license', 503, '(#211)SBC call rejected: license limit reached (25 sessions)', 'sbc-limit'),
        ('503-license-fine', 503, 'License key loaded: 25 SBC sessions', ''),
        ('503-dns', 503, 'DNS Query failed for trunk.carrier.example.net (SRV)', 'name-not-resolved'),
        ('503-refused', 503, 'TCP connect to 203.0.113.5:5060: Connection refused', 'connection-refused'),
        ('503-expired', 503, 'TLS (203.0.113.5:5061) verify error: certificate has expired', 'tls-certificate-expired'),
        ('503-expires-later', 503, 'Certificate of TLS context #1 will expire in 200 days', ''),
        ('503-unknown-ca', 503, 'TLS: tlsv1 alert unknown ca (SSL alert number 48)', 'tls-root-unknown'),
        ('503-name', 503, 'TLS: peer certificate of 203.0.113.5: Hostname mismatch', 'tls-name-mismatch'),
        ('503-purpose', 503, 'TLS: unsupported certificate purpose', 'tls-purpose'),
        ('503-cipher', 503, 'TLS: no shared cipher', 'tls-version'),
        ('503-handshake', 503, 'TLS Handshake failed with 203.0.113.5:5061', 'tls-handshake'),
        ('503-handshake-done', 503, 'TLS Handshake completed with 203.0.113.5:5061', '')):
    def play(c, code=code, line=line):
        sbc_gives_up(c, code, line)
    call(name, 'failed dr-%d-560%d-sbc %s sbc' % (code, code, 'exact' if code == 403 else 'likely'), found, direction='from')(play)


@call('504-tls-of-no-session', 'failed dr-504-560504-sbc likely sbc', 'tls-root-unknown no-answer', direction='from')
def _(c):
    """Connections have no session: the line stands beside the call's."""
    c.t.invite(0)
    c.t.reply(0.01, 100)
    c.k.invite(0.05)
    c.say(0.1, 'TLS 203.0.113.5:5061: unable to get local issuer certificate', own=False)
    c.t.reply(0.3, 504)
    c.t.ack(0.35, failed=True)


@call('504-tls-nobody-named', 'failed dr-504-560504-sbc likely sbc', 'tls-root-unknown', direction='from')
def _(c):
    sbc_gives_up(c, 504, 'TLS: unable to get local issuer certificate', own=False)


@call('504-tls-of-others', 'failed dr-504-560504-sbc likely sbc', direction='from')
def _(c):
    """Another peer, which this call has nothing to do with."""
    sbc_gives_up(c, 504, 'TLS 198.51.100.77:5061: unable to get local issuer certificate', own=False)


@call('504-tls-much-later', 'failed dr-504-560504-sbc likely sbc', direction='from')
def _(c):
    sbc_gives_up(c, 504, None)
    c.say(30, 'TLS: unable to get local issuer certificate', own=False)


@call('486-carrier-tls-noise', 'failed dr-486-560486-sbc likely carrier', direction='from')
def _(c):
    """The carrier said busy: what the SBC writes meanwhile is no reason."""
    c.refused(486)
    c.say(0.2, 'TLS Handshake failed with 192.0.2.77:5061')


@call('408-silent-trunk', 'failed dr-408-560408-sbc likely sbc', 'no-answer connection-timeout', direction='from')
def _(c):
    c.t.invite(0)
    c.t.reply(0.01, 100)
    c.k.invite(0.05)
    c.say(10, 'TCP connect to 203.0.113.5:5060 failed: Connection timed out')
    c.t.reply(32.1, 408)
    c.t.ack(32.2, failed=True)


@call('drop-broken-connection', 'dropped dr-drop-sbc-no-media likely sbc', 'sbc-no-media')
def _(c):
    c.up()
    c.say(903.9, '(#212)RTP broken connection on session 17, no packets for 10 s')
    c.ended(904, 'sbc', hdr=['Reason: SIP;cause=503;text="Broken connection"'])


@call('fine-noisy', 'completed - unknown unknown')
def _(c):
    c.up()
    c.say(2, 'TLS Handshake failed with 192.0.2.77:5061')
    c.say(3, 'Proxy Set #4 (Fax): Proxy lost. looking for another proxy', False)
    c.ended(60, 'teams')
