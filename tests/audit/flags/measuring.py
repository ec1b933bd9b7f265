"""How often the statistical rules raise something where nobody differs, and how often they find what was planted."""

from math import exp, lgamma, log
from pathlib import Path

import msgspec

from audit.flags import Run, rules, run
from audit.flags.statistical.measures import SHAPES
from tests.audit.flags.a_log import CALENDAR, PLANTED, Planted, a_log

STATISTICAL = tuple(
    rule.id for rule in rules().values() if rule.kind == "statistical" and not rule.unrecorded
)
PERMUTATIONS = 99
DOCUMENT = Path(__file__).parents[3] / "docs" / "flags.md"


class Effect(msgspec.Struct, frozen=True):
    """Something planted in one of twelve officers, in words for the table, and the log it is planted in."""

    rule: str
    words: str
    planted: dict[str, float]
    log: dict[str, float] = {}


EFFECTS = (
    Effect("pace", "3 times slower in 40 % of cases", {"slow_share": 0.4, "slow_times": 3}),
    Effect("pace", "3 times faster in 40 % of cases", {"slow_share": 0.4, "slow_times": 1 / 3}),
    Effect("pace", "twice slower in 40 % of cases", {"slow_share": 0.4, "slow_times": 2}),
    Effect("pace", "3 times slower in 15 % of cases", {"slow_share": 0.15, "slow_times": 3}),
    Effect("uneven_pace", "10 times slower in 15 % of cases", {"slow_share": 0.15, "slow_times": 10}),
    Effect("uneven_pace", "10 times slower in 30 % of cases", {"slow_share": 0.3, "slow_times": 10}),
    Effect("overtaking", "4 times faster in half of the cases", {"slow_share": 0.5, "slow_times": 0.25}),
    Effect("due_day", "20 % finished on the due day instead of 5 %", {"due_day": 0.2}),
    Effect("supplement_rate", "papers asked for in 20 % instead of 8 %", {"supplements": 0.2}),
    Effect("exemption_rate", "25 % exempted instead of 10 %", {"exempts": 0.25}),
    Effect("stop_at_the_end", "60 % of requests at the end, of 30 %", {"supplements": 0.3, "stops_late": 0.6}),
    Effect("late_refusal", "50 % refused late instead of 10 %", {"refuses": 0.5}, {"asked": 0.5}),
    Effect("late_reassignment", "20 % taken over at the end instead of 5 %", {"late_hand": 0.2}),
    Effect("out_of_hours", "20 % of decisions in the evening instead of 4 %", {"evenings": 0.2}),
    Effect("out_of_turn", "12 % called out of turn instead of 3 %", {"out_of_turn": 0.12}),
    Effect("familiar_faces", "15 % of one's dossiers from one submitter", {"friend": 0.15}),
)  # fmt: skip


def asked_of(log, permutations=PERMUTATIONS, rules=STATISTICAL):
    return run(log, Run(rules=rules, permutations=permutations), calendar=CALENDAR)


def raised(logs, permutations=PERMUTATIONS):
    """In how many of the logs any statistical rule raised anything."""
    return sum(bool(asked_of(log, permutations).statistical) for log in logs)


def found(effect, seeds, permutations=PERMUTATIONS):
    """How often the effect was found by its own rule in the planted officer; and how often others were named."""
    hits = others = 0
    for seed in seeds:
        report = asked_of(a_log(seed, planted=Planted(**effect.planted), **effect.log), permutations)
        hits += any(each.rule == effect.rule and each.subject == PLANTED for each in report.statistical)
        others += any(each.subject != PLANTED for each in report.statistical)
    return hits, others


def stated():
    """The table of docs/flags.md: of 20 logs, in how many the effect was found."""
    lines = DOCUMENT.read_text(encoding="utf-8").partition("## Power")[2].splitlines()
    cells = [
        [cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")
    ]
    return {(rule, words): int(hits.split(" of ")[0]) for rule, words, hits, *_ in cells}


def share_interval(hits, of, confidence=0.95):
    """The range of shares that `hits` of `of` speak for (Clopper-Pearson, exact)."""
    tail = (1 - confidence) / 2
    low = 0.0 if hits == 0 else _where(lambda share: 1 - _at_most(hits - 1, of, share) < tail)
    high = 1.0 if hits == of else _where(lambda share: _at_most(hits, of, share) > tail)
    return low, high


def _where(holds):
    """The share up to which something holds."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def _at_most(hits, of, share):
    if share in (0.0, 1.0):
        return float(share == 0.0 or hits >= of)
    ways = [lgamma(of + 1) - lgamma(k + 1) - lgamma(of - k + 1) for k in range(hits + 1)]
    return sum(exp(each + k * log(share) + (of - k) * log(1 - share)) for k, each in enumerate(ways))


def untried():
    """Rules that compare officers and for which nothing is planted."""
    return set(SHAPES) - {effect.rule for effect in EFFECTS}
