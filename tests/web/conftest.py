"""A real office in a folder of its own, with a clock that stands where a test puts it."""

from datetime import UTC, datetime
from shutil import copytree
from types import SimpleNamespace

import msgspec
import pytest
from litestar.testing import TestClient

from application.clock import SeededChance, SetClock
from application.envelope import Actor
from application.office import Office
from application.opening import adopt_rules, publish_calendars
from application.ports import Intake
from application.views import TicketPage, WaitRange
from domain.calendar import CalendarPublished
from domain.catalogue import Limit, Procedure, RequiredDocument
from domain.office import OfficeOpened
from domain.rules import RulesAdopted
from domain.staff import OfficerAppointed
from tests.web.over_the_network import reached_office
from web.app import create_app
from web.server import BackgroundServer

HOURS = (("07:30", "11:30"), ("13:30", "17:00"))
PROCEDURE = "1.004873.000.00.00.H39"
NAME = "Cấp Giấy xác nhận tình trạng hôn nhân"
MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
KIOSK = Actor("", "citizen", "kiosk-1")
HOA = Actor("nt.hoa", "reception", "desk-nt.hoa")
BINH = Actor("tv.binh", "specialist", "desk-tv.binh")
LAN = Actor("pt.lan", "leader", "desk-pt.lan")
URL = "http://127.0.0.1"


def morning(day: str, hour: str = "02:00") -> int:
    """A moment in µs UTC; 02:00 UTC is 9 in the morning in Vietnam."""
    return int(datetime.fromisoformat(f"{day}T{hour}:00").replace(tzinfo=UTC).timestamp()) * 1_000_000


WEDNESDAY = morning("2026-04-15")


class Commune:
    """What the tests do in the office, in a few words."""

    @classmethod
    def copied(cls, founded, root):
        """The same office in a folder of its own, since founding costs more than most tests."""
        copytree(founded, root)
        made = cls.__new__(cls)
        made.clock = SetClock(WEDNESDAY)
        made.office = Office.at(root, clock=made.clock, chance=SeededChance(8), public_url=URL)
        made.group = made.office.catalogue.groups()[0]
        made.hoa, made.binh, made.lan = HOA, BINH, LAN
        return made

    def __init__(self, root, public_url=URL):
        self.clock = SetClock(WEDNESDAY)
        opened = OfficeOpened(
            unit="28321",
            agency="H20.321",
            name="UBND xã Mỹ Quới",
            name_en="People's Committee of Mỹ Quới Commune",
            hotline="0293 3876 543",
        )
        self.office = Office.found(
            root, opened, clock=self.clock, chance=SeededChance(7), public_url=public_url
        )
        core = self.office.core
        publish_calendars(
            core, [CalendarPublished(year=year, days=(), hours=HOURS) for year in (2025, 2026, 2027)]
        )
        adopt_rules(core, RulesAdopted(ruleset="2018", valid_from="2018-01-01", parameters={}))
        self.group = self.office.catalogue.groups()[0]
        self.office.catalogue.take_in([self.procedure()])
        self.hoa, self.binh, self.lan = HOA, BINH, LAN
        self.officer(HOA, "Nguyễn Thị Hoa")
        self.office.staff._open_shift(HOA.id, "2", (), HOA)
        self.officer(BINH, "Trần Văn Bình", phone="0293 3876 101")
        self.officer(LAN, "Phạm Thị Lan")

    def procedure(self):
        return Procedure(
            code=PROCEDURE,
            name=NAME,
            name_en="Certificate of marital status",
            field="Hộ tịch",
            group=self.group.key,
            limit=Limit(unit="working_day", value=3),
            channels=("counter", "online"),
            documents=(
                RequiredDocument(name="Tờ khai theo mẫu", originals=1),
                RequiredDocument(name="Căn cước", copies=1),
            ),
            fee_vnd=15_000,
        )

    def officer(self, by, name, *, phone=""):
        self.office.staff.appoint(
            OfficerAppointed(
                officer=by.id,
                name=name,
                title="Công chức",
                roles=(by.role,),
                section="Tư pháp",
                fields=("Hộ tịch",),
                phone=phone,
            )
        )

    def ticket(self):
        return self.office.queue.issue(KIOSK, procedure=PROCEDURE)

    def later(self, minutes):
        self.clock.set(self.clock.at + minutes * MINUTE)

    def accept(self):
        intake = Intake(
            procedure=PROCEDURE,
            applicant="Lê Văn Khánh",
            personal_id="035199000123",
            phone="0912345678",
            address="Ấp Mỹ Thành",
            papers=(("Tờ khai theo mẫu", 1, 0),),
        )
        return self.office.dossiers.accept(intake, self.hoa)

    def working(self):
        """A dossier in the hands of the specialist."""
        receipt = self.accept()
        self.later(5)
        self.office.dossiers.forward(receipt.id, "Tư pháp", self.hoa)
        self.office.dossiers.assign(receipt.id, "tv.binh", self.lan)
        return receipt

    def incomplete(self):
        """A dossier that waits for a paper of the citizen."""
        receipt = self.working()
        self.office.dossiers.ask_supplement(
            receipt.id, ["Căn cước (bản sao)"], "Thiếu bản sao căn cước.", "NĐ 61/2018 Điều 19", self.hoa
        )
        return receipt

    def signed(self):
        """A dossier whose result a leader has signed."""
        receipt = self.working()
        self.office.dossiers.draft_result(receipt.id, "GXN", self.binh)
        self.office.dossiers.sign_result(receipt.id, self.lan)
        return receipt


def secret(url):
    return url.partition("#")[2]


def allow(commune, **said):
    """The unit lets numbers be taken from afar, with what else its rules say."""
    parameters = {"queue_remote_tickets": True} | {f"queue_{key}": value for key, value in said.items()}
    basis = dict.fromkeys(parameters, "Quy chế của đơn vị")
    rules = RulesAdopted(ruleset="xa", valid_from="2026-01-01", parameters=parameters, basis=basis)
    adopt_rules(commune.office.core, rules)


@pytest.fixture(scope="session")
def founded(tmp_path_factory):
    root = tmp_path_factory.mktemp("founded") / "store"
    Commune(root).office.close()
    return root


@pytest.fixture
def commune(founded, tmp_path):
    commune = Commune.copied(founded, tmp_path / "store")
    yield commune
    commune.office.close()


@pytest.fixture
def client(commune):
    """A browser, as far as asking goes, at the office's own door."""
    with TestClient(create_app(commune.office)) as client:
        yield client


@pytest.fixture
def look(client):
    """The page that a link opens."""

    def look(url, lang="vi"):
        body = {"secret": secret(url), "lang": lang}
        reply = client.post("/api/look-up", json=body, headers={"Accept": "text/html"})
        assert reply.status_code == 200
        return reply.text

    return look


@pytest.fixture
def visitor(commune):
    return visitor_of(commune)


def visitor_of(commune):
    """What one visitor holds: a ticket, and the receipt of a dossier."""
    ticket, receipt = commune.ticket(), commune.working()
    return SimpleNamespace(
        ticket=ticket, receipt=receipt, ticket_secret=secret(ticket.url), dossier_secret=secret(receipt.url)
    )


def a_ticket(**changed):
    """What a ticket's page may be told, without an office that tells it."""
    page = TicketPage(
        unit="", unit_en="", number="A012", state="waiting", group="", counter="", people_ahead=3,
        wait=WaitRange(10, 20), issued_at=HOUR, updated_at=HOUR, documents=(),
    )  # fmt: skip
    return msgspec.structs.replace(page, **changed)


@pytest.fixture
def door(commune):
    with BackgroundServer(commune.office, beat=0.2) as door:
        yield door


@pytest.fixture
def phone(chromium):
    from tests.web.a_phone import Phone  # which asks for a browser

    phone = Phone(chromium)
    yield phone
    phone.context.close()


@pytest.fixture
def reached(tmp_path):
    """An office with passwords, at the other end of a wire."""
    reached = reached_office(tmp_path / "store")
    yield reached
    reached.close()
    reached.office.close()


@pytest.fixture
def kiosk(reached):
    return reached.enrolled("kiosk-7", "kiosk")


@pytest.fixture
def desk(reached):
    return reached.enrolled("desk-11", "desk")
