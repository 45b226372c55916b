"""Courses in every state, two qualifications, somebody who holds one and has a test before him."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.activities import planning, publication, review, seeding
from app.domain.activities.plans import ActivityPlan, PositionPlan, SessionPlan
from app.domain.activities.seeding import SeededSignUp
from app.domain.attendance.events import CheckedOut, CheckOutsMissed
from app.domain.attendance.seeding import SeededStay, enter_stays
from app.domain.places.queries import PlaceView
from app.domain.qualifications import defining, granting
from app.domain.training import recording, setting_up
from app.domain.training.rules import Settings
from app.entrypoints.cli.demo_district.crowd import Person
from app.entrypoints.cli.demo_district.sites import FIRST_STATION
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team
from app.kernel.calendar import local_date, start_of_day

LASTS = timedelta(hours=2)
LEARNERS = 9
QUESTIONS = (
    ("发现有人倒地，第一步做什么？", ("马上搬到床上", "确认现场安全，轻拍呼叫", "先喂水"), "B"),
    ("成人胸外按压的深度是多少？", ("1 至 2 厘米", "5 至 6 厘米", "越深越好"), "B"),
    ("下面哪些做法是对的？", ("拨打 120", "请人去取 AED", "围观拍照", "持续按压"), "ABD"),
)


@dataclass(frozen=True)
class Wanted:
    """A course to be brought to a state, so many days from today."""

    title: str
    content: str
    days: int
    stage: str
    settings: Settings
    sessions: int = 1
    with_questions: bool = False


def hold_courses(crowd: Sequence[Person], team: Team, *, now: datetime) -> None:
    """The whole of it; `crowd[0]` is the one with the phone."""
    centre, place = team.administrators[0], team.sites.centre
    first_aid, guide = _qualifications(centre, place, now=now)
    held = [_bring_about(one, team, place, now=now) for one in _courses(first_aid, guide)]
    _attend(held[0], crowd, now=now)
    basis = "通过馆里的讲解考核，证书已核对"
    then(granting.grant, centre, guide, crowd[0].id, basis=basis, now=now - timedelta(days=340))
    for one in crowd[1:4]:
        basis = "持有红十字会急救员证，证书已核对"
        then(granting.grant, centre, first_aid, one.id, basis=basis, now=now - timedelta(days=90))
    year = local_date(now).year
    then(setting_up.set_target, centre, year=year, kind="文化工作者培训", courses=30, now=now)
    _ask_for_it(first_aid, team, now=now)


def _qualifications(centre: Staff, place: PlaceView, *, now: datetime) -> tuple[UUID, UUID]:
    at = now - timedelta(days=360)
    first_aid = then(
        defining.define,
        centre,
        place_id=place.id,
        name="急救员",
        about="会心肺复苏、用 AED、简单包扎。参加急救培训并通过测验后取得，医疗岗要求持有。",
        valid_months=24,
        now=at,
    )
    guide = then(
        defining.define,
        centre,
        place_id=place.id,
        name="村史馆讲解员",
        about="能独立讲解村史馆和道德公园。参加讲解培训后由馆里考核授予。",
        valid_months=12,
        now=at,
    )
    return first_aid, guide


def _courses(first_aid: UUID, guide: UUID) -> tuple[Wanted, ...]:
    aid = Settings(
        "志愿者培训",
        "刘医生",
        "高新区红十字会",
        "心肺复苏、AED 使用、止血包扎",
        has_test=True,
        qualification_id=first_aid,
    )
    guiding = Settings(
        *("文化工作者培训", "赵馆长", "高新区文化馆", "讲解词撰写、现场讲解、接待礼仪"),
        qualification_id=guide,
        grants_by_rule=False,
    )
    films = Settings("文化工作者培训", "孙老师", "高新区文化馆", "公益电影放映设备和安全用电")
    safety = Settings("安全和应急培训", "消防救援站教官", "消防救援站", "灭火器使用、人员疏散")
    aid_content = "讲解和练习心肺复苏、AED 使用和止血包扎，请穿方便活动的衣服。学完在手机上答题。"
    guide_content = "三次课：写讲解词、馆里现场练习、分组讲一遍。"
    return (
        Wanted("红十字急救培训（第一期）", aid_content, -6, "published", aid, with_questions=True),
        Wanted("红十字急救培训（第二期）", aid_content, 12, "published", aid, with_questions=True),
        Wanted("村史馆讲解员培训", guide_content, 8, "published", guiding, sessions=3),
        Wanted("公益电影放映员培训", "放映设备的架设、维护和安全用电。", -40, "published", films),
        Wanted("冬季消防安全培训", "灭火器使用和人员疏散演练。", 20, "submitted", safety),
        Wanted("群众文艺骨干培训", "合唱指挥和广场舞编排。", 26, "draft", films),
    )


def _bring_about(wanted: Wanted, team: Team, place: PlaceView, *, now: datetime) -> UUID:
    author, reviewer = team.administrators[0], team.administrators[1]
    day = start_of_day(local_date(now) + timedelta(days=wanted.days)) + timedelta(hours=9)
    drafted = min(day, now) - timedelta(days=14)
    plan = _plan(wanted, author, place, day, recruits_from=drafted)
    made = then(planning.draft, author, plan, place_id=place.id, now=drafted)
    then(setting_up.set_up, author, made, wanted.settings, now=drafted)
    for text, choices, correct in QUESTIONS if wanted.with_questions else ():
        then(
            setting_up.add_question,
            author,
            made,
            text=text,
            choices=choices,
            correct=list(correct),
            now=drafted,
        )
    if wanted.stage != "draft":
        then(planning.submit, author, made, now=drafted)
    if wanted.stage == "published":
        then(review.approve, reviewer, made, now=drafted + timedelta(hours=1))
        then(publication.publish, author, made, now=drafted + timedelta(hours=2))
        then(publication.advance, now=now)
        then(publication.advance, now=now)
    return made


def _plan(
    wanted: Wanted, contact: Staff, place: PlaceView, day: datetime, *, recruits_from: datetime
) -> ActivityPlan:
    starts = [day + timedelta(days=7 * number) for number in range(wanted.sessions)]
    seat = (PositionPlan("学员", 30, "请提前十分钟到，签到后入座"),)
    return ActivityPlan(
        title=wanted.title,
        work_type="培训",
        category="社区服务",
        targets=("其他",),
        content=wanted.content,
        venue="实践中心三楼培训室",
        contact_name=contact.name,
        contact_phone=place.contact_phone,
        recruits_from=recruits_from,
        recruits_until=starts[-1],
        sessions=[SessionPlan(start, start + LASTS, seat) for start in starts],
        risk_text="室内培训，请注意台阶和用电安全。",
    )


def _attend(course_id: UUID, crowd: Sequence[Person], *, now: datetime) -> None:
    """He and some others were there to the end, one left early, one forgot to check out."""
    (offered,) = seeding.offered([course_id])
    people = crowd[:LEARNERS]
    ids = seeding.enter_sign_ups(
        [
            SeededSignUp(offered, one.id, "signed_up", offered.starts_at - timedelta(days=5))
            for one in people
        ]
    )
    early, forgot = len(people) - 2, len(people) - 1
    stays = [
        SeededStay(
            sign_up_id=ids[number],
            offered=offered,
            volunteer_id=one.id,
            in_at=offered.starts_at + timedelta(minutes=number - 8),
            out_at=None
            if number == forgot
            else offered.ends_at - timedelta(minutes=50 if number == early else 0),
            way="session_code",
        )
        for number, one in enumerate(people)
    ]
    for stay in enter_stays(stays, now=now):
        if stay.out_at is None:
            then(recording.follow_missed, CheckOutsMissed((stay,), now))
        else:
            then(recording.follow_check_out, CheckedOut(stay, stay.out_at))


def _ask_for_it(qualification_id: UUID, team: Team, *, now: datetime) -> None:
    """A position at the first station that asks for it."""
    place = team.sites.stations[FIRST_STATION]
    author, reviewer = team.at(place), team.above(place)
    starts_at = start_of_day(local_date(now) + timedelta(days=18)) + timedelta(hours=8)
    at = now - timedelta(days=2)
    positions = (
        PositionPlan("医疗岗", 2, "带急救包在终点值守", qualification_id=qualification_id),
        PositionPlan("引导岗", 12, "在路口指引方向、递水"),
    )
    plan = ActivityPlan(
        title="社区健步走保障",
        work_type="健身体育",
        category="社区服务",
        targets=("城镇居民",),
        content="沿浞河绿道健步走三公里，志愿者分段保障，终点设医疗点。",
        venue="浞河道德公园北门",
        contact_name=author.name,
        contact_phone=place.contact_phone,
        recruits_from=at,
        recruits_until=starts_at,
        sessions=[SessionPlan(starts_at, starts_at + timedelta(hours=3), positions)],
        risk_text="户外活动，请注意保暖和来往车辆。",
    )
    made = then(planning.draft, author, plan, place_id=place.id, now=at)
    then(planning.submit, author, made, now=at)
    then(review.approve, reviewer, made, now=at + timedelta(hours=1))
    then(publication.publish, author, made, now=at + timedelta(hours=2))
