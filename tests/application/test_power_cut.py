"""A writer ended at any moment, without warning: nothing it had said is lost, and the log stays whole and signed."""

import random
import re
import time

import pytest

from audit.verify import verify
from ledger.checkpoint import open_checkpoint
from ledger.note import VerifyKey
from tests.application.an_office import HOA, again, an_office, ended, killed, program, rows

WRITER = """
import sys
from pathlib import Path
from application.clock import SystemClock
from application.office import Office
from tests.application.an_office import HOA, KIOSK, birth, intake
office = Office.at(Path(sys.argv[1]))
code = birth(office)
print("ready", flush=True)
while True:
    print("ticket", office.queue.issue(KIOSK, group="other").id, flush=True)
    print("dossier", office.dossiers.accept(intake(office, code), HOA).id, flush=True)
    print("signed", office.checkpoint().splitlines()[1], flush=True)
"""

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


def cut_off(root, after):
    """Let a writer work for a while and end it; what it had said."""
    writer = program(WRITER, root)
    assert writer.stdout.readline() == "ready\n", writer.stderr.read()
    time.sleep(after)
    return [line.split() for line in killed(writer).splitlines()]


def check(root, said, signed_before):
    acts = {stream for kind, stream in said if kind != "signed"}
    known = {stream.hex() for (stream,) in rows(root, "SELECT DISTINCT stream FROM event")}
    assert acts <= known
    assert rows(root, "SELECT id FROM event WHERE id NOT IN (SELECT id FROM leaf)") == []
    [(count, last)] = rows(root, "SELECT count(*), max(id) FROM event")
    assert count == last
    verdict = verify(root)
    assert verdict.ok, verdict.problems
    sizes = [int(size) for kind, size in said if kind == "signed"]
    assert sizes == sorted(sizes)
    assert verdict.signed_size >= max([signed_before, *sizes])
    return verdict.signed_size


def many_times(root, times, seed):
    chance, signed = random.Random(seed), 0
    an_office(root).close()
    for _ in range(times):
        signed = check(root, cut_off(root, chance.uniform(0, 0.12)), signed)
    office = again(root)
    live = office.digests()
    office.rebuild()
    assert office.digests() == live
    dossier = office.core.store.reader().execute("SELECT stream FROM dossier").fetchone()[0]
    assert office.dossiers.receipt(dossier, HOA).applicant == "Nguyễn Văn Ẩn Danh", (
        "no sealed box outlived its key"
    )
    office.close()


def test_twenty_power_cuts_lose_nothing(folder):
    many_times(folder / "store", 20, seed=20)


@pytest.mark.long
def test_a_thousand_power_cuts_lose_nothing(folder):
    many_times(folder / "store", 1000, seed=1000)


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
