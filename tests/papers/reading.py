"""How tests read a PDF: its text without regard to where lines end, and its pages as pictures."""

import pypdfium2


def text_of(pdf):
    """The words of all pages; a hyphen at the end of a line is a hyphen."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document).replace("\ufffe", "-")
    finally:
        document.close()


def squeezed(text):
    """Without any white space: a PDF breaks lines where the paper does."""
    return "".join(text.replace("\u200b", "").split())


def pictures(pdf, dots_per_inch):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dots_per_inch / 72).to_pil().convert("L") for page in document]
    finally:
        document.close()


def pages(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()
