"""Numbers: their shapes, and what the SBC makes of them."""
from script import call

# RFC 7989: legs whose numbers have nothing in common are still one call.
SESSION = ['Session-ID: ab30317f1a784dc48ff824d0d3715d86']
UNKNOWN = 'failed dr-404-511404-number likely microsoft'


def dialled(c, number, caller=None, first=None, first_caller=None, code=404, **more):
    """Towards Teams: what the carrier dialled (@first), and what the SBC made of it."""
    c.k.called, c.t.called = first or number, number
    c.t.caller = caller or c.t.caller
    c.k.caller = first_caller or c.t.caller
    c.refused(code, **more)


@call('404-with-00', UNKNOWN, 'number-00')
def _(c):
    dialled(c, '0015550100002')


@call('404-plus-zero', UNKNOWN, 'number-plus-zero number-rewritten')
def _(c):
    dialled(c, '+05550100002', first='05550100002')


@call('404-too-long', UNKNOWN, 'number-too-long number-rewritten')
def _(c):
    dialled(c, '+1555010000215550100002', first='+15550100002')


@call('404-name', UNKNOWN, 'number-letters')
def _(c):
    dialled(c, 'adele.vance')


@call('404-separators', 'failed sip-404-not-found generic microsoft')
def _(c):
    """Visual separators are no letters (RFC 3966)."""
    dialled(c, '+1-555-010-0002')


@call('404-good-number', 'failed sip-404-not-found generic microsoft')
def _(c):
    dialled(c, '+15550100002')


@call('486-short-number', 'failed sip-486-busy-here generic microsoft')
def _(c):
    """Busy is busy: the extension was found."""
    dialled(c, '4711', code=486)


@call('403-from-name', 'failed dr-403-510534-blocked-number exact microsoft', 'number-from-letters')
def _(c):
    dialled(c, '+15550100002', caller='reception', code=403, text='Inbound Direct Routing - blocked calling number')


@call('403-from-anonymous', 'failed dr-403-510534-blocked-number exact microsoft')
def _(c):
    dialled(c, '+15550100002', caller='anonymous', code=403, text='Inbound Direct Routing - blocked calling number')


@call('403-from-rewritten', 'failed dr-403-560403-sbc exact carrier', 'number-from-rewritten', direction='from')
def _(c):
    c.k.extra = c.t.extra = SESSION
    c.t.caller = '+15550100001'
    c.k.caller = '+15550199999'
    c.refused(403)


@call('404-from-rewritten', 'failed dr-404-560404-sbc likely carrier', direction='from')
def _(c):
    """The called number is not known: the caller's is no matter."""
    c.k.extra = c.t.extra = SESSION
    c.t.caller = '+15550100001'
    c.k.caller = '+15550199999'
    c.refused(404)


@call('484-national', 'failed dr-484-560484-sbc likely carrier', 'number-rewritten', direction='from')
def _(c):
    c.t.called = '+15550100002'
    c.k.called = '5550100002'
    c.refused(484)


@call('485-carrier', 'failed dr-485-560485-sbc likely carrier', 'number-rewritten', direction='from')
def _(c):
    c.k.extra = c.t.extra = SESSION
    c.t.called = '+15550100002'
    c.k.called = '0002'
    c.refused(485)


@call('fine-odd-numbers', 'completed - unknown unknown')
def _(c):
    """Another shape than the book wants, and it works: normalisation rules on the other side."""
    c.k.called = c.t.called = '4711'
    c.k.caller = c.t.caller = '0155501001'
    c.up()
    c.ended(65, 'teams')


@call('fine-anonymous', 'completed - unknown unknown')
def _(c):
    c.k.caller = c.t.caller = 'anonymous'
    c.up()
    c.ended(65, 'teams')


@call('fine-rewritten', 'completed - unknown unknown', direction='from')
def _(c):
    c.t.called = '+15550100002'
    c.k.called = '05550100002'
    c.up()
    c.ended(65, 'teams')
