"""What the office tells the hall: posted, shown while it holds, withdrawn."""

from uuid import UUID

from application.core import Core, in_one_of, parsed_id
from application.envelope import OFFICE, Actor
from application.store import Transaction
from application.views import Announcement
from domain import queue as q
from domain.calendar import local_date, local_moment
from domain.fact import Refused
from domain.staff import CLOSES

SHOWN = (
    "SELECT stream, text, text_en, since, until FROM announcement "
    "WHERE until > ? AND since <= ? AND withdrawn = 0 ORDER BY since DESC, stream"
)
TELLS = CLOSES | {OFFICE.role}


class NoSuchAnnouncement(Refused):
    """There is no such announcement."""


class Announcements:
    def __init__(self, core: Core) -> None:
        self.core = core

    def post(self, text: str, by: Actor, text_en: str, since: int, until: int, command: str) -> Announcement:
        """`since` 0 is now; `until` 0 is the end of today."""

        def work(tx: Transaction) -> UUID:
            in_one_of(self.core, by, tx, TELLS, q.AnnouncementPosted.NAME)
            ends = until or local_moment(local_date(tx.now), "23:59")
            fact = q.announce(text=text, text_en=text_en, since=since or tx.now, until=ends, now=tx.now)
            stream = self.core.new_id()
            tx.record(stream, 0, fact)
            return stream

        return self.core.write(by, command, work, self._one)

    def withdraw(self, announcement: str, by: Actor) -> None:
        stream = parsed_id(announcement, NoSuchAnnouncement)

        def work(tx: Transaction) -> UUID:
            in_one_of(self.core, by, tx, TELLS, q.AnnouncementWithdrawn.NAME)
            events = list(tx.store.read(tx.connection, stream))
            posted = q.Posted()
            for event in events:
                if not isinstance(event.fact, q.AnnouncementPosted | q.AnnouncementWithdrawn):
                    raise NoSuchAnnouncement(id=announcement)
                posted = q.evolve_announcement(posted, event.fact)
            tx.record(stream, len(events), q.withdraw_announcement(posted))
            return stream

        self.core.write(by, "", work, lambda _: None)

    def shown(self) -> tuple[Announcement, ...]:
        """Those that stand on the board now, the latest first."""
        now = self.core.now()
        rows = self.core.store.reader().execute(SHOWN, (now, now)).fetchall()
        return tuple(
            Announcement(id=stream, text=text, text_en=text_en, since=since, until=until)
            for stream, text, text_en, since, until in rows
        )

    def _one(self, stream: UUID) -> Announcement:
        fact = next(self.core.store.read(self.core.store.reader(), stream)).fact
        if not isinstance(fact, q.AnnouncementPosted):
            raise NoSuchAnnouncement(id=stream.hex)
        return Announcement(
            id=stream.hex, text=fact.text, text_en=fact.text_en, since=fact.since, until=fact.until
        )
