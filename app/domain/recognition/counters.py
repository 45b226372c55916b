"""What must agree between accounts and the ledger."""

from sqlalchemy import func, or_, select

from app.domain.recognition.models import PointAccount, PointEntry
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

AGREEMENTS = (
    Agreement(
        "a balance of points is the sum of its entries",
        select(PointAccount.volunteer_id)
        .outerjoin(_sums, _sums.c.volunteer_id == PointAccount.volunteer_id)
        .where(
            or_(
                PointAccount.balance != func.coalesce(_sums.c.points, 0),
                PointAccount.owed != func.coalesce(_sums.c.owed, 0),
            )
        ),
    ),
)
