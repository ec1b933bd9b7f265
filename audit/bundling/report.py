"""The report in a bundle: what happened in order, who did it and when, each line with where its proof is."""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from textwrap import fill
from typing import TYPE_CHECKING

import msgspec

from application.envelope import OFFICE, Actor, Event
from application.histories import history_line, officer_name, sentence
from audit.bundling.choosing import Chosen
from audit.bundling.heads import Covered
from wording import say, sayings
from wording.dates import date_text, local, moment_text
from wording.identity import LIGHT

if TYPE_CHECKING:
    from application.office import Office

MINUTE = 60_000_000
WIDTH = 100
"""Columns of the plain text."""
STYLE = f"""
body {{ font: 11pt/1.45 Georgia, "Times New Roman", serif; color: {LIGHT.text}; background: {LIGHT.ground};
  max-width: 52rem; margin: 1.5rem auto; padding: 0 1rem }}
h1 {{ font-size: 1.5em; color: {LIGHT.heading}; margin: 0 0 .4em }}
h2 {{ font-size: 1.15em; color: {LIGHT.heading}; margin: 1.6em 0 .3em }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ text-align: left; vertical-align: top; padding: .35em .5em; border-bottom: 1px solid {LIGHT.rule} }}
th {{ border-bottom: 2px solid {LIGHT.border} }}
td:first-child, td:nth-child(2) {{ white-space: nowrap }}
a {{ color: inherit }}
small {{ color: {LIGHT.muted} }}
code {{ font-family: monospace; overflow-wrap: anywhere }}
thead {{ display: table-header-group }}
tr {{ break-inside: avoid }}
"""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One event as it is told. Times in µs UTC."""

    id: int
    place: int
    """Its number in its log, counted from 1."""
    at: int
    occurred_at: int
    topic: str
    blanks: dict[str, str]
    about: str
    """The code of the dossier, where it is known whose."""
    actor: str
    role: str
    device: str


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """All that a report says, in no language yet."""

    unit: str
    unit_en: str
    chosen: Chosen
    officer: str
    made_at: int
    made_by: str
    heads: tuple[tuple[str, int, str, str], ...]
    """Origin, size, root in hex, fingerprint of the key."""
    lines: tuple[Line, ...]

    @classmethod
    def of(
        cls,
        office: "Office",
        chosen: Chosen,
        events: Sequence[int],
        heads: Sequence[Covered],
        by: Actor,
    ) -> "Told":
        known = office.core.known()
        codes = {row.id: row.code for code in chosen.codes for row in office.reports.trail(code)}
        lines = []
        for event in events:
            [found] = office.store.select(office.store.reader(), after=event - 1, until=event)
            start = max(each.log.start for each in heads if each.log.start <= event)
            told = history_line(found, known)
            lines.append(_line(found, told.blanks, told.actor, event - start + 1, codes.get(event, "")))
        return cls(
            unit=known.opened.name,
            unit_en=known.opened.name_en,
            chosen=chosen,
            officer=officer_name(chosen.officer, known) if chosen.officer else "",
            made_at=office.now(),
            made_by="" if by == OFFICE else officer_name(by.id, known),
            heads=tuple(
                (each.head.origin, each.head.size, each.head.root.hex(), each.key.fingerprint)
                for each in heads
            ),
            lines=tuple(lines),
        )


def _line(event: Event, blanks: dict[str, str], actor: str, place: int, about: str) -> Line:
    return Line(
        id=event.id,
        place=place,
        at=event.recorded_at,
        occurred_at=event.occurred_at,
        topic=event.fact.NAME,
        blanks=blanks,
        about=about,
        actor=actor,
        role=event.actor.role,
        device=event.actor.device,
    )


# ---- as words


def _words(line: Line, language: str) -> str:
    """The sentence of the history; what the histories of people never tell is told by its name."""
    if f"history.{line.topic}" not in sayings(language):
        return line.topic
    return sentence(line.topic, line.blanks, language)


def _who(line: Line, language: str) -> str:
    role = f"audit.role.{line.role or 'citizen'}"
    called = say(role, language) if role in sayings(language) else line.role
    if line.role in {"citizen", "system"} or not line.actor:
        return called
    return say("audit.trail.actor", language, name=line.actor, role=called)


def _claimed(line: Line, language: str) -> str:
    """When it is said to have happened, where that is not when it was recorded."""
    if abs(line.at - line.occurred_at) < MINUTE:
        return ""
    return say("evidence.claimed", language, moment=moment_text(line.occurred_at, language))


def _subject(told: Told, language: str) -> str:
    chosen = told.chosen
    if chosen.codes:
        return say("evidence.of_dossiers", language, codes=", ".join(chosen.codes))
    first = date_text(chosen.first or date(2000, 1, 1), language)
    last = date_text(chosen.last or local(told.made_at).date(), language)
    if chosen.officer:
        return say("evidence.of_officer", language, officer=told.officer, first=first, last=last)
    return say("evidence.of_days", language, first=first, last=last)


def _intro(told: Told, language: str) -> list[str]:
    unit = told.unit if language == "vi" else told.unit_en or told.unit
    made_by = told.made_by or say("audit.role.system", language)
    return [
        say("evidence.from", language, unit=unit),
        _subject(told, language),
        say("evidence.made", language, moment=moment_text(told.made_at, language), by=made_by),
    ]


def _heads(told: Told, language: str) -> Iterable[str]:
    for origin, size, root, fingerprint in told.heads:
        yield say("evidence.head", language, origin=origin, size=size, root=root)
        yield say("evidence.fingerprint", language, fingerprint=fingerprint)


def report_text(told: Told, language: str) -> str:
    """As plain text, for whatever can still be read in ten years."""
    title = say("evidence.title", language)
    parts = [title, "=" * len(title), "", *_intro(told, language), ""]
    day = ""
    for line in told.lines:
        moment = local(line.at)
        if day != (day := date_text(moment.date(), language)):
            parts += ["", day]
        about = f" [{line.about}]" if line.about else ""
        parts.append(f"  {moment:%H:%M:%S}  {_words(line, language)}{about}")
        where = say("evidence.where", language, place=line.place, event=f"{line.id:09d}")
        parts += [
            f"            {each}"
            for each in (_claimed(line, language), f"{_who(line, language)} · {line.device or '—'} · {where}")
            if each
        ]
    signed = ["", say("evidence.signed", language), *_heads(told, language)]
    limits = ["", say("evidence.check", language), "", say("evidence.limits", language), ""]
    return "\n".join(map(_folded, [*parts, *signed, *limits]))


def _folded(line: str) -> str:
    """Long lines go on below, at the same depth."""
    depth = " " * (len(line) - len(line.lstrip()) + (10 if line.startswith("  ") and line[2:3] != " " else 0))
    return fill(line, WIDTH, subsequent_indent=depth, break_long_words=False, break_on_hyphens=False)


def report_html(told: Told, language: str) -> str:
    """As one page that prints on A4."""
    columns = ("number", "recorded", "what", "who", "proof")
    head = "".join(f"<th>{_e(say(f'evidence.column.{each}', language))}</th>" for each in columns)
    rows = "".join(_row(line, language) for line in told.lines)
    intro = "".join(f"<p>{_e(each)}</p>" for each in _intro(told, language))
    heads = "".join(f"<p><code>{_e(each)}</code></p>" for each in _heads(told, language))
    title = _e(say("evidence.title", language))
    below = "".join(
        f"<h2>{_e(say(f'evidence.{name}_title', language))}</h2><p>{_e(say(f'evidence.{name}', language))}</p>{more}"
        for name, more in (("signed", heads), ("check", ""), ("limits", ""))
    )
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE}</style></head>\n<body><h1>{title}</h1>{intro}"
        f"<table><thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table>{below}</body></html>\n"
    )


def _row(line: Line, language: str) -> str:
    moment = local(line.at)
    when = f"{_e(date_text(moment.date(), language))}<br>{moment:%H:%M:%S}"
    extra = "".join(
        f"<br><small>{_e(each)}</small>" for each in (line.about, _claimed(line, language)) if each
    )
    who = f"{_e(_who(line, language))}<br><small>{_e(line.device or '—')}</small>"
    proof = f'<a href="proofs/{line.id:09d}.tlog-proof">{line.id:09d}</a>'
    cells = (str(line.place), when, _e(_words(line, language)) + extra, who, proof)
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n"


def _e(text: str) -> str:
    return escape(text, quote=False)
