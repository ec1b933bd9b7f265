"""Devices that reach the office over the network: a credential is shown once, and the log keeps only its hash."""

import hmac
from hashlib import sha256
from uuid import UUID

from application.core import Core, in_one_of
from application.envelope import OFFICE, Actor
from application.store import Transaction
from domain import device as d
from domain.device import Device
from domain.fact import Refused
from domain.office import DeviceRegistered

SECRET = 32
"""Bytes of chance in a credential."""
MANAGING = frozenset({"technician", OFFICE.role})


class CredentialRefused(Refused):
    """The credential is unknown, wrong or was taken back: which of them, nobody is told."""


class NotForThisDevice(Refused):
    """A device of this kind has no business with that call."""


class Devices:
    """Enrolling, revoking, and telling a device by its credential, `NAME.SECRET`."""

    def __init__(self, core: Core) -> None:
        self.core = core

    def enroll(self, device: str, kind: str, place: str = "", by: Actor = OFFICE) -> str:
        """A new credential for a device, which is registered with it if it was not; nobody can read it again."""
        credential = f"{device}.{self.core.store.chance.draw(SECRET).hex()}"

        def work(tx: Transaction) -> UUID:
            in_one_of(self.core, by, tx, MANAGING, d.DeviceEnrolled.NAME)
            fact = d.enroll(
                self._device(device, tx), name=device, kind=kind, digest=_digest(credential), place=place
            )
            registered = DeviceRegistered(device=device, kind=kind, place=place)
            known = registered in self.core.known(tx).office.devices
            stream = self._stream(device)
            tx.record(stream, tx.version(stream), *(() if known else (registered,)), fact)
            return stream

        self.core.write(by, "", work, lambda _: None)
        return credential

    def revoke(self, device: str, reason: str, by: Actor = OFFICE) -> None:
        """From now on its credential opens nothing, and what it has open is closed."""

        def work(tx: Transaction) -> UUID:
            in_one_of(self.core, by, tx, MANAGING, d.DeviceRevoked.NAME)
            stream = self._stream(device)
            fact = d.revoke(self._device(device, tx), name=device, reason=reason)
            tx.record(stream, tx.version(stream), fact)
            return stream

        self.core.write(by, "", work, lambda _: None)

    def list(self) -> tuple[Device, ...]:
        """Every device that ever held a credential; `digest` is empty for those that hold none now."""
        names = sorted({each.device for each in self.core.known().office.devices})
        return tuple(each for each in map(self._device, names) if each.device)

    def told_by(self, credential: str) -> Device:
        """The device whose credential this is; refuses all others alike."""
        name = credential.partition(".")[0]
        device = self._device(name) if d.DEVICE_NAME.fullmatch(name) else Device()
        right = hmac.compare_digest(_digest(credential), device.digest or "-")
        if not right:
            raise CredentialRefused
        return device

    def _stream(self, device: str) -> UUID:
        return self.core.stream("device", device)

    def _device(self, device: str, tx: Transaction | None = None) -> Device:
        store = self.core.store
        state = Device()
        for event in store.read(tx.connection if tx else store.reader(), self._stream(device)):
            state = d.evolve(state, event.fact)
        return state


def _digest(credential: str) -> str:
    return sha256(credential.encode(errors="surrogatepass")).hexdigest()
