"""An ordinary plan to vary in tests."""

from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.activities.plans import ActivityPlan, PositionPlan, SessionPlan
from app.kernel.geo import Point

HOUR = timedelta(hours=1)


def a_plan(now: datetime, **changes: object) -> ActivityPlan:
    """Complete and fit for review: tomorrow for two hours, one position for ten."""
    plan = ActivityPlan(
        title="社区环境清洁志愿服务",
        work_type="其他志愿服务",
        category="环境保护",
        targets=("社会公众",),
        content="清理楼道和绿化带里的杂物，劝导文明养犬。",
        venue="阳光社区广场",
        contact_name="王丽",
        contact_phone="13800138000",
        recruits_from=now - HOUR,
        recruits_until=now + 23 * HOUR,
        sessions=(a_session(now + 24 * HOUR),),
        risk_text="路面湿滑，请穿防滑鞋。",
        point=Point(36.1, 117.1),
    )
    return replace(plan, **changes)  # type: ignore[arg-type]


def a_session(starts_at: datetime, hours: float = 2, **position: object) -> SessionPlan:
    """One session with one position; `position` are its fields."""
    facts = {"name": "服务岗", "capacity": 10, **position}
    return SessionPlan(starts_at, starts_at + hours * HOUR, (PositionPlan(**facts),))  # type: ignore[arg-type]
