"""Certificates for many at once: asked for at a desk, made by the worker a few at a time."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import queries as activities
from app.domain.audit import trail
from app.domain.certificates import rules
from app.domain.certificates.errors import NobodyInTheGroup, NothingToCertify, TooManyInAGroup
from app.domain.certificates.events import CertificatesIssued
from app.domain.certificates.issuing import Issue, grounds, told, write
from app.domain.certificates.models import (
    CertificateGroup,
    CertificateGroupLine,
    CertificatePaper,
)
from app.domain.certificates.rules import Wish
from app.domain.certificates.units import unit_at
from app.domain.hours.certifiable import certifiable, people_with_hours_of
from app.domain.people import holding, on_paper
from app.domain.places.scope import EVERYWHERE
from app.domain.teams import queries as teams
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.transaction import transaction

ISSUED_AT_ONCE = 50
NAME_LENGTH = 60
NO_HOURS = NothingToCertify.reason


def people_of_numbers(staff: Staff, text: str) -> list[UUID]:
    """Whose volunteer numbers stand in a text, one a line or between commas, each once.

    Who does not exist is left out like who has no hours here: nobody learns who is registered.
    """
    numbers = list(dict.fromkeys(text.replace("，", " ").replace(",", " ").split()))
    _refuse_too_many(len(numbers))
    known = on_paper.ids_with_numbers(numbers)
    return [known[number] for number in numbers if number in known]


def people_of_team(staff: Staff, team_id: UUID) -> list[UUID]:
    """The members of a team of her subtree."""
    team = teams.team(team_id, within=staff.scope)
    return [one.volunteer_id for one in teams.members(team.id) if one.state == "member"]


def people_of_activity(staff: Staff, activity_id: UUID) -> list[UUID]:
    """Who has approved hours of an activity of her subtree."""
    found = activities.activity(activity_id, within=staff.scope)
    return people_with_hours_of(found.id, staff.scope)


def ask(
    staff: Staff, name: str, volunteer_ids: Collection[UUID], wish: Wish, *, now: datetime
) -> UUID:
    """Put a group in the worker's queue: those of these people with hours in her subtree."""
    staff.require(Permission.CERTIFICATES_ISSUE, staff.place.path)
    refusal = rules.why_not_this_wish(wish, today=local_date(now)) or rules.why_not_this_text(
        name[:NAME_LENGTH], field="name", what="这一批的名称"
    )
    if refusal is not None:
        raise refusal
    _refuse_too_many(len(volunteer_ids))
    found = certifiable(volunteer_ids, since=wish.since, until=wish.until, within=staff.scope)
    wanted = [one for one in dict.fromkeys(volunteer_ids) if one in found]
    if not wanted:
        raise NobodyInTheGroup
    with transaction():
        row = _new_group(staff, name, wish, people=len(wanted), now=now)
        session.add(row)
        session.flush()
        session.add_all(
            CertificateGroupLine(id=new_id(), group_id=row.id, position=position, volunteer_id=one)
            for position, one in enumerate(wanted)
        )
        trail.record(
            staff.actor,
            "certificate.ask_group",
            "certificate_group",
            row.id,
            now=now,
            place_id=row.place_id,
            name=row.name,
            count=row.people,
        )
        return row.id


def _new_group(
    staff: Staff, name: str, wish: Wish, *, people: int, now: datetime
) -> CertificateGroup:
    return CertificateGroup(
        id=new_id(),
        place_id=staff.place.id,
        name=name.strip()[:NAME_LENGTH],
        since=wish.since,
        until=wish.until,
        with_rows=wish.with_rows,
        people=people,
        asked_by_id=staff.id,
        asked_at=now,
    )


def _refuse_too_many(count: int) -> None:
    if count > rules.MOST_IN_A_GROUP:
        raise TooManyInAGroup(most=rules.MOST_IN_A_GROUP, count=count)


def issue_some(*, now: datetime) -> int:
    """The next fifty of the group that has waited longest; how many. For the worker's clock."""
    longest = (
        select(CertificateGroupLine.group_id)
        .join(CertificateGroup, CertificateGroup.id == CertificateGroupLine.group_id)
        .where(CertificateGroup.state == "waiting", _not_issued())
        .order_by(CertificateGroup.asked_at)
        .limit(1)
    )
    group_id = session.scalar(longest)
    if group_id is None:
        return 0
    with transaction():
        group = session.get_one(CertificateGroup, group_id)
        lines = session.scalars(
            select(CertificateGroupLine)
            .where(CertificateGroupLine.group_id == group_id, _not_issued())
            .order_by(CertificateGroupLine.position)
            .limit(ISSUED_AT_ONCE)
            .with_for_update(skip_locked=True)
        ).all()
        _issue(group, lines, now=now)
        return len(lines)


def _not_issued() -> ColumnElement[bool]:
    return CertificateGroupLine.certificate_id.is_(None) & CertificateGroupLine.left_out.is_(None)


def _issue(
    group: CertificateGroup, lines: Sequence[CertificateGroupLine], *, now: datetime
) -> None:
    staff = access.staff_member(group.asked_by_id, within=EVERYWHERE)
    ids = [line.volunteer_id for line in lines]
    holding.hold(ids)
    wish = Wish(group.until, group.since, group.with_rows)
    found = {one.person.id: one for one in grounds(ids, wish, staff.scope)}
    unit = unit_at(staff.place, handled_by=staff.name)
    issue = Issue(staff.actor, staff.id, group.id)
    made = []
    for line in lines:
        ground = found.get(line.volunteer_id)
        if ground is None:
            line.left_out = NO_HOURS
            continue
        row = write(ground, wish, unit, issue, now=now)
        line.certificate_id = row.id
        made.append(told(row))
    if made:
        happened(CertificatesIssued(tuple(made), now))


def waiting() -> bool:
    """Whether any group is not done yet."""
    query = select(CertificateGroup.id).where(CertificateGroup.state == "waiting").limit(1)
    return session.scalar(query) is not None


def unprinted(limit: int) -> list[UUID]:
    """Certificates of waiting groups that have no paper yet, in their order."""
    query = (
        select(CertificateGroupLine.certificate_id)
        .join(CertificateGroup, CertificateGroup.id == CertificateGroupLine.group_id)
        .where(
            CertificateGroup.state == "waiting",
            CertificateGroupLine.certificate_id.is_not(None),
            CertificateGroupLine.printed_at.is_(None),
        )
        .order_by(CertificateGroup.asked_at, CertificateGroupLine.position)
        .limit(limit)
    )
    return [one for one in session.scalars(query) if one is not None]


def keep_paper(certificate_id: UUID, content: bytes | None, *, now: datetime) -> None:
    """A paper is printed; None when there is nothing to print any more (she has left)."""
    with transaction():
        line = session.scalars(
            select(CertificateGroupLine)
            .where(CertificateGroupLine.certificate_id == certificate_id)
            .with_for_update()
        ).one()
        if line.printed_at is not None:
            return
        line.printed_at = now
        if content is None:
            line.left_out = "本人已注销账号"
        else:
            paper = CertificatePaper(certificate_id=certificate_id, content=content, made_at=now)
            session.add(paper)


def finish(*, now: datetime) -> int:
    """Groups of which every paper is printed are done; how many. For the worker's clock."""
    undone = select(CertificateGroupLine.group_id).where(
        CertificateGroupLine.printed_at.is_(None), CertificateGroupLine.left_out.is_(None)
    )
    ready = select(CertificateGroup).where(
        CertificateGroup.state == "waiting", CertificateGroup.id.not_in(undone)
    )
    if session.scalars(ready.limit(1)).first() is None:
        return 0
    with transaction():
        groups = session.scalars(ready.with_for_update()).all()
        for group in groups:
            group.state, group.done_at = "done", now
    return len(groups)


def forget_papers(*, now: datetime) -> int:
    """Printed papers past their download days; how many. What they say stays in snapshots."""
    old = CertificatePaper.made_at < now - rules.PAPERS_KEPT
    count = session.scalar(select(func.count()).select_from(CertificatePaper).where(old)) or 0
    if count:
        with transaction():
            session.execute(delete(CertificatePaper).where(old))
    return count
