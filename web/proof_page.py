"""The page that checks a proof in the reader's own browser: one file without any other, to open here or from a disk.

Nothing that is typed into it is sent anywhere. It is so small that people can read all of it.
"""

import base64
import json
import re
from functools import cache
from hashlib import sha256
from typing import NamedTuple, Protocol, runtime_checkable

from application.ports import UnitView
from application.proofs import PAGE
from application.proofs_door import ProofsDoor
from application.receipts import Evidence
from application.views import DossierPage
from web.assets import FOLDER
from web.markup import Markup, element, joined
from web.voice import Voice
from wording import say, sayings
from wording.identity import DARK, LIGHT, Palette

PATH = PAGE
NAME = "motcua-proof"
DOWNLOAD = f"{PATH}/bang-chung"
SPOKEN = (
    "nothing", "no_keys", "fails", "receipt", "event", "due", "place", "witnessed", "alone", "no_scan", "no_code",
    "no_camera", "broken", "changed", "key", "no_key", "quorum",
)  # fmt: skip
"""What the script says."""
LIMITS = ("truth", "all", "two")

_TEXT = r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`'
_PATTERN = r"(?:(?<=[(,=:\[!&|?{};])|(?<=[(,=:?] ))/(?![/*])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/"
"""A regular expression stands where a value begins; elsewhere a stroke divides."""
_GAPS = re.compile(
    rf"(?P<kept>{_TEXT}|{_PATTERN})|(?P<gap>(?:\s|/\*.*?\*/|//[^\n]*)+)|(?P<other>.)", re.DOTALL
)


@runtime_checkable
class Proving(Protocol):
    """An office that can prove what stands in its log."""

    @property
    def proofs(self) -> ProofsDoor: ...


class Given(NamedTuple):
    """What the office puts into the page. Keys that it gives prove less than keys from elsewhere: the page says so."""

    unit: UnitView
    keys: tuple[str, ...] = ()
    quorum: int = 0
    evidence: Evidence | None = None
    asked: tuple[tuple[str, str], ...] = ()
    """The fields with which the same proof is asked for again, as a file."""


def proof_page(given: Given, voice: Voice, *, alone: bool = False) -> str:
    """The whole page; `alone` makes it a file that names its own policy and its twin in the other language."""
    policy = element("meta", http_equiv="Content-Security-Policy", content=policy_of()) if alone else None
    head = element(
        "head",
        element("meta", charset="utf-8"),
        policy,
        element("meta", name="viewport", content="width=device-width"),
        element("title", _(voice, "title")),
        element("style", Markup(style())),
    )
    twin = f"{NAME}.{voice.other}.html" if alone else f"{PATH}?lang={voice.other}"
    body = element(
        "body",
        element(
            "nav", element("b", _name(given.unit, voice)), element("a", voice("other_language"), href=twin)
        ),
        element("h1", _(voice, "title")),
        element("p", _(voice, "lead")),
        element("noscript", element("p", _(voice, "no_script"))),
        _evidence(given, voice),
        element("button", _(voice, "check"), id="check", class_="go"),
        element("ul", id="verdict", role="status"),
        _keys(given, voice),
        element("h2", _(voice, "limits")),
        element("ul", *[element("li", _(voice, f"limit.{each}")) for each in LIMITS]),
        None if alone else _offline(voice),
        element("script", Markup(_spoken(voice)), id="words", type="application/json"),
        element("script", Markup(script())),
    )
    return f"<!doctype html>{element('html', head, body, lang=voice.language)}\n"


def _evidence(given: Given, voice: Voice) -> Markup:
    evidence = given.evidence
    return joined(
        element("p", element("b", _state(evidence, voice))) if evidence else None,
        element("label", _(voice, "evidence"), for_="evidence"),
        element("textarea", evidence.code if evidence else "", id="evidence", rows="4", spellcheck="false"),
        element("label", _(voice, "file"), for_="file"),
        element("input", type="file", id="file"),
        element("video", id="video", hidden=True, playsinline=True),
        element("p", element("button", _(voice, "scan"), id="scan")),
        _download(given, voice) if evidence else None,
    )


def _state(evidence: Evidence, voice: Voice) -> str:
    key = {"waiting": "waiting_more", "witnessed": "witnessed_by"}.get(evidence.key, evidence.key)
    return say(
        f"receipt.proof.{key}",
        voice.language,
        witnesses=", ".join(_called(each, voice) for each in evidence.witnesses),
    )


def _called(witness: str, voice: Voice) -> str:
    """The bodies that offices ask by default have names; others are called as the office's policy calls them."""
    key = f"witness.{witness}"
    return say(key, voice.language) if key in sayings(voice.language) else witness


def _download(given: Given, voice: Voice) -> Markup:
    fields = [element("input", type="hidden", name=name, value=value) for name, value in given.asked]
    return element("form", *fields, element("button", _(voice, "save")), method="post", action=DOWNLOAD)


def _keys(given: Given, voice: Voice) -> Markup:
    return joined(
        element("label", _(voice, "keys"), for_="keys"),
        element("p", _(voice, "keys_hint")),
        element("textarea", "\n".join(given.keys), id="keys", rows="4", spellcheck="false"),
        element("ul", id="prints"),
        element("label", _(voice, "witnesses"), for_="quorum"),
        element("input", id="quorum", type="number", min="0", max="15", value=str(given.quorum)),
    )


def _offline(voice: Voice) -> Markup:
    return element("p", element("a", _(voice, "take"), href=f"{PATH}/{NAME}.{voice.language}.html"))


def proof_form(page: DossierPage, typed: str, voice: Voice) -> Markup | None:
    """On the page of an accepted dossier: the way to its proof. `typed` is the code where no script keeps the link."""
    if page.tier != "secret" or not page.code:
        return None
    again = joined(
        element("input", type="hidden", name="code", value=typed),
        element("label", voice("form.short_code"), for_="again"),
        element("input", id="again", name="short_code", maxlength="12", autocomplete="off"),
    )
    return element(
        "section",
        element("h2", _(voice, "yours")),
        element("p", _(voice, "yours_lead")),
        element(
            "form",
            again if typed else element("input", type="hidden", name="secret"),
            element("input", type="hidden", name="lang", value=voice.language),
            element("button", _(voice, "yours_button")),
            method="post",
            action=PATH,
        ),
        class_="proof",
    )


# ---- what the file is made of


@cache
def script() -> str:
    """Without comments and blanks: people who want to read it find it with them beside this file."""
    return _squeezed((FOLDER / "proof.js").read_text(encoding="utf-8"))


@cache
def style() -> str:
    """Only the colours it uses, by day and by night."""
    text = re.sub(r"\s*([{}:;,>])\s*|\s+", lambda gap: gap[1] or " ", _rules()).replace(";}", "}")
    names = sorted(set(re.findall(r"var\((--[\w-]+)\)", text)))
    night = f"@media(prefers-color-scheme:dark){{:root{{{_colours(DARK, names)}}}}}"
    return f":root{{{_colours(LIGHT, names)}}}{night}{text}"


def _rules() -> str:
    return re.sub(r"/\*.*?\*/\s*", "", (FOLDER / "proof.css").read_text(encoding="utf-8"), flags=re.DOTALL)


def _colours(palette: Palette, names: list[str]) -> str:
    values = {f"--{name}": value for name, value in palette.variables().items()}
    return ";".join(f"{name}:{values[name]}" for name in names)


@cache
def policy_of() -> str:
    """Nothing from elsewhere, and no script or style but these: each is named by its digest."""
    hashes = {
        name: base64.b64encode(sha256(text.encode()).digest()).decode()
        for name, text in (("script", script()), ("style", style()))
    }
    rules = [f"{name}-src 'sha256-{digest}'" for name, digest in hashes.items()]
    return "; ".join(("default-src 'none'", *rules, "form-action 'self'", "base-uri 'none'"))


def headers() -> dict[str, str]:
    """What this page may do that no other does: run its own script, and look through the camera when it is asked to."""
    camera = "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
    policy = f"{policy_of()}; frame-ancestors 'none'"
    return {"Content-Security-Policy": policy, "Permissions-Policy": camera}


def _squeezed(text: str) -> str:
    """The same script without comments and blanks; texts and patterns are left alone."""
    made = ""
    blank = False
    for found in _GAPS.finditer(text):
        if found["gap"]:
            blank = True
            continue
        piece = found["kept"] or found["other"]
        if blank and made and _apart(made[-1], piece[0]):
            made += " "
        made, blank = (made[:-1] if piece == "}" and made[-1:] == ";" else made) + piece, False
    return made


def _apart(left: str, right: str) -> bool:
    """Whether two letters would become one word, or one operator, without a blank between them."""
    return (_in_word(left) and _in_word(right)) or (left == right and left in "+-")


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter in "_$"


def _spoken(voice: Voice) -> str:
    """The sentences of the script, with their blanks."""
    known = sayings(voice.language)
    words = {key: known[f"web.proof.{key}"].text for key in SPOKEN}
    return json.dumps(words, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _(voice: Voice, key: str) -> str:
    return voice(f"proof.{key}")


def _name(unit: UnitView, voice: Voice) -> str:
    return unit.name if voice.language == "vi" else unit.name_en or unit.name
