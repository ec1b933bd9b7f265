"""What is about a person is nowhere in clear, opens nowhere but in its place, and is gone when its key is."""

import os
import shutil
import stat
from uuid import UUID

import msgspec
import pytest

from application.envelope import Place
from application.faults import KeysMissing, StoreDamaged
from application.office import Office
from application.vault import PersonErased
from audit.verify import verify
from tests.application.an_office import (
    BINH,
    HOA,
    MORNING,
    PHUC,
    again,
    an_office,
    as_owner,
    in_process,
    intake,
    rows,
)

CANARIES = {
    "applicant": "Chim Hoàng Yến",
    "personal_id": "099888777666",
    "phone": "0988777666",
    "address": "Hẻm Chim Hót",
    "email": "hoangyen@chim.vn",
}
REASON = "Con thứ ba của chị Yến chưa có giấy chứng sinh"


def a_full_life(office):
    dossier = office.dossiers.accept(intake(office, **CANARIES), HOA).id
    office.dossiers.forward(dossier, "justice", HOA)
    office.dossiers.assign(dossier, "vq.binh", PHUC)
    office.dossiers.ask_supplement(dossier, ["Giấy chứng sinh"], REASON, "NĐ 61/2018 Điều 19(4)", HOA)
    office.dossiers.hand_in(dossier, [("Giấy chứng sinh", 1, 0)], HOA)
    office.dossiers.complete_supplement(dossier, HOA)
    office.dossiers.draft_result(dossier, "Giấy khai sinh", BINH)
    office.dossiers.sign_result(dossier, PHUC)
    office.dossiers.make_ready(dossier, HOA)
    office.dossiers.return_result(dossier, HOA, checked="authorised", recipient="Chim Sẻ Con")
    return dossier


def test_nothing_personal_stands_in_the_bytes_of_any_file(office):
    a_full_life(office)
    office.digests()  # the views that follow are folded too
    office.checkpoint()
    wanted = [*CANARIES.values(), REASON, "Chim Sẻ Con"]
    needles = [form for text in wanted for form in (text.encode(), msgspec.json.encode(text)[1:-1])]
    seen = set()
    for file in office.folder.root.rglob("*"):
        if file.is_file():
            seen.add(file.name)
            content = file.read_bytes()
            assert not [needle for needle in needles if needle in content], file
    assert {"office.db", "office.db-wal", "views.db", "vault.db", "checkpoint", "signer.json"} <= seen


def test_those_who_may_read_do_read(office):
    file = office.dossiers.open(a_full_life(office), HOA, "return")
    assert file.applicant.name == CANARIES["applicant"]
    assert file.applicant.personal_id == CANARIES["personal_id"]
    assert ("processing.supplement_requested", REASON) in file.reasons


def test_a_box_in_another_place_does_not_open(office):
    """Two encrypted decisions exchanged by plain SQL must not exchange the persons."""
    vault = office.core.store.vault
    place = Place("28321", UUID(int=7), 1, "dossier.accepted")
    box = vault.seal(place, b"An")
    assert vault.unseal(place, box) == b"An"
    for other in (
        Place("28322", UUID(int=7), 1, "dossier.accepted"),
        Place("28321", UUID(int=7), 2, "dossier.accepted"),
        Place("28321", UUID(int=7), 1, "dossier.refused"),
    ):
        with pytest.raises(StoreDamaged):
            vault.unseal(other, box)
    assert vault.unseal(Place("28321", UUID(int=8), 1, "dossier.accepted"), box) is None


def test_boxes_exchanged_in_the_database_are_noticed(office):
    first, second = (
        office.dossiers.accept(intake(office, applicant=name), HOA).id for name in ("An", "Bình")
    )
    state = {}
    for dossier in (first, second):
        [(state[dossier],)] = rows(
            office.folder.root,
            "SELECT state FROM event WHERE stream = ? AND version = 1",
            bytes.fromhex(dossier),
        )
    lines = {dossier: msgspec.json.decode(state[dossier]) for dossier in state}
    swapped = state[first].replace(lines[first]["sealed"].encode(), lines[second]["sealed"].encode())
    as_owner(
        office.folder.root,
        f"UPDATE event SET state = x'{swapped.hex()}' WHERE stream = x'{first}' AND version = 1",
    )
    with pytest.raises(StoreDamaged):
        office.dossiers.receipt(first, HOA)
    as_owner(
        office.folder.root,
        f"UPDATE event SET state = x'{state[first].hex()}' WHERE stream = x'{first}' AND version = 1",
    )
    assert office.dossiers.receipt(first, HOA).applicant == "An"


def test_destroying_a_key_erases_the_person_and_nothing_else(office):
    dossier, other = a_full_life(office), in_process(office)
    digests, note = office.digests(), office.checkpoint()
    assert office.core.store.vault.destroy_key(UUID(hex=dossier))
    assert not office.core.store.vault.destroy_key(UUID(hex=dossier)), "there is nothing left to destroy"
    page = office.lookup.by_secret(office.core.secrets.link(UUID(hex=dossier), "dossier"))
    assert (page.applicant, page.personal_id, page.reason) == ("", "", "")
    assert page.progress == "returned"
    assert office.checkpoint() == note
    assert office.digests() == digests
    receipt = office.dossiers.receipt(dossier, HOA)
    assert (receipt.applicant, receipt.papers) == ("", ())
    assert receipt.code.startswith("H20.321-")
    assert office.dossiers.receipt(other, HOA).applicant == "Nguyễn Văn Ẩn Danh"
    assert verify(office.folder.root).ok


def test_a_destroyed_key_is_gone_from_the_bytes_of_the_vault(office):
    dossier = in_process(office)
    [(wrapped,)] = office.core.store.vault.connection.execute("SELECT wrapped FROM key").fetchall()
    assert office.core.store.vault.destroy_key(UUID(hex=dossier))
    for file in office.folder.root.glob("vault.db*"):
        assert wrapped not in file.read_bytes()


def test_an_erased_person_stays_erased_for_other_processes_and_for_later_acts(office):
    dossier = in_process(office)
    beside = again(office.folder.root)
    assert beside.dossiers.receipt(dossier, HOA).applicant == "Nguyễn Văn Ẩn Danh"
    office.core.store.vault.destroy_key(UUID(hex=dossier))
    assert beside.dossiers.receipt(dossier, HOA).applicant == ""
    for each in (office, beside):
        with pytest.raises(PersonErased):
            each.dossiers.ask_supplement(dossier, ["Giấy chứng sinh"], "thiếu", "NĐ 61/2018", HOA)
        assert each.dossiers.receipt(dossier, HOA).applicant == ""
    with pytest.raises(PersonErased):
        office.dossiers.draft_result(dossier, "Giấy khai sinh của An", BINH)
    office.dossiers.draft_result(dossier, "", BINH)  # what names nobody still can be written
    beside.close()


def test_a_key_made_for_work_that_was_undone_is_undone_too(office):
    with pytest.raises(ZeroDivisionError), office.core.store.together():  # noqa: PT012
        office.dossiers.accept(intake(office), HOA)
        raise ZeroDivisionError
    assert office.core.store.vault.connection.execute("SELECT count(*) FROM key").fetchone() == (0,)
    assert office.dossiers.receipt(in_process(office), HOA).applicant == "Nguyễn Văn Ẩn Danh"


@pytest.mark.parametrize("name", ["keys/office.kek", "keys/lookup.key", "vault.db"])
def test_without_its_keys_an_office_does_not_open(office, tmp_path, name):
    in_process(office)
    office.checkpoint()
    shutil.copytree(office.folder.root, tmp_path / "copy")
    (tmp_path / "copy" / name).unlink()
    with pytest.raises(KeysMissing) as raised:
        Office.at(tmp_path / "copy")
    assert name.split("/")[-1] in str(raised.value.blanks["path"])


def test_with_the_key_of_another_office_nothing_opens(office, tmp_path):
    dossier = in_process(office)
    other = an_office(tmp_path / "other", seed=2)
    other.close()
    shutil.copytree(office.folder.root, tmp_path / "copy")
    (tmp_path / "copy" / "keys" / "office.kek").write_bytes(
        (tmp_path / "other" / "keys" / "office.kek").read_bytes()
    )
    copy = again(tmp_path / "copy", at=MORNING)
    with pytest.raises(KeysMissing):
        copy.dossiers.receipt(dossier, HOA)
    copy.close()


def test_without_the_key_of_the_log_nothing_is_signed(office, tmp_path):
    in_process(office)
    shutil.copytree(office.folder.root, tmp_path / "copy")
    for content in (b"", b"not a key\n", None):
        file = tmp_path / "copy" / "keys" / "log.key"
        file.unlink()
        if content is not None:
            file.write_bytes(content)
        copy = again(tmp_path / "copy")
        with pytest.raises(KeysMissing):
            copy.checkpoint()
        copy.core.store.close()


def test_keys_are_for_their_owner_alone(office):
    for name in ("office.kek", "lookup.key", "log.key"):
        assert (office.folder.keys / name).stat().st_mode & 0o077 == 0
    assert office.folder.keys.stat().st_mode & 0o077 == 0


def test_passwords_are_kept_as_hashes_outside_the_log(office):
    office.staff.set_password("nt.hoa", "hoa phượng đỏ 1978")
    for file in office.folder.root.rglob("*"):
        if file.is_file():
            assert "hoa phượng đỏ".encode() not in file.read_bytes()
    [(stored,)] = office.core.store.vault.connection.execute("SELECT hash FROM credential").fetchall()
    assert stored.startswith("$argon2id$")
    assert b"argon2" not in office.folder.database.read_bytes()


def test_every_file_of_an_office_is_for_its_owner_alone(tmp_path):
    """Password hashes and wrapped keys are nothing for the other users of the machine."""
    made_before = tmp_path / "there"
    made_before.mkdir(mode=0o755)
    for root in (tmp_path / "store", made_before):
        office = an_office(root)
        office.dossiers.accept(intake(office), HOA)
        office.digests()
        office.checkpoint()
        modes = {path.name: stat.S_IMODE(os.stat(path).st_mode) for path in root.rglob("*")}
        assert {"vault.db", "vault.db-wal", "office.db-shm", "views.db-wal", "signer.lock"} <= modes.keys()
        assert {name: mode for name, mode in modes.items() if mode & 0o077} == {}
        assert stat.S_IMODE(os.stat(root).st_mode) == 0o700
        office.close()
