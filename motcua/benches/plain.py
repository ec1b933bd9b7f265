"""The toolkit's own floor: an app that does nothing but fill the screen anew with every key."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static


class Plain(App[None]):
    CSS = "Static { width: 100%; height: 100%; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "turn", priority=True)]
    turned = 0

    def compose(self) -> ComposeResult:
        yield Static(id="all", markup=False)

    def action_turn(self) -> None:
        self.turned += 1
        row = f"{self.turned:>4} Ủy ban nhân dân xã " * (self.size.width // 24)
        self.query_one(Static).update("\n".join([row] * self.size.height))


if __name__ == "__main__":
    Plain().run()
