"""A credential is shown once, opens the office for one device, and can be taken back; sessions end by themselves."""

from hashlib import sha256

import pytest

from application.clock import SeededChance
from application.devices import CredentialRefused
from application.envelope import Actor
from application.remote.sessions import SessionOver, Sessions
from domain.device import AlreadyEnrolled, NotEnrolled
from domain.dossier.refusals import NotYourRole
from domain.staff import OfficerAppointed
from tests.application.an_office import HOA, KIOSK, again, rows


def test_a_device_is_told_by_its_credential(office):
    credential = office.devices.enroll("kiosk-7", "kiosk", "Sảnh chính")

    told = office.devices.told_by(credential)

    assert (told.device, told.kind, told.place) == ("kiosk-7", "kiosk", "Sảnh chính")
    assert credential.startswith("kiosk-7.")
    assert len(credential.partition(".")[2]) == 64


def test_the_log_keeps_only_the_hash_of_a_credential(office):
    credential = office.devices.enroll("kiosk-7", "kiosk")
    secret = credential.partition(".")[2].encode()

    kept = b"".join(row[0] for row in rows(office.folder.root, "SELECT state FROM event"))

    assert secret not in kept
    assert sha256(credential.encode()).hexdigest().encode() in kept


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "kiosk-7",
        "kiosk-7.",
        "kiosk-7.00",
        "kiosk-8.00",
        ".",
        "kiosk-1.00",
        "kiosk-7.\ud800",
        "\ud800.7",
        "nhân.00",
    ],
)
def test_anything_else_opens_nothing_and_is_told_nothing(office, wrong):
    office.devices.enroll("kiosk-7", "kiosk")
    with pytest.raises(CredentialRefused) as refused:
        office.devices.told_by(wrong)
    assert refused.value.blanks == {}


def test_a_revoked_credential_opens_nothing_in_any_process(office, tmp_path):
    credential = office.devices.enroll("kiosk-7", "kiosk")
    other = again(tmp_path / "store")
    assert other.devices.told_by(credential).device == "kiosk-7"

    office.devices.revoke("kiosk-7", "Máy bị lấy cắp")

    for each in (office, other):
        with pytest.raises(CredentialRefused):
            each.devices.told_by(credential)
    other.close()


def test_a_new_credential_after_the_old_one_was_taken_back(office):
    old = office.devices.enroll("kiosk-7", "kiosk")
    with pytest.raises(AlreadyEnrolled):
        office.devices.enroll("kiosk-7", "kiosk")
    office.devices.revoke("kiosk-7", "Đổi máy")

    new = office.devices.enroll("kiosk-7", "kiosk")

    assert office.devices.told_by(new).device == "kiosk-7"
    with pytest.raises(CredentialRefused):
        office.devices.told_by(old)


def test_a_device_that_was_registered_when_the_office_was_founded_can_be_enrolled(office):
    before = office.core.known().office.devices
    office.devices.enroll("kiosk-1", "kiosk")
    assert office.core.known().office.devices == before
    assert [each.device for each in office.devices.list()] == ["kiosk-1"]


def test_a_device_that_nobody_knew_is_registered_with_its_credential(office):
    office.devices.enroll("board-1", "board", "Sảnh")
    assert "board-1" in {each.device for each in office.core.known().office.devices}


def test_devices_that_hold_nothing_any_more_stay_in_the_list(office):
    office.devices.enroll("desk-11", "desk")
    office.devices.revoke("desk-11", "Hỏng")
    assert [(each.device, each.digest) for each in office.devices.list()] == [("desk-11", "")]


def test_only_the_technician_and_the_office_itself_give_and_take_credentials(office):
    fact = OfficerAppointed(officer="kt.vien", name="Lê Kỹ Thuật", title="Kỹ thuật", roles=("technician",))
    office.staff.appoint(fact)
    technician = Actor("kt.vien", "technician", "server")

    office.devices.enroll("kiosk-7", "kiosk", by=technician)
    for stranger in (HOA, KIOSK):
        with pytest.raises(NotYourRole):
            office.devices.enroll("kiosk-8", "kiosk", by=stranger)
        with pytest.raises(NotYourRole):
            office.devices.revoke("kiosk-7", "vì thích", by=stranger)
    with pytest.raises(NotEnrolled):
        office.devices.revoke("kiosk-8", "Hỏng", by=technician)
    office.devices.revoke("kiosk-7", "Hỏng", by=technician)


# Sessions


class Hours:
    def __init__(self):
        self.at = 0.0

    def __call__(self):
        return self.at


def test_a_token_is_its_officers_at_the_device_where_it_was_given():
    sessions = Sessions(SeededChance(1))
    token = sessions.begin(HOA)

    assert sessions.whose(token, HOA.device) == HOA
    for wrong in (("", HOA.device), (token, "desk-9"), ("ff" * 32, HOA.device)):
        with pytest.raises(SessionOver):
            sessions.whose(*wrong)


def test_a_session_lasts_while_somebody_works_and_not_longer():
    hours = Hours()
    sessions = Sessions(SeededChance(1), hours, idle=12 * 3600)
    token = sessions.begin(HOA)
    for _ in range(5):
        hours.at += 11 * 3600
        assert sessions.whose(token, HOA.device) == HOA
    hours.at += 12 * 3600 + 1
    with pytest.raises(SessionOver):
        sessions.whose(token, HOA.device)


def test_what_has_ended_is_forgotten():
    hours = Hours()
    sessions = Sessions(SeededChance(1), hours, idle=60)
    token = sessions.begin(HOA)
    sessions.end(token)
    with pytest.raises(SessionOver):
        sessions.whose(token, HOA.device)
    for _ in range(3):
        hours.at += 61
        sessions.begin(HOA)
    assert len(sessions.open) == 1
