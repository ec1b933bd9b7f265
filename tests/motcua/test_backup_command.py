"""The whole way on the command line: examine, back up, put back elsewhere, verify what came back."""

import pytest

from tests.application.an_office import HOA, an_office, intake
from tests.motcua.commands import motcua


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    root = tmp_path_factory.mktemp("kept")
    office = an_office(root / "store")
    office.dossiers.accept(intake(office), HOA)
    office.close()
    made = motcua(
        "backup", root / "image", "--with-keys", root / "first.keys", "--store", root / "store", "--json"
    )
    assert made.code == 0, made.err
    return root


def test_what_was_put_back_is_examined_and_may_sign_where_nobody_outside_can_object(kept, tmp_path):
    back = motcua(
        "restore", kept / "image", "--keys", kept / "first.keys", "--store", tmp_path / "new", "--json"
    )
    assert back.code == 0, back.err
    told = back.document
    assert (told["fsck"]["ok"], told["witnesses"], told["signs"]) == (True, None, True)
    verified = motcua("audit", "verify", "--jobs", "2", "--resume", "--store", tmp_path / "new", "--json")
    assert verified.document["ok"]
    last = motcua("audit", "fsck", "--last", "--store", tmp_path / "new", "--json")
    assert (last.code, last.document) == (0, told["fsck"])


def test_a_damaged_backup_is_named_in_one_sentence(kept):
    assert "is whole" in motcua("backup", kept / "image", "--check").out
    checkpoint = kept / "image" / "checkpoint"
    octets = checkpoint.read_bytes()
    checkpoint.write_bytes(octets[:-1])
    answer = motcua("backup", kept / "image", "--check")
    checkpoint.write_bytes(octets)
    assert (answer.code, answer.out) == (1, "")
    assert "the file checkpoint is not what was written" in answer.err


def test_keys_are_asked_for_and_a_living_office_is_left_alone(kept, tmp_path):
    answer = motcua("restore", kept / "image", "--store", tmp_path / "new")
    assert (answer.code, "--keys FILE" in answer.err) == (1, True)
    answer = motcua("restore", kept / "image", "--keys", kept / "first.keys", "--store", kept / "store")
    assert answer.code == 1
    assert "choose another folder" in answer.err.lower()


def test_an_examination_that_fails_says_what_is_wrong_and_that_nothing_is_signed(kept, tmp_path):
    motcua("restore", kept / "image", "--keys", kept / "first.keys", "--store", tmp_path / "new")
    (tmp_path / "new" / "signer.json").unlink()
    answer = motcua("audit", "fsck", "--store", tmp_path / "new")
    assert answer.code == 1
    assert "SOMETHING IS WRONG" in answer.out
    assert "signer.json" in answer.err
    assert "never examined" in motcua("audit", "fsck", "--last", "--store", kept / "store").err
