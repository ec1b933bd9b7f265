"""Which papers of a procedure are in, and which are missing: pure counting, shown by two screens."""

from collections.abc import Mapping, Sequence

from application.ports import Wanted
from domain.catalogue import RequiredDocument

Counts = tuple[int, int]
"""Originals and copies handed in."""


def is_enough(document: RequiredDocument, counts: Counts) -> bool:
    """A paper for which the procedure states no number is in when there is one sheet of it."""
    if not document.originals and not document.copies:
        return sum(counts) > 0
    return counts[0] >= document.originals and counts[1] >= document.copies


def full(document: RequiredDocument) -> Counts:
    if not document.originals and not document.copies:
        return (1, 0)
    return (document.originals, document.copies)


def missing(documents: Sequence[RequiredDocument], handed: Mapping[str, Counts]) -> tuple[str, ...]:
    """Names of the papers still needed.

    Papers under a heading are needed in one case only: the case applies once any paper of it was handed in.
    """
    cases = {paper.group for paper in documents if paper.group and sum(handed.get(paper.name, (0, 0)))}
    return tuple(
        paper.name
        for paper in documents
        if not paper.optional
        and (not paper.group or paper.group in cases)
        and not is_enough(paper, handed.get(paper.name, (0, 0)))
    )


def handed_in(handed: Mapping[str, Counts]) -> tuple[tuple[str, int, int], ...]:
    """What really lies on the desk, as the receipt lists it."""
    return tuple((name, first, second) for name, (first, second) in handed.items() if first or second)


def asked_for(document: RequiredDocument, basis: str) -> Wanted:
    """A missing paper as the supplement request lists it."""
    originals, copies = full(document)
    return Wanted(name=document.name, originals=originals, copies=copies, basis=basis)
