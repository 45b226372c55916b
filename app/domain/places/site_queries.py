"""What a place's page says, and the list of places for everybody."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from app.domain.attachments.queries import attachments
from app.domain.places.models import Place, PlaceDescription, PlacePhoto
from app.domain.places.opening_hours import OpeningHours, from_stored
from app.domain.places.queries import PlaceView, view
from app.domain.places.rules import FACILITIES, KINDS, LEVEL_NAMES
from app.kernel.database import session
from app.kernel.geo import Point, distance_metres
from app.kernel.paging import PAGE_SIZE, Page
from app.kernel.refusal import NotFound

MOST_LISTED = 1000
NOT_SAID = OpeningHours()


@dataclass(frozen=True)
class Photo:
    """One photo of a place; `alt` says what is seen."""

    id: UUID
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class Description:
    """What is said of a place beside its name; `head_shown` is a key of rules.HEAD_SHOWN."""

    introduction: str = ""
    head_name: str = field(default="", repr=False)
    head_phone: str = field(default="", repr=False)
    head_shown: str = "nothing"
    hours: OpeningHours = NOT_SAID
    access: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()

    @property
    def public_head(self) -> str:
        """The head as everybody may see her: nothing, her name, or name and office phone."""
        if self.head_shown == "nothing":
            return ""
        phone = self.head_phone if self.head_shown == "name_and_phone" else ""
        return f"{self.head_name} {phone}".strip()

    @property
    def access_titles(self) -> list[str]:
        """What helps to come in, in words."""
        return [title for key, title in FACILITIES.items() if key in self.access]


@dataclass(frozen=True)
class Listed:
    """A place in the list: its hours, first photo, and how far it is, when that was asked."""

    place: PlaceView
    hours: OpeningHours
    photo: Photo | None
    metres: int | None = None


@dataclass(frozen=True)
class Sought:
    """What is looked for; `kind` is a kind or a level, `origin` orders by distance."""

    text: str = ""
    kind: str = ""
    origin: Point | None = None


def description(place_id: UUID) -> Description:
    """What its page says; of a place that nobody has described, nothing. Three statements."""
    row = session.get(PlaceDescription, place_id)
    photos = tuple(_photos([place_id]).get(place_id, ()))
    return replace(_said(row), photos=photos) if row else Description(photos=photos)


def descriptions(ids: Collection[UUID]) -> dict[UUID, Description]:
    """What the pages of several places say, without photos; of others nothing. One statement."""
    rows = session.scalars(select(PlaceDescription).where(PlaceDescription.place_id.in_(ids)))
    return {row.place_id: _said(row) for row in rows}


def listed(sought: Sought, *, page: int = 1) -> Page[Listed]:
    """Open places by words and kind: the nearest first, else as the tree has them.

    Three statements, however many there are; a district has some hundreds of places.
    """
    rows = session.execute(_sought(sought).limit(MOST_LISTED)).all()
    found = [(view(row[0]), row[1]) for row in rows]
    if sought.origin is not None:
        origin = sought.origin
        found.sort(key=lambda one: (_metres(one[0], origin) is None, _metres(one[0], origin)))
    page = min(max(1, page), max(1, -(-len(found) // PAGE_SIZE)))
    shown = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    photos = _photos([place.id for place, _ in shown], first_only=True)
    items = [
        Listed(
            place,
            from_stored(hours or {}),
            next(iter(photos.get(place.id, ())), None),
            _metres(place, sought.origin),
        )
        for place, hours in shown
    ]
    return Page(items, page, PAGE_SIZE, len(found))


def kinds_there() -> dict[str, str]:
    """Kinds and levels that open places have, with their titles, for a filter."""
    query = select(Place.level, Place.kind).where(Place.closed_at.is_(None)).distinct()
    found = {kind or level for level, kind in session.execute(query)}
    titles = {**LEVEL_NAMES, **KINDS}
    return {key: title for key, title in titles.items() if key in found}


def others_located(place_id: UUID | None) -> list[Point]:
    """Where the other places are, to see whether a position can be right."""
    query = select(Place.latitude, Place.longitude).where(
        Place.closed_at.is_(None), Place.latitude.is_not(None), Place.longitude.is_not(None)
    )
    if place_id is not None:
        query = query.where(Place.id != place_id)
    found = session.execute(query).all()
    return [Point(north, east) for north, east in found if north is not None and east is not None]


def photo_of(place_id: UUID, attachment_id: UUID) -> None:
    """Whether the picture belongs to the place's page; raises NotFound."""
    row = session.get(PlacePhoto, attachment_id)
    if row is None or row.place_id != place_id:
        raise NotFound


def _said(row: PlaceDescription) -> Description:
    return Description(
        introduction=row.introduction,
        head_name=row.head_name,
        head_phone=row.head_phone,
        head_shown=row.head_shown,
        hours=from_stored(row.hours),
        access=tuple(row.access),
    )


def _sought(sought: Sought) -> Select[*tuple[Any, ...]]:
    query = (
        select(Place, PlaceDescription.hours)
        .outerjoin(PlaceDescription, PlaceDescription.place_id == Place.id)
        .where(Place.closed_at.is_(None))
        .order_by(Place.path)
    )
    if sought.text:
        query = query.where(
            or_(
                Place.name.icontains(sought.text, autoescape=True),
                Place.address.icontains(sought.text, autoescape=True),
            )
        )
    if sought.kind:
        query = query.where(func.coalesce(func.nullif(Place.kind, ""), Place.level) == sought.kind)
    return query


def _metres(place: PlaceView, origin: Point | None) -> int | None:
    if origin is None or place.point is None:
        return None
    return distance_metres(origin, place.point)


def _photos(ids: Collection[UUID], *, first_only: bool = False) -> dict[UUID, list[Photo]]:
    query = select(PlacePhoto).where(PlacePhoto.place_id.in_(ids))
    if first_only:
        query = query.where(PlacePhoto.position == 0)
    rows = session.scalars(query.order_by(PlacePhoto.place_id, PlacePhoto.position)).all()
    sizes = {one.id: one for one in attachments([row.attachment_id for row in rows])}
    found: dict[UUID, list[Photo]] = {}
    for row in rows:
        size = sizes[row.attachment_id]
        photo = Photo(row.attachment_id, row.alt, size.width, size.height)
        found.setdefault(row.place_id, []).append(photo)
    return found
