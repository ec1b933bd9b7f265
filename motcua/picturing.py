"""The screens of an office of then, drawn by the very apps that stand on the counters and in the hall."""

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from application.office import Office
    from audit.shown import DossierShown, TicketShown

SIZE = (120, 40)
"""Columns and rows of a screen at a counter."""
HALL = (160, 45)


def screens(office: "Office", shown: "DossierShown | TicketShown", language: str) -> dict[str, str]:
    """An SVG picture of each screen, by its name."""
    from audit.shown import DossierShown

    drawn = {"board": asyncio.run(_board(office, language))}
    if isinstance(shown, DossierShown):
        drawn |= asyncio.run(_desk(office, shown, language))
    return drawn


async def _board(office: "Office", language: str) -> str:
    from kiosk.board import BoardApp

    app = BoardApp(office, language=language)
    async with app.run_test(size=HALL) as pilot:
        await pilot.pause()
        return app.export_screenshot()


async def _desk(office: "Office", shown: "DossierShown", language: str) -> dict[str, str]:
    from desk import DeskApp
    from desk.screens.dossier import DossierScreen

    app = DeskApp(office, "desk-1", language=language)
    officer = next(each for each in office.staff.officers() if each.officer == shown.reader.id)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        app.colleagues = office.staff.officers()
        await app.come_in(shown.reader, officer, "")
        await pilot.pause()
        inbox = app.export_screenshot()
        await app.push_screen(DossierScreen(shown.file, "check"))
        await pilot.pause()
        return {"inbox": inbox, "dossier": app.export_screenshot()}
