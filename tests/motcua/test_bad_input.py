"""Bad input gets one clear sentence with the cure, in the person's language; nothing is lost and no trace is shown."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

import application.data
from application.founding import found
from tests.motcua.commands import motcua


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    root = tmp_path_factory.mktemp("office") / "store"
    found(root).close()
    return root


@pytest.fixture
def store(founded, tmp_path):
    return shutil.copytree(founded, tmp_path / "store")


def sentence(answer):
    assert answer.out == ""
    assert "Traceback" not in answer.err
    assert answer.err.endswith((".", "!"))
    return answer.err


def test_a_code_nobody_has(store):
    said = motcua("dossier", "show", "H20.321-250701-9999", "--store", store)

    assert said.code == 1
    assert "H20.321-250701-9999" in sentence(said)


@pytest.mark.parametrize("text", ["1.001193", "hello", "H20.321-259901-0001", "H20.321-990701-0001"])
def test_something_that_is_no_dossier_code(store, text):
    said = motcua("dossier", "trail", text, "--store", store)

    assert said.code == 1
    assert text in sentence(said)


def test_a_procedure_nobody_offers(store):
    said = motcua("catalogue", "show", "9.999999", "--store", store)

    assert said.code == 1
    assert "catalogue" in sentence(said)


def test_a_repealed_procedure_says_since_when(store, tmp_path):
    catalogue = tmp_path / "one.json"
    shown = motcua("catalogue", "show", "1.001193", "--store", store, "--json").document
    other = shown | {"code": "1.999999", "name": "Khác"}
    catalogue.write_text(json.dumps([other]), encoding="utf-8")
    assert motcua("catalogue", "import", catalogue, "--repeal-missing", "--yes", "--store", store).code == 0

    said = motcua("catalogue", "show", "1.001193", "--store", store, language="vi")

    assert said.code == 1
    assert "1.001193" in sentence(said)
    assert "bãi bỏ" in said.err


@pytest.mark.parametrize(
    ("content", "named", "code"),
    [
        (b"", "empty", 2),
        (b"\xff\xfe", "UTF-8", 2),
        (b"{}", "list", 1),
        (b"[\n{,}]", "column", 1),
        (b'[\n {"code": "1.001193"}\n]', "Line 2", 1),
        (b'[\n\n {"code": "x", "name": "a"}\n]', "Line 3", 1),
    ],
)
def test_a_malformed_catalogue_is_named_by_line_and_nothing_is_imported(
    store, tmp_path, content, named, code
):
    file = tmp_path / "catalogue.json"
    file.write_bytes(content)
    before = motcua("catalogue", "list", "--store", store, "--json").document

    said = motcua("catalogue", "import", file, "--store", store)

    assert said.code == code
    assert named in sentence(said)
    assert motcua("catalogue", "list", "--store", store, "--json").document == before


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "command", [("audit", "verify"), ("rebuild",), ("dossier", "show", "H20.321-250701-0001")]
)
def test_a_folder_that_is_no_store(tmp_path, command, language):
    said = motcua(*command, "--store", tmp_path / "nothing", language=language)

    assert said.code == 1
    assert "--store" in sentence(said)


@pytest.mark.parametrize(
    "content", [b"", b"not a database at all", bytes(range(256)) * 32], ids=["empty", "text", "noise"]
)
def test_a_file_that_is_no_database(tmp_path, content):
    (tmp_path / "office.db").write_bytes(content)
    (tmp_path / "keys").mkdir()
    for name in ("office.kek", "lookup.key"):
        (tmp_path / "keys" / name).write_bytes(bytes(32))

    said = motcua("rebuild", "--store", tmp_path)

    assert said.code == 1
    assert "--store" in sentence(said)


def test_a_store_from_a_newer_version(store):
    connection = sqlite3.connect(store / "office.db")
    connection.execute("UPDATE meta SET value = '2' WHERE key = 'format'")
    connection.commit()
    connection.close()

    said = motcua("rebuild", "--store", store, language="vi")

    assert said.code == 1
    assert "nâng cấp" in sentence(said)


def test_a_store_whose_keys_are_missing(store):
    (store / "keys" / "office.kek").unlink()

    said = motcua("rebuild", "--store", store)

    assert said.code == 1
    assert "office.kek" in sentence(said)


def test_a_store_is_never_founded_twice(store):
    said = motcua("init", "--store", store)

    assert said.code == 1
    assert str(store) in sentence(said)


def test_a_password_that_is_too_short(store):
    said = motcua("staff", "password", "nt.hoa", "--store", store, typed="short\nshort\n")

    assert said.code == 1
    assert "8" in said.err


def test_an_officer_nobody_knows(store):
    said = motcua("staff", "password", "no.body", "--store", store, typed="long enough\nlong enough\n")

    assert said.code == 1
    assert "Traceback" not in said.err


def test_a_period_that_ends_before_it_begins(store):
    said = motcua("report", "ii06a", "--from", "2025-12-31", "--to", "2025-07-01", "--store", store)

    assert said.code == 1
    assert "1 July 2025" in sentence(said)


def test_a_proof_of_something_that_is_not_there(store, tmp_path):
    said = motcua("audit", "prove", "H20.321-250701-9999", "-o", tmp_path / "p", "--store", store)

    assert said.code == 1
    assert sentence(said)
    assert not (tmp_path / "p").exists()


def test_a_replay_needs_exactly_one_moment(store):
    assert motcua("audit", "replay", "--store", store).code == 2
    assert motcua("audit", "replay", "--at", "2025-07-01", "--size", "3", "--store", store).code == 2


def test_a_day_may_be_typed_as_people_write_it(store):
    typed = motcua(
        "report", "ii06a", "--from", "01/07/2025", "--to", "31/12/2025", "--json", "--store", store
    )

    assert typed.document["first"] == "2025-07-01"
    assert typed.document["last"] == "2025-12-31"


def test_repealing_many_procedures_at_once_is_asked_for_twice(store):
    ours = Path(application.data.__file__).parent / "catalogue" / "ho-tich.json"

    said = motcua("catalogue", "import", ours, "--repeal-missing", "--store", store)

    assert said.code == 2
    assert "--yes" in sentence(said)
    assert len(motcua("catalogue", "list", "--json", "--store", store).document) == 237
