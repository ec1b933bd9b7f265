"""The counter: the number being served, why it was called, the nine keys of a visit, and who waits."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Grid, Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Button, DataTable, Static

from application.views import CounterView, TicketView
from desk.acts import TICKET_ACTS
from desk.fields import Choice
from desk.page import Hint, Page
from desk.screens.inbox import InboxScreen
from desk.screens.intake import IntakeScreen
from desk.screens.listing import ListSheet
from desk.screens.sheet import FormSheet, Heading
from desk.screens.work import DayWork
from desk.ticket_steps import steps_in_words
from desk.widgets.drawings import BigNumber
from desk.widgets.lines import shortened
from desk.words import minutes, stopwatch
from wording.dates import clock_text

KEYS = (
    ("f1", "call_next"),
    ("f2", "recall"),
    ("f3", "start"),
    ("f4", "finish"),
    ("f5", "miss"),
    ("f6", "transfer"),
    ("f7", "by_number"),
    ("f8", "receive"),
    ("f9", "pause"),
)
LETTERS = (("g", "hold"), ("x", "confirm_priority"), ("l", "history"))
"""Keys of what comes up less often; nothing is typed on this page."""
NEEDS_TICKET = frozenset({"recall", "start", "finish", "miss", "transfer", "receive"})
REFRESH_SECONDS = 2
LEAST_NAME = 11
MINUTE = 60_000_000
FIXED_COLUMNS = 30
"""Width of the queue table without the procedure: three columns and their gaps."""


class CounterScreen(Page[None]):
    """Refreshes itself; every key answers with what the office did, or with why it did not."""

    CSS_PATH = "counter.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *((key, act, "") for key, act in (*KEYS, *LETTERS)),
        ("f10", "inbox", ""),
        ("f11", "change_priority", ""),
        ("f12", "day_work", ""),
        ("ctrl+o", "sign_out", ""),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.view: CounterView | None = None
        self.started: dict[str, int] = {}
        """When this desk started a service, by ticket: the working time counts from here."""
        self.taken: dict[str, str] = {}
        """The dossier taken in during a visit, by ticket, for the visit's end."""

    def body(self) -> Iterator[Widget]:
        with Horizontal(classes="counter"):
            with Vertical(classes="now"):
                yield Static(markup=False, classes="call-state")
                yield BigNumber()
                yield Static(markup=False, classes="procedure")
                yield Static(markup=False, classes="times")
                yield Static(markup=False, classes="why")
                with Grid(classes="keys"):
                    for key, act in KEYS:
                        label = f"{key.upper()} {self.words(f'desk.counter.{act}')}"
                        yield Button(label, id=act, action=f"screen.{act}", compact=True)
            with Vertical(classes="line"):
                yield Static(markup=False, classes="summary")
                yield DataTable(cursor_type="row", zebra_stripes=True)
                yield Static(markup=False, classes="missed")

    def hints(self) -> tuple[Hint, ...]:
        return (
            *((key.upper(), self.words(f"desk.key.{act}")) for key, act in LETTERS),
            ("F10", self.words("desk.key.inbox")),
            ("F11", self.words("desk.key.priority")),
            ("F12", self.words("desk.key.day_work")),
            ("Ctrl+L", self.words("desk.key.language")),
            ("Ctrl+O", self.words("desk.key.sign_out")),
        )

    async def on_mount(self) -> None:
        self.set_interval(REFRESH_SECONDS, self.look)
        self.set_interval(1, self.write_times)
        await self.look()

    async def on_screen_resume(self) -> None:
        if self.is_mounted and self.desk.by is not None:
            await self.look()

    async def restore(self, kept: dict[str, object]) -> None:
        await self.look()

    # ---- looking

    async def look(self) -> None:
        if self.desk.by is None or not self.is_current:
            return
        found = await self.glance(self.desk.office.queue.counter, self.desk.counter, self.desk.by.id)
        if found is not None:
            self.view = found.value
            self.write()

    def write(self) -> None:
        if self.view is None:
            return
        current = self.view.current
        self.query_one(BigNumber).show_number(current.number if current else "")
        self.query_one(".call-state", Static).update(self.state(self.view, current))
        self.query_one(".procedure", Static).update(self.business(current) if current else "")
        self.query_one(".why", Static).update(self.why(current) if current else "")
        for button in self.query(Button):
            button.set_class(not current and button.id in NEEDS_TICKET, "-idle")
        pause = self.words("desk.counter.resume" if self.desk.paused else "desk.counter.pause")
        self.query_one("#pause", Button).label = f"F9 {pause}"
        self.write_times()
        self.write_line()

    def state(self, view: CounterView, current: TicketView | None) -> str:
        if self.desk.paused:
            until = f" → {clock_text(view.paused_until)}" if view.paused_until else ""
            return self.words("desk.counter.on_break") + until
        return self.words(f"desk.ticket_state.{current.state}" if current else "desk.counter.nobody")

    def business(self, ticket: TicketView) -> str:
        priority = self.priority(ticket)
        name = ticket.procedure_name or self.words("desk.counter.other_business")
        return f"{name}\n{priority}" if priority else name

    def priority(self, ticket: TicketView) -> str:
        if not ticket.priority:
            return ""
        checked = f" ✓ {self.words('desk.counter.confirmed')}" if ticket.confirmed else ""
        return f"▲ {self.words(f'priority.{ticket.priority}')}{checked}"

    def mark(self, ticket: TicketView) -> str:
        """Priority, the hour of an appointment, or that it was sent here: short enough for its column."""
        if ticket.due_at:
            return self.words("desk.counter.due", hour=clock_text(ticket.due_at))
        if not ticket.priority and (ticket.transfers or ticket.holds):
            return self.words("desk.counter.sent" if ticket.transfers else "desk.counter.was_held")
        return f"▲ {self.words(f'desk.priority_short.{ticket.priority}')}" if ticket.priority else ""

    def why(self, ticket: TicketView) -> str:
        if not ticket.rule:
            return ""
        said = self.words(f"desk.rule.{ticket.rule}")
        if not ticket.passed_over:
            return said
        return f"{said} {self.words('desk.counter.passed_over', numbers=', '.join(ticket.passed_over))}"

    def write_times(self) -> None:
        if not self.is_current or not self.query(".times"):  # between two languages nothing is there
            return
        current = self.view.current if self.view else None
        if current is None:
            served = self.view.served_today if self.view else 0
            self.query_one(".times", Static).update(self.words("desk.counter.served_today", count=served))
            return
        now = self.desk.office.now()
        since = self.started.get(current.id, current.called_at)
        key = "working" if current.state == "serving" else "called_ago"
        waited = minutes(current.issued_at, current.called_at)
        said = self.words(f"desk.counter.{key}", waited=waited, clock=stopwatch(since, now))
        self.query_one(".times", Static).update(said)

    def write_line(self) -> None:
        if self.view is None:
            return
        now, waiting = self.desk.office.now(), self.view.waiting
        longest = max((minutes(ticket.issued_at, now) for ticket in waiting), default=0)
        summary = self.words("desk.counter.waiting", count=len(waiting), longest=longest)
        self.query_one(".summary", Static).update(summary)
        table = self.query_one(DataTable)
        place = table.cursor_row
        table.clear(columns=True)
        room = max(LEAST_NAME, table.size.width - FIXED_COLUMNS)
        table.add_column(self.words("desk.counter.number"), width=5)
        table.add_column(self.words("desk.counter.procedure"), width=room)
        table.add_column(self.words("desk.counter.waited"), width=4)
        table.add_column(self.words("desk.counter.priority"), width=12)
        for ticket in waiting:
            name = ticket.procedure_name or self.words("desk.counter.other_business")
            waited = f"{minutes(ticket.issued_at, now)}'"
            table.add_row(ticket.number, shortened(name, room), waited, self.mark(ticket), key=ticket.id)
        if waiting:
            table.move_cursor(row=min(place, len(waiting) - 1))
        self.query_one(".missed", Static).update("\n".join(self.aside(self.view)))

    def aside(self, view: CounterView) -> Iterator[str]:
        """Numbers that are in no line now and come back by their number."""
        for name, tickets in (("missed", view.missed), ("held", view.held)):
            if tickets:
                numbers = ", ".join(ticket.number for ticket in tickets)
                yield self.words(f"desk.counter.{name}", numbers=numbers)

    # ---- the keys

    def current(self) -> TicketView | None:
        """The ticket at this counter; when there is none, the officer is told which key calls one."""
        found = self.view.current if self.view else None
        if found is None:
            self.tell(self.words("desk.counter.call_first"))
        return found

    async def action_call_next(self) -> None:
        await self.look()
        if self.desk.paused:
            self.tell(self.words("desk.counter.resume_first"))
        elif self.view is not None and self.view.current is not None:
            self.tell(self.words("desk.counter.end_first", number=self.view.current.number))
        else:
            called = await self.ask(self.desk.office.queue.call_next, self.desk.counter, self.desk.actor)
            await self.look()
            if called is not None and called.value is None:
                self.tell(self.words("desk.counter.nobody_waits"))

    async def action_recall(self) -> None:
        if ticket := self.current():
            await self.ask(self.desk.office.queue.recall, ticket.id, self.desk.actor)
            await self.look()

    async def action_start(self) -> None:
        if ticket := self.current():
            if await self.ask(self.desk.office.queue.start, ticket.id, self.desk.actor):
                self.started[ticket.id] = self.desk.office.now()
            await self.look()

    async def action_miss(self) -> None:
        if ticket := self.current():
            await self.ask(self.desk.office.queue.miss, ticket.id, self.desk.actor)
            await self.look()

    def action_finish(self) -> None:
        if ticket := self.current():
            dossier = self.taken.get(ticket.id, "")
            end = partial(self.desk.office.queue.finish, ticket.id, by=self.desk.actor, dossier=dossier)
            outcome = {"outcome": "dossier"} if dossier else {}
            self.ask_in_form("finish", end, typed=outcome)

    def action_transfer(self) -> None:
        if ticket := self.current():
            self.ask_in_form(
                "transfer", partial(self.desk.office.queue.transfer, ticket.id, by=self.desk.actor)
            )

    def action_hold(self) -> None:
        if ticket := self.current():
            self.ask_in_form("hold", partial(self.desk.office.queue.hold, ticket.id, by=self.desk.actor))

    async def action_confirm_priority(self) -> None:
        if ticket := self.current():
            await self.ask(self.desk.office.queue.confirm_priority, ticket.id, self.desk.actor)
            await self.look()

    async def action_history(self) -> None:
        """Of the number under the cursor, or else of the one at this counter."""
        ticket = self.chosen() or self.current()
        if ticket is None:
            return
        found = await self.ask(self.desk.office.queue.history, ticket.id, self.desk.actor)
        if found is not None:
            lines = [(line, "") for line in steps_in_words(found.value, self.desk)]
            title = self.words("desk.counter.history", number=ticket.number)
            self.app.push_screen(ListSheet(title, self.business(ticket), lines, "desk.key.leave"))

    def action_change_priority(self) -> None:
        ticket = self.chosen() or self.current()
        if ticket is not None:
            self.ask_in_form("change_priority", partial(self.change_priority, ticket.id), about=ticket.number)

    def change_priority(self, ticket: str, priority: str, why: str) -> TicketView:
        after = "" if priority == "none" else priority
        return self.desk.office.queue.change_priority(ticket, after, why, self.desk.actor)

    def chosen(self) -> TicketView | None:
        """The ticket under the cursor of the queue, when the officer is in it."""
        table = self.query_one(DataTable)
        if self.view is None or not table.has_focus or not self.view.waiting:
            return None
        return self.view.waiting[table.cursor_row]

    def action_by_number(self) -> None:
        self.ask_in_form("by_number", self.call_or_rejoin)

    def call_or_rejoin(self, number: str, why: str) -> TicketView:
        """A missed number, or one that stepped aside, comes back; a waiting one is called out of turn."""
        label, queue = number.strip().upper(), self.desk.office.queue
        for ticket in self.view.missed if self.view else ():
            if ticket.number == label:
                return queue.rejoin(ticket.id, self.desk.actor)
        for ticket in self.view.held if self.view else ():
            if ticket.number == label:
                return queue.resume(ticket.id, self.desk.actor)
        return queue.call_number(label, self.desk.counter, self.desk.actor, why)

    async def action_pause(self) -> None:
        if self.desk.paused:
            if await self.ask(self.desk.office.staff.resume, self.desk.actor):
                self.desk.paused = False
            self.write()
        else:
            self.ask_in_form("pause", self.pause)

    def pause(self, why: str, minutes: int) -> None:
        until = self.desk.office.now() + minutes * MINUTE if minutes else 0
        self.desk.office.staff.pause(self.desk.actor, why, until)
        self.desk.paused = True

    def ask_in_form(
        self,
        act: str,
        do: Callable[..., object],
        *,
        typed: Mapping[str, object] | None = None,
        about: str = "",
    ) -> None:
        lists = {"groups": self.groups(), "counters": self.counters(), "colleagues": self.at_work()}
        title = self.words(f"desk.ticket_act.{act}", number=about or self.number())
        heading = Heading(title, self.words(f"desk.ticket_hint.{act}"))
        self.app.push_screen(FormSheet(heading, TICKET_ACTS[act], do, lists=lists, typed=typed or {}))

    def number(self) -> str:
        return self.view.current.number if self.view and self.view.current else ""

    def groups(self) -> list[Choice]:
        english = self.desk.language == "en"
        return [
            ((group.name_en if english else group.name), group.key)
            for group in self.desk.office.catalogue.groups()
        ]

    def counters(self) -> list[Choice]:
        """The other counters where somebody works."""
        return [
            (self.words("desk.counter.at", counter=each.counter, name=each.name), each.counter)
            for each in (self.view.counters if self.view else ())
        ]

    def at_work(self) -> list[Choice]:
        return [(each.name, each.officer) for each in (self.view.counters if self.view else ())]

    def action_receive(self) -> None:
        if ticket := self.current():
            self.app.push_screen(IntakeScreen(ticket=ticket), partial(self.remember, ticket.id))

    def remember(self, ticket: str, dossier: str | None) -> None:
        if dossier:
            self.taken[ticket] = dossier

    def action_inbox(self) -> None:
        self.app.push_screen(InboxScreen(ticket=self.view.current if self.view else None))

    def action_day_work(self) -> None:
        DayWork(self.desk).open()

    async def action_sign_out(self) -> None:
        if self.view is not None and self.view.current is not None and not self.desk.session_over:
            self.tell(self.words("desk.counter.end_first", number=self.view.current.number))
        else:
            await self.desk.go_out()
