"""`motcua rebuild`: every read model comes back from the log alone, above all when the ones in use are broken."""

import sqlite3

import pytest

from application.envelope import Actor
from application.founding import found
from application.office import Office
from tests.motcua.commands import motcua


@pytest.fixture
def store(tmp_path):
    found(tmp_path / "office", "tan-phuoc-1").close()
    return tmp_path / "office"


def spoil(path, *statements):
    with sqlite3.connect(path) as stranger:
        for statement in statements:
            stranger.execute(statement)
    stranger.close()


def test_a_rebuild_changes_nothing(store):
    assert motcua("rebuild", "--store", store, "--json").document["identical"]


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("office.db", "DROP TABLE dossier"),
        ("office.db", "ALTER TABLE dossier RENAME COLUMN topic TO an_older_name"),
        ("views.db", "DROP TABLE trail"),
        ("views.db", "ALTER TABLE trail RENAME COLUMN stream TO an_older_name"),
    ],
)
def test_broken_tables_come_back(store, file, damage):
    whole = motcua("rebuild", "--store", store, "--json").document["digests"]
    spoil(store / file, damage)

    done = motcua("rebuild", "--store", store)

    assert done.code == 0, done.err
    again = motcua("rebuild", "--store", store, "--json").document
    assert again["identical"]
    assert again["digests"] == whole


def test_a_command_that_only_reads_signs_nothing(store):
    office = Office.at(store)
    signed = office.signer.checkpoint_file.read_bytes()
    office.queue.issue(Actor("", "citizen", "kiosk-1"), group=office.catalogue.groups()[0].key)
    office.close(sign=False)

    assert motcua("audit", "replay", "--size", 10, "--store", store).code == 0
    assert signed == (store / "checkpoint").read_bytes()
