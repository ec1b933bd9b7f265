"""What happens to a dossier behind the counters: hands, pauses, drafts, signatures, and the way home."""

from application.envelope import Actor
from application.ports import OfficerView
from application.views import Receipt, TicketView
from domain.dossier import About, Channel, Checked, Medium
from motcua.demo.agenda import Life
from motcua.demo.cast import PORTAL
from motcua.demo.commune import Commune, Script, Service, Visit
from motcua.demo.plan import Case

AMOUNTS_VND = (350_000, 620_000, 1_250_000, 2_480_000, 4_900_000, 12_600_000)
LAST_SAME_DAY_FETCH = 15 * 60 + 50
TOLD_BY: tuple[Medium, ...] = ("sms", "sms", "sms", "zalo", "phone")
MORNING, MOST_OF_THE_DAY = (7 * 60 + 40, 10 * 60), (7 * 60 + 40, 14 * 60 + 20)


class Folder:
    """One dossier and the people it is with."""

    def __init__(
        self, case: Case, receipt: Receipt, worker: tuple[OfficerView, Actor], leader: Actor
    ) -> None:
        self.case, self.receipt, self.leader = case, receipt, leader
        self.id = receipt.id
        self.view, self.specialist = worker


class BackOffice:
    def __init__(self, commune: Commune) -> None:
        self.commune = commune
        self.dossiers = commune.office.dossiers
        self.receipts: dict[int, Receipt] = {}
        self.paid = 0

    def received(self, case: Case, receipt: Receipt) -> None:
        self.receipts[case.number] = receipt

    def next_receipt(self) -> str:
        self.paid += 1
        return f"BL-{self.paid:05d}"

    # ---- decided at the counter

    def resolve_at_once(self, case: Case, receipt: Receipt, by: Actor) -> None:
        self.dossiers.resolve_at_counter(receipt.id, _document(receipt), by)

    # ---- from hand to hand

    def processing(self, case: Case, receipt: Receipt, reception: Actor) -> Life:
        commune = self.commune
        worker = commune.cast.specialist(case.procedure.field, commune.rng)
        folder = Folder(case, receipt, worker, commune.rng.choice(commune.cast.leaders))
        self.dossiers.forward(folder.id, folder.view.section, reception)
        hurry = case.course == "quick"
        yield commune.later(*((3, 10) if hurry else (12, 50)))
        self.dossiers.assign(folder.id, folder.specialist.id, folder.leader)
        yield commune.later(*((2, 6) if hurry else (5, 40)))
        self.dossiers.open(folder.id, folder.specialist, "handle")
        yield from self._handed_over(folder)
        yield from self._course(folder)

    def _handed_over(self, folder: Folder) -> Life:
        """From one section to another, with both signatures."""
        commune, case = self.commune, folder.case
        if not case.handover:
            return
        yield commune.at_some(case.day + 1, 8 * 60, 9 * 60 + 30)
        view, taker = commune.cast.colleague(folder.view, commune.rng)
        self.dossiers.offer(folder.id, taker.id, folder.specialist, note=commune.voice.one_of("note"))
        yield commune.later(20, 90)
        if case.handover == "declined":
            self.dossiers.decline(folder.id, commune.voice.one_of("why.declined"), taker)
            return
        self.dossiers.take_over(folder.id, taker)
        folder.view, folder.specialist = view, taker
        yield commune.later(10, 60)
        self.dossiers.open(folder.id, taker, "handle")

    def _course(self, folder: Folder) -> Life:
        match folder.case.course:
            case "supplement":
                yield from self._supplemented(folder)
            case "payment" | "payment_last":
                yield from self._paid_for(folder)
            case "late":
                yield from self._apologised(folder)
            case "withdrawn":
                yield from self._withdrawn(folder)
                return
            case "stopped":
                yield from self._stopped(folder)
                return
            case _:
                pass
        yield from self._decided(folder)

    # ---- waiting for somebody outside

    def _supplemented(self, folder: Folder) -> Life:
        commune, case, voice = self.commune, folder.case, self.commune.voice
        yield commune.at_some(case.pause[0], *MORNING)
        papers = [each.name for each in case.procedure.documents] or [voice.one_of("paper")]
        missing = commune.rng.sample(papers, 1)
        # Through the one-stop unit, never straight from the section (NĐ 61/2018 Art. 5(1)(e)).
        why, basis = voice.one_of("why.supplement"), voice.basis("supplement")
        self.dossiers.ask_supplement(folder.id, missing, why, basis, commune.cast.deputy)
        yield from self._told(folder, "supplement", "sms")
        if case.channel == "online":
            yield commune.at_some(case.pause[1], *MORNING)
            self.dossiers.hand_in(folder.id, ((missing[0], 0, 1),), PORTAL)
            yield commune.later(15, 60)
            self.dossiers.complete_supplement(folder.id, commune.cast.deputy)
        elif case.pause[1] < commune.plan.length:
            visit = Visit(
                script=self._bringing(folder, missing[0]),
                procedure=case.procedure.code,
                priority=case.priority,
            )
            commune.come(commune.at_some(case.pause[1], *MORNING), visit)

    def _bringing(self, folder: Folder, paper: str) -> Script:
        def script(by: Actor, ticket: TicketView) -> Service:
            yield self.commune.within(2, 5)
            self.dossiers.hand_in(folder.id, ((paper, 1, 0),), by)
            yield self.commune.within(1, 2)
            self.dossiers.complete_supplement(folder.id, by)
            return "supplement", folder.id

        return script

    def _paid_for(self, folder: Folder) -> Life:
        commune, case, voice = self.commune, folder.case, self.commune.voice
        yield commune.at_some(case.pause[0], *MORNING)
        final = case.course == "payment_last"
        if final:
            self._draft(folder)
            yield commune.later(10, 30)
        amount = commune.rng.choice(AMOUNTS_VND)
        self.dossiers.ask_payment(folder.id, amount, voice.basis("payment"), folder.specialist)
        yield from self._told(folder, "payment", "sms")
        day = case.finish if final else case.pause[1]
        if day >= commune.plan.length:
            return
        if case.channel == "online":
            yield commune.at_some(day, *MORNING)
            self.dossiers.confirm_payment(folder.id, self.next_receipt(), commune.cast.deputy, final=final)
        else:
            paying = Visit(script=self._paying(folder, final=final), procedure=case.procedure.code)
            commune.come(commune.at_some(day, *MORNING), paying)

    def _paying(self, folder: Folder, *, final: bool) -> Script:
        def script(by: Actor, ticket: TicketView) -> Service:
            yield self.commune.within(2, 5)
            self.dossiers.confirm_payment(folder.id, self.next_receipt(), by, final=final)
            return "payment", folder.id

        return script

    def _apologised(self, folder: Folder) -> Life:
        commune, case = self.commune, folder.case
        yield commune.at_some(case.apology, *MORNING)
        new_due, why = commune.plan.days[case.finish], commune.voice.one_of("why.late")
        self.dossiers.apologise(folder.id, why, new_due, folder.leader)
        yield from self._told(folder, "apology", "phone")

    def _told(self, folder: Folder, about: About, channel: Medium) -> Life:
        yield self.commune.within(0.5, 5)
        self.dossiers.notify(folder.id, about, channel, self.commune.cast.deputy)

    # ---- ends without a result

    def _withdrawn(self, folder: Folder) -> Life:
        commune, case = self.commune, folder.case
        yield commune.at_some(case.pause[0], *MORNING)
        self.dossiers.ask_withdrawal(folder.id, commune.voice.one_of("why.withdrawn"), PORTAL)
        yield commune.at_some(case.finish, *MORNING)
        self.dossiers.grant_withdrawal(folder.id, folder.leader)

    def _stopped(self, folder: Folder) -> Life:
        commune, voice = self.commune, self.commune.voice
        yield commune.at_some(folder.case.finish, *MORNING)
        why, basis = voice.one_of("why.stopped"), voice.basis("stopped")
        self.dossiers.stop(folder.id, why, basis, folder.leader.id, folder.specialist)
        yield commune.later(5, 20)
        yield from self._told(folder, "stopped", "sms")

    # ---- the result

    def _decided(self, folder: Folder) -> Life:
        commune, case = self.commune, folder.case
        if case.course == "payment_last":
            # The money was the last thing wanting; the draft lies ready since before.
            yield commune.at_some(case.finish, 14 * 60, 15 * 60)
            yield from self._signed(folder)
        else:
            if case.course == "quick":
                yield commune.later(8, 25)
            else:
                yield commune.at_some(case.finish, *(MORNING if case.sent_back else MOST_OF_THE_DAY))
            yield from self._drafted_and_signed(folder)
        if case.course == "recalled":
            yield from self._recalled(folder)
        self.bring(case, folder.receipt, folder)

    def _drafted_and_signed(self, folder: Folder) -> Life:
        commune, hurry = self.commune, folder.case.course == "quick"
        self._draft(folder)
        if folder.case.sent_back:
            yield commune.later(15, 50)
            self.dossiers.send_back(folder.id, commune.voice.one_of("why.sent_back"), folder.leader)
            yield commune.later(20, 50)
            self._draft(folder)
        yield commune.later(*((4, 15) if hurry else (15, 80)))
        yield from self._signed(folder)

    def _draft(self, folder: Folder) -> None:
        self.dossiers.draft_result(
            folder.id, _document(folder.receipt), folder.specialist, favourable=folder.case.favourable
        )

    def _signed(self, folder: Folder) -> Life:
        commune, case = self.commune, folder.case
        self.dossiers.sign_result(folder.id, folder.leader)
        yield commune.later(4, 18)
        self.dossiers.make_ready(folder.id, commune.cast.deputy)
        about: About = "early" if case.finish < case.due else "result_ready"
        yield from self._told(folder, about, commune.rng.choice(TOLD_BY))

    def _recalled(self, folder: Folder) -> Life:
        """A slip is found before anybody came: taken back, written and signed again."""
        commune = self.commune
        yield commune.later(20, 60)
        why = commune.voice.one_of("why.recalled")
        self.dossiers.recall_result(folder.id, why, folder.leader.id, folder.specialist)
        yield commune.at_some(commune.today + 1, *MORNING)
        yield from self._drafted_and_signed(folder)

    # ---- the way home

    def bring(self, case: Case, receipt: Receipt, folder: Folder | None = None) -> None:
        """Put the return of a result on the agenda, if it still falls into the period."""
        commune = self.commune
        match case.returned_by:
            case "counter":
                self._expect_fetch(case, receipt, folder)
            case "online":
                commune.agenda.start(commune.later(5, 20), self._sent(case, receipt, "online"))
            case _:
                commune.agenda.start(commune.later(5, 20), self._sent_out(case, receipt))

    def _expect_fetch(self, case: Case, receipt: Receipt, folder: Folder | None) -> None:
        commune = self.commune
        day = commune.today + case.fetched_after
        at = commune.later(15, 50)
        if day > commune.today or at > commune.at(commune.today, LAST_SAME_DAY_FETCH):
            at = commune.at_some(max(day, commune.today + 1), 7 * 60 + 15, 10 * 60 + 40)
        visit = Visit(
            script=self._fetching(case, receipt, folder),
            group="results",
            priority=case.priority,
            dossier=receipt.id,
        )
        commune.come(at, visit)

    def _fetching(self, case: Case, receipt: Receipt, folder: Folder | None) -> Script:
        def script(by: Actor, ticket: TicketView) -> Service:
            commune = self.commune
            yield commune.within(0.7, 2)
            if commune.chance(0.2):
                self.dossiers.open(receipt.id, by, "return")
            yield commune.within(0.5, 1.5)
            self.hand_over(case, receipt, by, ticket.id)
            if case.course == "corrected" and folder is not None:
                again = commune.at_some(commune.today + 1, *MORNING)
                commune.agenda.start(again, self._corrected(folder))
            return "result", receipt.id

        return script

    def hand_over(self, case: Case, receipt: Receipt, by: Actor, ticket: str) -> None:
        """To the owner, or to somebody with an authorisation."""
        if case.course != "at_once" and self.commune.chance(0.12):
            self.dossiers.return_result(
                receipt.id, by, checked="authorised", ticket=ticket,
                recipient=self.commune.stranger().name,
            )  # fmt: skip
        else:
            self.dossiers.return_result(receipt.id, by, checked="owner", ticket=ticket)

    def _sent_out(self, case: Case, receipt: Receipt) -> Life:
        """Out of the unit under a record, and in the citizen's hand a day or two later."""
        commune, channel = self.commune, case.returned_by
        deputy, who = commune.cast.deputy, commune.person(case.number)
        record = commune.mail.goes(receipt.id, who.name, deputy) if channel == "postal" else ""
        yield commune.within(2, 6)
        self.dossiers.dispatch_result(receipt.id, channel, deputy, record=record)
        day = commune.today + commune.rng.randint(1, 2)
        if day < commune.plan.length:
            yield commune.at_some(day, *MORNING)
            yield from self._sent(case, receipt, channel)

    def _sent(self, case: Case, receipt: Receipt, channel: Channel) -> Life:
        checked: Checked = "post" if channel == "postal" else "owner"
        self.dossiers.return_result(receipt.id, self.commune.cast.deputy, channel=channel, checked=checked)
        yield self.commune.now

    def _corrected(self, folder: Folder) -> Life:
        """The citizen found a mistake of the office's: put right, at no cost, and fetched again."""
        commune = self.commune
        why = commune.voice.one_of("why.corrected")
        self.dossiers.open_correction(folder.id, why, folder.leader.id, folder.specialist)
        yield commune.later(10, 40)
        yield from self._drafted_and_signed(folder)
        visit = Visit(script=self._fetching_again(folder), group="results", dossier=folder.id)
        commune.come(commune.at_some(commune.today + 1, *MORNING), visit)

    def _fetching_again(self, folder: Folder) -> Script:
        def script(by: Actor, ticket: TicketView) -> Service:
            yield self.commune.within(1, 3)
            self.dossiers.return_result(folder.id, by, ticket=ticket.id)
            return "result", folder.id

        return script


def _document(receipt: Receipt) -> str:
    return f"KQ-{receipt.code}.pdf"
