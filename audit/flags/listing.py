"""The catalogue as a list to read: on the terminal in the reader's language, and as the table of docs/flags.md."""

from collections.abc import Iterator

from audit.flags.catalogue import Rule, rules, version
from audit.flags.telling import name_of, power_text
from wording import say


def catalogue_text(language: str = "vi") -> str:
    """Every rule with its question, ground, certainty and parameters."""
    every = list(rules().values())
    asked = [rule for rule in every if not rule.unrecorded]
    counts = {kind: sum(rule.kind == kind for rule in asked) for kind in ("exact", "statistical")}
    head = say("flags.catalogue", language, version=version(), unrecorded=len(every) - len(asked), **counts)
    return "\n".join([head, *(line for rule in every for line in _entry(rule, language))])


def _entry(rule: Rule, language: str) -> Iterator[str]:
    severity = say(f"flags.severity.{rule.severity}", language)
    yield ""
    yield say("flags.rule_line", language, name=name_of(rule.id, language), rule=rule.id, severity=severity)
    yield f"  {say(f'flags.rule.{rule.id}.question', language)}"
    certainty = say(f"flags.certainty.{rule.certainty}", language)
    yield f"  {say('flags.basis', language, basis=rule.basis, certainty=certainty)}"
    for parameters in rule.parameters:
        values = ", ".join(f"{name} = {_plain(value)}" for name, value in parameters.values.items())
        yield f"  {say('flags.since', language, day=parameters.valid_from, values=values)}"
    yield f"  {say('flags.merges', language, rules=', '.join(rule.merges))}"
    if rule.power is not None:
        yield f"  {power_text(rule.power, language)}"
    if rule.unrecorded:
        yield f"  {say(f'flags.rule.{rule.id}.unrecorded', language)}"


def _plain(value: object) -> str:
    return "/".join(map(str, value)) if isinstance(value, tuple) else str(value)


def catalogue_table() -> str:
    """The table of docs/flags.md; a test holds the two together."""
    head = "| rule | question | kind | sev. | certainty | basis | merges | needs |\n|---|---|---|---|---|---|---|---|"
    return "\n".join([head, *map(_row, rules().values())])


def _row(rule: Rule) -> str:
    kind = "not recorded" if rule.unrecorded else rule.kind
    question = say(f"flags.rule.{rule.id}.question", "en")
    why = f" *{say(f'flags.rule.{rule.id}.unrecorded', 'en')}*" if rule.unrecorded else ""
    cells = (
        f"`{rule.id}`", f"{question}{why}", kind, rule.severity[0].upper(), rule.certainty, rule.basis,
        " ".join(rule.merges), " ".join(rule.needs),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"
