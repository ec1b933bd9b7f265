"""The ten questions of docs/inspector-questions.md, each answered by keys alone and by reading what the screens say."""

import asyncio

import pytest
from textual.widgets import DataTable, OptionList, Static, TextArea

from audit.desk import InspectorApp
from audit.desk.pages.dossier import DossierPage
from audit.desk.pages.dossiers import DossiersPage
from audit.desk.pages.overview import OverviewPage
from audit.desk.pages.sheets import StatementSheet
from audit.desk.pages.threads import ThreadPage, ThreadsPage
from audit.desk.timebar import TimeBar
from ledger.proof import Proof
from motcua.showing import look
from tests import screens
from tests.walks.an_inspection import BINH, EXPLANATION, PASSWORD, QUESTION, prepared, setting

SIZE = (120, 36)
OPEN_THEN = "5 chưa xong: 4 đang xử lý, 1 được tiếp nhận"
SIGNED = "Ký lần cuối khi có 487 việc, bởi nhật ký của xã (motcua.local/xa/28321/2025)"
LATE = "H20.321-250702-0001"
OF_KEYS = {" ": "space", ":": "colon", "/": "slash"}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office, clock, _ = prepared(tmp_path_factory.mktemp("inspection") / "office")
    yield office, clock
    office.close()


def read(app):
    """Everything a stranger can read on the screen, line by line."""
    parts = []
    for widget in app.screen.walk_children():
        match widget:
            case Static() if widget.display and all(each.display for each in widget.ancestors):
                parts.append(str(widget.content))
            case DataTable() if widget.display:
                parts += [
                    "  ".join(str(cell) for cell in widget.get_row_at(row)) for row in range(widget.row_count)
                ]
            case TimeBar():
                parts.append(str(widget.render()))
            case OptionList():
                parts += [str(option.prompt) for option in widget.options]
    return "\n".join(parts)


async def press(app, *keys):
    for key in keys:
        screens.press(app, key)
        await screens.rest(app)


async def type_in(app, text):
    await press(app, *(OF_KEYS.get(letter, letter) for letter in text))


def at_the_office(office, clock, folder, **more):
    """The desk as `motcua inspect` opens it."""
    return InspectorApp(setting(office, clock, folder), files=folder / "files", shown=look, **more)


async def paste(app, text):
    from textual.events import Paste

    app.post_message(Paste(text))
    await screens.rest(app)


async def sit_down(app):
    await screens.rest(app)
    await paste(app, "lq.thanh")
    await press(app, "enter")
    await paste(app, PASSWORD)
    await press(app, "enter")
    await screens.rest(app, lambda: isinstance(app.screen, OverviewPage) and app.screen.seen is not None)


async def walk_to(app, text):
    """Down the list until the line under the cursor holds the text."""
    table = app.screen.query(DataTable).first()
    for row in range(table.row_count):
        if text in "  ".join(str(cell) for cell in table.get_row_at(row)):
            await press(app, "ctrl+home", *["down"] * row)
            return
    raise AssertionError(f"no line says {text!r}:\n{read(app)}")


def test_a_stranger_answers_ten_questions_from_the_screens_alone(office, tmp_path):
    made, clock = office

    async def walk():
        app = at_the_office(made, clock, tmp_path)
        async with app.run_test(size=SIZE):
            await sit_down(app)

            # 3: the desk opens at the end of the log
            end = read(app)
            assert "1 quá hạn" in end
            assert next(line for line in end.splitlines() if line.startswith("Hộ tịch")).split()[-1] == "1"
            # 9
            assert f"{SIGNED} · nhân chứng độc lập: chưa có" in end
            assert "1 việc mới nhất chưa được ký; 487 việc trước đó khớp bản chốt đã ký" in end

            # 1 and 2: G, and the moment is typed
            await press(app, "g")
            await type_in(app, "14:03 1/7/2025")
            await press(app, "enter")
            morning = read(app)
            assert "14:03:00   thứ Ba, 01/7/2025" in morning.replace("  ", "   ").replace("    ", "   ")
            assert "Đang chờ gọi: 3\nA002  B007  A003" in morning
            assert "1  Nguyễn Thị Hoa  phục vụ G002" in morning
            assert "2  Phạm Văn An  phục vụ C001" in morning
            assert OPEN_THEN in morning

            # 4: back to the end, the list, only what is late
            await press(app, "end", "f3", "t")
            assert isinstance(app.screen, DossiersPage)
            late = [line for line in read(app).splitlines() if line.startswith("H20.321")]
            assert len(late) == 1
            assert LATE in late[0]
            assert "Võ Quốc Bình" in late[0]
            await walk_to(app, LATE)
            await press(app, "enter")
            assert isinstance(app.screen, DossierPage)
            told = read(app)
            assert "không có văn bản xin lỗi" in told
            assert "trong tay Võ Quốc Bình" in told

            # 5 and 8: the acceptance is the first act
            assert "hẹn đầu 02/7/2025" in told
            await walk_to(app, "Đã tiếp nhận hồ sơ")
            act = read(app)
            assert "Ai: Nguyễn Thị Hoa (tiếp nhận)" in act
            assert "Máy: desk-1" in act
            assert "Sự kiện 482 (lá số 481: lá đếm từ 0)" in act
            assert "✔ Đúng: việc này có trong nhật ký đã ký và chưa bị sửa (vừa kiểm tra)" in act
            await press(app, "p")
            assert Proof.parse((tmp_path / "files" / "482.tlog-proof").read_bytes()).index == 481

            # 7: the list says it; the inspector's own look comes after the moment, so it is not in it
            reads = [line.split("Xem: ")[1] for line in act.splitlines() if "Xem: " in line]
            assert reads == ["giải quyết hồ sơ · Võ Quốc Bình", "theo dõi, đôn đốc · Ngô Đình Phúc"]

            # 6
            await press(app, "2")
            way = [line for line in read(app).splitlines() if line.startswith("● ")]
            assert [line.strip("● ").split("  ")[0] for line in way] == [
                "Nguyễn Thị Hoa",
                "Tư pháp, hộ tịch · chưa giao ai",
                "Võ Quốc Bình",
            ]
            assert "lâu nhất: Võ Quốc Bình, 1 ngày 5 giờ 25 phút" in read(app)
            longest = next(place for place, line in enumerate(read(app).splitlines()) if "← lâu nhất" in line)
            above = [line for line in read(app).splitlines()[:longest] if line.startswith("● ")]
            assert above[-1].startswith("● Võ Quốc Bình")

            # 10: asked here, explained at the officer's desk, read here again
            await press(app, "q")
            assert isinstance(app.screen, StatementSheet)
            assert next(to for to, _ in app.screen.people) == "Võ Quốc Bình · đang giữ hồ sơ"
            app.screen.query_one(TextArea).focus()
            await paste(app, QUESTION)
            await press(app, "f10")
            assert isinstance(app.screen, DossierPage), read(app)
            assert "1 câu hỏi · chưa giải trình (F4)" in read(app)
            await asyncio.to_thread(explain, made)
            await press(app, "f4")
            assert isinstance(app.screen, ThreadsPage)
            threads = read(app)
            assert "đã giải trình" in threads
            assert f"Hồ sơ {LATE}" in threads
            await press(app, "enter")
            assert isinstance(app.screen, ThreadPage)
            thread = read(app)
            assert "◆ Lý Quang Thành hỏi" in thread
            assert QUESTION in thread
            assert "◇ Võ Quốc Bình giải trình" in thread
            assert EXPLANATION in thread

    asyncio.run(walk())


def explain(office):
    [line] = office.inspections.threads(BINH)
    office.inspections.answer(line.code, EXPLANATION, BINH)
