"""How the page speaks to one reader: words in their language, days and hours as they are said in Vietnam."""

import msgspec

from application.views import WaitRange
from domain.fact import Refused
from wording import languages, say
from wording.dates import clock_text, date_text, local, long_date_text, moment_text, range_text


class Voice(msgspec.Struct, frozen=True):
    """Called with a key below `web`, it says that key in `language`."""

    language: str = "vi"

    def __call__(self, key: str, **blanks: object) -> str:
        return say(f"web.{key}", self.language, **blanks)

    @property
    def counted(self) -> str:
        """How an account of the clock says that a stretch counts."""
        return say("explain.counted.yes", self.language)

    @property
    def other(self) -> str:
        return next(language for language in languages() if language != self.language)

    def day(self, iso: str) -> str:
        return long_date_text(iso, self.language)

    def date(self, at: int) -> str:
        """The day of a moment, in figures."""
        return date_text(local(at).date(), self.language)

    def form(self, name: str) -> str:
        """The title of a paper of the law, M01 to M05."""
        return say(f"history.word.form.{name}", self.language)

    def priority(self, kind: str) -> str:
        """What a priority group is called."""
        return say(f"priority.{kind}", self.language)

    def hour(self, at: int) -> str:
        return clock_text(at)

    def moment(self, at: int) -> str:
        return moment_text(at, self.language)

    def refusal(self, refused: Refused) -> str:
        """Why the office says no, in one sentence with its cure."""
        return say(f"refused.{type(refused).__name__}", self.language, **refused.blanks)

    def minutes(self, wait: WaitRange) -> str:
        return range_text(wait.low, wait.high, self.language)


def voice_for(language: str) -> Voice:
    """Vietnamese unless another language of ours was asked for."""
    return Voice(language if language in languages() else "vi")
