"""The tree of places."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.places.fates import by_hand, path_of, path_of_then, stays
from app.kernel.database import Base, Json
from app.kernel.ids import new_id


class Place(Base):
    """A centre, office, station or point. `path` is like `001/004/002/`.

    Positions are GCJ-02 degrees. `kind` is one of rules.KINDS; only a point must have one.
    """

    __tablename__ = "place"
    __table_args__ = (
        CheckConstraint("level in ('centre','office','station','point')", name="level"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    parent_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("place.id"), index=True, info=by_hand()
    )
    level: Mapped[str] = mapped_column(String(10))
    path: Mapped[str] = mapped_column(String(60), unique=True, info=path_of(""))
    kind: Mapped[str] = mapped_column(String(20), default="", server_default="")
    name: Mapped[str] = mapped_column(String(50))
    address: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(String(20), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    merged_into_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("place.id"), index=True, info=stays()
    )


class PlaceMerging(Base):
    """A place that goes on as part of another one. `state`: proposed | done | withdrawn
    (rules.NEXT_MERGING).

    `keeps`: members of staff who move to the successor. `paths`: old and new ones, once done.
    """

    __tablename__ = "place_merging"
    __table_args__ = (
        Index(
            "uq_place_merging_closed",
            "closed_id",
            unique=True,
            sqlite_where=text("state <> 'withdrawn'"),
            postgresql_where=text("state <> 'withdrawn'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    closed_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), info=stays())
    successor_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), index=True, info=stays())
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(200))
    keeps: Mapped[list[str]]
    tells: Mapped[bool]
    path_before: Mapped[str | None] = mapped_column(String(60), info=path_of_then())
    paths: Mapped[list[list[str]]] = mapped_column(Json)
    proposed_by_id: Mapped[UUID]  # a member of staff; her room stands after this one
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]


class PlaceMove(Base):
    """A point that was put below another place; its path of before is never given again."""

    __tablename__ = "place_move"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), index=True, info=stays())
    from_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), info=stays())
    to_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), info=stays())
    path_before: Mapped[str] = mapped_column(String(60), info=path_of_then())
    path_after: Mapped[str] = mapped_column(String(60), info=path_of_then())
    moved_by_id: Mapped[UUID | None]  # a member of staff; her room stands after this one
    moved_at: Mapped[datetime] = mapped_column(index=True)


class PlaceDescription(Base):
    """What a place's page says beside name and address; a place without a row says nothing.

    `hours` as opening_hours.as_stored() writes it; `access` holds keys of rules.FACILITIES;
    `head_shown` is a key of rules.HEAD_SHOWN.
    """

    __tablename__ = "place_description"

    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), primary_key=True, info=stays())
    introduction: Mapped[str] = mapped_column(Text, default="")
    head_name: Mapped[str] = mapped_column(String(20), default="")
    head_phone: Mapped[str] = mapped_column(String(20), default="")
    head_shown: Mapped[str] = mapped_column(String(16), default="nothing")
    hours: Mapped[dict[str, Any]] = mapped_column(default=dict)
    access: Mapped[list[str]] = mapped_column(default=list)


class PlacePhoto(Base):
    """A photo of a place's page; the lowest `position` stands first. `alt` says what is seen."""

    __tablename__ = "place_photo"

    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachment.id"), primary_key=True)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), index=True, info=stays())
    alt: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
