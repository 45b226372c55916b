"""WeChat ids: met once, followed or not, bound to a volunteer or not."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select, true
from sqlalchemy.exc import IntegrityError

from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.people.errors import AlreadyBound, DeniedBefore
from app.domain.people.models import Denial, Guardianship, Volunteer, WeChatIdentity
from app.domain.people.phone_codes import try_code
from app.domain.people.queries import VolunteerView, volunteers_with_phone
from app.domain.people.rules import required_phone
from app.kernel import lean
from app.kernel.database import UtcDateTime, session
from app.kernel.ids import new_id
from app.kernel.masking import masked_name
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction
from app.kernel.upsert import dialect, insert_of


@dataclass(frozen=True)
class IdentityView:
    """One WeChat id as the doors see it."""

    id: UUID
    open_id: str
    volunteer_id: UUID | None
    following: bool


def _view(row: WeChatIdentity) -> IdentityView:
    return IdentityView(row.id, row.open_id, row.volunteer_id, row.following)


def known(identity_id: UUID) -> IdentityView:
    """A WeChat id we have met, as it stands."""
    return _view(session.get_one(WeChatIdentity, identity_id))


def meet(open_id: str, *, now: datetime, scene: str | None = None) -> IdentityView:
    """Know a WeChat id from now on; meeting it again changes nothing."""
    known = session.scalars(_by_open_id(open_id)).one_or_none()
    if known is not None:
        return _view(known)
    with transaction():
        return _view(_met(open_id, now=now, scene=scene))


def follow(open_id: str, scene: str | None, *, now: datetime) -> IdentityView:
    """Somebody follows the account, by a scene QR or without."""
    with transaction():
        row = _met(open_id, now=now, scene=scene)
        row.following = True
        row.scene = scene or row.scene
        return _view(row)


def unfollow(open_id: str, *, now: datetime) -> None:
    """Nothing can be sent to this WeChat id any more; it stays bound."""
    with transaction():
        _met(open_id, now=now, scene=None).following = False


def wrote(open_id: str, *, now: datetime) -> IdentityView:
    """Somebody wrote or tapped: she follows, and customer messages may answer for a while."""
    with transaction():
        row = lean.run(_written(dialect()), id=new_id(), open_id=open_id, moment=now).one()
        return IdentityView(row.id, row.open_id, row.volunteer_id, row.following)


@cache
def _written(dialect_name: str) -> Any:
    """One statement for whom we know and for whom we meet."""
    facts = {"following": true(), "wrote_at": bindparam("moment", type_=UtcDateTime())}
    new = insert_of(dialect_name, WeChatIdentity).values(
        id=bindparam("id"), open_id=bindparam("open_id"), met_at=facts["wrote_at"], **facts
    )
    return new.on_conflict_do_update(index_elements=["open_id"], set_=facts).returning(
        WeChatIdentity.id,
        WeChatIdentity.open_id,
        WeChatIdentity.volunteer_id,
        WeChatIdentity.following,
    )


def forget(open_id: str, *, now: datetime) -> None:
    """She took back WeChat's authorisation: the id is nobody's again. Her records stay hers."""
    with transaction():
        row = _met(open_id, now=now, scene=None)
        unbind_row(row, now=now)
        row.scene = None
        row.wrote_at = None


def bind(identity_id: UUID, volunteer_id: UUID, *, now: datetime) -> IdentityView:
    """Let a WeChat id stand for a volunteer whose phone has just been proven."""
    with transaction():
        row = locked_identity(identity_id)
        bind_row(row, session.get_one(Volunteer, volunteer_id), now=now)
        return _view(row)


def sign_in_by_phone(phone: str, code: str, *, now: datetime) -> list[VolunteerView]:
    """The volunteers of a phone proven by a code; several may share one, and choose.

    With nobody there the code stays good, for registering.
    """
    phone = required_phone(phone)
    with transaction():
        found = volunteers_with_phone(phone)
        problem = try_code(phone, code, now=now, consume=bool(found))
    if problem:
        raise problem
    return found


def unbind(identity_id: UUID, *, now: datetime) -> None:
    """A person parts her WeChat id from her volunteer account."""
    with transaction():
        unbind_row(locked_identity(identity_id), now=now)


def locked_identity(identity_id: UUID) -> WeChatIdentity:
    """The row of a WeChat id, locked; within an action."""
    row = session.scalars(
        select(WeChatIdentity)
        .where(WeChatIdentity.id == identity_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def bind_row(row: WeChatIdentity, volunteer: Volunteer, *, now: datetime) -> None:
    """Bind a locked row; refuses when it belongs to somebody else."""
    if row.volunteer_id == volunteer.id:
        return
    if row.volunteer_id is not None and not _in_care_of(row.volunteer_id, volunteer.id):
        other = session.get_one(Volunteer, row.volunteer_id)
        raise AlreadyBound(name=masked_name(other.name))
    if _denied(row, volunteer):
        raise DeniedBefore
    row.volunteer_id = volunteer.id
    row.bound_at = now
    _write_down("wechat.bind", volunteer, now=now)


def _denied(row: WeChatIdentity, volunteer: Volunteer) -> bool:
    """Whether this WeChat id said that it is not she, and nobody found it a mistake."""
    query = select(Denial.id).where(
        Denial.identity_id == row.id,
        Denial.volunteer_id == volunteer.id,
        Denial.outcome.is_distinct_from("mistake"),
    )
    return session.scalars(query).first() is not None


def _in_care_of(child_id: UUID, guardian_id: UUID) -> bool:
    """Whether a WeChat id spoke for a guardian's child until the guardian registered herself."""
    query = select(Guardianship.id).where(
        Guardianship.child_id == child_id,
        Guardianship.guardian_id == guardian_id,
        Guardianship.withdrawn_at.is_(None),
    )
    return session.scalar(query) is not None


def unbind_all(volunteer: Volunteer, *, now: datetime) -> None:
    """Part every WeChat id from a volunteer; within an action that holds her."""
    rows = session.scalars(
        select(WeChatIdentity)
        .where(WeChatIdentity.volunteer_id == volunteer.id)
        .order_by(WeChatIdentity.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    for row in rows:
        unbind_row(row, now=now)


def unbind_row(row: WeChatIdentity, *, now: datetime) -> None:
    """Part a locked row from its volunteer, if it has one; within an action."""
    if row.volunteer_id is None:
        return
    _write_down("wechat.unbind", session.get_one(Volunteer, row.volunteer_id), now=now)
    row.volunteer_id = None
    row.bound_at = None


def _write_down(action: str, volunteer: Volunteer, *, now: datetime) -> None:
    actor = Actor("volunteer", volunteer.id, volunteer.name)
    trail.record(actor, action, "volunteer", volunteer.id, now=now, place_id=volunteer.community_id)


def _by_open_id(open_id: str) -> Select[WeChatIdentity]:
    return select(WeChatIdentity).where(WeChatIdentity.open_id == open_id)


def _met(open_id: str, *, now: datetime, scene: str | None) -> WeChatIdentity:
    """The locked row of a WeChat id, made if it is new; two at once end in one row."""
    query = _by_open_id(open_id).with_for_update().execution_options(populate_existing=True)
    row = session.scalars(query).one_or_none()
    if row is not None:
        return row
    try:
        with session.begin_nested():
            row = WeChatIdentity(id=new_id(), open_id=open_id, scene=scene, met_at=now)
            session.add(row)
            session.flush()
        return row
    except IntegrityError:
        return session.scalars(query).one()
