"""The file of `motcua post record`: what the postman brought or takes, line by line, as somebody wrote it down."""

from pathlib import Path

import msgspec

from application.office import Office
from application.post import Incoming, Outgoing
from domain.post import IncomingLine, OutgoingLine, Presence, Route
from motcua.console import fail, language
from wording import say


class BroughtLine(IncomingLine, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of the file: what came, and from whom. `dossier` is a dossier code here."""

    sender: str


class TakenLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of the file: the dossier (code) whose result leaves, and to whom."""

    code: str
    addressee: str
    slip: str = ""
    route: Route = "in_province"
    originals: int = 0
    copies: int = 0
    sealed_before: Presence = "officer"
    with_receipt: bool = False
    fee_vnd: int = 0


class RecordFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The JSON file of `motcua post record`: either `brought` or `taken` lists the envelopes."""

    carrier: str
    carrier_name: str
    postman: str
    site: str = ""
    note: str = ""
    brought: tuple[BroughtLine, ...] = ()
    taken: tuple[TakenLine, ...] = ()


def read(file: Path) -> RecordFile:
    try:
        return msgspec.json.decode(file.read_bytes(), type=RecordFile)
    except (OSError, msgspec.DecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        fail(say("postal.not_a_file", language(), file=file, why=why), 2)


def incoming(office: Office, file: RecordFile) -> Incoming:
    lines = []
    for line in file.brought:
        fields = {name: getattr(line, name) for name in IncomingLine.__struct_fields__}
        stream = office.core.dossier_stream(line.dossier).hex if line.dossier else ""
        lines.append(IncomingLine(**fields | {"dossier": stream}))
    return Incoming(
        carrier=file.carrier, carrier_name=file.carrier_name, postman=file.postman, site=file.site,
        note=file.note, lines=tuple(lines), senders=tuple(line.sender for line in file.brought),
    )  # fmt: skip


def outgoing(office: Office, file: RecordFile) -> Outgoing:
    lines = []
    for line in file.taken:
        fields = {
            name: getattr(line, name) for name in line.__struct_fields__ if name not in {"code", "addressee"}
        }
        lines.append(
            OutgoingLine(dossier=office.core.dossier_stream(line.code).hex, code=line.code, **fields)
        )
    return Outgoing(
        carrier=file.carrier, carrier_name=file.carrier_name, postman=file.postman, site=file.site,
        note=file.note, lines=tuple(lines), addressees=tuple(line.addressee for line in file.taken),
    )  # fmt: skip
