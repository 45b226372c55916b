"""What other systems are told when something has happened: called by `reactions`.

Ids and times only (PIPL, article 6). A person is a reference that means nothing elsewhere: each
endpoint has its own, so that two systems cannot lay their lists side by side.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app.domain.activities.engagements import outlines
from app.domain.activities.events import (
    MovedUp,
    PassedOver,
    PlaceTakenBack,
    SessionPlace,
    SignedUpEvent,
    SignUpCancelled,
)
from app.domain.attendance.events import CheckedIn, CheckedOut, Stay, StayCorrected
from app.domain.hours.events import HoursApproved, HoursCorrected, HoursRevoked
from app.domain.messaging import outbox
from app.domain.messaging.outbox import Letter
from app.domain.webhooks.rules import EVENTS, TRIED_FOR
from app.domain.webhooks.subscriptions import Subscription, subscribed_to
from app.kernel.crypto import blind_index

_REFERENCE_LENGTH = 32


@dataclass(frozen=True)
class Fact:
    """One thing that happened to one person, at a place."""

    place_path: str
    volunteer_id: UUID
    facts: dict[str, object]


def signed_up(event: SignedUpEvent | MovedUp) -> None:
    """Somebody has a place, at once or by moving up."""
    _about_place("sign_up.created", event.place, event.now)


def sign_up_cancelled(event: SignUpCancelled | PassedOver | PlaceTakenBack) -> None:
    """Somebody has no place any more."""
    _about_place("sign_up.cancelled", event.place, event.now)


def checked_in(event: CheckedIn) -> None:
    """Somebody came."""
    _about_stay("attendance.checked_in", event.stay, event.now)


def checked_out(event: CheckedOut) -> None:
    """Somebody left."""
    _about_stay("attendance.checked_out", event.stay, event.now)


def stay_corrected(event: StayCorrected) -> None:
    """What was told about a stay is no longer so."""
    _about_stay("attendance.corrected", event.stay, event.now)


def hours_approved(event: HoursApproved) -> None:
    """Hours count."""
    _about_hours("hours.approved", event)


def hours_revoked(event: HoursRevoked) -> None:
    """Hours count no longer."""
    _about_hours("hours.revoked", event)


def hours_corrected(event: HoursCorrected) -> None:
    """Other minutes count: told as the old record revoked and the new one approved."""
    hours_revoked(HoursRevoked((event.old,), event.now))
    hours_approved(HoursApproved((event.new,), event.now))


def _about_place(kind: str, place: SessionPlace, now: datetime) -> None:
    told = subscribed_to(kind, now=now)
    if not told:
        return
    facts = {
        "sign_up_id": place.sign_up_id,
        "activity_id": place.activity_id,
        "session_id": place.session_id,
        "starts_at": place.starts_at,
        "ends_at": place.ends_at,
    }
    path = outlines([place.session_id])[place.session_id].place_path
    _announce(kind, told, [Fact(path, place.volunteer_id, facts)], now=now)


def _about_stay(kind: str, stay: Stay, now: datetime) -> None:
    told = subscribed_to(kind, now=now)
    facts = {
        "attendance_id": stay.attendance_id,
        "activity_id": stay.plan.activity_id,
        "session_id": stay.plan.session_id,
        "in_at": stay.in_at,
        "out_at": stay.out_at,
    }
    _announce(kind, told, [Fact(stay.plan.place_path, stay.volunteer_id, facts)], now=now)


def _about_hours(kind: str, event: HoursApproved | HoursRevoked) -> None:
    told = subscribed_to(kind, now=event.now)
    records = [
        Fact(
            one.place_path,
            one.volunteer_id,
            {
                "record_id": one.record_id,
                "activity_id": one.activity_id,
                "session_id": one.session_id,
                "service_date": one.service_date.isoformat(),
                "minutes": one.minutes,
            },
        )
        for one in (event.records if told else ())
    ]
    _announce(kind, told, records, now=event.now)


def _announce(
    kind: str, told: Iterable[Subscription], happened: Iterable[Fact], *, now: datetime
) -> None:
    """One statement, for one or a thousand facts; none when nobody listens."""
    happened = tuple(happened)
    letters = [
        letter(one.endpoint_id, kind, fact.facts | _who(one.endpoint_id, fact), now=now)
        for one in told
        for fact in happened
        if fact.place_path.startswith(one.place_path)
    ]
    outbox.enqueue(letters, now=now)


def _who(endpoint_id: UUID, fact: Fact) -> dict[str, object]:
    return {"person": reference(endpoint_id, fact.volunteer_id)}


def reference(endpoint_id: UUID, volunteer_id: UUID) -> str:
    """What one endpoint calls a person, always the same; another endpoint calls her otherwise."""
    index = blind_index(f"{endpoint_id}:{volunteer_id}", column="webhook.person")
    return index[:_REFERENCE_LENGTH]


def letter(endpoint_id: UUID, kind: str, facts: dict[str, object], *, now: datetime) -> Letter:
    """A letter to an endpoint; its body is what is signed, to the byte."""
    told = {"type": kind, "timestamp": now, "data": facts}
    return Letter(
        channel="webhook",
        kind=kind,
        recipient=endpoint_id.hex,
        title=EVENTS.get(kind, "测试推送"),
        body=json.dumps(told, default=_plain, separators=(",", ":")),
        expires_at=now + TRIED_FOR,
    )


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return str(value)
