"""The key of the log on the command line: shown alone for programs, with its fingerprint for people, and changed."""

import os

import pypdfium2
import pytest

from domain.calendar import local_moment
from ledger.note import VerifyKey
from tests.application.an_office import KIOSK, an_office
from tests.motcua.commands import motcua


@pytest.fixture
def root(tmp_path):
    office = an_office(tmp_path / "store")
    office.queue.issue(KIOSK, group="other")
    office.close()
    return tmp_path / "store"


def key(root, *words, **settings):
    return motcua("key", *words, "--store", str(root), **settings)


def test_the_key_stands_alone_on_standard_output_and_its_fingerprint_beside_it(root):
    said = key(root, "show", language="vi")
    shown = VerifyKey.parse(said.out.strip())
    assert f"Mã đối chiếu: {shown.fingerprint}" in said.err
    assert [len(group) for group in shown.fingerprint.split()] == [4] * 8
    told = key(root, "show", "--json").document
    assert told["vkey"] == str(shown)
    assert told["signing"] is True
    assert told["keys"] == [
        {"origin": shown.name, "vkey": str(shown), "fingerprint": shown.fingerprint, "current": True}
    ]


def test_the_sheet_for_the_notice_board_is_one_page(root, tmp_path):
    said = key(root, "print", "-o", str(tmp_path / "sheet.pdf"), language="vi")
    assert said.code == 0
    assert len(pypdfium2.PdfDocument(tmp_path / "sheet.pdf")) == 1
    refused = key(root, "print", "-o", str(tmp_path / "no" / "sheet.pdf"), language="vi")
    assert (refused.code, refused.err.strip()[:19]) == (1, "Không ghi được tệp ")


def test_a_changed_key_is_told_and_posted_with_those_before(root):
    refused = key(root, "rotate", language="vi")
    assert refused.code == 1
    assert "Hãy ghi lý do bằng --why" in refused.err
    told = key(root, "rotate", "--why", "Đổi người giữ khóa", "--json").document
    assert told["begun"] == f"{told['closed']}.2"
    shown = key(root, "show", "--all").out.split()
    assert [VerifyKey.parse(line).name for line in shown] == [told["closed"], told["begun"]]
    assert shown[-1] == told["vkey"] == key(root, "show").out.strip()
    verified = motcua("audit", "verify", "--store", str(root), "--json").document
    assert "frontier" not in verified
    assert verified["ok"], verified["problems"]


def test_an_earlier_years_log_is_closed_once(tmp_path):
    root = tmp_path / "store"
    an_office(root, at=local_moment("2025-03-03", "08:00")).close()
    told = key(root, "close-year", "--json").document
    assert told["closed"].endswith("/2025")
    assert told["size"] == told["kept"] > 0
    said = key(root, "close-year", language="vi")
    assert said.out.strip() == f"Nhật ký {told['begun']} đã là nhật ký của năm nay, không phải đóng."
    assert key(root, "close-year", "--json").document == {"closed": ""}
    shown = key(root, "show", "--all").out.split()
    assert [VerifyKey.parse(line).name for line in shown] == [told["closed"], told["begun"]]


def test_a_key_that_is_away_leaves_the_office_at_work_and_says_so(root, tmp_path, monkeypatch):
    stick = tmp_path / "stick" / "log.key"
    stick.parent.mkdir()
    os.replace(root / "keys" / "log.key", stick)
    monkeypatch.setenv("MOTCUA_LOG_KEY", str(stick))
    assert key(root, "show", "--json").document["signing"] is True
    os.replace(stick, tmp_path / "pulled")
    assert motcua("staff", "list", "--store", str(root)).code in {0, 2}
    away = key(root, "show", language="vi")
    assert away.code == 0
    assert "Khóa ký không có ở máy này" in away.err
    refused = key(root, "rotate", "--why", "x", language="vi")
    assert refused.code == 1
    assert "cắm thiết bị giữ khóa" in refused.err
    os.replace(tmp_path / "pulled", stick)
    assert key(root, "rotate", "--why", "x").code == 0


def test_a_head_file_that_is_not_there_is_one_sentence(root, tmp_path):
    said = key(root, "reopen", "--why", "x", "--head", str(tmp_path / "none"), language="vi")
    assert (said.code, said.err.startswith("Không có tệp")) == (2, True)
    said = key(root, "reopen", "--why", "x", language="vi")
    assert said.code == 1
    assert "không mất gì" in said.err
