"""What the desk says of signed heads and of witnesses: only what it has checked itself, just now."""

from contextlib import closing

import pytest

from audit.desk.machine import Machine
from audit.desk.notes import StoreNotes
from audit.desk.pages.foot import foot_lines
from audit.desk.proofs import Prover
from audit.sources import of_office
from ledger.checkpoint import cosign, open_checkpoint
from ledger.note import Cosigner, Note
from ledger.policy import DEFAULT_WITNESSES, Witness
from tests.audit.a_small_office import a_small_office

AT = 1_772_500_000
BODIES = {name: Cosigner(f"{name}.example.vn/w1", name.encode().ljust(32)[:32]) for name in DEFAULT_WITNESSES}
FIRST, SECOND, THIRD = DEFAULT_WITNESSES


@pytest.fixture
def small(tmp_path):
    """An office that names three witnesses, of which two make a head; its log is signed."""
    with a_small_office(tmp_path / "office") as made:
        posted = tuple(made.office.witnessing.keys.posted())
        for name, body in BODIES.items():
            made.office.witnessing.trust.add(Witness(name, body.key), posted)
        made.working()
        made.office.checkpoint()
        yield made


def head_of(small):
    path = small.office.folder.root / "checkpoint"
    return path, Note.parse(path.read_bytes())


def countersigned(small, *names, spoilt=""):
    """The lines of these witnesses under the head; that of `spoilt` is by another key under the same name."""
    path, note = head_of(small)
    for name in names:
        note = cosign(note, BODIES[name], AT)
    if spoilt:
        other = cosign(note, Cosigner(BODIES[spoilt].key.name, bytes(32)), AT).signatures[-1]
        line = other._replace(key_id=BODIES[spoilt].key.id)
        note = note._replace(signatures=(*note.signatures, line))
    path.write_bytes(bytes(note))


def told(small, language="vi"):
    """The foot of the overview at the end of the log, and what the prover found."""
    with closing(Machine(of_office(small.office))) as machine:
        signed = Prover(machine, StoreNotes(small.office.folder.root)).signed()
        foot = "\n".join(map(str, foot_lines(machine.tree(), signed, language, wide=True)))
        return foot, signed.witnessed


def test_lines_that_hold_are_counted_with_the_keys_that_the_policy_names(small):
    countersigned(small, FIRST, THIRD)
    foot, found = told(small)
    assert (found.holding, found.failing, found.named, found.needed) == ((FIRST, THIRD), (), 3, 2)
    assert f"✔ nhân chứng độc lập: 2 trên 3 chữ ký khớp, cần 2 ({FIRST}, {THIRD})" in foot


def test_fewer_than_the_quorum_are_told_without_a_mark(small):
    countersigned(small, SECOND)
    foot, _ = told(small)
    assert f"nhân chứng độc lập: 1 trên 3 chữ ký khớp, cần 2 ({SECOND})" in foot
    assert "✔ nhân chứng" not in foot


def test_a_line_under_a_witness_s_name_that_does_not_hold_is_told_and_not_counted(small):
    countersigned(small, FIRST, spoilt=SECOND)
    foot, found = told(small)
    assert (found.holding, found.failing) == ((FIRST,), (SECOND,))
    assert f"✘ chữ ký nhân chứng KHÔNG khớp, báo ngay: {SECOND}" in foot


def test_a_line_without_a_known_key_is_said_not_to_be_checked(small):
    path, note = head_of(small)
    path.write_bytes(bytes(cosign(note, Cosigner("ai.example.vn/w1", bytes(32)), AT)))
    foot, found = told(small)
    assert (found.holding, found.unknown) == ((), 1)
    assert "chưa bên nào trong 3 bên ký (cần 2)" in foot
    assert "1 chữ ký khác chưa kiểm tra được vì không có khóa" in foot


def test_where_nobody_has_signed_the_latest_head_the_largest_one_that_is_kept_is_told(small):
    _, note = head_of(small)
    key = next(iter(small.office.witnessing.keys.posted()))
    for name in (FIRST, SECOND):
        note = cosign(note, BODIES[name], AT)
    opened = open_checkpoint(note, key, [body.key for body in BODIES.values()])
    own = note._replace(signatures=note.signatures[:1])
    small.office.witnessing.book.keep(opened.checkpoint, own, opened.witnesses)
    size = opened.checkpoint.size
    small.working()
    small.office.checkpoint()
    foot, found = told(small)
    assert (found.size, found.holding) == (size, (FIRST, SECOND))
    assert f"lần cuối khi có {size} việc: 2 trên 3 chữ ký khớp" in foot


def test_an_office_that_names_no_witness_says_so(tmp_path):
    with a_small_office(tmp_path / "office") as small:
        small.working()
        small.office.checkpoint()
        foot, _ = told(small)
        assert foot.endswith("nhân chứng độc lập: chưa có")
        assert "independent witnesses: none yet" in told(small, "en")[0]


def test_what_came_after_the_last_signing_is_told_apart_from_what_agrees(small):
    signed = small.office.position()
    small.working()
    more = small.office.position() - signed
    foot, _ = told(small)
    told_so = f"… {more} việc mới nhất chưa được ký; {signed} việc trước đó khớp bản chốt đã ký"
    assert told_so in foot.splitlines()
    assert (
        f"the latest {more} events are not signed yet; the {signed} before them agree" in told(small, "en")[0]
    )


def test_rows_that_do_not_lead_to_an_earlier_head_contradict_it_at_every_moment_after_it(small):
    with closing(Machine(of_office(small.office))) as machine:
        [head] = machine.source.heads()
        assert machine.leads_to(head)
        assert not machine.leads_to(head._replace(root=bytes(32)))
        assert not machine.leads_to(head._replace(size=head.size - 1))
        assert not machine.leads_to(head._replace(size=head.size + 1))
