"""M01: the receipt, with the appointment for the result."""

from collections.abc import Iterator

from papers.contents import Fee, PaperLine, Receipt
from papers.forms.parts import follow, hotline_line, person_lines, procedure_line, sheet, two_signatures
from papers.sheet import Block, Column, Grid, Line, Pair, Sheet, Words
from papers.voice import Voice, joined


def receipt(content: Receipt, voice: Voice) -> Sheet:
    blocks: list[Block] = [
        *_who(content, voice),
        *_papers(content, voice),
        *_times(content, voice),
        *_return(content, voice),
        *hotline_line(content.link, content.unit.hotline, voice),
        two_signatures(
            voice("submitter"), voice("receiver"), (content.applicant.name, content.officer.name), voice
        ),
        *follow(content.link, content.code, voice, content.unit.hotline, _notes(content, voice)),
    ]
    return sheet(content, voice, blocks, subtitle=voice("code", code=content.code))


def _who(content: Receipt, voice: Voice) -> Iterator[Block]:
    yield Line(voice("unit"), voice.unit(content.unit))
    yield from person_lines(content.applicant, voice, voice("received_from"))
    yield procedure_line(content.procedure, voice, voice("procedure"))
    if content.parcel is not None:
        parcel = content.parcel
        told = voice("parcel_of", sheet=parcel.sheet, plot=parcel.plot, address=parcel.address)
        yield Line(voice("parcel"), told)
    record = voice("handover_record", record=content.handover_record) if content.handover_record else ""
    place = voice("visit_place", place=content.visit_place) if content.visit_place else ""
    yield Line(voice("channel"), joined(voice.all(f"channel.{content.channel}"), record, place))
    if content.helper:
        yield Line(voice("helper"), content.helper)


def _papers(content: Receipt, voice: Voice) -> Iterator[Block]:
    yield Words(voice("papers"), "strong")
    columns = (
        Column(voice("column.place"), 9, "center", fixed=True),
        Column(voice("column.name"), 1),
        Column(voice("column.kind"), 22, fixed=True),
        Column(voice("column.count"), 17, "center", fixed=True),
    )
    yield Grid(columns, tuple(_paper(place, each, voice) for place, each in enumerate(content.papers, 1)))


def _paper(place: int, paper: PaperLine, voice: Voice) -> tuple[str, ...]:
    kinds = [
        (voice(kind), str(count))
        for kind, count in (("original", paper.originals), ("copy", paper.copies))
        if count
    ]
    return (str(place), paper.name, "\n".join(kind for kind, _ in kinds), "\n".join(n for _, n in kinds))


def _times(content: Receipt, voice: Voice) -> Iterator[Block]:
    yield Line(voice("sets"), voice("sets_of", count=f"{content.sets:02d}"))
    yield Line(voice("limit"), voice.limit(content.limit))
    yield Line(voice("received"), voice.moment(content.received_at))
    if content.due is None:
        yield Line(voice("due"), voice("due_none"))
        return
    yield Line(voice("due"), voice.due(content.due), strong=True)
    if content.due.provisional:
        yield Words(voice("provisional"), "note")


def _return(content: Receipt, voice: Voice) -> Iterator[Block]:
    place = content.return_place or voice.unit(content.unit)
    yield Line(voice("return"), voice(f"return_by.{content.return_channel}", place=place))
    yield Line(voice("fee"), _fee(content.fee, voice))
    if content.ordinal:
        yield Pair(Line(voice("book"), content.book), Line(voice("ordinal"), str(content.ordinal)))


def _fee(fee: Fee, voice: Voice) -> str:
    if fee.amount_vnd is None:
        return voice("fee_unknown")
    before = ""
    if fee.gross_vnd is not None and fee.gross_vnd != fee.amount_vnd:
        gross = voice.money(fee.gross_vnd)
        key = "fee_reduced" if fee.exemption else "fee_reduced_plainly"
        before = voice(key, gross=gross, exemption=voice.word("group", fee.exemption))
    basis = voice("fee_basis", basis=fee.basis) if fee.basis else ""
    return joined(voice.money(fee.amount_vnd), before, basis)


def _notes(content: Receipt, voice: Voice) -> Iterator[str]:
    yield voice("note.bring")
    yield voice("note.ways")
    yield voice("note.survey")
    if content.officer.name:
        yield voice("note.contact", officer=voice.officer(content.officer))
