"""`motcua witness`: be a witness for other bodies' logs; and, for an office, have its own heads countersigned."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ParamSpec

import typer

from motcua import witnessed
from motcua.console import JsonOption, answering, err, fail, language, people, print_json
from motcua.named_file import a_file

if TYPE_CHECKING:
    from witness.evidence import Refused
    from witness.memory import Remembered
    from witness.witness import Answer, Witness

app = typer.Typer(
    help="Witnesses: init, serve, add-log, show, cosign, export for the body that is one; "
    "trust, push, request, accept, compare, heads for the office that asks one.",
    no_args_is_help=True,
)
witnessed.add_to(app)

FOLDER = "MOTCUA_WITNESS"
PORT = 8443
SECOND = 1_000_000

FolderOption = Annotated[
    Path | None,
    typer.Option(
        "--folder", help="Folder of the witness (default: MOTCUA_WITNESS, or the platform's data folder)."
    ),
]
P = ParamSpec("P")


def witnessing(command: Callable[P, None]) -> Callable[P, None]:
    """What is wrong with a witness's folder, in one sentence with its cure."""

    @answering
    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        from witness.memory import MemoryBroken
        from witness.witness import NoWitness, WitnessExists
        from wording import say

        try:
            command(*args, **kwargs)
        except NoWitness as none:
            fail(say("witness.none", language(), folder=str(none)))
        except WitnessExists as exists:
            fail(say("witness.exists", language(), folder=str(exists)))
        except MemoryBroken as broken:
            fail(say("witness.broken", language(), detail=str(broken)))

    return guarded


@app.command()
@witnessing
def init(
    name: Annotated[
        str, typer.Argument(help="Name that the witness signs under, such as thanhtra.angiang.gov.vn/w1.")
    ],
    folder: FolderOption = None,
    json: JsonOption = False,
) -> None:
    """Make a witness: its key and its empty memory. The verifier key is printed, to be given to others."""
    from application.clock import SystemChance
    from witness.witness import found
    from wording import say

    root = folder_of(folder)
    with _writing(root):
        key = found(root, name, SystemChance().draw(32))
    if json:
        print_json({"name": name, "folder": str(root), "vkey": key.vkey})
        return
    people().print(say("witness.founded", language(), name=name, folder=root), markup=False)
    people().print(key.vkey, markup=False)


@app.command("add-log")
@witnessing
def add_log(
    vkey: Annotated[list[str], typer.Argument(help="Verifier key of a log; each year's log has its own.")],
    folder: FolderOption = None,
    json: JsonOption = False,
) -> None:
    """Countersign for these logs from now on. Take the key from paper or by hand, not from the log itself."""
    from ledger.note import VerifyKey
    from wording import say

    witness = opened(folder)
    keys = [VerifyKey.parse(each.strip()) for each in vkey]
    added = {key.name: witness.follow(key) for key in keys}
    if json:
        print_json(added)
        return
    for origin, new in added.items():
        text = say("witness.follows" if new else "witness.follows_already", language(), origin=origin)
        people().print(text, markup=False)


@app.command()
@witnessing
def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; loopback unless you say otherwise.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes any free one.")
    ] = PORT,
    prefix: Annotated[str, typer.Option(help="Path that all addresses begin with.")] = "",
    folder: FolderOption = None,
) -> None:
    """Answer offices by the C2SP tlog-witness protocol until interrupted. Put TLS in front."""
    from witness.serving import WitnessServer
    from wording import say

    witness = opened(folder)
    try:
        server = WitnessServer(witness, host, port, prefix=prefix, tell=_warn)
    except OSError:
        fail(say("error.cannot_listen", language(), host=host, port=port))
    with server:
        text = say("witness.serving", language(), name=witness.key.key.name, url=server.url)
        err.print(text, markup=False)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with suppress(KeyboardInterrupt):
            server.thread.join()


@app.command()
@witnessing
def show(folder: FolderOption = None, json: JsonOption = False) -> None:
    """The witness's key, the last head of each log, and the evidence it keeps."""
    from wording import say

    witness = opened(folder)
    heads = [(origin, witness.memory.last(origin)) for origin in witness.memory.origins()]
    kept = witness.evidence.all()
    if json:
        print_json(
            {
                "name": witness.key.key.name,
                "vkey": witness.key.vkey,
                "logs": [_head_json(origin, head) for origin, head in heads],
                "evidence": [_refused_json(each) for each in kept],
            }
        )
        return
    people().print(say("witness.shown_name", language(), name=witness.key.key.name), markup=False)
    people().print(witness.key.vkey, markup=False)
    if not heads:
        people().print(say("witness.no_logs", language()), markup=False)
    for origin, head in heads:
        people().print(_head_text(origin, head), markup=False)
    for each in kept:
        _warn(each)


@app.command()
@witnessing
def cosign(
    request: Annotated[
        Path, typer.Argument(help="The file that the office made with «witness request».", callback=a_file)
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="File for the reply, to carry back.")],
    folder: FolderOption = None,
    json: JsonOption = False,
) -> None:
    """Judge a request that came on a stick. The reply is the last head that this witness has countersigned."""
    witness = opened(folder)
    body = request.read_bytes()
    answer = witness.add_checkpoint(body)
    if answer.refused is not None:
        _warn(answer.refused)
    held = _held(witness, body)
    if held is not None:
        with _writing(out):
            out.write_bytes(held.note)
    if json:
        print_json(
            {"status": int(answer.status), "file": str(out) if held else "", "size": held.size if held else 0}
        )
    else:
        _tell_cosigned(answer, held, out)
    if answer.status != answer.status.OK:
        raise typer.Exit(1)


@app.command()
@witnessing
def export(
    to: Annotated[Path, typer.Argument(help="Folder for the copies.")],
    folder: FolderOption = None,
    json: JsonOption = False,
) -> None:
    """Copy what anybody may see: the verifier key, the last countersigned heads, and the evidence."""
    from ledger.request import origin_path
    from wording import say

    witness = opened(folder)
    files = {Path("witness.vkey"): witness.key.vkey.encode() + b"\n"}
    for origin in witness.memory.origins():
        head = witness.shown(origin)
        if head is not None:
            files[Path(origin_path(origin))] = head
    for each in witness.evidence.all():
        if each.path is not None:
            files[Path("evidence") / each.path.name] = each.path.read_bytes()
    with _writing(to):
        for path, octets in files.items():
            (to / path).parent.mkdir(parents=True, exist_ok=True)
            (to / path).write_bytes(octets)
    if json:
        print_json({"folder": str(to), "files": sorted(map(str, files))})
    else:
        people().print(say("witness.exported", language(), files=len(files), folder=to), markup=False)


# ---- parts


def folder_of(folder: Path | None) -> Path:
    from application.folder import default_folder

    chosen = os.environ.get(FOLDER)
    return folder or (Path(chosen) if chosen else default_folder().with_name("motcua-witness"))


def opened(folder: Path | None) -> "Witness":
    from application.clock import SystemClock
    from witness.witness import Witness

    return Witness(folder_of(folder), lambda: SystemClock().now() // SECOND)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    from wording import say

    try:
        yield
    except OSError:
        fail(say("witness.unwritable", language(), file=path))


def _held(witness: "Witness", body: bytes) -> "Remembered | None":
    """The last head of the log that a request names."""
    from ledger.fault import LedgerFault
    from ledger.request import AddCheckpoint

    try:
        return witness.memory.last(AddCheckpoint.parse(body).note.text.split("\n", 1)[0])
    except LedgerFault:
        return None


def _tell_cosigned(answer: "Answer", held: "Remembered | None", out: Path) -> None:
    from http import HTTPStatus

    from wording import say

    tongue, detail = language(), answer.body.decode("utf-8", "replace").strip()
    if answer.status == HTTPStatus.OK and held is not None:
        text = say("witness.cosigned_file", tongue, size=held.size, origin=held.origin, file=out)
        people().print(text, markup=False)
        return
    if answer.status == HTTPStatus.CONFLICT and held is not None:
        text = say("witness.conflict_file", tongue, size=held.size, file=out)
    elif answer.status == HTTPStatus.CONFLICT:
        text = say("witness.never_file", tongue, origin="?" if held is None else held.origin)
    elif held is not None:
        text = say("witness.refused_and_file", tongue, status=int(answer.status), file=out)
    else:
        text = say("witness.refused_file", tongue, status=int(answer.status), detail=detail)
    err.print(text, style="bold red", markup=False)


def _warn(refused: "Refused") -> None:
    from wording import say

    path = refused.path or say("witness.not_kept", language())
    head = refused.head
    text = say(f"witness.{refused.kind}", language(), origin=head.origin, size=head.size, path=path)
    err.print(text, style="bold red", markup=False)


def _head_text(origin: str, head: "Remembered | None") -> str:
    from wording import say
    from wording.dates import moment_text

    if head is None:
        return say("witness.shown_nothing", language(), origin=origin)
    at = moment_text(head.time * SECOND, language())
    return say("witness.shown_head", language(), origin=origin, size=head.size, at=at)


def _head_json(origin: str, head: "Remembered | None") -> dict[str, object]:
    if head is None:
        return {"origin": origin, "size": None}
    return {"origin": origin, "size": head.size, "root": head.root.hex(), "time": head.time}


def _refused_json(refused: "Refused") -> dict[str, object]:
    head = refused.head
    return {
        "kind": refused.kind,
        "origin": head.origin,
        "size": head.size,
        "root": head.root.hex(),
        "file": str(refused.path or ""),
    }
