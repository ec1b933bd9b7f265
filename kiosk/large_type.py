"""«Chữ to»: the terminal's own letters made larger, where it takes orders; the screen then lays itself out anew.

A terminal has one size of letters, so only the terminal can make what is read larger. kitty does when it is started
with `allow_remote_control socket-only` and `listen_on`; without that the choice is not offered.
"""

import logging
import os
import shutil
import subprocess

import msgspec

log = logging.getLogger("motcua.screen")

PROGRAM = "kitty"
SOCKET = "KITTY_LISTEN_ON"
"""Set by kitty for the programs in its window, when it listens."""
SMALLEST, LARGEST = 6, 96
"""Points."""


class NotTwoSizes(ValueError):  # noqa: N818 - read it after «raise»
    """Two sizes in points are wanted, such as `22/30`."""


class LargeType(msgspec.Struct, frozen=True):
    """Two sizes of letters, in points, and where to ask for them."""

    ordinary: int
    large: int
    socket: str
    program: str = PROGRAM

    def set(self, *, large: bool) -> None:
        """Ask for it and do not wait: the screen hears of its new size as of any other."""
        size = str(self.large if large else self.ordinary)
        command = [self.program, "@", "--to", self.socket, "set-font-size", size]
        quiet = subprocess.DEVNULL
        try:
            subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)  # noqa: S603 - our own words, no shell
        except OSError as failed:
            log.warning("the letters keep their size: %s", failed)


def sizes_of(text: str) -> tuple[int, int]:
    """`22/30` as two sizes, the larger one last; raises `NotTwoSizes`."""
    first, _, second = text.partition("/")
    if not (first.isdecimal() and second.isdecimal()):
        raise NotTwoSizes(text)
    sizes = int(first), int(second)
    if not SMALLEST <= sizes[0] < sizes[1] <= LARGEST:
        raise NotTwoSizes(text)
    return sizes


def large_type_for(text: str) -> LargeType | None:
    """What this terminal can do for the sizes in `text`; None where nothing is wanted, or it takes no orders."""
    if not text:
        return None
    ordinary, large = sizes_of(text)
    socket = os.environ.get(SOCKET, "")
    if not socket or shutil.which(PROGRAM) is None:
        log.warning("large type is not offered: this terminal takes no orders")
        return None
    return LargeType(ordinary, large, socket)
