"""Dialogs that are gone, INVITEs that meet, transfers, forks."""
from script import GUID, SBC, call, sdp

FINE = 'completed - unknown unknown'


# ---- 481

@call('fine-reinvite-after-bye', FINE)
def _(c):
    """Who hangs up and who holds may meet: the call had ended."""
    c.up()
    c.t.bye(60, 'b')
    c.t.again(61, by='a', body=c.t.offer, code=481)
    c.k.bye(61.2, 'b')


@call('fine-bye-twice', FINE)
def _(c):
    c.up()
    c.t.bye(60, 'b')
    c.k.bye(60.02, 'b')
    c.t.bye(60.5, 'b', code=481)


@call('481-other-tags', 'dropped sip-481-no-dialog generic microsoft', 'dialog-gone dialog-tags')
def _(c):
    c.up()
    c.t.cseqs['a'] = 2
    c.t.send(60, 'INVITE', body=c.t.offer, to_tag='somebody-else')
    c.t.reply(60.1, 481)
    c.t.ack(60.11, failed=True)
    c.t.bye(60.2, 'a')
    c.k.bye(60.22, 'b')


@call('481-right-tags', 'dropped sip-481-no-dialog generic microsoft', 'dialog-gone')
def _(c):
    """Teams has forgotten the call; nothing here says why."""
    c.up()
    c.t.again(60, body=c.t.offer, code=481)
    c.t.bye(60.2, 'a')
    c.k.bye(60.22, 'b')


@call('fine-byes-cross', FINE)
def _(c):
    c.up()
    c.t.cseqs['a'] = 2
    c.t.cseqs['b'] = 2
    c.t.send(60, 'BYE', 'a')
    c.t.send(60.01, 'BYE', 'b')
    c.t.reply(60.02, 481, 'BYE', 'b')
    c.t.reply(60.03, 481, 'BYE', 'a')
    c.k.bye(60.05, 'b')


# ---- glare

def meet(c, retry, after=None):
    """The SBC and Teams send a re-INVITE at once; both get a 491; the SBC, which made the Call-ID, tries again @retry s later."""
    c.up()
    c.t.cseqs['a'] = c.t.cseqs['b'] = 2
    c.t.send(60, 'INVITE', 'a', body=c.t.offer)
    c.t.send(60.01, 'INVITE', 'b', body=c.t.answer)
    c.t.reply(60.05, 491, by='b')
    c.t.ack(60.06, 'a', failed=True)
    c.t.reply(60.07, 491, by='a')
    c.t.ack(60.08, 'b', failed=True)
    c.t.cseqs['a'] = 3
    c.t.send(60.05 + retry, 'INVITE', 'a', body=c.t.offer)
    c.t.reply(60.15 + retry, 200, by='b', body=c.t.answer)
    c.t.ack(60.2 + retry, 'a')
    if after:
        c.ended(61 + retry, 'teams', hdr=[after])


PENDING = 'Reason: SIP;cause=491;text="Request Pending"'


@call('drop-glare-too-soon', 'dropped sip-491-request-pending generic microsoft', 'glare glare-retry')
def _(c):
    meet(c, 0.5, PENDING)


@call('drop-glare-in-time', 'dropped sip-491-request-pending generic microsoft', 'glare')
def _(c):
    meet(c, 2.9, PENDING)


@call('fine-glare-too-soon', FINE)
def _(c):
    """It went well all the same."""
    meet(c, 0.5)
    c.ended(180, 'carrier')


@call('fine-glare-in-time', FINE)
def _(c):
    meet(c, 3.1)
    c.ended(180, 'teams')


@call('drop-long-after-glare', 'dropped q850-41-temporary-failure likely carrier')
def _(c):
    meet(c, 3.1)
    c.ended(400, 'carrier', hdr=['Reason: Q.850;cause=41'])


# ---- transfers

REFER_TO = 'Refer-To: <sip:sip.pstnhub.microsoft.com:5061;transport=tls;x-m=8:orgid:%s>' % GUID
BY = 'Referred-By: <sip:sip.pstnhub.microsoft.com:5061;x-m=8:orgid:0d3b;x-t=1;x-ti=%s>' % GUID


def refer(c, t=30, code=202, hdr=(REFER_TO, BY)):
    """Teams asks the SBC to transfer."""
    by = 'b' if c.direction == 'to' else 'a'
    other = 'a' if by == 'b' else 'b'
    c.t.cseqs[by] += 1
    c.t.send(t, 'REFER', by, hdr=list(hdr))
    if code:
        c.t.reply(t + 0.05, code, 'REFER', other)


def notify(c, t, status, by=None):
    by = by or ('a' if c.direction == 'to' else 'b')
    c.t.cseqs[by] += 1
    c.t.send(t, 'NOTIFY', by, hdr=['Event: refer', 'Subscription-State: active'], body='SIP/2.0 %s\r\n' % status,
             content_type='message/sipfrag')
    c.t.reply(t + 0.05, 200, 'NOTIFY', 'b' if by == 'a' else 'a')


def new_leg(c, t, hdr, code=200, uri='sip:sip.pstnhub.microsoft.com:5061;transport=tls;x-m=8:orgid:%s' % GUID):
    leg = c.leg('t2', c.t if c.direction == 'to' else None)
    if c.direction == 'from':
        leg.a, leg.b = c.t.b, c.t.a
        leg.offer, leg.answer = c.t.answer, c.t.offer
    leg.invite(t, uri=uri, hdr=hdr)
    leg.reply(t + 0.05, 100)
    if code < 300:
        leg.reply(t + 2, code, body=leg.answer)
        leg.ack(t + 2.05)
    else:
        leg.reply(t + 0.5, code)
        leg.ack(t + 0.55, failed=True)
    return leg


@call('refer-refused-405', FINE, 'refer-refused')
def _(c):
    c.up()
    refer(c, code=405)
    c.ended(90, 'teams')


@call('refer-refused-603', FINE, 'refer-refused')
def _(c):
    c.up()
    refer(c, code=603)
    c.ended(90, 'teams')


@call('refer-tried-again', FINE)
def _(c):
    c.up()
    refer(c, code=500)
    refer(c, t=32)
    notify(c, 32.2, '100 Trying')
    notify(c, 34, '200 OK')
    c.ended(36, 'teams')


@call('refer-target-busy', FINE, 'refer-failed')
def _(c):
    c.up()
    refer(c)
    notify(c, 30.2, '100 Trying')
    notify(c, 34, '486 Busy Here')
    c.ended(90, 'teams')


@call('refer-no-notify', FINE, 'refer-no-notify')
def _(c):
    c.up()
    refer(c)
    c.ended(90, 'teams')


@call('refer-sbc-hangs-up', FINE, 'refer-early-bye')
def _(c):
    c.up()
    refer(c)
    notify(c, 30.2, '100 Trying')
    c.t.bye(31, 'a')
    c.k.bye(50, 'a')


@call('refer-went-well', FINE)
def _(c):
    c.up()
    refer(c)
    notify(c, 30.2, '100 Trying')
    notify(c, 34, '200 OK')
    c.t.bye(34.5, 'b')
    c.k.bye(60, 'a')


@call('refer-target-lost', FINE, 'refer-failed refer-target-changed refer-no-referred-by')
def _(c):
    """The SBC says by Session-ID (RFC 7989) that the new leg belongs to the call."""
    c.t.extra = ['Session-ID: ab30317f1a784dc48ff824d0d3715d86']
    c.up()
    refer(c)
    notify(c, 30.2, '100 Trying')
    new_leg(c, 30.3, c.t.extra, 404, uri='sip:+15550100002@sip.pstnhub.microsoft.com:5061')
    notify(c, 31, '404 Not Found')
    c.ended(60, 'teams')


@call('refer-target-kept', FINE, 'refer-failed')
def _(c):
    c.up()
    refer(c)
    notify(c, 30.2, '100 Trying')
    new_leg(c, 30.3, [BY], 480)
    notify(c, 31, '480 Temporarily Unavailable')
    c.ended(60, 'teams')


@call('refer-no-invite', FINE, 'refer-no-invite')
def _(c):
    """The SBC's own log: it said yes, and called nobody."""
    c.say(0.02, '(#211)Classification Succeeded - Source IP Group #1 (Carrier), Source SRD #0 (DefaultSRD)')
    c.up()
    refer(c)
    notify(c, 30.2, '100 Trying')
    c.ended(90, 'teams')


@call('refer-invite-of-own-log', FINE)
def _(c):
    c.say(0.02, '(#211)Classification Succeeded - Source IP Group #1 (Carrier), Source SRD #0 (DefaultSRD)')
    c.up()
    refer(c)
    notify(c, 30.2, '100 Trying')
    target = new_leg(c, 30.3, [BY])
    notify(c, 32.4, '200 OK')
    c.t.bye(32.6, 'b')
    c.k.bye(90, 'a')
    target.bye(90.02, 'a')


@call('refer-no-result', FINE, 'refer-no-result')
def _(c):
    c.up()
    refer(c)
    notify(c, 30.2, '100 Trying')
    notify(c, 32, '180 Ringing')
    c.ended(300, 'teams')


@call('refer-result-after-long-ringing', FINE)
def _(c):
    c.up()
    refer(c)
    notify(c, 30.2, '100 Trying')
    notify(c, 32, '180 Ringing')
    notify(c, 150, '200 OK')
    c.ended(400, 'teams')


@call('refer-and-hang-up', FINE)
def _(c):
    """A blind transfer: who asks does not wait for the end."""
    c.up()
    refer(c)
    notify(c, 30.2, '100 Trying')
    c.t.bye(30.5, 'b')
    c.k.bye(400, 'a')


@call('refer-unanswered', FINE, 'refer-unanswered')
def _(c):
    c.up()
    refer(c, code=None)
    c.ended(90, 'teams')


@call('refer-log-ends', FINE)
def _(c):
    c.up()
    refer(c, code=None)
    c.ended(45, 'teams')


@call('403-replaces-to-teams', 'failed sip-403-forbidden generic microsoft', 'replaces-to-teams')
def _(c):
    c.t.extra = ['Replaces: other-call@example.com;to-tag=x1;from-tag=y2', 'Require: replaces']
    c.refused(403)


@call('481-replaces-unknown', 'failed dr-481-560481-sbc likely carrier', 'replaces-unknown', direction='from')
def _(c):
    c.k.extra = ['Replaces: other-call@example.com;to-tag=x1;from-tag=y2']
    c.refused(481)


@call('486-with-replaces', 'failed dr-486-560486-sbc likely carrier', direction='from')
def _(c):
    c.k.extra = ['Replaces: other-call@example.com;to-tag=x1;from-tag=y2']
    c.refused(486)


# ---- forks

def cancel(c, t, hdr=()):
    c.t.send(t, 'CANCEL', cseq=1, tagged=False, hdr=hdr, branch='z9hG4bK-%s-t-INVITE1' % c.name)
    c.t.reply(t + 0.01, 200, 'CANCEL', cseq=1, branch='z9hG4bK-%s-t-INVITE1' % c.name)
    c.k.send(t + 0.02, 'CANCEL', cseq=1, tagged=False, hdr=hdr, branch='z9hG4bK-%s-c-INVITE1' % c.name)
    c.k.reply(t + 0.03, 200, 'CANCEL', cseq=1, branch='z9hG4bK-%s-c-INVITE1' % c.name)
    c.k.reply(t + 0.05, 487)
    c.k.ack(t + 0.06, failed=True)
    c.t.reply(t + 0.08, 487)
    c.t.ack(t + 0.1, failed=True)


@call('fine-answered-elsewhere', 'cancelled dr-487-560487-cancelled likely microsoft', 'answered-elsewhere', direction='from')
def _(c):
    c.begin()
    c.ring()
    cancel(c, 9, ['Reason: SIP;cause=200;text="Call completed elsewhere"'])


@call('fine-caller-hung-up', 'cancelled dr-487-560487-cancelled likely microsoft', direction='from')
def _(c):
    c.begin()
    c.ring()
    cancel(c, 9, ['Reason: Q.850;cause=16;text="Normal call clearing"'])


@call('fork-two-answers', FINE, 'fork-two-answers')
def _(c):
    c.begin()
    c.ring()
    c.t.reply(4, 200, body=c.t.answer)
    c.t.reply(4.01, 200, body=c.t.answer, tag='second-phone')
    c.t.ack(4.02)
    c.k.reply(4.05, 200, body=c.k.answer)
    c.k.ack(4.1)
    c.ended(60, 'teams')


@call('fork-second-hung-up', FINE)
def _(c):
    c.begin()
    c.ring()
    c.t.reply(4, 200, body=c.t.answer)
    c.t.reply(4.01, 200, body=c.t.answer, tag='second-phone')
    c.t.ack(4.02)
    c.t.ack(4.03, to_tag='second-phone')
    c.t.send(4.04, 'BYE', 'a', cseq=2, to_tag='second-phone', branch='z9hG4bK-second')
    c.t.reply(4.1, 200, 'BYE', 'b', cseq=2, branch='z9hG4bK-second', tag='second-phone')
    c.k.reply(4.05, 200, body=c.k.answer)
    c.k.ack(4.1)
    c.t.cseqs['a'] = 2
    c.ended(60, 'teams')


@call('fine-many-phones-ring', FINE)
def _(c):
    """One 180 for each phone of the user, each with a To tag of its own."""
    c.begin()
    for i in range(4):
        c.t.reply(1 + i * 0.1, 180, tag='phone-%d' % i)
    c.k.reply(1.05, 180)
    c.answered()
    c.ended(60, 'carrier')
