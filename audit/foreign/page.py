"""The report as one page that needs nothing else: its pictures are drawn in it, each with its table beside it."""

from collections.abc import Iterator

import msgspec

from audit.foreign.charts import (
    MOST_PEOPLE,
    network_picture,
    spectrum_picture,
    variants_picture,
)
from audit.foreign.examined import Examination
from audit.foreign.markup import Markup, joined, tag
from audit.foreign.telling import Section, Told
from wording.identity import DARK, LIGHT, PRINT_FONT, Palette

STYLE = """
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 'FONT',system-ui,sans-serif}
header{background:var(--band);color:var(--band-text);padding:1.6rem 0}
header>*,main{max-width:62rem;margin:0 auto;padding:0 1.2rem}
h1{font-size:1.7rem;line-height:1.25;overflow-wrap:anywhere}
h2{color:var(--heading);font-size:1.25rem;margin:2.6rem 0 .4rem}
p{margin:.35rem 0}header p{margin:.35rem auto}
figure{margin:1rem 0;background:var(--surface);border:1px solid var(--rule);border-radius:.4rem;padding:.8rem}
figcaption{color:var(--muted);font-size:.92rem;margin-top:.5rem}
svg{display:block;width:100%;height:auto}svg text{fill:var(--text);font-size:12px}svg .tick{fill:var(--muted)}
.edge{stroke:var(--rule)}.quick,.slow,.slowest{stroke-width:.7;stroke-opacity:.55}
.quick{stroke:var(--good)}.slow{stroke:var(--picture-accent)}.slowest{stroke:var(--error)}
.arc{fill:none;stroke:var(--picture-accent)}.dot{fill:var(--picture)}.bar{fill:var(--picture)}
.key{display:inline-block;width:1.6rem;height:.3rem;margin:0 .4rem .2rem .9rem}
.key.quick{background:var(--good)}.key.slow{background:var(--picture-accent)}.key.slowest{background:var(--error)}
div.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:.7rem 0;font-size:.92rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .7rem .35rem 0;border-bottom:1px solid var(--rule)}
th{color:var(--muted);font-weight:600}td.number,th.number{text-align:right}td.number{white-space:nowrap}
@media print{header{background:none;color:inherit}}
"""


def page(examined: Examination, language: str = "vi") -> str:
    """The whole page."""
    told = Told(examined, language)
    title, figures, questions = told.opening()
    head = joined(
        Markup('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        tag("title", title),
        tag("style", Markup(_style())),
    )
    top = tag("header", tag("h1", title), tag("p", figures), tag("p", questions))
    parts = [part for section in told.sections() for part in _section(section, told)]
    return f"<!doctype html>\n{tag('html', tag('head', head), tag('body', top, tag('main', *parts)), lang=language)}\n"


def _style() -> str:
    night = f"@media (prefers-color-scheme:dark){{{_root(DARK)}}}"
    return f"{_root(LIGHT)}{night}@media print{{{_root(LIGHT)}}}{STYLE.replace('FONT', PRINT_FONT)}"


def _root(palette: Palette) -> str:
    named = {
        name: value for name, value in msgspec.structs.asdict(palette).items() if name not in {"name", "dark"}
    }
    return ":root{" + "".join(f"--{name.replace('_', '-')}:{value};" for name, value in named.items()) + "}"


def _section(section: Section, told: Told) -> Iterator[Markup]:
    yield tag("h2", section.title)
    yield from (tag("p", sentence) for sentence in section.sentences)
    yield from _picture(section.key, told)
    if section.rows:
        yield tag("div", _table(section), class_="wide")
    if section.total > len(section.rows):
        yield tag("p", told.say("shown", shown=len(section.rows), total=told.number(section.total)))


def _picture(key: str, told: Told) -> Iterator[Markup]:
    e = told.examined
    match key:
        case "spectrum":
            words = told.say("spectrum_picture")
            yield _figure(spectrum_picture(e.spectrum, words), words, _legend(told))
        case "hand_overs":
            words = told.say("network_picture", shown=min(MOST_PEOPLE, e.people))
            yield _figure(network_picture(e.hand_overs, words), words)
        case "variants":
            words = told.say("variants_picture")
            yield _figure(variants_picture(e.variants, words), words)


def _figure(drawn: Markup, words: str, *more: Markup) -> Markup:
    return tag("figure", drawn, tag("figcaption", words, *more)) if drawn else Markup()


def _legend(told: Told) -> Markup:
    paces = ("quick", "slow", "slowest")
    return joined(*(joined(tag("span", class_=f"key {pace}"), told.say(f"legend.{pace}")) for pace in paces))


def _table(section: Section) -> Markup:
    numeric = [all(_is_number(row[place]) for row in section.rows) for place in range(len(section.header))]
    head = [_cell("th", text, number) for text, number in zip(section.header, numeric, strict=True)]
    body = [
        tag("tr", *(_cell("td", text, number) for text, number in zip(row, numeric, strict=True)))
        for row in section.rows
    ]
    return tag("table", tag("thead", tag("tr", *head)), tag("tbody", *body))


def _cell(name: str, text: str, number: bool) -> Markup:
    scope = {"scope": "col"} if name == "th" else {}
    return tag(name, text, **scope, **({"class_": "number"} if number else {}))


def _is_number(text: str) -> bool:
    return text.replace(".", "").replace(",", "").isdigit()
