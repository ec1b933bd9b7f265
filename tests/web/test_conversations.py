"""The web door answers as `conversations.txt` says, which anybody can read."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from litestar.testing import TestClient

from tests.web.conftest import Commune, visitor_of
from web.app import create_app
from web.security import HEADERS

STORIES = (Path(__file__).parent / "conversations.txt").read_text(encoding="utf-8")


def conversations():
    for story in STORIES.split("\n== ")[1:]:
        promise, *lines = story.strip("\n").split("\n")
        yield pytest.param([line for line in lines if line], id=promise)


def read(lines):
    asked = [line[2:] for line in lines if line.startswith("> ")]
    status, _, kind = next(line[2:] for line in lines if line.startswith("< ")).partition(" ")
    method, address = asked[0].split(" ", 1)
    headers = dict(line.split(": ", 1) for line in asked[1:] if line[0].isupper())
    body = next((line for line in asked[1:] if not line[0].isupper()), "")
    kept = [line.split(" ", 1) for line in lines if line.startswith(("says ", "hides ", "has "))]
    return SimpleNamespace(
        method=method,
        address=address,
        headers=headers,
        body=body,
        status=int(status),
        kind=kind,
        expected=kept,
    )


@pytest.fixture(scope="module")
def commune(tmp_path_factory):
    commune = Commune(tmp_path_factory.mktemp("commune") / "store")
    yield commune
    commune.office.close()


@pytest.fixture(scope="module")
def client(commune):
    with TestClient(create_app(commune.office), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def words(commune):
    visitor = visitor_of(commune)
    code = visitor.receipt.code
    return {
        "code": code,
        "code_typed": code.lower().replace("-", " - ").replace(" ", "+"),
        "short_code": visitor.receipt.short_code,
        "short_code_typed": f"{visitor.receipt.short_code[:4]}-{visitor.receipt.short_code[4:]}".lower(),
        "dossier_secret": visitor.dossier_secret,
        "ticket_secret": visitor.ticket_secret,
        "number": visitor.ticket.number,
        "procedure": "tình trạng hôn nhân",
        "applicant": "Lê Văn Khánh",
        "masked": "L. V. K.",
        "officer": "Trần Văn Bình",
        "section": "Tư pháp",
    }


def filled(text, words):
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", word)
    return text


@pytest.mark.parametrize("lines", conversations())
def test_the_answer_is_as_written(lines, client, words):
    asked = read([filled(line, words) for line in lines])
    reply = client.request(asked.method, asked.address, headers=asked.headers, content=asked.body.encode())

    assert (reply.status_code, reply.headers["content-type"]) == (asked.status, asked.kind)
    for verb, text in asked.expected:
        match verb:
            case "says":
                assert text in reply.text
            case "hides":
                assert text not in reply.text
            case "has":
                name, value = text.split(" ", 1)
                assert reply.headers[name] == value


@pytest.mark.parametrize("lines", conversations())
def test_every_answer_tells_the_browser_to_keep_nothing_and_to_tell_nobody(lines, client, words):
    asked = read([filled(line, words) for line in lines])
    reply = client.request(asked.method, asked.address, headers=asked.headers, content=asked.body.encode())

    wanted = {name: value for name, value in HEADERS.items() if name != "Cache-Control"}
    assert {name: reply.headers.get(name) for name in wanted} == wanted
    assert "set-cookie" not in reply.headers
    if not asked.address.startswith("/static/look"):
        assert reply.headers["cache-control"] == "no-store"
