"""Where a dossier stands now: the domain's own state of each dossier, with the columns that desks search by."""

import msgspec

from domain.dossier import Dossier, Status, evolve
from projections.course import DOSSIER_TOPICS
from projections.fold import Rows, Seen

_state = msgspec.json.Decoder(Dossier)
_encode = msgspec.json.Encoder(order="sorted").encode


def read_state(state: str) -> Dossier:
    """The domain's dossier from the `state` column."""
    return _state.decode(state)


class DossierRow(msgspec.Struct, frozen=True):
    """A dossier today. `state` is the domain's `Dossier` in JSON, without personal data."""

    stream: str
    code: str
    status: int
    procedure: str
    procedure_name: str
    field: str
    channel: str
    holder: str
    offered_to: str
    section: str
    due_original: str
    due_date: str
    due_at: int
    accepted_at: int
    finished_at: int
    ticket: str
    version: int
    updated_at: int
    updated_by: str
    topic: str
    state: str

    def dossier(self) -> Dossier:
        return read_state(self.state)


def row_of(seen: Seen, dossier: Dossier) -> DossierRow:
    due = dossier.due_current
    return DossierRow(
        stream=seen.stream,
        code=dossier.code,
        status=int(dossier.status),
        procedure=dossier.procedure,
        procedure_name=dossier.procedure_name,
        field=dossier.field,
        channel=dossier.channel,
        holder=dossier.holder,
        offered_to=dossier.offered.to_officer if dossier.offered else "",
        section=dossier.section,
        due_original=dossier.due_original.date if dossier.due_original else "",
        due_date=due.date if due else "",
        due_at=due.at if due else 0,
        accepted_at=dossier.accepted_at or 0,
        finished_at=dossier.finished_at or 0,
        ticket=dossier.ticket,
        version=seen.version,
        updated_at=seen.recorded_at,
        updated_by=seen.actor,
        topic=seen.topic,
        state=_encode(dossier).decode(),
    )


class CurrentStatus:
    name = "current_status"
    topics = DOSSIER_TOPICS

    def __init__(self) -> None:
        self.rows = Rows(
            "dossier", DossierRow, indexes=("code", "holder, status", "offered_to", "status, due_at")
        )
        self.tables = (self.rows,)

    def apply(self, seen: Seen) -> None:
        row = self.rows.get(seen.stream)
        before = row.dossier() if row is not None else Dossier()
        self.rows.put(row_of(seen, evolve(before, seen.fact, seen.recorded_at)))


OPEN = (Status.ACCEPTED, Status.IN_PROCESS, Status.SUPPLEMENT_REQUESTED, Status.FINANCIAL_OBLIGATION,
        Status.WITHDRAWAL_REQUESTED, Status.PROCESSED)  # fmt: skip
