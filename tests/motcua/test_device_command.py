"""`motcua device` gives and takes credentials, and `--server` says in one sentence what was wrong with its words."""

import stat

import pytest

from application.office import Office
from application.remote import RemoteOffice
from motcua.reaching import reached
from tests.application.an_office import KIOSK, an_office
from tests.motcua.commands import motcua
from web.server import BackgroundServer


@pytest.fixture
def store(tmp_path):
    an_office(tmp_path / "store").close()
    return tmp_path / "store"


def device(store, *words, language="en"):
    return motcua("device", *words, "--store", store, language=language)


def enrolled(store, path, name="kiosk-5", kind="kiosk"):
    return device(store, "enroll", name, "--kind", kind, "--place", "Sảnh", "-o", path)


def test_a_credential_in_a_file_for_its_owner_alone(store, tmp_path):
    done = enrolled(store, tmp_path / "kiosk-5.key")

    assert done.code == 0
    assert str(tmp_path / "kiosk-5.key") in done.out
    assert stat.S_IMODE((tmp_path / "kiosk-5.key").stat().st_mode) == 0o600
    kept = (tmp_path / "kiosk-5.key").read_text().strip()
    assert kept not in done.out + done.err
    office = Office.at(store)
    assert office.devices.told_by(kept).place == "Sảnh"
    office.close()


def test_without_a_file_it_is_shown_once(store):
    done = device(store, "enroll", "board-2", "--kind", "board", language="vi")

    assert done.out.startswith("board-2.")
    assert "chỉ hiện một lần" in done.err
    document = device(store, "enroll", "board-3", "--kind", "board", "--json").document
    assert document["credential"].startswith("board-3.")


def test_the_list_says_who_holds_a_credential_and_who_held_one(store, tmp_path):
    enrolled(store, tmp_path / "a")
    enrolled(store, tmp_path / "b", "desk-5", "desk")
    assert device(store, "revoke", "desk-5", "--reason", "Máy hỏng").code == 0

    assert device(store, "list", "--json").document == [
        {"device": "desk-5", "kind": "desk", "place": "Sảnh", "enrolled": False},
        {"device": "kiosk-5", "kind": "kiosk", "place": "Sảnh", "enrolled": True},
    ]
    shown = device(store, "list", language="vi").out
    assert "đã thu hồi" in shown
    assert "máy lấy số" in shown


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("enroll", "Kiosk 5", "--kind", "kiosk"), "Kiosk 5"),
        (("enroll", "server", "--kind", "kiosk"), "server"),
        (("enroll", "kiosk-5", "--kind", "phone"), "phone"),
        (("enroll", "kiosk-5", "--kind", "kiosk", "-o", "/nowhere/kiosk.key"), "/nowhere/kiosk.key"),
        (("revoke", "kiosk-5", "--reason", "x"), "kiosk-5"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_with_its_cure(store, words, named):
    for language in ("vi", "en"):
        done = device(store, *words, language=language)
        assert done.code == 1
        assert named in done.err
        assert "Traceback" not in done.err
    assert device(store, "list", "--json").document == []


def test_a_refused_enrolment_leaves_no_file_and_never_overwrites_one(store, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("mine")
    assert enrolled(store, taken).code == 1
    assert taken.read_text() == "mine"
    assert enrolled(store, tmp_path / "new", "Kiosk").code == 1
    assert not (tmp_path / "new").exists()


def test_what_was_written_reaches_the_office_over_the_network(store, tmp_path):
    enrolled(store, tmp_path / "kiosk-5.key")
    office = Office.at(store)
    with BackgroundServer(office) as door, reached(door.url + "/", tmp_path / "kiosk-5.key") as (far, name):
        assert isinstance(far, RemoteOffice)
        assert name == "kiosk-5"
        assert far.queue.issue(KIOSK).number == "G001"
    office.close()


@pytest.mark.parametrize("command", ["kiosk", "desk"])
@pytest.mark.parametrize(
    ("server", "key", "code", "named"),
    [
        ("http://127.0.0.1:9", None, 2, "--credential"),
        ("http://127.0.0.1:9", "nothing", 2, "nothing"),
        ("http://127.0.0.1:9", "broken", 1, "broken"),
        ("motcua.xa.vn", "good", 2, "motcua.xa.vn"),
        ("http://[::1", "good", 2, "http://[::1"),
        ("http://127.0.0.1:99999", "good", 2, "99999"),
        ("ftp://127.0.0.1", "good", 2, "ftp://127.0.0.1"),
    ],
)
def test_a_screen_that_cannot_reach_its_office_says_why(tmp_path, command, server, key, code, named):
    (tmp_path / "good").write_text("kiosk-5." + "0" * 64)
    (tmp_path / "broken").write_text("two words")
    words = ("--credential", tmp_path / key) if key else ()
    done = motcua(command, "--server", server, *words)
    assert done.code == code
    assert named in done.err
    assert "Traceback" not in done.err


def test_an_unencrypted_way_to_another_machine_is_warned_of(tmp_path):
    (tmp_path / "good").write_text("kiosk-5." + "0" * 64)
    with pytest.MonkeyPatch.context() as patch:
        said = []
        patch.setattr("motcua.reaching.err.print", lambda text, **_: said.append(text))
        with reached("http://192.0.2.1:9", tmp_path / "good"):
            pass
        with reached("http://127.0.0.1:9", tmp_path / "good"):
            pass
    assert len(said) == 1
    assert "http://192.0.2.1:9" in said[0]
