"""Staff invite, people accept: a list of names never becomes accounts by itself.

Sources: 山东省志愿服务条例, articles 11 and 41 (nobody is registered against her will); PIPL,
articles 13 and 47: what was never agreed to is forgotten when the invitation ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.people.application import Application
from app.domain.people.errors import InvitationOver, NothingToInvite, TooManyToInvite
from app.domain.people.events import Invited, PersonInvited
from app.domain.people.models import Invitation, Volunteer
from app.domain.people.registration import Registered, register
from app.domain.people.rules import (
    INVITATION_LASTS,
    MOST_INVITED_AT_ONCE,
    clean_name,
    clean_phone,
    why_not_this_name,
)
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.paging import PAGE_SIZE, Page, page_of
from app.kernel.refusal import BadInput, NotFound
from app.kernel.transaction import transaction

FORGOTTEN = "已清除"


@dataclass(frozen=True)
class Row:
    """One line of a list as typed: its number in the file, name, phone, community's name."""

    line: int
    name: str
    phone: str
    community: str


@dataclass(frozen=True)
class CheckedRow:
    """A line, cleaned; `fault` says why it will not be invited, empty when it will."""

    line: int
    name: str
    phone: str
    community: PlaceView | None
    fault: str


@dataclass(frozen=True)
class InvitationView:
    """An invitation. `state`: invited | accepted | declined | expired."""

    id: UUID
    name: str
    phone: str
    community: PlaceView
    state: str
    invited_at: datetime
    expires_at: datetime
    answered_at: datetime | None


def checked_rows(by: Staff, rows: Sequence[Row]) -> list[CheckedRow]:
    """The dry run: each line with its fault, nothing written. Four statements, however many."""
    if not rows:
        raise NothingToInvite
    if len(rows) > MOST_INVITED_AT_ONCE:
        raise TooManyToInvite(most=MOST_INVITED_AT_ONCE)
    by.require(Permission.PEOPLE_INVITE, by.place.path)
    stations = {
        name: one
        for one in places.tree(by.scope)
        if one.level == "station"
        for name in (one.name, one.short_name)
    }
    cleaned = [(row, clean_name(row.name), clean_phone(row.phone) or "") for row in rows]
    people = [(name, phone) for _, name, phone in cleaned]
    known, asked = _registered(people), _asked_before(people)
    seen: set[tuple[str, str]] = set()
    checked = []
    for row, name, phone in cleaned:
        community = stations.get(row.community.strip()) if row.community.strip() else _own(by)
        fault = _fault_of_form(name, phone, community) or _fault_of_history(
            (name, phone), seen=seen, known=known, asked=asked
        )
        seen.add((name, phone))
        checked.append(CheckedRow(row.line, name, phone or row.phone, community, fault))
    return checked


def _own(by: Staff) -> PlaceView | None:
    return by.place if by.place.level == "station" else None


def _fault_of_form(name: str, phone: str, community: PlaceView | None) -> str:
    problem = why_not_this_name(name)
    if problem:
        return problem.sentence
    if not phone:
        return "手机号不是 11 位手机号"
    return "" if community else "社区没有填，或不在您的辖区内"


def _fault_of_history(
    person: tuple[str, str],
    *,
    seen: set[tuple[str, str]],
    known: set[tuple[str, str]],
    asked: dict[tuple[str, str], str],
) -> str:
    if person in seen:
        return "和前面一行重复"
    if person in known:
        return "已经是志愿者，不用再邀请"
    if asked.get(person) == "declined":
        return "本人已谢绝邀请，不再打扰"
    return "已经邀请过，正在等本人接受" if person in asked else ""


def _registered(people: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    rows = session.execute(
        select(Volunteer.name, Volunteer.phone).where(
            Volunteer.phone.in_({phone for _, phone in people}), Volunteer.state != "left"
        )
    )
    return {(name, phone) for name, phone in rows}


def _asked_before(people: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    rows = session.execute(
        select(Invitation.name, Invitation.phone, Invitation.state).where(
            Invitation.phone.in_({phone for _, phone in people}),
            Invitation.state.in_(("invited", "declined")),
        )
    )
    return {(name, phone): state for name, phone, state in rows}


def invite(by: Staff, rows: Sequence[Row], *, now: datetime) -> int:
    """Invite everybody on a list whose line has no fault; how many. Each is told by SMS."""
    with transaction():
        good = [row for row in checked_rows(by, rows) if not row.fault]
        if not good:
            raise NothingToInvite
        invitations = [_row(by, row, now) for row in good]
        session.add_all(invitations)
        session.flush()
        trail.record(
            by.actor,
            "invitation.send",
            "invitation",
            None,
            now=now,
            place_id=by.place.id,
            count=len(invitations),
        )
        people = tuple(PersonInvited(one.id, one.name, one.phone) for one in invitations)
        happened(Invited(people, by.place.name, now + INVITATION_LASTS, now))
        return len(invitations)


def _row(by: Staff, row: CheckedRow, now: datetime) -> Invitation:
    if row.community is None:
        raise ValueError("a line without a fault has a community")
    return Invitation(
        id=new_id(),
        name=row.name,
        phone=row.phone,
        community_id=row.community.id,
        state="invited",
        invited_by_id=by.id,
        invited_at=now,
        expires_at=now + INVITATION_LASTS,
    )


def invitation(invitation_id: UUID, *, now: datetime) -> InvitationView:
    """An invitation that can still be answered; refuses one that is over."""
    row = session.get(Invitation, invitation_id, populate_existing=True)
    if row is None:
        raise NotFound
    if row.state != "invited" or now >= row.expires_at:
        raise InvitationOver
    return _view(row, places.place(row.community_id))


def accept(
    invitation_id: UUID,
    application: Application,
    *,
    code: str,
    identity_id: UUID | None,
    now: datetime,
) -> Registered:
    """She proves the invited phone, agrees, and only now has an account."""
    asked = invitation(invitation_id, now=now)
    if (clean_name(application.name), clean_phone(application.phone)) != (asked.name, asked.phone):
        raise BadInput(field="phone", problem="请填写收到邀请短信的手机号")
    source = "wechat" if identity_id else "phone"
    done = register(application, code=code, identity_id=identity_id, source=source, now=now)
    _answer(invitation_id, "accepted", now=now, volunteer_id=done.volunteer.id)
    return done


def decline(invitation_id: UUID, *, now: datetime) -> None:
    """She does not want to, or it is somebody else's phone: nobody asks again."""
    invitation(invitation_id, now=now)
    _answer(invitation_id, "declined", now=now)


def _answer(
    invitation_id: UUID, state: str, *, now: datetime, volunteer_id: UUID | None = None
) -> None:
    with transaction():
        session.execute(
            update(Invitation)
            .where(Invitation.id == invitation_id, Invitation.state == "invited")
            .values(state=state, answered_at=now, volunteer_id=volunteer_id)
            .execution_options(synchronize_session=False)
        )


def end_old(*, now: datetime) -> int:
    """Invitations nobody answered end, and who was meant is forgotten; how many."""
    with transaction():
        ended = session.execute(
            update(Invitation)
            .where(Invitation.state == "invited", Invitation.expires_at <= now)
            .values(state="expired", name=FORGOTTEN, phone="")
            .returning(Invitation.id)
            .execution_options(synchronize_session=False)
        )
        return len(ended.all())


def invitations(by: Staff, *, state: str = "", page: int = 1) -> Page[InvitationView]:
    """Those of her subtree, the latest first."""
    query = select(Invitation).where(Invitation.community_id.in_(places.ids_within(by.scope)))
    if state:
        query = query.where(Invitation.state == state)
    query = query.order_by(Invitation.invited_at.desc(), Invitation.id)
    found = page_of(query, number=page, size=PAGE_SIZE)
    communities = places.places([row.community_id for row in found.items])
    views = [_view(row, communities[row.community_id]) for row in found.items]
    return Page(views, found.number, found.size, found.total)


def _view(row: Invitation, community: PlaceView) -> InvitationView:
    return InvitationView(
        id=row.id,
        name=row.name,
        phone=row.phone,
        community=community,
        state=row.state,
        invited_at=row.invited_at,
        expires_at=row.expires_at,
        answered_at=row.answered_at,
    )
