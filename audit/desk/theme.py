"""The inspector's colours: the house's palettes, as the officers' desk wears them."""

from textual.theme import Theme

from wording.identity import PALETTES, Palette


def theme(palette: Palette) -> Theme:
    return Theme(
        name=palette.name,
        dark=palette.dark,
        primary=palette.heading,
        secondary=palette.good,
        accent=palette.plate,
        foreground=palette.text,
        background=palette.ground,
        surface=palette.surface,
        panel=palette.panel,
        success=palette.good,
        warning=palette.warning,
        error=palette.error,
        variables=palette.variables()
        | {
            "block-cursor-background": palette.plate,
            "block-cursor-foreground": palette.plate_text,
            "block-cursor-text-style": "bold",
            "scrollbar": palette.border,
            "scrollbar-background": palette.panel,
        },
    )


THEMES = tuple(theme(palette) for palette in PALETTES)
