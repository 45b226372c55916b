"""Which plans may be kept, submitted, and revised once published."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from app.domain.activities import errors
from app.domain.activities.not_volunteering import why_not_volunteering
from app.domain.activities.plan_rules import (
    why_not_keep,
    why_not_revise_published,
    why_not_submit,
)
from app.domain.activities.plans import ActivityPlan
from tests.domain.activities.plans import HOUR, a_plan, a_session


def refusal_of(now: datetime, **changes: object) -> type[object]:
    return type(why_not_submit(a_plan(now, **changes), now=now))


def test_an_ordinary_plan_may_be_submitted(now: datetime) -> None:
    assert why_not_submit(a_plan(now), now=now) is None


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"title": " "}, errors.TitleNeeded),
        ({"title": "净" * 51}, errors.FieldTooLong),
        ({"title": "净" * 50}, type(None)),
        ({"sessions": ()}, errors.NoSessions),
        ({"cancel_deadline_hours": -1}, errors.DeadlineOutside),
        ({"cancel_deadline_hours": 169}, errors.DeadlineOutside),
        ({"cancel_deadline_hours": 168}, type(None)),
    ],
)
def test_what_even_a_draft_must_have(
    now: datetime, changes: dict[str, object], refusal: type[object]
) -> None:
    assert type(why_not_keep(a_plan(now, **changes))) is refusal


@pytest.mark.parametrize(
    ("position", "refusal"),
    [
        ({"name": ""}, errors.PositionIncomplete),
        ({"name": "岗" * 31}, errors.PositionIncomplete),
        ({"capacity": 0}, errors.PositionIncomplete),
        ({"capacity": 10_000}, errors.PositionIncomplete),
        ({"capacity": 9_999}, type(None)),
        ({"duties": "扫" * 201}, errors.FieldTooLong),
        ({"youngest": 60, "oldest": 16}, errors.AgesTurnedRound),
        ({"youngest": 16, "oldest": 16}, type(None)),
    ],
)
def test_what_a_position_must_have(
    now: datetime, position: dict[str, object], refusal: type[object]
) -> None:
    plan = a_plan(now, sessions=(a_session(now + 24 * HOUR, **position),))
    assert type(why_not_keep(plan)) is refusal


def test_a_session_without_positions_or_turned_round_is_not_kept(now: datetime) -> None:
    empty = replace(a_session(now + 24 * HOUR), positions=())
    assert isinstance(why_not_keep(a_plan(now, sessions=(empty,))), errors.NoSessions)
    turned = a_session(now + 24 * HOUR, hours=0)
    refusal = why_not_keep(a_plan(now, sessions=(turned,)))
    assert isinstance(refusal, errors.SessionEndsBeforeStart)


def test_a_draft_may_have_gaps_that_review_does_not_allow(now: datetime) -> None:
    plan = a_plan(now, content="", contact_phone="", risk_text="")
    assert why_not_keep(plan) is None
    assert isinstance(why_not_submit(plan, now=now), errors.FieldNeeded)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"content": " "}, errors.FieldNeeded),
        ({"venue": ""}, errors.FieldNeeded),
        ({"contact_name": ""}, errors.FieldNeeded),
        ({"contact_phone": ""}, errors.FieldNeeded),
        ({"contact_phone": "12345"}, errors.PhoneNotReachable),
        ({"contact_phone": "0538-8566110"}, type(None)),
        ({"work_type": "闲逛"}, errors.UnknownTerm),
        ({"category": "闲逛"}, errors.UnknownTerm),
        ({"targets": ()}, errors.UnknownTerm),
        ({"targets": ("猫",)}, errors.UnknownTerm),
        ({"risk_level": "huge"}, errors.UnknownTerm),
        ({"risk_text": " "}, errors.RiskTextNeeded),
        ({"check_radius_metres": 49}, errors.RadiusWithoutPoint),
        ({"check_radius_metres": 50}, type(None)),
        ({"check_radius_metres": 10_000}, errors.RadiusWithoutPoint),
        ({"check_radius_metres": 300, "point": None}, errors.RadiusWithoutPoint),
    ],
)
def test_what_review_asks_for(
    now: datetime, changes: dict[str, object], refusal: type[object]
) -> None:
    assert refusal_of(now, **changes) is refusal


def test_an_activity_is_submitted_before_it_starts(now: datetime) -> None:
    plan = a_plan(now)
    assert isinstance(why_not_submit(plan, now=plan.starts_at), errors.StartsInThePast)
    assert why_not_submit(plan, now=plan.starts_at - timedelta(seconds=1)) is None


def test_a_session_lasts_twelve_hours_at_most(now: datetime) -> None:
    fits = (a_session(now + HOUR, hours=12),)
    assert refusal_of(now, sessions=fits, recruits_until=now + HOUR) is type(None)
    longer = (a_session(now + HOUR, hours=12.01),)
    assert refusal_of(now, sessions=longer, recruits_until=now + HOUR) is errors.SessionTooLong


def test_the_whole_lasts_a_year_at_most(now: datetime) -> None:
    first, year = a_session(now + HOUR), timedelta(days=366)
    fits = (first, a_session(now + HOUR + year - 2 * HOUR))
    assert refusal_of(now, sessions=fits) is type(None)
    beyond = (first, a_session(now + HOUR + year - HOUR))
    assert refusal_of(now, sessions=beyond) is errors.ActivityTooLong


def test_recruitment_ends_by_the_activity_s_end(now: datetime) -> None:
    end = a_plan(now).ends_at
    assert refusal_of(now, recruits_until=end) is type(None)
    late = end + timedelta(seconds=1)
    assert refusal_of(now, recruits_until=late) is errors.RecruitmentOutside
    assert refusal_of(now, recruits_from=now, recruits_until=now) is errors.RecruitmentOutside


def test_danger_needs_insurance_and_adults(now: datetime) -> None:
    assert refusal_of(now, risk_level="high") is errors.InsuranceNeeded
    insured = {"risk_level": "high", "insurance_number": "PICC-1"}
    assert refusal_of(now, **insured) is type(None)
    for ages in ({"youngest": 17}, {"oldest": 17}):
        session = a_session(now + 24 * HOUR, **ages)
        assert refusal_of(now, **insured, sessions=(session,)) is errors.MinorsAtRisk


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("三月义务劳动补录", "不能补录"),
        ("社工在窗口值班坐班", "履行职责"),
        ("社区干部值班", "履行职责"),
        ("部门团建拓展", "会议、团建"),
        ("组织党员参加季度会议", "会议、团建"),
        ("社区工作会议", "会议、团建"),
        ("班级大扫除", "会议、团建"),
        ("大学生社会实践", "本人受益"),
        ("填写调查问卷", "本人受益"),
        ("集体观影", "本人受益"),
        ("邻里聚餐", "公益目的"),
        ("组织听健康讲座", "公益目的"),
        ("日薪结算，当天发放", "报酬"),
        ("每人补贴200元", "报酬"),
        ("发传单 150元/天", "报酬"),
        ("捐款50元兑换1小时志愿时长", "折算"),
        ("捐书可抵时长", "折算"),
        ("转发点赞助力文明城市", "转发、点赞"),
        ("参与答题即可获得时长", "转发、点赞"),
        ("参加即赠送时长", "承诺、赠送"),
        ("节日服务时长翻倍", "承诺、赠送"),
    ],
)
def test_what_is_not_volunteering_is_refused_with_its_own_sentence(words: str, why: str) -> None:
    for refusal in (
        why_not_volunteering(words, "清理楼道"),
        why_not_volunteering("清理楼道", words),
    ):
        assert isinstance(refusal, errors.NotVolunteering)
        assert why in refusal.sentence


@pytest.mark.parametrize(
    "words",
    [
        "在社区二楼会议室集合，为老人量血压",
        "大型会议引导服务",
        "开展反诈骗讲座，讲解防骗知识",
        "为农民工讲解工资维权知识，不收任何费用",
        "整理捐赠的衣物，分送困难家庭",
        "广场电影放映秩序引导，服务时长按实际记录",
        "免费理发，不收1分钱",
    ],
)
def test_real_service_that_speaks_of_the_same_things_passes(words: str) -> None:
    assert why_not_volunteering("敬老服务", words) is None


SESSION, POSITION = UUID(int=7), UUID(int=8)


def published(now: datetime, **changes: object) -> ActivityPlan:
    session = a_session(now + 24 * HOUR, id=POSITION)
    return a_plan(now, **{"sessions": (replace(session, id=SESSION),), **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"venue": "别处"},
        {"content": "换个内容"},
        {"contact_name": "李明"},
        {"risk_text": "注意车辆"},
        {"targets": ["社会公众"]},
        {"insurance_number": "PICC-2"},
    ],
)
def test_what_may_change_once_published(now: datetime, changes: dict[str, object]) -> None:
    old = published(now)
    assert why_not_revise_published(old, replace(old, **changes), now=now) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "换个名称"},
        {"work_type": "文化服务"},
        {"category": "文化艺术"},
        {"targets": ("儿童",)},
        {"risk_level": "low"},
        {"cancel_deadline_hours": 1},
    ],
)
def test_what_is_fixed_once_published(now: datetime, changes: dict[str, object]) -> None:
    old = published(now)
    refusal = why_not_revise_published(old, replace(old, **changes), now=now)  # type: ignore[arg-type]
    assert isinstance(refusal, errors.FixedOncePublished)


@pytest.mark.parametrize("position", [{"name": "别岗"}, {"youngest": 20}, {"skills": ("驾驶",)}])
def test_who_may_have_a_place_is_fixed(now: datetime, position: dict[str, object]) -> None:
    session = replace(a_session(now + 24 * HOUR, id=POSITION, **position), id=SESSION)
    refusal = why_not_revise_published(published(now), published(now, sessions=(session,)), now=now)
    assert isinstance(refusal, errors.FixedOncePublished)


def test_sessions_and_positions_are_neither_added_nor_dropped(now: datetime) -> None:
    old = published(now)
    more = replace(old, sessions=(*old.sessions, a_session(now + 48 * HOUR)))
    other = replace(old, sessions=(replace(a_session(now + 24 * HOUR), id=SESSION),))
    for new in (more, other):
        refusal = why_not_revise_published(old, new, now=now)
        assert isinstance(refusal, errors.SessionsFixedOncePublished)


def test_a_session_under_way_is_not_moved(now: datetime) -> None:
    old = published(now)
    later = replace(old.sessions[0], ends_at=old.ends_at + HOUR)
    moved = replace(old, sessions=(later,))
    assert why_not_revise_published(old, moved, now=old.starts_at - HOUR) is None
    refusal = why_not_revise_published(old, moved, now=old.starts_at)
    assert isinstance(refusal, errors.SessionUnderWay)


def test_a_session_is_not_moved_into_the_past(now: datetime) -> None:
    old = published(now)
    past = replace(old.sessions[0], starts_at=now - HOUR, ends_at=now + HOUR)
    moved = replace(old, sessions=(past,), recruits_until=now)
    assert isinstance(why_not_revise_published(old, moved, now=now), errors.StartsInThePast)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"venue": ""}, errors.FieldNeeded),
        ({"content": "改成团建"}, errors.NotVolunteering),
        ({"risk_text": ""}, errors.RiskTextNeeded),
        ({"title": ""}, errors.TitleNeeded),
    ],
)
def test_a_published_plan_stays_complete(
    now: datetime, changes: dict[str, object], refusal: type[object]
) -> None:
    old = published(now)
    assert type(why_not_revise_published(old, replace(old, **changes), now=now)) is refusal  # type: ignore[arg-type]


def test_a_field_names_itself(now: datetime) -> None:
    refusal = why_not_submit(a_plan(now, venue=""), now=now)
    assert isinstance(refusal, errors.PlanRefusal)
    assert (refusal.field, refusal.sentence) == ("venue", "请填写活动地点")
    risk = why_not_submit(a_plan(now, risk_text=""), now=now)
    assert isinstance(risk, errors.PlanRefusal)
    assert risk.field == "risk_text"
