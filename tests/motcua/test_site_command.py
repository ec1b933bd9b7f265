"""`motcua site` opens, changes and closes the unit's doors, and shows which device stands where."""

import shutil

import pytest

from application.founding import found
from tests.motcua.commands import motcua

TOLD = ("--name", "Bưu cục Mỹ Tân", "--name-en", "My Tan post office", "--place", "Chợ Mỹ Tân")


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    root = tmp_path_factory.mktemp("office") / "store"
    found(root).close()
    return root


@pytest.fixture
def site(founded, tmp_path):
    store = shutil.copytree(founded, tmp_path / "store")

    def run(*words, language="en"):
        return motcua("site", *words, "--store", store, language=language)

    return run


def test_a_desk_in_a_post_office_from_its_first_to_its_last_day(site):
    opened = site("open", "buu-cuc", *TOLD, "--counter", "9", "--hours", "08:00-11:00", "--weekday", "1")
    assert opened.out.strip() == "Site My Tan post office was opened."
    assert site("place", "buu-cuc", "desk-2", "--json").document["devices"] == ["desk-2"]
    changed = site("change", "buu-cuc", *TOLD, "--why", "Làm cả ngày", language="vi")
    assert changed.out.strip() == "Đã đổi thông tin điểm tiếp nhận Bưu cục Mỹ Tân."
    centre, post_office = site("list", "--json").document
    assert "desk-2" not in centre["devices"]
    assert (post_office["kind"], post_office["hours"]) == ("post_office", [])
    assert site("close", "buu-cuc", "--why", "Hết hợp đồng").code == 0
    assert "closed" in site("list").out


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        (("open", "Bưu cục", *TOLD), 1, "Bưu cục"),
        (("open", "buu-cuc", *TOLD, "--kind", "cafe"), 1, "cafe"),
        (("open", "buu-cuc", *TOLD, "--hours", "sáng"), 2, "sáng"),
        (("open", "buu-cuc", *TOLD, "--hours", "11:00-08:00"), 1, "07:30-11:30"),
        (("place", "nowhere", "desk-2"), 1, "nowhere"),
        (("close", "nowhere", "--why", "x"), 1, "nowhere"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_with_its_cure(site, words, code, named):
    said = site(*words)
    assert (said.code, said.out) == (code, "")
    assert named in said.err
