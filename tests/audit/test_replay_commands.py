"""`motcua audit` looks back: from a store, from a backup without its keys, and from a mirror without any database."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from audit.sources import of_office
from tests.audit.a_small_office import DAY, a_small_office
from tests.audit.some_days import mirrored, worked
from tests.motcua.commands import motcua


def copied(root, copy):
    """SQLite's own online backup, and the files beside the database that are not secret."""
    (copy / "keys").mkdir(parents=True)
    with (
        closing(sqlite3.connect(root / "office.db")) as store,
        closing(sqlite3.connect(copy / "office.db")) as to,
    ):
        store.backup(to)
    for name in ("checkpoint", "signer.json", "keys/log.vkey"):
        (copy / name).write_bytes((root / name).read_bytes())


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """An office of three days, its backup, its mirror, and nobody in it any more."""
    root = tmp_path_factory.mktemp("lived")
    with a_small_office(root / "store") as small:
        worked(small, 3)
        small.last = of_office(small.office).last()
        mirrored(small.office, root / "mirror")
        small.root = root
    copied(root / "store", root / "backup")
    return small


def audit(*arguments, **settings):
    return motcua("audit", *arguments, **settings)


def places(lived):
    return (
        ("--store", lived.root / "store"),
        ("--store", lived.root / "backup"),
        ("--from-mirror", lived.root / "mirror"),
    )


def test_a_replay_is_the_same_from_store_backup_and_mirror(lived):
    said = [audit("replay", "--size", lived.last, "--json", *place) for place in places(lived)]
    assert [each.code for each in said] == [0, 0, 0]
    assert said[0].document["days_met"] == 3
    assert said[1].document == said[2].document == said[0].document


def test_a_difference_is_the_same_from_store_backup_and_mirror(lived):
    said = [
        audit("diff", "--from", f"{DAY}T18:00", "--to", lived.last, "--json", *place)
        for place in places(lived)
    ]
    assert said[1].document == said[2].document == said[0].document
    assert len(said[0].document["new"]) == 2


@pytest.mark.parametrize("language", ["vi", "en"])
def test_people_read_it_as_tables(lived, language):
    place = places(lived)[0]
    assert "2026" in audit("replay", "--at", f"{DAY}T12:00", *place, language=language).out
    said = audit("diff", "--from", f"{DAY}T18:00", "--to", "2026-03-20", *place, language=language)
    assert "(3)" in said.out
    assert "H20.321-260303-0001" in said.out
    nothing = audit("diff", "--from", lived.last, "--to", lived.last, *place, language=language)
    assert nothing.out.strip().splitlines()[-1] in {"Không có gì thay đổi.", "Nothing changed."}


def test_nothing_is_written_where_a_store_is_only_looked_at(lived):
    before = {path: path.read_bytes() for path in (lived.root / "backup").rglob("*") if path.is_file()}
    audit("replay", "--size", lived.last, "--store", lived.root / "backup")
    assert {
        path: path.read_bytes() for path in (lived.root / "backup").rglob("*") if path.is_file()
    } == before


def test_a_state_that_is_not_the_one_written_down_ends_the_replay_by_its_day(lived, tmp_path):
    with a_small_office(tmp_path / "store") as small:
        worked(small, 1)
        small.office.store.writer.execute("UPDATE dossier SET holder = 'vq.binh'")
        small.ticket()
        small.on("2026-03-04")
        small.office.digesting.close_day()
    said = audit("replay", "--at", "2026-03-20", "--store", tmp_path / "store", language="vi")
    assert said.code == 1
    assert "03/3/2026" in said.err
    assert "dossier" in said.err
    assert audit("replay", "--at", f"{DAY}T18:00", "--store", tmp_path / "store").code == 0


def test_the_mirror_command_writes_signs_and_brings_up(lived, tmp_path):
    with a_small_office(tmp_path / "store") as small:
        small.ticket()
    store = ("--store", tmp_path / "store")
    first = audit("mirror", tmp_path / "mirror", "--json", *store).document
    again = audit("mirror", tmp_path / "mirror", "--json", *store).document
    assert (first["logs"], first["events"], again["written"]) == (1, again["events"], 0)
    told = audit("mirror", tmp_path / "mirror", *store, language="vi")
    assert "đừng công bố" in told.out


def test_a_backup_without_its_signing_key_is_mirrored_up_to_its_head(lived, tmp_path):
    said = audit("mirror", tmp_path / "mirror", "--json", "--store", lived.root / "backup")
    assert said.code == 0, said.err
    assert said.document["events"] == lived.last


def test_the_digest_command_writes_the_last_day_down_once(lived, tmp_path):
    with a_small_office(tmp_path / "store") as small:
        small.ticket()
        last = of_office(small.office).last()
    store = ("--store", tmp_path / "store")
    first = audit("digest", "--json", *store).document
    assert first["fact"]["day"] == DAY
    assert (first["event"], first["fact"]["size"]) == (last + 1, last)
    assert audit("digest", "--json", *store).document == first
    assert first["fact"]["digest"] in audit("digest", *store, language="vi").out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("replay",), 2),
        (("replay", "--at", "2026-03-02", "--size", "3"), 2),
        (("replay", "--at", "noon"), 2),
        (("replay", "--size", "99999"), 1),
        (("diff", "--from", "5", "--to", "2"), 1),
        (("diff", "--from", "5", "--to", "soon"), 2),
        (("diff", "--from", "5"), 2),
    ],
)
def test_what_cannot_be_asked_gets_one_clear_sentence(lived, arguments, code):
    said = audit(*arguments, "--store", lived.root / "store")
    assert said.code == code
    assert said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "command", [("replay", "--size", "3"), ("diff", "--from", "1", "--to", "2"), ("trail", "--day", DAY)]
)
def test_where_there_is_no_log_it_says_so(tmp_path, command):
    for place in (("--store", tmp_path), ("--from-mirror", tmp_path), ("--store", tmp_path / "nowhere")):
        said = audit(*command, *place)
        assert said.code == 1
        assert str(tmp_path) in said.err.replace(" ", "") or str(tmp_path.name) in said.err


def test_a_damaged_mirror_says_which_file(lived, tmp_path):
    shutil.copytree(lived.root / "mirror", tmp_path / "mirror")
    bundle = next((tmp_path / "mirror" / "1" / "event").rglob("*.p/*"))
    bundle.write_bytes(bundle.read_bytes()[:-1])
    said = audit("replay", "--size", "3", "--from-mirror", tmp_path / "mirror", language="vi")
    assert said.code == 1
    assert "không còn nguyên vẹn" in said.err


def test_a_backup_taken_by_sqlite_alone_has_every_row(lived):
    with closing(sqlite3.connect(lived.root / "backup" / "office.db")) as rows:
        assert rows.execute("SELECT max(id) FROM leaf").fetchone() == (lived.last,)


@pytest.mark.parametrize(
    ("option", "name", "known"),
    [("--officer", "no.body", "nt.hoa"), ("--counter", "99", "1"), ("--device", "kiosk-99", "kiosk-1")],
)
def test_acts_of_somebody_or_something_unknown_are_no_empty_list(lived, option, name, known):
    for place in places(lived):
        said = audit("trail", option, name, *place)
        assert (said.code, name in said.err, known in said.err) == (1, True, True)
    assert audit("trail", option, name, "--json", *place).code == 1
    fitting = audit("trail", option, known, "--day", "2020-01-01", *place)
    assert (fitting.code, "No act fits" in fitting.out) == (0, True)


def test_a_period_the_wrong_way_round_is_said_and_a_ticket_is_not_taken_for_a_dossier(lived):
    place = places(lived)[0]
    backwards = ("--from", "02/03/2026", "--to", "01/03/2026", *place)
    for words in (("trail", *backwards), ("bundle", *backwards, "-o", lived.root / "e.zip")):
        said = audit(*words)
        assert (said.code, "Exchange the two days" in said.err) == (1, True)
    said = audit("trail", "A001", *place)
    assert (said.code, "number of a ticket" in said.err) == (1, True)
