"""What every walk needs: people, the papers they were given, the page on their phone, and the books at the end."""

from datetime import date
from uuid import UUID

from application.explaining import as_lines, explain
from application.papers import issued_papers
from application.views import DossierPage
from audit.verify import verify
from papers import render_text
from projections import ii06a
from projections.ii06a import Line
from projections.status import read_state
from tests.application.an_office import HOA, PHUC, rows

CERTIFIED_COPY = "2.000815"
"""Certified on the spot, the same day when it comes by 15:00."""
BIRTH = "1.001193"
MARRIAGE_MOBILE = "1.000593"
"""Five working days."""
LAND_REGISTRATION = "1.012753"
"""Seventeen working days; the time for the money is not counted."""
LAND_GIFT = "1.013979"
"""Ten working days; the time for the money is not counted."""

LAND_OFFICE = "Chi nhánh Văn phòng Đăng ký đất đai khu vực Tân Phước"
PORTAL_BASIS = "NĐ 61/2018/NĐ-CP Điều 17(2)"
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def state_of(office, dossier):
    return read_state(rows(office.folder.root, "SELECT state FROM dossier WHERE stream = ?", dossier)[0][0])


def page_of(office, dossier):
    """What the citizen's phone shows."""
    page = office.lookup.by_secret(office.core.secrets.link(UUID(hex=dossier), "dossier"))
    assert isinstance(page, DossierPage)
    return page


def progress(office, dossier):
    """How far, whose move, and until when: the three things a citizen asks."""
    page = page_of(office, dossier)
    return page.progress, page.next_step, page.due_date


def told(office, dossier):
    """The steps of the history on the citizen's page, without the papers beside them."""
    return [line.topic for line in page_of(office, dossier).history if line.topic != "paper.issued"]


def forms(office, dossier):
    return [paper.form for paper in issued_papers(office.core, UUID(hex=dossier))]


def flat(text):
    """Without the line breaks of a paper, so that a sentence can be looked for."""
    return " ".join(text.split())


def paper_text(office, dossier, form, language="vi", *, by=HOA):
    """The latest paper of a form, printed again, as one line; both languages are drawn."""
    number = [each.number for each in issued_papers(office.core, UUID(hex=dossier)) if each.form == form][-1]
    content = office.dossiers.paper(dossier, number, by)
    assert flat(render_text(content, "en"))
    return flat(render_text(content, language))


def clock_of(office, dossier, language="vi"):
    """The explanation of the clock: what it says, checked against itself, and its verdicts."""
    found = explain(office.core, office.follower(), UUID(hex=dossier))
    assert found.agrees, "the log and the hand count end on different days"
    return found, "\n".join(as_lines(found, language))


def outcomes(office, dossier):
    return {each.definition: each.outcome for each in clock_of(office, dossier)[0].verdicts}


def to_section(office, dossier, section, specialist, leader=PHUC):
    office.dossiers.forward(dossier, section, HOA)
    office.dossiers.assign(dossier, specialist.id, leader)


def decided(office, dossier, specialist, leader=PHUC, document="Quyết định"):
    office.dossiers.draft_result(dossier, document, specialist)
    office.dossiers.sign_result(dossier, leader)


def brought_and_told(office, dossier, by=HOA, medium="sms"):
    office.dossiers.make_ready(dossier, by)
    office.dossiers.notify(dossier, "result_ready", medium, by)


def closes_its_books(office, first=YEAR[0], last=YEAR[1]):
    """Rebuilt equals live, the log verifies to its signed head, and table II.06a adds up; the table."""
    live = office.digests()
    office.rebuild()
    assert office.digests() == live
    office.checkpoint()
    verdict = verify(office.folder.root)
    assert verdict.ok, verdict.first_bad
    assert verdict.events == verdict.signed_size
    table = office.reports.ii06a(first, last)
    assert ii06a.check(table) == ()
    assert table.total.received_total == table.total.resolved_total + table.total.pending_total
    return table


def figures(line: Line):
    """(3) (8) (9) (10) (12) (13) of a line."""
    return (
        line.received_total, line.resolved_early, line.resolved_on_time, line.resolved_late,
        line.pending_within, line.pending_overdue,
    )  # fmt: skip
