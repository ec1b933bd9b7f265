"""M04: the office is late, says why and sorry, and asks for one more appointment."""

from papers.contents import Apology
from papers.forms.parts import addressee_lines, follow, procedure_line, recipients, sealed_signature, sheet
from papers.sheet import Block, Line, Sheet, Words
from papers.voice import Voice


def apology(content: Apology, voice: Voice) -> Sheet:
    unit = voice.unit(content.unit)
    blocks: list[Block] = [
        *addressee_lines(content.applicant, voice),
        Line(voice("received"), voice.moment(content.received_at)),
        Line(voice("field"), content.procedure.field),
        procedure_line(content.procedure, voice, voice("procedure")),
        Line(voice("code"), content.code, strong=True),
        Line(voice("before"), voice.due(content.before)),
        Line(voice("reason"), content.reason),
        Words(voice("sorry", unit=unit)),
        Line(voice("after"), voice.due(content.after), strong=True),
        *([Words(voice("provisional"), "note")] if content.after.provisional else []),
        Words(voice("once")),
        Words(voice("thanks")),
        *_contact(content, voice),
        sealed_signature(content.signer, voice, recipients(voice, unit)),
        *follow(content.link, content.code, voice, content.unit.hotline),
    ]
    return sheet(content, voice, blocks, number=content.number)


def _contact(content: Apology, voice: Voice) -> list[Block]:
    if not content.officer.name:
        return []
    return [Line(voice.all("contact"), voice.officer(content.officer))]
