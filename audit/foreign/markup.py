"""HTML as nested calls; whatever is not `Markup` already is escaped."""

from html import escape


class Markup(str):
    """Text that is already HTML or SVG."""

    __slots__ = ()


def tag(name: str, /, *children: str, **attributes: object) -> Markup:
    """`tag("text", "a < b", x=3)`; `class_` is `class`, `stroke_width` is `stroke-width`."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_plain(value))}"' for key, value in attributes.items()
    )
    return Markup(f"<{name}{told}>{joined(*children)}</{name}>")


def joined(*children: str) -> Markup:
    return Markup(
        "".join(each if isinstance(each, Markup) else escape(each, quote=False) for each in children)
    )


def _plain(value: object) -> str:
    """Numbers to a tenth: no eye and no printer sees more."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
