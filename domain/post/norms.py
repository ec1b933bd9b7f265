"""How long an envelope may be on its way: J + n working days after the day J it was handed over
(TT 17/2017/TT-BTTTT Art. 7).
"""

import msgspec

from domain.post.facts import Route


class Norm(msgspec.Struct, frozen=True, kw_only=True):
    """Working days for one kind of way; more where a signed receipt or a slip is brought back."""

    days: int
    with_receipt: int

    def of(self, *, with_receipt: bool) -> int:
        return self.with_receipt if with_receipt else self.days


class Norms(msgspec.Struct, frozen=True, kw_only=True):
    """The norms in force from a day (ISO), with where they come from and what nobody has checked."""

    valid_from: str
    source: str
    routes: dict[Route, Norm]
    uncertain: tuple[str, ...] = ()
