"""The office's side of `motcua witness`: whom it asks, what it sends, and what comes back, by network or by stick."""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motcua.console import JsonOption, StoreOption, answering, err, fail, language, people, print_json, shown
from motcua.named_file import a_file
from motcua.opened import opened

if TYPE_CHECKING:
    from application.faults import Fault
    from application.office import Office
    from application.witnessing import Comparison, Outcome
    from ledger.policy import Policy

Name = Annotated[
    str, typer.Argument(help="Name of the witness in this office's policy, such as thanh-tra-tinh.")
]
Quorum = Annotated[
    int | None, typer.Option(help="How many witnesses make a head believable; else the smallest safe number.")
]


def add_to(app: typer.Typer) -> None:
    for command in (trust, distrust, push, request, accept, compare, heads):
        app.command()(command)


@answering
def trust(
    name: Name,
    vkey: Annotated[str, typer.Argument(help="The witness's verifier key, from paper or by hand.")],
    url: Annotated[str, typer.Option(help="Its address; leave it out when requests go by stick.")] = "",
    quorum: Quorum = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Ask a body outside the office to countersign; said again, with another key or address."""
    from ledger.note import VerifyKey
    from ledger.policy import Witness

    with opened(store, to_write=True) as office:
        keys = office.witnessing.keys
        _check_quorum(office, quorum, name)
        _check_address(url)
        witness = Witness(name, VerifyKey.parse(vkey.strip()), url)
        policy = office.witnessing.trust.add(witness, tuple(keys.posted()), quorum)
    _tell_policy("witness.trusted", name, policy, json=json)


@answering
def distrust(name: Name, quorum: Quorum = None, store: StoreOption = None, json: JsonOption = False) -> None:
    """Ask a witness no longer. What it has countersigned stays proved."""
    with opened(store, to_write=True) as office:
        posted = tuple(office.witnessing.keys.posted())
        policy = office.witnessing.trust.remove(name, posted, quorum)
    _tell_policy("witness.removed", name, policy, json=json)


@answering
def push(store: StoreOption = None, json: JsonOption = False) -> None:
    """Sign the head of the log and send it to every witness, once. `motcua serve` does it by itself."""
    from application.witnessing import Asking
    from wording import say

    with opened(store, to_write=True) as office, closing(Asking()) as asking:
        _must_have_witnesses(office)
        if office.may_sign:
            office.checkpoint()
        outcomes = office.witnessing.push(asking)
    if json:
        print_json(outcomes)
    elif not outcomes:
        people().print(say("witness.nothing_signed", language()), markup=False)
    _tell_outcomes(outcomes, json=json)


@answering
def request(
    out: Annotated[Path, typer.Option("--out", "-o", help="File for the request, to carry to the witness.")],
    name: Name,
    old: Annotated[
        int | None, typer.Option("--from", min=0, help="Size that the witness countersigned last.")
    ] = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Write the head of the log as a file for a witness without a network."""
    from wording import say

    with opened(store, to_write=True) as office:
        if office.may_sign:
            office.checkpoint()
        made = office.witnessing.request(name, old)
    if made is None:
        fail(say("witness.nothing_signed", language()))
    asked, signed = made
    if old is not None and asked.old < old:
        err.print(
            say("witness.request_cut", language(), wanted=old, size=asked.old), style="bold", markup=False
        )
    try:
        out.write_bytes(bytes(asked))
    except OSError:
        fail(say("witness.unwritable", language(), file=out))
    told = {"witness": name, "file": str(out), "old": asked.old, "size": signed.head.size}
    if json:
        print_json(told)
        return
    text = say(
        "witness.request_written",
        language(),
        name=shown_name(name),
        old=asked.old,
        size=signed.head.size,
        file=out,
    )
    people().print(text, markup=False)


@answering
def accept(
    reply: Annotated[Path, typer.Argument(help="The file that came back from the witness.", callback=a_file)],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Take in the head that a witness countersigned, and put its line under the office's own."""
    from wording import say

    octets = _read(reply)
    with opened(store, to_write=True) as office:
        outcomes = office.witnessing.accept(octets)
        newest = max((each.head.size for each in office.witnessing.heads()), default=0)
    if json:
        print_json(outcomes)
        return
    for each in outcomes:
        if each.done:
            text = say(
                "witness.accepted",
                language(),
                name=shown_name(each.witness),
                size=each.size,
                origin=each.origin,
            )
            people().print(text, markup=False)
            if each.size < newest:
                people().print(say("witness.newer_to_ask", language(), size=newest), markup=False)
    _tell_outcomes([each for each in outcomes if not each.done], json=json)


@answering
def compare(
    reply: Annotated[
        list[Path] | None,
        typer.Option(help="A head that came from a witness on a stick; may be repeated.", callback=a_file),
    ] = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Compare the store with what the witnesses know; a store that is older or another must not sign."""
    from application.witnessing import compare as run

    replies = [_read(each) for each in reply or []]
    with opened(store, to_write=True) as office:
        answer = run(office, replies)
    if json:
        print_json(answer)
    else:
        _tell_comparison(answer)
    if not answer.ok or not all(each.witness for each in answer.witnesses):  # a file that nobody has signed
        raise typer.Exit(1)


@answering
def heads(store: StoreOption = None, json: JsonOption = False) -> None:
    """The last head of each log, and who has countersigned it."""
    from wording import say

    with opened(store) as office:
        policy = office.witnessing.trust.policy()
        names = {str(each.key): each.name for each in policy.witnesses}
        rows = []
        for signed in office.witnessing.heads():
            found = office.witnessing.book.of(signed.head)
            by = {names[vkey]: time for vkey, time, _ in found.lines if vkey in names} if found else {}
            rows.append((signed.head.origin, signed.head.size, by))
    if json:
        told = [{"origin": origin, "size": size, "witnesses": by} for origin, size, by in rows]
        print_json({"policy": str(policy), "needed": policy.needed, "heads": told})
        return
    blanks = {"count": len(policy.witnesses), "needed": policy.needed}
    for origin, size, by in rows:
        text = say("witness.quorum_head", language(), origin=origin, size=size, signed=len(by), **blanks)
        people().print(text, markup=False)
        for name in by:
            people().print(f"  {shown_name(name)}", markup=False)
    _tell_finding(policy)


# ---- parts


def shown_name(name: str) -> str:
    """A witness as people call it: the three of the product have names of their own, a strange reply has none."""
    from ledger.policy import DEFAULT_WITNESSES
    from wording import say

    return (
        say(f"witness.{name}", language())
        if name in DEFAULT_WITNESSES
        else name or say("witness.nameless", language())
    )


def outcome_text(outcome: "Outcome") -> str:
    from wording import say

    blanks = {"name": shown_name(outcome.witness), "size": outcome.size, "known": outcome.known}
    return say(f"witness.outcome.{outcome.kind}", language(), **blanks)


def _tell_outcomes(outcomes: "Iterable[Outcome]", *, json: bool) -> None:
    """One line for each; the exit code says whether everybody countersigned."""
    from application.witnessing.witnessing import BY_STICK

    bad = False
    for each in outcomes:
        wrong = not each.done and each.kind != BY_STICK
        bad = bad or wrong
        if not json:
            console = err if wrong else people()
            console.print(outcome_text(each), style="bold red" if wrong else "", markup=False)
    if bad:
        raise typer.Exit(1)


def _tell_comparison(answer: "Comparison") -> None:
    from wording import say

    tongue = language()
    for each in answer.witnesses:
        blanks = {"name": shown_name(each.witness), "known": each.known, "held": each.held}
        people().print(say(f"witness.known.{each.kind}", tongue, **blanks), markup=False)
    if answer.ok and not answer.needed:
        people().print(say("witness.comparison_nobody", tongue), markup=False)
        return
    worst = next((each for each in answer.witnesses if each.kind == answer.verdict), None)
    blanks = {
        "heard": answer.heard,
        "needed": answer.needed,
        "name": shown_name(worst.witness) if worst else "",
        "known": worst.known if worst else 0,
        "held": worst.held if worst else 0,
    }
    text = say(f"witness.comparison_{answer.verdict}", tongue, **blanks)
    (people() if answer.ok else err).print(text, style="green" if answer.ok else "bold red", markup=False)


def _tell_policy(key: str, name: str, policy: "Policy", *, json: bool) -> None:
    from wording import say

    if json:
        print_json({"policy": str(policy), "needed": policy.needed, "safe": policy.finding() is None})
        return
    blanks = {"name": shown_name(name), "needed": policy.needed, "count": len(policy.witnesses)}
    people().print(say(key, language(), **blanks), markup=False)
    _tell_finding(policy)


def _tell_finding(policy: "Policy") -> None:
    from wording import say

    if not policy.witnesses:
        people().print(say("witness.no_policy", language()), markup=False)
        return
    found = policy.finding()
    if found is not None:
        key = "unsafe" if found.safe_with else "unsafe_always"
        blanks = {"needed": found.needed, "count": found.witnesses, "safe_with": found.safe_with}
        err.print(say(f"witness.{key}", language(), **blanks), style="bold red", markup=False)


def _check_quorum(office: "Office", quorum: int | None, name: str) -> None:
    from wording import say

    known = {each.name for each in office.witnessing.trust.policy().witnesses} | {name}
    if quorum is not None and not 0 <= quorum <= len(known):
        fail(say("witness.unsafe_quorum", language(), quorum=quorum, count=len(known)), 2)


def _check_address(url: str) -> None:
    from urllib.parse import urlsplit

    from wording import say

    parts = urlsplit(url)
    if url and not (parts.scheme in {"http", "https"} and parts.hostname):
        fail(say("witness.not_an_address", language(), url=url), 2)


def _must_have_witnesses(office: "Office") -> None:
    from wording import say

    if not office.witnessing.trust.policy().witnesses:
        fail(say("witness.no_policy", language()))


def _read(path: Path) -> bytes:
    from ledger.note import LARGEST_NOTE

    with path.open("rb") as file:
        return file.read(LARGEST_NOTE + 1)


@contextmanager
def pushing(office: "Office") -> Iterator[None]:
    """While a server runs, every new head goes to the witnesses; what goes wrong is told on standard error."""
    from application.faults import Fault
    from application.witnessing import Pusher

    def tell(told: "Outcome | Fault") -> None:
        text = say_fault(told) if isinstance(told, Fault) else outcome_text(told)
        err.print(text, markup=False)

    with Pusher(office, tell=tell):
        yield


def say_fault(fault: "Fault") -> str:
    from wording import say

    return say(f"error.{fault.key}", language(), **shown(fault.blanks))
