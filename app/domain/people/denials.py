""" "This is not me": one tap parts a WeChat id or a phone from a volunteer, and staff look into it.

Who of them, until when, and what she is answered, is `complaints.denying`.

Source: 山东省志愿服务条例, article 11 (nobody is registered against her will); PIPL, articles 44 to
47. Records stay as the law asks; whose they are is for staff to find out.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import Select, select

from app.domain.access.queries import Staff
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.people import leaving
from app.domain.people.errors import AlreadySettled
from app.domain.people.events import AccountDenied
from app.domain.people.identities import locked_identity, unbind_row
from app.domain.people.models import Denial, Volunteer, WeChatIdentity
from app.domain.people.profile import locked
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.masking import masked_phone
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction

Outcome = Literal["mistake", "corrected", "removed"]


@dataclass(frozen=True)
class DenialView:
    """What somebody said, and about whom; the phone in part."""

    id: UUID
    volunteer_id: UUID
    number: str
    name: str
    community: PlaceView
    by: str  # "微信" or the phone in part
    said_at: datetime


def deny(
    volunteer_id: UUID, identity_id: UUID | None, *, proven: str | None = None, now: datetime
) -> UUID:
    """It is not she: the WeChat id she came by, else the phone, opens this account no more.

    `proven`: the phone of somebody who came without an account; it must be this one's still.
    Sent twice by a WeChat id, it is the first one: the phone is not hers to part.
    """
    with transaction():
        person = locked(volunteer_id)
        if proven is not None and person.phone != proven:
            raise NotFound
        row = locked_identity(identity_id) if identity_id else None
        bound = row is not None and row.volunteer_id == person.id
        if not bound and (earlier := _said_before(person, identity_id)):
            return earlier
        denial = Denial(
            id=new_id(),
            volunteer_id=person.id,
            identity_id=identity_id if bound else None,
            phone=None if bound else person.phone,
            said_at=now,
        )
        session.add(denial)
        person.sign_in_generation += 1
        if bound and row is not None:
            unbind_row(row, now=now)
        else:
            person.phone = ""
        trail.record(
            Actor("volunteer", None, "自称不是本人"),
            "volunteer.deny",
            "volunteer",
            person.id,
            now=now,
            place_id=person.community_id,
        )
        said = (denial.id, person.id, person.community_id)
        happened(AccountDenied(*said, phone=denial.phone or "", now=now))
        return denial.id


def settle(by: Staff, denial_id: UUID, outcome: Outcome, *, now: datetime) -> None:
    """Staff have looked: a mistake (all as before), put right elsewhere, or nobody's account.

    Within `complaints.denying.settle`, which asks whether it is hers to settle.
    """
    with transaction():
        denial = session.scalars(
            select(Denial)
            .where(Denial.id == denial_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()
        if denial is None:
            raise NotFound
        person = locked(denial.volunteer_id)
        if denial.settled_at is not None:
            raise AlreadySettled
        denial.settled_at, denial.settled_by_id, denial.outcome = now, by.id, outcome
        if outcome == "mistake" and denial.phone and not person.phone:
            person.phone = denial.phone
        trail.record(
            by.actor,
            "volunteer.settle_denial",
            "volunteer",
            person.id,
            now=now,
            place_id=person.community_id,
            outcome=outcome,
        )
        session.flush()
        if outcome == "removed":
            leaving.leave(person.id, by=by.actor, now=now)


def denials(ids: Collection[UUID]) -> dict[UUID, DenialView]:
    """Several by their ids, with the accounts as they stand; one statement."""
    query = select(Denial).join(Volunteer, Volunteer.id == Denial.volunteer_id)
    query = query.where(Denial.id.in_(ids))
    found = places.with_place(query.add_columns(Volunteer), Volunteer.community_id)
    return {
        denial.id: DenialView(
            denial.id,
            person.id,
            person.number,
            person.name,
            places.view(community),
            masked_phone(denial.phone) if denial.phone else "微信",
            denial.said_at,
        )
        for denial, person, community in session.execute(found)
    }


def open_ids() -> Select[UUID]:
    """The ids of what waits, to be used in `.in_()`."""
    return select(Denial.id).where(Denial.settled_at.is_(None))


def is_open(denial_id: UUID) -> bool:
    """Whether this is a denial that nobody has settled."""
    row = session.get(Denial, denial_id)
    return row is not None and row.settled_at is None


def open_id_of(denial_id: UUID) -> str:
    """The WeChat id that said so, where it follows the account; else empty."""
    query = (
        select(WeChatIdentity.open_id)
        .join(Denial, Denial.identity_id == WeChatIdentity.id)
        .where(Denial.id == denial_id, WeChatIdentity.following.is_(True))
    )
    return session.scalar(query) or ""


def denied(volunteer_id: UUID, phone: str) -> bool:
    """Whether who has this phone said that she is not this person, and nobody found it wrong."""
    query = select(Denial.id).where(
        Denial.volunteer_id == volunteer_id,
        Denial.phone == phone,
        Denial.outcome.is_distinct_from("mistake"),
    )
    return session.scalars(query).first() is not None


def _said_before(person: Volunteer, identity_id: UUID | None) -> UUID | None:
    if identity_id is None:
        return None
    query = select(Denial.id).where(
        Denial.settled_at.is_(None),
        Denial.identity_id == identity_id,
        Denial.volunteer_id == person.id,
    )
    return session.scalars(query).first()
