"""Lives of dossiers: anybody tries anything, and what is let happen is held against the law at once."""

from random import Random
from typing import NamedTuple

from domain import dossier as d
from domain.dossier import TABLE, Dossier, Edge, Hand, Status
from domain.dossier.reading import offered_acts
from domain.fact import Fact, Refused
from tests.domain.a_dossier import BINH, CHU, EVERYBODY, HOA, MINUTE, MORNING, kind_of, verbs
from tests.domain.lawful import keeps_the_law
from tests.domain.sayings import SAYINGS, Choose

VERBS = verbs()
NAMES = tuple(VERBS)
LED_TO_BY = {kind_of(verb).NAME: name for name, verb in VERBS.items()}
MOVING = {edge.fact for edge in TABLE if edge.start is not edge.end}
PACES = (
    (*(1, 30, 30, 120) * 8, -1),
    (*(30, 120, 600, 2880) * 8, -1),
    (*(30, 600, 2880, 14_400) * 8, 60_000, 60_000, -1),
)
"""Minutes from one act to the next, in a hurried life and in slower ones; a minute back is always refused."""

FEW = (*range(450), 474, 761, 837, 1009, 1039, 1443)
"""Seeds of lives that together take every row of the table and every move of the axes beside the status.

The last ones do what none of the first 450 does. After a change of these lives others may: they are found among the
thousands of the long run.
"""


class Step(NamedTuple):
    """An act that was let happen, and the row of the table that let it."""

    fact: Fact
    by: Hand
    at: int
    row: Edge


class Life:
    """One dossier, from nothing on: what was let happen to it, and every refusal that was heard."""

    def __init__(self) -> None:
        self.now = MORNING
        self.dossier = Dossier()
        self.steps: list[Step] = []
        self.refused: list[Refused] = []

    def attempt(self, name: str, by: Hand, minutes: int, choose: Choose) -> None:
        at = self.now + minutes * MINUTE
        said = SAYINGS[name](self.dossier, by, at, choose)
        try:
            fact = VERBS[name](self.dossier, by=by, at=at, **said)
        except Refused as refusal:
            self.refused.append(refusal.with_traceback(None))  # its frames would keep a whole life alive
            return
        before, self.dossier = self.dossier, d.evolve(self.dossier, fact, at)
        self.steps.append(Step(fact, by, at, row_taken(before, fact, by, self.dossier)))
        self.now = at
        keeps_the_law(before, fact, self.dossier)

    def open_to(self, by: Hand, *, moving: bool = False) -> list[str]:
        """Names of the verbs that are worth trying for somebody now; only those that can lead on, if asked."""
        lies_open = offered_acts(self.dossier, by.role)
        wanted = lies_open & MOVING if moving else lies_open
        return sorted(LED_TO_BY[leads_to] for leads_to in wanted)


SELDOM = {
    "submit": 0.5,
    "refuse": 0.15,
    "request_intake_supplement": 0.3,
    "request_withdrawal": 0.1,
    "grant_withdrawal": 0.2,
    "stop": 0.03,
    "expire_supplement": 0.2,
    "expire_payment": 0.1,
    "resolve_at_counter": 0.3,
    "report_loss": 0.2,
    "recall_result": 0.1,
    "return_result": 0.3,
    "provide_supplement": 0.4,
    "complete_supplement": 0.4,
    "open_correction": 0.5,
    "notify": 0.5,
}
"""Most dossiers go their way; those that end early or go back are fewer, or nobody would get far."""
BUSY = (*EVERYBODY, *(HOA, BINH, CHU) * 3)
NOTHING_LEFT = {Status.NOT_ACCEPTED, Status.STOPPED}


def lived(seed: int, tries: int = 160) -> Life:
    """A life by a seeded die: mostly what is worth trying, often what leads on, now and then anything at all."""
    die, life = Random(seed), Life()
    minutes = die.choice(PACES)
    while tries > 0:
        tries -= 16 if life.dossier.status in NOTHING_LEFT else 1
        by, fate = die.choice(BUSY), die.random()
        likely = life.open_to(by, moving=fate < 0.2) if fate < 0.92 else NAMES
        name = die.choice(likely) if likely else ""
        if name and die.random() < SELDOM.get(name, 1):
            life.attempt(name, by, die.choice(minutes), die.choice)
    return life


def row_taken(before: Dossier, fact: Fact, by: Hand, after: Dossier) -> Edge:
    """The row that this act went by; there must be one."""
    rows = [
        edge
        for edge in TABLE
        if (edge.start, edge.fact, edge.end) == (before.status, fact.NAME, after.status)
        and edge.stage in {"", before.stage}
        and by.role in edge.roles
    ]
    assert rows, (before.status, fact.NAME, after.status, by.role)
    return rows[0]
