"""The face of the office in one place: «giấy dó & sơn mài», paper and lacquer. Plain values for every door.

Text meets WCAG AAA (7:1) on each ground it stands on, borders and pictures 3:1; no state is told by colour alone.
"""

import msgspec


class Palette(msgspec.Struct, frozen=True, kw_only=True):
    """One set of colours, all as `#RRGGBB`."""

    name: str
    dark: bool
    ground: str
    """Behind everything: the sheet of paper, or the lacquered board."""
    surface: str
    """A tile, a card, a field: one step above the ground."""
    panel: str
    """Strips beside the content: the step bar and the foot."""
    text: str
    muted: str
    """Second lines. Still AAA: elders read them too."""
    heading: str
    """The question at the top, the big number."""
    band: str
    """The header."""
    band_text: str
    button: str
    """The one button that goes on."""
    button_text: str
    plate: str
    """Gold: number badges, the newest call, what is under the finger."""
    plate_text: str
    good: str
    """Done, present, priority; always with a word or a mark beside it."""
    warning: str
    error: str
    border: str
    """Around anything that can be pressed."""
    rule: str
    """Around and between things that only stand together."""
    focus: str
    picture: str
    """The first colour of pictograms."""
    picture_accent: str

    def reading_pairs(self) -> tuple[tuple[str, str], ...]:
        """Every text colour with every ground it may stand on."""
        grounds = (self.ground, self.surface, self.panel)
        inks = (self.text, self.muted, self.heading, self.good, self.warning, self.error)
        return (
            *((ink, ground) for ink in inks for ground in grounds),
            (self.band_text, self.band),
            (self.button_text, self.button),
            (self.plate_text, self.plate),
        )

    def shape_pairs(self) -> tuple[tuple[str, str], ...]:
        """Borders and pictures with the grounds they must stand out from."""
        grounds = (self.ground, self.surface, self.panel)
        return (
            *((line, ground) for line in (self.border, self.focus, self.picture) for ground in grounds),
            (self.picture_accent, self.surface),
            (self.picture_accent, self.ground),
            (self.button, self.ground),
            (self.plate, self.band),
        )

    def variables(self) -> dict[str, str]:
        """Names for style sheets, such as `$band-text`, that no toolkit reserves for itself."""
        kept = {
            name: value
            for name, value in msgspec.structs.asdict(self).items()
            if name not in {"name", "dark"}
        }
        return {f"mc-{name.replace('_', '-')}": value for name, value in kept.items()}


LIGHT = Palette(
    name="giay-do",
    dark=False,
    ground="#FBF6EA",
    surface="#FFFDF7",
    panel="#F3EAD6",
    text="#2B1B17",
    muted="#57443B",
    heading="#941619",
    band="#7A1216",
    band_text="#FBF6EA",
    button="#941619",
    button_text="#FFFDF7",
    plate="#F2C14E",
    plate_text="#2B1B17",
    good="#14523B",
    warning="#6B4300",
    error="#941619",
    border="#8C7142",
    rule="#D9C7A3",
    focus="#941619",
    picture="#941619",
    picture_accent="#C67600",
)

DARK = Palette(
    name="son-mai",
    dark=True,
    ground="#1B1210",
    surface="#261917",
    panel="#33211D",
    text="#F6EBDD",
    muted="#CDB8A8",
    heading="#F2C14E",
    band="#5E1214",
    band_text="#F6EBDD",
    button="#F2C14E",
    button_text="#1B1210",
    plate="#F2C14E",
    plate_text="#1B1210",
    good="#7FD3A8",
    warning="#F2C14E",
    error="#FFA597",
    border="#9A7A6A",
    rule="#5A3E36",
    focus="#F2C14E",
    picture="#F2C14E",
    picture_accent="#E8674D",
)

CONTRAST = Palette(
    name="tuong-phan",
    dark=True,
    ground="#000000",
    surface="#000000",
    panel="#141414",
    text="#FFFFFF",
    muted="#FFFFFF",
    heading="#FFFF00",
    band="#000000",
    band_text="#FFFF00",
    button="#FFFF00",
    button_text="#000000",
    plate="#FFFF00",
    plate_text="#000000",
    good="#7CFFB2",
    warning="#FFFF00",
    error="#FFB3B3",
    border="#FFFFFF",
    rule="#FFFFFF",
    focus="#FFFF00",
    picture="#FFFF00",
    picture_accent="#FFFFFF",
)

PALETTES = (LIGHT, DARK, CONTRAST)

PAPER_BLACK, PAPER_WHITE = "#000000", "#FFFFFF"
"""A QR code is black on white in every palette: inverted codes are not read by every phone."""

SCREEN_FONT = "JetBrains Mono"
"""The terminal font that has all 147 Vietnamese letters and lets no tone mark rise out of its cell."""
PRINT_FONT = "Noto Sans"

GAP = 1
"""Cells between two things that can be pressed."""

READING_CONTRAST = 7.0
SHAPE_CONTRAST = 3.0


def contrast(a: str, b: str) -> float:
    """The WCAG 2 contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def rgb(colour: str) -> tuple[int, int, int]:
    """The three channels of `#RRGGBB`."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
