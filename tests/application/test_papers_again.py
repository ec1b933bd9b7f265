"""A paper can be printed again exactly as it was given out, and nothing else ever is."""

from uuid import UUID

import msgspec
import pytest

import papers as printed
from application.papers import (
    NoSuchPaper,
    PaperContradicted,
    PaperErased,
    PaperOfLaterVersion,
    issued_papers,
    reprint,
)
from tests.application.an_office import on
from tests.application.some_papers import accepted, content_of, given, recorded


def test_a_paper_is_printed_again_exactly_as_it_was_given_out(office):
    dossier = accepted(office)
    paper = given(office, dossier)
    first = printed.render_pdf(content_of(paper))
    on(office, "2026-08-03")

    again = reprint(office.core, UUID(hex=dossier), paper.number)
    assert printed.encode(again) == paper.content
    assert printed.render_pdf(again) == first


def test_papers_are_listed_without_reading_anything_personal(office):
    dossier = accepted(office)
    paper = given(office, dossier)
    [listed] = issued_papers(office.core, UUID(hex=dossier))

    assert (listed.form, listed.number, listed.by) == ("M01", paper.number, "nt.hoa")
    assert "Ẩn Danh" not in str(listed)


def test_what_was_printed_is_sealed_in_the_log(office):
    dossier = accepted(office)
    paper = given(office, dossier)
    rows = (
        office.core.store.reader().execute("SELECT state FROM event WHERE topic = 'paper.issued'").fetchall()
    )

    assert rows
    assert all("Ẩn Danh".encode() not in state and b"#" not in state for (state,) in rows)
    assert paper.digest == printed.digest(paper.content)


def test_a_number_nobody_gave_out_is_refused(office):
    dossier = accepted(office)
    with pytest.raises(NoSuchPaper):
        reprint(office.core, UUID(hex=dossier), "0009/2026/PXL")


def test_an_erased_person_takes_what_was_printed_along(office):
    dossier = accepted(office)
    paper = given(office, dossier)
    stream = UUID(hex=dossier)
    office.core.store.vault.destroy_key(stream)

    with pytest.raises(PaperErased):
        reprint(office.core, stream, paper.number)
    assert [each.number for each in issued_papers(office.core, stream)] == [paper.number]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"digest": "0" * 64}, PaperContradicted),
        ({"content": "{}"}, PaperContradicted),
        ({"template": "m01-99"}, PaperOfLaterVersion),
    ],
)
def test_a_content_that_is_not_what_was_given_out_is_never_printed(office, changed, fault):
    dossier = accepted(office)
    stream = UUID(hex=dossier)
    wrong = msgspec.structs.replace(given(office, dossier), number="X-1", **changed)
    recorded(office, stream, wrong)

    with pytest.raises(fault):
        reprint(office.core, stream, "X-1")
