"""Evidence by command: what is asked for, by whom, and files that only their owner may read."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from audit.checker.bundle import check_bundle, unzipped
from audit.checker.note import key_of
from motcua.__main__ import app
from tests.audit.a_small_office import a_small_office
from tests.motcua.commands import motcua

PASSWORD = "mot cua tan phuoc"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    root = tmp_path_factory.mktemp("bundled") / "store"
    with a_small_office(root) as small:
        codes = small.days_of_work()
        small.office.staff.set_password("nd.phuc", PASSWORD, small.phuc)
        small.office.checkpoint()
    return root, codes


def run(*arguments, store, typed=""):
    return CliRunner().invoke(
        app, [*map(str, arguments), "--store", str(store)], input=typed, env={"MOTCUA_LANG": "en"}
    )


def test_a_dossiers_evidence_is_written_for_its_owner_alone(store, tmp_path):
    root, codes = store
    out = tmp_path / "evidence.zip"
    done = run("audit", "bundle", codes[0], "-o", out, "--json", store=root)
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    key = key_of((root / "keys" / "log.vkey").read_text().strip())
    assert check_bundle(unzipped(out.read_bytes()), [key], 0).events == told["events"]
    assert out.stat().st_mode & 0o077 == 0


def test_the_checker_is_written_out_and_judges_it(store, tmp_path):
    root, _ = store
    run("audit", "bundle", "--day", "2026-03-02", "-o", tmp_path / "day.zip", store=root)
    done = CliRunner().invoke(app, ["audit", "checker", "-o", str(tmp_path / "check.py")])
    assert done.exit_code == 0
    judged = subprocess.run(
        [sys.executable, "-I", "-S", "check.py", "--key", root / "keys" / "log.vkey", "day.zip"],
        cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    assert judged.returncode == 0, judged.stdout


def test_audit_check_judges_a_bundle_packed_or_not_as_the_checker_in_it_does(store, tmp_path):
    root, codes = store
    file, key = tmp_path / "evidence.zip", (root / "keys" / "log.vkey").read_text().strip()
    run("audit", "bundle", codes[0], "-o", file, store=root)
    for name, octets in unzipped(file.read_bytes()).items():
        (tmp_path / "open" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "open" / name).write_bytes(octets)
    for evidence in (file, tmp_path / "open"):
        said = motcua("audit", "check", evidence, "--vkey", key)
        assert (said.code, "The bundle is whole" in said.out) == (0, True)
    (tmp_path / "open" / "keys.txt").write_text("")
    said = motcua("audit", "check", tmp_path / "open", "--vkey", key, "--json")
    assert (said.code, said.document["ok"]) == (1, False)
    assert motcua("audit", "check", tmp_path, "--vkey", key).code == 2


def test_unsealing_asks_who_and_for_the_password(store, tmp_path):
    root, codes = store
    out = tmp_path / "evidence.zip"
    assert run("audit", "bundle", codes[0], "-o", out, "--unseal", store=root).exit_code == 2
    wrong = run(
        "audit", "bundle", codes[0], "-o", out, "--unseal", "--as", "nd.phuc", store=root, typed="no\n"
    )
    assert wrong.exit_code == 1
    assert not out.exists()
    asked = ("audit", "bundle", codes[0], "-o", out, "--unseal", "--as", "nd.phuc")
    assert run(*asked, store=root, typed=f"{PASSWORD}\n").exit_code == 0
    assert "unsealed.json" in unzipped(out.read_bytes())


@pytest.mark.parametrize(
    "asked",
    [(), ("--day", "2026-03-02", "--from", "2026-03-01"), ("H20.321-260302-0001", "--officer", "nt.hoa")],
)
def test_what_is_asked_for_is_one_thing(store, tmp_path, asked):
    done = run("audit", "bundle", *asked, "-o", tmp_path / "x.zip", store=store[0])
    assert (done.exit_code, "Choose one of the two" in done.stderr) == (2, True)


def test_what_cannot_be_read_or_found_is_said_in_a_sentence(store, tmp_path):
    root, codes = store
    missing = run(
        "audit", "bundle", codes[0], "-o", tmp_path / "x.zip", "--since", tmp_path / "no", store=root
    )
    assert missing.exit_code == 2
    nothing = run("audit", "bundle", "--day", "2020-01-01", "-o", tmp_path / "x.zip", store=root)
    assert (nothing.exit_code, "No signed event" in nothing.stderr) == (1, True)
    odd = tmp_path / "odd.key"
    odd.write_text("this is no key")
    wrong = run("audit", "bundle", codes[0], "-o", tmp_path / "x.zip", "--key", odd, store=root)
    assert wrong.exit_code == 1
    assert "Traceback" not in wrong.output
