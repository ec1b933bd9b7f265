"""The receipt a citizen takes away: what it says, what the log commits to beside it, and the proof of both."""

from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from application.core import Core
from application.envelope import canonical
from application.signer import LogContradicted
from application.views import Receipt
from domain import dossier as d
from domain.calendar import moment_text
from domain.fact import Refused
from ledger.leaf import Opening
from ledger.proof import Proof
from ledger.receipt import compact

if TYPE_CHECKING:
    from application.office import Office

OPENS = "hoso-event/v1"
_ACCEPTED = "SELECT max(id) FROM event WHERE stream = ? AND topic = ?"
_LEAF = (
    "SELECT e.stream, e.version, e.topic, e.state, l.claims, l.nonce, l.commitment "
    "FROM event e JOIN leaf l ON l.id = e.id WHERE e.id = ?"
)


class NoSuchReceipt(Refused):
    """This dossier has not been accepted, so there is no receipt for it."""


class NotSignedYet(Refused):
    """No signed head covers this receipt yet, so nothing proves it."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """The proof of an event, to take away. It gets its witnesses when the quorum is there, under the same link."""

    event: int
    index: int
    origin: str
    size: int
    """Leaves under the head that the proof leads to; with a quorum it stays the same for good."""
    witnesses: tuple[str, ...]
    """Names, in the policy, of exactly those that make the quorum; nobody until it is there."""
    needed: int
    """How many make the quorum; 0 when the office asks no witnesses."""
    proof: str
    """The whole `.tlog-proof` file (docs/log-format.md, section 7)."""
    code: str
    """The same as an `HS1:` code, for one printed QR code."""

    @property
    def waiting(self) -> bool:
        """Signed by the office alone: its witnesses have not countersigned yet."""
        return len(self.witnesses) < self.needed

    @property
    def key(self) -> str:
        """The word for it: `receipt.proof.<key>`."""
        return "waiting" if self.waiting else "witnessed" if self.needed else "signed"


def receipt_evidence(office: "Office", stream: UUID) -> Evidence:
    """The proof that a dossier was accepted as its receipt says."""
    rows = office.store.reader()
    event = rows.execute(_ACCEPTED, (stream.bytes, d.DossierAccepted.NAME)).fetchone()[0]
    if event is None:
        raise NoSuchReceipt(id=stream.hex)
    return event_evidence(office, event)


def event_evidence(office: "Office", event: int) -> Evidence:
    """The proof of any event: under the first head with a quorum that covers it, else under the office's last one.

    Where this process may sign, a head is signed for it now. Raises `NotSignedYet` and `LogContradicted`.
    """
    covering = office.witnessing.covering(event)
    if covering is None and office.may_sign:
        office.checkpoint()
        covering = office.witnessing.covering(event)
    if covering is None:
        raise NotSignedYet(event=event)
    opening = _opening(office, event)
    trees = office.witnessing.trees
    span = trees.span_of(event)
    if not trees.leads_to(span, covering.head):
        raise LogContradicted(size=covering.head.size)
    path = trees.tree(span).inclusion(covering.index, covering.head.size)
    proof = Proof(covering.index, tuple(path), covering.note, _extra(opening))
    return Evidence(
        event=event,
        index=covering.index,
        origin=covering.head.origin,
        size=covering.head.size,
        witnesses=covering.witnesses,
        needed=covering.needed,
        proof=bytes(proof).decode(),
        # It is verified on the way, with every key: what does not hold is never handed out.
        code=str(compact(opening, proof, covering.keys, len(covering.witnesses))),
    )


def _opening(office: "Office", event: int) -> Opening:
    stream, version, topic, state, claims, nonce, stored = (
        office.store.reader().execute(_LEAF, (event,)).fetchone()
    )
    opening = Opening(office.store.unit, stream, version, topic, state, claims, nonce)
    if opening.commitment != stored:
        raise LogContradicted(event=event)
    return opening


def _extra(opening: Opening) -> bytes:
    """What opens the leaf, as it travels in a proof file: without the stored bytes, which tell who acted."""
    return canonical(
        {
            "opens": OPENS,
            "unit": opening.unit,
            "stream": opening.stream.hex(),
            "version": opening.version,
            "topic": opening.topic,
            "nonce": opening.nonce.hex(),
            "claims": opening.claims.decode(),
            "state_hash": sha256(opening.state).hexdigest(),
        }
    )


def issued_receipt(core: Core, stream: UUID) -> Receipt:
    """The receipt as it was issued (M01)."""
    for event in core.store.read(core.store.reader(), stream, personal=True):
        if isinstance(event.fact, d.DossierAccepted):
            return _receipt(core, stream, event.fact, event.recorded_at)
    raise NoSuchReceipt(id=stream.hex)


def _receipt(core: Core, stream: UUID, fact: d.DossierAccepted, at: int) -> Receipt:
    return Receipt(
        id=stream.hex,
        code=fact.code,
        procedure_name=fact.procedure_name,
        applicant=fact.applicant,
        received_at=at,
        due_date=fact.due.date if fact.due else "",
        due_at=fact.due.at if fact.due else 0,
        provisional=fact.due.provisional if fact.due else False,
        papers=tuple((paper.name, paper.originals, paper.copies) for paper in fact.papers),
        fee_vnd=fact.fee_vnd,
        return_channel=fact.return_channel,
        url=core.link(core.secrets.link(stream, "dossier")),
        short_code=core.secrets.short(stream),
        waived=fact.receipt_waived,
        claims=canonical(receipt_claims(fact, at)).decode(),
    )


def receipt_claims(fact: d.DossierAccepted, at: int) -> dict[str, str]:
    """What the receipt prints and a proof of it proves: no person, nothing that could be put off later."""
    claims = {"code": fact.code, "procedure": fact.procedure, "received_at": moment_text(at)}
    if fact.due is not None:
        claims["due_at"] = moment_text(fact.due.at)
    return claims
