"""The way to a real office, which can be cut, lose its answers, or be slow; and a kiosk at its other end."""

from threading import Event, Lock

from application.appointments import Wanted
from application.clock import SetClock
from application.faults import Unreachable
from domain.calendar import local_moment
from domain.fact import Refused
from kiosk.keeping import KeptOffice, Safe
from tests.application.an_office import HOA, KIOSK, on

GROUP = "civil_status"


class Cable:
    """Stands in for nothing: behind it is the real office, and every call goes there unless the cable says no."""

    def __init__(self, office):
        self.office = office
        self.fault = None
        """What every call raises: the cable is cut."""
        self.deaf_for = 0
        """So many acts are done, and their answers are lost."""
        self.hanging = Event()
        self.hanging.set()
        """While it is not set, no call comes back."""
        self.refuses = None
        self.lock = Lock()
        self.under_way = 0
        """Calls that are not back yet: an office may be closed once there are none."""

    def cut(self, fault=Unreachable):
        self.fault = fault

    def mend(self):
        self.fault = None

    def carry(self, work):
        with self.lock:
            self.under_way += 1
        try:
            return self._carry(work)
        finally:
            with self.lock:
                self.under_way -= 1

    def _carry(self, work):
        self.hanging.wait(60)
        if self.fault is not None:
            raise self.fault()
        if self.refuses is not None:
            raise self.refuses
        answer = work()
        if self.deaf_for:
            self.deaf_for -= 1
            raise Unreachable
        return answer

    @property
    def reachable(self):
        return self.fault is None

    def position(self):
        return self.office.position()

    def now(self):
        return self.carry(self.office.now)

    def close(self):
        pass

    def __getattr__(self, name):
        if name == "unit":
            return self.carry(lambda: self.office.unit)
        return _Door(self, getattr(self.office, name))


class _Door:
    def __init__(self, cable, door):
        self.cable, self.door = cable, door

    def __getattr__(self, method):
        return lambda *told, **named: self.cable.carry(lambda: getattr(self.door, method)(*told, **named))


def booked(office, day="2026-03-03", hour="08:00"):
    """An appointment at a counter; then it is its hour. Its code and the secret of its link."""
    start = local_moment(day, hour)
    wanted = Wanted(
        kind="counter", start=start, group="civil_status", person="Trần Thị Bưởi", phone="0903000123"
    )
    made = office.appointments.book(wanted, HOA)
    on(office, day, hour)
    return made.code, made.url.partition("#")[2]


class SomethingElse(Refused):
    """A refusal that is about the kiosk and not about what it says."""


def a_kiosk(cable, folder, clock=None, *, device="kiosk-1", **settings):
    """A kiosk at the other end, whose keeper works when it is told to."""
    own = clock or SetClock(cable.office.now())
    settings = {"clock": own, "steady": cable.office.now, "tending": False} | settings
    return KeptOffice(lambda: cable, Safe(folder), device, **settings)


def issued(office):
    """Numbers the office knows, with their state."""
    query = "SELECT number, state FROM ticket ORDER BY length(number), number"
    return office.store.reader().execute(query).fetchall()


def take(kiosk, command="", **wanted):
    return kiosk.queue.issue(KIOSK, **({"group": GROUP} | wanted), command=command)
