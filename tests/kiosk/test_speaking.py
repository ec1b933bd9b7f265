"""The kiosk reads its questions and the number aloud, says nothing about anybody, and is silent at the next touch."""

import wave

import numpy as np
import pytest

from application.ports import Intake
from kiosk.aids import Aids
from kiosk.board.voice.players import SoundFiles
from kiosk.large_type import LargeType, NotTwoSizes, large_type_for, sizes_of
from kiosk.speaking import Prompter, prompt
from tests.kiosk.a_hall import HOA, code_of, popular, visiting
from tests.web.over_the_network import until

PRIVATE = ("Nguyễn", "Ẩn Danh", "082199", "H20.321")


class Listener:
    """Stands where the voice would: what it was asked to read, and how often it was told to be silent."""

    def __init__(self):
        self.heard, self.hushed = [], 0

    def read(self, text, language, name):
        self.heard.append((name, language, text))

    def hush(self):
        self.hushed += 1

    def close(self):
        self.hush()


def listening():
    listener = Listener()
    return listener, Aids(prompter=listener)


async def test_question_and_choices_are_read_with_their_keys(office):
    listener, aids = listening()
    async with visiting(office, aids=aids) as visitor:
        await visitor.press("1")
        name, language, text = listener.heard[-1]
        assert (name, language) == ("fields", "vi")
        assert "thuộc mảng nào?" in text
        assert "Phím một: Khai sinh, kết hôn, khai tử." in text


async def test_the_number_is_read_figure_by_figure_with_what_stands_before_it(office):
    popular(office)
    listener, aids = listening()
    async with visiting(office, aids=aids) as visitor:
        await visitor.press("1", "1", "1", "0", "0")
        name, _, text = listener.heard[-1]
        assert name == "number"
        assert "a, không, không, bốn" in text
        assert "Trước ông/bà: 3 người." in text


async def test_the_other_language_is_read_when_it_is_chosen(office):
    listener, aids = listening()
    async with visiting(office, aids=aids) as visitor:
        await visitor.press("/")
        assert listener.heard[-1][1] == "en"
        assert "Key one:" in listener.heard[-1][2]


async def test_every_touch_makes_it_silent_first(office):
    listener, aids = listening()
    async with visiting(office, aids=aids) as visitor:
        await visitor.press("1")
        before = listener.hushed
        await visitor.press("*")
        assert listener.hushed > before


async def test_nobody_is_read_to_in_an_empty_hall(office):
    listener, aids = listening()
    async with visiting(office, aids=aids) as visitor:
        await visitor.press("1")
        heard = len(listener.heard)
        await visitor.wait(140)
        assert visitor.place == "attract"
        assert len(listener.heard) == heard


async def test_the_same_page_is_read_once(office):
    listener, aids = listening()
    async with visiting(office, aids=aids) as visitor:
        await visitor.press("1")
        heard = len(listener.heard)
        await visitor.pilot.resize_terminal(80, 24)
        await visitor.rest()
        assert len(listener.heard) == heard


async def test_nothing_about_a_dossier_or_a_person_is_ever_read(office):
    dossier = office.dossiers.accept(
        Intake(
            procedure=code_of(office),
            applicant="Nguyễn Văn Ẩn Danh",
            personal_id="082199000123",
            papers=(("Giấy chứng sinh", 1, 0),),
        ),
        HOA,
    )
    listener, aids = listening()
    async with visiting(office, aids=aids) as visitor:
        await visitor.scan(dossier.url)
        assert visitor.place == "answer"
        assert prompt(visitor.app.place, visitor.app.session) == ""
        await visitor.press("*", "9")
        await visitor.type("khai sinh")
        said = " ".join(text for _, _, text in listener.heard)
        assert not any(word in said for word in (*PRIVATE, "khai sinh "))


async def test_a_kiosk_without_a_voice_is_a_kiosk(office):
    async with visiting(office) as visitor:
        await visitor.press("1")
        assert visitor.app.prompter is None


# ---- larger letters


ASKED = []


class Terminal(LargeType, frozen=True):
    """A terminal that takes orders."""

    def set(self, *, large):
        ASKED.append(large)


async def test_large_type_is_offered_where_the_terminal_takes_orders_and_ends_with_the_visit(office):
    terminal = Terminal(22, 30, "unix:@kitty")
    ASKED.clear()
    async with visiting(office, aids=Aids(large_type=terminal)) as visitor:
        await visitor.click("Chữ to", whole=True)
        assert ASKED == [True]
        assert "Chữ thường" in visitor.screen
        await visitor.press("1")
        await visitor.wait(70)
        assert ASKED == [True, False]
        assert "Chữ to" in visitor.screen


async def test_where_it_takes_none_nothing_is_offered(office):
    async with visiting(office) as visitor:
        assert "Chữ to" not in visitor.screen


def test_two_sizes_are_two_numbers_the_larger_one_last(monkeypatch):
    assert sizes_of("22/30") == (22, 30)
    for wrong in ("", "22", "30/22", "a/b", "2/30", "22/300", "22/30/40"):
        with pytest.raises(NotTwoSizes):
            sizes_of(wrong)
    monkeypatch.delenv("KITTY_LISTEN_ON", raising=False)
    assert large_type_for("22/30") is None
    assert large_type_for("") is None


# ---- real sound


def sound(file):
    with wave.open(str(file)) as read:
        frames = np.frombuffer(read.readframes(read.getnframes()), np.int16).astype(float)
        return read.getnframes() / read.getframerate(), float(np.sqrt(np.mean(frames**2)))


@pytest.mark.system
async def test_a_real_voice_reads_a_real_place_into_a_real_file(office, tmp_path):
    popular(office)
    prompter = Prompter(SoundFiles(tmp_path))
    async with visiting(office, aids=Aids(prompter=prompter)) as visitor:
        await visitor.press("1")
        await _files(visitor, tmp_path, 1)
    seconds, loud = sound(next(tmp_path.glob("*-fields.wav")))
    assert 4 < seconds < 60
    assert loud > 300


@pytest.mark.system
def test_a_newer_prompt_ends_the_one_before_and_the_screen_waits_for_neither(tmp_path):
    prompter = Prompter(SoundFiles(tmp_path))
    for turn in range(20):
        prompter.read(f"Câu hỏi thứ {turn}, xin mời ông bà chọn.", "vi", f"turn{turn}")
    assert until(lambda: any(tmp_path.glob("*turn19*")))
    prompter.close()
    made = sorted(file.name for file in tmp_path.glob("*.wav"))
    assert len(made) < 10, "those that nobody waits for any more are not spoken"
    assert any("turn19" in name for name in made)


async def _files(visitor, folder, many):
    for _ in range(1200):
        if len(list(folder.glob("*.wav"))) >= many:
            return
        await visitor.pilot.pause(0.05)
