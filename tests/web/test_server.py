"""The running door: its real port, its live answers, and logs in which no secret can be found."""

import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress

import httpx
import pytest

from tests.web.conftest import secret
from tests.web.over_the_network import heard_by_logs
from web.server import BackgroundServer, CannotListen


def test_the_door_tells_its_real_port(commune):
    with BackgroundServer(commune.office) as door:
        assert door.port > 0
        assert httpx.get(f"{door.url}/healthz", timeout=60).json()["status"] == "ok"


def test_a_taken_address_is_a_clear_refusal(commune):
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(CannotListen):
        BackgroundServer(commune.office, port=taken.getsockname()[1])


SERVE = """
import sys
from pathlib import Path
from application.office import Office
from web.server import serve

office = Office.at(Path(sys.argv[1]))
serve(office, port=int(sys.argv[2]))
office.close()
print("closed")
"""


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_door_told_to_end_comes_back_so_that_the_office_can_be_closed(commune, ending):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-c", SERVE, str(commune.office.folder.root), str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        for _ in range(1200):
            with suppress(httpx.ConnectError):
                assert httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=60).status_code == 200
                break
            time.sleep(0.05)
        running.send_signal(ending)
        said, _ = running.communicate(timeout=60)

    assert (running.returncode, said.splitlines()[-1]) == (0, "closed")
    assert "Traceback" not in said


def test_no_line_of_any_log_holds_a_secret(commune, visitor):
    kept = (visitor.dossier_secret, visitor.ticket_secret, visitor.receipt.code, visitor.receipt.short_code)
    with (
        BackgroundServer(commune.office, quiet=False) as door,
        heard_by_logs() as lines,
        httpx.Client(base_url=door.url, timeout=60) as anybody,
    ):
        for private in kept:
            anybody.post("/api/look-up", json={"secret": private})
            anybody.post("/t", data={"code": private, "short_code": visitor.receipt.short_code})
            anybody.post("/api/look-up", json={"secret": [private]})
            anybody.get(f"/t/{private}")
            anybody.get(f"/t?secret={private}", headers={"Referer": private, "User-Agent": private})
            anybody.get(f"/static/{private}")

    assert sum("/api/look-up" in line for line in lines) == 8
    assert [line for line in lines if any(private in line for private in kept)] == []
    assert [line for line in lines if "127.0.0.1:" in line and " HTTP/" in line] == []


def events(door, url, until, *, then=lambda: None):
    """Server-sent events of a link, until one of them holds a word; what happens once the first page is heard."""
    heard = []
    body = {"secret": secret(url), "lang": "vi"}
    with httpx.stream("POST", f"{door.url}/api/follow", json=body, timeout=60) as reply:
        assert reply.headers["content-type"].startswith("text/event-stream")
        assert reply.headers["cache-control"] == "no-store"
        for line in reply.iter_lines():
            heard.append(line)
            if until in line:
                break
            if line.startswith("data: "):
                then()
    return heard


def test_a_followed_ticket_hears_its_call(commune):
    mine = commune.ticket()
    with BackgroundServer(commune.office, beat=0.1) as door:
        heard = events(
            door,
            mine.url,
            "Mời ông/bà đến quầy 2",
            then=lambda: commune.office.queue.call_next("2", commune.hoa),
        )

    pages = [line for line in heard if line.startswith("data: ")]
    assert len(pages) == 2, "one event for each change, and none without"
    assert "Sắp đến lượt ông/bà" in pages[0]


def test_a_link_that_opens_nothing_cannot_be_followed(commune):
    with BackgroundServer(commune.office, beat=0.1) as door:
        heard = events(door, "#00000000000000000000000000", "data: ")

    assert heard == ["event: gone", "data: not_found"]


def test_a_closing_office_does_not_wait_for_those_who_follow(commune):
    mine = commune.ticket()
    with BackgroundServer(commune.office, beat=60) as door:
        heard = []

        def follow():
            try:
                heard.extend(events(door, mine.url, "never"))
            except httpx.RemoteProtocolError:
                heard.append("cut")

        follower = threading.Thread(target=follow)
        follower.start()
        while door.server.config.app.state.followers.open == 0:
            follower.join(0.02)

    follower.join(60)
    assert not follower.is_alive()
    assert not door.thread.is_alive()


def test_a_door_that_is_full_asks_to_come_back(commune, monkeypatch):
    monkeypatch.setattr("web.follow.MOST", 0)
    with BackgroundServer(commune.office) as door:
        reply = httpx.post(
            f"{door.url}/api/follow", json={"secret": secret(commune.ticket().url)}, timeout=60
        )

    assert (reply.status_code, reply.headers["retry-after"]) == (503, "30")
