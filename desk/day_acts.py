"""What the forms of the day's work ask: appointments, the postal hand-over, guidance without a number, the drawer."""

from typing import get_args

from desk.acts import TOPICS
from desk.fields import Field
from domain.appointment import Entitlement, Kind, Party, Purpose
from domain.guidance import GuidanceChannel
from domain.post import Carrier

WHO_ASKED = Field(key="asked_by", kind="choice", choices=get_args(Party), initial="citizen")
TOLD = Field(key="reason", kind="text", needed=False)
NUMBERED_NOTE = Field(key="note", kind="text", needed=False)

APPOINTMENT_ACTS: dict[str, tuple[Field, ...]] = {
    "book": (
        Field(key="kind", kind="choice", choices=get_args(Kind), words="appointment.kind", initial="counter"),
        Field(key="day", kind="date"),
        Field(key="group", kind="choice", source="groups", label="to_group"),
    ),
    "book_hour": (
        Field(key="purpose", kind="choice", choices=get_args(Purpose), words="appointment.purpose"),
        Field(key="person"),
        Field(key="phone"),
        Field(key="address", needed=False),
        Field(key="hamlet", needed=False),
        Field(
            key="entitled",
            kind="choice",
            choices=tuple(each for each in get_args(Entitlement) if each),
            needed=False,
        ),
        Field(key="code", needed=False),
        NUMBERED_NOTE,
    ),
    "keep": (),
    "miss": (
        Field(key="missed_by", kind="choice", choices=get_args(Party), words="desk.choice.asked_by"),
        NUMBERED_NOTE,
    ),
    "move": (Field(key="day", kind="date"),),
    "move_hour": (WHO_ASKED, TOLD),
    "cancel": (WHO_ASKED, TOLD),
    "send_officer": (Field(key="officer", kind="choice", source="officers"),),
}
"""`book` and `move` ask for a day first; the hour is chosen from what is free on it."""

POSTMAN: tuple[Field, ...] = (
    Field(key="carrier", kind="choice", choices=get_args(Carrier), initial="public_post"),
    Field(key="carrier_name"),
    Field(key="postman"),
)
POST_ACTS: dict[str, tuple[Field, ...]] = {
    "post_in": (*POSTMAN, Field(key="envelopes", kind="envelopes", hint="envelopes")),
    "post_out": (*POSTMAN, Field(key="results", kind="results", hint="results")),
    "post_sign": (),
    "post_decline": (Field(key="reason", kind="text"),),
}

GUIDANCE_ACTS: dict[str, tuple[Field, ...]] = {
    "guide_caller": (
        Field(
            key="channel",
            kind="choice",
            choices=get_args(GuidanceChannel),
            words="guidance.channel",
            initial="hotline",
            label="asked_by_way",
        ),
        Field(key="about_papers", kind="flag", initial=False),
        *(Field(key=topic, kind="flag", initial=False) for topic in TOPICS if topic != "papers"),
        Field(key="missing", kind="items", needed=False, otherwise=()),
        Field(key="sample_shown", kind="flag", initial=False),
        Field(key="person", needed=False),
        Field(key="phone", needed=False),
        NUMBERED_NOTE,
    )
}
"""«Papers» is what a checklist is called in a form, so the topic has a key of its own."""

CASH_ACTS: dict[str, tuple[Field, ...]] = {
    "count_cash": (
        Field(key="counted_vnd", kind="number"),
        Field(key="why", kind="text", needed=False, label="difference_why"),
    ),
    "offer_cash": (
        Field(key="to", kind="choice", source="colleagues"),
        Field(key="receipt", label="cash_receipt"),
    ),
    "take_cash": (),
    "decline_cash": (Field(key="why", kind="text"),),
}

DAY_ACTS: dict[str, tuple[Field, ...]] = {**APPOINTMENT_ACTS, **POST_ACTS, **GUIDANCE_ACTS, **CASH_ACTS}
