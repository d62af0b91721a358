"""Drives a GTK 4 window from outside, as a screen reader and a hand would: AT-SPI to find and act, xdotool for pointer
and keys. Needs python3-gi, gir1.2-atspi-2.0 and xdotool; run it inside `headless`.

GTK 4.8 tells SHOWING for windows only, so what is in sight is judged by its size; coordinates are those of the window.
"""
import subprocess
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402


# AT-SPI 2.56 has another name for it.
ROLES = {'push button': 'button'}


# How long an object may take to answer, in milliseconds. GTK 4.8 has no answer at all for an object that goes while it is asked;
# while something is waited for, it is asked again.
PATIENT, BRIEF = 20_000, 2_000
Atspi.set_timeout(PATIENT, PATIENT)


def wait(test, what, timeout=40):
    """The first true answer of test(); objects may vanish while we look at them."""
    end = time.monotonic() + timeout
    trouble = ''
    Atspi.set_timeout(BRIEF, BRIEF)
    try:
        while time.monotonic() < end:
            try:
                answer = test()
                if answer:
                    return answer
            except GLib.Error as error:
                trouble = f' ({error.message})'
            time.sleep(0.05)
    finally:
        Atspi.set_timeout(PATIENT, PATIENT)
    raise AssertionError(f'waited in vain for {what}{trouble}')


def application(pid):
    def look():
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            app = desktop.get_child_at_index(i)
            if app and app.get_process_id() == pid:
                return app
    return wait(look, 'the application')


def walk(node):
    yield node
    for i in range(node.get_child_count()):
        child = node.get_child_at_index(i)
        if child is not None:
            yield from walk(child)


def is_in_sight(node):
    try:
        return node.get_extents(Atspi.CoordType.WINDOW).width > 0
    except GLib.Error:  # the application and popovers that are closed have no place
        return False


def role_of(node):
    name = node.get_role_name()
    return ROLES.get(name, name)


def all_of(root, role=None, name=None):
    """Objects of a size, by role and by a test or the text of their name."""
    root.clear_cache()
    found = []
    for node in walk(root):
        if role is not None and role_of(node) != ROLES.get(role, role):
            continue
        own = node.get_name() or ''
        if name is not None and not (name(own) if callable(name) else own == name):
            continue
        if is_in_sight(node):
            found.append(node)
    return found


def focus(window):
    """A window that was just made may not be there for the server yet."""
    wait(lambda: subprocess.run(['xdotool', 'windowfocus', '--sync', str(window)], capture_output=True).returncode == 0,
         'the focus')


def find(root, role=None, name=None, timeout=15):
    return wait(lambda: (all_of(root, role, name) or [None])[0], f'{role} {name}', timeout)


def act(node, action):
    names = [node.get_action_name(i) for i in range(node.get_n_actions())]
    assert node.do_action(names.index(action)), (node.get_name(), names)


def is_selected(node):
    return node.get_state_set().contains(Atspi.StateType.SELECTED)


def is_focused(node):
    return node.get_state_set().contains(Atspi.StateType.FOCUSED)


def is_sensitive(node):
    return node.get_state_set().contains(Atspi.StateType.SENSITIVE)


def text(node):
    return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


def xdotool(*args):
    return subprocess.run(['xdotool', *map(str, args)], check=True, capture_output=True, text=True).stdout.strip()


def window_id(pid):
    def look():
        ids = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(pid)], capture_output=True,
                             text=True).stdout.split()
        return ids and ids[-1]
    return wait(look, 'the window')


def windows(title):
    """The windows on the screen with this in their title."""
    return subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', title], capture_output=True, text=True).stdout.split()


def key(*keys):
    xdotool('key', '--clearmodifiers', *keys)


def centre(window, node):
    """Where the middle of an object is on the screen."""
    place = dict(line.split('=') for line in xdotool('getwindowgeometry', '--shell', window).split())
    top = node
    while top.get_role_name() not in ('frame', 'dialog', 'alert'):
        top = top.get_parent()
    frame = top.get_extents(Atspi.CoordType.WINDOW)
    own = node.get_extents(Atspi.CoordType.WINDOW)
    return (int(place['X']) + (int(place['WIDTH']) - frame.width) // 2 + own.x + own.width // 2,
            int(place['Y']) + (int(place['HEIGHT']) - frame.height) // 2 + own.y + own.height // 2)


def click(window, node):
    x, y = centre(window, node)
    xdotool('mousemove', x, y, 'click', 1)
