"""Rows as collected from the published lists of procedures, told in the words of our own catalogue.

What such a row recalls, or nobody verified, becomes an uncertain field and never a certain one.
"""

from typing import Any

import msgspec

GROUPS = {
    "civil_status": "ho_tich nuoi_con_nuoi lien_thong",
    "certification": "chung_thuc",
    "land": "dat_dai xay_dung nha_o quy_hoach moi_truong tai_nguyen_nuoc khoang_san bien_hai_dao",
    "social": "bao_tro_xa_hoi nguoi_co_cong giam_ngheo tre_em lao_dong_viec_lam te_nan_xa_hoi quan_su "
    "phong_chay_chua_chay phong_chong_thien_tai",
    "business": "ho_kinh_doanh hop_tac_xa cong_thuong y_te_attp thong_tin_dien_tu xuat_ban_in",
}
GROUP_OF = {area: group for group, areas in GROUPS.items() for area in areas.split()}
UNCERTAIN = {
    "time_limit": "limit",
    "fee": "fee_vnd",
    "documents": "documents",
    "channels": "channels",
    "interlinked_with": "channels",
    "field": "field",
    "level": "field",
    "legal_basis": "legal_basis",
    "result": "result",
}


class Cutoff(msgspec.Struct, frozen=True):
    hour: int


class TimeLimit(msgspec.Struct, frozen=True):
    unit: str
    value: int | None = None
    max_value: int | None = None
    cutoff: Cutoff | None = None
    basis: str | None = None


class FeeItem(msgspec.Struct, frozen=True):
    amount_vnd: int | None = None


class Fee(msgspec.Struct, frozen=True):
    amount_vnd: int | None = None
    per: str | None = None
    set_by: str | None = None
    items: tuple[FeeItem, ...] = ()
    note: str | None = None


class Paper(msgspec.Struct, frozen=True):
    name: str
    originals: int | None = 0
    copies: int | None = 0
    group: str | None = None


class Channels(msgspec.Struct, frozen=True):
    direct: bool | None = None
    online: bool | None = None
    postal: bool | None = None


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a collected row that a notice board needs."""

    code: str
    name: str
    name_en: str | None = None
    field: str
    field_group: str | None = None
    time_limit: TimeLimit
    fee: Fee | None = None
    documents: tuple[Paper, ...] = ()
    channels: Channels = Channels()
    result: str | None = None
    legal_basis: tuple[str, ...] = ()
    decision: str | None = None
    status: str | None = None
    status_from: str | None = None
    verified: bool = True
    recalled: tuple[str, ...] = ()


ENDING = frozenset({"repealed", "sunset"})
"""Statuses of a procedure that is, or will be, no longer offered from `status_from` on."""


def is_exported(row: dict[str, Any]) -> bool:
    return "time_limit" in row or "field_group" in row


def told(value: dict[str, Any]) -> dict[str, Any]:
    """A collected row as a row of our own catalogue."""
    row = msgspec.convert(value, Exported)
    fee = row.fee or Fee()
    limit = _limit(row.time_limit)
    return {
        "code": row.code,
        "name": _plain(row.name),
        "name_en": _plain(row.name_en),
        "field": _plain(row.field),
        "group": GROUP_OF.get(row.field_group or "", "other"),
        "limit": limit,
        "channels": _channels(row.channels),
        "documents": [_paper(paper) for paper in row.documents],
        "fee_vnd": fee.amount_vnd,
        "fee_note": _fee_note(fee),
        "result": _plain(row.result),
        "legal_basis": [_plain(basis) for basis in row.legal_basis],
        "source": _plain(row.decision),
        "uncertain": _uncertain(row),
        "offered_until": (row.status_from or "") if row.status in ENDING else "",
        "delegated": row.field_group == "chung_thuc" and limit["unit"] == "same_day",
    }


def _limit(limit: TimeLimit) -> dict[str, Any]:
    if limit.unit == "same_day":
        return {"unit": limit.unit, "cutoff": f"{limit.cutoff.hour:02}:00" if limit.cutoff else None}
    return {"unit": "working_hour" if limit.unit == "hour" else limit.unit, "value": limit.value}


def _channels(channels: Channels) -> list[str]:
    """Where a row names no channel, the counter remains: nobody may be sent away for that."""
    named = {"counter": channels.direct, "online": channels.online, "postal": channels.postal}
    return [name for name, open in named.items() if open] or ["counter"]


def _paper(paper: Paper) -> dict[str, Any]:
    return {
        "name": _plain(paper.name),
        "originals": paper.originals or 0,
        "copies": paper.copies or 0,
        "group": _plain(paper.group),
    }


def _fee_note(fee: Fee) -> str:
    parts = (
        f"mỗi {fee.per}" if fee.per else "",
        "mức do HĐND tỉnh quyết định" if fee.set_by == "hdnd_tinh" else "",
        _plain(fee.note),
    )
    return "; ".join(part for part in parts if part)


def _uncertain(row: Exported) -> list[str]:
    limit, fee = row.time_limit, row.fee or Fee()
    doubts = {
        "offered_until": row.status in ENDING and not row.status_from,
        "field": False,
        "limit": limit.unit == "hour" or limit.max_value not in {None, limit.value},
        "channels": row.channels == Channels(),
        "documents": not row.documents,
        "fee_vnd": len({item.amount_vnd for item in fee.items}) > 1,
    }
    recalled = {UNCERTAIN.get(name.split(".")[0], name) for name in row.recalled}
    if not row.verified and not recalled:
        # Nobody vouches for the row as a whole: what a citizen plans by is the first to doubt.
        recalled = {"limit", "fee_vnd", "documents"}
    return sorted(recalled | {name for name, doubted in doubts.items() if doubted})


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())
