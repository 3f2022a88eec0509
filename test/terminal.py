"""Runs commands in a pseudo-terminal: waits for what the screen shows, sends keys, keeps the screens.

stdin: {"width": 80, "cwd": ..., "env": {...}, "runs": [{"argv": [...], "steps": [["wait", text] | ["send", keys]]}]}
stdout: [{"screen": [lines], "code": exit code, "fault": what was waited for in vain}]
"""
import fcntl, json, os, pty, re, select, signal, struct, sys, termios, time, unicodedata

PATIENCE = 40
KEYS = {
    'Enter': '\r', 'Esc': '\x1b', 'Space': ' ', 'Tab': '\t', 'Backspace': '\x7f', 'Up': '\x1b[A', 'Down': '\x1b[B',
    'Ctrl-C': '\x03', 'Ctrl-D': '\x04', 'Ctrl-U': '\x15',
}
CODE = re.compile(r'\x1b\[([?0-9;]*)([A-Za-z])')


class Screen:
    """As many rows as are written; a wide character fills two cells, the second empty."""

    def __init__(self, width):
        self.width, self.rows, self.x, self.y, self.rest = width, [[]], 0, 0, ''

    def feed(self, text):
        text, self.rest = self.rest + text, ''
        at = 0
        while at < len(text):
            if text[at] == '\x1b':
                found = CODE.match(text, at)
                if not found:
                    if len(text) - at < 12:
                        self.rest = text[at:]
                        return
                    at += 1
                    continue
                self.move(found[1], found[2])
                at = found.end()
                continue
            self.put(text[at])
            at += 1

    def move(self, numbers, letter):
        n = int(numbers) if numbers.isdigit() else None
        row = self.row()
        if letter == 'A':
            self.y = max(0, self.y - (n or 1))
        elif letter == 'B':
            self.y += n or 1
        elif letter == 'C':
            self.x += n or 1
        elif letter == 'D':
            self.x = max(0, self.x - (n or 1))
        elif letter == 'G':
            self.x = (n or 1) - 1
        elif letter == 'K':
            row[:] = [] if n == 2 else row[:self.x] if not n else [' '] * self.x + row[self.x:]
        elif letter == 'J' and not n:
            row[:] = row[:self.x]
            del self.rows[self.y + 1:]

    def row(self):
        while len(self.rows) <= self.y:
            self.rows.append([])
        return self.rows[self.y]

    def put(self, character):
        if character == '\r':
            self.x = 0
        elif character == '\n':
            self.y += 1
            self.row()
        elif character == '\b':
            self.x = max(0, self.x - 1)
        elif character >= ' ':
            cells = 2 if unicodedata.east_asian_width(character) in 'WF' else 1
            if self.x + cells > self.width:
                self.x, self.y = 0, self.y + 1
            row = self.row()
            row.extend(' ' * (self.x + cells - len(row)))
            row[self.x] = character
            if cells == 2:
                row[self.x + 1] = ''
            self.x += cells

    def lines(self):
        lines = [''.join(row).rstrip() for row in self.rows]
        while lines and not lines[-1]:
            lines.pop()
        return lines


def run(order, argv, steps):
    pid, fd = pty.fork()
    if pid == 0:
        os.chdir(order['cwd'])
        os.execvpe(argv[0], argv, order['env'])
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', 60, order['width'], 0, 0))
    screen, pending, ended = Screen(order['width']), b'', False

    def read(patience):
        nonlocal pending, ended
        if not select.select([fd], [], [], patience)[0]:
            return False
        try:
            data = os.read(fd, 65536)
        except OSError:
            data = b''
        if not data:
            ended = True
            return False
        pending += data
        text = pending.decode('utf-8', 'ignore')
        whole = text.encode()
        if pending.startswith(whole):
            pending = pending[len(whole):]
        screen.feed(text)
        return True

    fault = None
    for kind, text in steps:
        if kind == 'send':
            for word in text.split(' '):
                os.write(fd, KEYS.get(word, word).encode())
                # As hands do: the next key once the screen has come to rest.
                while read(0.15):
                    pass
            continue
        until = time.time() + PATIENCE
        while text not in '\n'.join(screen.lines()):
            if ended or time.time() > until:
                fault = text
                break
            read(0.2)
        if fault:
            break
    if fault is None:
        until = time.time() + PATIENCE
        while not ended and time.time() < until:
            read(0.2)
        if not ended:
            fault = 'the end'
    if not ended:
        os.kill(pid, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(fd)
    return {'screen': screen.lines(), 'code': code, 'fault': fault}


order = json.load(sys.stdin)
json.dump([run(order, r['argv'], r['steps']) for r in order['runs']], sys.stdout)
