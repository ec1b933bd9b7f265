"""What somebody who has never seen this types first, and how it is answered."""

import pytest

from ledger.note import Cosigner
from tests.application.an_office import HOA, an_office, intake
from tests.motcua.commands import motcua


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    root = tmp_path_factory.mktemp("newcomer") / "store"
    office = an_office(root)
    office.dossiers.accept(intake(office), HOA)
    office.close()
    return root


def test_a_key_that_was_mistyped_is_no_word_about_the_log(store):
    for command in (("verify",), ("replay", "--size", "1")):
        said = motcua("audit", *command, "--vkey", "nonsense", "--store", store)

        assert said.code == 1
        assert "three parts" in said.err
        assert "NOT hold" not in said.err


@pytest.mark.parametrize("command", [("serve",), ("audit", "verify"), ("audit", "fsck")])
def test_a_folder_without_an_office_is_called_that(tmp_path, command):
    said = motcua(*command, "--store", tmp_path / "nothing")

    assert said.code == 1
    assert "is not a store of this program" in said.err
    assert not (tmp_path / "nothing").exists()


def test_a_day_may_be_written_as_people_write_it(store):
    for day in ("1/1/2020", "01/01/2020", "2020-01-01"):
        assert motcua("audit", "trail", "--day", day, "--store", store).code == 0
    assert "not a day" in motcua("audit", "trail", "--day", "31/2/2020", "--store", store).err


def test_two_moments_in_the_wrong_order_are_to_be_exchanged(store):
    said = motcua("audit", "diff", "--from", "3", "--to", "1", "--store", store)

    assert said.code == 1
    assert "Exchange --from and --to" in said.err


def test_a_backup_lies_outside_the_store_and_its_keys_away_from_both(store, tmp_path):
    for folder, keys in (
        (store / "inside", tmp_path / "a.keys"),
        (tmp_path / "image", tmp_path / "image" / "a.keys"),
        (tmp_path / "image", store / "a.keys"),
    ):
        said = motcua("backup", folder, "--with-keys", keys, "--store", store)

        assert said.code == 1
        assert "lies inside" in said.err
        assert not folder.exists()
        assert not keys.exists()


def test_a_witness_is_asked_at_an_address_or_by_stick(store):
    key = Cosigner("w.example/1", bytes(32)).vkey
    said = motcua("witness", "trust", "xa-ban", key, "--url", "w1.example.vn", "--store", store)

    assert said.code == 2
    assert "not the address of a witness" in said.err
    assert not (store / "witnesses.policy").exists()
