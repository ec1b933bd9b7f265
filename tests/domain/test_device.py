"""A device holds at most one good credential; whoever takes it back says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.device import (
    AlreadyEnrolled,
    Device,
    DeviceRevoked,
    NotADeviceKind,
    NotADeviceName,
    NotEnrolled,
    RevocationUnexplained,
    enroll,
    evolve,
    revoke,
)
from domain.office import DeviceRegistered

DIGEST = "ab" * 32


def enrolled(name="kiosk-2", kind="kiosk", place="Sảnh"):
    return evolve(Device(), enroll(Device(), name=name, kind=kind, digest=DIGEST, place=place))


def test_an_enrolled_device_is_known_by_its_kind_its_place_and_the_digest_of_its_credential():
    assert enrolled() == Device(device="kiosk-2", kind="kiosk", place="Sảnh", digest=DIGEST)


def test_a_device_with_a_good_credential_is_given_no_second_one():
    with pytest.raises(AlreadyEnrolled):
        enroll(enrolled(), name="kiosk-2", kind="kiosk", digest="cd" * 32)


def test_a_revoked_device_holds_nothing_and_can_be_enrolled_anew():
    gone = evolve(enrolled(), revoke(enrolled(), name="kiosk-2", reason="mất máy"))

    assert gone.digest == ""
    assert enroll(gone, name="kiosk-2", kind="desk", digest=DIGEST).kind == "desk"


def test_what_holds_no_credential_cannot_be_revoked():
    with pytest.raises(NotEnrolled):
        revoke(Device(), name="kiosk-2", reason="mất máy")


def test_taking_back_says_why():
    with pytest.raises(RevocationUnexplained):
        revoke(enrolled(), name="kiosk-2", reason="  ")


@pytest.mark.parametrize(
    "name", ["", "k", "Kiosk", "kiosk 2", "kiosk.2", "2kiosk", "server", "web", "k" * 33]
)
def test_a_name_that_could_be_taken_for_something_else_is_refused(name):
    with pytest.raises(NotADeviceName):
        enroll(Device(), name=name, kind="kiosk", digest=DIGEST)


@pytest.mark.parametrize("kind", ["", "server", "phone"])
def test_there_are_kiosks_boards_and_desks_and_nothing_else(kind):
    with pytest.raises(NotADeviceKind):
        enroll(Device(), name="kiosk-2", kind=kind, digest=DIGEST)


def test_why_a_credential_was_taken_back_is_sealed():
    assert DeviceRevoked.SEALED == ("reason",)


def test_a_fact_of_another_capability_in_the_same_stream_changes_nothing():
    assert evolve(enrolled(), DeviceRegistered(device="kiosk-2", kind="kiosk")) == enrolled()


@given(st.lists(st.sampled_from(["enroll", "revoke"]), max_size=8))
def test_however_often_it_comes_and_goes_enrolling_and_revoking_take_turns(acts):
    state, good = Device(), False
    for act in acts:
        try:
            fact = (
                enroll(state, name="k-1", kind="kiosk", digest=DIGEST)
                if act == "enroll"
                else revoke(state, name="k-1", reason="x")
            )
        except (AlreadyEnrolled, NotEnrolled):
            assert good == (act == "enroll")
            continue
        state, good = evolve(state, fact), act == "enroll"
        assert bool(state.digest) == good
