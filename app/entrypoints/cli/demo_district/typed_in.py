"""Hours typed in from a sheet at one station: some confirmed by the office, some that wait."""

from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from PIL import Image, ImageDraw

from app.domain.access.queries import Staff
from app.domain.activities.engagements import SessionOutline
from app.domain.attachments import keeping
from app.domain.hours import back_fill_decisions, back_fill_entry
from app.domain.hours.back_fill_entry import Entry
from app.domain.hours.back_fill_rules import Quota
from app.domain.hours.rules import Stretch
from app.entrypoints.cli.demo_district.crowd import CLERK_TOO, Person
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team
from app.entrypoints.cli.demo_district.verdicts import Drawn
from app.kernel.calendar import local_date, start_of_day

RECENT = timedelta(days=9)
REASON = "当天广场停电没有网络，用纸质签到表签到，已附照片。"
QUOTA = Quota(share_percent=10, floor_minutes=40 * 60)
AT_ONCE = 3
PEOPLE_ASKED = 40


def type_some_in(drawn: list[Drawn], crowd: list[Person], team: Team, *, now: datetime) -> None:
    """Of one recent session at the first clerk's station, two back-fills: one is confirmed."""
    clerk = team.by_username[CLERK_TOO.username]
    plan = _recent_session(drawn, clerk, now=now)
    if plan is None:
        return
    there = {one.stay.volunteer_id for one in drawn if one.stay.plan.session_id == plan.session_id}
    near = [one.id for one in crowd[2:] if one.id not in there and clerk.volunteer_id != one.id]
    at = min(_morning_after(plan), now - timedelta(hours=3))
    able = _who_can_be_entered(clerk, plan, near[:PEOPLE_ASKED], at=at)
    first, second = able[:AT_ONCE], able[AT_ONCE : 2 * AT_ONCE]
    if not second:
        return
    confirmed = then(_enter, clerk, plan, first, at=at)
    above = team.above(clerk.place)
    then(back_fill_decisions.confirm, above, confirmed, now=at + timedelta(hours=1))
    then(_enter, clerk, plan, second, at=at + timedelta(hours=2))


def _recent_session(drawn: list[Drawn], clerk: Staff, *, now: datetime) -> SessionOutline | None:
    plans = {
        one.stay.plan
        for one in drawn
        if one.stay.plan.place_id == clerk.place.id
        and now - RECENT < one.stay.plan.ends_at < now - timedelta(hours=20)
    }
    return max(plans, key=lambda plan: plan.ends_at, default=None)


def _morning_after(plan: SessionOutline) -> datetime:
    return start_of_day(local_date(plan.ends_at) + timedelta(days=1)) + timedelta(hours=9)


def _who_can_be_entered(
    clerk: Staff, plan: SessionOutline, people: list[UUID], *, at: datetime
) -> list[UUID]:
    """Whoever the rules do not refuse; found out by asking them, with nothing written."""
    entry = _entry(plan, people, [])
    why_not = back_fill_entry.lines_refused(clerk, entry)
    return [one for one in people if one not in why_not]


def _enter(clerk: Staff, plan: SessionOutline, people: list[UUID], *, at: datetime) -> UUID:
    picture = keeping.keep(clerk.actor, _photo_of_a_sheet(len(people), at), now=at)
    return back_fill_entry.enter(clerk, _entry(plan, people, [picture]), quota=QUOTA, now=at)


def _entry(plan: SessionOutline, people: list[UUID], pictures: list[UUID]) -> Entry:
    stay = Stretch(plan.starts_at, plan.ends_at)
    return Entry(plan.session_id, dict.fromkeys(people, stay), REASON, pictures)


def _photo_of_a_sheet(lines: int, at: datetime) -> bytes:
    """Paper with lines on it, seen on a dark table; nobody's name."""
    picture = Image.new("RGB", (900, 1200), "#4b4036")
    pen = ImageDraw.Draw(picture)
    pen.polygon(((90, 70), (830, 100), (800, 1130), (60, 1100)), fill="#f6f3ec")
    for line in range(12):
        top = 260 + line * 65
        pen.line((110, top, 770, top + 25), fill="#8a8478", width=3)
        if line < lines:
            wave = 620 + (at.minute * 7 + line * 31) % 60
            pen.arc((wave, top - 45, wave + 90, top - 5), 200, 20, fill="#223a8a", width=5)
            pen.arc((wave + 30, top - 50, wave + 120, top), 190, 350, fill="#223a8a", width=5)
    pen.rectangle((690, 130, 760, 200), outline="#222222", width=8)
    content = BytesIO()
    picture.save(content, format="JPEG", quality=85)
    return content.getvalue()
