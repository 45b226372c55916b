"""Appoint staff, end an appointment, reset a password: always from above, within one's subtree."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.domain.access.appointing_rules import why_not_these_facts
from app.domain.access.errors import (
    AlreadyEnded,
    MayNotAppoint,
    NotYourself,
    UsernameTaken,
    WrongPlaceForRole,
)
from app.domain.access.events import AppointmentEnded, StaffAppointed
from app.domain.access.hashing import hashed
from app.domain.access.models import StaffMember
from app.domain.access.passwords import first_password, why_not_this_password
from app.domain.access.queries import Staff
from app.domain.access.rules import APPOINTS, Permission, Role
from app.domain.access.sessions import end_all_sessions
from app.domain.audit import trail
from app.domain.audit.actors import SYSTEM, Actor
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Appointed:
    """The first password is told once and stored nowhere."""

    staff_id: UUID
    initial_password: str


def appoint(
    by: Staff, *, name: str, username: str, phone: str, role: Role, place_id: UUID, now: datetime
) -> Appointed:
    """Appoint somebody to a place of one's subtree, in a role below one's own."""
    place = places.place(place_id)
    by.require(Permission.STAFF_APPOINT, place.path)
    if role not in APPOINTS[by.role]:
        raise MayNotAppoint(role=role.title)
    password = first_password(username)
    row = _new_member(name, username, phone, role=role, place=place, password=password, now=now)
    row.appointed_by_id = by.id
    return _enter(row, password, by=by.actor, now=now)


def first_administrator(
    *, name: str, username: str, phone: str, password: str | None = None, now: datetime
) -> Appointed:
    """A centre administrator, made on the server's command line; a password given is to be kept."""
    if password is not None:
        problem = why_not_this_password(password, username=username)
        if problem:
            raise problem
    chosen = password or first_password(username)
    role = Role.CENTRE_ADMINISTRATOR
    centre = places.centre()
    row = _new_member(name, username, phone, role=role, place=centre, password=chosen, now=now)
    row.must_change_password = password is None
    return _enter(row, chosen, by=SYSTEM, now=now)


def _new_member(
    name: str,
    username: str,
    phone: str,
    *,
    role: Role,
    place: PlaceView,
    password: str,
    now: datetime,
) -> StaffMember:
    name, username = name.strip(), username.strip().lower()
    phone = phone.replace(" ", "").replace("-", "")
    problem = why_not_these_facts(name=name, username=username, phone=phone)
    if problem:
        raise problem
    if place.level != role.level:
        raise WrongPlaceForRole(role=role.title, place=place.name)
    return StaffMember(
        id=new_id(),
        username=username,
        name=name,
        phone=phone,
        role=role.value,
        place_id=place.id,
        password_hash=hashed(password),
        must_change_password=True,
        appointed_at=now,
    )


def _enter(row: StaffMember, password: str, *, by: Actor, now: datetime) -> Appointed:
    with transaction():
        try:
            with session.begin_nested():
                session.add(row)
                session.flush()
        except IntegrityError:
            raise UsernameTaken(username=row.username) from None
        trail.record(
            by,
            "staff.appoint",
            "staff",
            row.id,
            now=now,
            place_id=row.place_id,
            name=row.name,
            role=row.role,
        )
        happened(StaffAppointed(row.id, row.name, row.phone, now))
    return Appointed(row.id, password)


def end_appointment(by: Staff, staff_id: UUID, *, reason: str, now: datetime) -> None:
    """Close an account for good; her devices are signed out at once."""
    reason = reason.strip()
    if not reason:
        raise BadInput(field="reason", problem="请写明停用原因")
    with transaction():
        member = locked_below(by, staff_id)
        if member.ended_at is not None:
            raise AlreadyEnded(name=member.name)
        member.ended_at = now
        end_all_sessions(staff_id, now=now)
        write_down(by, "staff.end", member, now=now, reason=reason)
        happened(AppointmentEnded(staff_id, by.actor, now))


def reset_password(by: Staff, staff_id: UUID, *, now: datetime) -> str:
    """Give somebody below a new first password and unlock her; her devices are signed out."""
    username = session.scalar(select(StaffMember.username).where(StaffMember.id == staff_id))
    password = first_password(username or "nobody")
    password_hash = hashed(password)
    with transaction():
        member = locked_below(by, staff_id)
        if member.ended_at is not None:
            raise AlreadyEnded(name=member.name)
        _give_password(member, password_hash, now=now)
        write_down(by, "staff.reset_password", member, now=now)
    return password


def reset_password_on_server(username: str, *, reason: str, now: datetime) -> str:
    """The same for anybody, centre administrators too, by an operator on the command line."""
    username = username.strip().lower()
    password = first_password(username)
    password_hash = hashed(password)
    with transaction():
        member = session.scalars(
            select(StaffMember)
            .where(StaffMember.username == username, StaffMember.ended_at.is_(None))
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()
        if member is None:
            raise NotFound
        _give_password(member, password_hash, now=now)
        trail.record(
            SYSTEM,
            "staff.reset_password",
            "staff",
            member.id,
            now=now,
            place_id=member.place_id,
            name=member.name,
            reason=reason,
        )
    return password


def _give_password(member: StaffMember, password_hash: str, *, now: datetime) -> None:
    member.password_hash = password_hash
    member.must_change_password = True
    member.failures = 0
    member.locked_until = None
    member.closed_by_owner_at = None
    end_all_sessions(member.id, now=now)


def link_volunteer(*, name: str, phone: str, volunteer_id: UUID) -> None:
    """Note whose volunteer account is a staff member's own (same name, same proven phone)."""
    with transaction():
        session.execute(
            update(StaffMember)
            .where(
                StaffMember.phone == phone,
                StaffMember.name == name,
                StaffMember.volunteer_id.is_(None),
                StaffMember.ended_at.is_(None),
            )
            .values(volunteer_id=volunteer_id)
            .execution_options(synchronize_session=False)
        )


def locked_below(by: Staff, staff_id: UUID) -> StaffMember:
    """The row of somebody whom one appoints oneself, locked; refuses like `Staff.require`."""
    member = session.scalars(
        select(StaffMember)
        .where(StaffMember.id == staff_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if member is None:
        raise NotFound
    by.require(Permission.STAFF_APPOINT, places.place(member.place_id).path)
    if member.id == by.id:
        raise NotYourself
    if Role(member.role) not in APPOINTS[by.role]:
        raise MayNotAppoint(role=Role(member.role).title)
    return member


def write_down(by: Staff, action: str, member: StaffMember, *, now: datetime, **why: str) -> None:
    """Note in the trail what one above did to an account."""
    trail.record(
        by.actor,
        action,
        "staff",
        member.id,
        now=now,
        place_id=member.place_id,
        name=member.name,
        **why,
    )
