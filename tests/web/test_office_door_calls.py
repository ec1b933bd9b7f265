"""Whatever comes in, each bad call gets one named refusal, and no log ever holds a secret of it."""

import logging
from types import SimpleNamespace

import httpx
import pytest

from application.faults import Unreachable
from tests.application.an_office import PASSWORD, intake
from tests.web.over_the_network import heard_by_logs
from web import office_door
from web.server import BackgroundServer


def post(reached, path, credential="", body=b"{}", **headers):
    headers |= {"Authorization": f"Bearer {credential}"} if credential else {}
    # reading certificates takes longer than asking
    with httpx.Client(verify=False, trust_env=False, timeout=60) as anybody:
        return anybody.post(f"{reached.url}{path}", content=body, headers=headers)


@pytest.fixture
def credential(reached):
    return reached.office.devices.enroll("kiosk-9", "kiosk")


@pytest.mark.parametrize(
    ("path", "body", "status", "name"),
    [
        ("/office/queue/issue", b"{", 400, "MalformedCall"),
        ("/office/queue/issue", b'{"by": {"id": "x", "role": "head", "device": "y"}}', 400, "MalformedCall"),
        ("/office/queue/burn", b"{}", 400, "MalformedCall"),
        ("/office/core/write", b"{}", 400, "MalformedCall"),
        ("/office/office/close", b"{}", 400, "MalformedCall"),
        ("/office/queue/issue", b"x" * (1 << 20) + b"x", 413, "MalformedCall"),
        ("/office/dossiers/inbox", b"{}", 409, "NotForThisDevice"),
    ],
)
def test_every_answer_to_a_bad_call_is_one_named_refusal(reached, credential, path, body, status, name):
    reply = post(reached, path, credential, body)
    assert (reply.status_code, reply.json()["of"], reply.json()["name"]) == (status, "refused", name)
    assert "Traceback" not in reply.text


def test_the_shape_of_a_call_is_told_to_nobody_without_a_credential(reached):
    reply = post(reached, "/office/queue/burn")
    assert (reply.status_code, reply.json()["name"]) == (401, "CredentialRefused")
    assert httpx.get(f"{reached.url}/office/changes", timeout=60).status_code == 401


def test_whoever_guesses_credentials_is_slowed_down_and_holds_up_nobody(reached, credential):
    tried = [post(reached, "/office/queue/board", f"kiosk-9.{each:064}") for each in range(40)]
    assert [each.status_code for each in (tried[0], tried[-1])] == [401, 429]
    assert post(reached, "/office/queue/board", credential).status_code == 200


def test_an_office_that_is_itself_far_away_has_no_door_for_devices(reached, kiosk):
    again = office_door.office_door(kiosk)
    assert again is None


def test_no_log_ever_holds_a_credential_a_password_a_token_or_a_name(reached, desk):
    credential = reached.office.devices.enroll("desk-21", "desk")
    with BackgroundServer(reached.office, quiet=False) as door, heard_by_logs() as lines:
        loud = reached.client(credential, url=door.url)
        hoa = loud.staff.sign_in("nt.hoa", PASSWORD, "", "desk-21")
        token = loud._tokens["nt.hoa"]
        loud.dossiers.accept(intake(reached.office), hoa)
        post(SimpleNamespace(url=door.url), f"/office/queue/{token}", credential)
        post(SimpleNamespace(url=door.url), "/office/queue/board?x=" + token, credential)
        loud.close()

    assert any("/office/dossiers/accept" in line for line in lines)
    assert any("/office/changes" in line for line in lines)
    private = (credential, credential.partition(".")[2], PASSWORD, token, "Ẩn Danh", "082199000123")
    assert [line for line in lines if any(each in line for each in private)] == []


def test_a_bug_is_a_line_for_the_technician_and_not_an_answer(reached, kiosk, monkeypatch, caplog):
    monkeypatch.setattr(reached.office.queue, "board", lambda: 1 / 0)
    with caplog.at_level(logging.ERROR, "motcua.web"), pytest.raises(Unreachable):
        kiosk.queue.board()
    assert "ZeroDivisionError" in caplog.text
