"""What a scanner may know of a session: its facts, who is in, and a list to keep for no network."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.activities import queries as activities
from app.domain.activities.engagements import outlines, volunteers_of
from app.domain.activities.views import SessionView
from app.domain.attendance import queries
from app.domain.attendance.device_rules import ends_at
from app.domain.attendance.devices import Device, seen
from app.domain.attendance.errors import NotThisSession
from app.domain.attendance.queries import PresenceRow, Turnout
from app.domain.attendance.rules import closes_for_check_out, opens_at
from app.domain.people.search import meant_among
from app.domain.places import queries as places
from app.domain.places.scope import Scope
from app.kernel.calendar import local
from app.kernel.crypto import sealed_for
from app.kernel.refusal import NotFound, Refusal

MOST_FOUND = 20
SALT_BYTES = 16
_PADDED_TO_BYTES = 192


@dataclass(frozen=True)
class DoorSession:
    """A session as its door sees it. The token works until `device_ends_at`."""

    plan: SessionView
    opens_at: datetime
    closes_at: datetime
    turnout: Turnout
    device_ends_at: datetime


@dataclass(frozen=True)
class SealedEntry:
    """One person's entry: found by `lookup`, opened with a key, both made from her card."""

    lookup: bytes
    sealed: bytes


@dataclass(frozen=True)
class SealedList:
    """Everybody expected; tells nothing to who has not seen the cards, but how many there are."""

    salt: bytes
    entries: Sequence[SealedEntry]


def sessions_for(device: Device, *, now: datetime) -> list[DoorSession]:
    """The sessions a token is good for at this moment: its own, or its place's of the day."""
    seen(device, now=now)
    if device.facts.session_id is not None:
        return [session_for(device, device.facts.session_id, now=now)]
    if device.facts.place_id is None:
        return []
    scope = Scope(places.place(device.facts.place_id).path)
    today = activities.sessions_today(scope, now=now)
    plans = outlines([session.id for session in today])
    usable = [one for one in today if device.why_not(plans[one.id], at=now) is None]
    turnouts = queries.turnouts([one.id for one in usable])
    return [_door(device, one, turnouts) for one in usable]


def session_for(device: Device, session_id: UUID | None, *, now: datetime) -> DoorSession:
    """One session of a token's; refuses NotThisSession, DeviceEnded."""
    wanted = session_id or device.facts.session_id
    if wanted is None:
        raise NotThisSession
    if refusal := _why_not(device, wanted, now):
        raise refusal
    seen(device, now=now)
    return _door(device, activities.session(wanted), queries.turnouts([wanted]))


def people_for(device: Device, session_id: UUID | None, *, now: datetime) -> list[PresenceRow]:
    """Everybody of the session and where she is."""
    door = session_for(device, session_id, now=now)
    return list(queries.presence(door.plan.id, within=Scope(door.plan.place_path)).rows)


def find(device: Device, session_id: UUID | None, text: str, *, now: datetime) -> list[PresenceRow]:
    """Who of the session may be meant by a name, pinyin, number or the last four of a phone."""
    if not text.strip():
        return []
    door = session_for(device, session_id, now=now)
    wanted = set(meant_among(text, volunteers_of(door.plan.id), limit=MOST_FOUND))
    rows = queries.presence(door.plan.id, within=Scope(door.plan.place_path)).rows
    return [row for row in rows if row.volunteer_id in wanted]


def sealed_list(device: Device, session_id: UUID | None, *, now: datetime) -> SealedList:
    """The list for no network: each entry opens only with that person's card."""
    salt = os.urandom(SALT_BYTES)
    rows = people_for(device, session_id, now=now)
    sealed = (sealed_for(row.volunteer_id.bytes, _said(row), salt=salt) for row in rows)
    return SealedList(salt, sorted((SealedEntry(*one) for one in sealed), key=lambda e: e.lookup))


def _said(row: PresenceRow) -> bytes:
    """Every entry as long as the others, whatever the name."""
    facts = {
        "name": row.name,
        "number": row.number,
        "state": row.state,
        "in_at": f"{local(row.in_at):%H:%M}" if row.in_at else "",
        "out_at": f"{local(row.out_at):%H:%M}" if row.out_at else "",
    }
    return json.dumps(facts, ensure_ascii=False).encode().ljust(_PADDED_TO_BYTES)


def _why_not(device: Device, session_id: UUID, now: datetime) -> Refusal | None:
    plan = outlines([session_id]).get(session_id)
    return device.why_not(plan, at=now) if plan else NotFound()


def _door(device: Device, plan: SessionView, turnouts: dict[UUID, Turnout]) -> DoorSession:
    return DoorSession(
        plan=plan,
        opens_at=opens_at(plan.starts_at),
        closes_at=closes_for_check_out(plan.ends_at),
        turnout=turnouts.get(plan.id, Turnout()),
        device_ends_at=ends_at(device.facts, plan.ends_at),
    )
