"""A writer ended at any moment, without warning: nothing it had said is lost, and the log stays whole and signed."""

import os
import random
import re
import signal
import sqlite3
import time
from contextlib import closing

import pytest

from audit.verify import verify
from ledger.checkpoint import open_checkpoint
from ledger.note import VerifyKey
from tests.application.an_office import HOA, again, an_office, ended, program, rows

NURSERY = """
import os, sys
from itertools import count
from pathlib import Path
from application.clock import SystemClock
from application.closing import rotate_key
from application.office import Office
from tests.application.an_office import HOA, KIOSK, an_office, birth, intake

def say(*words):
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())  # a whole line or none

def work(root, turning):
    office = Office.at(root)
    code = birth(office)
    say("ready", os.getpid())
    for number in count(1):
        say("ticket", office.queue.issue(KIOSK, group="other").id)
        if turning or number % 2 == 0:
            rotate_key(office, "power cut")
        say("dossier", office.dossiers.accept(intake(office, code), HOA).id)
        origin, size = office.checkpoint().splitlines()[:2]
        say("signed", origin, size)
        say("followed", office.follower().position())

for word in sys.stdin:
    child = os.fork()
    if not child:
        work(Path(sys.argv[1]), word == "turn\\n")
    os.waitpid(child, 0)
    say("ended")
"""
"""Starts a writer whenever it is told to; it has loaded every module already, so a writer is at work at once."""

SIGNER = """
import sys
from pathlib import Path
from application.office import Office
from tests.application.an_office import KIOSK
office = Office.at(Path(sys.argv[1]))
for _ in range(int(sys.argv[2])):
    office.queue.issue(KIOSK, group="other")
    print(office.checkpoint().splitlines()[1], flush=True)
office.close()
"""


def cut_off(nursery, after, *, turning):
    """Let a writer work for a while and end it; what it had said. Some turn to a new log again and again."""
    nursery.stdin.write("turn\n" if turning else "go\n")
    nursery.stdin.flush()
    word, _, pid = nursery.stdout.readline().partition(" ")
    assert word == "ready", nursery.communicate()[1]
    time.sleep(after)
    os.kill(int(pid), signal.SIGKILL)
    said = []
    while (line := nursery.stdout.readline()) != "ended\n":
        assert line, nursery.stderr.read()
        said.append(line.split())
    return said


def heads(root):
    """The size of the last head of every log, by its name, each believed because its log's key signed it."""
    keys = [VerifyKey.parse(line) for line in (root / "keys" / "log.vkey").read_text().split()]
    logs = rows(root, "SELECT number, origin FROM log ORDER BY number")
    found = {}
    for number, origin in logs:
        closed = root / f"checkpoint.{number}"
        note = (closed if number != len(logs) else root / "checkpoint").read_bytes()
        if note.startswith(f"{origin}\n".encode()):  # else it was begun just now and has no head yet
            key = next(key for key in keys if key.name == origin)
            found[origin] = open_checkpoint(note, key).checkpoint.size
    return found


def followed(root):
    """How far the views are, which must be a place in this very log."""
    if not (root / "views.db").exists():
        return 0
    with closing(sqlite3.connect(root / "views.db")) as views:
        made = views.execute("SELECT 1 FROM sqlite_master WHERE name = 'position'").fetchone()
        row = views.execute("SELECT last, leaf FROM position WHERE name = 'log'").fetchone() if made else None
    if row is None or row[0] == 0:
        return 0
    assert rows(root, "SELECT commitment FROM leaf WHERE id = ?", row[0]) == [(row[1],)]
    return row[0]


def check(root, said, before, *, whole):
    """No act that was answered is lost, no event is without a leaf, no number is missing, no head went backwards."""
    acts = {words[1] for words in said if words[0] in {"ticket", "dossier"}}
    known = {stream.hex() for (stream,) in rows(root, "SELECT DISTINCT stream FROM event")}
    assert acts <= known
    assert rows(root, "SELECT id FROM event WHERE id NOT IN (SELECT id FROM leaf)") == []
    [(number, last)] = rows(root, "SELECT count(*), max(id) FROM event")
    assert number == last
    now = heads(root)
    told = [(words[1], int(words[2])) for words in said if words[0] == "signed"]
    for origin, size in [*before.items(), *told]:
        assert now[origin] >= size
    positions = [int(words[1]) for words in said if words[0] == "followed"]
    assert positions == sorted(positions)
    assert max(positions, default=0) <= followed(root) <= last
    if whole:
        verdict = verify(root)
        assert verdict.ok, verdict.problems
    return now


def many_times(root, times, seed, whole_every=1):
    chance, signed = random.Random(seed), {}
    an_office(root).close()
    nursery = program(NURSERY, root)
    for number in range(1, times + 1):
        said = cut_off(nursery, chance.uniform(0, 0.12), turning=number % 3 == 0)
        signed = check(root, said, signed, whole=number % whole_every == 0)
    ended(nursery)
    office = again(root)
    live = office.digests()
    office.rebuild()
    assert office.digests() == live
    dossier = office.core.store.reader().execute("SELECT stream FROM dossier").fetchone()[0]
    assert office.dossiers.receipt(dossier, HOA).applicant == "Nguyễn Văn Ẩn Danh", (
        "no sealed box outlived its key"
    )
    office.close()
    assert verify(root).ok


def test_nine_power_cuts_of_office_and_follower_lose_nothing(folder):
    many_times(folder / "store", 9, seed=15)


@pytest.mark.long
def test_a_thousand_power_cuts_of_office_and_follower_lose_nothing(folder):
    many_times(folder / "store", 1000, seed=1000, whole_every=20)


def test_signers_that_race_never_contradict_each_other(folder):
    root = folder / "store"
    an_office(root).close()
    racing = [program(SIGNER, root, 40) for _ in range(3)]
    for one in racing:
        sizes = [int(size) for size in ended(one)]
        assert sizes == sorted(sizes)
    verdict = verify(root)
    assert verdict.ok, verdict.problems
    assert verdict.unsigned == 0
    key = VerifyKey.parse((root / "keys" / "log.vkey").read_text().strip())
    assert open_checkpoint((root / "checkpoint").read_bytes(), key).checkpoint.size == verdict.events
    assert re.fullmatch(
        r"[^\n]+\n\d+\n[^\n]+\n", open_checkpoint((root / "checkpoint").read_bytes(), key).checkpoint.text
    )
