"""READING. The papers of the law, M01 to M07: from plain values to a PDF or to plain text, the same for ever.

Contents come from the office; this room knows neither the log nor the hour.
"""

from typing import Literal

from papers.codec import TEMPLATES, ContentBroken, UnknownTemplate, decode, digest, encode
from papers.contents import Content, Proof

Size = Literal["a5", "a4"]

__all__ = [
    "TEMPLATES",
    "Content",
    "ContentBroken",
    "Proof",
    "Size",
    "UnknownTemplate",
    "decode",
    "digest",
    "encode",
    "render_pdf",
    "render_text",
]


def render_pdf(
    content: Content, language: str = "vi", size: Size = "a5", proof: Proof | None = None
) -> bytes:
    """The paper as PDF/A-2a and PDF/UA-1, the same bytes every time; M06 and M07 are always A4.

    `proof` is printed below a receipt; without it the paper is as it was given out, to the byte.
    """
    from papers.forms import laid_out  # words and typesetter are heavy: only whoever prints needs them
    from papers.pdf import drawn

    return drawn(laid_out(content, language, proof), size)


def render_text(content: Content, language: str = "vi", proof: Proof | None = None) -> str:
    """The same paper as plain text of at most 76 columns, for screens, terminals and readers that speak."""
    from papers.forms import laid_out
    from papers.text import written

    return written(laid_out(content, language, proof))
