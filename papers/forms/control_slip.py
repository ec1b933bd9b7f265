"""M06: every hand the dossier went through, each hand-over with its two signatures."""

from papers.contents import ControlSlip, Handing, Signed
from papers.forms.parts import procedure_line, sheet
from papers.sheet import Block, Column, Grid, Line, Pair, Sheet, Words
from papers.voice import Voice


def control_slip(content: ControlSlip, voice: Voice) -> Sheet:
    due = voice.due(content.due) if content.due else voice("due_none")
    blocks: list[Block] = [
        Line(voice("code"), content.code, strong=True),
        Pair(
            Line(voice("applicant"), content.applicant.name, strong=True),
            Line(voice.all("phone"), content.applicant.phone),
        ),
        Line(voice.all("address"), content.applicant.address),
        procedure_line(content.procedure, voice, voice("procedure")),
        Line(voice("received"), voice.moment(content.received_at)),
        Line(voice("due"), due),
        Pair(
            Line(voice("finished"), voice.short_moment(content.finished_at)),
            Line(voice("returned"), voice.short_moment(content.returned_at)),
        ),
        Grid(_columns(voice), tuple(_row(each, voice) for each in content.handings)),
        Words(voice("signed_note"), "note"),
        Words(voice.all("as_of", event=content.at_event, moment=voice.moment(content.made_at)), "note"),
    ]
    return sheet(content, voice, blocks, big=True)


def _columns(voice: Voice) -> tuple[Column, ...]:
    return (
        Column(voice("column.agency"), 1),
        Column(voice("column.given"), 1.25),
        Column(voice("column.taken"), 1.25),
        Column(voice("column.result"), 18, "center", fixed=True),
        Column(voice("column.note"), 0.75),
    )


def _row(handing: Handing, voice: Voice) -> tuple[str, ...]:
    step = voice(f"step.{handing.step}")
    agency = handing.agency if voice.language == "vi" else handing.agency_en or handing.agency
    pace = voice(f"pace.{handing.pace}") if handing.pace else ""
    where = f"{step}\n{agency}" if agency else step
    return (where, _signed(handing.given, voice), _signed(handing.taken, voice), pace, handing.note)


def _signed(signed: Signed, voice: Voice) -> str:
    """The moment over the name: a signature in the log."""
    return "\n".join(filter(None, (voice.short_moment(signed.at), signed.name)))
