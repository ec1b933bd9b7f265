"""The report of a foreign log: every question in words of both languages, and a page that needs nothing else."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from audit.flags.running import run
from audit.foreign import read_log
from audit.foreign.charts import network_picture, spectrum_picture, variants_picture
from audit.foreign.checks import CHECKS
from audit.foreign.columns import MEANINGS
from audit.foreign.examined import NEEDS, examine
from audit.foreign.gathering import Imported
from audit.foreign.model import Model, Rule
from audit.foreign.page import page
from audit.foreign.telling import SHOWN, Told, report_text
from tests.audit.foreign.a_foreign_log import MINUTE, THREE, a_case, a_log, at
from wording import languages, sayings

REAL = Path(__file__).parent / "data" / "wabo_receipt.csv.gz"
MODEL = Model(name="mẫu", steps={"receive": ("check",)}, rule=(Rule("different_people", "check", "sign"),))
VOID = {"meta", "line"}


def imported(log, **told):
    return Imported(
        log=log, format="csv", meanings={"x": "", "y": "due"}, notes={"encoding": "utf-8", "separator": ";",
        "style.y": "dmy"}, left_out={"no_case": 2}, **told,
    )  # fmt: skip


def examined(log=THREE, model=MODEL):
    return examine(imported(log), flagging=run, now=at(9), model=model)


class Page(HTMLParser):
    """Checks that tags nest and gathers them with their text."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.attributes, self.words = [], [], [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attributes]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, text):
        self.words.append(text)


@pytest.mark.parametrize("language", languages())
def test_everything_that_can_be_told_has_words(language):
    known = sayings(language)
    keys = {f"foreign.check.{each}" for each in CHECKS} | {f"foreign.meaning.{each}" for each in MEANINGS}
    keys |= {f"foreign.section.{each}" for each in NEEDS}
    reasons = ("no_case", "no_activity", "no_moment", "case_moment", "case_without_events", "too_many_cells")
    keys |= {f"foreign.left_out.{each}" for each in reasons}
    keys |= {f"foreign.style.{each}" for each in ("iso", "ymd", "dmy", "mdy", "epoch")}
    keys |= {
        f"foreign.rule.{each}" for each in ("response", "precedence", "not_coexistence", "different_people")
    }
    assert keys <= known.keys()


@pytest.mark.parametrize("language", languages())
def test_the_text_has_every_section_and_the_figures_of_the_log(language):
    found = examined()
    text = report_text(found, language)
    for section in Told(found, language).sections():
        assert section.title in text
        for row in section.rows:
            assert all(cell in text for cell in row)
    assert "«y»" in text or "“y”" in text


def test_what_cannot_be_asked_is_said_and_not_shown():
    nobody = a_log(a_case("1", ("a", at(0), ""), ("b", at(1), "")), columns=())
    found = examined(nobody, Model(rule=(Rule("different_people", "a", "b"),)))
    titles = [section.key for section in Told(found).sections()]
    assert not {"hand_overs", "together", "four_eyes"} & set(titles)
    text = report_text(found, "en")
    assert "“One person did both” cannot be asked: the file has no column who did it." in text
    assert "“a” and “b” by two people: This rule needs the column who did it" in text


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (0, "0 s"), (59_999_999, "59 s"), (61 * 1_000_000, "1 min 1 s"), (61 * MINUTE, "1 h 1 min"),
        (25 * 60 * MINUTE, "1 d 1 h"), (-5, "0 s"),
    ],
)  # fmt: skip
def test_spans_are_told_in_two_units(span, words):
    assert Told(examined(), "en").duration(span) == words


@pytest.mark.parametrize("language", languages())
def test_the_page_is_well_formed_needs_nothing_else_and_has_a_table_beside_each_picture(language):
    text = page(examined(), language)
    found = Page(text)
    assert not {"script", "link", "img", "iframe"} & set(found.tags)
    assert not [each for each in found.attributes if each[1] in ("src", "href")]
    assert "url(" not in text
    assert found.tags.count("svg") == 3
    assert len([each for each in found.attributes if each[:2] == ("svg", "aria-label") and each[2]]) == 3
    assert found.tags.count("table") >= 6
    assert ("html", "lang", language) in found.attributes


def test_what_stands_in_a_file_is_never_markup():
    evil = '<script>alert("x")</script>'
    text = page(examined(a_log(a_case(evil, (evil, at(0), evil), ("b", at(1), "an")))), "en")
    assert "script" not in Page(text).tags
    assert evil in Page(text).words


def test_the_tables_are_short_and_say_how_many_lines_there_are():
    found = examine(read_log(REAL), flagging=lambda log: run(THREE), now=at(9))
    sections = {section.key: section for section in Told(found, "en").sections()}
    assert sections["variants"].total == 116
    assert len(sections["variants"].rows) == SHOWN
    assert "286 pairs of people" in sections["hand_overs"].sentences[0]
    assert "12 of 116 lines are shown" in report_text(found, "en")
    assert len(page(found)) < 400_000


def test_pictures_of_nothing_are_nothing_and_big_ones_are_thinned():
    assert spectrum_picture((), "w") == ""
    assert network_picture((), "w") == ""
    found = examine(read_log(REAL), flagging=lambda log: run(THREE), now=at(9))
    lines = re.findall(r'class="(?:quick|slow|slowest)"', spectrum_picture(found.spectrum, "w"))
    assert 2_000 < len(lines) < 8 * 700
    assert variants_picture(found.variants, "w").count("<rect") == 12
