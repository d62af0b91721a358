"""Every pair of Microsoft's lists, as the Teams admin center's Direct Routing export shows it: no message, only the record."""
from script import table

HEAD = ('CorrelationId,AAD ObjectId,UPN,Display Name,User country,Invite time,Start time,Failure time,End time,Duration (seconds),Success,'
        'Caller Number,Callee Number,Call type,Azure region for Media,Azure region for Signaling,Final SIP code,Final Microsoft subcode,'
        'Final SIP Phrase,SBC FQDN,Media bypass,Shared correlation ID\n')

# SIP code, Microsoft's code, phrase, entry, who produced it, call type
IN = [
    (400, 540400, 'Bad Request', 'dr-400-540400-malformed', 'microsoft'),
    (403, 10199, 'Call rejected as private calling is disabled for the callee', 'dr-403-10199-private-calling', 'microsoft'),
    (403, 10500, 'Current call site state prevents fork to this entity', 'dr-403-10500-call-site', 'microsoft'),
    (403, 10553, 'Participant call leg canceled because an invite to a required recorder failed', 'dr-403-10553-required-recorder', 'microsoft'),
    (403, 510403, 'Call blocked', 'dr-403-510403-call-blocked', 'microsoft'),
    (403, 510532, 'Get Inbound Direct Routing - trunk config not found for customer', 'dr-403-510532-customer', 'microsoft'),
    (403, 510532, 'No trunk config was found', 'dr-403-510532-no-trunk', 'microsoft'),
    (403, 510534, 'Inbound Direct Routing - blocked calling number', 'dr-403-510534-blocked-number', 'microsoft'),
    (403, 511532, 'Resource SIP trunk configuration not found', 'dr-403-511532-resource-trunk', 'microsoft'),
    (404, 10202, 'Replacement call was not found', 'transfer-404-10202-replacement', 'microsoft'),
    (404, 511404, 'Getting user info by number failed', 'dr-404-511404-number', 'microsoft'),
    (408, 1106, 'acknowledgement was not received', 'dr-408-1106-no-ack', 'microsoft'),
    (410, 531000, 'SdpParsingFailure', 'dr-410-531000-sdp', 'microsoft'),
    (410, 531004, 'IceConnectivityChecksFailed', 'dr-410-531004-ice', 'microsoft'),
    (410, 531005, 'MediaConnectivityFailure', 'dr-410-531005-media-lost', 'microsoft'),
    (412, 510412, 'Get Flighting - wrong callee MRI', 'dr-412-510412-callee', 'microsoft'),
    (415, 540415, 'Unsupported Media Type', 'dr-415-540415-body', 'microsoft'),
    (420, 540420, 'Bad Extension', 'dr-420-540420-require', 'microsoft'),
    (422, 540422, 'Session Interval Too Small', 'dr-422-540422-session-timer', 'microsoft'),
    (480, 10037, 'No callee endpoints were found', 'dr-480-10037-no-endpoint', 'microsoft'),
    (480, 10140, 'Call to bot rejected due to null user settings or user app settings', 'voice-480-10140-bot-settings', 'microsoft'),
    (480, 10191, 'Routing to voicemail is disabled in policy', 'voice-480-10191-voicemail', 'microsoft'),
    (486, 10321, 'Bot rejects the incoming call because it is busy', 'voice-486-10321-bot-busy', 'microsoft'),
    (486, 540486, 'User is busy and currently active', 'dr-486-540486-busy', 'microsoft'),
    (488, 531000, 'CannotSupportAnyMedia', 'dr-488-531000-codec', 'microsoft'),
    (488, 531000, 'SrtpEncryptionRequired', 'dr-488-531000-srtp', 'microsoft'),
    (488, 531027, 'There are no ICE candidates', 'dr-488-531027-no-ice', 'microsoft'),
    (488, 531052, 'Cannot negotiate a new modality with blackhole media', 'dr-488-531052-blackhole', 'microsoft'),
    (500, 510482, 'Loop detected', 'dr-500-510482-loop', 'microsoft'),
    (500, 540500, 'Duplicate CreateCallAsync request', 'dr-500-540500-duplicate', 'microsoft'),
    (500, 540500, 'Transfer call without draft call data', 'transfer-500-540500-no-draft', 'microsoft'),
    (503, 10320, 'Bot is unreachable', 'voice-503-10320-bot-unreachable', 'microsoft'),
    (503, 540998, 'ServiceState: DrainingTransactions', 'dr-503-540998-draining', 'microsoft'),
    (504, 549002, 'TlsTransport is not connected, State=Disconnected', 'dr-504-549002-disconnected', 'microsoft'),
    (504, 549002, 'Invalid Request/Response line', 'dr-504-549002-start-line', 'microsoft'),
    (504, 549018, 'Invalid Request/Response line', 'dr-504-549018-start-line', 'microsoft'),
]
OUT = [
    (403, 510546, 'no trunk config found by LBR', 'dr-403-510546-lbr-trunk', 'microsoft'),
    (403, 510559, 'No viable path', 'dr-403-510559-no-route', 'microsoft'),
    (403, 510560, 'User is not Enterprise Voice enabled', 'dr-403-510560-not-voice-enabled', 'microsoft'),
    (403, 510560, 'User is not Enterprise Voice enabled - not allowed to make user based dial out', 'voice-403-510560-dial-out', 'microsoft'),
    (403, 510562, 'User is not allowed to make outbound PSTN calls', 'dr-403-510562-no-outbound', 'microsoft'),
    (403, 510563, 'User is only allowed to make domestic calls', 'dr-403-510563-domestic-only', 'microsoft'),
    (408, 500001, 'Gateway (SBC) failover timer expired', 'dr-408-500001-failover-timer', 'microsoft'),
    (500, 510544, 'Get Outbound Direct routing - no trunk config', 'dr-500-510544-no-trunk', 'microsoft'),
    (500, 510544, 'Failed getting gateways for emergency user', 'dr-500-510544-emergency', 'microsoft'),
    (504, 569002, 'A connection attempt failed because the party did not properly respond after a period of time', 'dr-504-569002-no-answer', 'microsoft'),
    (504, 569002, 'Unable to deliver INVITE: No connection could be made because the target machine actively refused it', 'dr-504-569002-refused', 'microsoft'),
    (504, 569002, 'Unable to deliver INVITE: outgoing TLS negotiation failed; HRESULT=0x80096004', 'dr-504-569002-signature', 'microsoft'),
    (504, 569002, 'Unable to deliver INVITE: Wrong target principal name configured. HRESULT=0x80090322', 'dr-504-569002-name', 'microsoft'),
    (504, 569002, 'Unable to deliver INVITE: TLS decryption failed; HRESULT=590615', 'dr-504-569002-expired-context', 'microsoft'),
    (504, 569002, 'Unable to deliver ACK: outgoing TLS negotiation failed. HRESULT=0x80090322', 'dr-504-569002-ack-name', 'microsoft'),
    (504, 569002, 'Unable to deliver ACK: the target machine actively refused it', 'dr-504-569002-ack-refused', 'microsoft'),
    (504, 569003, 'Unable to deliver INVITE: outgoing TLS negotiation failed; HRESULT=0x80090326', 'dr-504-569003-handshake', 'microsoft'),
    (504, 569008, 'Unable to deliver INVITE: HRESULT=0x80090328 SEC_E_CERT_EXPIRED', 'dr-504-569008-expired', 'microsoft'),
    (504, 569009, 'Unable to deliver INVITE: HRESULT=0x80090325 SEC_E_UNTRUSTED_ROOT', 'dr-504-569009-root', 'microsoft'),
    (504, 569015, 'Unable to deliver INVITE: No such host is known', 'dr-504-569015-dns', 'microsoft'),
    (504, 569016, 'The requested name is valid, but no data of the requested type was found', 'dr-504-569016-no-address', 'microsoft'),
    (504, 569018, 'Invalid Request/Response line', 'dr-504-569018-start-line', 'microsoft'),
]
OUT += [(code, 560000 + code, phrase, 'dr-%d-560%d-%s' % (code, code, name), 'sbc') for code, phrase, name in (
    (400, 'Bad request', 'sbc'), (402, 'Payment required', 'payment'), (403, 'Forbidden; Call rejected', 'sbc'), (404, 'Not Found', 'sbc'),
    (405, 'Method Not Allowed', 'sbc'), (408, 'did not respond (request timeout)', 'sbc'), (410, 'Gone', 'sbc'),
    (415, 'Unsupported Media Type', 'sbc'), (420, 'Bad Extension', 'sbc'), (422, 'Session Interval Too Small', 'sbc'),
    (423, 'Interval Too Brief', 'sbc'), (480, 'Temporarily Unavailable', 'sbc'), (481, 'Call Leg Does Not Exist', 'sbc'),
    (482, 'Loop', 'sbc'), (483, 'Too Many Hops', 'sbc'), (484, 'Invalid number format. SBC rejected the call', 'sbc'),
    (485, 'Ambiguous', 'sbc'), (486, 'Busy Here', 'sbc'), (488, 'Not Acceptable Here', 'sbc'), (491, 'Request Pending', 'sbc'),
    (500, 'Server Internal Error', 'sbc'), (501, 'Not Implemented', 'sbc'), (502, 'Bad Gateway', 'sbc'),
    (503, 'Service unavailable. SBC undergoing maintenance or temporarily overloaded', 'sbc'), (504, 'Server Time-out', 'sbc'),
    (600, 'Busy Everywhere', 'sbc'), (603, 'Decline', 'sbc'), (604, 'Does Not Exist Anywhere', 'sbc'))]
# Codes of the call platform and of its clients, which come without a phrase of their own.
PLATFORM = [
    (401, 10009, 'voice-401-10009-token', 'client'), (408, 0, 'voice-408-0-establishment', 'client'),
    (408, 4506, 'voice-408-4506-callee-timeout', 'client'), (408, 8537, 'voice-408-8537-keepalive', 'microsoft'),
    (408, 10057, 'voice-408-10057-no-signalling', 'microsoft'), (410, 3100, 'voice-410-3100-client-network', 'client'),
    (410, 3101, 'voice-410-3101-client-drop', 'client'), (410, 3111, 'voice-410-3111-client-offer', 'client'),
    (410, 3112, 'voice-410-3112-client-config', 'client'), (410, 301004, 'voice-410-301004-client-media', 'microsoft'),
    (410, 301005, 'voice-410-301005-client-media-lost', 'microsoft'), (480, 10076, 'voice-480-10076-unreachable', 'microsoft'),
    (480, 10077, 'voice-480-10077-push-only', 'microsoft'), (480, 10078, 'voice-480-10078-not-registered', 'microsoft'),
    (480, 10134, 'voice-480-10134-not-routed', 'microsoft'), (480, 10199, 'voice-480-10199-private-calling', 'microsoft'),
    (490, 4502, 'voice-490-4502-http', 'client'), (495, 4507, 'voice-495-4507-no-token', 'client'),
    (496, 7, 'voice-496-7-network-lost', 'client'), (500, 1005, 'voice-500-1005-bot-media', 'microsoft'),
    (400, 8541, 'voice-400-8541-bot-callee', 'microsoft'),
]
# Pairs that nobody has written down.
UNKNOWN = [(488, 999999), (503, 12345)]
# What only looks bad: SIP code, Microsoft's code, phrase, success, state.
GOOD = [(0, 540000, 'BYE', True, 'completed'), (0, 560000, 'BYE', True, 'completed'), (0, 0, 'CallEndReasonLocalUserInitiated', True, 'completed'),
        (487, 540487, 'Request Terminated', False, 'cancelled'), (487, 560487, 'Request Terminated', False, 'cancelled'),
        (487, 0, 'CallEndReasonLocalUserInitiated', False, 'cancelled'), (487, 10003, 'Accepted elsewhere', False, 'cancelled'),
        (487, 10024, 'Declined by all callee endpoints', False, 'cancelled')]


def row(i, code, microsoft, phrase, call_type, success=False):
    start, fail = '2026-11-22T10:%02d:02Z' % i, '2026-11-22T10:%02d:08Z' % i
    return ','.join(['5f0c7a1e-3b52-4d0e-9c41-7a6f2d9b%04d' % i, '00000000-aaaa-bbbb-cccc-%012d' % i, 'anna@example.com', 'Anna Adler', 'DE',
                     start, fail if success else '', '' if success else fail, '2026-11-22T10:%02d:48Z' % i if success else '',
                     '40' if success else '0', str(success), '+15550100%03d' % i, '+15550101%03d' % i, call_type, 'EUWE', 'EUWE', str(code),
                     str(microsoft), '"%s"' % phrase, 'sbc.example.com', 'TRUE', '']) + '\n'


def write(name, rows, call_type):
    table(name + '.csv', HEAD + ''.join(row(i, r[0], r[1], r[2], call_type) for i, r in enumerate(rows)),
          [('failed %s exact %s' % (r[3], r[4]), 'record') for r in rows])


write('inbound', IN, 'dr_in')
write('outbound', OUT, 'dr_out')
write('platform', [(code, sub, '', entry, party) for code, sub, entry, party in PLATFORM], 'dr_in')
table('unknown.csv', HEAD + ''.join(row(i, code, sub, '', 'dr_in') for i, (code, sub) in enumerate(UNKNOWN)),
      [('failed sip-488-not-acceptable-here generic unknown', 'record'), ('failed sip-503-service-unavailable generic unknown', 'record')])
table('good.csv', HEAD + ''.join(row(i, g[0], g[1], g[2], 'dr_in', g[3]) for i, g in enumerate(GOOD)),
      [('%s - unknown unknown' % g[4], 'record') for g in GOOD])


# ---- sign-ins of rooms and phones: every AADSTS code that the knowledge has
CODES = """16000 16003 20012 50000 50001 50005 50008 50020 50033 50034 50053 50055 50056 50057 50058 50059 50064 50072 50074 50076 50078 50079
50089 50097 50105 50107 50126 50127 50128 50129 50131 50132 50133 50134 50140 50144 50155 50158 50161 50173 50187 50196 50199 51004
53000 53001 53002 53003 53004 53010 53011 65001 65004 65005 70001 70008 70016 70018 70019 70043 80001 80002 80007 80012 80014 90002
90033 90038 90055 90072 90094 90095 130007 135010 135011 220450 240001 500011 500021 500022 500212 500213 530003 530032 530035 650052
700016 700082 7000112 7000215 7000222""".split()
SIGN_IN = ('Date (UTC),Request ID,User agent,Correlation ID,User ID,User,Username,User type,Application,Application ID,Resource,IP address,'
           'Location,Status,Sign-in error code,Failure reason,Client app,Device ID,Browser,Operating System,Compliant,Managed,Join Type,'
           'Multifactor authentication result,Conditional Access\n')


def sign_in(i, code, status):
    return ('2026-11-22T%02d:%02d:00Z,66ea54eb-6301-4ee5-be62-ff5a759b%04d,,d79f5bee-5860-4832-928f-3133e22a%04d,'
            '26be570a-ae82-4189-b4e2-a37c6808%04d,Meeting Room %d,room%d@example.com,Member,Microsoft Teams,'
            'de8bc8b5-d9f9-48b1-a8ad-b748da725064,Microsoft Teams Services,192.0.2.7,"Berlin, Berlin, DE",%s,%s,Other.,'
            'Mobile Apps and Desktop clients,,,Android 12,No,No,,,Notapplied\n' % (
                10 + i // 60, i % 60, i, i, i, i, i, status, code))


table('sign-in.csv', SIGN_IN + ''.join(sign_in(i, code, 'Failure') for i, code in enumerate(CODES)),
      [('failed rooms-aadsts%s exact microsoft' % code, 'record') for code in CODES])
table('sign-in-unknown.csv', SIGN_IN + sign_in(0, '7654321', 'Failure') + sign_in(1, '0', 'Success'),
      [('failed - unknown microsoft', 'record'), ('completed - unknown unknown', 'record')])
