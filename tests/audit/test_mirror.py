"""A mirror is the whole log as files: replayed without a database, and no bit of it can change unseen."""

import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.faults import Fault
from application.signer import LogContradicted
from audit.export import TilesOfAnotherLog
from audit.mirror import (
    MirrorDamaged,
    MirrorSource,
    NotAMirror,
    events_path,
    packed,
    unpacked,
)
from audit.mirroring import NothingSigned, write_mirror
from audit.replay import replay
from audit.sources import Line, checked, of_office, size_at, store_at
from ledger.note import Signer
from ledger.tiles import bundles_for, tiles_for
from tests.audit import a_store as by_hand
from tests.audit.a_small_office import a_small_office
from tests.audit.some_days import mirrored


def files_of(root):
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """An office with more events than a bundle holds, and its mirror, made when it was small and brought up since."""
    root = tmp_path_factory.mktemp("kept")
    with a_small_office(root / "store") as small:
        small.days_of_work()
        small.first = mirrored(small.office, root / "mirror")
        small.before = files_of(root / "mirror")
        with small.office.store.together():
            for _ in range(230):
                small.ticket()
        small.second = mirrored(small.office, root / "mirror")
        small.mirror = root / "mirror"
        yield small


def test_the_lines_of_a_mirror_are_those_of_the_store(kept):
    source, mirror = of_office(kept.office), MirrorSource(kept.mirror)
    last = source.last()
    assert mirror.last() == last > 256
    for after, until in ((0, last), (0, 1), (255, 257), (last - 1, last), (10, 10)):
        assert list(mirror.lines(after, until)) == list(source.lines(after, until))
        assert list(mirror.leaves(after, until)) == list(source.leaves(after, until))
    assert [line.id for line in mirror.of_topic("ticket.issued")] == [
        line.id for line in source.of_topic("ticket.issued")
    ]


def test_an_office_is_replayed_from_its_mirror_as_from_its_store(kept):
    for size in (1, 40, 256, 257, of_office(kept.office).last()):
        with replay(kept.office, size=size) as here, replay(MirrorSource(kept.mirror), size=size) as there:
            assert there.summary() == here.summary()


def test_a_moment_is_found_by_its_hour_as_in_the_store(kept):
    source, mirror = of_office(kept.office), MirrorSource(kept.mirror)
    for event in range(1, source.last(), 13):
        at = source.recorded_at(event)
        assert size_at(mirror, at) == size_at(source, at)


def test_a_mirror_only_grows(kept):
    now = files_of(kept.mirror)
    assert kept.first.written == len(kept.before) - 3, (
        "the list, the keys and the head are brought up each time"
    )
    heads = {"mirror.json", "log.vkey", "1/checkpoint"}
    assert {path: now[path] for path in kept.before if path not in heads} == {
        path: octets for path, octets in kept.before.items() if path not in heads
    }
    assert mirrored(kept.office, kept.mirror).written == 0


def test_a_mirror_is_for_its_owner_alone(kept):
    assert {path.stat().st_mode & 0o077 for path in kept.mirror.rglob("*") if path.is_file()} == {0}


def test_a_mirror_of_an_older_head_is_whole_in_itself(kept, tmp_path):
    for path, octets in kept.before.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(octets)
    mirror = MirrorSource(tmp_path)
    assert mirror.last() == kept.first.events
    with replay(mirror) as moment:
        assert (moment.tree.covered_by, moment.tree.contradicted) == (kept.first.events, False)


def read_whole(root):
    """Everything that a replay reads of a mirror, checked as a replay checks it."""
    mirror = MirrorSource(root)
    return sum(1 for _ in checked(mirror, 0, mirror.last()))


def used(size):
    """The files of a mirror of one log of `size`; partial tiles of earlier sizes are no longer read."""
    bundles = list(bundles_for(size))
    tiles = [tile.path for tile in (*bundles, *tiles_for(size))]
    return ["mirror.json", "log.vkey"] + [
        f"1/{path}" for path in ("checkpoint", *tiles, *map(events_path, bundles))
    ]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_bit_of_a_mirror_can_change_unseen(kept, data):
    path = kept.mirror / data.draw(st.sampled_from(used(kept.second.events)))
    octets = path.read_bytes()
    place = data.draw(st.integers(0, len(octets.rstrip()) * 8 - 1))
    flipped = bytearray(octets)
    flipped[place // 8] ^= 1 << place % 8
    path.write_bytes(flipped)
    try:
        with pytest.raises(Fault):
            read_whole(kept.mirror)
    finally:
        path.write_bytes(octets)


@given(content=st.binary(max_size=300))
def test_whatever_stands_in_a_file_of_events_has_an_answer(content):
    try:
        lines = list(unpacked(content))
    except ValueError:
        return
    assert b"".join(map(packed, lines)) == content


@pytest.mark.parametrize(
    "name", ["1/checkpoint", "1/tile/0/000", "1/tile/entries/000", "1/event/000", "log.vkey"]
)
def test_a_file_that_is_missing_is_named(kept, tmp_path, name):
    shutil.copytree(kept.mirror, tmp_path / "mirror")
    (tmp_path / "mirror" / name).unlink()
    with pytest.raises(MirrorDamaged) as found:
        read_whole(tmp_path / "mirror")
    assert name.rpartition("/")[2] in str(found.value.blanks["path"])


def test_a_folder_without_a_mirror_is_none(tmp_path):
    with pytest.raises(NotAMirror):
        MirrorSource(tmp_path)
    (tmp_path / "mirror.json").write_text(json.dumps({"format": "another", "logs": [], "unit": "28321"}))
    with pytest.raises(NotAMirror):
        MirrorSource(tmp_path)


def test_a_key_from_elsewhere_is_what_counts(kept):
    vkey = kept.office.folder.log_vkey.read_text()
    assert MirrorSource(kept.mirror, vkey).last() == kept.second.events
    stranger = Signer(of_office(kept.office).logs[0].origin, bytes(32)).vkey
    with pytest.raises(MirrorDamaged):
        MirrorSource(kept.mirror, stranger)


def test_another_log_never_enters_a_mirror(kept, tmp_path):
    shutil.copytree(kept.mirror, tmp_path / "mirror")
    by_hand.a_store(tmp_path / "other", 20)
    with store_at(tmp_path / "other") as source, pytest.raises(TilesOfAnotherLog):
        write_mirror(source, tmp_path / "mirror")


def test_a_log_with_another_past_never_enters_a_mirror(tmp_path):
    by_hand.a_store(tmp_path / "store", 300)
    with store_at(tmp_path / "store") as source:
        write_mirror(source, tmp_path / "mirror")
    with by_hand.tampering(tmp_path / "store") as rows:
        opening = by_hand.opening_of(7, by_hand.state_of(7, actor="x"))
        rows.execute("UPDATE event SET state = ? WHERE id = 7", (opening.state,))
        rows.execute("UPDATE leaf SET commitment = ? WHERE id = 7", (opening.commitment,))
    by_hand.sign(tmp_path / "store", 300)
    with store_at(tmp_path / "store") as source, pytest.raises(LogContradicted):
        write_mirror(source, tmp_path / "mirror")


def test_rows_that_do_not_lead_to_the_signed_head_are_not_mirrored(tmp_path):
    by_hand.a_store(tmp_path / "store", 30)
    with by_hand.tampering(tmp_path / "store") as rows:
        rows.execute("UPDATE leaf SET commitment = zeroblob(32) WHERE id = 7")
    with store_at(tmp_path / "store") as source, pytest.raises(LogContradicted):
        write_mirror(source, tmp_path / "mirror")


def test_what_nobody_signed_is_not_mirrored(tmp_path):
    by_hand.a_store(tmp_path / "store", 30)
    (tmp_path / "store" / "checkpoint").unlink()
    with store_at(tmp_path / "store") as source, pytest.raises(NothingSigned):
        write_mirror(source, tmp_path / "mirror")
    assert not (tmp_path / "mirror").exists()


def two_logs(folder):
    """A store whose first log was closed after 270 events and whose second has 40."""
    by_hand.a_store(folder, 310, signed=270)
    (folder / "checkpoint").rename(folder / "checkpoint.1")
    (folder / "keys" / "log.vkey").write_text(f"{by_hand.SIGNER.vkey}\n{by_hand.NEXT_SIGNER.vkey}\n")
    with by_hand.tampering(folder) as rows:
        rows.execute("INSERT INTO log VALUES(2, ?, 271)", (by_hand.NEXT_ORIGIN,))
    by_hand.sign(folder, 40, start=271, signer=by_hand.NEXT_SIGNER)
    return folder


def test_a_unit_with_several_logs_is_mirrored_as_one(tmp_path):
    two_logs(tmp_path / "store")
    with store_at(tmp_path / "store") as source:
        done = write_mirror(source, tmp_path / "mirror")
        mirror = MirrorSource(tmp_path / "mirror")
        assert (done.logs, done.events, mirror.last()) == (2, 310, 310)
        for after, until in ((0, 310), (268, 272), (270, 271), (300, 310)):
            assert list(mirror.lines(after, until)) == list(source.lines(after, until))
            assert list(mirror.leaves(after, until)) == list(source.leaves(after, until))


def test_a_log_left_out_of_a_mirror_is_missed(tmp_path):
    two_logs(tmp_path / "store")
    with store_at(tmp_path / "store") as source:
        write_mirror(source, tmp_path / "mirror")
    path = tmp_path / "mirror" / "mirror.json"
    contents = json.loads(path.read_bytes())
    path.write_text(json.dumps(contents | {"logs": contents["logs"][1:]}))
    with pytest.raises(MirrorDamaged):
        MirrorSource(tmp_path / "mirror")


def test_the_record_in_the_document_is_what_a_mirror_holds():
    document = (Path(__file__).parents[2] / "docs" / "log-format.md").read_text(encoding="utf-8")

    def said(name):
        return re.search(rf"^{re.escape(name)} = (.*)$", document, re.MULTILINE)[1]

    stream, nonce, claims = (
        bytes.fromhex(said("stream")),
        bytes.fromhex(said("nonce")),
        said("claims").encode(),
    )
    line = Line(
        2, stream, int(said("version")), said("topic"), said("state").encode(), nonce, claims, None
    )  # fmt: skip
    assert packed(line).hex() == said("event record")
