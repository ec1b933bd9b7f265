"""`motcua board`: the hall's board in this terminal or in a browser, with a voice or without."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from motcua.console import StoreOption, answering, err, fail, language
from motcua.logbook import logbook
from motcua.opened import folder_of, opened
from motcua.reaching import CredentialOption, ServerOption, check_way, reached

if TYPE_CHECKING:
    from application.ports import OfficePort
    from kiosk.board.app import Voice
    from kiosk.browser import Face

BrowserOption = Annotated[bool, typer.Option("--browser", help="Serve the screen to a browser instead.")]
HostOption = Annotated[str, typer.Option(help="Address for --browser; loopback unless you say otherwise.")]
PortOption = Annotated[int, typer.Option(min=0, max=65535, help="Port for --browser; 0 takes any free one.")]
Accents = Literal["north", "central", "south"]
Hanging = Literal["auto", "yes", "no"]

LOGBOOK = "board"
BOARD_PORT, KIOSK_PORT = 8090, 8091
"""Where browsers find them unless told otherwise: both may run on one machine."""


@answering
def board(
    lang: Annotated[str, typer.Option(help="First language of the board: vi or en.")] = "vi",
    portrait: Annotated[Hanging, typer.Option(help="How the screen hangs; auto finds out.")] = "auto",
    voice: Annotated[bool, typer.Option("--voice", help="Call the numbers aloud, each twice.")] = False,
    accent: Annotated[Accents, typer.Option(help="Of the Vietnamese voice.")] = "north",
    english: Annotated[bool, typer.Option("--english", help="Say each call in English as well.")] = False,
    clips: Annotated[Path | None, typer.Option(help="Folder of recorded words; see docs/board.md.")] = None,
    sound_file: Annotated[
        Path | None, typer.Option(help="Write each spoken call to this folder instead of playing it.")
    ] = None,
    volume: Annotated[str, typer.Option(help="Percent, or by time: 07:00=80,11:30=30,13:30=80.")] = "100",
    browser: BrowserOption = False,
    host: HostOption = "127.0.0.1",
    port: PortOption = BOARD_PORT,
    server: ServerOption = "",
    credential: CredentialOption = None,
    store: StoreOption = None,
) -> None:
    """The hall's board: numbers and counters for everybody to see; it is only read."""
    _check(lang, volume)
    if browser:
        if server:
            check_way(server, credential)
        # The voice is heard where the board runs, which is here: two pages would call at once.
        serve_in_browser("board", host, port, lang, pages=1 if voice else None)
        return
    from kiosk.board import BoardApp

    with _office(server, credential, store) as office:
        speaker = None
        if voice or sound_file is not None:
            speaker = _speaker(lang, accent, clips, sound_file, volume, english=english)
        upright = {"auto": None, "yes": True, "no": False}[portrait]
        with logbook(folder_of(store), LOGBOOK):
            BoardApp(office, language=lang, voice=speaker, upright=upright).run()


def serve_in_browser(face: "Face", host: str, port: int, lang: str, *, pages: int | None = None) -> None:
    """Serve to browsers what this very command would show here: the same words without those of the browser.

    `pages` may be open at a time; None for as many as the machine bears.
    """
    from kiosk.browser import PAGES, BrowserServer
    from wording import say

    def ready(bound: int) -> None:
        said = say("board.browser.serving", language(), host=host, port=bound)
        err.print(said, markup=False, soft_wrap=True)

    command = [sys.executable, "-m", "motcua", *without_browser(sys.argv[1:])]
    served = BrowserServer(face, command, host=host, port=port, language=lang, pages=pages or PAGES)
    served.serve_until_ended(ready)


def without_browser(words: list[str]) -> list[str]:
    """The words of a command without `--browser`, `--host` and `--port`.

    Nor is there a watchdog: a page whose screen died opens a new one by itself.
    """
    kept: list[str] = []
    given = iter(words)
    for word in given:
        if word in {"--host", "--port"}:
            next(given, None)
        elif word not in {"--browser", "--watch"} and not word.startswith(("--host=", "--port=")):
            kept.append(word)
    return kept


@contextmanager
def _office(server: str, credential: Path | None, store: Path | None) -> Iterator["OfficePort"]:
    if server:
        with reached(server, credential) as (far, _):
            yield far
    else:
        with opened(folder_of(store)) as office:
            yield office


def _check(lang: str, volume: str) -> None:
    from kiosk.board.voice import NotALoudness, read_loudness
    from wording import languages, say

    if lang not in languages():
        fail(say("cli.paper_language", language(), wanted=lang, languages=", ".join(languages())), 2)
    try:
        read_loudness(volume)
    except NotALoudness:
        fail(say("board.not_a_volume", language(), text=volume), 2)


def _speaker(
    lang: str, accent: Accents, clips: Path | None, files: Path | None, volume: str, *, english: bool
) -> "Voice | None":
    from kiosk.board.voice import read_loudness, speaker_for
    from wording import say

    spoken = (lang, "en") if english and lang != "en" else (lang,)
    speaker = speaker_for(spoken, accent=accent, clips=clips, files=files, loudness=read_loudness(volume))
    if speaker is None:
        err.print(say("board.silent", language()), markup=False)
    return speaker
