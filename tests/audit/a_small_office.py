"""A small real office of a few days: tickets, dossiers and what became of them, by the use cases themselves."""

from contextlib import contextmanager

from application.clock import SeededChance, SetClock
from application.envelope import Actor
from application.office import Office
from application.opening import adopt_rules, publish_calendars, register_device
from application.ports import Intake
from domain.calendar import CalendarPublished, local_moment
from domain.catalogue import Limit, Procedure, RequiredDocument
from domain.office import DeviceRegistered, OfficeOpened
from domain.rules import RulesAdopted
from domain.staff import OfficerAppointed

UNIT = "28321"
BIRTH = "1.001193.000.00.00.H20"
COPY = "2.000815.000.00.00.H20"
KIOSK = Actor("", "citizen", "kiosk-1")
MINUTE = 60_000_000
DAY = "2026-03-02"
HOURS = (("07:30", "11:30"), ("13:30", "17:00"))
OPENED = OfficeOpened(
    unit=UNIT, agency="H20.321", name="Ủy ban nhân dân xã Tân Phước 1", name_en="Tan Phuoc 1", simulated=True
)
APPLICANT = "Lê Thị Người Nộp"
PHONE = "0987654321"


class SmallOffice:
    """The office and its people; every act takes a minute."""

    def __init__(self, root):
        self.watch = lambda: None
        """Called whenever the clock moves on."""
        self.clock = SetClock(local_moment(DAY, "07:30"))
        self.office = Office.found(root, OPENED, clock=self.clock, chance=SeededChance(20260302))
        core = self.office.core
        publish_calendars(core, [CalendarPublished(year=year, days=(), hours=HOURS) for year in (2026, 2027)])
        adopt_rules(core, RulesAdopted(ruleset="NĐ118-2025", valid_from="2018-07-01", parameters={}))
        register_device(core, DeviceRegistered(device="kiosk-1", kind="kiosk"))
        self.group = self.office.catalogue.groups()[0].key
        self.office.catalogue.take_in([birth(self.group), certified_copy(self.group)])
        self.hoa = self.appoint("nt.hoa", "Nguyễn Thị Hoa", "reception", counter="1")
        self.binh = self.appoint("vq.binh", "Võ Quốc Bình", "specialist")
        self.phuc = self.appoint("nd.phuc", "Ngô Đình Phúc", "leader")

    def appoint(self, officer, name, role, *, counter=""):
        """Without a password: it would only cost time here."""
        fact = OfficerAppointed(
            officer=officer, name=name, title="Công chức", roles=(role,), section="Tư pháp"
        )
        self.office.staff.appoint(fact)
        by = Actor(officer, role, f"desk-{counter or 9}")
        if counter:
            self.office.staff._open_shift(officer, counter, (), by)
        return by

    def later(self, minutes=1):
        self.watch()
        self.clock.set(self.clock.now() + minutes * MINUTE)

    def on(self, day, hour="08:00"):
        self.watch()
        self.clock.set(local_moment(day, hour))

    def ticket(self, priority=""):
        self.later()
        return self.office.queue.issue(KIOSK, procedure=BIRTH, priority=priority)

    def called(self):
        self.later()
        return self.office.queue.call_next("1", self.hoa)

    def served(self, outcome="guidance", dossier=""):
        """The next in line, from the call to the end of the visit."""
        ticket = self.called()
        self.office.queue.start(ticket.id, self.hoa)
        self.later(5)
        return self.office.queue.finish(ticket.id, outcome, self.hoa, dossier=dossier)

    def accepted(self, procedure=BIRTH, ticket=""):
        self.later()
        intake = Intake(
            procedure=procedure, applicant=APPLICANT, phone=PHONE, papers=(("Tờ khai", 1, 0),)
        )  # fmt: skip
        return self.office.dossiers.accept(intake, self.hoa, ticket=ticket)

    def working(self):
        receipt = self.accepted()
        self.later()
        self.office.dossiers.forward(receipt.id, "Tư pháp", self.hoa)
        self.office.dossiers.assign(receipt.id, "vq.binh", self.phuc)
        return receipt

    def returned(self, receipt):
        dossiers = self.office.dossiers
        dossiers.draft_result(receipt.id, "Giấy khai sinh", self.binh)
        self.later()
        dossiers.sign_result(receipt.id, self.phuc)
        dossiers.make_ready(receipt.id, self.hoa)
        self.later()
        dossiers.notify(receipt.id, "early", "phone", self.hoa)
        dossiers.return_result(receipt.id, self.hoa, recipient=APPLICANT)

    def days_of_work(self):
        """Three days: the codes of a returned, a waiting, a stopped and a just accepted dossier."""
        dossiers = self.office.dossiers
        self.ticket(), self.ticket(), self.ticket(priority="elderly")
        first = self.working()
        self.served("dossier", first.id)
        waiting = self.working()
        dossiers.ask_supplement(
            waiting.id, ["Giấy chứng sinh"], "Thiếu giấy chứng sinh.", "NĐ 61/2018 Điều 19", self.hoa
        )
        stopped = self.working()
        self.on("2026-03-03")
        self.returned(first)
        dossiers.open(waiting.id, self.binh, "handle")
        self.office.queue.close_day(self.hoa)
        self.on("2026-03-04")
        dossiers.stop(stopped.id, "Không đủ điều kiện.", "Luật Hộ tịch Điều 13", "nd.phuc", self.binh)
        self.ticket(), self.ticket()
        self.called()
        last = self.accepted(COPY)
        return [each.code for each in (first, waiting, stopped, last)]


@contextmanager
def a_small_office(root):
    small = SmallOffice(root)
    try:
        yield small
    finally:
        small.office.close()


def birth(group):
    return Procedure(
        code=BIRTH,
        name="Đăng ký khai sinh",
        name_en="Birth registration",
        field="Hộ tịch",
        group=group,
        limit=Limit(unit="working_day", value=3),
        channels=("counter", "online"),
        documents=(RequiredDocument(name="Tờ khai", originals=1),),
        fee_vnd=0,
    )


def certified_copy(group):
    return Procedure(
        code=COPY,
        name="Chứng thực bản sao",
        name_en="Certified copies",
        field="Chứng thực",
        group=group,
        limit=Limit(unit="none_stated"),
        channels=("counter",),
        fee_vnd=2_000,
    )
