"""Every code of the lists, as it is seen on the wire: Microsoft's labels, what the SBC passes on to Teams (the 560 rule), the codes of
the RFCs, the causes of Q.850."""
from script import SBC, call, pack, sdp

# ---- Microsoft's labels: SIP code, what the Reason header says, entry
LABELS = [
    (403, 'Call rejected as private calling is disabled for the callee', 'dr-403-10199-private-calling'),
    (403, 'Current call site state prevents fork to this entity.', 'dr-403-10500-call-site'),
    (403, 'Participant call leg canceled because an invite to a required recorder failed', 'dr-403-10553-required-recorder'),
    (403, 'Inbound Direct Routing - trunk config not found for customer', 'dr-403-510532-customer'),
    (403, 'No trunk config was found', 'dr-403-510532-no-trunk'),
    (403, 'Inbound Direct Routing - blocked calling number', 'dr-403-510534-blocked-number'),
    (403, 'User is not Enterprise Voice enabled', 'dr-403-510560-not-voice-enabled'),
    (404, 'Getting user info by number failed', 'dr-404-511404-number'),
    (404, 'Replacement call was not found', 'transfer-404-10202-replacement'),
    (408, 'acknowledgement was not received', 'dr-408-1106-no-ack'),
    (410, 'SdpParsingFailure', 'dr-410-531000-sdp'),
    (410, 'IceConnectivityChecksFailed', 'dr-410-531004-ice'),
    (410, 'MediaConnectivityFailure', 'dr-410-531005-media-lost'),
    (410, 'MediaOfferError', 'dr-410-sba-media-offer'),
    (412, 'Get Flighting - wrong callee MRI', 'dr-412-510412-callee'),
    (415, 'Unsupported Media Type', 'dr-415-540415-body'),
    (420, 'Bad Extension', 'dr-420-540420-require'),
    (422, 'Session Interval Too Small', 'dr-422-540422-session-timer'),
    (480, 'No callee endpoints were found.', 'dr-480-10037-no-endpoint'),
    (480, 'Call to bot rejected due to null user settings or user app settings', 'voice-480-10140-bot-settings'),
    (480, 'Routing to voicemail is disabled in policy', 'voice-480-10191-voicemail'),
    (486, 'Bot rejects the incoming call because it is busy', 'voice-486-10321-bot-busy'),
    (486, 'User is busy and currently active on another call.', 'voice-486-busy-on-busy'),
    (488, 'SrtpEncryptionRequired', 'dr-488-531000-srtp', 'sdp-srtp-missing', sdp(SBC)),
    (488, 'CannotSupportAnyMedia', 'dr-488-531000-codec', 'sdp-no-common-codec', sdp(SBC, crypto=True, codecs=(3, 101))),
    (488, 'There are no ICE candidates in the SDP', 'dr-488-531027-no-ice'),
    (488, 'Cannot negotiate a new modality with blackhole media', 'dr-488-531052-blackhole', 'sdp-blackhole',
     sdp('0.0.0.0', crypto=True)),
    (500, 'Loop detected', 'dr-500-510482-loop'),
    (500, 'Duplicate CreateCallAsync request', 'dr-500-540500-duplicate'),
    (500, 'Transfer call without draft call data', 'transfer-500-540500-no-draft'),
    (503, 'Bot is unreachable', 'voice-503-10320-bot-unreachable'),
    (503, 'ServiceState: DrainingTransactions', 'dr-503-540998-draining'),
    (504, 'Unable to deliver INVITE: TlsTransport is not connected, State=Disconnected', 'dr-504-549002-disconnected'),
]


def says(code, text, offer=None):
    def play(c):
        if offer:
            c.t.offer = offer
        c.begin()
        c.t.reply(0.3, code, hdr=['Reason: Q.850;cause=63;text="5f0c7a1e-3b52-4d0e-9c41-7a6f2d9be310;%s"' % text])
        c.t.ack(0.31, failed=True)
    return play


pack('labels', [('failed %s exact microsoft' % row[2], row[3] if len(row) > 3 else '', 'to', 't',
                 says(row[0], row[1], row[4] if len(row) > 4 else None)) for row in LABELS])

# ---- the 560 rule: what the carrier says, and what that is called in Microsoft's records
RULE = {400: 'sbc', 402: 'payment', 403: 'sbc', 404: 'sbc', 405: 'sbc', 408: 'sbc', 410: 'sbc', 415: 'sbc', 420: 'sbc', 422: 'sbc',
        423: 'sbc', 480: 'sbc', 481: 'sbc', 482: 'sbc', 483: 'sbc', 484: 'sbc', 485: 'sbc', 486: 'sbc', 488: 'sbc', 491: 'sbc',
        500: 'sbc', 501: 'sbc', 502: 'sbc', 503: 'sbc', 504: 'sbc', 600: 'sbc', 603: 'sbc', 604: 'sbc'}
# The plain phrase of the RFC is Microsoft's label too (also for 502, 600 and 604).
PLAIN = {402: 'Payment required', 403: 'Forbidden', 420: 'Bad Extension'}


def refuses(code):
    return lambda c: c.refused(code, phrase=PLAIN.get(code))


pack('rule-560', [('failed dr-%d-560%d-%s %s carrier' % (code, code, name, 'exact' if code in PLAIN or code in (502, 600, 604) else 'likely'), '', 'from', 'kt',
                   refuses(code)) for code, name in RULE.items()])

# ---- the codes of the RFCs, between ends that are no Teams and no SBC that we know
GENERIC = """300-multiple-choices 301-moved-permanently 302-moved-temporarily 305-use-proxy 380-alternative-service 400-bad-request
402-payment-required 403-forbidden 404-not-found 405-method-not-allowed 406-not-acceptable 408-request-timeout 409-conflict 410-gone
411-length-required 412-conditional-request-failed 413-request-entity-too-large 414-request-uri-too-long 415-unsupported-media-type
416-unsupported-uri-scheme 417-unknown-resource-priority 420-bad-extension 421-extension-required 422-session-interval-too-small
423-interval-too-brief 424-bad-location 425-bad-alert 428-use-identity 429-provide-referrer 430-flow-failed 433-anonymity-disallowed
436-bad-identity-info 437-unsupported-credential 438-invalid-identity 439-first-hop-outbound 440-max-breadth 469-bad-info-package
470-consent-needed 480-temporarily-unavailable 481-no-dialog 482-loop-detected 483-too-many-hops 484-address-incomplete 485-ambiguous
486-busy-here 488-not-acceptable-here 489-bad-event 491-request-pending 493-undecipherable 494-security-agreement
500-server-internal-error 501-not-implemented 502-bad-gateway 503-service-unavailable 504-server-time-out 505-version
513-message-too-large 555-push-not-supported 580-precondition-failure 600-busy-everywhere 603-decline 604-does-not-exist
606-not-acceptable 607-unwanted 608-rejected""".split()


def answers(code):
    return lambda c: c.refused(code)


pack('generic', [('failed sip-%s generic unknown' % name, '', 'to', 'k', answers(int(name[:3]))) for name in GENERIC])

# ---- Q.850: a call that the SBC hangs up with that cause, at a time that says nothing
CAUSES = """1-unallocated-number 2-no-route-transit 3-no-route-destination 4-information-tone 5-trunk-prefix 6-channel-unacceptable
7-call-awarded 8-preemption 9-preemption-reserved 14-ported-number 22-number-changed 23-redirection 24-rejected-by-feature
25-routing-error 26-non-selected-user 27-out-of-order 28-invalid-number-format 29-facility-rejected 30-status-enquiry 34-no-channel
38-network-out-of-order 39-frame-mode-out 40-frame-mode-operational 41-temporary-failure 42-switch-congestion
43-information-discarded 44-channel-not-available 46-precedence-blocked 47-resource-unspecified 49-qos 50-facility-not-subscribed
53-outgoing-barred-cug 55-incoming-barred-cug 57-bearer-not-authorized 58-bearer-not-available 62-inconsistent-access
63-service-unspecified 65-bearer-not-implemented 66-channel-type 69-facility-not-implemented 70-restricted-digital
79-not-implemented 81-invalid-call-reference 82-channel-does-not-exist 83-no-such-suspended-call 84-call-identity-in-use
85-no-call-suspended 86-suspended-call-cleared 87-not-in-cug 88-incompatible-destination 90-no-such-cug 91-transit-format
95-invalid-message 96-element-missing 97-message-type 98-state-or-type 99-element-unknown 100-element-contents 101-state
102-timer-expiry 103-parameter-passed-on 110-message-discarded 111-protocol-error 127-interworking""".split()
# These end a call as people do.
NORMAL = (16, 17, 18, 19, 20, 21, 31)


def hangs_up(cause):
    def play(c):
        c.t.invite(0)
        c.t.reply(1, 200, body=c.t.answer)
        c.t.ack(1.05)
        c.t.bye(41, 'a', hdr=['Reason: Q.850;cause=%d' % cause])
    return play


# These say why a call could not be set up: nothing that is known about them is about a call that was answered.
OF_SETUP = (1, 2, 3, 4, 5, 22, 23, 25, 26, 28, 34, 44, 50, 55, 57, 58, 65, 66, 69, 70, 87, 88, 91)


def expected(name):
    if int(name.split('-')[0]) in OF_SETUP:
        return 'dropped dr-drop-setup-cause likely sbc', 'setup-cause-after-answer'
    return 'dropped q850-%s likely sbc' % name, ''


pack('q850', [(*expected(name), 'to', 't', hangs_up(int(name.split('-')[0]))) for name in CAUSES])
pack('q850-normal', [('completed - unknown unknown', '', 'to', 't', hangs_up(cause)) for cause in NORMAL])
