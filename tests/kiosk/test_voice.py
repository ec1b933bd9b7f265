"""The hall hears its calls: a chime, letter by letter, twice, one after another; and the board never waits for it."""

import logging
import shutil
import signal
import sys
import threading
import time
import wave
from array import array

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.queue.ticket import SERIES
from kiosk.board.voice import Loudness, NotALoudness, read_loudness, speaker_for
from kiosk.board.voice.chime import SECONDS, TONES, chime
from kiosk.board.voice.phrases import TICKET_LETTERS, call_text, clip_names, needed_clips, spelled
from kiosk.board.voice.players import Loudspeaker, SoundFiles, loudspeaker
from kiosk.board.voice.sound import NotASound, Sound, joined, read_wav, silence
from kiosk.board.voice.sources import Clips, source_for
from kiosk.board.voice.speaker import Speaker
from tests.motcua.commands import motcua
from tests.web.over_the_network import until
from wording import languages

NOON = 12 * 60


def tone(hertz, seconds=0.2, rate=22_050, level=10_000):
    at = np.arange(int(seconds * rate)) / rate
    return Sound(array("h", (level * np.sin(2 * np.pi * hertz * at)).astype(int).tolist()), rate)


def loudest_pitch(sound, start=0.0, seconds=0.3):
    piece = np.array(sound.samples[int(start * sound.rate) : int((start + seconds) * sound.rate)], float)
    strength = np.abs(np.fft.rfft(piece * np.hanning(len(piece))))
    return np.fft.rfftfreq(len(piece), 1 / sound.rate)[strength.argmax()]


def energy(sound):
    return float(np.sqrt(np.mean(np.square(np.array(sound.samples, float)))))


class Reciter:
    """Speaks tones, and remembers what it was asked to say."""

    def __init__(self, seconds=0.05):
        self.said, self.seconds = [], seconds

    def call(self, number, counter):
        self.said.append((number, counter))
        return tone(440, self.seconds)


class Hearer:
    """A loudspeaker that notices when two sounds are played at once."""

    def __init__(self, takes=0.0):
        self.heard, self.at_once, self.playing, self.takes = [], 0, 0, takes
        self.release = threading.Event()
        self.release.set()

    def play(self, sound, name):
        self.playing += 1
        self.at_once = max(self.at_once, self.playing)
        time.sleep(self.takes)
        self.release.wait(60)
        self.heard.append((name, sound))
        self.playing -= 1

    def stop(self):
        self.release.set()


def said_by(speaker, patience=60.0):
    end = time.monotonic() + patience
    while speaker.speaking:
        assert time.monotonic() < end
        time.sleep(0.005)


# ---- what is said


def test_a_number_is_said_letter_by_letter_and_a_counter_as_a_number():
    assert call_text("A012", "3", "vi") == "Mời số a, không, một, hai, đến quầy số ba."
    assert call_text("A012", "3", "en") == "Number A, zero, one, two, to counter three."


def test_a_counter_without_a_number_is_spelled_too():
    assert "quầy số bê, hai" in call_text("A012", "B2", "vi")
    assert "quầy số hai, một" in call_text("A012", "21", "vi")


@pytest.mark.parametrize("language", languages())
def test_every_letter_a_number_may_begin_with_is_said_in_every_language(language):
    for letter in {*SERIES, *TICKET_LETTERS}:
        assert spelled(letter, language)


def test_every_letter_a_number_may_begin_with_is_among_the_clips():
    assert set(SERIES) <= set(TICKET_LETTERS)


@given(st.sampled_from(SERIES), st.integers(1, 99_999), st.integers(1, 99))
def test_a_whole_set_of_clips_can_say_any_call(letter, ordinal, counter):
    assert set(clip_names(f"{letter}{ordinal:03d}", str(counter))) <= set(needed_clips())


# ---- sounds


def test_a_sound_is_the_same_after_a_file():
    sound = tone(300)
    again = read_wav(sound.wav())

    assert (again.samples, again.rate) == (sound.samples, sound.rate)


def test_sounds_are_joined_at_one_rate_and_keep_their_pitch_and_length():
    whole = joined([tone(440, 0.5, rate=44_100), silence(0.25), tone(440, 0.5, rate=8_000)])

    assert whole.seconds == pytest.approx(1.25, abs=0.01)
    assert loudest_pitch(whole, 0.05) == pytest.approx(440, abs=5)
    assert loudest_pitch(whole, 0.85) == pytest.approx(440, abs=5)


def test_half_as_loud_is_half_the_swing():
    assert energy(tone(440).at(50)) == pytest.approx(energy(tone(440)) / 2, rel=0.01)
    assert tone(440).at(100) == tone(440)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not a sound at all", b"RIFF\x00\x00\x00\x00WAVEfmt "])
def test_what_is_no_wav_is_refused_by_name(content):
    with pytest.raises(NotASound):
        read_wav(content)


def test_several_channels_are_refused(tmp_path):
    with wave.open(str(tmp_path / "two.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(22_050)
        file.writeframes(bytes(400))

    with pytest.raises(NotASound, match="one channel"):
        read_wav((tmp_path / "two.wav").read_bytes())


def test_the_chime_falls_by_a_third_begins_softly_and_never_clips():
    sound = chime()

    assert sound.seconds == pytest.approx(SECONDS, abs=0.01)
    assert loudest_pitch(sound, 0.05) == pytest.approx(TONES[0][0], abs=6)
    assert loudest_pitch(sound, 0.6, 0.6) == pytest.approx(TONES[1][0], abs=6)
    assert abs(sound.samples[0]) < 50
    assert abs(sound.samples[-1]) < 50
    assert 8_000 < max(map(abs, sound.samples)) < 32_000


# ---- how loud


@pytest.mark.parametrize(("minute", "percent"), [(0, 80), (7 * 60, 80), (11 * 60 + 30, 30), (14 * 60, 80)])
def test_the_voice_is_softer_while_the_hall_rests(minute, percent):
    assert read_loudness("07:00=80,11:30=30,13:30=80").at(minute) == percent


@given(st.integers(0, 100), st.integers(0, 24 * 60 - 1))
def test_one_number_holds_all_day(percent, minute):
    assert read_loudness(str(percent)).at(minute) == percent


@pytest.mark.parametrize(
    "text", ["", "loud", "101", "-1", "25:00=10", "07:00=101", "07:00", "07:60=5", "7=5"]
)
def test_what_is_no_volume_is_refused(text):
    with pytest.raises(NotALoudness):
        read_loudness(text)


# ---- the queue of calls


def test_calls_are_heard_one_after_another_in_their_order_and_nobody_waits():
    hearer, reciter = Hearer(takes=0.2), Reciter()
    speaker = Speaker((reciter,), hearer)
    for number in ("A001", "B001", "C001"):
        speaker.call(number, "1", NOON)
    at_first = list(hearer.heard)
    said_by(speaker)
    speaker.close()

    assert len(at_first) < 3
    assert [name for name, _ in hearer.heard] == ["A001-1", "B001-1", "C001-1"]
    assert hearer.at_once == 1


def test_a_call_is_a_chime_the_first_language_twice_and_the_others_once():
    vietnamese, english = Reciter(0.5), Reciter(0.3)
    speaker = Speaker((vietnamese, english), Hearer())
    whole = speaker.sound_of("A001", "1")
    speaker.close()

    assert whole.seconds == pytest.approx(SECONDS + 0.35 + 2 * (0.5 + 0.7) + 0.3 + 0.7, abs=0.05)


def test_zero_percent_is_silence():
    hearer = Hearer()
    speaker = Speaker((Reciter(),), hearer, Loudness(((0, 0),)))
    speaker.call("A001", "1", NOON)
    said_by(speaker)
    speaker.close()

    assert hearer.heard == []


def test_what_goes_wrong_with_one_call_does_not_silence_the_next(caplog):
    class Hoarse(Reciter):
        def call(self, number, counter):
            if number == "A001":
                raise RuntimeError(number)
            return super().call(number, counter)

    hearer = Hearer()
    speaker = Speaker((Hoarse(),), hearer)
    with caplog.at_level(logging.WARNING, "motcua.screen"):
        speaker.call("A001", "1", NOON)
        speaker.call("A002", "1", NOON)
        said_by(speaker)
    speaker.close()

    assert [name for name, _ in hearer.heard] == ["A002-1"]
    assert "A001 was not called aloud" in caplog.text


def test_too_many_calls_are_dropped_and_said_rather_than_kept(caplog):
    hearer = Hearer()
    hearer.release.clear()
    speaker = Speaker((Reciter(),), hearer)
    with caplog.at_level(logging.WARNING, "motcua.screen"):
        for ordinal in range(40):
            speaker.call(f"A{ordinal:03d}", "1", NOON)
    speaker.close()

    assert "too many wait" in caplog.text
    assert len(hearer.heard) <= 1
    assert not speaker.thread.is_alive()


# ---- who speaks, and where it goes


def whole_set(folder, rate=16_000):
    folder.mkdir(parents=True)
    for name in needed_clips():
        (folder / f"{name}.wav").write_bytes(tone(500, 0.1, rate).wav())
    return folder


def test_a_whole_set_of_clips_speaks_with_its_own_chime(tmp_path):
    folder = whole_set(tmp_path / "vi")
    (folder / "chime.wav").write_bytes(tone(900, 0.25).wav())
    source = source_for("vi", clips=tmp_path)
    speaker = Speaker((source,), Hearer())
    whole = speaker.sound_of("A012", "12")
    speaker.close()

    assert isinstance(source, Clips)
    assert source.call("A012", "12").seconds == pytest.approx(7 * 0.16, abs=0.02)
    assert loudest_pitch(whole, 0.0, 0.2) == pytest.approx(900, abs=10)


@pytest.mark.parametrize("fault", ["missing", "broken"])
def test_a_set_with_a_gap_is_not_used_and_the_log_names_it(tmp_path, caplog, fault):
    folder = whole_set(tmp_path / "vi")
    if fault == "missing":
        (folder / "7.wav").unlink()
    else:
        (folder / "7.wav").write_bytes(b"nothing")
    with caplog.at_level(logging.WARNING, "motcua.screen"):
        source = source_for("vi", clips=tmp_path)

    assert not isinstance(source, Clips)
    assert "are not used" in caplog.text
    assert fault == "broken" or "7.wav" in caplog.text


def test_a_folder_of_clips_that_is_not_there_is_said(tmp_path, caplog):
    with caplog.at_level(logging.WARNING, "motcua.screen"):
        source_for("vi", clips=tmp_path / "nowhere")

    assert "call.wav, counter.wav" in caplog.text
    assert f"and {len(needed_clips()) - 5} more" in caplog.text


@pytest.mark.parametrize("words", [("--volume", "loud"), ("--lang", "xx")])
def test_a_board_that_was_asked_for_wrongly_says_how_to_ask(words):
    said = motcua("board", *words)

    assert said.code == 2
    assert words[1] in said.err


def test_without_clips_and_without_programs_the_board_is_silent_and_says_so(tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("PATH", str(tmp_path))
    with caplog.at_level(logging.WARNING, "motcua.screen"):
        assert speaker_for(("vi", "en")) is None
        assert loudspeaker() is None

    assert "nobody can speak vi" in caplog.text
    assert "stays silent" in caplog.text


def test_calls_are_written_as_files_that_say_whom_they_call(tmp_path):
    whole_set(tmp_path / "clips" / "vi")
    speaker = speaker_for(("vi",), clips=tmp_path / "clips", files=tmp_path / "out")
    speaker.call("A012", "3", NOON)
    speaker.call("H001", "1", NOON)
    said_by(speaker)
    speaker.close()

    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "0001-A012-3.wav",
        "0002-H001-1.wav",
    ]
    assert read_wav((tmp_path / "out" / "0001-A012-3.wav").read_bytes()).seconds > 3


def test_a_folder_that_cannot_be_written_is_a_line_in_the_log(tmp_path, caplog):
    (tmp_path / "file").write_text("")
    with caplog.at_level(logging.WARNING, "motcua.screen"):
        SoundFiles(tmp_path / "file").play(tone(440), "A001-1")

    assert "not written" in caplog.text


PLAYED = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_bytes(pathlib.Path(sys.argv[2]).read_bytes())"


def test_a_sound_is_handed_to_the_player_as_a_file(tmp_path):
    player = Loudspeaker((sys.executable, "-c", PLAYED, str(tmp_path / "heard.wav")))
    player.play(tone(440), "A001-1")

    assert read_wav((tmp_path / "heard.wav").read_bytes()) == tone(440)


@pytest.mark.parametrize(
    ("program", "longer", "told"),
    [
        (("/no/such/player",), 60, "not played"),
        ((sys.executable, "-c", "raise SystemExit(3)"), 60, "ended with 3"),
        ((sys.executable, "-c", "import time; time.sleep(60)"), 0.3, "hangs"),
    ],
    ids=["gone", "failing", "hanging"],
)
def test_a_player_that_fails_costs_one_call_and_is_said(caplog, monkeypatch, program, longer, told):
    monkeypatch.setattr("kiosk.board.voice.players.LONGER", longer)
    with caplog.at_level(logging.WARNING, "motcua.screen"):
        Loudspeaker(program).play(tone(440, 0.05), "A001-1")

    assert told in caplog.text


def test_a_board_that_closes_does_not_wait_for_the_end_of_a_sentence(monkeypatch):
    monkeypatch.setattr("kiosk.board.voice.players.LONGER", 600)
    player = Loudspeaker((sys.executable, "-c", "import time; time.sleep(600)"))
    speaker = Speaker((Reciter(),), player)
    speaker.call("A001", "1", NOON)
    assert until(lambda: player.running)
    playing = player.running
    speaker.close()

    assert not speaker.thread.is_alive()
    assert playing.returncode == -signal.SIGKILL, "it did not end by itself"


@pytest.mark.system
@pytest.mark.parametrize("accent", ["north", "central", "south"])
def test_espeak_calls_a_number_aloud_in_vietnamese_and_english(tmp_path, accent):
    assert shutil.which("espeak-ng")
    speaker = speaker_for(("vi", "en"), accent=accent, files=tmp_path)
    speaker.call("A012", "3", NOON)
    said_by(speaker)
    speaker.close()
    [file] = tmp_path.iterdir()
    sound = read_wav(file.read_bytes())
    spoken = Sound(sound.samples[int(2 * sound.rate) :], sound.rate)
    parts = np.array_split(np.array(spoken.samples, float), 40)

    assert 11 < sound.seconds < 22
    assert energy(spoken) > 800
    assert sum(np.abs(part).max() > 2_000 for part in parts) > 20, "somebody speaks most of the time"
    assert sum(np.abs(part).max() < 200 for part in parts) >= 2, "and breathes between the sentences"
