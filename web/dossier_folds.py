"""What a dossier's page keeps folded: how its time was counted, the papers given out, its history, who read it."""

import re
from itertools import groupby

from application.histories import sentence
from application.views import DossierPage, GivenPaper, HistoryLine
from web.markup import Markup, element, joined
from web.voice import Voice

COLUMNS = re.compile(r" {2,}")
"""Columns of an account stand at least two spaces apart."""
DEEPER = " " * 4
"""How a line begins that explains the one above it."""
OF_A_STRETCH = 3
"""When, whether it counts, why."""


def folds(page: DossierPage, clock: tuple[str, ...], voice: Voice) -> Markup:
    return joined(_clock(clock, voice), _given(page, voice), _history(page, voice), _reads(page, voice))


def _clock(lines: tuple[str, ...], voice: Voice) -> Markup | None:
    """The account of the time limit; its first line names the dossier, which the page has done already."""
    if not lines:
        return None
    parts = [
        element("ul", *[_account_line(line, voice) for line in group], class_="account")
        if indented
        else joined(*[element("p", line) for line in group if line])
        for indented, group in groupby(lines[1:], lambda line: line.startswith(" "))
    ]
    note = element("p", voice("dossier.clock_note"), class_="note")
    return element("details", element("summary", voice("dossier.clock")), note, *parts, id="clock")


def _account_line(line: str, voice: Voice) -> Markup:
    columns = COLUMNS.split(line.strip())
    if len(columns) != OF_A_STRETCH:
        return element("li", line.strip(), class_="under" if line.startswith(DEEPER) else None)
    when, counted, why = columns
    return element(
        "li",
        element("span", when, class_="when"),
        " ",
        element("span", counted, class_="counted"),
        " ",
        element("span", why, class_="why"),
        class_="stretch counts" if counted == voice.counted else "stretch",
    )


def _given(page: DossierPage, voice: Voice) -> Markup | None:
    """Which papers exist; what is in them is for whoever holds them."""
    if not page.given:
        return None
    note = element("p", voice("dossier.given_note"), class_="note")
    lines = [_paper(each, voice) for each in page.given]
    return _folded("given", voice("dossier.given"), lines, note)


def _paper(paper: GivenPaper, voice: Voice) -> Markup:
    return element(
        "li",
        element("time", voice.moment(paper.at)),
        " ",
        element("span", voice.form(paper.form)),
        " ",
        element("span", voice("dossier.given_number", number=paper.number), class_="actor"),
    )


def _history(page: DossierPage, voice: Voice) -> Markup | None:
    if not page.history:
        return None
    return _folded("history", voice("dossier.history"), [_moment(line, voice) for line in page.history])


def _reads(page: DossierPage, voice: Voice) -> Markup:
    note = element("p", voice("dossier.reads_note" if page.reads else "dossier.reads_none"), class_="note")
    return _folded("reads", voice("dossier.reads"), [_moment(line, voice) for line in page.reads], note)


def _folded(name: str, title: str, lines: list[Markup], note: Markup | None = None) -> Markup:
    return element(
        "details",
        element("summary", f"{title} ({len(lines)})"),
        note,
        element("ol", *lines, class_="moments") if lines else None,
        id=name,
    )


def _moment(line: HistoryLine, voice: Voice) -> Markup:
    words = sentence(line.topic, line.blanks, voice.language)
    who = element("span", line.actor, class_="actor") if line.actor else None
    return element(
        "li", element("time", voice.moment(line.at)), " ", element("span", words), " " if who else None, who
    )
