"""Every field of the forms of TT 03/2025/TT-VPCP is on the paper, as PDF and as plain text, in both languages."""

import pytest

import papers
from papers.contents import Appointment, Fee, Limit
from tests.papers import samples
from tests.papers.reading import squeezed, text_of

PERSON = (
    "Nguyễn Văn Ẩn Danh", "082199000123", "0903 000 123", "Ấp Năm, xã Tân Phước 1, tỉnh Đồng Tháp",
    "andanh@example.vn",
)  # fmt: skip
TO = ("Nguyễn Văn Ẩn Danh", "Ấp Năm, xã Tân Phước 1, tỉnh Đồng Tháp", "0903 000 123")
FOLLOW = ("motcua.example.vn", "7K3M 9QX2", "0273 000 0100")
HEAD = {
    "vi": (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN XÃ TÂN PHƯỚC 1, TỈNH ĐỒNG THÁP",
        "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ TÂN PHƯỚC 1", "Tân Phước 1, ngày",
    ),
    "en": (
        "SOCIALIST REPUBLIC OF VIET NAM", "Independence - Freedom - Happiness",
        "PEOPLE'S COMMITTEE OF TAN PHUOC 1 COMMUNE, DONG THAP PROVINCE",
        "PUBLIC ADMINISTRATION SERVICE CENTRE OF TAN PHUOC 1 COMMUNE", "Tân Phước 1,",
    ),
}  # fmt: skip

EVERYWHERE = {
    "receipt": (
        *PERSON, *FOLLOW, "H20.321-260302-0007", "1.001193", "đăng ký khai sinh", "Tờ khai đăng ký khai sinh",
        "Giấy chứng sinh", "Căn cước của cha, mẹ (xuất trình)", "Trần Thị Hỗ Trợ", "BB-0021",
        "Ấp Năm, xã Tân Phước 1", "Nghị quyết 12/2025/NQ-HĐND", "2026", "214", "Nguyễn Thị Hoa",
        "Công chức tiếp nhận", "0273 000 0111", "m01-1",
    ),
    "supplement_request": (
        *PERSON, *FOLLOW, "0012/2026/YCBS", "H20.321-260302-0007", "Giấy chứng sinh",
        "Giấy chứng nhận kết hôn của cha, mẹ", "NĐ 123/2015/NĐ-CP Điều 16", "Luật Hộ tịch Điều 16",
        "Giấy chứng sinh đã nộp không có chữ ký của cơ sở y tế.", "NĐ 61/2018/NĐ-CP Điều 19(4)",
        "Trần Trung Kiên", "Nguyễn Thị Hoa", "0273 000 0111", "m02-1",
    ),
    "refusal": (
        *PERSON, "0003/2026/TCTN", "đăng ký khai sinh", "Luật Hộ tịch 2014 Điều 13", "dichvucong.gov.vn",
        "Trẻ đã được đăng ký khai sinh tại xã Tân Phước 2 ngày 12/01/2026.", "Nguyễn Thị Hoa",
        "0273 000 0111", "0273 000 0100", "m03-1",
    ),
    "apology": (
        *TO, *FOLLOW, "0002/2026/PXL", "H20.321-260302-0007", "Hộ tịch", "đăng ký khai sinh",
        "Chờ xác minh của Công an xã Tân Phước 2; văn bản trả lời đến muộn hai ngày.", "Lê Thị Mai",
        "GIÁM ĐỐC TRUNG TÂM", "PHÓ GIÁM ĐỐC TRUNG TÂM", "m04-1",
    ),
    "stop_notice": (
        *TO, *FOLLOW, "0005/2026/TBD", "H20.321-260302-0007", "đăng ký khai sinh",
        "Gia đình chuyển về nơi cư trú của mẹ để đăng ký.", "TT 03/2025/TT-VPCP Phụ lục I",
        "Người nộp tự nguyện rút hồ sơ khi chưa có kết quả.", "Trần Trung Kiên", "m05-1",
    ),
    "control_slip": (
        "H20.321-260302-0007", "Nguyễn Văn Ẩn Danh", "0903 000 123", "Ấp Năm, xã Tân Phước 1", "1.001193",
        "Nguyễn Thị Hoa", "Võ Quốc Bình", "Ngô Đình Phúc", "Kèm hai bản sao.", "4711", "m06-1",
    ),
    "register": (
        "H20.321-260105-0001", "H20.321-260302-0007", "Nguyễn Văn Ẩn Danh", "Ấp Năm, xã Tân Phước 1",
        "0903 000 123", "Trần Văn Bốn", "Nguyễn Thị Mẹ", "Trần Trung Kiên", "GIÁM ĐỐC TRUNG TÂM", "90210",
        "m07-1",
    ),
}  # fmt: skip
IN_LANGUAGE = {
    ("receipt", "vi"): (
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "Trung tâm Phục vụ hành chính công xã Tân Phước 1",
        "4 ngày làm việc", "08 giờ 05 phút, ngày 02 tháng 3 năm 2026", "01 (bộ)", "Bản chính", "Bản sao",
        "17 giờ 00 phút, thứ Sáu, ngày 06 tháng 3 năm 2026", "8.000 đồng", "16.000 đồng", "hộ nghèo",
        "Bưu chính công ích", "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ", "văn bản ủy quyền", "khảo sát",
        "qua bưu chính công ích hoặc tại nhà", "Vào Sổ theo dõi hồ sơ, quyển số: 2026",
    ),
    ("receipt", "en"): (
        "RECEIPT OF DOSSIER AND APPOINTMENT FOR RESULT", "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Birth registration", "4 working days", "08:05, 2 March 2026", "17:00, Friday, 6 March 2026",
        "8,000 VND", "16,000 VND", "Public postal service", "SUBMITTER", "RECEIVING OFFICER", "survey",
    ),
    ("supplement_request", "vi"): (
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "đang giải quyết", "lần thứ 2", "Bản chính",
        "Bản chứng thực", "Bản photo", "đến hết ngày 13 tháng 4 năm 2026", "NGƯỜI HƯỚNG DẪN", "Lý do:",
    ),
    ("supplement_request", "en"): (
        "REQUEST FOR SUPPLEMENTATION AND COMPLETION", "in processing", "No. 2", "Certified copy",
        "by the end of 13 April 2026", "GUIDING OFFICER", "Reason:",
    ),
    ("refusal", "vi"): (
        "PHIẾU TỪ CHỐI TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ", "không tiếp nhận, giải quyết hồ sơ này",
        "quyền khiếu nại", "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ",
    ),
    ("refusal", "en"): (
        "NOTICE OF REFUSAL", "does not accept or handle this dossier", "you may complain", "SUBMITTER",
    ),
    ("apology", "vi"): (
        "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ", "GIA HẠN THỜI GIAN GIẢI QUYẾT", "Kính gửi", "chân thành xin lỗi",
        "KT. GIÁM ĐỐC TRUNG TÂM", "08 giờ 05 phút, ngày 02 tháng 3 năm 2026",
        "17 giờ 00 phút, thứ Sáu, ngày 06 tháng 3 năm 2026", "không quá một lần", "Nơi nhận:",
        "17 giờ 00 phút, thứ Tư, ngày 11 tháng 3 năm 2026", "dự kiến",
    ),
    ("apology", "en"): (
        "LETTER OF APOLOGY AND REQUEST FOR EXTENSION", "sincerely apologises", "17:00, Friday, 6 March 2026",
        "17:00, Wednesday, 11 March 2026", "not more than once", "Recipients:", "FOR: GIÁM ĐỐC",
    ),
    ("stop_notice", "vi"): (
        "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", "ngày 03 tháng 3 năm 2026", "đang giải quyết",
        "đồng ý cho rút và dừng giải quyết hồ sơ", "đã thu 16.000 đồng; hoàn trả cho Ông (Bà) 8.000 đồng",
    ),
    ("stop_notice", "en"): (
        "NOTICE OF DISCONTINUATION", "3 March 2026", "in process", "the withdrawal is granted",
        "16,000 VND was paid; 8,000 VND is refunded",
    ),
    ("control_slip", "vi"): (
        "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "Tên cơ quan", "Giao (giờ, phút, ngày; người giao)",
        "Nhận (giờ, phút, ngày; người nhận)", "Kết quả giải quyết", "Ghi chú", "Trước hạn", "Đúng hạn",
        "Quá hạn", "08 giờ 35 phút, 02/3/2026", "09 giờ 00 phút, 02/3/2026", "Tư pháp, hộ tịch", "Tiếp nhận",
        "Trả kết quả",
    ),
    ("control_slip", "en"): (
        "PROCESS CONTROL SLIP", "Early", "On time", "Late", "08:35, 2 March 2026", "Justice and civil status",
    ),
    ("register", "vi"): (
        "SỔ THEO DÕI HỒ SƠ", "Quyển số: 2026", "STT", "Mã số hồ sơ", "Tên thủ tục hành chính", "Số bộ",
        "Tên, địa chỉ, điện thoại người nộp", "Cơ quan chủ trì giải quyết", "Ngày nhận", "Ngày hẹn trả",
        "Ngày trả", "Phương thức nhận kết quả", "Ký nhận", "Ghi chú", "05/01/2026", "08/01/2026",
        "07/01/2026", "Bưu chính công ích", "Rút hồ sơ", "từ số thứ tự 1 đến số thứ tự 2", "Khóa sổ",
    ),
    ("register", "en"): (
        "DOSSIER REGISTER", "Volume 2026", "5 January 2026", "Withdrawn", "ordinals 1 to 2",
        "Death registration",
    ),
}  # fmt: skip
SAID_OTHERWISE = {"Số bộ", "STT", "Mã số hồ sơ", "Tên cơ quan"}
"""Heads of columns that plain text needs no words for: the value stands first on its line."""


@pytest.mark.parametrize(("name", "language"), list(IN_LANGUAGE))
def test_every_field_is_printed(name, language):
    printed = squeezed(text_of(papers.render_pdf(samples.ALL[name](), language)))
    fields = (*EVERYWHERE[name], *IN_LANGUAGE[name, language], *HEAD[language])
    assert [field for field in fields if squeezed(field) not in printed] == []


@pytest.mark.parametrize(("name", "language"), list(IN_LANGUAGE))
def test_the_plain_text_says_the_same(name, language):
    said = squeezed(papers.render_text(samples.ALL[name](), language))
    fields = (*EVERYWHERE[name], *IN_LANGUAGE[name, language], *HEAD[language])
    assert [field for field in fields if squeezed(field) not in said and field not in SAID_OTHERWISE] == []


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", list(samples.ALL))
def test_every_page_says_which_form_and_version_it_is_and_which_page_of_how_many(name, language):
    printed = text_of(papers.render_pdf(samples.ALL[name](), language))
    page = "trang" if language == "vi" else "page"
    assert f"{page} 1/1" in printed
    assert samples.ALL[name]().TEMPLATE in printed


def test_a_receipt_about_land_names_the_plot():
    printed = squeezed(text_of(papers.render_pdf(samples.receipt(parcel=samples.LAND))))
    assert squeezed("tờ bản đồ số 14, thửa đất số 237; địa chỉ thửa đất: Ấp Ba, xã Tân Phước 1") in printed


def test_a_provisional_date_is_called_one():
    due = Appointment(day="2027-02-11", at=samples.DUE.at, provisional=True)
    assert "dự kiến" in papers.render_text(samples.receipt(due=due))
    assert "dự kiến" not in papers.render_text(samples.receipt())


def test_a_procedure_without_a_limit_promises_no_date():
    said = papers.render_text(samples.receipt(due=None, limit=Limit(unit="none_stated")))
    assert squeezed("quy định của thủ tục không ghi thời hạn") in squeezed(said)


@pytest.mark.parametrize(
    ("fee", "words"),
    [
        (Fee(), "theo thông báo của cơ quan có thẩm quyền"),
        (Fee(amount_vnd=0), "Phí, lệ phí: không thu tiền"),
        (Fee(amount_vnd=50000, gross_vnd=50000), "Phí, lệ phí: 50.000 đồng\n"),
        (Fee(amount_vnd=0, gross_vnd=50000, exemption="merit"), "được miễn, giảm: người có công"),
        (Fee(amount_vnd=25000, gross_vnd=50000), "(mức thu 50.000 đồng; được miễn, giảm)"),
    ],
)
def test_the_fee_is_said_as_it_is(fee, words):
    assert squeezed(words) in squeezed(papers.render_text(samples.receipt(fee=fee)))


def test_what_is_not_known_is_left_open_to_be_written_by_hand():
    person = samples.PERSON.__class__(name="Trần Văn Bốn")
    said = papers.render_text(samples.receipt(applicant=person))
    assert "Địa chỉ: ....." in said
    assert "Thư điện tử" not in said  # nobody must have one
    assert "Địa chỉ: ...." in text_of(papers.render_pdf(samples.receipt(applicant=person)))


def test_a_register_that_is_not_closed_calls_itself_an_extract():
    said = papers.render_text(samples.register(closed=False))
    assert "Trích quyển số: 2026" in said
    assert "Khóa sổ" not in said


def test_a_trial_run_can_never_pass_for_a_paper():
    unit = samples.UNIT.__class__(name="Trung tâm", name_en="Centre", simulated=True)
    assert "KHÔNG CÓ GIÁ TRỊ" in text_of(papers.render_pdf(samples.receipt(unit=unit)))
    assert "KHÔNG CÓ GIÁ TRỊ" in papers.render_text(samples.receipt(unit=unit))
