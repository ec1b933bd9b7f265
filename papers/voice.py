"""How a paper speaks: its own words, which never change once released, and days and hours as forms write them.

`paper.<template>` holds the words of one version of a form, `paper.all-1` those that all forms of that time share.
"""

from datetime import date

import msgspec

from papers.contents import Appointment, Limit, Officer, Signer, Unit
from papers.glyphs import plain
from wording import say, sayings
from wording.dates import limit_text, local, money, weekday_text

SHARED = "all-1"


class Voice(msgspec.Struct, frozen=True):
    """The words of one template in one language."""

    template: str
    language: str

    def __call__(self, key: str, **blanks: object) -> str:
        return say(f"paper.{self.template}.{key}", self.language, **blanks)

    def all(self, key: str, **blanks: object) -> str:
        """Words that every form has."""
        return say(f"paper.{SHARED}.{key}", self.language, **blanks)

    def word(self, kind: str, key: str) -> str:
        """A choice in words; what is no choice is said as it stands."""
        known = f"paper.{self.template}.{kind}.{key}" in sayings(self.language)
        return self(f"{kind}.{key}") if known else key

    def twin(self, key: str) -> str:
        """The Vietnamese words, for under a foreign title; empty on a Vietnamese paper."""
        return "" if self.language == "vi" else say(f"paper.{self.template}.{key}", "vi").replace("\n", " ")

    def named(self, vietnamese: str, english: str) -> str:
        """A name in this language: a foreigner must find both the meaning and the words on the door."""
        if self.language == "vi" or not english:
            return vietnamese
        return self.all("both_names", name=english, vietnamese=vietnamese)

    def unit(self, unit: Unit) -> str:
        return unit.name if self.language == "vi" else unit.name_en

    def superior(self, unit: Unit) -> str:
        return unit.superior if self.language == "vi" else unit.superior_en or unit.superior

    def day(self, day: str) -> str:
        """«ngày 02 tháng 3 năm 2026»; empty for no day."""
        return self.all("day", **self._parts(day)) if day else ""

    def short_day(self, day: str) -> str:
        """«02/3/2026», for columns."""
        return self.all("short_day", **self._parts(day)) if day else ""

    def day_at(self, at: int) -> str:
        return self.day(day_of(at)) if at else ""

    def moment(self, at: int) -> str:
        """«08 giờ 05 phút, ngày 02 tháng 3 năm 2026»; empty for 0."""
        return self.all("moment", **self._hour(at), **self._parts(day_of(at))) if at else ""

    def short_moment(self, at: int) -> str:
        return self.all("short_moment", **self._hour(at), **self._parts(day_of(at))) if at else ""

    def due(self, due: Appointment) -> str:
        """The hour, the day of the week and the day of an appointment."""
        weekday = weekday_text(due.day, self.language)
        return self.all("due", weekday=weekday, **self._hour(due.at), **self._parts(due.day))

    def place_day(self, place: str, at: int) -> str:
        """«Tân Phước 1, ngày 02 tháng 3 năm 2026», as NĐ 30/2020/NĐ-CP dates a paper."""
        parts = self._parts(day_of(at))
        return self.all("place_day", place=place, **parts) if place else self.all("day_only", **parts)

    def money(self, amount: int) -> str:
        return money(amount, self.language)

    def limit(self, limit: Limit) -> str:
        """«3 ngày làm việc»; of a staged limit each part with whose it is."""
        return limit_text(limit.unit, limit.value, limit.cutoff, self.language, stages=limit.stages)

    def officer(self, officer: Officer) -> str:
        """Name, title and phone, as far as they are known."""
        phone = self.all("phone_of", phone=officer.phone) if officer.phone else ""
        return ", ".join(filter(None, (officer.name, officer.title, phone)))

    def capacity(self, signer: Signer) -> tuple[str, ...]:
        """The lines over a signature: the title, and for whom a deputy signs («KT. GIÁM ĐỐC»)."""
        title = signer.title.upper()
        if not signer.acting_for:
            return (title,)
        return (self.all("acting", title=signer.acting_for.upper()), title)

    def _hour(self, at: int) -> dict[str, object]:
        then = local(at)
        return {"hour": f"{then.hour:02d}", "minute": f"{then.minute:02d}"}

    def _parts(self, day: str) -> dict[str, object]:
        """Days have two digits and so have January and February (NĐ 30/2020/NĐ-CP); English writes names."""
        on, digits = date.fromisoformat(day), int(say("date.day_digits", self.language))
        month = say(f"month.{on.month}", self.language)
        return {"day": f"{on.day:0{digits}d}", "month": month, "year": on.year}


def day_of(at: int) -> str:
    """The day in Vietnam (ISO) of a moment."""
    return local(at).date().isoformat()


def joined(*texts: str) -> str:
    """Sentences one after the other, without those that are not there."""
    return " ".join(filter(None, (plain(text) for text in texts)))
