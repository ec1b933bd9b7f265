"""The signer signs only what it has recomputed itself, and only what extends what it signed before."""

import os
import random
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from application.log_keys import LogKeys
from application.signer import LogContradicted, Signer, replace_file
from application.twice import kept_leaves, recomputed_leaves
from audit.verify import verify
from ledger.checkpoint import open_checkpoint
from ledger.note import Signer as Key
from ledger.note import VerifyKey
from ledger.tree import Frontier
from tests.application.an_office import again, an_office, as_owner, ticket


@pytest.fixture
def office(signed_office):
    return signed_office


def size_of(office, note):
    key = VerifyKey.parse(office.folder.log_vkey.read_text().strip())
    return open_checkpoint(note.encode(), key).checkpoint.size


def test_the_signed_size_grows_with_the_log_and_is_repeated_when_nothing_happened(office):
    first = office.checkpoint()
    assert size_of(office, first) == office.core.store.last_id()
    assert office.checkpoint() == first
    ticket(office)
    assert size_of(office, office.checkpoint()) == office.core.store.last_id()


@pytest.mark.parametrize(
    "alteration",
    [
        "UPDATE event SET state = CAST(replace(CAST(state AS TEXT), 'kiosk-1', 'kiosk-2') AS BLOB) WHERE id = {last}",
        "UPDATE event SET topic = 'ticket.called' WHERE id = {last}",
        "UPDATE event SET version = 2 WHERE id = {last}",
        "UPDATE leaf SET claims = x'7b7d' WHERE id = {last}",
        "DELETE FROM leaf WHERE id = {last}",
        "UPDATE leaf SET commitment = zeroblob(32) WHERE id = {last}",
    ],
)
def test_a_row_altered_before_it_was_signed_is_never_signed(office, alteration):
    ticket(office)
    signed = office.signer.checkpoint_file.read_bytes(), office.signer.head_file.read_bytes()
    as_owner(
        office.folder.root, "PRAGMA foreign_keys = OFF", alteration.format(last=office.core.store.last_id())
    )
    with pytest.raises(LogContradicted):
        office.checkpoint()
    assert signed == (office.signer.checkpoint_file.read_bytes(), office.signer.head_file.read_bytes())


def test_a_row_altered_after_it_was_signed_cannot_be_signed_again(office):
    altered = 10
    as_owner(
        office.folder.root,
        'UPDATE event SET state = CAST(replace(CAST(state AS TEXT), \'"actor":"office"\', \'"actor":"0ffice"\') '
        f"AS BLOB) WHERE id = {altered}",
    )
    ticket(office)
    office.checkpoint()
    verdict = verify(office.folder.root)
    assert not verdict.ok
    assert verdict.first_bad.event == altered, "later heads still stand on what was signed then"


def test_a_log_shorter_than_the_signed_head_is_refused(office):
    ticket(office)
    office.checkpoint()
    last = office.core.store.last_id()
    as_owner(
        office.folder.root, f"DELETE FROM leaf WHERE id = {last}", f"DELETE FROM event WHERE id = {last}"
    )
    with pytest.raises(LogContradicted):
        office.checkpoint()


def test_a_restored_backup_older_than_the_signed_head_is_refused(tmp_path):
    office = an_office(tmp_path / "store")
    with sqlite3.connect(tmp_path / "backup.db") as backup:
        office.core.store.writer.backup(backup)
    backup.close()
    for _ in range(3):
        ticket(office)
    office.checkpoint()
    office.core.store.close()
    for beside in ("-wal", "-shm"):
        office.folder.database.with_name(f"office.db{beside}").unlink(missing_ok=True)
    office.folder.database.write_bytes((tmp_path / "backup.db").read_bytes())
    restored = again(office.folder.root)
    with pytest.raises(LogContradicted):
        restored.checkpoint()
    with pytest.raises(LogContradicted):
        restored.close()


def test_one_bit_flipped_on_the_disk_before_it_was_signed_is_always_noticed(office):
    chance = random.Random(2018)
    for _ in range(10):
        ticket(office)
        last = office.core.store.last_id()
        [commitment] = office.core.store.writer.execute(
            "SELECT commitment FROM leaf WHERE id = ?", (last,)
        ).fetchone()
        as_owner(
            office.folder.root,
            f"UPDATE leaf SET commitment = x'{flipped(commitment, chance).hex()}' WHERE id = {last}",
        )
        with pytest.raises(LogContradicted):
            office.checkpoint()
        as_owner(office.folder.root, f"UPDATE leaf SET commitment = x'{commitment.hex()}' WHERE id = {last}")
        assert size_of(office, office.checkpoint()) == last


def flipped(octets, chance):
    changed = bytearray(octets)
    changed[chance.randrange(len(octets))] ^= 1 << chance.randrange(8)
    return bytes(changed)


class ShakyKey(Key):
    """A key in a machine with a bad memory: a bit flips in the text it signs, or in the signature."""

    shake = staticmethod(lambda octets: octets)
    shaken = ""

    def sign(self, text):
        if self.shaken == "text":
            line = super().sign(text)
            return line._replace(payload=self._private.sign(self.shake(text.encode())))
        line = super().sign(text)
        return line._replace(payload=self.shake(line.payload))


class ShakyKeys(LogKeys):
    def __init__(self, keys, shaken, chance):
        super().__init__(keys.private, keys.public)
        self.shaken, self.chance = shaken, chance

    def signing(self, origin):
        key = ShakyKey.parse(super().signing(origin).private)
        key.shaken, key.shake = self.shaken, lambda octets: flipped(octets, self.chance)
        return key


def shaky(path, chance):
    """One of the two ways from the rows to the leaves, with a bit of one leaf flipped in memory."""

    def walk(store, first, last):
        hit = chance.randint(first, last)
        for event, leaf in path(store, first, last):
            yield event, flipped(leaf, chance) if event == hit else leaf

    return walk


def shaken_head(signer, which, chance):
    """Sign a head in whose frontier a bit flipped after it was computed."""
    grown = signer.grown()
    tree = getattr(grown, which)
    peaks = list(tree.hashes)
    hit = chance.randrange(len(peaks))
    peaks[hit] = flipped(peaks[hit], chance)
    with signer.answering(), signer.alone():
        return signer.swap(grown._replace(**{which: Frontier.restore(tree.size, peaks)}))


def flip_between_hash_and_signature(office, place, chance):
    signer, paths = office.signer, (kept_leaves, recomputed_leaves)
    if place in {"frontier", "again"}:
        return shaken_head(signer, place, chance)
    if place in {"text", "signature"}:
        keys = ShakyKeys(office.log_keys, place, chance)
        return Signer(signer.store, signer.folder, keys).sign()
    walks = tuple(shaky(path, chance) if path is place else path for path in paths)
    return Signer(signer.store, signer.folder, office.log_keys, walks).sign()


def many_flips(office, times):
    """Yeti 2022: a leaf hash with one flipped bit was signed, and the log was lost."""
    chance = random.Random(2022)
    places = ["frontier", "again", "text", "signature", kept_leaves, recomputed_leaves]
    for number in range(times):
        ticket(office)
        files = office.signer.checkpoint_file, office.signer.head_file
        before = [file.read_bytes() for file in files]
        with pytest.raises(LogContradicted):
            flip_between_hash_and_signature(office, places[number % len(places)], chance)
        assert [file.read_bytes() for file in files] == before
        if number % 50 == 0:
            assert size_of(office, office.checkpoint()) == office.core.store.last_id()
    office.checkpoint()
    assert verify(office.folder.root).ok


def test_one_bit_flipped_between_hash_and_signature_is_always_noticed(office):
    many_flips(office, 60)


@pytest.mark.long
def test_a_thousand_bits_flipped_between_hash_and_signature_are_all_noticed(office):
    many_flips(office, 1000)


def race(office, times):
    """Two signers that start from the same head at the same moment: one signs, and both answer with its head."""
    signers = [Signer(office.signer.store, office.folder.root, office.log_keys) for _ in range(2)]
    start = threading.Barrier(2)

    def signs(signer):
        start.wait(60)
        return signer.sign()

    with ThreadPoolExecutor(2) as both:
        for number in range(1, times + 1):
            ticket(office)
            notes = list(both.map(signs, signers))
            assert notes[0] == notes[1]
            assert size_of(office, notes[0]) == office.core.store.last_id()
            assert sum(signer.won for signer in signers) == number
    assert verify(office.folder.root).ok


def test_of_two_signers_that_race_one_wins(office):
    race(office, 20)


@pytest.mark.long
def test_of_two_signers_that_race_a_thousand_times_one_wins_each(office):
    race(office, 1000)


def test_a_head_computed_before_another_was_signed_is_never_kept(office):
    """Venafi 2017: two machines that signed for one log forked it."""
    ticket(office)
    late = office.signer.grown()
    ticket(office)
    note = office.checkpoint()
    with office.signer.alone(), pytest.raises(LogContradicted):
        office.signer.swap(late)
    assert office.checkpoint() == note


def test_a_signer_that_lost_its_memory_signs_nothing(office):
    office.signer.head_file.unlink()
    with pytest.raises(LogContradicted):
        office.checkpoint()


@pytest.mark.parametrize("content", [b"", b"{", b'{"origin":"x","size":3,"frontier":[]}', b'{"size":1}'])
def test_a_signer_whose_memory_is_damaged_signs_nothing(office, content):
    office.signer.head_file.write_bytes(content)
    ticket(office)
    with pytest.raises(LogContradicted):
        office.checkpoint()


def test_a_crash_between_head_and_note_is_mended_by_the_next_signature(office):
    """The head is kept first: it may be ahead of the note, never behind it."""
    before = office.signer.checkpoint_file.read_bytes()
    ticket(office)
    office.checkpoint()
    office.signer.checkpoint_file.write_bytes(before)
    ticket(office)
    assert size_of(office, office.checkpoint()) == office.core.store.last_id()
    assert verify(office.folder.root).ok


def test_a_crash_between_head_and_note_is_mended_without_a_further_event(office):
    before = office.signer.checkpoint_file.read_bytes()
    ticket(office)
    office.checkpoint()
    for left in (before, b"", None):
        office.signer.checkpoint_file.unlink()
        if left is not None:
            office.signer.checkpoint_file.write_bytes(left)
        assert size_of(office, office.checkpoint()) == office.core.store.last_id()
        assert verify(office.folder.root).signed_size == office.core.store.last_id()


def test_a_memory_older_than_the_note_was_put_back_and_signs_nothing(office):
    before = office.signer.head_file.read_bytes()
    ticket(office)
    office.checkpoint()
    office.signer.head_file.write_bytes(before)
    with pytest.raises(LogContradicted):
        office.checkpoint()


def test_what_may_still_be_undone_is_not_signed(office):
    signed = office.signer.head_file.read_bytes()
    with pytest.raises(RuntimeError), office.core.store.together():  # noqa: PT012
        ticket(office)
        office.checkpoint()
    assert office.signer.head_file.read_bytes() == signed
    office.checkpoint()
    assert verify(office.folder.root).ok


def test_a_replaced_file_is_durable_under_its_name(office, monkeypatch):
    """A power cut after the rename must not bring back the older head."""
    synced = []
    real = os.fsync

    def heard(descriptor):
        synced.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", heard)
    replace_file(office.folder.root / "some.json", b"{}")
    assert synced[-1] == str(office.folder.root.resolve())


@pytest.mark.parametrize("lost", [1, 3, 6])
def test_a_database_put_back_and_grown_past_the_last_head_is_never_signed_for(tmp_path, lost):
    office = an_office(tmp_path / "store")
    as_it_was = tmp_path / "office.db"
    ticket(office)
    with sqlite3.connect(as_it_was) as copy:
        office.store.reader().backup(copy)
    copy.close()
    for _ in range(lost):
        ticket(office)
    office.checkpoint()
    root = office.folder.root
    office.close(sign=False)
    for beside in root.glob("office.db-*"):
        beside.unlink()
    os.replace(as_it_was, root / "office.db")

    put_back = again(root)
    for _ in range(lost + 5):
        ticket(put_back)
    with pytest.raises(LogContradicted):
        put_back.signer.sign()
    put_back.close(sign=False)
