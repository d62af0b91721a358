#!/usr/bin/python3
"""The main journeys in a real window, from outside. journeys.py RUNGS SLOW-DISK SAMPLE OTHER-LOG [[all-but] JOURNEY…] (inside `headless`).

77: what it needs is not installed.
"""
import contextlib
import datetime
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'tools'))
try:
    import Xlib  # noqa: F401
    import drive
    from gi.repository import GLib
except (ImportError, ValueError) as error:
    print(error)
    sys.exit(77)
if not shutil.which('xdotool'):
    print('xdotool is not installed')
    sys.exit(77)

RUNGS, SLOW_DISK, SAMPLE, OTHER = map(os.path.abspath, sys.argv[1:5])
DATA = pathlib.Path(__file__).resolve().parent.parent / 'data'
TOOLS = pathlib.Path(drive.__file__).parent
VERDICT_NOTE = 'asked the carrier'


class App:
    def __init__(self, *files, **env):
        # Away from where the window comes: a tooltip would be taken for it.
        drive.xdotool('mousemove', 1279, 799)
        self.process = subprocess.Popen([RUNGS, *files], env={**os.environ, **env})
        self.root = drive.application(self.process.pid)
        self.frame = drive.find(self.root, 'frame')
        self.window = drive.window_id(self.process.pid)
        drive.focus(self.window)

    def __enter__(self):
        return self

    def __exit__(self, kind, *rest):
        # By its own action: what was typed is saved, and a leak checker gets to speak.
        if kind is None:
            try:
                drive.act(self.frame, 'window.close')
            except GLib.Error as error:
                # It may be gone before it can answer; how it went is for its exit status to say.
                print(error)
            assert self.process.wait(20) == 0
        else:
            self.process.kill()

    def do(self, name):
        drive.act(self.frame, name)

    def title(self):
        return self.frame.get_name()

    def wait_title(self, part):
        drive.wait(lambda: part in self.title(), f'{part} in the title')

    def calls(self):
        # The heads of the columns are a row too; GTK 4.18 names it after them.
        return drive.all_of(self.root, 'table row', lambda name: '→' in name and 'From → To' not in name)

    def wait_calls(self, count):
        return drive.wait(lambda: [c for c in [self.calls()] if len(c) == count], f'{count} calls')[0]

    def arrows(self):
        return drive.wait(lambda: drive.all_of(drive.find(self.root, 'list', 'Ladder of the call'), 'list item'),
                          'arrows')

    def selected(self):
        chosen = [a.get_name() for a in self.arrows() if drive.is_selected(a)]
        return chosen[0] if chosen else None

    def wait_selected(self, test, what):
        return drive.wait(lambda: (lambda s: s if s and test(s) else None)(self.selected()), what)

    def message(self):
        return drive.text(drive.find(self.root, 'text', 'Message text'))

    def drop(self, *paths):
        uris = [pathlib.Path(p).as_uri() for p in paths]
        status = subprocess.run([sys.executable, str(TOOLS / 'xdnd.py'), self.window, '640', '400', *uris]).returncode
        assert status == 0, 'the drop was refused'

    @contextlib.contextmanager
    def dragged(self, path):
        """While it is held over the window; then it goes away without a drop."""
        drag = subprocess.Popen([sys.executable, str(TOOLS / 'xdnd.py'), '--hover', self.window, '640', '400',
                                 pathlib.Path(path).as_uri()], stdin=subprocess.PIPE)
        yield
        drag.stdin.close()
        assert drag.wait(20) == 0, 'a drop would be refused'

    def start_again(self, *paths):
        """As a double click on a file does while the window is there."""
        assert subprocess.run([RUNGS, *map(str, paths)], timeout=60).returncode == 0

    def sees(self, part):
        return drive.wait(lambda: drive.all_of(self.root, None, lambda n: part in n), part)[0]

    def lost(self, part):
        drive.wait(lambda: not drive.all_of(self.root, None, lambda n: part in n), f'no {part}')

    def count_windows(self):
        """Of the application alone: GTK 4.8 cannot be asked about a window that is just closing, and does not survive it
        where a critical message ends it."""
        self.root.clear_cache()
        return self.root.get_child_count()

    def wait_windows(self, count):
        drive.wait(lambda: self.count_windows() == count, f'{count} windows')

    def answer(self, name):
        """To the question what becomes of the trace that is open; one without a name is answered by the keyboard alone."""
        self.sees('A Trace Is Open')
        count = self.count_windows()
        if name == 'Escape':
            drive.key('Escape')
        elif name == 'Return':
            drive.key('Return')
        else:
            drive.act(drive.find(self.root, 'push button', lambda n: n.endswith(name)), 'click')
        self.wait_windows(count - 1)
        self.lost('A Trace Is Open')

    def type_path(self, title, path, location=()):
        """Into the file chooser that is open."""
        chooser = drive.wait(lambda: drive.windows(title), title)[-1]
        dialog = drive.wait(lambda: drive.all_of(self.root, None, title), title)[0]

        def typed():
            # The chooser fills itself in first and takes no keys meanwhile: they are typed until they are there.
            drive.focus(chooser)
            for keys in (*location, 'ctrl+a'):
                drive.key(keys)
            drive.xdotool('type', '--delay', '5', str(path))
            return any(drive.text(entry) == str(path) for entry in drive.all_of(dialog, 'text'))
        drive.wait(typed, f'{path} in {title}')
        drive.key('Return')

    def wait_closed(self, title, left=1):
        """@left: windows that are there then."""
        drive.wait(lambda: not drive.windows(title), f'no {title}')
        self.wait_windows(left)


def argument_and_walk():
    with App(SAMPLE) as app:
        app.wait_title(os.path.basename(SAMPLE))
        app.wait_calls(6)
        first = app.wait_selected(lambda s: '488' in s, 'the answer that decided')
        assert first.startswith('08:41:24.454'), first
        drive.wait(lambda: app.message().startswith('SIP/2.0 488 '), 'its message')

        # An arrow clicked: that message and no other.
        arrow = [a for a in app.arrows() if 'ACK' in a.get_name()][0]
        name = arrow.get_name()
        drive.click(app.window, arrow)
        app.wait_selected(lambda s: s == name, name)
        drive.wait(lambda: app.message().startswith('ACK '), 'the ACK')

        # The keys walk, n and p jump.
        names = [a.get_name() for a in app.arrows()]
        drive.key('Home')
        app.wait_selected(lambda s: s == names[0], 'the first')
        for wanted in names[1:4]:
            drive.key('Down')
            app.wait_selected(lambda s, w=wanted: s == w, wanted)
        drive.key('End')
        app.wait_selected(lambda s: s == names[-1], 'the last')
        drive.key('p')
        app.wait_selected(lambda s: s == names[-2], 'the problem before')
        drive.key('p')
        app.wait_selected(lambda s: s == first, 'the answer that decided, and no ACK')
        drive.key('n')
        app.wait_selected(lambda s: s == names[-2], 'the next problem')
        drive.key('n')
        app.wait_selected(lambda s: '404' in s, 'the next call that failed')
        drive.key('p')
        app.wait_selected(lambda s: s == names[-2], 'the call before')

        # Every call in turn, there and back.
        for index in (0, 2, 3, 4, 5, 1):
            drive.click(app.window, app.wait_calls(6)[index])
            assert app.arrows() and app.process.poll() is None, index
        app.wait_selected(lambda s: '488' in s, 'the first failed call again')


def chooser():
    with App() as app:
        drive.find(app.root, None, 'Drop a Log Here')
        drive.key('ctrl+o')
        app.type_path('Open Logs and Captures', SAMPLE, ['ctrl+l'])
        app.wait_title(os.path.basename(SAMPLE))
        app.wait_calls(6)


def drops(folder):
    """Onto an empty window at once; onto a trace the user is asked, and nothing is lost without a word."""
    with App() as app:
        drive.find(app.root, None, 'Drop a Log Here')
        app.drop(SAMPLE)
        app.wait_title(os.path.basename(SAMPLE))
        app.wait_calls(6)
        app.drop(OTHER)
        app.answer('Escape')
        app.wait_calls(6)
        app.drop(OTHER)
        app.answer('Add to This Trace')
        app.wait_title(f'{os.path.basename(SAMPLE)} and 1 more')
        # What is open already asks nothing: the next question is about the next file alone.
        app.drop(OTHER)
        app.drop(DATA / 'sip' / 'message-1.sip')
        app.sees('Add “message-1.sip” to see its calls')
        app.answer('Escape')
        app.wait_title(f'{os.path.basename(SAMPLE)} and 1 more')
        inside = folder / 'logs'
        inside.mkdir()
        shutil.copy(SAMPLE, inside / 'in-a-folder.log')
        app.drop(inside)
        app.answer('Open Instead')
        app.wait_title('in-a-folder.log')
        # A wrong file is said, and what is open stays.
        junk = folder / 'shopping-list.txt'
        junk.write_text('milk\nbread\n')
        for name in ('Open Instead', 'Add to This Trace'):
            app.drop(junk)
            app.answer(name)
            app.sees(f'Nothing in {junk} looks like SIP')
            app.wait_title('in-a-folder.log')
            app.wait_calls(6)


def another_start():
    """While the window is there: the same question, for all files that arrive before it is answered."""
    with App(SAMPLE) as app:
        app.wait_calls(6)
        app.start_again(OTHER)
        app.sees('Add “restart.log” to see its calls')
        app.answer('Escape')
        app.wait_calls(6)
        app.start_again(OTHER)
        app.start_again(DATA / 'sip' / 'message-0.sip')
        app.sees('Add “restart.log and 1 more”')
        app.answer('Return')
        app.wait_title('and 2 more')
        # What is open already asks nothing: the next question is about the next file alone.
        app.start_again(OTHER)
        app.start_again(DATA / 'sip' / 'message-1.sip')
        app.sees('Add “message-1.sip” to see its calls')
        app.answer('Escape')
    # An empty window has nothing to lose.
    with App() as app:
        app.start_again(SAMPLE)
        app.wait_calls(6)


def drag_over():
    """The window says what a drop will do, as long as files are over it and no longer."""
    with App() as app:
        with app.dragged(OTHER):
            app.sees('Drop to Open')
        app.lost('Drop to Open')
        app.drop(SAMPLE)
        app.wait_calls(6)
        app.lost('Drop to Open')
        with app.dragged(OTHER):
            app.sees('Drop to Add or Open')
        app.lost('Drop to Add or Open')
        app.wait_calls(6)


def loading(folder):
    """A cold start says at once what is read and can be stopped; what arrives meanwhile is asked about."""
    pipe = folder / 'slow.log'
    os.mkfifo(pipe)
    with App(str(pipe)) as app:
        app.sees('Reading slow.log')
        drive.find(app.root, 'progress bar', 'Reading')
        app.start_again(SAMPLE)
        app.sees('with those of “slow.log”')
        app.answer('Escape')
        app.sees('Reading slow.log')
        stop = drive.find(app.root, 'push button', lambda n: n.endswith('Stop'))
        drive.act(stop, 'click')
        drive.wait(lambda: not drive.is_sensitive(stop), 'the end of it')
        # It was never read, so nobody is reminded of it: not even when the next file is remembered.
        app.start_again(SAMPLE)
        app.wait_calls(6)
        listed = pathlib.Path(os.environ['XDG_DATA_HOME']) / 'recently-used.xbel'
        drive.wait(lambda: listed.exists() and os.path.basename(SAMPLE) in listed.read_text(), 'the sample among the recent files')
        assert 'slow.log' not in listed.read_text()
    with App(str(pipe)) as app:
        app.sees('Reading slow.log')
        with open(pipe, 'wb') as end:
            end.write(pathlib.Path(SAMPLE).read_bytes())
        app.wait_calls(6)


def recent(folder):
    """Only what was read is remembered; what is gone says so, and one press forgets all."""
    kept, gone, junk = folder / 'kept.log', folder / 'gone.log', folder / 'milk-and-bread.txt'
    # A list of its own: what the other journeys opened would push out the file that is gone.
    home = folder / 'recent'
    home.mkdir()
    listed = home / 'recently-used.xbel'
    junk.write_text('milk\nbread\n')
    for log in (kept, gone):
        shutil.copy(SAMPLE, log)
        with App(str(log), XDG_DATA_HOME=str(home)) as app:
            app.wait_calls(6)
            # The list is written a moment later.
            drive.wait(lambda: listed.exists() and log.name in listed.read_text(), f'{log.name} among the recent files')
    gone.unlink()
    with App(str(junk), XDG_DATA_HOME=str(home)) as app:
        app.sees('No Calls Found')
        app.sees('kept.log')
        app.sees(f'No longer there: {folder}')
        assert not drive.all_of(app.root, None, junk.name)
        drive.click(app.window, drive.find(app.root, None, gone.name))
        app.sees('File Not Found')
        app.lost('No longer there')
        app.sees('kept.log')
        drive.act(drive.find(app.root, 'push button', lambda n: n.endswith('Clear')), 'click')
        app.lost('kept.log')


def search_and_filter():
    with App(SAMPLE) as app:
        app.wait_calls(6)
        app.do('win.only-faults')
        app.wait_calls(3)
        app.do('win.only-faults')
        app.wait_calls(6)
        app.do('win.show-routine')
        drive.wait(lambda: len(drive.all_of(app.root, 'table row')) > 8, 'keepalives')
        app.do('win.show-routine')
        drive.key('ctrl+f')
        drive.xdotool('type', '--delay', '20', '404')
        rows = app.wait_calls(1)
        assert '404' in rows[0].get_name()
        drive.key('Escape')
        app.wait_calls(6)


def notes():
    with App(SAMPLE) as app:
        app.wait_calls(6)
        drive.wait(lambda: drive.all_of(app.root, 'text', 'Note'), 'the place for a note')
        drive.key('ctrl+shift+m')
        drive.xdotool('type', '--delay', '20', VERDICT_NOTE)
        drive.wait(lambda: any(VERDICT_NOTE in drive.text(n) for n in drive.all_of(app.root, 'text', 'Note')), 'the note')
    with tempfile.TemporaryDirectory() as elsewhere:
        moved = shutil.copy(SAMPLE, os.path.join(elsewhere, 'moved.log'))
        with App(moved) as app:
            drive.wait(lambda: any(VERDICT_NOTE in drive.text(n) for n in drive.all_of(app.root, 'text', 'Note')),
                       'the note, from another path')


def export(folder):
    """The format by the name or by the chosen one; nothing is replaced unasked, an input never, and what was granted is written."""
    target = folder / 'ticket.html'
    own = folder / 'own.log'
    shutil.copy(SAMPLE, own)
    with App(str(own)) as app:
        app.wait_selected(lambda s: '488' in s, 'the failed call')

        def save(path, left=1):
            drive.focus(app.window)
            drive.key('ctrl+e')
            app.type_path('Export Report', path)
            app.wait_closed('Export Report', left)

        save(target)
        drive.wait(target.exists, 'the report')
        page = target.read_text(encoding='utf-8')
        assert '<svg' in page and '488' in page and '<script' not in page
        assert VERDICT_NOTE in page
        # The suffix is added; that there is such a file the chooser could not know.
        target.write_text('mine', encoding='utf-8')
        save(folder / 'ticket', left=2)
        app.sees('A file named “ticket.html” already exists.')
        drive.key('Escape')
        app.wait_windows(1)
        save(folder / 'ticket', left=2)
        app.sees('A file named “ticket.html” already exists.')
        assert target.read_text(encoding='utf-8') == 'mine' and not (folder / 'ticket').exists()
        drive.act(drive.find(app.root, 'push button', lambda n: n.endswith('Replace')), 'click')
        drive.wait(lambda: '<svg' in target.read_text(encoding='utf-8'), 'the report')
        # In the sandbox: exactly the name that was granted.
        granted = pathlib.Path(os.environ['XDG_RUNTIME_DIR']) / 'doc' / 'a1b2c3d4'
        granted.mkdir(parents=True)
        save(granted / 'nosuffix')
        drive.wait((granted / 'nosuffix').exists, 'the report')
        assert '<svg' in (granted / 'nosuffix').read_text(encoding='utf-8')
        assert [entry.name for entry in granted.iterdir()] == ['nosuffix']


def export_over_input(folder):
    """The evidence stays, whatever the user answers to the file chooser."""
    own = folder / 'numbers.csv'
    rows = (DATA / 'teams-direct-routing' / 'DirectRouting.calls.2026-11-22.csv').read_bytes()
    own.write_bytes(rows)
    with App(str(own)) as app:
        app.wait_calls(8)
        drive.key('ctrl+e')
        app.type_path('Export Report', own)
        drive.act(drive.find(app.root, 'push button', lambda n: n.endswith('Replace')), 'click')
        app.wait_closed('Export Report')
        app.sees('is one of the inputs')
        assert own.read_bytes() == rows


def dark():
    with App(SAMPLE, ADW_DEBUG_COLOR_SCHEME='prefer-dark') as app:
        app.wait_selected(lambda s: '488' in s, 'the failed call')
        for action in ('win.zoom-in', 'win.zoom-out', 'win.zoom-reset', 'win.dense', 'win.log-around'):
            app.do(action)
        drive.wait(lambda: 'SIP/2.0' in app.message(), 'the log around the message')


def records():
    """Microsoft's own rows: each has a verdict, a small ladder, and its fields in the place of a message."""
    with App(str(DATA / 'teams-direct-routing' / 'DirectRouting.calls.2026-11-22.csv')) as app:
        rows = app.wait_calls(8)
        drive.wait(lambda: 'Final SIP code: 488' in app.message(), 'the fields of the first failed row')
        drive.wait(lambda: drive.all_of(app.root, None, lambda n: 'Teams cannot use any media' in n), 'the verdict')
        drive.click(app.window, rows[2])
        drive.wait(lambda: 'Final Microsoft subcode: 560486' in app.message(), 'the fields of another row')


def sign_ins():
    """A room that is asked for multifactor authentication, from the log of Entra to what to do about it."""
    with App(str(DATA / 'teams-sign-in' / 'entra-graph.json')) as app:
        drive.wait(lambda: 'MFA for everybody' in app.message(), 'the record')
        for part in ('AADSTS50076', 'policy MFA for everybody'):
            drive.wait(lambda p=part: drive.all_of(app.root, None, lambda n: p in n), part)
        drive.key('ctrl+f')
        drive.xdotool('type', '--delay', '20', 'AADSTS53003')
        drive.wait(lambda: len(app.calls()) == 1, 'one row')


def numbers():
    """A transcript with the conflict of a number, from the file to the row, what it means and what to do; no SIP code is shown."""
    with App(str(DATA / 'teams-number-management' / 'transcript.txt')) as app:
        rows = app.wait_calls(6)
        drive.click(app.window, rows[0])
        drive.wait(lambda: 'has already been assigned' in app.message(), 'the lines of the transcript')
        for part in ('conflicts with its current state', 'Get-CsPhoneNumberAssignment', 'number +15550100011'):
            drive.wait(lambda p=part: drive.all_of(app.root, None, lambda n: p in n), part)
        assert not any('409' in row.get_name() for row in app.calls())
        drive.click(app.window, rows[3])
        drive.wait(lambda: drive.all_of(app.root, None, lambda n: 'may not assign numbers' in n), 'another error')


def patterns(folder):
    """Eight of nine calls to one country are refused: one press shows them, one more all calls again; beside a good call."""
    log = folder / 'calls.txt'
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'cli'))
    import patterns as sample
    sample.write(log)
    with App(str(log)) as app:
        row = drive.find(app.root, 'list item', lambda name: name.startswith('8 of 9 calls to +34'))
        app.wait_title('calls.txt')
        assert len(app.calls()) > 8
        drive.click(app.window, row)
        app.wait_calls(8)
        drive.act(drive.find(app.root, 'push button', 'Show All'), 'click')
        drive.wait(lambda: len(app.calls()) > 8, 'all calls')
        drive.key('ctrl+g')
        drive.find(app.root, None, 'Lines side by side')
        drive.key('Escape')
        drive.wait(lambda: not drive.all_of(app.root, None, 'Lines side by side'), 'the window closed')
        drive.key('ctrl+shift+g')
        drive.find(app.root, 'list item', lambda name: name.startswith('changed: m=audio'))
        drive.key('Escape')
        drive.wait(lambda: not drive.all_of(app.root, None, 'Lines side by side'), 'the window closed')


def heads(app):
    """Names of the devices above the ladder, left to right."""
    return [node.get_name().split(',')[0]
            for node in drive.all_of(app.root, 'push button', lambda n: n.endswith(': rename or merge'))]


def head(app, name):
    return drive.find(app.root, 'push button', lambda n: n.startswith(name + ',') and n.endswith(': rename or merge'))


def wait_heads(app, *names):
    drive.wait(lambda: heads(app) == list(names), f'{names} above the ladder, not {heads(app)}')


def choose(app, *items):
    """In the menu that is open, and the one that opens from it, by the keys."""
    def focused():
        return [node.get_name() for node in drive.all_of(app.root, 'menu item') if drive.is_focused(node)]

    for item in items:
        now = drive.wait(focused, 'the menu')
        while item not in now:
            drive.key('Down')
            now = drive.wait(lambda before=now: [f for f in [focused()] if f and f != before], f'an item after {now}')[0]
        drive.key('Return')


def undo(app):
    drive.click(app.window, drive.find(app.root, 'push button', lambda n: n.startswith('Undo') or n.endswith('Undo')))


def knows_other(app):
    """Is there a call by a second carrier in the list?"""
    return any('203.0.113.44' in row.get_name() for row in app.calls())


def devices():
    """A device renamed and merged at the head of its lane, from the keyboard and with the pointer; undone; and remembered."""
    with App(SAMPLE) as app:
        app.wait_calls(6)
        place = app.wait_selected(lambda s: '488' in s, 'the failed call')
        wait_heads(app, 'Teams proxy', 'SBC', '198.51.100.7')
        # Escape leaves it as it was, and the focus at the head.
        drive.click(app.window, head(app, '198.51.100.7'))
        choose(app, 'Rename…')
        drive.find(app.root, 'text', 'Name of this device')
        drive.xdotool('type', '--delay', '20', 'Nobody')
        drive.key('Escape')
        drive.wait(lambda: not drive.all_of(app.root, 'text', 'Name of this device'), 'the menu gone')
        wait_heads(app, 'Teams proxy', 'SBC', '198.51.100.7')
        drive.key('F2')
        drive.find(app.root, 'text', 'Name of this device')
        drive.xdotool('type', '--delay', '20', 'Carrier Blue')
        drive.key('Return')
        undo(app)
        wait_heads(app, 'Teams proxy', 'SBC', '198.51.100.7')
        drive.click(app.window, head(app, '198.51.100.7'))
        choose(app, 'Rename…')
        drive.find(app.root, 'text', 'Name of this device')
        drive.xdotool('type', '--delay', '20', 'Carrier Blue')
        drive.key('Return')
        wait_heads(app, 'Teams proxy', 'SBC', 'Carrier Blue')
        drive.wait(lambda: any('Carrier Blue' in row.get_name() for row in app.calls()), 'the name in the list')
        assert app.selected() == place.replace('198.51.100.7', 'Carrier Blue'), app.selected()
        assert knows_other(app)
        drive.key('shift+F10')
        choose(app, 'Merge With', '203.0.113.44')
        drive.wait(lambda: not knows_other(app), 'one device')
    with App(SAMPLE) as app:
        wait_heads(app, 'Teams proxy', 'SBC', 'Carrier Blue')
        app.wait_calls(6)
        assert not knows_other(app)
        drive.click(app.window, head(app, 'Carrier Blue'))
        choose(app, 'Separate Again')
        drive.wait(lambda: knows_other(app), 'two devices')
        drive.click(app.window, head(app, 'Carrier Blue'))
        choose(app, 'Use the Original Name')
        wait_heads(app, 'Teams proxy', 'SBC', '198.51.100.7')


def legs():
    """A leg separated and two calls joined by hand; undone; and remembered."""
    separate = 'Separate this leg: SBC → Teams proxy'
    with App(SAMPLE) as app:
        app.wait_calls(6)
        app.wait_selected(lambda s: '488' in s, 'the failed call')
        drive.find(app.root, None, lambda n: n.startswith('joined because') and '; certain' in n)
        drive.act(drive.find(app.root, 'push button', separate), 'click')
        app.wait_calls(7)
        undo(app)
        app.wait_calls(6)
        drive.act(drive.find(app.root, 'push button', separate), 'click')
        app.wait_calls(7)
    with App(SAMPLE) as app:
        drive.click(app.window, app.wait_calls(7)[2])
        drive.find(app.root, None, 'separated by you')
        drive.act(drive.find(app.root, 'push button', lambda n: n.startswith('Take back what you decided')), 'click')
        app.wait_calls(6)
        drive.act(drive.find(app.root, 'push button', 'Join with another call…'), 'click')
        drive.find(app.root, 'list', 'Other calls')
        drive.xdotool('type', '--delay', '20', '161')
        drive.wait(lambda: len(drive.all_of(drive.find(app.root, 'list', 'Other calls'), 'list item')) == 1, 'one call')
        drive.key('Return')
        app.wait_calls(5)
        drive.find(app.root, None, 'joined by you')
    with App(SAMPLE) as app:
        app.wait_calls(5)
        drive.find(app.root, None, 'joined by you')
        drive.act(drive.find(app.root, 'push button', lambda n: n.startswith('Take back what you decided')), 'click')
        app.wait_calls(6)


def record_by_hand(folder):
    """Microsoft's record taken away from its call and given to it again."""
    table = (DATA / 'teams-direct-routing' / 'DirectRouting.calls.2026-11-22.csv').read_text().splitlines()[0]
    rows = folder / 'DirectRouting.csv'
    rows.write_text(table + '\n5f0c7a1e-3b52-4d0e-9c41-7a6f2d9b0a01,,,,DE,2026-11-22T08:41:24.2500000Z,,'
                    '2026-11-22T08:41:24.4500000Z,,0,False,+15550100411,+15550100811,dr_in,EUWE,EUWE,488,531000,,'
                    'sbc.example.com,TRUE,\n')
    with App(SAMPLE, str(rows)) as app:
        drive.find(app.root, None, lambda n: n.startswith('matched by ') and 'the time' in n)
        drive.act(drive.find(app.root, 'push button', 'This record is not of this call'), 'click')
        drive.wait(lambda: not drive.all_of(app.root, None, lambda n: n.startswith('matched by ')), 'no match')
        undo(app)
        drive.find(app.root, None, lambda n: n.startswith('matched by ') and 'the time' in n)
        drive.act(drive.find(app.root, 'push button', 'This record is not of this call'), 'click')
        drive.wait(lambda: not drive.all_of(app.root, None, lambda n: n.startswith('matched by ')), 'no match')
        # A row of its own by now; it is given to the call again by hand.
        drive.click(app.window, app.wait_calls(7)[2])
        drive.act(drive.find(app.root, 'push button', 'Match with a call…'), 'click')
        drive.wait(lambda: drive.all_of(drive.find(app.root, 'list', 'Other calls'), 'list item'), 'calls to choose from')
        drive.key('Return')
        app.wait_calls(6)
        drive.find(app.root, None, 'matched by you')
    with App(SAMPLE, str(rows)) as app:
        app.wait_calls(6)
        drive.find(app.root, None, 'matched by you')


def later(text, seconds):
    """The sample as a node would have written it whose clock is ahead."""
    def move(match):
        time_of_day = datetime.datetime.strptime(match[2], '%H:%M:%S.%f') + datetime.timedelta(seconds=seconds)
        return match[1] + time_of_day.strftime('%H:%M:%S.%f')[:-3]
    return re.sub(r'([@T])([0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3})', move, text).replace('b9027c', '77aa01')


def files(folder):
    """Two nodes of one SBC, one of them 1.25 s ahead: offered, put on one clock, taken back; zone and shift by hand; one left out."""
    other = folder / 'second-node.log'
    other.write_text(later(pathlib.Path(SAMPLE).read_text(encoding='utf-8'), 1.25), encoding='utf-8')
    with App(SAMPLE, str(other)) as app:
        def said(part):
            return drive.wait(lambda: drive.all_of(app.root, None, lambda n: part in n), part)[0]

        def gone(part):
            drive.wait(lambda: not drive.all_of(app.root, None, lambda n: part in n), f'no {part}')

        def files_window():
            return drive.wait(lambda: drive.windows('^Files$'), 'the window')[-1]
        said('second-node.log is 1.250 s ahead of audiocodes-teams.log: 90 messages that both saw')
        drive.act(drive.find(app.root, 'push button', 'Align'), 'click')
        said('The files are shown on one clock')
        app.do('win.files')
        said('second-node.log was 1.250 s ahead of audiocodes-teams.log and has been moved')
        window = files_window()

        # A header whose name cannot be one is refused in words; Escape closes.
        drive.focus(window)
        entry = drive.find(app.root, 'text', lambda n: n.startswith('Name of a header'))
        drive.click(window, entry)
        drive.xdotool('type', '--delay', '20', 'no header')
        drive.key('Return')
        said('“no header” is not a valid header name')
        # The first leaves the entry.
        drive.key('Escape')
        drive.key('Escape')
        gone('Join Headers')
        app.do('win.files')
        said('Join Headers')
        window = files_window()
        drive.focus(window)
        drive.click(window, [n for n in drive.all_of(app.root, 'label', 'audiocodes-teams.log')][-1])
        drive.act(drive.find(app.root, 'push button', 'Leave Out'), 'click')
        said('audiocodes-teams.log is left out')
        app.wait_title('second-node.log')
        drive.act(drive.find(app.root, 'push button', 'Read Again'), 'click')
        app.wait_title('and 1 more')


def stopped(folder):
    """A load that is stopped keeps what was read, and says everywhere that it is not all; so does its report."""
    large, hold = folder / 'large.log', folder / 'hold'
    with large.open('w', encoding='utf-8') as out:
        for i in range(50_000):
            out.write(f'2026-11-22 10:15:02.120 UDP 192.0.2.10:5060 -> 198.51.100.20:5060\nINVITE sip:+15550101@198.51.100.20 SIP/2.0\n'
                      f'Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK{i}\nFrom: <sip:+15550100@192.0.2.10>;tag=a{i % 500}\nTo: <sip:+15550101@198.51.100.20>\n'
                      f'Call-ID: {i % 500}@192.0.2.10\nCSeq: {i} INVITE\nMax-Forwards: 70\nContent-Length: 0\n\n')
    hold.touch()
    # A disk that gives the second half only when this is over: the load is still on when it is stopped.
    with App(str(large), LD_PRELOAD=SLOW_DISK, RUNGS_HOLD=str(hold)) as app:
        app.wait_title('large.log')
        drive.wait(lambda: app.calls(), 'what is known so far')
        app.do('win.cancel-load')
        hold.unlink()
        app.wait_title('large.log (partial)')

        def said(part):
            return drive.wait(lambda: drive.all_of(app.root, None, lambda n: part in n), part)[0]

        said('Reading was stopped at ')
        said('; not everything was read')
        page = folder / 'stopped.html'
        drive.focus(app.window)
        drive.key('ctrl+e')
        app.type_path('Export Report', page)
        drive.wait(page.exists, 'the report')
        text = page.read_text(encoding='utf-8')
        assert 'Reading was stopped at ' in text and 'the log ends' not in text.lower() and 'in the log' not in text
        app.wait_closed('Export Report')
        app.do('win.files')
        said('Read: ')


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder)
        for journey, args in ((argument_and_walk, ()), (chooser, ()), (drops, (path,)),
                              (another_start, ()), (drag_over, ()), (loading, (path,)), (recent, (path,)), (search_and_filter, ()),
                              (notes, ()), (export, (path,)), (export_over_input, (path,)), (dark, ()), (records, ()), (sign_ins, ()), (numbers, ()),
                              (patterns, (path,)), (files, (path,)), (devices, ()), (legs, ()), (record_by_hand, (path,)), (stopped, (path,))):
            if sys.argv[5:] and (journey.__name__ in sys.argv[5:]) == (sys.argv[5] == 'all-but'):
                continue
            print(journey.__name__, flush=True)
            journey(*args)


main()
