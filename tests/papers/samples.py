"""One full sample of every paper, with every field of law 5.1 filled in; the people are invented."""

from papers.contents import (
    Apology,
    Appointment,
    ControlSlip,
    Fee,
    Handing,
    Limit,
    Link,
    Officer,
    PaperLine,
    Parcel,
    Person,
    Procedure,
    Receipt,
    Refusal,
    Register,
    RegisterLine,
    Signed,
    Signer,
    StopNotice,
    SupplementRequest,
    Unit,
    WantedLine,
)

MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE
MORNING = 1_772_413_500_000_000
"""08:05 on Monday 2 March 2026 in Vietnam."""
LINK = Link(url="https://motcua.example.vn/t#7K3M9QX2ABCDEFGHJKMNPQRSTV", short_code="7K3M9QX2")
UNIT = Unit(
    superior="Ủy ban nhân dân xã Tân Phước 1, tỉnh Đồng Tháp",
    superior_en="People's Committee of Tan Phuoc 1 Commune, Dong Thap Province",
    name="Trung tâm Phục vụ hành chính công xã Tân Phước 1",
    name_en="Public Administration Service Centre of Tan Phuoc 1 Commune",
    place="Tân Phước 1",
    hotline="0273 000 0100",
)
PERSON = Person(
    name="Nguyễn Văn Ẩn Danh",
    personal_id="082199000123",
    phone="0903 000 123",
    address="Ấp Năm, xã Tân Phước 1, tỉnh Đồng Tháp",
    email="andanh@example.vn",
)
BIRTH = Procedure(
    code="1.001193", name="Thủ tục đăng ký khai sinh", name_en="Birth registration", field="Hộ tịch"
)
HOA = Officer(name="Nguyễn Thị Hoa", title="Công chức tiếp nhận", phone="0273 000 0111")
KIEN = Officer(name="Trần Trung Kiên", title="Giám đốc Trung tâm", phone="0273 000 0101")
DEPUTY = Signer(name="Lê Thị Mai", title="Phó Giám đốc Trung tâm", acting_for="Giám đốc Trung tâm")
DIRECTOR = Signer(name="Trần Trung Kiên", title="Giám đốc Trung tâm")
CODE = "H20.321-260302-0007"
DUE = Appointment(day="2026-03-06", at=MORNING + 4 * DAY + 535 * MINUTE)
LATER = Appointment(day="2026-03-11", at=MORNING + 9 * DAY + 535 * MINUTE, provisional=True)


def receipt(**changed):
    return Receipt(
        **{
            "unit": UNIT,
            "made_at": MORNING,
            "code": CODE,
            "applicant": PERSON,
            "procedure": BIRTH,
            "channel": "postal",
            "papers": (
                PaperLine(name="Tờ khai đăng ký khai sinh", originals=1),
                PaperLine(name="Giấy chứng sinh", originals=1, copies=2),
                PaperLine(name="Căn cước của cha, mẹ (xuất trình)", copies=1),
            ),
            "sets": 1,
            "limit": Limit(unit="working_day", value=4),
            "received_at": MORNING,
            "due": DUE,
            "return_channel": "home",
            "return_place": "Ấp Năm, xã Tân Phước 1",
            "fee": Fee(
                amount_vnd=8000, gross_vnd=16000, exemption="hộ nghèo", basis="Nghị quyết 12/2025/NQ-HĐND"
            ),
            "book": "2026",
            "ordinal": 214,
            "handover_record": "BB-0021",
            "helper": "Trần Thị Hỗ Trợ",
            "officer": HOA,
            "link": LINK,
        }
        | changed
    )


def supplement_request(**changed):
    return SupplementRequest(
        **{
            "unit": UNIT,
            "made_at": MORNING,
            "number": "0012/2026/YCBS",
            "code": CODE,
            "stage": "processing",
            "time": 2,
            "applicant": PERSON,
            "procedure": BIRTH,
            "items": (
                WantedLine(name="Giấy chứng sinh", originals=1, basis="NĐ 123/2015/NĐ-CP Điều 16"),
                WantedLine(
                    name="Giấy chứng nhận kết hôn của cha, mẹ",
                    certified=2,
                    copies=3,
                    basis="Luật Hộ tịch Điều 16",
                ),
            ),
            "reason": "Giấy chứng sinh đã nộp không có chữ ký của cơ sở y tế.",
            "basis": "NĐ 61/2018/NĐ-CP Điều 19(4)",
            "answer_by": "2026-04-13",
            "approved_by": KIEN,
            "officer": HOA,
            "link": LINK,
        }
        | changed
    )


def refusal(**changed):
    return Refusal(
        **{
            "unit": UNIT,
            "made_at": MORNING,
            "number": "0003/2026/TCTN",
            "applicant": PERSON,
            "procedure": BIRTH,
            "reason": "Trẻ đã được đăng ký khai sinh tại xã Tân Phước 2 ngày 12/01/2026.",
            "basis": "Luật Hộ tịch 2014 Điều 13",
            "officer": HOA,
        }
        | changed
    )


def apology(**changed):
    return Apology(
        **{
            "unit": UNIT,
            "made_at": MORNING + 3 * DAY,
            "number": "0002/2026/PXL",
            "code": CODE,
            "applicant": PERSON,
            "procedure": BIRTH,
            "received_at": MORNING,
            "before": DUE,
            "after": LATER,
            "reason": "Chờ xác minh của Công an xã Tân Phước 2; văn bản trả lời đến muộn hai ngày.",
            "signer": DEPUTY,
            "officer": HOA,
            "link": LINK,
        }
        | changed
    )


def stop_notice(**changed):
    return StopNotice(
        **{
            "unit": UNIT,
            "made_at": MORNING + 2 * DAY,
            "number": "0005/2026/TBD",
            "code": CODE,
            "applicant": PERSON,
            "procedure": BIRTH,
            "received_at": MORNING,
            "why": "withdrawn",
            "requested_at": MORNING + DAY,
            "request": "Gia đình chuyển về nơi cư trú của mẹ để đăng ký.",
            "step": "in_process",
            "reason": "Người nộp tự nguyện rút hồ sơ khi chưa có kết quả.",
            "basis": "TT 03/2025/TT-VPCP Phụ lục I",
            "paid_vnd": 16000,
            "refund_vnd": 8000,
            "consequence": "refund",
            "signer": DIRECTOR,
            "officer": HOA,
            "link": LINK,
        }
        | changed
    )


def control_slip(**changed):
    return ControlSlip(
        **{
            "unit": UNIT,
            "made_at": MORNING + 4 * DAY,
            "at_event": 4711,
            "code": CODE,
            "applicant": PERSON,
            "procedure": BIRTH,
            "received_at": MORNING,
            "due": DUE,
            "finished_at": MORNING + 3 * DAY,
            "returned_at": MORNING + 4 * DAY,
            "handings": (
                Handing(
                    step="accepted",
                    agency="Trung tâm Phục vụ hành chính công",
                    agency_en="Service centre",
                    given=Signed(name="Nguyễn Văn Ẩn Danh", at=MORNING),
                    taken=Signed(name="Nguyễn Thị Hoa", at=MORNING),
                ),
                Handing(
                    step="handover",
                    agency="Tư pháp, hộ tịch",
                    agency_en="Justice and civil status",
                    given=Signed(name="Nguyễn Thị Hoa", at=MORNING + 30 * MINUTE),
                    taken=Signed(name="Võ Quốc Bình", at=MORNING + 55 * MINUTE),
                    pace="on_time",
                    note="Kèm hai bản sao.",
                ),
                Handing(
                    step="draft",
                    agency="Lãnh đạo Ủy ban nhân dân xã",
                    agency_en="People's Committee leaders",
                    given=Signed(name="Võ Quốc Bình", at=MORNING + 2 * DAY),
                    taken=Signed(name="Ngô Đình Phúc", at=MORNING + 3 * DAY),
                    pace="early",
                ),
                Handing(
                    step="returned",
                    agency="Trung tâm Phục vụ hành chính công",
                    agency_en="Service centre",
                    given=Signed(name="Nguyễn Thị Hoa", at=MORNING + 4 * DAY),
                    taken=Signed(name="Nguyễn Văn Ẩn Danh", at=MORNING + 4 * DAY),
                    pace="late",
                ),
            ),
        }
        | changed
    )


def register(**changed):
    return Register(
        **{
            "unit": UNIT,
            "made_at": MORNING + 310 * DAY,
            "at_event": 90210,
            "year": 2026,
            "first": "2026-01-01",
            "last": "2026-12-31",
            "closed": True,
            "lines": (
                RegisterLine(
                    ordinal=1,
                    code="H20.321-260105-0001",
                    procedure=BIRTH.name,
                    procedure_en=BIRTH.name_en,
                    sets=2,
                    applicant=PERSON,
                    agency="Tư pháp, hộ tịch",
                    agency_en="Justice and civil status",
                    received_day="2026-01-05",
                    due_day="2026-01-08",
                    returned_day="2026-01-07",
                    return_channel="postal",
                    signed_for="Nguyễn Thị Mẹ",
                ),
                RegisterLine(
                    ordinal=2,
                    code=CODE,
                    procedure="Thủ tục đăng ký khai tử",
                    procedure_en="Death registration",
                    applicant=Person(name="Trần Văn Bốn", phone="0903 111 222", address="Ấp Một"),
                    agency="Tư pháp, hộ tịch",
                    agency_en="Justice and civil status",
                    received_day="2026-03-02",
                    due_day="2026-03-02",
                    return_channel="counter",
                    note="withdrawn",
                ),
            ),
            "head": DIRECTOR,
        }
        | changed
    )


ALL = {
    kind.__name__: kind
    for kind in (receipt, supplement_request, refusal, apology, stop_notice, control_slip, register)
}
LAND = Parcel(sheet="14", plot="237", address="Ấp Ba, xã Tân Phước 1")
