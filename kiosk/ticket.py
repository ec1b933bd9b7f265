"""The slip the kiosk prints: a number, where it leads and how to follow it. Nothing on it says who holds it."""

import msgspec

from kiosk.paper import Paper
from kiosk.qr import QUIET, Level, Matrix, matrix, modules
from wording import say
from wording.dates import any_of, moment_text, range_text

LEAST_MODULE = 6
"""Dots (0.75 mm): below this, cheap cameras fail."""
LEVELS: tuple[Level, ...] = ("H", "Q")
"""Paper is scratched, stained and folded, unlike a screen: the strongest level that keeps modules large, else «Q»."""
LARGEST = 29 + 2 * QUIET
"""Modules across, with the quiet zone, of the largest code (version 3) that is worth the strongest level."""
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
    line: str = ""
    """The service group the number belongs to, as the board calls it."""
    counters: tuple[str, ...] = ()
    """Those that call it now; empty while not known."""
    people_ahead: int | None = 0
    """None while the office cannot be asked."""
    wait: tuple[int, int] | None = None
    """Minutes, low and high; None while there is no honest estimate."""
    quiet: str = ""
    """A quieter hour of today, as `14:30–15:30`, where the wait is long."""
    code: str = ""
    """The look-up code for people who type it; empty prints none."""
    bring: tuple[str, ...] = ()
    appointment: str = ""
    """The hour (`09:30`) of the appointment this number is for."""
    hotline: str = ""
    simulated: bool = False
    reprint: bool = False
    """Another slip of the same number exists, or may."""


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
    for marked, word in ((slip.simulated, "simulated"), (slip.reprint, "reprint")):
        if marked:
            paper.plate(say(f"ticket.{word}", language), paper.face(22, bold=True), full=True)
            paper.gap(8)
    head(paper, slip.unit, slip.place)


def head(paper: Paper, unit: str, place: str) -> None:
    """Who gives this slip out, as every slip begins."""
    paper.centred(unit, paper.face(32, bold=True))
    if place:
        paper.centred(place, paper.face(25))
    paper.gap(10)
    paper.rule(5)
    paper.gap(3)
    paper.rule(1)
    paper.gap(12)


def _number(paper: Paper, slip: Slip, language: str) -> None:
    paper.centred(say("ticket.your_number", language), paper.face(27))
    paper.gap(12)
    paper.figure(slip.number, 176)
    paper.gap(14)
    if slip.priority:
        paper.plate(say("ticket.priority", language), paper.face(30, bold=True))
        paper.gap(16)


def _errand(paper: Paper, slip: Slip, language: str) -> None:
    paper.centred(slip.procedure or say("ticket.other_business", language), paper.face(33, bold=True))
    if slip.line and slip.procedure:
        paper.centred(say("ticket.line", language, group=slip.line), paper.face(24))
    if slip.appointment:
        paper.centred(say("ticket.appointment", language, hour=slip.appointment), paper.face(27, bold=True))
    paper.gap(6)
    if slip.counters:
        going = say("ticket.go_to", language, counters=any_of(slip.counters, language))
    else:
        going = say("ticket.go_where", language)
    paper.centred(going, paper.face(25))
    paper.gap(14)
    ahead = (say("ticket.ahead", language), _ahead(slip, language))
    wait = range_text(*slip.wait, language) if slip.wait else say("ticket.wait_unknown", language)
    paper.pair((ahead, (say("ticket.wait", language), wait)))
    if slip.quiet:
        paper.gap(8)
        paper.centred(say("ticket.quiet", language, hours=slip.quiet), paper.face(24))


def _ahead(slip: Slip, language: str) -> str:
    if slip.people_ahead is None:
        return say("ticket.wait_unknown", language)
    if slip.people_ahead == 0:
        return say("ticket.nobody", language)
    return say("ticket.people", language, count=slip.people_ahead)


def _follow(paper: Paper, slip: Slip, language: str) -> None:
    words = say("ticket.scan", language), say("ticket.code", language)
    follow(paper, slip.url, *words, code=slip.code)


def follow(paper: Paper, url: str, words: str, code_words: str, *, code: str = "") -> None:
    """The QR code of `url` with what it is for, and `code` for those who type it."""
    drawn = lasting(url)
    if paper.width >= BESIDE:
        _follow_beside(paper, drawn, words, code_words, code)
    else:
        _follow_below(paper, drawn, words, code_words, code)


def lasting(url: str) -> Matrix:
    """The code of `url` as it is printed: as much of it may be lost as its size allows."""
    level = next((each for each in LEVELS if modules(url, each) <= LARGEST), LEVELS[-1])
    return matrix(url, level)


def _follow_beside(paper: Paper, drawn: Matrix, scan: str, code_words: str, code: str) -> None:
    """The code's own quiet zone is its margin: it may start at the edge of the paper."""
    side = paper.code(drawn, _module(paper, drawn, CODE_SHARE), 0)
    left, width = side, paper.width - paper.margin - side
    words, small, bold = paper.face(26), paper.face(23), paper.face(27, bold=True)
    top = paper.y + paper.dots(40)
    below = paper.block(scan, words, left, width, top)
    if code:
        below = paper.block(code_words, small, left, width, below + paper.dots(14))
        paper.block(_in_pairs(code), bold, left, width, below)
    paper.y += side


def _follow_below(paper: Paper, drawn: Matrix, scan: str, code_words: str, code: str) -> None:
    module = _module(paper, drawn, CODE_SHARE_ALONE)
    paper.y += paper.code(drawn, module, (paper.width - len(drawn) * module) // 2)
    paper.centred(scan, paper.face(25))
    if code:
        paper.centred(code_words, paper.face(23))
        paper.centred(_in_pairs(code), paper.face(27, bold=True))
    paper.gap(8)


def _module(paper: Paper, drawn: Matrix, share: float) -> int:
    return max(LEAST_MODULE, int(paper.width * share) // len(drawn))


def _in_pairs(code: str) -> str:
    """Groups of four, two to a word, so that a line never breaks inside a pair."""
    return " ".join(grouped(code[start : start + 8]) for start in range(0, len(code), 8))


def _bring(paper: Paper, slip: Slip, language: str) -> None:
    if not slip.bring:
        return
    paper.perforation()
    paper.gap(10)
    paper.listed(say("ticket.bring", language), paper.face(27, bold=True))
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
    foot(paper, slip.issued_at, slip.kiosk, slip.hotline, language)


def foot(paper: Paper, at: int, kiosk: str, hotline: str, language: str) -> None:
    """When and where a slip was printed, and whom to ring, as every slip ends. `at` in µs UTC."""
    if hotline:
        paper.centred(say("ticket.hotline", language, phone=hotline), paper.face(23))
    printed = say("ticket.printed", language, moment=moment_text(at, language), kiosk=kiosk)
    paper.centred(printed, paper.face(22))
