"""What a log says never names a finding: the ids of findings in every place that is searched for Microsoft's words."""
from script import call

IDS = ('drop-no-media', 'drop-4-seconds', 'drop-32-seconds', 'drop-minutes', 'ack-missing', 'session-refresh-missing', 'sbc-no-media')
REFUSED = 'failed dr-503-560503-sbc likely carrier'


def words(name):
    return 'finding:' + name


for i, finding in enumerate(IDS):
    @call('503-reason-%d' % i, REFUSED, direction='from')
    def _(c, finding=finding):
        c.refused(503, hdr=['Reason: SIP;cause=503;text="%s"' % words(finding)])

    @call('503-phrase-%d' % i, REFUSED, direction='from')
    def _(c, finding=finding):
        c.refused(503, phrase=words(finding))

    @call('503-elsewhere-%d' % i, REFUSED, direction='from')
    def _(c, finding=finding):
        c.refused(503, hdr=['Warning: 399 example.com "%s"' % words(finding), 'X-Note: ' + words(finding)],
                  body=words(finding) + '\r\n' + finding + '\r\n')


@call('bye-reason', 'dropped q850-41-temporary-failure likely carrier', 'released-fault', direction='from')
def _(c):
    c.up()
    c.ended(130, 'carrier', ['Reason: Q.850;cause=41;text="finding:drop-no-media"'])
