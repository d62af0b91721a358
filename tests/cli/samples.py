"""The samples under tests/data, copied to a folder of their own with a fixed date: stamps without a year take theirs from the file."""
import os
import pathlib
import shutil
import subprocess
import tempfile

# 2026-11-24 12:00 UTC
MODIFIED = 1795521600
# Files beside the samples that are none.
NOT_SAMPLES = ('.dump', '.py', '.md')


def find(data):
    return sorted(p.relative_to(data) for p in data.rglob('*')
                  if p.is_file() and not p.name.endswith(NOT_SAMPLES) and not p.name.startswith('.'))


def copy(data, target):
    """Copies the samples; their paths below @target."""
    paths = find(data)
    assert len(paths) >= 3, f'no samples in {data}'
    for path in paths:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(data / path, target / path)
        os.utime(target / path, (MODIFIED, MODIFIED))
    return paths


# Lists of calls and sign-ins: one without a row says that there were none.
EXPORTS = ('teams-direct-routing', 'teams-pstn', 'teams-sign-in', 'teams-call-record')


def status_of(result):
    """The exit status that belongs to what `calls --json` prints of one input."""
    if result['partial'] and result['calls']:
        return 4
    if result['calls'] or (not result['partial'] and all(i['format'] in EXPORTS for i in result['inputs'])):
        return 0
    return 1


def environment(home=None):
    env = dict(os.environ, LC_ALL='C.UTF-8', TZ='UTC')
    if home:
        env.update(HOME=str(home), XDG_DATA_HOME=str(pathlib.Path(home) / 'data'))
    return env


class Server:
    """Runs the commands of one environment: serve.c."""
    of_home = {}

    def __init__(self, program, home):
        self.folder = tempfile.TemporaryDirectory()
        self.places = [os.fsencode(pathlib.Path(self.folder.name) / name) for name in ('in', 'out', 'err')]
        for place in self.places:
            open(place, 'wb').close()
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(home))

    def run(self, arguments, cwd, stdin):
        given, out, err = self.places
        if stdin is None:
            given = os.fsencode(os.devnull)
        else:
            pathlib.Path(os.fsdecode(given)).write_bytes(stdin)
        strings = [os.fsencode(cwd or os.getcwd()), given, out, err, *arguments]
        self.process.stdin.write(b''.join(s + b'\0' for s in [b'%d' % len(strings), *strings]))
        self.process.stdin.flush()
        status = int(self.process.stdout.readline())
        return subprocess.CompletedProcess(arguments, status, *(pathlib.Path(os.fsdecode(p)).read_bytes() for p in (out, err)))


def run(cli, *arguments, cwd=None, stdin=None, home=None):
    """A finished process: .returncode, .stdout and .stderr as bytes. Many of them are cheap where Meson names the server."""
    arguments = [os.fsencode(a if isinstance(a, bytes) else str(a)) for a in (cli, *arguments)]
    program = os.environ.get('RUNGS_CLI_SERVER')
    if not program:
        return subprocess.run(arguments, cwd=cwd, input=stdin, capture_output=True, env=environment(home), timeout=120)
    if home not in Server.of_home:
        Server.of_home[home] = Server(program, home)
    return Server.of_home[home].run(arguments, cwd, stdin)
