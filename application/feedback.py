"""Ratings of finished visits and suggestions: given without a name, answered by code, and counted as totals only."""

import hmac
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from uuid import UUID

import msgspec

from application.core import Core, in_one_of, roles_in
from application.envelope import OFFICE, Actor
from application.follower import Follower
from application.given import one_of
from application.leases import load_ticket
from application.lookup import TRIES_PER_DOSSIER, TRIES_PER_ORIGIN, Tries
from application.secrets import digest, plain
from application.store import Transaction
from domain import feedback as f
from domain.calendar import local_date
from domain.dossier.refusals import NotYourRole
from domain.fact import Fact
from domain.feedback import Suggestion
from projections import feedback as book
from projections.feedback import FeedbackMonth, SuggestionRow
from projections.index import paper_number

SHORT = 4
"""Letters of a ticket's code that are asked for beside its number: the number alone can be guessed."""
SERIES = "GY"
"""Letters of the yearly series of suggestions."""
PIN = 8
CODE = 2 + 4 + PIN
"""Least digits of a suggestion's code: year, number, and a secret part."""

BY_DIGEST = "SELECT stream FROM lookup WHERE digest = ? AND kind = 'ticket'"
BY_NUMBER = "SELECT stream FROM ticket WHERE day = ? AND number = ?"
STATE = "SELECT state, number FROM ticket WHERE stream = ?"
RATED = "SELECT stream FROM event WHERE topic = ? AND id > ? ORDER BY id"
SUGGESTIONS = f"SELECT {', '.join(SuggestionRow.__struct_fields__)} FROM suggestion"

CITIZEN = frozenset({"citizen"})
HANDLERS = frozenset({"leader", "head", OFFICE.role})
"""Who reads suggestions and answers them: the head of the unit and those above."""


class Suggested(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants to say: ready sentences, own words, a phone; all but the topic may be left out."""

    topic: str
    sentences: tuple[str, ...] = ()
    words: str = ""
    phone: str = ""


class TicketShown(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody shows a visit: by the secret of its link, or by today's number and four letters of its code."""

    secret: str = ""
    number: str = ""
    short_code: str = ""
    origin: str = ""
    """Who asks (an address), for counting tries; empty for the device itself."""


class VisitToRate(msgspec.Struct, frozen=True, kw_only=True):
    """A finished visit that nobody has rated yet."""

    number: str


class SuggestionView(msgspec.Struct, frozen=True, kw_only=True):
    """A suggestion as the holder of its code sees it. Times in µs UTC; `answered_at` is 0 while it waits."""

    number: str
    topic: str
    left_at: int
    answered_at: int = 0
    answer: str = ""
    code: str = ""
    """Fourteen digits or more, only for whoever has just left it."""


class SuggestionFile(SuggestionView, frozen=True, kw_only=True):
    """A suggestion with what was written; reading it is recorded."""

    sentences: tuple[str, ...] = ()
    words: str = ""
    phone: str = ""


class Feedback:
    """Needs the follower only for its lists and its report."""

    def __init__(self, core: Core, follower: Callable[[], Follower]) -> None:
        self.core, self.follower = core, follower
        self.tries = Tries()

    # ---- a visit

    def visit(self, shown: TicketShown, by: Actor) -> VisitToRate:
        """The visit that is shown, if it can be rated now."""
        stream = self._ticket(shown, by)
        state, label = self.core.store.reader().execute(STATE, (stream.hex,)).fetchone()
        f.must_be_ratable(finished=state == "served", rated=self._is_rated(stream))
        return VisitToRate(number=label)

    def rate(
        self,
        shown: TicketShown,
        score: int,
        by: Actor,
        *,
        reasons: tuple[str, ...] = (),
        words: str = "",
        command: str = "",
    ) -> None:
        """Keep the rating of a finished visit, once. Nobody is told whose it was."""
        ticket = self._ticket(shown, by)
        fact = f.VisitRated(
            score=score,
            reasons=tuple(one_of(reason, f.RatingReason) for reason in reasons),
            words=words,
            ticket=ticket.hex,
        )

        def work(tx: Transaction) -> UUID:
            in_one_of(self.core, by, tx, CITIZEN, f.VisitRated.NAME)
            stream = self._rating(ticket)
            finished = load_ticket(tx, ticket)[0].state == "served"
            tx.record(stream, 0, f.rate(fact=fact, finished=finished, rated=bool(tx.version(stream))))
            return stream

        self.core.write(by, command, work, lambda _: None)

    def _rating(self, ticket: UUID) -> UUID:
        return self.core.stream("rating", ticket.hex)

    def _is_rated(self, ticket: UUID) -> bool:
        return any(self.core.store.read(self.core.store.reader(), self._rating(ticket)))

    def _ticket(self, shown: TicketShown, by: Actor) -> UUID:
        """The ticket that is shown; by its number only with tries counted."""
        reader = self.core.store.reader()
        if shown.secret:
            found = reader.execute(BY_DIGEST, (digest(shown.secret),)).fetchone()
            if found is None:
                raise f.NoVisitToRate()
            return UUID(hex=found[0])
        now = self.core.now()
        label = "".join(letter for letter in shown.number.upper() if letter.isalnum())
        keys = (f"ticket/{local_date(now)}/{label}", f"origin/{shown.origin or by.device}")
        self.tries.reserve(dict(zip(keys, (TRIES_PER_DOSSIER, TRIES_PER_ORIGIN), strict=True)), keys, now)
        found = reader.execute(BY_NUMBER, (local_date(now), label)).fetchone()
        stream = UUID(hex=found[0]) if found else self.core.stream("nothing", label)
        begins = self.core.secrets.link(stream, "ticket")[:SHORT]
        right = hmac.compare_digest(begins.encode(), plain(shown.short_code)[:SHORT].encode())
        if not right or found is None:
            raise f.NoVisitToRate()
        self.tries.give_back(keys, now)
        return stream

    # ---- a suggestion

    def leave(self, said: Suggested, by: Actor, *, command: str = "") -> SuggestionView:
        """Keep a suggestion; the answer carries the code under which the office will answer it."""

        def work(tx: Transaction) -> UUID:
            in_one_of(self.core, by, tx, CITIZEN | HANDLERS, f.SuggestionLeft.NAME)
            number = self.core.next_paper(tx, SERIES)
            fact = f.SuggestionLeft(
                number=number,
                topic=one_of(said.topic, f.SuggestionTopic),
                sentences=tuple(one_of(each, f.SuggestionSentence) for each in said.sentences),
                words=said.words,
                phone=said.phone,
            )
            stream = self._suggestion(number)
            tx.record(stream, 0, f.leave(fact=fact))
            return stream

        return self.core.write(by, command, work, lambda stream: self._seen(stream, with_code=True))

    def follow(self, code: str, by: Actor, *, origin: str = "") -> SuggestionView:
        """What became of a suggestion. A wrong code and an unknown one are refused alike, and tries are counted."""
        now, number, pin = self.core.now(), *_parted(code)
        keys = (f"suggestion/{number}", f"origin/{origin or by.device}")
        self.tries.reserve(dict(zip(keys, (TRIES_PER_DOSSIER, TRIES_PER_ORIGIN), strict=True)), keys, now)
        stream = self._suggestion(number)
        right = hmac.compare_digest(self._pin(stream), pin)
        if not right or self._state(stream).state == "none":
            raise f.NoSuchSuggestion()
        self.tries.give_back(keys, now)
        return self._seen(stream)

    def suggestions(self, by: Actor, *, waiting: bool = True) -> tuple[SuggestionView, ...]:
        """Those that wait for an answer, or all of them, the oldest first; without words, phone or answer."""
        self._must_handle(by, f.SuggestionRead.NAME)
        follower = self.follower()
        with follower.lock:
            rows = follower.connection.execute(f"{SUGGESTIONS} ORDER BY left_at, number").fetchall()
        found = (SuggestionRow(*row) for row in rows)
        return tuple(
            SuggestionView(
                number=row.number, topic=row.topic, left_at=row.left_at, answered_at=row.answered_at
            )
            for row in found
            if not (waiting and row.answered_at)
        )

    def open(self, number: str, by: Actor) -> SuggestionFile:
        """Everything that was written; the reading is recorded."""
        stream = self._act(number, by, f.SuggestionRead.NAME, f.read)
        left = next(self.core.store.read(self.core.store.reader(), stream, personal=True)).fact
        if not isinstance(left, f.SuggestionLeft):
            raise f.NoSuchSuggestion()
        return SuggestionFile(
            **msgspec.structs.asdict(self._seen(stream)),
            sentences=left.sentences,
            words=left.words,
            phone=left.phone,
        )

    def answer(self, number: str, words: str, by: Actor) -> SuggestionView:
        """Answer a suggestion, once; whoever holds its code can read it from now on."""
        name = f.SuggestionAnswered.NAME
        return self._seen(self._act(number, by, name, lambda state: f.answer(state, words=words)))

    def _act(self, number: str, by: Actor, name: str, decide: Callable[[Suggestion], Fact]) -> UUID:
        def work(tx: Transaction) -> UUID:
            in_one_of(self.core, by, tx, HANDLERS, name)
            stream = self._suggestion(number.strip().upper())
            tx.record(stream, tx.version(stream), decide(self._state(stream, tx)))
            return stream

        return self.core.write(by, "", work, lambda stream: stream)

    def _suggestion(self, number: str) -> UUID:
        return self.core.stream("suggestion", number)

    def _state(self, stream: UUID, tx: Transaction | None = None) -> Suggestion:
        connection = tx.connection if tx is not None else self.core.store.reader()
        return f.replay((event.fact, event.recorded_at) for event in self.core.store.read(connection, stream))

    def _seen(self, stream: UUID, *, with_code: bool = False) -> SuggestionView:
        events = list(self.core.store.read(self.core.store.reader(), stream, personal=True))
        state = f.replay((event.fact, event.recorded_at) for event in events)
        answers = [event.fact.answer for event in events if isinstance(event.fact, f.SuggestionAnswered)]
        return SuggestionView(
            number=state.number,
            topic=state.topic,
            left_at=state.left_at,
            answered_at=state.answered_at,
            answer=next(iter(answers), ""),
            code=self._code(stream, state.number) if with_code else "",
        )

    def _code(self, stream: UUID, number: str) -> str:
        """Digits alone, so that a number pad is enough: `26` `0012` and the secret part."""
        ordinal, year, _ = number.split("/")
        return f"{year[2:]}{ordinal}{self._pin(stream)}"

    def _pin(self, stream: UUID) -> str:
        secret = sha256(self.core.secrets.link(stream, "ticket").encode()).digest()
        return f"{int.from_bytes(secret[:8], 'big') % 10**PIN:0{PIN}d}"

    # ---- for the head of the unit

    def report(self, first: date, last: date) -> tuple[FeedbackMonth, ...]:
        """The months from the first day's to the last day's that are over; only totals, small ones withheld."""
        return self._months(first.isoformat()[:7], last.isoformat()[:7])

    def remarks(self, month: str, by: Actor) -> tuple[str, ...]:
        """What was written beside the ratings of a month that is over, in the order of the alphabet.

        Nothing from a month with so few ratings that its remarks could be somebody's; the reading is recorded.
        """

        def work(tx: Transaction) -> UUID:
            in_one_of(self.core, by, tx, HANDLERS, f.RatingWordsRead.NAME)
            stream = self.core.stream("rating_words", month)
            tx.record(stream, tx.version(stream), f.RatingWordsRead(month=month))
            return stream

        self._must_handle(by, f.RatingWordsRead.NAME)
        if not any(each.rated for each in self._months(month, month)):
            return ()
        self.core.write(by, "", work, lambda _: None)
        return self._words_of(month)

    def _months(self, first: str, last: str) -> tuple[FeedbackMonth, ...]:
        today, follower = self.core.today().isoformat(), self.follower()
        with follower.lock:
            return book.months(follower.connection, first, last, today)

    def _words_of(self, month: str) -> tuple[str, ...]:
        store, words = self.core.store, []
        for (stream,) in store.reader().execute(RATED, (f.VisitRated.NAME, 0)).fetchall():
            for event in store.read(store.reader(), UUID(bytes=stream), personal=True):
                if isinstance(event.fact, f.VisitRated) and local_date(event.recorded_at)[:7] == month:
                    words.append(event.fact.words)
        return tuple(sorted(filter(None, words)))

    def _must_handle(self, by: Actor, act: str) -> None:
        held = roles_in(by, self.core.known())
        if HANDLERS.isdisjoint(held):
            raise NotYourRole(role=held[0], act=act)


def _parted(code: str) -> tuple[str, str]:
    """The number and the secret part of a suggestion's code; what is no code belongs to no suggestion."""
    digits = "".join(each for each in code if each in "0123456789")
    if len(digits) < CODE:
        return "", ""
    return paper_number(SERIES, 2000 + int(digits[:2]), int(digits[2:-PIN])), digits[-PIN:]
