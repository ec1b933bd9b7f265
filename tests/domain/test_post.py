"""A hand-over record is worth something once both have signed it, and each line of it is used once."""

import msgspec
import pytest

from domain.post import (
    IncomingLine,
    LineAlreadyUsed,
    LineForAnother,
    NoLines,
    Norm,
    NoSuchLine,
    NotAnotherSignature,
    OutgoingLine,
    PapersNotCounted,
    PostalRecord,
    PostDispatched,
    PostDispatchOffered,
    PostLineUsed,
    PostmanNotNamed,
    PostReceiptOffered,
    PostReceived,
    RecordClosed,
    RecordExists,
    RecordNotSigned,
    SendersNotNamed,
    SignedAnotherDay,
    SlipNumberMalformed,
    decline,
    evolve,
    number_of,
    offer_dispatch,
    offer_receipt,
    parse_number,
    replay,
    sign,
    use_line,
)

TODAY = "2026-11-30"
SCAN = "ab" * 32
LINE = IncomingLine(procedure="1.001193", originals=1, copies=2, slip="EA123456789VN", posted_on="2026-11-27")
FOR_A = IncomingLine(kind="supplement", dossier="aa", copies=1)


def brought(*lines, **changed):
    told = {
        "number": "BBGN-2026/0007", "carrier": "public_post", "carrier_name": "Bưu điện tỉnh",
        "postman": "Lê Văn Tín", "lines": lines or (LINE, FOR_A),
    }  # fmt: skip
    told["senders"] = ("Trần Thị Bưởi",) * len(told["lines"])
    return PostReceiptOffered(**told | changed)


def taken(*lines, **changed):
    told = {
        "number": "BBTKQ-2026/0001", "carrier": "public_post", "carrier_name": "Bưu điện tỉnh",
        "postman": "Lê Văn Tín", "lines": lines or (OutgoingLine(dossier="aa", code="H20.321", originals=1),),
    }  # fmt: skip
    told["addressees"] = ("Trần Thị Bưởi",) * len(told["lines"])
    return PostDispatchOffered(**told | changed)


OFFERED = replay([(brought(), 10)])
SIGNED = replay([(brought(), 10), (PostReceived(number="BBGN-2026/0007", signed_at=15, medium="screen"), 16)])


def signing(**changed):
    return {"medium": "screen", "digest": "", "signed_at": 15, "now": 16, "same_day": True} | changed


def test_what_came_is_offered_and_then_signed_by_the_other_hand():
    assert offer_receipt(PostalRecord(), fact=brought(), today=TODAY) == brought()
    assert (OFFERED.state, OFFERED.signed_at) == ("offered", 0)
    fact = sign(OFFERED, **signing())
    assert fact == PostReceived(number="BBGN-2026/0007", signed_at=15, medium="screen")
    assert (SIGNED.state, SIGNED.signed_at, SIGNED.direction) == ("signed", 15, "in")


def test_what_leaves_is_signed_for_as_well():
    assert offer_dispatch(PostalRecord(), fact=taken()) == taken()
    record = replay([(taken(), 10)])
    assert isinstance(sign(record, **signing(medium="paper", digest=SCAN)), PostDispatched)
    assert record.direction == "out"


@pytest.mark.parametrize(
    ("fact", "refusal"),
    [
        (brought(lines=(), senders=()), NoLines),
        (brought(postman=""), PostmanNotNamed),
        (brought(carrier_name=" "), PostmanNotNamed),
        (brought(senders=("Trần Thị Bưởi",)), SendersNotNamed),
        (brought(senders=("Trần Thị Bưởi", " ")), SendersNotNamed),
        (brought(IncomingLine(procedure="1.001193")), PapersNotCounted),
        (brought(IncomingLine(procedure="1.001193", originals=-1, copies=2)), PapersNotCounted),
        (brought(IncomingLine(procedure="1.001193", originals=1, fee_vnd=-5)), PapersNotCounted),
        (brought(IncomingLine(originals=1)), LineForAnother),
        (brought(IncomingLine(kind="result", procedure="1.001193", originals=1)), LineForAnother),
        (brought(msgspec.structs.replace(LINE, slip="của bà Bưởi")), SlipNumberMalformed),
        (brought(msgspec.structs.replace(LINE, posted_on="hôm qua")), SlipNumberMalformed),
        (brought(msgspec.structs.replace(LINE, posted_on="2026-12-01")), SlipNumberMalformed),
    ],
)
def test_a_record_that_says_too_little_is_refused_by_name(fact, refusal):
    with pytest.raises(refusal):
        offer_receipt(PostalRecord(), fact=fact, today=TODAY)


def test_one_result_leaves_once_on_a_record():
    line = OutgoingLine(dossier="aa", code="H20.321", originals=1)
    with pytest.raises(LineForAnother):
        offer_dispatch(PostalRecord(), fact=taken(line, line))
    with pytest.raises(PapersNotCounted):
        offer_dispatch(PostalRecord(), fact=taken(msgspec.structs.replace(line, originals=0)))


def test_a_number_is_given_once():
    with pytest.raises(RecordExists):
        offer_receipt(OFFERED, fact=brought(), today=TODAY)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"medium": "paper"}, NotAnotherSignature),
        ({"medium": "paper", "digest": "không có"}, NotAnotherSignature),
        ({"signed_at": 17}, SignedAnotherDay),
        ({"same_day": False}, SignedAnotherDay),
    ],
)
def test_a_signature_is_the_postmans_and_of_the_same_day(changed, refusal):
    with pytest.raises(refusal):
        sign(OFFERED, **signing(**changed))


def test_what_is_signed_or_declined_stays_so():
    declined = evolve(OFFERED, decline(OFFERED, reason="Thiếu một phong bì"), 20)
    assert declined.state == "declined"
    for record in (SIGNED, declined, PostalRecord()):
        with pytest.raises(RecordClosed):
            sign(record, **signing())
        with pytest.raises(RecordClosed):
            decline(record)


def test_nothing_is_submitted_before_both_have_signed():
    with pytest.raises(RecordNotSigned):
        use_line(OFFERED, line=1, dossier="bb")


def test_each_line_is_used_once_and_for_the_dossier_it_is_meant_for():
    fact = use_line(SIGNED, line=1, dossier="bb")
    used = evolve(SIGNED, fact, 20)
    assert (fact, used.used) == (PostLineUsed(line=1, dossier="bb"), ("bb", ""))
    with pytest.raises(LineAlreadyUsed):
        use_line(used, line=1, dossier="cc")
    with pytest.raises(LineForAnother):
        use_line(used, line=2, dossier="bb")
    assert use_line(used, line=2, dossier="aa")
    for line in (0, 3):
        with pytest.raises(NoSuchLine):
            use_line(SIGNED, line=line, dossier="aa")


def test_no_state_depends_on_words_about_a_person():
    bare = msgspec.structs.replace(brought(), carrier_name="", postman="", senders=(), note="")
    assert replay([(bare, 10)]) == OFFERED


def test_a_record_comes_back_from_json_as_it_was():
    used = evolve(SIGNED, PostLineUsed(line=1, dossier="bb"), 20)
    assert msgspec.json.decode(msgspec.json.encode(used, order="sorted"), type=PostalRecord) == used


def test_numbers_run_through_the_year_one_series_each():
    assert number_of("in", 2026, 7) == "BBGN-2026/0007"
    assert number_of("out", 2026, 12345) == "BBTKQ-2026/12345"
    assert parse_number("bbgn 2026/7") == "BBGN-2026/0007"
    assert parse_number("BBGN2026/7") == "BBGN-2026/0007"
    assert parse_number("7") == ""


def test_a_receipt_that_is_brought_back_takes_longer():
    norm = Norm(days=2, with_receipt=4)
    assert (norm.of(with_receipt=False), norm.of(with_receipt=True)) == (2, 4)
