"""A dossier on the citizen's phone: how far it is, what comes next, who acts, and an honest word when late.

At tier `code` the page knows nothing about a person or a procedure, so it cannot show any.
"""

from application.histories import section_name
from application.views import DossierPage
from web.dossier_folds import folds
from web.dossier_matters import apology, matters, notice, to_bring
from web.markup import BLANK, Markup, around, element, joined, whole
from web.voice import Voice

STEPS = ("submitted", "received", "in_process", "result", "returned")
REACHED = {
    "received": 1,
    "in_process": 2,
    "waiting_for_you": 2,
    "done": 3,
    "returned": 4,
    "not_accepted": 0,
    "stopped": 2,
}
_NEWLY_REGISTERED = 1
ENDED = frozenset({"not_accepted", "stopped"})
OVER = ENDED | {"done", "returned"}


LONG_NAME = 60
"""Official names can fill a whole phone: longer ones than this are set smaller."""


def dossier_page(page: DossierPage, voice: Voice, clock: tuple[str, ...] = ()) -> Markup:
    """`clock` is the account of the time limit, line by line, in the language of `voice`."""
    waits_to_be_checked = not reached(page) and page.progress in {"received", "in_process"}
    state = voice(f"dossier.state.{'submitted' if waits_to_be_checked else page.progress}")
    title = voice("dossier.title", code=page.code) if page.code else voice("dossier.title_without_code")
    return element(
        "article",
        _heading(page, voice),
        element("p", state, class_="state"),
        _lateness(page, voice),
        apology(page, voice) if page.progress not in OVER else None,
        _next(page, voice),
        to_bring(page, voice),
        matters(page, voice),
        _due(page, voice) if page.progress not in ENDED else None,
        _steps(page, voice),
        _tier(page, clock, voice),
        element("p", voice("as_of", time=voice.hour(page.updated_at)), class_="as-of"),
        class_=f"dossier {page.progress}",
        data_title=f"{state} · {page.code or title}",
        data_summary=f"{title}. {state}. {_next_words(page, voice)}",
    )


def _heading(page: DossierPage, voice: Voice) -> Markup:
    title: str = voice("dossier.title_without_code")
    if page.code:
        title = around(voice("dossier.title", code=BLANK), whole(page.code))
    if not page.procedure_name:
        return element("h1", title)
    size = "long" if len(page.procedure_name) > LONG_NAME else None
    name = element("h1", page.procedure_name, lang="vi", class_=size)
    return joined(name, element("p", title, class_="code"))


def reached(page: DossierPage) -> int:
    """Which of the five steps the dossier is at."""
    if page.status == _NEWLY_REGISTERED or (page.tier == "secret" and not page.code):
        return 0  # nothing has been accepted yet, whatever it waits for
    return REACHED[page.progress]


def _steps(page: DossierPage, voice: Voice) -> Markup:
    at, ended = reached(page), page.progress in ENDED
    return element(
        "section",
        element("h2", voice("dossier.progress")),
        element("ol", *[_step(number, at, ended, voice) for number in range(len(STEPS))], class_="steps"),
    )


def _step(number: int, at: int, ended: bool, voice: Voice) -> Markup:
    complete = number < at or (number == at == len(STEPS) - 1)
    current = "stopped" if ended else "current"
    kind = "done" if complete else current if number == at else "ahead"
    return element(
        "li",
        element("span", voice(f"dossier.step.{STEPS[number]}"), class_="name"),
        " ",
        element("span", voice(f"dossier.step.{kind}"), class_="mark"),
        class_=kind,
        aria_current="step" if number == at else None,
    )


def _lateness(page: DossierPage, voice: Voice) -> Markup | None:
    before = page.due_original or page.due_date
    if page.late and before:
        key = "dossier.late_done" if page.progress in OVER else "dossier.late"
        return notice("late", voice("dossier.late_title"), voice(key, day=voice.day(before)))
    if page.apology is None and page.due_original and page.due_original != page.due_date:
        moved = voice(
            "dossier.rearranged", before=voice.day(page.due_original), after=voice.day(page.due_date)
        )
        return notice("moved", voice("dossier.rearranged_title"), moved)
    return None


def _next_words(page: DossierPage, voice: Voice) -> str:
    return voice(f"dossier.step_next.{page.next_step}") if page.next_step else ""


def _next(page: DossierPage, voice: Voice) -> Markup | None:
    if not page.next_step:
        return None
    hand = page.next_step.partition(".")[0]
    return element(
        "section",
        element("h2", voice("dossier.next")),
        element("p", _next_words(page, voice), class_="move"),
        element(
            "p", around(voice("dossier.who", hand=BLANK), element("strong", voice(f"dossier.hand.{hand}")))
        )
        if hand != "nobody"
        else None,
        class_=f"next {hand}",
    )


def _due(page: DossierPage, voice: Voice) -> Markup:
    corrected = any(each.kind == "correction" for each in page.matters)
    told_above = page.late or page.apology is not None
    moved = page.due_original and page.due_original != page.due_date and not told_above
    provisional = page.provisional and page.due_date
    stands = (
        voice(f"dossier.clock_stands.{page.paused_why}", day=voice.date(page.paused_since))
        if page.paused_why
        else ""
    )
    return element(
        "section",
        element("h2", voice("dossier.due_before" if corrected else "dossier.due")),
        element("p", _day(page.due_date, voice) if page.due_date else voice("dossier.no_due"), class_="due"),
        element("p", stands, class_="stands") if stands else None,
        element("p", voice("dossier.due_was", day=voice.day(page.due_original))) if moved else None,
        element("p", voice("dossier.due_provisional"), class_="note") if provisional else None,
    )


def _day(iso: str, voice: Voice) -> Markup:
    return element("time", voice.day(iso), datetime=iso)


def _tier(page: DossierPage, clock: tuple[str, ...], voice: Voice) -> Markup:
    if page.tier != "secret":
        return element("p", voice("dossier.only_progress"), class_="note")
    return joined(_details(page, voice), folds(page, clock, voice))


def _details(page: DossierPage, voice: Voice) -> Markup:
    lines = {
        "applicant": page.applicant or voice("dossier.erased"),
        "personal_id": page.personal_id,
        "section": section_name(page.section, voice.language) if page.section else "",
        "officer": page.officer,
    }
    known = [_line(voice(f"dossier.{key}"), text) for key, text in lines.items() if text]
    if page.officer_phone:
        call = element("a", page.officer_phone, href=f"tel:{''.join(page.officer_phone.split())}")
        known.append(_line(voice("dossier.phone"), call))
    return element("section", element("h2", voice("dossier.details")), element("dl", *known, class_="facts"))


def _line(name: str, value: str) -> Markup:
    return element("div", element("dt", name), element("dd", value))
