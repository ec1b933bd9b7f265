"""RFC 9285 base45: bytes in the alphabet a QR code packs best. Every text decodes to one writing only."""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}
_BASE = len(ALPHABET)


def encode(octets: bytes) -> str:
    letters = []
    for at in range(0, len(octets), 2):
        pair = octets[at : at + 2]
        number = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            number, value = divmod(number, _BASE)
            letters.append(ALPHABET[value])
    return "".join(letters)


def decode(text: str) -> bytes:
    """The bytes behind `text`; a ValueError when it is not base45."""
    octets = bytearray()
    for at in range(0, len(text), 3):
        triple = text[at : at + 3]
        if not all(letter in _VALUE for letter in triple):
            raise ValueError(f"{triple!r} is not base45")
        number = sum(_VALUE[letter] * _BASE**place for place, letter in enumerate(triple))
        width = len(triple) - 1
        if not width or number >> (8 * width):
            raise ValueError(f"{triple!r} is not base45")
        octets += number.to_bytes(width, "big")
    return bytes(octets)
