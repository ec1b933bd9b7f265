"""The drawers of the day: counted against the books, then handed over in two signatures."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import ClassVar

import msgspec
from textual.binding import BindingType

from desk.choices import people
from desk.fields import Choice
from desk.page import Done
from desk.screens.day import DayKey, DayPage, Row, bound
from domain.cash import Drawer
from wording.dates import number_text


class Held(msgspec.Struct, frozen=True):
    """An officer's drawer and what the books say is in it, in đồng."""

    drawer: Drawer
    expected_vnd: int


class CashPage(DayPage):
    """One's own drawer first, then those that have money in them or were counted."""

    NAME = "cash"
    COLUMNS = (
        ("officer", 0, 0),
        ("expected", 14, 10),
        ("counted", 14, 10),
        ("difference", 12, 10),
        ("drawer_state", 24, 20),
    )
    KEYS: ClassVar[tuple[DayKey, ...]] = (
        ("f2", "count_cash", False),
        ("f3", "offer_cash", False),
        ("f4", "take_cash", True),
        ("f7", "decline_cash", True),
    )
    BINDINGS: ClassVar[list[BindingType]] = bound(KEYS)

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.held: dict[str, Held] = {}

    async def found(self) -> Done[list[Row]] | None:
        answer = await self.glance(self.read)
        if answer is None:
            return None
        self.held = answer.value
        return Done([(officer, self.cells(officer, held)) for officer, held in self.held.items()])

    def read(self) -> dict[str, Held]:
        cash, day, me = self.desk.office.cash, self.day.isoformat(), self.desk.actor.id
        others = [each.officer for each in self.desk.colleagues if each.officer != me]
        held = {each: Held(cash.drawer(each, day), cash.expected(each, day)) for each in (me, *others)}
        return {
            officer: found
            for officer, found in held.items()
            if officer == me or found.expected_vnd or found.drawer != Drawer()
        }

    def cells(self, officer: str, held: Held) -> tuple[str, ...]:
        counted = held.drawer.counted
        return (
            self.desk.person(officer),
            self.amount(held.expected_vnd),
            self.amount(counted.counted_vnd) if counted else "—",
            self.amount(counted.difference_vnd) if counted else "—",
            self.words(f"desk.drawer.{self.state(held)}"),
        )

    def amount(self, vnd: int) -> str:
        return number_text(vnd, self.desk.language)

    def state(self, held: Held) -> str:
        drawer = held.drawer
        if drawer.offered is not None:
            return "offered"
        if drawer.counted is not None:
            return "counted" if drawer.counted.expected_vnd == held.expected_vnd else "count_again"
        return "handed_over" if drawer.handed_over_vnd and not held.expected_vnd else "open"

    def more(self, chosen: str) -> str:
        held = self.held[chosen]
        offered = held.drawer.offered
        if offered is None:
            return self.words(f"desk.drawer_more.{self.state(held)}")
        return self.words(
            "desk.drawer_more.offered",
            to=self.desk.person(offered.to_officer),
            amount=self.amount(offered.amount_vnd),
            receipt=offered.receipt,
        )

    def lists(self) -> Mapping[str, Sequence[Choice]]:
        return people(self.desk.colleagues, self.desk.actor.id)

    def do(self, act: str, chosen: str) -> Callable[..., object]:
        cash, by, day = self.desk.office.cash, self.desk.actor, self.day.isoformat()
        acts: dict[str, Callable[..., object]] = {
            "count_cash": partial(cash.count, by=by, day=day),
            "offer_cash": partial(cash.offer, by=by, day=day),
            "take_cash": partial(cash.take, chosen, by, day=day),
            "decline_cash": partial(cash.decline, chosen, by=by, day=day),
        }
        return acts[act]
