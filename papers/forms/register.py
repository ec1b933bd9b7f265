"""M07: the register of a year, or a part of it, with the closing block that the head signs."""

from papers.contents import Register, RegisterLine
from papers.forms.parts import sealed_signature, sheet
from papers.sheet import Block, Column, Grid, Sheet, Words
from papers.voice import Voice


def register(content: Register, voice: Voice) -> Sheet:
    first, last = voice.day(content.first), voice.day(content.last)
    blocks: list[Block] = [
        Grid(_columns(voice), tuple(_row(each, voice) for each in content.lines), small=True),
        Words(_closing(content, voice), "kept"),
        Words(voice.all("as_of", event=content.at_event, moment=voice.moment(content.made_at)), "note"),
        sealed_signature(content.head, voice),
    ]
    subtitle = voice("volume" if content.closed else "extract", year=content.year, first=first, last=last)
    return sheet(content, voice, blocks, subtitle=subtitle, big=True, landscape=True)


def _closing(content: Register, voice: Voice) -> str:
    count = len(content.lines)
    if not count:
        return voice("empty")
    ordinals = {"first": content.lines[0].ordinal, "last": content.lines[-1].ordinal}
    day = voice.day_at(content.made_at)
    return voice("closing" if content.closed else "part", count=count, year=content.year, day=day, **ordinals)


def _columns(voice: Voice) -> tuple[Column, ...]:
    return (
        Column(voice("column.ordinal"), 10, "center", fixed=True),
        Column(voice("column.code"), 30, fixed=True),
        Column(voice("column.procedure"), 1.3),
        Column(voice("column.sets"), 10, "center", fixed=True),
        Column(voice("column.applicant"), 1.5),
        Column(voice("column.agency"), 0.9),
        Column(voice("column.received"), 18, "center", fixed=True),
        Column(voice("column.due"), 18, "center", fixed=True),
        Column(voice("column.returned"), 18, "center", fixed=True),
        Column(voice("column.way"), 0.7),
        Column(voice("column.signed_for"), 0.8),
        Column(voice("column.note"), 0.7),
    )


def _row(line: RegisterLine, voice: Voice) -> tuple[str, ...]:
    vietnamese = voice.language == "vi"
    person = line.applicant
    return (
        str(line.ordinal),
        line.code,
        line.procedure if vietnamese else line.procedure_en or line.procedure,
        str(line.sets),
        "\n".join(filter(None, (person.name, person.address, person.phone))),
        line.agency if vietnamese else line.agency_en or line.agency,
        voice.short_day(line.received_day),
        voice.short_day(line.due_day),
        voice.short_day(line.returned_day),
        voice.all(f"channel.{line.return_channel}") if line.return_channel else "",
        line.signed_for,
        voice(f"ended.{line.note}") if line.note else "",
    )
