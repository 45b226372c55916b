"""Templates: plans to begin from, saved by a place, used there and by the places below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import in_series, kept_plans
from app.domain.activities import queries as activities
from app.domain.activities.plans import ActivityPlan
from app.domain.audit import trail
from app.domain.places import queries as places
from app.domain.series import errors
from app.domain.series.models import ActivityTemplate
from app.domain.series.rules import TEMPLATE_NAME_MOST, TEMPLATES_MOST
from app.domain.series.shipped_templates import FOR_WHOM, SHIPPED
from app.domain.teams.rules import KINDS
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.rows import row_with
from app.kernel.transaction import transaction

A_WEEK = timedelta(days=7)
SHIPPED_WITH = "系统自带"


@dataclass(frozen=True)
class TemplateCard:
    """One template in a list. `key`: what to ask for it by; `id` None: it came with the program."""

    key: str
    id: UUID | None
    name: str
    work_type: str
    team_kind: str
    for_whom: str
    place_name: str
    place_path: str
    content: str


def usable_at(path: str) -> list[TemplateCard]:
    """What a place may begin from: its own, those of places above, then those shipped."""
    above = [path[: at + 1] for at, sign in enumerate(path) if sign == "/"]
    query = places.with_place(
        select(ActivityTemplate).where(ActivityTemplate.place_id.in_(places.ids_at(above))),
        ActivityTemplate.place_id,
    )
    rows = session.execute(query.execution_options(populate_existing=True)).all()
    own = [_card(row[0], places.view(row[1]).name, places.view(row[1]).path) for row in rows]
    own.sort(key=lambda card: (-len(card.place_path), card.work_type, card.name))
    return own + [
        TemplateCard(
            *(one.key, None, one.name, one.work_type, one.team_kind, one.for_whom),
            *(SHIPPED_WITH, "", one.content),
        )
        for one in SHIPPED
    ]


def plan_from(key: str, path: str, *, today: date) -> ActivityPlan:
    """The plan of a template a place may use, a week from today; raises NotFound."""
    if key not in {card.key for card in usable_at(path)}:
        raise NotFound
    return kept_plans.as_plan(_kept(key), today + A_WEEK)


def save(
    staff: Staff,
    activity_id: UUID,
    *,
    name: str,
    team_kind: str = "",
    for_whom: str = "",
    now: datetime,
) -> UUID:
    """Keep an activity's plan as a template of its place; dates and insurance are left out."""
    with transaction():
        found = activities.activity(activity_id, within=staff.scope)
        staff.require(Permission.ACTIVITIES_PLAN, found.place.path)
        name = name.strip()
        if not 0 < len(name) <= TEMPLATE_NAME_MOST:
            raise errors.TemplateNameNeeded(most=TEMPLATE_NAME_MOST)
        _refuse_taken(found.place.id, name)
        row = ActivityTemplate(
            id=new_id(),
            place_id=found.place.id,
            name=name,
            work_type=found.work_type,
            team_kind=team_kind if team_kind in KINDS else "",
            for_whom=for_whom if for_whom in FOR_WHOM else "",
            plan=kept_plans.as_kept(in_series.plan_as_it_stands(activity_id)),
            saved_by_id=staff.id,
            saved_at=now,
        )
        session.add(row)
        session.flush()
        _record(staff, "save", row, now=now)
        return row.id


def remove(staff: Staff, template_id: UUID, *, now: datetime) -> None:
    """Nobody begins from it any more; activities made from it stay."""
    with transaction():
        row = row_with(ActivityTemplate, template_id)
        staff.require(Permission.ACTIVITIES_PLAN, places.place(row.place_id).path)
        session.delete(row)
        _record(staff, "remove", row, now=now)


def removable(staff: Staff, cards: Sequence[TemplateCard]) -> set[UUID]:
    """Those of these that she may remove: saved within her own subtree."""
    return {card.id for card in cards if card.id and staff.scope.covers(card.place_path)}


def _refuse_taken(place_id: UUID, name: str) -> None:
    there = select(func.count()).where(ActivityTemplate.place_id == place_id)
    if session.scalar(there.where(ActivityTemplate.name == name)):
        raise errors.TemplateNameTaken(name=name)
    if (session.scalar(there) or 0) >= TEMPLATES_MOST:
        raise errors.TooManyTemplates(most=TEMPLATES_MOST)


def _kept(key: str) -> dict[str, Any]:
    shipped = {one.key: one for one in SHIPPED}
    if key in shipped:
        return shipped[key].kept()
    return session.get_one(ActivityTemplate, UUID(key)).plan


def _card(row: ActivityTemplate, place_name: str, path: str) -> TemplateCard:
    return TemplateCard(
        *(row.id.hex, row.id, row.name, row.work_type, row.team_kind, row.for_whom),
        *(place_name, path, str(row.plan.get("content", ""))),
    )


def _record(staff: Staff, what: str, row: ActivityTemplate, *, now: datetime) -> None:
    trail.record(
        staff.actor,
        f"template.{what}",
        "template",
        row.id,
        now=now,
        place_id=row.place_id,
        name=row.name,
    )
