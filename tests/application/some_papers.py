"""Dossiers of an office, and the papers that their acts gave out."""

from datetime import date
from uuid import UUID

import papers as printed
from domain import dossier as d
from tests.application.an_office import HOA, KIEN, PHUC, intake

REASON = "Giấy chứng sinh chưa có chữ ký của cơ sở y tế."
BASIS = "NĐ 61/2018 Điều 17"
MAI = KIEN.__class__("lt.mai", "head", "desk-8")
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
MOBILE = "1.000419"
"""A procedure of five working days, long enough to be late with an apology."""


def events_of(office, stream):
    return list(office.core.store.read(office.core.store.reader(), stream, personal=True))


def recorded(office, stream, fact):
    """Add a fact to a stream as it is, whatever the law says to it."""

    def work(tx):
        tx.record(stream, tx.version(stream), fact)
        return stream

    office.core.write(HOA, "", work, lambda _: None)


def given(office, dossier):
    """The paper that the latest act gave out, in the same transaction."""
    act, paper = events_of(office, UUID(hex=dossier))[-2:]
    assert act.command == paper.command
    assert isinstance(paper.fact, d.PaperIssued)
    return paper.fact


def content_of(paper):
    return printed.decode(paper.template, paper.content)


def accepted(office, **changed):
    return office.dossiers.accept(intake(office, **changed), HOA).id


def processing(office, **changed):
    dossier = accepted(office, **changed)
    office.dossiers.forward(dossier, "justice", HOA)
    office.dossiers.assign(dossier, "vq.binh", PHUC)
    return dossier
