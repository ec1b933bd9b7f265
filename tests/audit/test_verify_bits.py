"""Any single bit of what a store says is found, and the event or the file is named."""

import random

import pytest

from audit.export import export_tiles
from audit.verify import verify
from tests.application.an_office import an_office
from tests.audit.a_store import SIGNER, a_store
from tests.audit.meddling import bit_flipped
from tests.audit.mutating import missed


def with_a_head_over_its_tiles(store):
    (store / "tiles" / "checkpoint").write_bytes((store / "checkpoint").read_bytes())
    return store


def test_any_single_bit_of_a_store_is_found_and_named(tmp_path):
    store = with_a_head_over_its_tiles(a_store(tmp_path / "store", 40))
    assert missed(store, 200, random.Random(20261122), SIGNER.vkey) == []


@pytest.mark.long
def test_ten_thousand_single_bits_of_a_real_office_are_found_and_named(tmp_path):
    office = an_office(tmp_path / "store")
    export_tiles(office)
    vkey = office.folder.log_vkey.read_text()
    office.close()
    assert missed(tmp_path / "store", 10_000, random.Random(20261125), vkey) == []


def test_any_single_bit_of_the_checkpoint_is_found(store):
    chance = random.Random(1)
    pristine = (store / "checkpoint").read_bytes()
    for _ in range(100):
        (store / "checkpoint").write_bytes(bit_flipped(pristine, chance))
        assert not verify(store).ok
    (store / "checkpoint").write_bytes(pristine)
    assert verify(store).ok
