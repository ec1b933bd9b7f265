"""What officers write into a file: reasons, bases and notes, in Vietnamese, from `wording`."""

from random import Random

from wording import say, sayings


class Voice:
    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.known: dict[str, list[str]] = {}
        for key in sorted(sayings("vi")):
            kind, _, number = key.removeprefix("demo.").rpartition(".")
            if key.startswith("demo.") and number.isdecimal():
                self.known.setdefault(kind, []).append(key)

    def one_of(self, kind: str) -> str:
        """One of the numbered sentences of a kind."""
        return say(self.rng.choice(self.known[kind]), "vi")

    def basis(self, act: str) -> str:
        return say(f"demo.basis.{act}", "vi")
