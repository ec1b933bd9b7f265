"""`motcua post` draws up hand-over records from a file, has them signed, and lists what is past its norm."""

import json
import shutil

import pytest

from application.founding import found
from tests.application.an_office import light_passwords
from tests.motcua.commands import motcua

PASSWORD = "mật khẩu dài"
BROUGHT = {
    "carrier": "public_post",
    "carrier_name": "Bưu điện tỉnh",
    "postman": "Lê Văn Tín",
    "brought": [
        {"sender": "Trần Thị Bưởi", "procedure": "1.001193", "originals": 1, "posted_on": "2025-07-01"}
    ],
}


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    root = tmp_path_factory.mktemp("office") / "store"
    office = found(root)
    light_passwords(office)
    office.staff.set_password("nt.hoa", PASSWORD)
    office.close()
    return root


@pytest.fixture
def store(founded, tmp_path):
    return shutil.copytree(founded, tmp_path / "store")


@pytest.fixture
def post(store):
    def run(*words, by=True, language="en"):
        hand = ("--by", "nt.hoa") if by else ()
        typed = PASSWORD + "\n" if by else None
        return motcua("post", *words, *hand, "--store", store, typed=typed, language=language)

    return run


@pytest.fixture
def file(tmp_path):
    def write(**changed):
        path = tmp_path / "record.json"
        path.write_text(json.dumps(BROUGHT | changed), encoding="utf-8")
        return path

    return write


def test_a_record_is_drawn_up_signed_and_listed(post, file, tmp_path):
    offered = post("record", file(), "--json").document
    assert (offered["number"][:5], offered["state"]) == ("BBGN-", "offered")
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF")
    signed = post("sign", offered["number"], "--scan", scan, language="vi")
    assert signed.out.strip().startswith(f"Hai bên đã ký biên bản {offered['number']}")
    (listed,) = post("list", "--json", by=False).document
    assert (listed["state"], listed["items"][0]["outcome"]) == ("signed", "received")
    assert offered["number"] in post("list", "--direction", "in", by=False).out
    late = post("late", "--from", "2025-07-01", "--to", "2099-12-31", by=False)
    assert offered["number"] in late.out


def test_a_void_record_says_so(post, file):
    number = post("record", file(), "--json").document["number"]
    assert post("decline", number, "--reason", "Thiếu phong bì").out.strip() == f"Record {number} is void."
    assert post("sign", number).code == 1


@pytest.mark.parametrize(
    ("changed", "code", "named"),
    [
        ({"brought": [{"sender": "A"}]}, 1, "Line 1"),
        ({"brought": []}, 1, "envelope"),
        ({"postman": ""}, 1, "postman"),
        ({"carrier": "dove"}, 1, "dove"),
        ({"brought": "x"}, 2, "brought"),
        ({"stamp": 1}, 2, "stamp"),
        (
            {"taken": [{"code": "H20.321-250701-9999", "addressee": "A", "copies": 1}]},
            1,
            "H20.321-250701-9999",
        ),
    ],
)
def test_a_file_that_says_something_wrong_is_one_sentence(post, file, changed, code, named):
    said = post("record", file(**changed))
    assert (said.code, said.out.strip()) == (code, "")
    assert named in said.err


def test_files_that_cannot_be_read_are_named(post, tmp_path, file):
    missing = tmp_path / "nothing.json"
    assert missing.name in post("record", missing).err.replace(" ", "").replace("\n", "")
    number = post("record", file(), "--json").document["number"]
    assert missing.name in post("sign", number, "--scan", missing).err.replace(" ", "").replace("\n", "")


def test_an_empty_book_says_so(post):
    assert post("list", by=False).out.strip() == "There are no records."
    assert "past" in post("late", "--from", "2026-01-01", "--to", "2026-01-31", by=False).out
