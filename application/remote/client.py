"""The office as a kiosk, a board or a desk holds it when the office is another process, or another machine."""

from datetime import date
from functools import partial
from threading import Lock
from types import SimpleNamespace
from typing import Any

import msgspec

from application.clock import SystemChance, new_id
from application.core import NotReadableText
from application.day_doors import (
    AppointmentsDoor,
    CashDoor,
    FeedbackDoor,
    GuidanceDoor,
    PostDoor,
    TariffsDoor,
)
from application.dossiers_door import DossiersDoor
from application.envelope import Actor
from application.faults import Unreachable
from application.inspections_door import InspectionsDoor
from application.ports import CatalogueDoor, LookupDoor, QueueDoor, StaffDoor, UnitView
from application.proofs_door import ProofsDoor
from application.remote.line import Answer, Broken, Gone, Line
from application.remote.news import News
from application.remote.problems import unpacked
from application.remote.sessions import SessionOver
from application.remote.wire import OWN, SIGN_IN, SIGN_OUT, Method, methods
from domain.calendar import local_date

OK = 200


class RemoteOffice:
    """An office behind `url`, for the device whose credential this is. What does not answer is `Unreachable`.

    `position` and `now` are told by a stream of news, so that screens may ask for them as often as they like.
    """

    def __init__(self, url: str, credential: str) -> None:
        self._line = Line(url, credential)
        self._chance, self._lock, self._tokens = SystemChance(), Lock(), dict[str, str]()
        self._unit: UnitView | None = None
        self._doors: dict[str, Any] = {}
        for name, method in methods().items():
            door, _, call = name.partition(".")
            setattr(self._doors.setdefault(door, SimpleNamespace()), call, partial(self._call, method))
        self._news = News(self._line)

    # ---- the doors

    @property
    def catalogue(self) -> CatalogueDoor:
        found: CatalogueDoor = self._doors["catalogue"]
        return found

    @property
    def queue(self) -> QueueDoor:
        found: QueueDoor = self._doors["queue"]
        return found

    @property
    def staff(self) -> StaffDoor:
        found: StaffDoor = self._doors["staff"]
        return found

    @property
    def dossiers(self) -> DossiersDoor:
        found: DossiersDoor = self._doors["dossiers"]
        return found

    @property
    def lookup(self) -> LookupDoor:
        found: LookupDoor = self._doors["lookup"]
        return found

    @property
    def tariffs(self) -> TariffsDoor:
        found: TariffsDoor = self._doors["tariffs"]
        return found

    @property
    def appointments(self) -> AppointmentsDoor:
        found: AppointmentsDoor = self._doors["appointments"]
        return found

    @property
    def post(self) -> PostDoor:
        found: PostDoor = self._doors["post"]
        return found

    @property
    def guidance(self) -> GuidanceDoor:
        found: GuidanceDoor = self._doors["guidance"]
        return found

    @property
    def feedback(self) -> FeedbackDoor:
        found: FeedbackDoor = self._doors["feedback"]
        return found

    @property
    def inspections(self) -> InspectionsDoor:
        found: InspectionsDoor = self._doors["inspections"]
        return found

    @property
    def proofs(self) -> ProofsDoor:
        found: ProofsDoor = self._doors["proofs"]
        return found

    @property
    def cash(self) -> CashDoor:
        found: CashDoor = self._doors["cash"]
        return found

    # ---- the office itself

    @property
    def unit(self) -> UnitView:
        """Asked once: which unit it is never changes."""
        if self._unit is None:
            self._unit = self._doors[OWN].unit()
        return self._unit

    @property
    def reachable(self) -> bool:
        return self._news.alive

    def position(self) -> int:
        return self._news.position

    def now(self) -> int:
        told = self._news.now()
        if told is not None:
            return told
        asked: int = self._doors[OWN].now()
        return asked

    def today(self) -> date:
        return date.fromisoformat(local_date(self.now()))

    def checkpoint(self) -> str:
        head: str = self._doors[OWN].checkpoint()
        return head

    def close(self) -> None:
        self._news.close()
        self._line.close()

    # ---- one call

    def _call(self, method: Method, *args: Any, **kwargs: Any) -> Any:
        arguments = method.bound(*args, **kwargs)
        by = arguments.get(method.actor)
        if method.by_command and not arguments.get("command"):
            arguments["command"] = new_id(self._chance).hex
        try:
            question = method.question(arguments)
        except UnicodeEncodeError:
            raise NotReadableText from None
        reply = self._ask(method, question, self._token(by))
        if reply.status != OK:
            raise self._noted(unpacked(reply.body), by)
        try:
            answer = method.answer(reply.body)
        except (msgspec.MsgspecError, KeyError):
            raise Unreachable from None  # whoever answers there is not our office
        self._remember(method, by, answer, reply.session)
        return answer

    def _ask(self, method: Method, question: bytes, token: str) -> Answer:
        """Once more when the connection broke and the answer may be lost, if that cannot make it two acts."""
        address = f"/office/{method.name.replace('.', '/')}"
        for is_last in (False, True) if method.repeatable else (True,):
            try:
                return self._line.ask(address, question, token)
            except Gone:
                break
            except Broken:
                if is_last:
                    break
        raise self._noted(Unreachable())

    def _noted(self, problem: Exception, by: Actor | None = None) -> Exception:
        if isinstance(problem, Unreachable):
            self._news.lost()
        elif isinstance(problem, SessionOver) and by is not None:
            with self._lock:
                self._tokens.pop(by.id, None)
        return problem

    def _token(self, by: Actor | None) -> str:
        """The token of whoever acts; for a question that nobody in particular asks, of who signed in last."""
        with self._lock:
            return (
                self._tokens.get(by.id, "") if by is not None else next(reversed(self._tokens.values()), "")
            )

    def _remember(self, method: Method, by: Actor | None, answer: Any, session: str) -> None:
        with self._lock:
            if method.name == SIGN_IN:
                self._tokens.pop(answer.id, None)
                self._tokens[answer.id] = session
            elif method.name == SIGN_OUT and by is not None:
                self._tokens.pop(by.id, None)
