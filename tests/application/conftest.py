"""An office of its own for each test, what is done there most, and a folder that no disk slows down, for crowds."""

import pytest

from application.appointments import Appointments
from tests.application.an_act import in_land
from tests.application.an_office import AN, HOA, an_office, at_counter


@pytest.fixture
def folder(in_memory):
    """For crowds: there the disk's pace is not what is tested."""
    return in_memory


@pytest.fixture
def office(tmp_path):
    """An office on its first morning, in `tmp_path / "store"`."""
    made = an_office(tmp_path / "store")
    yield made
    made.close()


@pytest.fixture
def signed_office(tmp_path):
    """An office that signed once and signs nothing when it closes: by then somebody may have meddled with it."""
    made = an_office(tmp_path / "store")
    made.checkpoint()
    yield made
    made.close(sign=False)


@pytest.fixture
def queue(office):
    return office.queue


@pytest.fixture
def dossiers(office):
    return office.dossiers


@pytest.fixture
def dossier(office):
    return in_land(office)


@pytest.fixture
def book_of(office):
    return Appointments(office.core, office.queue)


@pytest.fixture
def open_hall(office):
    """Hoa sits at counter 1 and An at counter 2."""
    at_counter(office, "1", HOA)
    at_counter(office, "2", AN)
