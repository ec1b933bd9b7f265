"""A person is erased for good: no file has a trace, and the log, its proofs and everybody's receipts still hold."""

import base64
import re
import shutil
import sqlite3
from contextlib import closing
from uuid import UUID

import numpy
import pytest
from msgspec.structs import replace

from application.appointments import Wanted
from application.backup import back_up
from application.envelope import Actor
from application.erasing import BEGUN, Grounds
from application.feedback import TicketShown
from application.guidance import Guided
from application.key_file import VAULT, read_key_file
from application.post import Outgoing
from application.receipts import receipt_evidence
from application.restoring import restore
from application.vault import PersonErased
from application.withholding import RESTORED, Withheld, withhold
from audit.books import check_books, check_vault
from audit.check import check
from audit.findings import Findings
from audit.verify import verify
from domain.calendar import local_moment
from domain.dossier.refusals import NotYourRole
from domain.erasure import (
    ARCHIVES,
    BASIS,
    DecisionNotNamed,
    ErasedBefore,
    ErasureNotApproved,
    ErasureReasonMissing,
    NotEndedYet,
    NotInTheArchive,
    PeriodNotSaid,
    StillToBeKept,
)
from domain.post import OutgoingLine
from tests.application.an_office import (
    BINH,
    HOA,
    KIEN,
    KIOSK,
    PHUC,
    again,
    an_office,
    at_counter,
    in_process,
    intake,
    on,
)
from tests.motcua.commands import motcua

BIRD = "chimse"
"""Begins every word that must be nowhere afterwards; NUMBER and PHONE every number."""
NUMBER, PHONE = "0829990", "0909777"
MISTAKE = Grounds("unlawful", "Nhập nhầm người.", "nd.phuc")


@pytest.fixture
def office(folder):
    made = an_office(folder / "store")
    yield made
    made.close()


def canary(office, number, ticket="", **changed):
    """A dossier with a person in every act of it, stopped."""
    words = {key: f"{BIRD} {key} {number}" for key in ("applicant", "address")}
    who = {
        "personal_id": f"{NUMBER}{number:05}",
        "phone": f"{PHONE}{number % 1000:03}",
        "email": f"{BIRD}@vd.vn",
    }
    taken = office.dossiers.accept(intake(office, **words, **who, **changed), HOA, ticket=ticket)
    office.dossiers.forward(taken.id, "justice", HOA)
    office.dossiers.assign(taken.id, "vq.binh", PHUC)
    office.dossiers.stop(taken.id, f"{BIRD} không đủ điều kiện {number}", "Luật Hộ tịch", "nd.phuc", BINH)
    return taken


def ended(office):
    return canary(office, 1)


def returned(office):
    dossier = in_process(office)
    office.dossiers.draft_result(dossier, "Giấy khai sinh", BINH)
    office.dossiers.sign_result(dossier, PHUC)
    office.dossiers.make_ready(dossier, HOA)
    office.dossiers.return_result(dossier, HOA, checked="owner")
    return dossier


def personal(office, dossier):
    """What whoever has all the keys can still read of a person."""
    events = office.store.read(office.store.reader(), UUID(hex=dossier), personal=True)
    plain = office.store.read(office.store.reader(), UUID(hex=dossier))
    return [each.fact for each, bare in zip(events, plain, strict=True) if each.fact != bare.fact]


def wrapped(office):
    return [row for (row,) in office.store.vault.connection.execute("SELECT wrapped FROM key") if row]


def needles():
    """A word as it would stand in a file: in clear, in UTF-16, and in base64 wherever it begins."""
    for word in (BIRD, NUMBER, PHONE):
        yield from (word.encode(), word.encode("utf-16-le"))
        for shift in range(3):  # of its characters, those that depend on nothing else
            first, end = -(-8 * shift // 6), 8 * (shift + len(word)) // 6
            yield base64.b64encode(b" " * shift + word.encode())[first:end]


def traces(folder, keys=()):
    """Files of a folder in which a canary or one of the destroyed keys stands."""
    words = re.compile(b"|".join(map(re.escape, needles())))
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {"office.db", "views.db"} & {path.name for path in files}
    read = [(path.name, path.read_bytes()) for path in files]
    return [name for name, content in read if words.search(content) or has_key(content, keys)]


def has_key(content, keys):
    """Whether the beginning of any of the keys stands anywhere: looked for at all eight places of a word at once."""
    begins = numpy.frombuffer(b"".join(key[:8] for key in keys), "<u8")
    windows = (content[at : at + (len(content) - at) // 8 * 8] for at in range(min(8, len(content))))
    return any(numpy.isin(numpy.frombuffer(each, "<u8"), begins).any() for each in windows)


def sound(office):
    findings = Findings()
    check_books(office, findings)
    check_vault(office, findings)
    return verify(office.folder.root).ok and not findings.problems


def shredded(folder, many):
    """Erase `many` persons and look for a trace of any; what must still hold, holds."""
    office = an_office(folder / "store")
    taken = [canary(office, number) for number in range(many)]
    office.digests()
    office.checkpoint()
    vkey = office.folder.log_vkey.read_text().strip()
    given = [receipt_evidence(office, UUID(hex=each.id)).code for each in taken]
    keys = wrapped(office)
    assert len(keys) >= many
    assert {VAULT, f"{VAULT}-wal"} & set(traces(folder, keys)), (
        "who looks for a key where there is one finds it"
    )
    assert all(personal(office, each.id) for each in taken)
    destroyed = sum(office.erasing.erase(each.code, MISTAKE, KIEN).keys for each in taken)
    gone = [key for key in keys if key not in wrapped(office)]
    assert destroyed == len(gone) >= many
    office.digests()
    assert office.checkpoint()
    assert not any(personal(office, each.id) for each in taken)
    assert sound(office)
    assert all(check(code, [vkey]).ok for code in given), "what citizens hold is proved as before"
    for each in taken[:: max(1, many // 25)]:
        assert check(receipt_evidence(office, UUID(hex=each.id)).code, [vkey]).ok
    back_up(office, folder / "image", folder / "later.keys")
    assert traces(folder, gone) == []
    kept = read_key_file(folder / "later.keys").files[VAULT]
    assert not has_key(kept, gone)
    office.close()
    restore(folder / "image", folder / "restored", folder / "later.keys")
    with closing(again(folder / "restored")) as restored:
        assert sound(restored)
        assert not any(personal(restored, each.id) for each in taken)
    assert traces(folder / "restored", gone) == []


def test_erased_persons_leave_no_trace_in_store_journal_views_or_later_backups(folder):
    shredded(folder, 25)


@pytest.mark.long
def test_a_thousand_erased_persons_leave_no_trace(folder):
    shredded(folder, 1000)


def test_a_file_is_erased_when_it_need_not_be_kept_any_longer(office):
    dossier = returned(office)
    grounds = Grounds("request", "Người dân đề nghị.", "nd.phuc", kept_until="2031-12-31")
    with pytest.raises(NotInTheArchive) as refused:
        office.erasing.erase(dossier, grounds, KIEN)
    assert refused.value.article == ARCHIVES
    office.dossiers.archive(dossier, "LT-1", HOA)
    with pytest.raises(StillToBeKept):
        office.erasing.erase(dossier, grounds, KIEN)
    on(office, "2032-01-02")
    for day in ("", "mai", "2027-03-01"):
        with pytest.raises(PeriodNotSaid):
            office.erasing.erase(dossier, grounds._replace(kept_until=day), KIEN)
    assert personal(office, dossier)
    done = office.erasing.erase(dossier, grounds, KIEN)
    assert (done.keys, done.wiped, personal(office, dossier)) == (1, True, [])
    fact = office.erasing.erased(UUID(hex=dossier))
    assert (fact.basis, fact.reason) == (BASIS["request"], "Người dân đề nghị.")
    assert fact.code == done.code


def test_what_was_said_elsewhere_about_the_person_goes_along(office):
    at_counter(office, "1", HOA)
    ticket = office.queue.issue(KIOSK, group="other")
    office.queue.call_next("1", HOA)
    office.queue.start(ticket.id, HOA)
    taken, other = canary(office, 1, ticket.id), canary(office, 2)
    office.queue.finish(ticket.id, "dossier", HOA, dossier=taken.id)
    secret = ticket.url.rpartition("#")[2]
    office.feedback.rate(TicketShown(secret=secret), 2, KIOSK, words=f"{BIRD} chờ lâu")
    asked = Guided(channel="hotline", topics=("papers",), person=BIRD, phone=PHONE)
    told = [office.guidance.give(replace(asked, dossier=each.id), HOA) for each in (taken, other)]
    rating = office.core.stream("rating", ticket.id).hex
    lost = office.erasing.look(taken.code)
    assert set(lost.streams) == {taken.id, rating, told[0]}
    assert office.erasing.erase(taken.code, MISTAKE, KIEN).keys == 3
    assert not any(personal(office, each) for each in (taken.id, rating, told[0]))
    assert personal(office, told[1])
    assert personal(office, other.id)


def test_the_appointment_and_a_letter_of_ones_own_go_along_and_a_shared_record_stays(office):
    visit = Wanted(
        kind="counter",
        start=local_moment("2026-03-03", "08:00"),
        group="civil_status",
        person=BIRD,
        phone=f"{PHONE}001",
    )
    booked = office.appointments.book(visit, HOA)
    taken, other = canary(office, 1, appointment=booked.code), canary(office, 2)
    alone, shared = (sent(office, *dossiers) for dossiers in ((taken.id,), (taken.id, other.id)))
    lost = office.erasing.look(taken.code)
    letter = office.core.stream("post", alone).hex
    assert (set(lost.streams), lost.shared) == ({taken.id, booked.id, letter}, (shared,))
    office.erasing.erase(taken.code, MISTAKE, KIEN)
    assert not any(personal(office, each) for each in lost.streams)
    assert personal(office, office.core.stream("post", shared).hex)


def sent(office, *dossiers):
    """The number of a signed record of letters, one for each dossier."""
    lines = tuple(OutgoingLine(dossier=each, code="", originals=1) for each in dossiers)
    names = (BIRD,) * len(lines)
    record = Outgoing(carrier="public_post", carrier_name="B", postman="P", lines=lines, addressees=names)
    number = office.post.offer_dispatch(record, HOA).number
    return office.post.sign(number, HOA).number


def test_who_erases_says_why_and_another_who_may_decide_agrees(office):
    dossier = ended(office).id
    for wrong, refusal in (
        (MISTAKE._replace(reason=" "), ErasureReasonMissing),
        (MISTAKE._replace(approved_by=""), ErasureNotApproved),
        (MISTAKE._replace(approved_by=KIEN.id), ErasureNotApproved),
        (MISTAKE._replace(approved_by=BINH.id), ErasureNotApproved),
        (MISTAKE._replace(ground="decision"), DecisionNotNamed),
    ):
        with pytest.raises(refusal):
            office.erasing.erase(dossier, wrong, KIEN)
    with pytest.raises(NotYourRole):
        office.erasing.erase(dossier, MISTAKE, Actor("", "citizen", "web"))
    with pytest.raises(NotEndedYet):
        office.erasing.erase(in_process(office), MISTAKE, KIEN)
    assert personal(office, dossier)
    assert list((office.folder.root / BEGUN).iterdir()) == [], "what was refused leaves nothing to be done"
    assert (
        office.erasing.erase(dossier, MISTAKE._replace(ground="decision", decision="12/QĐ"), KIEN).keys == 1
    )
    with pytest.raises(ErasedBefore):
        office.erasing.erase(dossier, MISTAKE, KIEN)


def test_what_an_erased_dossier_shows_is_its_course_and_no_person(office):
    taken = ended(office)
    secret = taken.url.partition("#")[2]
    course = [line.topic for line in office.dossiers.history(taken.id)]
    office.erasing.erase(taken.code, MISTAKE, KIEN)
    page = office.lookup.by_secret(secret)
    assert (page.applicant, page.personal_id, page.reason) == ("", "", "")
    assert [line.topic for line in office.dossiers.history(taken.id)] == course
    assert office.dossiers.open(taken.id, HOA, "handle").applicant.name == ""
    with pytest.raises(PersonErased):
        office.dossiers.archive(taken.id, "LT-1", HOA, place=BIRD)
    office.dossiers.archive(taken.id, "LT-1", HOA)  # what names nobody still can be written


def test_an_erasure_that_a_crash_cut_short_is_finished_when_the_office_opens(folder):
    root = folder / "store"
    with closing(an_office(root)) as office:
        taken, beside = ended(office), canary(office, 2)
        back_up(office, folder / "image", folder / "before.keys")
        office.erasing.erase(taken.code, MISTAKE, KIEN)
    (root / VAULT).write_bytes(read_key_file(folder / "before.keys").files[VAULT])
    with closing(again(root)) as opened:
        assert personal(opened, taken.id), "as after a crash between the fact and the keys"
    (root / BEGUN / taken.id).write_text(taken.id)
    (root / BEGUN / beside.id).write_text(beside.id)
    with closing(again(root)) as opened:
        assert personal(opened, taken.id) == []
        assert personal(opened, beside.id), "what the log does not say is not done"
    assert [each.name for each in (root / BEGUN).iterdir()] == [beside.id]


def test_a_key_that_another_program_still_reads_is_wiped_when_the_office_opens_next(folder, monkeypatch):
    root = folder / "store"
    monkeypatch.setattr("application.erasing.PATIENCE", 0.1)
    with closing(an_office(root)) as office:
        taken = ended(office)
        [key] = wrapped(office)
        office.store.vault.connection.execute("PRAGMA busy_timeout = 50")
        with closing(sqlite3.connect(root / VAULT, isolation_level=None)) as beside:
            beside.execute("BEGIN")
            beside.execute("SELECT count(*) FROM key").fetchone()
            done = office.erasing.erase(taken.code, MISTAKE, KIEN)
            assert (done.keys, done.wiped, personal(office, taken.id)) == (1, False, [])
            assert f"{VAULT}-wal" in traces(root, [key])
            with pytest.raises(ErasedBefore):
                office.erasing.erase(taken.code, MISTAKE, KIEN)
        with closing(again(root)):
            assert traces(root, [key]) == []
    assert list((root / BEGUN).iterdir()) == []


def test_keys_that_are_older_than_the_log_they_are_put_back_with_lose_whom_it_erased(office, folder):
    taken = ended(office)
    back_up(office, folder / "before", folder / "before.keys")
    office.erasing.erase(taken.code, MISTAKE, KIEN)
    back_up(office, folder / "after")
    restore(folder / "before", folder / "unknowing", folder / "before.keys")
    restore(folder / "before", folder / "told", folder / "before.keys", erasures=[folder / "after"])
    restore(folder / "after", folder / "put back", folder / "before.keys")
    kept = read_key_file(folder / "before.keys").files[VAULT]
    shutil.copytree(folder / "put back", folder / "by hand")
    (folder / "by hand" / VAULT).write_bytes(kept)
    withhold(folder / "by hand", Withheld(RESTORED))
    found = {}
    for name in ("unknowing", "told", "put back", "by hand"):
        with closing(again(folder / name)) as opened:
            found[name] = bool(personal(opened, taken.id))
    assert found == {"unknowing": True, "told": False, "put back": False, "by hand": False}


def erase(store, *words, typed="mật khẩu dài\n", language="en"):
    by = ("--by", "tt.kien", "--store", store)
    return motcua("erase", *words, *by, typed=typed, language=language)


def test_the_command_says_what_is_lost_and_erases_when_the_code_is_typed_again(folder):
    store = folder / "store"
    with closing(an_office(store)) as office:
        taken = ended(office)
        office.staff.set_password("tt.kien", "mật khẩu dài")
    why = ("--why", "Nhập nhầm người.", "--approved-by", "nd.phuc")
    said = erase(store, taken.code, "--ground", "unlawful", *why, typed="mật khẩu dài\nH20\n", language="vi")
    assert (said.code, "MẤT VĨNH VIỄN" in said.err, "chưa xóa gì cả" in said.err) == (1, True, True)
    assert erase(store, taken.code, "--ground", "nonsense", *why).code == 2
    said = erase(store, taken.code, "--ground", "unlawful", *why, "--confirm", taken.code, "--json")
    assert (said.code, said.document["keys"], said.document["wiped"]) == (0, 1, True)
    assert "LOST FOR GOOD" in said.err
    said = erase(store, taken.code, "--ground", "unlawful", *why, "--confirm", taken.code)
    assert (said.code, "was erased before" in said.err) == (1, True)


def test_what_would_be_refused_is_refused_before_anybody_is_told_what_is_lost(folder):
    store = folder / "store"
    with closing(an_office(store)) as office:
        taken = ended(office)
        office.staff.set_password("tt.kien", "mật khẩu dài")
    words = ("erase", taken.code, "--ground", "unlawful", "--why", "Nhập nhầm người.", "--store", store)

    nobody = motcua(*words, "--approved-by", "nd.phuc")
    alone = motcua(*words, "--approved-by", "tt.kien", "--by", "tt.kien", typed="mật khẩu dài\n")

    unanswered = motcua(*words, "--approved-by", "nd.phuc", "--by", "tt.kien", typed="mật khẩu dài\n")
    assert (unanswered.code, "this was not done" in unanswered.err) == (130, True)
    assert (nobody.code, alone.code) == (2, 1)
    assert ("--by" in nobody.err, "Another officer" in alone.err) == (True, True)
    assert "LOST FOR GOOD" not in nobody.err + alone.err
