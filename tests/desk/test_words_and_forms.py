"""Everything a form asks has words and fits the office's methods; what is typed is read as people mean it."""

import inspect
import re
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import convert
from msgspec.structs import replace

import desk
from application.ports import DossiersDoor, Wanted
from application.reading import ACTS as OFFERED
from application.views import InboxLine
from desk import acts, telling
from desk.checklist import full, handed_in, is_enough, missing
from desk.choices import ARRANGED
from desk.day_acts import DAY_ACTS
from desk.fields import READERS, CannotRead, Field, read
from desk.personal_id import PROVINCES, doubt, plain
from desk.screens.appointments import AppointmentsPage, RoutePage
from desk.screens.cash import CashPage
from desk.screens.post import PostPage
from desk.typed import as_typed, moment
from desk.words import composed, days_left, runs, time_left
from domain.catalogue import RequiredDocument
from domain.dossier import Form
from domain.dossier.state import Delivery, PauseReason
from domain.fact import FACTS
from domain.tariff import Group
from tests.desk.conftest import moment as at
from wording import say, sayings
from wording.dates import sheets_text

FORM = RequiredDocument(name="Tờ khai", originals=1)
COPY = RequiredDocument(name="Giấy kết hôn", copies=2)
MAYBE = RequiredDocument(name="Ảnh", copies=1, optional=True)
PROXY = RequiredDocument(name="Văn bản ủy quyền", originals=1, group="Nộp thay")
PROOF = RequiredDocument(name="Giấy tờ người được ủy quyền", copies=1, group="Nộp thay")
PAPERS = (FORM, COPY, MAYBE, PROXY, PROOF)


def test_every_act_the_office_offers_has_a_form():
    assert set(OFFERED.values()) - acts.AT_INTAKE == set(acts.ACTS)


@pytest.mark.parametrize("act", acts.ACTS)
def test_a_form_asks_exactly_what_its_method_takes(act):
    taken = inspect.signature(getattr(DossiersDoor, act)).parameters
    asked = {field.key for field in acts.ACTS[act].fields}
    must = {name for name, parameter in taken.items() if parameter.default is parameter.empty}
    given_anyway = {"self", "dossier", "by", "seen", "ticket"}

    assert must - given_anyway <= asked <= set(taken) - given_anyway
    assert ("seen" in taken) == acts.ACTS[act].seen


FORMS = (
    *(act.fields for act in acts.ACTS.values()),
    *acts.TICKET_ACTS.values(),
    *DAY_ACTS.values(),
    acts.GUIDE,
    acts.REFUSE,
    acts.ASK_AT_INTAKE,
    acts.FIND,
    acts.OPEN,
    tuple(each.field for each in acts.INTAKE),
)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_field_choice_and_act_has_words(language):
    known = sayings(language)
    wanted = {f"desk.act.{act}" for act in (*acts.ACTS, *acts.AT_INTAKE, "take_in", "guide")}
    wanted |= {f"desk.act_hint.{act}" for act in acts.ACTS}
    wanted |= {f"desk.{part}.{act}" for act in acts.TICKET_ACTS for part in ("ticket_act", "ticket_hint")}
    wanted |= {f"desk.{part}.{act}" for act in DAY_ACTS for part in ("day_act", "day_hint")}
    for field in (field for form in FORMS for field in form):
        wanted.add(field.called)
        wanted |= {f"desk.how.{field.hint}"} if field.hint else set()
        wanted |= {f"{field.words or f'desk.choice.{field.key}'}.{choice}" for choice in field.choices}
    dossier_facts = {name for name in FACTS if f"desk.happened.{name}" in known}

    assert sorted(wanted - set(known)) == []
    assert dossier_facts >= set(OFFERED)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_pages_of_the_day_have_words(language):
    known = set(sayings(language))
    pages = (AppointmentsPage, RoutePage, PostPage, CashPage)
    wanted = {f"desk.{part}.{page.NAME}" for page in pages for part in ("day", "day_empty", "work")}
    wanted |= {f"desk.day_column.{column[0]}" for page in pages for column in page.COLUMNS}
    wanted |= {f"desk.day_key.{act}" for page in pages for _, act, _ in page.KEYS}
    wanted |= {f"tariff.group.{group}" for group in get_args(Group)}
    wanted |= {f"desk.paper.{form}" for form in (*get_args(Form), "M06")}
    wanted |= {f"desk.file.pause_why.{why}" for why in get_args(PauseReason)}
    wanted |= {f"desk.file.delivery_state.{state}" for state in get_args(Delivery)}

    assert sorted(wanted - known) == []


@pytest.mark.parametrize("page", [AppointmentsPage, RoutePage, PostPage, CashPage])
def test_every_key_of_a_page_does_one_thing(page):
    keys = [key for key, _, _ in page.KEYS]

    assert len(keys) == len(set(keys))
    assert {act for _, act, _ in page.KEYS} <= set(DAY_ACTS)


@pytest.mark.parametrize("kind", sorted(set(READERS) - {"numbered", "items"}))
@pytest.mark.parametrize("typed", ["", "a | b | c | d | e | f | g"])
def test_what_can_be_read_wrong_has_a_sentence_in_both_languages(kind, typed):
    with pytest.raises(CannotRead) as cannot:
        read(Field(key="field", kind=kind), typed)
    for language in ("vi", "en"):
        said = f"desk.form.cannot_read.{cannot.value.why}"
        assert say(said, language, field="x", **cannot.value.blanks)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_word_a_screen_asks_for_exists(language):
    known = sayings(language)
    asked = set()
    for path in Path(desk.__path__[0]).rglob("*.py"):
        asked |= set(
            re.findall(r'words\(\s*"([a-z_.]+)"|say\(\s*"([a-z_.]+)"', path.read_text(encoding="utf-8"))
        )
    keys = {first or second for first, second in asked}
    told = Path(telling.__file__).read_text(encoding="utf-8")
    keys |= {f"desk.file.{key}" for key in re.findall(r'phrase\(\s*"([a-z_.]+)"', told)}

    assert len(keys) > 100
    assert sorted(keys - set(known)) == []


@pytest.mark.parametrize("typed", ["50000", "50.000", "50 000", "50,000 đ"])
def test_money_is_read_as_people_write_it(typed):
    assert read(Field(key="amount_vnd", kind="number"), typed) == 50_000


@pytest.mark.parametrize("typed", ["27/11/2026", "27-11-2026", "2026-11-27", "27.11.2026"])
def test_a_day_is_read_as_people_write_it(typed):
    assert read(Field(key="new_due", kind="date"), typed) == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("kind", "typed", "why"),
    [
        ("number", "năm mươi", "number"),
        ("date", "31/02/2026", "date"),
        ("date", "mai", "date"),
        ("line", "  ", "empty"),
        ("items", "\n - \n", "empty"),
        ("moment", "27/11/2026", "moment"),
        ("moment", "25:00 27/11/2026", "moment"),
        ("moment", "14:30", "moment"),
        ("wanted", "Giấy kết hôn | hai", "wanted"),
        ("wanted", " | 1", "wanted"),
        ("legs", "Công an xã | Xác nhận", "legs"),
        ("legs", "Công an xã | Xác nhận | 0", "legs"),
        ("legs", "Công an xã | Xác nhận | 2 | đâu đó", "legs"),
        ("envelopes", "Sùng A Dơ | 1.001193 | hai", "envelopes"),
        ("results", "H38.28.96-261124-0001", "results"),
    ],
)
def test_what_cannot_be_read_is_named(kind, typed, why):
    with pytest.raises(CannotRead) as cannot:
        read(Field(key="field", kind=kind), typed)
    assert cannot.value.why == why


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_every_day_written_is_the_day_read(day):
    assert read(Field(key="day", kind="date"), f"{day:%d/%m/}{day.year}") == day


@given(
    st.text(),
    st.sampled_from(
        ["line", "text", "number", "date", "moment", "items", "wanted", "legs", "envelopes", "results"]
    ),
)
def test_reading_a_form_never_raises_anything_but_its_own_sentence(typed, kind):
    with suppress(CannotRead):
        read(Field(key="field", kind=kind), typed)


def test_lists_are_one_paper_to_a_line():
    assert read(Field(key="items", kind="items"), " - Tờ khai\n\n• Giấy chứng sinh ") == (
        "Tờ khai",
        "Giấy chứng sinh",
    )


@pytest.mark.parametrize(
    "typed",
    [
        "14:30 27/11/2026",
        "27/11/2026 14h30",
        "14 giờ 30 ngày 27-11-2026",
        "2026-11-27 14:30",
        "27.11.2026 lúc 14g30",
        "14.30, 27/11/2026",
    ],
)
def test_an_hour_on_a_day_is_read_as_people_write_it(typed):
    assert read(Field(key="visit_at", kind="moment"), typed) == at("2026-11-27T14:30")


def test_a_full_hour_needs_no_minutes():
    assert moment("9h 27/11/2026") == moment("27/11/2026 9 giờ") == at("2026-11-27T09:00")


def test_a_paper_asked_for_needs_only_its_name():
    assert read(Field(key="items", kind="wanted"), "Giấy kết hôn\nẢnh thẻ | | | 2 | Điều 5") == (
        Wanted(name="Giấy kết hôn"),
        Wanted(name="Ảnh thẻ", originals=0, copies=2, basis="Điều 5"),
    )


@given(
    st.builds(
        Wanted,
        name=st.sampled_from(["Giấy kết hôn", "Ảnh thẻ"]),
        originals=st.integers(0, 9),
        certified=st.integers(0, 9),
        copies=st.integers(0, 9),
        basis=st.sampled_from(["", "Điều 5"]),
    ).filter(lambda paper: paper.originals + paper.certified + paper.copies > 0)
)
def test_a_paper_written_down_is_the_paper_read(paper):
    assert read(Field(key="items", kind="wanted"), as_typed(paper)) == (paper,)


def test_other_agencies_are_outside_the_commune_unless_it_is_said():
    legs = read(Field(key="legs", kind="legs"), "Công an | Xác nhận | 2 ngày\nĐịa chính | Đo | 1 | trong xã")

    assert legs == (("Công an", "Xác nhận", 2, True), ("Địa chính", "Đo", 1, False))


@pytest.mark.parametrize(("typed", "lead"), [("", "Công an"), ("2", "Địa chính"), ("Địa chính", "Địa chính")])
def test_who_leads_may_be_left_to_the_form(typed, lead):
    legs = (("Công an", "Xác nhận", 2, True), ("Địa chính", "Đo", 1, False))

    assert ARRANGED["plan_referral"]({"lead": typed, "legs": legs})["lead"] == lead


def test_decomposed_letters_become_one_letter():
    assert read(Field(key="reason"), "thie\u0302\u0301u") == "thiếu"
    assert composed("e\u0302\u0301") == "ế"


def test_papers_for_one_case_are_needed_only_once_the_case_applies():
    assert missing(PAPERS, {}) == ("Tờ khai", "Giấy kết hôn")
    assert missing(PAPERS, {"Tờ khai": (1, 0), "Giấy kết hôn": (0, 2), "Văn bản ủy quyền": (1, 0)}) == (
        PROOF.name,
    )


@given(st.sampled_from(PAPERS), st.integers(0, 9), st.integers(0, 9))
def test_a_full_paper_is_enough_and_more_is_too(paper, more, still_more):
    originals, copies = full(paper)
    assert is_enough(paper, (originals + more, copies + still_more))


def test_a_paper_without_a_number_is_in_with_one_sheet():
    loose = RequiredDocument(name="Giấy tờ khác")
    assert not is_enough(loose, (0, 0))
    assert is_enough(loose, (0, 1))


def test_only_what_lies_on_the_desk_is_listed():
    assert handed_in({"Tờ khai": (1, 0), "Ảnh": (0, 0)}) == (("Tờ khai", 1, 0),)
    assert sheets_text(1, 0, "vi") == "1 bản chính"
    assert sheets_text(1, 2, "en") == "1 original, 2 copies"


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("", ""),
        ("035199000123", ""),
        ("035 199 000 123", ""),
        ("038304012345", ""),
        ("03519900012", "length"),
        ("03519900012a", "letters"),
        ("003199000123", "province"),
        ("000199000123", "province"),
        ("035999000123", "future"),
        ("100199000123", ""),
    ],
)
def test_a_personal_id_is_doubted_by_its_structure(typed, wrong):
    assert doubt(typed, 2026) == wrong


def test_there_are_63_provinces():
    assert len(PROVINCES) == 63
    assert plain(" 035.199-000 123 ") == "035199000123"


@pytest.mark.parametrize("status", [3, 5, 8, 9, 10])
def test_a_dossier_that_waits_for_the_citizen_or_has_ended_is_not_late(status):
    waiting = convert(
        {name: 0 if kind in {int, "int"} else "" for name, kind in InboxLine.__annotations__.items()}
        | {"status": status, "due_date": "2025-12-25", "days_left": -226},
        InboxLine,
    )

    assert not runs(waiting)
    assert time_left(waiting, "vi") == "—"
    assert time_left(replace(waiting, status=4), "vi") == "quá hạn 226 ngày"


def test_lateness_is_said_in_words():
    assert days_left(-2, True, "vi") == "quá hạn 2 ngày"
    assert days_left(0, True, "vi") == "hôm nay"
    assert days_left(1, True, "en") == "1 day left"
    assert days_left(0, False, "vi") == "không hẹn ngày"
