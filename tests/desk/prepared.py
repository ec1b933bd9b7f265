"""Dossiers brought by the office itself to where a given act is due, and who does that act."""

from datetime import date, timedelta

from application.envelope import Actor
from application.ports import Intake
from domain.calendar import local_date

BIRTH = "1.001193.000.00.00.H38"
CERTIFY = "2.000815.000.00.00.H38"
HONG = Actor("nt.hong", "reception", "desk-1")
PAO = Actor("gs.pao", "specialist", "desk-2")
TU = Actor("vv.tu", "leader", "desk-9")
PAPERS = (
    ("Tờ khai đăng ký khai sinh theo mẫu", 1, 0),
    ("Giấy chứng sinh, hoặc văn bản của người làm chứng", 1, 0),
)
DAY = 24 * 60
AGENCY = "Công an xã Bản Liền"


def intake(procedure=BIRTH, papers=PAPERS, **more):
    return Intake(
        procedure=procedure,
        applicant="Tráng Thị Dúa",
        personal_id="010199000123",
        phone="0912 345 678",
        papers=papers,
        **more,
    )


class Prepared:
    """Every state an act starts from, made by the acts before it. Each answers with the dossier's id."""

    def __init__(self, commune):
        self.commune, self.acts = commune, commune.office.dossiers

    def today(self):
        return date.fromisoformat(local_date(self.commune.office.now()))

    def accepted(self):
        return self.acts.accept(intake(), HONG).id

    def at_once(self):
        papers = (("Bản chính giấy tờ, văn bản", 1, 0),)
        return self.acts.accept(intake(CERTIFY, papers), HONG).id

    def forwarded(self):
        dossier = self.accepted()
        self.acts.forward(dossier, "Tư pháp", HONG)
        return dossier

    def working(self):
        dossier = self.forwarded()
        self.acts.assign(dossier, "gs.pao", TU)
        return dossier

    def offered(self):
        dossier = self.working()
        self.acts.offer(dossier, "ly.mai", PAO)
        return dossier

    def supplement_asked(self):
        dossier = self.working()
        self.acts.ask_supplement(dossier, ("Giấy kết hôn",), "Còn thiếu", "Điều 16", HONG)
        return dossier

    def handed_in(self):
        dossier = self.supplement_asked()
        self.acts.hand_in(dossier, (("Giấy kết hôn", 1, 0),), HONG)
        return dossier

    def never_completed(self):
        dossier = self.supplement_asked()
        self.commune.later(60 * DAY)
        return dossier

    def payment_asked(self):
        dossier = self.working()
        self.acts.ask_payment(dossier, 50_000, "TT 226/2016", PAO)
        return dossier

    def never_paid(self):
        dossier = self.payment_asked()
        self.commune.later(60 * DAY)
        return dossier

    def fee_paid(self):
        dossier = self.working()
        self.acts.pay_fee(dossier, 80_000, f"BL-{dossier[:8]}", HONG)
        return dossier

    def withdrawing(self):
        dossier = self.working()
        self.acts.ask_withdrawal(dossier, "Đổi ý", HONG)
        return dossier

    def opinion_asked(self):
        dossier = self.working()
        self.acts.ask_opinion(dossier, AGENCY, "Nơi cư trú?", self.today(), PAO)
        return dossier

    def opinion_late(self):
        dossier = self.opinion_asked()
        self.commune.later(2 * DAY)
        return dossier

    def visit_over(self):
        dossier = self.working()
        in_an_hour = self.commune.office.now() + 60 * 60_000_000
        self.acts.schedule_visit(dossier, in_an_hour, "Thôn Đội 2", "Pao, trưởng thôn", PAO)
        self.commune.later(120)
        return dossier

    def referral_planned(self):
        dossier = self.working()
        self.acts.plan_referral(dossier, "series", AGENCY, ((AGENCY, "Cấp mã số", 2, True),), HONG)
        return dossier

    def leg_out(self):
        dossier = self.referral_planned()
        self.acts.send_leg(dossier, 1, HONG)
        return dossier

    def drafted(self):
        dossier = self.working()
        self.acts.draft_result(dossier, "Giấy khai sinh số 12", PAO)
        return dossier

    def signed(self):
        dossier = self.drafted()
        self.acts.sign_result(dossier, TU)
        return dossier

    def ready(self):
        dossier = self.signed()
        self.acts.make_ready(dossier, HONG)
        return dossier

    def told(self):
        dossier = self.ready()
        self.acts.notify(dossier, "early", "phone", HONG)
        return dossier

    def returned(self):
        dossier = self.told()
        self.acts.return_result(dossier, HONG)
        return dossier

    def sent_out(self):
        dossier = self.told()
        self.acts.dispatch_result(dossier, "home", HONG)
        return dossier

    def invited_twice(self):
        dossier = self.sent_out()
        for _ in range(2):
            self.commune.later(4 * DAY)
            self.acts.attempt_delivery(dossier, HONG)
        return dossier

    def nobody_came(self):
        dossier = self.told()
        self.acts.notify(dossier, "result_ready", "phone", HONG)
        self.commune.later(50 * DAY)
        return dossier

    def lost(self):
        dossier = self.working()
        self.acts.report_loss(dossier, "Mưa ướt", "gs.pao", "vv.tu", PAO)
        return dossier

    def later_day(self, days):
        return f"{self.today() + timedelta(days=days):%d/%m/%Y}"
