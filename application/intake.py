"""Taking a dossier in: submitted online, accepted with a code and a receipt, refused, or asked to be completed."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from application import timing
from application.acts.acting import with_paper
from application.appointments import kept_appointment
from application.core import Core, in_role, parsed_id
from application.envelope import Actor, canonical
from application.ports import Intake, Wanted
from application.post import signed_record, use_line
from application.receipts import issued_receipt, receipt_claims
from application.reference import Knowledge
from application.secrets import digest
from application.sites import site_of_device
from application.store import Transaction
from application.tariffs import charge_for
from application.views import Receipt
from domain import dossier as d
from domain.calendar import local_date
from domain.catalogue import NoLongerOffered, Procedure, Version
from domain.dossier import Dossier, Hand
from domain.fact import Fact, Refused
from domain.tariff import AmountNotStated, Charge, VariantMissing
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


class NotOfferedOnline(Refused):
    """The procedure's own source takes no online submission, so the portal must not promise one."""

    article = "NĐ 61/2018 Điều 16"


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
            submitted = state if state.submitted_at is not None else Dossier()
            offered = _offered(known, intake.procedure, submitted, self.core.today())
            fact = self._accepted(tx, known, offered, intake, stream, ticket, state)

            def take_in(hand: Hand) -> tuple[Fact, ...]:
                accepted = d.accept(state, by=hand, at=tx.now, fact=fact)
                return with_paper(self.core, tx, stream, state, accepted, hand)

            facts = in_role(self.core, by, tx, take_in)
            tx.record(stream, version, *facts, claims=canonical(receipt_claims(fact, tx.now)))
            _take_line(tx, intake, stream)
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
        submitted_at = _submitted_at(tx, intake, state)
        start = submitted_at if intake.channel in d.PROVED_CHANNELS else tx.now
        limit = timing.limit_in_force(known, procedure, tx.now)
        due = timing.due_of(known, limit, start)
        charge = charge_of(known, procedure, intake, tx.now)
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
            ruleset=known.ruleset(tx.now, procedure.code, procedure.field).ruleset,
            limit=limit,
            submitted_at=submitted_at,
            due=due,
            papers=_papers(intake),
            sets=intake.sets,
            fee_vnd=charge.net_vnd if charge else None,
            fee_gross_vnd=charge.gross_vnd if charge else None,
            fee_basis=charge.basis if charge else "",
            fee_exemption=charge.exemption.group if charge and charge.exemption else "",
            return_channel=_channel(intake.return_channel),
            ticket=ticket,
            lookup=digest(self.core.secrets.link(stream, "dossier")),
            delegated=procedure.delegated,
            receipt_waived=_done_today(procedure, due, day) and not intake.receipt_wanted,
            handover_record=intake.record,
            visit_place=intake.place,
            appointment=kept_appointment(tx, intake.appointment),
            site=site_of_device(tx, tx.by.device),
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
            if "online" not in procedure.channels:
                raise NotOfferedOnline(code=procedure.code)
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
                address=intake.address,
                reason=reason,
            )
            return lambda hand: d.refuse(state, by=hand, at=tx.now, fact=fact)

        return self._turn_away(intake, by, dossier, propose)

    def ask_at_intake(
        self,
        intake: Intake,
        items: Sequence[str | Wanted],
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
                items=wanted_names(items),
                particulars=particulars_of(items),
                basis=basis,
                answer_by=timing.answer_by(known, tx.now),
                ticket=ticket,
                lookup=digest(self.core.secrets.link(stream, "dossier")),
                applicant=intake.applicant,
                phone=intake.phone,
                address=intake.address,
                reason=reason,
            )
            rules = known.guards(tx.now, offered.procedure.code, offered.procedure.field)
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
            offered = _offered(self.core.known(tx), intake.procedure, state, self.core.today())
            may = propose(tx, offered, stream, state)
            facts = in_role(
                self.core, by, tx, lambda hand: with_paper(self.core, tx, stream, state, may(hand), hand)
            )
            tx.record(stream, version, *facts)
            _take_line(tx, intake, stream)
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


def _offered(known: Knowledge, procedure: str, begun: Dossier, today: date) -> Version:
    """The version in force; of a procedure repealed since, the one under which the dossier was begun.

    Else what came in before a repeal could be neither taken in nor refused.
    """
    try:
        return known.version(procedure, today)
    except NoLongerOffered:
        if begun.procedure != procedure:
            raise
        versions = known.catalogue[procedure].versions
        return next(each for each in versions if each.version == begun.procedure_version)


def _done_today(procedure: Procedure, due: d.Due | None, day: str) -> bool:
    """Decided at the counter and due the same day: only then may the receipt wait to be asked for."""
    same_day = procedure.limit.unit == "same_day" and procedure.delegated
    return same_day and due is not None and due.date == day


def check_applicant(intake: Intake) -> None:
    if not intake.applicant.strip():
        raise ApplicantMissing()
    digits = intake.personal_id.strip()
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) in {9, 12}):
        raise PersonalIdMalformed(text=intake.personal_id)


class NotExempt(Refused):
    """The tariff of this procedure exempts no such group."""

    article = "NĐ 61/2018 Điều 22"


def charge_of(known: Knowledge, procedure: Procedure, intake: Intake, at: int) -> Charge | None:
    """What is to be paid; None while nobody can say, because the source names no amount or several cases."""
    groups = (intake.exemption,) if intake.exemption else ()
    try:
        charge = charge_for(
            known,
            procedure.code,
            at,
            quantities=dict(intake.quantities),
            groups=groups,
            channel=intake.channel,
            variant=intake.variant,
            listed=procedure,
        )
    except AmountNotStated:
        return None
    except VariantMissing:
        if intake.variant:
            raise
        return None
    if groups and charge.gross_vnd and charge.exemption is None:
        raise NotExempt(group=intake.exemption)
    return charge


def _submitted_at(tx: Transaction, intake: Intake, state: Dossier) -> int:
    """The moment the law counts as that of submission (µs UTC): by post the signing of the hand-over record.

    A dossier that was sent back for papers is submitted when the full set is in (QĐ 45/2016 Art. 7(4)).
    """
    if intake.channel == "postal":
        return signed_record(tx, intake.record).signed_at
    if intake.channel == "online":
        return state.submitted_at or tx.now
    return intake.occurred_at or tx.now


def _take_line(tx: Transaction, intake: Intake, stream: UUID) -> None:
    """The line of the post belongs to this dossier, whether it was taken in, sent back or refused.

    Recorded last: a repeated command finds its answer by the first fact that it brought about.
    """
    if intake.channel == "postal":
        use_line(tx, intake.record, intake.record_line, stream)


def wanted_names(items: Sequence[str | Wanted]) -> tuple[str, ...]:
    return tuple(item if isinstance(item, str) else item.name for item in items)


def particulars_of(items: Sequence[str | Wanted]) -> tuple[d.ItemParticulars, ...]:
    """One for each item, in order; of an item that is only named one original is meant."""
    wanted = (Wanted(name=item) if isinstance(item, str) else item for item in items)
    return tuple(
        d.ItemParticulars(
            originals=item.originals, certified=item.certified, copies=item.copies, basis=item.basis
        )
        for item in wanted
    )


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
