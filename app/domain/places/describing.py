"""Say what a place's page tells: introduction, head, hours, what helps to come in, photos."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.attachments import keeping
from app.domain.attachments.errors import TooManyPictures
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.places.holding import hold_place
from app.domain.places.models import Place, PlaceDescription, PlacePhoto
from app.domain.places.opening_hours import as_stored, why_not_these_hours
from app.domain.places.rules import LONGEST_ALT, MOST_PHOTOS, why_not_described
from app.domain.places.scope import Scope
from app.domain.places.site_queries import Description
from app.kernel.database import session
from app.kernel.refusal import BadInput, NotFound
from app.kernel.transaction import transaction


def describe(
    place_id: UUID, said: Description, *, actor: Actor, scope: Scope, now: datetime
) -> None:
    """Say anew what its page tells; photos have their own actions."""
    problem = why_not_these_hours(said.hours) or why_not_described(
        introduction=said.introduction,
        head_name=said.head_name,
        head_phone=said.head_phone,
        head_shown=said.head_shown,
        access=said.access,
    )
    if problem:
        raise problem
    with transaction():
        _hold(place_id, scope)
        row = session.get(PlaceDescription, place_id)
        if row is None:
            row = PlaceDescription(place_id=place_id)
            session.add(row)
        row.introduction = said.introduction.strip()
        row.head_name = said.head_name.strip()
        row.head_phone = said.head_phone.strip()
        row.head_shown = said.head_shown
        row.hours = as_stored(said.hours)
        row.access = list(said.access)
        trail.record(
            actor,
            "place.describe",
            "place",
            place_id,
            now=now,
            place_id=place_id,
            head_shown=said.head_shown,
        )


def add_photos(
    place_id: UUID,
    attachment_ids: Sequence[UUID],
    *,
    alt: str,
    actor: Actor,
    scope: Scope,
    now: datetime,
) -> None:
    """Put loose photos of hers behind those that are there; `alt` says what is seen on them."""
    said = alt.strip()
    if not said or len(said) > LONGEST_ALT:
        raise BadInput(field="alt", problem=f"请写照片上是什么，最多 {LONGEST_ALT} 个字")
    if not attachment_ids:
        raise BadInput(field="pictures", problem="请选择照片")
    with transaction():
        _hold(place_id, scope)
        there = _photos(place_id)
        if len(there) + len(set(attachment_ids)) > MOST_PHOTOS:
            raise TooManyPictures(most=MOST_PHOTOS)
        added = keeping.attach(actor, attachment_ids, now=now)
        for number, one in enumerate(added):
            session.add(
                PlacePhoto(
                    attachment_id=one,
                    place_id=place_id,
                    alt=said if len(added) == 1 else f"{said}（{number + 1}）",
                    position=len(there) + number,
                )
            )
        _note(actor, "place.add_photos", place_id, now, count=len(added))


def put_first(
    place_id: UUID, attachment_id: UUID, *, actor: Actor, scope: Scope, now: datetime
) -> None:
    """This photo stands first; the others keep their order."""
    with transaction():
        _hold(place_id, scope)
        there = _photos(place_id)
        chosen = _one_of(there, attachment_id)
        _number([chosen, *(row for row in there if row is not chosen)])
        _note(actor, "place.put_first", place_id, now)


def remove_photo(
    place_id: UUID, attachment_id: UUID, *, actor: Actor, scope: Scope, now: datetime
) -> None:
    """Take a photo off the page; after two days it is forgotten."""
    with transaction():
        _hold(place_id, scope)
        there = _photos(place_id)
        chosen = _one_of(there, attachment_id)
        session.delete(chosen)
        session.flush()
        keeping.let_go([attachment_id])
        _number([row for row in there if row is not chosen])
        _note(actor, "place.remove_photo", place_id, now)


def _hold(place_id: UUID, scope: Scope) -> None:
    hold_place(place_id)
    row = session.get(Place, place_id, populate_existing=True)
    if row is None or row.closed_at is not None or not scope.covers(row.path):
        raise NotFound


def _photos(place_id: UUID) -> Sequence[PlacePhoto]:
    query = select(PlacePhoto).where(PlacePhoto.place_id == place_id)
    return session.scalars(query.order_by(PlacePhoto.position)).all()


def _one_of(there: Sequence[PlacePhoto], attachment_id: UUID) -> PlacePhoto:
    found = next((row for row in there if row.attachment_id == attachment_id), None)
    if found is None:
        raise NotFound
    return found


def _number(rows: Sequence[PlacePhoto]) -> None:
    for position, row in enumerate(rows):
        row.position = position


def _note(actor: Actor, action: str, place_id: UUID, now: datetime, **detail: int) -> None:
    trail.record(actor, action, "place", place_id, now=now, place_id=place_id, **detail)
