"""What people type at the kiosk, each with the procedure it must find among the first three."""

KNOWN = {
    "1.001193": (
        "khai sinh | giấy khai sinh | lam giay khai sinh cho con | làm khai sinh cho cháu | "
        "khia sinh | khaisinh | kai sinh | sinh con | em bé mới sinh | đẻ con | "
        "birth certificate | birth | cháu mới đẻ cần giấy tờ gì | dang ky khai sinh muon | "
        "register a birth | giấy tờ cho trẻ sơ sinh | đăng ký khai sinh quá hạn | khai sinhh | "
        "born child"
    ),
    "1.004884": "làm lại khai sinh | lam lai giay khai sinh bi mat | khai sinh lai",
    "2.000635": (
        "mất giấy khai sinh | bản sao khai sinh | trich luc khai sinh | "
        "xin giấy khai sinh bản sao | trich luc ho tich | xin trích lục"
    ),
    "1.004859": (
        "sửa tên trong giấy khai sinh | đổi tên cho con | sửa ngày sinh | cải chính | doi ho | "
        "thay đổi họ tên | sai năm sinh trong khai sinh | đổi chữ đệm | bổ sung hộ tịch | dân tộc"
    ),
    "1.000894": (
        "kết hôn | ket hom | đám cưới | cưới vợ | lấy chồng | giấy kết hôn | dang ki ket hon | "
        "marriage | wedding | mariage | giấy chứng nhận kết hôn | dk ket hon | thủ tục cưới | "
        "marrige certificate | kết hôn lần 2 | i want to marry"
    ),
    "2.000806": (
        "kết hôn với người nước ngoài | lấy chồng tây | foreigner marriage | vợ người nước ngoài | "
        "ket hon voi nguoi han quoc"
    ),
    "1.004873": (
        "độc thân | giay xac nhan doc than | tình trạng hôn nhân | tinh trang hon nhan | single | "
        "marital status | giay xac nhan chua co gia dinh | hon nhan | giay chung nhan doc than | "
        "xac nhan hon nhan | divorced"
    ),
    "1.000656": (
        "báo tử | khai tử | người chết | ông nội mất | bố mất | giấy chứng tử | death | "
        "khai tu cho me | giấy báo tử | bà ngoại tôi mất | register death | giấy báo tử cho bà nội"
    ),
    "1.001022": "nhận cha cho con | nhan con | nhận cha mẹ con",
    "1.004837": "giám hộ | người giám hộ | đăng ký giám hộ cho cháu",
    "2.001263": "con nuôi | nhận con nuôi | xin con nuoi | adoption | nhận nuôi trẻ | adopt",
    "2.000815": (
        "công chứng | cong chung giay to | photo công chứng | sao y | sao y ban chinh | notary | "
        "certified copy | passport copy | chứng thực bản sao | "
        "chung thuc ban sao bang tot nghiep | công chứng căn cước | cong chunng | "
        "copy certification | sao y bằng đại học | cong chung ho so | photo chung thuc | "
        "notarized copy"
    ),
    "2.000884": (
        "chứng thực chữ ký | xác nhận chữ ký | giấy ủy quyền | uỷ quyền | sơ yếu lý lịch | "
        "so yeu ly lich | signature | chung thuc chu ky | xác nhận sơ yếu lí lịch | "
        "chứng thực chữ kí | giay uy quyen nhan luong huu | xac nhan so yeu ly lich xin viec"
    ),
    "2.001035": (
        "hợp đồng mua bán xe | mua bán đất | sang tên | sang tên sổ đỏ | tặng cho đất | "
        "cho con đất | hop dong tang cho | hợp đồng chuyển nhượng quyền sử dụng đất | "
        "giay ban xe may | mua ban xe may | hợp đồng đặt cọc | tang cho dat cho con"
    ),
    "2.001019": "di chúc | lap di chuc | viết di chúc",
    "2.001406": (
        "thừa kế | chia thừa kế | chia tài sản | phan chia di san thua ke | thoa thuan phan chia di san"
    ),
    "2.000992": "dịch thuật",
    "1.013978": (
        "sổ đỏ | so do | sổ hồng | làm sổ đỏ lần đầu | bìa đỏ | land title | red book | "
        "xin cấp sổ đỏ | lam so hong nha dat | giấy chứng nhận quyền sử dụng đất | "
        "land use right certificate | cap so do lan dau | sổ đõ"
    ),
    "1.012796": "sai sổ đỏ | sửa sổ đỏ | sổ đỏ bị sai tên | đính chính sổ",
    "1.012812": (
        "tranh chấp đất | hàng xóm lấn đất | hang xom tranh chap ranh dat | "
        "hoa giai tranh chap dat dai | tranh chap ranh gioi"
    ),
    "1.013949": (
        "chuyển đất ruộng thành đất ở | chuyển mục đích | lên thổ cư | chuyen doi dat vuon | "
        "dat trong lua sang dat o"
    ),
    "1.013225": (
        "xây nhà | giấy phép xây dựng | xin phép xây nhà | cất nhà | build a house | "
        "building permit | xin phep xay dung nha o | giay phep xay dung | house building"
    ),
    "1.013229": "sửa nhà | giấy phép sửa chữa nhà | xin phép sửa nhà",
    "1.001662": "khoan giếng | nuoc ngam",
    "1.014632": "nhà ở xã hội | vay vốn | mua nhà ở xã hội",
    "1.014159": "quy hoạch | thông tin quy hoạch",
    "1.014027": (
        "tiền già | trợ cấp người già | tien nguoi gia | người cao tuổi | 80 tuổi | pension | "
        "tro cap nguoi cao tuoi | trợ cấp 75 tuổi | hưu trí xã hội | "
        "tiền trợ cấp người già 80 tuổi | elderly allowance"
    ),
    "1.011607": (
        "hộ nghèo | ho ngheo | hộ cận nghèo | sổ hộ nghèo | xét hộ nghèo | "
        "công nhận hộ cận nghèo | xin xác nhận hộ nghèo"
    ),
    "1.011608": "thoát nghèo",
    "1.001699": (
        "khuyết tật | khuyet tat | tàn tật | disability | trợ cấp khuyết tật | "
        "giay xac nhan khuyet tat | nguoi tan tat | disability allowance | giấy khuyết tật"
    ),
    "1.001776": "bảo trợ xã hội | trợ cấp hàng tháng | trợ cấp xã hội | tro cap nuoi con mot minh",
    "1.001731": (
        "mai táng | tiền mai táng | tiền chôn cất | funeral | tiền hỗ trợ mai táng cho ông | "
        "đám ma | hỗ trợ chôn cất"
    ),
    "2.002913": "tử tuất | tiền tử tuất | xóa hộ khẩu người chết",
    "1.010801": "liệt sĩ | con liệt sĩ | tro cap liet si | thân nhân liệt sỹ | gia đình liệt sĩ",
    "1.010803": "thờ cúng liệt sĩ",
    "1.010814": "thương binh | chế độ thương binh | bảng gia đình liệt sĩ",
    "2.001157": "thanh niên xung phong | tnxp",
    "1.014149": "mẹ việt nam anh hùng | ba me viet nam anh hung",
    "2.002307": "cựu chiến binh",
    "3.000527": "cai nghiện",
    "2.002821": "học nghề",
    "1.004194": (
        "tạm trú | tam tru | đăng kí tạm trú | ở trọ | temporary residence | dang ky tam tru | "
        "đăng kí tạm trú cho người thuê nhà | temporary residense | đki tạm trú | "
        "tạm trú cho công nhân | tam tru tam vang"
    ),
    "1.002755": "gia hạn tạm trú",
    "1.003677": "tạm vắng | khai bao tam vang",
    "1.004222": (
        "hộ khẩu | sổ hộ khẩu | nhập khẩu | nhập hộ khẩu cho con | thường trú | thuong chu | "
        "household book | nhap ho khau cho vo | đăng ký thường trú | nhập khẩu cho con mới sinh | "
        "chuyen ho khau"
    ),
    "1.010038": "tách khẩu | tách hộ | cắt khẩu | tách hộ khẩu",
    "1.010041": "ct07 | xác nhận cư trú | xác nhận thông tin cư trú | giay xac nhan cu tru | ct 07",
    "2.001159": "lưu trú | khách ngủ lại",
    "1.014061": (
        "cccd | căn cước | làm thẻ căn cước | chứng minh nhân dân | identity card | id card | "
        "làm cccd | can cuoc gan chip | citizen id"
    ),
    "1.014062": (
        "can cuoc cho con | căn cước trẻ em | cấp căn cước cho trẻ dưới 14 tuổi | lam can cuoc cho be"
    ),
    "1.014064": "mất căn cước | làm lại căn cước bị mất",
    "1.014063": "đổi căn cước | thẻ cccd hết hạn | renew id card",
    "3.000228": "vneid | định danh mức 2 | dinh danh dien tu | kích hoạt vneid | tài khoản vneid",
    "1.001612": (
        "mở quán | mo quan ca phe | đăng ký kinh doanh | hộ kinh doanh | giấy phép kinh doanh | "
        "mở tiệm | mở tạp hóa | business licence | open a shop | dang ky ho kinh doanh ca the | "
        "xin giay phep mo quan an | register business | mo quan pho | mở tiệm tóc | "
        "giay phep ban hang | new business"
    ),
    "1.001266": "nghỉ kinh doanh | đóng cửa hàng | đóng cửa hộ kinh doanh | tra giay phep kinh doanh",
    "1.001570": "tạm ngừng kinh doanh | tam ngung ho kinh doanh | ngung kinh doanh",
    "2.000720": "đổi tên hộ kinh doanh | thay đổi hộ kinh doanh",
    "2.000575": "mất giấy phép kinh doanh",
    "1.013855": "an toàn thực phẩm | vệ sinh thực phẩm | giấy an toàn thực phẩm quán ăn | vsattp quán ăn",
    "2.000181": "bán thuốc lá | ban le thuoc la",
    "1.005280": "hợp tác xã | thành lập htx",
    "1.013792": "tiệm net",
    "2.002409": "khiếu nại | khieu nai | complaint | đơn khiếu nại | khiếu nại đất đai",
    "2.002396": "tố cáo | to cao can bo | gui don to cao",
    "2.001909": "gặp chủ tịch | tiếp dân | gặp cán bộ tiếp dân",
    "2.001801": "đơn thư",
    "1.013133": (
        "nghĩa vụ quân sự | đi lính | đi bộ đội | nvqs | military service | "
        "khám nghĩa vụ quân sự | tuoi 17 nghia vu"
    ),
    "2.002854": "chuyển trường | school transfer | xin chuyển trường cho con | rút học bạ chuyển trường",
    "2.002891": "mở trường mầm non | mo nha tre",
    "1.012971": "giữ trẻ",
    "1.001622": "tiền ăn trưa",
    "2.002770": "bán trú | đi học xa | hoc sinh ban tru",
    "1.014336": "hỗ trợ học phí | hỗ trợ tiền học | miễn học phí",
    "3.000722": "bảo hiểm y tế | thẻ bhyt | health insurance | thẻ bảo hiểm cho trẻ em",
    "1.013274": "vỉa hè | lấn chiếm vỉa hè",
    "1.004088": "đăng ký thuyền | ghe | dang ky tau thuyen | đăng ký ghe tàu",
    "1.014801": "nuôi cá bè",
    "1.008004": "trồng lúa",
    "1.115377": "điện mặt trời | lap dien mat troi",
    "1.012084": "bạo lực gia đình | chồng đánh",
    "1.013791": "lễ hội",
    "1.012590": "chùa",
    "3.000611": "ocop",
    "2.000528": "khai sinh yeu to nuoc ngoai",
    "1.000689": "đăng ký khai sinh nhận cha",
    "2.001016": "từ chối nhận thừa kế",
    "1.013227": "gia hạn giấy phép xây dựng",
    "1.014680": "huy chuong thanh nien xung phong",
}
"""The nicknames were collected with these in view."""
UNSEEN = {
    "1.001193": "tôi muốn làm giấy khai sinh cho con gái | khai sinh cho con thứ hai | birth registration",
    "1.000894": "lam giay ket hon | đăng ký kết hôn tại xã | marriage registation",
    "1.004873": "giấy chứng nhận độc thân để đi xuất khẩu lao động",
    "1.000656": "chung tu | bao tu cho ong | death",
    "2.000635": "ban sao giay khai sinh",
    "1.004859": "sửa lỗi chính tả giấy khai sinh",
    "2.001263": "con nuoi",
    "2.000815": "công chứng giấy tờ xe | sao y ban chinh can cuoc | certify a copy",
    "2.000884": "chữ ký giấy ủy quyền",
    "2.001035": "mua bán nhà | hợp đồng cho thuê nhà",
    "2.001019": "lập di chúc cho con",
    "2.001406": "chia di sản",
    "1.013978": "làm bìa đỏ | cap giay chung nhan qsd dat | land registration",
    "1.012812": "tranh chấp lối đi",
    "1.013225": "xây nhà cấp 4 | xin giay phep xay nha",
    "1.013229": "cải tạo nhà",
    "1.014027": "tiền người cao tuổi | tro cap huu tri",
    "1.011607": "chứng nhận hộ nghèo",
    "1.001699": "nguoi khuyet tat nang",
    "1.001731": "tiền mai táng phí",
    "1.010803": "thờ cúng liệt sỹ",
    "2.001157": "thanh nien xung phong",
    "1.004194": "dang ki tam tru cho sinh vien | temporary residence registration",
    "1.003677": "tạm vắng đi làm",
    "1.004222": "nhap ho khau",
    "1.010041": "giay xac nhan noi cu tru",
    "1.010038": "tách khẩu ra riêng",
    "1.014061": "làm thẻ căn cước công dân",
    "1.014064": "mat cccd",
    "3.000228": "vneid muc 2",
    "1.001612": "mở tiệm tạp hoá | dang ky kinh doanh ho ca the | household business",
    "1.001570": "tạm nghỉ kinh doanh",
    "1.001266": "chấm dứt hộ kinh doanh",
    "1.013855": "giay chung nhan ve sinh an toan thuc pham",
    "2.002409": "khieu nai quyet dinh",
    "2.002396": "tố giác tham nhũng",
    "1.013133": "dang ky nghia vu quan su",
    "2.002854": "chuyển trường cho con",
    "1.014336": "hỗ trợ chi phí học tập",
    "3.000722": "bảo hiểm y tế trẻ em",
    "1.014062": "identity card for child",
}
"""Written before the index was ever asked them; nothing was changed for them afterwards."""
NOTHING = (
    "phóng tên lửa | asdfgh | qwerty | xyz | mua điện thoại | xem phim | đá bóng | ăn phở | con mèo | "
    "bitcoin | du lịch biển | hhhhhh | zzzz | lái máy bay | hộ chiếu | rút tiền ngân hàng | wifi | "
    "netflix | kjhgf | tivi | karaoke tối nay | thời tiết | kết quả xổ số | pizza | lorem ipsum | "
    "football match | hello world | aaaa | bằng lái xe | iphone | bún bò | đau bụng | vé máy bay | "
    "facebook | sửa điện thoại | abc xyz | nấu cơm | giá vàng | sửa xe máy | học lái xe | đặt vé tàu | "
    "chó cắn | mất ví | tìm việc làm thêm | bóng đá việt nam | lịch chiếu phim | trà sữa | "
    "mua nhà trả góp lãi suất | khám bệnh | tiêm phòng | đổi tiền | gửi hàng | ship đồ ăn | "
    "game online | con gà | cây xoài | lúa gạo giá | tình yêu | happy birthday | new york | "
    "restaurant | weather today | taxi | dog | computer | tải nhạc | chụp ảnh | cắt tóc | ngân hàng | "
    "visa mỹ | xin visa | máy giặt | nước mắm | tủ lạnh | ăn trộm | mượn tiền bạn"
)
"""What no commune office does."""


def queries(table):
    return [(query, code) for code, typed in table.items() for query in typed.split(" | ")]
