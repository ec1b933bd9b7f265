"""`motcua serve`: one line for people, one server for a store, and a claim that ends with its process."""

import json
import os
import signal
import subprocess
import sys
import urllib.request

import pytest

from application.founding import found
from motcua.serving import LOCK, owned
from tests.motcua.commands import motcua


@pytest.fixture
def store(tmp_path):
    found(tmp_path / "store").close()
    return tmp_path / "store"


def test_a_second_server_is_refused_by_name_until_the_first_one_is_gone(store):
    with owned(store, "127.0.0.1", 8080):
        said = motcua("serve", "--port", "0", "--store", store)
        assert said.code == 1
        assert "http://127.0.0.1:8080" in said.err
        assert f"process {os.getpid()}" in said.err
    with owned(store, "127.0.0.1", 8081):
        assert json.loads((store / LOCK).read_bytes())["port"] == 8081


def test_people_are_told_in_one_line_and_a_killed_server_leaves_no_claim(store):
    command = [sys.executable, "-m", "motcua", "serve", "--port", "0", "--store", store]
    settings = os.environ | {"MOTCUA_LANG": "vi", "COLUMNS": "200"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=settings) as server:
        line = server.stderr.readline().decode()
        assert line.startswith("Một Cửa đang phục vụ tại http://127.0.0.1:")
        owner = json.loads((store / LOCK).read_bytes())
        assert (owner["pid"], f":{owner['port']} " in line) == (server.pid, True)
        with urllib.request.urlopen(f"http://127.0.0.1:{owner['port']}/healthz", timeout=30) as answer:
            assert answer.status == 200
        assert f":{owner['port']} " in motcua("serve", "--store", store).err
        server.send_signal(signal.SIGKILL)
        assert server.communicate() == (b"", b"")
    with owned(store, "127.0.0.1", 8080):
        assert json.loads((store / LOCK).read_bytes())["pid"] == os.getpid()
