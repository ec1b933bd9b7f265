"""M02: what is missing, all of it at once, with the article that asks for each paper."""

from collections.abc import Iterator

from papers.contents import SupplementRequest, WantedLine
from papers.forms.parts import (
    approval_line,
    code_line,
    follow,
    hotline_line,
    person_lines,
    procedure_line,
    reason_lines,
    sheet,
    two_signatures,
)
from papers.sheet import Block, Column, Grid, Line, Pair, Sheet, Words
from papers.voice import Voice


def supplement_request(content: SupplementRequest, voice: Voice) -> Sheet:
    blocks: list[Block] = [
        *person_lines(content.applicant, voice, voice("received_from")),
        procedure_line(content.procedure, voice, voice("procedure")),
        *code_line(content.code, voice),
        Pair(
            Line(voice("stage"), voice(f"stage_of.{content.stage}")),
            Line(voice("time"), voice("time_of", time=content.time)),
        ),
        Words(voice("asked"), "strong"),
        Grid(_columns(voice), tuple(_row(place, each) for place, each in enumerate(content.items, 1))),
        *reason_lines(content.reason, content.basis, voice),
        *_until(content, voice),
        *approval_line(content.approved_by, voice),
        Words(voice("questions", officer=voice.officer(content.officer))),
        *hotline_line(content.link, content.unit.hotline, voice),
        Words(voice(f"clock.{content.stage}"), "note"),
        two_signatures(
            voice("submitter"), voice("guide"), (content.applicant.name, content.officer.name), voice
        ),
        *follow(content.link, content.code, voice, content.unit.hotline),
    ]
    return sheet(content, voice, blocks, number=content.number)


def _columns(voice: Voice) -> tuple[Column, ...]:
    return (
        Column(voice("column.place"), 8, "center", fixed=True),
        Column(voice("column.name"), 1),
        Column(voice("column.originals"), 12, "center", fixed=True),
        Column(voice("column.certified"), 14, "center", fixed=True),
        Column(voice("column.copies"), 12, "center", fixed=True),
        Column(voice("column.basis"), 33, fixed=True),
    )


def _row(place: int, item: WantedLine) -> tuple[str, ...]:
    counts = (str(count) if count else "" for count in (item.originals, item.certified, item.copies))
    return (str(place), item.name, *counts, item.basis)


def _until(content: SupplementRequest, voice: Voice) -> Iterator[Block]:
    if content.answer_by:
        yield Line(voice("answer_by"), voice("answer_by_of", day=voice.day(content.answer_by)), strong=True)
