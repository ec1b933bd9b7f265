"""A kiosk whose office is on another machine: a number, its link, and the same visit as anywhere."""

import pytest

from tests.kiosk.a_hall import BIRTH_NAME, HOA, code_of, popular, tickets, visiting
from tests.web.over_the_network import Reached, until


@pytest.fixture
def reached(office):
    reached = Reached(office)
    yield reached
    reached.close()


async def test_a_number_for_a_birth_and_where_it_stands(office, reached):
    before = popular(office)
    kiosk = reached.enrolled("kiosk-1", "kiosk")
    async with visiting(kiosk) as visitor:
        await visitor.press("1", "1", "1", "1", "2", "0", "0")

        assert visitor.place == "number"
        assert tickets(office)[before:] == [("A004", code_of(office), "", "civil_status")]
        assert BIRTH_NAME in visitor.screen
        link = visitor.app.session.ticket.url
        assert office.lookup.by_secret(link.partition("#")[2]).number == "A004"

    async with visiting(kiosk) as visitor:
        await visitor.scan(link)
        assert visitor.place == "answer"
        assert visitor.app.session.found.number == "A004"


async def test_a_call_at_the_counter_is_news_at_the_kiosk_within_a_second(office, reached):
    popular(office)
    kiosk = reached.enrolled("kiosk-1", "kiosk")
    before = kiosk.position()
    office.staff._open_shift("nt.hoa", "1", (), HOA)
    office.queue.call_next("1", HOA)

    assert until(lambda: kiosk.position() == office.position() > before)
    assert [call.counter for call in kiosk.queue.board().calls] == ["1"]
