"""An appointment on its holder's phone: when, where, who comes, what to have ready, and how to change it."""

from application.found_appointment import FoundAppointment
from domain.appointment import AT_HOME
from web.dossier_matters import notice
from web.markup import BLANK, Markup, around, element, joined, whole
from web.voice import Voice

BOOKED = "booked"
OVER_WITHOUT_A_MEETING = frozenset({"missed", "cancelled"})


def appointment_page(page: FoundAppointment, voice: Voice) -> Markup:
    state = voice(f"appointment.state.{page.state}")
    now = _now(page, voice)
    title = around(voice("appointment.title", code=BLANK), whole(page.code))
    return element(
        "article",
        element("h1", title),
        element("p", state, class_="state"),
        _when(page, now, voice),
        _changed(page, voice) if page.state == BOOKED else None,
        _change(page, voice),
        _bring(page, voice) if page.state == BOOKED else None,
        _details(page, voice),
        element("p", voice("as_of", time=voice.hour(page.updated_at)), class_="as-of"),
        class_=f"appointment {page.state}",
        data_title=f"{state} · {page.code}",
        data_summary=f"{voice('appointment.title', code=page.code)}. {state}. {_hours(page, voice)}. {now}",
    )


def _now(page: FoundAppointment, voice: Voice) -> str:
    if page.state in OVER_WITHOUT_A_MEETING:
        return voice(f"appointment.ended.{page.state}_by_{page.changed_by}")
    if page.closed:
        return voice("appointment.closed")
    return voice(f"appointment.now.{page.kind}.{page.state}")


def _hours(page: FoundAppointment, voice: Voice) -> str:
    hours = voice("appointment.hours", start=voice.hour(page.start), end=voice.hour(page.end))
    return f"{voice.day(page.day)}, {hours}"


def _when(page: FoundAppointment, now: str, voice: Voice) -> Markup:
    """The day is what people come back to look for, so it stands largest."""
    told = page.reason if page.state in OVER_WITHOUT_A_MEETING else ""
    return element(
        "section",
        element("p", element("time", voice.day(page.day), datetime=page.day), class_="day"),
        element(
            "p",
            voice("appointment.hours", start=voice.hour(page.start), end=voice.hour(page.end)),
            class_="hours",
        ),
        element("p", _where(page, voice), class_="where"),
        element("p", page.address, class_="address", lang="vi") if page.address else None,
        element("p", now, class_="now") if not page.closed else None,
        element("p", voice("dossier.apology_reason", reason=told), lang="vi") if told else None,
        class_="slot",
    )


def _where(page: FoundAppointment, voice: Voice) -> str:
    if page.kind in AT_HOME:
        return voice("appointment.at_home")
    return page.place if voice.language == "vi" else page.place_en or page.place


def _changed(page: FoundAppointment, voice: Voice) -> Markup | None:
    if page.closed:
        return notice("sorry", voice("appointment.closed_title"), voice("appointment.closed"))
    if not page.moved_from:
        return None
    moved = voice(f"appointment.moved_by_{page.changed_by}", before=voice.day(page.moved_from))
    reason = voice("dossier.apology_reason", reason=page.reason) if page.reason else None
    return notice("moved", voice("appointment.moved_title"), moved, reason)


def _change(page: FoundAppointment, voice: Voice) -> Markup | None:
    """By telephone, with the code: this page takes no orders, so whoever finds a link can spoil nothing."""
    if page.state == "kept":
        return None
    key = "change" if page.hotline else "change_without_phone"
    call = element("a", page.hotline, href=f"tel:{''.join(page.hotline.split())}", class_="whole")
    words = voice(f"appointment.{key}", phone=BLANK, code=page.code)
    title = "change_title" if page.state == BOOKED else "again"
    return element(
        "section",
        element("h2", voice(f"appointment.{title}")),
        element("p", around(words, call) if page.hotline else words),
        class_="change",
    )


def _bring(page: FoundAppointment, voice: Voice) -> Markup | None:
    at_counter = page.kind not in AT_HOME
    papers = [element("li", document, lang="vi") for document in page.documents]
    arrive = (
        element("p", voice("appointment.arrive"), class_="arrive") if at_counter and not page.closed else None
    )
    if not papers:
        return element("section", arrive) if arrive else None
    return element(
        "section",
        element("h2", voice(f"appointment.{'bring' if at_counter else 'ready'}")),
        element("ul", *papers, class_="papers"),
        arrive,
    )


def _details(page: FoundAppointment, voice: Voice) -> Markup:
    """Who booked is masked; who comes to the door is named, so that nobody else is let in."""
    lines = [
        _line(voice("appointment.purpose"), voice(f"appointment.purpose_of.{page.purpose}")),
        _line(voice("appointment.procedure"), element("span", page.procedure_name, lang="vi"))
        if page.procedure_name
        else None,
        _line(voice("appointment.person"), page.person) if page.person else None,
        _officer(page, voice) if page.kind in AT_HOME else None,
    ]
    return element(
        "section", element("h2", voice("appointment.label")), element("dl", *lines, class_="facts")
    )


def _officer(page: FoundAppointment, voice: Voice) -> Markup | None:
    if not page.officer:
        unsettled = _line(voice("appointment.officer"), voice("appointment.officer_unsettled"))
        return unsettled if page.state == BOOKED else None
    named = _line(voice("appointment.officer"), page.officer)
    if not page.officer_phone:
        return named
    call = element("a", page.officer_phone, href=f"tel:{''.join(page.officer_phone.split())}")
    return joined(named, _line(voice("appointment.phone"), call))


def _line(name: str, value: str) -> Markup:
    return element("div", element("dt", name), element("dd", value))
