"""Points for honours: earned when one is published, taken back by an opposite row when revoked.

Called by `reactions`, inside the transaction of the decision.
"""

from app.domain.nominations.events import HonourRevoked, HonoursConferred
from app.domain.recognition import ledger, rules
from app.domain.recognition.earning import standing_lots, take_back_lots
from app.domain.recognition.models import PointEntry
from app.domain.recognition.terms import in_force
from app.kernel.calendar import local_date

EARNED, TAKEN_BACK = "honour", "unhonoured"


def earn_for_honours(event: HonoursConferred) -> None:
    """An honour is worth what the rule of its day says; without one, nothing."""
    switched_on, every = in_force()
    terms = rules.terms_on(local_date(event.now), every)
    if not switched_on or not terms.per_honour or not event.honours:
        return
    accounts = ledger.hold_accounts({one.volunteer_id for one in event.honours})
    rows = []
    for one in event.honours:
        account = accounts[one.volunteer_id]
        effect = rules.earned(terms.per_honour, owed=account.owed)
        rows.append(
            ledger.entry(
                account,
                effect,
                kind=EARNED,
                at=event.now,
                nomination_id=one.nomination_id,
                rule_id=terms.rule_id,
                expires_on=rules.runs_out_on(local_date(event.now), terms.lasts_months),
            )
        )
    ledger.write(rows, accounts)


def take_back_honour(event: HonourRevoked) -> None:
    """What it brought goes by an opposite row; what was spent of it is owed."""
    ids = [event.honour.nomination_id]
    lots = standing_lots(PointEntry.nomination_id, ids, earned=EARNED, taken_back=TAKEN_BACK)
    take_back_lots(lots, TAKEN_BACK, now=event.now)
