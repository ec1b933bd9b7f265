"""Whatever happens can be told: each fact has a sentence in each language, filled from the fact, without a person."""

import types
import typing

import msgspec
import pytest

from application.envelope import OFFICE, Event, public
from application.histories import GROUPS, NOTHING, SPOKEN_AS, history_line, sentence
from application.reference import Knowledge, groups_by_key, stream_id
from audit.trail import _blanks
from domain.fact import FACTS
from domain.staff import Officer
from projections.trail import AuditTrail, TrailRow, blanks_of
from wording import languages, sayings

KNOWN = Knowledge(officers={"nt.hoa": Officer(officer="nt.hoa", name="Nguyễn Thị Hoa")})
ALL = [(name, language) for name in FACTS for language in languages()]


def sample(hint, name=""):
    """A plausible value of a type, with everything in it filled."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return next(part for part in parts if part)
    if origin in {typing.Union, types.UnionType}:
        return sample(parts[0], name)
    if origin is tuple:
        count = 1 if parts[-1] is Ellipsis else len(parts)
        return tuple(sample(part, name) for part in parts[:count])
    if origin is dict:
        return {"key": sample(parts[1])}
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return filled(hint)
    if hint is str:
        day = {"date", "day", "answer_by", "valid_from", "valid_to"}
        return "2026-03-05" if name in day else f"x{name}"
    return {int: 7, bool: True}[hint]


def filled(kind, *, whole=True):
    hints = typing.get_type_hints(kind)
    wanted = [field for field in msgspec.structs.fields(kind) if whole or field.required]
    return kind(**{field.name: sample(hints[field.name], field.name) for field in wanted})


def told(fact):
    """The blanks of a fact as pages get them, and as the audit trail keeps them where it follows the fact."""
    event = Event(
        originator_id=stream_id("1", "x", "y"), originator_version=1, unit="1", actor=OFFICE, command="",
        occurred_at=1, recorded_at=1, fact=fact,
    )  # fmt: skip
    found = [history_line(event, KNOWN).blanks]
    if fact.NAME in AuditTrail.topics:
        kind = "ticket" if fact.NAME.startswith(("ticket.", "guidance.")) else "dossier"
        row = TrailRow("", 1, 1, 1, 1, fact.NAME, kind, "", "", "", "A007", "", 0, 0, "", "",
                       msgspec.json.encode(blanks_of(public(fact))).decode())  # fmt: skip
        found.append(_blanks(row, KNOWN))
    return found


@pytest.mark.parametrize(("name", "language"), ALL)
def test_every_fact_has_a_sentence_whose_every_blank_it_fills(name, language):
    used = sayings(language)[f"history.{name}"].blanks
    for blanks in told(filled(FACTS[name])):
        assert used <= blanks.keys()
        assert NOTHING not in sentence(name, blanks, language)


@pytest.mark.parametrize(("name", "language"), ALL)
def test_a_fact_with_only_what_it_must_have_is_told_without_a_gap(name, language):
    for blanks in told(filled(FACTS[name], whole=False)):
        words = sentence(name, blanks, language)
        assert NOTHING not in words
        assert "  " not in words
        assert "None" not in words


@pytest.mark.parametrize(("name", "language"), ALL)
def test_no_sentence_uses_what_is_about_a_person(name, language):
    keys = [
        key for key in sayings(language) if key == f"history.{name}" or key.startswith(f"history.{name}.")
    ]
    for key in keys:
        assert not sayings(language)[key].blanks & {*FACTS[name].SEALED, "helper", "lookup"}


def choices(hint):
    if typing.get_origin(hint) is typing.Literal:
        return typing.get_args(hint)
    return tuple(choice for part in typing.get_args(hint) for choice in choices(part))


@pytest.mark.parametrize(("name", "language"), ALL)
def test_every_choice_that_a_sentence_tells_has_words(name, language):
    hints = typing.get_type_hints(FACTS[name])
    for blank in sayings(language)[f"history.{name}"].blanks & hints.keys():
        for choice in choices(hints[blank]):
            assert f"history.word.{SPOKEN_AS.get(blank, blank)}.{choice or 'none'}" in sayings(language)


def test_every_history_key_belongs_to_a_fact():
    for key in sayings("vi"):
        if key.startswith("history.") and not key.startswith("history.word."):
            topic = key.removeprefix("history.").partition(".without_")[0]
            assert topic in FACTS


def test_days_amounts_people_and_groups_are_told_as_the_language_writes_them():
    group = next(iter(groups_by_key().values()))
    assert sentence("ticket.issued", {"number": "A001", "group": group.key}, "en").endswith(
        f"“{group.name_en}”"
    )
    assert "01/7/2026" in sentence("dossier.accepted", {"code": "C", "due": "2026-07-01"}, "vi")
    assert "1 July 2026" in sentence("dossier.accepted", {"code": "C", "due": "2026-07-01"}, "en")
    assert "50.000 đồng" in sentence("fee.paid", {"amount_vnd": "50000", "receipt": "7"}, "vi")
    assert {"from_group", "to_group"} <= GROUPS


def test_officers_are_told_by_their_public_names():
    assigned = FACTS["dossier.assigned"](officer="nt.hoa")
    for blanks in told(assigned):
        assert "Nguyễn Thị Hoa" in sentence("dossier.assigned", blanks)


def test_a_sentence_with_an_empty_blank_gives_way_to_its_shorter_form():
    assert sentence("dossier.accepted", {"code": "C", "due": ""}) == "Đã tiếp nhận hồ sơ C"
    assert sentence("dossier.accepted", {"code": "C"}) == "Đã tiếp nhận hồ sơ C"
    assert sentence("handover.offered", {"from_officer": "a"}).endswith(NOTHING)


def test_the_digest_of_a_secret_is_never_among_the_blanks():
    accepted = filled(FACTS["dossier.accepted"])
    assert all("lookup" not in blanks for blanks in told(accepted))
    assert all("applicant" not in blanks for blanks in told(accepted))
