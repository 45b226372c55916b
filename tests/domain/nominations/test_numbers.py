"""The year in numbers: pure counting, and what is read from the database."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.nominations import campaigns, figures, numbers, public_notice, reviewing
from app.domain.nominations.figures import CaseFacts, Passage
from app.domain.nominations.rules import Decision, State
from app.domain.places.scope import EVERYWHERE
from tests import world
from tests.conftest import NOON, Counting
from tests.domain.nominations.house import (
    CLOSED,
    House,
    an_application,
    an_open_campaign,
    nominated,
    the_case,
)
from tests.domain.nominations.test_upward import on_the_roll

DAY = 24 * 60
LEVELS = ("station", "office", "centre")
AT = datetime(2026, 3, 2, 4, tzinfo=UTC)


def a_case(*steps: tuple[float, Decision, str], **facts: object) -> CaseFacts:
    passages = tuple(
        Passage(AT + timedelta(days=days), decision, level) for days, decision, level in steps
    )
    usual: dict[str, object] = {
        "kind": "good_person",
        "category": "助人为乐",
        "station": "阳光社区",
        "level": "station",
        "state": State.IN_REVIEW,
        "levels": LEVELS,
        "made_at": AT,
        "steps": passages,
        "sources": ("resident",),
    }
    return CaseFacts(**{**usual, **facts})  # type: ignore[arg-type]


WAY = (
    (0, Decision.JOIN, "station"),
    (1, Decision.RETURN, "station"),
    (3, Decision.AMEND, "station"),
    (3.5, Decision.CONSENT, "station"),
    (4, Decision.PASS, "station"),
    (6, Decision.PASS, "office"),
    (9, Decision.PASS_LAST, "centre"),
    (10, Decision.CONSULT, "centre"),
    (11, Decision.HEAR, "centre"),
    (15, Decision.CLEAR, "centre"),
    (16, Decision.PUBLISH, "centre"),
    (23, Decision.END_NOTICE, "centre"),
    (24, Decision.CONFER, "centre"),
)


def test_each_stage_counts_what_a_case_spent_there() -> None:
    assert figures.minutes_by_stage(a_case(*WAY)) == {
        "station": 2 * DAY,  # before it was returned, and after
        "returned": 2 * DAY,
        "office": 2 * DAY,
        "centre": 3 * DAY,
        "passed": 2 * DAY,  # before and after the consultation
        "consulting": 5 * DAY,
        "notice": 7 * DAY,
        "notice_over": 1 * DAY,
    }


def test_what_has_not_been_left_is_not_counted() -> None:
    assert figures.minutes_by_stage(a_case(*WAY[:5])) == {"station": 2 * DAY, "returned": 2 * DAY}
    assert figures.minutes_by_stage(a_case()) == {}
    struck = a_case(*WAY[:11], (18, Decision.UPHOLD, "centre"), (20, Decision.ANSWER, "centre"))
    assert figures.minutes_by_stage(struck)["notice"] == 2 * DAY


def test_median_and_longest() -> None:
    quick = a_case(WAY[0], (1, Decision.REJECT, "station"))
    slow = a_case(WAY[0], (4, Decision.REJECT, "station"))
    [stage] = figures.stages([quick, slow])
    assert (stage.cases, stage.median_minutes, stage.longest_minutes) == (2, 2.5 * DAY, 4 * DAY)
    assert figures.stages([]) == []


@pytest.mark.parametrize("state", sorted(set(State) - {State.JOINED}))
def test_every_state_is_counted_in_one_group(state: State) -> None:
    line = figures.line("x", [a_case(state=state)])
    assert (line.named, sum(line.groups.values())) == (1, 1)


def test_lines_follow_the_titles_and_then_the_most_named() -> None:
    cases = [a_case(category=one) for one in ("乙", "甲", "乙", "丙")]
    assert [one.title for one in figures.lines(cases, "category", {"丙": "第三"})] == [
        *("第三", "乙", "甲"),
    ]


def test_who_named_them() -> None:
    cases = [
        a_case(),
        a_case(sources=("resident", "staff")),
        a_case(sources=("staff",)),
        a_case(sources=("for_resident", "resident")),
    ]
    assert figures.sources(cases) == {"resident": 3, "for_resident": 1, "staff": 2}
    assert figures.by_whom(cases) == {"residents": 2, "both": 1, "staff": 1}


def test_a_year_as_it_stands_in_the_database(house: House, statements: Counting) -> None:
    case = on_the_roll(house)
    campaign = an_open_campaign(house, title="下一次")
    second = nominated(house, campaign, name="王建国").id
    reviewing.reject(house.clerk, second, "查无此事", now=NOON + timedelta(days=2))
    nominating_by_staff(house, campaign)
    old = the_case(nominated(house, campaign, name="去年的人").id)
    old.made_at = NOON - timedelta(days=365)
    world.saved(old)
    with statements() as seen:
        found = numbers.of_year(2026, EVERYWHERE)
    assert len(seen) <= 6
    assert (found.whole.named, found.whole.groups["honoured"]) == (3, 1)
    assert found.whole.groups["not"] == 1
    assert [(one.title, one.named) for one in found.by_kind] == [("身边好人", 3)]
    assert found.sources == {"resident": 2, "for_resident": 0, "staff": 1}
    stages = {one.title: one for one in found.stages}
    assert stages["实践站初审"].longest_minutes == 2 * DAY
    assert stages["公示"].cases == 1
    assert numbers.of_year(2025, EVERYWHERE).whole.named == 1
    assert the_case(case).state == "conferred"
    elsewhere = world.a_station(house.office)
    scope = world.staff(at=elsewhere).scope
    assert numbers.of_year(2026, scope).whole.named == 0


def nominating_by_staff(house: House, campaign: object) -> None:
    from app.domain.nominations import nominating  # noqa: PLC0415

    wanted = an_application(house, name="李梅")
    nominating.nominate_for(house.clerk, campaign, wanted, now=NOON)  # type: ignore[arg-type]


def test_the_year_is_shanghais(house: House) -> None:
    campaign = an_open_campaign(house)
    row = the_case(nominated(house, campaign).id)
    row.made_at = datetime(2025, 12, 31, 16, tzinfo=UTC)  # midnight in Shanghai
    world.saved(row)
    assert numbers.of_year(2026, EVERYWHERE).whole.named == 1
    assert campaigns.advance(now=CLOSED) == 1
    assert public_notice.end_notices(now=CLOSED) == 0
