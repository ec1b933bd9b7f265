"""Each procedure has dated versions, one in force on a day; and people find it by the words they use."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.catalogue import (
    AlreadyOffered,
    AnotherProcedure,
    BeforeLastVersion,
    CodeMalformed,
    DocumentMalformed,
    FeeNegative,
    Limit,
    LimitMalformed,
    Listing,
    NoChannel,
    NoLongerOffered,
    NotAValidityDate,
    NothingChanged,
    NotYetOffered,
    Procedure,
    ProcedureNameMissing,
    RequiredDocument,
    Synonym,
    UnknownProcedure,
    compare,
    evolve,
    fold,
    is_offered,
    on,
    publish,
    repeal,
    revise,
    search,
)
from domain.office import OfficeOpened

BIRTH = Procedure(
    code="1.001193",
    name="Thủ tục đăng ký khai sinh",
    name_en="Birth registration",
    field="Hộ tịch",
    group="civil_status",
    limit=Limit(unit="same_day", cutoff="15:00"),
    channels=("counter", "online"),
    documents=(RequiredDocument(name="Giấy chứng sinh", originals=1),),
    fee_vnd=0,
)
FREE_OF_FORMS = replace(BIRTH, documents=(), fee_note="miễn phí")


def named(code, name, name_en="", field="Hộ tịch"):
    return replace(BIRTH, code=code, name=name, name_en=name_en, field=field)


def listed(*decisions):
    listing = Listing()
    for decide, arguments in decisions:
        listing = evolve(listing, decide(listing, **arguments))
    return listing


@pytest.fixture
def offered():
    return listed((publish, {"procedure": BIRTH, "valid_from": "2025-07-01"}))


@pytest.fixture
def changing(offered):
    return evolve(offered, revise(offered, procedure=FREE_OF_FORMS, valid_from="2027-03-01"))


def test_a_published_procedure_is_offered_from_its_first_day(offered):
    assert on(offered, "2025-07-01").procedure == BIRTH
    assert is_offered(offered, "2030-01-01")
    assert not is_offered(offered, "2025-06-30")
    with pytest.raises(NotYetOffered):
        on(offered, "2025-06-30")


def test_nobody_can_ask_for_what_was_never_published():
    with pytest.raises(UnknownProcedure):
        on(Listing(), "2026-11-24")
    with pytest.raises(UnknownProcedure):
        repeal(Listing(), valid_to="2026-11-24")
    assert not is_offered(Listing(), "2026-11-24")


def test_the_old_version_stands_until_the_day_the_new_one_begins(changing):
    assert on(changing, "2027-02-28").version == 1
    assert on(changing, "2027-03-01").version == 2
    assert on(changing, "2027-03-01").procedure == FREE_OF_FORMS


def test_a_revision_names_the_fields_it_changes(offered):
    fact = revise(offered, procedure=FREE_OF_FORMS, valid_from="2027-03-01")
    assert (fact.version, fact.changed) == (2, ("documents", "fee_note"))


def test_a_revision_that_says_the_same_is_refused(offered):
    with pytest.raises(NothingChanged):
        revise(offered, procedure=BIRTH, valid_from="2027-03-01")


def test_a_revision_begins_no_earlier_than_the_one_before(changing):
    with pytest.raises(BeforeLastVersion):
        revise(changing, procedure=BIRTH, valid_from="2027-02-28")


def test_a_revision_keeps_the_code(offered):
    with pytest.raises(AnotherProcedure):
        revise(offered, procedure=replace(FREE_OF_FORMS, code="1.001194"), valid_from="2027-03-01")


def test_a_published_procedure_is_not_published_again(offered):
    with pytest.raises(AlreadyOffered):
        publish(offered, procedure=FREE_OF_FORMS, valid_from="2027-03-01")


def test_a_repealed_procedure_is_offered_up_to_the_day_of_the_repeal(offered):
    gone = evolve(offered, repeal(offered, valid_to="2026-09-08", why="thay bằng 3.000722"))
    assert on(gone, "2026-09-07").version == 1
    with pytest.raises(NoLongerOffered):
        on(gone, "2026-09-08")
    assert not is_offered(gone, "2026-09-08")
    with pytest.raises(NoLongerOffered):
        revise(gone, procedure=FREE_OF_FORMS, valid_from="2027-01-01")
    with pytest.raises(NoLongerOffered):
        repeal(gone, valid_to="2027-01-01")


def test_a_repeal_also_stops_the_version_that_was_still_to_come(changing):
    gone = evolve(changing, repeal(changing, valid_to="2026-12-01"))
    assert on(gone, "2026-11-30").version == 1
    for day in ("2026-12-01", "2027-03-01"):
        with pytest.raises(NoLongerOffered):
            on(gone, day)


def test_a_repeal_does_not_reach_back_before_the_first_day(offered):
    with pytest.raises(BeforeLastVersion):
        repeal(offered, valid_to="2025-06-30")


def test_a_repealed_procedure_may_come_back_with_the_next_number(offered):
    gone = evolve(offered, repeal(offered, valid_to="2026-09-08"))
    with pytest.raises(BeforeLastVersion):
        publish(gone, procedure=BIRTH, valid_from="2026-09-01")
    back = evolve(gone, publish(gone, procedure=BIRTH, valid_from="2027-01-01"))
    assert on(back, "2027-01-01").version == 2
    with pytest.raises(NoLongerOffered):
        on(back, "2026-12-31")


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"code": "khai-sinh"}, CodeMalformed),
        ({"code": ""}, CodeMalformed),
        ({"name": "  "}, ProcedureNameMissing),
        ({"field": ""}, ProcedureNameMissing),
        ({"limit": Limit(unit="working_day")}, LimitMalformed),
        ({"limit": Limit(unit="working_day", value=0)}, LimitMalformed),
        ({"limit": Limit(unit="working_day", value=3, cutoff="15:00")}, LimitMalformed),
        ({"limit": Limit(unit="same_day", value=1)}, LimitMalformed),
        ({"limit": Limit(unit="same_day", cutoff="15h")}, LimitMalformed),
        ({"fee_vnd": -1}, FeeNegative),
        ({"channels": ()}, NoChannel),
        ({"documents": (RequiredDocument(name=""),)}, DocumentMalformed),
        ({"documents": (RequiredDocument(name="Đơn", copies=-1),)}, DocumentMalformed),
    ],
)
def test_a_procedure_no_notice_board_could_show_is_refused(offered, wrong, refusal):
    with pytest.raises(refusal):
        publish(Listing(), procedure=replace(BIRTH, **wrong), valid_from="2026-01-01")


@pytest.mark.parametrize("day", ["2026-02-30", "1/1/2026", "20260101", ""])
def test_a_version_is_valid_from_a_day_that_exists(offered, day):
    with pytest.raises(NotAValidityDate):
        publish(Listing(), procedure=BIRTH, valid_from=day)
    with pytest.raises(NotAValidityDate):
        repeal(offered, valid_to=day)


def test_a_code_may_name_the_unit_behind_it():
    assert publish(Listing(), procedure=replace(BIRTH, code="1.000948.H38"), valid_from="2026-01-01")


def test_a_fact_of_another_capability_changes_no_listing(offered):
    opened = OfficeOpened(unit="28321", agency="H20.321", name="Trung tâm", name_en="Centre")
    assert evolve(offered, opened) is offered


DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31)).map(str)


@given(st.lists(DAYS, min_size=1, max_size=6), DAYS)
def test_on_any_day_the_latest_version_begun_by_then_is_in_force(beginnings, day):
    beginnings.sort()
    listing = listed((publish, {"procedure": BIRTH, "valid_from": beginnings[0]}))
    for number, begins in enumerate(beginnings[1:], 2):
        listing = evolve(
            listing, revise(listing, procedure=replace(BIRTH, fee_vnd=number), valid_from=begins)
        )
    begun = sum(begins <= day for begins in beginnings)
    if begun:
        assert on(listing, day).version == begun
    else:
        with pytest.raises(NotYetOffered):
            on(listing, day)


@given(st.lists(DAYS, min_size=1, max_size=4), DAYS, DAYS)
def test_a_repeal_changes_nothing_before_its_day_and_leaves_nothing_after(beginnings, ends, day):
    beginnings.sort()
    listing = listed((publish, {"procedure": BIRTH, "valid_from": beginnings[0]}))
    for number, begins in enumerate(beginnings[1:], 2):
        listing = evolve(
            listing, revise(listing, procedure=replace(BIRTH, fee_vnd=number), valid_from=begins)
        )
    ends = max(ends, beginnings[0])
    gone = evolve(listing, repeal(listing, valid_to=ends))
    assert is_offered(gone, day) == (is_offered(listing, day) and day < ends)


def test_a_comparison_puts_every_code_in_exactly_one_place():
    marriage, death = named("1.000894", "Kết hôn"), named("1.000656", "Khai tử")
    current = {each.code: each for each in (BIRTH, marriage)}
    changes = compare(current, [FREE_OF_FORMS, death])
    assert [each.code for each in changes.new] == ["1.000656"]
    assert [(each.procedure.code, each.fields) for each in changes.changed] == [
        ("1.001193", ("documents", "fee_note"))
    ]
    assert changes.gone == ("1.000894",)
    assert changes.any


def test_comparing_a_catalogue_with_itself_finds_nothing():
    changes = compare({BIRTH.code: BIRTH}, [BIRTH])
    assert (changes.unchanged, changes.any) == (("1.001193",), False)


CODES = st.dictionaries(st.sampled_from([f"1.00000{digit}" for digit in range(6)]), st.integers(0, 2))


@given(CODES, CODES)
def test_what_a_comparison_names_turns_the_one_catalogue_into_the_other(before, after):
    current = {code: replace(BIRTH, code=code, fee_vnd=fee) for code, fee in before.items()}
    wanted = [replace(BIRTH, code=code, fee_vnd=fee) for code, fee in after.items()]
    changes = compare(current, wanted)
    result = {code: each for code, each in current.items() if code not in changes.gone}
    result |= {each.code: each for each in changes.new}
    result |= {each.procedure.code: each.procedure for each in changes.changed}
    assert result == {each.code: each for each in wanted}


BOARD = (
    BIRTH,
    named("1.000894", "Thủ tục đăng ký kết hôn", "Marriage registration"),
    named("1.000656", "Thủ tục đăng ký khai tử", "Death registration"),
    named("1.004873", "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân", "Marital status certificate"),
    named("2.000815", "Chứng thực bản sao từ bản chính", "Certify copies", "Chứng thực"),
    named("1.013978", "Đăng ký đất đai, cấp Giấy chứng nhận quyền sử dụng đất", "Land", "Đất đai"),
    named("1.012817", "Xác định lại diện tích đất ở theo số đo thực tế", "Measured area", "Đất đai"),
)
NICKNAMES = (
    Synonym(said="sổ đỏ", meant=("cấp giấy chứng nhận quyền sử dụng đất",), codes=("1.013978",)),
    Synonym(said="độc thân", meant=("tình trạng hôn nhân",)),
    Synonym(said="công chứng", meant=("chứng thực",)),
)


def first(query):
    return search(BOARD, query, NICKNAMES)[0].code


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Sổ đỏ", "so do"), ("ĐĂNG KÝ", "dang ky"), ("Đường", "duong"), ("Ủy ban", "uy ban"), ("", "")],
)
def test_folding_keeps_letters_and_drops_marks(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("khai sinh", "1.001193"),
        ("KHAI SINH", "1.001193"),
        ("dang ky ket hon", "1.000894"),
        ("làm giấy khai sinh cho con", "1.001193"),
        ("khai t", "1.000656"),
        ("marr", "1.000894"),
        ("1.0048", "1.004873"),
        ("so do", "1.013978"),
        ("sổ đỏ", "1.013978"),
        ("giấy độc thân", "1.004873"),
        ("cong chung", "2.000815"),
    ],
)
def test_people_find_what_they_mean(query, code):
    assert first(query) == code


def test_words_typed_with_their_marks_mean_what_the_marks_say():
    assert first("số đo") == "1.012817"


def test_decomposed_letters_are_the_same_letters():
    assert first("khai sinh") == first("khai sinh") == "1.001193"
    assert search(BOARD, "kê\u0301t hôn") == search(BOARD, "kết hôn")


def test_an_empty_query_shows_everything_as_it_comes():
    assert search(BOARD, "  ") == BOARD


def test_words_nobody_uses_find_nothing():
    assert search(BOARD, "phóng tên lửa", NICKNAMES) == ()


@given(st.sampled_from(BOARD), st.integers(1, 40))
def test_every_beginning_of_a_name_finds_its_procedure(procedure, length):
    query = procedure.name[:length]
    assert procedure in search(BOARD, query)
    assert procedure in search(BOARD, fold(query))


def test_a_change_tomorrow_is_not_in_force_today(offered):
    today = date(2026, 11, 24)
    later = evolve(
        offered, revise(offered, procedure=FREE_OF_FORMS, valid_from=str(today + timedelta(days=1)))
    )
    assert on(later, str(today)).procedure == BIRTH
