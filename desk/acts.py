"""The table of acts: for each, what its form asks. The keys are those of the office's methods, word for word."""

import msgspec

from desk.fields import Field

REASON = Field(key="reason", kind="text")
BASIS = Field(key="basis")
APPROVED_BY = Field(key="approved_by", kind="choice", source="deciders")
TO_WHOM = Field(key="to", kind="choice", source="colleagues")
DOCUMENT = Field(key="document")
ITEMS = Field(key="items", kind="items")
RECEIPT = Field(key="receipt")
AMOUNT = Field(key="amount_vnd", kind="number")
RETURN_CHANNELS = ("counter", "postal", "online", "home")


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """`grave` acts end or undo something: their form says so and nothing is chosen beforehand."""

    fields: tuple[Field, ...] = ()
    grave: bool = False
    seen: bool = True
    """Whether the act is given the version on the officer's screen."""


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
    "hand_in": Act(fields=(Field(key="papers", kind="papers"),)),
    "complete_supplement": Act(),
    "expire_supplement": Act(fields=(REASON,), grave=True),
    "ask_payment": Act(fields=(AMOUNT, BASIS)),
    "confirm_payment": Act(fields=(RECEIPT, Field(key="final", kind="flag", initial=False))),
    "expire_payment": Act(fields=(REASON,), grave=True),
    "pay_fee": Act(fields=(AMOUNT, RECEIPT)),
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
}
"""Acts on a dossier that is already in, by the name of the method of `office.dossiers`."""

AT_INTAKE = frozenset({"accept", "refuse", "ask_at_intake"})
"""Acts that have the whole intake screen for a form."""

OUTCOMES = ("dossier", "guidance", "result", "supplement", "payment", "refusal", "other")
TOPICS = ("papers", "process", "fees", "online", "other_agency", "other")
PRIORITIES = ("none", "elderly", "disabled", "pregnant", "merit", "ill", "appointment")

TICKET_ACTS: dict[str, tuple[Field, ...]] = {
    "finish": (Field(key="outcome", kind="choice", choices=OUTCOMES),),
    "transfer": (Field(key="to_group", kind="choice", source="groups"), Field(key="why", kind="text")),
    "by_number": (Field(key="number"),),
    "change_priority": (
        Field(key="priority", kind="choice", choices=PRIORITIES, words="priority"),
        Field(key="why", kind="text"),
    ),
    "pause": (Field(key="why", needed=False),),
}
"""The small forms of the counter."""

GUIDE: tuple[Field, ...] = tuple(Field(key=topic, kind="flag", initial=False) for topic in TOPICS)
REFUSE: tuple[Field, ...] = (REASON, BASIS)
ASK_AT_INTAKE: tuple[Field, ...] = (ITEMS, REASON, BASIS)
FIND: tuple[Field, ...] = (Field(key="code"),)
PURPOSES = ("handle", "answer", "return", "check", "supervise")
OPEN: tuple[Field, ...] = (Field(key="purpose", kind="choice", choices=PURPOSES, initial="handle"),)
