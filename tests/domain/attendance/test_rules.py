"""One rule whatever the way: a yes, each no, and the edges of every number."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.attendance import errors
from app.domain.attendance.rules import (
    PlaceCheck,
    ScanFacts,
    Way,
    why_not_check_in,
    why_not_check_out,
)
from app.kernel.geo import Point

STARTS = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=2)
SECOND = timedelta(seconds=1)
HERE = Point(36.0, 117.0)
NEAR = Point(36.0, 117.001)  # about 90 metres east
FAR = Point(36.0, 117.01)  # about 900 metres east

FACTS = ScanFacts(
    at=STARTS,
    way="session_code",
    title="清洁日",
    activity_state="published",
    starts_at=STARTS,
    ends_at=ENDS,
    volunteer_state="active",
    sign_up_state="signed_up",
    scene_code_allowed=False,
    place=PlaceCheck(None, None, None),
    checked_in=False,
    busy_with=None,
)
INSIDE = replace(FACTS, checked_in=True)


@pytest.mark.parametrize("state", ["published", "running", "ended"])
def test_who_is_signed_up_checks_in(state: str) -> None:
    assert why_not_check_in(replace(FACTS, activity_state=state)) is None


@pytest.mark.parametrize("at", [STARTS - timedelta(minutes=30), ENDS])
def test_check_in_is_open_from_half_an_hour_before_the_start_until_the_end(at: datetime) -> None:
    assert why_not_check_in(replace(FACTS, at=at)) is None


def test_a_second_before_that_is_too_early_and_says_when_it_opens() -> None:
    refusal = why_not_check_in(replace(FACTS, at=STARTS - timedelta(minutes=30) - SECOND))
    assert isinstance(refusal, errors.TooEarly)
    assert refusal.sentence == "签到还没开始，11月28日 08:30 起可签到"


def test_a_second_after_the_end_is_too_late_to_check_in() -> None:
    assert isinstance(why_not_check_in(replace(FACTS, at=ENDS + SECOND)), errors.TooLate)


@pytest.mark.parametrize("state", ["draft", "submitted", "approved", "withdrawn", "cancelled"])
def test_an_activity_that_is_not_public_takes_nobody_in(state: str) -> None:
    refusal = why_not_check_in(replace(FACTS, activity_state=state))
    assert isinstance(refusal, errors.ActivityNotOpen)


def test_who_has_not_signed_up_is_told_so() -> None:
    refusal = why_not_check_in(replace(FACTS, sign_up_state=None))
    assert isinstance(refusal, errors.NotSignedUp)
    assert refusal.sentence == "没有报名“清洁日”的这一场"


def test_who_still_waits_is_told_so() -> None:
    refusal = why_not_check_in(replace(FACTS, sign_up_state="waiting"))
    assert isinstance(refusal, errors.StillWaiting)


def test_a_frozen_account_does_not_check_in() -> None:
    refusal = why_not_check_in(replace(FACTS, volunteer_state="frozen"))
    assert isinstance(refusal, errors.AccountFrozen)


def test_who_is_in_elsewhere_checks_out_there_first() -> None:
    refusal = why_not_check_in(replace(FACTS, busy_with="宣讲"))
    assert isinstance(refusal, errors.BusyElsewhere)
    assert refusal.sentence == "在“宣讲”签到后还没有签退"


def test_a_scene_code_counts_only_where_the_activity_allows_it() -> None:
    scene = replace(FACTS, way="scene_code")
    assert isinstance(why_not_check_in(scene), errors.SceneCodeNotAllowed)
    assert why_not_check_in(replace(scene, scene_code_allowed=True)) is None


@pytest.mark.parametrize("radius", [PlaceCheck(HERE, 90, NEAR).distance_metres, 200])
def test_within_the_radius_counts_and_the_edge_too(radius: int | None) -> None:
    assert why_not_check_in(replace(FACTS, place=PlaceCheck(HERE, radius, NEAR))) is None


def test_a_metre_outside_the_radius_is_too_far() -> None:
    metres = PlaceCheck(HERE, None, NEAR).distance_metres
    assert metres == 90
    refusal = why_not_check_in(replace(FACTS, place=PlaceCheck(HERE, metres - 1, NEAR)))
    assert isinstance(refusal, errors.TooFar)
    assert "约 90 米" in refusal.sentence


def test_where_the_place_is_checked_a_position_is_needed() -> None:
    refusal = why_not_check_in(replace(FACTS, place=PlaceCheck(HERE, 100, None)))
    assert isinstance(refusal, errors.LocationNeeded)


@pytest.mark.parametrize("point", [None, FAR])
def test_a_card_scanned_by_staff_needs_no_position(point: Point | None) -> None:
    assert why_not_check_in(replace(FACTS, way="card", place=PlaceCheck(HERE, 100, point))) is None


def test_without_a_radius_the_distance_is_known_but_not_judged() -> None:
    place = PlaceCheck(HERE, None, FAR)
    assert place.distance_metres == 900
    assert why_not_check_in(replace(FACTS, place=place)) is None


def test_who_is_in_checks_out_until_an_hour_after_the_end() -> None:
    assert why_not_check_out(replace(INSIDE, at=ENDS + timedelta(hours=1))) is None
    late = why_not_check_out(replace(INSIDE, at=ENDS + timedelta(hours=1) + SECOND))
    assert isinstance(late, errors.TooLate)
    assert late.sentence == "11月28日 12:00 已停止签退"


def test_who_is_not_in_does_not_check_out() -> None:
    assert isinstance(why_not_check_out(FACTS), errors.NotCheckedIn)


def test_time_given_is_not_undone_by_freezing_or_cancelling() -> None:
    facts = replace(
        INSIDE, volunteer_state="frozen", activity_state="cancelled", sign_up_state=None
    )
    assert why_not_check_out(facts) is None


@pytest.mark.parametrize("way", ["session_code", "scene_code"])
def test_the_place_is_checked_on_leaving_too(way: Way) -> None:
    facts = replace(INSIDE, way=way, scene_code_allowed=True, place=PlaceCheck(HERE, 100, FAR))
    assert isinstance(why_not_check_out(facts), errors.TooFar)


def test_leaving_by_a_scene_code_needs_it_to_be_allowed() -> None:
    refusal = why_not_check_out(replace(INSIDE, way="scene_code"))
    assert isinstance(refusal, errors.SceneCodeNotAllowed)
