"""What several forms have in common: head and foot, who the applicant is, signatures, how to follow the dossier."""

from collections.abc import Iterable

from papers.contents import Content, Link, Officer, Person, Procedure, Signer
from papers.sheet import Block, Follow, Head, Line, Pair, Sheet, Signature, Signatures, Words
from papers.voice import Voice


def sheet(
    content: Content, voice: Voice, blocks: Iterable[Block], *, number: str = "", **shape: object
) -> Sheet:
    """The whole paper: the head of the agency and the State over the blocks, the form and its version below."""
    unit = content.unit
    head = Head(
        superior=voice.superior(unit).upper(),
        unit=voice.unit(unit).upper(),
        country=voice.all("country"),
        motto=voice.all("motto"),
        number=voice.all("number", number=number) if number else "",
        place_day=voice.place_day(unit.place, content.made_at),
        simulated=voice.all("simulated") if unit.simulated else "",
    )
    return Sheet(
        language=voice.language,
        author=voice.unit(unit),
        made_at=content.made_at,
        head=head,
        title=voice("title"),
        twin=voice.twin("title"),
        blocks=tuple(blocks),
        form=voice.all("form", form=voice("form"), template=content.TEMPLATE),
        page=voice.all("page", page="{page}", pages="{pages}"),
        **shape,  # type: ignore[arg-type]
    )


def person_lines(person: Person, voice: Voice, label: str) -> list[Block]:
    """Who the dossier belongs to. What is unknown is left open to be written by hand; nobody must have an e-mail."""
    lines: list[Block] = [
        Line(label, person.name, strong=True),
        Pair(
            Line(voice.all("personal_id"), person.personal_id),
            Line(voice.all("phone"), person.phone),
        ),
        Line(voice.all("address"), person.address),
    ]
    if person.email:
        lines.append(Line(voice.all("email"), person.email))
    return lines


def addressee_lines(person: Person, voice: Voice) -> list[Block]:
    """To whom a letter is written: name, address, phone."""
    lines: list[Block] = [
        Line(voice.all("to"), person.name, strong=True),
        Line(voice.all("address"), person.address),
        Line(voice.all("phone"), person.phone),
    ]
    if person.email:
        lines.append(Line(voice.all("email"), person.email))
    return lines


def procedure_line(procedure: Procedure, voice: Voice, label: str) -> Line:
    name = voice.named(procedure.name, procedure.name_en)
    return Line(label, voice.all("procedure_of", name=name, code=procedure.code))


def code_line(code: str, voice: Voice) -> list[Block]:
    return [Line(voice.all("code"), code, strong=True)] if code else []


def reason_lines(reason: str, basis: str, voice: Voice) -> list[Block]:
    lines: list[Block] = [Line(voice.all("reason"), reason)]
    return [*lines, Line(voice.all("basis"), basis)] if basis else lines


def approval_line(officer: Officer, voice: Voice) -> list[Block]:
    return [Line(voice.all("approved_by"), voice.officer(officer))] if officer.name else []


def two_signatures(left: str, right: str, names: tuple[str, str], voice: Voice) -> Signatures:
    note = voice.all("sign")
    return Signatures((Signature((left,), note, names[0]), Signature((right,), note, names[1])))


def sealed_signature(signer: Signer, voice: Voice, beside: tuple[str, ...] = ()) -> Signatures:
    """One signature with a seal at the right, and the recipients at the left of it."""
    signature = Signature(voice.capacity(signer), voice.all("sign_and_seal"), signer.name)
    return Signatures((signature,), beside)


def recipients(voice: Voice, unit: str) -> tuple[str, ...]:
    title = voice.all("recipients")
    return (title, *(voice.all(f"recipient_{each}", unit=unit) for each in ("above", "unit", "file")))


def hotline_line(link: Link | None, hotline: str, voice: Voice) -> list[Block]:
    """Whom to call, on a paper without a look-up block."""
    return [Line(voice.all("hotline_label"), hotline)] if hotline and link is None else []


def follow(
    link: Link | None, code: str, voice: Voice, hotline: str, notes: Iterable[str] = ()
) -> list[Block]:
    """The code to scan, what to type instead, and whom to call; without a link only the notes are left."""
    if link is None:
        return [Words(each, "note") for each in notes]
    call = voice.all("hotline", hotline=hotline) if hotline else ""
    typed = ""
    if code and link.short_code:
        typed = voice.all("typed", code=code, short_code=_grouped(link.short_code), site=_site(link.url))
    lines = (voice.all("scan"), typed, call)
    return [Follow(link.url, voice.all("code_alt"), tuple(filter(None, lines)), tuple(notes))]


def _site(url: str) -> str:
    """The address people type: without the secret and the page that only the code opens."""
    return url.partition("#")[0].removesuffix("/t").partition("://")[2]


def _grouped(code: str) -> str:
    """Four by four, as people read them out."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
