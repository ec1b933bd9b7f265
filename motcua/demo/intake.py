"""How papers come in: over the counter, from the portal, by post, at somebody's home; or not, and why."""

import msgspec

from application.envelope import Actor
from application.views import Receipt, TicketView
from domain.catalogue import Procedure
from motcua.demo.agenda import Life
from motcua.demo.backoffice import BackOffice
from motcua.demo.cast import PORTAL
from motcua.demo.commune import Commune, Script, Service, Visit
from motcua.demo.plan import Call, Case

NOBODY = -1
MORE_PAPERS = 2
"""So many papers at most are missing at a time."""


class Reception:
    def __init__(self, commune: Commune, backoffice: BackOffice) -> None:
        self.commune, self.backoffice = commune, backoffice
        self.dossiers = commune.office.dossiers
        self.asked: dict[int, str] = {}

    def expect(self, case: Case) -> None:
        """Put the coming of a case on the agenda."""
        commune = self.commune
        match case.channel:
            case "counter":
                self._expect_at_counter(case)
            case "online":
                commune.agenda.start(self._submission(case), self._online(case))
            case _:
                commune.agenda.start(commune.at(case.day, case.minute), self._by_hand(case))

    # ---- at the counter

    def _expect_at_counter(self, case: Case) -> None:
        commune = self.commune
        if case.asked_before:
            first = Visit(script=self._sent_home(case), procedure=case.procedure.code, priority=case.priority)
            commune.come(commune.at_some(case.day - case.asked_before, 7 * 60 + 20, 10 * 60 + 30), first)
        visit = Visit(
            script=self._handing_in(case),
            procedure=case.procedure.code,
            priority=case.priority,
            right_group=case.procedure.group if commune.chance(0.02) else "",
        )
        if visit.right_group:
            visit.group = "social" if visit.right_group == "other" else "other"
        commune.come(commune.at(case.day, case.minute), visit)

    def _handing_in(self, case: Case) -> Script:
        def script(by: Actor, ticket: TicketView) -> Service:
            yield self.commune.within(case.minutes * 0.6, case.minutes * 0.8)
            receipt = self.dossiers.accept(
                self.commune.intake(case), by, ticket=ticket.id, dossier=self.asked.get(case.number, "")
            )
            yield from self._accepted(case, receipt, by)
            if case.course == "at_once":
                yield self.commune.within(1.5, 4)
                self.backoffice.resolve_at_once(case, receipt, by)
                self.backoffice.hand_over(case, receipt, by, ticket.id)
            return "dossier", receipt.id

        return script

    def _sent_home(self, case: Case) -> Script:
        def script(by: Actor, ticket: TicketView) -> Service:
            yield self.commune.within(3, 8)
            self.asked[case.number] = self._ask(case, by, ticket=ticket.id)
            return "supplement", self.asked[case.number]

        return script

    def _ask(self, case: Case, by: Actor, *, ticket: str = "", dossier: str = "") -> str:
        commune, voice = self.commune, self.commune.voice
        papers = [each.name for each in case.procedure.documents] or [voice.one_of("paper")]
        missing = commune.rng.sample(papers, min(len(papers), commune.rng.randint(1, MORE_PAPERS)))
        intake, why = commune.intake(case), voice.one_of("why.incomplete")
        return self.dossiers.ask_at_intake(
            intake, missing, why, voice.basis("incomplete"), by, ticket=ticket, dossier=dossier
        )

    def _accepted(self, case: Case, receipt: Receipt, by: Actor) -> Life:
        """The fee, where the law names one; then the dossier goes its way."""
        fee = case.procedure.fee_vnd
        if fee:
            yield self.commune.within(0.4, 1.0)
            self.dossiers.pay_fee(receipt.id, fee, self.backoffice.next_receipt(), by)
        self.backoffice.received(case, receipt)
        if case.course != "at_once":
            self.commune.agenda.start(
                self.commune.within(1, 4), self.backoffice.processing(case, receipt, by)
            )

    # ---- from the portal

    def _submission(self, case: Case) -> int:
        """The evening before, or early the same day; on an earlier day where papers will be missing."""
        commune, day = self.commune, case.day - case.asked_before
        if day == 0 or commune.chance(0.5):
            return commune.at(day, case.minute) - commune.rng.randint(20, 28) * 60_000_000
        return commune.at_some(day, -4.5 * 60, -2 * 60)

    def _online(self, case: Case) -> Life:
        commune, deputy = self.commune, self.commune.cast.deputy
        dossier = self.dossiers.submit_online(commune.intake(case), PORTAL)
        if case.asked_before:
            yield commune.at(case.day - case.asked_before, case.minute)
            self._ask(case, deputy, dossier=dossier)
            yield commune.at(case.day, case.minute) - commune.rng.randint(20, 28) * 60_000_000
            self.dossiers.hand_in(
                dossier, commune.intake(case).papers or ((commune.voice.one_of("paper"), 0, 1),), PORTAL
            )
        yield commune.at(case.day, case.minute)
        receipt = self.dossiers.accept(commune.intake(case), deputy, dossier=dossier)
        yield from self._accepted(case, receipt, deputy)
        yield from self._at_once_without_a_visit(case, receipt)

    # ---- by post and at home

    def _by_hand(self, case: Case) -> Life:
        deputy, intake = self.commune.cast.deputy, self.commune.intake(case)
        if case.channel == "postal":
            number = self.commune.mail.comes(intake, deputy)
            intake = msgspec.structs.replace(intake, record=number, record_line=1)
            yield self.commune.within(1, 4)
        receipt = self.dossiers.accept(intake, deputy)
        yield from self._accepted(case, receipt, deputy)
        yield from self._at_once_without_a_visit(case, receipt)

    def _at_once_without_a_visit(self, case: Case, receipt: Receipt) -> Life:
        if case.course == "at_once":
            yield self.commune.later(8, 25)
            self.backoffice.resolve_at_once(case, receipt, self.commune.cast.deputy)
            self.backoffice.bring(case, receipt)

    # ---- visits without a dossier

    def expect_call(self, call: Call) -> None:
        commune, procedure = self.commune, call.procedure
        visit = Visit(
            procedure="" if call.vague else procedure.code,
            group="other" if call.vague else "",
            priority=call.priority,
        )
        match call.errand:
            case "absent":
                visit.absent = "for_good"
            case "guidance":
                visit.script = self._guided(visit.procedure)
            case "refusal":
                visit.script = self._turned_away(procedure)
            case "asked_in_vain":
                visit.script = self._in_vain(procedure)
        commune.come(commune.at(call.day, call.minute), visit)

    def _guided(self, procedure: str) -> Script:
        def script(by: Actor, ticket: TicketView) -> Service:
            rng = self.commune.rng
            yield self.commune.within(2, 7)
            topics = rng.sample(("papers", "process", "fees", "online", "other_agency"), rng.randint(1, 3))
            self.commune.office.queue.guide(ticket.id, procedure, topics, by)
            yield self.commune.within(0.5, 2)
            return "guidance", ""

        return script

    def _turned_away(self, procedure: Procedure) -> Script:
        def script(by: Actor, ticket: TicketView) -> Service:
            yield self.commune.within(4, 9)
            voice, intake = self.commune.voice, self.commune.intake(self._strangers(procedure))
            why = voice.one_of("why.refused")
            dossier = self.dossiers.refuse(intake, why, voice.basis("refused"), by, ticket=ticket.id)
            return "refusal", dossier

        return script

    def _in_vain(self, procedure: Procedure) -> Script:
        """Asked for more papers, and never seen again."""

        def script(by: Actor, ticket: TicketView) -> Service:
            yield self.commune.within(3, 8)
            return "supplement", self._ask(self._strangers(procedure), by, ticket=ticket.id)

        return script

    def _strangers(self, procedure: Procedure) -> Case:
        """Papers of somebody who will not be met again."""
        self.commune.people[NOBODY] = self.commune.stranger()
        return Case(number=NOBODY, procedure=procedure)
