"""Take the package for those above: what goes into form, photos and story; kept in the trail."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.nominations.holding import move
from app.domain.nominations.models import Nomination
from app.domain.nominations.roll import pictures_of
from app.domain.nominations.rules import Decision
from app.domain.nominations.upward import errors, rules
from app.domain.nominations.upward.following import FollowUp, follow_up
from app.domain.nominations.upward.models import UpwardRecommendation
from app.domain.nominations.upward.recommending import as_typed, held_recommendation
from app.domain.nominations.upward.rules import FormFacts
from app.domain.people.id_numbers import birth_date_in, clean_id_number
from app.domain.people.on_paper import whole_id_number
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Confirmed:
    """That the form is to hold the ID number, and, where it is not known here, what it is."""

    with_id_number: bool = False
    id_number: str = field(default="", repr=False)


@dataclass(frozen=True)
class Package:
    """All that form, photos and story are made of; `names` are of files, without endings."""

    name: str
    age: int
    unit: str
    category: str
    campaign: str
    level: str
    asked_title: str
    facts: FormFacts
    id_number: str | None = field(repr=False)
    pictures: tuple[UUID, ...]
    photo_names: tuple[str, ...]
    base_name: str
    at: datetime


def take(staff: Staff, recommendation_id: UUID, confirmed: Confirmed, *, now: datetime) -> Package:
    """What the files are made of. Photos only where the person allowed them to be shown.

    The ID number only where the campaign's form asks for it, by who may, and once confirmed.
    """
    with transaction():
        row, case, campaign = held_recommendation(staff, recommendation_id)
        move(case, Decision.RECOMMEND)
        settled = follow_up(campaign.id)
        number = None
        if settled.asks_id_number:
            staff.require(Permission.NOMINEE_IDS_USE, campaign.place_path)
            number = _id_number(case, confirmed, now)
        row.packaged_at = now
        package = _package(case, row, settled, (campaign.title, number), now=now)
        _note(staff, case, package, row.level)
    return package


def _package(
    case: Nomination,
    row: UpwardRecommendation,
    settled: FollowUp,
    words: tuple[str, str | None],
    *,
    now: datetime,
) -> Package:
    campaign, number = words
    pictures = tuple(pictures_of([case.id]).get(case.id, ())) if case.show_photos else ()
    facts = as_typed(row.typed)
    named = {
        "类别": case.category,
        "单位": case.unit,
        "姓名": case.name,
        "一句话事迹": facts.headline,
    }
    return Package(
        name=case.name,
        age=case.age,
        unit=case.unit,
        category=case.category,
        campaign=campaign,
        level=rules.ABOVE[row.level],
        asked_title=row.asked_title,
        facts=facts,
        id_number=number,
        pictures=pictures,
        photo_names=tuple(
            rules.file_name(settled.photo_pattern, named, place)
            for place in range(1, len(pictures) + 1)
        ),
        base_name=rules.file_name("{类别}+{单位}+{姓名}", named, 1),
        at=now,
    )


def _note(staff: Staff, case: Nomination, package: Package, level: str) -> None:
    with_number = package.id_number is not None
    trail.prove(
        staff.actor,
        "nominations.package",
        "nomination",
        case.id,
        now=package.at,
        facts={"level": level, "photos": len(package.pictures), "id_number": with_number},
        place_id=case.place_id,
        person_id=case.volunteer_id,
        detail={"note": package.level, "with_id_numbers": with_number},
    )


def _id_number(case: Nomination, confirmed: Confirmed, now: datetime) -> str:
    if not confirmed.with_id_number:
        raise errors.IdNumberUnconfirmed
    known = whole_id_number(case.volunteer_id) if case.volunteer_id else None
    typed = clean_id_number(confirmed.id_number)
    if known:
        return known
    if not typed:
        raise errors.NoIdNumber
    birth_date_in(typed, now=now)
    return typed
