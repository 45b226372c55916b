"""Open a merchant for coupons, change what is said of it, stop it and let it go on."""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.coupons.models import Merchant
from app.domain.coupons.rules import why_not_this_reason
from app.domain.places import queries as places
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, Refusal
from app.kernel.rows import held_row
from app.kernel.transaction import transaction

CATEGORIES = (
    "餐饮",
    "超市便利",
    "文化演出",
    "图书文具",
    "体育健身",
    "农特产品",
    "家电家居",
    "其他",
)
NAME_MOST = 40
ADDRESS_MOST = 100
CONTACT_MOST = 50
ACCOUNT_MOST = 60
ACCOUNT_DIGITS = (8, 30)


@dataclass(frozen=True)
class MerchantFacts:
    """What is said about a merchant; `account_number` None: what is kept stays."""

    name: str
    category: str
    address: str
    contact_name: str
    contact_phone: str
    account_name: str
    account_number: str | None
    opens_at: time | None
    closes_at: time | None


def open_merchant(staff: Staff, place_id: UUID, facts: MerchantFacts, *, now: datetime) -> UUID:
    """A merchant of a place of hers."""
    place = places.place(place_id, within=staff.scope)
    staff.require(Permission.MERCHANTS_MANAGE, place.path)
    if refusal := why_not_this_merchant(facts):
        raise refusal
    with transaction():
        row = Merchant(
            id=new_id(),
            place_id=place.id,
            place_path=place.path,
            account_number="",
            created_by_id=staff.id,
            created_at=now,
        )
        _describe(row, facts)
        session.add(row)
        _note(staff, row, "open", now=now)
    return row.id


def change_merchant(
    staff: Staff, merchant_id: UUID, facts: MerchantFacts, *, now: datetime
) -> None:
    """Say anew what is said about it."""
    if refusal := why_not_this_merchant(facts):
        raise refusal
    with transaction():
        row = hold_merchant(staff, merchant_id)
        before = (row.account_name, row.account_number)
        _describe(row, facts)
        changed = before != (row.account_name, row.account_number)
        _note(staff, row, "change", now=now, **({"account_changed": True} if changed else {}))


def stop(staff: Staff, merchant_id: UUID, reason: str, *, now: datetime) -> None:
    """It takes no coupons any more; asked again, nothing more happens."""
    if refusal := why_not_this_reason(reason):
        raise refusal
    with transaction():
        row = hold_merchant(staff, merchant_id)
        if row.stopped_at is None:
            row.stopped_at, row.stopped_reason = now, reason.strip()
            _note(staff, row, "stop", now=now, reason=reason.strip())


def go_on(staff: Staff, merchant_id: UUID, *, now: datetime) -> None:
    """It takes coupons again."""
    with transaction():
        row = hold_merchant(staff, merchant_id)
        if row.stopped_at is not None:
            row.stopped_at = row.stopped_reason = None
            _note(staff, row, "go_on", now=now)


def hold_merchant(staff: Staff, merchant_id: UUID) -> Merchant:
    """A merchant's row, held, that she may manage; raises NotFound."""
    row = held_row(Merchant, merchant_id)
    staff.require(Permission.MERCHANTS_MANAGE, row.place_path)
    return row


def why_not_this_merchant(facts: MerchantFacts) -> Refusal | None:
    """A name, an address, somebody to call; an account number is digits."""
    if not 1 <= len(facts.name) <= NAME_MOST:
        return BadInput(field="name", problem=f"请填写商户名称，最多 {NAME_MOST} 个字")
    if facts.category not in CATEGORIES:
        return BadInput(field="category", problem="请选择类别")
    if not 1 <= len(facts.address) <= ADDRESS_MOST:
        return BadInput(field="address", problem=f"请填写地址，最多 {ADDRESS_MOST} 个字")
    if not facts.contact_phone.replace("-", "").isdigit():
        return BadInput(field="contact_phone", problem="请填写联系电话")
    if (facts.opens_at is None) != (facts.closes_at is None):
        return BadInput(field="closes_at", problem="营业的开始和结束都要填，或都不填")
    return _why_not_this_account(facts.account_number)


def _why_not_this_account(number: str | None) -> Refusal | None:
    shortest, longest = ACCOUNT_DIGITS
    if not number or (number.isdigit() and shortest <= len(number) <= longest):
        return None
    return BadInput(field="account_number", problem=f"账号是 {shortest} 到 {longest} 位数字")


def _describe(row: Merchant, facts: MerchantFacts) -> None:
    row.name, row.category, row.address = facts.name, facts.category, facts.address
    row.contact_name, row.contact_phone = facts.contact_name, facts.contact_phone
    row.account_name = facts.account_name
    row.opens_at, row.closes_at = facts.opens_at, facts.closes_at
    if facts.account_number is not None:
        row.account_number = facts.account_number


def _note(staff: Staff, row: Merchant, word: str, *, now: datetime, **detail: object) -> None:
    """What was done; no phone and no account number is told."""
    trail.record(
        staff.actor,
        f"merchant.{word}",
        "merchant",
        row.id,
        now=now,
        place_id=row.place_id,
        name=row.name,
        **detail,
    )
