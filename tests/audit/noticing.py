"""Who notices an attack: the office that examines itself, an inspector with the witnesses, who checks a receipt."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random

from application.faults import Fault
from application.witnessing import compare
from application.witnessing.comparing import REWRITTEN, SMALLER
from audit.check import NothingToCheck, check
from audit.fsck import full
from audit.verify import verify
from ledger.policy import DEFAULT_WITNESSES
from tests.audit.attacks import ATTACKS, QUORUM, Case, Scene, pushed

HERE = Path(__file__).parents[2]
MISSED, HARMLESS = "missed", "harmless"
VERIFY, FSCK, SIGNER, CHECK, COMPARE = (
    "audit verify", "audit fsck", "the signer", "audit check", "witness compare",
)  # fmt: skip

Judge = Callable[[Case], tuple[str, str]]
"""Who notices without witnesses, and with them."""


def in_process(case: Case) -> tuple[str, str]:
    if case.evidence:
        return tuple(MISSED if _accepted(case, quorum) else CHECK for quorum in (0, QUORUM))
    for store in filter(None, (case.store, case.other)):
        by = _alone(case, store)
        if by is not None:
            return by, by
    return MISSED, _with_witnesses(case)


def _accepted(case: Case, quorum: int) -> bool:
    log, bodies = case.vkeys
    try:
        return check(case.evidence, [log, *bodies], quorum).ok
    except NothingToCheck:
        return False


def _alone(case: Case, store: Path) -> str | None:
    verdict = verify(store)
    if not verdict.ok:
        return VERIFY
    if case.other is not None and verdict.unsigned and not case.stolen:
        return HARMLESS  # nothing signed covers what the second face shows: nobody can be given a proof of it
    with closing(case.office(store)) as office:
        if not full(office).ok:
            return FSCK
        try:
            office.checkpoint()
        except Fault:
            return SIGNER
    return None


def _with_witnesses(case: Case) -> str:
    """Every face of the office goes to the witnesses; then an inspector compares each with what they know."""
    names = case.chance.sample(DEFAULT_WITNESSES, len(DEFAULT_WITNESSES))
    bodies = {name: case.scene.body(case.root, name) for name in names}
    with ExitStack() as stack:
        faces = [stack.enter_context(closing(case.office(each))) for each in (case.store, case.other) if each]
        believed = [0] * len(faces)
        for place, name in enumerate(names):
            face = place if place < len(faces) else case.chance.randrange(len(faces))
            believed[face] += pushed(faces[face], bodies[name], name)
        if sum(count >= QUORUM for count in believed) >= len(faces):
            return MISSED  # of two faces that go on from what was witnessed, one may be the true one
        replies = [body.shown(case.scene.origin) for body in bodies.values()]
        found = {compare(face, replies, settle=False).verdict for face in faces}
    return COMPARE if found & {SMALLER, REWRITTEN} else MISSED


# ---- the same with the commands, each a process of its own


def by_command(case: Case) -> tuple[str, str]:
    if case.evidence:
        log, bodies = case.vkeys
        keys = [word for vkey in (log, *bodies) for word in ("--vkey", vkey)]
        said = [_said("audit", "check", case.evidence, *keys, "--quorum", quorum) for quorum in (0, QUORUM)]
        return tuple(MISSED if yes else CHECK for yes in said)
    for store in filter(None, (case.store, case.other)):
        if not _said("audit", "verify", "--store", store):
            return VERIFY, VERIFY
        if case.other is not None and not case.stolen:
            return HARMLESS, HARMLESS
        if not _said("audit", "fsck", "--store", store):
            return FSCK, FSCK
    faces = [each for each in (case.store, case.other) if each is not None]
    replies = []
    for name in DEFAULT_WITNESSES:
        body, path = case.scene.body(case.root, name), case.root / f"{name}.txt"
        if len(faces) > 1:  # one of the two faces comes first
            with closing(case.office()) as office:
                pushed(office, body, name)
        path.write_bytes(body.shown(case.scene.origin))
        replies += ["--reply", path]
    agreed = all(_said("witness", "compare", *replies, "--store", face) for face in faces)
    return MISSED, MISSED if agreed else COMPARE


def _said(*words: object) -> bool:
    """Whether a command says yes; anything but a yes or a no is a failure of ours."""
    done = subprocess.run(
        [sys.executable, "-m", "motcua", *map(str, words), "--json"],
        cwd=HERE,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode in {0, 1}, done.stderr
    assert "Traceback" not in done.stderr
    if done.stdout:
        json.loads(done.stdout)
    return done.returncode == 0


def trials(
    scene: Scene, root: Path, attack: str, stolen: bool, many: int, judge: Judge = in_process
) -> Counter:
    """How often each pair of answers came, of `many` attacks of one class."""
    found: Counter[tuple[str, str]] = Counter()
    for number in range(many):
        case = Case(scene, root, Random(f"{attack}/{stolen}/{number}"), stolen=stolen)
        ATTACKS[attack](case)
        found[judge(case)] += 1
    return found
