"""Slips as a kiosk prints them, the printer they go to, and somebody who waits until they have come out."""

import io

import numpy as np
from PIL import Image

from kiosk.printing import Limits, Thermal
from kiosk.printing.wires import network
from kiosk.ticket import Slip

LINK = "https://motcua.banlien.example/t#7K3M9QX2ABCDEFGH"
FULL = Slip(
    unit="Ủy ban nhân dân xã Bản Liền",
    place="Trung tâm Phục vụ hành chính công",
    number="A012",
    url=LINK,
    issued_at=1_795_228_920_000_000,
    kiosk="Kiosk 1",
    priority=True,
    procedure="Đăng ký khai sinh có yếu tố nước ngoài tại khu vực biên giới",
    counters=("2", "3"),
    people_ahead=4,
    wait=(15, 25),
    code="7K3M9QX2ABCDEFGH",
    bring=("Giấy chứng sinh (bản chính)", "Căn cước của cha hoặc mẹ; giấy ủy quyền nếu đi thay"),
    simulated=True,
)
BARE = Slip(unit="Xã Bản Liền", number="B001", url=LINK, issued_at=FULL.issued_at, kiosk="K1")
QUICK = Limits(connect=0.5, answer=0.5, take=0.6, finish=0.8, look=0.03, slip=2.0)
"""For a printer that leaves a question open: so long it is waited for in vain."""
PATIENCE = 60
"""Seconds that a busy machine may take."""
PATIENT = Limits(
    connect=PATIENCE, answer=PATIENCE, take=PATIENCE, finish=PATIENCE, look=0.03, slip=2 * PATIENCE
)
"""For a printer that answers."""


def pixels(png):
    return np.array(Image.open(io.BytesIO(png)).convert("L"))


def thermal(a_printer, **settings):
    limits = PATIENT if a_printer.answers else QUICK
    return Thermal(network("127.0.0.1", a_printer.port), limits=limits, **settings)


def settled(*jobs):
    for job in jobs:
        assert job.over.wait(PATIENCE), "a slip was never settled"
    return [job.outcome for job in jobs]
