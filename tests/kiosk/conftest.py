"""A founded office, copied for each test that wants one of its own."""

import pytest

from tests.kiosk.a_hall import founded, opened


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    return founded(tmp_path_factory.mktemp("founded") / "store")


@pytest.fixture
def office(template, tmp_path):
    made = opened(template, tmp_path / "store")
    yield made
    made.close()
