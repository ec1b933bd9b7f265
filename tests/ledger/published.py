"""The fixed values of `vectors/`: other implementations must arrive at the same bytes."""

import json
from pathlib import Path
from typing import Any


def vectors(name: str) -> Any:
    return json.loads((Path(__file__).parent / "vectors" / f"{name}.json").read_text())
