"""While the log is read: how far, and then the overview."""

from collections.abc import Iterator

from textual.containers import Center, Vertical
from textual.widget import Widget
from textual.widgets import ProgressBar, Static

from application.envelope import Actor
from audit.desk.lines import Key
from audit.desk.page import Page


class OpeningPage(Page[None]):
    """Reads the whole log once, recomputing every leaf; a log that contradicts itself is said to do so."""

    def __init__(self, by: Actor) -> None:
        super().__init__()
        self.by = by

    def body(self) -> Iterator[Widget]:
        with Center(classes="door"), Vertical(classes="card"):
            yield Static(self.words("opening.title"), markup=False, classes="title")
            yield Static(self.words("opening.hint"), markup=False, classes="hint")
            yield ProgressBar(show_eta=False, id="read")

    def keys(self) -> tuple[Key, ...]:
        return (Key("Ctrl+Q", self.words("key.quit"), "app.quit"),)

    def on_mount(self) -> None:
        self.run_worker(self.open(), exclusive=True)

    async def open(self) -> None:
        desk = self.desk
        opened = await self.ask(desk.setting.open, self.progress)
        if opened is None:
            return
        desk.opened = opened.value
        seat = await self.ask(desk.setting.seat, self.by, opened.value.machine)
        if seat is None:
            return
        desk.seat = seat.value
        await desk.work(desk.take_in)
        await desk.work(desk.go_to_size, opened.value.machine.end)
        from audit.desk.pages.overview import OverviewPage

        desk.call_later(desk.switch_screen, OverviewPage())  # this worker goes away with its page

    def progress(self, done: int, of: int) -> None:
        """Told from the desk's hand."""
        self.app.call_from_thread(self.write_progress, done, of)

    def write_progress(self, done: int, of: int) -> None:
        self.query_one("#read", ProgressBar).update(total=of, progress=done)
