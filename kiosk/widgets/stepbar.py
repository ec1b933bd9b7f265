"""Where the citizen is on the way to a number: one quiet line, told in words as well as drawn."""

from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget

from wording import say

GONE, HERE, AHEAD = "━━━━", "●", "────"


class StepBar(Widget):
    """Draws step `step` of `total`; both count from 1."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    StepBar {
        width: 100%; height: 1; content-align: center middle;
        background: $mc-panel; color: $mc-muted;
    }
    """

    step: reactive[int] = reactive(1)
    language: reactive[str] = reactive("vi")

    def __init__(
        self,
        total: int,
        step: int = 1,
        language: str = "vi",
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.total = total
        self.set_reactive(StepBar.step, step)
        self.set_reactive(StepBar.language, language)

    def render(self) -> Text:
        drawn = GONE * (self.step - 1) + HERE + AHEAD * (self.total - self.step)
        label = say("step.of", self.language, step=self.step, total=self.total)
        return Text(f"{drawn}   {label}", no_wrap=True, end="")
