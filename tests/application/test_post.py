"""What the postman brings is submitted when both have signed, and whatever takes too long on its way is named."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID

import pytest

from application.dossiers import UnknownDossier
from application.post import (
    Incoming,
    NoSuchRecord,
    Outgoing,
    Post,
    dispatch_record,
    norms_on,
    postal_norms,
    signed_record,
    use_line,
)
from application.queue import NotAChoice
from application.sites import UnknownSite
from domain import post as p
from domain.calendar import local_moment
from domain.catalogue import UnknownProcedure
from domain.dossier.refusals import NotYourRole
from domain.post import IncomingLine, OutgoingLine
from tests.application.an_office import CITIZEN, HOA, KIOSK, an_office, birth, in_process, on, rows

SCAN = "ab" * 32


@pytest.fixture
def post(office):
    return Post(office.core)


def brought(office, *lines, **changed):
    lines = lines or (IncomingLine(procedure=birth(office), originals=1, copies=1, posted_on="2026-02-27"),)
    told = {
        "carrier": "public_post", "carrier_name": "Bưu điện tỉnh", "postman": "Lê Văn Tín", "lines": lines,
        "senders": ("Trần Thị Bưởi",) * len(lines),
    }  # fmt: skip
    return Incoming(**told | changed)


def taken(*dossiers, **changed):
    lines = tuple(OutgoingLine(dossier=each, code="", originals=1, slip="EA123456789VN") for each in dossiers)
    told = {
        "carrier": "public_post", "carrier_name": "Bưu điện tỉnh", "postman": "Lê Văn Tín", "lines": lines,
        "addressees": ("Trần Thị Bưởi",) * len(lines),
    }  # fmt: skip
    return Outgoing(**told | changed)


def inside(office, work, by=HOA):
    """Run as an act on a dossier would, inside its transaction."""
    stream, answers = office.core.new_id(), []

    def once(tx):
        answers.append(work(tx, stream))
        return stream

    office.core.write(by, "", once, lambda _: None)
    return answers[0]


def test_a_record_is_complete_once_the_postman_has_signed_as_well(office, post):
    view = post.offer_receipt(brought(office), HOA)
    assert (view.number, view.state, view.lines, view.items) == ("BBGN-2026/0001", "offered", 1, ())
    on(office, "2026-03-02", "09:30")
    signed = post.sign(view.number, HOA)
    assert (signed.state, signed.signed_at) == ("signed", local_moment("2026-03-02", "09:30"))
    assert signed.items[0].outcome == "received"


def test_the_moment_on_the_paper_counts_if_it_is_of_the_same_day(office, post):
    number = post.offer_receipt(brought(office), HOA).number
    on(office, "2026-03-02", "16:00")
    with pytest.raises(p.NotAnotherSignature):
        post.sign(number, HOA, medium="paper")
    with pytest.raises(p.SignedAnotherDay):
        post.sign(number, HOA, medium="paper", digest=SCAN, signed_at=local_moment("2026-03-01", "16:00"))
    morning = local_moment("2026-03-02", "09:00")
    assert post.sign(number, HOA, medium="paper", digest=SCAN, signed_at=morning).signed_at == morning


def test_numbers_run_through_the_year_and_a_void_one_is_not_given_again(office, post):
    first = post.offer_receipt(brought(office), HOA).number
    assert post.decline(first, HOA, reason="Thiếu một phong bì").state == "declined"
    assert post.offer_receipt(brought(office), HOA).number == "BBGN-2026/0002"
    dossier = in_process(office)
    assert post.offer_dispatch(taken(dossier), HOA).number == "BBTKQ-2026/0001"
    on(office, "2027-01-04")
    assert post.offer_receipt(brought(office), HOA).number == "BBGN-2027/0001"
    assert [each.direction for each in post.records()] == ["in", "in", "out", "in"]
    assert len(post.records(direction="out")) == 1


def test_the_intake_gets_the_moment_of_submission_from_a_line_and_each_line_once(office, post):
    view = post.offer_receipt(brought(office), HOA)
    with pytest.raises(p.RecordNotSigned):
        inside(office, lambda tx, stream: signed_record(tx, view.number))
    with pytest.raises(p.RecordNotSigned):
        inside(office, lambda tx, stream: use_line(tx, view.number, 1, stream))
    signed_at = post.sign(view.number, HOA).signed_at
    record = inside(office, lambda tx, stream: signed_record(tx, "bbgn2026/1"))
    assert (record.signed_at, record.lines[0].procedure, record.used) == (signed_at, birth(office), ("",))
    assert inside(office, lambda tx, stream: use_line(tx, view.number, 1, stream)) == signed_at
    with pytest.raises(p.LineAlreadyUsed):
        inside(office, lambda tx, stream: use_line(tx, view.number, 1, stream))
    used = post.record(view.number)
    assert (used.used, bool(used.items[0].dossier)) == (1, True)


def test_of_many_who_take_in_one_line_at_once_one_does(folder):
    office = an_office(folder / "store")
    post = Post(office.core)
    number = post.offer_receipt(brought(office), HOA).number
    post.sign(number, HOA)

    def try_once(_):
        try:
            return inside(office, lambda tx, stream: use_line(tx, number, 1, stream)) > 0
        except p.LineAlreadyUsed:
            return False

    with ThreadPoolExecutor(8) as crowd:
        assert sum(crowd.map(try_once, range(8))) == 1
    office.close()


def test_papers_for_a_dossier_go_to_no_other(office, post):
    dossier = in_process(office)
    line = IncomingLine(kind="supplement", dossier=dossier, copies=1)
    number = post.offer_receipt(brought(office, line), HOA).number
    post.sign(number, HOA)
    with pytest.raises(p.LineForAnother):
        inside(office, lambda tx, stream: use_line(tx, number, 1, stream))
    inside(office, lambda tx, stream: use_line(tx, number, 1, UUID(hex=dossier)))


def test_a_dispatch_knows_the_code_of_each_result_and_its_line(office, post):
    dossier = in_process(office)
    number = post.offer_dispatch(taken(dossier), HOA).number
    with pytest.raises(p.RecordNotSigned):
        inside(office, lambda tx, stream: dispatch_record(tx, number, UUID(hex=dossier)))
    post.sign(number, HOA)
    line = inside(office, lambda tx, stream: dispatch_record(tx, number, UUID(hex=dossier)))
    assert (line.code[:7], line.slip) == ("H20.321", "EA123456789VN")
    with pytest.raises(p.NotOnTheRecord):
        inside(office, lambda tx, stream: dispatch_record(tx, number, stream))


def test_what_nobody_may_do_leaves_nothing_in_the_log(office, post):
    number = post.offer_receipt(brought(office), HOA).number
    before = office.core.store.last_id()
    for refusal, act in (
        (NotYourRole, lambda: post.offer_receipt(brought(office), CITIZEN)),
        (NotYourRole, lambda: post.sign(number, KIOSK)),
        (NotAChoice, lambda: post.offer_receipt(brought(office, carrier="dove"), HOA)),
        (NotAChoice, lambda: post.sign(number, HOA, medium="voice")),
        (UnknownSite, lambda: post.offer_receipt(brought(office, site="nowhere"), HOA)),
        (
            UnknownProcedure,
            lambda: post.offer_receipt(brought(office, IncomingLine(procedure="9.9", copies=1)), HOA),
        ),
        (UnknownDossier, lambda: post.offer_dispatch(taken("ab" * 16), HOA)),
        (NoSuchRecord, lambda: post.sign("BBGN-2026/0099", HOA)),
        (NoSuchRecord, lambda: post.record("7")),
    ):
        with pytest.raises(refusal):
            act()
    assert office.core.store.last_id() == before


def test_names_of_senders_and_postmen_are_sealed(office, post, tmp_path):
    post.offer_receipt(brought(office), HOA)
    states = b"".join(
        bytes(state, "utf8") if isinstance(state, str) else state
        for (state,) in rows(tmp_path / "store", "SELECT state FROM event")
    )
    for word in ("Lê Văn Tín", "Trần Thị Bưởi", "Bưu điện tỉnh"):
        assert word.encode() not in states


# ---- norms


def past(post, first="2026-03-01", last="2026-03-31"):
    return [
        (late.item.number, late.norm, late.last_day, late.days_past)
        for late in post.past_norm(date.fromisoformat(first), date.fromisoformat(last))
    ]


def test_an_envelope_that_came_after_its_norm_is_named_with_its_last_day(office, post):
    on_time = IncomingLine(procedure=birth(office), copies=1, posted_on="2026-02-26")
    late = IncomingLine(procedure=birth(office), copies=1, posted_on="2026-02-25")
    number = post.offer_receipt(brought(office, on_time, late), HOA).number
    post.sign(number, HOA)
    assert past(post) == [(number, 2, "2026-02-27", 1)]


def test_a_result_still_on_its_way_is_late_from_the_day_after_its_norm(office, post):
    dossier = in_process(office)
    number = post.offer_dispatch(taken(dossier), HOA).number
    post.sign(number, HOA)
    assert past(post, last="2026-03-04") == []
    assert past(post, last="2026-03-05") == [(number, 2, "2026-03-04", 1)]


def test_the_norms_are_dated_and_say_where_they_come_from():
    assert all(
        norms.source
        and set(norms.routes) == {"same_area", "in_province", "between_cities", "between_provinces"}
        for norms in postal_norms()
    )
    assert norms_on("2026-03-02").routes["between_provinces"].with_receipt == 8
    assert norms_on("2000-01-01") == postal_norms()[0]


def test_rebuilt_records_equal_the_live_ones(office, post):
    number = post.offer_receipt(brought(office), HOA).number
    post.sign(number, HOA)
    inside(office, lambda tx, stream: use_line(tx, number, 1, stream))
    post.decline(post.offer_receipt(brought(office), HOA).number, HOA)
    post.sign(post.offer_dispatch(taken(in_process(office)), HOA).number, HOA)
    live = office.digests()
    office.rebuild()
    assert office.digests() == live
