"""What stands below the office: the act that was recorded last, the head of the log, and who has signed it."""

from collections.abc import Iterator

from textual.content import Content

from application.histories import officer_name, sentence, with_names
from application.reference import Knowledge
from audit.desk.machine import Root
from audit.desk.news import Latest
from audit.desk.proofs import Signed, Witnessed
from audit.desk.words import moment, role
from wording import say
from wording.dates import number_text

SHORT_ROOT = 16


def latest_line(latest: Latest, known: Knowledge, language: str) -> Content:
    """«Việc vừa ghi: …»: whoever goes on act by act sees which one it was."""
    said = sentence(latest.topic, with_names(dict(latest.blanks), known), language)
    of_office = latest.role in {"citizen", "system"} or not latest.actor
    who = role(latest.role, language) if of_office else officer_name(latest.actor, known)
    code = latest.code if latest.code not in said else ""
    told = " · ".join(part for part in (said, code, who, moment(latest.at, language)) if part)
    head = say("inspect.overview.latest", language, event=number_text(latest.event, language))
    return Content.assemble((head, "bold"), f" {told}")


def foot_lines(tree: Root, signed: Signed | None, language: str, *, wide: bool) -> Iterator[Content]:
    """How much of what is looked at is signed, checked just now; by whom, and which witnesses say so too."""
    yield Content(
        say(
            "inspect.overview.tree",
            language,
            size=number_text(tree.size, language),
            root=tree.root[:SHORT_ROOT],
        )
    )
    yield _covered(tree, language)
    if signed is None:
        yield Content(say("inspect.overview.unsigned", language))
        return
    size = number_text(signed.size, language)
    told = say("inspect.overview.signed", language, size=size, log=signed.origin)
    yield Content.assemble(told, " · " if wide else "\n", _witnessed(signed.witnessed, signed.size, language))


def _covered(tree: Root, language: str) -> Content:
    if tree.contradicted:
        return Content.styled(f"✘ {say('inspect.overview.contradicted', language)}", "bold $error")
    if tree.covered_by:
        size = number_text(tree.covered_by, language)
        return Content.styled(f"✔ {say('inspect.overview.covered', language, size=size)}", "bold $success")
    if tree.signed_before:
        told = say(
            "inspect.overview.partly",
            language,
            count=tree.size - tree.signed_before,
            size=number_text(tree.signed_before, language),
        )
        return Content.styled(f"… {told}", "$warning")
    return Content.styled(f"… {say('inspect.overview.uncovered', language)}", "$warning")


def _witnessed(told: Witnessed, signed: int, language: str) -> Content:
    """How many of those whom the office names hold; of a line without a key it says that it was not checked."""
    parts = []
    if told.failing:
        names = ", ".join(told.failing)
        parts.append(
            Content.styled(f"✘ {say('inspect.witness.failing', language, names=names)}", "bold $error")
        )
    if told.named and (told.holding or not told.failing):
        parts.append(_holding(told, signed, language))
    if told.unknown:
        parts.append(Content(say("inspect.witness.unknown", language, count=told.unknown)))
    return Content(" · ").join(parts) if parts else Content(say("inspect.witness.none", language))


def _holding(told: Witnessed, signed: int, language: str) -> Content:
    counted = {"count": len(told.holding), "named": told.named, "needed": told.needed}
    if not told.holding:
        return Content(say("inspect.witness.not_yet", language, **counted))
    when = "now" if told.size == signed else "before"
    size, names = number_text(told.size, language), ", ".join(told.holding)
    said = say(f"inspect.witness.{when}", language, size=size, names=names, **counted)
    enough = len(told.holding) >= told.needed
    return Content.styled(f"✔ {said}" if enough else said, "$success" if enough else "")
