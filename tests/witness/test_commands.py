"""`motcua witness`: from the first key to a countersigned head, by network and by stick, in sentences with a cure."""

import json
import shutil
import threading

import pytest

from application.witnessing import Trust
from ledger.note import Note
from ledger.policy import DEFAULT_WITNESSES
from ledger.policy import Witness as WitnessOf
from ledger.request import origin_path
from motcua.witnessed import pushing
from tests.application.an_office import KIOSK, again, an_office
from tests.motcua.commands import motcua
from tests.witness.a_log import LOG, ORIGIN, OTHER, asked, head
from witness.serving import WitnessServer
from witness.witness import Witness

NOON = 1_795_305_600
FIRST, SECOND, THIRD = DEFAULT_WITNESSES


def witness(*words, language="vi", **settings):
    return motcua("witness", *words, language=language, **settings)


@pytest.fixture
def store(tmp_path):
    an_office(tmp_path / "store").close()
    return tmp_path / "store"


@pytest.fixture
def body(tmp_path, store):
    """A witness's folder that follows the office's log."""
    folder = tmp_path / "body"
    assert witness("init", "thanhtra.example.vn/w1", "--folder", folder).code == 0
    assert witness("add-log", (store / "keys" / "log.vkey").read_text().strip(), "--folder", folder).code == 0
    return folder


def until(condition):
    """What `condition` comes to, once it comes to anything."""
    waiting = threading.Event()
    for _ in range(1500):
        if found := condition():
            return found
        waiting.wait(0.02)
    raise AssertionError("it did not come about")


def vkey(folder):
    return (folder / "witness.vkey").read_text().strip()


def grown(store):
    office = again(store)
    office.queue.issue(KIOSK, group="other")
    office.close()


# ---- being a witness


def test_a_witness_is_founded_follows_logs_and_shows_what_it_knows(tmp_path):
    folder = tmp_path / "w"
    said = witness("init", "mttq.example.vn/w1", "--folder", folder)
    assert said.code == 0
    assert vkey(folder) in said.out
    assert "Chưa theo dõi nhật ký nào" in witness("show", "--folder", folder).out
    assert "Từ nay ký xác nhận" in witness("add-log", LOG.vkey, "--folder", folder).out
    assert "từ trước" in witness("add-log", LOG.vkey, "--folder", folder).out
    assert "chưa ký xác nhận lần nào" in witness("show", "--folder", folder).out
    made = Witness(folder, lambda: NOON)
    made.add_checkpoint(asked(0, 500))
    made.add_checkpoint(asked(500, 500, of=OTHER))
    told = witness("show", "--folder", folder)
    assert f"{ORIGIN}: đã ký xác nhận 500 sự kiện" in told.out
    assert "CẢNH BÁO" in told.err
    document = witness("show", "--folder", folder, "--json").document
    assert document["logs"][0]["size"] == 500
    assert [each["kind"] for each in document["evidence"]] == ["forked"]


def test_what_is_no_witness_or_no_key_is_told_with_its_cure(tmp_path):
    assert "motcua witness init" in witness("show", "--folder", tmp_path / "none").err
    witness("init", "w", "--folder", tmp_path / "w")
    assert "đã có một nhân chứng" in witness("init", "w", "--folder", tmp_path / "w").err
    assert witness("init", "two words", "--folder", tmp_path / "x").code == 1
    assert witness("add-log", "nonsense", "--folder", tmp_path / "w").code == 1
    assert witness("add-log", vkey(tmp_path / "w"), "--folder", tmp_path / "w").code == 1
    (tmp_path / "w" / "witness.db").unlink()
    said = witness("show", "--folder", tmp_path / "w")
    assert (said.code, "đừng lập lại dưới khóa cũ" in said.err) == (1, True)
    (tmp_path / "file").write_text("")
    assert witness("init", "w", "--folder", tmp_path / "file" / "w").code == 1


def test_what_anybody_may_see_is_copied_for_them(tmp_path):
    witness("init", "w", "--folder", tmp_path / "w")
    made = Witness(tmp_path / "w", lambda: NOON)
    made.follow(LOG.key)
    made.add_checkpoint(asked(0, 500))
    made.add_checkpoint(asked(500, 600, of=OTHER))
    assert "3 tệp" in witness("export", tmp_path / "out", "--folder", tmp_path / "w").out
    assert Note.parse((tmp_path / "out" / origin_path(ORIGIN)).read_bytes()).text == head(500).text
    assert (tmp_path / "out" / "witness.vkey").read_text().strip() == vkey(tmp_path / "w")
    assert len(list((tmp_path / "out" / "evidence").iterdir())) == 1
    assert not (tmp_path / "out" / "witness.key").exists()


# ---- asking witnesses


def test_an_office_is_told_how_many_it_needs_and_whether_that_is_safe(store, body):
    assert "Chưa nhờ nhân chứng nào" in witness("push", "--store", store).err
    assert "1 trên 1" in witness("trust", FIRST, vkey(body), "--store", store).out
    said = witness("trust", FIRST, vkey(body), "--quorum", "0", "--store", store, language="en")
    assert "0 of 1" in said.out
    assert "Ask for at least 1" in said.err
    assert witness("trust", FIRST, vkey(body), "--quorum", "5", "--store", store).code == 2
    assert witness("trust", FIRST, "nonsense", "--store", store).code == 1
    assert "Thanh tra tỉnh" in witness("distrust", FIRST, "--store", store).out
    assert witness("distrust", FIRST, "--store", store).code == 1
    Trust(store).file.write_text("quorum\n")
    said = witness("heads", "--store", store)
    assert (said.code, "Line 1" in said.err) == (1, True)


def test_a_head_is_pushed_once_by_hand_and_seen_to_be_countersigned(store, body):
    with WitnessServer(Witness(body, lambda: NOON)) as server:
        witness("trust", FIRST, vkey(body), "--url", server.url, "--store", store)
        assert "«Thanh tra tỉnh» đã ký xác nhận" in witness("push", "--store", store).out
        assert [each["kind"] for each in witness("push", "--store", store, "--json").document] == ["already"]
        assert "1 trên 1 nhân chứng đã ký xác nhận" in witness("heads", "--store", store).out
        said = witness("compare", "--store", store)
        assert (said.code, "Được ký tiếp" in said.out) == (0, True)
    grown(store)
    said = witness("push", "--store", store)
    assert (said.code, "không trả lời" in said.err) == (1, True)
    said = witness("compare", "--store", store)
    assert (said.code, "--reply" in said.err) == (1, True)


def test_a_head_goes_by_stick_and_comes_back(store, body, tmp_path):
    there, back = tmp_path / "request", tmp_path / "reply"
    witness("trust", THIRD, vkey(body), "--store", store)
    said = witness("push", "--store", store)
    assert (said.code, "motcua witness request" in said.out) == (0, True)
    assert "từ 0 đến" in witness("request", THIRD, "-o", there, "--store", store).out
    assert str(back) in witness("cosign", there, "-o", back, "--folder", body).out
    said = witness("accept", back, "--store", store)
    assert (said.code, "«xã bạn» đã ký xác nhận" in said.out) == (0, True)
    assert len(Note.parse((store / "checkpoint").read_bytes()).signatures) == 2
    assert witness("compare", "--reply", back, "--store", store).code == 0


def test_a_request_from_more_than_is_signed_says_where_it_begins_instead(store, body, tmp_path):
    witness("trust", THIRD, vkey(body), "--store", store)
    ask = ("request", THIRD, "-o", tmp_path / "request", "--store", store)
    size = witness(*ask, "--json").document["size"]

    said = witness(*ask, "--from", size + 1)

    assert (said.code, f"bắt đầu từ {size} chứ không phải {size + 1}" in said.err) == (0, True)
    assert witness(*ask, "--from", size).err == ""


def test_a_request_from_an_older_head_is_answered_with_the_last_one(store, body, tmp_path):
    there, back = tmp_path / "request", tmp_path / "reply"
    witness("trust", THIRD, vkey(body), "--store", store)
    witness("request", THIRD, "-o", there, "--store", store)
    witness("cosign", there, "-o", back, "--folder", body)
    grown(store)
    witness("request", THIRD, "-o", there, "--store", store)
    said = witness("cosign", there, "-o", back, "--folder", body)
    assert (said.code, "bản mới nhất đã ký xác nhận" in said.err) == (1, True)
    assert "hãy lập yêu cầu khác" in witness("accept", back, "--store", store).out
    witness("request", THIRD, "-o", there, "--store", store)
    assert witness("cosign", there, "-o", back, "--folder", body).code == 0


def test_a_file_that_is_none_or_of_another_log_is_refused_in_words(store, body, tmp_path):
    other = tmp_path / "other"
    other.write_bytes(asked(0, 500))
    missing, back = tmp_path / "missing", tmp_path / "reply"
    witness("trust", THIRD, vkey(body), "--store", store)
    assert witness("cosign", missing, "-o", back, "--folder", body).code == 2
    said = witness("cosign", other, "-o", back, "--folder", body)
    assert (said.code, "404" in said.err, back.exists()) == (1, True, False)
    assert witness("accept", missing, "--store", store).code == 2
    assert witness("accept", other, "--store", store).code == 1
    said = witness("compare", "--reply", other, "--store", store)
    assert (said.code, "«tệp đã đưa»" in said.out) == (1, True)
    assert witness("request", "nobody", "-o", back, "--store", store).code == 1
    assert witness("request", THIRD, "-o", tmp_path / "no" / "file", "--store", store).code == 1
    witness("request", THIRD, "-o", other, "--from", "3", "--store", store)
    said = witness("cosign", other, "-o", back, "--folder", body)
    assert (said.code, "--from 0" in said.err) == (1, True)


def test_an_office_older_than_its_witness_says_so_and_signs_no_more(store, body, tmp_path):
    kept = tmp_path / "kept"
    shutil.copytree(store, kept)
    with WitnessServer(Witness(body, lambda: NOON)) as server:
        witness("trust", FIRST, vkey(body), "--url", server.url, "--store", store)
        grown(store)
        witness("push", "--store", store)
        shutil.copy(store / "witnesses.policy", kept)
        said = witness("compare", "--store", kept)
        assert (said.code, "chế độ không ký" in said.err) == (1, True)
    assert json.loads((kept / "no-sign").read_text())["why"] == "smaller"
    grown(kept)
    said = motcua("audit", "export", "--store", kept, language="vi")
    assert (said.code, "không ký" in said.err) == (1, True)


def test_beside_a_server_heads_are_pushed_and_a_witness_out_of_reach_is_told_of(
    store, body, capsys, monkeypatch
):
    monkeypatch.setenv("MOTCUA_LANG", "vi")
    office = again(store)
    office.checkpoint()
    with WitnessServer(Witness(body, lambda: NOON)) as server:
        office.witnessing.trust.add(WitnessOf(FIRST, Witness(body, lambda: NOON).key.key, server.url))
        with pushing(office):
            until(lambda: office.witnessing.covering(1).witnesses == (FIRST,))
    office.queue.issue(KIOSK, group="other")
    with pushing(office):
        told = until(lambda: capsys.readouterr().err)
    office.close()
    assert "«Thanh tra tỉnh» không trả lời" in " ".join(told.split())
