"""Tiles hold exactly what their path promises, and lead back to the signed root or are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ledger import tiles
from ledger.fault import MalformedTile
from ledger.leaf import leaf_hash
from ledger.tiles import Tile
from ledger.tree import Tree

ENTRIES = [b"entry %d" % number * (number % 3) for number in range(700)]
TREE = Tree(leaf_hash(entry) for entry in ENTRIES)


def entries(first, last):
    return ENTRIES[first:last]


def as_the_specification_says(size):
    """For every level, floor(size / 256**level) hashes: full tiles, and a partial one if any are left."""
    found, level = set(), 0
    while hashes := size // 256**level:
        found |= {Tile(level, number) for number in range(hashes // 256)}
        found |= {Tile(level, hashes // 256, hashes % 256)} if hashes % 256 else set()
        level += 1
    return found


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(2, 0, 1), "tile/2/000.p/1"),
        (Tile(tiles.ENTRIES, 5), "tile/entries/005"),
        (Tile(tiles.ENTRIES, 1000, 17), "tile/entries/x001/000.p/17"),
    ],
)
def test_a_path_is_written_as_in_the_specification(tile, path):
    assert tile.path == path


@given(some.integers(0, 200_000))
def test_the_tiles_of_a_size_are_those_of_the_specification(size):
    found = list(tiles.tiles_for(size))
    assert set(found) == as_the_specification_says(size)
    assert len(found) == len(set(found))


@given(some.integers(0, 70_000), some.integers(0, 70_000))
def test_what_is_new_since_a_size_is_what_that_size_did_not_have(one, other):
    old, new = sorted((one, other))
    assert set(tiles.tiles_for(new, old)) == as_the_specification_says(new) - as_the_specification_says(old)


def test_seventy_thousand_leaves_need_the_tiles_of_the_example():
    found = [tile for tile in tiles.tiles_for(70_000) if tile != Tile(0, tile.number)]
    assert found == [Tile(0, 273, 112), Tile(1, 0), Tile(1, 1, 17), Tile(2, 0, 1)]


def test_a_full_tile_is_8192_bytes_and_a_size_of_256_has_one_above_it():
    files = dict(tiles.export(TREE, entries, 256))
    assert len(files["tile/0/000"]) == 8192
    assert files["tile/1/000.p/1"] == TREE.root(256)


@given(some.integers(0, 700))
def test_an_exported_folder_leads_back_to_the_root(size):
    files = dict(tiles.export(TREE, entries, size))
    assert tiles.root_of(files.get, size) == TREE.root(size)
    assert list(tiles.entries_in(files.get, size)) == ENTRIES[:size]


@given(some.lists(some.integers(0, 700), min_size=1, max_size=4))
def test_a_folder_exported_step_by_step_serves_every_size_on_the_way(steps):
    files, since = {}, 0
    for size in sorted(steps):
        files |= dict(tiles.export(TREE, entries, size, since))
        since = size
    for size in steps:
        assert tiles.root_of(files.get, size) == TREE.root(size)


def test_the_full_tile_stands_for_a_partial_one_that_is_no_longer_kept():
    files = {path: octets for path, octets in tiles.export(TREE, entries, 700) if ".p/" not in path}
    assert list(tiles.entries_in(files.get, 300 - 44)) == ENTRIES[:256]
    assert list(tiles.entries_in(files.get, 100)) == ENTRIES[:100]
    assert tiles.hashes_in(files.get, Tile(0, 1, 3)) == [leaf_hash(entry) for entry in ENTRIES[256:259]]


@given(some.integers(0, 2**32), some.integers(0, 7))
def test_any_flipped_bit_in_a_folder_is_found(at, bit):
    files = dict(tiles.export(TREE, entries, 300))
    path = sorted(files)[at % len(files)]
    changed = bytearray(files[path])
    changed[at // len(files) % len(changed)] ^= 1 << bit
    files[path] = bytes(changed)
    with pytest.raises(MalformedTile):
        tiles.root_of(files.get, 300)


@pytest.mark.parametrize(
    "change", [lambda octets: octets[:-1], lambda octets: octets + b"\0", lambda octets: b""]
)
@pytest.mark.parametrize(
    "path", ["tile/0/000", "tile/entries/000", "tile/entries/001.p/44", "tile/1/000.p/1"]
)
def test_a_file_of_another_length_than_its_path_promises_is_refused(path, change):
    files = dict(tiles.export(TREE, entries, 300))
    files[path] = change(files[path])
    with pytest.raises(MalformedTile):
        tiles.root_of(files.get, 300)


def test_a_missing_file_is_named():
    with pytest.raises(MalformedTile, match=r"tile/entries/000\.p/3 is missing"):
        list(tiles.entries_in({}.get, 3))


@given(some.lists(some.binary(max_size=40), max_size=20))
def test_a_bundle_read_again_is_the_same(some_entries):
    assert tiles.unbundle(tiles.bundle(some_entries), len(some_entries)) == some_entries


def test_an_entry_too_long_for_a_bundle_is_refused():
    assert tiles.unbundle(tiles.bundle([bytes(65535)]), 1) == [bytes(65535)]
    with pytest.raises(MalformedTile):
        tiles.bundle([bytes(65536)])
