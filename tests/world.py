"""A small district to tell tests in: places, staff, volunteers, activities, attendances, hours.

Each function writes rows through the models and returns them. What is not said is ordinary: times
are around noon of Monday, 23 November 2026, in Shanghai.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from app.domain.access import queries as access
from app.domain.access.hashing import hashed
from app.domain.access.models import SecondFactor, StaffMember
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.activities.models import Activity, ActivitySession, Position, SignUp
from app.domain.attendance.models import Attendance
from app.domain.hours.models import HourRecord
from app.domain.people.models import Volunteer, WeChatIdentity
from app.domain.places.models import Place
from app.domain.places.scope import EVERYWHERE
from app.domain.qualifications.models import Qualification, QualificationGrant
from app.domain.teams.models import Team, TeamMember
from app.domain.training.models import Course
from app.entrypoints.cli.demo_district.team import SECRET
from app.kernel.calendar import local_date, working_days_after
from app.kernel.database import Base, session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
Row = TypeVar("Row", bound=Base)
_numbers = count(1)


def saved(row: Row, *more: Base) -> Row:
    """Write rows for good, in the order given."""
    with transaction():
        for one in (row, *more):
            session.add(one)
            session.flush()
    return row


def a_place(level: str, *, below: Place | None = None, name: str = "") -> Place:
    """A place under another one."""
    number = next(_numbers)
    path = f"{below.path if below else ''}{number:03d}/"
    return saved(
        Place(
            id=new_id(),
            parent_id=below.id if below else None,
            level=level,
            path=path,
            name=name or f"{level} {number}",
            address="阳光路 1 号",
            contact_phone="0538-1234567",
            latitude=36.1234,
            longitude=117.1234,
            created_at=NOON - timedelta(days=400),
        )
    )


def a_centre(name: str = "高新区新时代文明实践中心") -> Place:
    return a_place("centre", name=name)


def an_office(below: Place | None = None, name: str = "阳光街道新时代文明实践所") -> Place:
    return a_place("office", below=below or a_centre(), name=name)


def a_station(below: Place | None = None, name: str = "阳光社区新时代文明实践站") -> Place:
    return a_place("station", below=below or an_office(), name=name)


def a_point(
    below: Place | None = None, name: str = "阳光村史馆", kind: str = "history_hall"
) -> Place:
    point = a_place("point", below=below or a_station(), name=name)
    point.kind = kind
    return saved(point)


def staff(
    role: Role = Role.STATION_CLERK,
    *,
    at: Place,
    name: str = "王丽",
    volunteer_id: UUID | None = None,
    phone: str = "",
) -> Staff:
    """A member of staff as doors see her: with her second factor shown, as after a whole sign-in.

    She cannot sign in by password (no real hash).
    """
    number = next(_numbers)
    row = saved(
        StaffMember(
            id=new_id(),
            username=f"staff{number}",
            name=name,
            phone=phone or f"139{number:08d}",
            role=role.value,
            place_id=at.id,
            volunteer_id=volunteer_id,
            password_hash="!",
            must_change_password=False,
            appointed_at=NOON - timedelta(days=100),
        )
    )
    return replace(access.staff_member(row.id, within=EVERYWHERE), proven=True)


def a_volunteer(
    at: Place | None = None,
    *,
    name: str = "张桂英",
    born: date | None = date(1960, 5, 1),
    open_id: str | None = None,
    state: str = "active",
) -> Volunteer:
    """A registered volunteer; with `open_id` she follows the account by that WeChat id."""
    number = next(_numbers)
    row = saved(
        Volunteer(
            id=new_id(),
            number=f"37{number:08d}",
            name=name,
            name_pinyin="zhangguiying zgy",
            phone=f"138{number:08d}",
            birth_date=born,
            community_id=(at or a_station()).id,
            categories=["社区服务"],
            skills=[],
            state=state,
            registered_at=NOON - timedelta(days=30),
            source="wechat",
        )
    )
    if open_id:
        saved(
            WeChatIdentity(
                open_id=open_id,
                volunteer_id=row.id,
                following=True,
                met_at=NOON - timedelta(days=30),
                bound_at=NOON - timedelta(days=30),
            )
        )
    return row


def an_activity(
    at: Place,
    *,
    state: str = "published",
    starts_at: datetime = NOON + 24 * HOUR,
    lasts: timedelta = 2 * HOUR,
    by: UUID | None = None,
    **facts: object,
) -> Activity:
    """An activity without sessions; `facts` are further columns."""
    row = Activity(
        id=new_id(),
        number=f"A{next(_numbers):06d}",
        place_id=at.id,
        title="社区环境清洁",
        work_type="其他志愿服务",
        category="社区服务",
        targets=["社会公众"],
        content="清理楼道和绿化带里的杂物,劝导文明养犬。",
        venue="阳光社区广场",
        risk_level="none",
        risk_text="注意路面湿滑。",
        contact_name="王丽",
        contact_phone="0538-1234567",
        recruits_from=starts_at - timedelta(days=30),
        recruits_until=starts_at + lasts,
        state=state,
        starts_at=starts_at,
        ends_at=starts_at + lasts,
        created_by_id=by or staff(at=at).id,
        created_at=NOON - timedelta(days=40),
    )
    for name, value in facts.items():
        setattr(row, name, value)
    return saved(row)


def a_session(
    of: Activity, *, starts_at: datetime | None = None, lasts: timedelta | None = None
) -> ActivitySession:
    """A session; at the activity's own times unless said."""
    begin = starts_at or of.starts_at
    return saved(
        ActivitySession(
            id=new_id(),
            activity_id=of.id,
            starts_at=begin,
            ends_at=begin + (lasts or of.ends_at - of.starts_at),
        )
    )


def a_position(of: ActivitySession, *, capacity: int = 10, **facts: object) -> Position:
    """A position of a session."""
    row = Position(id=new_id(), session_id=of.id, name="服务岗", capacity=capacity, skills=[])
    for name, value in facts.items():
        setattr(row, name, value)
    return saved(row)


def an_open_position(at: Place, *, capacity: int = 10, **facts: object) -> Position:
    """A position one can sign up for: published activity, one session, one position."""
    return a_position(a_session(an_activity(at, **facts)), capacity=capacity)  # type: ignore[arg-type]


def signed_up(
    volunteer: Volunteer,
    position: Position,
    *,
    state: str = "signed_up",
    queued_at: datetime = NOON,
) -> SignUp:
    """A sign-up, counted in its position when it is not waiting."""
    with transaction():  # a counter raised outside would be written by the reading's commit
        its_session = session.get_one(ActivitySession, position.session_id)
        row = SignUp(
            id=new_id(),
            activity_id=its_session.activity_id,
            session_id=its_session.id,
            position_id=position.id,
            volunteer_id=volunteer.id,
            state=state,
            starts_at=its_session.starts_at,
            ends_at=its_session.ends_at,
            queued_at=queued_at,
        )
        if state == "signed_up":
            position.taken += 1
        return saved(row, position)


def a_team(
    at: Place, leader: Volunteer, *members: Volunteer, name: str = "暖阳志愿队", may: bool = True
) -> Team:
    """A recognised team; `may`: its members have said that the leader may sign them up."""
    team = saved(
        Team(
            id=new_id(),
            name=name,
            kind="卫生环保",
            purpose="每周六清理楼道",
            place_id=at.id,
            leader_id=leader.id,
            state="recognised",
            founded_at=NOON - timedelta(days=60),
        )
    )
    for number, person in enumerate((leader, *members)):
        saved(
            TeamMember(
                id=new_id(),
                team_id=team.id,
                volunteer_id=person.id,
                state="member",
                since=NOON - timedelta(days=50, minutes=-number),
                leader_may_sign_up_since=NOON - timedelta(days=50) if may else None,
            )
        )
    return team


def checked_in(sign_up: SignUp, *, in_at: datetime | None = None, **facts: object) -> Attendance:
    """An attendance with a check-in by the session's code; `facts` are further columns."""
    row = Attendance(
        id=new_id(),
        activity_id=sign_up.activity_id,
        session_id=sign_up.session_id,
        sign_up_id=sign_up.id,
        volunteer_id=sign_up.volunteer_id,
        in_at=in_at or sign_up.starts_at,
        in_way="session_code",
    )
    for name, value in facts.items():
        setattr(row, name, value)
    return saved(row)


def checked_out(sign_up: SignUp, **facts: object) -> Attendance:
    """An attendance from the session's start to its end."""
    return checked_in(sign_up, **{"out_at": sign_up.ends_at, "out_way": "session_code", **facts})  # type: ignore[arg-type]


def a_pending_record(
    volunteer: Volunteer,
    at: Place,
    *,
    position: Position | None = None,
    starts_at: datetime = NOON - 48 * HOUR,
    **facts: object,
) -> HourRecord:
    """A record waiting for approval, with all that stands behind it."""
    place = position or an_open_position(at, state="ended", starts_at=starts_at)
    attendance = checked_out(signed_up(volunteer, place))
    assert attendance.out_at is not None
    row = HourRecord(
        id=new_id(),
        attendance_id=attendance.id,
        volunteer_id=volunteer.id,
        activity_id=attendance.activity_id,
        session_id=attendance.session_id,
        place_id=at.id,
        place_path=at.path,
        service_date=local_date(attendance.in_at),
        counted_from=attendance.in_at,
        counted_until=attendance.out_at,
        minutes=round((attendance.out_at - attendance.in_at).total_seconds()) // 60,
        due_on=working_days_after(local_date(attendance.out_at), 10),
        created_at=attendance.out_at,
        to_weigh=False,
    )
    for name, value in facts.items():
        setattr(row, name, value)
    return saved(row)


def an_approved_record(volunteer: Volunteer, at: Place, **facts: object) -> HourRecord:
    """A record approved by somebody of the place."""
    decided = {"state": "approved", "decided_by_id": staff(at=at).id, "decided_at": NOON}
    return a_pending_record(volunteer, at, **{**decided, **facts})  # type: ignore[arg-type]


def staff_who_signs_in(username: str, password: str, *, role: Role, at: Place) -> Staff:
    """A member of staff with a real password, and the authenticator of tests/authenticator.py."""
    made = staff(role, at=at)
    with transaction():
        row = session.get_one(StaffMember, made.id)
        row.username, row.password_hash = username, hashed(password)
        session.add(SecondFactor(staff_id=made.id, secret=SECRET, confirmed_at=NOON))
    return replace(access.staff_member(made.id, within=EVERYWHERE), proven=True)


def only_session() -> ActivitySession:
    """The one session there is."""
    return session.scalars(select(ActivitySession)).one()


def a_qualification(
    at: Place, *, name: str = "急救员", valid_months: int | None = 24
) -> Qualification:
    """What positions can ask for."""
    return saved(
        Qualification(
            id=new_id(),
            place_id=at.id,
            name=name,
            about="会心肺复苏和简单包扎。参加急救培训并通过测验后取得。",
            valid_months=valid_months,
            created_by_id=staff(at=at).id,
            created_at=NOON - timedelta(days=300),
        )
    )


def holds(
    volunteer: Volunteer, what: Qualification, *, until: datetime | None = None, **facts: object
) -> QualificationGrant:
    """She holds it since a year; `until` is the first moment it does not count."""
    row = QualificationGrant(
        id=new_id(),
        qualification_id=what.id,
        volunteer_id=volunteer.id,
        state="held",
        granted_at=NOON - timedelta(days=365),
        ends_at=until,
        basis="持有红十字会急救员证",
    )
    for name, value in facts.items():
        setattr(row, name, value)
    return saved(row)


def a_course(of: Activity, **facts: object) -> Course:
    """What an activity of the work type 培训 has more."""
    row = Course(
        id=of.id,
        place_id=of.place_id,
        kind="志愿者培训",
        trainer="刘医生",
        organiser="高新区红十字会",
        summary="心肺复苏、止血包扎",
        required_percent=80,
        has_test=False,
        pass_percent=80,
        tries_most=3,
        grants_by_rule=True,
    )
    for name, value in facts.items():
        setattr(row, name, value)
    return saved(row)
