"""`motcua serve`: the owner of the store, with the web in front of it and its watches beside it."""

from contextlib import ExitStack
from typing import TYPE_CHECKING

import typer

from motcua.console import StoreOption, answering, err, language
from motcua.fsck import NightWatch, at_start
from motcua.office import Host, Port
from motcua.opened import folder_of, opened
from motcua.witnessed import pushing

if TYPE_CHECKING:
    from application.office import Office


def add_to(app: typer.Typer) -> None:
    app.command()(serve)


@answering
def serve(host: Host = "127.0.0.1", port: Port = 8080, store: StoreOption = None) -> None:
    """The office as a server: store, projections, signer, and the web pages that QR codes open."""
    from web.server import serve as run
    from wording import say

    sound = at_start(folder_of(store)).ok
    with opened(store, to_write=sound, read_only=not sound) as office, ExitStack() as watches:
        if sound:
            _begin(office, watches)
        run(
            office,
            host,
            port,
            ready=lambda bound: err.print(
                say("cli.serving", language(), host=host, port=bound), markup=False
            ),
        )


def _begin(office: "Office", watches: ExitStack) -> None:
    """What was left over from earlier days is settled before anybody is served; the watches see to the days to come."""
    from application.closing import turn_year
    from application.digesting import DayWatch
    from wording import say

    office.queue.end_earlier_days()
    if office.may_sign:
        turn_year(office)
    elif not office.log_keys.here:
        err.print(say("key.away", language(), count=office.signer.unsigned()), markup=False)
    for watch in (pushing(office), DayWatch(office.digesting), NightWatch(office)):
        watches.enter_context(watch)
