"""What a clerk should look at before she settles. Flags refuse nothing. Sources: docs/rules.md."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from app.kernel.calendar import local, local_date

MANY_OF_ONE = 3
IN_A_ROW = 3
IN_A_ROW_WITHIN = timedelta(seconds=60)
ACCOUNTS_OF_ONE_PHONE = 4
NIGHT_FROM, NIGHT_UNTIL = time(23), time(6)


class Flag(StrEnum):
    """One reason to look."""

    MANY_OF_ONE = "many_of_one"
    OUT_OF_HOURS = "out_of_hours"
    IN_A_ROW = "in_a_row"
    CONTACT = "contact"
    ONE_PHONE = "one_phone"


FLAG_TITLES: Mapping[Flag, str] = MappingProxyType(
    {
        Flag.MANY_OF_ONE: f"同一人当天在本店用了 {MANY_OF_ONE} 张以上",
        Flag.OUT_OF_HOURS: "不在营业时间",
        Flag.IN_A_ROW: f"{IN_A_ROW_WITHIN.seconds} 秒内连续核销 {IN_A_ROW} 张以上",
        Flag.CONTACT: "领券人的电话就是商户的联系电话，或是其家人",
        Flag.ONE_PHONE: f"同一部手机为 {ACCOUNTS_OF_ONE_PHONE} 个以上账号领券",
    }
)


@dataclass(frozen=True)
class Used:
    """A redemption as the flags see it."""

    redemption_id: UUID
    volunteer_id: UUID
    at: datetime
    phone_mark: str | None


@dataclass(frozen=True)
class Till:
    """What is known of the merchant and around it.

    `kin`: people reached by the merchant's own phone; `accounts`: for how many accounts a phone
    has taken coupons.
    """

    opens_at: time | None
    closes_at: time | None
    kin: frozenset[UUID]
    accounts: Mapping[str, int]


def flags(rows: Sequence[Used], till: Till) -> dict[UUID, tuple[Flag, ...]]:
    """Each redemption's reasons to look; who has none is missing."""
    per_day = Counter((one.volunteer_id, local_date(one.at)) for one in rows)
    hurried = in_a_row(rows)
    found = {}
    for one in rows:
        mine = {
            Flag.MANY_OF_ONE: per_day[one.volunteer_id, local_date(one.at)] >= MANY_OF_ONE,
            Flag.OUT_OF_HOURS: is_out_of_hours(one.at, till.opens_at, till.closes_at),
            Flag.IN_A_ROW: one.redemption_id in hurried,
            Flag.CONTACT: one.volunteer_id in till.kin,
            Flag.ONE_PHONE: till.accounts.get(one.phone_mark or "", 0) >= ACCOUNTS_OF_ONE_PHONE,
        }
        if any(mine.values()):
            found[one.redemption_id] = tuple(flag for flag, stands in mine.items() if stands)
    return found


def is_out_of_hours(at: datetime, opens_at: time | None, closes_at: time | None) -> bool:
    """Outside the merchant's hours, maybe past midnight; where unknown, at night."""
    moment = local(at).time()
    if opens_at is None or closes_at is None:
        return moment >= NIGHT_FROM or moment < NIGHT_UNTIL
    if opens_at <= closes_at:
        return not opens_at <= moment <= closes_at
    return closes_at < moment < opens_at


def in_a_row(rows: Sequence[Used]) -> set[UUID]:
    """Those that stand with others within a minute."""
    ordered = sorted(rows, key=lambda one: one.at)
    found: set[UUID] = set()
    for first in range(len(ordered) - IN_A_ROW + 1):
        together = ordered[first : first + IN_A_ROW]
        if together[-1].at - together[0].at <= IN_A_ROW_WITHIN:
            found.update(one.redemption_id for one in together)
    return found
