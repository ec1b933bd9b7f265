"""What a full-screen program has to say is kept in a file, never drawn over the screen, and never grows without end."""

import logging

import pytest

from motcua.logbook import LARGEST, OLDER, logbook
from tests.motcua.commands import motcua

log = logging.getLogger("motcua.screen")


def test_warnings_are_kept_in_the_folder_of_the_store_and_nothing_is_drawn(tmp_path, capfd):
    with logbook(tmp_path, "kiosk-1") as file:
        log.warning("the office is out of reach")
        log.info("somebody came")
    log.warning("after the screen has ended")
    assert file == tmp_path / "logs" / "kiosk-1.log"
    assert file.read_text().splitlines()[0].endswith("WARNING motcua.screen the office is out of reach")
    assert len(file.read_text().splitlines()) == 1
    assert "out of reach" not in capfd.readouterr().err


def test_a_screen_that_complains_for_years_fills_no_disk(tmp_path):
    with logbook(tmp_path, "kiosk-1") as file:
        for _ in range(5 * LARGEST // 1000):
            log.warning("x" * 1000)
    kept = list(file.parent.iterdir())
    assert len(kept) == OLDER + 1
    assert sum(each.stat().st_size for each in kept) <= (OLDER + 1) * LARGEST


def test_where_nothing_can_be_written_the_screen_stays_as_it_is(tmp_path, capfd):
    (tmp_path / "logs").write_text("a file where a folder should be")
    with logbook(tmp_path, "kiosk-1"):
        log.warning("nobody reads this")
    (tmp_path / "other" / "logs" / "board.log").mkdir(parents=True)
    with logbook(tmp_path / "other", "board"):
        log.warning("nor this")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("screen", ["kiosk", "board"])
def test_a_way_to_the_office_that_cannot_be_is_told_before_any_page_is_served(tmp_path, screen):
    told = motcua(screen, "--browser", "--server", "https://motcua.example.vn", "--store", tmp_path)
    assert told.code == 2
    assert "--credential" in told.err


def test_a_printer_that_cannot_be_is_told_before_any_page_is_served(tmp_path):
    told = motcua("kiosk", "--browser", "--printer", "fax:1234", "--store", tmp_path)
    assert told.code == 2
    assert "fax:1234" in told.err
