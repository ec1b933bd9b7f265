"""`motcua rules` says which value comes from which rule set, and lets a named person sign a set off."""

import json

import pytest

from application.founding import found
from tests.motcua.commands import motcua


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    root = tmp_path_factory.mktemp("office") / "store"
    found(root).close()
    return root


@pytest.fixture
def own(tmp_path):
    found(tmp_path / "store").close()
    return tmp_path / "store"


@pytest.fixture
def overlay(tmp_path):
    path = tmp_path / "overlay.json"
    said = {
        "ruleset": "xa-2099",
        "valid_from": "2099-01-01",
        "level": "commune",
        "scope": "28321",
        "procedures": ["1.004873"],
        "parameters": {"limit": "2wd"},
        "basis": {"limit": "Nghị quyết HĐND xã"},
    }

    def write(**changes):
        path.write_text(json.dumps(said | changes, ensure_ascii=False), encoding="utf-8")
        return path

    return write


def test_every_set_is_listed_with_its_day_and_that_nobody_signed_it(store):
    listed = motcua("rules", "list", "--store", store, language="vi")
    assert "luat-ho-tich-2026" in listed.out
    assert "01/3/2027" in listed.out
    assert listed.out.count("chưa ai xác nhận") == 4
    names = [each["ruleset"] for each in motcua("rules", "list", "--store", store, "--json").document]
    assert names == ["nd118-2025", "nd367-2025", "nd224-2026", "luat-ho-tich-2026"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_parameter_of_the_product_has_words_and_a_provision(store, language):
    for each in motcua("rules", "list", "--store", store, "--json").document:
        shown = motcua("rules", "show", each["ruleset"], "--store", store, language=language)
        assert shown.code == 0
        assert not [name for name in each["parameters"] if "_" in name and name in shown.out]
        assert all(basis.split(";")[0][:12] in shown.out for basis in each["basis"].values())


def test_a_birth_is_explained_by_the_law_of_its_day(store):
    def explained(day):
        return motcua("rules", "explain", "1.001193", "--on", day, "--store", store, "--json").document

    old, new = explained("2027-02-26"), explained("01/03/2027")
    assert (old["ruleset"], new["ruleset"]) == ("nd224-2026", "luat-ho-tich-2026")
    assert new["values"]["same_day_cutoff"]["basis"] == "Luật Hộ tịch 03/2026/QH16"
    assert new["values"]["apologies"]["ruleset"] == "nd118-2025"
    assert new["limit"] == old["limit"]


def test_people_read_the_values_with_their_sources(store):
    said = motcua("rules", "explain", "1.001193", "--on", "2027-03-01", "--store", store, language="vi")
    assert "Hồ sơ nhận ngày 01/3/2027 theo bộ quy định luat-ho-tich-2026." in said.out
    assert "Giờ chốt trả trong ngày" in said.out
    assert "chưa đối chiếu" in said.out


def test_an_overlay_is_adopted_from_a_file_signed_off_and_ended(own, overlay):
    assert motcua("rules", "adopt", overlay(), "--store", own).code == 0
    explain = ("rules", "explain", "1.004873", "--on", "2099-06-01", "--store", own, "--json")
    assert motcua(*explain).document["limit"]["value"] == 2
    said = motcua("rules", "confirm", "xa-2099", "--by", "Lê Văn Tư", "--store", own)
    assert "Lê Văn Tư" in said.out
    assert motcua(*explain).document["values"]["limit"]["confirmed"]
    again = motcua("rules", "confirm", "xa-2099", "--by", "Lê Văn Tư", "--store", own)
    assert (again.code, again.out) == (1, "")
    ended = motcua(
        "rules", "withdraw", "xa-2099", "--until", "2099-02-01", "--why", "hết thí điểm", "--store", own
    )
    assert ended.code == 0
    assert motcua(*explain).document["limit"]["value"] == 3


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"parameters": {"limit": "4wd"}}, "3wd"),
        ({"parameters": {"fee_percent": 120}, "basis": {"fee_percent": "x"}}, "120%"),
        ({"parameters": {"clock_policy": "shift"}, "basis": {"clock_policy": "x"}}, "clock_policy"),
        ({"valid_from": "2020-01-01"}, "tomorrow"),
        ({"valid_form": "2099-01-01"}, "valid_form"),
    ],
)
def test_a_file_that_cannot_be_adopted_says_why_and_what_to_do(own, overlay, changes, told):
    said = motcua("rules", "adopt", overlay(**changes), "--store", own)
    assert (said.code, said.out) == (1, "")
    assert told in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "nothing"), 1),
        (("explain", "9.999999"), 1),
        (("explain", "1.001193", "--on", "yesterday"), 2),
        (("explain", "1.001193", "--on", "2020-01-01"), 1),
        (("adopt", "nowhere.json"), 2),
        (("confirm", "nd118-2025", "--by", " "), 1),
    ],
)
def test_what_cannot_be_answered_is_one_clear_sentence(store, arguments, code):
    said = motcua("rules", *arguments, "--store", store)
    assert (said.code, said.out) == (code, "")
    assert said.err.endswith(".")
