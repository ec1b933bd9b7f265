"""What every use case stands on: the store, what the office knows, its secrets, and one way to act."""

from collections.abc import Callable, Collection
from datetime import date
from typing import TypeVar
from uuid import UUID

from application.clock import new_id
from application.envelope import OFFICE, Actor
from application.reference import Knowledge, read_knowledge, stream_id
from application.secrets import Secrets
from application.store import Command, Store, Transaction
from domain.calendar import local_date
from domain.dossier import Hand, format_code, parse_code
from domain.dossier.refusals import NotYourRole
from domain.fact import Refused
from projections.index import paper_number, paper_series

T = TypeVar("T")


BY_CODE = "SELECT stream FROM dossier WHERE code = ?"


class NoDossierWithThatCode(Refused):
    """No dossier of this office has that code."""


class NotSignedIn(Refused):
    """Nobody of this office is known under that name."""


class NotReadableText(Refused):
    """What was typed holds a character that no file can keep, such as half of a pair."""


class Core:
    """Shared by the use cases of one office."""

    def __init__(self, store: Store, secrets: Secrets, public_url: str) -> None:
        self.store, self.secrets, self.public_url = store, secrets, public_url
        self._known, self._undone = Knowledge(), store.undone

    # ---- what the office knows

    def known(self, transaction: Transaction | None = None) -> Knowledge:
        """Unit, calendar, catalogue, rules and staff as of the latest event."""
        if self._undone != self.store.undone:
            self._known, self._undone = Knowledge(), self.store.undone
        if transaction is not None:
            if not self._known.last:
                self.known()  # else whoever only ever writes would read it all again with every act
            # What is not committed yet may still be undone, so it is not remembered.
            return read_knowledge(self.store, transaction.connection, self._known)
        self._known = read_knowledge(self.store, self.store.reader(), self._known)
        return self._known

    def now(self) -> int:
        return self.store.clock.now()

    def today(self) -> date:
        return date.fromisoformat(local_date(self.now()))

    def stream(self, kind: str, key: str) -> UUID:
        return stream_id(self.store.unit, kind, key)

    def new_id(self) -> UUID:
        return new_id(self.store.chance)

    def link(self, secret: str) -> str:
        """The look-up link: the secret stands in the fragment, which no server ever sees (ASVS 14.2.1)."""
        return f"{self.public_url}/t#{secret}"

    def dossier_stream(self, code: str) -> UUID:
        """The stream behind a dossier code, in any of the ways people type it."""
        parsed = parse_code(code, today=self.today().isoformat())
        known = format_code(parsed.agency, parsed.day, parsed.ordinal)
        row = self.store.reader().execute(BY_CODE, (known,)).fetchone()
        if row is None:
            raise NoDossierWithThatCode(code=known)
        return UUID(hex=row[0])

    # ---- acting

    def write(
        self, by: Actor, command: str, work: Callable[[Transaction], UUID], answer: Callable[[UUID], T]
    ) -> T:
        """Run a command once. A repeated command id gives the answer again, as things are now."""
        issued = Command(id=command or self.new_id().hex, by=by)

        def once(transaction: Transaction) -> UUID:
            done = transaction.rows("SELECT stream FROM done_command WHERE command = ?", issued.id)
            return UUID(hex=done[0][0]) if done else work(transaction)

        try:
            return answer(self.store.write(issued, once))
        except UnicodeEncodeError:  # the store has undone the act: nothing of it was kept
            raise NotReadableText from None

    def next_paper(self, transaction: Transaction, kind: str) -> str:
        """The number of the next written notice or result of a kind, running through the year."""
        year = int(local_date(transaction.now)[:4])
        return paper_number(kind, year, transaction.next_ordinal(paper_series(kind, year)))

    def roles_of(self, by: Actor, transaction: Transaction) -> tuple[str, ...]:
        """The roles in which an actor may act: an officer's own, or the citizen's or the office's."""
        return roles_in(by, self.known(transaction))


def parsed_id(text: str, refusal: type[Refused]) -> UUID:
    """A hex id from a door, or the refusal that says there is no such thing."""
    try:
        return UUID(hex=text)
    except ValueError:
        raise refusal(id=text) from None


def roles_in(by: Actor, known: Knowledge) -> tuple[str, ...]:
    if by.role in {"citizen", OFFICE.role}:
        return (by.role,)
    officer = known.officers.get(by.id)
    if officer is None or officer.left:
        raise NotSignedIn(officer=by.id)
    return tuple(officer.roles)


def in_one_of(core: Core, by: Actor, transaction: Transaction, roles: Collection[str], act: str) -> None:
    """Act in the first of the actor's roles that is among these; whoever holds none is refused."""

    def fitting(hand: Hand) -> None:
        if hand.role not in roles:
            raise NotYourRole(role=hand.role, act=act)

    in_role(core, by, transaction, fitting)


def in_role(core: Core, by: Actor, transaction: Transaction, decide: Callable[[Hand], T]) -> T:
    """Decide in the first of the actor's roles that the law lets act, and record the act in that role."""
    refusal: Refused = NotYourRole(role=by.role, act="")
    for role in core.roles_of(by, transaction):
        try:
            decided = decide(Hand(by.id, role))
        except NotYourRole as refused:
            refusal = refused
        else:
            transaction.act_as(role)
            return decided
    raise refusal
