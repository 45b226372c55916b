"""Deadlines: those who must act are warned at half and on the last day, once, however late."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.domain import clockwork
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.messaging.models import OutboxMessage
from app.domain.nominations import (
    answering,
    campaign_queries,
    campaigns,
    objecting,
    public_notice,
    reviewing,
    scoring,
    scoring_setup,
    warning,
)
from app.domain.nominations.deadline_models import NominationWarning
from app.domain.nominations.objecting import Said
from app.domain.nominations.rules import CampaignState
from app.domain.nominations.scoring_rules import ScoringWanted
from app.domain.people import optional_consents
from app.domain.people import queries as people
from app.domain.people.purposes import GOOD_NEWS, WECHAT_NEWS
from app.kernel.database import session
from tests import world
from tests.conftest import NOON
from tests.domain.nominations.house import (
    CLOSED,
    PLAN,
    House,
    an_open_campaign,
    in_notice,
    nominated,
    passed,
)
from tests.domain.nominations.test_the_way import CLUE

DAY = timedelta(days=1)
# Named on Monday at noon, a case is due on the next Monday: half is gone on Friday at six.
MIDDLE = datetime(2026, 11, 26, 22, 0, tzinfo=UTC)
LAST_DAY = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        (MIDDLE - timedelta(seconds=1), None),
        (MIDDLE, "half"),
        (LAST_DAY - timedelta(seconds=1), "half"),
        (LAST_DAY, "end"),
        (LAST_DAY + 90 * DAY, "end"),
    ],
)
def test_when_a_stage_is_warned_of(now: datetime, wanted: str | None) -> None:
    assert warning.stage_at(NOON, date(2026, 11, 30), now) == wanted


def with_account(house: House, staff_role: Role, at: object) -> tuple[Staff, UUID]:
    """A member of staff who is a volunteer too."""
    person = world.a_volunteer(house.station, name="工作人员本人")
    return world.staff(staff_role, at=at, volunteer_id=person.id), person.id  # type: ignore[arg-type]


def letters(kind: str = "cases_due") -> list[tuple[UUID | None, str]]:
    query = select(OutboxMessage.volunteer_id, OutboxMessage.body).where(OutboxMessage.kind == kind)
    return [(who, body) for who, body in session.execute(query.order_by(OutboxMessage.created_at))]


def test_the_level_that_must_act_is_warned_twice_and_nobody_else(house: House) -> None:
    _, clerk = with_account(house, Role.STATION_CLERK, house.station)
    with_account(house, Role.OFFICE_MANAGER, house.office)
    with_account(house, Role.STATION_CLERK, world.a_station(house.office))
    campaign = an_open_campaign(house)
    for name in ("陈秀兰", "王建国"):
        nominated(house, campaign, name=name)
    assert warning.warn(now=MIDDLE - timedelta(minutes=1)) == 0
    assert warning.warn(now=MIDDLE) == 2
    assert warning.warn(now=MIDDLE + DAY) == 0
    [(who, body)] = letters()
    assert who == clerk
    assert "2 份推荐等您审核" in body
    assert warning.warn(now=LAST_DAY) == 2
    assert warning.warn(now=LAST_DAY + 30 * DAY) == 0
    assert len(letters()) == 2


def test_a_worker_that_slept_for_days_warns_once(house: House) -> None:
    with_account(house, Role.STATION_CLERK, house.station)
    nominated(house, an_open_campaign(house))
    ticked = {one.name: one.count for one in clockwork.tick(LAST_DAY + 2 * DAY)}
    assert ticked["who must act on good persons is warned"] == 1
    assert warning.warn(now=LAST_DAY + 3 * DAY) == 0
    assert len(letters()) == 1
    assert session.scalar(select(func.count()).select_from(NominationWarning)) == 2


def test_the_next_level_has_its_own_time(house: House) -> None:
    _, manager = with_account(house, Role.OFFICE_MANAGER, house.office)
    case_id = nominated(house, an_open_campaign(house)).id
    warning.warn(now=MIDDLE)
    reviewing.pass_on(house.clerk, case_id, "", now=MIDDLE)
    assert warning.warn(now=LAST_DAY) == 0
    assert warning.warn(now=LAST_DAY + 2 * DAY) == 1
    assert [who for who, _ in letters()] == [manager]


def test_a_returned_case_or_a_given_up_campaign_warns_nobody(house: House) -> None:
    with_account(house, Role.STATION_CLERK, house.station)
    returned = nominated(house, an_open_campaign(house)).id
    reviewing.send_back(house.clerk, returned, "缺材料", now=NOON)
    given_up = an_open_campaign(house, title="不办了")
    nominated(house, given_up)
    campaigns.withdraw(house.administrator, given_up, "不办了", now=NOON)
    assert warning.warn(now=LAST_DAY) == 0


def test_experts_who_are_silent_are_warned(house: House) -> None:
    far = world.an_office(house.centre, name="春晖街道新时代文明实践所")
    expert, volunteer_id = with_account(house, Role.OFFICE_MANAGER, far)
    other, _ = with_account(house, Role.OFFICE_MANAGER, far)
    campaign = an_open_campaign(house)
    wanted = ScoringWanted(("事迹",), 10, "average", {"station": (expert.id, other.id)})
    scoring_setup.plan_scoring(house.administrator, campaign, wanted, now=NOON)
    case_id = nominated(house, campaign).id
    scoring.score(other, case_id, scoring.Given((9,)), now=NOON)
    assert warning.warn(now=NOON + 3 * DAY) == 1  # Thursday noon, its last day
    assert letters() == [(volunteer_id, letters()[0][1])]
    assert "1 份推荐等您评分" in letters()[0][1]


def test_who_must_answer_an_objection_is_warned(house: House) -> None:
    campaign, _ = in_notice(house)
    said = objecting.object_to(campaign, 1, Said(CLUE), now=CLOSED)
    _, administrator = with_account(house, Role.CENTRE_ADMINISTRATOR, house.centre)
    assert warning.warn(now=CLOSED + 9 * DAY) == 1
    assert [who for who, _ in letters()] == [administrator]
    far, asked = with_account(house, Role.OFFICE_MANAGER, world.an_office(house.centre))
    answering.ask(house.administrator, said, far.id, now=CLOSED + 9 * DAY)
    assert warning.warn(now=CLOSED + 30 * DAY) == 1
    assert [who for who, _ in letters()] == [administrator, asked]
    assert [who for who, _ in letters("case_answer_asked")] == [asked]


def test_everything_missed_while_the_worker_slept_is_made_up_for_once(house: House) -> None:
    plan = replace(PLAN, opens_at=NOON + DAY)
    made = campaigns.draft(house.administrator, plan, now=NOON)
    campaigns.announce(house.administrator, made, now=NOON)
    noticed = an_open_campaign(house, title="另一次推选")
    case_id = passed(house, nominated(house, noticed).id)
    ticked = {one.name: one.count for one in clockwork.tick(CLOSED)}
    assert ticked["campaigns open and close"] == 2
    assert campaign_queries.shown_campaign(made).state is CampaignState.REVIEWING
    public_notice.publish(house.administrator, noticed, now=CLOSED)
    later = CLOSED + 40 * DAY
    ticked = {one.name: one.count for one in clockwork.tick(later)}
    assert ticked["notices of good persons end"] == 1
    again = {one.name: one.count for one in clockwork.tick(later)}
    assert (again["campaigns open and close"], again["notices of good persons end"]) == (0, 0)
    assert public_notice.conclude(house.administrator, noticed, now=later) == 1
    assert case_id


def test_who_asked_for_it_hears_of_a_notice(house: House) -> None:
    wants, silent, unfollowed = (
        world.a_volunteer(house.station, name=name, open_id=f"o-{name}" if follows else None)
        for name, follows in (("想看的", True), ("没说的", True), ("没关注的", False))
    )
    for one in (wants, unfollowed):
        by = people.volunteer(one.id)
        optional_consents.agree(one.id, GOOD_NEWS.kind, by=by, channel="wechat", now=NOON)
    campaign, _ = in_notice(house)
    query = select(OutboxMessage).where(OutboxMessage.kind == "notice_begun")
    sent = {row.volunteer_id: row for row in session.scalars(query)}
    assert set(sent) == {wants.id, unfollowed.id}
    assert silent.id not in sent
    assert sent[wants.id].channel == "wechat_template"
    assert sent[unfollowed.id].channel == "inbox"
    assert sent[wants.id].url == f"/campaigns/{campaign}"
    assert "公示 1 人" in sent[wants.id].body


def test_who_took_it_back_hears_nothing(house: House) -> None:
    one = world.a_volunteer(house.station, name="想看的", open_id="o-wants")
    by = people.volunteer(one.id)
    optional_consents.agree(one.id, GOOD_NEWS.kind, by=by, channel="wechat", now=NOON)
    optional_consents.withdraw(one.id, GOOD_NEWS.kind, by=by, now=NOON)
    assert optional_consents.everyone_who_agreed(GOOD_NEWS) == []
    optional_consents.agree(one.id, GOOD_NEWS.kind, by=by, channel="wechat", now=NOON)
    optional_consents.withdraw(one.id, WECHAT_NEWS.kind, by=by, now=NOON)
    in_notice(house)
    query = select(OutboxMessage.channel).where(OutboxMessage.kind == "notice_begun")
    assert session.scalars(query).all() == ["inbox"]
