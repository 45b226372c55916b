"""Facilities of one community and its office, and bookings in every state; two are 李明's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.attachments import keeping
from app.domain.facilities import booking, deciding, describing, timing
from app.domain.facilities.booking import Caller
from app.domain.facilities.described import Described
from app.domain.facilities.half_hours import moment_of
from app.domain.facilities.rules import Wanted
from app.domain.people import queries as people
from app.domain.people.queries import VolunteerView
from app.domain.places.opening_hours import OpeningHours
from app.entrypoints.cli.demo_district.crowd import Person
from app.entrypoints.cli.demo_district.photographs import a_photograph
from app.entrypoints.cli.demo_district.sites import FIRST_STATION
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team
from app.kernel.calendar import local_date

DAY = timedelta(days=1)
EVERY_DAY = OpeningHours(week=(((510, 720), (810, 1260)),) * 7)  # 8:30–12:00, 13:30–21:00
ROOM = Described(
    name="二楼活动室",
    kind="activity_room",
    seats=40,
    inside="投影、音响、折叠桌 12 张、饮水机",
    hours=EVERY_DAY,
)
OTHERS = (
    Described(
        name="书画室",
        kind="studio",
        seats=12,
        inside="画案 6 张、毛毡、洗笔池，纸墨自带",
        needs_approval=False,
        hours=EVERY_DAY,
    ),
    Described(
        name="一楼会议室",
        kind="meeting_room",
        seats=20,
        inside="会议桌、白板、投影",
        audience="leaders",
        most_minutes=180,
        hours=EVERY_DAY,
    ),
)
STAGE = Described(
    name="百姓大舞台",
    kind="stage",
    seats=300,
    inside="室外舞台，有电源，音响要提前说",
    audience="staff",
    hours=EVERY_DAY,
)


@dataclass(frozen=True)
class Here:
    """Who takes part: the clerk, the one with the phone, and neighbours; the two rooms."""

    clerk: Staff
    owner: VolunteerView
    near: Sequence[VolunteerView]
    room: UUID
    studio: UUID
    now: datetime

    def at(self, days: int, hour: int, *, heads: int = 10, purpose: str = "合唱队排练") -> Wanted:
        """Two hours of a day, counted from today."""
        begin = moment_of(local_date(self.now) + days * DAY, hour * 60)
        end = begin + timedelta(hours=2)
        return Wanted(starts_at=begin, ends_at=end, purpose=purpose, heads=heads)


def book_rooms(crowd: Sequence[Person], team: Team, *, now: datetime) -> None:
    """Four facilities, what was, what is ahead, and what waits."""
    station = team.sites.stations[FIRST_STATION]
    clerk, manager, then_at = team.at(station), team.above(station), now - 30 * DAY
    room, studio, _ = (
        then(describing.add, clerk, said, place_id=station.id, now=then_at)
        for said in (ROOM, *OTHERS)
    )
    then(describing.add, manager, STAGE, place_id=manager.place.id, now=then_at)
    photo = then(keeping.keep, clerk.actor, a_photograph(7), now=then_at)
    alt = "活动室里坐满了人，前面是舞台"
    then(describing.show_picture, clerk, room, photo, alt=alt, now=then_at)
    near = [people.volunteer(one.id) for one in crowd[50:] if one.station == FIRST_STATION][:6]
    here = Here(clerk, people.volunteer(crowd[0].id), near, room, studio, now)
    _over(here)
    _ahead(here)
    _waiting(here)


def _over(here: Here) -> None:
    now = here.now
    then(booking.book, here.owner, here.studio, here.at(-4, 14), now=now - 6 * DAY)
    missed = then(booking.book, here.near[0], here.studio, here.at(-3, 9), now=now - 6 * DAY)
    then(deciding.miss, here.clerk, missed, now=now - 2 * DAY)
    late = here.at(-2, 19, purpose="广场舞队开会")
    then(booking.book, here.near[1], here.room, late, now=now - 5 * DAY)
    then(timing.lapse, now=now)


def _ahead(here: Here) -> None:
    now = here.now
    his = then(booking.book, here.owner, here.room, here.at(3, 19, heads=18), now=now - DAY)
    then(deciding.approve, here.clerk, his, now=now - DAY / 2)
    caller = Caller("孙秀珍", "13900002303")
    wanted = here.at(2, 9, purpose="老同事聚会", heads=15)
    then(booking.book_for, here.clerk, here.room, wanted, caller, now=now - DAY)
    refused = then(booking.book, here.near[2], here.room, here.at(4, 14), now=now - 2 * DAY)
    then(deciding.decline, here.clerk, refused, "那天下午社区体检要用。", now=now - DAY)
    broken = then(booking.book, here.near[3], here.studio, here.at(5, 9), now=now - 2 * DAY)
    then(deciding.call_off, here.clerk, broken, "洗笔池漏水，要修两天。", now=now - DAY)
    given_back = then(booking.book, here.near[4], here.studio, here.at(6, 15), now=now - 2 * DAY)
    then(deciding.cancel, here.near[4], given_back, now=now - DAY)


def _waiting(here: Here) -> None:
    now = here.now
    dance = here.at(5, 19, purpose="舞蹈队排练", heads=24)
    then(booking.book, here.near[5], here.room, dance, now=now - DAY / 4)
    reading = here.at(6, 9, purpose="亲子读书会", heads=20)
    then(booking.book, here.owner, here.room, reading, now=now - DAY / 8)
