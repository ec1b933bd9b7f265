"""An office and the bodies that countersign its heads, by network and by stick; after a restore it asks them first."""

import shutil
import threading
from contextlib import ExitStack, closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import UUID

import pytest

from application.closing import reopen, turn_year
from application.faults import Fault
from application.receipts import NotSignedYet, event_evidence, receipt_evidence
from application.withholding import (
    REWRITTEN,
    SMALLER,
    SigningWithheld,
    Withheld,
    must_sign,
    release,
    withheld,
    withhold,
)
from application.witnessing import Asking, PolicyUnreadable, Pusher, compare
from application.witnessing.book import SECOND, Timeline
from application.witnessing.trust import NoSuchWitness
from audit.check import check
from audit.verify import verify
from ledger.checkpoint import open_checkpoint
from ledger.fault import LedgerFault, UntrustedSignature
from ledger.note import Cosigner, Note
from ledger.policy import DEFAULT_WITNESSES, Witness
from ledger.receipt import Receipt
from tests.application.an_office import HOA, KIOSK, again, an_office, as_owner, intake, on
from witness.serving import WitnessServer
from witness.witness import Witness as Body
from witness.witness import found

NOON = 1_795_305_600
PATIENCE = 60
FIRST, SECOND_ONE, THIRD = DEFAULT_WITNESSES


class Bodies:
    """Three witnesses, each in its folder; the third has no network. Their clock moves a minute with each question."""

    def __init__(self, root, stack):
        self.root, self.now, self.stack = root, NOON, stack
        self.servers = {}
        for name in DEFAULT_WITNESSES:
            found(root / name, f"{name}.example.vn/w1", name.encode().ljust(32)[:32])

    def clock(self):
        self.now += 60
        return self.now

    def body(self, name):
        return Body(self.root / name, self.clock)

    def follow(self, office):
        for name in DEFAULT_WITNESSES:
            for key in office.witnessing.keys.posted():
                self.body(name).follow(key)

    def open(self, name):
        self.servers[name] = self.stack.enter_context(WitnessServer(self.body(name)))
        return self.servers[name].url

    def key(self, name):
        return self.body(name).key.key


@pytest.fixture
def bodies(tmp_path):
    with ExitStack() as stack:
        yield Bodies(tmp_path / "bodies", stack)


@pytest.fixture
def office(tmp_path, bodies):
    """With two witnesses on the network and one that is reached by stick."""
    made = an_office(tmp_path / "store")
    bodies.follow(made)
    posted = tuple(made.witnessing.keys.posted())
    for name in DEFAULT_WITNESSES:
        url = bodies.open(name) if name != THIRD else ""
        made.witnessing.trust.add(Witness(name, bodies.key(name), url), posted)
    made.checkpoint()
    yield made
    made.core.store.close()


def ticket(office):
    return office.queue.issue(KIOSK, group="other")


def accepted(office):
    return office.dossiers.accept(intake(office), HOA)


def push(office, passing_over=()):
    """What came of the last head at each witness."""
    with closing(Asking()) as asking:
        return {each.witness: each.kind for each in office.witnessing.push(asking, passing_over)}


def pushes(office):
    with closing(Asking()) as asking:
        return office.witnessing.push(asking)


def pushed(office):
    ticket(office)
    office.checkpoint()
    return push(office)


def by_stick(office, bodies, old=None):
    """The third witness's reply to a request that was carried to it."""
    asked, _ = office.witnessing.request(THIRD, old)
    status = bodies.body(THIRD).add_checkpoint(bytes(asked)).status
    origin = office.witnessing.keys.posted()[-1].name
    return int(status), bodies.body(THIRD).shown(origin)


def signers(office):
    return [each.name.partition(".")[0] for each in Note.parse(office.checkpoint().encode()).signatures[1:]]


# ---- over the network


def test_a_head_goes_to_every_witness_and_is_published_with_their_lines(office):
    assert push(office) == {FIRST: "cosigned", SECOND_ONE: "cosigned", THIRD: "by_stick"}
    assert signers(office) == [FIRST, SECOND_ONE]
    assert push(office) == {FIRST: "already", SECOND_ONE: "already", THIRD: "by_stick"}
    assert verify(office.folder.root).ok
    for _ in range(3):
        assert pushed(office)[FIRST] == "cosigned"
    assert (
        office.witnessing.trust.policy().open(office.checkpoint().encode()).checkpoint.size
        == office.position()
    )


def test_an_office_that_lost_its_memory_of_witnesses_asks_from_where_they_stand(office):
    push(office)
    (office.folder.root / "witnesses.db").unlink()
    assert push(office)[FIRST] == "cosigned"
    (office.folder.root / "witnesses.db").unlink()
    assert pushed(office)[FIRST] == "cosigned"


def test_a_witness_that_does_not_follow_the_log_or_answer_is_told_apart(office, bodies):
    posted = office.witnessing.keys.posted()
    fresh = found(bodies.root / "fresh", "fresh.example.vn/w1", b"f" * 32)
    with WitnessServer(Body(bodies.root / "fresh", bodies.clock)) as server:
        office.witnessing.trust.add(Witness("fresh", fresh.key, server.url), tuple(posted))
        assert push(office)["fresh"] == "unknown_log"
    assert push(office)["fresh"] == "unheard"
    assert push(office, ["fresh"]) == {FIRST: "already", SECOND_ONE: "already", THIRD: "by_stick"}


def test_a_witness_under_another_key_than_the_policys_is_not_believed(office, bodies):
    other = Cosigner(f"{FIRST}.example.vn/w1", b"o" * 32)
    office.witnessing.trust.add(Witness(FIRST, other.key, bodies.servers[FIRST].url))
    assert push(office)[FIRST] == "wrong"
    assert signers(office) == [SECOND_ONE]


def test_a_witness_that_forgot_what_it_countersigned_is_asked_nothing_more(office, bodies):
    pushed(office)
    shutil.copy(bodies.root / FIRST / "witness.db", bodies.root / "older")
    pushed(office)
    for beside in (bodies.root / FIRST).glob("witness.db*"):
        beside.unlink()
    shutil.copy(bodies.root / "older", bodies.root / FIRST / "witness.db")
    assert pushed(office) == {FIRST: "forgot", SECOND_ONE: "cosigned", THIRD: "by_stick"}


@contextmanager
def a_liar(answer):
    """A «witness» that says to everything what `answer` (status, kind, body) is."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def do_GET(self):
            status, kind, body = answer if self.command == "POST" else (404, "text/plain", b"")
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ((409, "text/x.tlog.size", b"99999\n"), "ahead"),
        ((409, "text/x.tlog.size", b"0\n"), "contradicted"),
        ((409, "text/plain", b"no\n"), "contradicted"),
        ((422, "text/plain", b"no\n"), "contradicted"),
        ((409, "text/x.tlog.size", b"many\n"), "wrong"),
        ((200, "text/plain", b""), "wrong"),
        ((200, "text/plain", "\u2014 somebody AAAAAAAA\n".encode()), "wrong"),
        ((200, "text/plain", b"x" * 100_000), "unheard"),
        ((403, "text/plain", b""), "not_trusted"),
        ((404, "text/plain", b""), "unknown_log"),
        ((503, "text/plain", b""), "wrong"),
        ((302, "text/plain", b""), "wrong"),
    ],
)
def test_what_a_liar_says_without_a_head_that_the_log_signed_stops_nobody_from_signing(
    office, bodies, answer, kind
):
    with a_liar(answer) as url:
        office.witnessing.trust.add(Witness(FIRST, bodies.key(FIRST), url))
        assert push(office) == {FIRST: kind, SECOND_ONE: "cosigned", THIRD: "by_stick"}
    assert withheld(office.folder.root) is None


# ---- the thread beside the server


def until(condition):
    waiting = threading.Event()
    for _ in range(PATIENCE * 50):
        if condition():
            return
        waiting.wait(0.02)
    raise AssertionError("it did not come about")


def test_beside_the_server_every_new_head_is_signed_and_pushed_until_the_office_closes(office):
    told = []
    with Pusher(office, tell=told.append, every=0.02) as pusher:
        until(lambda: pusher.pushed == office.position())
        ticket(office)
        until(lambda: pusher.pushed == office.position())
    assert not pusher.thread.is_alive()
    assert told == []
    assert signers(office) == [FIRST, SECOND_ONE]
    assert office.witnessing.covering(office.position()).waiting is False


def test_a_witness_out_of_reach_is_asked_again_later_and_told_of_once(office, bodies):
    posted = office.witnessing.keys.posted()
    with a_liar((503, "text/plain", b"")) as url:
        office.witnessing.trust.add(Witness(FIRST, bodies.key(FIRST), url), tuple(posted))
        told = []
        pusher = Pusher(office, tell=told.append, retry=0)
        pusher.look()
        pusher.look()
        assert [(each.witness, each.kind) for each in told] == [(FIRST, "wrong")]
        patient = Pusher(office, retry=900)
        patient.look()
        ticket(office)
        patient.look()
        assert list(patient.again) == [FIRST]
    office.witnessing.trust.add(Witness(FIRST, bodies.key(FIRST), bodies.servers[FIRST].url), tuple(posted))
    patient.look()
    assert not office.witnessing.book.has(next(office.witnessing.heads()).head, str(bodies.key(FIRST)))
    pusher.look()
    assert pusher.again == {}
    assert office.witnessing.book.has(next(office.witnessing.heads()).head, str(bodies.key(FIRST)))
    patient.asking.close()
    pusher.asking.close()


def test_a_policy_that_cannot_be_read_is_told_and_nothing_ends(office):
    office.witnessing.trust.file.write_text("witness\n")
    told = []
    with Pusher(office, tell=told.append, every=0.01) as pusher:
        until(lambda: told)
        assert pusher.thread.is_alive()
    assert [type(each) for each in told] == [PolicyUnreadable]


def test_an_office_without_witnesses_signs_when_it_is_asked_and_pushes_nothing(tmp_path):
    office = an_office(tmp_path / "store")
    ticket(office)
    pusher = Pusher(office)
    pusher.look()
    assert pusher.pushed == office.position()
    assert office.signer.unsigned() == 1
    assert push(office) == {}
    pusher.asking.close()
    office.close()


# ---- on a stick


def test_a_request_and_its_reply_go_by_stick(office, bodies):
    push(office)
    status, reply = by_stick(office, bodies)
    assert status == 200
    (outcome,) = office.witnessing.accept(reply)
    assert (outcome.witness, outcome.kind, outcome.size) == (THIRD, "cosigned", office.position())
    assert signers(office) == [FIRST, SECOND_ONE, THIRD]
    ticket(office)
    office.checkpoint()
    asked, signed = office.witnessing.request(THIRD)
    assert (asked.old, signed.head.size) == (office.position() - 1, office.position())


def test_a_reply_to_an_older_request_tells_from_where_to_ask(office, bodies):
    _, reply = by_stick(office, bodies)
    ticket(office)
    office.checkpoint()
    status, held = by_stick(office, bodies)
    assert (status, held) == (409, reply)
    office.witnessing.accept(held)
    assert by_stick(office, bodies)[0] == 200


def test_a_reply_that_is_not_for_this_office_or_by_nobody_it_asks_is_refused(office, bodies):
    _, reply = by_stick(office, bodies)
    for octets in (b"", reply[:-1], reply.replace(b"/xa/", b"/xb/")):
        with pytest.raises(LedgerFault):
            office.witnessing.accept(octets)
    office.witnessing.trust.remove(THIRD)
    with pytest.raises(UntrustedSignature):
        office.witnessing.accept(reply)
    with pytest.raises(NoSuchWitness):
        office.witnessing.request(THIRD)


# ---- receipts


def test_a_receipt_waits_for_its_witnesses_and_then_carries_exactly_the_quorum(office, bodies):
    receipt = accepted(office)
    stream = UUID(hex=receipt.id)
    alone = receipt_evidence(office, stream)
    assert (alone.key, alone.waiting, alone.witnesses, alone.needed) == ("waiting", True, (), 2)
    push(office)
    office.witnessing.accept(by_stick(office, bodies)[1])
    full = receipt_evidence(office, stream)
    assert (full.key, full.witnesses, full.size) == ("witnessed", (FIRST, SECOND_ONE), alone.size)
    assert len(Receipt.parse(full.code).witnesses) == 2
    keys = [str(key) for key in office.witnessing.trust.policy().keys]
    for evidence in (full.proof, full.code):
        checked = check(evidence, keys, 2)
        assert checked.ok
        assert checked.code == receipt.code
        assert not check(evidence, keys, 3).ok
    assert check(alone.proof, keys).ok
    assert not check(alone.proof, keys, 1).ok
    pushed(office)
    assert receipt_evidence(office, stream) == full


def test_a_quorum_of_an_older_policy_does_not_make_a_receipt_of_a_newer_one(office, bodies):
    receipt = accepted(office)
    office.checkpoint()
    push(office)
    office.witnessing.trust.remove(FIRST)
    assert receipt_evidence(office, UUID(hex=receipt.id)).waiting
    office.witnessing.trust.remove(SECOND_ONE)
    office.witnessing.trust.remove(THIRD)
    assert receipt_evidence(office, UUID(hex=receipt.id)).key == "signed"


def test_every_event_of_the_log_has_its_proof(office):
    push(office)
    keys = [str(key) for key in office.witnessing.trust.policy().keys]
    for event in (1, 2, office.position() // 2, office.position()):
        evidence = event_evidence(office, event)
        checked = check(evidence.proof, keys, 2)
        assert (checked.ok, checked.number) == (True, event)


# ---- time


def test_an_event_was_recorded_between_the_heads_around_it(office, bodies):
    before = office.position()
    push(office)
    first = {time for _, time, _ in next(office.witnessing.book.heads(office.signer.log().origin)).lines}
    event = ticket(office) and office.position()
    assert office.witnessing.bracket(event) == (max(first) * SECOND, None)
    office.checkpoint()
    push(office)
    after, end = office.witnessing.bracket(event)
    assert after == max(first) * SECOND
    assert after < end <= bodies.now * SECOND
    assert office.witnessing.bracket(before) == (None, max(first) * SECOND)


def test_the_bracket_of_a_leaf_is_the_closest_that_any_two_heads_give():
    heads = [(3, 100), (5, 400), (5, 300), (9, 350), (20, 900)]
    timeline = Timeline(heads)
    for index in range(25):
        after = [time for size, time in heads if size <= index]
        before = [time for size, time in heads if size > index]
        expected = (max(after) * SECOND if after else None, min(before) * SECOND if before else None)
        assert timeline.bracket(index) == expected
    assert Timeline([]).bracket(0) == (None, None)


# ---- after a restore


def copied(office, tmp_path):
    """The office as a backup of it was, opened in its place after the newer one is closed."""
    kept = tmp_path / "backup"
    office.core.store.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(office.folder.root, kept)
    return kept


@pytest.fixture
def older(office, tmp_path, bodies):
    """A backup from before the last heads that the witnesses countersigned."""
    push(office)
    kept = copied(office, tmp_path)
    for _ in range(3):
        pushed(office)
    restored = again(kept)
    yield restored
    restored.core.store.close()


def test_a_store_that_is_older_than_what_witnesses_signed_must_not_sign(older, office):
    answer = compare(older)
    assert (answer.verdict, answer.ok, answer.heard, answer.needed) == (SMALLER, False, 2, 2)
    held, known = older.position(), office.position()
    assert withheld(older.folder.root) == Withheld(SMALLER, FIRST, older.signer.log().origin, known, held)
    signed = older.signer.checkpoint_file.read_bytes(), older.signer.head_file.read_bytes()
    ticket(older)
    with pytest.raises(SigningWithheld) as fault:
        older.checkpoint()
    assert fault.value.key == "signing_withheld_smaller"
    assert not older.may_sign
    assert (older.signer.checkpoint_file.read_bytes(), older.signer.head_file.read_bytes()) == signed
    again(older.folder.root).close()
    assert (older.signer.checkpoint_file.read_bytes(), older.signer.head_file.read_bytes()) == signed


def test_a_head_pushed_from_an_older_store_is_refused_and_stops_the_signing(older, bodies):
    ticket(older)
    older.checkpoint()
    assert push(older)[FIRST] == SMALLER
    assert withheld(older.folder.root).witness in {FIRST, SECOND_ONE}
    with pytest.raises(SigningWithheld):
        older.checkpoint()


def test_an_older_store_that_went_on_to_another_history_is_found_out(older, office, bodies):
    while older.position() <= office.position():
        older.queue.issue(KIOSK, group="other")
    older.checkpoint()
    assert push(older)[FIRST] == REWRITTEN
    assert compare(older).verdict == REWRITTEN
    assert withheld(older.folder.root).why == REWRITTEN
    assert [each.kind for each in bodies.body(FIRST).evidence.all()] == ["unproved"]


def test_the_store_that_the_witnesses_know_may_sign_again(office):
    push(office)
    withhold(office.folder.root, Withheld("restored"))
    with pytest.raises(SigningWithheld):
        office.checkpoint()
    answer = compare(office, settle=False)
    assert answer.ok
    assert withheld(office.folder.root) is not None
    assert compare(office).ok
    assert withheld(office.folder.root) is None
    assert pushed(office)[FIRST] == "cosigned"


def test_when_too_few_witnesses_are_heard_nothing_is_decided_until_one_comes_by_stick(office, bodies):
    push(office)
    office.witnessing.accept(by_stick(office, bodies)[1])
    withhold(office.folder.root, Withheld("restored"))
    posted = office.witnessing.keys.posted()
    with a_liar((404, "text/plain", b"")) as url:
        gone = url
    office.witnessing.trust.add(Witness(FIRST, bodies.key(FIRST), gone), tuple(posted))
    answer = compare(office)
    assert (answer.verdict, answer.heard, answer.needed) == ("unheard", 1, 2)
    assert withheld(office.folder.root) is not None
    assert compare(office, [b"junk"]).verdict == "unheard"
    assert compare(office, [bodies.body(THIRD).shown(posted[-1].name)]).ok
    assert withheld(office.folder.root) is None


def test_a_log_that_the_restored_store_does_not_even_know_counts_as_missing(office, bodies):
    """As when the backup is from before the turn of the year: the keys know the new log, the rows do not."""
    push(office)
    origin = office.signer.log().origin
    following = office.witnessing.keys.make(origin[:-4] + "9999", b"n" * 32)
    assert compare(office).ok
    from ledger.checkpoint import Checkpoint, sign
    from ledger.request import AddCheckpoint

    bodies.body(FIRST).follow(following)
    note = sign(Checkpoint(following.name, 1, b"r" * 32), office.witnessing.keys.signing(following.name))
    assert bodies.body(FIRST).add_checkpoint(bytes(AddCheckpoint(0, (), note))).status == 200
    assert compare(office).verdict == SMALLER


def test_the_last_head_of_a_closed_log_is_countersigned_as_well_and_the_next_log_by_its_own_key(
    office, bodies
):
    on(office, "2027-01-04")
    turn_year(office)
    assert {each.kind for each in pushes(office) if each.origin.endswith("2027")} == {
        "unknown_log",
        "by_stick",
    }
    bodies.follow(office)
    done = {(each.witness, each.origin[-4:], each.kind) for each in pushes(office)}
    assert {(FIRST, "2027", "cosigned"), (SECOND_ONE, "2027", "cosigned")} <= done
    assert not any(year == "2026" for _, year, _ in done)  # it had its quorum the first time
    policy, keys = office.witnessing.trust.policy(), office.witnessing.keys.posted()
    for name in ("checkpoint", "checkpoint.1"):
        policy.open((office.folder.root / name).read_bytes(), keys)
    for event in (1, office.position()):
        assert event_evidence(office, event).witnesses == (FIRST, SECOND_ONE)
    assert compare(office).ok


def test_after_events_were_lost_for_good_a_new_log_says_so_and_the_witnesses_are_content(
    older, office, bodies
):
    assert compare(older).verdict == SMALLER
    origin = older.signer.log().origin
    lost = bodies.body(FIRST).shown(origin)
    release(older.folder.root)  # what reopening does at the end
    reopen(older, "ổ đĩa hỏng", lost)
    bodies.follow(older)
    assert {each.kind for each in pushes(older)} == {"cosigned", "by_stick"}
    answer = compare(older)
    assert answer.ok
    assert {each.kind for each in answer.witnesses if each.origin == origin} == {"accounted"}
    assert event_evidence(older, older.signer.log().start - 1).witnesses == (FIRST, SECOND_ONE)
    assert event_evidence(older, 3).witnesses == (FIRST, SECOND_ONE)


@pytest.mark.parametrize("why", [SMALLER, REWRITTEN])
def test_what_one_witness_has_shown_is_settled_by_that_witness_alone(office, bodies, why):
    push(office)
    office.witnessing.accept(by_stick(office, bodies)[1])
    origin = office.signer.log().origin
    withhold(office.folder.root, Withheld(why, THIRD, origin, 9_999, 1))
    assert compare(office).ok
    assert withheld(office.folder.root) is not None
    assert compare(office, [bodies.body(THIRD).shown(origin)]).ok
    assert withheld(office.folder.root) is None


def test_a_store_that_was_found_unsound_is_not_made_sound_by_witnesses(office):
    push(office)
    withhold(office.folder.root, Withheld("unsound"))
    assert compare(office).ok
    assert withheld(office.folder.root).why == "unsound"


def test_an_office_without_witnesses_has_nothing_to_compare_with(tmp_path):
    office = an_office(tmp_path / "store")
    withhold(office.folder.root, Withheld("restored"))
    assert compare(office).ok
    assert withheld(office.folder.root) is None
    office.close()


@pytest.mark.parametrize("content", ["", "{}", '{"why":"whatever"}', "junk"])
def test_a_file_that_says_no_is_enough_whatever_it_holds(tmp_path, content):
    must_sign(tmp_path)
    (tmp_path / "no-sign").write_text(content)
    with pytest.raises(Fault):
        must_sign(tmp_path)
    release(tmp_path)
    release(tmp_path)
    must_sign(tmp_path)


# ---- trust


def test_the_policy_grows_with_its_witnesses_and_stays_safe(tmp_path, bodies):
    office = an_office(tmp_path / "store")
    trust, posted = office.witnessing.trust, tuple(office.witnessing.keys.posted())
    assert trust.policy().needed == 0
    for name, needed in zip(DEFAULT_WITNESSES, (1, 2, 2), strict=True):
        policy = trust.add(Witness(name, bodies.key(name)), posted)
        assert (policy.needed, policy.finding()) == (needed, None)
    assert trust.policy() == policy
    assert [each.key for each in policy.logs] == list(posted)
    assert trust.add(Witness(THIRD, bodies.key(THIRD), "http://x"), posted, 1).finding().safe_with == 2
    assert trust.remove(THIRD, posted).needed == 2
    trust.remove(FIRST, posted)
    assert trust.remove(SECOND_ONE, posted).witnesses == ()
    office.close()


def test_a_countersigned_head_spoils_no_check_of_the_store_and_an_alteration_is_found_all_the_same(office):
    push(office)
    as_owner(office.folder.root, "UPDATE event SET topic = 'ticket.called' WHERE id = 3")
    assert not verify(office.folder.root).ok
    key = office.witnessing.keys.posted()[-1]
    assert (
        open_checkpoint(office.signer.checkpoint_file.read_bytes(), key).checkpoint.size == office.position()
    )


def test_an_event_that_nobody_may_sign_for_has_no_proof_yet(office):
    ticket(office)
    withhold(office.folder.root, Withheld("restored"))
    with pytest.raises(NotSignedYet):
        event_evidence(office, office.position())
    release(office.folder.root)
    assert event_evidence(office, office.position()).waiting
