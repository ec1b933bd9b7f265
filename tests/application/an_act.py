"""Acts tried in a real office: a refused one leaves nothing behind, neither in the log nor in a series of numbers."""

from contextlib import contextmanager

import msgspec
import pytest

from projections.status import read_state
from tests.application.an_office import AN, HOA, KIEN, PHUC, THU, Actor, intake, rows

LAND = "1.013979"
"""Ten working days; the time for the money is not counted."""
WEDDING = "1.000593"
"""Five working days."""
THAO = Actor("dm.thao", "leader", "desk-7")
INSPECTOR = Actor("lq.thanh", "inspector", "desk-9")
NUMBERS = "SELECT series, ordinal FROM taken_number ORDER BY 1, 2"


def state_of(office, dossier):
    return read_state(rows(office.folder.root, "SELECT state FROM dossier WHERE stream = ?", dossier)[0][0])


def topics(office, dossier):
    return [line.topic for line in office.dossiers.history(dossier)]


@contextmanager
def refused(office, refusal, article=None):
    """What is inside is refused under that article, and the office is as it was before."""
    last, numbers = office.core.store.last_id(), rows(office.folder.root, NUMBERS)
    with pytest.raises(refusal) as raised:
        yield
    if article is not None:
        assert raised.value.article == article
    assert office.core.store.last_id() == last
    assert rows(office.folder.root, NUMBERS) == numbers


def in_land(office, procedure=LAND, **changed):
    """A dossier of land in the hands of the land officer."""
    dossier = office.dossiers.accept(intake(office, procedure, **changed), AN).id
    office.dossiers.forward(dossier, "land", AN)
    office.dossiers.assign(dossier, THU.id, PHUC)
    return dossier


def signed(office, procedure=WEDDING, **changed):
    """A dossier whose result is signed and lies at the one-stop unit, with its citizen told."""
    dossier = in_land(office, procedure, **changed)
    office.dossiers.draft_result(dossier, "Giấy chứng nhận", THU)
    office.dossiers.sign_result(dossier, PHUC)
    office.dossiers.make_ready(dossier, HOA)
    office.dossiers.notify(dossier, "result_ready", "sms", HOA)
    return dossier


def returned(office, **changed):
    dossier = signed(office, **changed)
    office.dossiers.return_result(dossier, HOA)
    return dossier


def with_pause(office, procedure, *pauses):
    """The catalogue says from today on what the law of this procedure does not count."""
    now = office.catalogue.procedure(procedure)
    office.catalogue.take_in([msgspec.structs.replace(now, pauses=pauses)], KIEN)
