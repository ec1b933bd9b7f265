"""Officers at work: appointed, signed in with a password, at a counter, on a break."""

from collections.abc import Callable
from uuid import UUID

from application.core import Core, NotSignedIn, in_one_of
from application.envelope import OFFICE, Actor
from application.ports import OfficerView
from application.store import Transaction
from domain import staff
from domain.calendar.moments import day_of
from domain.fact import Fact, Refused
from domain.staff import Officer
from projections.staff import read_officer

FIND = "SELECT state, version FROM officer WHERE stream = ?"
TRIES = 5
"""Wrong passwords in a row before an officer must ask for a new one."""


class WrongPassword(Refused):
    """The name or the password is not right."""


class LockedOut(Refused):
    """Too many wrong passwords: the technician must set a new one."""


class CounterTaken(Refused):
    """Another officer works at that counter."""


class PasswordTooShort(Refused):
    """A password has at least eight characters."""


class OwnPowers(Refused):
    """Nobody changes their own powers."""


MINIMUM = 8
MANAGING = staff.MANAGES | {OFFICE.role}


class StaffRoom:
    def __init__(self, core: Core) -> None:
        self.core = core

    def appoint(self, fact: staff.OfficerAppointed, by: Actor = OFFICE) -> None:
        self._manage(fact.officer, by, lambda officer: staff.appoint(officer, fact=fact), fact.NAME)

    def change_roles(self, officer: str, fact: staff.RolesChanged, by: Actor) -> None:
        if officer == by.id:
            raise OwnPowers(officer=officer)
        self._manage(officer, by, lambda state: staff.change_roles(state, fact=fact), fact.NAME)

    def set_skills(
        self,
        officer: str,
        why: str,
        by: Actor,
        *,
        groups: tuple[str, ...] = (),
        procedures: tuple[str, ...] = (),
        since: str = "",
    ) -> None:
        """Which groups and procedures an officer serves from a day (ISO; empty for today) on; none for everything."""
        known, today = self.core.known(), self.core.today()
        for group in groups:
            known.group(group)
        for procedure in procedures:
            known.version(procedure, today)
        first = day_of(since).isoformat() if since else today.isoformat()
        self._manage(
            officer,
            by,
            lambda state: staff.set_skills(
                state, groups=groups, procedures=procedures, since=first, why=why, today=today.isoformat()
            ),
            staff.SkillsSet.NAME,
        )

    def leave(self, officer: str, why: str, by: Actor) -> None:
        self._manage(officer, by, lambda state: staff.leave(state, why=why), staff.OfficerLeft.NAME)

    def set_password(self, officer: str, password: str, by: Actor = OFFICE) -> None:
        if len(password) < MINIMUM:
            raise PasswordTooShort(length=MINIMUM)
        new = staff.CredentialSet(by=by.id)
        self._manage(officer, by, lambda state: _appointed(state, new), new.NAME)
        with self.core.store.lock:  # the vault may be in the middle of somebody's transaction
            self.core.store.vault.set_password(officer, password)

    def officers(self) -> tuple[OfficerView, ...]:
        """Everybody who works here: names, titles and phones are public (NĐ 61/2018 Art. 9(7))."""
        known = self.core.known().officers.values()
        return tuple(
            OfficerView(
                officer=each.officer,
                name=each.name,
                title=each.title,
                roles=each.roles,
                section=each.section,
                fields=each.fields,
                phone=each.phone,
                counter=each.counter,
            )
            for each in sorted(known, key=lambda each: each.officer)
            if not each.left
        )

    def sign_in(
        self, officer: str, password: str, counter: str, device: str, *, groups: tuple[str, ...] = ()
    ) -> Actor:
        """Check the password and, where a counter is given, open the shift there."""
        state = self.core.known().officers.get(officer)
        if state is not None and state.refused_sign_ins >= TRIES:
            raise LockedOut(officer=officer)
        right = self.core.store.vault.check_password(officer, password)
        if state is None or state.left or not right:
            if state is not None and not state.left:
                self._act(
                    officer, Actor(officer, "", device), lambda *_: staff.SignInRefused(counter=counter)
                )
            raise WrongPassword()
        by = Actor(officer, state.roles[0], device)
        if counter and state.counter != counter:
            self._open_shift(officer, counter, groups, by)
        elif state.refused_sign_ins:  # an opened shift resets the count by itself
            self._act(officer, by, lambda *_: staff.SignedIn())
        return by

    def _open_shift(self, officer: str, counter: str, groups: tuple[str, ...], by: Actor) -> None:
        def decide(state: Officer, tx: Transaction) -> Fact:
            taken = tx.rows("SELECT officer FROM officer WHERE counter = ?", counter)
            if taken:
                raise CounterTaken(counter=counter, officer=taken[0][0])
            return staff.open_shift(state, counter=counter, groups=groups)

        self._act(officer, by, decide)

    def sign_out(self, by: Actor) -> None:
        if self.core.known().officer(by.id).counter:
            self._own(by, staff.close_shift)

    def pause(self, by: Actor, why: str = "", until: int = 0) -> None:
        now = self.core.now()
        self._own(by, lambda state: staff.pause(state, why=why, until=until, now=now))

    def resume(self, by: Actor) -> None:
        self._own(by, staff.resume)

    def _own(self, by: Actor, decide: Callable[[Officer], Fact]) -> None:
        """An act on the own shift: whoever only bears an officer's name at a citizens' door is nobody here."""
        if by.role in {"citizen", OFFICE.role}:
            raise NotSignedIn(officer=by.id)
        self._act(by.id, by, lambda state, _: decide(state))

    def _manage(self, officer: str, by: Actor, decide: Callable[[Officer], Fact], act: str) -> None:
        """An act on somebody's powers: only for those who manage the staff, and recorded in that role."""

        def allowed(state: Officer, tx: Transaction) -> Fact:
            in_one_of(self.core, by, tx, MANAGING, act)
            return decide(state)

        self._act(officer, by, allowed)

    def _act(self, officer: str, by: Actor, decide: Callable[[Officer, Transaction], Fact]) -> None:
        stream = self.core.stream("officer", officer)

        def work(tx: Transaction) -> UUID:
            rows = tx.rows(FIND, stream.hex)
            state, version = (read_officer(rows[0][0]), rows[0][1]) if rows else (Officer(), 0)
            tx.record(stream, version, decide(state, tx))
            return stream

        self.core.write(by, "", work, lambda _: None)


def _appointed(officer: Officer, fact: Fact) -> Fact:
    if not officer.officer:
        raise staff.NotAppointed()
    return fact
