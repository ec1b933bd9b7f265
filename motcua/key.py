"""`motcua key`: the log's public key, for the notice board."""

import typer

from motcua.console import JsonOption, StoreOption, answering, people, print_json
from motcua.opened import opened

app = typer.Typer(help="Keys: print the log's public key.", no_args_is_help=True)


@app.command()
@answering
def show(store: StoreOption = None, json: JsonOption = False) -> None:
    """The public key that checks the log, to print on the notice board and give to the inspectorate."""
    with opened(store) as office:
        vkey = office.folder.log_vkey.read_text().strip()
    if json:
        print_json({"vkey": vkey})
    else:
        people().print(vkey, markup=False)
