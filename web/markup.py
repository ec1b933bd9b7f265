"""HTML as nested calls. Whatever is not `Markup` already is escaped: no page can forget to."""

from html import escape

VOID = frozenset({"br", "input", "link", "meta"})


class Markup(str):
    """Text that is already HTML."""

    __slots__ = ()


Child = str | None


def element(tag: str, /, *children: Child, **attributes: str | bool | None) -> Markup:
    """`element("p", "a < b", class_="x")`; whatever is None is left out, and so is a False attribute."""
    opening = f"<{tag}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    if tag in VOID:
        return Markup(opening)
    return Markup(f"{opening}{joined(*children)}</{tag}>")


def joined(*children: Child) -> Markup:
    return Markup("".join(_text(child) for child in children if child is not None))


BLANK = "\0"


def around(words: str, child: Child) -> Markup:
    """A sentence said with `BLANK` in it, with an element in the place of the blank."""
    before, _, after = words.partition(BLANK)
    return joined(before, child, after)


def whole(text: str) -> Markup:
    """A code, never broken over two lines."""
    return element("span", text, class_="whole")


def _text(child: str) -> str:
    return child if isinstance(child, Markup) else escape(child, quote=False)


def _attribute(key: str, value: str | bool | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(value)}"'
