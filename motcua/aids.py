"""The kiosk's options for those who cannot read its screen as it is: `--speak` and `--large-type`."""

from typing import TYPE_CHECKING, Annotated

import typer

from motcua.console import fail, language

if TYPE_CHECKING:
    from kiosk.aids import Aids

SpeakOption = Annotated[
    bool, typer.Option("--speak", help="Read questions and choices aloud, through espeak-ng.")
]
LargeTypeOption = Annotated[
    str,
    typer.Option(
        help="Two sizes of letters in points, such as 22/30: offers «Chữ to» in a kitty that takes orders."
    ),
]


def aided(speak: bool, large_type: str) -> "Aids":
    """What was asked for, as far as this machine can; ends with a sentence where two sizes are none."""
    from kiosk.aids import aids_for
    from kiosk.large_type import NotTwoSizes
    from wording import say

    try:
        return aids_for(speak=speak, large_type=large_type)
    except NotTwoSizes:
        fail(say("cli.not_two_sizes", language(), text=large_type), 2)
