"""Polls: the table of states, plans, who may vote, orders, and what looks odd."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.domain.nominations.polls import rules
from app.domain.nominations.polls.anomaly_rules import RULES, Anomaly, Seen, anomalies
from app.domain.nominations.polls.errors import PollNotNow
from app.domain.nominations.polls.rules import (
    NEXT_POLL,
    POLL_TITLES,
    PollDecision,
    PollState,
    Voting,
)
from tests.domain.nominations.house import CLOSED
from tests.domain.nominations.voting_house import DAY, ENDS, a_plan

SECOND = timedelta(seconds=1)
MORNING = datetime(2026, 12, 4, 1, tzinfo=UTC)  # 09:00 in Shanghai
ONE, TWO, THREE = uuid4(), uuid4(), uuid4()


@pytest.mark.parametrize(("state", "decision"), tuple(product(PollState, PollDecision)))
def test_each_state_and_decision_is_allowed_or_told_why_not(
    state: PollState, decision: PollDecision
) -> None:
    refusal = rules.why_not_poll(state, decision)
    if (state, decision) in NEXT_POLL:
        assert refusal is None
    else:
        assert isinstance(refusal, PollNotNow)
        assert POLL_TITLES[state] in refusal.sentence


def test_what_has_ended_is_opened_no_more() -> None:
    assert {to for (state, _), to in NEXT_POLL.items() if state is PollState.CLOSED} == {
        PollState.CLOSED
    }
    assert PollState.CALLED_OFF not in {state for state, _ in NEXT_POLL}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"opens_at": CLOSED - SECOND}, "opens_at"),
        ({"closes_at": CLOSED + timedelta(minutes=60)}, None),
        ({"closes_at": CLOSED + timedelta(minutes=59)}, "closes_at"),
        ({"closes_at": CLOSED + 31 * DAY}, None),
        ({"closes_at": CLOSED + 31 * DAY + SECOND}, "closes_at"),
        ({"most_names": 0}, "most_names"),
        ({"most_names": 10}, None),
        ({"most_names": 11}, "most_names"),
    ],
)
def test_a_plan_fits_or_is_told_why_not(changes: dict[str, object], field: str | None) -> None:
    refusal = rules.why_not_this_poll(
        a_plan(**changes), nominations_close_at=CLOSED, now=CLOSED - DAY
    )
    assert getattr(refusal, "field", None) == field


def test_a_plan_that_is_over_is_refused() -> None:
    refusal = rules.why_not_this_poll(a_plan(), nominations_close_at=CLOSED, now=ENDS)
    assert getattr(refusal, "field", None) == "closes_at"


def voting(state: PollState = PollState.OPEN, *, reviews: bool = True) -> Voting:
    return Voting(state, CLOSED, ENDS, 2, reviews, frozenset({ONE, TWO, THREE}))


@pytest.mark.parametrize(
    ("names", "following", "now", "code"),
    [
        ([ONE], True, CLOSED, None),
        ([ONE, TWO], True, ENDS - SECOND, None),
        ([ONE, TWO, THREE], True, CLOSED, "too_many_names"),
        ([], True, CLOSED, "nobody_chosen"),
        ([uuid4()], True, CLOSED, "no_longer_standing"),
        ([ONE], False, CLOSED, "not_following"),
        ([ONE], True, CLOSED - SECOND, "not_voting_now"),
        ([ONE], True, ENDS, "not_voting_now"),
    ],
)
def test_who_votes_for_whom_and_when(
    names: list[UUID], following: bool, now: datetime, code: str | None
) -> None:
    refusal = rules.why_not_vote(voting(), names, following=following, now=now)
    assert (refusal and refusal.code) == code


@pytest.mark.parametrize(
    ("poll", "words"),
    [
        (voting(PollState.ARRANGED), "还没开始"),
        (voting(PollState.CLOSED), "已经结束"),
        (voting(PollState.CALLED_OFF), "已经停止"),
        (voting(reviews=False), "正在投票"),
    ],
)
def test_nobody_votes_outside_an_open_poll(poll: Voting, words: str) -> None:
    refusal = poll.why_not_now(CLOSED)
    assert refusal is not None
    assert words in refusal.sentence or not poll.campaign_reviews


def test_the_order_is_the_voters_own_and_stays_for_a_day() -> None:
    names, poll, day = [uuid4() for _ in range(4)], uuid4(), date(2026, 12, 4)
    voter = uuid4()
    mine = rules.shuffled(names, poll_id=poll, voter=voter, day=day)
    assert mine == rules.shuffled(names[::-1], poll_id=poll, voter=voter, day=day)
    assert sorted(mine) == sorted(names)
    orders = {
        tuple(rules.shuffled(names, poll_id=poll, voter=voter, day=day + DAY * n))
        for n in range(40)
    }
    assert len(orders) > 10


def test_no_candidate_stands_first_more_often() -> None:
    names, poll, day = [uuid4() for _ in range(4)], uuid4(), date(2026, 12, 4)
    first = Counter(
        rules.shuffled(names, poll_id=poll, voter=UUID(int=n), day=day)[0] for n in range(2000)
    )
    assert set(first) == set(names)
    assert all(400 < times < 600 for times in first.values())  # 500 each; five deviations wide


def test_the_same_names_have_the_same_key_and_one_name_has_none() -> None:
    assert rules.choices_key([ONE, TWO]) == rules.choices_key([TWO, ONE])
    assert rules.choices_key([ONE, TWO]) != rules.choices_key([ONE, THREE])
    assert rules.choices_key([ONE]) == ""


def ballots(count: int, *, every: timedelta, at: datetime = MORNING, **facts: Any) -> list[Seen]:
    """So many ballots one after the other, from everywhere, by old followers unless said."""
    made = []
    for number in range(count):
        usual: dict[str, Any] = {
            "cast_at": at + every * number,
            "address_range": f"net{number}-{at}",
            "phone_mark": None,
            "voter_met_at": at - DAY * 30 - timedelta(hours=number),
            "choices_key": "",
        }
        made.append(Seen(id=uuid4(), **{**usual, **facts}))
    return made


def odd(seen: list[Seen]) -> list[tuple[str, int]]:
    return [(one.rule, len(one.ballots)) for one in anomalies(seen)]


@pytest.mark.parametrize(
    ("rule", "facts", "enough"),
    [
        ("network", {"address_range": "net"}, 20),
        ("phone", {"phone_mark": "m"}, 3),
        ("newcomers", {"voter_met_at": MORNING - timedelta(hours=23)}, 20),
        ("night", {}, 10),
        ("same_set", {"choices_key": "set"}, 20),
    ],
)
def test_each_rule_sees_so_many_and_not_one_fewer(
    rule: str, facts: dict[str, Any], enough: int
) -> None:
    at = MORNING if rule != "night" else datetime(2026, 12, 3, 18, tzinfo=UTC)  # 02:00
    some = ballots(enough, every=SECOND, at=at, **facts)
    assert odd(some) == [(rule, enough)]
    assert odd(some[1:]) == []
    assert RULES[rule].at_least == enough


@pytest.mark.parametrize("rule", ["network", "phone", "same_set"])
def test_spread_over_more_than_ten_minutes_nothing_is_odd(rule: str) -> None:
    names = {"network": "address_range", "phone": "phone_mark", "same_set": "choices_key"}
    at_least = RULES[rule].at_least
    exactly = timedelta(minutes=10) / (at_least - 1)
    same: dict[str, Any] = {names[rule]: "same"}
    assert odd(ballots(at_least, every=exactly, **same)) == [(rule, at_least)]
    assert odd(ballots(at_least, every=exactly + SECOND, **same)) == []


def test_overlapping_bursts_are_one_and_others_stand_apart() -> None:
    morning = ballots(50, every=timedelta(seconds=20), address_range="net")
    evening = ballots(25, every=SECOND, at=MORNING + timedelta(hours=9), address_range="net")
    found = anomalies([*morning, *evening])
    assert [len(one.ballots) for one in found] == [50, 25]
    assert found[0].key == morning[0].id
    assert (found[0].first_at, found[0].last_at) == (MORNING, morning[-1].cast_at)
    assert found[0].sentence.startswith("50 张选票")


def test_old_followers_are_no_newcomers() -> None:
    met = MORNING - DAY - SECOND
    assert odd(ballots(30, every=SECOND, voter_met_at=met)) == []


def test_the_hours_before_one_and_from_five_are_no_night() -> None:
    five = datetime(2026, 12, 3, 21, tzinfo=UTC)  # 05:00
    assert odd(ballots(30, every=SECOND, at=five)) == []
    one = datetime(2026, 12, 3, 17, tzinfo=UTC)
    assert odd(ballots(30, every=SECOND, at=one - timedelta(seconds=30))) == []


def test_a_set_that_many_like_is_not_odd() -> None:
    liked = ballots(30, every=SECOND, choices_key="set")
    others = ballots(30, every=SECOND)
    assert odd([*liked, *others]) == []
    assert odd([*liked, *others[:20]]) == [("same_set", 30)]


def test_what_is_odd_says_nothing_of_whom() -> None:
    assert set(Anomaly.__dataclass_fields__) == {"rule", "ballots", "first_at", "last_at"}
