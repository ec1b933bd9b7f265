"""A visit and an officer's morning through the office over the network, in its words and with its refusals."""

import pytest

from application.envelope import Actor
from application.office import Office
from application.queue import CounterBusy
from application.remote.wire import MalformedCall, method
from application.staff import WrongPassword
from application.views import DossierPage, TicketPage
from domain.catalogue import UnknownProcedure
from domain.dossier.refusals import NotInThisState
from domain.fact import Refused
from papers.contents import ControlSlip
from tests.application.an_office import CITIZEN, HOA, KIOSK, PASSWORD, an_office, birth, intake, rows
from tests.web.conftest import secret
from tests.web.over_the_network import until
from web import office_door

# A visit


def test_a_whole_visit_over_the_network(reached, kiosk, desk):
    ticket = kiosk.queue.issue(KIOSK, procedure=birth(reached.office), priority="elderly")
    kiosk.queue.printed(ticket.id, "screen", KIOSK)
    hoa = desk.staff.sign_in("nt.hoa", PASSWORD, "1", "desk-11")

    assert hoa == Actor("nt.hoa", "reception", "desk-11")
    assert desk.queue.call_next("1", hoa).number == ticket.number
    desk.queue.start(ticket.id, hoa)
    receipt = desk.dossiers.accept(intake(reached.office), hoa, ticket=ticket.id)
    served = desk.queue.finish(ticket.id, "dossier", hoa, dossier=receipt.id)
    assert served.state == "served"
    page = kiosk.lookup.by_secret(secret(receipt.url))
    assert isinstance(page, DossierPage)
    assert page.code == receipt.code
    assert isinstance(kiosk.lookup.by_secret(secret(ticket.url)), TicketPage)
    file = desk.dossiers.open(receipt.id, hoa, "handle")
    assert file.applicant.name == "Nguyễn Văn Ẩn Danh"
    assert isinstance(desk.dossiers.control_slip(receipt.id, hoa), ControlSlip)
    desk.staff.sign_out(hoa)


def test_answers_are_those_of_the_office_itself(reached, kiosk):
    office = reached.office
    assert kiosk.unit == office.unit
    assert kiosk.today() == office.today()
    assert abs(kiosk.now() - office.now()) < 60_000_000
    assert kiosk.catalogue.groups() == office.catalogue.groups()
    assert kiosk.catalogue.procedure(birth(office)) == office.catalogue.procedure(birth(office))
    assert kiosk.catalogue.search("khai sinh") == office.catalogue.search("khai sinh")
    assert kiosk.staff.officers() == office.staff.officers()
    charged = kiosk.tariffs.charge(birth(office), office.today(), quantities={"copy": 2}, groups=["x"])
    assert charged == office.tariffs.charge(
        birth(office), office.today(), quantities={"copy": 2}, groups=["x"]
    )
    assert kiosk.checkpoint().splitlines()[0] == office.checkpoint().splitlines()[0]


def test_an_act_is_recorded_under_the_hand_and_the_device_that_were_authenticated(reached, kiosk, desk):
    ticket = kiosk.queue.issue(HOA, procedure=birth(reached.office))  # whoever the caller says it is
    desk.staff.sign_in("nt.hoa", PASSWORD, "1", "another desk")
    desk.queue.call_next("1", Actor("nt.hoa", "head", "another desk"))

    acted = rows(
        reached.office.folder.root,
        "SELECT json_extract(state, '$.actor'), json_extract(state, '$.role'), json_extract(state, '$.device') "
        "FROM event WHERE topic IN ('ticket.issued', 'ticket.called') ORDER BY id",
    )
    assert acted == [("kiosk-7", "citizen", "kiosk-7"), ("nt.hoa", "reception", "desk-11")]
    assert ticket.number


def test_the_same_command_is_the_same_number_and_only_at_its_own_device(reached, kiosk):
    other = reached.enrolled("kiosk-8", "kiosk")
    first = kiosk.queue.issue(KIOSK, command="ab" * 16)

    assert kiosk.queue.issue(KIOSK, command="ab" * 16).number == first.number
    assert other.queue.issue(KIOSK, command="ab" * 16).number != first.number


# Refusals


def test_a_refusal_over_the_network_is_the_refusal_of_the_office(reached, kiosk, desk):
    hoa = desk.staff.sign_in("nt.hoa", PASSWORD, "1", "desk-11")
    for _ in range(2):
        kiosk.queue.issue(KIOSK)
    called = desk.queue.call_next("1", hoa)
    dossier = desk.dossiers.accept(intake(reached.office), hoa).id

    asked = {
        CounterBusy: lambda office: office.queue.call_next("1", hoa),
        UnknownProcedure: lambda office: office.catalogue.procedure("9.999999"),
        NotInThisState: lambda office: office.dossiers.sign_result(dossier, hoa),
        WrongPassword: lambda office: office.staff.sign_in("nd.phuc", "falsch und lang", "", "desk-11"),
    }
    for kind, ask in asked.items():
        raised = []
        for office in (reached.office, desk):
            with pytest.raises(Refused) as refused:
                ask(office)
            raised.append((type(refused.value), refused.value.blanks, refused.value.article))
        assert raised[0] == raised[1]
        assert raised[0][0] is kind
    assert called.number


# News


def test_screens_learn_within_a_moment_that_the_log_has_grown(reached, kiosk):
    before = kiosk.position()
    assert before == reached.office.position()

    reached.office.queue.issue(KIOSK)

    assert until(lambda: kiosk.position() > before)
    assert kiosk.position() == reached.office.position()


def test_a_quiet_office_says_that_it_lives(reached, monkeypatch):
    monkeypatch.setattr(office_door, "HEARTBEAT", 0.1)
    kiosk = reached.enrolled("kiosk-7", "kiosk")
    kiosk._news.lost()
    assert until(lambda: kiosk.reachable)


def test_in_its_own_process_an_office_is_always_reachable(tmp_path):
    office: Office = an_office(tmp_path / "store")
    assert office.reachable
    before = office.position()
    office.queue.issue(CITIZEN)
    assert office.position() == before + 1
    office.close()


def test_a_misspelt_call_is_a_refusal_of_the_client_itself():
    with pytest.raises(MalformedCall):
        method("queue.isue")
