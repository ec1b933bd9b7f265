"""A procedure as the law wants it posted: papers, fee and who pays less, time limit, where, result, forms, basis.

The same sections stand on the screen and on a slip to take home. Names of papers, notes and instruments are written in
Vietnamese alone; everything around them is in the visitor's language.
"""

from collections.abc import Iterator

import msgspec

from application.faults import Fault
from application.ports import OfficePort
from domain.catalogue import Procedure, RequiredDocument
from domain.dossier import Due
from domain.tariff import Exemption, TariffAdopted, TariffLine
from kiosk.phrases import title
from kiosk.printing.leaflet import Leaflet, Part
from wording import say
from wording.dates import limit_text, long_date_text, money, sheets_text

FORMS = (
    "tờ khai",
    "đơn",
    "phiếu",
    "giấy đề nghị",
    "đề nghị",
    "văn bản đề nghị",
    "bản khai",
    "thông báo",
    "mẫu",
)
"""How the name of a paper begins that is filled in on a form."""


class Section(msgspec.Struct, frozen=True):
    """A heading and what stands under it."""

    heading: str
    lines: tuple[str, ...]


def sections(office: OfficePort, procedure: Procedure, language: str) -> tuple[Section, ...]:
    """Everything the notice board says of a procedure today, in the order in which people ask."""
    told = (
        ("bring", _papers(procedure, language)),
        ("fee", _fees(office, procedure, language)),
        ("limit", _limit(office, procedure, language)),
        ("where", _ways(office, procedure, language)),
        ("result", iter([procedure.result] if procedure.result else [])),
        ("forms", _forms(procedure, language)),
        ("basis", _basis(procedure, language)),
        ("complain", _complaints(office, language)),
    )
    found = ((say(f"kiosk.notice.{key}", language), tuple(lines)) for key, lines in told)
    return tuple(Section(heading, lines) for heading, lines in found if lines)


def leaflet_of(office: OfficePort, procedure: Procedure, language: str, device: str) -> Leaflet:
    """The notice as a slip to take home; papers have a box to tick."""
    unit, bring = office.unit, say("kiosk.notice.bring", language)
    english = language == "en"
    return Leaflet(
        unit=unit.name_en if english else unit.name,
        place=unit.superior_en if english else unit.superior,
        kind=say("kiosk.notice.kind", language),
        title=title(procedure, language),
        parts=tuple(
            Part(each.heading, each.lines, tick=each.heading == bring)
            for each in sections(office, procedure, language)
        ),
        printed_at=office.now(),
        kiosk=device,
        hotline=unit.hotline,
    )


def _papers(procedure: Procedure, language: str) -> Iterator[str]:
    if not procedure.documents:
        yield say("kiosk.bring.nothing", language)
        return
    yield from (_paper(paper, language) for paper in procedure.documents)
    if "documents" in procedure.uncertain:
        yield say("kiosk.bring.unverified_papers", language)


def _paper(paper: RequiredDocument, language: str) -> str:
    counts = sheets_text(paper.originals, paper.copies, language)
    notes = [counts] if counts else []
    if paper.optional and not paper.group:
        notes.append(say("kiosk.bring.optional", language))
    name = f"{paper.group}: {paper.name}" if paper.group else paper.name
    return f"{name} ({'; '.join(notes)})" if notes else name


# ---- what it costs


def _fees(office: OfficePort, procedure: Procedure, language: str) -> Iterator[str]:
    tariff = office.tariffs.on(procedure.code, office.today())
    for line in tariff.lines:
        yield _fee(line, tariff, procedure, language)
    for exemption in tariff.exemptions:
        yield _exemption(exemption, language)
    if tariff.certainty in {"unconfirmed", "unknown"} or "fee_vnd" in procedure.uncertain:
        yield say("kiosk.notice.fee_unverified", language)


def _fee(line: TariffLine, tariff: TariffAdopted, procedure: Procedure, language: str) -> str:
    per = say(f"tariff.per.{line.per}", language)
    if line.amount_vnd is None:
        parts = [say("kiosk.bring.fee_unknown", language)]
    else:
        amount = money(line.amount_vnd, language)
        parts = [f"{amount} {per}" if line.amount_vnd and tariff.tariff else amount]
    for step in line.steps:
        unit, cost = say(f"tariff.unit.{line.per}", language), money(step.amount_vnd, language)
        parts.append(say("cli.tariff.step", language, unit=unit, first=step.first, amount=cost))
    if line.most_vnd is not None:
        parts.append(say("cli.tariff.most", language, amount=money(line.most_vnd, language)))
    if line.online_vnd is not None:
        parts.append(say("cli.tariff.online", language, amount=money(line.online_vnd, language)))
    fee = "; ".join(parts)
    if line.note and language == "vi":
        fee = f"{fee} ({line.note})"
    return fee if line.name == procedure.name else f"{line.name}: {fee}"


def _exemption(exemption: Exemption, language: str) -> str:
    group = say(f"tariff.group.{exemption.group}", language)
    if exemption.amount_vnd is not None:
        less = say("kiosk.notice.less", language, less=money(exemption.amount_vnd, language))
    elif exemption.percent == 100:  # noqa: PLR2004 - all of it
        less = say("kiosk.notice.exempt", language)
    else:
        less = say("kiosk.notice.less", language, less=f"{exemption.percent}%")
    return f"{group[:1].upper()}{group[1:]}: {less}"


# ---- when and where


def _limit(office: OfficePort, procedure: Procedure, language: str) -> Iterator[str]:
    limit = procedure.limit
    said = limit_text(limit.unit, limit.value, limit.cutoff, language, stages=limit.stages)
    doubt = f" ({say('kiosk.bring.unverified', language)})" if "limit" in procedure.uncertain else ""
    yield f"{said[:1].upper()}{said[1:]}{doubt}"
    due = _due_if_now(office, procedure)
    if due is not None and due.date == office.today().isoformat():
        yield say("kiosk.notice.due_today", language)
    elif due is not None:
        yield say("kiosk.notice.due_if_now", language, day=long_date_text(due.date, language))
        if due.provisional:
            yield say("kiosk.answer.provisional", language)


def _due_if_now(office: OfficePort, procedure: Procedure) -> Due | None:
    """Only the office itself can count; with it out of reach the limit alone is told."""
    try:
        return office.catalogue.due_if_now(procedure.code)
    except Fault:
        return None


def _ways(office: OfficePort, procedure: Procedure, language: str) -> Iterator[str]:
    for channel in procedure.channels:
        if channel == "counter":
            group = next((each for each in office.catalogue.groups() if each.key == procedure.group), None)
            if group is not None:
                name = group.name_en if language == "en" else group.name
                yield say("kiosk.notice.counter", language, series=group.series, group=name)
        else:
            yield say(f"kiosk.notice.{channel}", language)


def _forms(procedure: Procedure, language: str) -> Iterator[str]:
    for paper in procedure.documents:
        if paper.name.lower().startswith(FORMS):
            yield say("kiosk.notice.form", language, form=paper.name)


def _basis(procedure: Procedure, language: str) -> Iterator[str]:
    if procedure.legal_basis:
        yield "; ".join(procedure.legal_basis)
    if procedure.source:
        yield say("kiosk.notice.source", language, source=procedure.source)
    yield say("kiosk.notice.code", language, code=procedure.code)


def _complaints(office: OfficePort, language: str) -> Iterator[str]:
    unit = office.unit
    superior = unit.superior_en if language == "en" else unit.superior
    yield say("kiosk.notice.to", language, superior=superior, hotline=unit.hotline)
