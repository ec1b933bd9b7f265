"""The palettes of the office as Textual themes. Style sheets of the kiosk name colours only through these."""

from textual.theme import Theme

from wording.identity import PALETTES, Palette


def themes() -> tuple[Theme, ...]:
    """Paper, lacquer and high contrast, in that order; register them all and choose by `Palette.name`."""
    return tuple(_theme(palette) for palette in PALETTES)


def _theme(palette: Palette) -> Theme:
    return Theme(
        name=palette.name,
        dark=palette.dark,
        primary=palette.heading,
        secondary=palette.band,
        accent=palette.plate,
        warning=palette.warning,
        error=palette.error,
        success=palette.good,
        foreground=palette.text,
        background=palette.ground,
        surface=palette.surface,
        panel=palette.panel,
        variables={**palette.variables(), "border": palette.border},
    )
