"""Experts: each scores for herself, nobody sees another's, and the level decides afterwards."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest

from app.domain import clockwork
from app.domain.access.errors import NotAllowed, SecondFactorNeeded
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.nominations import (
    campaigns,
    errors,
    nominating,
    queries,
    relating,
    reviewing,
    scoring,
    scoring_queries,
    scoring_rules,
    scoring_setup,
)
from app.domain.nominations.scoring import Given
from app.domain.nominations.scoring_rules import ScoringWanted
from app.domain.people import queries as people
from app.domain.places.scope import EVERYWHERE
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.conftest import NOON
from tests.domain.nominations.house import (
    CLOSED,
    House,
    an_application,
    an_open_campaign,
    nominated,
    the_case,
)

WANTED = ScoringWanted(("事迹", "影响"), 10, "average", {"station": ()})
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("totals", "method", "wanted"),
    [
        ([], "average", None),
        ([20], "average", 2000),
        ([10, 11, 11], "average", 1067),
        ([0, 10, 10, 20], "trimmed", 1000),  # four: nobody is left out
        ([0, 10, 10, 10, 20], "trimmed", 1000),
        ([0, 18, 18, 19, 20], "trimmed", 1833),
        ([0, 18, 18, 19, 20], "average", 1500),
    ],
)
def test_scores_become_one(totals: list[int], method: str, wanted: int | None) -> None:
    assert scoring_rules.result_of(totals, method) == wanted


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"criteria": ()}, "criteria"),
        ({"criteria": ("事迹", "事迹")}, "criteria"),
        ({"criteria": tuple(f"第{n}项" for n in range(7))}, "criteria"),
        ({"criteria": ("长" * 31,)}, "criteria"),
        ({"most_points": 4}, "most_points"),
        ({"most_points": 101}, "most_points"),
        ({"method": "x"}, "method"),
        ({"experts": {"office": tuple(new_id() for _ in range(10))}}, "office_experts"),
    ],
)
def test_what_a_campaign_may_ask_of_experts(changes: dict[str, object], field: str | None) -> None:
    refusal = scoring_rules.why_not_this_scoring(replace(WANTED, **changes))  # type: ignore[arg-type]
    assert getattr(refusal, "field", None) == field


@pytest.mark.parametrize(
    ("points", "field"),
    [
        ((0, 10), None),
        ((0, 11), "points_1"),
        ((-1, 10), "points_0"),
        ((5,), "points_1"),
        ((None, 5), "points_0"),
    ],
)
def test_every_criterion_has_its_points(points: tuple[int | None, ...], field: str | None) -> None:
    refusal = scoring_rules.why_not_these_points(points, criteria=2, most_points=10)
    assert getattr(refusal, "field", None) == field


@dataclass(frozen=True)
class Scored:
    """A case at the station with three experts: two from elsewhere, one of the office."""

    house: House
    campaign_id: UUID
    case_id: UUID
    experts: tuple[Staff, Staff, Staff]


@pytest.fixture
def scored(house: House) -> Scored:
    far = world.an_office(house.centre, name="春晖街道新时代文明实践所")
    experts = (
        world.staff(Role.OFFICE_MANAGER, at=far, name="专家甲"),
        world.staff(at=world.a_station(far), name="专家乙"),
        world.staff(Role.OFFICE_MANAGER, at=house.office, name="专家丙"),
    )
    campaign_id = an_open_campaign(house)
    wanted = replace(WANTED, experts={"station": tuple(one.id for one in experts)})
    scoring_setup.plan_scoring(house.administrator, campaign_id, wanted, now=NOON)
    return Scored(house, campaign_id, nominated(house, campaign_id).id, experts)


def test_nobody_sees_scores_before_all_have_scored(scored: Scored) -> None:
    first, second, third = scored.experts
    with pytest.raises(errors.ScoringOpen):
        reviewing.pass_on(scored.house.clerk, scored.case_id, "", now=NOON)
    scoring.score(first, scored.case_id, Given((9, 9), "很好"), now=NOON)
    scoring.score(second, scored.case_id, Given((1, 1)), now=NOON)
    scoring.score(second, scored.case_id, Given((8, 8)), now=NOON)  # she thinks again
    [round_] = scoring_queries.rounds_of(scored.case_id, scored.house.clerk)
    assert (round_.scored, round_.waiting, round_.lines, round_.result) == (2, 1, (), None)
    assert scoring_queries.sheet(third, scored.case_id).points == ()
    assert [one.id for one in scoring_queries.to_score(third)] == [scored.case_id]
    assert scoring_queries.to_score(first) == []
    scoring.score(third, scored.case_id, Given((10, 7)), now=NOON)
    [round_] = scoring_queries.rounds_of(scored.case_id, scored.house.clerk)
    assert [(line.expert, line.points) for line in round_.lines] == [
        ("专家甲", (9, 9)),
        ("专家乙", (8, 8)),
        ("专家丙", (10, 7)),
    ]
    assert (round_.result_words, round_.closed_by) == ("17.00", "all")
    with pytest.raises(errors.RoundClosed):
        scoring.score(third, scored.case_id, Given((1, 1)), now=NOON)
    reviewing.pass_on(scored.house.clerk, scored.case_id, "", now=NOON)
    assert the_case(scored.case_id).level == "office"
    with pytest.raises(errors.ScoredBefore):
        reviewing.pass_on(third, scored.case_id, "", now=NOON)
    auditor = world.staff(Role.AUDITOR, at=scored.house.centre)
    assert scoring_queries.rounds_of(scored.case_id, auditor) == []


def test_the_history_says_who_scored_and_never_what(scored: Scored) -> None:
    scoring.score(scored.experts[0], scored.case_id, Given((9, 9), "很好"), now=NOON)
    last = queries.case(scored.case_id, EVERYWHERE).steps[-1]
    assert (last.by, last.decision.value, last.words) == ("专家甲", "score", "")


def test_who_is_no_expert_here_finds_nothing_to_score(scored: Scored) -> None:
    for who in (scored.house.clerk, scored.house.administrator):
        with pytest.raises(NotFound):
            scoring.score(who, scored.case_id, Given((9, 9)), now=NOON)
        with pytest.raises(NotFound):
            scoring_queries.sheet(who, scored.case_id)
    unproven = replace(scored.experts[0], proven=False)
    with pytest.raises(SecondFactorNeeded):
        scoring.score(unproven, scored.case_id, Given((9, 9)), now=NOON)
    with pytest.raises(BadInput):
        scoring.score(scored.experts[0], scored.case_id, Given((9, 11)), now=NOON)


def test_an_expert_in_conflict_is_refused_and_not_awaited(scored: Scored) -> None:
    first, second, third = scored.experts
    relating.declare(third, scored.case_id, "亲戚", now=NOON)
    with pytest.raises(errors.Related):
        scoring.score(third, scored.case_id, Given((10, 10)), now=NOON)
    scoring.score(first, scored.case_id, Given((9, 9)), now=NOON)
    with pytest.raises(BadInput):
        scoring.recuse(second, scored.case_id, " ", now=NOON)
    scoring.recuse(second, scored.case_id, "和他家有生意往来", now=NOON)
    [round_] = scoring_queries.rounds_of(scored.case_id, scored.house.clerk)
    assert (round_.closed_by, round_.result_words) == ("all", "18.00")
    assert [line.recused for line in round_.lines] == [False, True]


def test_who_named_or_reviewed_the_person_does_not_score_her(scored: Scored) -> None:
    first, second, third = scored.experts
    house = scored.house
    with pytest.raises(errors.OwnCase):
        _as_nominator(house, scored, second)
    reviewing.send_back(third, scored.case_id, "缺材料", now=NOON)
    with pytest.raises(errors.CaseNotNow):
        scoring.score(first, scored.case_id, Given((9, 9)), now=NOON)
    by = people.volunteer(house.neighbour.id)
    nominating.amend(by, scored.case_id, an_application(house), now=NOON)
    with pytest.raises(errors.ReviewedBefore):
        scoring.score(third, scored.case_id, Given((9, 9)), now=NOON)


def _as_nominator(house: House, scored: Scored, expert: Staff) -> None:
    here = replace(expert, volunteer_id=house.neighbour.id)
    scoring.score(here, scored.case_id, Given((9, 9)), now=NOON)


def test_the_lead_ends_a_round_with_a_reason(scored: Scored) -> None:
    scoring.score(scored.experts[0], scored.case_id, Given((9, 8)), now=NOON)
    with pytest.raises(BadInput):
        scoring.close(scored.house.administrator, scored.case_id, "", now=NOON)
    with pytest.raises(NotAllowed):
        scoring.close(scored.house.clerk, scored.case_id, "急用", now=NOON)
    scoring.close(scored.house.administrator, scored.case_id, "专家出差", now=NOON)
    [round_] = scoring_queries.rounds_of(scored.case_id, scored.house.clerk)
    assert (round_.closed_by, round_.reason, round_.result_words) == ("lead", "专家出差", "17.00")
    reviewing.reject(scored.house.clerk, scored.case_id, "查无此事", now=NOON)


def test_a_round_ends_with_its_day_even_when_the_worker_slept(scored: Scored) -> None:
    scoring.score(scored.experts[0], scored.case_id, Given((9, 8)), now=NOON)
    other = nominated(scored.house, scored.campaign_id, name="王建国").id
    assert scoring.turn_rounds(now=NOON) == 1  # the second case's round begins
    assert scoring.turn_rounds(now=NOON + 3 * DAY) == 0  # Thursday is its last day
    ticked = {one.name: one.count for one in clockwork.tick(NOON + 9 * DAY)}
    assert ticked["experts' scoring begins and ends"] == 2
    assert scoring.turn_rounds(now=NOON + 9 * DAY) == 0
    for case_id, result in ((scored.case_id, "17.00"), (other, "")):
        [round_] = scoring_queries.rounds_of(case_id, scored.house.clerk)
        assert (round_.closed_by, round_.result_words) == ("deadline", result)
    assert scoring_queries.to_score(scored.experts[1]) == []


def test_a_case_that_came_while_the_worker_slept_begins_and_ends_at_once(scored: Scored) -> None:
    assert scoring.turn_rounds(now=NOON + 9 * DAY) == 1
    [round_] = scoring_queries.rounds_of(scored.case_id, scored.house.clerk)
    assert round_.closed_by == "deadline"


def test_experts_are_changed_until_somebody_scored(scored: Scored) -> None:
    house = scored.house
    none = replace(WANTED, experts={})
    scoring_setup.plan_scoring(house.administrator, scored.campaign_id, none, now=NOON)
    assert scoring_queries.plan_of(scored.campaign_id) is None
    reviewing.pass_on(house.clerk, scored.case_id, "", now=NOON)
    auditor = world.staff(Role.AUDITOR, at=house.centre)
    for wrong in ({"office": (auditor.id,)}, {"station": (auditor.id,)}):
        asked = replace(WANTED, experts=wrong)
        with pytest.raises(BadInput):
            scoring_setup.plan_scoring(house.administrator, scored.campaign_id, asked, now=NOON)
    asked = replace(WANTED, experts={"office": (scored.experts[0].id,)})
    scoring_setup.plan_scoring(house.administrator, scored.campaign_id, asked, now=NOON)
    scoring.score(scored.experts[0], scored.case_id, Given((9, 8)), now=NOON)
    with pytest.raises(errors.ScoredAlready):
        scoring_setup.plan_scoring(house.administrator, scored.campaign_id, none, now=NOON)


def test_only_the_centre_names_experts_and_only_before_the_notice(house: House) -> None:
    campaign_id = an_open_campaign(house)
    with pytest.raises(NotFound):
        scoring_setup.plan_scoring(house.clerk, campaign_id, WANTED, now=NOON)
    campaigns.withdraw(house.administrator, campaign_id, "不办了", now=CLOSED)
    with pytest.raises(errors.CampaignNotNow):
        scoring_setup.plan_scoring(house.administrator, campaign_id, WANTED, now=CLOSED)
