"""M03: the dossier is not taken in, or not granted after appraisal, and why."""

from papers.contents import Refusal
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
from papers.sheet import Block, Sheet, Words
from papers.voice import Voice


def refusal(content: Refusal, voice: Voice) -> Sheet:
    blocks: list[Block] = [
        *person_lines(content.applicant, voice, voice("received_from")),
        procedure_line(content.procedure, voice, voice("procedure")),
        *code_line(content.code, voice),
        Words(voice(f"decision.{content.stage}", unit=voice.unit(content.unit)), "strong"),
        *reason_lines(content.reason, content.basis, voice),
        *approval_line(content.approved_by, voice),
        Words(voice("rules")),
        Words(voice("questions", officer=voice.officer(content.officer))),
        *hotline_line(content.link, content.unit.hotline, voice),
        Words(voice("rights"), "note"),
        two_signatures(
            voice("submitter"), voice("receiver"), (content.applicant.name, content.officer.name), voice
        ),
        *follow(content.link, content.code, voice, content.unit.hotline),
    ]
    return sheet(content, voice, blocks, number=content.number)
