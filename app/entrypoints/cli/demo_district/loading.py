"""Load the district: once, all of it or nothing."""

import random
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.access import queries as access
from app.domain.access.appointment import link_volunteer
from app.domain.activities.seeding import Offered
from app.domain.audit import sealing
from app.domain.people import standing
from app.domain.places import queries as places
from app.domain.places.scope import EVERYWHERE
from app.domain.places.seeding import all_or_nothing
from app.domain.webhooks import pausing
from app.domain.webhooks.registering import Wanted, register
from app.domain.webhooks.rules import EVENTS
from app.entrypoints.cli.demo_district.booked import book_rooms
from app.entrypoints.cli.demo_district.called_back import call_some_back
from app.entrypoints.cli.demo_district.certifying import certify
from app.entrypoints.cli.demo_district.clues_given import give_clues
from app.entrypoints.cli.demo_district.complained import complain_of_things
from app.entrypoints.cli.demo_district.consenting import decide_on_consents
from app.entrypoints.cli.demo_district.coupons import hold_a_coupon_season
from app.entrypoints.cli.demo_district.courses import hold_courses
from app.entrypoints.cli.demo_district.crowd import CLERK_TOO, Person, enter_crowd
from app.entrypoints.cli.demo_district.culture import hold_culture
from app.entrypoints.cli.demo_district.exchanging import ask_him_to_exchange
from app.entrypoints.cli.demo_district.families import enter_families
from app.entrypoints.cli.demo_district.filling import coming, fill
from app.entrypoints.cli.demo_district.flagged import flag_some
from app.entrypoints.cli.demo_district.good_persons import find_good_persons
from app.entrypoints.cli.demo_district.in_notice import report_some
from app.entrypoints.cli.demo_district.merged import merge_two
from app.entrypoints.cli.demo_district.one_phone import bind_his_phone, decide_his, sign_him_up
from app.entrypoints.cli.demo_district.pictured import picture_places
from app.entrypoints.cli.demo_district.points import open_points
from app.entrypoints.cli.demo_district.posts import posts
from app.entrypoints.cli.demo_district.progress import Held, bring_about, call_off, let_time_pass
from app.entrypoints.cli.demo_district.recognised import recognise_units
from app.entrypoints.cli.demo_district.recognising import (
    fill_the_shelves,
    hold_a_star_notice,
    set_the_rules,
)
from app.entrypoints.cli.demo_district.season import season
from app.entrypoints.cli.demo_district.service_orders import enter_orders
from app.entrypoints.cli.demo_district.sites import FIRST_STATION, Sites, open_sites
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import FIRST_ADMINISTRATOR, Team, enter_team
from app.entrypoints.cli.demo_district.teams import enter_teams
from app.entrypoints.cli.demo_district.turnout import Turnout
from app.entrypoints.cli.demo_district.typed_in import type_some_in
from app.entrypoints.cli.demo_district.verdicts import decide_hers, decide_season
from app.entrypoints.cli.demo_district.voting_days import let_neighbours_vote
from app.entrypoints.cli.demo_district.waiting import ask_for_check_outs, deny_one, invite_people
from app.entrypoints.cli.demo_district.weekly import repeat_some

SEED = 20_261_123
BEGAN = timedelta(days=410)
FROZEN = 3
SYSTEM, SYSTEM_URL = "市级志愿服务数据平台（演示）", "https://data.city.example/webhooks/haoren"
FREEZE_REASON = "多次报名后不到场，联系不上，暂停报名。"


def is_loaded() -> bool:
    """Whether the district is there."""
    return bool(access.staff_list(EVERYWHERE, FIRST_ADMINISTRATOR).items)


def is_empty() -> bool:
    """Whether nobody has put anything there."""
    return not places.tree(EVERYWHERE)


def load(*, app_id: str, now: datetime) -> None:
    """Put the whole district into an empty database. `app_id`: the simulated account's."""
    all_or_nothing(lambda: _load(app_id=app_id, now=now))
    sealing.seal_what_waits(now=now)


def _open_everything(*, now: datetime) -> Sites:
    sites = open_sites(now=now)
    open_points(sites, now=now)
    return sites


def _load(*, app_id: str, now: datetime) -> None:
    chance = random.Random(SEED)  # noqa: S311 - made-up people, the same ones every time
    sites = _open_everything(now=now - BEGAN)
    team = _open_for_business(sites, now=now - BEGAN)
    crowd = enter_crowd(sites, chance, now=now)
    _recognise_the_clerk(crowd[1])
    held = [
        bring_about(planned, team, now=now)
        for planned in (*posts(sites, now=now), *season(sites, chance, now=now))
    ]
    turnout = Turnout(crowd, team, chance)
    drawn, full = fill(held, turnout, now=now)
    call_off(held, team, now=now - timedelta(hours=2))
    let_time_pass(now=now)
    known = {person.id for person in crowd[:2]}
    decide_season(drawn, team, chance, spare=known, now=now)
    type_some_in(drawn, crowd, team, now=now)
    decide_his(drawn, crowd[0], team, now=now)
    endpoint_id = _register_a_system(team, now=now)
    decide_hers(drawn, crowd[1].id, team, now=now)
    _look_twice(team, now=now)
    report_some(crowd, team, now=now)
    _give_back(sites, team, crowd, now=now)
    _find_good_persons(crowd, team, now=now)
    _neighbours_get_together(turnout, coming(held), full, now=now)
    clerk = team.at(sites.stations[FIRST_STATION])
    invite_people(clerk, now=now)
    deny_one(next(one for one in crowd[2:] if one.station == FIRST_STATION), now=now)
    ask_for_check_outs(drawn, now=now)
    then(pausing.pause, team.administrators[0], endpoint_id, now=now)
    bind_his_phone(crowd[0], app_id, now=now)
    repeat_some(team, now=now)
    _freeze_some(crowd[-FROZEN:], team, now=now)


def _open_for_business(sites: Sites, *, now: datetime) -> Team:
    team = enter_team(sites, now=now)
    set_the_rules(team, now=now)
    picture_places(team, now=now)
    return team


def _find_good_persons(crowd: list[Person], team: Team, *, now: datetime) -> None:
    """Campaigns in their stages, one of them in its voting days, and lines that wait."""
    find_good_persons(crowd, team, now=now)
    hold_courses(crowd, team, now=now)
    hold_culture(crowd, team, now=now)
    recognise_units(team, now=now)
    merge_two(team, now=now)
    let_neighbours_vote(crowd, team, now=now)
    give_clues(crowd, team, now=now)


def _neighbours_get_together(
    turnout: Turnout, ahead: list[Held], full: Offered, *, now: datetime
) -> None:
    """What people settle among themselves: places, an exchange, teams, families, consents."""
    crowd, team = turnout.crowd, turnout.team
    his = sign_him_up(crowd[0], ahead, full, now=now)
    ask_him_to_exchange(crowd[0], turnout, ahead, his, now=now)
    decide_on_consents(crowd, now=now)
    enter_teams(crowd, team, now=now)
    enter_orders(crowd, team, now=now)
    complain_of_things(crowd, team, now=now)
    book_rooms(crowd, team, now=now)
    enter_families(crowd, team.sites.stations, ahead, full, now=now)


def _give_back(sites: Sites, team: Team, crowd: list[Person], *, now: datetime) -> None:
    """Stars, a shop, certificates for the one with the phone and for his neighbours."""
    hold_a_star_notice(team, now=now)
    fill_the_shelves(sites, team, crowd[0], now=now)
    hold_a_coupon_season(crowd, team, now=now)
    neighbours = [one for one in crowd[1:] if one.station == crowd[0].station]
    certify(sites, team, crowd[0], neighbours, now=now)


def _recognise_the_clerk(clerk: Person) -> None:
    """She is a volunteer, too, and may not approve her own hours."""
    then(link_volunteer, name=clerk.name, phone=CLERK_TOO.phone, volunteer_id=clerk.id)


def _register_a_system(team: Team, *, now: datetime) -> UUID:
    """One that is told of the last events here, and paused before anything is sent to it."""
    wanted = Wanted(SYSTEM, SYSTEM_URL, tuple(EVENTS), only_public=True)
    endpoint_id, _secret = then(register, team.administrators[0], wanted, now=now)
    return endpoint_id


def _look_twice(team: Team, *, now: datetime) -> None:
    """Some records are flagged, some people called back."""
    flag_some(team, now=now)
    call_some_back(team, now=now)


def _freeze_some(people: list[Person], team: Team, *, now: datetime) -> None:
    for person in people:
        manager = team.above(team.sites.stations[person.station])
        at = now - timedelta(days=3)
        then(standing.freeze, manager, person.id, reason=FREEZE_REASON, now=at)
