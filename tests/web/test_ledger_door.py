"""Anybody may copy the log as static files and check it against its signed head, without asking the office anything."""

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from application.closing import turn_year
from ledger.checkpoint import open_checkpoint
from ledger.tiles import ENTRIES, Tile, bundles_for, entries_in, root_of, tiles_for
from tests.application.an_office import KIOSK, an_office, on
from web.ledger_door import FOR_AN_HOUR, FOR_GOOD, LEDGER, NOT_AT_ALL, kept
from web.security import HEADERS, guarded


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = an_office(tmp_path_factory.mktemp("door") / "store")
    made.queue.issue(KIOSK, group="other")
    made.checkpoint()
    yield made
    made.close()


@pytest.fixture(scope="module")
def ask(office):
    app = Litestar(route_handlers=LEDGER, before_send=[guarded, kept], openapi_config=None)
    app.state.office = office
    with TestClient(app) as client:
        yield client.get


def found(ask, name):
    """Files of a log by their path, as a mirror fetches them."""

    def read(path):
        answer = ask(f"/log/{name}/{path}")
        return answer.content if answer.status_code == 200 else None

    return read


def head_of(ask, office, name):
    origin = next(key.name for key in office.log_keys.posted() if key.name.endswith(f"/{name}"))
    note = ask(f"/log/{name}/checkpoint").content
    return open_checkpoint(note, office.log_keys.verifying(origin)).checkpoint


def test_a_mirror_of_the_files_leads_to_the_signed_head(ask, office):
    head = head_of(ask, office, "2026")
    assert head.size == office.store.last_id()
    assert root_of(found(ask, "2026"), head.size) == head.root
    assert len(list(entries_in(found(ask, "2026"), head.size))) == head.size


def test_each_file_says_what_it_is_and_how_long_it_may_be_kept(ask):
    head, full, part = (
        ask(f"/log/2026/{path}") for path in ("checkpoint", "tile/0/000", "tile/entries/001.p/3")
    )
    assert head.headers["content-type"] == "text/plain; charset=utf-8"
    assert head.headers["cache-control"] == NOT_AT_ALL
    assert full.headers["content-type"] == part.headers["content-type"] == "application/octet-stream"
    assert full.headers["cache-control"] == FOR_GOOD
    assert part.headers["cache-control"] == FOR_AN_HOUR
    assert len(full.content) == 8192
    for name in set(HEADERS) - {"Cache-Control"}:
        assert full.headers[name] == HEADERS[name]


def test_what_no_signed_head_covers_is_not_given_out(ask, office):
    size = head_of(ask, office, "2026").size
    office.queue.issue(KIOSK, group="other")
    width = size % 256
    assert ask(f"/log/2026/{Tile(0, size // 256, width).path}").status_code == 200
    assert ask(f"/log/2026/{Tile(0, size // 256, width + 1).path}").status_code == 404
    assert ask(f"/log/2026/{Tile(ENTRIES, size // 256, width + 1).path}").status_code == 404
    assert ask("/log/2026/tile/1/000.p/2").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "2025/checkpoint", "2026/", "2026/nothing", "2026/tile/0/0", "2026/tile/0/000.p/256",
        "2026/tile/0/000.p/0", "2026/tile/00/000", "2026/tile/-1/000", "2026/tile/0/x000/001",
        "2026/../keys/log.key", "2026/tile/../../keys/log.key", "..%2fkeys/log.key",
    ],
)  # fmt: skip
def test_any_other_path_is_not_there(ask, path):
    answer = ask(f"/log/{path}")
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"


def test_the_log_of_the_last_year_stays_where_it_was(ask, office):
    before = {
        tile.path: found(ask, "2026")(tile.path)
        for tile in (*tiles_for(head_of(ask, office, "2026").size), *bundles_for(256))
    }
    on(office, "2027-01-04")
    turn_year(office)
    head = head_of(ask, office, "2026")
    assert root_of(found(ask, "2026"), head.size) == head.root
    assert {path: found(ask, "2026")(path) for path in before} == before
    new = head_of(ask, office, "2027")
    assert (new.size, root_of(found(ask, "2027"), new.size)) == (1, new.root)
    assert ask("/log").text == "/log/2026/\n/log/2027/\n"


def test_an_office_that_only_reaches_the_log_over_the_network_has_none_to_show():
    app = Litestar(route_handlers=LEDGER, before_send=[guarded, kept], openapi_config=None)
    app.state.office = object()
    with TestClient(app) as client:
        assert client.get("/log").status_code == 404
        assert client.get("/log/2026/checkpoint").status_code == 404
