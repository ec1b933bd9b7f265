"""Guessing teaches nothing: tries are counted, and unknown and wrong take the same time and the same words."""

from types import SimpleNamespace

import anyio
import pytest
from litestar.testing import TestClient

from web.app import create_app
from web.asking import PATIENCE, Question, ask

WRONG = "00000000"


@pytest.fixture
def client(client, monkeypatch):
    monkeypatch.setattr("web.asking.PATIENCE", 0)
    return client


def typed(client, code, short_code="", **more):
    return client.post("/t", data={"code": code, "short_code": short_code, **more})


def test_the_sixth_wrong_code_within_an_hour_is_refused(commune, visitor, client):
    tried = [typed(client, visitor.receipt.code, WRONG).status_code for _ in range(6)]

    assert tried == [404, 404, 404, 404, 404, 429]


def test_after_too_many_tries_even_the_right_code_waits_an_hour(commune, visitor, client):
    for _ in range(5):
        typed(client, visitor.receipt.code, WRONG)
    reply = typed(client, visitor.receipt.code, visitor.receipt.short_code)
    assert (reply.status_code, reply.headers["retry-after"]) == (429, "3600")
    assert "tạm dừng" in reply.text

    commune.later(61)
    assert typed(client, visitor.receipt.code, visitor.receipt.short_code).status_code == 200


def test_too_many_tries_leave_the_link_open(visitor, client):
    for _ in range(6):
        typed(client, visitor.receipt.code, WRONG)

    assert client.post("/api/look-up", json={"secret": visitor.dossier_secret}).status_code == 200


def test_a_slip_of_the_finger_is_not_counted(visitor, client):
    slips = [typed(client, visitor.receipt.code, "ABC").status_code for _ in range(9)]

    assert slips == [400] * 9
    assert typed(client, visitor.receipt.code, visitor.receipt.short_code).status_code == 200


def test_one_address_cannot_try_many_codes(visitor, client):
    tried = {typed(client, f"H20.321-260415-{number:04d}", WRONG).status_code for number in range(5000, 5061)}

    assert tried == {404, 429}


async def test_unknown_and_wrong_leave_at_the_same_moment(commune, visitor, monkeypatch):
    waited_for = []

    async def sleep_until(moment):
        waited_for.append(moment)

    clock = SimpleNamespace(current_time=lambda: 100.0, sleep_until=sleep_until)
    monkeypatch.setattr("web.asking.anyio", clock)
    for asked in (
        Question(code=visitor.receipt.code, short_code=WRONG),
        Question(code="H20.321-260415-9999", short_code=WRONG),
        Question(secret="0" * 26),
        Question(code="H20.321-260415-9998"),
    ):
        answer = await ask(commune.office, asked, "here")
        assert answer.problem == "not_found"

    assert waited_for == [100.0 + PATIENCE] * 4


async def test_an_answer_is_waited_for_by_a_real_clock_too(commune):
    began = anyio.current_time()
    await ask(commune.office, Question(secret="0" * 26), "here")

    assert anyio.current_time() - began >= PATIENCE


def test_unknown_and_wrong_differ_in_no_letter(visitor, client):
    wrong = typed(client, visitor.receipt.code, WRONG)
    unknown = typed(client, "H20.321-260415-9999", WRONG)

    assert unknown.text == wrong.text.replace(visitor.receipt.code, "H20.321-260415-9999")


def test_the_language_switch_keeps_the_place_of_an_answer(visitor, client):
    first = typed(client, visitor.receipt.code, visitor.receipt.short_code, lang="vi")
    assert f'name="short_code" value="{visitor.receipt.short_code}"' in first.text

    second = typed(client, visitor.receipt.code, visitor.receipt.short_code, lang="en")
    assert 'lang="en"' in second.text
    assert visitor.receipt.code in second.text


def test_a_body_too_long_to_be_a_question_is_not_read(client):
    assert client.post("/api/look-up", json={"secret": "0" * 5000}).status_code == 413


def test_an_office_that_cannot_answer_says_so_in_one_sentence(commune, visitor, caplog):
    commune.office.store.writer.execute("DROP TABLE lookup")

    with TestClient(create_app(commune.office), raise_server_exceptions=False) as client:
        reply = client.post("/api/look-up", json={"secret": visitor.dossier_secret})

    assert reply.status_code == 500
    assert "vẫn an toàn" in reply.json()["sentence"]
    assert "_look" in caplog.text
    assert visitor.dossier_secret not in caplog.text


async def test_the_patience_does_not_keep_others_waiting(commune, visitor, monkeypatch):
    together, waiting = anyio.Event(), []

    async def sleep_until(moment):
        waiting.append(moment)
        if len(waiting) == 40:
            together.set()
        await together.wait()

    monkeypatch.setattr(
        "web.asking.anyio", SimpleNamespace(current_time=anyio.current_time, sleep_until=sleep_until)
    )
    with anyio.fail_after(60):
        async with anyio.create_task_group() as tasks:
            for _ in range(40):
                tasks.start_soon(ask, commune.office, Question(secret="0" * 26), "here")

    assert len(waiting) == 40, "all of them wait at once"
