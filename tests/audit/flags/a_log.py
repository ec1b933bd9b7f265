"""Logs in which nobody differs, and the same with an effect planted; drawn anew for each seed, in our own words."""

from random import Random

from audit.cases import OWN_COLUMNS, PEOPLE_COLUMNS, WITNESSED, Case, CaseLog, Event
from domain.calendar import Calendar, CalendarPublished, local_moment
from domain.calendar import evolve as published

HOUR = 3_600_000_000
DAY = 24 * HOUR
FIRST = local_moment("2026-01-05", "08:00")
HOURS = (("07:30", "11:30"), ("13:30", "17:00"))
CALENDAR = Calendar()
for _year in (2025, 2026, 2027):
    CALENDAR = published(CALENDAR, CalendarPublished(year=_year, days=(), hours=HOURS))
COLUMNS = OWN_COLUMNS | PEOPLE_COLUMNS | {WITNESSED}
PLANTED = "cb-00"
"""The officer in whom an effect is planted, where there is one."""


class Planted:
    """What the planted officer does otherwise: a name of an effect and its size."""

    def __init__(self, **effects):
        self.effects = effects

    def of(self, officer, name, usual):
        return self.effects.get(name, usual) if officer == PLANTED else usual


NOTHING = Planted()


def a_log(seed, *, cases=1200, officers=12, months=6, procedures=4, asked=0.08, planted=NOTHING):
    """A log of `cases` dossiers and as many tickets; an officer has a pace of no own but for the planted effects."""
    chance = Random(seed)
    dossiers = [
        _dossier(chance, number, officers, months, procedures, asked, planted) for number in range(cases)
    ]
    tickets = [_ticket(chance, number, officers, months, planted) for number in range(cases)]
    return CaseLog(cases=(*dossiers, *tickets), columns=COLUMNS, source=f"drawn {seed}")


def _officer(chance, officers):
    """Everybody's share of the work differs; nothing else does."""
    return f"cb-{int(officers * chance.random() ** 1.2):02}"


def _dossier(chance, number, officers, months, procedures, usually_asked, planted):
    received = _working(FIRST + int(chance.random() * months * 30) * DAY) + int(chance.random() * 8 * HOUR)
    procedure, limit = f"p{number % procedures}", 10
    due = received // DAY * DAY + 14 * DAY + 10 * HOUR
    acceptor, handler = _officer(chance, officers), _officer(chance, officers)
    contact = _contact(chance, acceptor, number, planted)
    asked = chance.random() < planted.of(acceptor, "supplements", usually_asked)
    reduced = chance.random() < planted.of(acceptor, "exempts", 0.1)
    events = [
        _event(
            "dossier.accepted",
            received,
            acceptor,
            fee_gross_vnd=8000,
            fee_vnd=0 if reduced else 8000,
            due_at=due,
        )
    ]
    took = int(DAY * chance.lognormvariate(1.2, 0.9) * _factor(chance, handler, planted))
    if chance.random() < planted.of(handler, "due_day", 0.05):
        took = due - received - HOUR
    if asked:
        took += _asked(chance, events, received, took, due, acceptor, handler, planted)
    finished = received + max(HOUR, took)
    if asked and chance.random() < planted.of(handler, "refuses", 0.1):
        finished = max(finished, due - HOUR)
        outcome, last = "refused_after", "dossier.stopped"
    else:
        outcome, last = "result", "result.drafted"
    if chance.random() < planted.of(handler, "late_hand", 0.05):
        events.append(_event("dossier.assigned", received, "leader", officer="somebody"))
        events.append(_event("handover.accepted", finished - 2 * HOUR, handler, to_officer=handler))
    events.append(_event(last, _at_work(chance, finished, handler, planted), handler, drafted_by=handler))
    known = {
        "kind": "dossier", "procedure": procedure, "received": received, "finished": finished, "due": due,
        "due_original": due, "due_lawful": due, "outcome": outcome, "contact": contact, "applicant": f"a{number}",
        "stream": f"d{number}", "limit_unit": "working_day", "limit_value": limit, "fee": 8000, "channel": "counter",
    }  # fmt: skip
    return Case(id=f"d{number}", events=tuple(sorted(events, key=lambda each: each.moment)), attributes=known)


def _working(at):
    """The moment itself, or on the Monday after it."""
    weekday = ((at + 7 * HOUR) // DAY + 3) % 7
    return at + max(0, 7 - weekday) * DAY if weekday > 4 else at


def _factor(chance, handler, planted):
    """How many times longer than usual: for all of the officer's cases, or a share of them."""
    if chance.random() < planted.of(handler, "slow_share", 0.0):
        return planted.of(handler, "slow_times", 1.0)
    return 1.0


def _asked(chance, events, received, took, due, acceptor, handler, planted):
    """Papers are asked for, usually early; the answer takes its days."""
    late = chance.random() < planted.of(handler, "stops_late", 0.05)
    at = due - HOUR if late else received + min(took, 2 * DAY)
    events.append(_event("processing.supplement_requested", at, acceptor, basis="NĐ 61/2018 Điều 19(4)"))
    events.append(_event("supplement.completed", at + 3 * DAY, acceptor))
    return max(0, at + 3 * DAY + HOUR - received - took) if late else 3 * DAY


def _contact(chance, acceptor, number, planted):
    """Most come once; some hand in for many, to whoever is free."""
    if chance.random() < planted.of(acceptor, "friend", 0.0):
        return "often-0"
    if chance.random() < 0.15:
        return f"often-{int(chance.random() * 6)}"
    return f"once-{number}"


def _at_work(chance, at, handler, planted):
    """Somewhere in the office's hours of that day, or in the evening."""
    evening = chance.random() < planted.of(handler, "evenings", 0.04)
    midnight = _working((at + 7 * HOUR) // DAY * DAY - 7 * HOUR)
    return midnight + (20 * HOUR if evening else 9 * HOUR) + int(chance.random() * HOUR)


def _ticket(chance, number, officers, months, planted):
    at = FIRST + int(chance.random() * months * 30) * DAY + int(chance.random() * 8 * HOUR)
    officer = _officer(chance, officers)
    jumped = chance.random() < planted.of(officer, "out_of_turn", 0.03)
    events = (
        _event("ticket.called", at, officer, rule="by_number" if jumped else "first_come",
               passed_over="A001" if jumped else ""),
        _event("ticket.served", at + HOUR // 6, officer, outcome="guidance", dossier=""),
    )  # fmt: skip
    known = {"kind": "ticket", "stream": f"t{number}", "group": f"g{number % 2}"}
    return Case(id=f"t{number}", events=events, attributes=known)


def _event(activity, at, who, **attributes):
    return Event(
        activity=activity, moment=at, recorded=at, resource=who, attributes={"role": "officer", **attributes}
    )


def shuffled(log, seed):
    """The same log with whole handlings exchanged among cases of one procedure and month: nobody differs any more."""
    chance, strata = Random(seed), {}
    for case in log.cases:
        known = case.attributes
        month = case.events[0].moment // (30 * DAY)
        strata.setdefault((known.get("kind"), known.get("procedure"), known.get("group"), month), []).append(
            case
        )
    exchanged = {}
    for cases in strata.values():
        hands = [_hands(case) for case in cases]
        chance.shuffle(hands)
        exchanged |= {case.id: _with_hands(case, given) for case, given in zip(cases, hands, strict=True)}
    return CaseLog(
        cases=tuple(exchanged[case.id] for case in log.cases),
        columns=log.columns,
        source=f"{log.source} shuffled {seed}",
    )


def _hands(case):
    """The people of a case in the order in which they came to it."""
    return list(dict.fromkeys(event.resource for event in case.events if event.resource))


def _with_hands(case, given):
    """A case done by the people of another; whom the other lacks is its last one."""
    own = _hands(case)
    names = {name: given[min(place, len(given) - 1)] if given else name for place, name in enumerate(own)}
    events = tuple(
        Event(
            activity=event.activity, moment=event.moment, recorded=event.recorded, index=event.index,
            resource=names.get(event.resource, ""),
            attributes={key: names.get(value, value) for key, value in event.attributes.items()},
        )
        for event in case.events
    )  # fmt: skip
    return Case(id=case.id, events=events, attributes=case.attributes)
