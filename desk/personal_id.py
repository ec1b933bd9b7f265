"""The shape of a personal identification number; there is no check digit, so a doubt is a warning, never a no."""

LENGTH = 12
GAPS = frozenset(
    (3, 5, 7, 9, 13, 16, 18, 21, 23, 28, 29, 32, 39, 41, 43, 47, 50, 53, 55, 57, 59, 61, 63, 65, 69, 71, 73,
     76, 78, 81, 85, 88, 90)
)  # fmt: skip
PROVINCES = frozenset(range(1, 97)) - GAPS
"""Where the birth was registered, by the list of 63 provinces, which the reform of 2025 did not renumber."""
FIRST_COUNTRY = 100
"""From here on the first three digits name a country."""


def plain(text: str) -> str:
    """Without the spaces and dots people type between the groups."""
    return "".join(letter for letter in text if not letter.isspace() and letter not in ".-")


def doubt(text: str, year: int) -> str:
    """What looks wrong in the year `year`: empty, or `letters`, `length`, `province` or `future`."""
    digits = plain(text)
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdigit()):
        return "letters"
    if len(digits) != LENGTH:
        return "length"
    if int(digits[:3]) < FIRST_COUNTRY and int(digits[:3]) not in PROVINCES:
        return "province"
    born = 1900 + int(digits[3]) // 2 * 100 + int(digits[4:6])
    return "future" if born > year else ""
