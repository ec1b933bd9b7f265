"""Guidance away from the queue: by phone, on the portal, by letter, with a sample, at home (NĐ 61/2018 Art. 15).

What is explained to somebody with a ticket stands on the ticket (`domain.queue.guide`); everybody else's question
has a stream of its own. Neither is ever counted as a dossier received.
"""

from typing import Literal

from domain.fact import Fact, Refused, recorded_as

GuidanceChannel = Literal["counter", "hotline", "portal", "social", "letter", "sample", "home"]
GuidanceTopic = Literal["papers", "process", "fees", "online", "other_agency", "other"]


@recorded_as("enquiry.guided", sealed=("missing", "person", "phone", "note"))
class EnquiryGuided(Fact, frozen=True, kw_only=True):
    """Somebody asked and was told, once and in full. The unit keeps what was said (NĐ 61/2018 Art. 15(2)).

    `missing` lists every paper that was found wanting; `missing_count` stays when the words are erased.
    `dossier` is a hex id, `appointment` the code of the visit at which it was said.
    """

    channel: GuidanceChannel
    topics: tuple[GuidanceTopic, ...]
    procedure: str = ""
    field: str = ""
    dossier: str = ""
    appointment: str = ""
    sample_shown: bool = False
    """A sample set stamped as such, or a video, was shown or sent."""
    missing_count: int = 0
    missing: tuple[str, ...] = ()
    person: str = ""
    phone: str = ""
    note: str = ""


class NothingExplained(Refused):
    """Guidance is about at least one topic."""

    article = "NĐ 61/2018 Điều 15(1)"


class PapersNotListed(Refused):
    """Each missing paper is named, all of them at once."""

    article = "NĐ 61/2018 Điều 15(3)"


class ProcedureNotSaid(Refused):
    """Papers are missing for a procedure: say which one."""

    article = "NĐ 61/2018 Điều 15(3)"


def guide(*, fact: EnquiryGuided) -> EnquiryGuided:
    if not fact.topics:
        raise NothingExplained()
    if any(not paper.strip() for paper in fact.missing) or fact.missing_count != len(fact.missing):
        raise PapersNotListed()
    if fact.missing and not fact.procedure:
        raise ProcedureNotSaid()
    return fact
