"""An officer signs in with a password, one at a counter, and is locked out by wrong ones in a row."""

import pytest

from application.staff import CounterTaken, LockedOut, PasswordTooShort, WrongPassword
from tests.application.an_office import PASSWORD, again


def test_five_wrong_passwords_lock_an_officer_out_until_a_new_one_is_set(office):
    office.staff.set_password("nt.hoa", PASSWORD)
    with pytest.raises(PasswordTooShort):
        office.staff.set_password("nt.hoa", "ngắn")
    for _ in range(5):
        with pytest.raises(WrongPassword):
            office.staff.sign_in("nt.hoa", "đoán mò thôi", "", "desk-1")
    with pytest.raises(LockedOut):
        office.staff.sign_in("nt.hoa", PASSWORD, "", "desk-1")
    office.staff.set_password("nt.hoa", PASSWORD)
    assert office.staff.sign_in("nt.hoa", PASSWORD, "", "desk-1").role == "reception"
    with pytest.raises(WrongPassword):
        office.staff.sign_in("nobody", PASSWORD, "", "desk-1")


def test_only_wrong_passwords_in_a_row_lock_an_officer_out(office, tmp_path):
    office.staff.set_password("nt.hoa", PASSWORD)
    for _ in range(7):
        with pytest.raises(WrongPassword):
            office.staff.sign_in("nt.hoa", "đoán mò thôi", "", "desk-1")
        office.staff.sign_in("nt.hoa", PASSWORD, "", "desk-1")
    last = office.core.store.last_id()
    office.staff.sign_in("nt.hoa", PASSWORD, "", "desk-1")
    assert office.core.store.last_id() == last, "nothing to reset, nothing to record"
    beside = again(tmp_path / "store", at=office.now())
    assert beside.core.known().officer("nt.hoa").refused_sign_ins == 0
    beside.close()


def test_one_counter_has_one_officer_and_breaks_are_seen(office):
    for officer in ("nt.hoa", "pv.an"):
        office.staff.set_password(officer, PASSWORD)
    hoa = office.staff.sign_in("nt.hoa", PASSWORD, "1", "desk-1")
    with pytest.raises(CounterTaken):
        office.staff.sign_in("pv.an", PASSWORD, "1", "desk-1")
    office.staff.pause(hoa, "ăn trưa")
    office.staff.resume(hoa)
    office.staff.sign_out(hoa)
    office.staff.sign_out(hoa)
    assert office.staff.sign_in("pv.an", PASSWORD, "1", "desk-1").id == "pv.an"
