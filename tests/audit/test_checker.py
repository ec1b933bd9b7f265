"""The one-file checker stands alone, agrees with the ledger on everything, and lets no changed bit pass."""

import ast
import base64
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from audit.check import check as check_by_ledger
from audit.checker import NAME, source
from audit.checker.command import FAILS, HOLDS, NOTHING, main
from audit.checker.curve import signed_by
from audit.checker.fault import Refused
from audit.checker.note import key_of
from audit.checker.tree import extends
from audit.export import export_tiles
from audit.prove import prove
from ledger import base45
from ledger.note import Signer, VerifyKey
from ledger.tree import Tree
from tests.audit.a_small_office import a_small_office
from wording import languages

HERE = Path(__file__).parents[2]
DOCUMENT = (HERE / "docs" / "log-format.md").read_text(encoding="utf-8")
KEYS = re.findall(r"^(?:witness )?vkey = (.*)$", DOCUMENT, re.M)
CODE = re.search(r"^HS1:.*$", DOCUMENT, re.M).group()
FLIPS = 300


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """The checker in an empty folder, and a way to run it with nothing else on the path."""
    folder = tmp_path_factory.mktemp("alone")
    (folder / NAME).write_text(source(), encoding="utf-8")

    def run(*arguments, lang="en"):
        command = [sys.executable, "-I", "-S", NAME, "--lang", lang, *map(str, arguments)]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        assert done.stderr == b""
        return done.returncode, done.stdout.decode()

    run.folder = folder
    return run


@pytest.fixture(scope="module")
def proved(tmp_path_factory):
    """An office, the proof of an accepted dossier, with and without the stored bytes in it, and its tiles."""
    root = tmp_path_factory.mktemp("proved")
    with a_small_office(root / "store") as small:
        codes = small.days_of_work()
        small.proof = prove(small.office, codes[0])
        small.open_proof = prove(small.office, codes[0], with_state=True)
        small.vkey = small.office.folder.log_vkey.read_text().strip()
        export_tiles(small.office, root / "tiles")
        small.tiles = root / "tiles"
        small.code = codes[0]
        yield small


# ---- alone


def test_it_says_yes_to_the_example_of_the_log_format(alone):
    code, told = alone("--key", KEYS[0], "--key", KEYS[1], "--quorum", 1, CODE)
    assert code == HOLDS
    assert "H01.02.03-261122-0042" in told
    assert "thanhtra.example.vn/w1" in told


def test_it_checks_a_proof_a_code_in_a_file_and_a_folder_of_tiles(alone, proved):
    (alone.folder / "a.tlog-proof").write_bytes(proved.proof.octets)
    (alone.folder / "code.txt").write_text(proved.proof.receipt + "\n")
    (alone.folder / "key.txt").write_text(f"# the notice board\n{proved.vkey}\n")
    for evidence in ("a.tlog-proof", "code.txt", proved.tiles):
        code, told = alone("--key", "key.txt", evidence, lang="vi")
        assert (code, told.startswith("ĐÚNG")) == (HOLDS, True), told


def test_without_a_key_from_elsewhere_it_judges_nothing(alone, proved):
    (alone.folder / "a.tlog-proof").write_bytes(proved.proof.octets)
    assert alone("a.tlog-proof")[0] == NOTHING
    assert alone("--key", "no key at all", "a.tlog-proof")[0] == NOTHING
    assert alone("--key", proved.vkey, "not-there")[0] == NOTHING


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_without_evidence_or_with_help_it_says_in_both_languages_how_it_is_used(alone, lang):
    for words, expected in (((), NOTHING), (("--help",), HOLDS), (("-h",), HOLDS)):
        code, told = alone(*words, lang=lang)
        assert code == expected
        assert "Cách dùng:  python3" in told
        assert "How to use it:  python3" in told
    assert told.startswith("Kiểm tra" if lang == "vi" else "Checks")


def test_an_option_that_is_none_is_answered_with_the_same_words(alone):
    for words in (("--frobnicate",), ("--quorum", "two", "x"), ("a", "b")):
        code, told = alone(*words)
        assert (code, "How to use it" in told) == (NOTHING, True)


def test_it_says_no_in_one_sentence(alone, proved):
    code, told = alone("--key", KEYS[0], "--key", KEYS[1], "--quorum", 2, CODE)
    assert (code, told.count("\n")) == (FAILS, 1)
    assert "IT DOES NOT HOLD" in told


def test_it_is_one_file_of_old_python_and_needs_only_what_comes_with_it():
    tree = ast.parse(source(), feature_version=(3, 8))
    asked = {
        alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in (node.names if isinstance(node, ast.Import) else [ast.alias(node.module)])
    }
    assert asked <= sys.stdlib_module_names
    assert not any(isinstance(node, ast.Match) for node in ast.walk(tree))
    assert "removeprefix" not in source()  # 3.9
    assert "strict=" not in source()  # 3.10
    defined = Counter(node.name for node in tree.body if hasattr(node, "name"))
    assert [name for name, times in defined.items() if times > 1] == []


def test_every_reason_it_can_give_has_words():
    reasons = {
        node.args[place].value
        for node in ast.walk(ast.parse(source()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        for name, place in (("require", 1), ("Refused", 0), ("unbase64", 1), ("json_of", 1))
        if node.func.id == name and isinstance(node.args[place], ast.Constant)
    }
    from audit.checker.words import WORDS

    for language in languages():
        assert {
            name.removeprefix("refused.") for name in WORDS[language] if name.startswith("refused.")
        } == reasons


# ---- beside the ledger


def by_checker(octets, keys, quorum=0):
    from audit.checker.evidence import check_code, check_proof

    try:
        if octets.startswith(b"HS1:"):
            check_code(octets.decode("utf-8", "replace").rstrip("\r\n"), keys, quorum)
        else:
            check_proof(octets, keys, quorum)
    except Refused:
        return False
    return True


def agreed(octets, vkeys, quorum=0):
    """What both say; they never differ."""
    mine = by_checker(octets, [key_of(each) for each in vkeys], quorum)
    agreed.file.write_bytes(octets)
    theirs = check_by_ledger(agreed.file, vkeys, quorum)
    assert mine == theirs.ok, (octets, theirs.sentence)
    return mine


@pytest.fixture(autouse=True)
def _evidence(tmp_path):
    agreed.file = tmp_path / "evidence"


def test_both_accept_what_the_office_gives_out(proved):
    for octets in (proved.proof.octets, proved.open_proof.octets, proved.proof.receipt.encode()):
        assert agreed(octets, [proved.vkey])
    assert agreed(CODE.encode(), KEYS, 1)
    assert not agreed(CODE.encode(), KEYS, 2)
    assert not agreed(CODE.encode(), KEYS[:1])


@pytest.mark.parametrize("times", [FLIPS, pytest.param(10_000, marks=pytest.mark.long)])
def test_both_refuse_every_flipped_bit_of_a_proof_and_of_a_code(proved, times):
    chance = random.Random(5)
    raw = base45.decode(CODE[4:])
    for _ in range(times):
        place, bit = chance.randrange(len(proved.proof.octets)), 1 << chance.randrange(8)
        changed = bytearray(proved.proof.octets)
        changed[place] ^= bit
        assert not agreed(bytes(changed), [proved.vkey])
        packed = bytearray(raw)
        packed[chance.randrange(len(raw))] ^= bit
        assert not agreed(f"HS1:{base45.encode(bytes(packed))}".encode(), KEYS)


def test_both_refuse_what_was_cut_off_doubled_or_written_otherwise(proved):
    chance = random.Random(6)
    whole, packed = proved.proof.octets, base45.decode(CODE[4:])
    for _ in range(FLIPS // 3):
        assert not agreed(whole[: chance.randrange(len(whole))] or b"\n", [proved.vkey])
        assert not agreed(f"HS1:{base45.encode(packed[: chance.randrange(len(packed))])}".encode(), KEYS)
    lines = whole.split(b"\n")
    others = [
        whole + b"\n", whole.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + whole, whole + lines[-2] + b"\n",
        whole.replace(b"index ", b"index 0"), whole.replace(b"index ", b"index +"), whole[:-1],
        b"\n".join([lines[0], *lines[2:]]), CODE.lower().encode(), CODE.encode() + b" ", CODE.encode() + b"00",
    ]  # fmt: skip
    for octets in others:
        assert not agreed(octets, [proved.vkey] if octets[:3] != b"HS1" else KEYS)


def test_both_read_an_opening_in_one_writing_only(proved):
    """What could be written otherwise is refused by both, also when the signature would still hold."""
    whole = proved.open_proof.octets
    extra = base64.b64decode(re.search(rb"^extra (.*)$", whole, re.M)[1])
    others = [
        extra.replace(b'":', b'": '), extra.replace(b'"opens"', b'"open\\u0073"'), extra[:-1] + b',"zz":1}',
        extra.replace(b'"version":1', b'"version":1.0'), extra.replace(b'"version":1', b'"version":true'),
        extra[:-1] + b',"version":1}', extra.upper(), extra.replace(b'"claims":', b'"claimz":'), b"[]", b"{", b"\xff",
    ]  # fmt: skip
    assert extra not in others
    for octets in others:
        changed = whole.replace(base64.b64encode(extra), base64.b64encode(octets))
        assert not agreed(changed, [proved.vkey])


def test_its_signatures_are_those_of_the_library():
    chance = random.Random(7)
    for _ in range(20):
        signer = Signer("x", chance.randbytes(32))
        message = chance.randbytes(chance.randrange(200))
        text = base64.b64encode(message).decode() + "\n"
        signature = signer.sign(text).payload
        assert signed_by(signer.key.public, signature, text.encode())
        changed = bytearray(signature)
        changed[chance.randrange(64)] ^= 1 << chance.randrange(8)
        assert not signed_by(signer.key.public, bytes(changed), text.encode())


def test_a_signature_is_not_written_in_a_second_way():
    """A scalar one order larger would hold as well, and is refused (RFC 8032, 5.1.7)."""
    from audit.checker.curve import ORDER

    signer = Signer("x", bytes(32))
    signature = signer.sign("a\n").payload
    larger = int.from_bytes(signature[32:], "little") + ORDER
    assert not signed_by(signer.key.public, signature[:32] + larger.to_bytes(32, "little"), b"a\n")
    assert not signed_by(b"\xff" * 32, signature, b"a\n")


def test_it_knows_which_heads_extend_which():
    tree = Tree([bytes([number + 1]) * 32 for number in range(40)])
    for old in range(1, 40):
        for new in range(old, 40):
            path, roots = tree.consistency(old, new), (tree.root(old), tree.root(new))
            assert extends(old, new, path, roots)
            assert not extends(old, new, [*path, bytes(32)], roots)
            assert not extends(old, new, path[:-1], roots) or not path
            assert not extends(old, new, path, (roots[0], bytes(32)))
    assert not extends(0, 3, [], (tree.root(0), tree.root(3)))


@pytest.mark.parametrize("damage", ["flip", "cut", "gone"])
def test_a_changed_tile_is_found_and_named(proved, tmp_path, damage, capsys):
    import shutil

    folder = tmp_path / "tiles"
    shutil.copytree(proved.tiles, folder)
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name != "checkpoint"]
    for path in paths:
        kept = path.read_bytes()
        if damage == "gone":
            path.unlink()
        else:
            path.write_bytes(bytes([kept[0] ^ 1]) + kept[1:] if damage == "flip" else kept[:-1])
        assert main(["--lang", "en", "--key", proved.vkey, str(folder)]) == FAILS
        told = capsys.readouterr().out
        assert str(path.relative_to(folder)) in told or "signed root" in told
        path.write_bytes(kept)
    assert main(["--lang", "en", "--key", proved.vkey, str(folder)]) == HOLDS


def test_a_key_of_another_name_or_with_a_slip_is_no_key(proved):
    key = VerifyKey.parse(proved.vkey)
    for text in (proved.vkey[:-2], proved.vkey.replace("+", "-", 1), f"x{proved.vkey}", ""):
        with pytest.raises(Refused):
            key_of(text)
    assert key_of(proved.vkey).public == key.public
