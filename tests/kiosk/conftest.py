"""Offices for a kiosk and a board, copied for each test that wants one of its own, and a kiosk that can be cut off."""

import pytest

from tests.application.an_office import AN, HOA, an_office, at_counter
from tests.kiosk.a_hall import founded, opened
from tests.kiosk.an_outage import Cable, a_kiosk
from tests.web.over_the_network import until


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    return founded(tmp_path_factory.mktemp("founded") / "store")


@pytest.fixture
def office(template, tmp_path):
    """An office at twelve past eight."""
    made = opened(template, tmp_path / "store")
    yield made
    made.close()


@pytest.fixture
def early_office(in_memory):
    """An office at eight sharp."""
    made = an_office(in_memory / "store")
    yield made
    made.close()


@pytest.fixture
def staffed_office(early_office):
    """Hoa sits at counter 1 and An at counter 2."""
    at_counter(early_office, "1", HOA)
    at_counter(early_office, "2", AN)
    return early_office


@pytest.fixture
def officer(office):
    """Somebody sits at counter 1."""
    at_counter(office, "1", HOA)
    return HOA


@pytest.fixture
def cable(office):
    """Taken away only when every call is back, also those that nobody waits for any more."""
    made = Cable(office)
    yield made
    made.hanging.set()
    assert until(lambda: not made.under_way)


@pytest.fixture
def kiosk(cable, in_memory):
    """Kept at the other end of the cable, with numbers of its own."""
    made = a_kiosk(cable, in_memory / "kiosk-1")
    made.tend()
    yield made
    made.close()
