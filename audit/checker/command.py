"""The command line: what is offered, which keys are believed, and the verdict in one sentence."""

from __future__ import annotations

import argparse
import base64
import os
import sys
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, NoReturn

from audit.checker.bundle import MANIFEST, Whole, check_bundle, files_in, keys_in, unzipped
from audit.checker.evidence import PREFIX, Proved, check_code, check_proof
from audit.checker.fault import Refused
from audit.checker.note import LARGEST_NOTE, Head, Key, key_of
from audit.checker.tiles import check_tiles
from audit.checker.words import WORDS

HOLDS, FAILS, NOTHING = 0, 1, 2
ZIP = b"PK\x03\x04"


class NothingToJudge(Exception):  # noqa: N818 - an answer, not an error of the program
    """No evidence, or no key to judge it by."""


class WrongUse(Exception):  # noqa: N818 - an answer, not an error of the program
    """An option that is none, or has no value."""


def say(word: str, language: str, **blanks: object) -> str:
    shown: dict[str, Any] = {
        name: why(value, language) if isinstance(value, Refused) else value for name, value in blanks.items()
    }
    return WORDS[language][word].format(**shown)


def why(refused: Refused, language: str) -> str:
    return say(f"refused.{refused.word}", language, **refused.blanks)


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge what the arguments name, and print the verdict."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = "en" if os.environ.get("LANG", "").startswith("en") else "vi"
    for stream in (sys.stdout, sys.stderr):
        getattr(stream, "reconfigure", lambda **_: None)(encoding="utf-8", errors="replace")
    try:
        asked = _parser().parse_args(given)
    except WrongUse:
        _print(_usage(language))
        return NOTHING
    language = asked.lang or language
    if asked.help or not asked.evidence:
        _print(_usage(language))
        return HOLDS if asked.help else NOTHING
    code, text = verdict(asked.evidence, asked.key, asked.quorum, language)
    _print(text)
    return code


def verdict(evidence: str, keys: Sequence[str], quorum: int, language: str) -> tuple[int, str]:
    """The exit code and the words for a piece of evidence; `keys` are verifier keys, or files of them."""
    try:
        return HOLDS, "\n".join(_judged(evidence, _keys(keys, language), quorum, language))
    except NothingToJudge as nothing:
        return NOTHING, str(nothing)
    except Refused as refused:
        return FAILS, say("does_not_hold", language, why=refused)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        return NOTHING, say("unreadable", language, file=evidence, why=why)


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")


def _usage(language: str) -> str:
    """What it is and how it is used, in every language, the reader's own first."""
    tongues = sorted(WORDS, key=lambda each: (each != language, each))
    return "\n\n".join(say(word, each) for each in tongues for word in ("about", "usage"))


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongUse(message)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="motcua_check.py", add_help=False)
    parser.add_argument("evidence", metavar="EVIDENCE", nargs="?")
    parser.add_argument("-h", "--help", action="store_true")
    parser.add_argument("--key", action="append", default=[], metavar="KEY")
    parser.add_argument("--quorum", type=int, default=0, metavar="N")
    parser.add_argument("--lang", choices=sorted(WORDS))
    return parser


def _keys(given: Sequence[str], language: str) -> list[Key]:
    texts = []
    for each in given:
        if os.path.isfile(each):
            with open(each, encoding="utf-8") as file:
                texts += [line.split()[0] for line in file if line.strip() and not line.startswith("#")]
        else:
            texts += each.split()
    try:
        return [key_of(text) for text in texts]
    except Refused as refused:
        raise NothingToJudge(why(refused, language)) from None


def _judged(evidence: str, keys: list[Key], quorum: int, language: str) -> list[str]:
    if evidence.startswith(PREFIX):
        return _told(check_code(evidence, _believed(keys, language), quorum), language)
    if os.path.isdir(evidence):
        if os.path.isfile(os.path.join(evidence, MANIFEST)):
            return _judged_bundle(files_in(evidence), keys, quorum, language)
        head = check_tiles(evidence, _believed(keys, language), quorum)
        return [say("tiles_hold", language, size=head.size), *_head(head, language)]
    with open(evidence, "rb") as file:
        octets = file.read(LARGEST_NOTE + 1)
        if octets.startswith(ZIP):
            return _judged_bundle(unzipped(octets + file.read()), keys, quorum, language)
    if octets.startswith(PREFIX.encode()):
        code = octets.decode("utf-8", "replace").rstrip("\r\n")
        return _told(check_code(code, _believed(keys, language), quorum), language)
    return _told(check_proof(octets, _believed(keys, language), quorum), language)


def _believed(keys: list[Key], language: str, came_along: Sequence[Key] = ()) -> list[Key]:
    """Keys that came with the evidence prove nothing: whoever could change the one could change the other."""
    if keys:
        return keys
    shown = [say("key_inside", language, name=key.name, print=fingerprint(key)) for key in came_along]
    raise NothingToJudge("\n".join([say("give_a_key", language), *shown]))


def fingerprint(key: Key) -> str:
    """What people compare: 128 bits of the SHA-256 of the written key, in groups of four."""
    written = f"{key.name}+{key.id.hex()}+{base64.b64encode(bytes([key.kind]) + key.public).decode()}"
    digits = sha256(written.encode()).hexdigest()[:32].upper()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _judged_bundle(files: dict[str, bytes], keys: list[Key], quorum: int, language: str) -> list[str]:
    whole = check_bundle(files, _believed(keys, language, keys_in(files)), quorum)
    lines = [say("bundle_holds", language, events=whole.events, files=len(files), by=whole.sealed_by)]
    for head in whole.heads:
        lines += _head(head, language)
    lines += [say("extends", language, origin=head.origin, size=head.size) for head in whole.earlier]
    return [*lines, *_limits(whole, language)]


def _limits(whole: Whole, language: str) -> list[str]:
    unsealed = [say("unsealed", language)] if "unsealed.json" in whole.manifest["files"] else []
    return [*unsealed, say("proves_not", language)]


def _told(proved: Proved, language: str) -> list[str]:
    claims = proved.claims
    first = say("event_holds", language, topic=proved.topic, unit=proved.unit)
    if claims.get("code"):
        first = say("receipt_holds", language, code=claims["code"], unit=proved.unit)
    lines = [first]
    lines += [
        say(f"claim.{name}", language, value=claims[name])
        for name in ("received_at", "due_at")
        if isinstance(claims.get(name), str)
    ]
    lines.append(say("place", language, number=proved.place + 1, size=proved.head.size))
    return [*lines, *_head(proved.head, language), say("proves_not", language)]


def _head(head: Head, language: str) -> list[str]:
    signed = say("signed", language, origin=head.origin, size=head.size, root=head.root.hex())
    witnesses = ", ".join(head.witnesses)
    return [signed, say("witnessed" if witnesses else "not_witnessed", language, witnesses=witnesses)]


if __name__ == "__main__":
    sys.exit(main())
