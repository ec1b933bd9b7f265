"""What pages and screens said at a moment is drawn again from the log, as the office itself had drawn it then."""

import json
import re

import pytest

from application.core import NoDossierWithThatCode
from application.envelope import OFFICE
from application.views import DossierPage
from audit.mirror import MirrorSource
from audit.replay import NoSuchMoment
from audit.shown import COVER, NobodyCouldLook, NoTicketThen, dossier_shown, office_then, ticket_shown
from audit.sources import of_office, store_at
from domain.calendar import local_moment
from motcua.showing import look, text_of
from tests.audit.a_small_office import APPLICANT, DAY, PHONE, a_small_office
from tests.audit.some_days import mirrored
from tests.motcua.commands import motcua


class Watched:
    """A small office whose every answer was written down while it lived."""

    def __init__(self, small):
        self.small, self.office = small, small.office
        self.answers = {}
        small.watch = self.note
        self.codes = small.days_of_work()
        self.note()
        self.office.checkpoint()
        self.source = of_office(self.office)

    def note(self):
        office, at = self.office, self.office.now()
        pages = {}
        for (code,) in office.store.reader().execute("SELECT code FROM dossier WHERE code <> ''").fetchall():
            stream = office.core.dossier_stream(code)
            pages[code] = (
                office.lookup.by_code(code, office.core.secrets.short(stream)),
                office.lookup.by_code(code),
                office.dossiers.explain(stream.hex, "vi"),
                office.dossiers.inbox(self.small.hoa) if hasattr(self.small, "hoa") else (),
            )
        self.answers[at] = (pages, office.queue.board())


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    with a_small_office(tmp_path_factory.mktemp("lived") / "store") as small:
        yield Watched(small)


def unsealed(lived, at):
    return office_then(lived.source, at, unsealed_by=lived.office.folder)


def test_with_the_keys_every_answer_is_the_one_that_was_given_then(lived):
    moments = sorted(at for at, (pages, _) in lived.answers.items() if pages)
    assert len(moments) > 10
    for at in moments[::3] + moments[-1:]:
        pages, board = lived.answers[at]
        with unsealed(lived, at) as office:
            assert office.queue.board() == board
            for code, (citizen, anybody, clock, inbox) in pages.items():
                seen = dossier_shown(office, code, "vi")
                assert (seen.citizen, seen.anybody, seen.clock) == (citizen, anybody, tuple(clock)), (
                    at,
                    code,
                )
                if seen.reader.id == "nt.hoa":
                    assert seen.line == next((line for line in inbox if line.code == code), None)


def test_looking_leaves_nothing_in_the_office_that_is_looked_at(lived):
    last = lived.source.last()
    vault = lived.office.folder.vault.read_bytes()
    with unsealed(lived, local_moment(DAY, "17:00")) as office:
        dossier_shown(office, lived.codes[0], "vi")
    assert lived.source.last() == last
    assert lived.office.folder.vault.read_bytes() == vault


def test_without_the_keys_everything_about_a_person_stays_covered(lived):
    with office_then(lived.source, local_moment("2026-03-04", "12:00")) as office:
        for code in lived.codes[:3]:
            seen = look(office, code, "", "vi", is_ticket=False, sealed=True)
            told = json.dumps(seen.document(), ensure_ascii=False)
            for secret in (APPLICANT, PHONE, "Giấy chứng sinh", "Không đủ điều kiện", "L. T. N. N."):
                assert secret not in told, secret
            assert COVER in told
            assert "đã được xóa" not in told, "what is sealed is not erased"
            assert code in told


def test_a_mirror_shows_the_same_as_the_store(lived, tmp_path):
    mirrored(lived.office, tmp_path / "mirror")
    for at in (local_moment(DAY, "17:00"), local_moment("2026-03-03", "17:00")):
        with (
            office_then(lived.source, at) as here,
            office_then(MirrorSource(tmp_path / "mirror"), at) as there,
        ):
            one, two = (dossier_shown(each, lived.codes[1], "vi") for each in (here, there))
            assert one == two


def test_a_page_shows_nothing_that_came_later(lived):
    with office_then(lived.source, local_moment(DAY, "17:00")) as office:
        page = dossier_shown(office, lived.codes[0], "vi").citizen
        assert isinstance(page, DossierPage)
        assert page.progress == "in_process"
        assert "result.signed" not in {line.topic for line in page.history}
        with pytest.raises(NoDossierWithThatCode):
            dossier_shown(office, lived.codes[3], "vi")


def test_the_holder_of_a_number_is_shown_too(lived):
    with office_then(lived.source, local_moment(DAY, "07:34")) as office:
        seen = ticket_shown(office, "a001")
        assert (seen.number, seen.page.state, seen.page.number) == ("A001", "waiting", "A001")
        with pytest.raises(NoTicketThen):
            ticket_shown(office, "A009")
    with office_then(lived.source, local_moment("2026-03-04", "12:00")) as office:
        assert ticket_shown(office, "A003", DAY).page.state == "served"
        assert ticket_shown(office, "A001").page.state == "called"


def test_before_there_was_an_office_there_is_nothing_to_see(lived):
    with pytest.raises(NoSuchMoment), office_then(lived.source, 0):
        pass


def test_while_nobody_works_there_no_officer_s_screen_is_made_up(tmp_path):
    with a_small_office(tmp_path / "store") as small:
        code = small.accepted().code
        small.office.staff.sign_out(small.hoa)
        for officer in ("nt.hoa", "vq.binh", "nd.phuc"):
            small.office.staff.leave(officer, "", OFFICE)
        small.later()
        with (
            office_then(of_office(small.office), small.office.now()) as office,
            pytest.raises(NobodyCouldLook),
        ):
            dossier_shown(office, code, "vi")


def test_the_text_of_a_page_is_what_a_reader_reads():
    page = "<h1>Hồ sơ</h1><p>Mời số<b>A001</b> &amp; chờ</p><script>no()</script><form>no</form><ul><li>một<li>hai</ul>"
    assert text_of(page) == ["Hồ sơ", "Mời số A001 & chờ", "một", "hai"]


# the command


def shown(lived, *arguments, **settings):
    return motcua("audit", "shown", *arguments, "--store", lived.office.folder.root, **settings)


def test_the_command_says_it_in_words_and_that_the_words_are_todays(lived):
    vi = shown(lived, lived.codes[1], "--at", f"{DAY}T17:00", language="vi")
    en = shown(lived, lived.codes[1], "--at", f"{DAY}T17:00", language="en")
    assert (vi.code, en.code) == (0, 0)
    assert "Câu chữ và cách trình bày là của phần mềm hôm nay" in vi.out
    assert re.search(r"Words and layout are those of today's program \(motcua[^)]*\)", en.out)
    for heading in ("Trang của người có giấy tiếp nhận", "Trang hồ sơ tại bàn cán bộ", "Bảng gọi số"):
        assert heading in vi.out
    assert lived.codes[1] in vi.out


def test_the_command_writes_the_page_as_one_file_that_needs_nothing_else(lived, tmp_path):
    said = shown(lived, lived.codes[0], "--at", f"{DAY}T17:00", "-o", tmp_path / "page.html", "--json")
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert said.document["files"] == [str(tmp_path / "page.html")]
    assert html.startswith("<!doctype html>")
    assert lived.codes[0] in html
    assert "/static/" not in html
    assert "<script" not in html
    assert said.document["note"] in html.replace("&#x27;", "'")


def test_the_command_draws_the_very_screens(lived, tmp_path):
    said = shown(
        lived, lived.codes[0], "--at", f"{DAY}T17:00", "--pictures", tmp_path, "--json", language="vi"
    )
    assert {path.rsplit("/", 1)[1] for path in said.document["files"]} == {
        "board.svg", "inbox.svg", "dossier.svg",
    }  # fmt: skip
    assert lived.codes[0] in (tmp_path / "dossier.svg").read_text(encoding="utf-8")


def test_the_command_shows_a_ticket(lived):
    said = shown(lived, "A001", "--at", f"{DAY}T07:34", "--json").document
    assert said["values"]["page"]["state"] == "waiting"
    assert "A001" in " ".join(said["text"]["holder"])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("H20.321-260302-0099", "--at", f"{DAY}T17:00"), 1),
        (("no code", "--at", f"{DAY}T17:00"), 1),
        (("A999", "--at", f"{DAY}T17:00"), 1),
        (("H20.321-260302-0001", "--at", "yesterday"), 2),
        (("H20.321-260302-0001", "--at", "2001-01-01T00:00"), 1),
        (("H20.321-260302-0001", "--at", f"{DAY}T17:00", "--unseal", "nobody"), 1),
    ],
)
def test_what_cannot_be_shown_gets_one_clear_sentence(lived, arguments, code):
    said = shown(lived, *arguments, typed="wrong\n")
    assert said.code == code
    assert said.err
    assert "Traceback" not in said.err


def test_unsealing_is_a_reading_by_somebody_entitled_with_the_password(tmp_path):
    with a_small_office(tmp_path / "store") as small:
        code = small.working().code
        small.office.staff.set_password("vq.binh", "mật khẩu dài")
        at = "2026-03-02T12:00"
        small.on("2026-03-02", "12:00")
        small.office.queue.close_day(small.hoa)
    arguments = (
        "audit", "shown", code, "--at", at, "--unseal", "vq.binh", "--json", "--store", tmp_path / "store",
    )  # fmt: skip
    said = motcua(*arguments, typed="mật khẩu dài\n")
    assert said.code == 0, said.err
    assert said.document["values"]["file"]["applicant"]["name"] == APPLICANT
    with store_at(tmp_path / "store") as source:
        (reading,) = source.of_topic("lookup.performed")
        assert b'"actor":"vq.binh"' in reading.state
    assert motcua(*arguments, typed="sai\n").code == 1
    with store_at(tmp_path / "store") as source:
        assert len(list(source.of_topic("lookup.performed"))) == 1
