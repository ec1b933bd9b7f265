"""A dossier's trail is readable in both languages, names officers and never the citizen, and leads to proofs."""

import msgspec
import pytest

from audit.check import NothingToCheck, check
from audit.prove import prove
from audit.replay import replay
from audit.telling import fault_text, moment_report, nothing_text, problem_text
from audit.trail import as_json, as_text
from audit.verify import Problem
from ledger.fault import MalformedKey
from tests.audit.a_small_office import APPLICANT, PHONE, a_small_office

KINDS = [
    *("log", "checkpoint", "key", "signer", "schema", "guard", "leaf", "cell", "clock", "unit", "changed"),
    *("envelope", "recorded_at", "missing", "version", "removed", "damaged", "root", "rewritten", "sequence"),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    with a_small_office(tmp_path_factory.mktemp("told") / "store") as small:
        small.codes = small.days_of_work()
        yield small


def test_a_trail_tells_each_step_with_hour_officer_and_place_in_the_log(told):
    rows = told.office.reports.trail(told.codes[0])
    text = as_text(told.office, rows)

    assert "02/3/2026\n" in text
    assert (
        f"07:34:00  Đã tiếp nhận hồ sơ {told.codes[0]}, hẹn trả kết quả ngày 05/3/2026 · "
        "Nguyễn Thị Hoa (tiếp nhận) · desk-1 · sự kiện 16" in text
    )
    assert "→ Đã trả kết quả" in text
    assert all(str(row.id) in text for row in rows)


def test_the_same_trail_is_told_in_english(told):
    text = as_text(told.office, told.office.reports.trail(told.codes[0]), "en")

    assert f"Dossier {told.codes[0]} was accepted; the result is due on 5 March 2026" in text
    assert "Counter 1 called (it has priority); these had waited longer: A001; A002" in text


def test_reading_a_dossier_is_part_of_its_trail(told):
    assert "Mở xem thông tin trong hồ sơ: giải quyết hồ sơ · Võ Quốc Bình" in as_text(
        told.office, told.office.reports.trail(told.codes[1])
    )


def test_a_trail_says_nothing_about_the_citizen(told):
    for code in told.codes:
        rows = told.office.reports.trail(code)
        document = msgspec.json.encode(as_json(told.office, rows)).decode()
        for text in (as_text(told.office, rows), as_text(told.office, rows, "en"), document):
            assert not any(private in text for private in (APPLICANT, PHONE, "Không đủ điều kiện"))


def test_every_line_of_the_json_leads_to_its_proof(told):
    rows = told.office.reports.trail(told.codes[0])
    vkey = told.office.folder.log_vkey.read_text()
    for line in as_json(told.office, rows):
        checked = check(prove(told.office, str(line["event"])).receipt, [vkey])
        assert (checked.number - 1, checked.origin) == (line["position"]["index"], line["position"]["origin"])
        assert checked.topic == line["topic"]
        assert line["at"].endswith("+07:00")


def test_an_empty_trail_says_so(told):
    assert as_text(told.office, ()) == "Chưa có gì được ghi."
    assert as_json(told.office, ()) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_moment_is_told_on_one_page(told, language):
    for size in (0, 10, None):
        with replay(told.office, size=size) as moment:
            text = moment_report(moment, language)
            assert moment.tree.root in text
            assert "{" not in text
    assert "A001" in text


@pytest.mark.parametrize("kind", KINDS)
def test_every_problem_of_a_verification_has_words(kind):
    problem = Problem(kind, "Event 17 is wrong.", 17, topic="dossier.accepted")

    assert "17" in problem_text(problem, "vi")
    assert problem_text(problem, "en") == "Event 17 is wrong."
    assert problem_text(Problem(kind, "Wrong."), "vi")


def test_where_there_is_nothing_to_check_the_reader_is_told_in_their_language(tmp_path):
    for evidence, vi, en in (
        ("x" * 5000, "mã HS1:", "neither a proof nor"),
        (str(tmp_path / "none"), "Không đọc được tệp", "cannot be read. Give"),
    ):
        with pytest.raises(NothingToCheck) as raised:
            check(evidence, [])
        assert vi in nothing_text(raised.value, "vi")
        assert en in nothing_text(raised.value, "en")


def test_a_fault_of_the_ledger_has_words():
    fault = MalformedKey("The key is not right.")
    assert fault_text(fault, "vi").startswith("Khóa công khai không đúng")
    assert fault_text(fault, "en") == "The key is not right."
