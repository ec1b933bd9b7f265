"""M05: the office stops working on the dossier: who asked, how far it was, what was decided, what it costs."""

from collections.abc import Iterator

from papers.contents import StopNotice
from papers.forms.parts import (
    addressee_lines,
    code_line,
    follow,
    procedure_line,
    recipients,
    sealed_signature,
    sheet,
)
from papers.sheet import Block, Line, Sheet, Words
from papers.voice import Voice


def stop_notice(content: StopNotice, voice: Voice) -> Sheet:
    unit = voice.unit(content.unit)
    blocks: list[Block] = [
        *addressee_lines(content.applicant, voice),
        *code_line(content.code, voice),
        procedure_line(content.procedure, voice, voice("procedure")),
        *_course(content, voice),
        *_decision(content, voice),
        Words(voice("rights"), "note"),
        sealed_signature(content.signer, voice, recipients(voice, unit)),
        *follow(content.link, content.code, voice, content.unit.hotline),
    ]
    return sheet(content, voice, blocks, number=content.number)


def _course(content: StopNotice, voice: Voice) -> Iterator[Block]:
    if content.received_at:
        yield Line(voice("received"), voice.moment(content.received_at))
    if content.requested_at:
        day = voice.day_at(content.requested_at)
        key = "request_of" if content.request else "request_of_silent"
        yield Line(voice("request"), voice(key, day=day, request=content.request))
    else:
        yield Line(voice("request"), voice("request_none"))
    if content.step:
        yield Line(voice("step"), voice(f"step_of.{content.step}"))


def _decision(content: StopNotice, voice: Voice) -> Iterator[Block]:
    yield Line(voice("decision"), voice(f"decision_of.{content.why}"), strong=True)
    if content.reason:
        yield Line(voice.all("reason"), content.reason)
    if content.basis:
        yield Line(voice.all("basis"), content.basis)
    paid, refund = voice.money(content.paid_vnd), voice.money(content.refund_vnd)
    yield Line(voice("money"), voice(f"money_of.{content.consequence}", paid=paid, refund=refund))
    yield Words(voice("papers_back"))
    if content.officer.name:
        yield Line(voice.all("contact"), voice.officer(content.officer))
