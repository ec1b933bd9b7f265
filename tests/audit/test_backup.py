"""A backup is whole to the last bit, holds no key, and is put back only where nothing lives, examined and unsigned."""

import json
import random
import shutil
from uuid import UUID

import msgspec
import pytest

from application.backup import BackupDamaged, BackupExists, NotABackup, back_up, check_backup
from application.clock import SetClock
from application.faults import StoreExists
from application.key_file import DAYS_KEPT, KeyFile, KeyFileDamaged, KeyFileExists, read_key_file
from application.office import Office
from application.restoring import KeysOfAnotherUnit, KeysWanted, restore
from application.withholding import RESTORED, SMALLER, SigningWithheld, withheld
from audit.export import export_tiles
from audit.fsck import full, settle
from audit.verify import verify
from domain.backup import StoreBackedUp
from tests.application.an_office import HOA, MORNING, an_office, intake
from tests.audit.meddling import bit_flipped

DAY = 86_400_000_000


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A store with a dossier, its backup, and its keys: made once, and only read from."""
    root = tmp_path_factory.mktemp("kept")
    office = an_office(root / "store")
    receipt = office.dossiers.accept(intake(office), HOA)
    export_tiles(office)
    back_up(office, root / "image", root / "keys" / "first.keys")
    office.close()
    (root / "code").write_text(receipt.code)
    return root


@pytest.fixture
def store(kept, tmp_path):
    shutil.copytree(kept / "store", tmp_path / "store")
    return tmp_path / "store"


def opened(root, at=MORNING):
    return Office.at(root, clock=SetClock(at))


def personal(office, stream: UUID):
    return [event.fact for event in office.store.read(office.store.reader(), stream, personal=True)]


def public(office, stream: UUID):
    return [event.fact for event in office.store.read(office.store.reader(), stream)]


def put_back(kept, root, **how):
    return restore(kept / "image", root, how.pop("keys", kept / "keys" / "first.keys"), **how)


def test_the_image_is_whole_and_its_name_stands_in_the_log(kept):
    manifest = check_backup(kept / "image")
    office = opened(kept / "store")
    fact = next(
        event.fact
        for event in office.store.select(office.store.reader(), after=manifest.events)
        if isinstance(event.fact, StoreBackedUp)
    )
    office.close(sign=False)
    assert fact.manifest == (kept / "image" / "manifest.sha256").read_text().strip()
    assert (fact.events, fact.files, fact.octets) == (manifest.events, len(manifest.files), manifest.octets)
    assert fact.with_keys


def test_no_key_is_in_the_image(kept):
    image = b"".join(path.read_bytes() for path in (kept / "image").rglob("*") if path.is_file())
    for name in ("office.kek", "lookup.key", "log.key"):
        assert (kept / "store" / "keys" / name).read_bytes().strip() not in image
    assert not (kept / "image" / "vault.db").exists()


def mutated(folder, chance):
    """Flip one bit of any byte of any file of the image; how to undo it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)
    path = chance.choices(files, [each.stat().st_size for each in files])[0]
    octets = path.read_bytes()
    path.write_bytes(bit_flipped(octets, chance))
    return path, octets


def unseen(folder, many, chance):
    missed = []
    for _ in range(many):
        path, octets = mutated(folder, chance)
        try:
            check_backup(folder)
            missed.append(path)
        except BackupDamaged as damaged:
            name = path.relative_to(folder).as_posix()
            if damaged.blanks["file"] not in {name, "manifest.json"}:
                missed.append(path)
        path.write_bytes(octets)
    return missed


def test_any_bit_of_any_file_of_an_image_is_found(kept, tmp_path):
    shutil.copytree(kept / "image", tmp_path / "image")
    assert unseen(tmp_path / "image", 100, random.Random(5)) == []


@pytest.mark.long
def test_ten_thousand_bits_of_an_image_are_found(kept, tmp_path):
    shutil.copytree(kept / "image", tmp_path / "image")
    assert unseen(tmp_path / "image", 10_000, random.Random(6)) == []


def test_a_file_more_or_less_is_found(kept, tmp_path):
    shutil.copytree(kept / "image", tmp_path / "image")
    (tmp_path / "image" / "more").write_text("")
    with pytest.raises(BackupDamaged, match="more"):
        check_backup(tmp_path / "image")
    (tmp_path / "image" / "more").unlink()
    (tmp_path / "image" / "checkpoint").unlink()
    with pytest.raises(BackupDamaged, match="checkpoint"):
        check_backup(tmp_path / "image")
    with pytest.raises(NotABackup):
        check_backup(tmp_path)


def test_a_backup_is_never_written_over_anything(kept, store):
    office = opened(store)
    with pytest.raises(BackupExists):
        back_up(office, kept / "image")
    with pytest.raises(KeyFileExists):
        back_up(office, store.parent / "image", kept / "keys" / "first.keys")
    assert not (store.parent / "image").exists()
    office.close()


def test_what_is_put_back_is_the_same_office_and_does_not_sign_yet(kept, tmp_path):
    root = tmp_path / "restored"
    restored = put_back(kept, root)
    assert restored.events == check_backup(kept / "image").events
    assert withheld(root).why == RESTORED
    office, before = opened(root), opened(kept / "store")
    with pytest.raises(SigningWithheld):
        office.checkpoint()
    stream = office.core.dossier_stream((kept / "code").read_text())
    assert personal(office, stream) == personal(before, stream) != public(before, stream)
    found = full(office)
    assert (found.ok, found.problems) == (True, ())
    assert (found.keys, found.files > 0) == (1, True)
    office.close()
    before.close(sign=False)


def test_a_living_office_is_never_written_over(kept, store):
    before = {path: path.read_bytes() for path in store.rglob("*") if path.is_file()}
    with pytest.raises(StoreExists):
        put_back(kept, store)
    assert {path: path.read_bytes() for path in store.rglob("*") if path.is_file()} == before


def test_without_keys_it_asks_for_them_and_leaves_nothing_half_done(kept, tmp_path):
    with pytest.raises(KeysWanted):
        put_back(kept, tmp_path / "restored", keys=None)
    (tmp_path / "broken.keys").write_bytes((kept / "keys" / "first.keys").read_bytes()[:-9])
    with pytest.raises(KeyFileDamaged):
        put_back(kept, tmp_path / "restored", keys=tmp_path / "broken.keys")
    other = json.loads((kept / "keys" / "first.keys").read_text()) | {"unit": "00001"}
    (tmp_path / "other.keys").write_text(json.dumps(other))
    with pytest.raises(KeyFileDamaged):
        put_back(kept, tmp_path / "restored", keys=tmp_path / "other.keys")
    assert [path for path in (tmp_path / "restored").rglob("*") if path.is_file()] == []
    put_back(kept, tmp_path / "restored")


def test_keys_that_lie_in_their_place_already_are_used(kept, tmp_path):
    root = tmp_path / "restored"
    shutil.copytree(kept / "store" / "keys", root / "keys")
    shutil.copy(kept / "store" / "vault.db", root / "vault.db")
    put_back(kept, root, keys=None)
    assert verify(root).ok


def test_whoever_was_erased_later_is_erased_again(kept, store, tmp_path):
    office = opened(store)
    code = (kept / "code").read_text()
    stream = office.core.dossier_stream(code)
    assert office.store.vault.destroy_key(stream)
    back_up(office, tmp_path / "later", tmp_path / "later.keys")
    office.close()
    assert stream.hex in (tmp_path / "later" / "erased.txt").read_text()
    restored = put_back(kept, tmp_path / "restored", erasures=[tmp_path / "later"])
    assert restored.erased == 1
    again = opened(tmp_path / "restored")
    assert personal(again, stream) == public(again, stream)
    again.close()


def test_an_erased_person_s_key_is_in_no_later_file_of_keys_and_old_files_are_destroyed(
    kept, store, tmp_path
):
    shutil.copy(kept / "keys" / "first.keys", tmp_path / "first.keys")
    office = opened(store)
    stream = office.core.dossier_stream((kept / "code").read_text())
    ((wrapped,),) = office.store.vault.connection.execute(
        "SELECT wrapped FROM key WHERE stream = ?", (stream.bytes,)
    )
    office.store.vault.destroy_key(stream)
    office.core.store.clock.set(MORNING + (DAYS_KEPT + 1) * DAY)
    made = back_up(office, tmp_path / "image", tmp_path / "second.keys")
    office.close()
    assert made.destroyed == ("first.keys",)
    assert wrapped not in read_key_file(tmp_path / "second.keys").files["vault.db"]
    assert not (tmp_path / "first.keys").exists()


def test_a_signer_that_remembers_more_keeps_an_older_backup_from_signing(kept, store, tmp_path):
    office = opened(store)
    office.dossiers.accept(intake(office), HOA)
    office.close()
    put_back(kept, tmp_path / "restored", remembered=store / "signer.json")
    why = withheld(tmp_path / "restored")
    assert (why.why, why.known > why.held) == (SMALLER, True)


def test_keys_of_another_unit_are_refused(kept, tmp_path):
    kept_keys = read_key_file(kept / "keys" / "first.keys")
    other = KeyFile.made("00001", kept_keys.made_at, kept_keys.files)
    (tmp_path / "other.keys").write_bytes(msgspec.json.encode(other))
    with pytest.raises(KeysOfAnotherUnit):
        put_back(kept, tmp_path / "restored", keys=tmp_path / "other.keys")


def test_what_an_examination_found_keeps_the_store_from_signing_until_one_passes(store):
    bundle = next((store / "tiles" / "tile" / "entries").rglob("000*"))
    bundle = bundle if bundle.is_file() else next(bundle.iterdir())
    octets = bundle.read_bytes()
    bundle.write_bytes(bit_flipped(octets, random.Random(1)))
    office = opened(store)
    found = full(office)
    assert [each.file for each in found.problems] == [bundle.relative_to(store).as_posix()]
    settle(store, found)
    with pytest.raises(SigningWithheld):
        office.checkpoint()
    bundle.write_bytes(octets)
    settle(store, full(office))
    assert office.checkpoint()
    office.close()
