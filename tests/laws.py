"""A law that is tried on some examples in every run, and on many more in the long one."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis.strategies import SearchStrategy

Law = Callable[..., None]


def tried(*examples: SearchStrategy, few: int = 100, many: int = 4_000) -> Callable[[Law], Law]:
    """Make a test of a law out of what it says about such examples."""

    def made(law: Law) -> Law:
        @pytest.mark.parametrize("times", [few, pytest.param(many, marks=pytest.mark.long)])
        def test(times: int) -> None:
            settings(max_examples=times)(given(*examples)(law))()

        test.__name__, test.__doc__ = law.__name__, law.__doc__
        return test

    return made
