"""Verifier keys as people type or paste them on the command line: one, or one on each line."""


def vkeys_typed(text: str) -> str:
    """The text itself, once every key in it is whole; raises `MalformedKey`, which is no word about the log."""
    from ledger.note import VerifyKey

    for each in text.split():
        VerifyKey.parse(each)
    return text
