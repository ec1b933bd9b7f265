"""Codes as a cheap phone sees them: far, tilted, blurred, grainy, dim, squeezed by JPEG; paper scratched and stained.

Everything is drawn from a seed, so that a rate is the same on every machine. One look each: a phone takes ten a second.
"""

import io
from dataclasses import dataclass, replace

import cv2
import numpy as np
import zxingcpp
from msgspec import structs
from PIL import Image
from textual.app import App
from textual.containers import Middle

from kiosk.ticket import Slip, ticket_png
from kiosk.widgets import QrCode, themes
from tests.kiosk.pictures import photograph

AROUND = 0.2
"""How much of what stands around a code comes into the picture, as a share of the code."""
SLIP = Slip(
    unit="Ủy ban nhân dân xã Bản Liền",
    number="A012",
    url="",
    issued_at=1_795_228_920_000_000,
    kiosk="Kiosk 1",
    procedure="Đăng ký khai sinh",
    people_ahead=4,
    wait=(15, 25),
    hotline="0214 000 0100",
)


@dataclass(frozen=True)
class Sight:
    """What comes between a code and the phone. Lengths are pixels of the picture, or dots of the paper."""

    wide: int = 300
    """Pixels across the code."""
    blur: float = 1.0
    turn: float = 10
    """Degrees, to either side at most."""
    slant: float = 0.03
    """How far a corner moves, as a share of the code."""
    grain: float = 8
    contrast: float = 1.0
    """Of 1: how much of the difference between black and white is left."""
    quality: int = 70
    """Of JPEG."""
    scratches: int = 0
    stain: float = 0.0
    """Share of the code under a blot."""
    dead: int = 0
    """Dots of the print head that no longer print."""
    crumple: float = 0.0
    """Dots by which the paper is out of its plane."""
    glare: float = 0.0
    """Brightness of a lamp's reflection, of 1."""


USUAL = Sight()
BOTH = {
    "close and straight": Sight(wide=420, turn=3, slant=0.01, grain=5, quality=85),
    "as people hold it": USUAL,
    "any way up": replace(USUAL, turn=180),
    "strongly slanted": replace(USUAL, turn=30, slant=0.12),
    "out of focus": replace(USUAL, blur=2.5),
    "far out of focus": replace(USUAL, blur=4.0),
    "far away": replace(USUAL, wide=130),
    "very far away": replace(USUAL, wide=90),
    "grainy": replace(USUAL, grain=40),
    "dim": replace(USUAL, contrast=0.2, grain=5),
    "badly compressed": replace(USUAL, quality=10),
    "a lamp in it": replace(USUAL, glare=0.8),
    "all of it, a little": replace(
        USUAL, wide=200, blur=1.6, turn=25, slant=0.06, grain=15, contrast=0.6, quality=50
    ),
}
PAPER = {
    "faded to 40 %": replace(USUAL, contrast=0.4),
    "6 dead dots": replace(USUAL, dead=6),
    "6 scratches": replace(USUAL, scratches=6),
    "a blot on 3 %": replace(USUAL, stain=0.03),
    "a blot on 6 %": replace(USUAL, stain=0.06),
    "crumpled": replace(USUAL, crumple=2.0),
}


def seen(code: np.ndarray, sight: Sight, rng: np.random.Generator) -> np.ndarray:
    """One picture, in grey. `code` is grey as well, and square."""
    return photographed(worn(code.astype(np.float32), sight, rng), sight, rng)


def worn(code: np.ndarray, sight: Sight, rng: np.random.Generator) -> np.ndarray:
    """What happened to the paper."""
    code = code.copy()
    side = code.shape[0]
    code[:, rng.integers(0, side, sight.dead)] = 255
    for ends in rng.integers(0, side, (sight.scratches, 2, 2)):
        cv2.line(code, *(tuple(map(int, end)) for end in ends), 255, 3)
    if sight.stain:
        inside = side / (1 + 2 * AROUND)
        centre = rng.uniform(side / 2 - inside / 3, side / 2 + inside / 3, 2)
        cv2.circle(code, tuple(map(int, centre)), round(inside * (sight.stain / np.pi) ** 0.5), 255, -1)
    if sight.crumple:
        down, across = np.mgrid[:side, :side].astype(np.float32)
        one, two = rng.uniform(0, 6, 2)
        bent = (
            across + sight.crumple * np.sin(down / 23 + one),
            down + sight.crumple * np.sin(across / 31 + two),
        )
        code = cv2.remap(code, *(each.astype(np.float32) for each in bent), cv2.INTER_LINEAR, borderValue=255)
    return code


def photographed(code: np.ndarray, sight: Sight, rng: np.random.Generator) -> np.ndarray:
    wide = sight.wide * (1 + 2 * AROUND)
    room = round(wide * 1.5)
    corners = np.float32([[0, 0], [1, 0], [1, 1], [0, 1]])
    bent = corners - 0.5 + rng.uniform(-sight.slant, sight.slant, (4, 2))
    turn = np.radians(rng.uniform(-sight.turn, sight.turn))
    turned = bent @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    there = np.float32(turned * wide + room / 2)
    way = cv2.getPerspectiveTransform(np.float32(corners * code.shape[0]), there)
    soft = cv2.GaussianBlur(
        code, (0, 0), max(0.3, 0.35 * code.shape[0] / wide)
    )  # the lens blurs before pixels sample
    picture = cv2.warpPerspective(soft, way, (room, room), flags=cv2.INTER_LINEAR, borderValue=150)
    picture = cv2.GaussianBlur(picture, (0, 0), sight.blur)
    picture = 128 + (picture - 128) * sight.contrast
    if sight.glare:
        down, across = np.mgrid[:room, :room]
        x, y = rng.uniform(room * 0.3, room * 0.7, 2)
        spot = np.exp(-((across - x) ** 2 + (down - y) ** 2) / (2 * (sight.wide * 0.15) ** 2))
        picture += (255 - picture) * sight.glare * spot
    picture *= np.linspace(rng.uniform(0.6, 1), 1, room)[None, :]
    picture += rng.normal(0, sight.grain, picture.shape)
    kept = cv2.imencode(
        ".jpg", np.clip(picture, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, sight.quality]
    )
    return cv2.imdecode(kept[1], cv2.IMREAD_GRAYSCALE)


# ---- who reads it


def zxing(picture: np.ndarray) -> str:
    return next((found.text for found in zxingcpp.read_barcodes(picture)), "")


def opencv(picture: np.ndarray) -> str:
    try:
        return cv2.QRCodeDetector().detectAndDecode(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR))[0]
    except (cv2.error, UnicodeDecodeError):  # it fails on some pictures instead of finding nothing
        return ""


READERS = {"zxing": zxing, "opencv": opencv}


def rates(codes: list[tuple[str, np.ndarray]], sight: Sight, times: int, seed: int = 1) -> dict[str, float]:
    """Share of `times` pictures from which each reader reads the right link."""
    rng = np.random.default_rng(seed)
    read = dict.fromkeys(READERS, 0)
    for each in range(times):
        link, code = codes[each % len(codes)]
        picture = seen(code, sight, rng)
        for name, reader in READERS.items():
            read[name] += reader(picture) == link
    return {name: count / times for name, count in read.items()}


# ---- what is read


def links(count: int) -> list[str]:
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    rng = np.random.default_rng(7)
    secrets = ("".join(alphabet[place] for place in rng.integers(0, 32, 16)) for _ in range(count))
    return [f"https://motcua.banlien.gov.vn/t#{secret}" for secret in secrets]


def on_paper(width: int, count: int = 5) -> list[tuple[str, np.ndarray]]:
    """Codes cut out of real slips, with what stands around them."""
    slips = ((link, ticket_png(slip_of(link), width)) for link in links(count))
    return [(link, cut_out(np.array(Image.open(io.BytesIO(png)).convert("L")))) for link, png in slips]


def slip_of(link: str) -> Slip:
    return structs.replace(SLIP, url=link, code=link.rpartition("#")[2])


class Wall(App):
    """Nothing but a code, as the kiosk shows it."""

    CSS = "Screen { background: $mc-ground; align: center middle; } QrCode { width: 41; height: 21; }"

    def get_theme_variable_defaults(self):
        return dict(themes()[0].variables)

    def compose(self):
        yield Middle(QrCode(links(1)[0]))


async def on_screen(count: int = 5) -> list[tuple[str, np.ndarray]]:
    """Codes as the compositor draws them in half blocks."""
    codes = []
    app = Wall()
    async with app.run_test(size=(61, 31)) as pilot:
        for link in links(count):
            app.query_one(QrCode).url = link
            await pilot.pause()
            codes.append((link, cut_out(cv2.cvtColor(photograph(app), cv2.COLOR_RGB2GRAY))))
    return codes


def cut_out(picture: np.ndarray) -> np.ndarray:
    """The code and a little of what stands around it, as a square; what lies beyond the edge is white."""
    where = zxingcpp.read_barcodes(picture)[0].position
    corners = [
        (each.x, each.y) for each in (where.top_left, where.top_right, where.bottom_right, where.bottom_left)
    ]
    left, top = np.min(corners, axis=0)
    right, bottom = np.max(corners, axis=0)
    margin = round((right - left) * AROUND)
    padded = cv2.copyMakeBorder(picture, *[margin] * 4, cv2.BORDER_CONSTANT, value=255)
    side = max(right - left, bottom - top) + 2 * margin
    return padded[top : top + side, left : left + side]
