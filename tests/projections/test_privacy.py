"""Whatever a fact knows about a person, no read model keeps it, sealed or not."""

from uuid import UUID

from hypothesis import given, settings
from msgspec.structs import replace

from application.envelope import Actor, Event, decode_state, encode_state
from application.store import seen
from tests.projections.a_commune import Commune, fed, fingerprints, histories

PERSON = "Nguyễn Văn An 035199000123"


class GlassBox:
    """Seals nothing: whoever looks sees the person."""

    def seal(self, place, plain):
        return plain

    def unseal(self, place, box):
        return box


def about_a_person(event):
    return replace(event, fact=replace(event.fact, **dict.fromkeys(event.fact.SEALED, PERSON)))


def everything(connection) -> str:
    return "\n".join(connection.iterdump())


@settings(max_examples=20, deadline=None)
@given(histories())
def test_a_person_leaves_no_trace_in_any_table(events):
    connection = fed([about_a_person(event) for event in events])

    assert PERSON not in everything(connection)
    assert fingerprints(connection) == fingerprints(fed(events))


def test_an_event_out_of_the_log_is_folded_like_one_that_was_just_seen():
    commune = Commune().on("2026-03-02")
    commune.happens("1", replace(commune.accepted(), applicant=PERSON, phone="0912345678"))
    (told,) = commune.events
    event = Event(
        originator_id=UUID(told.stream),
        originator_version=told.version,
        unit="28321",
        actor=Actor(told.actor, told.role, told.device),
        command=told.command,
        occurred_at=told.occurred_at,
        recorded_at=told.recorded_at,
        fact=told.fact,
    )

    stored = encode_state(event, GlassBox())
    read = decode_state(event.originator_id, told.version, told.topic, stored, GlassBox(), id=told.id)

    assert read.fact == told.fact
    assert PERSON not in everything(fed([seen(read)]))
    assert fingerprints(fed([seen(read)])) == fingerprints(fed([told]))
