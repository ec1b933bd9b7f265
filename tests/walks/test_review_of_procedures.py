"""Gia Tân: procedures are reviewed, dead ones dropped, new ones posted; a dossier keeps those it was received under."""

from datetime import date

import msgspec
import pytest

from domain.catalogue import NoLongerOffered
from tests.application.an_office import BINH, CITIZEN, HOA, KIEN, intake, on
from tests.walks.a_commune_at_work import (
    BIRTH,
    MARRIAGE_MOBILE,
    PORTAL_BASIS,
    brought_and_told,
    clock_of,
    closes_its_books,
    decided,
    figures,
    page_of,
    paper_text,
    state_of,
    to_section,
)

NEW_LAW = "2027-03-01"
FEBRUARY_AND_MARCH = date(2027, 2, 1), date(2027, 3, 31)


def taken_in(office):
    return office.dossiers.accept(intake(office, MARRIAGE_MOBILE), HOA)


def shortened(office, days=3):
    """The review finds that three working days are enough, and one paper too many."""
    now = office.catalogue.procedure(MARRIAGE_MOBILE)
    limit = msgspec.structs.replace(now.limit, value=days)
    wanted = msgspec.structs.replace(now, limit=limit, documents=now.documents[:1])
    return office.catalogue.take_in([wanted], KIEN)


# ---- revised


def test_a_revision_in_the_middle_of_a_life_leaves_the_life_as_it_was(office):
    old = taken_in(office)
    slip = paper_text(office, old.id, "M01")
    on(office, "2026-03-03")
    assert [change.procedure.code for change in shortened(office).changed] == [MARRIAGE_MOBILE]
    new = taken_in(office)
    before, after = state_of(office, old.id), state_of(office, new.id)
    assert (before.procedure_version, before.limit.value, before.due_original.date) == (1, 5, "2026-03-09")
    assert (after.procedure_version, after.limit.value, after.due_original.date) == (2, 3, "2026-03-06")
    assert paper_text(office, old.id, "M01") == slip, "what was printed stays as it was printed"
    assert "5 ngày làm việc" in slip
    assert "3 ngày làm việc" in paper_text(office, new.id, "M01")


def test_a_full_set_of_papers_begins_the_old_limit_anew_and_not_the_new_one(office):
    old = taken_in(office).id
    to_section(office, old, "justice", BINH)
    on(office, "2026-03-03")
    office.dossiers.ask_supplement(old, ["Tờ khai"], "Thiếu chữ ký", "NĐ 61/2018 Điều 19(4)", HOA)
    shortened(office)
    on(office, "2026-03-04", "09:00")
    office.dossiers.hand_in(old, [("Tờ khai", 1, 0)], HOA)
    office.dossiers.complete_supplement(old, HOA)
    assert page_of(office, old).due_date == "2026-03-11"
    found, _ = clock_of(office, old)
    assert found.limit.value == 5


# ---- repealed


def test_a_repealed_procedure_is_offered_no_more_and_its_dossiers_are_finished(office):
    old = taken_in(office).id
    office.catalogue.repeal(MARRIAGE_MOBILE, "2026-03-04", "Hết hiệu lực", KIEN)
    on(office, "2026-03-03", "16:00")
    assert taken_in(office), "still offered on its last day"
    on(office, "2026-03-04", "07:00")
    before = office.core.store.last_id()
    with pytest.raises(NoLongerOffered):
        taken_in(office)
    assert office.core.store.last_id() == before
    assert MARRIAGE_MOBILE not in office.catalogue.in_force()
    to_section(office, old, "justice", BINH)
    decided(office, old, BINH)
    brought_and_told(office, old)
    office.dossiers.return_result(old, HOA)
    assert page_of(office, old).progress == "returned"
    assert "lưu động" in paper_text(office, old, "M01")
    assert figures(closes_its_books(office).total) == (2, 1, 0, 0, 1, 0)


@pytest.fixture
def sent_before_the_repeal(office):
    """Sent on Saturday, when it was still offered; read on Monday, when it no longer was."""
    now = office.catalogue.procedure(MARRIAGE_MOBILE)
    office.catalogue.take_in([msgspec.structs.replace(now, channels=("counter", "online"))], KIEN)
    on(office, "2026-03-07", "20:00")
    dossier = office.dossiers.submit_online(intake(office, MARRIAGE_MOBILE, channel="online"), CITIZEN)
    office.catalogue.repeal(MARRIAGE_MOBILE, "2026-03-09", "Hết hiệu lực", KIEN)
    on(office, "2026-03-09", "08:00")
    return dossier


def test_what_was_sent_before_the_repeal_is_taken_in_under_the_version_it_was_sent_under(
    office, sent_before_the_repeal
):
    online = intake(office, MARRIAGE_MOBILE, channel="online")
    receipt = office.dossiers.accept(online, HOA, dossier=sent_before_the_repeal)
    state = state_of(office, receipt.id)
    assert (state.procedure_version, state.limit.value) == (2, 5)


def test_what_was_sent_before_the_repeal_can_be_asked_for_papers_and_refused(office, sent_before_the_repeal):
    online = intake(office, MARRIAGE_MOBILE, channel="online")
    office.dossiers.ask_at_intake(
        online, ["Tờ khai"], "Thiếu", PORTAL_BASIS, HOA, dossier=sent_before_the_repeal
    )
    office.dossiers.hand_in(sent_before_the_repeal, [("Tờ khai", 0, 1)], CITIZEN)
    office.dossiers.refuse(online, "Thủ tục đã bãi bỏ", PORTAL_BASIS, HOA, dossier=sent_before_the_repeal)
    assert page_of(office, sent_before_the_repeal).progress == "not_accepted"
    assert "Lý do: Thủ tục đã bãi bỏ" in paper_text(office, sent_before_the_repeal, "M03")


def test_papers_missing_at_the_counter_are_not_a_dossier_received_so_a_repeal_ends_them(office):
    counter = intake(office, MARRIAGE_MOBILE)
    asked = office.dossiers.ask_at_intake(counter, ["Tờ khai"], "Thiếu", PORTAL_BASIS, HOA)
    office.catalogue.repeal(MARRIAGE_MOBILE, "2026-03-03", "Hết hiệu lực", KIEN)
    on(office, "2026-03-03")
    with pytest.raises(NoLongerOffered):
        office.dossiers.accept(counter, HOA, dossier=asked)
    office.dossiers.hand_in(asked, [("Tờ khai", 1, 0)], HOA)
    office.dossiers.refuse(counter, "Thủ tục đã bãi bỏ", PORTAL_BASIS, HOA, dossier=asked)
    assert closes_its_books(office).total.received_total == 0


# ---- the law of civil status changes on 1 March 2027


def test_a_dossier_over_the_change_of_the_law_keeps_the_law_it_was_received_under(office):
    on(office, "2027-02-26", "09:00")
    old, birth_then = taken_in(office), office.dossiers.accept(intake(office), HOA)
    on(office, NEW_LAW, "09:00")
    new, birth_now = taken_in(office), office.dossiers.accept(intake(office), HOA)
    then, now = state_of(office, old.id), state_of(office, new.id)
    assert now.ruleset == "luat-ho-tich-2026"
    assert then.ruleset != now.ruleset
    assert (birth_then.due_date, birth_now.due_date) == ("2027-02-26", NEW_LAW)
    for receipt, ruleset in ((old, then.ruleset), (new, now.ruleset)):
        _, text = clock_of(office, receipt.id)
        assert ruleset in text
    to_section(office, old.id, "justice", BINH)
    office.dossiers.ask_supplement(old.id, ["Tờ khai"], "Thiếu", "NĐ 61/2018 Điều 19(4)", HOA)
    on(office, "2027-03-03", "09:00")
    office.dossiers.hand_in(old.id, [("Tờ khai", 1, 0)], HOA)
    office.dossiers.complete_supplement(old.id, HOA)
    assert state_of(office, old.id).ruleset == then.ruleset
    assert page_of(office, old.id).due_date == "2027-03-10"
    assert figures(closes_its_books(office, *FEBRUARY_AND_MARCH).total)[0] == 4


def test_only_civil_status_changes_on_that_day(office):
    on(office, NEW_LAW, "09:00")
    certification = office.dossiers.accept(intake(office, "2.000815"), HOA)
    assert state_of(office, certification.id).ruleset != "luat-ho-tich-2026"
    explained = office.rules.explain(BIRTH, date(2027, 3, 1))
    assert any(each.ruleset == "luat-ho-tich-2026" for each in explained.parameters.values.values())
