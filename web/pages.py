"""Whole pages around an answer: the frame, the form for those who cannot scan, and the one clear sentence."""

import msgspec

from application.ports import UnitView
from web.markup import BLANK, Markup, around, element, joined, whole
from web.voice import Voice

PATH = "/t"


class Typed(msgspec.Struct, frozen=True):
    """What the reader had typed into the form: kept across the language switch, in the form's body."""

    code: str = ""
    short_code: str = ""


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What a page has around its answer beside the form."""

    here: str = PATH
    """Its own address, for the other language."""
    taken: str = ""
    """Secret of a ticket just taken: the script opens its link, so that it can be opened again."""
    from_afar: str = ""
    """Address of the page that gives numbers from afar, where the unit's rules allow it."""


def whole_page(
    unit: UnitView,
    voice: Voice,
    answer: Markup | None,
    typed: Typed,
    assets: str,
    frame: Frame = Frame(),  # noqa: B008 - frozen
) -> str:
    title = f"{voice('title')} · {_name(unit, voice)}"
    body = element(
        "body",
        element("a", voice("skip"), href="#page", class_="skip"),
        _header(unit, voice, typed if answer else Typed(), frame.here),
        element("p", voice("simulated"), class_="simulated") if unit.simulated else None,
        _main(unit, voice, answer, typed, frame),
        _footer(unit, voice),
        data_taken=frame.taken or None,
        data_offline=voice("offline", time="{time}", age="{age}"),
        data_offline_at_once=voice("offline_at_once"),
        data_following=voice("following", time="{time}"),
        data_age_now=voice("age_now"),
        data_age_minutes=voice("age_minutes", count="{count}"),
        data_age_hours=voice("age_hours", count="{count}"),
    )
    html = element("html", _head(title, assets), body, lang=voice.language)
    return f"<!doctype html>\n{html}\n"


def sentence(title: str, text: str) -> Markup:
    """A refusal, as the page shows it."""
    heading = element("h1", title)
    return element(
        "article",
        heading,
        element("p", text),
        class_="refusal",
        data_title=title,
        data_summary=f"{title}. {text}",
    )


def code_example(unit: UnitView) -> str:
    return f"{unit.agency}-260415-0045"


def _head(title: str, assets: str) -> Markup:
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("link", rel="stylesheet", href=f"/static/look-up.css?v={assets}"),
        element("link", rel="icon", type="image/svg+xml", href=f"/static/mark.svg?v={assets}"),
        element("script", src=f"/static/look-up.js?v={assets}"),
    )


def _header(unit: UnitView, voice: Voice, typed: Typed, here: str) -> Markup:
    return element(
        "header",
        element(
            "p", element("span", voice("office"), class_="office"), " ", element("b", _name(unit, voice))
        ),
        element("nav", _switch(voice, typed, here), aria_label=voice("language_label")),
    )


def _switch(voice: Voice, typed: Typed, here: str) -> Markup:
    """The same place in the other language; an answer to the form is asked for again, in a body."""
    name = voice("other_language")
    if not typed.code:
        return element(
            "a",
            name,
            href=f"{here}{'&' if '?' in here else '?'}lang={voice.other}",
            lang=voice.other,
            hreflang=voice.other,
            id="language",
        )
    return element(
        "form",
        *[_hidden(key, value) for key, value in msgspec.structs.asdict(typed).items()],
        _hidden("lang", voice.other),
        element("button", name, lang=voice.other),
        method="post",
        action=PATH,
    )


def _hidden(name: str, value: str) -> Markup:
    return element("input", type="hidden", name=name, value=value)


def _main(unit: UnitView, voice: Voice, answer: Markup | None, typed: Typed, frame: Frame) -> Markup:
    return element(
        "main",
        element("p", voice("loading"), class_="loading"),
        element("div", answer, id="answer"),
        _look_again(voice, typed) if answer and typed.code else None,
        element("p", "", id="connection", class_="connection"),
        element("p", "", id="news", class_="unseen", role="status", aria_live="polite"),
        element("p", element("a", voice("again"), href=f"{PATH}?lang={voice.language}"), class_="again")
        if answer
        else None,
        _form(unit, voice, typed, heading="h2" if answer else "h1"),
        _from_afar(frame.from_afar, voice) if frame.from_afar and not answer else None,
        id="page",
        tabindex="-1",
        class_="answered" if answer else None,
    )


def _from_afar(address: str, voice: Voice) -> Markup:
    link = element("a", voice("afar.link"), href=f"{address}?lang={voice.language}", class_="go")
    return element("p", link, class_="afar-link")


def _look_again(voice: Voice, typed: Typed) -> Markup:
    """Without JavaScript nothing moves by itself; the same question asked again is one touch away."""
    return element(
        "form",
        *[_hidden(key, value) for key, value in msgspec.structs.asdict(typed).items()],
        _hidden("lang", voice.language),
        element("button", voice("look_again")),
        method="post",
        action=PATH,
        class_="no-script",
    )


def _form(unit: UnitView, voice: Voice, typed: Typed, heading: str) -> Markup:
    return element(
        "section",
        element(heading, voice("form.title")),
        element("p", voice("no_script"), class_="notice no-script"),
        element("p", voice("form.lead")),
        element(
            "form",
            _field(
                voice,
                "code",
                around(voice("form.code_hint", example=BLANK), whole(code_example(unit))),
                typed.code,
                required=True,
            ),
            _field(voice, "short_code", voice("form.short_code_hint"), "", longest="12"),
            _hidden("lang", voice.language),
            element("button", voice("form.send")),
            method="post",
            action=PATH,
        ),
        id="ask",
    )


def _field(
    voice: Voice, name: str, hint: str, value: str, *, required: bool = False, longest: str = "40"
) -> Markup:
    return joined(
        element("label", voice(f"form.{name}"), for_=name),
        element("p", hint, id=f"{name}-hint", class_="hint"),
        element(
            "input",
            id=name,
            name=name,
            value=value,
            required=required,
            maxlength=longest,
            aria_describedby=f"{name}-hint",
            autocomplete="off",
            autocapitalize="characters",
            spellcheck="false",
        ),
    )


def _footer(unit: UnitView, voice: Voice) -> Markup:
    hotline = (
        element("a", unit.hotline, href=f"tel:{''.join(unit.hotline.split())}") if unit.hotline else None
    )
    return element(
        "footer",
        element("p", voice("never_asks"), class_="warning"),
        element("p", around(voice("hotline", phone=BLANK), hotline)) if hotline else None,
        element("p", voice("privacy")),
    )


def _name(unit: UnitView, voice: Voice) -> str:
    return unit.name if voice.language == "vi" else unit.name_en or unit.name
