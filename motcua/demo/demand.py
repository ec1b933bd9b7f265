"""What the people of the commune come for: thirteen fields, how often, and how long a visit takes."""

import msgspec

FIRST_DAY, LAST_DAY = "2025-07-01", "2025-12-31"
RECEIVED, PENDING, LATE = 1962, 31, 18
"""As the commune reported its first half-year; of the pending it named 26 and left 5 out."""

LAND = "Đất đai"


class Demand(msgspec.Struct, frozen=True):
    """One field: its share of all dossiers, the procedures most asked for with their weights, minutes a visit takes."""

    field: str
    share: int
    procedures: dict[str, int]
    minutes: float


DEMANDS = (
    Demand(
        "Chứng thực", 880, {"2.000815": 66, "2.000884": 24, "2.001035": 5, "2.000908": 3, "2.001019": 2}, 7.5
    ),
    Demand(
        "Hộ tịch",
        540,
        {
            "2.000635": 46,
            "1.001193": 16,
            "1.004873": 14,
            "1.000656": 8,
            "1.000894": 8,
            "1.004859": 5,
            "1.004884": 3,
        },
        11.0,
    ),
    Demand(LAND, 190, {"1.012753": 30, "1.012796": 20, "1.013978": 30, "1.012812": 10, "1.013979": 10}, 22.0),
    Demand(
        "Thành lập và hoạt động doanh nghiệp (hộ kinh doanh)",
        96,
        {"1.001612": 50, "2.000720": 20, "1.001266": 18, "1.001570": 12},
        12.0,
    ),
    Demand("Bảo trợ xã hội", 92, {"1.001776": 34, "1.014027": 38, "1.001699": 14, "1.014028": 14}, 12.0),
    Demand("Người có công", 44, {"1.010803": 40, "1.010833": 30, "1.010814": 20, "1.001257": 10}, 14.0),
    Demand("Hoạt động xây dựng", 36, {"1.013225": 70, "1.013229": 20, "1.013227": 10}, 15.0),
    Demand("Giảm nghèo", 24, {"1.011607": 70, "1.011609": 30}, 10.0),
    Demand("Trẻ em", 16, {"1.004944": 70, "1.004941": 30}, 12.0),
    Demand("Giáo dục mầm non", 14, {"1.012971": 60, "2.002894": 40}, 13.0),
    Demand("Tín ngưỡng, tôn giáo", 12, {"1.012592": 40, "1.012591": 30, "1.012585": 30}, 13.0),
    Demand("Nuôi con nuôi", 10, {"2.001255": 100}, 15.0),
    Demand("Trồng trọt", 8, {"1.008004": 100}, 11.0),
)

PRIORITIES = {"": 880, "elderly": 62, "merit": 28, "disabled": 15, "pregnant": 15}
"""About twelve in a hundred go first."""
ONLINE, POSTAL, HOME = 0.25, 0.05, 0.02
"""Shares of the channels; the rest comes to the counter."""
AT_HOME = frozenset({"2.000884", "1.014027", "1.001699"})
"""What officers go out for: the signature or the form of somebody who cannot come."""
PAID = {LAND: 0.45, "Hoạt động xây dựng": 0.4}
"""How often a dossier of these fields waits for a tax or a charge to be paid."""

WEEKDAYS = (1.35, 1.0, 0.95, 1.0, 0.9, 0.5)
"""Mondays are busy; the last is a Saturday worked to make up for a holiday."""
