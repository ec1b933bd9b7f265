"""The counters through the day: opened, calling one ticket after the other, at lunch, closed when nobody waits."""

from application.envelope import Actor
from application.views import TicketView
from motcua.demo.agenda import SECOND, Life
from motcua.demo.cast import Post
from motcua.demo.commune import CLOSING, LUNCH_ENDS, NOON, Commune, Visit

OPENING = 7 * 60
LOOKS_UP = 30 * SECOND
"""How often an officer without a visitor looks at the line."""


class Counters:
    def __init__(self, commune: Commune) -> None:
        self.commune = commune
        self.queue = commune.office.queue

    def open_all(self, day: int) -> None:
        commune = self.commune
        away = commune.rng.choice(commune.cast.posts) if commune.chance(0.15) else None
        for post in commune.cast.posts:
            # The deputy sits in for whoever is on leave.
            officer = commune.cast.deputy.id if post == away else post.officer
            commune.agenda.start(
                commune.at_some(day, OPENING - 10, OPENING - 1), self._shift(post, officer, day)
            )

    def _shift(self, post: Post, officer: str, day: int) -> Life:
        commune = self.commune
        by = commune.cast.open_counter(post, officer)
        yield commune.at(day, OPENING)
        yield from self._calling(post, by, commune.at(day, NOON))
        commune.office.staff.pause(by, commune.voice.one_of("why.pause"))
        yield commune.at_some(day, LUNCH_ENDS - 2, LUNCH_ENDS)
        commune.office.staff.resume(by)
        yield from self._calling(post, by, commune.at(day, CLOSING))
        commune.office.staff.sign_out(by)

    def _calling(self, post: Post, by: Actor, until: int) -> Life:
        """Everybody who waits at the end of the half-day is still served."""
        while True:
            if any(self.commune.waiting[group] for group in post.groups):
                ticket = self.queue.call_next(post.counter, by)
                if ticket is None:
                    raise AssertionError("the hall and the log disagree about who waits")
                self.commune.waiting[ticket.group] -= 1
                yield from self._attend(ticket, by)
                yield self.commune.within(0.3, 1.2)
            elif self.commune.now >= until:
                return
            else:
                yield self.commune.now + LOOKS_UP

    def _attend(self, ticket: TicketView, by: Actor) -> Life:
        commune, visit = self.commune, self.commune.visits[ticket.id]
        yield commune.within(0.3, 0.9)
        if visit.absent:
            yield from self._nobody_comes(ticket, visit, by)
            return
        self.queue.start(ticket.id, by)
        if visit.right_group:
            yield commune.within(0.7, 2.0)
            self.queue.transfer(ticket.id, visit.right_group, commune.voice.one_of("why.transfer"), by)
            commune.waiting[visit.right_group] += 1
            visit.right_group = ""
            return
        if visit.script is None:
            raise AssertionError("whoever comes to the counter wants something")
        outcome, dossier = yield from visit.script(by, ticket)
        yield commune.within(0.2, 0.8)
        self.queue.finish(ticket.id, outcome, by, dossier=dossier)
        del commune.visits[ticket.id]

    def _nobody_comes(self, ticket: TicketView, visit: Visit, by: Actor) -> Life:
        commune = self.commune
        for _ in range(commune.rng.choice((1, 2))):
            yield commune.within(0.8, 1.5)
            self.queue.recall(ticket.id, by)
        yield commune.within(0.8, 1.5)
        self.queue.miss(ticket.id, by)
        if visit.absent == "for_a_while":
            commune.agenda.start(commune.within(4, 25), self._back_again(ticket, visit, by))

    def _back_again(self, ticket: TicketView, visit: Visit, by: Actor) -> Life:
        visit.absent = ""
        self.queue.rejoin(ticket.id, by)
        self.commune.waiting[ticket.group] += 1
        yield self.commune.now
