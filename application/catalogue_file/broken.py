"""What is wrong with a catalogue file: every broken row at once, by line, so that it is mended in one go."""

import msgspec

from domain.fact import Refused


class BrokenRow(msgspec.Struct, frozen=True, kw_only=True):
    """One fault. `row` is the procedure code, or `#3` for the third row when it has none.

    `reason` keys the words: unreadable, not_utf8, empty, not_json, not_a_list, not_an_object, code_missing,
    code_malformed, code_twice, name_missing, limit_malformed, fee_negative, no_channel, document_malformed,
    field_unknown, field_wrong.
    """

    line: int
    row: str = ""
    reason: str
    blanks: dict[str, object] = {}


class BrokenCatalogue(Refused):
    """The file cannot be taken in; nothing of it was."""

    def __init__(self, path: str, rows: tuple[BrokenRow, ...]) -> None:
        first = rows[0]
        super().__init__(path=path, count=len(rows), line=first.line, row=first.row, reason=first.reason)
        self.rows = rows
