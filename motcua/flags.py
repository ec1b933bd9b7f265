"""`motcua audit flags`: the questions a log raises by itself. Each run is recorded; nothing found is a verdict."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motcua.acting import ByOption, actor
from motcua.console import JsonOption, StoreOption, answering, fail, language, people, print_json
from motcua.days import day_typed
from motcua.opened import folder_of, opened
from wording import say

if TYPE_CHECKING:
    from audit.flags import Report


def add_to(app: typer.Typer) -> None:
    app.command()(flags)


RuleOption = Annotated[list[str] | None, typer.Option("--rule", help="Only this rule; may be repeated.")]


@answering
def flags(
    rule: RuleOption = None,
    first: Annotated[str, typer.Option("--from", help="First day of the period (31/12/2025).")] = "",
    last: Annotated[str, typer.Option("--to", help="Last day of the period.")] = "",
    catalogue: Annotated[bool, typer.Option("--catalogue", help="Show the catalogue, ask nothing.")] = False,
    applicants: Annotated[
        bool, typer.Option("--people", help="Also ask who is who: opens sealed names, shows pseudonyms.")
    ] = False,
    public: Annotated[bool, typer.Option("--public", help="Only how often each rule was met.")] = False,
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Ask the log for red flags: exact questions and statistical ones apart, each with its facts and its article."""
    from audit.flags import Run
    from audit.flags.asking import ask, fact_of
    from audit.flags.telling import public_text, report_text
    from domain.flagging import must_be_a_period

    if catalogue:
        _show_catalogue(json=json)
        return
    begins, ends = (day_typed(text).isoformat() if text else "" for text in (first, last))
    must_be_a_period(begins, ends)
    if applicants and not _writable(store):
        fail(say("flags.people_not_recorded", language()))
    with opened(store, to_write=(writable := _writable(store))) as office:
        by_whom = actor(office, by)
        report = ask(office, Run(rules=tuple(rule or ()), first=begins, last=ends), people=applicants)
        kept = office.flagging.keep(fact_of(report, people=applicants), by_whom).event if writable else 0
    if json:
        print_json({"run": kept, "result": report.digest, **_answer(report, public=public)})
        return
    people().print(
        public_text(report, language()) if public else report_text(report, language()), markup=False
    )
    key = "flags.kept" if kept else "flags.not_kept"
    people().print(say(key, language(), event=kept, result=report.digest[:12]), markup=False)


def _answer(report: "Report", *, public: bool) -> dict[str, object]:
    return {"counts": report.counts} if public else {"report": report}


def _writable(store: Path | None) -> bool:
    root = folder_of(store)
    return not root.is_dir() or os.access(root, os.W_OK)


def _show_catalogue(*, json: bool) -> None:
    from audit.flags import rules
    from audit.flags.listing import catalogue_text

    if json:
        print_json(list(rules().values()))
    else:
        people().print(catalogue_text(language()), markup=False)
