"""The number in the hall: own 6x8 letters enlarged until they look like a departure board, readable across a room."""

from textual.geometry import Size
from textual.reactive import reactive

from kiosk.widgets.enlarging import enlarged
from kiosk.widgets.halfblock import HalfBlock, Pixels


class BigNumber(HalfBlock):
    """Shows `value` as large as `scale` allows, and smaller where the room does not: never cut.

    One step of scale is 4 rows. In its own colours, so style it with `color`.
    """

    DEFAULT_CSS = "BigNumber { color: $mc-heading; }"

    value: reactive[str] = reactive("", layout=True)
    scale: reactive[int] = reactive(2, layout=True)

    def __init__(
        self, value: str = "", scale: int = 2, *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(BigNumber.value, value)
        self.set_reactive(BigNumber.scale, scale)

    @staticmethod
    def cells(value: str, scale: int) -> Size:
        """How many columns and rows `value` takes at `scale`."""
        picture = enlarged(value, scale)
        return Size(len(picture[0]), -(-len(picture) // 2))

    def pixels(self, room: Size) -> Pixels:
        for scale in range(self.scale, 1, -1):
            needed = self.cells(self.value, scale)
            if needed.width <= room.width and needed.height <= room.height:
                return enlarged(self.value, scale)
        return enlarged(self.value, 1)
