"""What a citizen may look up: by code next to nothing, by secret their own case, by guessing nothing."""

import threading
from datetime import date
from uuid import UUID

import msgspec
import pytest

from application.appointments import Wanted as Booking
from application.lookup import TooManyTries
from application.ports import Wanted
from application.secrets import ALPHABET, crockford, plain
from domain.calendar import local_moment
from domain.dossier.refusals import NotADossierCode
from tests.application.an_office import (
    BINH,
    CITIZEN,
    HOA,
    HOUR,
    KIOSK,
    PHUC,
    birth,
    forward,
    in_process,
    intake,
    rows,
)

WRONG = "00000000"
BASIS = "NĐ 61/2018 Điều 19"


def secret_of(receipt):
    return receipt.url.split("#")[1]


def test_by_code_alone_only_the_degree_of_completion_is_told(office):
    """TT 01/2018/TT-VPCP Điều 16(2)(d)."""
    receipt = office.dossiers.accept(intake(office), HOA)
    office.dossiers.forward(receipt.id, "justice", HOA)
    office.dossiers.assign(receipt.id, "vq.binh", PHUC)
    office.dossiers.ask_supplement(receipt.id, ["Giấy chứng sinh"], "Con sinh tại nhà", "NĐ 61", HOA)
    page = office.lookup.by_code(receipt.code)
    told = msgspec.to_builtins(page)
    kept = {"tier", "unit", "unit_en", "code", "progress", "due_date", "provisional", "updated_at"}
    assert {name for name, value in told.items() if value} <= kept
    assert (page.tier, page.progress, page.status) == ("code", "waiting_for_you", 0)
    text = msgspec.json.encode(page).decode()
    for telling in ("khai sinh", "Danh", "000123", "Hộ tịch", "Bình", "justice", "chứng sinh"):
        assert telling not in text


def test_by_secret_the_case_is_shown_with_the_person_masked(office):
    receipt = office.dossiers.accept(intake(office), HOA)
    office.dossiers.forward(receipt.id, "justice", HOA)
    office.dossiers.assign(receipt.id, "vq.binh", PHUC)
    page = office.lookup.by_secret(secret_of(receipt))
    [phone] = [each.phone for each in office.staff.officers() if each.officer == "vq.binh"]
    assert (page.tier, page.applicant, page.personal_id) == ("secret", "N. V. Ẩ. D.", "*********123")
    assert page.procedure_name == receipt.procedure_name
    assert (page.officer, page.officer_phone) == ("Võ Quốc Bình", phone)
    assert [line.topic for line in page.history] == [
        "dossier.accepted",
        "paper.issued",
        "dossier.forwarded",
        "dossier.assigned",
    ]
    text = msgspec.json.encode(page).decode()
    assert "0903000123" not in text
    assert "082199000123" not in text
    assert "Ấp Năm" not in text


def test_the_short_code_opens_the_same_page_as_the_link(office):
    receipt = office.dossiers.accept(intake(office), HOA)
    by_link = office.lookup.by_secret(secret_of(receipt))
    typed = f" {receipt.short_code[:4].lower()}-{receipt.short_code[4:]} ".replace("0", "o").replace("1", "l")
    assert office.lookup.by_code(f" {receipt.code.lower()} ", typed) == by_link
    assert office.lookup.by_secret(secret_of(receipt).lower()) == by_link


def test_an_unknown_code_and_a_wrong_secret_get_the_same_answer(office):
    receipt = office.dossiers.accept(intake(office), HOA)
    unknown = receipt.code[:-4] + "0999"
    assert office.lookup.by_code(receipt.code, WRONG) is None
    assert office.lookup.by_code(unknown, WRONG) is None
    assert office.lookup.by_code(unknown) is None
    assert office.lookup.by_secret("ABCDEFGH" * 3) is None
    assert office.lookup.by_secret("") is None
    with pytest.raises(NotADossierCode):
        office.lookup.by_code("1.001193")


def test_after_five_wrong_tries_a_dossier_is_closed_for_an_hour(office):
    receipt = office.dossiers.accept(intake(office), HOA)
    for unknown in (receipt.code, receipt.code[:-4] + "0999"):
        for number in range(5):
            assert office.lookup.by_code(unknown, WRONG, origin=f"10.0.0.{number}") is None
        with pytest.raises(TooManyTries):
            office.lookup.by_code(unknown, receipt.short_code, origin="10.0.0.9")
    forward(office, 61)
    assert office.lookup.by_code(receipt.code, receipt.short_code).tier == "secret"


def test_of_guesses_made_at_once_no_more_are_let_in_than_one_after_the_other(office):
    receipt = office.dossiers.accept(intake(office), HOA)
    told, start = [], threading.Barrier(40)

    def guess(number):
        start.wait()
        try:
            told.append(office.lookup.by_code(receipt.code, WRONG, origin=f"10.0.0.{number}"))
        except TooManyTries:
            told.append("closed")

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (told.count(None), told.count("closed")) == (5, 35)


def test_old_tries_are_swept_away(office):
    receipt = office.dossiers.accept(intake(office), HOA)
    for number in range(4):
        office.lookup.by_code(receipt.code[:-4] + "0999", WRONG, origin=f"10.0.0.{number}")
    assert len(office.lookup.tries.seen) == 5
    forward(office, 61)
    office.lookup.by_code(receipt.code, origin="10.0.0.9")
    assert office.lookup.tries.seen == {}


def test_only_a_current_reason_addressed_to_the_citizen_is_shown(office):
    dossier = in_process(office)
    secret = office.core.secrets.link(UUID(hex=dossier), "dossier")

    def shown():
        page = office.lookup.by_secret(secret)
        return page.reason, page.open_items

    office.dossiers.ask_supplement(dossier, ["Giấy chứng sinh"], "Con sinh tại nhà", BASIS, HOA)
    assert shown() == ("Con sinh tại nhà", ("Giấy chứng sinh",))
    assert office.dossiers.open(dossier, HOA, "handle").open_items == ("Giấy chứng sinh",)
    office.dossiers.hand_in(dossier, [("Giấy chứng sinh", 1, 0)], HOA)
    assert shown()[0] == "Con sinh tại nhà", "until it is found complete"
    office.dossiers.complete_supplement(dossier, HOA)
    assert shown() == ("", ())
    office.dossiers.draft_result(dossier, "Giấy khai sinh", BINH)
    office.dossiers.send_back(dossier, "Chị Bình lại viết ẩu", PHUC)
    assert shown() == ("", ())
    assert "viết ẩu" not in msgspec.json.encode(office.lookup.by_secret(secret)).decode()
    office.dossiers.stop(dossier, "Không đủ điều kiện", BASIS, "nd.phuc", BINH)
    assert shown() == ("Không đủ điều kiện", ())


def test_a_refusal_tells_its_reason(office):
    dossier = office.dossiers.submit_online(intake(office), CITIZEN)
    asked = intake(office, channel="online")
    office.dossiers.refuse(asked, "Không thuộc thẩm quyền", BASIS, HOA, dossier=dossier)
    page = office.lookup.by_secret(office.core.secrets.link(UUID(hex=dossier), "dossier"))
    assert page.reason == "Không thuộc thẩm quyền"


def test_one_origin_cannot_go_through_all_codes(office):
    office.dossiers.accept(intake(office), HOA)
    for number in range(60):
        assert office.lookup.by_code(f"H20.321-260302-{1000 + number}", origin="10.0.0.1") is None
    with pytest.raises(TooManyTries):
        office.lookup.by_code("H20.321-260302-0001", origin="10.0.0.1")
    assert office.lookup.by_code("H20.321-260302-0001", origin="10.0.0.2").progress == "received"
    assert len(office.lookup.tries.seen) == 1, "who asks for many codes does not fill the memory"


def test_right_answers_are_not_counted(office):
    receipt = office.dossiers.accept(intake(office), HOA)
    for _ in range(100):
        assert office.lookup.by_code(receipt.code, receipt.short_code) is not None


def test_only_digests_of_secrets_are_stored(office):
    ticket = office.queue.issue(KIOSK, procedure=birth(office))
    receipt = office.dossiers.accept(intake(office), HOA)
    secrets = [secret_of(receipt), receipt.short_code, ticket.url.split("#")[1]]
    office.checkpoint()
    office.digests()
    for file in office.folder.root.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not [secret for secret in secrets if secret.encode() in content], file
    assert all(len(digest) == 64 for (digest,) in rows(office.folder.root, "SELECT digest FROM lookup"))


def test_a_ticket_opens_its_own_page(office):
    procedure = birth(office)
    office.queue.issue(KIOSK, procedure=procedure)
    ticket = office.queue.issue(KIOSK, procedure=procedure)
    page = office.lookup.by_secret(ticket.url.split("#")[1])
    assert (page.number, page.state, page.people_ahead) == ("A002", "waiting", 1)
    assert page.documents == tuple(each.name for each in office.catalogue.procedure(procedure).documents)


def test_a_finished_dossier_says_so_at_every_tier(office):
    dossier = in_process(office)
    receipt = office.dossiers.receipt(dossier, HOA)
    office.dossiers.draft_result(dossier, "Giấy khai sinh", BINH)
    office.dossiers.sign_result(dossier, PHUC)
    assert office.lookup.by_code(receipt.code).progress == "done"
    office.dossiers.make_ready(dossier, HOA)
    office.dossiers.return_result(dossier, HOA)
    assert office.lookup.by_code(receipt.code).progress == "returned"
    assert office.lookup.by_secret(secret_of(receipt)).status == 10


def test_secrets_are_spread_evenly_and_never_repeat(office):
    made = [office.core.secrets.link(office.core.new_id(), "dossier") for _ in range(2000)]
    assert len(set(made)) == 2000
    assert {len(secret) for secret in made} == {26}
    counts = [sum(secret.count(letter) for secret in made) for letter in ALPHABET]
    assert min(counts) > 0.85 * sum(counts) / 32
    assert crockford(b"\xff" * 20, 130) == "Z" * 26
    assert plain(" il-O1 ") == "1101"


# ---- what is under way


def kinds(office, dossier):
    page = office.lookup.by_secret(office.core.secrets.link(UUID(hex=dossier), "dossier"))
    return [matter.kind for matter in page.matters]


def test_each_matter_is_told_while_it_lasts_and_no_longer(office):
    dossier = in_process(office)
    office.dossiers.ask_opinion(dossier, "Sở Tư pháp", "Xin ý kiến", date(2026, 3, 4), BINH)
    assert kinds(office, dossier) == ["opinion"]
    [asked] = office.dossiers.open(dossier, BINH, "handle").state.opinions
    office.dossiers.record_opinion(dossier, asked.number, "Đồng ý", BINH)
    assert kinds(office, dossier) == []
    office.dossiers.report_loss(dossier, "Cháy kho", "vq.binh", "nd.phuc", HOA)
    assert kinds(office, dossier) == ["lost"]
    office.dossiers.restore(dossier, HOA)
    office.dossiers.draft_result(dossier, "Giấy khai sinh", BINH)
    office.dossiers.sign_result(dossier, PHUC)
    assert kinds(office, dossier) == ["not_here_yet"]
    office.dossiers.recall_result(dossier, "Sai chữ lót", "nd.phuc", BINH)
    assert kinds(office, dossier) == ["recalled"]
    office.dossiers.draft_result(dossier, "Giấy khai sinh", BINH)
    office.dossiers.sign_result(dossier, PHUC)
    office.dossiers.make_ready(dossier, HOA)
    assert kinds(office, dossier) == []
    office.dossiers.return_result(dossier, HOA)
    office.dossiers.open_correction(dossier, "Sai năm sinh", "nd.phuc", BINH)
    assert kinds(office, dossier) == ["correction"]


def test_what_is_asked_for_comes_with_how_many_and_under_which_article(office):
    dossier = in_process(office)
    wanted = (Wanted(name="Giấy chứng sinh", certified=1, originals=0, basis="Điều 16"), "Tờ khai")
    office.dossiers.ask_supplement(dossier, wanted, "Còn thiếu", BASIS, HOA)
    page = office.lookup.by_secret(office.core.secrets.link(UUID(hex=dossier), "dossier"))
    assert [each.name for each in page.asked] == list(page.open_items)
    assert (page.asked[0].certified, page.asked[0].basis, page.asked_under) == (1, "Điều 16", BASIS)
    assert page.answer_by > "2026-03-02"
    assert page.paused_why == "supplement"
    assert page.progress == "waiting_for_you"
    office.dossiers.hand_in(dossier, [("Giấy chứng sinh", 1, 0)], HOA)
    assert office.lookup.by_code(page.code).progress == "in_process"


def test_an_appointment_opens_by_its_secret_with_the_person_masked(office):
    start = local_moment("2026-03-03", "08:00")
    booking = Booking(
        kind="counter", start=start, group="civil_status", person="Trần Thị Bưởi", phone="0903000123"
    )
    view = office.appointments.book(booking, HOA)
    found = office.lookup.by_secret(view.url.split("#")[1])
    assert (found.code, found.person, found.moved_from, found.changed_by) == (view.code, "T. T. B.", "", "")
    office.appointments.move(view.code, start + 24 * HOUR, HOA, reason="Mất điện")
    found = office.lookup.by_secret(view.url.split("#")[1])
    assert (found.moved_from, found.changed_by, found.reason) == ("2026-03-03", "office", "Mất điện")
    office.appointments.cancel(view.code, HOA, asked_by="citizen", reason="Con tôi ốm")
    found = office.lookup.by_secret(view.url.split("#")[1])
    assert (found.state, found.changed_by, found.reason) == ("cancelled", "citizen", "")
