"""A finished visit is rated on the phone, once, with a reason only where it was not good."""

import re

import pytest

from domain.feedback import VisitRated
from tests.web.conftest import secret
from web.rating_page import REASONS, drawn, rating_form, thanks
from web.voice import Voice

VI, EN = Voice("vi"), Voice("en")


@pytest.fixture
def served(commune):
    ticket, queue = commune.ticket(), commune.office.queue
    queue.call_next("2", commune.hoa)
    queue.start(ticket.id, commune.hoa)
    queue.finish(ticket.id, "guidance", commune.hoa)
    return secret(ticket.url)


def ratings(commune):
    store = commune.office.core.store
    facts = [event.fact for event in store.select(store.reader())]
    return [fact for fact in facts if isinstance(fact, VisitRated)]


def page_of(client, link, lang="vi"):
    body = {"secret": link, "lang": lang}
    return client.post("/api/look-up", json=body, headers={"Accept": "text/html"}).text


def test_five_faces_are_offered_once_the_visit_is_over(client, served):
    page = page_of(client, served)

    assert page.count('name="score"') == 5
    assert "Lần đến này ông/bà có hài lòng không?" in page
    assert "How was this visit?" in page_of(client, served, "en")
    assert served not in page, "the page of a link is the same for everybody who follows it"


def test_nobody_is_asked_before(commune, client):
    assert "rating" not in page_of(client, secret(commune.ticket().url))


def test_a_rating_is_kept_with_its_reasons_and_asked_for_no_more(commune, client, served):
    said = {"secret": served, "score": "2", "reason": ["waiting", "guidance"], "words": " Đợi hai tiếng. "}
    reply = client.post("/danh-gia", data=said)

    assert reply.status_code == 200
    assert "Cảm ơn ông/bà đã đánh giá" in reply.text
    assert [(fact.score, fact.reasons) for fact in ratings(commune)] == [(2, ("waiting", "guidance"))]
    assert "Ông/bà đã đánh giá lần đến này" in page_of(client, served)


def test_a_reason_ticked_before_the_score_was_changed_is_not_kept(commune, client, served):
    client.post("/danh-gia", data={"secret": served, "score": "5", "reason": "attitude"})

    assert [(fact.score, fact.reasons) for fact in ratings(commune)] == [(5, ())]


def test_money_beside_the_tariff_is_told_where_to_go(client, served):
    said = {"secret": served, "score": "1", "reason": "unlisted_charge"}

    assert "0293 3876 543" in re.sub(r"<footer.*", "", client.post("/danh-gia", data=said).text)
    assert "lãnh đạo đơn vị" in thanks(("unlisted_charge",), "", VI)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"score": "4"}, "Chưa tìm thấy lượt phục vụ"),
        ({"score": "4", "secret": "0000000000000000"}, "Chưa tìm thấy lượt phục vụ"),
        ({"score": "", "secret": None}, "Chưa ghi nhận được đánh giá"),
        ({"score": "mười", "secret": None}, "Chưa ghi nhận được đánh giá"),
        ({"score": "²", "secret": None}, "Chưa ghi nhận được đánh giá"),
        ({"score": "7", "secret": None}, "Chưa ghi nhận được đánh giá"),
        ({"score": "4", "words": "a" * 600, "secret": None}, "Chưa ghi nhận được đánh giá"),
    ],
)
def test_what_cannot_be_kept_is_one_clear_sentence(commune, client, served, said, told):
    given = {key: served if value is None else value for key, value in said.items()}
    reply = client.post("/danh-gia", data=given)

    assert reply.status_code == 409
    assert told in reply.text
    assert ratings(commune) == []


def test_a_visit_is_rated_once(commune, client, served):
    client.post("/danh-gia", data={"secret": served, "score": "5"})
    again = client.post("/danh-gia", data={"secret": served, "score": "1"})

    assert (again.status_code, len(ratings(commune))) == (409, 1)
    assert "mỗi lượt chỉ đánh giá một lần" in again.text


def test_a_visit_that_goes_on_is_not_rated(commune, client):
    going_on = secret(commune.ticket().url)
    reply = client.post("/danh-gia", data={"secret": going_on, "score": "5", "lang": "en"})

    assert reply.status_code == 409
    assert ratings(commune) == []


def test_whoever_typed_the_code_can_rate_without_a_script(client, served):
    page = client.post("/t", data={"code": served}).text

    assert f'name="secret" value="{served}"' in page


@pytest.mark.parametrize("voice", [VI, EN], ids=["vi", "en"])
def test_each_face_and_each_reason_has_words(voice):
    form = rating_form("", voice)

    assert form.count("<label>") == 5 + len(REASONS)
    assert len({drawn(score) for score in range(1, 6)}) == 5
