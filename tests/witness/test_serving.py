"""A witness as a process of its own, asked over HTTP by the bytes of the specification; and two on one memory."""

import os
import re
import signal
import subprocess
import sys
import threading
from http.client import HTTPConnection
from pathlib import Path

import pytest

from ledger.note import Note
from ledger.request import SIZE_TYPE, origin_path
from tests.witness.a_log import LOG, ONE, ORIGIN, OTHER, STRANGER, asked, head
from witness.serving import WitnessServer
from witness.witness import Witness, found

HOUSE = Path(__file__).parents[2]
PATIENCE = 60
TURNS = 40
MANY = 1_000


class Process:
    """`motcua witness serve` on the loopback, and the port it says it has."""

    def __init__(self, folder, *more):
        command = [
            sys.executable,
            "-m",
            "motcua",
            "witness",
            "serve",
            "--port",
            "0",
            "--folder",
            str(folder),
            *more,
        ]
        env = {**os.environ, "MOTCUA_LANG": "en", "COLUMNS": "200"}
        self.process = subprocess.Popen(
            command, stderr=subprocess.PIPE, text=True, cwd=HOUSE, env=env, encoding="utf-8"
        )
        self.said = self.process.stderr.readline()
        self.port = int(re.search(r":(\d+)", self.said)[1])

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        rest = self.process.communicate(timeout=PATIENCE)[1]
        return self.process.returncode, rest


def request(port, method, path, body=None, **headers):
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read()
    finally:
        connection.close()


def post(port, body, path="/add-checkpoint"):
    return request(port, "POST", path, body)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("witness") / "w"
    found(made, "thanhtra.example.vn/w1", b"w" * 32)
    Witness(made, lambda: 1).follow(LOG.key)
    return made


@pytest.fixture(scope="module")
def two(folder):
    """Two processes that serve one witness, as when somebody starts it twice."""
    processes = [Process(folder), Process(folder)]
    yield processes
    assert [each.end()[0] for each in processes] == [0, 0]


def test_a_process_tells_where_it_listens_and_answers_by_the_specification(two):
    port = two[0].port
    assert "thanhtra.example.vn/w1" in two[0].said
    path = f"/{origin_path(ORIGIN)}"
    assert request(port, "GET", path)[0] == 404
    status, kind, body = post(port, asked(0, 3))
    assert (status, body[:4], body[-1:]) == (200, "\u2014 ".encode(), b"\n")
    assert kind == "text/plain; charset=utf-8"
    assert post(port, asked(0, 5)) == (409, SIZE_TYPE, b"3\n")
    assert post(port, asked(3, 5, proof=[]))[0] == 422
    assert post(port, asked(0, 5, key=STRANGER))[0] == 404
    assert post(port, b"")[0] == 400
    assert post(port, asked(0, 3), "/elsewhere")[0] == 404
    assert post(port, b"x" * 100_000)[0] == 400
    status, kind, shown = request(two[1].port, "GET", path)
    assert (status, kind) == (200, "text/plain; charset=utf-8")
    assert Note.parse(shown).text == head(3).text
    assert request(port, "GET", "/")[0] == 404
    assert request(port, "PUT", "/add-checkpoint")[0] == 501


def hammer(ports, turns):
    """Both histories are pushed at both processes at once; returns what was countersigned."""
    signed, lock, start = [], threading.Lock(), threading.Barrier(4)

    def push(port, tree):
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        start.wait(PATIENCE)
        old = 0
        for turn in range(turns):
            size = min(600, old + 1 + turn % 3)
            connection.request("POST", "/add-checkpoint", asked(old, size, of=tree))
            answer = connection.getresponse()
            body = answer.read()
            if answer.status == 200:
                with lock:
                    signed.append((size, tree.root(size)))
                old = size
            elif answer.status == 409:
                old = min(int(body), 599)
        connection.close()

    threads = [threading.Thread(target=push, args=(port, tree)) for port in ports for tree in (ONE, OTHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return signed


def one_history(signed):
    return any(all(tree.root(size) == root for size, root in signed) for tree in (ONE, OTHER))


def test_two_processes_on_one_memory_never_countersign_two_histories(two):
    for old, size in ((3, 190),):  # near to where the histories part
        assert post(two[0].port, asked(old, size))[0] == 200
    signed = hammer([each.port for each in two], TURNS)
    assert max(size for size, _ in signed) > 200
    assert one_history(signed)


@pytest.mark.long
def test_a_thousand_turns_each_at_two_processes_never_countersign_two_histories(tmp_path):
    for round in range(5):
        place = tmp_path / str(round)
        found(place, "w", b"w" * 32)
        Witness(place, lambda: 1).follow(LOG.key)
        processes = [Process(place), Process(place)]
        try:
            signed = hammer([each.port for each in processes], MANY // 5)
        finally:
            for each in processes:
                each.end()
        assert max(size for size, _ in signed) > 200
        assert one_history(signed)


def test_a_witness_warns_its_operator_of_two_heads_of_one_size(tmp_path):
    found(tmp_path / "w", "w", b"w" * 32)
    witness = Witness(tmp_path / "w", lambda: 1_795_305_600)
    witness.follow(LOG.key)
    warned = []
    with WitnessServer(witness, prefix="chung", tell=warned.append) as server:
        assert server.url.endswith("/chung")
        assert post(server.port, asked(0, 500))[0] == 404
        assert post(server.port, asked(0, 500), "/chung/add-checkpoint")[0] == 200
        assert post(server.port, asked(500, 500, of=OTHER), "/chung/add-checkpoint")[0] == 422
        assert request(server.port, "GET", f"/chung/{origin_path(ORIGIN)}")[0] == 200
    assert [(each.kind, each.head.size) for each in warned] == [("forked", 500)]
    assert warned[0].path.is_file()


def test_connections_are_kept_and_a_request_without_a_length_ends_one(tmp_path):
    found(tmp_path / "w", "w", b"w" * 32)
    witness = Witness(tmp_path / "w", lambda: 1_795_305_600)
    witness.follow(LOG.key)
    with WitnessServer(witness) as server:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        for old, size in ((0, 3), (3, 9), (9, 500)):
            connection.request("POST", "/add-checkpoint", asked(old, size))
            answer = connection.getresponse()
            assert (answer.status, answer.will_close) == (200, False)
            answer.read()
        connection.putrequest("POST", "/add-checkpoint")
        connection.endheaders()
        answer = connection.getresponse()
        assert (answer.status, answer.will_close) == (411, True)
        connection.close()
        witness.memory.path.unlink()
        assert post(server.port, asked(500, 600))[0] == 503
        assert request(server.port, "GET", "/x/checkpoint")[0] == 503
