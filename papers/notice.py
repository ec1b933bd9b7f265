"""The key of the log as a sheet for the notice board: what it takes to check the office without asking it."""

from functools import cache
from importlib.resources import as_file, files
from typing import Any

import msgspec
import typst

from papers.glyphs import printable
from papers.pdf import SECOND, STANDARDS
from papers.qr import svg
from wording import say
from wording.dates import moment_text

LAYOUT = "notice-1.typ"
MOST_EARLIER = 8
"""Keys of closed logs that fit on the page, the latest ones."""


class KeyNotice(msgspec.Struct, frozen=True, kw_only=True):
    """What the sheet tells; `earlier` are (origin, fingerprint) of closed logs, for receipts of theirs."""

    unit: str
    superior: str = ""
    simulated: bool = False
    origin: str
    vkey: str
    fingerprint: str
    earlier: tuple[tuple[str, str], ...] = ()
    made_at: int
    """Microseconds UTC."""


def notice_pdf(notice: KeyNotice) -> bytes:
    """One A4 page as PDF/A-2a and PDF/UA-1, in Vietnamese with the English under it; the same bytes every time."""
    with as_file(files("papers") / "fonts") as folder:
        made: Any = typst.Compiler(font_paths=[folder], ignore_system_fonts=True).compile(
            _layout(),
            format="pdf",
            sys_inputs={"notice": msgspec.json.encode(_told(notice)).decode()},
            pdf_standards=STANDARDS,
            timestamp=notice.made_at // SECOND,
        )
    return bytes(made)


@cache
def _layout() -> bytes:
    return (files("papers") / "templates" / LAYOUT).read_bytes()


def _told(notice: KeyNotice) -> dict[str, object]:
    words = {
        "fingerprint_label": _both("fingerprint"),
        "vkey_label": _both("vkey"),
        "earlier_label": _both("earlier"),
        "compared": _both("compared"),
        "lines": [_both(f"line.{number}") for number in range(1, 5)],
    }
    return words | {
        "title": say("key.sheet.title", "vi"),
        "title_en": say("key.sheet.title", "en"),
        "code_alt": say("key.sheet.code_alt", "vi"),
        "made": say("key.sheet.made", "vi", moment=moment_text(notice.made_at, "vi")),
        "simulated": say("paper.all-1.simulated", "vi") if notice.simulated else "",
        "unit": printable(notice.unit.upper()),
        "superior": printable(notice.superior.upper()),
        "origin": notice.origin,
        "vkey": printable(notice.vkey),
        "svg": svg(notice.vkey),
        "fingerprint": notice.fingerprint.split(),
        "earlier": [list(each) for each in notice.earlier[-MOST_EARLIER:]],
        "made_at": notice.made_at,
    }


def _both(key: str) -> dict[str, str]:
    return {language: say(f"key.sheet.{key}", language) for language in ("vi", "en")}
