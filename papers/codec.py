"""Contents as canonical JSON: the bytes that a digest is made of, and back again by the template that printed them."""

from hashlib import sha256

import msgspec

from papers.contents import (
    Apology,
    Content,
    ControlSlip,
    Receipt,
    Refusal,
    Register,
    StopNotice,
    SupplementRequest,
)

TEMPLATES: dict[str, type[Content]] = {
    kind.TEMPLATE: kind
    for kind in (Receipt, SupplementRequest, Refusal, Apology, StopNotice, ControlSlip, Register)
}
"""Every version of a form that was ever released; none is taken away and none changes its words."""

_encode = msgspec.json.Encoder(order="sorted").encode


class UnknownTemplate(LookupError):  # noqa: N818 - read it after «raise»
    """There is no form under that name: print with the version of the programme that issued it, or a later one."""


class ContentBroken(ValueError):  # noqa: N818 - read it after «raise»
    """The kept content is not that of its form."""


def encode(content: Content) -> str:
    """Canonical JSON: sorted keys, no spaces, nothing that has its default value (RFC 8785 for our values)."""
    return _encode(content).decode()


def digest(encoded: str) -> str:
    """SHA-256 (hex) of a content as `encode` wrote it."""
    return sha256(encoded.encode()).hexdigest()


def decode(template: str, encoded: str) -> Content:
    """The content that was printed; raises `UnknownTemplate` or `ContentBroken`, each with its cure."""
    kind = TEMPLATES.get(template)
    if kind is None:
        raise UnknownTemplate(
            f"there is no form {template!r}; known are {', '.join(TEMPLATES)}: "
            "print it with the version of the programme that issued it, or a later one"
        )
    try:
        return msgspec.json.decode(encoded, type=kind)
    except msgspec.MsgspecError as error:
        raise ContentBroken(
            f"the content of this {template} cannot be read ({error}): the log was damaged or altered; "
            "verify it, and restore the latest backup"
        ) from error
