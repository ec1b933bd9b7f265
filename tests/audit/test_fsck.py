"""The office examines itself: quickly at every start, wholly at night, and what it found is kept and told."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from application.clock import SetClock
from application.office import Office
from application.withholding import UNSOUND, withheld
from audit import fsck
from audit.export import export_tiles
from audit.fsck import full, last, quick, settle
from domain.calendar import local_moment
from motcua.fsck import HOUR, NightWatch, at_start
from tests.application.an_office import HOA, MORNING, an_office, intake


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    root = tmp_path_factory.mktemp("made") / "store"
    office = an_office(root)
    office.dossiers.accept(intake(office), HOA)
    export_tiles(office)
    office.close()
    return root


@pytest.fixture
def store(made, tmp_path):
    shutil.copytree(made, tmp_path / "store")
    return tmp_path / "store"


def opened(root):
    return Office.at(root, clock=SetClock(MORNING))


def meddled(root, statement, file="office.db"):
    with closing(sqlite3.connect(root / file)) as rows, rows:
        rows.execute(statement)


def examined(root):
    office = opened(root)
    found = full(office)
    office.close(sign=False)
    return found


def test_a_whole_store_is_found_whole_and_the_book_says_so(store):
    found = examined(store)
    assert (found.ok, found.form, found.problems) == (True, "full", ())
    assert found.checked == found.events > 0
    assert found.keys == 1
    assert last(store) == found


def test_a_store_never_examined_has_no_last_examination(store):
    assert last(store) is None


def test_the_quick_form_reads_only_what_came_since(store):
    first = quick(store)
    assert first.checked == first.events
    office = opened(store)
    office.dossiers.accept(intake(office), HOA)
    office.close()
    second = quick(store)
    assert second.ok
    assert second.checked == second.events - first.events
    assert last(store).form == "quick"


@pytest.mark.parametrize("content", [b"", b"{}", b'["x",3,["zz","00"]]', b"\xff"])
def test_a_point_that_cannot_be_read_only_costs_time(store, content):
    (store / fsck.POINT).write_bytes(content)
    found = quick(store)
    assert (found.ok, found.checked) == (True, found.events)


def test_the_quick_form_looks_at_everything_once_something_is_wrong(store):
    quick(store)
    (store / "signer.json").unlink()
    found = quick(store)
    assert (found.ok, found.checked) == (False, found.events)
    assert found.problems[0].kind == "signer"


@pytest.mark.parametrize(
    ("kind", "statement", "file"),
    [
        ("books", "UPDATE dossier SET status = status + 1", "office.db"),
        ("books", "DELETE FROM done_command", "office.db"),
        ("vault", "UPDATE key SET wrapped = randomblob(60)", "vault.db"),
        ("vault", "DELETE FROM key", "vault.db"),
    ],
)
def test_books_and_keys_that_do_not_fit_the_log_are_found(store, kind, statement, file):
    meddled(store, statement, file)
    found = examined(store)
    assert not found.ok
    assert {problem.kind for problem in found.problems} == {kind}


def test_a_view_altered_beside_the_log_is_found(store):
    examined(store)
    meddled(store, "UPDATE trail SET actor = 'somebody'", "views.db")
    assert [problem.kind for problem in examined(store).problems] == ["books"]


def test_a_tile_that_is_missing_changed_or_too_much_is_named(store):
    root = store / "tiles"
    paths = sorted(path for path in (root / "tile").rglob("*") if path.is_file())
    paths[0].unlink()
    paths[1].write_bytes(paths[1].read_bytes()[:-1])
    (root / "tile" / "0" / "777").write_bytes(b"more")
    named = {problem.file for problem in examined(store).problems}
    assert named == {
        paths[0].relative_to(store).as_posix(),
        paths[1].relative_to(store).as_posix(),
        "tiles/tile/0/777",
    }


def test_at_the_start_one_sentence_says_what_is_wrong_and_nothing_is_signed(store, capsys):
    assert at_start(store).ok
    assert capsys.readouterr().err == ""
    (store / "signer.json").unlink()
    assert not at_start(store).ok
    assert "signer" in capsys.readouterr().err or withheld(store).why == UNSOUND
    office = opened(store)
    assert not office.may_sign
    office.close()


def test_the_night_watch_looks_once_in_its_hour(store):
    office = opened(store)
    clock = office.store.clock
    watch = NightWatch(office)
    assert watch.look() is None
    clock.set(local_moment("2026-03-03", f"{HOUR:02d}:10"))
    assert watch.look().ok
    assert watch.look() is None
    clock.set(local_moment("2026-03-04", f"{HOUR:02d}:00"))
    assert watch.look().form == "full"
    office.close()


def test_the_night_watch_ends_when_the_office_closes(store):
    office = opened(store)
    office.store.clock.set(local_moment("2026-03-03", f"{HOUR:02d}:10"))
    with NightWatch(office):
        pass
    office.close()
    assert last(store).ok


def test_what_was_settled_holds_until_a_full_examination_passes(store):
    bad = examined(store).__class__(at=1, form="full", ok=False)
    settle(store, bad)
    assert withheld(store).why == UNSOUND
    settle(store, quick(store))
    assert withheld(store).why == UNSOUND
    settle(store, examined(store))
    assert withheld(store) is None
