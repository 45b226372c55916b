"""Templates are inherited downwards; last year's plans come again in the same week."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from app.domain.activities import plan_rules, planning, queries
from app.domain.activities.vocabulary import CATEGORIES, TARGETS, WORK_TYPES
from app.domain.places.models import Place
from app.domain.series import errors, last_year, templates
from app.domain.series import queries as series
from app.domain.series.last_year import Again
from app.domain.series.models import ActivitySeries, SeriesOccurrence
from app.domain.series.rules import MOVE, SKIP
from app.domain.series.shipped_templates import FOR_WHOM, SHIPPED
from app.domain.teams.rules import KINDS
from app.kernel.calendar import local, local_date
from app.kernel.database import session
from app.kernel.refusal import NotFound
from tests import world
from tests.domain.series.house import House, dates


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda one: one.key)
def test_a_shipped_template_is_a_plan_fit_for_review(shipped: templates.Any) -> None:
    plan = templates.kept_plans.as_plan(shipped.kept(), date(2026, 12, 2))
    whole = replace(plan, venue="阳光社区广场", contact_name="王丽", contact_phone="13800138000")
    now = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    assert plan_rules.why_not_submit(whole, now=now) is None
    assert shipped.team_kind in KINDS
    assert shipped.for_whom in FOR_WHOM
    assert shipped.category in CATEGORIES
    assert set(shipped.targets) <= set(TARGETS)


def test_every_work_type_every_kind_of_team_and_every_whom_has_a_template() -> None:
    assert {one.work_type for one in SHIPPED} == set(WORK_TYPES)
    assert {one.team_kind for one in SHIPPED} == set(KINDS)
    assert {one.for_whom for one in SHIPPED} == set(FOR_WHOM)


def test_a_saved_template_is_used_by_the_places_below(house: House) -> None:
    above = house.manager.place
    saved = planning.draft(
        house.manager, house.plan(venue="阳光街道广场"), place_id=above.id, now=house.now
    )
    key = templates.save(
        house.manager, saved, name="街道清洁日", team_kind="卫生环保", now=house.now
    )
    cards = templates.usable_at(house.station.path)
    assert [card.name for card in cards[:1]] == ["街道清洁日"]
    assert templates.removable(house.clerk, cards) == set()
    plan = templates.plan_from(key.hex, house.station.path, today=date(2026, 11, 23))
    assert plan.venue == "阳光街道广场"
    assert f"{local(plan.starts_at):%Y-%m-%d %H:%M}" == "2026-11-30 12:00"
    elsewhere = world.a_station()
    with pytest.raises(NotFound):
        templates.plan_from(key.hex, elsewhere.path, today=date(2026, 11, 23))
    with pytest.raises(NotFound):
        templates.remove(house.clerk, key, now=house.now)
    templates.remove(house.manager, key, now=house.now)
    assert {card.id for card in templates.usable_at(house.station.path)} == {None}


def test_a_place_has_each_name_once(house: House) -> None:
    draft = house.draft()
    templates.save(house.clerk, draft, name="清洁日", now=house.now)
    with pytest.raises(errors.TemplateNameTaken):
        templates.save(house.clerk, draft, name=" 清洁日 ", now=house.now)
    with pytest.raises(errors.TemplateNameNeeded):
        templates.save(house.clerk, draft, name=" ", now=house.now)


def test_last_years_plans_come_again(house: House) -> None:
    station: Place = house.station
    was = datetime(2025, 12, 3, 1, 0, tzinfo=UTC)  # a Wednesday, 09:00 in Shanghai
    facts = {"state": "ended", "insurance_number": "2025-1"}
    single = world.an_activity(station, starts_at=was, title="冬至包饺子", **facts)
    position = world.a_position(world.a_session(single))
    ones = [world.an_activity(station, starts_at=was + timedelta(days=n), **facts) for n in (7, 14)]
    early = world.an_activity(station, starts_at=was - timedelta(days=40), **facts)
    for one in (*ones, early):
        world.a_position(world.a_session(one))
    old = world.saved(
        ActivitySeries(
            place_id=station.id,
            title="社区环境清洁",
            rrule="FREQ=WEEKLY;INTERVAL=1;BYDAY=WE;COUNT=2",
            on_holidays=MOVE,
            words="每周三",
            first_on=date(2025, 12, 10),
            until=date(2025, 12, 17),
            created_by_id=house.clerk.id,
            created_at=was,
        )
    )
    for one in ones:
        one.series_id = old.id
        note = {"rule_day": local_date(one.starts_at), "series_id": old.id}
        world.saved(SeriesOccurrence(activity_id=one.id, **note))
    assert position.capacity == 10

    past = last_year.last_years(house.clerk, station.id, 2025)
    assert len(past) == 4
    wish = Again(station.id, 2025, tuple(one.id for one in past), SKIP)
    lines = last_year.preview(house.clerk, wish, now=house.now)
    assert [(line.on, line.remark) for line in lines] == [
        (None, "这一天已经过去"),
        (date(2026, 12, 2), ""),
        (date(2026, 12, 9), ""),
        (date(2026, 12, 16), ""),
    ]
    assert last_year.make(house.clerk, wish, now=house.now) == 3
    found = series.listed(house.clerk.scope, today=date(2026, 11, 23)).items
    assert [card.words for card in found] == ["每周三 09:00–11:00，至 2026-12-16，共 2 次"]
    assert [one.state for one in dates(found[0].id)] == ["draft", "draft"]
    drafts = queries.for_staff(house.clerk.scope, now=house.now, state="draft").items
    assert {card.title for card in drafts} == {"冬至包饺子", "社区环境清洁"}
    assert queries.activity(drafts[0].id).insurance_number is None
    session.rollback()
    nothing = replace(wish, chosen=())
    with pytest.raises(errors.NothingTicked):
        last_year.make(house.clerk, nothing, now=house.now)


def in_october(house: House, series_id: UUID | None, day: int, hour: int = 1) -> UUID:
    """One of last year's, ended, on a day of October 2025, at an hour of UTC."""
    was = datetime(2025, 10, day, hour, 0, tzinfo=UTC)
    row = world.an_activity(house.station, starts_at=was, state="ended", series_id=series_id)
    world.a_position(world.a_session(row))
    return row.id


def test_a_series_again_has_no_date_twice(house: House) -> None:
    """What holidays move meets no other date of the series; another hour is another date."""
    now = datetime(2026, 9, 1, 4, 0, tzinfo=UTC)
    old = world.saved(
        ActivitySeries(
            place_id=house.station.id,
            title="社区环境清洁",
            rrule="FREQ=WEEKLY;INTERVAL=1;BYDAY=TH,FR;COUNT=5",
            on_holidays=MOVE,
            words="每周四、周五",
            first_on=date(2025, 10, 2),
            until=date(2025, 10, 9),
            created_by_id=house.clerk.id,
            created_at=now,
        )
    )
    # The same days in 2026: Thursday 1st, Friday 2nd (days off until the 7th), Thursday 8th.
    ones = [in_october(house, old.id, day) for day in (2, 3, 9)]
    late, alone = in_october(house, old.id, 2, hour=8), in_october(house, None, 2)
    wish = Again(house.station.id, 2025, (*ones, late, alone), MOVE)
    lines = {line.past.id: line for line in last_year.preview(house.clerk, wish, now=now)}
    assert [lines[one].on for one in ones] == [None, None, date(2026, 10, 8)]
    assert "与 10月8日 那一次重合，不另办" in lines[ones[0]].remark
    assert lines[late].on == lines[alone].on == date(2026, 10, 8)
    assert last_year.make(house.clerk, wish, now=now) == 3


def test_what_is_more_than_a_year_ahead_waits(house: House) -> None:
    was = house.now + timedelta(days=14)  # of this year, planned again for the next
    row = world.an_activity(house.station, starts_at=was, state="published")
    world.a_position(world.a_session(row))
    wish = Again(house.station.id, 2026, (row.id,), MOVE)
    (line,) = last_year.preview(house.clerk, wish, now=house.now)
    assert (line.on, line.remark) == (None, "离现在超过一年，到时候再排")
    later = was + timedelta(days=7)
    assert last_year.preview(house.clerk, wish, now=later)[0].on == date(2027, 12, 13)


def test_so_many_at_once_and_no_more(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_year, "MOST_OCCURRENCES", 1)
    both = (in_october(house, None, 14), in_october(house, None, 15))
    wish = Again(house.station.id, 2025, both, MOVE)
    with pytest.raises(errors.TooManyAtOnce, match="一次最多生成 1 个草稿"):
        last_year.preview(house.clerk, wish, now=house.now)


def test_a_place_keeps_so_many_templates(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "TEMPLATES_MOST", 1)
    draft = house.draft()
    templates.save(house.clerk, draft, name="清洁日", now=house.now)
    with pytest.raises(errors.TooManyTemplates, match="最多保存 1 个模板"):
        templates.save(house.clerk, draft, name="读书日", now=house.now)
