"""What the first reader of the desk, who had seen neither code nor documents, stumbled over; each stays mended."""

import asyncio
from contextlib import asynccontextmanager

import msgspec
import pytest
from textual.widgets import DataTable, Select, Static, TextArea

from application.clock import SeededChance
from audit.desk import InspectorApp
from audit.desk.keys import make_key
from audit.desk.lines import KeyLine, Notice
from audit.desk.pages.dossier import DossierPage
from audit.desk.pages.dossiers import DossiersPage
from audit.desk.pages.heading import headline
from audit.desk.pages.overview import OverviewPage
from audit.desk.pages.sheets import StatementSheet
from audit.desk.pages.shown import ShownPage
from audit.desk.pages.threads import ThreadPage, ThreadsPage
from audit.desk.settings import BeforeACopy
from audit.desk.timebar import TimeBar
from audit.desk.words import in_order
from domain.calendar import local_moment
from motcua.showing import look
from tests import screens
from tests.audit.a_small_office import DAY, a_small_office
from tests.motcua.commands import motcua
from tests.walks.an_inspection import prepared
from tests.walks.test_an_inspector_at_the_desk import (
    LATE,
    at_the_office,
    explain,
    paste,
    press,
    read,
    sit_down,
    type_in,
    walk_to,
)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office, clock, _ = prepared(tmp_path_factory.mktemp("read") / "office")
    yield office, clock
    office.close()


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    root = tmp_path_factory.mktemp("copy")
    with a_small_office(root / "office") as small:
        codes = small.days_of_work()
        small.office.checkpoint()
    return root / "office", codes


@asynccontextmanager
async def seated(office, folder, size=(120, 36)):
    app = at_the_office(*office, folder)
    async with app.run_test(size=size):
        await sit_down(app)
        yield app


@asynccontextmanager
async def before(copy, folder, size=(120, 36), language="vi"):
    signer = make_key(folder / "key", "thanhtra.example.vn/lq.thanh", SeededChance(9))
    setting = BeforeACopy(copy[0], folder / "own.jsonl", signer)
    app = InspectorApp(setting, language, files=folder / "files", shown=look, name="lq.thanh")
    async with app.run_test(size=size):
        await screens.rest(app, lambda: isinstance(app.screen, OverviewPage) and app.screen.seen is not None)
        yield app


def walked(walk):
    asyncio.run(walk())


def words(app, query):
    return str(app.screen.query_one(query, Static).content)


def keys(app):
    return {key.printed: key for key in app.screen.query_one(KeyLine).keys}


async def late_dossier(app):
    await press(app, "end", "f3")
    await walk_to(app, LATE)
    await press(app, "enter")
    assert isinstance(app.screen, DossierPage)


async def shown_lines(app):
    await press(app, "4")
    assert isinstance(app.screen, ShownPage)
    await screens.rest(app, lambda: "Cách tính hạn, từng dòng" in words(app, "#shown-text"))
    lines = [line.strip() for line in words(app, "#shown-text").splitlines()]
    await press(app, "escape")
    return lines


def in_this_order(lines, wanted):
    rest = iter(lines)
    return all(any(line == each.strip() for line in rest) for each in wanted)


# 1 and 9


def test_as_it_was_shown_says_what_the_command_says_at_the_same_moment(copy, tmp_path):
    root, codes = copy
    moments = ((codes[0], f"{DAY}T07:50"), (codes[1], "2026-03-04T08:02"))

    async def walk():
        async with before(copy, tmp_path) as app:
            for code, at in moments:
                await press(app, "g")
                await type_in(app, at)
                await press(app, "enter", "f3")
                await walk_to(app, code)
                await press(app, "enter")
                lines = await shown_lines(app)
                said = motcua("audit", "shown", code, "--at", at, "--store", root, "--json", language="vi")
                pages = said.document["text"]
                assert {"citizen", "anybody", "inbox", "desk", "board"} <= pages.keys()
                for page in pages.values():
                    assert in_this_order(lines, page), page
                assert said.document["note"] in lines
                await press(app, "escape", "escape")

    walked(walk)


def test_as_it_was_shown_has_stage_apology_readers_and_the_officer_s_row_and_a_look_has_its_purpose(
    office, tmp_path
):
    async def walk():
        async with seated(office, tmp_path) as app:
            await late_dossier(app)
            lines = await shown_lines(app)
            assert "Đang giải quyết" in lines
            assert any("Chúng tôi xin lỗi ông/bà." in line for line in lines)
            assert (
                "Ai đã xem thông tin của tôi (2)" in lines
            )  # those before the moment; this look comes after it
            [row] = [line for line in lines if line.startswith(f"{LATE} | ")]
            assert "quá hạn 1 ngày" in row

            # 9: this look itself stands in the list, with its purpose, once the moment lies after it
            await press(app, "escape", "end", "enter")
            assert "Xem: thanh tra, giám sát · Lý Quang Thành" in read(app)
            await press(app, "f2")
            assert "Read: inspection · Lý Quang Thành" in read(app)
            assert "1 day late" in words(app, ".standing")

    walked(walk)


# 2, 3 and 4


def test_a_question_goes_to_the_holder_or_to_whoever_did_the_act_and_leaves_something_behind(
    office, tmp_path
):
    async def walk():
        async with seated(office, tmp_path) as app:
            await late_dossier(app)
            await walk_to(app, "Đã tiếp nhận hồ sơ")
            await press(app, "q")
            sheet = app.screen
            assert isinstance(sheet, StatementSheet)
            about, to = sheet.query_one("#about", Select), sheet.query_one("#to", Select)
            assert to.value == "vq.binh"
            about.value = 1
            await screens.rest(app)
            assert to.value == "nt.hoa"
            about.value = 0
            await screens.rest(app)
            assert to.value == "vq.binh"
            names = [said for said, _ in sheet.people]
            assert names[0] == "Võ Quốc Bình · đang giữ hồ sơ"
            assert {each.split(" · ")[0] for each in names[1:3]} == {"Nguyễn Thị Hoa", "Ngô Đình Phúc"}
            assert names[3] == "Lãnh đạo đơn vị"
            assert names[4:] == sorted(names[4:], key=in_order)
            assert len(names) == len(set(names)) > 8
            to.value = "nd.phuc"
            about.value = 1
            await screens.rest(app)
            assert to.value == "nd.phuc", "who was chosen by hand stays"
            await press(app, "escape")

            await press(app, "q")
            app.screen.query_one(TextArea).focus()
            await paste(app, "Vì sao quá hẹn?")
            await press(app, "f10")
            said = app.screen.query_one(Notice)
            assert said.said.startswith("Đã ký và ghi: TT-")
            assert said.has_class("-good")
            assert "1 câu hỏi · chưa giải trình (F4)" in words(app, ".standing")
            await press(app, "down")
            assert said.said == "", "it stays until the next key"

            await asyncio.to_thread(explain, office[0])
            await press(app, "escape", "f5", "escape")
            assert isinstance(app.screen, OverviewPage)
            assert keys(app)["F4"].words == "câu hỏi của tôi (1 mới)"
            bar = app.screen.query_one(TimeBar)
            assert bar.end == app.machine.end == office[0].position()
            assert f"trên {bar.end}" in str(bar.render())

            await press(app, "f3")
            await walk_to(app, LATE)
            await press(app, "enter")
            assert "1 câu hỏi · đã giải trình (F4)" in words(app, ".standing")
            await press(app, "f4")
            assert isinstance(app.screen, ThreadsPage)
            await press(app, "enter", "escape", "escape", "escape", "f4")
            assert isinstance(app.screen, ThreadsPage)
            await press(app, "escape", "escape")
            assert keys(app)["F4"].words == "câu hỏi của tôi"
            bar = app.screen.query_one(TimeBar)
            assert bar.end == app.machine.end == office[0].position()

    walked(walk)


# 10, 12 and 16


def test_where_nothing_is_chosen_the_pane_makes_room_and_its_keys_go(copy, tmp_path):
    async def walk():
        async with before(copy, tmp_path) as app:
            await press(app, "f3", "enter")
            assert app.screen.query_one(".detail").display
            assert keys(app)["P"].words == "lưu bằng chứng"
            assert "Ghi lúc" in words(app, "#act")
            assert "Khai lúc" not in words(app, "#act"), "the same moment is not said twice"
            for part in "23":
                await press(app, part)
                assert not app.screen.query_one(".detail").display
                assert "P" not in keys(app)
                await press(app, "p")
                assert not (tmp_path / "files").exists()

    walked(walk)


def test_a_note_and_a_closed_question_offer_no_key_that_they_refuse(copy, tmp_path):
    async def said(app, key):
        await press(app, key)
        await paste(app, "Đã xem.")
        await press(app, "f10")

    async def walk():
        async with before(copy, tmp_path) as app:
            await said(app, "n")
            await press(app, "f4", "enter")
            assert isinstance(app.screen, ThreadPage)
            assert not {"Q", "D"} & keys(app).keys()
            await press(app, "escape", "escape")
            await said(app, "q")
            await press(app, "f4", "enter")
            assert {"Q", "D"} <= keys(app).keys()
            await said(app, "d")
            assert not {"Q", "D"} & keys(app).keys()

    walked(walk)


# 11 and 14


def test_before_a_copy_flags_are_grey_and_say_who_asks_for_them(copy, tmp_path):
    async def walk():
        async with before(copy, tmp_path) as app:
            assert not keys(app)["F6"].works
            await press(app, "f6")
            assert isinstance(app.screen, OverviewPage)
            assert "motcua audit flags --store" in app.screen.query_one(Notice).said

    walked(walk)


def test_act_by_act_the_overview_says_which_act_it_was(copy, tmp_path):
    async def walk():
        async with before(copy, tmp_path) as app:
            await press(app, "home", "1")
            said = set()
            for _ in range(app.machine.end - 1):
                await press(app, "right")
                latest = words(app, "#latest")
                assert latest.startswith(f"Việc vừa ghi (sự kiện {app.machine.size}): ")
                said.add(latest)
            assert len(said) == app.machine.end - 1
            assert any("Đã tiếp nhận hồ sơ" in each and "Nguyễn Thị Hoa" in each for each in said)
            assert any("A001" in each and "người dân" in each for each in said)

    walked(walk)


# 13, 15 and 17


@pytest.mark.parametrize("width", [76, 116])
def test_a_long_name_is_cut_and_never_the_moment(copy, tmp_path, width):
    async def walk():
        async with before(copy, tmp_path) as app:
            await press(app, "f3", "enter")
            line = app.screen.line
            long = msgspec.structs.replace(line, procedure="Thủ tục đăng ký " + "rất dài " * 40)
            at = local_moment("2026-03-03", "09:00")
            told = str(headline(long, at, app.machine.known, "vi", width))
            assert len(told) <= width
            assert told.endswith("…  như lúc 09:00:00 03/3/2026")

    walked(walk)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_small_screen_keeps_the_figures_the_holder_and_where_it_lay_longest(copy, tmp_path, language):
    async def walk():
        async with before(copy, tmp_path, (80, 24), language) as app:
            table = app.screen.query_one(DataTable)
            assert table.virtual_size.width <= table.size.width, "every figure fits"
            await press(app, "f3")
            table = app.screen.query_one(DataTable)
            assert table.virtual_size.width <= table.size.width
            assert "Võ Quốc Bình" in read(app)
            await walk_to(app, "Võ Quốc Bình")
            await press(app, "enter", "2")
            first = words(app, "#told-text").splitlines()[0]
            assert first.startswith(("Đang ở: ", "Now with: "))
            assert "lâu nhất: " in first or "longest: " in first

    walked(walk)


def test_what_is_late_has_a_mark_that_does_not_need_a_colour(office, tmp_path):
    async def walk():
        async with seated(office, tmp_path, (80, 24)) as app:
            fields = [line for line in read(app).splitlines() if line.startswith("Hộ tịch")]
            assert fields[0].endswith("▲ 1")
            await press(app, "f3", "t")
            assert isinstance(app.screen, DossiersPage)
            [row] = [line for line in read(app).splitlines() if "250702-0001" in line]
            assert row.endswith("▲ 1 ngày")

    walked(walk)
