"""Taking a dossier in: submitted online, accepted with a code and a receipt, refused, or asked to be completed."""

from collections.abc import Callable, Sequence
from uuid import UUID

from application import timing
from application.core import Core, in_role, parsed_id
from application.envelope import Actor, canonical
from application.ports import Intake
from application.reference import Knowledge
from application.secrets import digest
from application.store import Transaction
from application.views import Receipt
from domain import dossier as d
from domain.calendar import local_date, moment_text
from domain.catalogue import Version
from domain.dossier import Dossier, Hand
from domain.fact import Fact, Refused
from projections.index import code_series
from projections.status import read_state

FIND = "SELECT state, version FROM dossier WHERE stream = ?"


Proposal = Callable[[Hand], Fact]
"""What would be recorded if this hand may do it."""


class ApplicantMissing(Refused):
    """A dossier is somebody's: the applicant's name must be written."""

    article = "NĐ 61/2018 Điều 17(3)"


class PersonalIdMalformed(Refused):
    """A personal identification number has 12 digits; an old identity card number 9."""

    article = "NĐ 137/2015 Điều 13"


class NoSuchReceipt(Refused):
    """This dossier has not been accepted, so there is no receipt for it."""


class NoSuchSubmission(Refused):
    """Nothing was submitted under this id, so there is nothing to take in."""


class DossierIntake:
    """The acts at the counter and the portal."""

    core: Core

    def __init__(self, core: Core) -> None:
        self.core = core

    def accept(
        self, intake: Intake, by: Actor, *, ticket: str = "", dossier: str = "", command: str = ""
    ) -> Receipt:
        check_applicant(intake)

        def work(tx: Transaction) -> UUID:
            stream, state, version = self._begun(tx, dossier)
            known = self.core.known(tx)
            offered = known.version(intake.procedure, self.core.today())
            fact = self._accepted(tx, known, offered, intake, stream, ticket, state)
            in_role(self.core, by, tx, lambda hand: d.accept(state, by=hand, at=tx.now, fact=fact))
            tx.record(stream, version, fact, claims=canonical(receipt_claims(fact, tx.now)))
            return stream

        return self.core.write(by, command, work, lambda stream: issued_receipt(self.core, stream))

    def _accepted(
        self,
        tx: Transaction,
        known: Knowledge,
        offered: Version,
        intake: Intake,
        stream: UUID,
        ticket: str,
        state: Dossier,
    ) -> d.DossierAccepted:
        procedure = offered.procedure
        agency, day = known.agency, local_date(tx.now)
        ordinal = tx.next_ordinal(code_series(agency, day))
        limit = timing.limit_in_force(known, procedure, tx.now)
        return d.DossierAccepted(
            code=d.format_code(agency, day, ordinal),
            agency=agency,
            day=day,
            ordinal=ordinal,
            procedure=procedure.code,
            procedure_version=offered.version,
            procedure_name=procedure.name,
            field=procedure.field,
            channel=_channel(intake.channel),
            ruleset=known.ruleset(tx.now).ruleset,
            limit=limit,
            submitted_at=state.submitted_at or intake.occurred_at or tx.now,
            due=timing.due_of(known, limit, tx.now),
            papers=_papers(intake),
            fee_vnd=procedure.fee_vnd,
            return_channel=_channel(intake.return_channel),
            ticket=ticket,
            lookup=digest(self.core.secrets.link(stream, "dossier")),
            delegated=procedure.delegated,
            helper=intake.helper,
            applicant=intake.applicant,
            personal_id=intake.personal_id,
            phone=intake.phone,
            address=intake.address,
            email=intake.email,
        )

    def submit_online(self, intake: Intake, by: Actor, *, command: str = "") -> str:
        check_applicant(intake)

        def work(tx: Transaction) -> UUID:
            stream, known = self.core.new_id(), self.core.known(tx)
            offered = known.version(intake.procedure, self.core.today())
            procedure = offered.procedure
            fact = d.DossierSubmitted(
                procedure=procedure.code,
                procedure_version=offered.version,
                field=procedure.field,
                channel="online",
                papers=_papers(intake),
                answer_by=timing.intake_answer_by(known, tx.now),
                lookup=digest(self.core.secrets.link(stream, "dossier")),
                applicant=intake.applicant,
                personal_id=intake.personal_id,
                phone=intake.phone,
                address=intake.address,
                email=intake.email,
            )
            in_role(self.core, by, tx, lambda hand: d.submit(Dossier(), by=hand, at=tx.now, fact=fact))
            tx.record(stream, 0, fact)
            return stream

        return self.core.write(by, command, work, lambda stream: stream.hex)

    def refuse(
        self, intake: Intake, reason: str, basis: str, by: Actor, *, ticket: str = "", dossier: str = ""
    ) -> str:
        def propose(tx: Transaction, offered: Version, _: UUID, state: Dossier) -> Proposal:
            fact = d.DossierRefused(
                procedure=offered.procedure.code,
                field=offered.procedure.field,
                channel=_channel(intake.channel),
                number=self.core.next_paper(tx, "TCTN"),
                basis=basis,
                ticket=ticket,
                applicant=intake.applicant,
                phone=intake.phone,
                reason=reason,
            )
            return lambda hand: d.refuse(state, by=hand, at=tx.now, fact=fact)

        return self._turn_away(intake, by, dossier, propose)

    def ask_at_intake(
        self,
        intake: Intake,
        items: Sequence[str],
        reason: str,
        basis: str,
        by: Actor,
        *,
        ticket: str = "",
        dossier: str = "",
    ) -> str:
        def propose(tx: Transaction, offered: Version, stream: UUID, state: Dossier) -> Proposal:
            known = self.core.known(tx)
            fact = d.IntakeSupplementRequested(
                procedure=offered.procedure.code,
                procedure_version=offered.version,
                field=offered.procedure.field,
                channel=_channel(intake.channel),
                number=self.core.next_paper(tx, "YCBS"),
                items=tuple(items),
                basis=basis,
                answer_by=timing.answer_by(known, tx.now),
                ticket=ticket,
                lookup=digest(self.core.secrets.link(stream, "dossier")),
                applicant=intake.applicant,
                phone=intake.phone,
                reason=reason,
            )
            rules = known.rules_of(known.ruleset(tx.now).ruleset)
            return lambda hand: d.request_intake_supplement(state, by=hand, at=tx.now, fact=fact, rules=rules)

        return self._turn_away(intake, by, dossier, propose)

    def _turn_away(
        self,
        intake: Intake,
        by: Actor,
        dossier: str,
        propose: Callable[[Transaction, Version, UUID, Dossier], Proposal],
    ) -> str:
        """Refused, or not complete yet: in writing either way."""
        check_applicant(intake)

        def work(tx: Transaction) -> UUID:
            stream, state, version = self._begun(tx, dossier)
            offered = self.core.known(tx).version(intake.procedure, self.core.today())
            tx.record(stream, version, in_role(self.core, by, tx, propose(tx, offered, stream, state)))
            return stream

        return self.core.write(by, "", work, lambda stream: stream.hex)

    def _begun(self, tx: Transaction, dossier: str) -> tuple[UUID, Dossier, int]:
        """What was submitted under an id, or a new dossier when none is given; an id is never made up by a door."""
        if not dossier:
            return self.core.new_id(), Dossier(), 0
        stream = parsed_id(dossier, NoSuchSubmission)
        rows = tx.rows(FIND, stream.hex)
        if not rows:
            raise NoSuchSubmission(id=dossier)
        return stream, read_state(rows[0][0]), rows[0][1]


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
        claims=canonical(receipt_claims(fact, at)).decode(),
    )


def receipt_claims(fact: d.DossierAccepted, at: int) -> dict[str, str]:
    """What the receipt prints and a proof of it proves: no person, nothing that could be put off later."""
    claims = {"code": fact.code, "procedure": fact.procedure, "received_at": moment_text(at)}
    if fact.due is not None:
        claims["due_at"] = moment_text(fact.due.at)
    return claims


def check_applicant(intake: Intake) -> None:
    if not intake.applicant.strip():
        raise ApplicantMissing()
    digits = intake.personal_id.strip()
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) in {9, 12}):
        raise PersonalIdMalformed(text=intake.personal_id)


def _papers(intake: Intake) -> tuple[d.Paper, ...]:
    return tuple(d.Paper(name=name, originals=first, copies=second) for name, first, second in intake.papers)


class UnknownChannel(Refused):
    """A dossier comes by counter, online, by post or from home."""


def _channel(text: str) -> d.Channel:
    match text:
        case "counter" | "online" | "postal" | "home":
            return text
        case _:
            raise UnknownChannel(channel=text)
