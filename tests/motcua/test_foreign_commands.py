"""`motcua audit import` and `motcua audit export`: another log comes in, ours goes out, and mistakes are explained."""

import json

import pytest

from tests.audit.a_small_office import a_small_office
from tests.motcua.commands import motcua

SHEET = (
    "Mã hồ sơ;Bước;Thời gian;Cán bộ\nHS1;Tiếp nhận;02/03/2026 07:00;an\nHS1;Thẩm định;03/03/2026 07:00;binh\n"
)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    root = tmp_path_factory.mktemp("office") / "store"
    with a_small_office(root) as small:
        small.days_of_work()
    return root


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "ho-so.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


def test_a_sheet_is_read_told_and_reported(sheet, tmp_path):
    answer = motcua("audit", "import", sheet, "-o", tmp_path / "r.html", language="vi")
    assert answer.code == 0
    assert "Nhật ký của hệ thống khác: ho-so.csv" in answer.out
    assert "1 cặp người chuyển việc cho nhau" in answer.out
    assert (tmp_path / "r.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_programs_get_one_document(sheet):
    document = motcua("audit", "import", sheet, "--json").document
    assert (document["cases"], document["events"], document["people"]) == (1, 2, 2)
    assert document["meanings"]["Cán bộ"] == "resource"
    assert document["hand_overs"] == [{"before": "an", "after": "binh", "times": 1}]


def test_columns_zone_and_model_are_said_on_the_command_line(sheet, tmp_path):
    model = tmp_path / "model.toml"
    model.write_text('[[rule]]\nkind = "different_people"\nfirst = "Tiếp nhận"\nthen = "Thẩm định"\n')
    answer = motcua(
        "audit", "import", sheet, "--json", "--map", "Cán bộ=nothing", "--zone", "UTC", "--model", model
    )
    document = answer.document
    assert document["notes"]["zone"] == "UTC"
    assert document["conformance"]["rules"][0]["missing"] == "resource"
    assert [each["question"] for each in document["not_asked"]] == ["hand_overs", "together", "four_eyes"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("{sheet}", "--map", "Bước=colour"), "Write --map column=meaning"),
        (("{sheet}", "--map", "màu=case"), "has no column “màu”"),
        (("{sheet}", "--map", "Bước=nothing"), "--map column=activity"),
        (("{sheet}", "--zone", "Sao Hỏa"), "no time zone"),
        (("{sheet}", "-o", "/nowhere/at/all.html"), "no folder"),
    ],
)
def test_what_goes_wrong_is_one_sentence_with_the_cure(sheet, arguments, said):
    answer = motcua("audit", "import", *(each.format(sheet=sheet) for each in arguments))
    assert answer.code == (2 if arguments[-1] in {"Bước=colour", "Sao Hỏa"} else 1)
    assert said in answer.err
    assert "Traceback" not in answer.err


def test_our_own_log_goes_out_and_comes_back(store, tmp_path):
    key = tmp_path / "key"
    key.write_bytes(bytes(40))
    path = tmp_path / "log.xes"
    written = motcua(
        "audit", "export", "--format", "xes", "-o", path, "--pseudonym-key", key, "--store", store, "--json"
    ).document
    assert written["recorded"]
    back = motcua("audit", "import", path, "--json").document
    assert (back["cases"], back["events"]) == (written["cases"], written["events"])
    assert back["flags"]["ran"]


def test_people_are_told_what_was_written_and_whether_it_is_remembered(store, tmp_path):
    answer = motcua("audit", "export", "--format", "ocel2", "-o", tmp_path / "log.json", "--store", store)
    assert "SHA-256: " in answer.out
    assert "The log remembers the digest of this file." in answer.out
    assert "the key was not kept" in answer.out
    assert json.loads((tmp_path / "log.json").read_text(encoding="utf-8"))["events"]


def test_without_a_format_the_log_itself_goes_out_as_tiles(store, tmp_path):
    exported = motcua("audit", "export", "--folder", tmp_path / "tiles", "--store", store, "--json").document
    assert exported["files"] >= 2
    assert (tmp_path / "tiles" / "checkpoint").exists()


def test_an_export_that_cannot_be_is_one_sentence(store, tmp_path):
    assert "Choose one of: tiles, xes" in motcua("audit", "export", "--format", "pdf", "--store", store).err
    assert "with -o FILE" in motcua("audit", "export", "--format", "csv", "--store", store).err


def test_a_key_that_anybody_may_know_hides_no_officer(store, tmp_path):
    public = [store / "keys" / "log.vkey", tmp_path / "tls.pem", tmp_path / "id.pub"]
    public[1].write_text("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n")
    public[2].write_text("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPmZ thanh-tra@may\n")
    for key in public:
        words = ("--format", "csv", "-o", tmp_path / "log.csv", "--pseudonym-key", key)
        said = motcua("audit", "export", *words, "--store", store)
        assert (said.code, "public key" in said.err) == (1, True)
    assert not (tmp_path / "log.csv").exists()
