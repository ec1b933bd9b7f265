"""An office is founded whole, or nothing of it is left and founding can be tried again."""

import msgspec
import pytest

from application import founding
from application.clock import SeededChance, SetClock
from application.data import load_unit
from application.faults import StoreExists
from application.office import Office
from domain.fact import Refused
from domain.office import AgencyMalformed
from tests.application.an_office import MORNING, a_founding


def of_a_wrong_agency(unit):
    return msgspec.structs.replace(load_unit(unit), agency="no agency")


def test_a_refused_agency_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(founding, "load_unit", of_a_wrong_agency)
    with pytest.raises(AgencyMalformed):
        a_founding(tmp_path / "deep" / "store")
    assert not (tmp_path / "deep" / "store").exists()
    monkeypatch.undo()
    a_founding(tmp_path / "deep" / "store").close()


def test_an_office_is_not_made_for_a_first_event_that_would_be_refused(tmp_path):
    file = of_a_wrong_agency("tan-phuoc-1")
    opened = founding._opened(file, simulated=True)
    with pytest.raises(AgencyMalformed):
        Office.found(tmp_path / "store", opened, clock=SetClock(MORNING), chance=SeededChance(1))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [Refused, KeyboardInterrupt])
def test_a_founding_that_fails_half_way_leaves_what_was_there_before(tmp_path, monkeypatch, error):
    def refuses(*_):
        raise error

    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "notes.txt").write_text("mine")
    monkeypatch.setattr(founding, "register_device", refuses)
    with pytest.raises(error):
        a_founding(tmp_path / "store")
    assert [path.name for path in (tmp_path / "store").rglob("*")] == ["notes.txt"]
    monkeypatch.undo()
    a_founding(tmp_path / "store").close()


def test_keys_that_lie_elsewhere_are_removed_with_the_rest(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_KEYS", str(tmp_path / "keys"))
    monkeypatch.setattr(founding, "load_unit", of_a_wrong_agency)
    with pytest.raises(AgencyMalformed):
        a_founding(tmp_path / "store")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kept", ["office.db", "vault.db", "keys/log.key", "keys/log.vkey"])
def test_where_an_office_left_something_nothing_is_made_and_nothing_removed(tmp_path, kept):
    (tmp_path / "keys").mkdir()
    (tmp_path / kept).write_bytes(b"of another office")
    with pytest.raises(StoreExists):
        a_founding(tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / kept]
