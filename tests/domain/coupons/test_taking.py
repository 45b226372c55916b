"""Seasons run, and people take coupons."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from app.domain import clockwork
from app.domain.access.errors import NotAllowed
from app.domain.access.rules import Role
from app.domain.audit.models import AuditEntry
from app.domain.coupons import counters, errors, kinds, queries, seasons, taking
from app.domain.coupons.models import Coupon, CouponSeason
from app.domain.coupons.rules import SeasonStep
from app.domain.messaging.models import OutboxMessage
from app.domain.people import leaving
from app.domain.places.models import Place
from app.domain.places.scope import EVERYWHERE
from app.kernel.agreement import disagreements
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction
from tests import world
from tests.conftest import Counting
from tests.domain.coupons.season import (
    DAY,
    FIFTY_LESS_TWENTY,
    SEASON,
    Fair,
    a_fair,
    redeemed,
    state,
    taken,
)
from tests.world import NOON

pytestmark = pytest.mark.usefixtures("database")
SECOND = timedelta(seconds=1)


def agreed() -> None:
    assert list(disagreements(counters.AGREEMENTS)) == []


def test_a_coupon_is_taken_and_counted(fair: Fair) -> None:
    person = world.a_volunteer()
    one = taken(person, fair)
    assert (fair.kind.taken, fair.season.committed_fen) == (1, 2000)
    (shown,) = queries.mine(person.id).items
    assert (shown.id, shown.standing, shown.kind.facts.terms) == (one, "未使用", "满 50 减 20")
    agreed()


def test_a_click_sent_twice_takes_one(fair: Fair) -> None:
    person = world.a_volunteer()
    answers = {taking.take(person.id, fair.kind_id, nonce="n", now=NOON) for _ in range(2)}
    assert len(answers) == 1
    assert fair.kind.taken == 1


def test_a_click_sent_again_for_another_kind_is_answered_with_what_it_gave(fair: Fair) -> None:
    person = world.a_volunteer()
    other = replace(FIFTY_LESS_TWENTY, title="购书券", total=5)
    other_id = kinds.add_kind(fair.administrator, fair.season_id, other, [fair.books], now=NOON)
    first = taking.take(person.id, fair.kind_id, nonce="n", now=NOON)
    assert taking.take(person.id, other_id, nonce="n", now=NOON) == first
    assert (fair.kind.taken, fair.season.committed_fen) == (1, 2000)
    agreed()


def test_the_limit_holds_in_the_table_too(fair: Fair) -> None:
    person = world.a_volunteer()
    row = session.get_one(Coupon, taken(person, fair))
    with pytest.raises(errors.LimitReached):
        taken(person, fair)
    facts = {c.key: getattr(row, c.key) for c in Coupon.__mapper__.column_attrs}
    with pytest.raises(DatabaseError), transaction():
        session.add(Coupon(**{**facts, "id": new_id(), "nonce": "another"}))
    assert fair.kind.taken == 1


def test_never_over_the_budget(centre: Place) -> None:
    fair = a_fair(centre, total=1, budget_fen=2000)
    with pytest.raises(errors.OverBudget):
        kinds.change_kind(
            fair.administrator,
            fair.kind_id,
            replace(FIFTY_LESS_TWENTY, total=2),
            [fair.noodles],
            now=NOON,
        )
    taken(world.a_volunteer(), fair)
    with pytest.raises(errors.AllTaken):
        taken(world.a_volunteer(), fair)
    with pytest.raises(DatabaseError), transaction():
        session.get_one(CouponSeason, fair.season_id).committed_fen = 2001


def test_a_plan_of_a_thousand_million_yuan_is_over_the_budget_on_every_database(
    centre: Place,
) -> None:
    fair = a_fair(centre, running=False)
    most = replace(FIFTY_LESS_TWENTY, face_fen=100_000, minimum_fen=100_000, total=1_000_000)
    with pytest.raises(errors.OverBudget) as refused:
        kinds.add_kind(fair.administrator, fair.season_id, most, [fair.noodles], now=NOON)
    assert "合计 1000000200 元" in refused.value.sentence


def test_frozen_people_take_nothing(fair: Fair) -> None:
    with pytest.raises(errors.AccountFrozen):
        taken(world.a_volunteer(state="frozen"), fair)


def test_a_season_from_draft_to_its_end(centre: Place) -> None:
    fair = a_fair(centre, running=False)
    with pytest.raises(NotFound):
        queries.kind(fair.kind_id)
    with pytest.raises(errors.SeasonNotLikeThis):
        seasons.step(fair.administrator, fair.season_id, SeasonStep.OPEN, now=NOON)
    seasons.step(fair.administrator, fair.season_id, SeasonStep.ANNOUNCE, now=NOON)
    clockwork.tick(NOON)
    assert fair.season.state == "open"
    seasons.step(fair.administrator, fair.season_id, SeasonStep.PAUSE, now=NOON)
    with pytest.raises(errors.NoLongerTaken):
        taken(world.a_volunteer(), fair)
    seasons.step(fair.administrator, fair.season_id, SeasonStep.GO_ON, now=NOON)
    one = taken(world.a_volunteer(), fair)
    clockwork.tick(SEASON.use_until)
    assert (fair.season.state, state(one)) == ("over", "expired")
    agreed()


def test_a_season_is_open_from_its_first_moment_without_waiting_for_the_worker(
    centre: Place,
) -> None:
    fair = a_fair(centre, running=False)
    early = SEASON.take_from - DAY
    seasons.step(fair.administrator, fair.season_id, SeasonStep.ANNOUNCE, now=early)
    with pytest.raises(errors.NotYet):
        taken(world.a_volunteer(), fair, now=SEASON.take_from - SECOND)
    assert fair.season.state == "announced"
    taken(world.a_volunteer(), fair, now=SEASON.take_from)
    assert fair.season.state == "open"
    assert _opened() == 1
    seasons.advance(now=NOON)
    assert _opened() == 1


def test_who_pauses_at_the_first_moment_pauses_a_season_that_is_open(centre: Place) -> None:
    fair = a_fair(centre, running=False)
    seasons.step(fair.administrator, fair.season_id, SeasonStep.ANNOUNCE, now=NOON)
    seasons.step(fair.administrator, fair.season_id, SeasonStep.PAUSE, now=NOON)
    assert (fair.season.state, _opened()) == ("paused", 1)


def _opened() -> int:
    """How often the trail says that a season opened."""
    query = select(func.count()).where(AuditEntry.action == "coupons.open")
    return session.scalar(query) or 0


def test_a_season_without_coupons_is_not_announced(centre: Place) -> None:
    chief = world.staff(Role.CENTRE_ADMINISTRATOR, at=centre)
    made = seasons.plan(chief, centre.id, SEASON, now=NOON)
    with pytest.raises(errors.NothingToAnnounce):
        seasons.step(chief, made, SeasonStep.ANNOUNCE, now=NOON)
    manager = world.staff(Role.OFFICE_MANAGER, at=centre)
    with pytest.raises(NotAllowed):
        seasons.plan(manager, centre.id, SEASON, now=NOON)
    assert queries.seasons(EVERYWHERE).total == 1


def test_who_leaves_gives_back_what_she_has_not_used(fair: Fair) -> None:
    person, other = world.a_volunteer(), world.a_volunteer()
    one, used = taken(person, fair), taken(other, fair)
    redeemed(used, fair.till)
    for each in (person, other):
        leaving.leave(each.id, now=NOON)
    assert (state(one), state(used)) == ("dropped", "used")
    assert fair.kind.taken == 1
    agreed()


def test_seasons_are_held_after_every_coupon_and_kind(
    fair: Fair, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = [
        kinds.add_kind(fair.administrator, fair.season_id, facts, [fair.noodles], now=NOON)
        for facts in (replace(FIFTY_LESS_TWENTY, title=title, total=1) for title in "甲乙")
    ]
    person = world.a_volunteer()
    for kind_id in (more[1], fair.kind_id, more[0]):
        taking.take(person.id, kind_id, nonce=new_id().hex, now=NOON)
    held: list[UUID] = []
    for name in ("hold_kind", "hold_season"):
        monkeypatch.setattr(taking, name, _noting(getattr(taking, name), held))
    leaving.leave(person.id, now=NOON)
    assert held == [*sorted([fair.kind_id, *more]), fair.season_id]
    assert fair.season.committed_fen == 0
    agreed()


def _noting(hold: Callable[[UUID], object], held: list[UUID]) -> Callable[[UUID], object]:
    def noted(row_id: UUID) -> object:
        held.append(row_id)
        return hold(row_id)

    return noted


def test_holders_hear_once_three_days_before_the_end(fair: Fair) -> None:
    person, other = world.a_volunteer(open_id="o-1"), world.a_volunteer(open_id="o-2")
    taken(person, fair)
    redeemed(taken(other, fair), fair.till)
    clockwork.tick(SEASON.use_until - 3 * DAY - DAY / 24)
    assert _told() == []
    for _ in range(2):
        clockwork.tick(SEASON.use_until - 2 * DAY)
    (letter,) = _told()
    assert letter.volunteer_id == person.id
    assert "1 张“文化惠民消费季”" in letter.body


def _told() -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.kind == "coupons_expiring")
    return list(session.scalars(query))


def test_to_take_costs_the_same_few_statements(fair: Fair, statements: Counting) -> None:
    person = world.a_volunteer()
    taken(world.a_volunteer(), fair)
    with statements() as seen:
        taken(person, fair)
    assert len(seen) <= 10, seen
