"""A printed slip is read by people and by phones, on both widths of paper, and says nothing about who holds it."""

import io
import unicodedata
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image, ImageDraw

from kiosk.paper import BOLD, REGULAR, SMALLEST_LETTER, THRESHOLD, Paper, font
from kiosk.qr import matrix, modules
from kiosk.ticket import LEAST_MODULE, Slip, grouped, lasting, ticket_png
from tests.codes import opencv, zxing
from tests.kiosk.a_slip import BARE, FULL, LINK

SECRETS = st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=16, max_size=16)
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
SMALL = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES] + ["đ"]
LETTERS = [*SMALL, *(letter.upper() for letter in SMALL), "₫"]
EVERY_SHAPE = pytest.mark.parametrize(
    ("slip", "width", "language"),
    [(slip, width, language) for slip in (FULL, BARE) for width in (576, 384) for language in ("vi", "en")],
)


def picture(slip, width=576, language="vi"):
    return np.array(Image.open(io.BytesIO(ticket_png(slip, width, language))).convert("L"))


@EVERY_SHAPE
def test_two_unrelated_readers_read_the_code(slip, width, language):
    pixels = picture(slip, width, language)

    assert zxing(pixels) == [LINK]
    assert opencv(pixels) == LINK


@EVERY_SHAPE
def test_a_slip_is_black_and_white_and_as_wide_as_the_paper(slip, width, language):
    image = Image.open(io.BytesIO(ticket_png(slip, width, language)))

    assert image.mode == "1"
    assert image.width == width


@EVERY_SHAPE
def test_nothing_touches_the_edge_of_the_paper(slip, width, language):
    pixels = picture(slip, width, language)

    assert (pixels[:, :4] == 255).all()
    assert (pixels[:, -4:] == 255).all()
    assert (pixels[:4] == 255).all()
    assert (pixels[-4:] == 255).all()


@pytest.mark.parametrize("width", [576, 384])
def test_a_slip_is_no_longer_than_a_hand(width):
    dots_to_a_millimetre = 8

    assert picture(replace(FULL, bring=(), simulated=False), width).shape[0] < 150 * dots_to_a_millimetre


@settings(max_examples=25, deadline=None)
@given(SECRETS)
def test_the_code_has_the_same_size_whatever_the_secret(secret):
    link = f"https://motcua.banlien.example/t#{secret}"

    assert len(matrix(link, "Q")) == len(matrix(LINK, "Q"))
    assert len(matrix(link, "M")) == len(matrix(LINK, "M"))


@settings(max_examples=20, deadline=None, derandomize=True)  # reading a picture is an art: the same twenty
@given(SECRETS)
def test_every_secret_is_read_back(secret):
    link = f"https://motcua.banlien.example/t#{secret}"

    assert zxing(picture(replace(BARE, url=link), 384)) == [link]


def test_the_stricter_reader_reads_nearly_every_secret_too():
    links = [f"https://motcua.banlien.example/t#{place * 7919 % 10**16:016}" for place in range(1, 21)]
    read = sum(opencv(picture(replace(BARE, url=link), 576)) == link for link in links)

    assert read >= len(links) - 1


@pytest.mark.parametrize("width", [576, 384])
def test_the_modules_are_large_enough_for_a_cheap_camera(width):
    row = picture(BARE, width)
    runs = [len(run) for line in row for run in bytes(line).split(b"\xff") if run]
    finder = max(7 * module for module in range(LEAST_MODULE, 12) if 7 * module in runs)

    assert finder >= 7 * LEAST_MODULE


@pytest.mark.parametrize("fade", [0.4, 0.2])
def test_a_faded_code_is_still_read(fade):
    faded = (255 - (255 - picture(FULL, 384).astype(float)) * fade).astype(np.uint8)

    assert zxing(faded) == [LINK]


def test_dead_dots_in_the_print_head_do_not_stop_a_reader():
    pixels = picture(FULL)
    for column in (90, 140, 201):
        pixels[:, column] = 255

    assert zxing(pixels) == [LINK]


@pytest.mark.parametrize("face", [REGULAR, BOLD])
def test_the_shipped_fonts_have_every_vietnamese_letter(face):
    missing = font(face, 40).getmask("\ue000").getbbox(), bytes(font(face, 40).getmask("\ue000"))
    lacking = [
        letter
        for letter in LETTERS
        if (font(face, 40).getmask(letter).getbbox(), bytes(font(face, 40).getmask(letter))) == missing
    ]

    assert len(LETTERS) == 147
    assert lacking == []


def printed(letter, face, size):
    """The letter as dots, black or white, as `Paper` prints it."""
    image = Image.new("L", (64, 64), 255)
    ImageDraw.Draw(image).text((12, 12), letter, 0, font(face, size))
    return np.array(image) < THRESHOLD


def least_difference(face, size):
    """Dots in which the two most alike tones of a vowel differ, wherever one is laid over the other."""
    least = 1_000
    for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY":
        dots = [printed(unicodedata.normalize("NFC", vowel + tone), face, size) for tone in TONES]
        for one, other in combinations(dots, 2):
            laid = (np.roll(other, (down, across), (0, 1)) for down in (-1, 0, 1) for across in (-1, 0, 1))
            least = min(least, *(int((one ^ each).sum()) for each in laid))
    return least


@pytest.mark.parametrize("face", [REGULAR, BOLD])
def test_no_tone_is_lost_at_the_smallest_size(face):
    assert SMALLEST_LETTER >= 18
    assert least_difference(face, SMALLEST_LETTER) >= 4


def test_below_that_size_a_tone_hangs_on_a_dot():
    assert least_difference(REGULAR, 12) < 2


@pytest.mark.parametrize("face", [REGULAR, BOLD])
def test_no_two_letters_look_the_same_at_the_smallest_size(face):
    assert len({printed(letter, face, SMALLEST_LETTER).tobytes() for letter in LETTERS}) == len(LETTERS)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [576, 384])
def test_no_words_on_a_slip_are_set_smaller_than_that(width, language, monkeypatch):
    sizes = set()
    monkeypatch.setattr("kiosk.paper.font", lambda name, size: sizes.add(size) or font(name, size))
    ticket_png(replace(FULL, reprint=True, hotline="0214 000 0100", line="Hộ tịch"), width, language)

    assert min(sizes) >= SMALLEST_LETTER


def test_no_letter_is_smaller_than_can_be_read():
    assert Paper(200).face(1).size == SMALLEST_LETTER


def test_a_long_number_is_made_to_fit():
    pixels = picture(replace(BARE, number="A0123456789"), 384)

    assert (pixels[:, :4] == 255).all()
    assert zxing(pixels) == [LINK]


def test_a_longer_list_of_papers_makes_a_longer_slip_and_loses_nothing():
    many = tuple(f"Giấy tờ thứ {place}" for place in range(20))

    assert picture(replace(FULL, bring=many)).shape[0] > picture(FULL).shape[0] + 500


def test_a_trial_slip_cannot_be_taken_for_a_real_one():
    trial, real = picture(replace(BARE, simulated=True)), picture(BARE)

    assert (trial[:70] < THRESHOLD).mean() > 0.25 > (real[:70] < THRESHOLD).mean()


def test_priority_is_marked_but_its_reason_is_not_even_known():
    assert (picture(FULL) != 255).sum() > (picture(replace(FULL, priority=False)) != 255).sum()
    assert not {"name", "person", "personal_id", "phone", "address", "applicant"} & set(
        Slip.__struct_fields__
    )


@pytest.mark.parametrize("wait", [(15, 25), (95, 130), None])
@pytest.mark.parametrize("width", [576, 384])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_words_are_cut_at_the_edge(width, language, wait, monkeypatch):
    """The two marks of a slip, the frames and the longest words of either language, on the narrowest paper."""
    cut, draw = [], ImageDraw.ImageDraw.text

    def text(pen, place, words, *more, **settings):
        left, _, right, _ = pen.textbbox(place, words, more[1], anchor=settings["anchor"])
        if left < 0 or right > width:
            cut.append(words)
        draw(pen, place, words, *more, **settings)

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", text)
    line = "Trợ cấp, bảo trợ, người có công"
    ticket_png(replace(FULL, wait=wait, reprint=True, line=line, hotline="0273 000 0100"), width, language)

    assert cut == []


@pytest.mark.parametrize("width", [576, 384])
def test_a_slip_printed_again_says_so_across_its_head(width):
    again, first = picture(replace(BARE, reprint=True), width), picture(BARE, width)

    assert (again[:60] < THRESHOLD).mean() > 0.25 > (first[:60] < THRESHOLD).mean()
    assert zxing(again) == [LINK]


@pytest.mark.parametrize(
    "more",
    [
        {"line": "Khai sinh, kết hôn, khai tử"},
        {"hotline": "0273 000 0100"},
        {"appointment": "09:30"},
        {"counters": ("4",)},
        {"people_ahead": None},
        {"wait": None},
    ],
)
@pytest.mark.parametrize("width", [576, 384])
def test_everything_that_is_known_is_on_the_slip(width, more):
    without = replace(FULL, counters=())
    one, other = picture(without, width), picture(replace(without, **more), width)

    assert one.shape != other.shape or (one != other).any()


@pytest.mark.parametrize(("link", "level"), [("HTTPS://XA.VN/T#7K3M9QX2", "H"), (LINK, "Q")])
def test_paper_takes_the_strongest_level_that_keeps_the_modules_large(link, level):
    assert lasting(link) == matrix(link, level)
    assert modules(link, level) == len(matrix(link, level))


def test_the_same_slip_is_the_same_picture():
    assert ticket_png(FULL) == ticket_png(FULL)


def test_codes_are_read_out_four_by_four():
    assert grouped("7K3M9QX2") == "7K3M-9QX2"
    assert grouped("7K3M9") == "7K3M-9"
