"""Devices of the office at work: which one was given a credential, for what, and when that ended."""

import re
from typing import Literal, get_args

import msgspec
from msgspec.structs import replace

from domain.fact import Fact, Refused, recorded_as

DeviceKind = Literal["kiosk", "board", "desk"]

DEVICE_NAME = re.compile(r"[a-z][a-z0-9-]{1,31}")
TAKEN = frozenset({"office", "server", "web"})
"""Names under which the office itself acts."""
KINDS: frozenset[str] = frozenset(get_args(DeviceKind))


@recorded_as("device.enrolled")
class DeviceEnrolled(Fact, frozen=True, kw_only=True):
    """A device may reach the office over the network. `digest` is the SHA-256 (hex) of its credential."""

    device: str
    kind: DeviceKind
    digest: str
    place: str = ""


@recorded_as("device.revoked", sealed=("reason",))
class DeviceRevoked(Fact, frozen=True, kw_only=True):
    """Its credential opens nothing any more."""

    device: str
    reason: str = ""


class NotADeviceName(Refused):
    """A device's name is two to thirty-two small letters, digits and hyphens, and none that the office itself uses."""


class NotADeviceKind(Refused):
    """A device is a kiosk, a board or a desk."""


class AlreadyEnrolled(Refused):
    """The device holds a credential that is still good."""


class NotEnrolled(Refused):
    """No device of that name holds a credential."""


class RevocationUnexplained(Refused):
    """Whoever takes a credential back says why."""


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """A device as its facts have made it; `digest` is empty while no credential of its is good."""

    device: str = ""
    kind: str = ""
    place: str = ""
    digest: str = ""


def evolve(device: Device, fact: Fact) -> Device:
    match fact:
        case DeviceEnrolled():
            return Device(device=fact.device, kind=fact.kind, place=fact.place, digest=fact.digest)
        case DeviceRevoked():
            return replace(device, digest="")
        case _:
            return device  # that it was registered, long before, is told by another capability


def enroll(device: Device, *, name: str, kind: str, digest: str, place: str = "") -> DeviceEnrolled:
    if DEVICE_NAME.fullmatch(name) is None or name in TAKEN:
        raise NotADeviceName(device=name)
    if kind not in KINDS:
        raise NotADeviceKind(kind=kind)
    if device.digest:
        raise AlreadyEnrolled(device=name)
    return DeviceEnrolled(device=name, kind=msgspec.convert(kind, DeviceKind), digest=digest, place=place)


def revoke(device: Device, *, name: str, reason: str) -> DeviceRevoked:
    if not device.digest:
        raise NotEnrolled(device=name)
    if not reason.strip():
        raise RevocationUnexplained(device=name)
    return DeviceRevoked(device=name, reason=reason)
