"""What was announced stays: terms, days, merchants, and the coupons people have."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from app.domain.coupons import errors, kinds, merchants, seasons
from app.domain.places.models import Place
from app.kernel.refusal import BadInput
from tests import world
from tests.domain.coupons.season import DAY, FIFTY_LESS_TWENTY, SEASON, Fair, a_fair, taken
from tests.world import NOON

pytestmark = pytest.mark.usefixtures("database")
SECOND = timedelta(seconds=1)


def test_what_was_promised_is_not_changed(fair: Fair) -> None:
    for facts in ({"face_fen": 1000}, {"limit_each": 2}):
        with pytest.raises(errors.AlreadyPromised):
            kinds.change_kind(
                fair.administrator,
                fair.kind_id,
                replace(FIFTY_LESS_TWENTY, **facts),  # type: ignore[arg-type]
                [fair.noodles],
                now=NOON,
            )


@pytest.mark.parametrize(
    "shorter",
    [{"take_from": SEASON.take_from + SECOND}, {"take_until": SEASON.take_until - SECOND}],
)
def test_what_was_announced_can_be_taken_no_shorter(
    fair: Fair, shorter: dict[str, datetime]
) -> None:
    with pytest.raises(BadInput, match="领取期只能延长"):
        changed(fair, **shorter)
    assert (fair.kind.take_from, fair.kind.take_until) == (SEASON.take_from, SEASON.take_until)


def test_what_was_announced_can_be_taken_longer(fair: Fair) -> None:
    longer = SEASON.take_until + DAY
    season = replace(SEASON, take_until=longer)
    seasons.change(fair.administrator, fair.season_id, season, now=NOON)
    changed(fair, take_until=longer)
    assert fair.kind.take_until == longer


def test_a_drafts_days_leave_no_kind_outside(centre: Place) -> None:
    fair = a_fair(centre, running=False)
    short = replace(SEASON, take_until=SEASON.take_until - DAY)
    with pytest.raises(BadInput, match="有券种的领取时间不在其中"):
        seasons.change(fair.administrator, fair.season_id, short, now=NOON)
    assert fair.season.take_until == SEASON.take_until
    changed(fair, take_until=short.take_until)
    seasons.change(fair.administrator, fair.season_id, short, now=NOON)
    assert fair.season.take_until == short.take_until


def test_merchants_on_coupons_stay_once_it_is_announced(fair: Fair) -> None:
    merchants.stop(fair.administrator, fair.noodles, "停业整顿", now=NOON)
    with pytest.raises(BadInput, match="券上写着的商户不能去掉"):
        changed(fair, shops=[fair.books])
    changed(fair, shops=[fair.noodles, fair.books])
    assert kinds.accepted_by(fair.kind_id) == {fair.noodles, fair.books}


def test_a_drafts_merchants_may_change(centre: Place) -> None:
    fair = a_fair(centre, running=False)
    changed(fair, shops=[fair.books])
    assert kinds.accepted_by(fair.kind_id) == {fair.books}


def test_there_are_never_fewer_than_were_taken(fair: Fair) -> None:
    for _ in range(2):
        taken(world.a_volunteer(), fair)
    with pytest.raises(errors.FewerThanTaken) as refused:
        changed(fair, total=1)
    assert refused.value.sentence == "已经领走 2 张，总数不能更少"
    changed(fair, total=2)
    assert fair.kind.total == 2


def changed(fair: Fair, *, shops: list[UUID] | None = None, **facts: object) -> None:
    """The kind, said anew."""
    said = replace(FIFTY_LESS_TWENTY, **facts)  # type: ignore[arg-type]
    kinds.change_kind(fair.administrator, fair.kind_id, said, shops or [fair.noodles], now=NOON)
