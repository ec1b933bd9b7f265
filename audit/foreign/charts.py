"""The pictures of a report, drawn as SVG: the spectrum, the network of hand-overs, the ways through."""

from collections import Counter
from collections.abc import Sequence
from math import cos, pi, sin

from audit.foreign.markup import Markup, joined, tag
from audit.foreign.paths import Variant
from audit.foreign.people import HandOver
from audit.foreign.spectrum import Segment
from wording.dates import local

WIDE = 960
LABEL = 16
STRIP = 84
"""Height of one segment of the spectrum, with its label."""
MOST_LINES = 700
"""Lines drawn in a segment; of more, every second, third … is drawn."""
MOST_SEGMENTS = 8
MOST_PEOPLE = 18
MOST_BARS = 12
TICKS = 6


def picture(words: str, height: float, *parts: str) -> Markup:
    return tag(
        "svg", *parts, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDE} {height:.0f}", role="img",
        aria_label=words,
    )  # fmt: skip


def spectrum_picture(segments: Sequence[Segment], words: str) -> Markup:
    """One strip for each of the busiest segments, all over the same stretch of time."""
    shown = segments[:MOST_SEGMENTS]
    moments = [at for each in shown for passage in each.passages for at in passage]
    if not moments:
        return Markup()
    first, last = min(moments), max(moments)
    strips = [_strip(each, place, first, max(last - first, 1)) for place, each in enumerate(shown)]
    return picture(words, STRIP * len(shown) + LABEL, *strips, _ticks(first, last, STRIP * len(shown)))


def _strip(segment: Segment, place: int, first: int, span: int) -> Markup:
    top = place * STRIP + LABEL + 4.0
    bottom = top + STRIP - LABEL - 16
    step = -(-segment.count // MOST_LINES)
    lines = [
        tag(
            "line", x1=_x(start, first, span), y1=top, x2=_x(end, first, span), y2=bottom,
            class_=_pace(end - start, segment),
        )
        for start, end in segment.passages[::step]
    ]  # fmt: skip
    return joined(
        tag("text", f"{segment.before} → {segment.after}", x=0, y=top - 5),
        tag("line", x1=0, y1=top, x2=WIDE, y2=top, class_="edge"),
        *lines,
        tag("line", x1=0, y1=bottom, x2=WIDE, y2=bottom, class_="edge"),
    )


def _pace(took: int, segment: Segment) -> str:
    if took <= segment.median:
        return "quick"
    return "slow" if took <= segment.ninth else "slowest"


def _x(at: int, first: int, span: int) -> float:
    return WIDE * (at - first) / span


def _ticks(first: int, last: int, below: float) -> Markup:
    parts = []
    for place in range(TICKS):
        x = WIDE * place / (TICKS - 1)
        day = f"{local(first + (last - first) * place // (TICKS - 1)):%d/%m/%Y}"
        anchor = "start" if not place else "end" if place == TICKS - 1 else "middle"
        parts.append(tag("text", day, x=x, y=below + LABEL - 4, class_="tick", text_anchor=anchor))
    return joined(*parts)


def network_picture(found: Sequence[HandOver], words: str) -> Markup:
    """The busiest people in a circle; every hand-over between two of them bends to its right."""
    busy: Counter[str] = Counter()
    for each in found:
        if each.before != each.after:
            busy.update({each.before: each.times, each.after: each.times})
    people = sorted(name for name, _ in busy.most_common(MOST_PEOPLE))
    if not people:
        return Markup()
    places = {name: _round(number, len(people), 215) for number, name in enumerate(people)}
    drawn = [
        each for each in found if each.before != each.after and {each.before, each.after} <= places.keys()
    ]
    most = max((each.times for each in drawn), default=1)
    arcs = [_arc(places[each.before], places[each.after], each.times / most) for each in reversed(drawn)]
    dots = [tag("circle", cx=x, cy=y, r=6, class_="dot") for x, y in places.values()]
    names = [_name(name, number, len(people)) for number, name in enumerate(people)]
    return picture(words, 520, *arcs, *dots, *names)


def _round(number: int, count: int, radius: float) -> tuple[float, float]:
    angle = 2 * pi * number / count - pi / 2
    return WIDE / 2 + radius * cos(angle), 260 + radius * sin(angle)


def _arc(start: tuple[float, float], end: tuple[float, float], weight: float) -> Markup:
    (ax, ay), (bx, by) = start, end
    bend = 0.16
    cx, cy = (ax + bx) / 2 - bend * (by - ay), (ay + by) / 2 + bend * (bx - ax)
    return tag(
        "path", d=f"M{ax:.1f} {ay:.1f}Q{cx:.1f} {cy:.1f} {bx:.1f} {by:.1f}", class_="arc",
        stroke_width=0.4 + 5 * weight, stroke_opacity=f"{0.12 + 0.88 * weight**0.5:.2f}",
    )  # fmt: skip


def _name(name: str, number: int, count: int) -> Markup:
    x, y = _round(number, count, 230)
    middle = WIDE / 2
    anchor = "middle" if abs(x - middle) < 20 else "start" if x > middle else "end"  # noqa: PLR2004 - straight above
    return tag("text", name, x=x, y=y + 4, text_anchor=anchor)


def variants_picture(found: Sequence[Variant], words: str) -> Markup:
    """A bar for each of the most common ways; its steps are numbered in the table."""
    shown = found[:MOST_BARS]
    most = max(each.cases for each in shown)
    bars = []
    for place, each in enumerate(shown):
        top, length = place * 24.0, 760 * each.cases / most
        bars.append(tag("text", str(place + 1), x=30, y=top + 16, text_anchor="end"))
        bars.append(tag("rect", x=40, y=top + 3, width=max(length, 1.0), height=17, class_="bar"))
        bars.append(tag("text", str(each.cases), x=length + 48, y=top + 16))
    return picture(words, 24 * len(shown), *bars)
