"""The table of calls, read off the doors' own protocols: what each takes and gives as JSON.

Who acts never travels: an `Actor` is left out of the arguments, and the server puts in whom it has authenticated.
"""

import ast
import importlib
import inspect
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from application.envelope import Actor
from application.ports import OfficePort
from domain.fact import Refused
from papers import TEMPLATES, Content

OWN = "office"
"""The door of what the office answers without one: its unit, its hour, its day."""
NOT_CALLED = frozenset({"close", "reachable"})
"""What is about the connection rather than the office."""

ONCE = frozenset({"staff.sign_in"})
"""Nobody's act yet, and all the same no question: a wrong password counts each time."""

Choices = dict[str, type[msgspec.Struct]]


SIGN_IN, SIGN_OUT = "staff.sign_in", "staff.sign_out"
"""After these somebody else may act, or nobody."""


class MalformedCall(Refused):
    """There is no such call, or what came with it has another shape."""


class Method(msgspec.Struct, frozen=True, kw_only=True):
    """One call, such as `queue.issue`. `arguments` has a field for each parameter but the actor."""

    name: str
    signature: inspect.Signature
    arguments: type[msgspec.Struct]
    returns: Any
    choices: Choices
    """The shapes an answer may have, by name, where there are several of them."""
    actor: str
    """The parameter that says who acts; empty for a call that is nobody's act."""

    @property
    def by_command(self) -> bool:
        """Whether repeating it with the same command id never repeats the act."""
        return "command" in self.arguments.__struct_fields__

    @property
    def repeatable(self) -> bool:
        """Whether asking again after a lost answer can do no harm: a question, or an act with a command id."""
        return self.by_command or (not self.actor and self.name not in ONCE)

    # ---- the client's side

    def bound(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Every argument by name, the actor among them; a `TypeError` as from the method itself."""
        return self.signature.bind(None, *args, **kwargs).arguments

    def question(self, arguments: Mapping[str, Any]) -> bytes:
        sent = {name: value for name, value in arguments.items() if name not in {"self", self.actor}}
        return msgspec.json.encode(self.arguments(**sent))

    def answer(self, body: bytes) -> Any:
        """What the server's answer says; raises `msgspec.MsgspecError` for another shape."""
        if not self.choices:
            return _decoder(self.returns).decode(body)
        chosen = msgspec.json.decode(body, type=_Chosen | None)
        return chosen and _decoder(self.choices[chosen.kind]).decode(chosen.value)

    # ---- the server's side

    def asked(self, body: bytes) -> dict[str, Any]:
        """The arguments in a body, checked; the actor is not among them."""
        try:
            return msgspec.structs.asdict(_decoder(self.arguments).decode(body or b"{}"))
        except (msgspec.MsgspecError, UnicodeDecodeError):
            raise MalformedCall(call=self.name) from None

    def told(self, value: Any) -> bytes:
        if self.choices and value is not None:
            value = {"kind": type(value).__name__, "value": value}
        return msgspec.json.encode(value)


class Heard(msgspec.Struct, frozen=True):
    """News: the place of the last event in the log, and the office's hour (µs UTC)."""

    position: int
    now: int


class _Chosen(msgspec.Struct, frozen=True):
    kind: str
    value: msgspec.Raw


@cache
def _decoder(hint: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(hint)


@cache
def methods() -> Mapping[str, Method]:
    """Every call of an office, by name: `queue.issue`, `office.today`."""
    found: dict[str, Method] = {}
    for name, member in _members(OfficePort):
        if name in NOT_CALLED:
            continue
        if not isinstance(member, property):
            _add(found, OWN, name, member)
            continue
        getter = member.fget
        if getter is None:
            continue
        door = _hints(getter)["return"]
        if getattr(door, "_is_protocol", False):
            for call, function in _members(door):
                _add(found, name, call, function)
        else:
            _add(found, OWN, name, getter)
    return found


def method(name: str) -> Method:
    known = methods().get(name)
    if known is None:
        raise MalformedCall(call=name)
    return known


def _add(found: dict[str, Method], door: str, call: str, function: Callable[..., Any]) -> None:
    hints = {name: _concrete(hint) for name, hint in _hints(function).items()}
    returns = hints.pop("return")
    signature = inspect.signature(function)
    actor = next((name for name, hint in hints.items() if hint is Actor), "")
    fields = [
        (name, hints[name], *(() if given.default is given.empty else (given.default,)))
        for name, given in signature.parameters.items()
        if name in hints and name != actor
    ]
    shape = msgspec.defstruct(f"{door}_{call}", fields, kw_only=True, frozen=True, forbid_unknown_fields=True)
    name = f"{door}.{call}"
    found[name] = Method(
        name=name,
        signature=signature,
        arguments=shape,
        returns=returns,
        choices=_choices(returns),
        actor=actor,
    )


def _members(door: type) -> Iterator[tuple[str, Any]]:
    """What a protocol asks for, of those it extends as well."""
    for kind in reversed(door.__mro__):
        if getattr(kind, "_is_protocol", False):
            yield from ((name, each) for name, each in vars(kind).items() if _is_asked(name, each))


def _is_asked(name: str, member: Any) -> bool:
    return not name.startswith("_") and (inspect.isfunction(member) or isinstance(member, property))


def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    return get_type_hints(function, localns=_only_for_types(function.__module__))


@cache
def _only_for_types(module: str) -> dict[str, Any]:
    """What a module imports under `if TYPE_CHECKING`: its type hints name it, and here it is needed for real."""
    found: dict[str, Any] = {}
    for node in ast.parse(inspect.getsource(sys.modules[module])).body:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            for each in node.body:
                if isinstance(each, ast.ImportFrom) and each.module:
                    source = importlib.import_module(each.module)
                    found |= {name.asname or name.name: getattr(source, name.name) for name in each.names}
    return found


def _concrete(hint: Any) -> Any:
    """Abstract shapes as the ones the office itself works with: a sequence is a tuple, a mapping a dict."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in {Sequence, Collection}:
        return tuple[_concrete(arguments[0]), ...]  # type: ignore[misc]
    if origin is Mapping:
        return dict[arguments[0], _concrete(arguments[1])]  # type: ignore[valid-type, misc]
    if origin in {Union, UnionType}:
        return Union[tuple(map(_concrete, arguments))]  # noqa: UP007 - made of what is found
    return hint


def _choices(hint: Any) -> Choices:
    """The several shapes of an answer, which only their names can tell apart; empty where there is but one."""
    if hint is Content:
        return {kind.__name__: kind for kind in TEMPLATES.values()}
    parts = get_args(hint) if get_origin(hint) in {Union, UnionType} else ()
    several = [part for part in parts if part is not NoneType]
    return {part.__name__: part for part in several} if len(several) > 1 else {}
