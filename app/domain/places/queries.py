"""Reading the tree of places."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.domain.places.models import Place
from app.domain.places.rules import KINDS, LEVEL_NAMES, POINT
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.geo import Point
from app.kernel.lean import table_of
from app.kernel.refusal import NotFound

_SUFFIX = "新时代文明"


@dataclass(frozen=True)
class PlaceView:
    """One place as others see it; `level` is centre | office | station | point.

    `kind` is one of rules.KINDS, or empty: a point always has one.
    """

    id: UUID
    parent_id: UUID | None
    level: str
    level_name: str
    path: str
    name: str
    address: str
    contact_phone: str
    point: Point | None
    closed: bool = False
    merged_into_id: UUID | None = None
    kind: str = ""

    @property
    def kind_title(self) -> str:
        """What it is, in words: 村史馆; a place without a kind is its level."""
        return KINDS.get(self.kind) or self.level_name

    @property
    def short_name(self) -> str:
        """What people call it: 阳光社区新时代文明实践站 is 阳光社区."""
        return self.name.partition(_SUFFIX)[0] or self.name

    @property
    def depth(self) -> int:
        """How many places stand above it in the tree."""
        return self.path.count("/") - 1


def view(place: Place) -> PlaceView:
    """A row of this room as the others may see it."""
    located = place.latitude is not None and place.longitude is not None
    return PlaceView(
        id=place.id,
        parent_id=place.parent_id,
        level=place.level,
        level_name=LEVEL_NAMES[place.level],
        path=place.path,
        name=place.name,
        address=place.address,
        contact_phone=place.contact_phone,
        point=Point(place.latitude or 0.0, place.longitude or 0.0) if located else None,
        closed=place.closed_at is not None,
        merged_into_id=place.merged_into_id,
        kind=place.kind,
    )


def with_place(
    query: Select[*tuple[Any, ...]],
    place_id: ColumnElement[UUID] | InstrumentedAttribute[UUID],
    *,
    outer: bool = False,
) -> Select[*tuple[Any, ...]]:
    """Another room's select with its place joined: the last item of each row, for `view`."""
    return query.add_columns(Place).join(Place, Place.id == place_id, isouter=outer)


def with_place_columns(
    query: Select[*tuple[Any, ...]],
    place_id: ColumnElement[UUID] | InstrumentedAttribute[UUID],
    *,
    outer: bool = False,
) -> Select[*tuple[Any, ...]]:
    """The same for a select of columns: the row has `place_id`, `place_path` and so on."""
    columns = [column.label(f"place_{column.name}") for column in table_of(Place).columns]
    return query.add_columns(*columns).join(Place, Place.id == place_id, isouter=outer)


def view_in(row: Any) -> PlaceView:
    """The place in a row of `with_place_columns`."""
    located = row.place_latitude is not None and row.place_longitude is not None
    return PlaceView(
        id=row.place_id,
        parent_id=row.place_parent_id,
        level=row.place_level,
        level_name=LEVEL_NAMES[row.place_level],
        path=row.place_path,
        name=row.place_name,
        address=row.place_address,
        contact_phone=row.place_contact_phone,
        point=Point(row.place_latitude, row.place_longitude) if located else None,
        closed=row.place_closed_at is not None,
        merged_into_id=row.place_merged_into_id,
        kind=row.place_kind,
    )


def ids_within(scope: Scope) -> Select[UUID]:
    """The ids of a subtree's places, to be used in `.in_()`."""
    query = select(Place.id)
    return query.where(Place.path.startswith(scope.path, autoescape=True)) if scope.path else query


def ids_at(paths: Collection[str]) -> Select[UUID]:
    """The ids of the places with these paths, to be used in `.in_()`."""
    return select(Place.id).where(Place.path.in_(paths))


def on_the_way_to(
    place_id: ColumnElement[UUID] | InstrumentedAttribute[UUID] | UUID,
    query: Select[*tuple[Any, ...]],
    its_place_id: InstrumentedAttribute[UUID],
) -> Select[*tuple[Any, ...]]:
    """Another room's select, cut down to what is tied to a place or to one above it."""
    here, above = aliased(Place), aliased(Place)
    return (
        query.join(above, above.id == its_place_id)
        .join(here, here.path.startswith(above.path))
        .where(here.id == place_id)
    )


def ids_named(text: str) -> Select[UUID]:
    """The ids of places with a text in their name, to be used in `.in_()`."""
    return select(Place.id).where(Place.name.icontains(text, autoescape=True))


def place(place_id: UUID, within: Scope | None = None) -> PlaceView:
    """One place that works: a centre, office or station; outside the scope it is not found.

    Points are not found here, either: people are appointed, activities organised and hours kept at
    the place above them. `site` finds them all.
    """
    found = site(place_id, within)
    if found.level == POINT:
        raise NotFound
    return found


def site(place_id: UUID, within: Scope | None = None) -> PlaceView:
    """One place of any level, points included; outside the scope it is not found."""
    found = session.get(Place, place_id)
    if found is None or (within is not None and not within.covers(found.path)):
        raise NotFound
    return view(found)


def place_at(path: str) -> PlaceView:
    """The place with this path; raises NotFound."""
    found = session.scalars(select(Place).where(Place.path == path)).one_or_none()
    if found is None:
        raise NotFound
    return view(found)


def places(ids: Collection[UUID]) -> dict[UUID, PlaceView]:
    """Several places at once, closed ones included."""
    if not ids:
        return {}
    return {found.id: view(found) for found in session.scalars(_by_ids(ids))}


def _by_ids(ids: Collection[UUID]) -> Select[Place]:
    return select(Place).where(Place.id.in_(set(ids)))


def tree(within: Scope) -> list[PlaceView]:
    """The open centre, offices and stations of a subtree, each after the one above it."""
    return [one for one in sites(within) if one.level != POINT]


def sites(within: Scope) -> list[PlaceView]:
    """The open places of a subtree with their points, each after the one above it."""
    query = select(Place).where(Place.id.in_(ids_within(within)), Place.closed_at.is_(None))
    return [view(found) for found in session.scalars(query.order_by(Place.path))]


def whole_tree(within: Scope) -> list[PlaceView]:
    """The same without points, and with what is closed: for what happened there."""
    query = select(Place).where(Place.id.in_(ids_within(within)), Place.level != POINT)
    return [view(found) for found in session.scalars(query.order_by(Place.path))]


def points_of(place_ids: Collection[UUID]) -> list[PlaceView]:
    """The open points that these places look after themselves."""
    query = select(Place).where(
        Place.parent_id.in_(place_ids), Place.level == POINT, Place.closed_at.is_(None)
    )
    return [view(found) for found in session.scalars(query.order_by(Place.path))]


def who_runs(found: PlaceView) -> PlaceView:
    """The place at which people work: for a point, the one above it that goes on."""
    if found.level != POINT:
        return in_force(found)
    if found.parent_id is None:
        raise NotFound
    return in_force(site(found.parent_id))


def phone_to_ask(found: PlaceView) -> str:
    """Where one asks about a place: its own phone, else of who runs it; empty for none."""
    runs = who_runs(found)
    return runs.contact_phone if found.closed else found.contact_phone or runs.contact_phone


def in_force(found: PlaceView) -> PlaceView:
    """The place that goes on for one that was merged; any other is itself."""
    while found.merged_into_id is not None:
        found = site(found.merged_into_id)
    return found


def merged_into(place_id: UUID) -> list[PlaceView]:
    """The places that a place goes on for, directly."""
    query = select(Place).where(Place.merged_into_id == place_id)
    return [view(found) for found in session.scalars(query.order_by(Place.path))]


def closed_points(within: Scope) -> list[PlaceView]:
    """The points of a subtree that are closed, and may be opened again."""
    query = select(Place).where(
        Place.id.in_(ids_within(within)), Place.level == POINT, Place.closed_at.is_not(None)
    )
    return [view(found) for found in session.scalars(query.order_by(Place.path))]


def stations() -> list[PlaceView]:
    """The communities a resident can choose from."""
    query = select(Place).where(Place.level == "station", Place.closed_at.is_(None))
    return [view(found) for found in session.scalars(query.order_by(Place.path))]


def is_open_station(place_id: UUID) -> bool:
    """Whether a resident may choose this place as her community."""
    found = session.get(Place, place_id)
    return found is not None and found.level == "station" and found.closed_at is None


def centre() -> PlaceView:
    """The root of the tree."""
    found = session.scalars(select(Place).where(Place.level == "centre")).first()
    if found is None:
        raise NotFound
    return view(found)
