"""What the columns of a foreign file stand for: said by whoever reads it, or guessed from their names."""

import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from audit.foreign.refusals import MeaningUnknown, NoSuchColumn

NEEDED = ("case", "activity", "moment")
"""Without these there is no log."""
OF_AN_EVENT = (*NEEDED, "recorded", "resource", "index")
CASE_MOMENTS = ("submitted", "received", "due", "due_original", "due_lawful", "finished", "returned")
OF_A_CASE = (
    *CASE_MOMENTS, "kind", "procedure", "field", "channel", "outcome", "applicant", "contact", "fee",
    "limit_unit", "limit_value",
)  # fmt: skip
NOTHING = "nothing"
"""The meaning of a column that is left out."""
MEANINGS = (*OF_AN_EVENT, *OF_A_CASE, NOTHING)

INDEX, RECORDED = "tlog:index", "motcua:recorded"
"""Names under which our own exports keep what XES and OCEL have no name for."""
OF_CASE_PREFIX = "case:"
"""Before the name of a column that says the same in every row of a case."""

_NAMES: dict[str, tuple[str, ...]] = {
    "case": (
        "case", "case id", "caseid", "case key", "trace", "trace id", "case concept name", "ma ho so", "so ho so",
        "ho so", "dossier",
    ),
    "activity": (
        "activity", "concept name", "event", "event name", "task", "step", "action", "buoc", "hoat dong",
        "cong viec", "thao tac", "noi dung xu ly",
    ),
    "moment": (
        "moment", "time timestamp", "timestamp", "time", "complete timestamp", "completetime", "end time", "date",
        "thoi gian", "thoi diem", "ngay gio", "ngay thuc hien", "ngay",
    ),
    "recorded": ("recorded", "motcua recorded", "recorded at", "thoi diem ghi", "ngay ghi"),
    "resource": (
        "resource", "org resource", "user", "officer", "employee", "can bo", "nguoi thuc hien", "nguoi xu ly",
        "cong chuc",
    ),
    "index": ("index", "tlog index"),
    "submitted": ("submitted", "ngay nop"),
    "received": ("received", "startdate", "start date", "ngay tiep nhan", "ngay nhan"),
    "due": ("due", "due date", "deadline", "ngay hen tra", "han xu ly", "ngay hen"),
    "due_original": ("due original",),
    "due_lawful": ("due lawful",),
    "finished": ("finished", "enddate", "end date", "ngay hoan thanh", "ngay ket thuc"),
    "returned": ("returned", "ngay tra ket qua", "ngay tra"),
    "kind": ("kind",),
    "procedure": ("procedure", "procedure code", "thu tuc", "ten thu tuc", "ma thu tuc"),
    "field": ("field", "linh vuc"),
    "channel": ("channel", "kenh tiep nhan", "hinh thuc nop"),
    "outcome": ("outcome", "ket qua"),
    "applicant": ("applicant",),
    "contact": ("contact",),
    "fee": ("fee", "le phi", "phi le phi", "phi"),
    "limit_unit": ("limit unit",),
    "limit_value": ("limit value",),
}  # fmt: skip
GUESSED = MappingProxyType({name: meaning for meaning, names in _NAMES.items() for name in names})


def folded(name: str) -> str:
    """A name as it is compared: without marks, capitals and punctuation (`Mã hồ sơ` and `MA_HO_SO` are one)."""
    plain = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    kept = "".join(
        letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter)
    )
    return " ".join(kept.split())


class Meanings:
    """Which meaning each column has; what has none keeps its own name as an attribute."""

    def __init__(self, said: Mapping[str, str]) -> None:
        """`said` is column: meaning. Raises `MeaningUnknown`."""
        for column, meaning in said.items():
            if meaning not in MEANINGS:
                raise MeaningUnknown(column=column, meaning=meaning, known=", ".join(MEANINGS))
        self.said = dict(said)
        self._taken = set(said.values()) - {NOTHING}
        self.seen: dict[str, str] = {}
        """Every column that was asked about, with its meaning; empty for a plain attribute."""

    def of_case(self, column: str) -> str:
        """What something said of a case as a whole stands for."""
        full = OF_CASE_PREFIX + column
        if full not in self.seen:
            found = GUESSED.get(folded(column), "")
            found = found if found in OF_A_CASE else ""
            self.seen[full] = self.said.get(full) or self.said.get(column) or self._unless_taken(found)
        return self.seen[full]

    def of_event(self, column: str, known: str = "", *, guess: bool = False) -> str:
        """What something said of an event stands for; `known` is what the format itself says it is."""
        if column not in self.seen:
            found = known or (GUESSED.get(folded(column), "") if guess else "")
            self.seen[column] = self.said.get(column) or self._unless_taken(found)
        return self.seen[column]

    def _unless_taken(self, guessed: str) -> str:
        """What was said out loud, or guessed before, of one column is not guessed of another as well."""
        if guessed in self._taken:
            return ""
        self._taken |= {guessed} - {""}
        return guessed

    def of_objects(self, kind: str, meaning: str) -> None:
        """Of a log of objects: a whole kind of them stands for the case, or for people; no column does."""
        self.seen[kind] = meaning
        self._taken.discard(meaning)

    def must_be_columns(self) -> None:
        """Every column that was given a meaning was met. Raises `NoSuchColumn`."""
        known = {column.removeprefix(OF_CASE_PREFIX) for column in self.seen} | self.seen.keys()
        for column in self.said:
            if column not in known:
                raise NoSuchColumn(column=column, columns=", ".join(sorted(known)))


def parsed_mapping(texts: Iterable[str]) -> dict[str, str]:
    """`column=meaning` as typed; the column may hold further equals signs. Raises `MeaningUnknown`."""
    said = {}
    for text in texts:
        column, equals, meaning = text.rpartition("=")
        if not equals or not column:
            raise MeaningUnknown(column=text, meaning="", known=", ".join(MEANINGS))
        said[column.strip()] = meaning.strip()
    return said
