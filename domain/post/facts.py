"""What can happen to a hand-over record: drawn up and signed by the office, then signed by the postman, or not.

Two signatures make it (QĐ 45/2016 Art. 7(4); TT 17/2017 Art. 5), so it is offered first and complete afterwards.
"""

from typing import Literal

import msgspec

from domain.fact import Fact, recorded_as

Carrier = Literal["public_post", "enterprise", "person"]
"""The public postal service, another postal enterprise, or somebody hired (NĐ 61/2018 Art. 16)."""
IncomingKind = Literal["dossier", "supplement", "result"]
"""A new dossier, papers for one that is here, or a result that nobody took and that comes back."""
Route = Literal["same_area", "in_province", "between_cities", "between_provinces"]
SigningMedium = Literal["paper", "screen"]
Presence = Literal["applicant", "officer"]


class IncomingLine(msgspec.Struct, frozen=True, kw_only=True):
    """One envelope that came. `dossier` is the hex id of the one it belongs to, where there is one already.

    `slip` is the number of the sender's slip, `posted_on` the day on it, `fee_vnd` the money handed over with it.
    """

    kind: IncomingKind = "dossier"
    procedure: str = ""
    originals: int = 0
    copies: int = 0
    dossier: str = ""
    slip: str = ""
    posted_on: str = ""
    route: Route = "in_province"
    fee_vnd: int = 0


class OutgoingLine(msgspec.Struct, frozen=True, kw_only=True):
    """One envelope that leaves, sealed in somebody's presence. `dossier` is a hex id.

    `slip` is the number to follow it by; `with_receipt` says that a signed receipt is brought back, for which the
    norm is longer.
    """

    dossier: str
    code: str
    slip: str = ""
    route: Route = "in_province"
    originals: int = 0
    copies: int = 0
    sealed_before: Presence = "officer"
    with_receipt: bool = False
    fee_vnd: int = 0


@recorded_as("post.receipt_offered", sealed=("carrier_name", "postman", "senders", "note"))
class PostReceiptOffered(Fact, frozen=True, kw_only=True):
    """The officer has counted what came, draws up the record and signs it; `senders` are in the order of the lines."""

    number: str
    carrier: Carrier
    lines: tuple[IncomingLine, ...]
    site: str = ""
    carrier_name: str = ""
    postman: str = ""
    senders: tuple[str, ...] = ()
    note: str = ""


@recorded_as("post.received")
class PostReceived(Fact, frozen=True, kw_only=True):
    """The postman has signed too. `signed_at` (µs UTC) is the legal moment of submission (QĐ 45/2016 Art. 7(4)).

    `digest` is the SHA-256 (hex) of the scanned record, where it was signed on paper and scanned.
    """

    number: str
    signed_at: int
    medium: SigningMedium
    digest: str = ""


@recorded_as("post.dispatch_offered", sealed=("carrier_name", "postman", "addressees", "note"))
class PostDispatchOffered(Fact, frozen=True, kw_only=True):
    """The officer has sealed the results, draws up the record and signs it; `addressees` in the order of the lines."""

    number: str
    carrier: Carrier
    lines: tuple[OutgoingLine, ...]
    site: str = ""
    carrier_name: str = ""
    postman: str = ""
    addressees: tuple[str, ...] = ()
    note: str = ""


@recorded_as("post.dispatched")
class PostDispatched(Fact, frozen=True, kw_only=True):
    """The postman has signed for the results: from `signed_at` (µs UTC) they are on their way."""

    number: str
    signed_at: int
    medium: SigningMedium
    digest: str = ""


@recorded_as("post.record_declined", sealed=("reason",))
class PostRecordDeclined(Fact, frozen=True, kw_only=True):
    """The postman does not sign, or the record was drawn up wrongly: it is void and its number is not used again."""

    reason: str = ""


@recorded_as("post.line_used")
class PostLineUsed(Fact, frozen=True, kw_only=True):
    """What came on this line (counted from 1) was taken into a dossier; each line once."""

    line: int
    dossier: str
