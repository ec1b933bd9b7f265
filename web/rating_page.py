"""How was it? Asked on the ticket's page once the visit is over: five faces, and why only where it was not good.

The form is plain HTML. Its link's secret is put in by the script, or stands in it where somebody typed the code.
"""

from typing import get_args

from domain.feedback import BEST, LONGEST, WORST, RatingReason
from web.markup import Markup, element, joined
from web.pages import sentence
from web.voice import Voice

PATH = "/danh-gia"
REASONS: tuple[str, ...] = get_args(RatingReason)
OFF_THE_LIST = "unlisted_charge"
MOUTHS = {5: "M8 18q8 9 16 0", 4: "M9 19q7 5 14 0", 3: "M9 21h14", 2: "M9 22q7-5 14 0", 1: "M8 24q8-9 16 0"}
"""The mouth of each face, as a path in a square of 32."""


def rating_form(typed: str, voice: Voice) -> Markup:
    """`typed` is the ticket's secret where the reader typed it; otherwise the script puts it in."""
    return element(
        "form",
        element("h2", voice("rating.question")),
        element("p", voice("rating.nobody_sees"), class_="hint"),
        element("input", type="hidden", name="secret", value=typed),
        element("input", type="hidden", name="lang", value=voice.language),
        element(
            "fieldset",
            element("legend", voice("rating.question"), class_="unseen"),
            *[_face(score, voice) for score in range(BEST, WORST - 1, -1)],
            class_="faces",
        ),
        element(
            "fieldset",
            element("legend", voice("rating.why")),
            *[_reason(reason, voice) for reason in REASONS],
            class_="why",
        ),
        element("label", voice("rating.words"), for_="words"),
        element("textarea", id="words", name="words", rows="3", maxlength=str(LONGEST)),
        element("button", voice("rating.send")),
        method="post",
        action=PATH,
        class_="rating",
    )


def _face(score: int, voice: Voice) -> Markup:
    return element(
        "label",
        element("input", type="radio", name="score", value=str(score), required=True),
        drawn(score),
        element("span", voice(f"rating.score.{score}")),
    )


def drawn(score: int) -> Markup:
    """A face; the words beside it say the same."""
    return element(
        "svg",
        element("circle", cx="16", cy="16", r="14"),
        element("path", d=f"M11 12v1M21 12v1{MOUTHS[score]}"),
        viewBox="0 0 32 32",
        aria_hidden="true",
    )


def _reason(reason: str, voice: Voice) -> Markup:
    return element(
        "label",
        element("input", type="checkbox", name="reason", value=reason),
        element("span", voice(f"rating.reason.{reason}")),
    )


def thanks(reasons: tuple[str, ...], hotline: str, voice: Voice) -> Markup:
    """Money asked for beside the tariff has a door of its own, where nobody at the counter is told who came."""
    tell = OFF_THE_LIST in reasons
    key = "rating.tell_hotline" if hotline else "rating.tell"
    return joined(
        sentence(voice("rating.kept_title"), voice("rating.kept")),
        element("p", voice(key, phone=hotline), class_="notice sorry") if tell else None,
    )
