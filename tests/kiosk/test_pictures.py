"""Every place of the kiosk as it looks, in every size and language, beside the picture that was looked at and kept.

After a change that is meant, `MOTCUA_KEEP_PICTURES=1 .venv/bin/pytest -q -p no:xdist tests/kiosk/test_pictures.py`
keeps what is seen now, and the differences are reviewed as those of any other file.
"""

import os
from difflib import unified_diff
from pathlib import Path

import pytest

from kiosk.places import PLACES
from tests.kiosk.a_hall import clipped
from tests.kiosk.a_tour import a_day, stops, tour, touring
from tests.kiosk.frames import SHAPES, frame_of, told
from wording.identity import CONTRAST, PALETTES, READING_CONTRAST, contrast

SIZES = [(100, 26), (80, 24), (80, 20), (60, 48)]
KEPT = Path(__file__).parent / "__snapshots__"
KEEPING = os.environ.get("MOTCUA_KEEP_PICTURES") == "1"
TITLE = "== "
MOST_SHOWN = 60
"""Lines of a difference: enough to see what kind of change it is."""
LIMIT = 1_500_000
"""Bytes of all pictures that are kept."""
MOST_SEEN = frozenset(
    {
        *("home", "search-found", "bring", "priority", "number", "follow-letters"),
        *("answer-dossier", "faces", "people", "notice-page", "still-there", "cut-off"),
    }
)
EVERYTHING = frozenset()
FULL = {((100, 26), "vi"), ((80, 20), "en"), ((60, 48), "vi")}
"""Each place in each language and shape; the places most seen in every size and language."""
WALKS = [
    *((size, language, "") for size in SIZES for language in ("vi", "en")),
    (SIZES[0], "vi", CONTRAST.name),
]
DRAWN = " ▏━─"
"""A blank, the cursor, and the line of steps, which is told in words beside it."""
FONT_LACKS = set("☎◐☑☐★☆⌫↵✗")
"""Signs that are missing from the screen's font, or two cells wide in some terminals."""


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    with a_day(tmp_path_factory.mktemp("day")) as made:
        yield made


def name_of(size, language, theme):
    return "-".join(filter(None, [f"{size[0]}x{size[1]}", language, theme]))


@pytest.mark.parametrize(("size", "language", "theme"), WALKS, ids=[name_of(*walk) for walk in WALKS])
async def test_every_place_looks_as_it_did_when_it_was_looked_at(hall, size, language, theme):
    palette = [each.name for each in PALETTES].index(theme) if theme else 0
    only = EVERYTHING if (size, language) in FULL and not theme else MOST_SEEN
    seen, wrong = {}, {}
    async with touring(hall, size, theme=theme) as visitor:
        async for place in tour(hall, visitor, language, only):
            frame = frame_of(visitor.app)
            seen[place] = told(frame, palette)
            cut = clipped(visitor.app)
            lacking = {cell.letter for row in frame for cell in row} & FONT_LACKS
            if cut or lacking or weak(frame):
                wrong[place] = cut or lacking or weak(frame)

    assert wrong == {}
    kept = KEPT / f"{name_of(size, language, theme)}.txt"
    if KEEPING:
        kept.write_text(written(seen))
    differences = list(between(read(kept.read_text()), seen))
    assert not differences, "\n".join(differences)


def weak(frame):
    """Letters that cannot be read well enough on what they stand on."""
    read = {cell[1:3] for row in frame for cell in row if cell.letter not in {*SHAPES, *DRAWN}}
    return {pair: round(contrast(*pair), 1) for pair in read if contrast(*pair) < READING_CONTRAST}


def test_no_place_of_the_kiosk_is_passed_by(hall):
    assert {place for place, _ in stops(hall).values()} == PLACES.keys()


def test_all_pictures_together_stay_small():
    assert sum(file.stat().st_size for file in KEPT.iterdir()) < LIMIT


def test_every_shape_is_within_its_cell():
    parts = [part for shape in SHAPES.values() for part in shape]

    assert all(0 <= left < right <= 1 and 0 <= top < bottom <= 1 for left, top, right, bottom in parts)


# ---- kept as text


def written(seen):
    """Rows that the place before shows just so, letters and colours, are told as `=` and how many."""
    parts, before = [], []
    for place, text in seen.items():
        lines = text.split("\n")
        parts.append(f"{TITLE}{place}")
        parts += folded(lines, before)
        before = lines
    return "\n".join(parts) + "\n"


def folded(lines, before):
    same = 0
    for line, other in zip(lines, [*before, *[None] * len(lines)], strict=False):
        if line == other:
            same += 1
            continue
        if same:
            yield f"={same}"
            same = 0
        yield line
    if same:
        yield f"={same}"


def read(text):
    places, before = {}, []
    for part in text.removeprefix(TITLE).rstrip("\n").split(f"\n{TITLE}"):
        place, *lines = part.split("\n")
        before = list(unfolded(lines, before))
        places[place] = "\n".join(before)
    return places


def unfolded(lines, before):
    at = 0
    for line in lines:
        if line.startswith("="):
            yield from before[at : at + int(line[1:])]
            at += int(line[1:])
        else:
            yield line
            at += 1


def between(kept, seen):
    if [*kept] != [*seen]:
        yield f"places gone: {sorted({*kept} - {*seen})}; new places: {sorted({*seen} - {*kept})}"
    shown = 0
    for place in seen:
        if place in kept and kept[place] != seen[place]:
            lines = unified_diff(
                kept[place].split("\n"),
                seen[place].split("\n"),
                f"{place}, kept",
                f"{place}, now",
                "",
                "",
                1,
                "",
            )
            for line in lines:
                shown += 1
                if shown <= MOST_SHOWN:
                    yield line
    if shown > MOST_SHOWN:
        yield f"… and {shown - MOST_SHOWN} lines more. Look at them with scripts/pictures FOLDER."


def test_pictures_are_read_back_as_they_were_written():
    seen = {"a": "|x\n h*g3\n|y", "b": "|x\n h*g3\n|z", "c": "|x\n h*g3\n|z"}

    assert read(written(seen)) == seen
    assert written(seen).count("=") == 2 + 2 * len(seen)
