"""Work that is sent out with a time to be back by: a screen never waits longer, whatever the network does."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")


class TooLate(Exception):  # noqa: N818 - the work goes on, and its answer is thrown away
    """The work was not back in time. What it does at the office may still happen."""


class _Job:
    def __init__(self, work: Callable[[], Any]) -> None:
        self.work, self.answer = work, Future[Any]()

    def run(self) -> None:
        try:
            self.answer.set_result(self.work())
        except BaseException as error:
            self.answer.set_exception(error)


class _Messenger(threading.Thread):
    """One thread with its jobs; a job that hangs keeps it, and nobody waits for it at the end of the program."""

    def __init__(self) -> None:
        super().__init__(name="errand", daemon=True)
        self.jobs: SimpleQueue[_Job | None] = SimpleQueue()

    def run(self) -> None:
        while (job := self.jobs.get()) is not None:
            job.run()


class Errands:
    """One messenger for all, replaced when it does not come back in time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.messenger: _Messenger | None = None

    def run(self, work: Callable[[], T], seconds: float) -> T:
        """What `work` answers or raises; `TooLate` after so many seconds."""
        job = _Job(work)
        with self.lock:
            if self.messenger is None:
                self.messenger = _Messenger()
                self.messenger.start()
            messenger = self.messenger
            messenger.jobs.put(job)
        try:
            answer: T = job.answer.result(seconds)
        except TimeoutError:
            if job.answer.done():
                raise  # the work itself ran out of time
            self._give_up(messenger)
            raise TooLate from None
        return answer

    def _give_up(self, messenger: _Messenger) -> None:
        messenger.jobs.put(None)  # if it ever comes back, it may go
        with self.lock:
            if self.messenger is messenger:
                self.messenger = None

    def close(self) -> None:
        with self.lock:
            if self.messenger is not None:
                self.messenger.jobs.put(None)
                self.messenger = None
