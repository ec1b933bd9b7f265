"""What holds with a dossier right now: an apology, papers to bring, and every matter under way, in plain words."""

from itertools import groupby

from application.matters import words_of
from application.views import AskedPaper, DossierPage, Matter
from web.markup import Markup, element, joined
from web.voice import Voice

SORRY = frozenset({"lost", "correction", "recalled"})
"""Matters that are the office's fault."""
YOURS = frozenset({"payment", "visit_with_you", "invited", "undeliverable", "unclaimed"})
"""Matters in which the citizen can do something."""
CLOCK_RUNS = frozenset({"opinion", "leg", "leg_ahead"})
"""Nobody else's slowness ever stops the clock, and people are told so."""
SAYS_SO = "office.wait_for_agency"
"""The next step whose words say already that the clock runs."""


def notice(kind: str, title: str, *paragraphs: str | None) -> Markup:
    told = [element("p", text) for text in paragraphs if text]
    return element("section", element("h2", title), *told, class_=f"notice {kind}")


def matters(page: DossierPage, voice: Voice) -> Markup | None:
    """One notice for each kind, since several agencies may have been asked at once."""
    if not page.matters:
        return None
    said = page.next_step == SAYS_SO
    groups = groupby(page.matters, lambda each: each.kind)
    return joined(*[_matter(kind, tuple(same), voice, said=said) for kind, same in groups])


def _matter(kind: str, same: tuple[Matter, ...], voice: Voice, *, said: bool) -> Markup:
    look = "sorry" if kind in SORRY else "yours" if kind in YOURS else "quiet"
    return notice(
        look,
        words_of(same[0], voice.language, "title"),
        *[words_of(each, voice.language) for each in same],
        voice("dossier.clock_runs") if kind in CLOCK_RUNS and not said else None,
    )


def apology(page: DossierPage, voice: Voice) -> Markup | None:
    """The letter of apology in short: which appointment was put off, to when, and why."""
    if page.apology is None:
        return None
    letter = page.apology
    key = "dossier.rearranged_title" if page.late else "dossier.apology_title"
    moved = voice(
        "dossier.apology",
        before=voice.day(letter.before),
        after=voice.day(letter.after),
        number=letter.number,
    )
    reason = voice("dossier.apology_reason", reason=letter.reason) if letter.reason else None
    return notice("sorry", voice(key), moved, reason)


def to_bring(page: DossierPage, voice: Voice) -> Markup | None:
    """Every paper that is asked for, with how many and under which article, and the reason in writing."""
    told_above = page.apology is not None and page.reason == page.apology.reason
    reason = "" if told_above else page.reason
    if not page.asked and not reason:
        return None
    return element(
        "section",
        _asked(page, voice) if page.asked else None,
        element("h2", voice("dossier.reason")) if reason else None,
        element("p", reason, lang="vi") if reason else None,
        class_="bring",
    )


def _asked(page: DossierPage, voice: Voice) -> Markup:
    waits_for_them = page.next_step.startswith("citizen.")
    under = voice("dossier.asked_under", number=page.notice, basis=page.asked_under)
    last = voice("dossier.answer_by", day=voice.day(page.answer_by)) if page.answer_by else ""
    return joined(
        element("h2", voice("dossier.bring" if waits_for_them else "dossier.asked")),
        element("ul", *[_paper(each, voice) for each in page.asked], class_="papers"),
        element("p", last, class_="last-day") if last and waits_for_them else None,
        element("p", under, class_="note") if page.asked_under else None,
    )


def _paper(asked: AskedPaper, voice: Voice) -> Markup:
    counted = (
        voice(f"dossier.paper.{key}", count=count)
        for key, count in (
            ("originals", asked.originals),
            ("certified", asked.certified),
            ("copies", asked.copies),
        )
        if count
    )
    sheets = ", ".join(counted)
    basis = voice("dossier.paper_basis", basis=asked.basis) if asked.basis else ""
    return element(
        "li",
        element("span", asked.name, lang="vi"),
        joined(" ", element("span", sheets, class_="sheets")) if sheets else None,
        joined(" ", element("span", basis, class_="basis")) if basis else None,
    )
