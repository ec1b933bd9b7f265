"""A thermal printer on a real socket: it reads ESC/POS byte by byte, prints on paper of its own, and answers questions.

What it printed is read back as pictures, one for each cut. It can be out of paper, open, jammed, deaf, hung or gone.
"""

import socket
import threading
from dataclasses import dataclass, field

import numpy as np

ESC, GS, DLE = 0x1B, 0x1D, 0x10


class Gone(Exception):  # noqa: N818 - read it after «raise»
    """The other side hung up, or this one does."""


@dataclass
class State:
    paper: str = "ok"
    cover: bool = False
    """Open."""
    jammed: bool = False
    silent: bool = False
    """Prints, but answers nothing."""
    hangs: bool = False
    """Accepts the line, and reads nothing."""
    confirms: bool = True
    """Knows `GS r`."""
    rows_left: int = 1_000_000
    """Dots of paper on the roll."""
    drops_at: int = 1_000_000
    """Row at which it hangs up."""
    slow: float = 0.0
    """Seconds for each command of a picture."""

    @property
    def stopped(self):
        return self.paper == "out" or self.cover or self.jammed


@dataclass
class APrinter:
    state: State = field(default_factory=State)
    slips: list = field(default_factory=list)
    commands: list = field(default_factory=list)
    """What was told apart, in order: `begin`, `picture`, `cut`, `feed`, `forget`, and the questions."""
    strays: int = 0
    """Bytes that are no command this printer knows."""
    lines: int = 0
    """How often somebody connected."""

    def __enter__(self):
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        self.setting = f"network:127.0.0.1:{self.port}"
        self.rows = []
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.door.close()
        with socket.socket() as knock:  # wakes the door
            knock.settimeout(0.2)
            knock.connect_ex(("127.0.0.1", self.port))
        self.thread.join(timeout=5)

    @property
    def answers(self):
        """Every question, and all through a slip."""
        state = self.state
        return not self.ended.is_set() and state == State(paper=state.paper, cover=state.cover)

    def _serve(self):
        while not self.ended.is_set():
            try:
                line, _ = self.door.accept()
            except OSError:
                return
            self.lines += 1
            with line:
                line.settimeout(60)
                if self.state.hangs:
                    self.ended.wait(60)
                    continue
                try:
                    while True:
                        self._obey(line)
                except (Gone, OSError):
                    pass

    # ---- one command after the other

    def _obey(self, line):
        first = self._byte(line)
        match first:
            case 0x10:
                self._at_once(line)
            case 0x1B:
                self._escape(line)
            case 0x1D:
                self._group(line)
            case _:
                self.strays += 1

    def _at_once(self, line):
        kind = self._byte(line)
        if kind == 4:
            question = self._byte(line)
            self.commands.append(f"status {question}")
            if not self.state.silent:
                line.sendall(bytes([self._answer(question)]))
        elif kind == 0x14:
            self._take(line, 8)
            self.commands.append("forget")
            self.rows.clear()
        else:
            self.strays += 1

    def _answer(self, question):
        state = self.state
        answer = 0b00010010
        if question == 1 and state.stopped:
            answer |= 0b1000
        if question == 2:
            answer |= 0b100 * state.cover | 0b100000 * (state.paper == "out") | 0b1000000 * state.jammed
        if question == 4:
            answer |= {"ok": 0, "low": 0b1100, "out": 0b1101100}[state.paper]
        return answer

    def _escape(self, line):
        match self._byte(line):
            case 0x40:
                self.commands.append("begin")
                self.rows.clear()
            case 0x64:
                self.commands.append(f"feed {self._byte(line)}")
                self._slip_ends()
            case _:
                self.strays += 1

    def _group(self, line):
        match self._byte(line):
            case 0x76:
                self._picture(line)
            case 0x56:
                self._take(line, 2)
                self.commands.append("cut")
                self._slip_ends()
            case 0x72:
                self._byte(line)
                self.commands.append("done?")
                if self.state.confirms and not self.state.silent and not self.state.stopped:
                    line.sendall(b"\0")
            case _:
                self.strays += 1

    def _picture(self, line):
        _, _, xl, xh, yl, yh = self._take(line, 6)
        across, down = xl + 256 * xh, yl + 256 * yh
        assert down <= 256, "more rows than the buffer of a cheap printer holds"
        bits = np.frombuffer(self._take(line, across * down), np.uint8).reshape(down, across)
        self.commands.append("picture")
        self.ended.wait(self.state.slow)
        for row in np.unpackbits(bits, axis=1):
            if self.state.stopped:
                return
            self.rows.append(row)
            self.state.rows_left -= 1
            if self.state.rows_left <= 0:
                self.state.paper = "out"
            if len(self.rows) >= self.state.drops_at:
                raise Gone

    def _slip_ends(self):
        if self.rows and not self.state.stopped:
            self.slips.append(np.where(np.array(self.rows), 0, 255).astype(np.uint8))
            self.rows.clear()

    def _byte(self, line):
        return self._take(line, 1)[0]

    @staticmethod
    def _take(line, count):
        taken = b""
        while len(taken) < count:
            more = line.recv(count - len(taken))
            if not more:
                raise Gone
            taken += more
        return taken
