"""Reserve something for points, and give it back: points and stock come back together, once.

The person is held first, then her account, then her redemption, then the item: two taps cannot
spend the same points, and the last item goes to one.
"""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import race_window
from app.domain.audit import trail
from app.domain.audit.actors import SYSTEM, Actor
from app.domain.people.events import VolunteerLeft
from app.domain.people.holding import hold
from app.domain.places import queries as places
from app.domain.recognition import errors, ledger, shop_rules
from app.domain.recognition.events import RedemptionEnded
from app.domain.recognition.models import Redemption, RewardItem
from app.domain.recognition.rules import Effect
from app.domain.recognition.shop_rules import ALIVE, NEXT_STATE, Decision, State
from app.domain.recognition.stocking import facts_of, hold_item
from app.domain.recognition.terms import in_force
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.rows import held_row
from app.kernel.transaction import transaction

NOT_FETCHED = "过了领取时间"


def redeem(volunteer_id: UUID, item_id: UUID, *, nonce: str, now: datetime) -> UUID:
    """Reserve one item: points are held, stock is taken. The same click again, the first answer."""
    with transaction():
        person = hold([volunteer_id]).get(volunteer_id)
        if person is None:
            raise NotFound
        earlier = _earlier(volunteer_id, nonce)
        if earlier is not None:
            return earlier
        if not in_force()[0]:
            raise errors.ShopClosed
        if person.state != "active":
            raise errors.AccountFrozen
        accounts = ledger.hold_accounts([volunteer_id])
        item = hold_item(item_id)
        refusal = shop_rules.why_not_redeem(
            facts_of(item),
            left=item.left,
            balance=accounts[volunteer_id].balance,
            taken=_taken(volunteer_id, item_id),
            today=local_date(now),
        )
        if refusal:
            raise refusal
        race_window.pass_through()
        buyer = Actor("volunteer", volunteer_id, person.name)
        return _reserve(item, accounts, buyer, nonce=nonce, now=now)


def _earlier(volunteer_id: UUID, nonce: str) -> UUID | None:
    query = select(Redemption.id).where(
        Redemption.volunteer_id == volunteer_id, Redemption.nonce == nonce
    )
    return session.scalar(query)


def _taken(volunteer_id: UUID, item_id: UUID) -> int:
    query = select(func.count()).where(
        Redemption.volunteer_id == volunteer_id,
        Redemption.item_id == item_id,
        Redemption.state.in_(ALIVE),
    )
    return session.scalar(query) or 0


def _reserve(
    item: RewardItem, accounts: ledger.Accounts, buyer: Actor, *, nonce: str, now: datetime
) -> UUID:
    (volunteer_id,) = accounts
    row = Redemption(
        id=new_id(),
        number=_unused_number(),
        volunteer_id=volunteer_id,
        item_id=item.id,
        place_id=item.place_id,
        price=item.price,
        state=State.RESERVED.value,
        nonce=nonce,
        reserved_at=now,
        pick_up_by=shop_rules.pick_up_by(now),
    )
    item.left -= 1
    session.add(row)
    session.flush()
    effect = Effect(-item.price, 0)
    held = ledger.entry(accounts[volunteer_id], effect, kind="held", at=now, redemption_id=row.id)
    ledger.write([held], accounts, by=buyer)
    return row.id


def _unused_number() -> str:
    """Eight digits that no redemption has; the unique constraint decides between two at once."""
    while True:
        digits = shop_rules.NUMBER_DIGITS
        number = f"{secrets.randbelow(10**digits):0{digits}d}"
        if session.scalar(select(Redemption.id).where(Redemption.number == number)) is None:
            return number


def cancel(volunteer_id: UUID, redemption_id: UUID, *, now: datetime) -> None:
    """She does not want it any more. Asked again, nothing more happens."""
    with transaction():
        row = _of(redemption_id, volunteer_id)
        if row.state != State.CANCELLED.value:
            _give_back(row, Decision.CANCEL, "本人取消", now=now)


def cancel_by_staff(staff: Staff, redemption_id: UUID, reason: str, *, now: datetime) -> None:
    """Staff cancel it, with a reason she reads."""
    refusal = shop_rules.why_not_this_reason(reason)
    if refusal:
        raise refusal
    with transaction():
        row = _of(redemption_id)
        staff.require(Permission.REWARDS_HAND_OVER, places.place(row.place_id).path)
        title = _give_back(row, Decision.CANCEL, reason.strip(), now=now)
        note(staff.actor, row, "cancel", now=now, reason=reason.strip())
        _tell(row, title, now=now)


def expire(*, now: datetime) -> int:
    """What was not fetched in time goes back to the shelf, and its points to the person."""
    due = session.scalars(
        select(Redemption.id)
        .where(Redemption.state == State.RESERVED.value, Redemption.pick_up_by <= now)
        .order_by(Redemption.id)
        .limit(200)
    ).all()
    return sum(_expire(one, now) for one in due)


def _expire(redemption_id: UUID, now: datetime) -> bool:
    with transaction():
        row = _of(redemption_id)
        if row.state != State.RESERVED.value:  # fetched this very moment
            return False
        title = _give_back(row, Decision.EXPIRE, NOT_FETCHED, now=now)
        note(SYSTEM, row, "expire", now=now)
        _tell(row, title, now=now)
    return True


def give_back_of_who_left(event: VolunteerLeft) -> None:
    """Who leaves fetches nothing any more."""
    ids = session.scalars(
        select(Redemption.id).where(
            Redemption.volunteer_id == event.volunteer_id,
            Redemption.state == State.RESERVED.value,
        )
    ).all()
    for redemption_id in ids:
        row = _of(redemption_id)
        if row.state == State.RESERVED.value:
            _give_back(row, Decision.CANCEL, "账号已注销", now=event.now)


def held_redemption(redemption_id: UUID) -> Redemption:
    """A redemption's row, held; raises NotFound."""
    return held_row(Redemption, redemption_id)


def _of(redemption_id: UUID, volunteer_id: UUID | None = None) -> Redemption:
    """Hold the account before the redemption: the order in which it was reserved."""
    owner = session.scalar(select(Redemption.volunteer_id).where(Redemption.id == redemption_id))
    if owner is None or volunteer_id not in (None, owner):
        raise NotFound
    ledger.hold_accounts([owner])
    return held_redemption(redemption_id)


def _give_back(row: Redemption, decision: Decision, reason: str, *, now: datetime) -> str:
    """Points and stock come back; the title of what was reserved."""
    refusal = shop_rules.why_not(State(row.state), decision)
    if refusal:
        raise refusal
    row.state = NEXT_STATE[State(row.state), decision].value
    row.ended_at, row.reason = now, reason
    accounts = ledger.hold_accounts([row.volunteer_id])
    back = ledger.entry(
        accounts[row.volunteer_id],
        Effect(row.price, 0),
        kind="given_back",
        at=now,
        redemption_id=row.id,
    )
    ledger.write([back], accounts)
    item = hold_item(row.item_id)
    item.left += 1
    session.flush()
    return item.title


def _tell(row: Redemption, title: str, *, now: datetime) -> None:
    happened(RedemptionEnded(row.id, row.volunteer_id, title, row.price, row.reason or "", now))


def note(by: Actor, row: Redemption, word: str, *, now: datetime, **detail: object) -> None:
    """One decision on a redemption, in the trail."""
    trail.record(
        by,
        f"rewards.{word}",
        "redemption",
        row.id,
        now=now,
        place_id=row.place_id,
        price=row.price,
        **detail,
    )
