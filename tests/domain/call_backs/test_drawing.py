"""The week's draw: once, by a seed that stands in the trail, for somebody of another place."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.audit.models import AuditEntry
from app.domain.call_backs import drawing, rules, share
from app.domain.call_backs.models import CallBack, CallBackDraw
from app.domain.hours.models import HourRecord
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.kernel.database import session
from tests import world
from tests.world import NOON

pytestmark = pytest.mark.usefixtures("database")
LAST_WEEK = NOON - timedelta(days=4)


def approved(at: Place, count: int = 1, **facts: object) -> list[HourRecord]:
    facts = {"decided_at": LAST_WEEK, **facts}
    return [world.an_approved_record(world.a_volunteer(at), at, **facts) for _ in range(count)]


def drawn() -> list[CallBack]:
    return list(session.scalars(select(CallBack)))


def test_each_place_with_records_is_drawn_from_once_a_week() -> None:
    office = world.an_office()
    here, there = world.a_station(office), world.a_station(office)
    approved(here, 3)
    approved(there)
    assert drawing.draw_due(now=NOON) == 2
    assert drawing.draw_due(now=NOON + timedelta(days=6)) == 0
    assert drawing.draw_week("another seed", now=NOON) == 0
    assert {one.place_id for one in drawn()} == {here.id, there.id}
    assert {one.due_on for one in drawn()} == {date(2026, 12, 7)}


def test_stations_call_each_other_and_the_place_above_where_there_is_none_beside() -> None:
    centre = world.a_centre()
    office, lonely_office = world.an_office(centre), world.an_office(centre)
    here, there = world.a_station(office), world.a_station(office)
    lonely = world.a_station(lonely_office)
    for place in (here, there, lonely, office, centre):
        approved(place)
    drawing.draw_due(now=NOON)
    checkers = {one.place_id: one.checker_place_id for one in drawn()}
    assert checkers == {
        here.id: there.id,
        there.id: here.id,
        lonely.id: lonely_office.id,
        office.id: centre.id,
        centre.id: centre.id,
    }


def test_only_what_was_approved_last_week_and_still_is() -> None:
    here = world.a_station()
    for days in (8, 0):  # the Sunday before, and today
        approved(here, decided_at=NOON - timedelta(days=days))
    approved(here, state="revoked")
    left = approved(here)[0]
    person = session.get_one(Volunteer, left.volunteer_id)
    person.state = "left"
    world.saved(person)
    assert drawing.draw_due(now=NOON) == 0
    assert session.scalars(select(CallBackDraw.candidates)).one() == 0


def test_the_draw_can_be_drawn_again_from_the_trail() -> None:
    here = world.a_station()
    ids = {one.id for one in approved(here, 30)}
    drawing.draw_due(now=NOON)
    [entry] = session.scalars(select(AuditEntry).where(AuditEntry.action == "call_back.draw"))
    again = rules.drawn(
        [rules.Candidate(one, here.id) for one in ids],
        seed=entry.facts["seed"],
        share_percent=entry.facts["share_percent"],
    )
    assert again == [one.record_id for one in drawn()]
    assert (entry.facts["week"], entry.facts["candidates"]) == ("2026-11-16", 30)


def test_a_seal_of_the_ledger_is_the_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    world.a_centre()

    class Seal:
        number, hash = 7, "ab" * 32

    monkeypatch.setattr(drawing.seals, "latest", Seal)
    drawing.draw_due(now=NOON)
    draw = session.scalars(select(CallBackDraw)).one()
    assert (draw.seed, draw.seal_number) == ("ab" * 32, 7)


def test_the_share_is_a_setting_and_nothing_is_drawn_at_nought(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(share, "_share_percent", 0)
    approved(world.a_station())
    assert drawing.draw_due(now=NOON) == 0


def test_what_nobody_calls_in_time_lapses() -> None:
    approved(world.a_station())
    drawing.draw_due(now=NOON)
    [one] = drawn()
    assert drawing.lapse_due(now=NOON + timedelta(days=14)) == 0  # its last day
    assert drawing.lapse_due(now=NOON + timedelta(days=15)) == 1
    assert session.get_one(CallBack, one.id, populate_existing=True).state == "lapsed"
    assert drawing.lapse_due(now=NOON + timedelta(days=16)) == 0
