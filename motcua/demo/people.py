"""Invented people: no name, number or address here belongs to anybody.

Personal ids begin with 099, a province code that was never given out (they end at 096); phones begin with 0199,
a prefix withdrawn in 2018. The hamlets are on no map.
"""

from collections.abc import Collection, Sequence
from random import Random

import msgspec

FAMILY = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Phan",
    "Trương", "Đoàn", "Mai", "Cao", "Lương", "Châu",
)  # fmt: skip
MIDDLE_WOMEN = ("Thị", "Ngọc", "Kim", "Thu", "Mỹ", "Thị Hồng", "Thị Bích", "Thị Cẩm", "Thanh", "Diễm")
MIDDLE_MEN = ("Văn", "Hữu", "Minh", "Quốc", "Công", "Thanh", "Đức", "Tấn", "Hoàng", "Phước")
GIVEN_WOMEN = (
    "Lan", "Hoa", "Mai", "Hương", "Nga", "Phượng", "Tuyết", "Nhung", "Loan", "Thắm", "Duyên", "Trinh", "Ngân",
    "Yến", "Thảo", "Vân", "Xuân", "Tiên", "Trang", "Hằng",
)  # fmt: skip
GIVEN_MEN = (
    "Hùng", "Dũng", "Tuấn", "Sơn", "Hải", "Long", "Phong", "Lộc", "Tài", "Nghĩa", "Khánh", "Bình", "Thắng",
    "Hiếu", "Toàn", "Phúc", "Đạt", "Khoa", "Vinh", "Trọng",
)  # fmt: skip
HAMLETS = (
    "Rạch Sen", "Cầu Gạo", "Mương Lúa", "Gò Khóm", "Kinh Tràm", "Láng Én", "Bến Cau", "Vườn Khóm", "Đìa Súng",
)  # fmt: skip

FEW = (True, False, False, False, False)

UNUSED_PROVINCE = "099"
WITHDRAWN_PREFIX = "0199"


class Person(msgspec.Struct, frozen=True):
    name: str
    personal_id: str
    phone: str
    address: str
    email: str


def invent(rng: Random, commune: str, taken: Collection[str] = ()) -> Person:
    """Somebody new; never a namesake of those whose names are public."""
    woman = rng.choice((True, False))
    middle, given = (MIDDLE_WOMEN, GIVEN_WOMEN) if woman else (MIDDLE_MEN, GIVEN_MEN)
    born = rng.randint(1945, 2006)
    return Person(
        name=_name(rng, middle, given, taken),
        personal_id=_personal_id(rng, woman, born),
        phone=f"{WITHDRAWN_PREFIX}{rng.randrange(10**6):06d}",
        address=f"ấp {rng.choice(HAMLETS)}, {commune}",
        email=f"nguoi{rng.randrange(10**6):06d}@example.vn" if rng.choice(FEW) else "",
    )


def _name(rng: Random, middle: Sequence[str], given: Sequence[str], taken: Collection[str]) -> str:
    while (name := f"{rng.choice(FAMILY)} {rng.choice(middle)} {rng.choice(given)}") in taken:
        pass
    return name


def _personal_id(rng: Random, woman: bool, born: int) -> str:
    """Province, then a digit for century and sex, the year of birth, and six digits (NĐ 137/2015 Art. 13)."""
    century_and_sex = 2 * (born // 2000) + int(woman)
    return f"{UNUSED_PROVINCE}{century_and_sex}{born % 100:02d}{rng.randrange(10**6):06d}"
