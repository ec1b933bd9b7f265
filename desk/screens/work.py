"""The list of the day's work, reached from the counter and from the inbox by the same key."""

from functools import partial
from typing import TYPE_CHECKING, Any

from application.guidance import Guided
from desk.acts import TOPICS
from desk.day_acts import GUIDANCE_ACTS
from desk.page import Done
from desk.screens.appointments import AppointmentsPage, RoutePage
from desk.screens.cash import CashPage
from desk.screens.day import DayPage
from desk.screens.inspections import InspectionsPage
from desk.screens.listing import ListSheet
from desk.screens.post import PostPage
from desk.screens.search import SearchSheet
from desk.screens.sheet import FormSheet, Heading
from domain.catalogue import Procedure
from wording import say

if TYPE_CHECKING:
    from desk.app import DeskApp

PAGES: dict[str, type[DayPage]] = {
    "appointments": AppointmentsPage,
    "route": RoutePage,
    "post": PostPage,
    "cash": CashPage,
    "inspections": InspectionsPage,
}
GUIDANCE = "guidance"
WORK = (*PAGES, GUIDANCE)
ARTICLE = "NĐ 61/2018 Điều 15"


class DayWork:
    """Opens the list, and what is chosen from it."""

    def __init__(self, desk: "DeskApp") -> None:
        self.desk = desk

    def open(self) -> None:
        words = self.words
        lines = [(words(f"desk.work.{each}"), each) for each in WORK]
        sheet = ListSheet(words("desk.work.title"), words("desk.work.hint"), lines, "desk.key.open_work")
        self.desk.push_screen(sheet, self.chosen)

    def words(self, key: str, **blanks: object) -> str:
        return say(key, self.desk.language, **blanks)

    def chosen(self, work: str | None) -> None:
        if work == GUIDANCE:
            self.desk.push_screen(SearchSheet(), self.ask_guidance)
        elif work is not None:
            self.desk.push_screen(PAGES[work](self.desk.office.today()))

    def ask_guidance(self, procedure: Procedure | None) -> None:
        """About a procedure, or about none when the search was left."""
        name = procedure.name if procedure else self.words("desk.work.no_procedure")
        heading = Heading(self.words("desk.day_act.guide_caller"), name, ARTICLE)
        give = partial(self.give, procedure.code if procedure else "")
        self.desk.push_screen(FormSheet(heading, GUIDANCE_ACTS["guide_caller"], give), self.given)

    def give(self, procedure: str, channel: str, about_papers: bool, **said: Any) -> str:
        ticked = {topic: said.pop(topic) for topic in TOPICS if topic != "papers"} | {"papers": about_papers}
        topics = tuple(topic for topic in TOPICS if ticked[topic])
        guided = Guided(channel=channel, topics=topics, procedure=procedure, **said)
        return self.desk.office.guidance.give(guided, self.desk.actor)

    def given(self, answered: Done[object] | None) -> None:
        if answered is not None:
            self.desk.notify(self.words("guidance.given"))
