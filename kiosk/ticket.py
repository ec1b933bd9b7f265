"""The slip the kiosk prints: a number, where it leads and how to follow it. Nothing on it says who holds it."""

import msgspec

from kiosk.paper import Paper
from kiosk.qr import Level, Matrix, matrix
from wording import say
from wording.dates import any_of, moment_text, range_text

LEAST_MODULE = 6
"""Dots (0.75 mm): below this, cheap cameras fail."""
LEVEL: Level = "Q"
"""Paper is scratched, stained and folded, unlike a screen."""
BESIDE = 512
"""Dots of paper from which the words stand beside the code, which saves paper."""
CODE_SHARE = 0.51
CODE_SHARE_ALONE = 0.8


class Slip(msgspec.Struct, frozen=True, kw_only=True):
    """Everything on a slip, as plain values, in the language it is printed in."""

    unit: str
    number: str
    url: str
    """The look-up link, with its secret after '#'."""
    issued_at: int
    """Microseconds UTC."""
    kiosk: str
    place: str = ""
    """Second line of the head, such as the name of the centre."""
    priority: bool = False
    """A priority ticket says so, never why: the reason is nobody else's business."""
    procedure: str = ""
    """Empty for «other business»."""
    counters: tuple[str, ...] = ()
    people_ahead: int = 0
    wait: tuple[int, int] | None = None
    """Minutes, low and high; None while there is no honest estimate."""
    code: str = ""
    """The look-up code for people who type it; empty prints none."""
    bring: tuple[str, ...] = ()
    simulated: bool = False


def ticket_png(slip: Slip, width: int = 576, language: str = "vi") -> bytes:
    """The slip as a 1-bit PNG: 576 dots for 80 mm paper, 384 for 58 mm."""
    paper = Paper(width)
    _head(paper, slip, language)
    _number(paper, slip, language)
    _errand(paper, slip, language)
    _follow(paper, slip, language)
    _bring(paper, slip, language)
    _foot(paper, slip, language)
    return paper.png()


def grouped(code: str) -> str:
    """«7K3M-9QX2»: four by four, as people read them out."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _head(paper: Paper, slip: Slip, language: str) -> None:
    if slip.simulated:
        paper.plate(say("ticket.simulated", language), paper.face(22, bold=True), full=True)
        paper.gap(8)
    paper.centred(slip.unit, paper.face(32, bold=True))
    if slip.place:
        paper.centred(slip.place, paper.face(25))
    paper.gap(10)
    paper.rule(5)
    paper.gap(3)
    paper.rule(1)
    paper.gap(12)


def _number(paper: Paper, slip: Slip, language: str) -> None:
    paper.centred(say("ticket.your_number", language), paper.face(27))
    paper.gap(12)
    paper.figure(slip.number, 176)
    paper.gap(20)
    if slip.priority:
        paper.plate(say("ticket.priority", language), paper.face(30, bold=True))
        paper.gap(16)


def _errand(paper: Paper, slip: Slip, language: str) -> None:
    paper.centred(slip.procedure or say("ticket.other_business", language), paper.face(33, bold=True))
    paper.gap(6)
    if slip.counters:
        going = say("ticket.go_to", language, counters=any_of(slip.counters, language))
    else:
        going = say("ticket.go_where", language)
    paper.centred(going, paper.face(25))
    paper.gap(14)
    ahead = say("ticket.people", language, count=slip.people_ahead)
    if slip.people_ahead == 0:
        ahead = say("ticket.nobody", language)
    wait = range_text(*slip.wait, language) if slip.wait else say("ticket.wait_unknown", language)
    paper.pair(((say("ticket.ahead", language), ahead), (say("ticket.wait", language), wait)))


def _follow(paper: Paper, slip: Slip, language: str) -> None:
    modules = matrix(slip.url, LEVEL)
    if paper.width >= BESIDE:
        _follow_beside(paper, slip, language, modules)
    else:
        _follow_below(paper, slip, language, modules)


def _follow_beside(paper: Paper, slip: Slip, language: str, modules: Matrix) -> None:
    """The code's own quiet zone is its margin: it may start at the edge of the paper."""
    side = paper.code(modules, _module(paper, modules, CODE_SHARE), 0)
    left, width = side, paper.width - paper.margin - side
    words, small, bold = paper.face(26), paper.face(23), paper.face(27, bold=True)
    top = paper.y + paper.dots(40)
    below = paper.block(say("ticket.scan", language), words, left, width, top)
    if slip.code:
        below = paper.block(say("ticket.code", language), small, left, width, below + paper.dots(14))
        paper.block(_in_pairs(slip.code), bold, left, width, below)
    paper.y += side


def _follow_below(paper: Paper, slip: Slip, language: str, modules: Matrix) -> None:
    module = _module(paper, modules, CODE_SHARE_ALONE)
    paper.y += paper.code(modules, module, (paper.width - len(modules) * module) // 2)
    paper.centred(say("ticket.scan", language), paper.face(25))
    if slip.code:
        paper.gap(6)
        paper.centred(say("ticket.code", language), paper.face(23))
        paper.centred(_in_pairs(slip.code), paper.face(27, bold=True))
    paper.gap(20)


def _module(paper: Paper, modules: Matrix, share: float) -> int:
    return max(LEAST_MODULE, int(paper.width * share) // len(modules))


def _in_pairs(code: str) -> str:
    """Groups of four, two to a word, so that a line never breaks inside a pair."""
    return " ".join(grouped(code[start : start + 8]) for start in range(0, len(code), 8))


def _bring(paper: Paper, slip: Slip, language: str) -> None:
    if not slip.bring:
        return
    paper.perforation()
    paper.gap(10)
    heading = paper.face(27, bold=True)
    paper.y = round(
        paper.block(
            say("ticket.bring", language), heading, paper.margin, paper.width - 2 * paper.margin, paper.y
        )
    )
    for document in slip.bring:
        paper.to_tick(document, paper.face(25))
    paper.gap(14)


def _foot(paper: Paper, slip: Slip, language: str) -> None:
    paper.perforation()
    paper.gap(10)
    paper.centred(say("ticket.missed", language), paper.face(27, bold=True))
    paper.centred(say("ticket.missed_cure", language), paper.face(24))
    paper.gap(10)
    paper.rule(1)
    paper.gap(6)
    printed = say("ticket.printed", language, moment=moment_text(slip.issued_at, language), kiosk=slip.kiosk)
    paper.centred(printed, paper.face(22))
