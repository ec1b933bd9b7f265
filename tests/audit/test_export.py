"""The public files of the log grow and are never rewritten, and they lead to the signed root."""

import pytest

from application.envelope import OFFICE
from application.faults import StoreReadOnly
from application.office import Office
from application.signer import LogContradicted
from audit.export import TilesOfAnotherLog, export_tiles
from audit.verify import verify
from ledger.checkpoint import Checkpoint, open_checkpoint, sign
from ledger.note import Signer, VerifyKey
from ledger.tiles import WIDTH, bundles_for, root_of, tiles_for
from tests.audit.a_small_office import a_small_office


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """An office with more events than one tile holds, exported for the first time when it was small."""
    with a_small_office(tmp_path_factory.mktemp("many") / "store") as small:
        small.days_of_work()
        small.first = export_tiles(small.office)
        small.kept = contents(small.office)
        with small.office.store.together():
            for _ in range(2 * WIDTH):
                small.ticket()
        small.second = export_tiles(small.office)
        yield small


def contents(office):
    root = office.folder.root / "tiles"
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def read(office):
    return contents(office).get


def test_the_exported_files_lead_to_the_signed_root(many):
    key = VerifyKey.parse(many.office.folder.log_vkey.read_text().strip())
    head = open_checkpoint(contents(many.office)["checkpoint"], key).checkpoint

    assert head.size == many.office.store.last_id() == many.second.size > 2 * WIDTH
    assert root_of(read(many.office), head.size) == head.root == bytes.fromhex(many.second.root)
    assert verify(many.office.folder.root).ok


def test_a_second_export_writes_only_what_is_new_and_touches_nothing_old(many):
    now = contents(many.office)
    old = {path: octets for path, octets in many.kept.items() if path != "checkpoint"}

    assert set(old) == set(many.first.written)
    assert {path: now[path] for path in old} == old
    assert not set(many.second.written) & set(old)
    assert set(now) == set(old) | set(many.second.written) | {"checkpoint"}


def test_an_older_size_is_still_served(many):
    assert root_of(read(many.office), many.first.size) == bytes.fromhex(many.first.root)


def test_an_export_without_news_writes_nothing(many):
    before = contents(many.office)

    again = export_tiles(many.office)

    assert again.written == ()
    assert again.files == len([*bundles_for(again.size), *tiles_for(again.size)])
    assert contents(many.office) == before


def test_a_file_that_was_lost_is_written_again(many):
    path = many.office.folder.root / "tiles" / "tile" / "0" / "000"
    before = path.read_bytes()
    path.unlink()

    assert export_tiles(many.office).written == ("tile/0/000",)
    assert path.read_bytes() == before


def test_another_folder_may_be_chosen_and_progress_is_told(many, tmp_path):
    heard = []
    exported = export_tiles(many.office, tmp_path / "mirror", lambda done, of: heard.append((done, of)))

    assert heard[-1] == (exported.files, exported.files)
    assert (tmp_path / "mirror" / "tile" / "entries" / "000").exists()
    assert (tmp_path / "mirror" / "checkpoint").read_text() == many.office.checkpoint()


@pytest.fixture
def small(tmp_path):
    with a_small_office(tmp_path / "store") as small:
        yield small


def test_what_was_published_is_never_contradicted(small):
    export_tiles(small.office)
    key = Signer.parse(small.office.folder.log_key.read_text().strip())
    published = small.office.folder.root / "tiles" / "checkpoint"
    for size in (3, 10_000):
        published.write_bytes(bytes(sign(Checkpoint(key.key.name, size, bytes(32)), key)))
        with pytest.raises(LogContradicted):
            export_tiles(small.office)


def test_the_files_of_two_logs_are_never_mixed(small, tmp_path):
    other = Signer("elsewhere.example/xa/1/2025", bytes(32))
    note = sign(Checkpoint(other.key.name, 1, bytes(32)), other)
    (tmp_path / "mixed").mkdir()
    (tmp_path / "mixed" / "checkpoint").write_bytes(bytes(note))

    with pytest.raises(TilesOfAnotherLog):
        export_tiles(small.office, tmp_path / "mixed")


def test_a_folder_that_cannot_be_written_is_named(small, tmp_path):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StoreReadOnly):
        export_tiles(small.office, tmp_path / "file")


def test_a_process_that_may_not_sign_exports_what_is_signed(small, tmp_path):
    signed = small.office.checkpoint()
    small.ticket()
    small.office.queue.close_day(OFFICE)
    reading = Office.at(small.office.folder.root, read_only=True)

    export_tiles(reading, tmp_path / "mirror")

    assert (tmp_path / "mirror" / "checkpoint").read_text() == signed
    reading.close()
