"""Numbers taken on a phone, where the unit's rules allow it: no account, no personal data, and bounded on every side.

Whoever takes one is called like everybody else. Nobody is told apart but by the address that asks, and that is
forgotten with the day.
"""

import hmac
from hashlib import sha256
from threading import Lock

import msgspec

from application.core import Core
from application.envelope import Actor
from application.found_ticket import AFAR
from application.from_afar import RemoteLine, RemoteTickets
from application.queue import Queue
from application.views import BoardGroup, TicketView
from application.waiting import policy_on
from domain.calendar import local_date
from domain.fact import Refused
from domain.queue import QueuePolicy

SECOND, MINUTE = 1_000_000, 60_000_000
QUICKEST = 2 * SECOND
"""Nobody reads the page and answers it sooner."""
LASTS = 30 * MINUTE
"""How long a page that offers a number may lie open."""
PER_ORIGIN = 6
"""Numbers a day for one address: a household, or a few neighbours behind one."""
NONCE = 8

OF_GROUP = "SELECT stream FROM ticket WHERE day = ? AND grp = ?"
DONE = "SELECT 1 FROM done_command WHERE command = ?"
FIRST = "SELECT state FROM event WHERE stream = ? AND version = 1"


class NoRemoteTickets(Refused):
    """This unit gives out numbers in its hall alone."""


class RemoteTicketsClosed(Refused):
    """No numbers are given out at this hour."""


class RemoteTicketsGone(Refused):
    """The numbers that may be taken from afar today are all taken."""


class TurnTooNear(Refused):
    """So few wait that the turn would come before anybody could arrive: come at once, without a number."""


class TooManyFromOnePlace(Refused):
    """One address takes only so many numbers a day."""


class InvitationLapsed(Refused):
    """The page that offers a number has lain open too long, or was not made by this office."""


class _Envelope(msgspec.Struct):
    device: str


_envelope = msgspec.json.Decoder(_Envelope)


class RemoteTicketOffice:
    """In the owner process alone, so that what it counts is all there is."""

    def __init__(self, core: Core, queue: Queue) -> None:
        self.core, self.queue = core, queue
        self._day, self._origins = "", dict[str, set[str]]()
        self._lock = Lock()

    def allowed(self) -> bool:
        """Whether the rules of today let numbers be taken from afar at all."""
        return self._policy().remote_tickets

    def offer(self) -> RemoteTickets:
        """What somebody should know before taking a number: whether, until when, and how long it may take."""
        policy = self._policy()
        if not policy.remote_tickets:
            return RemoteTickets(allowed=False)
        hours, board = self.queue.hours(), self.queue.board()
        return RemoteTickets(
            allowed=True,
            open=hours.open,
            opens_at=hours.next_open,
            lines=tuple(self._line(group, hours.full, policy) for group in board.groups),
            rejoin_minutes=policy.rejoin_within_minutes,
        )

    def invite(self) -> str:
        """What a page that offers a number carries: good for one number, once it has been read, and not for long."""
        said = f"{self.core.now():x}.{self.core.store.chance.draw(NONCE).hex()}"
        return f"{said}.{self._seal(said)}"

    def take(
        self,
        invitation: str,
        by: Actor,
        *,
        procedure: str = "",
        group: str = "",
        priority: str = "",
        origin: str = "",
    ) -> TicketView:
        """A number of the hall's own series. The same invitation again is the same number, never a second one."""
        command = self._command(invitation)
        with self._lock:
            if not self._done(command):
                self._must_be_possible(self._group_of(procedure, group), origin)
            ticket = self.queue.issue(
                by, procedure=procedure, group=group, priority=priority, command=command
            )
            self._origins.setdefault(origin, set()).add(command)
        return ticket

    # ---- what keeps it within bounds

    def _must_be_possible(self, group: str, origin: str) -> None:
        offer, policy = self.offer(), self._policy()
        if not offer.allowed:
            raise NoRemoteTickets()
        if not offer.open:
            raise RemoteTicketsClosed()
        line = next(each for each in offer.lines if each.key == group)
        if not line.left:
            raise RemoteTicketsGone(group=line.name)
        if line.near:
            raise TurnTooNear(minutes=policy.remote_radius_minutes)
        if len(self._taken_from(origin)) >= PER_ORIGIN:
            raise TooManyFromOnePlace(count=PER_ORIGIN)

    def _line(self, group: BoardGroup, full: tuple[str, ...], policy: QueuePolicy) -> RemoteLine:
        left = 0 if group.key in full else max(0, policy.remote_per_day - self._given(group.key))
        return RemoteLine(
            key=group.key,
            name=group.name,
            name_en=group.name_en,
            waiting=group.waiting,
            wait=group.wait,
            left=left,
            near=_near(group, policy),
        )

    def _given(self, group: str) -> int:
        """How many numbers of a group were taken from afar today: the log says at which device."""
        reader = self.core.store.reader()
        streams = reader.execute(OF_GROUP, (self._today(), group)).fetchall()
        firsts = (reader.execute(FIRST, (bytes.fromhex(stream),)).fetchone() for (stream,) in streams)
        return sum(_envelope.decode(state).device == AFAR for (state,) in firsts)

    def _taken_from(self, origin: str) -> set[str]:
        """The commands of one address today; those of other days are forgotten."""
        today = self._today()
        if self._day != today:
            self._day, self._origins = today, {}
        return self._origins.get(origin, set())

    def _group_of(self, procedure: str, group: str) -> str:
        known = self.core.known()
        if procedure:
            return known.version(procedure, self.core.today()).procedure.group
        return known.group(group).key

    def _policy(self) -> QueuePolicy:
        return policy_on(self.core.known(), self._today())

    def _today(self) -> str:
        return local_date(self.core.now())

    # ---- invitations

    def _command(self, invitation: str) -> str:
        """The command that an invitation stands for; refuses one that this office did not make a moment ago."""
        said, _, seal = invitation.rpartition(".")
        if not hmac.compare_digest(self._seal(said).encode(), seal.encode()):
            raise InvitationLapsed()
        age = self.core.now() - int(said.partition(".")[0], 16)
        if not QUICKEST <= age <= LASTS:
            raise InvitationLapsed()
        return sha256(invitation.encode()).hexdigest()[:32]

    def _seal(self, said: str) -> str:
        return hmac.new(self.core.secrets.key, f"motcua/invitation/{said}".encode(), sha256).hexdigest()[:32]

    def _done(self, command: str) -> bool:
        return self.core.store.reader().execute(DONE, (command,)).fetchone() is not None


def _near(group: BoardGroup, policy: QueuePolicy) -> bool:
    """Whether the turn would come before somebody at the edge of the commune could be there.

    Where nobody can know how long it takes, a line with people in it is long enough.
    """
    if group.wait is None:
        return not group.waiting
    return (group.wait.low + group.wait.high) / 2 < policy.remote_radius_minutes
