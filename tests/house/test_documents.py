"""The documents about the law say what the code does: one is written from the table, the other checked line by line."""

import importlib
import re
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

from domain import dossier as d
from domain.dossier import TABLE, Dossier, Status, refusals
from domain.dossier.state import Result
from domain.fact import FACTS
from tests.domain.a_dossier import filled
from tests.domain.a_life import FEW, lived

HOUSE = Path(__file__).parents[2]
LAW = (HOUSE / "docs" / "law.md").read_text(encoding="utf-8")
CERTAINTIES = {"verified", "secondary", "recalled", "ours"}


def script():
    loader = SourceFileLoader("document", str(HOUSE / "scripts" / "document"))
    spec = spec_from_loader("document", loader)
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


# The table of transitions


def test_the_document_of_transitions_is_what_the_script_writes():
    written = (HOUSE / "docs" / "transitions.md").read_text(encoding="utf-8")
    assert written == script().written(), "run .venv/bin/python scripts/document"


def clock(dossier: Dossier) -> str:
    if dossier.accepted_at is None:
        return "not_started"
    if dossier.status in {Status.STOPPED, Status.PROCESSED, Status.RETURNED}:
        return "stopped"
    return "paused" if dossier.paused and dossier.paused[-1].end is None else "running"


def money(dossier: Dossier) -> str:
    if dossier.payment is not None:
        return "due"
    return "paid" if dossier.paid_vnd else "none"


def archive(dossier: Dossier) -> str:
    if dossier.archive:
        return "transferred"
    ended = {Status.NOT_ACCEPTED, Status.STOPPED, Status.RETURNED}
    return "closed" if dossier.status in ended else "open"


AXES = {"clock": clock, "money": money, "delivery": lambda dossier: dossier.delivery, "archive": archive}


@cache
def moves_made():
    """For each axis: every move that was seen in many lives, and the facts that made it."""
    seen = {axis: {} for axis in AXES}
    for seed in FEW:
        before = Dossier()
        for step in lived(seed).steps:
            after = d.evolve(before, step.fact, step.at)
            for axis, of in AXES.items():
                if of(before) != of(after):
                    seen[axis].setdefault((of(before), of(after)), set()).add(step.fact.NAME)
            before = after
    return seen


@pytest.mark.parametrize("axis", AXES)
def test_the_axes_beside_the_status_are_drawn_as_lives_move_on_them(axis):
    drawn = {move: set(facts.split()) for move, facts in script().AXES[axis].items()}
    made = moves_made()[axis]
    assert [move for move in made if not made[move] <= drawn.get(move, set())] == []
    too_rare = {(move, fact) for move, facts in drawn.items() for fact in facts - made.get(move, set())}
    assert [
        (move, fact) for move, fact in too_rare if axis != "delivery" or led(*move, fact) != move[1]
    ] == []


def led(start, end, fact):
    """Where a result that is `start` comes to be by this fact: what hardly a life does is looked at alone."""
    signed = Dossier(status=Status.PROCESSED, delivery=start, accepted_at=1, result=Result(signed=True))
    return d.evolve(signed, filled(FACTS[fact]), 9).delivery


# The table of the law


def rows():
    """(rule, article, certainty, code, tests) of every line of the law's tables."""
    cells = [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in LAW.splitlines()
        if line.startswith("|")
    ]
    return [row for row in cells if row[0] != "Rule" and not set(row[0]) <= {"-", "|"}]


def named(cell):
    return re.findall(r"`([^`]+)`", cell)


def is_there(name):
    """A file of the house, or a module with what it holds, attribute by attribute."""
    if "/" in name:
        return (HOUSE / name).is_file()
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        return all((found := getattr(found, part, None)) is not None for part in parts[end:])
    return False


def is_tested(name):
    file, _, test = name.partition("::")
    path = HOUSE / file
    return (
        path.is_file()
        and re.search(rf"^(?:async )?def {test}\(", path.read_text(encoding="utf-8"), re.M) is not None
    )


def test_every_line_of_the_law_has_an_article_a_certainty_code_and_a_test():
    assert len(rows()) > 70
    for row in rows():
        assert len(row) == 5, row
        _, article, certainty, code, tests = row
        assert article
        assert certainty in CERTAINTIES, row
        assert named(code), row
        assert named(tests), row


def test_what_is_said_to_keep_the_law_exists():
    assert [name for row in rows() for name in named(row[3]) if not is_there(name)] == []


def test_what_is_said_to_prove_it_is_a_test():
    assert [name for row in rows() for name in named(row[4]) if not is_tested(name)] == []


def test_no_rule_is_called_law_that_is_only_good_order():
    assert [row for row in rows() if row[1] == "—" and row[2] != "ours"] == []


def test_every_article_under_which_an_act_is_refused_stands_in_the_law():
    acts = {edge.article for edge in TABLE}
    own = {getattr(refusals, name).article for name in refusals.__all__} - {""}
    cited = [row[1] for row in rows()]
    assert [article for article in sorted(acts | own) if not any(article in each for each in cited)] == []
