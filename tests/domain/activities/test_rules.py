"""What an activity may become, who may review it, who may have a place."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest

from app.domain.activities import errors
from app.domain.activities.rules import (
    NEXT_STATE,
    Candidate,
    Decision,
    Offer,
    State,
    cancels_late,
    decisions_open,
    next_state,
    why_not_cancel_sign_up,
    why_not_review,
    why_not_sign_up,
    why_not_this_reason,
)
from app.domain.places.scope import Scope

HOUR = timedelta(hours=1)
MOMENT = timedelta(microseconds=1)
ME, ANOTHER = UUID(int=1), UUID(int=2)

# Written out a second time on purpose: rows are states, and what is not named is refused.
TABLE = """
draft      revise:draft submit:submitted withdraw:withdrawn
submitted  approve:approved return:returned withdraw:withdrawn
returned   revise:returned submit:submitted withdraw:withdrawn
approved   publish:published return:returned withdraw:withdrawn
published  revise:published cancel:cancelled start:running
running    revise:running cancel:cancelled end:ended
ended
withdrawn
cancelled
"""
EXPECTED = {
    (State(words[0]), Decision(word.split(":")[0])): State(word.split(":")[1])
    for words in map(str.split, TABLE.strip().splitlines())
    for word in words[1:]
}


@pytest.mark.parametrize(("state", "decision"), list(product(State, Decision)))
def test_every_pair_of_state_and_decision(state: State, decision: Decision) -> None:
    if (state, decision) in EXPECTED:
        assert next_state(state, decision) is EXPECTED[state, decision]
        return
    with pytest.raises(errors.ActivityNotThere) as refusal:
        next_state(state, decision)
    assert state.title in refusal.value.sentence
    assert decision.title in refusal.value.sentence


def test_the_table_holds_nothing_else() -> None:
    assert NEXT_STATE == EXPECTED


def test_staff_are_not_offered_what_the_clock_decides() -> None:
    assert decisions_open("published") == (Decision.REVISE, Decision.CANCEL)
    assert decisions_open("ended") == ()


@pytest.mark.parametrize("reason", ["", " 因 ", "因" * 201])
def test_a_reason_too_short_or_too_long_is_refused(reason: str) -> None:
    assert isinstance(why_not_this_reason(reason), errors.ReasonNeeded)


@pytest.mark.parametrize("reason", ["大雨", "因" * 200])
def test_a_reason_of_two_to_two_hundred_signs_will_do(reason: str) -> None:
    assert why_not_this_reason(reason) is None


@pytest.mark.parametrize(
    ("path", "level", "refusal"),
    [
        ("001/002/003/", "station", None),
        ("001/002/", "office", errors.NotOneLevelUp),
        ("001/009/", "office", errors.NotOneLevelUp),
    ],
)
def test_review_is_one_level_up(path: str, level: str, refusal: type[Exception] | None) -> None:
    found = why_not_review(
        reviewer_id=ME,
        authors=(ANOTHER, None),
        within=Scope("001/002/"),
        place_path=path,
        level=level,
    )
    assert type(found) is (refusal or type(None))


@pytest.mark.parametrize("authors", [(ME, ANOTHER), (ANOTHER, ME)])
def test_nobody_reviews_what_she_planned_or_handed_in(authors: tuple[UUID, UUID]) -> None:
    found = why_not_review(
        reviewer_id=ME, authors=authors, within=Scope("001/"), place_path="001/002/", level="office"
    )
    assert isinstance(found, errors.OwnPlan)


def test_the_centre_has_none_above_and_another_person_there_reviews() -> None:
    assert (
        why_not_review(
            reviewer_id=ME,
            authors=(ANOTHER,),
            within=Scope("001/"),
            place_path="001/",
            level="centre",
        )
        is None
    )


SOMEBODY = Candidate("active", date(1990, 5, 1), ("理发",))


def an_offer(now: datetime, **changes: object) -> Offer:
    offer = Offer(
        activity_state="published",
        risk_level="none",
        recruits_from=now - HOUR,
        recruits_until=now + 3 * HOUR,
        starts_at=now + 24 * HOUR,
        youngest=None,
        oldest=None,
        skills=(),
    )
    return replace(offer, **changes)  # type: ignore[arg-type]


def test_somebody_signs_up(now: datetime) -> None:
    assert why_not_sign_up(SOMEBODY, an_offer(now), now=now) is None


def test_a_running_activity_still_takes_people_for_later_sessions(now: datetime) -> None:
    assert why_not_sign_up(SOMEBODY, an_offer(now, activity_state="running"), now=now) is None


def test_a_frozen_account_does_not_sign_up(now: datetime) -> None:
    frozen = replace(SOMEBODY, state="frozen")
    assert isinstance(why_not_sign_up(frozen, an_offer(now), now=now), errors.AccountFrozen)


@pytest.mark.parametrize("state", sorted(set(State) - {State.PUBLISHED, State.RUNNING}))
def test_only_published_and_running_activities_recruit(now: datetime, state: str) -> None:
    refusal = why_not_sign_up(SOMEBODY, an_offer(now, activity_state=state), now=now)
    why = {State.CANCELLED: "已经取消", State.ENDED: "已经结束"}.get(State(state), "没有发布")
    assert isinstance(refusal, errors.NotRecruiting)
    assert refusal.sentence == f"这个活动{why}，不能报名"


def test_the_window_opens_at_its_moment(now: datetime) -> None:
    offer = an_offer(now, recruits_from=now)
    assert why_not_sign_up(SOMEBODY, offer, now=now) is None
    refusal = why_not_sign_up(SOMEBODY, offer, now=now - MOMENT)
    assert isinstance(refusal, errors.RecruitmentNotOpen)
    assert "11月23日 12:00" in refusal.sentence


def test_the_window_closes_at_its_moment(now: datetime) -> None:
    offer = an_offer(now, recruits_until=now)
    assert why_not_sign_up(SOMEBODY, offer, now=now - MOMENT) is None
    assert isinstance(why_not_sign_up(SOMEBODY, offer, now=now), errors.RecruitmentClosed)


def test_a_session_that_has_started_is_closed(now: datetime) -> None:
    offer = an_offer(now, starts_at=now)
    assert why_not_sign_up(SOMEBODY, offer, now=now - MOMENT) is None
    assert isinstance(why_not_sign_up(SOMEBODY, offer, now=now), errors.SessionStarted)


@pytest.mark.parametrize(
    ("born", "refusal"),
    [
        (date(2010, 11, 24), None),
        (date(2010, 11, 25), errors.TooYoung),
        (date(1965, 11, 25), None),
        (date(1965, 11, 24), errors.TooOld),
        (None, errors.BirthDateNeeded),
    ],
)
def test_ages_are_of_the_session_s_day(
    now: datetime, born: date | None, refusal: type[Exception] | None
) -> None:
    offer = an_offer(now, youngest=16, oldest=60)
    found = why_not_sign_up(replace(SOMEBODY, birth_date=born), offer, now=now)
    assert type(found) is (refusal or type(None))


@pytest.mark.parametrize(
    ("born", "refusal"),
    [
        (date(2008, 11, 24), None),
        (date(2008, 11, 25), errors.TooYoung),
        (None, errors.BirthDateNeeded),
    ],
)
def test_nobody_under_eighteen_goes_into_danger(
    now: datetime, born: date | None, refusal: type[Exception] | None
) -> None:
    offer = an_offer(now, risk_level="high")
    found = why_not_sign_up(replace(SOMEBODY, birth_date=born), offer, now=now)
    assert type(found) is (refusal or type(None))


def test_without_limits_nobody_is_asked_her_age(now: datetime) -> None:
    unknown = replace(SOMEBODY, birth_date=None)
    assert why_not_sign_up(unknown, an_offer(now, risk_level="low"), now=now) is None


def test_the_skills_missing_are_named(now: datetime) -> None:
    refusal = why_not_sign_up(SOMEBODY, an_offer(now, skills=("理发", "手语", "驾驶")), now=now)
    assert isinstance(refusal, errors.SkillsMissing)
    assert "手语、驾驶" in refusal.sentence
    assert why_not_sign_up(SOMEBODY, an_offer(now, skills=("理发",)), now=now) is None


@pytest.mark.parametrize(
    ("state", "hours_left", "late"),
    [
        ("signed_up", 25, False),
        ("signed_up", 24, False),
        ("signed_up", 23, True),
        ("waiting", 1, False),
    ],
)
def test_only_a_place_given_back_after_the_deadline_is_noted(
    now: datetime, state: str, hours_left: int, late: bool
) -> None:
    starts_at = now + hours_left * HOUR
    assert cancels_late(state=state, starts_at=starts_at, deadline_hours=24, now=now) is late


def test_a_place_can_be_given_back_until_the_session_starts(now: datetime) -> None:
    assert why_not_cancel_sign_up(now + MOMENT, now=now) is None
    assert isinstance(why_not_cancel_sign_up(now, now=now), errors.CancelTooLate)
