"""Words about a person are sealed: every text of every fact is sealed, or public on purpose and for a stated reason."""

from typing import Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest

import domain  # noqa: F401 - importing it registers every fact
from domain.dossier import Dossier, Due, LimitInForce, Paper, evolve, facts
from domain.dossier.state import Result
from domain.fact import FACTS

PUBLIC: dict[str, tuple[str, tuple[str, ...]]] = {
    "after": (
        "a date",
        (
            "apology.issued",
            "deadline.changed",
        ),
    ),
    "agency": (
        "the unit's own code",
        (
            "dossier.accepted",
            "office.opened",
        ),
    ),
    "answer_by": (
        "a date",
        (
            "intake.supplement_requested",
            "processing.supplement_requested",
        ),
    ),
    "approved_by": (
        "a sign-in name",
        (
            "correction.opened",
            "dossier.stopped",
            "processing.supplement_requested",
            "result.recalled",
        ),
    ),
    "basis": (
        "the article of law: a decision names it in public",
        (
            "deadline.changed",
            "dossier.refused",
            "dossier.stopped",
            "intake.supplement_requested",
            "payment.requested",
            "processing.supplement_requested",
        ),
    ),
    "before": (
        "a date",
        (
            "apology.issued",
            "deadline.changed",
        ),
    ),
    "behind": ("a ticket's label", ("ticket.rejoined",)),
    "by": ("a sign-in name", ("officer.credential_set",)),
    "changed": ("names of the catalogue's fields", ("procedure.revised",)),
    "code": ("a dossier code, gapless and public on the receipt", ("dossier.accepted",)),
    "confirmed_by": ("who checked the rules, a public duty", ("rules.adopted",)),
    "counter": (
        "a counter",
        (
            "officer.sign_in_refused",
            "shift.closed",
            "shift.opened",
            "ticket.called",
            "ticket.missed",
            "ticket.recalled",
            "ticket.service_started",
            "ticket.transferred",
        ),
    ),
    "day": (
        "a date",
        (
            "dossier.accepted",
            "ticket.issued",
        ),
    ),
    "days": (
        "the published calendar",
        (
            "calendar.published",
            "calendar.revised",
        ),
    ),
    "device": ("a device", ("device.registered",)),
    "digest": (
        "a hash of a file",
        (
            "catalogue.imported",
            "result.drafted",
            "result.resolved_at_counter",
            "result.signed",
        ),
    ),
    "dossier": (
        "a stream's id",
        (
            "lookup.performed",
            "ticket.issued",
            "ticket.served",
        ),
    ),
    "drafted_by": ("a sign-in name", ("result.drafted",)),
    "due": (
        "a date",
        (
            "dossier.accepted",
            "payment.confirmed",
            "supplement.completed",
            "withdrawal.declined",
        ),
    ),
    "fault": ("what is wrong with a printer, from the program", ("ticket.print_failed",)),
    "field": (
        "a key of the catalogue",
        (
            "dossier.accepted",
            "dossier.refused",
            "dossier.submitted",
            "intake.supplement_requested",
            "ticket.issued",
        ),
    ),
    "fields": (
        "keys of the catalogue",
        (
            "officer.appointed",
            "officer.roles_changed",
        ),
    ),
    "from_group": ("a key of the service groups", ("ticket.transferred",)),
    "from_officer": (
        "a sign-in name",
        (
            "handover.accepted",
            "handover.declined",
            "handover.offered",
        ),
    ),
    "group": ("a key of the service groups", ("ticket.issued",)),
    "groups": ("keys of the service groups", ("shift.opened",)),
    "hotline": ("the unit's public number", ("office.opened",)),
    "hours": (
        "the published calendar",
        (
            "calendar.published",
            "calendar.revised",
        ),
    ),
    "kind": ("a kind of device", ("device.registered",)),
    "limit": ("the catalogue's time limit", ("dossier.accepted",)),
    "lookup": (
        "the digest of a secret",
        (
            "dossier.accepted",
            "dossier.submitted",
            "intake.supplement_requested",
            "ticket.issued",
        ),
    ),
    "name": (
        "the name of an officer or the unit: public (NĐ 61/2018 Điều 9(7))",
        (
            "office.opened",
            "officer.appointed",
        ),
    ),
    "name_en": ("the unit's name", ("office.opened",)),
    "number": (
        "the running number of a paper",
        (
            "apology.issued",
            "dossier.refused",
            "dossier.stopped",
            "intake.supplement_requested",
            "payment.expired",
            "payment.requested",
            "processing.supplement_requested",
            "result.resolved_at_counter",
            "result.signed",
            "supplement.expired",
            "withdrawal.granted",
        ),
    ),
    "officer": (
        "a sign-in name",
        (
            "dossier.assigned",
            "officer.appointed",
            "ticket.called",
            "ticket.service_started",
        ),
    ),
    "parameters": ("numbers and choices of a rule set", ("rules.adopted",)),
    "passed_over": ("tickets' labels", ("ticket.called",)),
    "phone": ("an officer's phone at work: public (NĐ 61/2018 Điều 9(7))", ("officer.appointed",)),
    "place": ("where a device stands", ("device.registered",)),
    "procedure": (
        "the catalogue, or its key",
        (
            "dossier.accepted",
            "dossier.refused",
            "dossier.submitted",
            "guidance.given",
            "intake.supplement_requested",
            "procedure.published",
            "procedure.revised",
            "ticket.issued",
        ),
    ),
    "procedure_name": ("the catalogue", ("dossier.accepted",)),
    "receipt": (
        "the number of a payment receipt",
        (
            "fee.paid",
            "payment.confirmed",
        ),
    ),
    "ruleset": (
        "a key of the rule sets",
        (
            "dossier.accepted",
            "rules.adopted",
        ),
    ),
    "section": (
        "a key of the unit's sections",
        (
            "dossier.assigned",
            "dossier.forwarded",
            "handover.accepted",
            "handover.offered",
            "officer.appointed",
            "officer.roles_changed",
        ),
    ),
    "series": ("a letter of the ticket series", ("ticket.issued",)),
    "signed_by": (
        "a sign-in name",
        (
            "apology.issued",
            "result.signed",
        ),
    ),
    "source": ("the instrument of a rule set", ("rules.adopted",)),
    "superior": ("the unit's superior", ("office.opened",)),
    "superior_en": ("the unit's superior", ("office.opened",)),
    "ticket": (
        "a stream's id",
        (
            "dossier.accepted",
            "dossier.refused",
            "intake.supplement_requested",
            "result.returned",
        ),
    ),
    "title": (
        "an officer's title: public (NĐ 61/2018 Điều 9(7))",
        (
            "officer.appointed",
            "officer.roles_changed",
        ),
    ),
    "to_group": ("a key of the service groups", ("ticket.transferred",)),
    "to_officer": (
        "a sign-in name",
        (
            "handover.accepted",
            "handover.declined",
            "handover.offered",
        ),
    ),
    "unit": ("the unit's own code", ("office.opened",)),
    "valid_from": (
        "a date",
        (
            "procedure.published",
            "procedure.revised",
            "rules.adopted",
        ),
    ),
    "valid_to": ("a date", ("procedure.repealed",)),
    "why": (
        "a change of powers, calendar or catalogue: for inspectors and the public",
        (
            "calendar.revised",
            "officer.roles_changed",
            "procedure.repealed",
        ),
    ),
}
"""Texts that stay readable for good: why they are no danger to a person, and in which facts. All others are sealed."""


def holds_text(hint: object) -> bool:
    """Whether somebody's words could stand in it: in a text, or anywhere inside a list, a table or a structure."""
    if get_origin(hint) is Literal:
        return False
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return any(map(holds_text, get_type_hints(hint).values()))
    return hint is str or any(map(holds_text, get_args(hint)))


def texts_of(name):
    fact = FACTS[name]
    return {
        field
        for field, hint in get_type_hints(fact).items()
        if field in fact.__struct_fields__ and holds_text(hint)
    }


@pytest.mark.parametrize("name", sorted(FACTS))
def test_every_text_of_a_fact_is_sealed_or_public_on_purpose(name):
    public = {field for field, (_, facts) in PUBLIC.items() if name in facts}
    assert texts_of(name) - set(FACTS[name].SEALED) == public, "seal it, or say in PUBLIC why it is no danger"


def test_every_public_text_has_a_reason():
    assert all(reason.strip() for reason, _ in PUBLIC.values())


def test_what_names_a_person_or_is_in_somebodys_own_words_is_never_public():
    told = {
        "applicant",
        "helper",
        "personal_id",
        "address",
        "email",
        "reason",
        "note",
        "recipient",
        "papers",
        "items",
    }
    assert not told & PUBLIC.keys()


def test_words_inside_a_structure_or_a_list_are_found():
    assert holds_text(tuple[msgspec.defstruct("Paper", [("name", str)]), ...])
    assert holds_text(str | None)
    assert not holds_text(tuple[Literal["a"], ...])


def told_apart(kind, words):
    """A fact whose sealed fields are filled, or not."""
    samples = {str: "x", int: 1, tuple[Paper, ...]: (Paper(name="Tờ khai"),), tuple[str, ...]: ("Tờ khai",)}
    samples |= {Due: Due(date="2026-03-10", at=1), LimitInForce: LimitInForce(unit="working_day", value=5)}
    hints = get_type_hints(kind)
    needed = [field.name for field in msgspec.structs.fields(kind) if field.required]
    filled = [*needed, *(kind.SEALED if words else ())]
    return kind(**{
        name: samples[hints[name]] if hints[name] in samples else get_args(hints[name])[0] for name in filled
    })  # fmt: skip


@pytest.mark.parametrize(
    "name", sorted(name for name, fact in FACTS.items() if fact.__module__ == facts.__name__ and fact.SEALED)
)
def test_no_state_of_a_dossier_depends_on_a_sealed_field(name):
    whole, public = (told_apart(FACTS[name], words) for words in (True, False))
    assert whole != public
    before = Dossier(result=Result(drafted=True))
    assert evolve(before, whole, 7) == evolve(before, public, 7)
