"""A year's stars, from the hours to the record."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.domain import clockwork
from app.domain.access.errors import NotAllowed
from app.domain.access.queries import Staff
from app.domain.audit.models import AuditEntry
from app.domain.hours.approval import revoke
from app.domain.hours.models import HourRecord
from app.domain.messaging.models import OutboxMessage
from app.domain.people import queries as volunteers
from app.domain.people.models import Volunteer
from app.domain.people.optional_consents import agree, withdraw
from app.domain.people.purposes import OPEN_NAME
from app.domain.places.models import Place
from app.domain.places.scope import EVERYWHERE
from app.domain.recognition import errors, objecting, star_batches, star_queries
from app.domain.recognition.star_rules import State
from app.kernel.database import session
from app.kernel.refusal import BadInput
from tests import world
from tests.conftest import Counting
from tests.world import NOON

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 11, 23)
OVER = NOON + timedelta(days=8)


def with_hours(station: Place, hours: int, name: str = "张桂英") -> tuple[Volunteer, HourRecord]:
    """Somebody with so many approved hours, in one made-up record."""
    person = world.a_volunteer(station, name=name)
    return person, world.an_approved_record(person, station, minutes=hours * 60)


def compute(by: Staff, now: datetime = NOON) -> "star_queries.BatchView":
    batch_id = star_batches.compute(by, counted_until=TODAY, now=now)
    return star_queries.batch(batch_id, EVERYWHERE)


def lines(batch_id: object, part: str = "raised") -> list[tuple[str, int, int]]:
    found: Iterable[star_queries.CandidateView]
    found = star_queries.candidates(batch_id, part).items  # type: ignore[arg-type]
    return [(one.person.name, one.level, one.before) for one in found]


def in_notice(administrator: Staff, colleague: Staff) -> "star_queries.BatchView":
    batch = compute(administrator)
    star_batches.review(colleague, batch.id, now=NOON)
    star_batches.publish(administrator, batch.id, now=NOON)
    return star_queries.batch(batch.id, EVERYWHERE)


def confirmed(administrator: Staff, colleague: Staff) -> "star_queries.BatchView":
    batch = in_notice(administrator, colleague)
    star_batches.end_notices(now=OVER)
    star_batches.confirm(administrator, batch.id, now=OVER)
    return star_queries.batch(batch.id, EVERYWHERE)


def test_only_approved_hours_make_stars(station: Place, administrator: Staff) -> None:
    with_hours(station, 100, "一星人")
    with_hours(station, 99, "还差一点")
    with_hours(station, 300, "二星人")
    world.a_pending_record(world.a_volunteer(station), station, minutes=30_000)
    batch = compute(administrator)
    assert lines(batch.id) == [("二星人", 2, 0), ("一星人", 1, 0)]
    assert (batch.state, batch.hours) == (State.COMPUTED, (100, 300, 600, 1000, 1500))


def test_service_after_the_last_day_does_not_count(station: Place, administrator: Staff) -> None:
    with_hours(station, 100)
    with pytest.raises(errors.NobodyToPromote):
        star_batches.compute(administrator, counted_until=date(2026, 11, 20), now=NOON)
    with pytest.raises(BadInput):
        star_batches.compute(administrator, counted_until=date(2026, 11, 24), now=NOON)


def test_a_year_has_one_batch_until_it_is_withdrawn(station: Place, administrator: Staff) -> None:
    with_hours(station, 100)
    batch = compute(administrator)
    with pytest.raises(errors.BatchOpen):
        compute(administrator)
    star_batches.withdraw(administrator, batch.id, "算错了日期", now=NOON)
    assert compute(administrator).state is State.COMPUTED


def test_somebody_else_looks_through_it(
    station: Place, administrator: Staff, colleague: Staff
) -> None:
    with_hours(station, 100)
    batch = compute(administrator)
    with pytest.raises(errors.ComputedByReviewer):
        star_batches.review(administrator, batch.id, now=NOON)
    with pytest.raises(NotAllowed):
        star_batches.review(world.staff(world.Role.AUDITOR, at=centre_of()), batch.id, now=NOON)
    star_batches.review(colleague, batch.id, now=NOON)
    assert star_queries.batch(batch.id, EVERYWHERE).reviewed_by == "刘敏"


def centre_of() -> Place:
    return session.scalars(select(Place).where(Place.level == "centre")).one()


def test_nobody_looks_through_a_list_she_is_on(
    station: Place, centre: Place, administrator: Staff
) -> None:
    herself, _ = with_hours(station, 100)
    batch = compute(administrator)
    own = world.staff(world.Role.CENTRE_ADMINISTRATOR, at=centre, volunteer_id=herself.id)
    with pytest.raises(errors.OwnStar):
        star_batches.review(own, batch.id, now=NOON)


def test_who_is_left_out_keeps_what_she_has(
    station: Place, administrator: Staff, colleague: Staff
) -> None:
    person, _ = with_hours(station, 100)
    with_hours(station, 300, "二星人")
    batch = compute(administrator)
    line = star_queries.candidates(batch.id).items[1]
    star_batches.exclude(colleague, line.id, "有时长由他人代签", now=NOON)
    assert lines(batch.id, "excluded") == [("张桂英", 1, 0)]
    star_batches.review(colleague, batch.id, now=NOON)
    with pytest.raises(errors.NotNow):
        star_batches.exclude(colleague, line.id, "太晚了", now=NOON)
    star_batches.publish(administrator, batch.id, now=NOON)
    star_batches.end_notices(now=OVER)
    assert star_batches.confirm(administrator, batch.id, now=OVER) == 1
    assert star_queries.stars_of(person.id) == []


def test_the_notice_masks_names_and_ends_by_the_clock(
    station: Place, administrator: Staff, colleague: Staff
) -> None:
    person, _ = with_hours(station, 100)
    batch = in_notice(administrator, colleague)
    shown = star_queries.in_notice(now=NOON)
    assert shown is not None
    assert [(one.number, one.public_name, one.level) for one in lines_of(batch)] == [(1, "张**", 1)]
    who = volunteers.volunteer(person.id)
    agree(person.id, OPEN_NAME.kind, by=who, channel="wechat", now=NOON)
    assert [one.public_name for one in lines_of(batch)] == ["张桂英"]
    withdraw(person.id, OPEN_NAME.kind, by=who, now=NOON)
    assert [one.public_name for one in lines_of(batch)] == ["张**"]
    clockwork.tick(NOON + timedelta(days=5))
    assert star_queries.batch(batch.id, EVERYWHERE).state is State.IN_NOTICE
    clockwork.tick(OVER)
    session.expire_all()
    assert star_queries.batch(batch.id, EVERYWHERE).state is State.NOTICE_OVER
    assert star_queries.in_notice(now=OVER) is None
    assert star_batches.end_notices(now=OVER) == 0


def lines_of(batch: "star_queries.BatchView") -> list[star_queries.NoticeLine]:
    return list(star_queries.notice_lines(batch.id).items)


def test_it_is_not_confirmed_before_the_notice_is_over(
    station: Place, administrator: Staff, colleague: Staff
) -> None:
    with_hours(station, 100)
    batch = in_notice(administrator, colleague)
    with pytest.raises(errors.NotNow):
        star_batches.confirm(administrator, batch.id, now=NOON)


def test_a_confirmed_star_stands_in_the_record_and_is_told(
    station: Place, administrator: Staff, colleague: Staff
) -> None:
    person, _ = with_hours(station, 100)
    confirmed(administrator, colleague)
    [star] = star_queries.stars_of(person.id)
    assert (star.level, star.minutes, star.year) == (1, 6000, 2026)
    assert star_queries.levels() == {person.id: 1}
    [letter] = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "star_given"))
    assert "一星级志愿者" in letter.body
    words = session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("stars.%")))
    assert set(words) == {
        *("stars.compute", "stars.review", "stars.publish", "stars.end_notice", "stars.confirm"),
        "stars.award",
    }


def test_an_open_objection_is_answered_first(
    station: Place, administrator: Staff, colleague: Staff
) -> None:
    with_hours(station, 100)
    batch = in_notice(administrator, colleague)
    neighbour = world.a_volunteer(station)
    said = objecting.object_to(neighbour.id, 1, "没有见过他", now=NOON)
    star_batches.end_notices(now=OVER)
    with pytest.raises(errors.ObjectionsOpen):
        star_batches.confirm(administrator, batch.id, now=OVER)
    objecting.answer(colleague, said, "核对了签到记录，都在场", upheld=False, now=OVER)
    with pytest.raises(errors.AlreadyAnswered):
        objecting.answer(colleague, said, "再说一遍", upheld=False, now=OVER)
    assert star_batches.confirm(administrator, batch.id, now=OVER) == 1
    [mine] = star_queries.objections_of(neighbour.id)
    assert (mine.answer, mine.upheld) == ("核对了签到记录，都在场", False)
    told = select(OutboxMessage).where(OutboxMessage.kind == "objection_answered")
    assert session.scalars(told).one().volunteer_id == neighbour.id


def test_an_objection_that_is_right_takes_the_line_out(
    station: Place, administrator: Staff, colleague: Staff
) -> None:
    person, _ = with_hours(station, 100)
    batch = in_notice(administrator, colleague)
    said = objecting.object_to(world.a_volunteer(station).id, 1, "代签", now=NOON)
    objecting.answer(colleague, said, "属实", upheld=True, now=NOON)
    assert lines_of(batch) == []
    star_batches.end_notices(now=OVER)
    assert star_batches.confirm(administrator, batch.id, now=OVER) == 0
    assert star_queries.stars_of(person.id) == []


def test_objections_are_heard_while_the_notice_runs(
    station: Place, administrator: Staff, colleague: Staff
) -> None:
    neighbour = world.a_volunteer(station)
    with pytest.raises(errors.NoticeOver):
        objecting.object_to(neighbour.id, None, "太早", now=NOON)
    with_hours(station, 100)
    in_notice(administrator, colleague)
    with pytest.raises(errors.NotInTheNotice):
        objecting.object_to(neighbour.id, 2, "没有这个人", now=NOON)
    with pytest.raises(BadInput):
        objecting.object_to(neighbour.id, 1, " ", now=NOON)
    for _ in range(objecting.MOST_OBJECTIONS):
        objecting.object_to(neighbour.id, None, "整份名单", now=NOON)
    with pytest.raises(errors.TooManyObjections):
        objecting.object_to(neighbour.id, None, "再来一条", now=NOON)
    with pytest.raises(errors.NoticeOver):
        objecting.object_to(neighbour.id, None, "太晚", now=OVER)


def test_revoked_hours_lower_the_star_in_the_next_batch_and_nobody_is_named(
    station: Place, office: Place, administrator: Staff, colleague: Staff
) -> None:
    person, record = with_hours(station, 100)
    confirmed(administrator, colleague)
    manager = world.staff(world.Role.OFFICE_MANAGER, at=office)
    revoke(manager, record.id, "代签", now=OVER)
    later = NOON + timedelta(days=365)
    batch_id = star_batches.compute(administrator, counted_until=date(2027, 11, 1), now=later)
    assert lines(batch_id, "lowered") == [("张桂英", 0, 1)]
    star_batches.review(colleague, batch_id, now=later)
    star_batches.publish(administrator, batch_id, now=later)
    assert star_queries.notice_lines(batch_id).items == []
    star_batches.end_notices(now=later + timedelta(days=20))
    star_batches.confirm(administrator, batch_id, now=later + timedelta(days=20))
    assert [star.level for star in star_queries.stars_of(person.id)] == [0, 1]
    assert star_queries.levels() == {}
    told = select(OutboxMessage).where(OutboxMessage.kind == "star_lowered")
    assert "没有星级" in session.scalars(told).one().body


def test_another_scale_counts_for_batches_after_its_day(
    station: Place, administrator: Staff
) -> None:
    with_hours(station, 60)
    star_batches.set_scale(administrator, [50, 90, 200, 400, 800], date(2026, 11, 24), now=NOON)
    with pytest.raises(errors.NobodyToPromote):
        compute(administrator)
    batch = compute(administrator, now=NOON + timedelta(days=1))
    assert lines(batch.id) == [("张桂英", 1, 0)]
    with pytest.raises(BadInput):
        star_batches.set_scale(administrator, [5, 4, 3, 2, 1], date(2027, 1, 1), now=NOON)


def test_computing_for_one_or_for_many_costs_the_same(
    station: Place, administrator: Staff, statements: Counting
) -> None:
    costs = []
    for count in (1, 30):
        for _ in range(count):
            with_hours(station, 100)
        with statements() as seen:
            batch = compute(administrator)
        costs.append(len(seen))
        star_batches.withdraw(administrator, batch.id, "再来一次", now=NOON)
    assert costs[0] == costs[1]
