"""What stands in the panes of a dossier: an act in full, its proof, the way from hand to hand, and the papers."""

from collections.abc import Iterator

from textual.content import Content

from application.histories import officer_name
from application.reference import Knowledge
from audit.desk.hands import Leg
from audit.desk.proofs import Proved
from audit.desk.words import day, hand, happened, holder, lasting, moment, status
from projections.trail import TrailRow
from wording import say
from wording.dates import number_text

BAR = 22
"""Cells of the longest stretch in one hand."""
LATE_RECORD = 60_000_000
"""µs from the hour that is claimed to the hour of recording, from which on it is said how much later."""
SHORT = 16


def act_lines(row: TrailRow, reason: str, known: Knowledge, language: str) -> Iterator[Content]:
    """An act in full: what, when claimed and when recorded, by whom, where, why, and what it changed."""
    yield Content.styled(happened(row, known, language), "bold")
    yield _pair("recorded", moment(row.at, language), language)
    yield from _claimed(row, language)
    yield _pair("who", hand(row, known, language), language)
    yield _pair("device", row.device or "—", language)
    if reason:
        yield _pair("reason", reason, language)
    if row.status_before != row.status_after and row.kind == "dossier":
        yield _pair("status", f"→ {status(row.status_after, language)}", language)
    if row.due_before != row.due_after:
        moved = f"{day(row.due_before, language)} → {day(row.due_after, language)}"
        yield _pair("due", moved, language)
    yield Content("")


def _claimed(row: TrailRow, language: str) -> Iterator[Content]:
    """Said only where it is another moment than that of the recording."""
    later = row.at - row.occurred_at
    told = moment(row.occurred_at, language)
    if told == moment(row.at, language):
        return
    if later >= LATE_RECORD:
        told += "  " + say("inspect.act.later", language, time=lasting(row.occurred_at, row.at, language))
    yield _pair("claimed", told, language, "$warning" if later >= LATE_RECORD else "")


def proof_lines(proved: Proved, language: str) -> Iterator[Content]:
    """The conclusion first, checked just now; then where the event stands in the tree."""
    yield from _conclusion(proved, language)
    yield Content("")
    yield Content.styled(say("inspect.proof.details", language), "bold")
    number, leaf = number_text(proved.event, language), number_text(proved.index, language)
    yield Content(say("inspect.proof.place", language, event=number, leaf=leaf))
    yield _pair("hash", proved.leaf[:SHORT] + "…", language)
    if not proved.size:
        return
    yield _pair("path", say("inspect.proof.hashes", language, count=len(proved.path)), language)
    yield _pair("root", proved.root[:SHORT] + "…", language)
    yield _pair(
        "head", say("inspect.proof.signed", language, size=number_text(proved.size, language)), language
    )


def _conclusion(proved: Proved, language: str) -> Iterator[Content]:
    if not proved.size:
        yield Content.styled(f"… {say('inspect.proof.not_signed_yet', language)}", "$warning")
    elif proved.holds:
        yield Content.styled(f"✔ {say('inspect.proof.holds', language)}", "bold $success")
    else:
        yield Content.styled(f"✘ {say('inspect.proof.fails', language)}", "bold $error")


def _pair(key: str, value: str, language: str, style: str = "") -> Content:
    return Content.assemble((f"{say(f'inspect.act.{key}', language)}: ", "$mc-muted"), (value, style))


def chain_lines(legs: tuple[Leg, ...], at: int, known: Knowledge, language: str) -> Iterator[Content]:
    """The way from hand to hand: on top where it is and where it lay longest, then each stretch as long as it took."""
    if not legs:
        yield Content(say("inspect.hands.none", language))
        return
    took = [max(1, (leg.until or at) - leg.since) for leg in legs]
    longest = max(took)
    yield from _summary(legs, legs[took.index(longest)], at, known, language)
    for place, (leg, long) in enumerate(zip(legs, took, strict=True)):
        still = "" if leg.until else say("inspect.hands.still", language)
        yield Content.assemble("● ", (_named(leg, known, language), "bold"), (f"  {still}", "$warning"))
        since = say("inspect.hands.since", language, at=moment(leg.since, language), event=leg.event)
        yield Content.assemble("│ ", (since, "$mc-muted"))
        is_longest = long == longest and len(legs) > 1
        bar = "█" * max(1, round(long * BAR / longest))
        note = say("inspect.hands.longest", language) if is_longest else ""
        lasted = lasting(leg.since, leg.until or at, language)
        style = "$foreground" if is_longest else "$mc-border"
        yield Content.assemble("│ ", (bar, style), f" {lasted}  ", (note, "bold"))
        if place < len(legs) - 1:
            what = say(f"desk.happened.{legs[place + 1].by_topic}", language)
            yield Content.assemble("▼ ", (what, "italic $mc-muted"))


def _summary(
    legs: tuple[Leg, ...], longest: Leg, at: int, known: Knowledge, language: str
) -> Iterator[Content]:
    last = legs[-1]
    here = "ended" if last.until else "now"
    lasted = lasting(longest.since, longest.until or at, language)
    told = (
        say(f"inspect.hands.{here}", language, who=_named(last, known, language)),
        say("inspect.hands.most", language, who=_named(longest, known, language), time=lasted),
    )
    yield Content.styled(" · ".join(told), "bold")
    yield Content.styled(say("inspect.hands.calendar", language), "$mc-muted")
    yield Content("")


def _named(leg: Leg, known: Knowledge, language: str) -> str:
    if leg.citizen:
        return say("inspect.hands.citizen", language)
    name = holder(leg.holder, leg.section, known, language)
    return say("inspect.hands.nobody_yet", language, section=name) if leg.section and not leg.holder else name


def paper_lines(rows: tuple[TrailRow, ...], known: Knowledge, language: str) -> Iterator[Content]:
    """The papers that were given out, each with the event that binds it."""
    given = [row for row in rows if row.topic == "paper.issued"]
    if not given:
        yield Content(say("inspect.papers.none", language))
    for row in given:
        told = row.filled()
        form = say(f"desk.paper.{told['form']}", language)
        yield Content.assemble(("▪ ", "bold"), (form, "bold"), f"  {told['number']}")
        by, event = officer_name(row.actor, known), number_text(row.id, language)
        line = say("inspect.papers.line", language, at=moment(row.at, language), by=by, event=event)
        yield Content.styled(f"  {line}", "$mc-muted")
        yield Content.styled(f"  SHA-256 {told['digest'][:32]}…", "$mc-muted")
