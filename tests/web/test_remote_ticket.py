"""A number from afar: only where the rules allow it, in hours, within bounds, and one for each invitation."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from application.remote_tickets import (
    PER_ORIGIN,
    InvitationLapsed,
    NoRemoteTickets,
    RemoteTicketsClosed,
    RemoteTicketsGone,
    TooManyFromOnePlace,
    TurnTooNear,
)
from tests.web.conftest import PROCEDURE, allow, secret
from web.phone_door import PHONE

SECOND = 1_000_000


@pytest.fixture
def crowded(commune):
    """Numbers from afar are allowed, and enough people wait that one makes sense."""
    allow(commune, remote_per_day=3)
    for _ in range(5):
        commune.ticket()
    return commune


def invited(commune, after=5):
    """An invitation that has been read for `after` seconds."""
    invitation = commune.office.remote_tickets.invite()
    commune.clock.set(commune.clock.at + after * SECOND)
    return invitation


def take(commune, invitation=None, origin="203.0.113.7", **chosen):
    chosen = chosen or {"procedure": PROCEDURE}
    door = commune.office.remote_tickets
    return door.take(invitation or invited(commune), PHONE, origin=origin, **chosen)


# ---- the office


def test_a_unit_whose_rules_do_not_allow_it_gives_none(commune):
    assert not commune.office.remote_tickets.offer().allowed
    with pytest.raises(NoRemoteTickets):
        take(commune)


def test_a_number_from_afar_is_a_number_like_any_other(crowded):
    mine = take(crowded)

    assert (mine.number, mine.people_ahead, mine.state) == ("A006", 5, "waiting")
    page = crowded.office.lookup.by_secret(secret(mine.url))
    assert page.from_afar
    assert not crowded.office.lookup.by_secret(secret(crowded.ticket().url)).from_afar


def test_the_same_invitation_is_the_same_number(crowded):
    invitation = invited(crowded)

    assert take(crowded, invitation).number == take(crowded, invitation).number


def test_only_so_many_are_given_in_a_day_however_many_ask_at_once(crowded):
    invitations = [crowded.office.remote_tickets.invite() for _ in range(12)]
    crowded.clock.set(crowded.clock.at + 5 * SECOND)

    def one(place):
        try:
            return take(crowded, invitations[place], origin=f"198.51.100.{place}").number
        except RemoteTicketsGone:
            return ""

    with ThreadPoolExecutor(6) as pool:
        given = [number for number in pool.map(one, range(12)) if number]

    assert len(given) == len(set(given)) == 3
    assert crowded.office.remote_tickets.offer().lines[0].left == 0


def test_one_address_takes_only_so_many_and_the_next_day_again(commune):
    allow(commune, remote_per_day=50)
    for _ in range(5):
        commune.ticket()
    for _ in range(PER_ORIGIN):
        take(commune)
    with pytest.raises(TooManyFromOnePlace):
        take(commune)
    assert take(commune, origin="203.0.113.8").number

    commune.later(24 * 60)
    for _ in range(5):
        commune.ticket()
    assert take(commune).number == "A006"


def test_where_hardly_anybody_waits_no_number_is_needed(commune):
    allow(commune)
    assert commune.office.remote_tickets.offer().lines[0].near
    with pytest.raises(TurnTooNear):
        take(commune)


def test_at_night_none_is_given(crowded):
    crowded.later(12 * 60)
    offer = crowded.office.remote_tickets.offer()

    assert (offer.open, offer.opens_at[:10]) == (False, "2026-04-16")
    with pytest.raises(RemoteTicketsClosed):
        take(crowded)


@pytest.mark.parametrize("after", [0, 1, 31 * 60])
def test_an_invitation_is_neither_too_young_nor_too_old(crowded, after):
    with pytest.raises(InvitationLapsed):
        take(crowded, invited(crowded, after))


@pytest.mark.parametrize(
    "forged", ["", "x", "..", "18.00.00", "5f2ab.0011223344556677.ffffffffffffffffffffffffffffffff"]
)
def test_an_invitation_of_ones_own_making_is_refused(crowded, forged):
    with pytest.raises(InvitationLapsed):
        crowded.office.remote_tickets.take(forged, PHONE, procedure=PROCEDURE)


def test_an_altered_invitation_is_refused(crowded):
    said, _, seal = invited(crowded).rpartition(".")
    with pytest.raises(InvitationLapsed):
        take(crowded, f"{said}0.{seal}")


# ---- the pages


def invitation_in(page):
    return re.search(r'name="invitation" value="([^"]+)"', page)[1]


def test_the_whole_way_is_three_pages_without_a_script(crowded, client):
    first = client.get("/lay-so").text
    assert "5 người đang chờ" in first
    group = crowded.group.key
    second = client.get(f"/lay-so?procedure={PROCEDURE}").text
    assert "Tờ khai theo mẫu" in second
    assert "Căn cước" in second
    assert "Ông/bà có thuộc diện ưu tiên không?" in second
    crowded.clock.set(crowded.clock.at + 5 * SECOND)
    body = {
        "invitation": invitation_in(second),
        "procedure": PROCEDURE,
        "group": group,
        "priority": "elderly",
    }
    third = client.post("/lay-so", data=body)

    assert third.status_code == 200
    assert "A006" in third.text
    assert "Xin ông/bà đến trước khi được gọi" in third.text or "Sắp đến lượt" in third.text
    taken = re.search(r'data-taken="(\w+)"', third.text)[1]
    assert crowded.office.lookup.by_secret(taken).number == "A006"
    assert taken in re.sub(r"data-taken", "", third.text), "the code is told to whoever has no script"
    again = client.post("/lay-so", data=body)
    assert "A006" in again.text, "a page sent twice is one number"


def test_a_group_without_a_name_for_the_matter_will_do(crowded, client):
    page = client.get(f"/lay-so?group={crowded.group.key}&lang=en").text
    crowded.clock.set(crowded.clock.at + 5 * SECOND)
    body = {"invitation": invitation_in(page), "group": crowded.group.key, "lang": "en"}

    assert "A006" in client.post("/lay-so", data=body).text
    assert f"/lay-so?group={crowded.group.key}&amp;lang=vi" in page, "the other language keeps the place"


def test_matters_are_found_by_their_name(crowded, client):
    assert PROCEDURE in client.get("/lay-so?words=hon nhan").text
    assert "Chưa tìm thấy việc nào" in client.get("/lay-so?words=xyzzy").text


def test_a_machine_that_fills_in_every_field_gets_no_number(crowded, client):
    page = client.get(f"/lay-so?procedure={PROCEDURE}").text
    crowded.clock.set(crowded.clock.at + 5 * SECOND)
    body = {"invitation": invitation_in(page), "procedure": PROCEDURE, "website": "http://spam.example"}
    reply = client.post("/lay-so", data=body)

    assert reply.status_code == 409
    assert crowded.ticket().number == "A006"


def test_a_unit_that_does_not_allow_it_says_so_and_offers_no_link(commune, client):
    reply = client.get("/lay-so")

    assert reply.status_code == 409
    assert "chưa cho lấy số từ xa" in reply.text
    assert "/lay-so" not in client.get("/t").text


def test_where_it_is_allowed_the_front_page_leads_there(crowded, client):
    assert 'href="/lay-so?lang=en"' in client.get("/t?lang=en").text


def test_out_of_hours_the_page_says_when_it_opens(crowded, client):
    crowded.later(12 * 60)

    assert "Số được phát lại lúc 07:00, thứ Năm, ngày 16 tháng 4 năm 2026" in client.get("/lay-so").text


def test_a_quiet_group_sends_people_straight_to_the_office(crowded, client):
    other = crowded.office.catalogue.groups()[1].key

    assert "mời ông/bà đến thẳng" in client.get("/lay-so").text
    assert "Mời ông/bà đến thẳng" in client.get(f"/lay-so?group={other}").text
    assert client.get("/lay-so?group=nothing").status_code == 200
    assert client.get("/lay-so?procedure=9.999999").status_code == 409


def test_the_page_holds_nothing_from_another_place(crowded, client):
    for address in ("/lay-so", f"/lay-so?procedure={PROCEDURE}", "/t", "/bang"):
        assert re.findall(r"https?://[^\"<]+", client.get(address).text) == []
