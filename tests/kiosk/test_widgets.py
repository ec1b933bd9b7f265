"""Pictures, numbers and codes are never cut or blurred, and every target answers finger, mouse and key alike."""

import pytest
from textual.app import ComposeResult
from textual.containers import Grid, Vertical
from textual.geometry import Size
from textual.widgets import Static

from domain.queue import SERIES
from kiosk.hardening import PublicApp
from kiosk.qr import matrix
from kiosk.widgets import BigNumber, HalfBlock, Pictogram, QrCode, StepBar, Tile
from kiosk.widgets.drawings import DRAWINGS
from kiosk.widgets.enlarging import enlarged
from kiosk.widgets.glyphs import GLYPHS, HEIGHT
from kiosk.widgets.pictogram import drawn
from tests.codes import opencv, zxing
from tests.kiosk.pictures import photograph, words
from wording.identity import LIGHT, PALETTES, rgb

LINK = "https://motcua.banlien.example/t#7K3M9QX2ABCDEFGH"
OTHER_LINK = "https://motcua.banlien.example/t#ZZZZZZZZZZZZZZZZ"
SUBJECTS = "civil_status certification land social business other results search"
PEOPLE = "elderly disabled pregnant merit ill appointment none help seal star"


class Stage(PublicApp):
    """A screen with one thing on it."""

    CSS = "Screen { background: $background; color: $foreground; } .whole { width: 100%; height: 100%; }"

    def __init__(self, *shown, theme=LIGHT.name):
        super().__init__()
        self.shown, self.wanted, self.chosen = shown, theme, []

    def compose(self) -> ComposeResult:
        with Vertical(classes="whole"):
            yield from self.shown

    def on_mount(self):
        self.theme = self.wanted

    def on_tile_chosen(self, chosen: Tile.Chosen):
        self.chosen.append(chosen.key)


def readers(pixels):
    return zxing(pixels), opencv(pixels)


@pytest.mark.parametrize("theme", [palette.name for palette in PALETTES])
@pytest.mark.parametrize("size", [(100, 30), (80, 24), (60, 48)])
async def test_a_phone_reads_the_code_in_every_theme_and_size(theme, size):
    app = Stage(QrCode(LINK), theme=theme)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()

        assert readers(photograph(app)) == ([LINK], LINK)


@pytest.mark.parametrize(
    ("size", "level", "quiet"),
    [((41, 21), "M", 4), ((40, 30), "M", 2), ((60, 20), "M", 2), ((36, 18), "L", 2), ((33, 17), "L", 2)],
)
async def test_the_code_takes_the_best_shape_there_is_room_for(size, level, quiet):
    code = QrCode(LINK)
    app = Stage(code)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        shape = code.shape_in(code.content_size)

        assert (shape.level, shape.quiet) == (level, quiet)
        assert code.fits
        assert readers(photograph(app))[0] == [LINK]


@pytest.mark.parametrize("size", [(32, 30), (60, 16), (10, 4)])
async def test_a_code_that_does_not_fit_is_not_shown_cut(size):
    code = QrCode(LINK)
    app = Stage(code)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()

        assert not code.fits
        assert "▀" not in words(app)


async def test_a_new_link_replaces_the_old_one_and_none_clears_it():
    code = QrCode(LINK)
    app = Stage(code)
    async with app.run_test(size=(100, 30)) as pilot:
        code.url = OTHER_LINK
        await pilot.pause()
        assert readers(photograph(app))[0] == [OTHER_LINK]

        code.url = ""
        await pilot.pause()
        assert not code.fits
        assert readers(photograph(app))[0] == []


async def test_a_code_in_a_larger_box_is_centred_in_white():
    code = QrCode(LINK)
    app = Stage(code)
    async with app.run_test(size=(100, 30)) as pilot:
        code.styles.width, code.styles.height = 51, 25
        await pilot.pause()
        pixels = photograph(app, zoom=1)

        assert (pixels[:50, :7] == 255).all()
        assert readers(photograph(app))[0] == [LINK]


def test_the_cells_a_code_needs_are_known_beforehand():
    assert QrCode(LINK).shapes[0].cells == Size(len(matrix(LINK)), 21) == Size(41, 21)
    assert QrCode(LINK).smallest == Size(33, 17)
    assert QrCode().smallest == Size(0, 0)


def test_a_link_without_a_secret_is_a_code_as_well():
    assert len(matrix("https://motcua.example/")) > 0
    assert len(matrix("https://motcua.example/#about-us")) > 0


@pytest.mark.parametrize("scale", [1, 2, 3, 4])
def test_a_number_grows_four_rows_a_step(scale):
    assert BigNumber.cells("A012", scale) == Size(27 * scale, 4 * scale)


@pytest.mark.parametrize(
    ("size", "scale"), [((120, 30), 4), ((100, 30), 3), ((60, 30), 2), ((60, 7), 1), ((30, 30), 1)]
)
async def test_a_number_is_as_large_as_the_room_allows_and_never_cut(size, scale):
    number = BigNumber("A012", scale=4)
    app = Stage(number)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()

        assert number.content_size == BigNumber.cells("A012", scale)
        assert number.region in app.screen.region


async def test_a_number_is_drawn_in_its_own_colour_and_changes():
    number = BigNumber("A012", scale=1)
    app = Stage(number)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.pause()
        before = photograph(app, zoom=1)
        assert (before == rgb(LIGHT.heading)).all(axis=2).sum() == sum(map(sum, enlarged("A012", 1)))

        number.value = "B345"
        await pilot.pause()
        assert (photograph(app, zoom=1) != before).any()


def test_every_letter_has_its_own_shape_on_the_same_grid():
    assert set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-: ") == set(GLYPHS)
    assert {len(glyph) for glyph in GLYPHS.values()} == {HEIGHT}
    assert all(len({len(row) for row in glyph}) == 1 for glyph in GLYPHS.values())
    on_tickets = {GLYPHS[letter] for letter in f"0123456789{SERIES}"}
    assert len(on_tickets) == 10 + len(SERIES)


@pytest.mark.parametrize("scale", [2, 3, 4, 5, 6])
def test_enlarging_rounds_the_steps_and_keeps_the_body(scale):
    plain = tuple(
        tuple(dot for dot in row for _ in range(scale)) for row in enlarged("2", 1) for _ in range(scale)
    )
    large = enlarged("2", scale)

    assert (large == plain) is (scale == 5)
    assert sum(map(sum, large)) == pytest.approx(sum(map(sum, plain)), rel=0.1)


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_drawing_is_small_even_and_its_own(name):
    dots = drawn(name)

    assert len({len(row) for row in dots}) == 1
    assert len(dots) % 2 == 0
    assert max(len(dots), len(dots[0])) <= 12
    assert sum(dots == drawn(other) for other in DRAWINGS) == 1


def test_every_subject_has_a_drawing():
    assert set(SUBJECTS.split()) | set(PEOPLE.split()) == DRAWINGS.keys()


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
async def test_a_pictogram_wears_the_colours_of_the_theme(palette):
    app = Stage(Pictogram("land"), theme=palette.name)
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.pause()
        seen = {tuple(map(int, dot)) for row in photograph(app, zoom=1) for dot in row}

        assert {rgb(palette.picture), rgb(palette.picture_accent), rgb(palette.ground)} == seen


async def test_a_half_block_picture_with_nothing_in_it_draws_nothing():
    app = Stage(HalfBlock())
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.pause()

        assert words(app).strip() == ""


def tile(**changes):
    return Tile("birth", "Khai sinh, kết hôn", "Hộ tịch", badge="1", drawing="civil_status", **changes)


@pytest.mark.parametrize("way", ["finger", "enter", "space"])
async def test_a_tile_answers_finger_and_keys_alike(way):
    shown = tile()
    app = Stage(shown)
    async with app.run_test(size=(60, 12)) as pilot:
        if way == "finger":
            await pilot.click(Tile)
        else:
            shown.focus()
            await pilot.press(way)
        await pilot.pause()

        assert app.chosen == ["birth"]


async def test_a_tap_anywhere_on_the_tile_is_one_choice():
    app = Stage(tile())
    async with app.run_test(size=(60, 12)) as pilot:
        for place in ((4, 5), (30, 5), (30, 6), (0, 0)):
            await pilot.click(Tile, offset=place)
        await pilot.pause()

        assert app.chosen == ["birth"] * 4


async def test_a_tile_shows_its_number_its_words_and_its_picture():
    app = Stage(tile())
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        shown = words(app)

        assert " 1 " in shown
        assert "Khai sinh, kết hôn" in shown
        assert "Hộ tịch" in shown
        assert "▀" in shown


@pytest.mark.parametrize(
    ("size", "picture", "second"),
    [
        ((60, 12), True, True),
        ((24, 16), True, True),
        ((60, 5), False, True),
        ((24, 9), False, True),
        ((60, 3), False, False),
    ],
)
async def test_a_small_tile_gives_up_its_picture_then_its_second_line_never_its_title(size, picture, second):
    app = Stage(tile())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()

        assert ("▀" in words(app)) is picture
        assert ("Hộ tịch" in words(app)) is second
        assert "Khai sinh, kết" in words(app)


async def test_a_tile_that_can_be_ticked_turns_over_and_says_so_without_colour():
    paper = Tile("certificate", "Giấy chứng sinh", ticked=False)
    app = Stage(paper)
    async with app.run_test(size=(60, 3)) as pilot:
        await pilot.pause()
        assert "□  Giấy chứng sinh" in words(app)

        await pilot.click(Tile)
        await pilot.pause()
        assert "■  Giấy chứng sinh" in words(app)
        assert paper.ticked is True
        assert app.chosen == ["certificate"]


async def test_what_a_tile_says_is_never_read_as_markup():
    app = Stage(Tile("x", "Tờ khai [bold]A[/]", "[link=x]"))
    async with app.run_test(size=(60, 8)) as pilot:
        await pilot.pause()

        assert "Tờ khai [bold]A[/]" in words(app)
        assert "[link=x]" in words(app)


async def test_tiles_in_a_grid_are_large_enough_for_a_finger():
    class Wall(Stage):
        CSS = "Grid { grid-size: 3 2; grid-gutter: 1; }"

        def compose(self) -> ComposeResult:
            with Grid():
                yield from (Tile(str(place), "Chứng thực, sao y", drawing="land") for place in range(6))

    app = Wall()
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.pause()

        assert all(each.region.height >= 3 and each.region.width >= 10 for each in app.query(Tile))


@pytest.mark.parametrize(("language", "label"), [("vi", "Bước 2/5"), ("en", "Step 2 of 5")])
async def test_the_step_bar_says_where_you_are_in_words_and_marks(language, label):
    app = Stage(StepBar(5, 2, language))
    async with app.run_test(size=(60, 3)) as pilot:
        await pilot.pause()

        assert f"━━━━●────────────   {label}" in words(app)


async def test_the_step_bar_moves_on():
    bar = StepBar(3)
    app = Stage(bar)
    async with app.run_test(size=(60, 3)) as pilot:
        bar.step, bar.language = 3, "en"
        await pilot.pause()

        assert "━━━━━━━━●   Step 3 of 3" in words(app)


async def test_widgets_take_no_selection():
    app = Stage(tile(), Static("x"))
    async with app.run_test(size=(60, 12)):
        assert not any(each.ALLOW_SELECT for each in app.query("HalfBlock, Tile, StepBar"))
