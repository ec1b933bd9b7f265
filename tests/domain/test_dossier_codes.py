"""A dossier code is read in every pattern in use, written in one, and masks show no more than they must."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dossier import (
    DossierCode,
    format_code,
    local_day,
    mask_id,
    mask_name,
    mask_phone,
    parse_code,
)
from domain.dossier.refusals import NotADossierCode

TODAY = "2026-11-23"


@pytest.mark.parametrize(
    ("text", "agency", "day", "ordinal"),
    [
        ("000.00.19.H47-260105-0001", "000.00.19.H47", "2026-01-05", 1),
        ("H57.132-260804-0583", "H57.132", "2026-08-04", 583),
        ("G09.20-20260609-0092637", "G09.20", "2026-06-09", 92637),
        ("  h57.132 – 260804 – 0583\n", "H57.132", "2026-08-04", 583),
        ("H20.01-261123-10000", "H20.01", "2026-11-23", 10000),
    ],
)
def test_codes_seen_in_the_country_are_understood(text, agency, day, ordinal):
    assert parse_code(text, today=TODAY) == DossierCode(agency, day, ordinal)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "shape"),
        ("A001", "shape"),
        ("H57.132-260804-583", "shape"),
        ("H57.132-260804-٠٥٨٣", "shape"),
        ("1.000948.H38", "procedure"),
        ("2.001218.000.00.00.H38", "procedure"),
        ("1.005129", "procedure"),
        ("H57.132-260230-0001", "date"),
        ("H57.132-20261301-0001", "date"),
        ("H57.132-00000101-0001", "date"),
        ("H57.132-261124-0001", "future"),
        ("H57.132-261123-0000", "ordinal"),
    ],
)
def test_what_is_not_a_dossier_code_is_refused_with_what_is_wrong(text, wrong):
    with pytest.raises(NotADossierCode) as refused:
        parse_code(text, today=TODAY)
    assert refused.value.blanks == {"text": text, "wrong": wrong}


@given(
    st.sampled_from(["H20.01", "000.00.19.H47", "H57.132"]),
    st.dates(date(2018, 6, 21), date(2026, 11, 23)),
    st.integers(1, 9_999_999),
)
def test_a_code_we_write_is_a_code_we_read(agency, day, ordinal):
    code = format_code(agency, day.isoformat(), ordinal)
    assert parse_code(code, today=TODAY) == DossierCode(agency, day.isoformat(), ordinal)


@given(st.text(max_size=30))
def test_anything_typed_gives_a_code_or_a_named_refusal(text):
    with suppress(NotADossierCode):
        assert parse_code(text, today=TODAY).day <= TODAY


def test_the_ordinal_widens_beyond_9999_and_never_wraps():
    assert format_code("H20.01", "2026-11-23", 7) == "H20.01-261123-0007"
    assert format_code("H20.01", "2026-11-23", 10_000) == "H20.01-261123-10000"


def test_the_day_begins_at_midnight_in_vietnam():
    seventeen_utc = 1_795_453_200_000_000
    assert local_day(seventeen_utc - 1) == "2026-11-23"
    assert local_day(seventeen_utc) == "2026-11-24"


@pytest.mark.parametrize(
    ("name", "masked"),
    [("Nguyễn Văn An", "N. V. A."), ("  đặng   ánh ", "Đ. Á."), ("A\u0301nh", "Á."), ("", "")],
)
def test_a_name_shows_only_its_initials(name, masked):
    assert mask_name(name) == masked


def test_an_identity_number_and_a_phone_show_only_their_last_three_digits():
    assert mask_id("035199000123") == "*********123"
    assert mask_phone("0912 345 678") == "*******678"


@pytest.mark.parametrize("short", ["", "1", "123", "123456"])
def test_a_number_too_short_to_hide_behind_three_digits_is_hidden_whole(short):
    assert mask_id(short) == "*" * len(short)
