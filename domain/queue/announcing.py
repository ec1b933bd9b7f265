"""What the office tells the whole hall, in words that stand on the board from one moment to another."""

import msgspec

from domain.fact import Fact, recorded_as
from domain.queue.refusals import AlreadyWithdrawn, AnnouncementEmpty, AnnouncementOver

LONGEST = 160
"""Characters of one announcement: more cannot be read in passing."""


@recorded_as("announcement.posted")
class AnnouncementPosted(Fact, frozen=True, kw_only=True):
    """`since` and `until` in µs UTC. The text is the office's own, and is about nobody."""

    text: str
    text_en: str = ""
    since: int
    until: int


@recorded_as("announcement.withdrawn")
class AnnouncementWithdrawn(Fact, frozen=True, kw_only=True):
    """It no longer stands on the board, before its end."""


class Posted(msgspec.Struct, frozen=True, kw_only=True):
    """An announcement as its facts have made it; `until` is 0 before there is one."""

    text: str = ""
    text_en: str = ""
    since: int = 0
    until: int = 0
    withdrawn: bool = False


def evolve_announcement(posted: Posted, fact: Fact) -> Posted:
    """The announcement after a fact. A fact of another capability is a bug."""
    match fact:
        case AnnouncementPosted():
            return Posted(text=fact.text, text_en=fact.text_en, since=fact.since, until=fact.until)
        case AnnouncementWithdrawn():
            return msgspec.structs.replace(posted, withdrawn=True)
        case _:
            raise AssertionError(f"{type(fact).__name__} does not happen to an announcement")


def announce(*, text: str, text_en: str, since: int, until: int, now: int) -> AnnouncementPosted:
    said, english = " ".join(text.split()), " ".join(text_en.split())
    if not said or max(len(said), len(english)) > LONGEST:
        raise AnnouncementEmpty(longest=LONGEST)
    if until <= max(since, now):
        raise AnnouncementOver()
    return AnnouncementPosted(text=said, text_en=english, since=since, until=until)


def withdraw_announcement(posted: Posted) -> AnnouncementWithdrawn:
    if not posted.until or posted.withdrawn:
        raise AlreadyWithdrawn()
    return AnnouncementWithdrawn()
