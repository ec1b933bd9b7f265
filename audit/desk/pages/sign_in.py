"""The door: an inspector's name and password, at an office that records what is looked at."""

import unicodedata
from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Center, Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from audit.desk.lines import Key
from audit.desk.page import Page
from audit.desk.settings import AtTheOffice


class SignInPage(Page[None]):
    """A wrong password is told plainly; the name typed stays, the password does not."""

    BINDINGS: ClassVar[list[BindingType]] = [("f10", "sign_in", "")]

    def __init__(self, setting: AtTheOffice) -> None:
        super().__init__()
        self.setting = setting

    def body(self) -> Iterator[Widget]:
        with Center(classes="door"), Vertical(classes="card"):
            yield Static(self.words("sign_in.title"), markup=False, classes="title")
            yield Static(self.words("sign_in.hint"), markup=False, classes="hint")
            for name in ("officer", "password"):
                with Horizontal(classes="row"):
                    yield Static(self.words(f"sign_in.{name}"), markup=False, classes="label")
                    yield Input(id=name, password=name == "password", compact=True, select_on_focus=False)

    def keys(self) -> tuple[Key, ...]:
        return (
            Key("F10", self.words("key.sign_in"), "screen.sign_in"),
            Key("F2", self.words("key.language"), "app.change_language"),
            Key("Ctrl+T", self.words("key.colours"), "app.change_colours"),
            Key("Ctrl+Q", self.words("key.quit"), "app.quit"),
        )

    def on_mount(self) -> None:
        self.query_one("#officer", Input).focus()

    @on(Input.Submitted, "#officer")
    def ask_password(self) -> None:
        self.query_one("#password", Input).focus()

    @on(Input.Submitted, "#password")
    async def action_sign_in(self) -> None:
        name, password = (
            _composed(self.query_one(f"#{each}", Input).value) for each in ("officer", "password")
        )
        if not name.strip() or not password:
            self.tell(self.words("sign_in.both"))
            return
        entered = await self.ask(self.setting.sign_in, name.strip(), password, self.desk.device)
        self.query_one("#password", Input).value = ""
        if entered is not None:
            await self.desk.open_log(entered.value)

    async def retell(self) -> None:
        typed = self.query_one("#officer", Input).value
        await super().retell()
        self.query_one("#officer", Input).value = typed
        self.query_one("#officer", Input).focus()


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
