"""A crowd: many kiosks and desks at once, in processes of their own, some of them cut off in the middle.

No number is given twice and none is missing, nobody is called to two counters, and every act is answered.
"""

import random
import time
from collections import Counter, defaultdict

import msgspec
import pytest

from audit.verify import verify
from tests.application.an_office import an_office, ended, killed, light_passwords, program, rows

GROUPS = ("civil_status", "certification", "land", "social", "business", "other", "results")
DESKS = 8

KIOSK = """
import sys
from pathlib import Path
from application.envelope import Actor
from tests.application.an_office import again
root, name, number, groups = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4].split(",")
office = again(root)
kiosk = Actor(name, "citizen", name)
print("ready", flush=True)
sys.stdin.readline()
for each in range(number):
    ticket = office.queue.issue(kiosk, group=groups[each % len(groups)], priority="elderly" if each % 9 == 0 else "")
    print(ticket.number, ticket.id, flush=True)
office.close()
"""

DESK = """
import sys
from pathlib import Path
from application.envelope import Actor
from tests.application.an_office import again
root, counter, officer = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
office = again(root)
by = Actor(officer, "reception", f"desk-{counter}")
print("ready", flush=True)
sys.stdin.readline()
while ticket := office.queue.call_next(counter, by):
    print(ticket.number, ticket.id, flush=True)
    office.queue.miss(ticket.id, by)
office.close()
"""


def started(text, root, *each):
    """Processes that stand ready, to be let loose at one moment."""
    crowd = [program(text, root, *arguments) for arguments in each]
    for one in crowd:
        assert one.stdout.readline() == "ready\n", one.stderr.read()
    return crowd


def let_loose(crowd):
    for one in crowd:
        one.stdin.write("go\n")
        one.stdin.flush()


def all_said(crowd):
    return [line.split() for one in crowd for line in ended(one)]


def kiosks(root, count, each):
    return started(
        KIOSK, root, *((f"kiosk-{number}", each, ",".join(GROUPS)) for number in range(1, count + 1))
    )


def open_counters(office, groups_of):
    """One officer at each counter, calling some of the groups."""
    light_passwords(office)
    staff = sorted(
        officer.officer
        for officer in office.staff.officers()
        if {"reception", "specialist", "leader", "head"} & set(officer.roles)
    )
    for counter, officer in zip(range(1, DESKS + 1), staff, strict=False):
        office.staff.set_password(officer, "mật khẩu dài")
        office.staff.sign_in(
            officer, "mật khẩu dài", str(counter), f"desk-{counter}", groups=groups_of(counter)
        )
    return [(str(counter), officer) for counter, officer in zip(range(1, DESKS + 1), staff, strict=False)]


def check_series(root):
    """Every series runs from 1 without a gap or a double, in the log itself."""
    series = defaultdict(list)
    for (state,) in rows(root, "SELECT state FROM event WHERE topic = 'ticket.issued' ORDER BY id"):
        fact = msgspec.json.decode(state)["fact"]
        series[fact["series"]].append(fact["ordinal"])
    for ordinals in series.values():
        assert ordinals == list(range(1, len(ordinals) + 1))
    return sum(map(len, series.values()))


def check_calls(root):
    """Nobody is called to two counters; who was called, by ticket."""
    calls = Counter(
        stream.hex() for (stream,) in rows(root, "SELECT stream FROM event WHERE topic = 'ticket.called'")
    )
    assert set(calls.values()) <= {1}
    return calls


def check_whole(root):
    [(events, leaves, last)] = rows(
        root, "SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM leaf), (SELECT max(id) FROM event)"
    )
    assert events == leaves == last
    verdict = verify(root)
    assert verdict.ok, verdict.problems


def morning(folder, processes, each, desks):
    root = folder / "store"
    office = an_office(root)
    counters = open_counters(office, lambda counter: (*GROUPS[counter % desks :: desks], GROUPS[counter % 7]))
    office.close()
    crowd = kiosks(root, processes, each)
    let_loose(crowd)
    issued = all_said(crowd)
    assert len(issued) == processes * each, "every command was answered"
    assert len({number for number, _ in issued}) == len({id for _, id in issued}) == len(issued)
    assert check_series(root) == len(issued)
    calling = started(DESK, root, *counters[:desks])
    let_loose(calling)
    called = all_said(calling)
    assert sorted(called) == sorted(issued), "everybody was called, and by one desk each"
    assert check_calls(root).keys() == {id for _, id in issued}
    check_whole(root)


def test_four_kiosks_and_four_desks_at_once(folder):
    morning(folder, 4, 60, 4)


@pytest.mark.long
def test_sixteen_processes_take_two_thousand_tickets_and_eight_desks_call_them_all(folder):
    morning(folder, 16, 125, DESKS)


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long)])
def test_kiosks_and_desks_cut_off_in_the_middle_take_nothing_with_them(folder, seed):
    chance, root = random.Random(seed), folder / "store"
    office = an_office(root)
    counters = open_counters(office, lambda _: ())
    office.close()
    crowd = kiosks(root, 4, 60)
    desks = started(DESK, root, *counters[:3])
    let_loose(crowd)
    let_loose(desks)
    said = {}
    for victim in (crowd[0], desks[0], crowd[1], desks[1], crowd[2]):
        time.sleep(chance.uniform(0.02, 0.15))
        said[victim] = killed(victim)
    issued = [line.split() for victim in crowd[:3] for line in said[victim].splitlines()] + all_said(
        crowd[3:]
    )
    called = [line.split() for victim in desks[:2] for line in said[victim].splitlines()] + all_said(
        desks[2:]
    )
    total = check_series(root)
    known = {
        stream.hex() for (stream,) in rows(root, "SELECT stream FROM event WHERE topic = 'ticket.issued'")
    }
    assert {id for _, id in issued} <= known, "what was told to somebody is there"
    assert len(issued) <= total <= len(issued) + 3, "at most what a killed kiosk had not said yet"
    assert {id for _, id in called} <= check_calls(root).keys()
    [late] = started(DESK, root, counters[5])
    let_loose([late])
    ended(late)
    assert check_calls(root).keys() == known, "whoever still waited was called after the restart"
    check_whole(root)
