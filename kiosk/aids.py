"""What helps people who cannot read the screen as it is; each only where the machine and the terminal can."""

from dataclasses import dataclass

from kiosk.large_type import LargeType, large_type_for
from kiosk.speaking import Prompter, prompter_for


@dataclass(frozen=True)
class Aids:
    """A voice that reads what is asked, and larger letters."""

    prompter: Prompter | None = None
    large_type: LargeType | None = None


def aids_for(*, speak: bool, large_type: str) -> Aids:
    """As they were asked for on the command line; raises `NotTwoSizes`."""
    return Aids(prompter_for() if speak else None, large_type_for(large_type))
