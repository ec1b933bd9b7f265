"""When the store cannot answer, the door still does: one clear sentence, with every protection in place."""

import sqlite3

import pytest
from litestar.testing import TestClient

from web.app import create_app


@pytest.fixture
def broken(commune):
    """The door of an office whose tables somebody dropped while it was open."""
    with TestClient(create_app(commune.office), raise_server_exceptions=False) as door:
        with sqlite3.connect(commune.office.folder.database) as stranger:
            stranger.execute("DROP TABLE ticket")
        stranger.close()
        yield door


@pytest.mark.parametrize("address", ["/healthz", "/api/board"])
def test_a_fault_of_the_store_is_a_protected_page_in_the_readers_language(broken, address):
    reply = broken.get(address, headers={"Accept": "text/html"})

    assert reply.status_code >= 500
    assert "default-src" in reply.headers["Content-Security-Policy"]
    assert "Xin" in reply.text or "xin" in reply.text
    assert "sqlite" not in reply.text.lower()


def test_an_unknown_address_is_answered_even_then(broken):
    assert broken.get("/nope").status_code == 404


def test_the_front_page_opens_even_then(broken):
    assert broken.get("/t").status_code == 200
