"""The inspector's desk by keys and by mouse, in both languages, before a copy and before a mirror."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from textual.geometry import Offset
from textual.widgets import DataTable

from application.clock import SeededChance
from audit.desk import InspectorApp
from audit.desk.keys import make_key
from audit.desk.lines import KeyLine, Notice
from audit.desk.pages.chips import Chips
from audit.desk.pages.dossier import DossierPage
from audit.desk.pages.dossiers import DossiersPage
from audit.desk.pages.flags import FlagsPage
from audit.desk.pages.opening import OpeningPage
from audit.desk.pages.overview import OverviewPage
from audit.desk.pages.sheets import typed_moment
from audit.desk.pages.shown import ShownPage
from audit.desk.pages.threads import ThreadPage, ThreadsPage
from audit.desk.settings import BeforeACopy
from audit.desk.timebar import TimeBar
from audit.flags.finding import Finding
from audit.mirroring import write_mirror
from audit.sources import of_office
from domain.calendar import local_moment
from motcua.showing import look
from tests import screens
from tests.audit.a_small_office import a_small_office
from tests.walks.test_an_inspector_at_the_desk import paste, press, read


@pytest.fixture(scope="module")
def worked(tmp_path_factory):
    root = tmp_path_factory.mktemp("desk")
    with a_small_office(root / "office") as small:
        codes = small.days_of_work()
        small.office.checkpoint()
        write_mirror(of_office(small.office), root / "mirror")
    return root, codes


@pytest.fixture
def signer(tmp_path):
    return make_key(tmp_path / "key", "thanhtra.example.vn/lq.thanh", SeededChance(9))


class OneFlag:
    """A rule that asks about one officer."""

    def findings(self, size, by):
        del size, by
        return [
            Finding(
                id="F-1", rule="late_without_apology", kind="exact", severity="high",
                subject_kind="officer", subject="vq.binh", blanks={"due": "2026-03-05", "end": "2026-03-06", "days": 1},
            )
        ]  # fmt: skip


def app_at(root, tmp_path, signer=None, *, mirror=False, language="vi"):
    setting = BeforeACopy(root, tmp_path / "own.jsonl", signer, mirror=mirror)
    return InspectorApp(
        setting, language, files=tmp_path / "files", flags=OneFlag(), shown=look, name="lq.thanh"
    )


@asynccontextmanager
async def opened(app, size=(100, 30)):
    async with app.run_test(size=size) as pilot:
        await screens.rest(app, lambda: isinstance(app.screen, OverviewPage) and app.screen.seen is not None)
        yield pilot


def bar(app):
    return app.screen.query_one(TimeBar)


def shown_on(app):
    return type(app.screen)


def test_steps_of_an_event_an_hour_a_day_and_a_week_go_back_and_on(worked, tmp_path):
    async def walk():
        app = app_at(worked[0] / "office", tmp_path)
        async with opened(app):
            end, size = app.at, app.machine.size
            await press(app, "1", "left")
            assert app.machine.size == size - 1
            await press(app, "right", "2", "left")
            assert app.at == end - 3_600_000_000
            await press(app, "end", "3", "left")
            assert app.at == end - 24 * 3_600_000_000
            await press(app, "4", "left")
            assert app.at == app.first_moment == bar(app).at
            await press(app, "end", "home")
            assert app.machine.size == 1 == bar(app).size_now

    asyncio.run(walk())


def test_a_moment_is_typed_and_what_is_none_is_told(worked, tmp_path):
    async def walk():
        app = app_at(worked[0] / "office", tmp_path)
        async with opened(app):
            await press(app, "g")
            await paste(app, "hôm qua")
            await press(app, "enter")
            assert "không phải là một thời điểm" in app.screen.query_one(Notice).said
            await press(app, *["backspace"] * len("hôm qua"))
            await paste(app, "08:00 3/3/2026")
            await press(app, "enter")
            assert app.at == local_moment("2026-03-03", "08:00")

    asyncio.run(walk())


@pytest.mark.parametrize(
    ("text", "day", "hour"),
    [
        ("09:30 3/7/2025", "2025-07-03", "09:30"),
        ("3/7/2025 9:05", "2025-07-03", "09:05"),
        ("9h 03.07.2025", "2025-07-03", "09:00"),
        ("2025-07-03T09:30", "2025-07-03", "09:30"),
        ("2025-07-03", "2025-07-03", "23:59"),
    ],
)
def test_a_moment_is_written_in_many_ways(text, day, hour):
    assert typed_moment(text) == local_moment(day, hour)


@pytest.mark.parametrize("text", ["", "31/2/2025", "25:00 3/7/2025", "09:30", "3/7/25", "tomorrow"])
def test_what_is_no_moment_is_none(text):
    assert typed_moment(text) is None


def test_the_mouse_does_what_the_keys_do(worked, tmp_path):
    async def walk():
        app = app_at(worked[0] / "office", tmp_path)
        async with opened(app) as pilot:
            slider = bar(app)
            await pilot.mouse_down(slider, offset=Offset(80, 1))
            await pilot.hover(slider, offset=Offset(50, 1))
            await pilot.mouse_up(slider, offset=Offset(50, 1))
            await screens.rest(app)
            middle = (app.first_moment + app.last_moment) / 2
            assert abs(app.at - middle) < (app.last_moment - app.first_moment) * 0.05
            third = str(slider.render()).splitlines()[2]
            await pilot.click(slider, offset=Offset(third.index("1 một việc") + 2, 2))
            await screens.rest(app)
            assert app.step == "event"
            size = app.machine.size
            await pilot.click(slider, offset=Offset(2, 1))
            await screens.rest(app)
            assert app.machine.size == size - 1
            keys = app.screen.query_one(KeyLine)
            row, place = next(
                (row, line.index("F3"))
                for row, line in enumerate(str(keys.render()).splitlines())
                if "F3" in line
            )
            await pilot.click(keys, offset=Offset(place + 2, row))
            await screens.rest(app)
            assert shown_on(app) is DossiersPage
            await press(app, "end")
            chips = app.screen.query_one(Chips)
            await pilot.click(
                chips, offset=Offset(str(chips.render()).splitlines()[0].index("Lĩnh vực") + 2, 0)
            )
            await screens.rest(app)
            assert "Hộ tịch" in read(app)

    asyncio.run(walk())


def test_every_page_is_told_again_in_the_other_language(worked, tmp_path, signer):
    pairs = [
        (OverviewPage, "chưa xong", "pending"),
        (DossiersPage, "hồ sơ trên", "dossiers"),
        (DossierPage, "Chi tiết kỹ thuật", "Technical details"),
        (ThreadsPage, "chờ giải trình", "not explained"),
        (ThreadPage, "đã ký", "signed"),
        (FlagsPage, "không phải kết luận", "not a verdict"),
    ]

    async def both(app, page, vietnamese, english):
        await screens.rest(app, lambda: vietnamese in read(app))
        assert shown_on(app) is page
        await press(app, "f2")
        await screens.rest(app, lambda: english in read(app))
        await press(app, "f2")
        await screens.rest(app, lambda: vietnamese in read(app))

    async def walk():
        app = app_at(worked[0] / "office", tmp_path, signer)
        async with opened(app, (80, 24)):
            await both(app, *pairs[0])
            await press(app, "f3")
            await both(app, *pairs[1])
            await press(app, "enter")
            await both(app, *pairs[2])
            await press(app, "q")
            await paste(app, "Vì sao?")
            await press(app, "f10", "escape", "escape", "f4")
            await both(app, *pairs[3])
            await press(app, "enter")
            await both(app, *pairs[4])
            await press(app, "escape", "escape", "f6")
            await both(app, *pairs[5])

    asyncio.run(walk())


def test_a_dossier_is_seen_as_it_was_shown(worked, tmp_path):
    async def walk():
        app = app_at(worked[0] / "office", tmp_path)
        async with opened(app):
            await press(app, "f3", "enter", "4")
            assert shown_on(app) is ShownPage
            await screens.rest(app, lambda: "Cách tính hạn" in read(app))
            assert "Trang của người có giấy tiếp nhận" in read(app)
            assert "Lê Thị Người Nộp" not in read(app)

    asyncio.run(walk())


def test_filters_narrow_the_list_and_say_how_much(worked, tmp_path):
    async def walk():
        app = app_at(worked[0] / "office", tmp_path)
        async with opened(app):
            await press(app, "f3")
            assert "4 hồ sơ trên 4" in read(app)
            await press(app, "l", "down", "enter")
            assert "1 hồ sơ trên 4" in read(app)
            await press(app, "x", "slash")
            await paste(app, "0002")
            await press(app, "enter")
            assert "1 hồ sơ trên 4" in read(app)
            await press(app, "x", "t")
            assert "trên 4" in read(app)

    asyncio.run(walk())


def test_before_a_mirror_the_same_figures_and_proofs_and_an_own_file(worked, tmp_path, signer):
    told = {}

    async def walk(root, mirror):
        app = app_at(root, tmp_path, signer, mirror=mirror)
        async with opened(app):
            told[mirror] = read(app)
            await press(app, "f3", "enter")
            assert "✔ Đúng: việc này có trong nhật ký đã ký và chưa bị sửa (vừa kiểm tra)" in read(app)
            await press(app, "p")
            assert list((tmp_path / "files").glob("*.tlog-proof"))

    asyncio.run(walk(worked[0] / "office", False))
    asyncio.run(walk(worked[0] / "mirror", True))
    assert told[False] == told[True]
    assert (tmp_path / "own.jsonl").read_text().count('"reading"') == 2


def test_a_flag_leads_to_its_officer_and_can_be_asked_about(worked, tmp_path, signer):
    async def walk():
        app = app_at(worked[0] / "office", tmp_path, signer)
        async with opened(app):
            await press(app, "f6")
            assert shown_on(app) is FlagsPage
            await press(app, "q")
            await paste(app, "Xin giải trình.")
            await press(app, "f10")
            assert [line.subject for line in app.sitting.threads()] == ["F-1"]
            app.screen.query_one(DataTable).focus()
            await press(app, "enter")
            assert shown_on(app) is DossiersPage
            assert app.screen.by.officer == "vq.binh"

    asyncio.run(walk())


def test_what_is_no_store_is_said_in_one_sentence(tmp_path):
    async def walk():
        app = app_at(tmp_path / "nothing", tmp_path)
        async with app.run_test(size=(100, 30)):
            await screens.rest(
                app, lambda: bool(app.screen.query(Notice)) and bool(app.screen.query_one(Notice).said)
            )
            assert shown_on(app) is OpeningPage

    asyncio.run(walk())
