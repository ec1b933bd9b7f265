"""Cases written by hand, in the words of our own log; moments are days and hours from a Monday in March 2026."""

from audit.cases import Case, CaseLog, Event
from audit.flags import Run, run
from domain.calendar import local_moment
from tests.audit.flags.a_log import CALENDAR, COLUMNS, DAY, HOUR

MONDAY = local_moment("2026-03-02", "08:00")
MINUTE = HOUR // 60
SECOND = MINUTE // 60


def at(day=0, hours=0.0, seconds=0):
    """So many days after Monday 8 o'clock."""
    return MONDAY + day * DAY + int(hours * HOUR) + seconds * SECOND


class Story:
    """One case, told event by event."""

    def __init__(self, name="H20.321-260302-0001", kind="dossier", **known):
        self.name, self.events = name, []
        self.known = {
            "kind": kind,
            "stream": f"stream of {name}",
            "procedure": "p",
            "channel": "counter",
        } | known

    def then(self, activity, moment, by="hoa", recorded=None, **told):
        told = {"role": "reception", "device": "desk-1", "event": len(self.events) + 1, "log": 1} | told
        self.events.append(
            Event(
                activity=activity,
                moment=moment,
                recorded=moment if recorded is None else recorded,
                resource=by,
                index=len(self.events),
                attributes=told,
            )
        )  # fmt: skip
        return self

    def accepted(self, moment=None, due=None, by="hoa", **told):
        """Taken in on Monday at 8, due after ten working days, unless said otherwise."""
        moment, due = at() if moment is None else moment, at(14, 9) if due is None else due
        self.known |= {"received": moment, "due": due, "due_original": due, "due_lawful": due, "status": 2}
        self.known |= {"limit_unit": "working_day"}
        return self.then("dossier.accepted", moment, by, due_at=due, **told)

    def ended(self, moment, outcome="result", **known):
        self.known |= {"finished": moment, "outcome": outcome} | known
        return self

    def signed(self, moment, by="phuc", drafter="binh"):
        """Drafted an hour before, and signed."""
        self.then("result.drafted", moment - HOUR, drafter, drafted_by=drafter)
        return self.then("result.signed", moment, by, signed_by=by).ended(moment)

    @property
    def case(self):
        return Case(id=self.name, events=tuple(self.events), attributes=self.known)


def a_log_of(*stories, until=None):
    """The cases in one log, which ends on the last event or at a later moment."""
    cases = [story.case for story in stories]
    if until is not None:
        cases.append(Story("end", kind="office").then("office.closed", until).case)
    return CaseLog(cases=tuple(cases), columns=COLUMNS, source="by hand")


def asked(rule, *stories, until=None, faults=()):
    """What one rule finds in them."""
    report = run(a_log_of(*stories, until=until), Run(rules=(rule,)), calendar=CALENDAR, faults=faults)
    assert report.ran == (rule,)
    return report.exact


def found_by(rule, *stories, **how):
    """Of whom."""
    return [each.subject for each in asked(rule, *stories, **how)]
