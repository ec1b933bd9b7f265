"""Words about a person are sealed: every text of every fact is sealed, or public on purpose and for a stated reason."""

from typing import Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest

import domain  # noqa: F401 - importing it registers every fact
from domain.dossier import Dossier, evolve
from domain.dossier.state import Result
from domain.fact import FACTS
from tests.domain.a_dossier import filled, kinds

PUBLIC: dict[str, tuple[str, str]] = {
    "kept_until": ("a date", "person.erased"),
    "streams": ("streams' ids", "person.erased"),
    "decision": ("the number of an authority's decision", "person.erased"),
    "result": ("a hash", "flags.run"),
    "not_run": ("keys of the red flags", "flags.run"),
    "counts": ("keys of the red flags", "flags.run"),
    "rule_set": ("a key of the rule sets", "flags.run"),
    "dossiers": ("streams' ids", "evidence.bundled"),
    "first": ("a date", "evidence.bundled flags.run"),
    "last": ("a date", "evidence.bundled flags.run"),
    "manifest": ("a hash", "evidence.bundled store.backed_up"),
    "begins": ("the name of a log", "log.continued"),
    "origin": ("the name of a log", "log.continued"),
    "root": ("a hash", "log.continued"),
    "kept_root": ("a hash", "log.continued"),
    "head": ("a signed head as it was published", "log.continued"),
    "form": ("which form a digest has", "office.day_digested"),
    "statement": (
        "the canonical text an inspector signs: kinds, codes, sign-in names and a salted digest of the words",
        "inspection.asked inspection.closed inspection.noted",
    ),
    "signature": ("the lines of a signed note", "inspection.asked inspection.closed inspection.noted"),
    "vkey": ("a verifier key", "inspection.begun"),
    "after": ("a date", "apology.issued deadline.changed deadline.recalculated"),
    "agency": (
        "the code or the name of an agency",
        "dossier.accepted office.opened opinion.requested referral.returned referral.sent",
    ),
    "answer_by": (
        "a date",
        "intake.supplement_requested opinion.requested processing.supplement_requested referral.sent",
    ),
    "appointment": (
        "a stream's id, or the code of an appointment",
        "dossier.accepted enquiry.guided ticket.issued",
    ),
    "approved_by": (
        "a sign-in name",
        "correction.opened dossier.lost dossier.stopped processing.supplement_requested result.recalled "
        "person.erased",
    ),
    "basis": (
        "the article of law: a decision names it in public",
        "deadline.changed deadline.recalculated dossier.refused dossier.stopped "
        "intake.supplement_requested payment.refunded payment.requested "
        "processing.supplement_requested rules.adopted tariff.adopted person.erased",
    ),
    "before": ("a date", "apology.issued appointment.moved deadline.changed deadline.recalculated"),
    "behind": ("a ticket's label", "ticket.rejoined"),
    "by": ("a sign-in name", "cash.counted officer.credential_set"),
    "changed": ("names of the catalogue's fields", "procedure.revised"),
    "code": (
        "a dossier code, gapless and public on the receipt",
        "appointment.booked dossier.accepted person.erased",
    ),
    "codes": ("codes of appointments", "appointment.list_read"),
    "confirmed_at": ("a date", "rules.adopted rules.confirmed"),
    "confirmed_by": ("who checked the rules, a public duty", "rules.adopted rules.confirmed"),
    "counter": (
        "a counter",
        "cash.counted officer.sign_in_refused shift.closed shift.opened ticket.called ticket.missed "
        "ticket.recalled ticket.service_started ticket.transferred ticket.held ticket.priority_confirmed",
    ),
    "counters": ("counters of a site", "site.changed site.opened"),
    "day": (
        "a date",
        "appointment.booked appointment.list_read appointment.moved cash.counted cash.handed_over "
        "cash.handover_declined cash.handover_offered dossier.accepted numbers.leased office.day_digested "
        "ticket.issued",
    ),
    "days": ("the published calendar", "calendar.published calendar.revised"),
    "device": (
        "a device",
        "device.enrolled device.registered device.revoked site.device_placed numbers.leased",
    ),
    "digest": (
        "a hash",
        "catalogue.imported device.enrolled log.exported office.day_digested paper.issued post.dispatched "
        "post.received result.drafted result.resolved_at_counter result.signed",
    ),
    "dossier": (
        "a stream's id",
        "appointment.booked enquiry.guided lookup.performed post.line_used ticket.issued ticket.served "
        "person.erased",
    ),
    "drafted_by": ("a sign-in name", "result.drafted"),
    "due": (
        "a date",
        "dossier.accepted payment.confirmed supplement.completed verification.recorded withdrawal.declined",
    ),
    "exemptions": ("the groups and instruments of a tariff, never a person", "tariff.adopted"),
    "fault": ("what is wrong with a printer, from the program", "ticket.print_failed"),
    "fee_basis": ("the article of law", "dossier.accepted"),
    "field": (
        "a key of the catalogue",
        "dossier.accepted dossier.refused dossier.submitted enquiry.guided intake.supplement_requested "
        "ticket.issued",
    ),
    "fields": ("keys of the catalogue", "officer.appointed officer.roles_changed rules.adopted"),
    "from_group": ("a key of the service groups", "ticket.transferred"),
    "from_officer": ("a sign-in name", "handover.accepted handover.declined handover.offered"),
    "group": ("a key of the service groups", "appointment.booked ticket.issued numbers.leased"),
    "groups": ("keys of the service groups", "shift.opened officer.skills_set"),
    "handover_record": ("the number of a record", "dossier.accepted"),
    "hotline": ("the unit's public number", "office.opened"),
    "hours": ("the published calendar", "calendar.published calendar.revised site.changed site.opened"),
    "kind": ("a kind of device", "device.registered"),
    "lead": ("the name of an agency", "referral.planned"),
    "lease": ("a stream's id", "ticket.issued"),
    "legs": ("names of agencies", "referral.planned"),
    "limit": ("the catalogue's time limit", "dossier.accepted"),
    "lines": ("the amounts of a tariff", "post.dispatch_offered post.receipt_offered tariff.adopted"),
    "lookup": (
        "the digest of a secret",
        "appointment.booked dossier.accepted dossier.submitted intake.supplement_requested ticket.issued",
    ),
    "name": (
        "the name of an officer or the unit: public (NĐ 61/2018 Điều 9(7))",
        "office.opened officer.appointed site.changed site.opened",
    ),
    "name_en": ("the unit's name", "office.opened site.changed site.opened"),
    "month": ("a month", "visit.words_read"),
    "number": (
        "the running number of a paper",
        "apology.issued dossier.lost dossier.refused dossier.stopped intake.supplement_requested "
        "opinion.requested paper.issued payment.expired payment.requested post.dispatch_offered "
        "post.dispatched post.receipt_offered post.received processing.supplement_requested "
        "result.resolved_at_counter result.signed supplement.expired verification.scheduled "
        "suggestion.left withdrawal.granted",
    ),
    "officer": (
        "a sign-in name",
        "appointment.booked appointment.moved appointment.officer_assigned cash.counted cash.handed_over "
        "cash.handover_declined cash.handover_offered dossier.assigned evidence.bundled officer.appointed "
        "ticket.called ticket.service_started",
    ),
    "parameters": ("numbers and choices of a rule set, or a hash of them", "flags.run rules.adopted"),
    "passed_over": ("tickets' labels", "ticket.called"),
    "pay_by": ("a date", "payment.requested"),
    "phone": ("an officer's phone at work: public (NĐ 61/2018 Điều 9(7))", "officer.appointed"),
    "place": ("where a device stands", "device.enrolled device.registered site.changed site.opened"),
    "procedure": (
        "the catalogue, or its key",
        "appointment.booked dossier.accepted dossier.refused dossier.submitted enquiry.guided "
        "guidance.given intake.supplement_requested procedure.published procedure.revised ticket.issued",
    ),
    "procedure_name": ("the catalogue", "dossier.accepted"),
    "procedures": ("keys of the catalogue", "rules.adopted tariff.adopted officer.skills_set"),
    "receipt": (
        "the number of a payment receipt",
        "cash.handed_over cash.handover_declined cash.handover_offered fee.paid payment.confirmed "
        "payment.refunded",
    ),
    "record": ("the number of a record", "result.dispatched result.undeliverable verification.recorded"),
    "reference": ("a number of the archive", "dossier.archived"),
    "request": ("the number of a letter", "opinion.overdue opinion.received"),
    "responsible": ("a sign-in name: who answers for a loss", "dossier.lost"),
    "ruleset": ("a key of the rule sets", "dossier.accepted rules.adopted rules.confirmed rules.withdrawn"),
    "scope": ("the code of a province or a commune", "rules.adopted"),
    "seasons": ("the published calendar", "calendar.published calendar.revised"),
    "section": (
        "a key of the unit's sections",
        "dossier.assigned dossier.forwarded handover.accepted handover.offered officer.appointed "
        "officer.roles_changed",
    ),
    "series": ("a letter of the ticket series", "ticket.issued numbers.leased"),
    "signed_by": ("a sign-in name", "apology.issued result.signed"),
    "signer_title": ("an officer's title: public (NĐ 61/2018 Điều 9(7))", "apology.issued"),
    "site": (
        "a key of the places where the unit works",
        "appointment.booked dossier.accepted post.dispatch_offered post.receipt_offered site.opened",
    ),
    "source": ("the instrument of a rule set", "rules.adopted tariff.adopted"),
    "superior": ("the unit's superior", "office.opened"),
    "superior_en": ("the unit's superior", "office.opened"),
    "tables": ("names of our own tables, and hashes", "office.day_digested"),
    "tariff": ("a key of the tariffs", "tariff.adopted"),
    "template": ("the version of a form", "paper.issued"),
    "ticket": (
        "a stream's id",
        "appointment.kept dossier.accepted dossier.refused intake.supplement_requested result.returned "
        "visit.rated",
    ),
    "title": ("an officer's title: public (NĐ 61/2018 Điều 9(7))", "officer.appointed officer.roles_changed"),
    "to_group": ("a key of the service groups", "ticket.transferred"),
    "to_officer": (
        "a sign-in name",
        "cash.handed_over cash.handover_declined cash.handover_offered handover.accepted "
        "handover.declined handover.offered ticket.transferred",
    ),
    "told": ("a date", "deadline.recalculated"),
    "tracking": ("the number of a postal item", "result.dispatched"),
    "uncertain": ("names of a rule set's parameters", "rules.adopted"),
    "unit": ("the unit's own code", "office.opened"),
    "valid_from": ("a date", "procedure.published procedure.revised rules.adopted tariff.adopted"),
    "valid_to": ("a date", "procedure.repealed rules.adopted rules.withdrawn tariff.adopted"),
    "why": (
        "a change of powers, calendar or catalogue: for inspectors and the public",
        "calendar.revised officer.roles_changed procedure.repealed rules.withdrawn site.changed site.closed "
        "officer.skills_set",
    ),
    "not_here": ("tickets' labels", "ticket.called"),
    "to_counter": ("a counter", "ticket.transferred"),
    "text": ("the office's own words to the whole hall, about nobody", "announcement.posted"),
    "text_en": ("the office's own words to the whole hall, about nobody", "announcement.posted"),
    "since": ("a date", "officer.skills_set"),
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
    public = {field for field, (_, facts) in PUBLIC.items() if name in facts.split()}
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


@pytest.mark.parametrize("kind", [kind for kind in kinds() if kind.SEALED], ids=lambda kind: kind.NAME)
def test_no_state_of_a_dossier_depends_on_a_sealed_field(kind):
    whole, public = filled(kind, *kind.SEALED), filled(kind)
    assert whole != public
    before = Dossier(result=Result(drafted=True))
    assert evolve(before, whole, 7) == evolve(before, public, 7)
