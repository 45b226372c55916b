"""Tables and pure decisions about campaigns and cases."""

from datetime import UTC, date, datetime
from itertools import product
from uuid import uuid4

import pytest

from app.domain.nominations import errors, nominee_rules, part_rules, rules
from app.domain.nominations.nominee_rules import Application, Conditions, Witness
from app.domain.nominations.objecting import Said, why_not_said
from app.domain.nominations.part_rules import Part
from app.domain.nominations.public_words import why_not_public, why_not_this_wording
from app.domain.nominations.rules import (
    CAMPAIGN_TITLES,
    NEXT,
    NEXT_CAMPAIGN,
    TITLES,
    CampaignDecision,
    CampaignState,
    Decision,
    State,
)
from app.domain.nominations.vocabulary import FIVE

TODAY = date(2026, 11, 23)
NOBODY = Part(nominated=False, is_nominee=False, reviewed_at=frozenset())


@pytest.mark.parametrize(("state", "decision"), tuple(product(State, Decision)))
def test_each_case_and_decision_is_allowed_or_told_why_not(
    state: State, decision: Decision
) -> None:
    refusal = rules.why_not(state, decision)
    if (state, decision) in NEXT:
        assert refusal is None
    else:
        assert isinstance(refusal, errors.CaseNotNow)
        assert TITLES[state] in refusal.sentence


@pytest.mark.parametrize(("state", "decision"), tuple(product(CampaignState, CampaignDecision)))
def test_each_campaign_and_decision_is_allowed_or_told_why_not(
    state: CampaignState, decision: CampaignDecision
) -> None:
    refusal = rules.why_not_campaign(state, decision)
    if (state, decision) in NEXT_CAMPAIGN:
        assert refusal is None
    else:
        assert isinstance(refusal, errors.CampaignNotNow)
        assert CAMPAIGN_TITLES[state] in refusal.sentence


def test_what_has_ended_is_decided_no_more() -> None:
    ended = set(State) - {state for state, _ in NEXT}
    assert ended == {
        *(State.REJECTED, State.NOT_CHOSEN, State.STRUCK, State.REVOKED, State.WITHDRAWN),
        State.JOINED,
    }
    over = set(CampaignState) - {state for state, _ in NEXT_CAMPAIGN}
    assert over == {CampaignState.CONCLUDED, CampaignState.WITHDRAWN}


def test_an_honour_is_reached_through_the_notice_only() -> None:
    into = [pair for pair, to in NEXT.items() if to is State.CONFERRED]
    assert into == [
        (State.NOTICE_OVER, Decision.CONFER),
        (State.CONFERRED, Decision.RECOMMEND),
    ]
    assert {state for (state, _), to in NEXT.items() if to is State.NOTICE_OVER} == {
        *(State.IN_NOTICE, State.NOTICE_OVER)
    }


@pytest.mark.parametrize(
    ("part", "her_level", "wanted"),
    [
        (NOBODY, "station", None),
        (NOBODY, "centre", None),
        (Part(nominated=True, is_nominee=False, reviewed_at=frozenset()), "centre", "own_case"),
        (Part(nominated=False, is_nominee=True, reviewed_at=frozenset()), "centre", "own_case"),
        (Part(False, False, frozenset({"office"})), "office", "reviewed_before"),
        (Part(False, False, frozenset({"station"})), "station", None),
    ],
)
def test_who_may_review_at_the_station(part: Part, her_level: str, wanted: str | None) -> None:
    refusal = part_rules.why_not_reviewed_by(part, her_level=her_level, level="station")
    assert (refusal and refusal.code) == wanted


def test_nobody_reviews_from_below_the_level() -> None:
    refusal = part_rules.why_not_reviewed_by(NOBODY, her_level="station", level="office")
    assert isinstance(refusal, errors.NotYourLevel)


def test_an_objection_is_answered_by_someone_not_involved() -> None:
    assert part_rules.why_not_answered_by(NOBODY) is None
    for part in (
        Part(nominated=True, is_nominee=False, reviewed_at=frozenset()),
        Part(nominated=False, is_nominee=True, reviewed_at=frozenset()),
        Part(nominated=False, is_nominee=False, reviewed_at=frozenset({"station"})),
    ):
        assert isinstance(part_rules.why_not_answered_by(part), errors.Involved)


def test_levels_follow_each_other_and_may_be_left_out() -> None:
    assert rules.level_after("station", ["station", "office", "centre"]) == "office"
    assert rules.level_after("station", ["station", "centre"]) == "centre"
    assert rules.level_after("centre", ["station", "centre"]) is None


def test_a_notice_counts_working_days_over_a_holiday() -> None:
    friday = datetime(2026, 9, 25, 4, tzinfo=UTC)  # Mid-Autumn, a holiday; then National Day
    assert rules.notice_ends(friday, 5) > rules.notice_ends(friday, 4)
    before = datetime(2026, 9, 29, 4, tzinfo=UTC)  # Tuesday; 1 to 7 October are holidays
    ends = rules.notice_ends(before, 5)
    assert rules.notice_ends(before, 1).astimezone(UTC) == datetime(2026, 9, 30, 16, tzinfo=UTC)
    assert ends > datetime(2026, 10, 8, 16, tzinfo=UTC)


def test_the_same_person_is_written_in_several_ways() -> None:
    one = rules.person_key(None, "陈 秀兰", "阳光社区 ")
    assert one == rules.person_key(None, "陈秀兰", "阳光社区")
    assert one != rules.person_key(None, "陈秀兰", "和平社区")
    number = uuid4()
    assert rules.person_key(number, "陈秀兰", "甲") == rules.person_key(number, "秀兰", "乙")


ANYONE = Conditions(FIVE, None, None, residents_only=True, deed_within_years=5)
GOOD = Application(
    name="陈秀兰",
    number="",
    unit="阳光社区",
    age=45,
    place_id=uuid4(),
    lives_here=True,
    category="助人为乐",
    deed="送" * 20,
    deed_on=TODAY,
    witnesses=(Witness("李奶奶", "13900001111"),),
)


def changed(**facts: object) -> Application:
    return Application(**{**GOOD.__dict__, **facts})


@pytest.mark.parametrize(
    ("application", "field"),
    [
        (GOOD, None),
        (changed(deed="送" * 1500), None),
        (changed(deed="送" * 1501), "deed"),
        (changed(deed="送" * 19), "deed"),
        (changed(deed_on=date(2026, 11, 24)), "deed_on"),
        (changed(deed_on=None), "deed_on"),
        (changed(age=None), "age"),
        (changed(age=0), "age"),
        (changed(unit=" "), "unit"),
        (changed(name="x1"), "name"),
        (changed(witnesses=(Witness("李奶奶", "123"),)), "witness_1_phone"),
        (changed(witnesses=(Witness("", "13900001111"),)), "witness_1"),
    ],
)
def test_what_must_be_filled_in(application: Application, field: str | None) -> None:
    refusal = nominee_rules.why_not_filled_in(application, today=TODAY)
    assert getattr(refusal, "field", None) == field


@pytest.mark.parametrize(
    ("application", "age", "conditions", "field"),
    [
        (GOOD, 45, ANYONE, None),
        (GOOD, 45, Conditions(("敬业奉献",), None, None, True, 5), "category"),
        (GOOD, 17, Conditions(FIVE, 18, None, True, 5), "age"),
        (GOOD, 18, Conditions(FIVE, 18, None, True, 5), None),
        (GOOD, 19, Conditions(FIVE, 6, 18, True, 5), "age"),
        (GOOD, 18, Conditions(FIVE, 6, 18, True, 5), None),
        (changed(lives_here=False), 45, ANYONE, "lives_here"),
        (changed(lives_here=False), 45, Conditions(FIVE, None, None, False, 5), None),
        (changed(deed_on=date(2021, 11, 23)), 45, ANYONE, None),
        (changed(deed_on=date(2021, 11, 22)), 45, ANYONE, "deed_on"),
    ],
)
def test_whom_a_campaign_looks_for(
    application: Application, age: int, conditions: Conditions, field: str | None
) -> None:
    refusal = nominee_rules.why_not_this_nominee(application, conditions, age=age, today=TODAY)
    assert getattr(refusal, "field", None) == field


def test_more_witnesses_than_anybody_calls_are_refused() -> None:
    many = (Witness("李奶奶", "13900001111"),) * 4
    refusal = nominee_rules.why_not_these_witnesses(many)
    assert isinstance(refusal, errors.TooManyWitnesses)


def test_the_leap_day_has_an_anniversary() -> None:
    assert nominee_rules.years_before(date(2028, 2, 29), 5) == date(2023, 2, 28)


@pytest.mark.parametrize(
    "text",
    [
        "身份证 370900196005011234",
        "电话13812345678",
        "电话 138 1234 5678",
        "座机 0538-1234567",
        "1960年5月1日出生",
        "出生于1960年5月",
        "住在 3 号楼 2 单元 501",
        "家住阳光路 1 号",
        "照顾患癌症的婆婆",
        "父亲被确诊",
    ],
)
def test_what_is_never_public(text: str) -> None:
    refusal = why_not_public(f"她很热心。{text}。", field="story")
    assert refusal is not None
    assert getattr(refusal, "field", None) == "story"


@pytest.mark.parametrize(
    "text",
    ["三年送饭 1095 次", "2026年5月1日救起落水儿童", "照顾生病的婆婆十年", "捐款 20000 元"],
)
def test_what_a_story_may_tell(text: str) -> None:
    assert why_not_public(text, field="story") is None


def test_only_an_approved_item_commends() -> None:
    assert why_not_this_wording("好人表彰", field="title", approved=False) is not None
    assert why_not_this_wording("好人表彰", field="title", approved=True) is None
    assert why_not_this_wording("好人推选、发布", field="title", approved=False) is None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said("他没有做这件事", name="王强", phone="13900001111"), None),
        (Said("他没有做这件事", name="王强", phone="123"), "phone"),
        (Said("他没有做这件事"), "text"),
        (Said("十月二十日那天李奶奶在外地女儿家，邻居都知道"), None),
        (Said("他没有做这件事", volunteer_id=uuid4()), None),
        (Said(" ", volunteer_id=uuid4()), "text"),
        (Said("错" * 501, volunteer_id=uuid4()), "text"),
    ],
)
def test_an_objection_has_a_name_or_a_clue(said: Said, field: str | None) -> None:
    assert getattr(why_not_said(said), "field", None) == field
