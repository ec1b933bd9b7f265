"""`motcua guidance` keeps what was explained without a ticket, and reports it by channel and field."""

import shutil

import pytest

from application.founding import found
from tests.motcua.commands import motcua

ALL = ("--from", "2025-07-01", "--to", "31/12/2099")


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    root = tmp_path_factory.mktemp("office") / "store"
    found(root).close()
    return root


@pytest.fixture
def guidance(founded, tmp_path):
    store = shutil.copytree(founded, tmp_path / "store")

    def run(*words, language="en"):
        return motcua("guidance", *words, "--store", store, language=language)

    return run


def test_guidance_by_phone_stands_in_the_report(guidance):
    given = guidance(
        "give", "--channel", "hotline", "--topic", "papers", "--topic", "fees", "--procedure", "1.001193",
        "--missing", "Giấy chứng sinh",
    )  # fmt: skip
    assert given.out.strip() == "The guidance was recorded."
    guidance("give", "--channel", "portal", "--topic", "online", "--json")
    lines = guidance("report", *ALL, "--json").document
    assert [(line["channel"], line["field"], line["given"]) for line in lines] == [
        ("hotline", "Hộ tịch", 1),
        ("portal", "", 1),
    ]
    told = guidance("report", *ALL, language="vi").out
    assert "đường dây nóng" in told
    assert "không thuộc thủ tục nào" in told
    assert told.splitlines()[-1].startswith("Tổng số")


def test_a_quiet_period_says_so(guidance):
    assert guidance("report", *ALL).out.strip() == "No guidance was given in this period."


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        (("give", "--channel", "pigeon", "--topic", "papers"), 1, "pigeon"),
        (("give", "--channel", "hotline", "--topic", "gossip"), 1, "gossip"),
        (("give", "--channel", "hotline", "--topic", "papers", "--procedure", "9.9"), 1, "catalogue"),
        (("give", "--channel", "hotline", "--topic", "papers", "--missing", "A"), 1, "procedure"),
        (("give", "--channel", "home", "--topic", "papers", "--appointment", "LH-1"), 1, "LH-1"),
        (("report", "--from", "x", "--to", "y"), 2, "x"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_with_its_cure(guidance, words, code, named):
    said = guidance(*words)
    assert (said.code, said.out) == (code, "")
    assert named in said.err
