"""What an incoming catalogue would change: everything is named before anything is done."""

from collections.abc import Iterable, Mapping

import msgspec

from domain.catalogue.facts import Procedure
from domain.catalogue.versions import changed_fields


class Change(msgspec.Struct, frozen=True):
    """A procedure as it should become, and the names of the fields that differ."""

    procedure: Procedure
    fields: tuple[str, ...]


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """`gone` and `unchanged` are codes. Every code of either side is in exactly one of the four."""

    new: tuple[Procedure, ...] = ()
    changed: tuple[Change, ...] = ()
    gone: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def compare(current: Mapping[str, Procedure], wanted: Iterable[Procedure]) -> Changes:
    """Ordered by code; of two wanted procedures with one code the later counts."""
    coming = {procedure.code: procedure for procedure in wanted}
    both = sorted(coming.keys() & current.keys())
    differing = [Change(coming[code], changed_fields(current[code], coming[code])) for code in both]
    return Changes(
        new=tuple(coming[code] for code in sorted(coming.keys() - current.keys())),
        changed=tuple(change for change in differing if change.fields),
        gone=tuple(sorted(current.keys() - coming.keys())),
        unchanged=tuple(change.procedure.code for change in differing if not change.fields),
    )
