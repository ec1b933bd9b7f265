"""A dossier on the citizen's phone: how far it is, what comes next, who acts, and an honest word when late.

At tier `code` the page knows nothing about a person or a procedure, so it cannot show any.
"""

from application.histories import sentence
from application.views import DossierPage, HistoryLine
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


def dossier_page(page: DossierPage, voice: Voice) -> Markup:
    state = voice(f"dossier.state.{page.progress}")
    title = voice("dossier.title", code=page.code) if page.code else voice("dossier.title_without_code")
    return element(
        "article",
        _heading(page, voice),
        element("p", state, class_="state"),
        _lateness(page, voice),
        _next(page, voice),
        _to_bring(page, voice),
        _due(page, voice) if page.progress not in ENDED else None,
        _steps(page, voice),
        _tier(page, voice),
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
        return _notice("late", voice("dossier.late_title"), voice(key, day=voice.day(before)))
    if page.due_original and page.due_date and page.due_original != page.due_date:
        moved = voice(
            "dossier.rearranged", before=voice.day(page.due_original), after=voice.day(page.due_date)
        )
        return _notice("moved", voice("dossier.rearranged_title"), moved)
    return None


def _notice(kind: str, title: str, *paragraphs: str) -> Markup:
    return element(
        "section", element("h2", title), *[element("p", text) for text in paragraphs], class_=f"notice {kind}"
    )


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


def _to_bring(page: DossierPage, voice: Voice) -> Markup | None:
    if not page.open_items and not page.reason:
        return None
    items = [element("li", item, lang="vi") for item in page.open_items]
    return element(
        "section",
        element("h2", voice("dossier.bring")) if items else None,
        element("ul", *items, class_="papers") if items else None,
        element("h2", voice("dossier.reason")) if page.reason else None,
        element("p", page.reason, lang="vi") if page.reason else None,
        class_="bring",
    )


def _due(page: DossierPage, voice: Voice) -> Markup:
    moved = page.due_original and page.due_original != page.due_date and not page.late
    provisional = page.provisional and page.due_date
    return element(
        "section",
        element("h2", voice("dossier.due")),
        element("p", _day(page.due_date, voice) if page.due_date else voice("dossier.no_due"), class_="due"),
        element("p", voice("dossier.due_was", day=voice.day(page.due_original))) if moved else None,
        element("p", voice("dossier.due_provisional"), class_="note") if provisional else None,
    )


def _day(iso: str, voice: Voice) -> Markup:
    return element("time", voice.day(iso), datetime=iso)


def _tier(page: DossierPage, voice: Voice) -> Markup:
    if page.tier != "secret":
        return element("p", voice("dossier.only_progress"), class_="note")
    return joined(_details(page, voice), _history(page, voice), _reads(page, voice))


def _details(page: DossierPage, voice: Voice) -> Markup:
    lines = {
        "applicant": page.applicant,
        "personal_id": page.personal_id,
        "section": page.section,
        "officer": page.officer,
    }
    known = [_line(voice(f"dossier.{key}"), text) for key, text in lines.items() if text]
    if page.officer_phone:
        call = element("a", page.officer_phone, href=f"tel:{''.join(page.officer_phone.split())}")
        known.append(_line(voice("dossier.phone"), call))
    return element("section", element("h2", voice("dossier.details")), element("dl", *known, class_="facts"))


def _line(name: str, value: str) -> Markup:
    return element("div", element("dt", name), element("dd", value))


def _history(page: DossierPage, voice: Voice) -> Markup | None:
    return _folded("history", voice("dossier.history"), page.history, voice) if page.history else None


def _reads(page: DossierPage, voice: Voice) -> Markup:
    note = element("p", voice("dossier.reads_note" if page.reads else "dossier.reads_none"), class_="note")
    return _folded("reads", voice("dossier.reads"), page.reads, voice, note)


def _folded(
    name: str, title: str, lines: tuple[HistoryLine, ...], voice: Voice, note: Markup | None = None
) -> Markup:
    moments = [_moment(line, voice) for line in lines]
    return element(
        "details",
        element("summary", f"{title} ({len(lines)})"),
        note,
        element("ol", *moments, class_="moments") if moments else None,
        id=name,
    )


def _moment(line: HistoryLine, voice: Voice) -> Markup:
    words = sentence(line.topic, line.blanks, voice.language)
    who = element("span", line.actor, class_="actor") if line.actor else None
    return element(
        "li", element("time", voice.moment(line.at)), " ", element("span", words), " " if who else None, who
    )
