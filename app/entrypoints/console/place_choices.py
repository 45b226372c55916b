"""The places staff choose among, indented as they stand below each other."""

from collections.abc import Iterable
from uuid import UUID

from app.domain.places import queries
from app.domain.places.queries import PlaceView
from app.domain.places.scope import Scope


def place_choices(scope: Scope) -> list[tuple[UUID, str]]:
    """The open places of a subtree, without points."""
    return indented(queries.tree(scope))


def site_choices(scope: Scope) -> list[tuple[UUID, str]]:
    """The open places of a subtree, each with its points."""
    return indented(queries.sites(scope))


def indented(places: Iterable[PlaceView]) -> list[tuple[UUID, str]]:
    """These places."""
    return [(one.id, "　" * one.depth + one.name) for one in places]
