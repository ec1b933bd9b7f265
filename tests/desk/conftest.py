"""A real office in a folder of its own, its officers, and a clock that stands where a test puts it."""

from datetime import UTC, datetime
from shutil import copytree

import pytest

from application.clock import SeededChance, SetClock
from application.envelope import Actor
from application.office import Office
from application.opening import adopt_rules, publish_calendars
from desk import DeskApp
from domain.calendar import CalendarPublished
from domain.catalogue import Limit, Procedure, RequiredDocument
from domain.office import OfficeOpened
from domain.rules import RulesAdopted
from domain.staff import OfficerAppointed
from tests.application.an_office import light_passwords

HOURS = (("07:00", "11:30"), ("13:30", "17:00"))
PASSWORD = "mật khẩu dài"
KIOSK = Actor("", "citizen", "kiosk-1")
BIRTH = "1.001193.000.00.00.H38"
CERTIFY = "2.000815.000.00.00.H38"
SIZE = (110, 30)


def moment(text):
    """µs UTC of an hour in Vietnam, such as 2026-11-24T09:00."""
    return int(datetime.fromisoformat(f"{text}:00+07:00").astimezone(UTC).timestamp()) * 1_000_000


MORNING = moment("2026-11-24T09:00")
"""A Tuesday."""


class Commune:
    """Bản Liền on a Tuesday morning: two procedures, four officers, nobody in the queue yet."""

    @classmethod
    def copied(cls, founded, root):
        """The same office in a folder of its own: four passwords are hashed once for all tests."""
        copytree(founded, root)
        made = cls.__new__(cls)
        made.clock = SetClock(MORNING)
        made.office = Office.at(root, clock=made.clock, chance=SeededChance(12))
        return made

    def __init__(self, root):
        self.clock = SetClock(MORNING)
        opened = OfficeOpened(
            unit="02896",
            agency="H38.28.96",
            name="Ủy ban nhân dân xã Bản Liền",
            name_en="People's Committee of Bản Liền Commune",
            superior="Tỉnh Lào Cai",
            superior_en="Lào Cai Province",
            hotline="0214 3 896 896",
        )
        self.office = Office.found(root, opened, clock=self.clock, chance=SeededChance(11))
        light_passwords(self.office)
        core = self.office.core
        publish_calendars(core, [CalendarPublished(year=year, days=(), hours=HOURS) for year in (2026, 2027)])
        adopt_rules(core, RulesAdopted(ruleset="ND61-2018", valid_from="2018-07-01", parameters={}))
        group = self.office.catalogue.groups()[0].key
        self.office.catalogue.take_in([birth(group), certified_copy(group)])
        self.appoint("nt.hong", "Nguyễn Thị Hồng", "Công chức tiếp nhận", "reception", "Một cửa")
        self.appoint("gs.pao", "Giàng Seo Páo", "Công chức tư pháp, hộ tịch", "specialist", "Tư pháp")
        self.appoint("ly.mai", "Lý Thị Mai", "Công chức tư pháp, hộ tịch", "specialist", "Tư pháp")
        self.appoint("vv.tu", "Vàng Văn Tú", "Phó Chủ tịch", "leader", "Lãnh đạo")

    def appoint(self, officer, name, title, role, section):
        fact = OfficerAppointed(officer=officer, name=name, title=title, roles=(role,), section=section)
        self.office.staff.appoint(fact)
        self.office.staff.set_password(officer, PASSWORD)

    def ticket(self, procedure=BIRTH, priority=""):
        return self.office.queue.issue(KIOSK, procedure=procedure, priority=priority)

    def later(self, minutes):
        self.clock.set(self.clock.now() + minutes * 60_000_000)

    def desk(self, language="vi"):
        return DeskApp(self.office, "desk-3", language)


def birth(group):
    return Procedure(
        code=BIRTH,
        name="Đăng ký khai sinh",
        name_en="Birth registration",
        field="Hộ tịch",
        group=group,
        limit=Limit(unit="working_day", value=3),
        channels=("counter", "online"),
        documents=(
            RequiredDocument(name="Tờ khai đăng ký khai sinh theo mẫu", originals=1),
            RequiredDocument(name="Giấy chứng sinh, hoặc văn bản của người làm chứng", originals=1),
            RequiredDocument(name="Giấy chứng nhận kết hôn của cha mẹ", copies=1, optional=True),
            RequiredDocument(name="Văn bản ủy quyền", originals=1, group="Nếu nộp thay người khác"),
        ),
        fee_vnd=0,
        legal_basis=("Luật Hộ tịch 2014, Điều 16",),
    )


def certified_copy(group):
    return Procedure(
        code=CERTIFY,
        name="Chứng thực bản sao từ bản chính giấy tờ, văn bản",
        name_en="Certification of copies",
        field="Chứng thực",
        group=group,
        limit=Limit(unit="same_day", cutoff="15:00"),
        channels=("counter",),
        documents=(RequiredDocument(name="Bản chính giấy tờ, văn bản", originals=1),),
        fee_vnd=2_000,
        delegated=True,
    )


@pytest.fixture(scope="session")
def founded(tmp_path_factory):
    root = tmp_path_factory.mktemp("founded") / "office"
    Commune(root).office.close()
    return root


@pytest.fixture
def commune(founded, tmp_path):
    made = Commune.copied(founded, tmp_path / "office")
    yield made
    made.office.close()
