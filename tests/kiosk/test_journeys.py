"""Everybody gets a number: by keys, by number pad or by finger, in either language, and never two of them."""

import cv2
import pytest

from application.faults import StoreFull
from application.ports import Intake
from kiosk.widgets import QrCode, Tile
from tests.codes import opencv, zxing
from tests.kiosk.a_hall import BIRTH_NAME, HOA, code_of, popular, tickets, visiting
from tests.kiosk.pictures import photograph


def intake(office):
    return Intake(
        procedure=code_of(office),
        applicant="Nguyễn Văn Ẩn Danh",
        personal_id="082199000123",
        papers=(("Giấy chứng sinh", 1, 0),),
    )


async def by_digits(visitor):
    """Group 1, field 1, procedure 1, two papers, continue, no priority: all on the number pad."""
    await visitor.press("1", "1", "1", "1", "2", "0", "0")


async def by_arrows(visitor):
    """Arrows, Tab and Enter, with what is marked to go by."""
    await visitor.press("down", "enter", "enter", "enter", "enter", "tab", "enter")
    for place in ("bring", "priority"):
        assert visitor.place == place
        for _ in range(12):
            if isinstance(visitor.app.marked, Tile) and visitor.app.marked.has_class("button"):
                break
            await visitor.press("tab")
        await visitor.press("enter")


async def by_finger(visitor):
    for title in (
        "Khai sinh, kết hôn",
        "Khai sinh, kết hôn",
        BIRTH_NAME,
        "Tờ khai",
        "Giấy chứng sinh",
        "Tiếp tục",
        "Không",
    ):
        await visitor.click(title)


@pytest.mark.parametrize("way", [by_digits, by_arrows, by_finger])
async def test_a_number_for_a_birth(office, way):
    before = popular(office)
    async with visiting(office) as visitor:
        await way(visitor)

        assert visitor.place == "number"
        assert tickets(office)[before:] == [("A004", code_of(office), "", "civil_status")]
        assert visitor.app.session.have == {0, 1}
        assert "Trước ông/bà: 3 người" in visitor.screen
        assert BIRTH_NAME in visitor.screen


async def test_two_decoders_read_the_link_off_the_screen_and_off_the_slip(office, tmp_path):
    popular(office)
    async with visiting(office, tickets=tmp_path / "slips") as visitor:
        await by_digits(visitor)
        link = visitor.app.session.ticket.url
        picture = photograph(visitor.app)
        slip = cv2.imread(str(tmp_path / "slips" / "2026-03-02-A004.png"))

        for pixels in (picture, slip):
            assert zxing(pixels) == [link]
            assert opencv(pixels) == link
        assert office.lookup.by_secret(link.rpartition("#")[2]).number == "A004"
        assert visitor.app.query_one(QrCode).fits
        assert "phiếu đã lưu ở máy" in visitor.screen


async def test_a_printer_that_fails_costs_nobody_the_number(office, tmp_path):
    (tmp_path / "slips").write_text("a file where the folder should be")
    popular(office)
    async with visiting(office, tickets=tmp_path / "slips") as visitor:
        await by_digits(visitor)

        assert visitor.place == "number"
        assert "Chưa in được phiếu. Số vẫn có giá trị" in visitor.screen
        topics = [row[0] for row in office.store.reader().execute("SELECT topic FROM event ORDER BY id")]
        assert topics[-3:] == ["ticket.issued", "ticket.printed", "ticket.print_failed"]


async def test_pressing_again_and_again_takes_one_number(office):
    before = popular(office)
    async with visiting(office) as visitor:
        await visitor.press("1", "1", "1", "0", "down")
        await visitor.press("enter", "enter", "enter", apart=0.1)

        assert visitor.place == "number"
        assert len(tickets(office)) == before + 1


async def test_two_quick_taps_are_one_choice(office):
    async with visiting(office) as visitor:
        await visitor.click("Khai sinh, kết hôn")
        assert visitor.place == "fields"
        await visitor.click("Nuôi con nuôi", apart=0.1)

        assert visitor.place == "fields"


async def test_the_number_stays_the_same_one_for_the_same_visit(office):
    async with visiting(office) as visitor:
        visitor.app.session.group = "other"
        first = visitor.app.front.take_number(visitor.app.session)

        assert visitor.app.front.take_number(visitor.app.session).number == first.number
        assert len(tickets(office)) == 1


@pytest.mark.parametrize(("kind", "digit"), [("elderly", "1"), ("ill", "5")])
async def test_priority_is_believed_and_shown(office, kind, digit):
    async with visiting(office) as visitor:
        await visitor.press("8", digit)

        assert tickets(office) == [("H001", "", kind, "results")]
        assert "● Ưu tiên ●" in visitor.screen


async def test_other_business_joins_the_line_of_its_group(office):
    async with visiting(office) as visitor:
        await visitor.press("3", "7", "0")

        assert tickets(office) == [("C001", "", "", "land")]


async def test_a_procedure_is_found_without_tone_marks_and_digits_choose_it(office):
    async with visiting(office) as visitor:
        await visitor.press("9")
        await visitor.type("khai sinh")
        assert visitor.app.place.found
        chosen = visitor.app.place.found[0]
        await visitor.press("1")

        assert visitor.place == "bring"
        assert visitor.app.session.procedure == chosen


async def test_a_procedure_is_found_by_finger_alone(office):
    async with visiting(office) as visitor:
        await visitor.click("Tìm thủ tục")
        for letter in ("K", "E", "T", "Dấu cách", "H"):
            await visitor.click(letter, whole=True)
        await visitor.click("Xóa")
        await visitor.click("Xóa")

        assert visitor.app.session.words == "ket"
        assert any("kết hôn" in found.name for found in visitor.app.place.found)


async def test_letters_that_come_in_pieces_are_put_together(office):
    async with visiting(office) as visitor:
        await visitor.press("9")
        await visitor.app._pasted("khai tu\u031b\u0309")

        assert visitor.app.session.words == "khai tử"
        assert visitor.app.place.found


async def test_the_language_changes_anywhere_and_loses_nothing(office):
    popular(office)
    async with visiting(office) as visitor:
        await visitor.press("1", "1", "1", "1")
        have = set(visitor.app.session.have)
        await visitor.press("/")

        assert visitor.place == "bring"
        assert "Birth registration" in visitor.screen
        assert visitor.app.session.have == have
        assert "■" in visitor.screen

        await visitor.click("Tiếng Việt")
        assert BIRTH_NAME in visitor.screen
        await visitor.press("0", "/", "0", "/")
        assert visitor.place == "number"
        assert "Số của ông/bà" in visitor.screen


async def test_going_back_passes_every_place_again(office):
    popular(office)
    async with visiting(office) as visitor:
        await visitor.press("1", "1", "0")
        assert visitor.app.session.page == 1
        seen = []
        for key in ("*", "escape", "*"):
            await visitor.press(key)
            seen.append((visitor.place, visitor.app.session.page))

        assert seen == [("procedures", 0), ("fields", 0), ("home", 0)]


async def test_a_procedure_repealed_meanwhile_is_refused_and_a_number_is_still_to_be_had(office):
    popular(office)
    async with visiting(office) as visitor:
        await visitor.press("1", "1", "1", "0")
        office.catalogue.repeal(code_of(office), "2026-03-02", "thay thế", HOA)
        await visitor.press("0")

        assert visitor.place == "sorry"
        assert "đã bãi bỏ từ ngày 02/3/2026" in " ".join(visitor.screen.split())
        assert "Việc khác" in visitor.screen
        await visitor.press("0", "0")
        assert tickets(office)[-1] == ("G001", "", "", "other")


async def test_a_fault_of_the_store_is_told_without_its_inside(office, monkeypatch):
    async with visiting(office) as visitor:
        await visitor.press("8")

        def full(*_, **__):
            raise StoreFull(path="/secret/place/office.db")

        monkeypatch.setattr(office.queue, "issue", full)
        await visitor.press("0")

        assert visitor.place == "sorry"
        assert "Bộ nhớ của máy đã đầy" in visitor.screen
        assert "secret" not in visitor.screen
        monkeypatch.undo()
        await visitor.press("1", "0")
        assert visitor.place == "number"


async def test_a_dossier_is_followed_by_digits_alone(office):
    receipt = office.dossiers.accept(intake(office), HOA)
    async with visiting(office) as visitor:
        await visitor.press("7")
        await visitor.type("2603020001")
        await visitor.press("enter", "enter")

        assert visitor.place == "answer"
        assert receipt.code in visitor.screen
        assert "Cơ quan đã tiếp nhận hồ sơ." in visitor.screen
        assert "Ẩn" not in visitor.screen


async def test_a_dossier_is_followed_by_both_codes(office):
    receipt = office.dossiers.accept(intake(office), HOA)
    async with visiting(office) as visitor:
        await visitor.press("7")
        await visitor.type(receipt.code.lower())
        await visitor.press("enter")
        await visitor.type(receipt.short_code.lower())
        await visitor.press("enter")

        assert visitor.place == "answer"
        assert "Được tiếp nhận" in visitor.screen
        assert "Ẩn" not in visitor.screen
        assert "082199000123" not in visitor.screen


async def test_a_scan_opens_the_dossier_from_anywhere_and_presses_nothing(office):
    receipt = office.dossiers.accept(intake(office), HOA)
    async with visiting(office) as visitor:
        await visitor.press("1")
        await visitor.scan(receipt.url)

        assert visitor.place == "answer"
        assert "Được tiếp nhận" in visitor.screen
        assert visitor.app.session.code == ""


async def test_unknown_and_wrong_get_the_same_sentence(office):
    receipt = office.dossiers.accept(intake(office), HOA)
    said = []
    for code, short in ((receipt.code, "ABCD1234"), (receipt.code[:-1] + "9", "ABCD1234")):
        async with visiting(office) as visitor:
            await visitor.press("7")
            await visitor.app._pasted(code)
            await visitor.press("enter")
            await visitor.type(short.lower())
            await visitor.press("enter")
            said.append(visitor.screen)

    assert "Không tìm thấy hồ sơ" in said[0]
    assert said[0] == said[1]


async def test_too_many_tries_are_told_and_a_number_is_still_to_be_had(office):
    receipt = office.dossiers.accept(intake(office), HOA)
    async with visiting(office) as visitor:
        for _ in range(6):
            session = visitor.app.session
            session.code, session.short_code = receipt.code, "ABCD1234"
            await visitor.app._look_up()
        await visitor.rest()

        assert "quá nhiều lần" in visitor.screen
        await visitor.press("0", "0")
        assert visitor.place == "number"


async def test_what_is_no_code_is_told_with_an_example(office):
    async with visiting(office) as visitor:
        await visitor.press("7", "1", "2", "3", "enter", "enter")

        assert "H20.321-260302-0001" in visitor.screen
        await visitor.press("1")
        assert visitor.place == "follow"
        assert visitor.app.session.code == "123"


async def test_a_ticket_is_followed_by_its_code(office):
    async with visiting(office) as visitor:
        await visitor.press("8", "0")
        secret = visitor.app.session.ticket.url.rpartition("#")[2]
        await visitor.press("0", "7")
        await visitor.type(secret.lower())
        await visitor.press("enter", "enter")

        assert "Số H001" in visitor.screen
        assert "Đang chờ đến lượt" in visitor.screen
