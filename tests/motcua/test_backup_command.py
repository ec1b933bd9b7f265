"""The whole way on the command line: examine, back up, put back elsewhere, verify what came back."""

import shutil

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
    (tmp_path / "new" / "logs" / "fsck.jsonl").unlink()
    assert "never examined" in motcua("audit", "fsck", "--last", "--store", tmp_path / "new").err


def test_a_restore_that_fails_leaves_the_place_as_it_was(kept, tmp_path):
    other = tmp_path / "other.keys"
    other.write_text("{}")
    for target in (tmp_path / "not" / "there", tmp_path / "empty"):
        if target.name == "empty":
            target.mkdir()
        for keys in ((), ("--keys", other)):
            answer = motcua("restore", kept / "image", *keys, "--store", target)
            assert answer.code == 1
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["empty", "other.keys"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_file_that_is_no_signers_memory_is_named_and_what_was_wanted(kept, tmp_path, language):
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"size": "many"}')
    keys = ("--keys", kept / "first.keys", "--signer", wrong)

    answer = motcua("restore", kept / "image", *keys, "--store", tmp_path / "new", language=language)

    assert answer.code == 1
    assert str(wrong) in answer.err
    assert "signer.json" in answer.err
    assert not (tmp_path / "new").exists()


def test_a_store_that_is_known_to_be_damaged_is_copied_and_the_copy_says_so(kept, tmp_path):
    store, image = shutil.copytree(kept / "store", tmp_path / "store"), tmp_path / "image"
    (store / "signer.json").unlink()

    made = motcua("backup", image, "--store", store)
    checked = motcua("backup", image, "--check", "--json")

    assert (made.code, checked.code, checked.document["damaged"]) == (1, 1, True)
    for said in (made, checked):
        assert "known to be damaged" in said.err
    assert "damaged" not in (kept / "image" / "manifest.json").read_text()


def test_no_day_is_digested_while_the_store_is_known_to_be_damaged(kept, tmp_path):
    store = shutil.copytree(kept / "store", tmp_path / "store")
    (store / "signer.json").unlink()

    said = motcua("audit", "digest", "--store", store)

    assert (said.code, "known to be damaged" in said.err) == (1, True)
    assert motcua("audit", "digest", "--store", kept / "store").code == 0
