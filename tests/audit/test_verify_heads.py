"""What was signed for, by whom, and whether the rows still lead there."""

import json
import shutil

import pytest

from audit.verify import verify
from ledger.note import Signer
from tests.audit import a_store as house
from tests.audit.a_chain import a_second_log
from tests.audit.a_store import (
    ORIGIN,
    SIGNER,
    sign,
    tampering,
)
from tests.audit.meddling import DEEP, EVENTS, UNSIGNED, appended, found, rewritten


def test_a_signer_whose_memory_is_deeply_nested_is_told(store):
    (store / "signer.json").write_bytes(DEEP)
    found(store, "signer")


def test_a_checkpoint_of_another_log_or_by_another_key_is_refused(store):
    sign(store, EVENTS, signer=Signer(ORIGIN, bytes(32)))
    found(store, "checkpoint")
    sign(store, EVENTS, signer=house.NEXT_SIGNER)
    found(store, "checkpoint")


def test_a_key_that_was_replaced_together_with_the_log_is_found_by_the_key_you_brought(store):
    thief = Signer(ORIGIN, bytes(32))
    sign(store, EVENTS, signer=thief)
    (store / "keys" / "log.vkey").write_text(thief.vkey)
    assert verify(store).ok  # this is why --vkey exists
    found(store, "checkpoint", vkey=SIGNER.vkey)


@pytest.mark.parametrize("key", ["", "nonsense", house.NEXT_SIGNER.vkey])
def test_without_the_right_key_nothing_is_believed(store, key):
    found(store, "key", vkey=key)


def test_a_log_that_nobody_signed_is_not_passed(store):
    (store / "checkpoint").unlink()
    (store / "signer.json").unlink()
    verdict = found(store, "checkpoint")
    assert (verdict.signed_size, verdict.unsigned) == (0, EVENTS)


@pytest.mark.parametrize(
    "remembered",
    [
        None,
        "not json",
        "[]",
        json.dumps({"origin": ORIGIN, "size": "x", "frontier": []}),
        json.dumps({"origin": "elsewhere", "size": 1, "frontier": ["00" * 32]}),
        json.dumps({"origin": ORIGIN, "size": 256, "frontier": ["00" * 32]}),
    ],
)
def test_a_signer_that_remembers_something_else_is_told(store, remembered):
    (store / "signer.json").unlink()
    if remembered is not None:
        (store / "signer.json").write_text(remembered)
    found(store, "signer")


def test_a_signer_ahead_of_the_checkpoint_by_a_crash_is_fine(store):
    older = (store / "checkpoint").read_bytes()
    appended(store)
    sign(store, UNSIGNED)
    (store / "checkpoint").write_bytes(older)
    assert verify(store).ok


def test_a_store_put_back_to_an_older_state_is_told_by_the_signer(store, tmp_path):
    shutil.copytree(store, tmp_path / "backup")
    appended(store)
    sign(store, UNSIGNED)
    shutil.copy(store / "signer.json", tmp_path / "backup" / "signer.json")
    found(tmp_path / "backup", "removed", UNSIGNED)


def test_a_new_year_is_a_new_log_and_the_old_one_is_still_checked(store):
    a_second_log(store, EVENTS, 20)
    verdict = verify(store)
    assert verdict.ok, verdict.problems
    assert (verdict.events, verdict.signed_size, verdict.unsigned) == (EVENTS + 20, 20, 0)
    assert verdict.origin == house.NEXT_ORIGIN
    with tampering(store) as rows:
        rewritten(rows, 150, actor="someone.else")
    found(store, "root")
    (store / "checkpoint.1").unlink()
    found(store, "checkpoint")
