"""What a door hands over, checked: a word that must be one of a few, the id of a dossier of this office.

Their refusals belong to the queue and the dossiers, which themselves stand on the post: they are fetched when needed.
"""

from typing import Any, get_args

from application.core import parsed_id
from application.store import Transaction

CODE = "SELECT code FROM dossier WHERE stream = ?"


def one_of(text: str, choices: Any) -> Any:
    """`text`, when it is one of the words of a Literal type; else `NotAChoice`."""
    if text not in get_args(choices):
        from application.queue import NotAChoice

        raise NotAChoice(text=text)
    return text


def known_dossier(tx: Transaction, dossier: str) -> tuple[str, str]:
    """The hex id and the code of a dossier of this office: no other text gets into the log that way.

    Both are empty when none was named.
    """
    if not dossier:
        return "", ""
    from application.acts.acting import UnknownDossier

    stream = parsed_id(dossier, UnknownDossier).hex
    found = tx.rows(CODE, stream)
    if not found:
        raise UnknownDossier(id=dossier)
    return stream, found[0][0]
