"""The staff's calendar and "near me, what I can take" over 200,000 activities."""

import os
import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text

from app.domain.activities import timetable
from app.domain.activities.finding import Taker, Wanted, find, near
from app.domain.activities.models import Activity, ActivitySession, Position
from app.domain.people import queries as people
from app.domain.places.models import Place
from app.domain.places.queries import place as place_view
from app.domain.places.scope import Scope
from app.entrypoints.console.calendar import MONTH, MOST_A_DAY, WEEK, span_of
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.geo import Point
from app.kernel.ids import new_id
from app.kernel.transaction import transaction
from benchmarks.measures import Bench, Line, _reads

HOW_MANY = 5_000 if os.environ.get("QUICK") == "1" else 200_000
AT_ONCE = 5_000
YEARS_BACK, YEARS_AHEAD = 3, 1
HOUR = timedelta(hours=1)
NOWHERE = Point(36.1234, 117.1234)


def calendar(bench: Bench) -> Iterator[Line]:
    """Month and week, whole district and one station; then the resident's list."""
    now = clock.now()
    enter(bench, now=now)
    centre = Scope(place_view(bench.district.station.id).path.partition("/")[0] + "/")
    station = Scope(bench.district.station.path)
    for where, scope in (("district", centre), ("station", station)):
        for view in (MONTH, WEEK):
            yield _reads(f"calendar, {view}, {where}", _calendar(scope, view, now))
    person = people.volunteer(bench.district.people[0])
    wanted = Wanted(taker=Taker(person))
    yield _reads("near me, what I can take", lambda: near(wanted, NOWHERE, now=now))
    yield _reads("what I can take", lambda: find(wanted, now=now))


def _calendar(scope: Scope, view: str, now: datetime) -> Callable[[], object]:
    span = span_of(view, local_date(now))
    wanted = timetable.Wanted(scope)
    return lambda: timetable.days(wanted, span.since, span.until, most_a_day=MOST_A_DAY[view])


def enter(bench: Bench, *, now: datetime) -> None:
    """Activities of all stations over four years, each with a session and a position, in bulk."""
    chance = random.Random(HOW_MANY)
    stations = session.scalars(select(Place.id).where(Place.level == "station")).all()
    by = bench.district.clerk.id
    rows = [
        _activity(chance, number, stations=stations, by=by, now=now) for number in range(HOW_MANY)
    ]
    for since in range(0, HOW_MANY, AT_ONCE):
        _write(rows[since : since + AT_ONCE])
    with transaction():
        session.execute(text("ANALYZE"))


def _activity(
    chance: random.Random, number: int, *, stations: Any, by: UUID, now: datetime
) -> dict[str, Any]:
    day = chance.randint(-365 * YEARS_BACK, 365 * YEARS_AHEAD)
    starts_at = now.replace(hour=0, minute=0) + timedelta(days=day) + chance.randint(0, 12) * HOUR
    return {
        "id": new_id(),
        "number": f"C{number}",
        "place_id": chance.choice(stations),
        "title": "社区环境清洁",
        "title_pinyin": "shequhuanjingqingjie sqhjqj",
        "work_type": chance.choice(("其他志愿服务", "教育服务", "文化服务")),
        "category": "社区服务",
        "targets": ["社会公众"],
        "content": "清理楼道和绿化带里的杂物。",
        "venue": f"第{chance.randint(1, 400)}号院",
        "latitude": NOWHERE.latitude + chance.uniform(-0.2, 0.2),
        "longitude": NOWHERE.longitude + chance.uniform(-0.2, 0.2),
        "risk_level": "none",
        "risk_text": "注意路面湿滑。",
        "contact_name": "王丽",
        "contact_phone": f"138{chance.randint(0, 400):08d}",
        "recruits_from": starts_at - timedelta(days=14),
        "recruits_until": starts_at,
        "cancel_deadline_hours": 24,
        "scene_code_allowed": False,
        "state": "ended" if starts_at + 2 * HOUR <= now else "published",
        "starts_at": starts_at,
        "ends_at": starts_at + 2 * HOUR,
        "created_by_id": by,
        "created_at": starts_at - timedelta(days=20),
        "version": 1,
    }


def _write(rows: list[dict[str, Any]]) -> None:
    parts = [
        {"id": new_id(), "activity_id": row["id"]}
        | {name: row[name] for name in ("starts_at", "ends_at")}
        for row in rows
    ]
    places = [
        {"id": new_id(), "session_id": part["id"], "name": "服务岗", "duties": ""}
        | {"capacity": 20, "taken": 0, "skills": []}
        for part in parts
    ]
    with transaction():
        session.execute(insert(Activity), rows)
        session.execute(insert(ActivitySession), parts)
        session.execute(insert(Position), places)
