"""Settlements of coupons on paper: to be signed and sealed by the merchant and who pays."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from app.adapters import papers, qr_images
from app.domain.coupons.money import FEN, in_capitals
from app.domain.coupons.on_paper import OfAKind, OnPaper, SheetOnPaper
from app.kernel.calendar import local

TEMPLATE = "coupon_settlement"
PPI = 120  # of a page as a picture


def pdf(
    found: SheetOnPaper, *, unit_name: str, account: str, reason: str, public_url: str
) -> bytes:
    """The paper, dated as it was confirmed.

    `account` is as much of its number as may be shown, `reason` why the sheet takes back, for the
    office's own copy: staff wrote it freely, and it may name somebody.
    """
    facts = shown(found, unit_name=unit_name, account=account, reason=reason, public_url=public_url)
    return papers.pdf(TEMPLATE, facts, now=_confirmed_at(found))


@lru_cache(maxsize=4)
def pages(
    found: SheetOnPaper, *, unit_name: str, account: str, reason: str, public_url: str
) -> list[bytes]:
    """The same pages as PNG, for phones that show no PDF; kept for a moment, asked one by one."""
    facts = shown(found, unit_name=unit_name, account=account, reason=reason, public_url=public_url)
    return papers.pictures(TEMPLATE, facts, now=_confirmed_at(found), ppi=PPI)


def shown(
    found: SheetOnPaper, *, unit_name: str, account: str, reason: str, public_url: str
) -> dict[str, Any]:
    """What the template shows: amounts and moments in words."""
    sheet = found.sheet
    address = f"{public_url}/coupon-settlements/{found.code}"
    return {
        "title": "消费券冲减单" if sheet.corrects_id else "消费券结算单",
        "number": sheet.number,
        "unit": unit_name,
        "merchant": sheet.merchant,
        "days": f"{_day(sheet.first_day)} 至 {_day(sheet.last_day)}",
        "seasons": list(found.seasons),
        "account_name": sheet.account_name,
        "account": account,
        "count": sheet.count,
        "face": money(sheet.face_fen),
        "spent": money(sheet.spent_fen),
        "capitals": in_capitals(sheet.face_fen),
        "kinds": [_kind(one) for one in found.kinds],
        "rows": [_row(one) for one in found.rows],
        "takes_back": sheet.corrects_id is not None,
        "reason": reason,
        "prepared": f"{sheet.prepared_by}，{_moment(sheet.prepared_at)}",
        "confirmed": f"{sheet.confirmed_by}，{_moment(_confirmed_at(found))}",
        "paid": f"{_day(sheet.paid_on)}，凭证 {sheet.voucher}" if sheet.paid_on else None,
        "sha256": found.proof.now,
        "in_ledger": found.proof.confirmed is not None,
        "seal": found.proof.seal_number,
        "qr": qr_images.svg(address),
        "ledger_address": f"{public_url}/ledger",
    }


def money(fen: int) -> str:
    """1,230.50: as sums of money are written in accounts."""
    return f"{fen / FEN:,.2f}"


def _kind(one: OfAKind) -> dict[str, Any]:
    return {
        "title": one.title,
        "terms": one.terms,
        "count": one.count,
        "face": money(one.face_fen),
        "spent": money(one.spent_fen),
    }


def _row(one: OnPaper) -> dict[str, str]:
    return {
        "at": f"{local(one.at):%Y-%m-%d %H:%M:%S}",
        "number": one.number,
        "title": one.title,
        "face": money(one.face_fen),
        "spent": money(one.spent_fen),
    }


def _confirmed_at(found: SheetOnPaper) -> datetime:
    return found.sheet.confirmed_at or found.sheet.prepared_at


def _day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def _moment(at: datetime) -> str:
    return f"{local(at):%Y-%m-%d %H:%M}"
