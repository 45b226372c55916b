"""What must agree between accounts and the ledger."""

from sqlalchemy import case, func, or_, select

from app.domain.recognition.models import PointAccount, PointEntry, Redemption, RewardItem
from app.domain.recognition.shop_rules import ALIVE
from app.kernel.agreement import Agreement

_sums = (
    select(
        PointEntry.volunteer_id,
        func.sum(PointEntry.points).label("points"),
        func.sum(PointEntry.owed).label("owed"),
    )
    .group_by(PointEntry.volunteer_id)
    .subquery()
)
_living = (
    select(Redemption.item_id, func.count().label("count"))
    .where(Redemption.state.in_(ALIVE))
    .group_by(Redemption.item_id)
    .subquery()
)
_kept = (
    select(PointEntry.redemption_id, func.sum(PointEntry.points).label("points"))
    .group_by(PointEntry.redemption_id)
    .subquery()
)

BALANCES = Agreement(
    "a balance of points is the sum of its entries",
    select(PointAccount.volunteer_id)
    .outerjoin(_sums, _sums.c.volunteer_id == PointAccount.volunteer_id)
    .where(
        or_(
            PointAccount.balance != func.coalesce(_sums.c.points, 0),
            PointAccount.owed != func.coalesce(_sums.c.owed, 0),
        )
    ),
)
AGREEMENTS = (
    BALANCES,
    Agreement(
        "what is left of an item is what was put in less what people have",
        select(RewardItem.id)
        .outerjoin(_living, _living.c.item_id == RewardItem.id)
        .where(RewardItem.left != RewardItem.stocked - func.coalesce(_living.c.count, 0)),
    ),
    Agreement(
        "a redemption has cost its price, or nothing once it is given back",
        select(Redemption.id)
        .outerjoin(_kept, _kept.c.redemption_id == Redemption.id)
        .where(
            func.coalesce(_kept.c.points, 0)
            != case((Redemption.state.in_(ALIVE), -Redemption.price), else_=0)
        ),
    ),
)
