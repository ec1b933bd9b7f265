"""How a person works the desk: keys, one after the other, and what a scanner or an input method sends whole."""

from itertools import groupby

from textual.events import Paste
from textual.widgets import Checkbox, Input, Select, Static, TextArea

from desk.screens.dossier import DossierScreen
from desk.screens.inbox import InboxScreen
from desk.screens.sheet import FormSheet
from desk.widgets.form import Form
from desk.widgets.lines import Notice
from desk.widgets.papers import PaperRow
from tests import screens

PASSWORD = "mật khẩu dài"


async def press(pilot, *keys):
    """Keys in their order; a text in guillemets comes whole, as a scanner or an input method sends it."""
    for key, run in groupby(keys):
        for turn, _ in enumerate(run):
            if turn and key != "down":  # somebody who goes down a list does not look up at every line of it
                await screens.rest(pilot.app)
            if key.startswith("«"):
                pilot.app.post_message(Paste(key.strip("«»")))
            else:
                screens.press(pilot.app, key)
        await screens.rest(pilot.app)


async def sign_in(pilot, officer="nt.hong", password=PASSWORD, counter=0):
    """Name, password, then down the list of counters: «Quầy 1» is the first; 0 sits at none."""
    await press(pilot, f"«{officer}»", "enter", f"«{password}»")
    if counter:
        await press(pilot, "tab", "enter", "home", *["down"] * (counter - 1), "enter", "f10")
    else:
        await press(pilot, "enter")


async def sign_out(pilot):
    while not isinstance(pilot.app.screen, InboxScreen):
        await press(pilot, "escape")
    await press(pilot, "ctrl+o")


async def choose(pilot, act):
    """Walk down the list of acts to this one and press Enter."""
    screen = pilot.app.screen
    steps = screen.acts.index(act)
    await press(pilot, "right", "home", *["down"] * steps, "enter")
    assert isinstance(pilot.app.screen, FormSheet), act


async def do(pilot, act, *keys):
    await choose(pilot, act)
    await press(pilot, *keys, "f10")
    assert isinstance(pilot.app.screen, DossierScreen), said(pilot.app)


async def pick(pilot, field, value):
    """Open the list of a choice, and walk to the value, as the keys do."""
    select = pilot.app.screen.query_one(f"#field-{field}", Select)
    select.focus()
    await walk_to(pilot, select, value)


async def walk_to(pilot, select, value):
    values = [option for _, option in select._options]
    await press(pilot, "enter", "home", *["down"] * values.index(value), "enter")


async def fill(pilot, answers):
    """Answer every field of the form on top, in its order, by keys alone; what is not named keeps what it has."""
    form = pilot.app.screen.query_one(Form)
    for field in form.fields:
        editor = pilot.app.screen.query_one(f"#field-{field.key}")
        focused = pilot.app.focused
        assert focused is editor or isinstance(focused, PaperRow), f"{field.key} is not reached by Tab"
        if field.key in answers:
            await answer(pilot, editor, answers[field.key])
        await press(pilot, "tab")


async def answer(pilot, editor, value):
    match editor:
        case Select():
            await walk_to(pilot, editor, value)
        case Checkbox():
            if editor.value != value:
                await press(pilot, "space")
        case Input() | TextArea():
            await press(pilot, "ctrl+a", "delete") if typed(editor) else None
            await press(pilot, f"«{value}»")
        case _:
            await press(pilot, "space")


def typed(editor):
    return editor.value if isinstance(editor, Input) else editor.text


def said(app):
    return app.screen.query_one(Notice).said


def text(app, selector):
    return str(app.screen.query_one(selector, Static).content)


def entries(app, part=""):
    """What the file says, all of it or one of its parts."""
    found = app.screen.query(f".part.-{part} .entry" if part else ".entry")
    return [str(entry.content) for entry in found.results(Static)]
