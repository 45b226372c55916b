"""WeChat scene QRs: one for each session and direction, made by WeChat on request of the worker."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities.engagements import engagement
from app.domain.attendance.errors import SceneCodeNotAllowed
from app.domain.attendance.events import SceneCodeWanted
from app.domain.attendance.models import SceneCode
from app.domain.attendance.rules import Direction, closes_for_check_out
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction

LONGEST_LIFE = timedelta(days=30)  # WeChat's own limit for a temporary QR
ASKED_AGAIN_AFTER = timedelta(minutes=2)


@dataclass(frozen=True)
class SceneSession:
    """What a scene stands for."""

    session_id: UUID
    direction: Direction


def ask_for(staff: Staff, session_id: UUID, direction: Direction, *, now: datetime) -> str:
    """Have the QR made unless it is there or on its way; returns the scene."""
    there = engagement(session_id, None)
    if there is None:
        raise NotFound
    staff.require(Permission.ATTENDANCE_RUN, there.outline.place_path)
    if not there.scene_code_allowed:
        raise SceneCodeNotAllowed
    expires_at = min(closes_for_check_out(there.outline.ends_at), now + LONGEST_LIFE)
    with transaction():
        code = _code(session_id, direction)
        if code is None:
            code = SceneCode(
                session_id=session_id,
                direction=direction,
                scene=f"check_{direction}_{session_id.hex}",
                created_at=now,
            )
            session.add(code)
        elif _is_good(code, now) or _is_on_its_way(code, now):
            return code.scene
        code.created_at, code.content, code.expires_at = now, None, None
        session.flush()
        happened(
            SceneCodeWanted(session_id, direction, code.scene, there.outline.title, expires_at, now)
        )
        return code.scene


def store(scene: str, content: str, expires_at: datetime) -> None:
    """Keep what WeChat made; a scene nobody asked for is not found."""
    with transaction():
        code = session.scalar(
            select(SceneCode).where(SceneCode.scene == scene).with_for_update(key_share=True)
        )
        if code is None:
            raise NotFound
        code.content, code.expires_at = content, expires_at


def session_behind(scene: str) -> SceneSession | None:
    """The session and direction of a scene of ours."""
    code = session.scalar(select(SceneCode).where(SceneCode.scene == scene))
    return SceneSession(code.session_id, cast(Direction, code.direction)) if code else None


def _code(session_id: UUID, direction: Direction) -> SceneCode | None:
    return session.scalar(
        select(SceneCode)
        .where(SceneCode.session_id == session_id, SceneCode.direction == direction)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


def _is_good(code: SceneCode, now: datetime) -> bool:
    return code.content is not None and code.expires_at is not None and code.expires_at > now


def _is_on_its_way(code: SceneCode, now: datetime) -> bool:
    return code.content is None and code.created_at + ASKED_AGAIN_AFTER > now
