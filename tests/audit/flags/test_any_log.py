"""Whatever another system wrote: a log of any shape is asked without an error, and what is told of it can be read."""

from hypothesis import given, settings
from hypothesis import strategies as st

from audit.cases import Case, CaseLog, Event
from audit.flags import Run, rules, run
from audit.flags.exact.hands import BEFORE
from audit.flags.telling import public_text, report_text
from domain.calendar import Calendar
from tests.audit.flags.a_log import CALENDAR, COLUMNS, DAY, FIRST

MOMENTS = st.integers(0, 400).map(lambda days: FIRST + days * DAY // 3)
WORDS = st.sampled_from(["", "a", "b", "2026-03-02", "0001/2026/KQ", "hồ sơ"])
ACTIVITIES = st.sampled_from(
    sorted(
        {
            *BEFORE, "dossier.accepted", "dossier.submitted", "processing.supplement_requested", "apology.issued",
            "deadline.changed", "payment.requested", "ticket.called", "ticket.service_started", "ticket.served",
            "visit.rated", "lookup.performed", "opinion.requested", "withdrawal.requested", "fee.paid", "anything",
        }
    )
)  # fmt: skip
TOLD = st.dictionaries(
    st.sampled_from(
        ["basis", "number", "officer", "to_officer", "outcome", "dossier", "before", "role", "device", "day"]
    ),
    WORDS,
) | st.dictionaries(
    st.sampled_from(["due_at", "after_at", "answer_by", "ordinal", "event", "amount_vnd"]), MOMENTS
)
KNOWN = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("received", "finished", "due", "due_original", "due_lawful", "returned", "fee"), MOMENTS)
    | dict.fromkeys(("procedure", "outcome", "channel", "contact", "applicant", "limit_unit"), WORDS)
    | {"kind": st.sampled_from(["dossier", "ticket", "feedback", "staff", "catalogue", "x"])},
)  # fmt: skip


@st.composite
def events(draw):
    told = draw(TOLD)
    told = {
        name: value for name, value in told.items() if name not in {"before", "answer_by"} or value != "hồ sơ"
    }
    return Event(
        activity=draw(ACTIVITIES),
        moment=draw(MOMENTS),
        recorded=draw(st.just(0) | MOMENTS),
        resource=draw(WORDS),
        attributes=told,
    )


LOGS = st.lists(
    st.builds(Case, id=WORDS, events=st.lists(events(), max_size=6).map(tuple), attributes=KNOWN), max_size=8
).map(lambda cases: CaseLog(cases=tuple(cases), columns=COLUMNS, source="any"))


@settings(max_examples=12, deadline=None)
@given(log=LOGS, calendar=st.sampled_from([Calendar(), CALENDAR]))
def test_any_log_can_be_asked_and_told(log, calendar):
    report = run(log, Run(permutations=3), calendar=calendar)
    for language in ("vi", "en"):
        assert report_text(report, language)
        assert public_text(report, language)
    assert {each.rule for each in report.not_run} | set(report.ran) == rules().keys()
