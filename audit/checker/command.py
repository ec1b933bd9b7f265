"""The command line: what is offered, which keys are believed, and the verdict in one sentence."""

from __future__ import annotations

import argparse
import base64
import os
import sys
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

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


def say(word: str, language: str, **blanks: object) -> str:
    shown: dict[str, Any] = {
        name: why(value, language) if isinstance(value, Refused) else value for name, value in blanks.items()
    }
    return WORDS[language][word].format(**shown)


def why(refused: Refused, language: str) -> str:
    return say(f"refused.{refused.word}", language, **refused.blanks)


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge what the arguments name, and print the verdict."""
    asked = _parser().parse_args(arguments)
    language = asked.lang or ("en" if os.environ.get("LANG", "").startswith("en") else "vi")
    for stream in (sys.stdout, sys.stderr):
        getattr(stream, "reconfigure", lambda **_: None)(encoding="utf-8", errors="replace")
    try:
        lines = _judged(asked.evidence, _keys(asked.key, language), asked.quorum, language)
    except NothingToJudge as nothing:
        _print(str(nothing))
        return NOTHING
    except Refused as refused:
        _print(say("does_not_hold", language, why=refused))
        return FAILS
    except (OSError, ValueError) as error:
        _print(
            say("unreadable", language, file=asked.evidence, why=getattr(error, "strerror", None) or error)
        )
        return NOTHING
    _print("\n".join(lines))
    return HOLDS


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="motcua_check.py", description=WORDS["vi"]["about"])
    parser.epilog = WORDS["en"]["about"]
    parser.add_argument("evidence", metavar="EVIDENCE")
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
