"""Whose call stands on the plate: each for long enough to be read from the last row, one after another."""

from application.views import BoardCall

HOLD = 15.0
"""Seconds a new call keeps the plate, however many come after it."""
LONGEST = 45.0
"""Seconds after which the next call waits no longer for the voice of the one before."""

Key = tuple[str, str, int]


class Calls:
    """Hears what the office calls, and says what stands on the plate. `steady`: seconds that never jump."""

    def __init__(self, hold: float = HOLD) -> None:
        self.hold = hold
        self.plate: BoardCall | None = None
        self.since: float | None = None
        """When the plate's call was announced; None for one that was only found there."""
        self.coming: list[BoardCall] = []
        """Called, but not announced yet: the earliest first."""
        self.now: tuple[BoardCall, ...] = ()
        self.latest: tuple[BoardCall, ...] = ()
        """The latest of the day, whatever became of them."""
        self._heard: dict[Key, int] | None = None

    def hear(self, calls: tuple[BoardCall, ...], latest: tuple[BoardCall, ...] = ()) -> None:
        """What the office calls now, and called today, both the latest first.

        What was already so at the first hearing is not announced.
        """
        before, self.now, self.latest = self._heard, calls, latest
        self._heard = {_key(call): call.recalls for call in calls}
        still = {_key(call) for call in calls if call.state == "called"}
        self.coming = [call for call in self.coming if _key(call) in still]
        if before is None:
            return
        for call in reversed(calls):
            if call.state == "called" and before.get(_key(call), -1) < call.recalls:
                self.coming = [other for other in self.coming if _key(other) != _key(call)]
                self.coming.append(call)

    def turn(self, steady: float, *, speaking: bool = False) -> BoardCall | None:
        """Put on the plate what belongs there now. A call to be announced at this moment is the answer."""
        if self._held(steady, speaking=speaking):
            return None
        if self.coming:
            self.plate, self.since = self.coming.pop(0), steady
            return self.plate
        if self.plate is None or _key(self.plate) not in {_key(call) for call in self.now}:
            self.plate, self.since = next(iter((*self.now, *self.latest)), None), None
        return None

    def fresh(self, steady: float) -> bool:
        """Whether the plate's call is new, so that something on it may move."""
        return self.since is not None and steady - self.since < self.hold

    @property
    def resting(self) -> bool:
        """Nobody is at a counter or on the way to one."""
        return not self.now

    def others(self) -> list[tuple[BoardCall, bool]]:
        """The other calls, the latest first, each number once; True for one that will still be on the plate."""
        coming = {_key(call) for call in self.coming}
        each: dict[str, BoardCall] = {}
        for call in (*self.now, *self.latest):
            each.setdefault(call.number, call)
        if self.plate is not None:
            each.pop(self.plate.number, None)
        latest_first = sorted(each.values(), key=lambda call: call.called_at, reverse=True)
        return [(call, _key(call) in coming) for call in latest_first]

    def _held(self, steady: float, *, speaking: bool) -> bool:
        if self.since is None:
            return False
        spent = steady - self.since
        return spent < self.hold or (speaking and spent < LONGEST)


def _key(call: BoardCall) -> Key:
    return call.number, call.counter, call.called_at
