"""What stands in the panes of a dossier: an act in full, its proof, the way from hand to hand, and the papers."""

from collections.abc import Iterator

from textual.content import Content

from application.histories import officer_name
from application.reference import Knowledge
from audit.desk.machine import Machine
from audit.desk.moments import Leg
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
    later = row.at - row.occurred_at
    told = moment(row.occurred_at, language)
    if later >= LATE_RECORD:
        told += "  " + say("inspect.act.later", language, time=lasting(row.occurred_at, row.at, language))
    yield _pair("claimed", told, language, "$warning" if later >= LATE_RECORD else "")


def proof_lines(proved: Proved, language: str) -> Iterator[Content]:
    """Where the event stands in the tree, checked just now."""
    yield Content.styled(say("inspect.proof.title", language), "bold $secondary")
    yield _pair("event", number_text(proved.event, language), language)
    yield _pair("leaf", number_text(proved.index, language), language)
    yield _pair("hash", proved.leaf[:SHORT] + "…", language)
    if not proved.size:
        yield Content.styled(say("inspect.proof.not_signed_yet", language), "$warning")
        return
    yield _pair("path", say("inspect.proof.hashes", language, count=len(proved.path)), language)
    yield _pair("root", proved.root[:SHORT] + "…", language)
    yield _pair(
        "head", say("inspect.proof.signed", language, size=number_text(proved.size, language)), language
    )
    if proved.holds:
        yield Content.styled(f"✔ {say('inspect.proof.holds', language)}", "bold $success")
    else:
        yield Content.styled(f"✘ {say('inspect.proof.fails', language)}", "bold $error")


def _pair(key: str, value: str, language: str, style: str = "") -> Content:
    return Content.assemble((f"{say(f'inspect.act.{key}', language)}: ", "$mc-muted"), (value, style))


def chain_lines(legs: tuple[Leg, ...], at: int, known: Knowledge, language: str) -> Iterator[Content]:
    """The way from hand to hand: who, since when, how long, drawn as long as it took."""
    if not legs:
        yield Content(say("inspect.hands.none", language))
        return
    took = [max(1, (leg.until or at) - leg.since) for leg in legs]
    longest = max(took)
    for place, (leg, long) in enumerate(zip(legs, took, strict=True)):
        is_longest = long == longest
        name = holder(leg.holder, leg.section, known, language)
        if leg.citizen:
            name = say("inspect.hands.citizen", language)
        elif not leg.holder and leg.section:
            name = say("inspect.hands.nobody_yet", language, section=name)
        lasted = lasting(leg.since, leg.until or at, language)
        note = say("inspect.hands.longest", language) if is_longest and len(legs) > 1 else ""
        still = "" if leg.until else say("inspect.hands.still", language)
        yield Content.assemble(("● ", "bold $primary"), (name, "bold"), (f"  {still}", "$warning"))
        since = say("inspect.hands.since", language, at=moment(leg.since, language), event=leg.event)
        yield Content.assemble(("│ ", "$primary"), (since, "$mc-muted"))
        bar = "█" * max(1, round(long * BAR / longest))
        style = "bold $error" if is_longest and len(legs) > 1 else "$mc-border"
        yield Content.assemble(("│ ", "$primary"), (bar, style), f" {lasted}  ", (note, "bold $error"))
        if place < len(legs) - 1:
            what = say(f"desk.happened.{legs[place + 1].by_topic}", language)
            yield Content.assemble(("▼ ", "$primary"), (what, "italic $mc-muted"))


def paper_lines(rows: tuple[TrailRow, ...], machine: Machine, language: str) -> Iterator[Content]:
    """The papers that were given out, each with the leaf under which it is bound."""
    given = [row for row in rows if row.topic == "paper.issued"]
    if not given:
        yield Content(say("inspect.papers.none", language))
    for row in given:
        told = row.filled()
        form = say(f"desk.paper.{told['form']}", language)
        yield Content.assemble(("▪ ", "$primary"), (form, "bold"), f"  {told['number']}")
        index = number_text(row.id - machine.log_of(row.id).start, language)
        by = officer_name(row.actor, machine.known)
        line = say("inspect.papers.line", language, at=moment(row.at, language), by=by, leaf=index)
        yield Content.styled(f"  {line}", "$mc-muted")
        yield Content.styled(f"  SHA-256 {told['digest'][:32]}…", "$mc-muted")
