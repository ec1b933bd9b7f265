"""The lists that a form chooses from: the office's people, and what the dossier itself has open."""

from collections.abc import Callable, Mapping, Sequence

from application.ports import OfficerView
from application.views import DossierFile
from desk.fields import Choice
from desk.words import day
from domain.dossier import Dossier, Status

DECIDERS = frozenset({"leader", "head"})
NOTICES = {
    Status.SUPPLEMENT_REQUESTED: "supplement",
    Status.FINANCIAL_OBLIGATION: "payment",
    Status.STOPPED: "stopped",
}


def lists(
    file: DossierFile, staff: Sequence[OfficerView], me: str, today: str, language: str
) -> dict[str, list[Choice]]:
    """Every list by its source. `today` is an ISO day."""
    return people(staff, me) | open_outside(file.state, today, language)


def people(staff: Sequence[OfficerView], me: str) -> dict[str, list[Choice]]:
    named = {each.officer: (f"{each.name} · {each.title}", each.officer) for each in staff}
    others = [each for each in staff if each.officer != me]
    return {
        "officers": [named[each.officer] for each in staff],
        "colleagues": [named[each.officer] for each in others],
        "deciders": [named[each.officer] for each in others if DECIDERS & set(each.roles)],
        "sections": [(name, name) for name in sorted({each.section for each in staff if each.section})],
    }


def open_outside(dossier: Dossier, today: str, language: str) -> dict[str, list[Choice]]:
    """Letters that are not answered, and legs that are not sent or not back."""
    asked = [(f"{each.agency} · {day(each.answer_by, language)}", each) for each in dossier.opinions]
    legs = list(enumerate(dossier.referral.legs, start=1)) if dossier.referral else []
    return {
        "opinions": [(said, each.number) for said, each in asked],
        "late_opinions": [
            (said, each.number) for said, each in asked if each.answer_by < today and not each.overdue
        ],
        "legs_to_send": [
            (f"{place}. {each.leg.agency}", str(place)) for place, each in legs if each.sent_at is None
        ],
        "legs_out": [
            (f"{place}. {each.leg.agency}", str(place))
            for place, each in legs
            if each.sent_at is not None and each.returned_at is None
        ],
    }


def usual_notice(dossier: Dossier, today: str) -> str:
    """What the citizen is most likely told about now."""
    told = NOTICES.get(dossier.status, "result_ready")
    due = dossier.due_current
    return "early" if told == "result_ready" and due is not None and today < due.date else told


def only_one(lists: Mapping[str, Sequence[Choice]], source: str) -> str:
    """The value nobody needs to choose, because it is the only one; else nothing."""
    found = lists.get(source, ())
    return found[0][1] if len(found) == 1 else ""


def _who_leads(values: dict[str, object]) -> dict[str, object]:
    """The leading agency may be given by its place among the legs, or not at all: then it is the first."""
    typed, legs = str(values["lead"]), values["legs"]
    agencies = [str(leg[0]) for leg in legs] if isinstance(legs, tuple) else []
    if typed.isascii() and typed.isdigit() and 0 < int(typed) <= len(agencies):
        return values | {"lead": agencies[int(typed) - 1]}
    return values | {"lead": typed or next(iter(agencies), "")}


ARRANGED: dict[str, Callable[[dict[str, object]], dict[str, object]]] = {"plan_referral": _who_leads}
"""Acts whose method takes something that a person may leave to the form."""
