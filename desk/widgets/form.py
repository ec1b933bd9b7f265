"""A form made from descriptions: labels on the left, editors on the right, Enter goes on to the next."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from textual import on
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Checkbox, Input, Select, Static, TextArea

from desk.fields import CannotRead, Choice, Field, read
from desk.widgets.papers import PaperList
from domain.catalogue import RequiredDocument

Words = Callable[..., str]


class Form(VerticalScroll, can_focus=False):
    """Asks what its fields say; `values` reads them, `typed` gives back exactly what stands there."""

    def __init__(
        self,
        fields: Sequence[Field],
        words: Words,
        lists: Mapping[str, Sequence[Choice]],
        typed: Mapping[str, object] | None = None,
        documents: Sequence[RequiredDocument] = (),
    ) -> None:
        super().__init__()
        self.fields, self.words, self.lists = tuple(fields), words, lists
        self.before, self.documents = dict(typed or {}), tuple(documents)

    def compose(self) -> Iterator[Widget]:
        for field in self.fields:
            label = self.words(field.called)
            needed = "\N{NO-BREAK SPACE}*" if field.needed and field.kind not in {"flag", "papers"} else ""
            with Horizontal(classes=f"row -{field.kind}"):
                yield Static(f"{label}{needed}", markup=False, classes="label")
                with Vertical(classes="answer"):
                    yield self._editor(field)
                    if field.hint:
                        yield Static(self.words(f"desk.how.{field.hint}"), markup=False, classes="how")

    def _editor(self, field: Field) -> Widget:
        value = self.before.get(field.key, field.initial)
        id = f"field-{field.key}"
        match field.kind:
            case "flag":
                return Checkbox(self.words("desk.form.yes"), bool(value), id=id, compact=True)
            case "text" | "items" | "wanted" | "legs" | "envelopes" | "results":
                return TextArea(str(value), id=id, compact=True, show_line_numbers=False)
            case "choice" | "numbered":
                return self._select(field, value, id)
            case "papers":
                return PaperList(self.documents, {}, self.words, id=id)
            case _:
                return Input(str(value), id=id, compact=True, select_on_focus=False)

    def _select(self, field: Field, value: object, id: str) -> Select[str]:
        options = list(self.lists.get(field.source, ())) if field.source else self._closed_list(field)
        known = {option for _, option in options}
        chosen = str(value) if value in known else Select.NULL
        return Select(options, prompt=self.words("desk.form.choose"), value=chosen, id=id, compact=True)

    def _closed_list(self, field: Field) -> list[Choice]:
        return [
            (self.words(f"{field.words or f'desk.choice.{field.key}'}.{value}"), value)
            for value in field.choices
        ]

    def on_mount(self) -> None:
        editors = [self.query_one(f"#field-{field.key}") for field in self.fields]
        for editor in editors[:1]:
            first = (
                editor.query("PaperRow").first()
                if isinstance(editor, PaperList) and self.documents
                else editor
            )
            first.focus()

    def typed(self) -> dict[str, object]:
        return {field.key: self._typed(field) for field in self.fields}

    def _typed(self, field: Field) -> object:
        editor = self.query_one(f"#field-{field.key}")
        match editor:
            case Input():
                return editor.value
            case TextArea():
                return editor.text
            case Checkbox():
                return editor.value
            case Select():
                return "" if editor.value is Select.NULL else editor.value
            case PaperList():
                return editor.handed_in()
            case _:
                return ""

    def values(self) -> dict[str, object]:
        """What the act takes; raises `CannotRead` at the first field that cannot be read."""
        typed = self.typed()
        try:
            return {field.key: read(field, typed[field.key]) for field in self.fields}
        except CannotRead as cannot:
            self.query_one(f"#field-{cannot.field.key}").focus()
            raise

    @on(Input.Submitted)
    def go_on(self, submitted: Input.Submitted) -> None:
        submitted.stop()
        self.screen.focus_next()
