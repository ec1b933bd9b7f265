"""What the pages and screens of a past moment said: drawn by the very code that draws them today.

Rooms on the street are strangers to one another; here, above them, the inspector's office of then meets the
citizen's page, the officer's desk and the board of the hall.
"""

from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from application.views import DossierPage, TicketPage
from wording import say
from wording.dates import moment_text

if TYPE_CHECKING:
    from application.office import Office
    from application.views import Board
    from audit.shown import DossierShown, TicketShown

BLOCKS = frozenset(
    {"p", "h1", "h2", "h3", "li", "tr", "section", "article", "dt", "dd", "div", "summary", "header"}
)
"""Elements that begin a new line."""
APART = frozenset({"b", "span", "td", "th"})
"""Elements that stand apart from what is before them without a blank between."""
SILENT = frozenset({"script", "style", "head", "form", "button"})


def renderer() -> str:
    """The version of the program whose words and pages these are: today's, not those of then."""
    try:
        return f"motcua {version('motcua')}"
    except PackageNotFoundError:
        return "motcua"


# ---- the citizen's page


def page_markup(office: "Office", page: DossierPage | TicketPage | None, language: str) -> str:
    """The answer as the citizen's page shows it, as HTML; empty when there was none."""
    from web.asking import Answer, fragment
    from web.voice import voice_for

    return str(fragment(office, Answer(page=page), voice_for(language))) if page is not None else ""


def page_document(office: "Office", page: DossierPage | TicketPage, language: str, note: str) -> str:
    """One HTML file with everything in it: the whole page as a phone showed it, under a line that says what it is."""
    from web.asking import Answer, fragment
    from web.assets import Assets
    from web.markup import element
    from web.pages import Typed, whole_page
    from web.voice import voice_for

    voice, assets = voice_for(language), Assets()
    html = whole_page(office.unit, voice, fragment(office, Answer(page=page), voice), Typed(), assets.version)
    styles = f"<style>{assets.files['look-up.css'].decode()}</style>"
    link, script = f'<link rel="stylesheet" href="/static/look-up.css?v={assets.version}">', "<script"
    html = html.replace(link, styles, 1)
    before, _, after = html.partition(script)
    html = before + after.partition("</script>")[2]
    icon, _, rest = html.partition('<link rel="icon"')
    html = icon + rest.partition(">")[2]
    banner = element("p", note, class_="simulated", role="note")
    return html.replace("<header>", f"{banner}<header>", 1)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        if tag in BLOCKS or tag == "br":
            self.lines.append("")
        elif tag in APART:
            self.lines[-1] += " "

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT
        if tag in BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.lines[-1] += data


def text_of(markup: str) -> list[str]:
    """The lines a reader of the page reads."""
    reader = _Text()
    reader.feed(markup)
    return [line for each in reader.lines if (line := " ".join(each.split()))]


# ---- the officer's screens


def inbox_row(shown: "DossierShown", language: str) -> str:
    """The row of the dossier in the officer's list; one sentence when it was not in it."""
    from desk.words import day, expected, short_status, time_left

    line = shown.line
    if line is None:
        return say("audit.shown.not_in_list", language)
    parts = (
        line.code or say("desk.inbox.no_code", language),
        line.procedure_name,
        short_status(line.status, language),
        day(line.due_date, language),
        time_left(line, language),
        expected(line.awaiting, language),
    )
    return " | ".join(part for part in parts if part)


def desk_lines(shown: "DossierShown", language: str) -> Iterator[str]:
    """The dossier's page at the desk, section by section."""
    from desk.telling import Telling

    for key, lines in Telling(shown.file, language, shown.at).sections():
        yield f"[{say(f'desk.file.{key}', language)}]"
        yield from (f"  {line}" for line in lines)


# ---- the hall


def board_lines(board: "Board", now: int) -> list[str]:
    """The board of the hall, as its page says it."""
    from web.board_page import board_fragment

    return text_of(str(board_fragment(board, now)))


# ---- all of it


def note_of(at: int, size: int, language: str, *, sealed: bool) -> str:
    """What this is: the data of then, in the words of today's version."""
    told = say("audit.shown.note", language, at=moment_text(at, language), size=size, renderer=renderer())
    return f"{told} {say('audit.shown.sealed', language)}" if sealed else told


class Look(NamedTuple):
    """What was to be seen: plain values, and the lines of each page and screen by its name."""

    shown: "DossierShown | TicketShown"
    sections: dict[str, list[str]]
    note: str

    def text(self, language: str) -> str:
        """For people, each page under its heading."""
        lines = [self.note]
        for name, said in self.sections.items():
            lines += ["", f"── {say(f'audit.shown.{name}', language)}"]
            lines += said or [say("audit.shown.nothing", language)]
        return "\n".join(lines)

    def document(self) -> dict[str, Any]:
        """For programs: the lines, and the values that they were made of."""
        values = msgspec.to_builtins(self.shown)
        return {
            "note": self.note,
            "renderer": renderer(),
            "at": values.pop("at"),
            "size": values.pop("size"),
            "text": self.sections,
            "values": values,
        }


def look(office: "Office", what: str, day: str, language: str, *, is_ticket: bool, sealed: bool) -> Look:
    """Look at a dossier (by code) or a ticket (by number, on a day) in an office of then."""
    from audit.shown import dossier_shown, ticket_shown

    note = note_of(office.now(), office.position(), language, sealed=sealed and not is_ticket)
    if is_ticket:
        ticket = ticket_shown(office, what, day)
        page = text_of(page_markup(office, ticket.page, language))
        return Look(ticket, {"holder": page, "board": board_lines(ticket.board, ticket.at)}, note)
    dossier = dossier_shown(office, what, language)
    sections = {
        "citizen": text_of(page_markup(office, dossier.citizen, language)),
        "anybody": text_of(page_markup(office, dossier.anybody, language)),
        "inbox": [inbox_row(dossier, language)],
        "desk": list(desk_lines(dossier, language)),
        "board": board_lines(dossier.board, dossier.at),
    }
    return Look(dossier, sections, note)


def written(
    office: "Office", seen: Look, out: Path | None, pictures: Path | None, language: str
) -> tuple[str, ...]:
    """Write the citizen's page and the screens where they were asked for; the paths of the files."""
    from application.faults import StoreReadOnly
    from audit.shown import DossierShown
    from motcua.picturing import screens

    files: dict[Path, str] = {}
    page = seen.shown.citizen if isinstance(seen.shown, DossierShown) else seen.shown.page
    if out is not None and page is not None:
        files[out] = page_document(office, page, language, seen.note)
    if pictures is not None:
        drawn = screens(office, seen.shown, language)
        files |= {pictures / f"{name}.svg": picture for name, picture in drawn.items()}
    for path, content in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        except OSError as error:
            raise StoreReadOnly(path=path) from error
    return tuple(map(str, files))
