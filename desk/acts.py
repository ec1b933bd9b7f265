"""The table of acts: for each, what its form asks. The keys are those of the office's methods, word for word."""

import msgspec

from desk.fields import Field

REASON = Field(key="reason", kind="text")
BASIS = Field(key="basis")
APPROVED_BY = Field(key="approved_by", kind="choice", source="deciders")
TO_WHOM = Field(key="to", kind="choice", source="colleagues")
DOCUMENT = Field(key="document")
ITEMS = Field(key="items", kind="wanted", hint="wanted")
RECEIPT = Field(key="receipt")
AMOUNT = Field(key="amount_vnd", kind="number")
METHOD = Field(key="method", kind="choice", choices=("cash", "transfer", "online", "post"), initial="cash")
NOTE = Field(key="note", kind="text", needed=False)
RETURN_CHANNELS = ("counter", "postal", "online", "home")


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """`grave` acts end or undo something: their form says so and nothing is chosen beforehand."""

    fields: tuple[Field, ...] = ()
    grave: bool = False
    seen: bool = True
    """Whether the act is given the version on the officer's screen."""


OUTSIDE: dict[str, Act] = {
    "ask_opinion": Act(
        fields=(
            Field(key="agency"),
            Field(key="question", kind="text"),
            Field(key="answer_by", kind="date"),
        )
    ),
    "record_opinion": Act(
        fields=(Field(key="request", kind="choice", source="opinions"), Field(key="answer", kind="text"))
    ),
    "report_overdue_opinion": Act(fields=(Field(key="request", kind="choice", source="late_opinions"),)),
    "schedule_visit": Act(
        fields=(
            Field(key="visit_at", kind="moment", hint="moment"),
            Field(key="place", label="visit_place"),
            Field(key="participants", kind="text"),
            Field(key="applicant_present", kind="flag", initial=False),
        )
    ),
    "record_visit": Act(fields=(Field(key="findings", kind="text"),)),
    "plan_referral": Act(
        fields=(
            Field(key="route", kind="choice", choices=("series", "parallel")),
            Field(key="legs", kind="legs", hint="legs"),
            Field(key="lead", needed=False, hint="lead"),
        )
    ),
    "send_leg": Act(fields=(Field(key="leg", kind="numbered", source="legs_to_send"),)),
    "take_leg_back": Act(
        fields=(
            Field(key="leg", kind="numbered", source="legs_out"),
            Field(
                key="outcome",
                kind="choice",
                choices=("done", "refused"),
                words="desk.choice.leg_outcome",
                label="leg_outcome",
            ),
            Field(key="document", needed=False, label="leg_document"),
        )
    ),
}
"""Opinions, visits and other agencies; what is asked or out already is chosen from the dossier itself."""

DELIVERY: dict[str, Act] = {
    "dispatch_result": Act(
        fields=(
            Field(key="channel", kind="choice", choices=("postal", "home"), label="sent_by"),
            Field(key="record", needed=False),
            Field(key="tracking", needed=False),
        )
    ),
    "attempt_delivery": Act(fields=(NOTE,)),
    "bring_back": Act(fields=(REASON, Field(key="record", needed=False)), grave=True),
    "list_unclaimed": Act(fields=(REASON,), grave=True),
}
"""The way of a result out of the unit."""

KEEPING: dict[str, Act] = {
    "issue_receipt": Act(),
    "report_loss": Act(
        fields=(
            REASON,
            Field(key="responsible", kind="choice", source="officers"),
            APPROVED_BY,
        ),
        grave=True,
    ),
    "restore": Act(fields=(NOTE,)),
    "archive": Act(fields=(Field(key="reference"), Field(key="place", needed=False, label="archive_place"))),
}
"""The file itself: papers given out, a loss made good, the archive."""

ACTS: dict[str, Act] = {
    "forward": Act(fields=(Field(key="section", kind="choice", source="sections"),)),
    "assign": Act(fields=(Field(key="officer", kind="choice", source="officers"),)),
    "offer": Act(fields=(TO_WHOM, Field(key="note", kind="text", needed=False))),
    "take_over": Act(),
    "decline": Act(fields=(Field(key="why", kind="text"),)),
    "ask_supplement": Act(
        fields=(
            ITEMS,
            REASON,
            BASIS,
            Field(key="applicant_at_fault", kind="flag", initial=False),
            Field(key="approved_by", kind="choice", source="deciders", needed=False),
        )
    ),
    "hand_in": Act(
        fields=(
            Field(key="papers", kind="papers"),
            Field(key="record", needed=False),
            Field(key="record_line", kind="number", needed=False, otherwise=0),
        )
    ),
    "complete_supplement": Act(),
    "expire_supplement": Act(fields=(REASON,), grave=True),
    "ask_payment": Act(fields=(AMOUNT, BASIS)),
    "confirm_payment": Act(fields=(RECEIPT, METHOD, Field(key="final", kind="flag", initial=False))),
    "expire_payment": Act(fields=(REASON,), grave=True),
    "pay_fee": Act(fields=(AMOUNT, RECEIPT, METHOD)),
    "refund": Act(fields=(AMOUNT, RECEIPT, METHOD, BASIS, REASON)),
    "ask_withdrawal": Act(fields=(Field(key="reason", kind="text", needed=False),)),
    "grant_withdrawal": Act(grave=True),
    "decline_withdrawal": Act(fields=(REASON,)),
    "stop": Act(fields=(REASON, BASIS, APPROVED_BY), grave=True),
    "apologise": Act(fields=(REASON, Field(key="new_due", kind="date"))),
    "draft_result": Act(fields=(DOCUMENT, Field(key="favourable", kind="flag", initial=True))),
    "sign_result": Act(),
    "send_back": Act(fields=(REASON,)),
    "resolve_at_counter": Act(fields=(DOCUMENT,)),
    "make_ready": Act(fields=(Field(key="place", needed=False),)),
    "notify": Act(
        fields=(
            Field(
                key="about",
                kind="choice",
                choices=("result_ready", "early", "supplement", "apology", "payment", "stopped"),
                initial="result_ready",
            ),
            Field(
                key="channel",
                kind="choice",
                choices=("phone", "sms", "zalo", "email", "post", "counter"),
                initial="phone",
            ),
        ),
        seen=False,
    ),
    "return_result": Act(
        fields=(
            Field(key="checked", kind="choice", choices=("owner", "authorised", "post")),
            Field(key="recipient", needed=False),
            Field(key="channel", kind="choice", choices=RETURN_CHANNELS, initial="counter"),
        )
    ),
    "recall_result": Act(fields=(REASON, APPROVED_BY), grave=True),
    "open_correction": Act(fields=(REASON, APPROVED_BY), grave=True),
    **OUTSIDE,
    **DELIVERY,
    **KEEPING,
}
"""Acts on a dossier that is already in, by the name of the method of `office.dossiers`."""

AT_INTAKE = frozenset({"accept", "refuse", "ask_at_intake"})
"""Acts that have the whole intake screen for a form."""

CHANNELS = ("counter", "postal", "home")
COUNTED = ("page", "copy", "paper", "card", "certificate", "person")
"""Units of a tariff that an officer counts at the counter; sets have a field of their own."""


class IntakeField(msgspec.Struct, frozen=True, kw_only=True):
    """A question at intake, asked only in these cases: a channel, `at_once`, `count_…`, `exempt` or `variants`."""

    field: Field
    when: frozenset[str] = frozenset()


def _when(field: Field, *cases: str) -> IntakeField:
    return IntakeField(field=field, when=frozenset(cases))


def _optional(key: str, **more: object) -> Field:
    return msgspec.structs.replace(Field(key=key, needed=False), **more)


INTAKE: tuple[IntakeField, ...] = (
    *(_when(_optional(key)) for key in ("applicant", "personal_id", "phone", "address", "email", "helper")),
    _when(
        Field(
            key="channel",
            kind="choice",
            choices=CHANNELS,
            initial="counter",
            words="desk.choice.handed_in",
            label="handed_in",
        ),
        "not_online",
    ),
    _when(Field(key="record"), "postal"),
    _when(Field(key="record_line", kind="number"), "postal"),
    _when(Field(key="place", label="visit_place"), "home"),
    _when(Field(key="occurred_at", kind="moment"), "home"),
    _when(_optional("appointment"), "counter", "home"),
    _when(
        Field(
            key="return_channel",
            kind="choice",
            choices=RETURN_CHANNELS,
            initial="counter",
            words="desk.choice.handed_in",
        )
    ),
    _when(Field(key="sets", kind="number", initial="1")),
    _when(_optional("variant", kind="choice", source="variants"), "variants"),
    *(_when(Field(key=f"count_{unit}", kind="number", initial="1"), f"count_{unit}") for unit in COUNTED),
    _when(_optional("exemption", kind="choice", source="exemptions"), "exempt"),
    _when(Field(key="receipt_wanted", kind="flag", initial=False), "at_once"),
)
"""From the applicant's name to the receipt; what the channel, the tariff or the limit does not need is not asked."""

OUTCOMES = ("dossier", "guidance", "result", "supplement", "payment", "refusal", "other")
TOPICS = ("papers", "process", "fees", "online", "other_agency", "other")
PRIORITIES = ("none", "elderly", "disabled", "pregnant", "merit", "ill", "appointment")

TICKET_ACTS: dict[str, tuple[Field, ...]] = {
    "finish": (Field(key="outcome", kind="choice", choices=OUTCOMES),),
    "hold": (Field(key="why", kind="text"),),
    "transfer": (
        Field(key="to_group", kind="choice", source="groups", needed=False),
        Field(key="why", kind="text"),
        Field(key="to_counter", kind="choice", source="counters", needed=False),
        Field(key="to_officer", kind="choice", source="colleagues", needed=False),
    ),
    "by_number": (Field(key="number"), Field(key="why", kind="text", needed=False, label="why_out_of_turn")),
    "change_priority": (
        Field(key="priority", kind="choice", choices=PRIORITIES, words="priority"),
        Field(key="why", kind="text"),
    ),
    "pause": (
        Field(key="why", needed=False),
        Field(key="minutes", kind="number", needed=False, otherwise=0, label="break_minutes"),
    ),
}
"""The small forms of the counter."""

GUIDE: tuple[Field, ...] = tuple(Field(key=topic, kind="flag", initial=False) for topic in TOPICS)
REFUSE: tuple[Field, ...] = (REASON, BASIS)
ASK_AT_INTAKE: tuple[Field, ...] = (ITEMS, REASON, BASIS)
FIND: tuple[Field, ...] = (Field(key="code"),)
PURPOSES = ("handle", "answer", "return", "check", "supervise")
OPEN: tuple[Field, ...] = (Field(key="purpose", kind="choice", choices=PURPOSES, initial="handle"),)
