"""What somebody might say with each verb: something sensible on most occasions, and now and then something wrong.

`choose` picks one of a few options: `hypothesis` does, or a seeded die.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from domain import dossier as d
from domain.dossier import Dossier, Hand, Rules, facts
from domain.dossier.delivery import AT_THE_UNIT
from tests.domain.a_dossier import DAY, EVERYBODY, HOUR, MINUTE, PAPERS

Choose = Callable[[Sequence[Any]], Any]
Said = dict[str, Any]
Saying = Callable[[Dossier, Hand, int, Choose], Said]

WORDS = (*("Thiếu giấy tờ", "Điều 19(4)", "12", "Đúng quy định", "0007/2026/VB") * 3, " ")
OFFICERS = tuple(hand.officer for hand in EVERYBODY if hand.officer)
TASKS = ("Đo đạc", "Tính thuế")
LEGS = (
    facts.Leg(agency="Chi nhánh VPĐKĐĐ", working_days=5),
    facts.Leg(agency="Thuế cơ sở", working_days=3),
)
AGENCY = "H20.01"


def mostly(usual: Any, *odd: Any) -> tuple[Any, ...]:
    return (usual,) * 5 + odd


def due_after(at: int, days: int) -> facts.Due:
    return facts.Due(date=d.local_day(at + days * DAY), at=at + days * DAY)


def some_due(at: int, choose: Choose) -> facts.Due:
    return due_after(at, choose((1, 2, 3, 5, 8, 13, 21)))


def some_day(at: int, choose: Choose) -> str:
    return choose(mostly(d.local_day(at + DAY), d.local_day(at), d.local_day(at - DAY), ""))


def days_since(day: str, at: int) -> int:
    return (date.fromisoformat(d.local_day(at)) - date.fromisoformat(day)) // timedelta(days=1)


# What somebody might say with each verb: on most occasions something sensible


def _where(dossier: Dossier, choose: Choose, *channels: str) -> Said:
    procedure = dossier.procedure or "1.001193"
    return {
        "procedure": choose(mostly(procedure, procedure, "2.000815")),
        "field": "ho-tich",
        "channel": choose(channels),
    }


def _submit(dossier: Dossier, by: Hand, at: int, choose: Choose) -> Said:
    where = _where(dossier, choose, *mostly("online", "counter"))
    return {"fact": facts.DossierSubmitted(**where, procedure_version=3)}


def _accept(dossier: Dossier, by: Hand, at: int, choose: Choose) -> Said:
    day, ordinal = d.local_day(at), at // MINUTE % 9000 + 1
    pauses = choose((("financial_obligation", "external_verification"), ()))
    fact = facts.DossierAccepted(
        **_where(dossier, choose, "counter", "counter", "postal", "home", "online"),
        procedure_version=3,
        procedure_name="Khai sinh",
        code=d.format_code(AGENCY, day, ordinal + choose(mostly(0, 1))),
        agency=AGENCY,
        day=day,
        ordinal=ordinal,
        ruleset="nd61",
        limit=facts.LimitInForce(unit=choose(mostly("working_day", "none_stated")), value=10, pauses=pauses),
        submitted_at=choose(mostly(at, at - DAY, at + 1)),
        due=choose((some_due(at, choose), some_due(at, choose), None)),
        delegated=choose((True, False, False)),
        receipt_waived=choose(mostly(False, True)),
        handover_record=choose(mostly("0012/BBGN", "")),
        visit_place=choose(mostly("Ấp 2", "")),
        return_channel=choose(("counter", "counter", "postal", "home", "online")),
    )
    return {"fact": fact}


def _refuse(dossier: Dossier, by: Hand, at: int, choose: Choose) -> Said:
    where = _where(dossier, choose, "counter", "postal", "online")
    words = {name: choose(WORDS) for name in ("number", "basis", "reason")}
    return {"fact": facts.DossierRefused(**where, **words)}


def _ask_at_intake(dossier: Dossier, by: Hand, at: int, choose: Choose) -> Said:
    fact = facts.IntakeSupplementRequested(
        **_where(dossier, choose, "counter", "postal", "online"),
        procedure_version=3,
        number=choose(WORDS),
        basis=choose(WORDS),
        reason=choose(WORDS),
        items=choose(mostly(("Tờ khai",), ())),
        answer_by=some_day(at, choose),
    )
    return {"fact": fact, "rules": Rules()}


def _ask(dossier: Dossier, by: Hand, at: int, choose: Choose) -> Said:
    fact = facts.ProcessingSupplementRequested(
        number=choose(WORDS),
        time=0,
        items=choose(mostly(("Bản đồ",), (" ",))),
        basis=choose(WORDS),
        answer_by=some_day(at, choose),
        applicant_at_fault=choose((True, True, False)),
        approved_by=choose(_approvers(by)),
        reason=choose(WORDS),
    )
    waited = (at - (dossier.accepted_at or at)) // DAY
    return {"fact": fact, "working_days_since_acceptance": waited, "rules": Rules()}


def _approvers(by: Hand) -> tuple[str, ...]:
    return ("pv.chu", "ht.giam", "pv.chu", "ht.giam", by.officer, "")


def _confirm(dossier: Dossier, by: Hand, at: int, choose: Choose) -> Said:
    asked = dossier.payment.amount_vnd if dossier.payment else 8_000
    return {
        "amount_vnd": choose(mostly(asked, asked + 1, 0)),
        "receipt": choose(WORDS),
        "final": choose((True, False)),
        "due": some_due(at, choose),
    }


def _refund(dossier: Dossier, by: Hand, at: int, choose: Choose) -> Said:
    amount = choose((dossier.paid_vnd, 1, dossier.paid_vnd + 1))
    return {"amount_vnd": amount} | {word: choose(WORDS) for word in ("receipt", "basis", "reason")}


def _apologise(dossier: Dossier, by: Hand, at: int, choose: Choose) -> Said:
    now = dossier.due_current or due_after(at, 1)
    due = due_after(max(now.at, at), choose((1, 5, 8, 0)))
    return {"number": choose(WORDS), "reason": choose(WORDS), "due": due, "rules": Rules()}


def _change(dossier: Dossier, by: Hand, at: int, choose: Choose) -> Said:
    now = dossier.due_current or due_after(at, 1)
    return {"due": due_after(now.at, choose((-1, -1, 1, 0))), "basis": choose(WORDS)}


def _opinion(dossier: Dossier, by: Hand, at: int, choose: Choose) -> Said:
    return {
        "number": choose(("4/CV", "5/CV", "6/CV", "")),
        "agency": choose(mostly("Công an xã", " ")),
        "answer_by": some_day(at, choose),
        "question": choose(WORDS),
    }


def _awaited(dossier: Dossier, choose: Choose) -> str:
    return choose(tuple(each.number for each in dossier.opinions) or ("4/CV",))


def _visit(dossier: Dossier, by: Hand, at: int, choose: Choose) -> Said:
    fact = facts.VerificationScheduled(
        number=choose(WORDS),
        visit_at=at + choose((0, HOUR, DAY, -1)),
        pauses=choose((True, False)),
        place=choose(WORDS),
        participants=choose(WORDS),
    )
    return {"fact": fact}


def _plan(dossier: Dossier, by: Hand, at: int, choose: Choose) -> Said:
    legs = choose((LEGS, LEGS[:1], LEGS, ()))
    return {
        "route": choose(("series", "parallel")),
        "lead": choose((LEGS[0].agency, "Sở X")),
        "legs": legs,
        "tasks": choose((TASKS, TASKS, TASKS[:1]))[: len(legs)],
    }


def _leg(dossier: Dossier, choose: Choose, is_due: Callable[[Any], bool]) -> int:
    legs = dossier.referral.legs if dossier.referral else ()
    wanted = [number for number, each in enumerate(legs, 1) if is_due(each)]
    return choose(mostly(wanted[0] if wanted else 1, 1, 2, 3))


def _send_leg(dossier: Dossier, by: Hand, at: int, choose: Choose) -> Said:
    return {
        "leg": _leg(dossier, choose, lambda each: each.sent_at is None),
        "answer_by": some_day(at, choose),
    }


def _take_back(dossier: Dossier, by: Hand, at: int, choose: Choose) -> Said:
    waiting = _leg(dossier, choose, lambda each: each.sent_at is not None and each.returned_at is None)
    return {"leg": waiting, "outcome": choose(("done", "refused"))}


def _unclaimed(dossier: Dossier, by: Hand, at: int, choose: Choose) -> Said:
    day = dossier.due_current.date if dossier.due_current else d.local_day(dossier.finished_at or at)
    return {"days_since_due": days_since(day, at), "reason": choose(WORDS), "rules": Rules()}


def _return(dossier: Dossier, by: Hand, at: int, choose: Choose) -> Said:
    out = dossier.delivery == "dispatched"
    channels = ("postal", "home", "counter") if out else ("counter", "online", "postal")
    return {
        "channel": choose(channels),
        "checked": choose(("owner", "owner", "authorised", "post", "")),
        "recipient": choose(WORDS),
    }


def _paper(dossier: Dossier, by: Hand, at: int, choose: Choose) -> Said:
    form = choose(("M01", "M02", "M03", "M04", "M05"))
    fact = facts.PaperIssued(form=form, number=choose(WORDS), template="1", digest="ab" * 32, content="{}")
    return {"fact": fact}


SAYINGS: dict[str, Saying] = {
    "submit": _submit,
    "accept": _accept,
    "refuse": _refuse,
    "request_intake_supplement": _ask_at_intake,
    "request_supplement": _ask,
    "confirm_payment": _confirm,
    "refund": _refund,
    "apologise": _apologise,
    "change_deadline": _change,
    "request_opinion": _opinion,
    "schedule_visit": _visit,
    "plan_referral": _plan,
    "send_leg": _send_leg,
    "take_leg_back": _take_back,
    "list_unclaimed": _unclaimed,
    "return_result": _return,
    "issue_paper": _paper,
}


def _words(*names: str) -> Saying:
    return lambda dossier, by, at, choose: {name: choose(WORDS) for name in names}


def _plus(words: tuple[str, ...], **more: Callable[[Dossier, Hand, int, Choose], Any]) -> Saying:
    def said(dossier: Dossier, by: Hand, at: int, choose: Choose) -> Said:
        told = {name: choose(WORDS) for name in words}
        return told | {name: say(dossier, by, at, choose) for name, say in more.items()}

    return said


def _one_of(*options: Any) -> Callable[[Dossier, Hand, int, Choose], Any]:
    return lambda dossier, by, at, choose: choose(options)


def _about(dossier: Dossier, by: Hand, at: int, choose: Choose) -> str:
    there = dossier.delivery in AT_THE_UNIT
    return choose(("result_ready", "early") if there else mostly("apology", "result_ready"))


_PEOPLE = _one_of(*OFFICERS, "")
_AGREED: Saying = lambda dossier, by, at, choose: choose(_approvers(by))  # noqa: E731
_DUE = lambda dossier, by, at, choose: choose((some_due(at, choose), None))  # noqa: E731

SAYINGS |= {
    "provide_supplement": _plus(
        (), papers=_one_of(*mostly(PAPERS, ())), channel=_one_of("counter", "online")
    ),
    "complete_supplement": _plus((), due=_DUE),
    "expire_supplement": _words("number", "reason"),
    "forward": _words("section"),
    "assign": _plus((), officer=_PEOPLE),
    "offer_handover": _plus((), to_officer=_PEOPLE),
    "accept_handover": _words(),
    "decline_handover": _words("why"),
    "request_payment": _plus(
        ("basis", "number"), amount_vnd=_one_of(*mostly(50_000, 0)), pauses=_one_of(True, False)
    ),
    "expire_payment": _words("number", "reason"),
    "pay_fee": _plus(("receipt",), amount_vnd=_one_of(*mostly(8_000, 0))),
    "request_withdrawal": _words("reason"),
    "grant_withdrawal": _words("number"),
    "decline_withdrawal": _plus(("reason",), due=_DUE),
    "stop": _plus(("number", "basis", "reason"), approved_by=_AGREED),
    "recalculate_deadline": _plus(("basis",), due=lambda dossier, by, at, choose: some_due(at, choose)),
    "receive_opinion": _plus((), request=lambda dossier, by, at, choose: _awaited(dossier, choose)),
    "report_overdue_opinion": _plus((), request=lambda dossier, by, at, choose: _awaited(dossier, choose)),
    "record_visit": _plus(("record", "findings"), due=_DUE),
    "draft_result": _plus((), favourable=_one_of(True, False)),
    "send_back": _words("reason"),
    "sign_result": _words("number"),
    "resolve_at_counter": _words("number"),
    "make_ready": _words(),
    "notify": _plus((), about=_about, channel=_one_of("sms", "post")),
    "dispatch_result": _plus(("record",), channel=_one_of(*mostly("postal", "home", "counter"))),
    "attempt_delivery": lambda dossier, by, at, choose: {
        "working_days_since_last": (at - (dossier.invited_at or at)) // DAY,
        "rules": Rules(),
    },
    "bring_back": _plus(("reason",), rules=_one_of(Rules())),
    "recall_result": _plus(("reason",), approved_by=_AGREED),
    "open_correction": _plus(("reason",), approved_by=_AGREED),
    "report_loss": _plus(("number", "responsible", "reason"), approved_by=_AGREED),
    "restore": _words("note"),
    "archive": _words("reference"),
}
