"""Days, hours, amounts and time limits as each language writes them; the hour is Vietnam's, UTC+7 all year."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from functools import reduce
from typing import Protocol

from wording.speech import say

VIETNAM = timezone(timedelta(hours=7))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTES_PER_HOUR = 60
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def local(at: int) -> datetime:
    """The Vietnamese hour of a moment in microseconds UTC."""
    return (EPOCH + timedelta(microseconds=at)).astimezone(VIETNAM)


def date_text(day: str | date, language: str = "vi") -> str:
    """«01/7/2025», «1 July 2025»."""
    on = _date(day)
    return say("date.day", language, **_parts(on, language))


def long_date_text(day: str | date, language: str = "vi") -> str:
    """«thứ Ba, ngày 01 tháng 7 năm 2025», «Tuesday 1 July 2025»."""
    on = _date(day)
    return say("date.long", language, weekday=weekday_text(on, language), **_parts(on, language))


def weekday_text(day: str | date, language: str = "vi") -> str:
    return say(f"weekday.{WEEKDAYS[_date(day).weekday()]}", language)


def hour_text(at: int, language: str = "vi") -> str:
    """«16 giờ 30», «16:30»."""
    then = local(at)
    key = "date.hour" if then.minute else "date.full_hour"
    return say(key, language, hour=then.hour, minute=f"{then.minute:02d}")


def clock_text(at: int) -> str:
    """«06:05»: the clock on a wall, the same in every language."""
    return f"{local(at):%H:%M}"


def moment_text(at: int, language: str = "vi") -> str:
    """«16 giờ 30, thứ Ba 01/7/2025», «16:30, Tuesday 1 July 2025»."""
    on = local(at).date()
    return say(
        "date.moment",
        language,
        hour=hour_text(at, language),
        weekday=weekday_text(on, language),
        day=date_text(on, language),
    )


def duration_text(minutes: int, language: str = "vi") -> str:
    """«5 phút», «1 giờ 20 phút»."""
    hours, rest = divmod(max(0, minutes), MINUTES_PER_HOUR)
    parts = [say("duration.hours", language, count=hours)] if hours else []
    if rest or not hours:
        parts.append(say("duration.minutes", language, count=rest))
    return " ".join(parts)


def range_text(low: int, high: int, language: str = "vi") -> str:
    """«15–25 phút»; one number when both ends are the same."""
    if low >= high:
        return duration_text(high, language)
    return say("duration.range", language, low=low, high=high)


def number_text(number: int | float, language: str = "vi", *, decimals: int = 0) -> str:
    """«1.234,5» in Vietnamese, «1,234.5» in English."""
    plain = f"{number:,.{decimals}f}"
    marks = str.maketrans(",.", say("number.marks", language))
    return plain.translate(marks)


def money(amount: int, language: str = "vi") -> str:
    """«50.000 đồng»; nothing to pay is said in words."""
    if amount == 0:
        return say("money.free", language)
    return say("money.amount", language, amount=number_text(amount, language))


class StageLike(Protocol):
    """One part of a limit in stages, in any room's own shape."""

    @property
    def unit(self) -> str: ...
    @property
    def value(self) -> int | None: ...
    @property
    def cutoff(self) -> str | None: ...
    @property
    def who(self) -> str: ...


def limit_text(
    unit: str,
    value: int | None,
    cutoff: str | None = None,
    language: str = "vi",
    *,
    stages: Sequence[StageLike] = (),
) -> str:
    """A time limit of the catalogue: «3 ngày làm việc», «trong ngày, nếu nhận trước 15 giờ».

    In stages, each with its agency: «5 ngày làm việc tại xã, rồi 10 ngày làm việc tại tỉnh».
    """
    if stages:
        parts = [
            say(
                "limit.stage",
                language,
                limit=limit_text(each.unit, each.value, each.cutoff, language),
                who=each.who,
            )
            for each in stages
        ]
        return reduce(lambda before, after: say("limit.then", language, before=before, after=after), parts)
    if unit == "same_day" and cutoff:
        hour, minute = cutoff.split(":")
        key = "date.full_hour" if minute == "00" else "date.hour"
        return say("limit.same_day_before", language, time=say(key, language, hour=int(hour), minute=minute))
    return say(f"limit.{unit}", language, count=value)


def sheets_text(originals: int, copies: int, language: str = "vi") -> str:
    """«1 bản chính, 2 bản sao»; what is not there is not said."""
    counted = (("n_originals", originals), ("n_copies", copies))
    return ", ".join(say(f"desk.papers.{key}", language, count=count) for key, count in counted if count)


def any_of(choices: tuple[str, ...], language: str = "vi") -> str:
    """«2», «2 hoặc 3», «1, 2 hoặc 3»."""
    if len(choices) < 2:  # noqa: PLR2004 - one thing needs no joining
        return "".join(choices)
    return say("list.any", language, first=", ".join(choices[:-1]), last=choices[-1])


def _date(day: str | date) -> date:
    return date.fromisoformat(day) if isinstance(day, str) else day


def _parts(on: date, language: str) -> dict[str, object]:
    digits = int(say("date.day_digits", language))
    return {"day": f"{on.day:0{digits}d}", "month": say(f"month.{on.month}", language), "year": on.year}
