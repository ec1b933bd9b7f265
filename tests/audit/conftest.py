"""A clean store written by hand through the ledger, and a copy of it for whoever meddles."""

import shutil

import pytest

from tests.audit.a_store import a_store
from tests.audit.meddling import EVENTS


@pytest.fixture(scope="package")
def clean(tmp_path_factory):
    return a_store(tmp_path_factory.mktemp("clean") / "store", EVENTS)


@pytest.fixture
def store(clean, tmp_path):
    shutil.copytree(clean, tmp_path / "store")
    return tmp_path / "store"
