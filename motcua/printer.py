"""`motcua printer`: whether a ticket printer works, before the first visitor needs it."""

from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from motcua.console import NO, JsonOption, answering, err, fail, language, people, print_json

if TYPE_CHECKING:
    from kiosk.printing import Printer, PrinterTrouble, Status

app = typer.Typer(help="Ticket printers: try one, and ask how it is.", no_args_is_help=True)

NAMES = "network:ADDRESS:9100, file:/dev/usb/lp0, usb:04b8:0202 or folder:FOLDER"
PrinterOption = Annotated[
    str,
    typer.Option(
        "--printer",
        help=f"Where slips go: {NAMES}; then ,width=384 for 58 mm paper, ,no-knife, ,one-way. "
        "Without it, pictures in the store's folder tickets.",
    ),
]
Setting = Annotated[
    str, typer.Argument(help=f"{NAMES}; then ,width=384 for 58 mm paper, ,no-knife, ,one-way.")
]
MAKER = "Một Cửa"


def named(setting: str) -> "Printer | None":
    """The printer of a setting, none for an empty one; a setting that names none is wrong use."""
    from kiosk.printing import SettingWrong, printer
    from wording import say

    if not setting:
        return None
    try:
        return printer(setting)
    except SettingWrong as wrong:
        fail(say(f"printer.wrong.{wrong.what}", language(), setting=wrong.setting), 2)


@app.command("test")
@answering
def try_out(setting: Setting, json: JsonOption = False) -> None:
    """Print a test slip with every Vietnamese letter, a ruler and a QR code, and say how the printer is."""
    from application.clock import SystemClock
    from kiosk.printing import PrinterTrouble, Sheet, trial_png
    from wording import say

    found = named(setting) or fail(say("printer.wrong.place", language(), setting=setting), 2)
    picture = trial_png(MAKER, SystemClock().now(), setting, found.width, language())
    try:
        status = found.print(Sheet("in-thu", picture))
    except PrinterTrouble as trouble:
        _fail(trouble, json=json)
    if not json:
        people().print(say("printer.tested", language(), width=found.width), markup=False)
    _tell(status, json=json)


@app.command("status")
@answering
def ask(setting: Setting, json: JsonOption = False) -> None:
    """How the printer says it is: paper, cover, ready or not."""
    from kiosk.printing import PrinterTrouble
    from wording import say

    found = named(setting) or fail(say("printer.wrong.place", language(), setting=setting), 2)
    try:
        said = found.status()
    except PrinterTrouble as trouble:
        _fail(trouble, json=json)
    _tell(said, json=json)


def _tell(status: "Status", *, json: bool) -> None:
    """The answer is no for a printer that cannot print now."""
    from wording import say

    trouble = status.trouble
    if json:
        print_json({"ready": trouble is None, "trouble": trouble or "", "status": status})
    elif trouble is not None:
        err.print(say(f"printer.trouble.{trouble}", language(), detail=""), style="bold red", markup=False)
    elif status.paper == "unknown":
        people().print(say("printer.told_nothing", language()), markup=False)
    else:
        paper = say(f"printer.paper.{status.paper}", language())
        cover = say(f"printer.cover.{status.cover}", language())
        people().print(say("printer.well", language(), paper=paper, cover=cover), markup=False)
    if trouble is not None:
        raise typer.Exit(NO)


def _fail(trouble: "PrinterTrouble", *, json: bool) -> NoReturn:
    from wording import say

    if json:
        print_json({"ready": False, "trouble": trouble.kind, "detail": trouble.detail})
        raise typer.Exit(NO)
    fail(say(f"printer.trouble.{trouble.kind}", language(), detail=trouble.detail))
