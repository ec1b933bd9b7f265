"""The log's private keys: for their owner alone, away on a stick if need be, and gone once their log is closed."""

import os
import stat

import pytest

from application.closing import rotate_key, turn_year
from application.faults import KeysMissing
from application.log_keys import LogKeyAway, LogKeyOpen, LogKeys
from audit.verify import verify
from ledger.note import Signer as Key
from tests.application.an_office import KIOSK, again, an_office, on

ORIGIN = "motcua.local/xa/28321/2026"
SEED = bytes(range(32))


@pytest.fixture
def keys(tmp_path):
    made = Key(ORIGIN, SEED)
    for name, line in (("log.key", made.private), ("log.vkey", made.vkey)):
        (tmp_path / name).write_text(f"{line}\n")
        (tmp_path / name).chmod(0o600)
    return LogKeys(tmp_path / "log.key", tmp_path / "log.vkey")


@pytest.fixture
def office(tmp_path):
    made = an_office(tmp_path / "store")
    yield made
    made.core.store.close()


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_each_log_has_a_key_of_its_own_name(keys):
    new = keys.make("motcua.local/xa/28321/2027", bytes(32))
    assert keys.signing(ORIGIN).key == keys.verifying(ORIGIN)
    assert keys.signing(new.name).key == keys.verifying(new.name) == new
    assert keys.posted() == [keys.verifying(ORIGIN), new]
    assert mode(keys.private) == mode(keys.public) == 0o600


def test_a_key_that_was_made_and_not_used_is_taken_up_again(keys):
    first = keys.make("motcua.local/xa/28321/2027", bytes(32))
    assert keys.make(first.name, SEED) == first
    assert len(keys.posted()) == 2


def test_a_destroyed_key_leaves_no_trace_in_its_file_and_none_in_the_blocks_it_had(keys):
    secret = keys.private.read_bytes().strip()
    keys.make("motcua.local/xa/28321/2027", bytes(32))
    with keys.private.open("rb") as still_open:
        keys.destroy_all_but("motcua.local/xa/28321/2027")
        still_open.seek(0)
        assert secret not in still_open.read()
    assert secret not in keys.private.read_bytes()
    with pytest.raises(KeysMissing):
        keys.signing(ORIGIN)
    keys.destroy_all_but("a log there is no key for")
    assert keys.signing("motcua.local/xa/28321/2027")


@pytest.mark.parametrize("content", ["", "not a key", "PRIVATE+KEY+x", "é"])
def test_what_is_no_key_is_missing(keys, content):
    keys.private.write_text(content)
    with pytest.raises(KeysMissing):
        keys.signing(ORIGIN)
    keys.public.write_text(content or "x")
    with pytest.raises(KeysMissing):
        keys.verifying(ORIGIN)


def test_a_key_that_is_open_to_others_is_closed_to_them(keys):
    keys.private.chmod(0o644)
    assert keys.signing(ORIGIN)
    assert mode(keys.private) == 0o600


def test_a_key_that_cannot_be_closed_to_others_signs_nothing(keys, monkeypatch):
    """A stick whose file system knows no owners shows every file as everybody's."""
    keys.private.chmod(0o644)
    monkeypatch.setattr(type(keys.private), "chmod", lambda *_: None)
    with pytest.raises(LogKeyOpen):
        keys.signing(ORIGIN)


def on_a_stick(office, tmp_path, monkeypatch):
    """The same office whose key lies elsewhere."""
    stick = tmp_path / "stick"
    stick.mkdir()
    os.replace(office.folder.log_key, stick / "log.key")
    monkeypatch.setenv("MOTCUA_LOG_KEY", str(stick / "log.key"))
    return again(office.folder.root, at=office.now()), stick


def test_without_the_stick_the_office_works_on_and_the_next_signature_catches_up(
    office, tmp_path, monkeypatch
):
    office, stick = on_a_stick(office, tmp_path, monkeypatch)
    before = office.checkpoint()
    stick.rename(tmp_path / "pulled")
    for _ in range(3):
        office.queue.issue(KIOSK, group="other")
    assert office.signer.unsigned() == office.store.last_id() - int(before.splitlines()[1])
    with pytest.raises(LogKeyAway):
        office.checkpoint()
    assert (office.folder.root / "checkpoint").read_text() == before
    office.close()
    office = again(office.folder.root, at=office.now())
    assert verify(office.folder.root).unsigned == 3
    (tmp_path / "pulled").rename(stick)
    office.checkpoint()
    assert office.signer.unsigned() == 0
    assert verify(office.folder.root).ok
    office.close()


def test_the_year_waits_for_the_stick(office, tmp_path, monkeypatch):
    office, stick = on_a_stick(office, tmp_path, monkeypatch)
    stick.rename(tmp_path / "pulled")
    on(office, "2027-01-04")
    office.queue.issue(KIOSK, group="other")
    with pytest.raises(LogKeyAway):
        turn_year(office)
    assert office.signer.log().origin == ORIGIN
    (tmp_path / "pulled").rename(stick)
    assert turn_year(office).fact.begins == "motcua.local/xa/28321/2027"
    assert "/2027+" in (stick / "log.key").read_text()
    assert "/2026+" not in (stick / "log.key").read_text()
    assert verify(office.folder.root).ok
    office.close()


def test_a_lost_stick_is_replaced_by_one_that_is_there(office, tmp_path, monkeypatch):
    office, stick = on_a_stick(office, tmp_path, monkeypatch)
    (stick / "log.key").unlink()
    office.queue.issue(KIOSK, group="other")
    assert rotate_key(office, "Rơi mất USB", lost=True).key == office.log_keys.posted()[-1]
    assert mode(stick / "log.key") == 0o600
    assert verify(office.folder.root).ok
    stick.rename(tmp_path / "pulled")
    with pytest.raises(LogKeyAway):
        rotate_key(office, "Chưa cắm USB mới", lost=True)
    office.core.store.close()
