"""A refusal or a fault of the server comes out of the client as the very same class, with the same blanks."""

import importlib
import pkgutil
from functools import cache
from typing import Any, Literal, TypeVar

import msgspec

import application
import domain
from application.faults import Fault, Unreachable
from domain.fact import Refused
from wording import BlankMissing, WordMissing, say

Problem = Refused | Fault
P = TypeVar("P", Refused, Fault)


class RefusedElsewhere(Refused):
    """A refusal that this version does not know, in the words of the server that does."""


class Sent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A problem on its way. `said` is its sentence, for whoever does not know it by name."""

    of: Literal["refused", "fault"]
    name: str
    blanks: dict[str, Any] = {}
    article: str = ""
    said: str = ""


def packed(problem: Problem) -> bytes:
    refused = isinstance(problem, Refused)
    return msgspec.json.encode(
        Sent(
            of="refused" if refused else "fault",
            name=type(problem).__name__,
            blanks=problem.blanks,
            article=getattr(problem, "article", ""),
            said=_said(problem) if refused else "",
        ),
        enc_hook=str,
    )


def unpacked(body: bytes) -> Problem:
    """The problem in an answer; what is no problem of ours means that the office was not reached."""
    try:
        sent = msgspec.json.decode(body, type=Sent)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return Unreachable()
    blanks = {name: tuple(each) if isinstance(each, list) else each for name, each in sent.blanks.items()}
    if sent.of == "fault":
        fault = _blank(_class(Fault, sent.name) or Unreachable)
        Fault.__init__(fault, **blanks)
        return fault
    known = _class(Refused, sent.name)
    if known is None:
        return RefusedElsewhere(said=sent.said)
    refused = _blank(known)
    Refused.__init__(refused, **blanks)
    if refused.article != sent.article:
        refused.article = sent.article
    return refused


def _blank(kind: type[P]) -> P:
    """Not yet told anything, whatever its class asks for when the office itself raises it."""
    return kind.__new__(kind)


def _said(problem: Problem) -> str:
    try:
        return say(f"refused.{type(problem).__name__}", "vi", **problem.blanks)
    except (BlankMissing, WordMissing):
        return ""


def _class(base: type[P], name: str) -> type[P] | None:
    """Known as soon as its module was imported; a name never met before imports every room of the office once."""
    return _by_name(base).get(name) or (_by_name(base) if _all_imported() else {}).get(name)


def _by_name(base: type[P]) -> dict[str, type[P]]:
    found = {base.__name__: base}
    for kind in base.__subclasses__():
        found |= _by_name(kind)
    return found


@cache
def _all_imported() -> bool:
    for room in (domain, application):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            importlib.import_module(module.name)
    return True
