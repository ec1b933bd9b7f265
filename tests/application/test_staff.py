"""Powers are given and taken by those who manage the staff, and never by oneself."""

import pytest

from application.core import NotSignedIn
from application.envelope import OFFICE, Actor
from application.staff import OwnPowers
from domain.dossier.refusals import NotYourRole
from domain.staff import NotAppointed, OfficerAppointed, RolesChanged
from tests.application.an_office import AN, BINH, CITIZEN, HOA, KIEN, PASSWORD, PHUC, rows

NEW = OfficerAppointed(officer="ht.sua", name="Hảng Thị Sua", title="Công chức", roles=("reception",))
MORE = RolesChanged(roles=("reception", "specialist"), title="Công chức", why="Phân công lại")
STRANGER = Actor("khong.co.nguoi.nay", "leader", "desk-1")


@pytest.mark.parametrize("by", [HOA, BINH, CITIZEN])
def test_who_does_not_manage_the_staff_changes_nobody(office, by):
    before = office.core.store.last_id()
    for act in (
        lambda: office.staff.appoint(NEW, by),
        lambda: office.staff.change_roles("nd.phuc", MORE, by),
        lambda: office.staff.leave("pv.an", "Nghỉ", by),
        lambda: office.staff.set_password("nd.phuc", PASSWORD, by),
    ):
        with pytest.raises(NotYourRole):
            act()
    assert office.core.store.last_id() == before
    assert not office.core.store.vault.check_password("nd.phuc", PASSWORD)


@pytest.mark.parametrize("by", [PHUC, KIEN, OFFICE])
def test_leaders_heads_and_the_office_itself_manage_the_staff(office, by):
    office.staff.appoint(NEW, by)
    office.staff.change_roles("ht.sua", MORE, by)
    assert office.core.known().officer("ht.sua").roles == MORE.roles
    office.staff.leave("ht.sua", "Chuyển công tác", by)
    roles = "SELECT DISTINCT json_extract(state, '$.role') FROM event ORDER BY id DESC LIMIT 1"
    assert rows(office.folder.root, roles) == [(by.role,)]


def test_a_technician_manages_the_staff(office):
    office.staff.appoint(
        OfficerAppointed(officer="kt.nam", name="Kiều Nam", title="Kỹ thuật", roles=("technician",))
    )
    office.staff.appoint(NEW, Actor("kt.nam", "technician", "desk-1"))


def test_a_name_that_nobody_bears_has_no_powers_whatever_role_it_claims(office):
    with pytest.raises(NotSignedIn):
        office.staff.appoint(NEW, STRANGER)


def test_nobody_changes_their_own_powers(office):
    with pytest.raises(OwnPowers):
        office.staff.change_roles("nd.phuc", MORE, PHUC)


def test_nobody_takes_a_break_in_the_name_of_another(office):
    office.staff._open_shift("nt.hoa", "1", (), HOA)
    with pytest.raises(NotSignedIn):
        office.staff.pause(Actor("nt.hoa", "citizen", "web"), "trêu")
    assert not office.core.known().officer("nt.hoa").paused
    with pytest.raises(NotAppointed):
        office.staff.set_password("nobody", PASSWORD)
    assert AN.id in office.core.known().officers
