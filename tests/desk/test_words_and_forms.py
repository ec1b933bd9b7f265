"""Everything a form asks has words and fits the office's methods; what is typed is read as people mean it."""

import inspect
import re
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import convert
from msgspec.structs import replace

import desk
from application.ports import DossiersDoor
from application.reading import ACTS as OFFERED
from application.views import InboxLine
from desk import acts
from desk.checklist import full, handed_in, is_enough, missing
from desk.fields import CannotRead, Field, read
from desk.personal_id import PROVINCES, doubt, plain
from desk.words import composed, days_left, runs, time_left
from domain.catalogue import RequiredDocument
from domain.fact import FACTS
from wording import sayings
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


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_field_choice_and_act_has_words(language):
    known = sayings(language)
    forms = [act.fields for act in acts.ACTS.values()] + list(acts.TICKET_ACTS.values())
    forms += [acts.GUIDE, acts.REFUSE, acts.ASK_AT_INTAKE, acts.FIND, acts.OPEN]
    wanted = {f"desk.act.{act}" for act in (*acts.ACTS, *acts.AT_INTAKE - {"accept"}, "take_in", "guide")}
    wanted |= {f"desk.act_hint.{act}" for act in acts.ACTS}
    wanted |= {f"desk.{part}.{act}" for act in acts.TICKET_ACTS for part in ("ticket_act", "ticket_hint")}
    for field in (field for form in forms for field in form):
        wanted.add(f"desk.field.{field.key}")
        wanted |= {f"{field.words or f'desk.choice.{field.key}'}.{choice}" for choice in field.choices}
    dossier_facts = {name for name in FACTS if f"desk.happened.{name}" in known}

    assert sorted(wanted - set(known)) == []
    assert dossier_facts >= set(OFFERED)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_word_a_screen_asks_for_exists(language):
    known = sayings(language)
    asked = set()
    for path in Path(desk.__path__[0]).rglob("*.py"):
        asked |= set(
            re.findall(r'words\(\s*"([a-z_.]+)"|say\(\s*"([a-z_.]+)"', path.read_text(encoding="utf-8"))
        )
    keys = {first or second for first, second in asked}

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
    ],
)
def test_what_cannot_be_read_is_named(kind, typed, why):
    with pytest.raises(CannotRead) as cannot:
        read(Field(key="field", kind=kind), typed)
    assert cannot.value.why == why


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_every_day_written_is_the_day_read(day):
    assert read(Field(key="day", kind="date"), f"{day:%d/%m/}{day.year}") == day


@given(st.text(), st.sampled_from(["line", "text", "number", "date", "items"]))
def test_reading_a_form_never_raises_anything_but_its_own_sentence(typed, kind):
    with suppress(CannotRead):
        read(Field(key="field", kind=kind), typed)


def test_lists_are_one_paper_to_a_line():
    assert read(Field(key="items", kind="items"), " - Tờ khai\n\n• Giấy chứng sinh ") == (
        "Tờ khai",
        "Giấy chứng sinh",
    )


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
