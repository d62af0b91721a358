"""Drops files on an X11 window by the XDND protocol alone: no pointer and no second toolkit. Needs python3-xlib.

xdnd.py WINDOW X Y URI...           ends with 0 when the window took them, 3 when it did not
xdnd.py --hover WINDOW X Y URI...   over the window until standard input ends, then away without a drop: 0 when it would have taken them
"""
import sys
import time

from Xlib import X, Xatom, display
from Xlib.protocol import event


class Source:
    def __init__(self, window, uris):
        self.display = display.Display()
        self.target = self.display.create_resource_object('window', window)
        self.data = ''.join(uri + '\r\n' for uri in uris).encode('utf-8', 'surrogateescape')
        self.window = self.display.screen().root.create_window(-10, -10, 1, 1, 0, X.CopyFromParent,
                                                               event_mask=X.PropertyChangeMask)
        self.list_type = self.atom('text/uri-list')
        self.window.set_selection_owner(self.atom('XdndSelection'), X.CurrentTime)

    def atom(self, name):
        return self.display.intern_atom(name)

    def version(self):
        aware = self.target.get_full_property(self.atom('XdndAware'), X.AnyPropertyType)
        return min(5, aware.value[0]) if aware else 0

    def send(self, name, *words):
        data = [self.window.id, *words] + [0] * (4 - len(words))
        self.target.send_event(event.ClientMessage(window=self.target, client_type=self.atom(name), data=(32, data)),
                               event_mask=X.NoEventMask)
        self.display.flush()

    def serve(self, request):
        wanted = request.property or request.target
        if request.target == self.list_type:
            request.requestor.change_property(wanted, self.list_type, 8, self.data)
        elif self.display.get_atom_name(request.target) == 'TARGETS':
            request.requestor.change_property(wanted, Xatom.ATOM, 32, [self.list_type])
        else:
            wanted = X.NONE
        request.requestor.send_event(event.SelectionNotify(time=request.time, requestor=request.requestor,
                                                           selection=request.selection, target=request.target,
                                                           property=wanted))
        self.display.flush()

    def wait(self, name, timeout):
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            while self.display.pending_events():
                got = self.display.next_event()
                if got.type == X.SelectionRequest:
                    self.serve(got)
                elif got.type == X.ClientMessage and self.display.get_atom_name(got.client_type) == name:
                    return got.data[1]
            time.sleep(0.01)
        return None

    def enter(self, x, y):
        """Whether the window would take a drop there."""
        copy = self.atom('XdndActionCopy')
        self.send('XdndEnter', self.version() << 24, self.list_type)
        for _ in range(20):
            self.send('XdndPosition', 0, (x << 16) | y, int(time.time()) & 0x7fffffff, copy)
            status = self.wait('XdndStatus', 1)
            if status and status[1] & 1:
                return True
            time.sleep(0.05)
        return False

    def leave(self):
        self.send('XdndLeave')
        self.display.sync()

    def drop(self, x, y):
        if not self.enter(x, y):
            self.leave()
            return False
        self.send('XdndDrop', 0, int(time.time()) & 0x7fffffff)
        done = self.wait('XdndFinished', 5)
        return bool(done and done[1] & 1)

    def hover(self, x, y):
        taken = self.enter(x, y)
        sys.stdin.read()
        self.leave()
        return taken


def main(args):
    hovers = args[0] == '--hover'
    window, x, y, *uris = args[1:] if hovers else args
    source = Source(int(window, 0), uris)
    act = source.hover if hovers else source.drop
    return 0 if source.version() and act(int(x), int(y)) else 3


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
