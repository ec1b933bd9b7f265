"""The page that checks a proof: small, alone, honest about what it proves, and never wrong about what it does."""

import base64
import json
import random
import re
import subprocess
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from litestar.testing import TestClient

from application.office import Office
from application.ports import UnitView
from audit.check import check
from ledger import base45
from ledger.checkpoint import Checkpoint
from ledger.note import Cosigner, Note, Verified
from ledger.policy import Witness
from tests.web.conftest import secret
from web.app import create_app
from web.proof_page import DOWNLOAD, NAME, PATH, Given, policy_of, proof_page, script, style
from web.server import BackgroundServer
from web.voice import Voice
from wording.identity import DARK, LIGHT, contrast

LIMIT = 20_000
DOCUMENT = (Path(__file__).parents[2] / "docs" / "log-format.md").read_text(encoding="utf-8")
KEYS = re.findall(r"^(?:witness )?vkey = (.*)$", DOCUMENT, re.M)
CODE = re.search(r"^HS1:.*$", DOCUMENT, re.M).group()
UNIT = UnitView(
    unit="28321",
    agency="H20.321",
    name="Ủy ban nhân dân xã Tân Phước 1",
    name_en="People's Committee of Tan Phuoc 1 Commune",
    superior="",
    superior_en="",
    hotline="",
    simulated=False,
)
GIVEN = Given(UNIT, (KEYS[0], *(KEYS[1],) * 3), 2)
TONGUES = ["vi", "en"]


def inside(html, tag):
    return re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)


# ---- the file


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize("tongue", TONGUES)
def test_all_of_it_is_under_twenty_kilobytes_with_three_witnesses(tongue, alone):
    assert len(proof_page(GIVEN, Voice(tongue), alone=alone).encode()) < LIMIT


@pytest.mark.parametrize("tongue", TONGUES)
def test_it_is_one_file_that_fetches_nothing(tongue):
    html = proof_page(GIVEN, Voice(tongue), alone=True)
    assert re.findall(r'(?:src|srcset|action)="', html) == []
    assert re.findall(r"https?://|fetch\(|XMLHttp|import\(|WebSocket|sendBeacon", html) == []
    assert re.findall(r'href="([^"]*)"', html) == [f"{NAME}.{Voice(tongue).other}.html"]
    assert len(inside(html, "script")) == 1


@pytest.mark.parametrize("tongue", TONGUES)
def test_its_policy_names_its_script_and_its_style_by_their_digests(tongue):
    html = proof_page(GIVEN, Voice(tongue), alone=True)
    for tag in ("script", "style"):
        [text] = inside(html, tag)
        digest = base64.b64encode(sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy_of()
    assert f'content="{policy_of()}"'.replace("'", "&#x27;") in html
    assert "default-src 'none'" in policy_of()


def test_what_it_says_can_be_read_by_everybody():
    for palette in (LIGHT, DARK):
        for ink, ground in (
            *(
                (ink, ground)
                for ink in ("text", "heading", "good", "error")
                for ground in ("ground", "surface")
            ),
            ("button_text", "button"),
        ):
            assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 7
    used = set(re.findall(r"var\(--mc-([\w-]+)\)", style()))
    assert used == {
        "ground",
        "surface",
        "text",
        "heading",
        "good",
        "error",
        "border",
        "button",
        "button-text",
        "focus",
    }


@pytest.mark.parametrize("tongue", TONGUES)
def test_it_says_that_keys_from_the_server_prove_less_and_what_it_does_not_prove(tongue):
    html = proof_page(GIVEN, Voice(tongue))
    for key in ("keys_hint", "limit.truth", "limit.all", "limit.two"):
        assert Voice(tongue)(f"proof.{key}") in html
    assert KEYS[0] in html


# ---- at the office's address


def test_it_is_served_with_its_own_policy_and_may_look_through_the_camera(client):
    reply = client.get(PATH)
    assert reply.status_code == 200
    assert reply.headers["Content-Security-Policy"] == f"{policy_of()}; frame-ancestors 'none'"
    assert "camera=(self)" in reply.headers["Permissions-Policy"]
    assert (reply.headers["Cache-Control"], reply.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    for other in ("/", "/t", "/bang"):
        assert "camera=()" in client.get(other).headers["Permissions-Policy"]
        assert "script-src 'self'" in client.get(other).headers["Content-Security-Policy"]


@pytest.mark.parametrize("tongue", TONGUES)
def test_it_is_kept_as_a_file_with_the_keys_in_it(client, commune, tongue):
    reply = client.get(f"{PATH}/{NAME}.{tongue}.html")
    assert reply.headers["Content-Disposition"] == f'attachment; filename="{NAME}.{tongue}.html"'
    assert str(commune.office.log_keys.posted()[0]) in reply.text
    assert f'lang="{tongue}"' in reply.text


@pytest.mark.parametrize("name", [f"{NAME}.fr.html", f"{NAME}.vi.htm", "other.vi.html", f"{NAME}..html"])
def test_there_is_no_other_file(client, name):
    assert client.get(f"{PATH}/{name}").status_code == 404


# ---- a dossier's own proof


def code_in(reply):
    return re.search(r"HS1:[^<]*", reply.text).group().replace("&amp;", "&")


def test_the_link_of_a_dossier_leads_to_its_proof(client, commune):
    receipt = commune.working()
    form = {"secret": secret(receipt.url), "lang": "vi"}
    page = client.post("/api/look-up", json=form, headers={"Accept": "text/html"})
    assert f'action="{PATH}"' in page.text
    shown = client.post(PATH, data=form)
    checked = check(code_in(shown), [str(key) for key in commune.office.log_keys.posted()])
    assert (checked.ok, checked.code) == (True, receipt.code)
    file = client.post(DOWNLOAD, data=form)
    assert file.headers["Content-Disposition"].endswith('.tlog-proof"')
    checked = check(file.text, [str(key) for key in commune.office.log_keys.posted()])
    assert (checked.ok, checked.code, checked.received_at) == (
        True,
        receipt.code,
        "2026-04-15T09:00:00+07:00",
    )
    assert receipt.applicant not in shown.text + file.text


def test_the_codes_on_the_receipt_lead_there_without_a_script(client, commune):
    receipt = commune.working()
    typed = {"code": receipt.code, "short_code": receipt.short_code}
    answered = client.post("/t", data=typed)
    assert f'name="code" value="{receipt.code}"' in answered.text
    assert check(client.post(DOWNLOAD, data=typed).text, [str(commune.office.log_keys.posted()[0])]).ok
    assert client.post(PATH, data={"code": receipt.code}).status_code == 404
    assert client.post(PATH, data=typed | {"short_code": "00000000"}).status_code == 404


def test_nobody_gets_a_proof_without_the_secret_of_a_dossier(client, visitor):
    for typed in ({"secret": "0" * 26}, {"secret": visitor.ticket_secret}, {"secret": "?"}, {}):
        for address in (PATH, DOWNLOAD):
            reply = client.post(address, data=typed)
            assert reply.status_code in {400, 404}
            assert "HS1:" not in reply.text
            assert "tlog-proof@v1" not in reply.text


def test_before_there_is_a_signed_head_it_says_so(commune):
    receipt = commune.working()
    with (
        closing(Office.at(commune.office.folder.root, read_only=True)) as reading,
        TestClient(create_app(reading)) as client,
    ):
        reply = client.post(PATH, data={"secret": secret(receipt.url), "lang": "en"})
    assert reply.status_code == 409
    assert "There is no proof yet" in reply.text


def test_under_the_same_link_the_proof_gets_its_witnesses(client, commune):
    witness = Cosigner("thanhtra.example.vn/w1", bytes(range(32)))
    commune.office.witnessing.trust.add(Witness("thanh-tra-tinh", witness.key))
    form = {"secret": secret(commune.working().url), "lang": "vi"}
    waiting = client.post(PATH, data=form)
    assert "chờ nhân chứng" in waiting.text
    cosigned_by(commune.office, witness)
    witnessed = client.post(PATH, data=form)
    assert "có Thanh tra tỉnh ký xác nhận" in witnessed.text
    keys = [*map(str, commune.office.log_keys.posted()), str(witness.key)]
    assert check(code_in(witnessed), keys, 1).witnesses == (witness.key.name,)
    assert check(client.post(DOWNLOAD, data=form).text, keys, 1).ok
    assert not check(code_in(waiting), keys, 1).ok
    assert str(witness.key) in witnessed.text


def cosigned_by(office, witness):
    note = Note.parse(office.checkpoint().encode())
    line = witness.cosign(note.text, 1_776_218_500)
    office.witnessing.book.keep(
        Checkpoint.parse(note.text), note, [Verified(witness.key, 1_776_218_500, line)]
    )


# ---- the script itself, in a browser's engine without a browser

ASK = """
eval(require("fs").readFileSync(process.argv[2], "utf8"));
(async () => {
  const asked = JSON.parse(require("fs").readFileSync(0, "utf8")), told = [];
  for (const [octets, keys, quorum, own] of asked.checks)
    told.push(await motcua.check(Buffer.from(octets, "base64"), keys, quorum, own));
  const hashed = (bits, octets) => Buffer.from(motcua.sha(bits, Buffer.from(octets, "base64"))).toString("hex");
  const hashes = asked.hashes.map(([bits, octets]) => hashed(bits, octets));
  console.log(JSON.stringify({ told, hashes }, (_, value) => (typeof value === "bigint" ? Number(value) : value)));
})();
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    """The script as it is served; a list of things to check in, verdicts out."""
    folder = tmp_path_factory.mktemp("engine")
    (folder / "proof.js").write_text(script(), encoding="utf-8")
    (folder / "ask.js").write_text(ASK, encoding="utf-8")

    def ask(checks, hashes=()):
        asked = {
            "checks": [[base64.b64encode(octets).decode(), *rest] for octets, *rest in checks],
            "hashes": [[bits, base64.b64encode(octets).decode()] for bits, octets in hashes],
        }
        done = subprocess.run(
            ["node", folder / "ask.js", folder / "proof.js"],
            input=json.dumps(asked), capture_output=True, text=True, check=True,
        )  # fmt: skip
        return json.loads(done.stdout)

    return ask


@pytest.mark.system
@pytest.mark.parametrize("own", [True, False])
def test_the_script_says_of_the_example_what_the_format_says(engine, own):
    keys = "# the notice board\n" + "\n".join(KEYS)
    yes, no, strange, unkeyed = engine(
        [[CODE.encode(), keys, 1, own], [CODE.encode(), keys, 2, own], [CODE.encode(), KEYS[0], 0, own],
         [CODE.encode(), "no key", 0, own]]
    )["told"]  # fmt: skip
    assert (yes["ok"], yes["code"], yes["number"], yes["size"]) == (True, "H01.02.03-261122-0042", 2, 3)
    assert yes["witnesses"] == ["thanhtra.example.vn/w1"]
    assert (no["word"], strange["word"], unkeyed["word"]) == ("quorum", "no_key", "key")


@pytest.mark.system
def test_the_script_hashes_as_everybody_does(engine):
    chance = random.Random(3)
    texts = [
        chance.randbytes(length) for length in (0, 1, 55, 56, 63, 64, 111, 112, 119, 120, 127, 128, 1000)
    ]
    from hashlib import sha512

    asked = [(bits, text) for text in texts for bits in (32, 64)]
    expected = [(sha256 if bits == 32 else sha512)(text).hexdigest() for bits, text in asked]
    assert engine([], asked)["hashes"] == expected


@pytest.mark.system
def test_the_script_and_the_ledger_never_differ(engine, commune, tmp_path):
    """Flipped bits, cuts and other writings of a proof and of a code: the same answer from both."""
    receipt = commune.working()
    evidence = commune.office.proofs.of_dossier(receipt.id)
    key = str(commune.office.log_keys.posted()[0])
    proof, packed, chance = evidence.proof.encode(), base45.decode(evidence.code[4:]), random.Random(17)
    cases = [proof, evidence.code.encode(), evidence.code.encode() + b"\n", *otherwise(proof)]
    for _ in range(150):
        cases += [flipped(proof, chance), b"HS1:" + base45.encode(flipped(packed, chance)).encode()]
    for _ in range(30):
        cases += [proof[: chance.randrange(len(proof))], evidence.code[: chance.randrange(5, 400)].encode()]
    told = engine([[octets, key, 0, place % 2 == 0] for place, octets in enumerate(cases)])["told"]
    file = tmp_path / "evidence"
    for octets, verdict in zip(cases, told, strict=True):
        file.write_bytes(octets)
        assert verdict["ok"] == check(file, [key]).ok, octets
    assert sum(verdict["ok"] for verdict in told) == 3


def flipped(octets, chance):
    changed = bytearray(octets)
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def otherwise(proof):
    extra = base64.b64decode(re.search(rb"^extra (.*)$", proof, re.M)[1])
    openings = [
        extra.replace(b'":', b'": '), extra.replace(b'"opens"', b'"open\\u0073"'), extra[:-1] + b',"zz":1}',
        extra.replace(b'"version":', b'"version":0'), extra.replace(b'"version":', b'"version":-'),
        extra[:-1] + b',"version":1}', extra.upper(), b"[]", b"null", b"{", b"\xff", b"",
    ]  # fmt: skip
    return [
        *(proof.replace(base64.b64encode(extra), base64.b64encode(octets)) for octets in openings),
        proof + b"\n", proof.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + proof, proof + proof[-90:],
        proof.replace(b"index ", b"index 0"), proof.replace(b"index ", b"index -"), proof[:-1], b"", b"\xff\xfe",
    ]  # fmt: skip


@pytest.mark.system
def test_a_signature_in_a_second_writing_is_refused_also_without_the_browsers_own(engine):
    order = 2**252 + 27742317777372353535851937790883648493
    raw = bytearray(base45.decode(CODE[4:]))
    at = len(raw) - 1 - 76 - 64  # the log's signature stands before the one witness's line
    larger = int.from_bytes(raw[at + 32 : at + 64], "little") + order
    raw[at + 32 : at + 64] = larger.to_bytes(32, "little")
    code = f"HS1:{base45.encode(bytes(raw))}".encode()
    told = engine([[code, "\n".join(KEYS), 0, own] for own in (True, False)])["told"]
    assert [each["ok"] for each in told] == [False, False]


# ---- in a browser


@pytest.fixture(scope="module")
def browser(chromium):
    return chromium


@pytest.mark.system
def test_a_phone_checks_its_own_dossier_and_the_file_goes_on_without_a_network(commune, browser, tmp_path):
    receipt = commune.working()
    said = []
    with BackgroundServer(commune.office) as door:
        page = browser.new_page(viewport={"width": 360, "height": 740})
        page.set_default_timeout(60_000)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(receipt.url.replace("http://127.0.0.1", door.url))
        page.click(".proof button")
        page.wait_for_selector("#verdict.yes")
        assert receipt.code in page.inner_text("#verdict")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        with page.expect_download() as saved:
            page.click("form button")
        saved.value.save_as(tmp_path / "mine.tlog-proof")
        with page.expect_download() as saved:
            page.click(f"a[href*={NAME}]")
        saved.value.save_as(tmp_path / "page.html")
        page.close()
    offline = browser.new_context(offline=True).new_page()
    offline.set_default_timeout(60_000)
    offline.on("pageerror", lambda error: said.append(str(error)))
    offline.on("console", lambda message: said.append(message.text))
    offline.goto((tmp_path / "page.html").as_uri())
    offline.set_input_files("#file", tmp_path / "mine.tlog-proof")
    offline.wait_for_selector("#verdict.yes")
    offline.fill("#evidence", "HS1:NO")
    offline.click("#check")
    offline.wait_for_selector("#verdict.no")
    offline.fill("#keys", "")
    offline.click("#check")
    offline.wait_for_selector("#verdict:not(.no):not(.yes)")
    assert said == []
